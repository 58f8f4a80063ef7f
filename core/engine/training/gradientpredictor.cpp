// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/gradientpredictor.h"

#include "engine/error.h"
#include "engine/model/encoderproblems.h"
#include "engine/training/batches.h"
#include "engine/training/modelrun.h"
#include "engine/training/runtime.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <numeric>

namespace btw::training {

namespace {

std::vector<std::int64_t> dimsOf(const data::Cohort& cohort)
{
    std::vector<std::int64_t> dims;
    dims.reserve(cohort.modalityCount());
    for (const auto& modality : cohort.modalities)
        dims.push_back(modality.dims);
    return dims;
}

class GradientPredictor : public Predictor
{
public:
    GradientPredictor(const data::Cohort& people, const RunPlan& plan, const model::FusionRegistry& models,
        const ModelState& state)
        : m_people(people)
        , m_batches(people, data::Scaler::fromState(state.part("scaler"), dimsOf(people)))
        , m_used(usedModalities(people, plan))
        , m_parameters(at::detail::createCPUGenerator(0))
    {
        auto own = plan.spec; // of the modalities that it sees
        own.modalities.clear();
        for (const auto m : m_used)
            own.modalities.push_back(people.modalities[m].name);
        for (const auto& problem : model::encoderProblems(people, own))
            throw Error(problem.what + " " + problem.remedy);
        const auto& values = state.floats("values");
        // What the settings say may come from anywhere: no memory is taken for more than is there.
        m_parameters.limit(static_cast<std::int64_t>(values.size()));
        m_model = createModel(models, plan, m_batches.shape(m_used), at::kCPU, m_parameters);
        if (static_cast<std::int64_t>(values.size()) != m_parameters.count())
            throw Error("The model cannot be used: it has " + std::to_string(values.size())
                + " parameters where one of its settings has " + std::to_string(m_parameters.count())
                + ". Train it again with this version of the program.");
        std::copy(values.begin(), values.end(), m_parameters.values().data_ptr<float>());
    }

    Predictions predict(
        const std::vector<float>& weights, const std::vector<Predictions>& /*unimodal*/) const override
    {
        Predictions result;
        result.width = m_people.predictionWidth();
        result.values.resize(m_people.size() * result.width);
        std::vector<std::size_t> rows(m_people.size());
        std::iota(rows.begin(), rows.end(), std::size_t { 0 });
        predictRows(weights, rows, result);
        return result;
    }

    void predictRows(const std::vector<float>& weights, const std::vector<std::size_t>& rows,
        Predictions& into) const override
    {
        flushDenormals();
        training::predictRows(*m_model, m_batches, m_used, weights, rows, into);
    }

private:
    const data::Cohort& m_people;
    Batches m_batches;
    std::vector<std::size_t> m_used;
    model::Parameters m_parameters;
    std::unique_ptr<model::FusionModel> m_model;
};

} // namespace

std::unique_ptr<Predictor> gradientPredictor(const data::Cohort& people, const RunPlan& plan,
    const model::FusionRegistry& models, const ModelState& state)
{
    return std::make_unique<GradientPredictor>(people, plan, models, state);
}

} // namespace btw::training
