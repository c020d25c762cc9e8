#include "app/goods_command_line.hpp"

#include "app/sealing_key.hpp"

namespace farthing::app {
namespace {

constexpr char const* kPlace =
    "The goods are those of a running server (--server, --key and the secret, or FARTHING_SERVER,\n"
    "FARTHING_API_KEY and FARTHING_API_SECRET), or of a data directory that no server has open.\n";

void add_place(CLI::App& command, GoodsOptions& options) {
    auto& place = options.place;
    auto* server =
        command.add_option("--server", place.server,
                           "URL of a running server, such as https://pay.example.org (default: " +
                               std::string(kServerVariable) + ")");
    command.add_option("--key", place.key,
                       "API key of the store (default: " + std::string(kApiKeyVariable) + ")");
    command.add_option("--secret-file", place.secret_file,
                       "File with the API secret, readable by its owner only (default: the "
                       "environment variable " +
                           std::string(kApiSecretVariable) + ")");
    command
        .add_option_function<std::string>(
            "--data-dir",
            [&place](std::string const& folder) {
                place.data_dir = folder;
                place.data_dir_named = true;
            },
            "The folder of a platform that does not run")
        ->default_str(place.data_dir.string())
        ->type_name("PATH")
        ->excludes(server);
    command.add_option("--secrets-key", place.secrets_key,
                       "The file with the key of the shared secrets in that folder (default: " +
                           std::string(kSecretsKeyVariable) +
                           ", which may also hold the key itself, or its secrets.key)");
    command.add_option("--store", place.store,
                       "Id of the store in that folder (default: the only one)");
    command.add_flag("--json", options.json, "Print one JSON document for programs");
}

void add_id(CLI::App& command, GoodsOptions& options) {
    command.add_option("id", options.id, "Id of the good")->required();
}

CLI::Option* add_field(CLI::App& command, std::string const& name,
                       std::optional<std::string>& target, std::string const& what) {
    return command.add_option(name, target, what);
}

/// Both: title and price.
std::array<CLI::Option*, 2> add_fields(CLI::App& command, GoodFields& fields) {
    std::array const needed{
        add_field(command, "--title", fields.title, "What readers see before they buy"),
        add_field(command, "--price", fields.price,
                  "Stroops, or lumens with their unit: 4000, or \"0.0004 XLM\"")};
    add_field(command, "--url", fields.url, "The page with the good on it");
    add_field(command, "--validity", fields.validity,
              "How long a purchase lasts: 1h, \"2 days\", 1y; empty for ever");
    command.add_option("--shared-secret-file", fields.shared_secret_file,
                       "File with the secret that receipts are signed with, readable by its owner "
                       "only (default: a new one)");
    command.add_option("--file", fields.file,
                       "A file, or a folder, for the platform to deliver against receipts; it is "
                       "copied (docs/deliver.md)");
    return needed;
}

using Choose = std::function<void(std::function<int()>)>;

struct Command {
    char const* name;
    char const* what;
    char const* examples;
    int (*run)(GoodsOptions const&);
};

constexpr Command kList{
    .name = "list",
    .what = "List the goods of a store",
    .examples =
        "  farthing goods list --data-dir ./data\n"
        "  farthing goods list --server https://pay.example.org --json > goods.json",
    .run = goods_list};

constexpr Command kShow{
    .name = "show",
    .what = "Show one good with its shared secret",
    .examples = "  farthing goods show 558bcdbb1309c59725bdb559 --data-dir ./data",
    .run = goods_show};

constexpr Command kAdd{
    .name = "add",
    .what = "Register a good and print its id and shared secret",
    .examples =
        "  farthing goods add --title \"An article\" --price \"0.0004 XLM\" "
        "--url https://example.org/1\n"
        "  farthing goods add --title \"A song\" --price 4000 --validity \"2 days\"\n"
        "  farthing goods add --title \"A film\" --price \"0.5 XLM\" --file film.mp4",
    .run = goods_add};

constexpr Command kUpdate{.name = "update",
                          .what = "Change some fields of a good",
                          .examples =
                              "  farthing goods update 558bcdbb1309c59725bdb559 --price 5000\n"
                              "  farthing goods update 558bcdbb1309c59725bdb559 --validity \"\"",
                          .run = goods_update};

constexpr Command kRemove{.name = "remove",
                          .what = "Take a good out of the registry; its purchases stay on record",
                          .examples = "  farthing goods remove 558bcdbb1309c59725bdb559",
                          .run = goods_remove};

constexpr Command kImport{
    .name = "import",
    .what = "Register the goods of a file or folder; may be run again",
    .examples =
        "  farthing goods import goods.csv --dry-run\n"
        "  farthing goods import goods.json --server https://pay.example.org\n"
        "  farthing goods import /srv/paid        a folder with a manifest.csv\n"
        "Files: docs/goods.md. With a fault in the file nothing is imported.",
    .run = goods_import};

}  // namespace

void add_goods_commands(CLI::App& app, GoodsOptions& options,
                        std::filesystem::path const& default_data_dir, Choose const& choose) {
    options.place.data_dir = default_data_dir;
    auto& goods = *app.add_subcommand("goods", "The goods of a store");
    goods.require_subcommand(1);
    goods.footer(
        "Examples:\n  farthing goods add --title \"An article\" --price \"0.0004 XLM\" --data-dir "
        "./data\n  farthing goods list --data-dir ./data\n"
        "  farthing goods import goods.csv --server https://pay.example.org");

    auto const add = [&](Command const& command) -> CLI::App& {
        auto* added = goods.add_subcommand(command.name, command.what);
        added->callback([choose, run = command.run, &options] {
            choose([run, &options] { return run(options); });
        });
        added->footer(std::string(kPlace) + "Examples:\n" + command.examples);
        return *added;
    };
    auto& list = add(kList);
    auto& show = add(kShow);
    auto& added = add(kAdd);
    auto& update = add(kUpdate);
    auto& remove = add(kRemove);
    auto& import = add(kImport);
    for (auto* command : {&list, &show, &added, &update, &remove, &import})
        add_place(*command, options);
    for (auto* command : {&added, &update})
        command->add_option("--content", options.place.content,
                            "With --file: the folder that the platform delivers from (default: "
                            "content in the data directory)");
    for (auto* command : {&show, &update, &remove}) add_id(*command, options);
    for (auto* option : add_fields(added, options.fields)) option->required();
    add_fields(update, options.fields);
    import
        .add_option("source", options.source,
                    "CSV or JSON file, - for standard input, or a folder with a manifest.csv or "
                    "manifest.json")
        ->required();
    import.add_flag("--dry-run", options.dry_run, "Show what would be done, and do nothing");
}

}  // namespace farthing::app
