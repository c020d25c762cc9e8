#pragma once

#include <filesystem>
#include <string>

#include "app/goods_source.hpp"

namespace farthing::app {

/// The goods of a folder in the layout of SatoshiPay's example-goods-server-php (2016):
///
///     files/<name>/<name>          what is sold
///     files/<name>/metadata.ini    secret = "..." and content_type = "..."
///
/// Besides, metadata.ini may hold `id`, `price` (stroops), `title` and `payment_cert = 1`. Other
/// keys and sections are passed over, as the PHP server does. A good stands at `/<name>`.
class PhpGoods final : public GoodsSource {
public:
    /// The folder that holds `<name>/metadata.ini`, and the one with `<name>/<name>`; empty: nobody
    /// looks for those.
    PhpGoods(std::filesystem::path folder, std::filesystem::path files)
        : folder_(std::move(folder)), files_(std::move(files)) {}
    base::Result<GoodsList> read() const override;
    std::string fingerprint() const override;
    std::string name() const override { return folder_.string(); }

private:
    std::filesystem::path folder_;
    std::filesystem::path files_;
};

/// A good from the text of its metadata.ini. The error names the line and what would be right.
base::Result<delivery::Shelved> parse_metadata(std::string_view text, std::string const& name);

}  // namespace farthing::app
