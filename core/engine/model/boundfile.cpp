// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/boundfile.h"

#include "engine/model/encodedrows.h"
#include "engine/model/ops.h"
#include "engine/model/scripttensors.h"
#include "engine/spec/encoderparameters.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace btw::model {

BoundFile::BoundFile(const ModelShape::Input& input, const std::string& path,
    const training::ExperimentSpec& spec, const Parameters& parameters)
    : m_parameters(parameters)
    , m_file(path, input.kind != data::ModalityKind::Vector, input.dims, input.steps)
    , m_tuned(training::encoderRate(spec) > 0)
{
    if (!input.scale.mean.empty()) {
        m_mean = at::tensor(input.scale.mean, at::kDouble);
        m_std = at::tensor(input.scale.std, at::kDouble);
    }
}

void BoundFile::declare(const std::string& name, const training::ExperimentSpec& spec, Parameters& parameters)
{
    if (!m_tuned)
        return;
    m_file.requireTunable();
    const double rate = training::encoderRate(spec) / spec.learningRate;
    std::map<const void*, Parameters::Id> known; // what a file has under two names stays one
    const auto add = [&](const auto& named, bool isBuffer) {
        for (const auto& one : named) {
            if (!one.value.is_floating_point())
                continue;
            const void* const itself = one.value.unsafeGetTensorImpl();
            auto found = known.find(itself);
            if (found == known.end()) {
                found = known.emplace(itself, parameters.given(name + ".file." + one.name, one.value)).first;
                parameters.setRate(found->second, isBuffer ? 0.0 : rate);
            }
            m_slots.push_back({ one.value, found->second, isBuffer });
        }
    };
    add(m_file.module().named_parameters(), false);
    add(m_file.module().named_buffers(), true);
}

/// Once the parameters have their place: the file's tensors become those, on the device. \param options of
/// the values
void BoundFile::bind(const at::TensorOptions& options) const
{
    if (m_isBound)
        return;
    const c10::InferenceMode off(false);
    const at::NoGradGuard noGradient;
    convert(m_file.module(), options.device(), c10::typeMetaToScalarType(options.dtype()));
    Replacements replacements;
    for (const auto& slot : m_slots)
        // A buffer is written while the graph is built: that is no change of the parameters beside it.
        replacements.emplace(slot.before.unsafeGetTensorImpl(),
            slot.isBuffer ? m_parameters[slot.id].variable_data() : m_parameters[slot.id]);
    replaceTensors(m_file.module(), replacements);
    m_slots.clear();
    if (m_mean.defined()) {
        m_mean = m_mean.to(options.device());
        m_std = m_std.to(options.device());
    }
    m_isBound = true;
}

void BoundFile::prepare(const Pass& pass, const at::Device& device) const
{
    const bool learns = m_tuned && pass.training;
    if (learns != m_learns) {
        auto module = m_file.module(); // the same one
        module.train(learns);
        m_learns = learns;
    }
    if (!learns)
        return;
    // Its dropout draws from the device's own generator: what it draws has to follow from the run's.
    auto seed = at::empty({ 1 }, at::TensorOptions(device).dtype(at::kLong));
    seed.random_(pass.generator);
    auto generator = at::globalContext().defaultGenerator(device);
    const std::lock_guard lock(generator.mutex());
    generator.set_current_seed(static_cast<std::uint64_t>(seed.item<std::int64_t>()));
}

at::Tensor BoundFile::asTheyStand(const at::Tensor& values) const
{
    return m_mean.defined() ? (values.to(at::kDouble) * m_std + m_mean).to(values.scalar_type()) : values;
}

PaddedInput BoundFile::given(const ModalityInput& input) const
{
    if (!takesSteps())
        return { asTheyStand(input.values), {} };
    auto raw = input;
    raw.values = asTheyStand(input.values);
    auto padded = paddedPresent(raw);
    if (m_file.takes() == EncoderTakes::Tokens)
        padded.values = at::round(padded.values.squeeze(2)).to(at::kLong);
    return padded;
}

PaddedInput BoundFile::alone(
    const ModalityInput& input, std::optional<PaddedInput>& all, std::int64_t p) const
{
    if (!all)
        all = given(input);
    const auto values = all->values.narrow(0, p, 1);
    if (!all->mask.defined())
        return { values, {} };
    const auto steps = all->mask[p].sum().item<std::int64_t>();
    return { values.narrow(1, 0, steps), all->mask.narrow(0, p, 1).narrow(1, 0, steps) };
}

at::TensorOptions BoundFile::begin(const ModalityInput& input, const Pass& pass) const
{
    const auto options = input.values.options().requires_grad(false);
    bind(options);
    prepare(pass, options.device());
    return options;
}

void BoundFile::requireWidth(std::int64_t width) const
{
    if (width != m_file.width())
        throw UnfitEncoder(m_file.path(),
            "its forward gives " + std::to_string(width) + " numbers for one row and "
                + std::to_string(m_file.width()) + " for another",
            "Let it give the same number of values for every row");
}

at::Tensor BoundFile::embeddings(const ModalityInput& input, const Pass& pass) const
{
    const auto options = begin(input, pass);
    const Autocast inFull(options.device().type(), at::kFloat);
    if (m_tuned) {
        const auto all = given(input);
        return m_file.encoded(all.values, all.mask).to(options.dtype());
    }
    const at::NoGradGuard noGradient;
    std::optional<PaddedInput> all;
    const auto one = [&](std::int64_t p) {
        const auto own = alone(input, all, p);
        auto row = m_file.encoded(own.values, own.mask);
        requireWidth(row.size(1));
        return row;
    };
    if (input.encoded != nullptr)
        return input.encoded
            ->of(
                m_file.path(), takesSteps() ? input.rows.index_select(0, input.order.cpu()) : input.rows, one)
            .to(options.dtype());
    std::vector<at::Tensor> rows { at::empty({ 0, m_file.width() }, options) };
    for (std::int64_t p = 0; p < (takesSteps() ? input.order.size(0) : input.values.size(0)); ++p)
        rows.push_back(one(p));
    return at::cat(rows).to(options.dtype());
}

PaddedInput BoundFile::steps(const ModalityInput& input, const Pass& pass) const
{
    const auto options = begin(input, pass);
    const Autocast inFull(options.device().type(), at::kFloat);
    if (m_tuned) {
        const auto all = given(input);
        auto own = m_file.steps(all.values, all.mask);
        requireWidth(own.values.size(2));
        return { own.values.to(options.dtype()), own.mask };
    }
    const at::NoGradGuard noGradient;
    std::optional<PaddedInput> all;
    const auto one = [&](std::int64_t p) {
        const auto own = alone(input, all, p);
        auto row = m_file.steps(own.values, own.mask).values;
        requireWidth(row.size(2));
        return row;
    };
    std::vector<at::Tensor> rows;
    if (input.encoded != nullptr)
        rows = input.encoded->stepsOf(m_file.path(), input.rows.index_select(0, input.order.cpu()), one);
    else
        for (std::int64_t p = 0; p < input.order.size(0); ++p)
            rows.push_back(one(p)[0]);
    std::vector<std::int64_t> lengths;
    lengths.reserve(rows.size());
    for (const auto& row : rows)
        lengths.push_back(row.size(0));
    const auto longest = *std::max_element(lengths.begin(), lengths.end());
    const auto real
        = at::arange(longest, at::kLong).unsqueeze(0) < at::tensor(lengths, at::kLong).unsqueeze(1);
    return { at::pad_sequence(rows, /*batch_first=*/true).to(options.dtype()), real.to(options.device()) };
}

} // namespace btw::model
