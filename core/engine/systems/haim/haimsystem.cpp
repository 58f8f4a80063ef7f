// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/haim/haimsystem.h"

#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/systems/reportonce.h"
#include "engine/trees/treechoice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace btw::systems {

namespace {

using training::Parameter;

constexpr std::array kOwn {
    Parameter { "haim_rounds", {}, { 1, 10000 }, training::Group::Own, training::kEveryStep, "Rounds at most",
        "Trees that are grown at most; the number with the least validation loss is kept.", "ours", "trees",
        {}, std::int64_t { 300 }, {} },
    Parameter { "haim_depth", {}, { 0, 12 }, training::Group::Own, training::kEveryStep, "Depth",
        "Splits from the root of a tree to a leaf; 0: chosen among 2, 3 and 4 by validation loss.", "ours",
        {}, {}, std::int64_t { 0 }, {} },
    Parameter { "haim_eta", {}, { 0, 1 }, training::Group::Own, training::kEveryStep, "Share of each tree",
        "How much of each tree counts; 0: chosen among 0.03 and 0.1 by validation loss.", "ours", {}, {}, 0.0,
        {} },
};

std::vector<trees::TreeSettings> gridOf(const training::ExperimentSpec& spec, std::uint64_t seed)
{
    const auto rounds = static_cast<int>(kOwn[0].number(spec));
    const auto depth = static_cast<int>(kOwn[1].number(spec));
    const double eta = kOwn[2].number(spec);
    std::vector<trees::TreeSettings> grid;
    for (auto settings : trees::defaultGrid()) {
        settings.rounds = rounds;
        settings.depth = depth > 0 ? depth : settings.depth;
        settings.eta = eta > 0 ? eta : settings.eta;
        settings.seed = seed;
        const bool known = std::any_of(grid.begin(), grid.end(),
            [&](const auto& other) { return other.depth == settings.depth && other.eta == settings.eta; });
        if (!known)
            grid.push_back(settings);
    }
    return grid;
}

std::vector<std::size_t> everyone(const data::Cohort& cohort)
{
    std::vector<std::size_t> rows(cohort.size());
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    return rows;
}

/// Of rows, those that have the modality of a unimodal plan.
std::vector<std::size_t> rowsWithModality(
    const data::Cohort& cohort, const training::RunPlan& plan, std::vector<std::size_t> rows)
{
    if (plan.step == training::Step::Unimodal) {
        const auto& present = cohort.modalities[plan.modality].present;
        rows.erase(std::remove_if(rows.begin(), rows.end(), [&](std::size_t i) { return present[i] == 0; }),
            rows.end());
    }
    return rows;
}

/// The features that every training row has, each followed by its mean. A tree that never saw a value missing
/// has learnt nothing about where to send one, and sends it where the largest go: new people get the mean.
std::vector<float> neverMissing(const trees::FeatureTable& table, const std::vector<std::size_t>& training)
{
    std::vector<float> known;
    for (std::size_t column = 0; column < table.columns(); ++column) {
        double sum = 0;
        for (const std::size_t i : training)
            sum += static_cast<double>(table.row(i)[column]);
        if (training.empty() || std::isnan(sum))
            continue;
        known.push_back(static_cast<float>(column));
        known.push_back(static_cast<float>(sum / static_cast<double>(training.size())));
    }
    return known;
}

class HaimFitter : public training::Fitter
{
public:
    explicit HaimFitter(const data::Cohort& cohort)
        : m_cohort(cohort)
    {
    }

    training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& /*resumeFrom*/) override
    {
        const auto table = trees::summaryFeatures(m_cohort, training::usedModalities(m_cohort, plan));
        const auto chosen = trees::chooseTrees(table, m_cohort,
            rowsWithModality(m_cohort, plan, data::rowsOf(m_cohort, Split::Train)),
            rowsWithModality(m_cohort, plan, data::rowsOf(m_cohort, Split::Validation)),
            gridOf(plan.spec, plan.seed), [&control] { return control.stopRequested(); });
        if (!chosen) {
            training::RunResult stopped;
            stopped.outcome = training::Outcome::Stopped;
            return stopped;
        }
        training::RunDetails details;
        const auto& settings = chosen->chosen.settings;
        details.chosen = { { "haim_rounds", settings.rounds }, { "haim_depth", settings.depth },
            { "haim_eta", settings.eta } };
        ModelState model;
        model.set("trees", chosen->model.save());
        model.set("never_missing",
            neverMissing(table, rowsWithModality(m_cohort, plan, data::rowsOf(m_cohort, Split::Train))));
        return reportOnce(m_cohort, plan,
            chosen->model.predict(table, rowsWithModality(m_cohort, plan, everyone(m_cohort))),
            std::move(details), std::move(model), observer);
    }

private:
    const data::Cohort& m_cohort;
};

class HaimPredictor : public training::Predictor
{
public:
    HaimPredictor(const data::Cohort& people, const training::RunPlan& plan, const ModelState& model)
        : m_trees(trees::BoostedTrees::load(model.bytes("trees")))
        , m_table(trees::summaryFeatures(people, training::usedModalities(people, plan)))
        , m_rows(rowsWithModality(people, plan, everyone(people)))
    {
        const auto& known = model.floats("never_missing");
        if (known.size() % 2 != 0 || known.size() / 2 > m_table.columns())
            throw Error("The model cannot be used: it was grown on other features. Train it again.");
        for (std::size_t k = 0; k < known.size(); k += 2)
            for (std::size_t i = 0; i < m_table.rows && known[k] >= 0; ++i) {
                const auto column = static_cast<std::size_t>(known[k]);
                if (column < m_table.columns() && std::isnan(m_table.row(i)[column]))
                    m_table.row(i)[column] = known[k + 1];
            }
        if (m_trees.width() != people.predictionWidth())
            throw Error("The model cannot be used: its trees predict other classes. Train it again.");
    }

    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& /*unimodal*/) const override
    {
        return m_trees.predict(m_table, m_rows);
    }

private:
    trees::BoostedTrees m_trees;
    trees::FeatureTable m_table;
    std::vector<std::size_t> m_rows;
};

class HaimSystem : public System
{
public:
    HaimSystem()
    {
        m_info.name = "haim";
        m_info.title = "Boosted trees on joined features (HAIM)";
        m_info.citation = "Soenksen et al., Integrated multimodal artificial intelligence framework for "
                          "healthcare applications, npj Digital Medicine 2022";
        m_info.whyUnweighted
            = "Boosted trees read measurements; they have no embedding of each modality that a "
              "weight could act on.";
        m_info.inputs
            = { data::ModalityKind::Vector, data::ModalityKind::Sequence, data::ModalityKind::Series };
        m_info.tasks = { Task::Regression, Task::Classification };
        m_info.own = kOwn;
    }

    const SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const Place& /*place*/) const override
    {
        return std::make_unique<HaimFitter>(cohort);
    }
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        return std::make_unique<HaimPredictor>(people, plan, model);
    }

private:
    SystemInfo m_info;
};

} // namespace

std::shared_ptr<const System> haimSystem() { return std::make_shared<const HaimSystem>(); }

} // namespace btw::systems
