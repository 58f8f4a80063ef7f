// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/mult.h"

#include "engine/error.h"
#include "engine/model/multparameters.h"
#include "engine/model/padded.h"
#include "engine/spec/encoderfiles.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace btw::model {

MultModel::MultModel(const ModelShape& shape, const training::ExperimentSpec& spec, Parameters& parameters)
    : m_parameters(parameters)
    , m_width(static_cast<std::int64_t>(kMultParameters[0].number(spec)))
    , m_dropout(kMultParameters[3].number(spec))
{
    const auto heads = static_cast<std::int64_t>(kMultParameters[1].number(spec));
    const auto layers = static_cast<std::int64_t>(kMultParameters[2].number(spec));
    if (m_width % heads
        != 0) // which cannotFit() says of what is to be trained; a model's file may say anything
        throw Error("mult_heads: " + std::to_string(heads) + " heads cannot share a width of "
            + std::to_string(m_width) + ".");
    const auto count = shape.inputs.size();
    const auto joined = static_cast<std::int64_t>(std::max<std::size_t>(count - 1, 1)) * m_width;
    for (std::size_t m = 0; m < count; ++m) {
        const std::string name = "modality." + std::to_string(m);
        const auto& own = shape.inputs[m];
        std::optional<TimePoints> points;
        std::unique_ptr<BoundFile> file;
        Parameters::Id weight = 0;
        if (own.kind == data::ModalityKind::Series) { // which no file reads
            points.emplace(own.dims, m_width, spec, name, parameters);
        } else {
            if (const auto path = training::encoderFileOf(spec, own.name); !path.empty())
                file = std::make_unique<BoundFile>(own, path, spec, parameters);
            weight = parameters.xavier(name + ".project", { file ? file->width() : own.dims, m_width });
            if (file)
                file->declare(name, spec, parameters);
        }
        std::vector<Transformer> from;
        for (std::size_t other = 0; other < count; ++other)
            if (other != m)
                from.emplace_back(
                    m_width, heads, layers, m_dropout, name + ".from." + std::to_string(other), parameters);
        m_modalities.push_back({ weight, std::move(points), std::move(file), std::move(from),
            Transformer(joined, heads, layers, m_dropout, name + ".joined", parameters) });
    }
    const auto all = joined * static_cast<std::int64_t>(count);
    m_head1 = parameters.xavier("head.1.weight", { all, all });
    m_headBias1 = parameters.constant("head.1.bias", { all }, 0.0);
    m_head2 = parameters.xavier("head.2.weight", { all, all });
    m_headBias2 = parameters.constant("head.2.bias", { all }, 0.0);
    m_output = parameters.xavier("output.weight", { all, shape.outputs });
    m_outputBias = parameters.constant("output.bias", { shape.outputs }, 0.0);
}

Steps MultModel::atPoints(std::size_t m, const ModelInput& input) const
{
    const auto& modality = input.modalities[m];
    const auto& points = *m_modalities[m].points;
    auto values = at::zeros({ input.present.size(1), points.count(), m_width },
        m_parameters[m_outputBias].options().requires_grad(false));
    if (modality.order.size(0) > 0)
        values = values.index_copy(0, modality.order, points.forward(modality.values, modality));
    const auto isThere = input.present.select(0, static_cast<std::int64_t>(m)) > 0; // [B, 1]
    return { values, isThere.expand({ -1, points.count() }).contiguous() };
}

Steps MultModel::given(std::size_t m, const ModelInput& input, const Pass& pass) const
{
    const auto& modality = input.modalities[m];
    const auto* const file = m_modalities[m].file.get();
    const auto batch = input.present.size(1);
    if (!modality.batchSizes.defined()) {
        const auto values = file == nullptr ? modality.values : file->embeddings(modality, pass);
        return { values.unsqueeze(1), input.present.select(0, static_cast<std::int64_t>(m)) > 0 };
    }
    if (modality.batchSizes.numel() == 0) { // nobody of this batch has it
        const auto options = modality.values.options().requires_grad(false);
        return { at::zeros({ batch, 1, m_parameters[m_modalities[m].weight].size(0) }, options),
            at::zeros({ batch, 1 }, options.dtype(at::kBool)) };
    }
    const auto sequence = file == nullptr ? padded(modality, batch)
                                          : ofBatch(file->steps(modality, pass), modality.order, batch);
    return { sequence.values, sequence.mask };
}

Steps MultModel::projected(std::size_t m, const ModelInput& input, const Pass& pass) const
{
    const auto batch = input.present.size(1);
    auto steps = given(m, input, pass);
    const auto& weight = m_parameters[m_modalities[m].weight];
    const auto length = steps.values.size(1);
    const auto rows = at::mm(steps.values.reshape({ batch * length, -1 }), weight);
    steps.values = rows.view({ batch, length, m_width });
    return steps;
}

Steps MultModel::placed(std::size_t m, const ModelInput& input, const Pass& pass) const
{
    auto steps = m_modalities[m].points ? atPoints(m, input) : projected(m, input, pass);
    const auto options = m_parameters[m_outputBias].options().requires_grad(false);
    steps.values = dropout(steps.values * std::sqrt(static_cast<double>(m_width))
            + positions(steps.values.size(1), m_width, options),
        m_dropout, pass);
    return steps;
}

at::Tensor MultModel::last(const at::Tensor& values, const at::Tensor& real)
{
    const auto lengths = real.sum(1, true); // int64 [B, 1]; real steps come first
    const auto index = (lengths - 1).clamp_min(0).unsqueeze(2).expand({ -1, 1, values.size(2) });
    return values.gather(1, index).squeeze(1) * (lengths > 0);
}

ModelOutput MultModel::forward(const ModelInput& input, const Pass& pass) const
{
    std::vector<Steps> all;
    for (std::size_t m = 0; m < m_modalities.size(); ++m)
        all.push_back(placed(m, input, pass));
    std::vector<at::Tensor> parts;
    for (std::size_t m = 0; m < m_modalities.size(); ++m) {
        const auto& modality = m_modalities[m];
        std::vector<at::Tensor> seen;
        for (std::size_t other = 0; other < all.size(); ++other)
            if (other != m)
                seen.push_back(modality.from[seen.size()].forward(all[m], &all[other], pass));
        const Steps joined { seen.empty() ? all[m].values : at::cat(seen, 2), all[m].real };
        parts.push_back(last(modality.joined.forward(joined, nullptr, pass), joined.real));
    }
    const auto& p = m_parameters;
    const auto x = at::cat(parts, 1);
    const auto inner = dropout(at::relu(linear(x, p[m_head1], p[m_headBias1])), m_dropout, pass);
    ModelOutput result;
    result.output = linear(x + linear(inner, p[m_head2], p[m_headBias2]), p[m_output], p[m_outputBias]);
    return result;
}

} // namespace btw::model
