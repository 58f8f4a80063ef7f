// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace btw::data {

/// The words of files and of the command line for the enumerations of cohort.h. Parsing ignores case and
/// surrounding blanks and gives nothing for an unknown word.

/// `regression`, `classification`.
std::string taskName(Task task);
std::optional<Task> parseTask(std::string_view word);

/// `train`, `val`, `test`. Parsing takes `training`, `validation`, `valid`, `dev`, `testing`, `holdout` and
/// 0, 1, 2 too.
std::string splitName(Split split);
std::optional<Split> parseSplit(std::string_view word);

/// `vector`, `sequence`, `series`.
std::string kindName(ModalityKind kind);
std::optional<ModalityKind> parseKind(std::string_view word);

/// `note`, `warning`, `error`.
std::string severityName(Severity severity);

/// Whether a modality may be called so: not empty, no blank, comma, slash or quote (names become column and
/// file names), and not one of the words that results use themselves (kReservedNames).
bool isModalityName(std::string_view name);

/// What a sentence calls feature d: its name, or `feature 3`.
std::string featureTitle(const Modality& modality, std::size_t d);
/// What a remedy leaves out by: its name, or `3`.
std::string featureName(const Modality& modality, std::size_t d);

/// For sentences: which names without such signs a modality may not have.
constexpr std::string_view kReservedNames = "all, constant, multi and trees";

} // namespace btw::data
