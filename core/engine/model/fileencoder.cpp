// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fileencoder.h"

#include "engine/error.h"
#include "engine/model/encodedrows.h"
#include "engine/model/encoderfile.h"
#include "engine/model/padded.h"
#include "engine/model/scripttensors.h"
#include "engine/spec/encoderparameters.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::model {

namespace {

class FileEncoder : public Encoder
{
public:
    FileEncoder(const ModelShape::Input& input, const std::string& path, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters)
        : m_parameters(parameters)
        , m_file(path, input.kind != data::ModalityKind::Vector, input.dims, input.steps)
        , m_dropout(spec.encoderDropout)
        , m_width(spec.width)
        , m_tuned(training::encoderRate(spec) > 0)
        , m_weight(parameters.xavier(name + ".project.weight", { m_file.width(), spec.width }))
        , m_bias(parameters.constant(name + ".project.bias", { spec.width }, 0.0))
    {
        if (!input.scale.mean.empty()) {
            m_mean = at::tensor(input.scale.mean, at::kDouble);
            m_std = at::tensor(input.scale.std, at::kDouble);
        }
        if (m_tuned)
            declare(name + ".file.", training::encoderRate(spec) / spec.learningRate, parameters);
    }

    at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const override
    {
        const auto options = input.values.options().requires_grad(false);
        const bool isSequence = m_file.takes() != EncoderTakes::Vectors;
        if (isSequence && input.order.size(0) == 0)
            return at::zeros({ batch, m_width }, options);
        bind(options);
        prepare(pass, options.device());
        const Autocast inFull(options.device().type(), at::kFloat);
        const auto embedding = dropout(
            linear(encoded(input).to(options.dtype()), m_parameters[m_weight], m_parameters[m_bias]),
            m_dropout, pass);
        return isSequence ? at::zeros({ batch, m_width }, options).index_copy(0, input.order, embedding)
                          : embedding;
    }

private:
    /// A tensor of the file that training changes.
    struct Slot
    {
        at::Tensor before; ///< as it stands in the file; empty once it is replaced
        Parameters::Id id;
        bool isBuffer = false;
    };

    void declare(const std::string& prefix, double rate, Parameters& parameters)
    {
        m_file.requireTunable();
        std::map<const void*, Parameters::Id> known; // what a file has under two names stays one
        const auto add = [&](const auto& named, bool isBuffer) {
            for (const auto& one : named) {
                if (!one.value.is_floating_point())
                    continue;
                const void* const itself = one.value.unsafeGetTensorImpl();
                auto found = known.find(itself);
                if (found == known.end()) {
                    found = known.emplace(itself, parameters.given(prefix + one.name, one.value)).first;
                    parameters.setRate(found->second, isBuffer ? 0.0 : rate);
                }
                m_slots.push_back({ one.value, found->second, isBuffer });
            }
        };
        add(m_file.module().named_parameters(), false);
        add(m_file.module().named_buffers(), true);
    }

    /// Once the parameters have their place: the file's tensors become those, on the device. \param options
    /// of the values
    void bind(const at::TensorOptions& options) const
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

    void prepare(const Pass& pass, const at::Device& device) const
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

    at::Tensor asTheyStand(const at::Tensor& values) const
    {
        return m_mean.defined() ? (values.to(at::kDouble) * m_std + m_mean).to(values.scalar_type()) : values;
    }

    /// What the file is given: `[P, D]` without a mask, or `[P, T, D]` or `[P, T]` and `[P, T]`.
    PaddedInput given(const ModalityInput& input) const
    {
        if (m_file.takes() == EncoderTakes::Vectors)
            return { asTheyStand(input.values), {} };
        auto raw = input;
        raw.values = asTheyStand(input.values);
        auto padded = paddedPresent(raw);
        if (m_file.takes() == EncoderTakes::Tokens)
            padded.values = at::round(padded.values.squeeze(2)).to(at::kLong);
        return padded;
    }

    /// `[P, E]`, of sequences in the order of ModalityInput::order.
    at::Tensor encoded(const ModalityInput& input) const
    {
        if (m_tuned) {
            const auto all = given(input);
            return m_file.encoded(all.values, all.mask);
        }
        const at::NoGradGuard noGradient;
        std::optional<PaddedInput> all; // made where a row is not known yet
        const auto one = [&](std::int64_t p) {
            if (!all)
                all = given(input);
            auto values = all->values.narrow(0, p, 1);
            auto mask = all->mask;
            if (mask.defined()) {
                const auto steps = mask[p].sum().item<std::int64_t>();
                values = values.narrow(1, 0, steps);
                mask = mask.narrow(0, p, 1).narrow(1, 0, steps);
            }
            auto row = m_file.encoded(values, mask);
            if (row.size(1) != m_file.width())
                throw UnfitEncoder(m_file.path(),
                    "its forward gives " + std::to_string(row.size(1)) + " numbers for one row and "
                        + std::to_string(m_file.width()) + " for another",
                    "Let it give the same number of values for every row");
            return row;
        };
        const bool isSequence = m_file.takes() != EncoderTakes::Vectors;
        if (input.encoded != nullptr)
            return input.encoded->of(
                m_file.path(), isSequence ? input.rows.index_select(0, input.order.cpu()) : input.rows, one);
        std::vector<at::Tensor> rows { at::empty({ 0, m_file.width() }, input.values.options()) };
        for (std::int64_t p = 0; p < (isSequence ? input.order.size(0) : input.values.size(0)); ++p)
            rows.push_back(one(p));
        return at::cat(rows);
    }

    const Parameters& m_parameters;
    EncoderFile m_file;
    double m_dropout;
    std::int64_t m_width;
    bool m_tuned;
    Parameters::Id m_weight, m_bias;
    mutable std::vector<Slot> m_slots;
    mutable at::Tensor m_mean, m_std; ///< of the features, double; undefined: not standardised
    mutable bool m_isBound = false;
    mutable bool m_learns = false;
};

} // namespace

std::unique_ptr<Encoder> fileEncoder(const ModelShape::Input& input, const std::string& path,
    const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)
{
    return std::make_unique<FileEncoder>(input, path, spec, name, parameters);
}

} // namespace btw::model
