#include "http/url.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace farthing::http {
namespace {

TEST(Url, IsTakenApart) {
    struct Case {
        std::string_view text;
        bool secure;
        std::string_view host;
        int port;
        std::string_view target;
        std::string_view authority;
    };
    for (auto const& c : std::vector<Case>{
             {"http://example.org", false, "example.org", 80, "/", "example.org"},
             {"HTTPS://Example.ORG/", true, "example.org", 443, "/", "example.org"},
             {"https://example.org:8443/a/b?c=d&e", true, "example.org", 8443, "/a/b?c=d&e",
              "example.org:8443"},
             {"http://example.org?x", false, "example.org", 80, "/?x", "example.org"},
             {"http://example.org:80/", false, "example.org", 80, "/", "example.org"},
             {"http://127.0.0.1:65535/%20", false, "127.0.0.1", 65535, "/%20", "127.0.0.1:65535"},
             {"http://[::1]:8402/x", false, "::1", 8402, "/x", "[::1]:8402"},
             {"http://[::FFFF:1.2.3.4]/", false, "::ffff:1.2.3.4", 80, "/", "[::ffff:1.2.3.4]"},
             {"http://my_service/", false, "my_service", 80, "/", "my_service"},
             {"http://example.org./", false, "example.org.", 80, "/", "example.org."},
         }) {
        auto const url = parse_url(c.text);
        ASSERT_TRUE(url) << c.text;
        EXPECT_EQ(url->secure, c.secure) << c.text;
        EXPECT_EQ(url->host, c.host) << c.text;
        EXPECT_EQ(url->port, c.port) << c.text;
        EXPECT_EQ(url->target, c.target) << c.text;
        EXPECT_EQ(url->authority(), c.authority) << c.text;
    }
}

TEST(Url, IsRefusedWhenItsPartsCouldBeReadInTwoWays) {
    std::vector<std::string> const wrong{
        "",
        "http",
        "http:",
        "http:/",
        "http://",
        "https:///path",
        "//example.org/",
        "ftp://example.org/",
        "javascript://example.org/",
        " http://example.org/",
        "http://example.org/ ",
        "http://example.org/a b",
        "http://example.org/\r\nX: y",
        "http://example.org/\xc3\xa4",
        "http://\xc3\xa4.org/",
        "http://example.org/#a",
        "http://example.org#a",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org\\@evil.org/",
        "http://exam%70le.org/",
        "http://.example.org/",
        "http://example..org/",
        "http://example.org:/",
        "http://example.org:0/",
        "http://example.org:080/",
        "http://example.org:65536/",
        "http://example.org:-1/",
        "http://example.org:8x/",
        "http://::1/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[::1]8080/",
        "http://[]/",
        "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://example.org/{x}",
        "http://example.org/\"",
        "http://" + std::string(254, 'a') + "/",
        "http://example.org/" + std::string(8192, 'a'),
    };
    for (auto const& text : wrong) {
        auto const url = parse_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().code, base::Errc::invalid_request);
    }
}

}  // namespace
}  // namespace farthing::http
