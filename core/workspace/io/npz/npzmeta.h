// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

/// The JSON text in an `.npz` file's `meta`.
struct NpzMeta
{
    std::string name; ///< may be empty
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::optional<std::pair<double, double>> labelRange;
    std::map<std::string, double> strengths; ///< planted cohorts
    std::map<std::string, std::vector<std::string>> columns; ///< feature names by modality
};

/// Unknown keys are warnings, ill-typed ones and a missing task errors at `where` (file and array).
std::optional<NpzMeta> parseMeta(const std::string& json, const std::string& where, Problems& problems);
std::string metaJson(const data::Cohort& cohort);

} // namespace btw::io
