// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace btw::io {

class NpzArrays;

/// What the modalities of an `.npz` file have in common.
struct NpzModalities
{
    NpzArrays& arrays;
    Problems& problems;
    std::size_t size; ///< N
    const std::map<std::string, std::vector<std::string>>& columns; ///< feature names by modality
    const std::set<std::string>& infiniteIsMissing; ///< arrays
    /// Told of an error that is one instance's own.
    std::function<void(const std::string& code, std::size_t instance, const std::string& where,
        const data::Sentence& what, const std::string& remedy, std::vector<Remedy> remedies)>
        instanceError;
};

/// Reads `x_<name>` and its `len_`, `time_` and `present_`: real steps only, float32. Nothing, with problems,
/// where one of them is wrong.
std::optional<data::Modality> readNpzModality(const NpzModalities& file, const std::string& name);

} // namespace btw::io
