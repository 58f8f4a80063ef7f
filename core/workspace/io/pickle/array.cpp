// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/array.h"

#include "workspace/io/pickle/mappedfile.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace btw::io::pickle {

std::int64_t Array::rowSize() const
{
    const std::int64_t n = rows();
    return n == 0 ? 0 : count() / n;
}

std::string Array::shapeText() const
{
    std::string text = "(";
    for (std::size_t k = 0; k < shape.size(); ++k)
        text += (k == 0 ? "" : ", ") + std::to_string(shape[k]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

std::int64_t Array::place(std::int64_t i) const
{
    if (!fortranOrder || shape.size() < 2)
        return i;
    // In Fortran's order the first axis is the one that runs fastest.
    std::int64_t stride = count();
    std::int64_t out = 0;
    for (std::size_t k = shape.size(); k-- > 0; i /= shape[k]) {
        stride /= shape[k];
        out += i % shape[k] * stride;
    }
    return out;
}

bool Array::floats(std::int64_t first, std::int64_t n, float* to) const
{
    if (n == 0)
        return true;
    const bool native = element.bigEndian == (std::endian::native == std::endian::big);
    if (inOrder() && native && element.kind == ArrayType::Kind::Float && element.size == 4) {
        std::memcpy(to, at(first), static_cast<std::size_t>(n) * sizeof(float));
        return true;
    }
    bool exact = true;
    for (std::int64_t k = 0; k < n; ++k) {
        const std::optional<double> value = readNumber(at(first + k), element);
        exact = exact && value.has_value();
        to[k] = toFloat(value.value_or(0));
    }
    return exact;
}

bool Array::isZero(std::int64_t first, std::int64_t n) const
{
    if (n == 0)
        return true;
    if (inOrder()) {
        // All bytes are equal to the one before them, and the first is zero: as fast as memory is.
        const char* bytes = at(first);
        const auto size = static_cast<std::size_t>(n * element.size);
        if (bytes[0] == 0 && std::memcmp(bytes, bytes + 1, size - 1) == 0)
            return true;
    }
    for (std::int64_t k = 0; k < n; ++k)
        if (readNumber(at(first + k), element) != 0.0)
            return false;
    return true;
}

void Array::discard(std::int64_t first, std::int64_t n) const
{
    if (!mapped || !inOrder() || n == 0)
        return;
    // A page that is missing brings its neighbours with it, those before it, too: Linux maps 64 KiB at once.
    constexpr std::int64_t kAround = 65536;
    const std::int64_t begin = std::max<std::int64_t>(0, first * element.size - kAround);
    const std::int64_t end = (first + n) * element.size;
    discardPages(raw.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
}

void Array::prefetch(std::int64_t first, std::int64_t n) const
{
    if (mapped && inOrder() && n > 0)
        prefetchPages({ at(first), static_cast<std::size_t>(n * element.size) });
}

std::optional<double> Array::number(std::int64_t i) const { return readNumber(at(i), element); }

std::optional<std::int64_t> Array::whole(std::int64_t i) const
{
    if (element.kind != ArrayType::Kind::Float)
        return readWhole(at(i), element);
    const std::optional<double> value = readNumber(at(i), element);
    if (!value || *value != std::floor(*value) || std::fabs(*value) > static_cast<double>(kMostExact))
        return std::nullopt;
    return static_cast<std::int64_t>(*value);
}

std::string Array::text(std::int64_t i) const { return readText(at(i), element); }

NodeId Array::object(std::int64_t i) const { return objects[static_cast<std::size_t>(i)]; }

} // namespace btw::io::pickle
