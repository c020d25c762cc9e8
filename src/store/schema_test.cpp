#include "store/schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "store/goods_repository.hpp"
#include "store/sealed_secrets.hpp"
#include "store/testing.hpp"

namespace farthing::store {
namespace {

using Keys = std::shared_ptr<base::SealingKeys const>;

Keys keys(std::string const& text) {
    return std::make_shared<base::SealingKeys>(*base::SealingKeys::parse(base::Secret(text)));
}

std::string const kOld(64, 'a');
std::string const kNew(64, 'b');
constexpr std::string_view kSecret = "a-secret-that-lay-in-clear";

class SchemaTest : public testing::Test {
protected:
    /// A database as it was before that conversion of its goods.
    void make_file_before(void (*conversion)(Transaction&), Keys const& with) {
        auto schema = platform_schema();
        auto const step = std::ranges::find(schema.migrations, conversion, &Migration::convert);
        schema.migrations.erase(step, schema.migrations.end());
        schema.seals_secrets = with != nullptr;
        prepare_file(file, schema, with);
    }
    /// With goods whose secrets lie in clear, and with the remains of some.
    void make_old_file() {
        make_file_before(seal_clear_secrets, nullptr);
        SqliteConnection connection(file, SqliteConnection::Mode::write);
        connection.execute("INSERT INTO stores VALUES ('s', 'testnet', 'A', 'G', 0)");
        for (int i = 0; i < 200; ++i)
            connection.execute(
                "INSERT INTO goods (id, store_id, price, shared_secret, url, title, created_at, "
                "updated_at) VALUES ($1, 's', 1, $2, '', '', 0, 0)",
                {id(i).text(), std::string(kSecret) + std::to_string(i)});
        connection.execute("DELETE FROM goods WHERE id > $1", {id(9).text()});
    }
    static goods::GoodId id(int number) {
        auto const digits = std::to_string(1'000 + number);
        return *goods::GoodId::parse(std::string(20, '0') + digits);
    }
    std::string bytes() const {
        std::string all;
        for (auto const* ending : {"", "-wal"}) {
            std::ifstream in(file.string() + ending, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    }
    SqliteConnection open(Keys const& with) {
        return SqliteConnection(file, SqliteConnection::Mode::write, with);
    }
    static std::string secret_of(SqliteConnection& connection, goods::GoodId const& good) {
        auto const secret = GoodsRepository(connection).readable_secret(good);
        return secret ? std::string(secret->reveal()) : "none";
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "test.db";
};

TEST_F(SchemaTest, AMigrationSealsSecretsAndLeavesNothingOfThemInTheFile) {
    make_old_file();
    ASSERT_NE(bytes().find(kSecret), std::string::npos);
    prepare_file(file, platform_schema(), keys(kOld));
    EXPECT_EQ(bytes().find(kSecret), std::string::npos);
    auto connection = open(keys(kOld));
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(secret_of(connection, id(i)), std::string(kSecret) + std::to_string(i));
}

TEST_F(SchemaTest, AMigrationNumbersTheEndsOfSecretsAnew) {
    make_file_before(seal_goods_anew, keys(kOld));
    {
        auto connection = open(keys(kOld));
        connection.execute(
            "INSERT INTO stores (id, network, name, payout_address, created_at) "
            "VALUES ('s', 'testnet', 'A', 'G', 0)");
        for (int i = 0; i < 2; ++i)
            connection.execute(
                "INSERT INTO goods (id, store_id, price, url, title, created_at, updated_at, "
                "sealed_secret) VALUES ($1, 's', 1, '', '', 0, 0, $2)",
                {id(i).text(),
                 sealed(connection, place_of(id(i)), base::Secret(std::string(kSecret)))});
    }
    prepare_file(file, platform_schema(), keys(kOld));
    auto connection = open(keys(kOld));
    auto const tails = connection.query("SELECT DISTINCT secret_tail FROM goods");
    ASSERT_EQ(tails.size(), 1U);
    EXPECT_EQ(to_value(tails[0].bytes(0)),
              secret_tail(connection, "s", base::Secret(std::string(kSecret))));
    EXPECT_EQ(secret_of(connection, id(1)), kSecret);
}

TEST_F(SchemaTest, AMigrationThatCannotSealChangesNothing) {
    make_old_file();
    EXPECT_THROW(prepare_file(file, platform_schema()), StoreFailure);
    prepare_file(file, platform_schema(), keys(kOld));
    auto connection = open(keys(kOld));
    EXPECT_EQ(secret_of(connection, id(0)), std::string(kSecret) + "0");
}

TEST_F(SchemaTest, AFileTellsWhichKeyItNeedsAndRefusesAnother) {
    EXPECT_TRUE(sealing_keys_of(file).empty());
    prepare_file(file, platform_schema(), keys(kOld));
    auto const needed = sealing_keys_of(file);
    ASSERT_EQ(needed.size(), 1U);
    EXPECT_TRUE(keys(kOld)->has(needed[0]));
    try {
        prepare_file(file, platform_schema(), keys(kNew));
        FAIL() << "another key was taken";
    } catch (StoreFailure const& failure) {
        EXPECT_NE(std::string(failure.what()).find(base::to_hex(needed[0])), std::string::npos);
        EXPECT_NE(std::string(failure.what()).find("--secrets-key"), std::string::npos);
    }
    EXPECT_EQ(sealing_keys_of(file).size(), 1U);
}

TEST_F(SchemaTest, SealingAnewNeedsBothKeysAndThenOnlyTheNewOne) {
    make_old_file();
    prepare_file(file, platform_schema(), keys(kOld));
    auto const both = keys(kNew + "\n" + kOld);
    prepare_file(file, platform_schema(), both);
    EXPECT_EQ(sealing_keys_of(file).size(), 2U);
    {
        auto connection = open(both);
        EXPECT_EQ(secret_of(connection, id(3)), std::string(kSecret) + "3");
        seal_anew(connection);
        seal_anew(connection);
    }
    EXPECT_EQ(sealing_keys_of(file).size(), 1U);
    prepare_file(file, platform_schema(), keys(kNew));
    auto connection = open(keys(kNew));
    EXPECT_EQ(secret_of(connection, id(3)), std::string(kSecret) + "3");
    auto with_old = open(keys(kOld));
    EXPECT_EQ(secret_of(with_old, id(3)), "none");
}

}  // namespace
}  // namespace farthing::store
