// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/textsource.h"

#include "workspace/io/formats/unpackeddevice.h"
#include "workspace/io/problems.h"
#include "workspace/io/tables/source/filesource.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace btw::io {

namespace {

constexpr const char* kSaveAsUtf8 = "save the file as UTF-8 text";

// What Windows-1252 has at 0x80 to 0x9F. Where the Unicode consortium's CP1252.TXT has nothing, the control
// character of that number, as in web browsers (encoding.spec.whatwg.org): the bytes are letters of another
// code page, and a name that looks odd is better than a table that cannot be read.
constexpr std::array<char16_t, 32> kWindows1252 = { 0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
    0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C,
    0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178 };

bool isAscii(std::string_view text)
{
    unsigned char any = 0;
    for (const char c : text)
        any |= static_cast<unsigned char>(c);
    return any < 0x80;
}

bool isUtf8(std::string_view text)
{
    return QByteArrayView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

/// In stretches that a byte can count, so that many are counted at once.
std::int64_t lineEnds(std::string_view text)
{
    constexpr std::size_t kMost = 255;
    std::int64_t count = 0;
    for (std::size_t first = 0; first < text.size(); first += kMost) {
        unsigned char part = 0;
        for (const char c : text.substr(first, kMost))
            part = static_cast<unsigned char>(part + (c == '\n' ? 1 : 0));
        count += part;
    }
    return count;
}

/// Length of the part that does not end within a character.
std::size_t wholeCharacters(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U)
            continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back ? text.size() - back : text.size();
    }
    return text.size();
}

void putUtf8(char32_t c, std::string& to)
{
    const auto follow = [&](unsigned shift) { to += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) {
        to += static_cast<char>(c);
    } else if (c < 0x800) {
        to += static_cast<char>(0xC0U | (c >> 6U));
        follow(0);
    } else if (c < 0x10000) {
        to += static_cast<char>(0xE0U | (c >> 12U));
        follow(6);
        follow(0);
    } else {
        to += static_cast<char>(0xF0U | (c >> 18U));
        follow(12);
        follow(6);
        follow(0);
    }
}

} // namespace

TextSource::TextSource(QIODevice& device, std::uint64_t size, const ReadLimits& limits)
    : m_device(device)
    , m_size(size)
    , m_progress(limits.progress)
{
}

bool TextSource::fail(std::int64_t row, std::string what, std::string remedy)
{
    m_fault = Fault { row, std::move(what), std::move(remedy) };
    return false;
}

bool TextSource::fetch(std::size_t bytes)
{
    const std::size_t want
        = static_cast<std::size_t>(std::min<std::uint64_t>(std::max<std::size_t>(bytes, 4), m_size - m_done));
    m_raw.resize(m_kept + want);
    std::size_t got = 0;
    while (got < want) {
        const qint64 piece = m_device.read(m_raw.data() + m_kept + got, static_cast<qint64>(want - got));
        if (piece < 0)
            return fail(0, "the file cannot be read to its end: " + m_device.errorString().toStdString(),
                "copy or download the file again, or check the disk or the network it lies on");
        if (piece == 0 && m_size == FileSource::kUnknownSize) {
            m_size = m_done + got;
            m_raw.resize(m_kept + got);
            break;
        }
        if (piece == 0)
            return fail(0,
                "the file ends after " + grouped(static_cast<std::int64_t>(m_done + got)) + " of "
                    + grouped(static_cast<std::int64_t>(m_size)) + " bytes: it was cut short in the meantime",
                "read it again when nothing else writes to it");
        got += static_cast<std::size_t>(piece);
    }
    m_done += got;
    // How much of a packed file there is to come is known of its packed bytes only.
    const auto* const packed = dynamic_cast<const UnpackedDevice*>(&m_device);
    if (m_progress
        && !m_progress(packed
                ? packed->share()
                : static_cast<double>(m_done) / static_cast<double>(std::max<std::uint64_t>(m_size, 1))))
        return fail(0, "reading was stopped", "read the file again to go on");
    return true;
}

void TextSource::recogniseEncoding()
{
    m_started = true;
    const auto startsWith
        = [this](std::string_view mark) { return std::string_view(m_raw).substr(0, mark.size()) == mark; };
    if (startsWith("\xEF\xBB\xBF")) {
        m_mark = true;
        m_raw.erase(0, 3);
        return;
    }
    using namespace std::string_view_literals;
    if (startsWith("\xFF\xFE\0\0"sv) || startsWith("\0\0\xFE\xFF"sv)) {
        m_mark = true;
        m_encoding = m_raw[0] == '\0' ? Encoding::Utf32Big : Encoding::Utf32Little;
        m_raw.erase(0, 4);
    } else if (startsWith("\xFF\xFE") || startsWith("\xFE\xFF")) {
        m_mark = true;
        m_encoding = startsWith("\xFF\xFE") ? Encoding::Utf16Little : Encoding::Utf16Big;
        m_raw.erase(0, 2);
    } else {
        // Tables are mostly digits and separators, whose other bytes are zero.
        constexpr std::size_t kLook = 1000;
        const std::size_t look = std::min(m_raw.size(), kLook) / 4 * 4;
        const std::size_t pairs = look / 2;
        std::array<std::size_t, 4> places {};
        for (std::size_t i = 0; i < look; ++i)
            places[i % 4] += m_raw[i] == '\0' ? 1 : 0;
        constexpr std::size_t kEnough = 8;
        const std::array<std::size_t, 2> zeros { places[0] + places[2], places[1] + places[3] };
        const std::size_t quarter = look / 4;
        // Of four bytes, the first or the last is always zero, and the one beside it nearly always.
        if (pairs >= kEnough && places[3] == quarter && places[2] * 10 >= quarter * 9
            && places[0] * 10 <= quarter)
            m_encoding = Encoding::Utf32Little;
        else if (pairs >= kEnough && places[0] == quarter && places[1] * 10 >= quarter * 9
            && places[3] * 10 <= quarter)
            m_encoding = Encoding::Utf32Big;
        else if (pairs >= kEnough && zeros[0] * zeros[1] == 0 && zeros[0] + zeros[1] >= pairs * 9 / 10)
            m_encoding = zeros[1] > 0 ? Encoding::Utf16Little : Encoding::Utf16Big;
    }
}

void BlankCells::append(std::string_view text, std::string& to)
{
    for (const char c : text) {
        const bool lineEnd = c == '\n' || c == '\r';
        if (!m_quoted && (c == ' ' || c == '\t')) {
            m_blank = !m_atStart;
            continue;
        }
        if (std::exchange(m_blank, false) && !lineEnd)
            to += '\t';
        if (c == '"')
            m_quoted = !m_quoted;
        m_atStart = lineEnd && !m_quoted;
        to += c;
    }
}

void TextSource::separateByBlanks(std::string& text)
{
    const std::string before = std::exchange(text, {});
    m_blankCells.emplace();
    m_blankCells->append(before, text);
}

bool TextSource::append(std::string& to, std::string_view text)
{
    const std::size_t zero = m_zeros > 0 ? 0 : text.find('\0');
    if (zero != std::string_view::npos && !text.empty()) {
        // Zeros to the end of the file are what a crash leaves of rows that were being written.
        const bool onlyZeros = text.find_first_not_of('\0', zero) == std::string_view::npos;
        const bool anyText = zero > 0 || m_zeros > 0 || !to.empty() || m_row > 1;
        if (!onlyZeros || !anyText)
            return fail(m_row + lineEnds(text.substr(0, zero)), "the file holds binary data", kSaveAsUtf8);
        m_zeros += text.size() - zero;
        text = text.substr(0, zero);
    }
    m_row += lineEnds(text);
    if (m_blankCells)
        m_blankCells->append(text, to);
    else
        to += text;
    return true;
}

void TextSource::leaveOutEndMark()
{
    constexpr char kEndMark = '\x1A';
    using namespace std::string_view_literals;
    while (m_done == m_size) {
        // Editors put a line end behind it, old systems fill the last block with zeros.
        const std::size_t last = m_raw.find_last_not_of("\r\n\0"sv);
        if (last == std::string::npos || m_raw[last] != kEndMark)
            return;
        m_raw.resize(last);
        m_endMark = true;
    }
}

bool TextSource::appendWindows1252(std::string& to)
{
    m_kept = 0;
    std::string text;
    text.reserve(m_raw.size() + m_raw.size() / 8);
    for (const char c : m_raw) {
        const auto byte = static_cast<unsigned char>(c);
        const char32_t wide = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80U] : byte;
        // Text has no other control characters; a picture or a packed file soon does.
        const bool control = byte > 0 && byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
        if (control)
            return fail(m_row + lineEnds(text), "the file holds binary data", kSaveAsUtf8);
        putUtf8(wide, text);
    }
    return append(to, text);
}

bool TextSource::appendUtf8(std::string& to)
{
    if (m_encoding == Encoding::Windows1252)
        return appendWindows1252(to);
    if (isAscii(m_raw)) {
        m_kept = 0;
        return append(to, m_raw);
    }
    const std::size_t whole = m_done < m_size ? wholeCharacters(m_raw) : m_raw.size();
    const std::string_view text = std::string_view(m_raw).substr(0, whole);
    if (isUtf8(text)) {
        m_ascii = m_ascii && isAscii(text);
        if (!append(to, text))
            return false;
        m_kept = m_raw.size() - whole;
        m_raw.erase(0, whole);
        return true;
    }
    std::size_t begin = 0;
    std::size_t end = 0;
    for (; begin < text.size(); begin = end + 1) {
        end = std::min(text.find('\n', begin), text.size());
        if (!isUtf8(text.substr(begin, end - begin)))
            break;
    }
    const std::string_view before = text.substr(0, begin);
    if (m_ascii && !m_mark && isAscii(before)) {
        m_encoding = Encoding::Windows1252;
        return appendWindows1252(to);
    }
    return fail(m_row + lineEnds(before), "the row has bytes that are not UTF-8 text, as earlier rows are",
        kSaveAsUtf8);
}

bool TextSource::appendUtf16(std::string& to)
{
    constexpr const char* kElse = "the text starts as UTF-16 and goes on as something else";
    const std::size_t high = m_encoding == Encoding::Utf16Little ? 1 : 0;
    const auto unit = [&](std::size_t at) {
        return static_cast<char32_t>(static_cast<unsigned char>(m_raw[at + high]) << 8U
            | static_cast<unsigned char>(m_raw[at + 1 - high]));
    };
    std::string text;
    text.reserve(m_raw.size());
    std::size_t at = 0;
    for (; at + 1 < m_raw.size(); at += 2) {
        char32_t c = unit(at);
        if (c >= 0xD800 && c < 0xE000) {
            if (c < 0xDC00 && at + 3 >= m_raw.size())
                break;
            const char32_t low = c < 0xDC00 ? unit(at + 2) : 0;
            if (low < 0xDC00 || low >= 0xE000)
                return fail(m_row + lineEnds(text), kElse, kSaveAsUtf8);
            c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
            at += 2;
        }
        putUtf8(c, text);
    }
    m_kept = m_raw.size() - at;
    m_raw.erase(0, at);
    if (m_kept > 0 && m_done == m_size)
        return fail(m_row + lineEnds(text), kElse, kSaveAsUtf8);
    return append(to, text);
}

bool TextSource::appendUtf32(std::string& to)
{
    std::string text;
    text.reserve(m_raw.size() / 2);
    std::size_t at = 0;
    for (; at + 3 < m_raw.size(); at += 4) {
        char32_t c = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const std::size_t byte = m_encoding == Encoding::Utf32Little ? at + 3 - k : at + k;
            c = c << 8U | static_cast<unsigned char>(m_raw[byte]);
        }
        if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
            return fail(m_row + lineEnds(text), "the text starts as UTF-32 and goes on as something else",
                kSaveAsUtf8);
        putUtf8(c, text);
    }
    m_kept = m_raw.size() - at;
    m_raw.erase(0, at);
    if (m_kept > 0 && m_done == m_size)
        return fail(
            m_row + lineEnds(text), "the text starts as UTF-32 and goes on as something else", kSaveAsUtf8);
    return append(to, text);
}

bool TextSource::read(std::string& to, std::size_t bytes)
{
    if (m_fault || m_done == m_size || !fetch(bytes))
        return false;
    if (!m_started)
        recogniseEncoding();
    if (m_raw.empty())
        return m_done < m_size; // a mark alone, or an empty file whose size was not known
    if (m_encoding == Encoding::Utf16Little || m_encoding == Encoding::Utf16Big)
        return appendUtf16(to);
    if (m_encoding == Encoding::Utf32Little || m_encoding == Encoding::Utf32Big)
        return appendUtf32(to);
    leaveOutEndMark();
    return appendUtf8(to);
}

} // namespace btw::io
