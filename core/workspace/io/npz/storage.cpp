// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/storage.h"

namespace btw::io {

std::string unusualStorage(char kind, std::int64_t size, bool bigEndian, bool fortranOrder)
{
    constexpr std::int64_t kHalf = 2;
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += text.empty() ? "" : ", ";
        text += part;
    };
    if (kind == 'b')
        add("as bool");
    else if (kind != 'f' || size == kHalf)
        add("as "
            + std::string(kind == 'f' ? "float"
                    : kind == 'i'     ? "int"
                                      : "uint")
            + std::to_string(size * 8));
    if (bigEndian && size > 1)
        add("big-endian");
    if (fortranOrder)
        add("in Fortran order");
    return text;
}

} // namespace btw::io
