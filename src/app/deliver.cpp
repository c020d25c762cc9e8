#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/goods_file.hpp"
#include "app/php_goods.hpp"
#include "app/publisher.hpp"
#include "delivery/overlaps.hpp"
#include "delivery/secrets.hpp"
#include "net/signals.hpp"

namespace farthing::app {
namespace {

std::filesystem::path folder_of(DeliverOptions const& options) {
    if (!options.folder.empty()) return options.folder;
    if (!options.php_files.empty()) return options.php_files;
    return std::filesystem::absolute(options.goods).parent_path();
}

std::shared_ptr<GoodsSource const> source_of(DeliverOptions const& options) {
    if (options.goods.empty() == options.php_files.empty())
        throw std::runtime_error("say where the goods are, either by --goods or by --php-files");
    // What nginx sends need not be readable from here.
    auto const files = options.accel.empty() ? folder_of(options) : std::filesystem::path();
    if (!options.php_files.empty()) return std::make_shared<PhpGoods>(options.php_files, files);
    return std::make_shared<GoodsFile>(options.goods, files);
}

void expect_location(std::string const& accel) {
    if (accel.empty() || (accel.starts_with('/') && accel.ends_with('/'))) return;
    throw std::runtime_error(
        "--accel must be an internal location of nginx that begins and ends with a slash, such as "
        "/paid-files/");
}

std::string count(std::size_t number, char const* one, char const* more) {
    return std::to_string(number) + (number == 1 ? one : more);
}

std::string summary(GoodsList const& list) {
    auto text =
        count(list.goods.size() - list.missing.size(), " good", " goods") + " can be delivered";
    if (list.left_out > 0) text += ", " + count(list.left_out, " is", " are") + " wrong";
    if (!list.missing.empty())
        text += ", " + count(list.missing.size(), " has", " have") + " no file that can be sent";
    return text + ".";
}

/// Says what is wrong with the goods, and serves nothing.
int check_goods(GoodsSource const& source) {
    auto const list = source.read();
    if (!list) throw std::runtime_error(list.error().message);
    for (auto const& fault : list->faults) std::printf("wrong      %s\n", fault.c_str());
    if (!list->exposed.empty()) std::printf("dangerous  %s\n", list->exposed.c_str());
    for (auto const& warnings :
         {delivery::secret_warnings(list->goods), delivery::overlap_warnings(list->goods)})
        for (auto const& warning : warnings) std::printf("dangerous  %s\n", warning.c_str());
    for (auto const& missing : list->missing) std::printf("missing    %s\n", missing.c_str());
    std::printf("%s\n", summary(*list).c_str());
    return list->faults.empty() && list->missing.empty() ? 0 : 1;
}

}  // namespace

int deliver(DeliverOptions const& options) {
    auto const source = source_of(options);
    expect_location(options.accel);
    if (options.check) return check_goods(*source);

    net::StopSignals signals;
    Runtime runtime;
    auto const folder = folder_of(options);
    Publisher publisher(runtime, {.listen = options.listen,
                                  .folder = folder,
                                  .accel = options.accel,
                                  .by_file_parameter = !options.php_files.empty(),
                                  .access_log = options.access_log,
                                  .threads = options.threads});
    auto& shelf = publisher.shelf();
    if (auto const filled = shelf.follow(source, runtime.scheduler()); !filled)
        throw std::runtime_error(filled.error().message);
    publisher.start();
    std::printf("Delivering %s from %s at %s. Stop it with Ctrl-C.\n",
                count(shelf.catalogue()->size(), " paid good", " paid goods").c_str(),
                folder.c_str(), publisher.url().c_str());
    std::fflush(stdout);

    signals.wait();
    publisher.stop();
    runtime.stop();
    return 0;
}

}  // namespace farthing::app
