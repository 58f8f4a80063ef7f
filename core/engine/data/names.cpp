// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace btw::data {

namespace {

std::string normalised(std::string_view word)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = word.find_first_not_of(kBlanks);
    if (first == std::string_view::npos)
        return {};
    std::string result(word.substr(first, word.find_last_not_of(kBlanks) - first + 1));
    // ASCII only: these words never depend on the locale.
    std::transform(result.begin(), result.end(), result.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

template <typename Value, std::size_t count>
std::optional<Value> find(
    const std::array<std::pair<std::string_view, Value>, count>& table, std::string_view word)
{
    const std::string wanted = normalised(word);
    for (const auto& [name, value] : table) {
        if (name == wanted)
            return value;
    }
    return std::nullopt;
}

} // namespace

std::string taskName(Task task) { return task == Task::Classification ? "classification" : "regression"; }

std::optional<Task> parseTask(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, Task>, 2> kWords { {
        { "regression", Task::Regression },
        { "classification", Task::Classification },
    } };
    return find(kWords, word);
}

std::string splitName(Split split)
{
    switch (split) {
    case Split::Train:
        return "train";
    case Split::Validation:
        return "val";
    case Split::Test:
        break;
    }
    return "test";
}

std::optional<Split> parseSplit(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, Split>, 18> kWords { {
        { "train", Split::Train },
        { "training", Split::Train },
        { "derivation", Split::Train },
        { "0", Split::Train },
        { "val", Split::Validation },
        { "validation", Split::Validation },
        { "valid", Split::Validation },
        { "dev", Split::Validation },
        { "1", Split::Validation },
        { "test", Split::Test },
        { "testing", Split::Test },
        { "2", Split::Test },
        { "holdout", Split::Test },
        { "hold-out", Split::Test },
        { "hold_out", Split::Test },
        { "heldout", Split::Test },
        { "held-out", Split::Test },
        { "held_out", Split::Test },
    } };
    return find(kWords, word);
}

std::string kindName(ModalityKind kind)
{
    switch (kind) {
    case ModalityKind::Vector:
        return "vector";
    case ModalityKind::Sequence:
        return "sequence";
    case ModalityKind::Series:
        break;
    }
    return "series";
}

std::optional<ModalityKind> parseKind(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, ModalityKind>, 3> kWords { {
        { "vector", ModalityKind::Vector },
        { "sequence", ModalityKind::Sequence },
        { "series", ModalityKind::Series },
    } };
    return find(kWords, word);
}

std::string severityName(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return "note";
    case Severity::Warning:
        return "warning";
    case Severity::Error:
        break;
    }
    return "error";
}

bool isModalityName(std::string_view name)
{
    constexpr std::array<std::string_view, 4> kReserved { "all", "constant", "multi", "trees" };
    return !name.empty() && name.find_first_of(" \t\r\n,;/\\\"'") == std::string_view::npos
        && std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end();
}

std::string featureTitle(const Modality& modality, std::size_t d)
{
    return d < modality.columns.size() ? modality.columns[d] : "feature " + std::to_string(d + 1);
}

std::string featureName(const Modality& modality, std::size_t d)
{
    return d < modality.columns.size() ? modality.columns[d] : std::to_string(d + 1);
}

} // namespace btw::data
