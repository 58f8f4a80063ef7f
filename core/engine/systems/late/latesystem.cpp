// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/latesystem.h"

#include "engine/data/features.h"
#include "engine/systems/late/crossfit.h"
#include "engine/systems/late/pool.h"
#include "engine/systems/reportonce.h"

#include <utility>

namespace btw::systems {

namespace {

class LateFitter : public training::Fitter
{
public:
    LateFitter(const data::Cohort& cohort, Place place, bool equal, const SystemRegistry& unimodal)
        : m_cohort(cohort)
        , m_place(std::move(place))
        , m_equal(equal)
        , m_unimodal(unimodal)
    {
    }

    training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& /*resumeFrom*/) override
    {
        training::RunDetails details;
        if (plan.step == training::Step::Unimodal) {
            auto fit
                = crossFit(m_unimodal.get(plan.spec.unimodal), m_cohort, m_place, plan, control, observer);
            if (fit.stopped)
                return stoppedRun();
            details.folds = std::move(fit.folds);
            return reportOnce(m_cohort, plan, std::move(fit.predictions), std::move(details),
                std::move(fit.model), observer);
        }
        const auto used = training::usedModalities(m_cohort, plan);
        const bool all = used.size() == m_cohort.modalityCount();
        const auto some = all ? data::Cohort() : data::withModalities(m_cohort, used);
        auto pool = poolModalities(all ? m_cohort : some, plan.unimodal, m_equal, plan.seed,
            [&control] { return control.stopRequested(); });
        if (pool.predictions.values.empty())
            return stoppedRun();
        details.heldOut = std::move(pool.weights);
        details.chosen = { { "lambda", pool.penalty }, { "calibration_slope", pool.slope },
            { "calibration_intercept", pool.intercept } };
        return reportOnce(
            m_cohort, plan, std::move(pool.predictions), std::move(details), std::move(pool.state), observer);
    }

private:
    const data::Cohort& m_cohort;
    Place m_place;
    bool m_equal;
    const SystemRegistry& m_unimodal;
};

class PoolPredictor : public training::Predictor
{
public:
    PoolPredictor(const data::Cohort& people, const training::RunPlan& plan, ModelState model)
        : m_people(data::withModalities(people, training::usedModalities(people, plan)))
        , m_model(std::move(model))
    {
    }

    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& unimodal) const override
    {
        return predictPool(m_people, unimodal, m_model);
    }

private:
    data::Cohort m_people;
    ModelState m_model;
};

class LateSystem : public System
{
public:
    LateSystem(bool equal, const SystemRegistry& unimodal)
        : m_equal(equal)
        , m_unimodal(unimodal)
    {
        m_info.name = equal ? "late-equal" : "late";
        m_info.title
            = equal ? "Late fusion, all modalities believed equally" : "Late fusion with held-out weights";
        m_info.citation = "Wolpert, Stacked Generalization, Neural Networks 1992; Breiman, Stacked "
                          "Regressions, Machine Learning 1996";
        m_info.whyUnweighted = equal
            ? "It is the control of late fusion, in which every modality counts the same."
            : "It finds its own weight for each modality, on people whom its models had not seen.";
        m_info.inputs
            = { data::ModalityKind::Vector, data::ModalityKind::Sequence, data::ModalityKind::Series };
        m_info.tasks = { Task::Regression, Task::Classification };
        m_info.readsUnimodal = true;
        m_info.reads = { training::Group::Pooling };
    }

    const SystemInfo& info() const override { return m_info; }

    std::unique_ptr<training::Fitter> fitter(const data::Cohort& cohort, const Place& place) const override
    {
        return std::make_unique<LateFitter>(cohort, place, m_equal, m_unimodal);
    }

    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        if (plan.step == training::Step::Unimodal)
            return crossFitPredictor(m_unimodal.get(plan.spec.unimodal), people, plan, model);
        return std::make_unique<PoolPredictor>(people, plan, model);
    }

    std::vector<training::Parameter> parametersRead(const training::ExperimentSpec& spec) const override
    {
        auto all = m_info.parameters();
        const auto* unimodal = m_unimodal.find(spec.unimodal);
        if (unimodal == nullptr) // which cannotFit() says
            return all;
        for (const auto& parameter : unimodal->info().parameters())
            // Its unimodal models read neither weights nor what models of several modalities read alone.
            if (training::findParameter(all, parameter.key) == nullptr
                && parameter.steps.contains(training::Step::Unimodal))
                all.push_back(parameter);
        return all;
    }

    training::ExperimentSpec specOf(training::Step step, const training::ExperimentSpec& spec) const override
    {
        auto own = System::specOf(step, spec);
        if (step == training::Step::Unimodal)
            own.model = "late"; // whose unimodal runs serve its control, too
        return own;
    }

    std::vector<data::Problem> cannotFit(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        const auto* system = m_unimodal.find(spec.unimodal);
        if (system == nullptr) {
            std::string known;
            for (const auto& one : m_unimodal.all())
                known += (known.empty() ? "" : ", ") + std::string(one->info().name);
            return { { data::Severity::Error, "unimodal",
                "Late fusion cannot be made of the unimodal models of '" + spec.unimodal + "'.",
                "Choose one of " + known + ".", "system-does-not-fit", { spec.unimodal } } };
        }
        auto problems = system->cannotFit(cohort, spec);
        for (auto& problem : cannotCrossFit(cohort, "Late fusion"))
            problems.push_back(std::move(problem));
        return problems;
    }

private:
    bool m_equal;
    SystemRegistry m_unimodal;
    SystemInfo m_info;
};

} // namespace

std::shared_ptr<const System> lateSystem(bool equal, const SystemRegistry& unimodal)
{
    return std::make_shared<const LateSystem>(equal, unimodal);
}

} // namespace btw::systems
