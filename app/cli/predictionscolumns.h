// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "workspace/io/problems.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace btw::cli {

/// Where PREDICTIONS.csv has what.
struct PredictionsColumns
{
    struct Model
    {
        std::string name;
        std::vector<std::size_t> columns; ///< one (regression), or one a class
        std::optional<std::size_t> present; ///< of a modality: whether the instance has it
    };
    std::size_t id = 0;
    std::size_t split = 0;
    std::size_t y = 0;
    Model multimodal;
    std::vector<Model> modalities; ///< in the order of their first column
};

/// Finds the columns by the names of the header; nothing, with problems, where they do not fit the task.
std::optional<PredictionsColumns> findColumns(
    const std::vector<std::string>& header, Task task, const std::string& file, io::Problems& problems);

} // namespace btw::cli
