// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npy.h"
#include "workspace/io/problems.h"

#include <QtEndian>

#include <array>
#include <cctype>
#include <charconv>
#include <cstring>
#include <limits>

namespace btw::io {

namespace {

constexpr std::array<char, 6> kMagic = { '\x93', 'N', 'U', 'M', 'P', 'Y' };
// numpy itself refuses headers beyond 10,000 bytes unless told otherwise.
constexpr std::uint32_t kLongestHeader = 10000;
constexpr std::size_t kMostDimensions = 32;
constexpr const char* kSaveAgain = "save the array again with numpy.savez";

/// The header is a Python literal: a dict with exactly the keys descr, fortran_order and shape. Only that is
/// read, nothing is evaluated.
class LiteralParser
{
public:
    explicit LiteralParser(std::string_view text)
        : m_text(text)
    {
    }

    bool parse(std::string& descr, bool& fortran, std::vector<std::int64_t>& shape)
    {
        bool hasDescr = false;
        bool hasOrder = false;
        bool hasShape = false;
        if (!take('{'))
            return false;
        while (!take('}')) {
            std::string key;
            if (!string(key) || !take(':'))
                return false;
            if (key == "descr" && !hasDescr)
                hasDescr = descrValue(descr);
            else if (key == "fortran_order" && !hasOrder)
                hasOrder = boolean(fortran);
            else if (key == "shape" && !hasShape)
                hasShape = tuple(shape);
            else
                return false;
            if (!take(',') && !peek('}'))
                return false;
        }
        skipBlanks();
        return m_at == m_text.size() && hasDescr && hasOrder && hasShape;
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0)
            ++m_at;
    }
    bool peek(char c)
    {
        skipBlanks();
        return m_at < m_text.size() && m_text[m_at] == c;
    }
    bool take(char c)
    {
        if (!peek(c))
            return false;
        ++m_at;
        return true;
    }
    bool string(std::string& out)
    {
        skipBlanks();
        if (m_at >= m_text.size() || (m_text[m_at] != '\'' && m_text[m_at] != '"'))
            return false;
        const std::size_t end = m_text.find(m_text[m_at], m_at + 1);
        if (end == std::string_view::npos)
            return false;
        out = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return out.find('\\') == std::string::npos;
    }
    // A structured type is a list: kept as "[" so that the message can name it.
    bool descrValue(std::string& out)
    {
        if (!peek('['))
            return string(out);
        out = "[";
        int depth = 0;
        for (; m_at < m_text.size(); ++m_at) {
            depth += m_text[m_at] == '[' ? 1 : m_text[m_at] == ']' ? -1 : 0;
            if (depth == 0) {
                ++m_at;
                return true;
            }
        }
        return false;
    }
    bool boolean(bool& out)
    {
        skipBlanks();
        for (const bool value : { true, false }) {
            const std::string_view word = value ? "True" : "False";
            if (m_text.substr(m_at, word.size()) == word) {
                m_at += word.size();
                out = value;
                return true;
            }
        }
        return false;
    }
    bool tuple(std::vector<std::int64_t>& out)
    {
        if (!take('('))
            return false;
        while (!take(')')) {
            skipBlanks();
            std::int64_t value = -1;
            const char* end = m_text.data() + m_text.size();
            const auto [next, status] = std::from_chars(m_text.data() + m_at, end, value);
            if (status != std::errc() || value < 0 || out.size() == kMostDimensions)
                return false;
            m_at = static_cast<std::size_t>(next - m_text.data());
            out.push_back(value);
            if (!take(',') && !peek(')'))
                return false;
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

/// A header says the order of bytes, where it matters; objects are refused before.
std::optional<ArrayType> typeOf(std::string_view descr)
{
    const std::optional<ArrayType> type = parseArrayType(descr);
    if (!type || descr.size() < 3 || type->kind == ArrayType::Kind::Object)
        return std::nullopt;
    const bool needsOrder = type->kind == ArrayType::Kind::Unicode || (type->isNumber() && type->size > 1);
    const char order = descr.front();
    const bool ordered = order == '<' || order == '>' || (order == '|' && !needsOrder);
    return ordered ? type : std::nullopt;
}

} // namespace

bool NpyReader::open()
{
    std::array<char, 12> head {};
    if (!fill(head.data(), 8))
        return fail("the array is cut off inside its header", kSaveAgain);
    if (std::memcmp(head.data(), kMagic.data(), kMagic.size()) != 0)
        return fail("the member is not a numpy array", kSaveAgain);
    const int version = static_cast<unsigned char>(head[6]);
    if (version < 1 || version > 3 || head[7] != 0)
        return fail("the numpy format version " + std::to_string(version) + " is not known", kSaveAgain);
    const std::int64_t lengthBytes = version == 1 ? 2 : 4;
    if (!fill(head.data() + 8, lengthBytes))
        return fail("the array is cut off inside its header", kSaveAgain);
    const std::uint32_t length = version == 1 ? qFromLittleEndian<quint16>(head.data() + 8)
                                              : qFromLittleEndian<quint32>(head.data() + 8);
    if (length > kLongestHeader)
        return fail("the array's header declares " + grouped(length) + " bytes of its own", kSaveAgain);
    std::string text(length, '\0');
    if (!fill(text.data(), length))
        return fail("the array is cut off inside its header", kSaveAgain);
    return parse(text);
}

bool NpyReader::parse(std::string_view header)
{
    std::string descr;
    if (!LiteralParser(header).parse(descr, m_header.fortranOrder, m_header.shape))
        return fail("the array's header cannot be understood", kSaveAgain);
    if (descr == "|O")
        return fail("the array holds Python objects, which are never loaded",
            "convert it to numbers or text (e.g. `x.astype('f4')`, `ids.astype('U')`) before numpy.savez");
    if (descr == "[")
        return fail("the array is structured", "save each of its fields as an array of its own");
    const std::optional<ArrayType> type = typeOf(descr);
    if (!type)
        return fail("the element type " + inQuotes(descr) + " is not read",
            "convert it to float32, float64, an integer, bool or text before numpy.savez");
    m_header.type = *type;

    const std::optional<std::uint64_t> elements = checkedCount(m_header.shape);
    const auto itemSize = static_cast<std::uint64_t>(type->size);
    const bool exact = elements
        && (itemSize == 0 ? m_bytes == 0 && *elements <= kLongestHeader
                          : *elements == m_bytes / itemSize && m_bytes % itemSize == 0);
    if (!exact) {
        std::string shape;
        for (const std::int64_t extent : m_header.shape)
            shape += (shape.empty() ? "" : ", ") + std::to_string(extent);
        return fail("the header says shape (" + shape + ") of " + inQuotes(descr) + ", yet "
                + grouped(m_bytes) + " bytes follow",
            kSaveAgain);
    }
    return true;
}

QByteArray npyHeader(const char* descr, const std::vector<std::int64_t>& shape)
{
    QByteArray dict("{'descr': '");
    dict += descr;
    dict += "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        dict += QByteArray::number(static_cast<qlonglong>(shape[i]));
        dict += i + 1 < shape.size() ? ", " : shape.size() == 1 ? "," : "";
    }
    dict += "), }";
    constexpr qsizetype kPrefix = 10;
    constexpr qsizetype kAlignment = 64;
    dict += QByteArray((kAlignment - (kPrefix + dict.size() + 1) % kAlignment) % kAlignment, ' ') + '\n';

    QByteArray out(kMagic.data(), kMagic.size());
    out += '\x01';
    out += '\x00';
    std::array<char, 2> length {};
    qToLittleEndian(static_cast<quint16>(dict.size()), length.data());
    return out.append(length.data(), length.size()) + dict;
}

} // namespace btw::io
