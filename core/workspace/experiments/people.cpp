// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/people.h"

#include "engine/analysis/erroranalysis.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"
#include "workspace/jobs/subgroups.h"
#include "workspace/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_set>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(People)
};

constexpr float kAbsent = std::numeric_limits<float>::quiet_NaN();

/// What a model says in one number: the prediction of a regression, the probability of class 1 of two, of the
/// person's own class of more.
double saidOf(const store::CohortRecord& cohort, const Predictions& predictions, std::size_t row)
{
    const float* values = predictions.row(row);
    if (cohort.task == Task::Regression)
        return values[0];
    return cohort.classes.size() == 2 ? values[1] : values[static_cast<std::size_t>(cohort.y[row])];
}

/// How much a run makes of each modality, `[N, M]`; empty where it has no weights.
std::vector<float> weightsOf(const store::Store& store, const store::CohortRecord& cohort, std::int64_t runId)
{
    const auto run = runId > 0 ? store.run(runId) : std::nullopt;
    if (!run)
        return {};
    const std::size_t width = cohort.modalities.size();
    std::vector<float> weights;
    if (!run->details.heldOut.empty()) { // of a pool: the same for everybody
        weights.assign(cohort.size() * width, kAbsent);
        for (const auto& one : run->details.heldOut)
            for (std::size_t m = 0; m < width; ++m)
                for (std::size_t i = 0; cohort.modalities[m] == one.modality && i < cohort.size(); ++i)
                    weights[i * width + m] = static_cast<float>(one.c);
    } else if (run->step == training::Step::Weighted) {
        if (auto best = store.epoch(runId, run->bestEpoch))
            weights = std::move(best->report.weights);
    }
    if (weights.size() != cohort.size() * width)
        return {};
    for (std::size_t at = 0; at < weights.size(); ++at)
        if (cohort.present[at] == 0)
            weights[at] = kAbsent;
    return weights;
}

/// Whether the labels of these rows alone tell who is meant.
bool isToldByLabel(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows,
    const std::unordered_set<std::string>& ids)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::size_t members = 0;
    for (const auto row : rows)
        if (ids.count(cohort.ids[row]) != 0 && std::isfinite(cohort.y[row])) {
            low = std::min(low, cohort.y[row]);
            high = std::max(high, cohort.y[row]);
            ++members;
        }
    std::size_t others = 0;
    std::size_t between = 0;
    for (const auto row : rows)
        if (ids.count(cohort.ids[row]) == 0 && std::isfinite(cohort.y[row])) {
            ++others;
            between += cohort.y[row] >= low && cohort.y[row] <= high ? 1 : 0;
        }
    if (members < 2 || others == 0)
        return false;
    const bool isOneClass = cohort.task == Task::Classification && low == high;
    return between == 0 || isOneClass;
}

struct Sum
{
    PersonChange person;
    std::size_t cells = 0;
    std::size_t weighted = 0;
};

/// \param byRow those who were tested
std::vector<LabelChange> changesByLabel(
    const store::CohortRecord& cohort, const std::map<std::size_t, const PersonChange*>& byRow)
{
    std::vector<std::size_t> rows;
    rows.reserve(byRow.size());
    for (const auto& [row, person] : byRow)
        rows.push_back(row);
    std::vector<LabelChange> all;
    for (const auto& group : jobs::byLabel(cohort, rows)) {
        LabelChange one { group.name, group.rows.size(), store::peopleOf(cohort, group.rows), false, 0, 0,
            0 };
        one.isHidden = one.people < jobs::kSmallestSubgroup;
        for (const auto row : group.rows) {
            if (one.isHidden)
                break;
            const auto& person = *byRow.at(row);
            one.corrected += person.corrected;
            one.mistaken += person.mistaken;
            one.change += person.change / static_cast<double>(group.rows.size());
        }
        all.push_back(std::move(one));
    }
    return all;
}

void addWeights(Sum& sum, const float* weights, std::size_t width)
{
    sum.person.weights.resize(width, 0.0F);
    for (std::size_t m = 0; m < width; ++m)
        sum.person.weights[m] += weights[m];
    ++sum.weighted;
}

} // namespace

ChosenBy chosenBy(const store::SubgroupRecord& subgroup, const store::CohortRecord& cohort)
{
    if (subgroup.selectedIn == store::SelectedIn::Errors)
        return ChosenBy::Errors;
    const std::unordered_set<std::string> ids(subgroup.ids.begin(), subgroup.ids.end());
    std::vector<std::size_t> all, tested;
    all.reserve(cohort.size());
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        all.push_back(row);
        if (cohort.splits[row] == Split::Test)
            tested.push_back(row);
    }
    return isToldByLabel(cohort, all, ids) || isToldByLabel(cohort, tested, ids) ? ChosenBy::Outcome
                                                                                 : ChosenBy::Person;
}

void askOnly(
    ComparisonChoice& choice, const store::SubgroupRecord& subgroup, const store::CohortRecord& cohort)
{
    choice.people = subgroup.ids;
    choice.subgroup = subgroup.name;
    choice.chosenBy = chosenBy(subgroup, cohort);
}

QString subgroupWarning(const QString& subgroup, ChosenBy by)
{
    switch (by) {
    case ChosenBy::Errors:
        return Words::tr(
            "Only the people of “%1”: these people were chosen by how the model did on them; any "
            "difference here is partly due to that choice.")
            .arg(subgroup);
    case ChosenBy::Outcome:
        return Words::tr(
            "Only the people of “%1”: these people are told apart by what is to be predicted; any "
            "difference here is partly due to that.")
            .arg(subgroup);
    case ChosenBy::Person:
        break;
    }
    return Words::tr(
        "Only the people of “%1”: exploratory, since whoever chose them may have seen the figures.")
        .arg(subgroup);
}

std::vector<store::SubgroupRecord> subgroupsOf(const store::Store& store, const store::CohortRecord& cohort)
{
    const std::unordered_set<std::string> ids(cohort.ids.begin(), cohort.ids.end());
    auto all = store.subgroups();
    std::erase_if(all, [&](const store::SubgroupRecord& one) {
        const bool isOfThisData = one.cohortId == cohort.cohortId || one.cohort == cohort.name;
        return !isOfThisData || !std::all_of(one.ids.begin(), one.ids.end(), [&](const auto& id) {
            return ids.count(id) != 0;
        });
    });
    return all;
}

PeopleChange peopleChange(const store::Store& store, Models& models, const Model& model,
    const Model& baseline, const std::vector<std::string>& only)
{
    const auto& cohort = models.cohort();
    PeopleChange result { model.plainName(), baseline.plainName(), cohort.task, cohort.classes,
        cohort.modalities, {}, {} };
    const std::unordered_set<std::string> wanted(only.begin(), only.end());
    const std::string metric = cohort.task == Task::Regression ? "mae" : "log_loss";
    const auto pairs = models.sharedCells(model, baseline);
    if (pairs.empty())
        throw Error("These two have no fold and seed in common: they cannot be compared person by person.",
            Error::Kind::Input);
    std::vector<std::int64_t> runs; // of the model, in the order of the pairs
    std::vector<std::int64_t> toLookAt; // likewise, PersonChange::run
    for (const auto& [cell, run] : model.runs)
        if (const auto other = baseline.runs.find(cell); other != baseline.runs.end()) {
            runs.push_back(run);
            const bool isFuller = !model.isWhole() && baseline.isWhole() && other->second > 0;
            toLookAt.push_back(isFuller ? other->second : run);
        }
    std::map<std::size_t, Sum> sums; // by row
    for (std::size_t p = 0; p < pairs.size(); ++p) {
        const auto& pair = pairs[p];
        analysis::EvaluationSet set { cohort.task, cohort.classes.size(), false, pair.rows, {}, {} };
        set.y.reserve(set.rows.size());
        for (const auto row : set.rows)
            set.y.push_back((*pair.y)[row]);
        set = analysis::commonRows(set, { pair.first, pair.second });
        const auto after = analysis::instanceScores(metric, set, *pair.first);
        const auto before = analysis::instanceScores(metric, set, *pair.second);
        const auto errors = analysis::analyseErrors(
            cohort.task, cohort.classes.size(), *pair.y, *pair.second, *pair.first, set.rows);
        std::map<std::size_t, std::int8_t> changes; // by row
        for (std::size_t i = 0; i < errors.rows.size(); ++i)
            changes[errors.rows[i]] = errors.change[i];
        const auto weights = weightsOf(store, cohort, runs[p]);
        for (std::size_t i = 0; i < set.rows.size(); ++i) {
            const auto row = set.rows[i];
            if (!wanted.empty() && wanted.count(cohort.ids[row]) == 0)
                continue;
            auto& sum = sums[row];
            sum.person.run = sum.cells == 0 ? toLookAt[p] : sum.person.run;
            sum.person.before += saidOf(cohort, *pair.second, row);
            sum.person.after += saidOf(cohort, *pair.first, row);
            sum.person.change += before[i] - after[i];
            sum.person.corrected += changes[row] > 0 ? 1 : 0;
            sum.person.mistaken += changes[row] < 0 ? 1 : 0;
            if (!weights.empty())
                addWeights(sum, weights.data() + row * cohort.modalities.size(), cohort.modalities.size());
            ++sum.cells;
        }
    }
    result.people.reserve(sums.size());
    for (auto& [row, sum] : sums) {
        const auto cells = static_cast<double>(sum.cells);
        sum.person.id = cohort.ids[row];
        sum.person.label = cohort.y[row];
        sum.person.before /= cells;
        sum.person.after /= cells;
        sum.person.change /= cells;
        sum.person.corrected /= cells;
        sum.person.mistaken /= cells;
        for (auto& weight : sum.person.weights)
            weight /= static_cast<float>(sum.weighted);
        result.people.push_back(std::move(sum.person));
    }
    std::map<std::size_t, const PersonChange*> byRow;
    auto person = result.people.begin();
    for (const auto& [row, sum] : sums)
        byRow[row] = &*person++;
    result.byLabel = changesByLabel(cohort, byRow);
    return result;
}

} // namespace btw::experiments
