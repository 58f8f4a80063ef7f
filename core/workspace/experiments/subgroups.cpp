// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/experiment.h"

#include <algorithm>
#include <map>

namespace btw::experiments {

namespace {

constexpr std::size_t kSmallest = 10;
constexpr std::size_t kMostValues = 20;
constexpr std::size_t kResamples = 2000;

struct Group
{
    QString kind;
    QString name;
    std::vector<std::size_t> rows;
};

using ByName = std::map<QString, std::vector<std::size_t>>;

void addAll(std::vector<Group>& groups, const QString& kind, const ByName& byName)
{
    if (byName.size() < 2)
        return;
    for (const auto& [name, rows] : byName)
        groups.push_back({ kind, name, rows });
}

std::vector<Group> groupsOf(const store::CohortRecord& cohort)
{
    const auto m = cohort.modalities.size();
    std::vector<Group> groups;
    ByName patterns, classes;
    std::vector<std::vector<std::size_t>> having(m);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        std::vector<std::string> names;
        for (std::size_t k = 0; k < m; ++k) {
            if (cohort.present[i * m + k] == 0)
                continue;
            names.push_back(cohort.modalities[k]);
            having[k].push_back(i);
        }
        patterns[listed(names)].push_back(i);
        if (cohort.task == Task::Classification)
            classes[QString::fromStdString(cohort.classes[static_cast<std::size_t>(cohort.y[i])])].push_back(
                i);
    }
    for (std::size_t k = 0; k < m; ++k)
        if (having[k].size() < cohort.size())
            groups.push_back({ QStringLiteral("modality"),
                QStringLiteral("with ") + QString::fromStdString(cohort.modalities[k]), having[k] });
    addAll(groups, QStringLiteral("class"), classes);
    addAll(groups, QStringLiteral("pattern"), patterns);
    for (const auto& column : cohort.about) {
        ByName values;
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (!column.values[i].empty())
                values[QString::fromStdString(column.values[i])].push_back(i);
        if (values.size() <= kMostValues)
            addAll(groups, QString::fromStdString(column.name), values);
    }
    return groups;
}

bool isLargeEnough(const store::CohortRecord& cohort, const Group& group, const std::string& metric)
{
    if (store::peopleOf(cohort, group.rows) < kSmallest)
        return false;
    if (metric != "auroc")
        return true;
    std::map<double, std::size_t> ofClass;
    for (const auto row : group.rows)
        ++ofClass[cohort.y[row]];
    return ofClass.size() > 1 && std::all_of(ofClass.begin(), ofClass.end(), [](const auto& one) {
        return one.second >= kSmallest;
    });
}

} // namespace

std::vector<SubgroupContribution> forWhom(Models& models, const std::string& primary)
{
    const auto& cohort = models.cohort();
    const auto tested = models.testRows();
    auto groups = groupsOf(cohort);
    for (auto& group : groups)
        std::erase_if(group.rows, [&](std::size_t row) { return tested.count(row) == 0; });
    const auto full = std::find_if(models.all().begin(), models.all().end(),
        [](const Model& model) { return model.without.empty() && model.placebo.empty(); });
    analysis::BootstrapOptions options;
    options.resamples = kResamples;
    std::vector<SubgroupContribution> all;
    for (const auto& model : models.all()) {
        if (model.without.empty() || full == models.all().end())
            continue;
        std::map<QString, std::vector<std::size_t>> byKind;
        for (const auto& group : groups) {
            const bool isClass = group.kind == QLatin1String("class");
            const std::string metric = isClass && primary == "auroc" ? "log_loss" : primary;
            if (!isLargeEnough(cohort, group, metric))
                continue;
            SubgroupContribution one { listed(model.without).toStdString(), group.kind, group.name, metric,
                {}, {}, 1 };
            try {
                one.difference = models.difference(metric, *full, model, group.rows, options);
                one.fromRest = models.differenceFromRest(metric, *full, model, group.rows, options);
            } catch (const Error&) {
                continue; // undefined there, or for all others: there is nothing to say
            }
            byKind[group.kind].push_back(all.size());
            all.push_back(std::move(one));
        }
        for (const auto& [kind, places] : byKind) {
            std::vector<double> p;
            p.reserve(places.size());
            for (const auto place : places)
                p.push_back(all[place].fromRest.p);
            const auto corrected = analysis::holmCorrected(p);
            for (std::size_t i = 0; i < places.size(); ++i)
                all[places[i]].adjustedP = corrected[i];
        }
    }
    return all;
}

} // namespace btw::experiments
