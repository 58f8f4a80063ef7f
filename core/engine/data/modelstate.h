// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace btw {

/// What a fitted model consists of, by name: numbers and bytes, apart from the rows that it was fitted on.
class ModelState
{
public:
    void set(const std::string& name, std::vector<double> values) { m_entries[name] = std::move(values); }
    void set(const std::string& name, std::vector<float> values) { m_entries[name] = std::move(values); }
    void set(const std::string& name, std::string bytes) { m_entries[name] = std::move(bytes); }
    /// Everything of another state, its names behind `part` and a slash.
    void add(const std::string& part, const ModelState& state);

    bool isEmpty() const { return m_entries.empty(); }
    bool has(const std::string& name) const { return m_entries.contains(name); }
    // \throws btw::Error where there is none of this kind: the state is of another model, or damaged.
    const std::vector<double>& numbers(const std::string& name) const;
    const std::vector<double>& numbers(const std::string& name, std::size_t size) const; ///< so many
    double number(const std::string& name) const { return numbers(name, 1).front(); }
    const std::vector<float>& floats(const std::string& name) const;
    const std::string& bytes(const std::string& name) const;
    /// What add() was given.
    ModelState part(const std::string& name) const;

    /// Little-endian, the same bytes on every machine. No checksum: whoever stores them keeps one.
    std::string toBytes() const;
    /// \throws btw::Error where the bytes are no state.
    static ModelState fromBytes(std::string_view bytes);

private:
    using Entry = std::variant<std::vector<double>, std::vector<float>, std::string>;
    template <typename Kind> const Kind& get(const std::string& name) const;

    std::map<std::string, Entry> m_entries;
};

} // namespace btw
