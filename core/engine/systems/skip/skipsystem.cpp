// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/skip/skipsystem.h"

#include "engine/error.h"
#include "engine/systems/late/scores.h"
#include "engine/systems/reportonce.h"

#include <algorithm>
#include <utility>

namespace btw::systems {

namespace {

/// softmax(s log p of the one + tau log p of the other + b), s and tau at least 0.
struct Skip
{
    PoolFit fit; ///< c: s, tau
    Calibration calibration;

    Eigen::MatrixXd scores(const PoolRows& rows) const { return poolScores(rows, fit); }
};

class SkipFitter : public training::Fitter
{
public:
    SkipFitter(const System& pool, const data::Cohort& cohort, Place place)
        : m_pool(pool)
        , m_cohort(cohort)
        , m_place(std::move(place))
    {
    }

    training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& resumeFrom) override
    {
        if (plan.step == training::Step::Unimodal) {
            auto single = plan;
            single.spec.model = std::string(m_pool.info().name);
            return m_pool.fitter(m_cohort, m_place)->train(single, control, observer, resumeFrom);
        }
        if (control.stopRequested())
            return stoppedRun();
        const ScoreScale scale(m_cohort);
        const std::vector<const Predictions*> models {
            &training::givenAs(plan, weighting::MadeOf::CrossFit).predictions,
            &training::givenAs(plan, weighting::MadeOf::Pool).predictions
        };
        Skip skip;
        skip.fit = fitPool(scale.rows(m_cohort, models, fittedRows(plan)), {});
        Predictions predictions;
        skip.calibration = calibrateOthers(m_cohort, scale,
            skip.scores(scale.rows(m_cohort, models, everyRow(m_cohort.size()))), predictions);
        training::RunDetails details;
        details.chosen = { { "s", skip.fit.c(0) }, { "tau", skip.fit.c(1) },
            { "calibration_slope", skip.calibration.slope },
            { "calibration_intercept", skip.calibration.intercept } };
        ModelState state;
        state.set("c", std::vector<double>(skip.fit.c.begin(), skip.fit.c.end()));
        state.set("b", std::vector<double>(skip.fit.b.data(), skip.fit.b.data() + skip.fit.b.size()));
        state.set("calibration", std::vector<double> { skip.calibration.slope, skip.calibration.intercept });
        scale.keep(state);
        return reportOnce(
            m_cohort, plan, std::move(predictions), std::move(details), std::move(state), observer);
    }

private:
    /// Training rows that have a modality.
    std::vector<std::size_t> fittedRows(const training::RunPlan& plan) const
    {
        const auto used = training::usedModalities(m_cohort, plan);
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            if (m_cohort.splits[i] == Split::Train
                && std::any_of(used.begin(), used.end(),
                    [&](std::size_t m) { return m_cohort.modalities[m].present[i] != 0; }))
                rows.push_back(i);
        return rows;
    }

    const System& m_pool;
    const data::Cohort& m_cohort;
    Place m_place;
};

class SkipPredictor : public training::Predictor
{
public:
    SkipPredictor(const data::Cohort& people, const ModelState& model)
        : m_people(people)
        , m_scale(model, people)
    {
        const auto& c = model.numbers("c", 2);
        const auto& b = model.numbers("b", people.predictionWidth());
        const auto& calibration = model.numbers("calibration", 2);
        m_skip.fit = { Eigen::Map<const Eigen::VectorXd>(c.data(), 2),
            Eigen::Map<const Eigen::MatrixXd>(b.data(), 1, static_cast<Eigen::Index>(b.size())) };
        m_skip.calibration = { calibration[0], calibration[1] };
    }

    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& unimodal) const override
    {
        if (unimodal.size() != 2)
            throw Error("The model cannot be used: one of the two models that it adds up is missing.");
        Predictions predictions;
        predictions.width = m_people.predictionWidth();
        predictions.values.resize(m_people.size() * predictions.width);
        const auto everybody = everyRow(m_people.size());
        const auto rows = m_scale.rows(m_people, { &unimodal[0], &unimodal[1] }, everybody);
        m_scale.write(m_skip.calibration.of(m_skip.scores(rows)), everybody, predictions);
        return predictions;
    }

private:
    const data::Cohort& m_people;
    ScoreScale m_scale;
    Skip m_skip;
};

class SkipSystem : public System
{
public:
    SkipSystem(bool equal, std::shared_ptr<const System> together, std::shared_ptr<const System> pool)
        : m_together(std::move(together))
        , m_pool(std::move(pool))
    {
        m_info = m_pool->info();
        m_info.name = equal ? "skip-equal" : "skip";
        m_info.title = equal ? "Mixture of experts and late fusion of equal weights"
                             : "Mixture of experts and late fusion with held-out weights";
        m_info.onlyByName = true;
        m_info.whyUnweighted
            = "It adds up models without weights and late fusion, which finds weights of its own.";
        m_info.readsUnimodal = false;
    }

    const SystemInfo& info() const override { return m_info; }

    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override
    {
        return std::make_unique<SkipFitter>(*m_pool, cohort, place);
    }

    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        if (plan.step == training::Step::Unimodal)
            return m_pool->predictor(people, plan, model);
        return std::make_unique<SkipPredictor>(people, model);
    }

    std::vector<training::Parameter> parametersRead(const training::ExperimentSpec& spec) const override
    {
        auto all = m_pool->parametersRead(spec);
        for (const auto& parameter : m_together->parametersRead(spec))
            if (training::findParameter(all, parameter.key) == nullptr)
                all.push_back(parameter);
        return all;
    }

    training::ExperimentSpec specOf(training::Step step, const training::ExperimentSpec& spec) const override
    {
        return step == training::Step::Unimodal ? m_pool->specOf(step, spec) : System::specOf(step, spec);
    }

    std::vector<Need> needs(const training::ExperimentSpec& spec) const override
    {
        std::vector<Need> needs;
        for (const auto& [as, system] : { std::pair { weighting::MadeOf::CrossFit, m_together.get() },
                 std::pair { weighting::MadeOf::Pool, m_pool.get() } }) {
            auto other = spec;
            other.variant = weighting::Variant::None;
            other.model = std::string(system->info().name);
            needs.push_back({ as, std::move(other) });
        }
        needs.front().spec.unimodal = training::ExperimentSpec {}.unimodal; // which it does not read
        return needs;
    }

    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        return m_pool->cannotFit(cohort, spec);
    }

private:
    std::shared_ptr<const System> m_together;
    std::shared_ptr<const System> m_pool;
    SystemInfo m_info;
};

} // namespace

std::shared_ptr<const System> skipSystem(
    bool equal, std::shared_ptr<const System> together, std::shared_ptr<const System> pool)
{
    return std::make_shared<const SkipSystem>(equal, std::move(together), std::move(pool));
}

} // namespace btw::systems
