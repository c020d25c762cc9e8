#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "http/stream.hpp"

namespace farthing::http {

/// An open file that a response sends a part of. Closed when the last owner lets go.
class File {
public:
    /// Takes the descriptor over.
    File(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File();

    int descriptor() const { return descriptor_; }
    std::uint64_t size() const { return size_; }

private:
    int descriptor_;
    std::uint64_t size_;
};

struct FileSlice {
    std::shared_ptr<File const> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Parts of a file, each with text before it, and text behind the last: a multipart body.
struct FileParts {
    struct Part {
        std::string head;
        FileSlice slice;  ///< Not empty.
    };
    std::vector<Part> parts;
    std::string end;
};

/// Text, or a part of it, that others share and that may be replaced while it is sent.
struct SharedText {
    std::shared_ptr<std::string const> owner;
    std::string_view text;
};

/// No answer: the connection is cut, as when a server dies at this moment. For tests of clients.
struct NoAnswer {};

/// What a response carries: text of its own, text that outlives the server (embedded assets), a
/// part of a file, several of them, or what is yet to come.
using Body = std::variant<std::string, std::string_view, SharedText, FileSlice, FileParts,
                          StreamBody, NoAnswer>;

/// Header fields as the text that goes on the wire. Checked when they are added, so that a block
/// can be made once and sent with many answers.
class FieldBlock {
public:
    /// Throws std::invalid_argument when name or value hold a control character: a CR or LF from
    /// outside must never become a second field.
    FieldBlock& add(std::string_view name, std::string_view value);
    FieldBlock& add(FieldBlock const& other);
    void clear();

    /// The value of a field, compared without case, or nothing. For tests and for few fields.
    std::string_view field(std::string_view name) const;
    std::string const& text() const { return text_; }
    /// True when one of them is Access-Control-Allow-Origin.
    bool names_origin() const { return names_origin_; }

private:
    std::string text_;
    bool names_origin_ = false;
};

/// An answer. The server adds Date, Content-Length or Transfer-Encoding, Connection and
/// X-Request-Id; everything else is set here.
///
/// The header fields are kept as the text that goes on the wire, so that a connection can use one
/// Response again and again without allocating.
class Response {
public:
    Response() = default;
    explicit Response(int status) : status_(status) {}

    int status() const { return status_; }
    Response& set_status(int status) {
        status_ = status;
        return *this;
    }

    /// Adds a header field, or several; see FieldBlock.
    Response& add(std::string_view name, std::string_view value) {
        fields_.add(name, value);
        return *this;
    }
    Response& add(FieldBlock const& fields) {
        fields_.add(fields);
        return *this;
    }
    std::string_view field(std::string_view name) const { return fields_.field(name); }
    std::string const& field_text() const { return fields_.text(); }
    FieldBlock const& fields() const { return fields_; }

    Response& set_body(Body body) {
        body_ = std::move(body);
        return *this;
    }
    Body const& body() const { return body_; }
    /// Moves the body out; none is left.
    Body take_body() { return std::exchange(body_, Body()); }
    /// Of a body whose length is known; else 0.
    std::uint64_t body_size() const;
    /// The body when it is text.
    std::string_view body_text() const;
    /// The body when it is one that goes on; else null.
    StreamBody const* stream() const { return std::get_if<StreamBody>(&body_); }
    bool is_no_answer() const { return std::holds_alternative<NoAnswer>(body_); }

    /// Back to an empty 200, keeping the memory.
    void clear();

private:
    int status_ = 200;
    FieldBlock fields_;
    Body body_;
};

/// The reason phrase of RFC 9110 for a status.
std::string_view reason_phrase(int status);

}  // namespace farthing::http
