// SPDX-License-Identifier: GPL-3.0-or-later
#include "predictionscolumns.h"

#include "engine/data/names.h"
#include "workspace/io/tables/cells/number.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

namespace btw::cli {

namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
constexpr std::string_view kMulti = "multi";
constexpr std::string_view kPresent = "present_";

/// Finds one of the three plain columns.
std::size_t plainColumn(const std::vector<std::string>& header, const std::string& name,
    const std::string& file, io::Problems& problems)
{
    const auto found = std::find(header.begin(), header.end(), name);
    if (found != header.end())
        return static_cast<std::size_t>(found - header.begin());
    problems.error("column-not-found", io::place(file, 1), { "there is no column '{}'", name },
        "name the columns id, split, y, and one or more per model");
    return kNone;
}

/// A column of predictions: whose, and of which class.
struct Predicted
{
    std::string model;
    std::size_t classIndex = 0;
};

std::optional<Predicted> parseColumn(std::string_view name, Task task)
{
    const std::string_view prefix = task == Task::Regression ? "pred_" : "prob_";
    if (!name.starts_with(prefix))
        return std::nullopt;
    name.remove_prefix(prefix.size());
    if (task == Task::Regression)
        return Predicted { std::string(name), 0 };
    const std::size_t bar = name.rfind('_');
    if (bar == std::string_view::npos)
        return std::nullopt;
    const auto classIndex = io::wholeNumber(name.substr(bar + 1));
    constexpr std::int64_t kClassesAtMost = 10'000;
    if (!classIndex || *classIndex < 0 || *classIndex >= kClassesAtMost)
        return std::nullopt;
    return Predicted { std::string(name.substr(0, bar)), static_cast<std::size_t>(*classIndex) };
}

bool isPresence(std::string_view name) { return name.starts_with(kPresent); }

/// What `btw export` writes beside predictions.
bool isKnownExtra(std::string_view name)
{
    static constexpr std::array kBefore { "w_", "kl_", "c_", "certainty_", "confidence_", "attention_",
        "experts_" };
    static constexpr std::array kWhole { "note", "fold", "lambda" };
    return std::any_of(kBefore.begin(), kBefore.end(), [&](const char* begin) {
        return name.starts_with(begin);
    }) || std::find(kWhole.begin(), kWhole.end(), name) != kWhole.end();
}

} // namespace

std::optional<PredictionsColumns> findColumns(
    const std::vector<std::string>& header, Task task, const std::string& file, io::Problems& problems)
{
    PredictionsColumns columns;
    columns.id = plainColumn(header, "id", file, problems);
    columns.split = plainColumn(header, "split", file, problems);
    columns.y = plainColumn(header, "y", file, problems);

    std::set<std::string> seen;
    std::vector<std::string> order;
    std::map<std::string, std::map<std::size_t, std::size_t>> models; // name: class: column
    std::map<std::string, std::size_t> presence; // modality: column
    for (std::size_t c = 0; c < header.size(); ++c) {
        const std::string& name = header[c];
        if (!seen.insert(name).second)
            problems.error("column-name-twice", io::place(file, 1, io::inQuotes(name)),
                { "the column '{}' appears twice", name }, "rename one of them");
        if (const auto predicted = parseColumn(name, task)) {
            if (!models.contains(predicted->model))
                order.push_back(predicted->model);
            models[predicted->model][predicted->classIndex] = c;
        } else if (isPresence(name)) {
            presence[name.substr(kPresent.size())] = c;
        } else if (c != columns.id && c != columns.split && c != columns.y && !isKnownExtra(name)) {
            problems.note("predictions", io::place(file, 1, io::inQuotes(name)), "the column is not used",
                task == Task::Regression ? "name a model's column pred_<modality>, if it is one"
                                         : "name a model's columns prob_<modality>_<class>, if it is one");
        }
    }

    for (const auto& [name, column] : presence) {
        if (!models.contains(name) || name == kMulti)
            problems.error("column-not-found", io::place(file, 1, io::inQuotes(header[column])),
                { "there is no prediction of a modality '{}'", name },
                "add its predictions, or rename the column");
    }

    const bool regression = task == Task::Regression;
    const auto multimodal = models.find(std::string(kMulti));
    if (multimodal == models.end()) {
        problems.error("column-not-found", io::place(file, 1),
            "there is no prediction of the multimodal model",
            regression ? "name its column pred_multi"
                       : "name its columns prob_multi_0, prob_multi_1 and so on");
        return std::nullopt;
    }
    const std::size_t width = multimodal->second.size();
    if (!regression && width < 2)
        problems.error("too-few-classes", io::place(file, 1), "the multimodal model has one class only",
            "give one probability column per class, prob_multi_0, prob_multi_1 and so on");
    for (const std::string& name : order) {
        PredictionsColumns::Model model { name, {}, {} };
        for (const auto& [classIndex, column] : models[name])
            model.columns.push_back(column);
        if (const auto present = presence.find(name); present != presence.end())
            model.present = present->second;
        const auto& classes = models[name];
        if (classes.size() != width || classes.rbegin()->first + 1 != width)
            problems.error("predictions", io::place(file, 1),
                { "the columns of '{}' are not those of the classes 0 to {}", name,
                    std::to_string(std::max(width, classes.rbegin()->first + 1) - 1) },
                "give every model one column per class");
        if (name == kMulti)
            columns.multimodal = std::move(model);
        else if (data::isModalityName(name))
            columns.modalities.push_back(std::move(model));
        else
            problems.error("modality-name", io::place(file, 1), { "a modality cannot be called '{}'", name },
                "choose another name");
    }
    if (columns.modalities.empty())
        problems.error("no-modalities", io::place(file, 1), "there is no modality",
            regression ? "add a column pred_<modality> for each"
                       : "add columns prob_<modality>_<class> for each");
    return problems.hasErrors() ? std::nullopt : std::optional(columns);
}

} // namespace btw::cli
