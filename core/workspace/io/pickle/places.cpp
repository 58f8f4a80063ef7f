// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/places.h"

#include "workspace/io/problems.h"

#include <utility>

namespace btw::io::pickle {

void Places::begin(std::string file, std::string root, std::size_t first)
{
    m_parts.push_back({ std::move(file), std::move(root), first });
}

const Places::Part& Places::part(std::size_t instance) const
{
    std::size_t k = m_parts.size() - 1;
    while (k > 0 && m_parts[k].first > instance)
        --k;
    return m_parts[k];
}

std::string Places::of(std::size_t instance, const std::string& key, const std::string& rest) const
{
    const Part& in = part(instance);
    const std::string number = subscript(static_cast<std::int64_t>(instance - in.first));
    return in.file + ", " + in.root + (m_order == Order::KeyFirst ? key + number : number + key) + rest;
}

std::string Places::ofKey(std::size_t instance, const std::string& key) const
{
    const Part& in = part(instance);
    return in.file + ", " + in.root + key;
}

std::string counted(std::int64_t number, const std::string& noun)
{
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string subscript(std::int64_t index)
{
    // Appending: gcc 12 warns of `literal + std::to_string(...)` (its bug 105651).
    std::string text = "[";
    text += std::to_string(index);
    return text + "]";
}

std::string subscript(std::int64_t row, std::int64_t column)
{
    std::string text = "[";
    text += std::to_string(row);
    text += ", ";
    text += std::to_string(column);
    return text + "]";
}

std::string subscript(const std::string& key) { return "['" + key + "']"; }

} // namespace btw::io::pickle
