// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/elementtext.h"

#include "workspace/io/pickle/literals.h"

#include <string_view>

namespace btw::io::pickle {

std::string readText(const char* at, const ArrayType& type)
{
    if (type.kind == ArrayType::Kind::Bytes) {
        std::string_view text(at, static_cast<std::size_t>(type.size));
        const std::size_t last = text.find_last_not_of('\0');
        return utf8FromBytes(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
    }
    const ArrayType unit { ArrayType::Kind::Unsigned, 4, type.bigEndian };
    std::string text;
    std::int64_t zeros = 0;
    for (std::int64_t i = 0; i < type.size; i += 4) {
        const auto codePoint = static_cast<std::uint32_t>(readWhole(at + i, unit).value_or(0));
        if (codePoint == 0) {
            ++zeros;
            continue;
        }
        text.append(static_cast<std::size_t>(zeros), '\0');
        zeros = 0;
        appendUtf8(text, codePoint);
    }
    return text;
}

} // namespace btw::io::pickle
