#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "store/data_directory.hpp"
#include "store/sealed_secrets.hpp"

namespace farthing::app {
namespace {

base::Secret first_line(base::Secret const& text) {
    return base::Secret(text.reveal().substr(0, text.reveal().find('\n')));
}

/// Puts a new key before the old one, unless there are two already: then an earlier rotation ended
/// early, and is gone on with. Returns the new key.
base::Secret begin(std::filesystem::path const& file, base::Random& random) {
    base::Secret const text(store::read_private_file(file));
    if (store::read_sealing_keys(file).size() == 2) {
        std::printf("A rotation that was interrupted is completed.\n");
        return first_line(text);
    }
    auto const fresh = base::make_sealing_key(random);
    base::Secret const both(std::string(fresh.reveal()) + "\n" +
                            std::string(first_line(text).reveal()) + "\n");
    store::write_private_file(file, both.reveal());
    return fresh;
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

/// Both keys stand in the file until nothing is sealed under the old one, so that wherever this
/// ends, everything can be opened.
int key_rotate(KeyRotateOptions const& options) {
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    if (!std::filesystem::exists(data.file("farthing.db")))
        throw std::runtime_error(data.path().string() +
                                 " holds no farthing.db; name its folder with --data-dir");
    data.sealing_keys(options.secrets_key, runtime.random());
    auto const file = data.sealing_key_file(options.secrets_key);
    auto const fresh = begin(file, runtime.random());
    seal_anew(runtime, data, options.secrets_key);
    store::write_private_file(file, fresh.reveal());
    std::printf(
        "All shared secrets are sealed under a new key, which is in %s.\n"
        "Copies of the data from before need the key file of that time.\n",
        file.c_str());
    return 0;
}

}  // namespace farthing::app
