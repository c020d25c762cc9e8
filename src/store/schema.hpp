#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "store/transaction.hpp"

namespace farthing::store {

/// One step from a version to the next, in one transaction.
struct Migration {
    char const* sql;
    void (*convert)(Transaction&) = nullptr;  ///< What SQL cannot do; after `sql`.
    char const* sql_after = "";
    /// Before the step a file that has been in use is written anew, so that nothing is left in it
    /// of what was deleted.
    bool rewrites_file = false;
};

/// What a database file is for and how its tables came to be. Migrations only go forward; their
/// number is the file's version.
struct Schema {
    std::string_view name;  ///< For messages: "platform", "ledger".
    std::int32_t application_id;
    std::vector<Migration> migrations;
    bool seals_secrets = false;  ///< Has the table `sealing_keys`.
};

Schema const& platform_schema();
Schema const& ledger_schema();

/// Makes the file if it is not there, and brings it to the newest version, each step in a
/// transaction. A crash at any point leaves a file that the next call completes.
///
/// Throws StoreFailure naming the fix when the file is another program's, belongs to another
/// schema, was written by a newer Farthing, or holds secrets that are sealed under a key which is
/// not among `keys`.
void prepare_file(std::filesystem::path const& file, Schema const& schema,
                  std::shared_ptr<base::SealingKeys const> keys = nullptr);

/// The same for a file that is there, perhaps empty, with its name durable in the folder.
void prepare_existing_file(std::filesystem::path const& file, Schema const& schema,
                           std::shared_ptr<base::SealingKeys const> keys = nullptr);

/// The ids of the keys that secrets in the file are sealed under. None if there is no such file.
std::vector<base::Bytes> sealing_keys_of(std::filesystem::path const& file);

}  // namespace farthing::store
