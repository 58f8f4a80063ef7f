// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/regression/regressionsystem.h"

#include "engine/analysis/referencedesign.h"
#include "engine/analysis/referencemodels.h"
#include "engine/data/features.h"
#include "engine/systems/reportonce.h"

#include <utility>

namespace btw::systems {

namespace {

class RegressionFitter : public training::Fitter
{
public:
    explicit RegressionFitter(const data::Cohort& cohort)
        : m_cohort(cohort)
    {
    }

    training::RunResult train(const training::RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& /*resumeFrom*/) override
    {
        const bool alone = plan.step == training::Step::Unimodal;
        const auto used = training::usedModalities(m_cohort, plan);
        const bool all = used.size() == m_cohort.modalityCount();
        const auto some = all ? data::Cohort() : data::withModalities(m_cohort, used);
        analysis::ReferenceOptions options;
        options.only = alone ? m_cohort.modalities[plan.modality].name : "all";
        auto models = analysis::fitReferenceModels(
            all ? m_cohort : some, options, [&control] { return control.stopRequested(); });
        if (models.empty()) {
            training::RunResult stopped;
            stopped.outcome = training::Outcome::Stopped;
            return stopped;
        }
        training::RunDetails details;
        details.chosen["strength"] = models.front().strength;
        return reportOnce(m_cohort, plan, std::move(models.front().predictions), std::move(details),
            models.front().state(), observer);
    }

private:
    const data::Cohort& m_cohort;
};

class RegressionPredictor : public training::Predictor
{
public:
    RegressionPredictor(const data::Cohort& people, const training::RunPlan& plan, ModelState model)
        : m_people(people)
        , m_used(training::usedModalities(people, plan))
        , m_alone(plan.step == training::Step::Unimodal)
        , m_model(std::move(model))
    {
    }

    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& /*unimodal*/) const override
    {
        return analysis::predictReference(m_people, m_used, m_alone, m_model);
    }

private:
    const data::Cohort& m_people;
    std::vector<std::size_t> m_used;
    bool m_alone;
    ModelState m_model;
};

class RegressionSystem : public System
{
public:
    RegressionSystem()
    {
        m_info.name = "regression";
        m_info.title = "Plain regression (L2 logistic, or ridge)";
        m_info.citation = "Hoerl and Kennard, Ridge Regression, Technometrics 1970";
        m_info.whyUnweighted = "A regression reads measurements; it has no embedding of each modality that a "
                               "weight could act on.";
        m_info.inputs
            = { data::ModalityKind::Vector, data::ModalityKind::Sequence, data::ModalityKind::Series };
        m_info.tasks = { Task::Regression, Task::Classification };
    }

    const SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const Place& /*place*/) const override
    {
        return std::make_unique<RegressionFitter>(cohort);
    }
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        return std::make_unique<RegressionPredictor>(people, plan, model);
    }

private:
    SystemInfo m_info;
};

} // namespace

std::shared_ptr<const System> regressionSystem() { return std::make_shared<const RegressionSystem>(); }

} // namespace btw::systems
