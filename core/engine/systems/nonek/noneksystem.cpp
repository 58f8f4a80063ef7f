// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/nonek/noneksystem.h"

#include "engine/systems/late/crossfit.h"
#include "engine/systems/late/scores.h"
#include "engine/systems/reportonce.h"

#include <utility>

namespace btw::systems {

namespace {

const std::string kFits = "fits"; ///< of the model's state

training::RunPlan ofSingle(const System& single, training::RunPlan plan)
{
    plan.spec.model = std::string(single.info().name);
    return plan;
}

class NoneKFitter : public training::Fitter
{
public:
    NoneKFitter(const System& single, const data::Cohort& cohort, Place place)
        : m_single(single)
        , m_cohort(cohort)
        , m_place(std::move(place))
    {
    }

    training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& resumeFrom) override
    {
        if (plan.step == training::Step::Unimodal)
            return m_single.fitter(m_cohort, m_place)
                ->train(ofSingle(m_single, plan), control, observer, resumeFrom);
        auto fit = crossFit(m_single, m_cohort, m_place, plan, control, observer);
        if (fit.stopped)
            return stoppedRun();
        const ScoreScale scale(m_cohort);
        Predictions predictions;
        const auto calibration = calibrateOthers(
            m_cohort, scale, scale.scores(fit.predictions, everyRow(m_cohort.size())), predictions);
        training::RunDetails details;
        details.folds = std::move(fit.folds);
        details.chosen = { { "calibration_slope", calibration.slope },
            { "calibration_intercept", calibration.intercept } };
        ModelState state;
        state.add(kFits, fit.model);
        state.set("calibration", std::vector<double> { calibration.slope, calibration.intercept });
        scale.keep(state);
        return reportOnce(
            m_cohort, plan, std::move(predictions), std::move(details), std::move(state), observer);
    }

private:
    const System& m_single;
    const data::Cohort& m_cohort;
    Place m_place;
};

class NoneKPredictor : public training::Predictor
{
public:
    NoneKPredictor(const System& single, const data::Cohort& people, const training::RunPlan& plan,
        const ModelState& model)
        : m_scale(model, people)
        , m_fits(crossFitPredictor(single, people, plan, model.part(kFits)))
    {
        const auto& calibration = model.numbers("calibration", 2);
        m_calibration = { calibration[0], calibration[1] };
    }

    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& /*unimodal*/) const override
    {
        auto predictions = m_fits->predict({}, {});
        const auto rows = everyRow(predictions.rows());
        m_scale.write(m_calibration.of(m_scale.scores(predictions, rows)), rows, predictions);
        return predictions;
    }

private:
    ScoreScale m_scale;
    Calibration m_calibration;
    std::unique_ptr<training::Predictor> m_fits;
};

class NoneKSystem : public System
{
public:
    explicit NoneKSystem(std::shared_ptr<const System> single)
        : m_single(std::move(single))
    {
        m_info = m_single->info();
        m_info.name = "none-k";
        m_info.title = "Mean of five unweighted mixtures of experts";
        m_info.citation = "Breiman, Bagging Predictors, Machine Learning 1996; and FuseMoE (moe)";
        m_info.whyUnweighted = "It is the control without weights for means of several models.";
        m_info.onlyByName = true;
        m_info.weighted = false;
        m_info.byGradient = false;
        std::erase(m_info.reads, training::Group::Weighting);
        m_info.own = {}; // it reads what the other brings
    }

    const SystemInfo& info() const override { return m_info; }

    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override
    {
        return std::make_unique<NoneKFitter>(*m_single, cohort, place);
    }

    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        if (plan.step == training::Step::Unimodal)
            return m_single->predictor(people, ofSingle(*m_single, plan), model);
        return std::make_unique<NoneKPredictor>(*m_single, people, plan, model);
    }

    std::vector<training::Parameter> parametersRead(const training::ExperimentSpec& /*spec*/) const override
    {
        auto all = m_info.parameters();
        const auto& single = m_single->info().own;
        all.insert(all.end(), single.begin(), single.end());
        return all;
    }

    training::ExperimentSpec specOf(training::Step step, const training::ExperimentSpec& spec) const override
    {
        auto own = System::specOf(step, spec);
        if (step == training::Step::Unimodal)
            own.model = std::string(m_single->info().name); // whose unimodal runs serve here, too
        return own;
    }

    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        auto problems = System::cannotFit(cohort, spec);
        for (auto& problem : cannotCrossFit(cohort, "A mean of five fits"))
            problems.push_back(std::move(problem));
        return problems;
    }

private:
    std::shared_ptr<const System> m_single;
    SystemInfo m_info;
};

} // namespace

std::shared_ptr<const System> noneKSystem(std::shared_ptr<const System> single)
{
    return std::make_shared<const NoneKSystem>(std::move(single));
}

} // namespace btw::systems
