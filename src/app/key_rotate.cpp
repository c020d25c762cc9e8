#include <boost/json/serialize.hpp>
#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "app/sealing_key.hpp"
#include "app/store_choice.hpp"
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "store/data_directory.hpp"
#include "store/schema.hpp"
#include "store/sealed_secrets.hpp"

namespace farthing::app {
namespace {

struct Rotation {
    base::Secret fresh;
    base::Secret old;
};

/// Where a key goes that no longer seals anything here: beside the file, under its id.
std::filesystem::path retired_file(std::filesystem::path const& file, base::ByteView id) {
    return file.string() + "." + base::to_hex(id) + ".old";
}

std::filesystem::path retired_file(std::filesystem::path const& file, base::Secret const& key) {
    auto const parsed = base::SealingKey::parse(key.reveal());
    if (!parsed) throw std::runtime_error(file.string() + ": " + parsed.error().message);
    return retired_file(file, parsed->id());
}

/// Before anything is written: with another data directory's key the old one would go, and nothing
/// be gained.
void expect_to_open(store::DataDirectory const& data, std::filesystem::path const& file) {
    auto const keys = store::read_sealing_keys(file);
    for (auto const& id : store::sealing_keys_of(data.file(store::kPlatformFile))) {
        if (keys.has(id)) continue;
        auto const retired = retired_file(file, id);
        throw std::runtime_error(
            data.path().string() + " holds secrets that are sealed under the key " +
            base::to_hex(id) + ", which is not in " + file.string() +
            "; name its key file with --secrets-key" +
            (std::filesystem::exists(retired) ? " " + retired.string() : std::string()));
    }
}

/// Puts a new key before the old one, unless there are two already: then an earlier rotation ended
/// early, and is gone on with.
Rotation begin(std::filesystem::path const& file, base::Random& random) {
    auto keys = base::sealing_key_texts(base::Secret(store::read_private_file(file)));
    if (keys.size() == 2) {
        std::fprintf(stderr, "A rotation that was interrupted is completed.\n");
        return {.fresh = std::move(keys[0]), .old = std::move(keys[1])};
    }
    auto fresh = base::make_sealing_key(random);
    base::Secret const both(std::string(fresh.reveal()) + "\n" + std::string(keys.at(0).reveal()) +
                            "\n");
    store::write_private_file(file, both.reveal());
    return {.fresh = std::move(fresh), .old = std::move(keys[0])};
}

void seal_anew(Runtime& runtime, store::DataDirectory const& data,
               std::filesystem::path const& key_file) {
    store::ThreadedDatabase database(runtime.platform_database_options(data, key_file),
                                     store::platform_schema());
    auto const done = database.write_now<bool>([](store::Transaction& transaction) {
        store::seal_anew(transaction);
        return base::Result(true);
    });
    if (!done) throw std::runtime_error(done.error().message);
}

}  // namespace

/// The files of the new and of the old key; null where there is none.
int print_json(base::json::object const& files) {
    std::printf("%s\n", base::json::serialize(files).c_str());
    return 0;
}

/// Nothing here can change the environment, so that the operator does what begin() does to a file.
int rotate_in_environment(Runtime& runtime, store::DataDirectory const& data,
                          base::Secret const& text, bool json) {
    std::string const variable(kSecretsKeyVariable);
    if (base::sealing_key_texts(text).size() == 1)
        throw std::runtime_error(variable +
                                 " holds the key itself, which cannot be replaced from here; put a "
                                 "new one before it (openssl rand -hex 32), with a space between "
                                 "them, and run this again");
    seal_anew(runtime, data, {});
    if (json) return print_json({{"key", nullptr}, {"retired", nullptr}});
    std::printf(
        "All shared secrets are sealed under the first key of %s.\n"
        "Keep the second for copies of the data from before, and take it out of %s.\n",
        variable.c_str(), variable.c_str());
    return 0;
}

/// Both keys stand in the file until nothing is sealed under the old one, so that wherever this
/// ends, everything can be opened.
int key_rotate(KeyRotateOptions const& options) {
    Runtime runtime;
    store::DataDirectory const data(existing_platform(options.data_dir));
    auto const place = sealing_key_place(data, options.secrets_key);
    if (place.file.empty()) return rotate_in_environment(runtime, data, place.text, options.json);
    sealing_keys(data, options.secrets_key, runtime.random());
    // A link stays one: what it leads to is replaced.
    auto const file = std::filesystem::canonical(place.file);
    expect_to_open(data, file);
    auto const keys = begin(file, runtime.random());
    seal_anew(runtime, data, options.secrets_key);
    auto const retired = retired_file(file, keys.old);
    store::write_private_file(retired, keys.old.reveal());
    store::write_private_file(file, keys.fresh.reveal());
    if (options.json) return print_json({{"key", file.string()}, {"retired", retired.string()}});
    std::printf(
        "All shared secrets are sealed under a new key, which is in %s.\n"
        "The old key is kept in %s for copies of the data from before, and for\n"
        "other data directories with the same key file: give them this one with --secrets-key.\n"
        "Delete it when there are none, or none any more.\n",
        file.c_str(), retired.c_str());
    return 0;
}

}  // namespace farthing::app
