// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/storage.h"

namespace btw::io {

std::string unusualStorage(const ArrayType& type, bool fortranOrder)
{
    if (!type.isNumber())
        return {};
    constexpr std::int64_t kHalf = 2;
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += text.empty() ? "" : ", ";
        text += part;
    };
    if (type.kind != ArrayType::Kind::Float || type.size == kHalf)
        add("as " + typeName(type));
    if (type.bigEndian && type.size > 1)
        add("big-endian");
    if (fortranOrder)
        add("in Fortran order");
    return text;
}

} // namespace btw::io
