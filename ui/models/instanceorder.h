// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::models {

/// One word of a filter; an instance passes when any of the things named here holds for it.
struct FilterTerm
{
    std::string text; ///< part of its id or group, ASCII letters in either case; empty: not looked for
    std::array<bool, 3> split {}; ///< it is in this split
    std::vector<bool> classes; ///< C; it is of this class
    int modality = -1; ///< this modality decides, and nothing else
    bool wanted = true; ///< it has the modality, or must not
};

/// Which instances to show, and in which order.
struct InstanceQuery
{
    enum class Key : std::uint8_t { Place, Id, Split, Label, Group, Modality };

    Key key = Key::Place; ///< Place: as the file has them
    std::size_t modality = 0; ///< of Key::Modality: absent before present, then by steps
    bool descending = false;
    std::vector<FilterTerm> terms; ///< every one must pass
};

/// Indices of the instances that pass, in order; equal ones as the file has them. Ids and groups are compared
/// as people count: row 9 before row 10. \param stale asked now and then; once true, the answer is empty.
std::vector<std::uint32_t> arrange(
    const data::Cohort& cohort, const InstanceQuery& query, const std::function<bool()>& stale = {});

/// Whether `a` comes before `b`: runs of digits by their number, everything else by its bytes.
bool countsBefore(const std::string& a, const std::string& b);

} // namespace btw::models
