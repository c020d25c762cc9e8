#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace farthing::store {

/// What a database file is for and how its tables came to be. Migrations only go forward; their
/// number is the file's version.
struct Schema {
    std::string_view name;  ///< For messages: "platform", "ledger".
    std::int32_t application_id;
    std::vector<char const*> migrations;
};

Schema const& platform_schema();
Schema const& ledger_schema();

/// Makes the file if it is not there, and brings it to the newest version, each step in a
/// transaction. A crash at any point leaves a file that the next call completes.
///
/// Throws StoreFailure naming the fix when the file is another program's, belongs to another
/// schema, or was written by a newer Farthing.
void prepare_file(std::filesystem::path const& file, Schema const& schema);

/// The same for a file that is there, perhaps empty, with its name durable in the folder.
void prepare_existing_file(std::filesystem::path const& file, Schema const& schema);

}  // namespace farthing::store
