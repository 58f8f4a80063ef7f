// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/filesignatures.h"

#include <algorithm>
#include <array>
#include <string>

namespace btw::io {

namespace {

using namespace std::string_view_literals;

struct Signature
{
    FileKind kind;
    std::size_t at;
    std::string_view bytes;
};

constexpr std::array kSignatures = {
    Signature { FileKind::Gzip, 0, "\x1f\x8b"sv },
    Signature { FileKind::Xz, 0, "\xfd\x37zXZ\x00"sv },
    Signature { FileKind::Zstd, 0, "\x28\xb5\x2f\xfd"sv },
    Signature { FileKind::SevenZip, 0, "7z\xbc\xaf\x27\x1c"sv },
    Signature { FileKind::Rar, 0, "Rar!\x1a\x07"sv },
    Signature { FileKind::Zip, 0, "PK\x03\x04"sv },
    Signature { FileKind::Zip, 0, "PK\x05\x06"sv },
    Signature { FileKind::Tar, 257, "ustar"sv },
    Signature { FileKind::Xls, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv },
    Signature { FileKind::Xls, 0, "\x09\x08\x10\x00\x00\x06\x05\x00"sv },
    Signature { FileKind::Spss, 0, "$FL2"sv },
    Signature { FileKind::Spss, 0, "$FL3"sv },
    Signature { FileKind::Stata, 0, "<stata_dta>"sv },
    Signature { FileKind::Sas, 0,
        "\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c\x18\x1f\x10\x11"sv },
    Signature { FileKind::SasTransport, 0, "HEADER RECORD*******LIB"sv },
    Signature { FileKind::Matlab73, 0, "MATLAB 7.3 MAT-file"sv },
    Signature { FileKind::Matlab, 0, "MATLAB 5.0 MAT-file"sv },
    Signature { FileKind::Hdf5, 0, "\x89HDF\r\n\x1a\n"sv },
    Signature { FileKind::Hdf5, 512, "\x89HDF\r\n\x1a\n"sv },
    Signature { FileKind::Parquet, 0, "PARE"sv },
    Signature { FileKind::Arrow, 0, "ARROW1\0\0"sv },
    Signature { FileKind::Arrow, 0, "FEA1"sv },
    Signature { FileKind::Orc, 0, "ORC\x0a"sv },
    Signature { FileKind::Orc, 0, "ORC\x08"sv },
    Signature { FileKind::RData, 0, "RDX2\nX\n"sv },
    Signature { FileKind::RData, 0, "RDX3\nX\n"sv },
    Signature { FileKind::RData, 0, "RDA2\nA\n"sv },
    Signature { FileKind::RData, 0, "RDA3\nA\n"sv },
    Signature { FileKind::RData, 0, "X\n\0\0\0\x02"sv },
    Signature { FileKind::RData, 0, "X\n\0\0\0\x03"sv },
    Signature { FileKind::Npy, 0, "\x93NUMPY"sv },
    Signature { FileKind::Sqlite, 0, "SQLite format 3\0"sv },
    Signature { FileKind::LfsPointer, 0, "version https://git-lfs"sv },
    Signature { FileKind::Pdf, 0, "%PDF-"sv },
    Signature { FileKind::Rtf, 0, R"({\rtf)"sv },
    Signature { FileKind::Picture, 0, "\x89PNG\r\n"sv },
    Signature { FileKind::Picture, 0, "\xff\xd8\xff"sv },
    Signature { FileKind::Picture, 0, "GIF89a"sv },
    Signature { FileKind::Picture, 0, "II*\0"sv },
    Signature { FileKind::Picture, 0, "MM\0*"sv },
    Signature { FileKind::Picture, 128, "DICM"sv },
};

std::uint8_t byteAt(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? static_cast<std::uint8_t>(bytes[at]) : 0;
}

/// Stata before version 13: release, byte order, 1, 0.
bool isOldStata(std::string_view bytes)
{
    constexpr std::array<std::uint8_t, 9> kReleases = { 104, 105, 108, 110, 111, 112, 113, 114, 115 };
    const bool release = std::find(kReleases.begin(), kReleases.end(), byteAt(bytes, 0)) != kReleases.end();
    const std::uint8_t order = byteAt(bytes, 1);
    return bytes.size() > 100 && release && (order == 1 || order == 2) && byteAt(bytes, 2) == 1
        && byteAt(bytes, 3) == 0;
}

bool isBzip2(std::string_view bytes)
{
    // A block, or the end of a file that is empty once unpacked.
    return bytes.starts_with("BZh")
        && (holdsAt(bytes, 4, "1AY&SY") || holdsAt(bytes, 4, "\x17\x72\x45\x38\x50\x90"));
}

/// PAR1 may begin a table, too: it is a gene.
bool isParquet(std::string_view bytes)
{
    return bytes.starts_with("PAR1") && byteAt(bytes, 4) < 0x20 && byteAt(bytes, 4) != '\n'
        && byteAt(bytes, 4) != '\r' && byteAt(bytes, 4) != '\t';
}

/// What saveRDS(ascii = TRUE) writes: two versions of R follow, six digits each.
bool isAsciiRds(std::string_view bytes)
{
    return (bytes.starts_with("A\n2\n") || bytes.starts_with("A\n3\n")) && holdsAt(bytes, 10, "\n")
        && holdsAt(bytes, 17, "\n");
}

bool isPickle(std::string_view bytes)
{
    return bytes.size() > 2 && byteAt(bytes, 0) == 0x80 && byteAt(bytes, 1) >= 2 && byteAt(bytes, 1) <= 5;
}

/// Text from its first visible character, in lower case.
std::string loweredText(std::string_view bytes)
{
    if (holdsAt(bytes, 0, "\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    std::string text(first == std::string_view::npos ? std::string_view() : bytes.substr(first));
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

bool isJson(std::string_view text)
{
    if (text.empty() || (text[0] != '{' && text[0] != '['))
        return false;
    const std::size_t next = text.find_first_not_of(" \t\r\n", 1);
    if (next == std::string_view::npos)
        return false;
    return text[0] == '{' ? text[next] == '"' || text[next] == '}'
                          : text[next] == '{' || text[next] == '[' || text[next] == ']';
}

bool isArff(std::string_view text)
{
    while (!text.empty()) {
        if (text[0] != '%')
            return text.starts_with("@relation");
        const std::size_t end = text.find('\n');
        const std::size_t next = end == std::string_view::npos ? end : text.find_first_not_of(" \t\r\n", end);
        text = next == std::string_view::npos ? std::string_view() : text.substr(next);
    }
    return false;
}

FileKind recogniseText(std::string_view bytes)
{
    const std::string text = loweredText(bytes);
    const std::string_view begin = std::string_view(text).substr(0, 1000);
    const bool xml = begin.starts_with("<?xml");
    if (begin.starts_with("<!doctype html") || begin.starts_with("<html") || begin.starts_with("<head")
        || begin.starts_with("<table") || begin.starts_with("<body") || begin.starts_with("<meta")
        || begin.starts_with("<style") || begin.starts_with("<script")
        || (begin.starts_with("<") && begin.find("<table") != std::string_view::npos
            && begin.find("<tr") != std::string_view::npos)
        || (xml && begin.find("<html") != std::string_view::npos)
        || (begin.starts_with("<!--") && text.find("<html") != std::string::npos))
        return FileKind::Html;
    if (xml)
        return FileKind::XmlSheet;
    if (isArff(text))
        return FileKind::Arff;
    if (isJson(text))
        return FileKind::Json;
    if (bytes.substr(0, 700).find("SPSSPORT") != std::string_view::npos)
        return FileKind::SpssPortable;
    return FileKind::Unknown;
}

} // namespace

bool holdsAt(std::string_view bytes, std::size_t at, std::string_view what)
{
    return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

bool isTableText(std::string_view bytes)
{
    if (holdsAt(bytes, 0, "\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    // Control characters are of no text.
    for (const char c : bytes)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
            return false;
    constexpr std::size_t kLines = 20;
    constexpr std::size_t kFewest = 3;
    for (const char separator : { ',', ';', '\t', '|' }) {
        std::size_t lines = 0;
        std::size_t cells = 0;
        bool alike = true;
        std::string_view rest = bytes;
        while (!rest.empty() && lines < kLines && alike) {
            const std::size_t end = rest.find('\n');
            if (end == std::string_view::npos)
                break; // perhaps cut off by the end of the head
            const std::string_view line = rest.substr(0, end);
            rest.remove_prefix(end + 1);
            bool quoted = false;
            std::size_t count = 0;
            for (const char c : line) {
                quoted = c == '"' ? !quoted : quoted;
                count += c == separator && !quoted ? 1 : 0;
            }
            alike = count > 0 && (lines == 0 || count == cells);
            cells = count;
            ++lines;
        }
        if (alike && lines >= kFewest)
            return true;
    }
    return false;
}

bool isOldMatlab(std::string_view bytes)
{
    const auto word = [bytes](std::size_t at) {
        return static_cast<std::uint32_t>(byteAt(bytes, at))
            | static_cast<std::uint32_t>(byteAt(bytes, at + 1)) << 8U
            | static_cast<std::uint32_t>(byteAt(bytes, at + 2)) << 16U
            | static_cast<std::uint32_t>(byteAt(bytes, at + 3)) << 24U;
    };
    const std::uint32_t type = word(0);
    const std::uint32_t name = word(16);
    return bytes.size() > 24 && type <= 52 && type % 10 <= 2 && word(12) <= 1 && name >= 2 && name <= 64
        && byteAt(bytes, 20 + name - 1) == 0 && word(4) > 0 && word(8) > 0;
}

FileKind kindOfBytes(std::string_view bytes)
{
    if (bytes.empty())
        return FileKind::Empty;
    for (const Signature& signature : kSignatures)
        if (holdsAt(bytes, signature.at, signature.bytes))
            return signature.kind;
    if (isBzip2(bytes))
        return FileKind::Bzip2;
    if (isParquet(bytes))
        return FileKind::Parquet;
    if (isAsciiRds(bytes))
        return FileKind::RData;
    if (isOldStata(bytes))
        return FileKind::Stata;
    if (isPickle(bytes))
        return FileKind::Pickle;
    return recogniseText(bytes);
}

} // namespace btw::io
