#include "delivery/content_type.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/encoding.hpp"
#include "http/characters.hpp"
#include "http/request.hpp"

namespace farthing::delivery {
namespace {

struct Type {
    std::string_view ending;
    std::string_view content_type;
};

// Where one ending has several types in the documents (video/avi, video/msvideo), the one that is
// registered or most in use.
constexpr std::array kTypes{
    Type{"3gp", "video/3gpp"},
    Type{"7z", "application/x-7z-compressed"},
    Type{"aac", "audio/aac"},
    Type{"ai", "application/postscript"},
    Type{"aiff", "audio/aiff"},
    Type{"apng", "image/apng"},
    Type{"avi", "video/x-msvideo"},
    Type{"avif", "image/avif"},
    Type{"azw3", "application/vnd.amazon.ebook"},
    Type{"bin", "application/octet-stream"},
    Type{"bmp", "image/bmp"},
    Type{"bz2", "application/bzip2"},
    Type{"cbr", "application/vnd.comicbook-rar"},
    Type{"cbz", "application/vnd.comicbook+zip"},
    Type{"css", "text/css; charset=utf-8"},
    Type{"csv", "text/csv; charset=utf-8"},
    Type{"doc", "application/msword"},
    Type{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Type{"dot", "application/msword"},
    Type{"dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template"},
    Type{"eps", "application/postscript"},
    Type{"epub", "application/epub+zip"},
    Type{"flac", "audio/flac"},
    Type{"gif", "image/gif"},
    Type{"glb", "model/gltf-binary"},
    Type{"gz", "application/x-gzip"},
    Type{"heic", "image/heic"},
    Type{"heif", "image/heif"},
    Type{"hqx", "application/mac-binhex40"},
    Type{"htm", "text/html; charset=utf-8"},
    Type{"html", "text/html; charset=utf-8"},
    Type{"ics", "text/calendar; charset=utf-8"},
    Type{"jar", "application/java-archive"},
    Type{"jpeg", "image/jpeg"},
    Type{"jpg", "image/jpeg"},
    Type{"js", "text/javascript; charset=utf-8"},
    Type{"json", "application/json"},
    Type{"jxl", "image/jxl"},
    Type{"m3u8", "application/vnd.apple.mpegurl"},
    Type{"m4a", "audio/mp4"},
    Type{"m4s", "video/mp4"},
    Type{"m4v", "video/mp4"},
    Type{"md", "text/markdown; charset=utf-8"},
    Type{"mid", "audio/midi"},
    Type{"midi", "audio/midi"},
    Type{"mka", "audio/x-matroska"},
    Type{"mkv", "video/x-matroska"},
    Type{"mobi", "application/x-mobipocket-ebook"},
    Type{"mov", "video/quicktime"},
    Type{"mp2", "audio/mpeg"},
    Type{"mp3", "audio/mpeg"},
    Type{"mp4", "video/mp4"},
    Type{"mpd", "application/dash+xml"},
    Type{"mpeg", "video/mpeg"},
    Type{"mpg", "video/mpeg"},
    Type{"odp", "application/vnd.oasis.opendocument.presentation"},
    Type{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    Type{"odt", "application/vnd.oasis.opendocument.text"},
    Type{"oga", "audio/ogg"},
    Type{"ogg", "audio/ogg"},
    Type{"ogv", "video/ogg"},
    Type{"opus", "audio/ogg"},
    Type{"otf", "font/otf"},
    Type{"pdf", "application/pdf"},
    Type{"png", "image/png"},
    Type{"potx", "application/vnd.openxmlformats-officedocument.presentationml.template"},
    Type{"pps", "application/vnd.ms-powerpoint"},
    Type{"ppsx", "application/vnd.openxmlformats-officedocument.presentationml.slideshow"},
    Type{"ppt", "application/vnd.ms-powerpoint"},
    Type{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    Type{"ps", "application/postscript"},
    Type{"psd", "image/vnd.adobe.photoshop"},
    Type{"qt", "video/quicktime"},
    Type{"rar", "application/vnd.rar"},
    Type{"rdf", "application/rdf+xml"},
    Type{"rtf", "application/rtf"},
    Type{"sldx", "application/vnd.openxmlformats-officedocument.presentationml.slide"},
    Type{"srt", "application/x-subrip"},
    Type{"stl", "model/stl"},
    Type{"svg", "image/svg+xml"},
    Type{"swf", "application/x-shockwave-flash"},
    Type{"tar", "application/x-tar"},
    Type{"text", "text/plain; charset=utf-8"},
    Type{"tgz", "application/x-gzip"},
    Type{"tif", "image/tiff"},
    Type{"tiff", "image/tiff"},
    Type{"ts", "video/mp2t"},
    Type{"tsv", "text/tab-separated-values; charset=utf-8"},
    Type{"ttf", "font/ttf"},
    Type{"txt", "text/plain; charset=utf-8"},
    Type{"vtt", "text/vtt; charset=utf-8"},
    Type{"wav", "audio/wav"},
    Type{"weba", "audio/webm"},
    Type{"webm", "video/webm"},
    Type{"webp", "image/webp"},
    Type{"woff", "font/woff"},
    Type{"woff2", "font/woff2"},
    Type{"xhtml", "application/xhtml+xml"},
    Type{"xls", "application/vnd.ms-excel"},
    Type{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Type{"xltx", "application/vnd.openxmlformats-officedocument.spreadsheetml.template"},
    Type{"xml", "application/xml"},
    Type{"xz", "application/x-xz"},
    Type{"zip", "application/zip"},
    Type{"zst", "application/zstd"},
};
static_assert(std::ranges::is_sorted(kTypes, {}, &Type::ending));

constexpr std::size_t kLongestEnding = 5;

/// Safe in a quoted text for clients that know neither escapes nor percent signs.
constexpr bool is_plain(char c) {
    return base::is_alphanumeric(c) ||
           std::string_view(" !#$&'()+,-.;=@[]^_`{}~").find(c) != std::string_view::npos;
}

std::string without_path(std::string_view name) {
    auto const slash = name.find_last_of("/\\");
    std::string file(slash == name.npos ? name : name.substr(slash + 1));
    std::erase_if(file, base::is_control);
    return file;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
    auto const dot = file_name.rfind('.');
    auto ending =
        base::to_lower(dot == file_name.npos ? std::string_view() : file_name.substr(dot + 1));
    if (ending.size() > kLongestEnding) ending.clear();
    auto const* const found = std::ranges::lower_bound(kTypes, ending, {}, &Type::ending);
    bool const known = found != kTypes.end() && found->ending == ending;
    return known ? found->content_type : kUnknownType;
}

bool is_media_type(std::string_view text) {
    return http::is_field_value(text) && text.find('/') != text.npos;
}

std::string with_charset(std::string_view content_type) {
    auto const said = base::to_lower(content_type);
    bool const is_silent_text = said.starts_with("text/") && said.find("charset=") == said.npos;
    return std::string(content_type) + (is_silent_text ? "; charset=utf-8" : "");
}

bool is_script(std::string_view content_type) {
    auto const essence = base::to_lower(content_type.substr(0, content_type.find(';')));
    return essence.find("javascript") != essence.npos ||
           essence.find("ecmascript") != essence.npos || essence.find("jscript") != essence.npos ||
           essence.find("livescript") != essence.npos;
}

bool is_shown(std::string_view content_type) {
    for (auto const* shown : {"text/", "image/", "audio/", "video/", "application/pdf",
                              "application/json", "application/xml", "application/rdf+xml",
                              "application/vnd.apple.mpegurl", "application/dash+xml"})
        if (content_type.starts_with(shown)) return true;
    return false;
}

std::string content_disposition(bool attachment, std::string_view file_name) {
    std::string text = attachment ? "attachment" : "inline";
    auto const name = without_path(file_name);
    if (name.empty() || !base::is_utf8(name)) return text;
    bool const plain = std::ranges::all_of(name, is_plain);
    text += "; filename=\"";
    for (auto const c : name) {
        bool const continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
        if (!continues) text += is_plain(c) ? c : '_';
    }
    text += '"';
    if (!plain) text += "; filename*=UTF-8''" + http::percent_encode(name);
    return text;
}

}  // namespace farthing::delivery
