#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <thread>

#include "net/http_client.hpp"
#include "net/testing.hpp"

/// The client against a peer with TLS.
namespace farthing::net {
namespace {

template <class T, void (*kFree)(T*)>
struct Freer {
    void operator()(T* object) const { kFree(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509, X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX, SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Freer<SSL, SSL_free>>;

/// A certificate signed by itself for `names`, such as `DNS:localhost`.
Certificate make_certificate(EVP_PKEY* key, char const* names) {
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    auto* const name = X509_get_subject_name(certificate.get());
    auto const* const common = reinterpret_cast<unsigned char const*>("test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    for (auto const& [kind, value] :
         {std::pair{NID_subject_alt_name, names}, std::pair{NID_basic_constraints, "CA:TRUE"}}) {
        auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        X509_add_ext(certificate.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

/// Answers requests with `hello`, until its client goes or, without a length, once; connection
/// after connection.
class TlsServer {
public:
    explicit TlsServer(char const* names, int newest = TLS1_3_VERSION)
        : key_(EVP_EC_gen("P-256")),
          certificate_(make_certificate(key_.get(), names)),
          context_(SSL_CTX_new(TLS_server_method())) {
        SSL_CTX_use_certificate(context_.get(), certificate_.get());
        SSL_CTX_use_PrivateKey(context_.get(), key_.get());
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context_.get(), newest);
        thread_ = std::jthread([this](std::stop_token const& stop) { serve(stop); });
    }
    ~TlsServer() {
        thread_.request_stop();
        RawPeer(listener_.port()).close();  // Wakes it.
        thread_.join();
    }
    TlsServer(TlsServer const&) = delete;
    TlsServer& operator=(TlsServer const&) = delete;

    std::string url(std::string_view host) const {
        return "https://" + std::string(host) + ":" + std::to_string(listener_.port()) + "/";
    }
    /// The certificate as a file.
    std::string authority() const {
        auto const path = testing::TempDir() + "https_test." + std::to_string(listener_.port());
        auto* const file = std::fopen(path.c_str(), "w");
        PEM_write_X509(file, certificate_.get());
        std::fclose(file);
        return path;
    }
    int handshakes() const { return handshakes_; }

private:
    void serve(std::stop_token const& stop) {
        while (!stop.stop_requested()) {
            int const socket = listener_.accept_socket();
            Tls const tls(SSL_new(context_.get()));
            SSL_set_fd(tls.get(), socket);
            if (SSL_accept(tls.get()) == 1) {
                ++handshakes_;
                answer(tls.get());
            }
            ERR_clear_error();
            ::close(socket);
        }
    }

    /// The path says how the body ends: with its length, or with TLS, or with TCP alone.
    static void answer(SSL* tls) {
        char buffer[4096];
        for (;;) {
            auto const size = SSL_read(tls, buffer, sizeof buffer);
            if (size <= 0) return;
            std::string_view const request(buffer, static_cast<std::size_t>(size));
            bool const endless = request.starts_with("GET /until-");
            auto const length = endless ? "" : "Content-Length: 5\r\n";
            auto const text = "HTTP/1.1 200 OK\r\n" + std::string(length) + "\r\nhello";
            SSL_write(tls, text.data(), static_cast<int>(text.size()));
            if (request.starts_with("GET /until-goodbye")) SSL_shutdown(tls);
            if (endless) return;
        }
    }

    RawListener listener_;
    Key key_;
    Certificate certificate_;
    Context context_;
    std::atomic<int> handshakes_ = 0;
    std::jthread thread_;
};

/// What a stream gives: its text, and behind a bar the reason why it ended.
std::string listen(HttpClient& client, std::string url) {
    Mailbox<std::string> ends;
    std::string all;
    http::StreamListener listener;
    listener.on_text = [&](std::string_view text) { all += text; };
    listener.on_end = [&](base::Result<void> const& result) {
        ends.put(all + "|" + (result ? "" : result.error().message));
    };
    auto const stream = client.stream({.url = std::move(url)}, std::move(listener));
    return ends.take().value_or("nothing");
}

/// `hello`, or the reason why not.
std::string ask(HttpClient& client, std::string url) {
    Mailbox<base::Result<http::ClientResponse>> answers;
    client.send({.url = std::move(url)}, [&](auto answer) { answers.put(std::move(answer)); });
    auto const answer = answers.take();
    if (!answer) return "nothing";
    return *answer ? (*answer)->body : answer->error().message;
}

TEST(Https, TrustsTheAuthoritiesItWasTold) {
    TlsServer const server("DNS:localhost,IP:127.0.0.1");
    Worker worker;
    HttpClient client(worker, {.authorities_file = server.authority()});
    EXPECT_EQ(ask(client, server.url("localhost")), "hello");
    EXPECT_EQ(ask(client, server.url("localhost")), "hello");
    EXPECT_EQ(server.handshakes(), 1);
}

TEST(Https, CarriesStreamsAndNoticesWhenTheyAreCut) {
    TlsServer const server("DNS:localhost");
    Worker worker;
    HttpClient client(worker, {.authorities_file = server.authority()});
    auto const url = server.url("localhost");
    EXPECT_EQ(listen(client, url), "hello|");
    EXPECT_EQ(listen(client, url + "until-goodbye"), "hello|");
    EXPECT_EQ(listen(client, url + "until-close"), "hello|localhost: stream truncated");
    HttpClient stranger(worker);
    EXPECT_EQ(listen(stranger, url), "|localhost: certificate verify failed (SSL routines)");
}

TEST(Https, ChecksAddressesToo) {
    TlsServer const server("DNS:localhost,IP:127.0.0.1");
    Worker worker;
    HttpClient client(worker, {.authorities_file = server.authority()});
    EXPECT_EQ(ask(client, server.url("127.0.0.1")), "hello");
}

TEST(Https, RefusesAuthoritiesItDoesNotKnow) {
    TlsServer const server("DNS:localhost");
    Worker worker;
    HttpClient client(worker);
    EXPECT_EQ(ask(client, server.url("localhost")),
              "localhost: certificate verify failed (SSL routines)");
}

TEST(Https, RefusesCertificatesForOthers) {
    for (auto const* names : {"DNS:other.example", "IP:127.0.0.2", "DNS:localhost.example"}) {
        TlsServer const server(names);
        Worker worker;
        HttpClient client(worker, {.authorities_file = server.authority()});
        EXPECT_EQ(ask(client, server.url("localhost")),
                  "localhost: certificate verify failed (SSL routines)");
    }
}

TEST(Https, RefusesOldVersionsOfTls) {
    TlsServer const server("DNS:localhost", TLS1_1_VERSION);
    Worker worker;
    HttpClient client(worker, {.authorities_file = server.authority()});
    auto const answer = ask(client, server.url("localhost"));
    EXPECT_NE(answer.find("version"), answer.npos) << answer;
}

TEST(Https, SaysSoWhenItsAuthoritiesCannotBeRead) {
    TlsServer const server("DNS:localhost");
    Worker worker;
    HttpClient client(worker, {.authorities_file = "/nonexistent"});
    EXPECT_NE(ask(client, server.url("localhost")), "hello");
}

TEST(Https, RefusesPlainTextWhereTlsIsDue) {
    RawListener listener;
    Worker worker;
    HttpClient client(worker);
    std::jthread const server([&] {
        auto peer = listener.accept();
        peer.receive(10);
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    });
    EXPECT_NE(ask(client, "https://127.0.0.1:" + std::to_string(listener.port()) + "/"), "hello");
}

}  // namespace
}  // namespace farthing::net
