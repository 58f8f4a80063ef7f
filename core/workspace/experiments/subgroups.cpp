// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/experiment.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

constexpr std::size_t kResamples = 2000;

/// The outcome's groups are one kind, those of a column that is called "class" another.
using Kind = std::pair<bool, QString>;
Kind kindOf(const jobs::Subgroup& group) { return { group.isOfOutcome, group.kind }; }

/// Of the tested rows; a kind with one group only has no rest to differ from.
std::vector<jobs::Subgroup> groupsOf(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    auto groups = jobs::byModality(cohort, rows);
    auto more
        = cohort.task == Task::Classification ? jobs::byLabel(cohort, rows) : std::vector<jobs::Subgroup> {};
    for (auto&& some : { jobs::byPattern(cohort, rows), jobs::byColumn(cohort, rows) })
        more.insert(more.end(), some.begin(), some.end());
    std::map<Kind, std::size_t> ofKind;
    for (const auto& group : more)
        ofKind[kindOf(group)] += group.rows.empty() ? 0 : 1;
    for (auto& group : more)
        if (ofKind[kindOf(group)] > 1)
            groups.push_back(std::move(group));
    return groups;
}

} // namespace

QString whyHidden(
    const store::CohortRecord& cohort, const std::vector<std::size_t>& rows, const std::string& metric)
{
    const auto people = store::peopleOf(cohort, rows);
    if (people < jobs::kSmallestSubgroup)
        return QStringLiteral("Only %1 of these people are in the test rows. Figures of fewer than %2 people "
                              "are not shown: they say too little, and could identify a person.")
            .arg(people)
            .arg(jobs::kSmallestSubgroup);
    if (metric != "auroc")
        return {};
    std::map<double, std::size_t> ofClass;
    for (const auto row : rows)
        ++ofClass[cohort.y[row]];
    const bool isShown = ofClass.size() > 1
        && std::all_of(ofClass.begin(), ofClass.end(),
            [](const auto& one) { return one.second >= jobs::kSmallestSubgroup; });
    return isShown ? QString()
                   : QStringLiteral("AUROC needs at least %1 people of each class, which these are not: "
                                    "choose another figure, such as the log loss.")
                         .arg(jobs::kSmallestSubgroup);
}

namespace {

/// In one class alone AUROC is undefined.
std::string metricIn(const jobs::Subgroup& group, const std::string& primary)
{
    return group.isOfOutcome && primary == "auroc" ? "log_loss" : primary;
}

} // namespace

std::optional<analysis::Among> amongThoseWhoHave(
    Models& models, const std::string& metric, const Model& full, const Model& model)
{
    using Known = analysis::Among::Known;
    const auto& cohort = models.cohort();
    const auto& names = cohort.modalities;
    std::set<std::size_t> tested; // where both were trained: of these is the difference
    for (const auto& pair : models.sharedCells(full, model))
        tested.insert(pair.rows.begin(), pair.rows.end());
    std::vector<std::size_t> rows;
    for (const auto row : tested)
        for (std::size_t m = 0; m < names.size(); ++m)
            if (cohort.present[row * names.size() + m] != 0
                && std::find(model.without.begin(), model.without.end(), names[m]) != model.without.end()) {
                rows.push_back(row);
                break;
            }
    if (rows.size() == tested.size())
        return std::nullopt;
    analysis::Among among;
    among.rows = rows.size();
    among.people = store::peopleOf(cohort, rows);
    if (!whyHidden(cohort, rows, metric).isEmpty()) {
        among.known = among.people < jobs::kSmallestSubgroup ? Known::TooFewPeople : Known::TooFewOfAClass;
        return among;
    }
    analysis::BootstrapOptions options;
    options.resamples = kResamples;
    try {
        among.difference = models.difference(metric, full, model, rows, options);
    } catch (const Error&) {
        among.known = Known::Undefined;
    }
    return among;
}

std::vector<SmallGroup> tooSmallGroups(Models& models, const std::string& primary)
{
    const auto& cohort = models.cohort();
    const auto tested = models.testRows();
    std::vector<SmallGroup> small;
    for (const auto& group : groupsOf(cohort, { tested.begin(), tested.end() }))
        if (!group.rows.empty() && !whyHidden(cohort, group.rows, metricIn(group, primary)).isEmpty())
            small.push_back({ group.kind, group.name });
    return small;
}

namespace {

bool areEverybody(
    const std::vector<std::size_t>& some, const std::vector<std::size_t>& others, std::size_t all)
{
    if (some.size() + others.size() != all)
        return false;
    const std::set<std::size_t> known(some.begin(), some.end());
    return std::none_of(others.begin(), others.end(), [&](std::size_t row) { return known.count(row) > 0; });
}

/// Corrects p over the groups of a kind. \param tested how many rows there are
void correctWithin(
    std::vector<SubgroupContribution>& all, const std::vector<std::size_t>& places, std::size_t tested)
{
    std::vector<std::size_t> asked; // a question each
    std::map<std::size_t, std::size_t> halfOf;
    for (const auto place : places) {
        const auto half = std::find_if(asked.begin(), asked.end(),
            [&](std::size_t other) { return areEverybody(all[other].rows, all[place].rows, tested); });
        if (half == asked.end())
            asked.push_back(place);
        else
            halfOf[place] = *half;
    }
    std::vector<double> p;
    p.reserve(asked.size());
    for (const auto place : asked)
        p.push_back(all[place].fromRest.p);
    const auto corrected = analysis::holmCorrected(p);
    for (std::size_t i = 0; i < asked.size(); ++i)
        all[asked[i]].adjustedP = corrected[i];
    for (const auto& [place, half] : halfOf) {
        all[place].isOtherHalf = true;
        all[place].adjustedP = all[half].adjustedP;
    }
}

} // namespace

std::vector<SubgroupContribution> forWhom(
    Models& models, const Model& full, const std::string& primary, const std::string& modality)
{
    const auto& cohort = models.cohort();
    const auto tested = models.testRows();
    const auto groups = groupsOf(cohort, { tested.begin(), tested.end() });
    const bool isTwoClasses = cohort.task == Task::Classification && cohort.classes.size() == 2;
    analysis::BootstrapOptions options;
    options.resamples = kResamples;
    std::vector<SubgroupContribution> all;
    for (const auto& model : models.all()) {
        const auto name = listed(model.without).toStdString();
        if (!leavesOut(full, model) || (!modality.empty() && name != modality))
            continue;
        std::map<Kind, std::vector<std::size_t>> byKind;
        for (const auto& group : groups) {
            const auto metric = metricIn(group, primary);
            if (!whyHidden(cohort, group.rows, metric).isEmpty())
                continue;
            SubgroupContribution one { name, group.kind, group.name, metric, {}, {}, 1, 0, group.rows };
            if (isTwoClasses)
                one.happened = static_cast<std::size_t>(std::count_if(group.rows.begin(), group.rows.end(),
                    [&](std::size_t row) { return cohort.y[row] == 1; }));
            try {
                one.difference = models.difference(metric, full, model, group.rows, options);
                one.fromRest = models.differenceFromRest(metric, full, model, group.rows, options);
            } catch (const Error&) {
                continue; // undefined there, or for all others: there is nothing to say
            }
            one.isOfOutcome = group.isOfOutcome;
            byKind[kindOf(group)].push_back(all.size());
            all.push_back(std::move(one));
        }
        for (const auto& [kind, places] : byKind)
            correctWithin(all, places, tested.size());
    }
    return all;
}

} // namespace btw::experiments
