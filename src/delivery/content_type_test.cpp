#include "delivery/content_type.hpp"

#include <gtest/gtest.h>

namespace farthing::delivery {
namespace {

TEST(ContentType, FollowsFromTheEndingInAnyCase) {  // long: a table
    struct Case {
        char const* name;
        char const* type;
    };
    for (auto const& [name, type] : std::initializer_list<Case>{
             {"a.html", "text/html; charset=utf-8"},
             {"a.txt", "text/plain; charset=utf-8"},
             {"a.bmp", "image/bmp"},
             {"a.gif", "image/gif"},
             {"a.JPG", "image/jpeg"},
             {"a.jpeg", "image/jpeg"},
             {"a.png", "image/png"},
             {"a.svg", "image/svg+xml"},
             {"a.tiff", "image/tiff"},
             {"a.mp3", "audio/mpeg"},
             {"a.m4a", "audio/mp4"},
             {"a.ogg", "audio/ogg"},
             {"a.weba", "audio/webm"},
             {"a.wav", "audio/wav"},
             {"a.avi", "video/x-msvideo"},
             {"a.mp4", "video/mp4"},
             {"a.mpeg", "video/mpeg"},
             {"a.ogv", "video/ogg"},
             {"a.mov", "video/quicktime"},
             {"a.bz2", "application/bzip2"},
             {"a.jar", "application/java-archive"},
             {"a.hqx", "application/mac-binhex40"},
             {"a.doc", "application/msword"},
             {"a.bin", "application/octet-stream"},
             {"a.pdf", "application/pdf"},
             {"a.ps", "application/postscript"},
             {"a.rdf", "application/rdf+xml"},
             {"a.rtf", "application/rtf"},
             {"a.xls", "application/vnd.ms-excel"},
             {"a.ppt", "application/vnd.ms-powerpoint"},
             {"a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
             {"a.dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template"},
             {"a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
             {"a.xltx", "application/vnd.openxmlformats-officedocument.spreadsheetml.template"},
             {"a.pptx",
              "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
             {"a.potx", "application/vnd.openxmlformats-officedocument.presentationml.template"},
             {"a.ppsx", "application/vnd.openxmlformats-officedocument.presentationml.slideshow"},
             {"a.sldx", "application/vnd.openxmlformats-officedocument.presentationml.slide"},
             {"a.gz", "application/x-gzip"},
             {"a.swf", "application/x-shockwave-flash"},
             {"a.tar", "application/x-tar"},
             {"a.xml", "application/xml"},
             {"a.zip", "application/zip"},
             {"a.webp", "image/webp"},
             {"a.avif", "image/avif"},
             {"a.webm", "video/webm"},
             {"a.flac", "audio/flac"},
             {"a.epub", "application/epub+zip"},
             {"a.m3u8", "application/vnd.apple.mpegurl"},
             {"a.ts", "video/mp2t"},
             {"a.mkv", "video/x-matroska"},
             {"a.heic", "image/heic"},
             {"a.jxl", "image/jxl"},
             {"a.mobi", "application/x-mobipocket-ebook"},
             {"a.azw3", "application/vnd.amazon.ebook"},
             {"a.srt", "application/x-subrip"},
             {"a.vtt", "text/vtt; charset=utf-8"},
             {"a.3gp", "video/3gpp"},
             {"a.woff2", "font/woff2"},
             {"a.tar.gz", "application/x-gzip"},
             {"a", "application/octet-stream"},
             {"", "application/octet-stream"},
             {"a.", "application/octet-stream"},
             {"zip", "application/octet-stream"},
             {"a.unknown", "application/octet-stream"}})
        EXPECT_EQ(content_type_of(name), type) << name;
}

TEST(ContentType, NamesAreSafeInEveryClient) {
    struct Case {
        std::string_view name;
        char const* said;
    };
    for (auto const& [name, said] : std::initializer_list<Case>{
             {"report 2026.pdf", "attachment; filename=\"report 2026.pdf\""},
             {"B\xc3\xbc"
              "cher.epub",
              "attachment; filename=\"B_cher.epub\"; filename*=UTF-8''B%C3%BCcher.epub"},
             {"\xe6\x97\xa5\xe6\x9c\xac.mp3",
              "attachment; filename=\"__.mp3\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.mp3"},
             {"say \"hi\".txt",
              "attachment; filename=\"say _hi_.txt\"; filename*=UTF-8''say%20%22hi%22.txt"},
             {"100%41.txt", "attachment; filename=\"100_41.txt\"; filename*=UTF-8''100%2541.txt"},
             {"a\r\nSet-Cookie: x.txt",
              "attachment; filename=\"aSet-Cookie_ x.txt\"; "
              "filename*=UTF-8''aSet-Cookie%3A%20x.txt"},
             {"../../etc/passwd", "attachment; filename=\"passwd\""},
             {"C:\\dir\\a.txt", "attachment; filename=\"a.txt\""},
             {"", "attachment"},
             {"\xff.txt", "attachment"}})
        EXPECT_EQ(content_disposition(true, name), said) << name;
    EXPECT_EQ(content_disposition(false, "a.txt"), "inline; filename=\"a.txt\"");
}

TEST(ContentType, TextThatDoesNotSayHowItIsWrittenIsSaidToBeUtf8) {
    EXPECT_EQ(with_charset("text/html"), "text/html; charset=utf-8");
    EXPECT_EQ(with_charset("Text/Plain; format=flowed"),
              "Text/Plain; format=flowed; charset=utf-8");
    for (auto const* type : {"text/html; charset=iso-8859-1", "text/html;Charset=\"utf-16\"",
                             "application/json", "image/svg+xml", "texture/html", ""})
        EXPECT_EQ(with_charset(type), type);
}

TEST(ContentType, ScriptsAreToldFromWhatOnlyLooksLikeThem) {
    for (auto const* type : {"text/javascript", "Text/JavaScript; charset=utf-8", "text/ecmascript",
                             "application/x-javascript", "text/jscript", "text/livescript",
                             "application/ecmascript", "text/javascript1.5"})
        EXPECT_TRUE(is_script(type)) << type;
    for (auto const* type : {"text/plain", "text/html; charset=javascript", "application/json", ""})
        EXPECT_FALSE(is_script(type)) << type;
}

}  // namespace
}  // namespace farthing::delivery
