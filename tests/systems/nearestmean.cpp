// SPDX-License-Identifier: GPL-3.0-or-later
#include "nearestmean.h"

#include "engine/systems/reportonce.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace btw;
using training::RunPlan;

namespace {

std::string nameOf(std::size_t modality) { return "means" + std::to_string(modality); }

std::vector<std::size_t> usedBy(const data::Cohort& cohort, const RunPlan& plan)
{
    return plan.step == training::Step::Unimodal ? std::vector { plan.modality }
                                                 : training::usedModalities(cohort, plan);
}

/// Means of the training rows that have the modality, class by class.
ModelState fitted(const data::Cohort& cohort, const std::vector<std::size_t>& used)
{
    ModelState state;
    for (std::size_t u = 0; u < used.size(); ++u) {
        const auto& modality = cohort.modalities[used[u]];
        const auto dims = static_cast<std::size_t>(modality.dims);
        std::vector<double> means(cohort.classes.size() * dims), rows(cohort.classes.size());
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] != Split::Train || modality.present[i] == 0)
                continue;
            const auto c = static_cast<std::size_t>(cohort.y[i]);
            rows[c] += 1;
            for (std::size_t d = 0; d < dims; ++d)
                means[c * dims + d] += static_cast<double>(modality.values[i * dims + d]);
        }
        for (std::size_t at = 0; at < means.size(); ++at)
            means[at] /= rows[at / dims];
        state.set(nameOf(u), std::move(means));
    }
    return state;
}

Predictions predicted(
    const data::Cohort& cohort, const std::vector<std::size_t>& used, const ModelState& model)
{
    const std::size_t classes = cohort.classes.size();
    Predictions found { classes, {} };
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        std::vector<double> shares(classes);
        double sum = 0;
        for (std::size_t c = 0; c < classes; ++c) {
            double distance = 0;
            for (std::size_t u = 0; u < used.size(); ++u) {
                const auto& modality = cohort.modalities[used[u]];
                const auto dims = static_cast<std::size_t>(modality.dims);
                const auto& means = model.numbers(nameOf(u), classes * dims);
                for (std::size_t d = 0; d < dims && modality.present[i] != 0; ++d)
                    distance += std::pow(
                        static_cast<double>(modality.values[i * dims + d]) - means[c * dims + d], 2);
            }
            sum += shares[c] = std::exp(-distance / 2);
        }
        for (const double share : shares)
            found.values.push_back(
                static_cast<float>(sum > 0 ? share / sum : 1.0 / static_cast<double>(classes)));
    }
    return found;
}

class NearestMeanFitter : public training::Fitter
{
public:
    explicit NearestMeanFitter(const data::Cohort& cohort)
        : m_cohort(cohort)
    {
    }
    training::RunResult train(const RunPlan& plan, training::RunControl& control,
        training::RunObserver& observer, const std::optional<std::string>& /*resumeFrom*/) override
    {
        if (control.stopRequested())
            return systems::stoppedRun();
        const auto used = usedBy(m_cohort, plan);
        auto model = fitted(m_cohort, used);
        auto predictions = predicted(m_cohort, used, model);
        return systems::reportOnce(m_cohort, plan, std::move(predictions), {}, std::move(model), observer);
    }

private:
    const data::Cohort& m_cohort;
};

class NearestMeanPredictor : public training::Predictor
{
public:
    NearestMeanPredictor(const data::Cohort& people, const RunPlan& plan, ModelState model)
        : m_people(people)
        , m_used(usedBy(people, plan))
        , m_model(std::move(model))
    {
    }
    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& /*unimodal*/) const override
    {
        return predicted(m_people, m_used, m_model);
    }

private:
    const data::Cohort& m_people;
    std::vector<std::size_t> m_used;
    ModelState m_model;
};

class NearestMean : public systems::System
{
public:
    NearestMean()
    {
        m_info.name = "nearest-mean";
        m_info.title = "The class whose mean is nearest";
        m_info.citation = "tests";
        m_info.inputs = { data::ModalityKind::Vector };
        m_info.tasks = { Task::Classification };
    }
    const systems::SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const systems::Place& /*place*/) const override
    {
        return std::make_unique<NearestMeanFitter>(cohort);
    }
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const RunPlan& plan, const ModelState& model) const override
    {
        return std::make_unique<NearestMeanPredictor>(people, plan, model);
    }

private:
    systems::SystemInfo m_info;
};

} // namespace

systems::SystemRegistry systemsWithAnother()
{
    auto systems = systems::builtinSystems();
    systems.add(std::make_shared<NearestMean>());
    return systems;
}
