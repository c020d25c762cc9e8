#pragma once

#include <string>
#include <vector>

namespace farthing::net {

/// Headers of requests that must be answered 400, whatever follows them.
inline std::vector<std::string> malformed_heads() {  // long: a table
    std::string const get = "GET / HTTP/1.1\r\nHost: x\r\n";
    std::string const nul(1, '\0');
    std::vector<std::string> heads{
        // Lines.
        "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\n",
        "GET / HTTP/1.1\r\nHost: x\r\rX: y\r\n\r\n",
        get + "X: a\r\n b\r\n\r\n",
        get + "X: a\r\n\tb\r\n\r\n",
        get + "X:\r\n a\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
        // Request line.
        " GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /  HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
        "GET /\r\n\r\n",
        "GET\r\n\r\n",
        "GET HTTP/1.1\r\nHost: x\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: x\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        "GET / HTTP/0.9\r\nHost: x\r\n\r\n",
        "GET / HTTP/11\r\nHost: x\r\n\r\n",
        "GET / http/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTPS/1.1\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET ?a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /aaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\xc3\xa4zaaaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaa#a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /" + nul + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://a@x/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http:/// HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        // Host.
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x:y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x,y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n",
        // Fields.
        get + "X : a\r\n\r\n",
        get + "X\t: a\r\n\r\n",
        get + ": a\r\n\r\n",
        get + "X\r\n\r\n",
        get + "X Y: a\r\n\r\n",
        get + "X(: a\r\n\r\n",
        get + "X\xc3\xa4: a\r\n\r\n",
        get + "X: a\x01\r\n\r\n",
        get + "X: a\x7f\r\n\r\n",
        get + "X: " + nul + "\r\n\r\n",
        get + "X" + nul + ": a\r\n\r\n",
        get + "X: a\rb\r\n\r\n",
        get + "Connection: ,;\r\n\r\n",
    };
    // Framing.
    for (auto const* fields : {"Content-Length: 1\r\nContent-Length: 1",
                               "Content-Length: 1\r\nContent-Length: 2",
                               "Content-Length: 1, 1",
                               "Content-Length: 1,2",
                               "Content-Length: +1",
                               "Content-Length: -1",
                               "Content-Length: 0x1",
                               "Content-Length: 1 2",
                               "Content-Length: 1a",
                               "Content-Length:",
                               "Content-Length: 99999999999999999999",
                               "Content-Length: 18446744073709551616",
                               "Transfer-Encoding: chunked\r\nContent-Length: 1",
                               "Content-Length: 1\r\nTransfer-Encoding: chunked",
                               "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                               "Transfer-Encoding: gzip, chunked",
                               "Transfer-Encoding: chunked, gzip",
                               "Transfer-Encoding: chunked, chunked",
                               "Transfer-Encoding: gzip",
                               "Transfer-Encoding: identity",
                               "Transfer-Encoding: xchunked",
                               "Transfer-Encoding: chunked;a=b",
                               "Transfer-Encoding: \"chunked\"",
                               "Transfer-Encoding:",
                               "Transfer-Encoding : chunked",
                               "Transfer-Encoding: \vchunked",
                               "Transfer-Encoding: chunked\r\n identity"})
        heads.push_back("POST / HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n\r\n");
    heads.push_back("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
    return heads;
}

}  // namespace farthing::net
