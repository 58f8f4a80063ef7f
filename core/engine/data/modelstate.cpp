// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/modelstate.h"

#include "engine/error.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

namespace btw {

namespace {

static_assert(std::endian::native == std::endian::little, "the bytes of a state are little-endian");

constexpr std::string_view kMagic = "BTW model state 1\n";

[[noreturn]] void refuse(const std::string& what)
{
    throw Error("The model cannot be used: " + what + ". Train it again, or export it again.");
}

void write(std::string& out, const void* data, std::size_t size)
{
    out.append(static_cast<const char*>(data), size);
}

void writeCount(std::string& out, std::uint64_t count) { write(out, &count, sizeof count); }

/// Takes pieces off the front.
class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    std::string_view take(std::uint64_t size)
    {
        if (size > m_rest.size())
            refuse("its file is cut off");
        const auto piece = m_rest.substr(0, static_cast<std::size_t>(size));
        m_rest.remove_prefix(piece.size());
        return piece;
    }
    std::uint64_t count()
    {
        std::uint64_t value = 0;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    template <typename Number> std::vector<Number> numbers()
    {
        const auto size = count();
        if (size > m_rest.size() / sizeof(Number))
            refuse("its file is cut off");
        std::vector<Number> values(static_cast<std::size_t>(size));
        const auto piece = take(size * sizeof(Number));
        if (!piece.empty())
            std::memcpy(values.data(), piece.data(), piece.size());
        for (const Number value : values)
            if (!std::isfinite(value))
                refuse("it holds numbers that are not finite");
        return values;
    }
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

} // namespace

void ModelState::add(const std::string& part, const ModelState& state)
{
    for (const auto& [name, entry] : state.m_entries)
        m_entries[part + "/" + name] = entry;
}

template <typename Kind> const Kind& ModelState::get(const std::string& name) const
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end() || !std::holds_alternative<Kind>(found->second))
        refuse("it has no '" + name + "', so it is of another kind of model, or damaged");
    return std::get<Kind>(found->second);
}

const std::vector<double>& ModelState::numbers(const std::string& name) const
{
    return get<std::vector<double>>(name);
}

const std::vector<double>& ModelState::numbers(const std::string& name, std::size_t size) const
{
    const auto& values = numbers(name);
    if (values.size() != size)
        refuse("its '" + name + "' has " + std::to_string(values.size()) + " numbers where "
            + std::to_string(size) + " belong");
    return values;
}

const std::vector<float>& ModelState::floats(const std::string& name) const
{
    return get<std::vector<float>>(name);
}

const std::string& ModelState::bytes(const std::string& name) const { return get<std::string>(name); }

ModelState ModelState::part(const std::string& name) const
{
    ModelState state;
    const std::string prefix = name + "/";
    for (auto at = m_entries.lower_bound(prefix); at != m_entries.end() && at->first.starts_with(prefix);
         ++at)
        state.m_entries[at->first.substr(prefix.size())] = at->second;
    return state;
}

std::string ModelState::toBytes() const
{
    std::string out(kMagic);
    writeCount(out, m_entries.size());
    for (const auto& [name, entry] : m_entries) {
        writeCount(out, name.size());
        out += name;
        writeCount(out, entry.index());
        std::visit(
            [&out](const auto& values) {
                writeCount(out, values.size());
                write(out, values.data(), values.size() * sizeof values[0]);
            },
            entry);
    }
    return out;
}

ModelState ModelState::fromBytes(std::string_view bytes)
{
    if (!bytes.starts_with(kMagic))
        refuse("its file is damaged, or was written by a newer version of this program");
    Reader reader(bytes.substr(kMagic.size()));
    ModelState state;
    for (auto left = reader.count(); left > 0; --left) {
        const std::string name(reader.take(reader.count()));
        switch (reader.count()) {
        case 0:
            state.m_entries[name] = reader.numbers<double>();
            break;
        case 1:
            state.m_entries[name] = reader.numbers<float>();
            break;
        case 2:
            state.m_entries[name] = std::string(reader.take(reader.count()));
            break;
        default:
            refuse("its file is damaged");
        }
    }
    if (!reader.atEnd())
        refuse("its file is damaged");
    return state;
}

} // namespace btw
