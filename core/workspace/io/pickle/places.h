// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace btw::io::pickle {

/// Says where in the files an instance's value is, as Python would write it:
/// `mosi.pkl, ['train']['vision'][3]` or `train.pkl, [3]['irg_ts']`.
class Places
{
public:
    /// Which comes first after `root`: the key (a dict of arrays), or the instance's number (a list).
    enum class Order : std::uint8_t { KeyFirst, InstanceFirst };

    explicit Places(Order order)
        : m_order(order)
    {
    }

    /// From instance `first` on, values are in `file` under `root`, `['train']` or nothing.
    void begin(std::string file, std::string root, std::size_t first);

    /// `key` is a subscript, `['vision']`; `rest` what follows, `[2, 5]`.
    std::string of(std::size_t instance, const std::string& key, const std::string& rest = {}) const;
    /// Of the key itself, for the part that begins with or before `instance`.
    std::string ofKey(std::size_t instance, const std::string& key) const;

private:
    struct Part
    {
        std::string file;
        std::string root;
        std::size_t first = 0;
    };
    const Part& part(std::size_t instance) const;

    Order m_order;
    std::vector<Part> m_parts;
};

/// "1 instance", "3,000 instances".
std::string counted(std::int64_t number, const std::string& noun);

/// `[3]`, `[3, 5]`
std::string subscript(std::int64_t index);
std::string subscript(std::int64_t row, std::int64_t column);
/// `['vision']`
std::string subscript(const std::string& key);

} // namespace btw::io::pickle
