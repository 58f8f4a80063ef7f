// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/source/guesschecks.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/labeltask.h"

#include <QJsonObject>

#include <algorithm>
#include <tuple>
#include <utility>

namespace btw::io {

TablesGuess guessAsPlanned(
    const std::vector<TableSample>& samples, const std::string& name, const ReadingPlan& plan)
{
    std::vector<TableSample> heads = samples;
    for (TableSample& sample : heads)
        plan.applyTo(sample.rows, sample.file);
    std::erase_if(heads, [&plan](const TableSample& sample) {
        const FileRemedies* const own = plan.ofFile(sample.file);
        return own != nullptr && own->dropped;
    });
    return guessTables(heads, name);
}

namespace {

/// Whether a remedy is about roles only, so that the guess without it tells what it changes. Categories are
/// not: they also say that odd words of a label are classes.
bool isOfRoles(const Remedy& remedy)
{
    return std::visit(Each {
                          [](const UseAsLabel&) { return true; },
                          [](const UseAsId&) { return true; },
                          [](const KeepColumn&) { return true; },
                          [](const DrawSplits&) { return true; },
                          [](const auto&) { return false; },
                      },
        remedy);
}

/// What reading makes of a guess: the manifest, and what is said of each column.
auto outcomeOf(TablesGuess guess, const ReadingPlan& plan)
{
    std::vector<std::tuple<std::string, std::string, std::string>> said;
    for (const RoleGuess::Reason& reason : guess.reasons)
        said.emplace_back(reason.columns, reason.role, reason.code);
    plan.applyTo(guess.manifest);
    return std::pair(manifestToJson(guess.manifest), std::move(said));
}

/// Whether all are numbers, and either too many for classes or with decimals.
bool isScale(const std::vector<std::string>& classes)
{
    constexpr std::size_t kMostClasses = 10;
    bool whole = true;
    for (const std::string& name : classes) {
        double value = 0;
        if (parseNumber(name, value) != NumberKind::Number)
            return false;
        whole = whole && wholeNumber(name);
    }
    return classes.size() > kMostClasses || !whole;
}

/// Whether there is a class that reading would not take for one by itself, or would ask about.
bool hasOddClass(const std::vector<std::string>& classes)
{
    const auto isNumber = [](const std::string& name) { return wholeNumber(name).has_value(); };
    const auto isMissing = [](const std::string& name) { return isMissingWord(name); };
    const auto numbers = static_cast<std::size_t>(std::count_if(classes.begin(), classes.end(), isNumber));
    return std::any_of(classes.begin(), classes.end(), isMissing) || (numbers > 0 && numbers < classes.size())
        || !doubtfulClasses(classes).empty();
}

/// `answered`: the label's task had to be chosen.
void sayIdleRoles(const std::vector<TableSample>& samples, const std::string& name, const ReadingPlan& plan,
    bool answered, Problems& problems)
{
    constexpr std::ptrdiff_t kMost = 20; // each is a guess of its own
    const std::vector<Remedy>& remedies = plan.remedies();
    const auto count = std::count_if(remedies.begin(), remedies.end(), isOfRoles);
    if (count == 0 || count > kMost)
        return;
    const TablesGuess guess = guessAsPlanned(samples, name, plan);
    for (std::size_t r = 0; r < remedies.size(); ++r) {
        const Remedy& remedy = remedies[r];
        // Files that are splits already are no column, and are said elsewhere.
        const bool files = !guess.manifest.labels.table.files.empty();
        const auto* label = std::get_if<UseAsLabel>(&remedy);
        if (!isOfRoles(remedy) || (files && std::holds_alternative<DrawSplits>(remedy))
            || (answered && label && label->task))
            continue;
        std::vector<Remedy> others = remedies;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(r));
        const ReadingPlan without(std::move(others));
        if (outcomeOf(guessAsPlanned(samples, name, without), without) != outcomeOf(guess, plan))
            continue;
        const std::string column = columnOf(remedy);
        if (column.empty())
            warnOfIdle(problems, "recipe",
                "the recipe has new splits drawn, which changes nothing: the data has none");
        else
            warnOfIdle(problems, fileOf(remedy) + ", " + inQuotes(column),
                "the recipe says what this column is, which changes nothing about how it is read");
    }
}

/// Of a classification. \return whether its labels look like a scale.
bool checkLabel(const Manifest& guess, const Manifest& manifest, const ReadingPlan& plan, ReadResult& result)
{
    const std::string& column = manifest.labels.label;
    const std::string file = !manifest.labels.table.file.isEmpty()
        ? manifest.labels.table.file.toStdString()
        : manifest.labels.table.files.begin()->second.toStdString();
    const bool category = std::any_of(plan.remedies().begin(), plan.remedies().end(), [&](const Remedy& one) {
        const auto* words = std::get_if<TreatAsCategory>(&one);
        return words && words->column == column && manifest.labels.table.holds(words->file);
    });
    const std::vector<std::string>& classes = result.cohort->classes;
    const bool scale = isScale(classes);
    Problems problems;
    if (category && !scale && !hasOddClass(classes) && guess.task == Task::Classification)
        warnOfIdle(problems, file + ", " + inQuotes(column),
            "the recipe takes its words as classes, which changes nothing: they are classes anyway");
    if (scale && !category && !plan.choosesTask()) {
        const auto odd = std::find_if(
            classes.begin(), classes.end(), [](const std::string& name) { return !wholeNumber(name); });
        problems.error("label-task", file + ", " + inQuotes(column),
            { "the first rows look like a few classes, and all of them hold {} different numbers{}",
                grouped(static_cast<std::int64_t>(classes.size())),
                odd == classes.end() ? std::string() : ", such as " + inQuotes(*odd) },
            "choose regression if they are measurements, or classification if they are classes",
            { UseAsLabel { file, column, Task::Regression },
                UseAsLabel { file, column, Task::Classification } });
        // Rare classes are no wonder then.
        std::erase_if(result.problems, [](const Problem& one) {
            return one.code == "class-rare" || one.code == "label-hardly-repeats";
        });
        result.cohort.reset();
    }
    const std::vector<Problem> said = problems.take();
    result.problems.insert(result.problems.end(), said.begin(), said.end());
    return scale;
}

} // namespace

void checkGuess(const TablesView& view, const std::string& name, const ReadingPlan& plan, ReadResult& result)
{
    if (!view.guess || !view.manifest || !result.cohort)
        return;
    bool answered = std::any_of(view.reasons.begin(), view.reasons.end(),
        [](const RoleGuess::Reason& reason) { return reason.code == kLabelTaskCode; });
    if (result.cohort->task == Task::Classification && !view.manifest->labels.outcome)
        answered = checkLabel(*view.guess, *view.manifest, plan, result) || answered;
    Problems problems;
    sayIdleRoles(view.samples, name, plan, answered, problems);
    const std::vector<Problem> said = problems.take();
    result.problems.insert(result.problems.end(), said.begin(), said.end());
}

} // namespace btw::io
