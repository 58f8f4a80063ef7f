// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/model/fusionmodel.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// What a made-up model says, and what it hears.
struct Script
{
    struct Batch
    {
        std::vector<std::int64_t> rows;
        bool isTraining = false;
        bool isFirstStage = false;
        at::Tensor history, counts, weights, present; ///< as the model is given them
    };

    /// As many numbers as the model has outputs. \param epoch the last one that was trained
    std::function<std::vector<float>(std::int64_t row, std::int64_t epoch)> says;
    bool isInStages = false;

    std::function<void(const Batch&)> atBatch;
    std::vector<Batch> batches;
    btw::model::ModelShape shape;
    std::int64_t epoch = 0;
};

/// Says what its script says, plus one number that it learns for all rows. Its other losses, diagnostics and
/// what it remembers follow from the rows' numbers.
class ScriptedModel : public btw::model::FusionModel
{
public:
    ScriptedModel(const btw::model::ModelShape& shape, btw::model::Parameters& parameters, Script& script)
        : m_script(script)
        , m_parameters(parameters)
        , m_modalities(static_cast<std::int64_t>(shape.inputs.size()))
        , m_shift(parameters.constant("shift", { 1 }, 0.0))
    {
        m_script.shape = shape;
        if (script.isInStages) {
            m_critic = parameters.constant("critic", { 1 }, 0.0);
            parameters.setFirstStage(m_critic);
        }
    }

    /// Other losses: `mean_row`, `joined` (the same of two batches) and, in stages, `critic`.
    btw::model::ModelOutput forward(
        const btw::model::ModelInput& input, const btw::model::Pass& pass) const override
    {
        const auto& places = input.modalities.front().rows;
        const auto* row = places.data_ptr<std::int64_t>();
        const auto& known = input.supervision;
        if (pass.training)
            m_script.epoch = known.epoch;
        m_script.batches.push_back({ { row, row + places.numel() }, pass.training, known.first, known.history,
            known.counts, input.weights, input.present });
        if (m_script.atBatch)
            m_script.atBatch(m_script.batches.back());
        const auto& rows = m_script.batches.back().rows;
        btw::model::ModelOutput result;
        if (!known.first)
            result.output = said(rows) + m_parameters[m_shift];
        if (!pass.training) {
            result.diagnostics = counted(rows);
            return result;
        }
        float sum = 0;
        for (const auto i : rows)
            sum += static_cast<float>(i);
        const auto count = at::tensor(std::vector<float> { static_cast<float>(rows.size()) });
        const auto sums = at::cat({ at::tensor(std::vector<float> { sum }), count });
        result.extra.push_back({ "mean_row", 0.25, sums, meanOf });
        result.extra.push_back({ "joined", 0.5, sums, meanOf, false, true });
        if (m_script.isInStages)
            result.extra.push_back(
                { "critic", 0.5, at::cat({ m_parameters[m_critic] * sum, count }), meanOf, true });
        std::vector<float> remembered;
        for (const auto i : rows) {
            remembered.push_back(static_cast<float>(i + 1));
            remembered.push_back(2.0F);
        }
        result.remembered = at::tensor(remembered).view({ -1, 2 });
        return result;
    }

    /// Counts, then numbers of rows: some that are only numbered, of the modalities, and of parts with names.
    std::vector<btw::model::Diagnostic> diagnostics() const override
    {
        return { { "routing", { 2, 3 } }, { "numbered", { m_modalities + 2 } }, { "trust", { m_modalities } },
            { "aspect", { 2 }, { "low", "high" } } };
    }
    std::int64_t remembers() const override { return 2; }

private:
    static at::Tensor meanOf(const at::Tensor& sums) { return sums[0] / sums[1]; }

    at::Tensor said(const std::vector<std::int64_t>& rows) const
    {
        std::vector<float> all;
        for (const auto i : rows) {
            const auto one = m_script.says(i, m_script.epoch);
            all.insert(all.end(), one.begin(), one.end());
        }
        return at::tensor(all).view({ static_cast<std::int64_t>(rows.size()), -1 });
    }

    /// `routing`: i % 5 up to 2 of the first three, nothing of the others. `trust`: i + m * m. `aspect`: 1
    /// and i.
    std::vector<at::Tensor> counted(const std::vector<std::int64_t>& rows) const
    {
        std::vector<float> routing(6, 0.0F), trust, aspect;
        for (const auto i : rows) {
            routing[static_cast<std::size_t>(std::min<std::int64_t>(i % 5, 2))] += 1;
            for (std::int64_t m = 0; m < m_modalities; ++m)
                trust.push_back(static_cast<float>(i + m * m));
            aspect.push_back(1.0F);
            aspect.push_back(static_cast<float>(i));
        }
        const auto count = static_cast<std::int64_t>(rows.size());
        return { at::tensor(routing).view({ 2, 3 }), at::ones({ count, m_modalities + 2 }),
            at::tensor(trust).view({ count, m_modalities }), at::tensor(aspect).view({ count, 2 }) };
    }

    Script& m_script;
    const btw::model::Parameters& m_parameters;
    std::int64_t m_modalities;
    btw::model::Parameters::Id m_shift;
    btw::model::Parameters::Id m_critic = 0;
};

/// Such a model in place of the one that specs name by default.
inline std::shared_ptr<const btw::model::FusionRegistry> scriptedModels(Script& script)
{
    auto models = std::make_shared<btw::model::FusionRegistry>();
    models->add("moe",
        [&script](const btw::model::ModelShape& shape, const btw::training::ExperimentSpec& /*spec*/,
            btw::model::Parameters& parameters) -> std::unique_ptr<btw::model::FusionModel> {
            return std::make_unique<ScriptedModel>(shape, parameters, script);
        });
    return models;
}

/// Vectors `a`, `b` and `c` of one to three features, which every row has. Labels of training rows are 3 and
/// -1 in turn, so that as many of each have mean 1 and deviation 2; those of other rows are their numbers.
/// \param splits a letter a row: t, v or x (test)
inline btw::data::Cohort scriptedCohort(const std::string& splits)
{
    btw::data::Cohort cohort;
    bool isHigh = false;
    for (std::size_t i = 0; i < splits.size(); ++i) {
        cohort.ids.push_back("p" + std::to_string(i));
        cohort.splits.push_back(splits[i] == 't' ? btw::Split::Train
                : splits[i] == 'v'               ? btw::Split::Validation
                                                 : btw::Split::Test);
        if (splits[i] == 't')
            isHigh = !isHigh;
        cohort.y.push_back(splits[i] != 't' ? static_cast<double>(i) : isHigh ? 3.0 : -1.0);
    }
    for (const char* name : { "a", "b", "c" }) {
        btw::data::Modality modality;
        modality.name = name;
        modality.dims = static_cast<std::int64_t>(cohort.modalities.size()) + 1;
        modality.present.assign(splits.size(), 1);
        for (std::size_t k = 0; k < splits.size() * static_cast<std::size_t>(modality.dims); ++k)
            modality.values.push_back(static_cast<float>(k));
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}
