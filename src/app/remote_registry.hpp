#pragma once

#include <span>

#include "app/goods_registry.hpp"
#include "app/runtime.hpp"

namespace farthing::app {

/// The goods of a store on a running server, by its Digital Goods API.
class RemoteRegistry final : public GoodsRegistry {
public:
    struct Options {
        /// The server, or with a path the API itself, such as https://pay.example.org/testnet/v2.
        std::string url;
        std::string key;
        base::Secret secret;
    };

    /// Throws std::runtime_error when the URL is none.
    RemoteRegistry(Runtime& runtime, Options const& options);

    std::string network() const override {
        return url_.find("/testnet/") != std::string::npos ? "testnet" : "live";
    }
    std::vector<ListedGood> list() override;
    Outcome find(goods::GoodId const& id) override;
    Outcome remove(goods::GoodId const& id) override;
    std::vector<Outcome> put(std::vector<Put> const& puts, Progress const& progress) override;

private:
    http::ClientRequest request(http::Method method, std::string const& path) const;
    Outcome put_one(Put const& put);
    std::vector<Outcome> put_batch(std::span<Put const> puts);
    void take_warnings(base::Result<http::ClientResponse> const& answer);
    base::json::array list_page(std::string const& cursor);
    base::Result<base::json::array> send_batch(std::span<Put const> puts);
    base::Result<base::json::value> read(base::Result<http::ClientResponse> const& answer) const;
    Outcome read_good(base::Result<http::ClientResponse> const& answer) const;

    http::Client& client_;
    std::string url_;
    base::Secret authorization_;
};

}  // namespace farthing::app
