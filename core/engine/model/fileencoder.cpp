// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fileencoder.h"

#include "engine/error.h"
#include "engine/model/encoderfile.h"
#include "engine/model/padded.h"
#include "engine/spec/encoderparameters.h"

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace btw::model {

namespace {

/// The part of a module that a dotted name lies in, and the name there.
std::pair<torch::jit::Module, std::string> ownerOf(torch::jit::Module module, const std::string& name)
{
    std::size_t from = 0;
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', from)) {
        module = module.attr(name.substr(from, dot - from)).toModule();
        from = dot + 1;
    }
    return { std::move(module), name.substr(from) };
}

class FileEncoder : public Encoder
{
public:
    FileEncoder(const ModelShape::Input& input, const std::string& path, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters)
        : m_parameters(parameters)
        , m_file(path, input.kind != data::ModalityKind::Vector, input.dims)
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
        std::string name;
        Parameters::Id id;
        bool isBuffer = false;
    };

    void declare(const std::string& prefix, double rate, Parameters& parameters)
    {
        std::map<const void*, Parameters::Id> known; // what a file has under two names stays one
        const auto add = [&](const auto& named, bool isBuffer) {
            for (const auto& one : named) {
                if (!one.value.is_floating_point())
                    continue;
                if (one.value.scalar_type() != at::kFloat && one.value.scalar_type() != at::kDouble)
                    throw Error(m_file.path() + ": its weights are of type "
                        + std::string(c10::toString(one.value.scalar_type()))
                        + "; to be fine-tuned (encoder_rate) they have to be of 32 bits.");
                const void* const itself = one.value.unsafeGetTensorImpl();
                auto found = known.find(itself);
                if (found == known.end()) {
                    found = known.emplace(itself, parameters.given(prefix + one.name, one.value)).first;
                    parameters.setRate(found->second, isBuffer ? 0.0 : rate);
                }
                m_slots.push_back({ one.name, found->second, isBuffer });
            }
        };
        add(m_file.module().named_parameters(), false);
        if (m_slots.empty())
            throw Error(m_file.path()
                + ": it has no weights that could be fine-tuned (a model that was frozen has none). Leave "
                  "encoder_rate at 0, or save the model before it is frozen.");
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
        const auto move = [&](const auto& tensors) {
            for (const at::Tensor& tensor : tensors) {
                tensor.set_requires_grad(false);
                const auto type = tensor.is_floating_point() ? c10::typeMetaToScalarType(options.dtype())
                                                             : tensor.scalar_type();
                tensor.set_data(tensor.to(options.device(), type));
            }
        };
        move(m_file.module().parameters());
        move(m_file.module().buffers());
        for (const auto& slot : m_slots) {
            auto [module, name] = ownerOf(m_file.module(), slot.name);
            // A buffer is written while the graph is built: that is no change of the parameters beside it.
            module.setattr(
                name, slot.isBuffer ? m_parameters[slot.id].variable_data() : m_parameters[slot.id]);
        }
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

    at::Tensor encoded(const ModalityInput& input) const
    {
        std::optional<at::NoGradGuard> noGradient;
        if (!m_tuned)
            noGradient.emplace();
        if (m_file.takes() == EncoderTakes::Vectors)
            return m_file.encoded(asTheyStand(input.values), {});
        auto raw = input;
        raw.values = asTheyStand(input.values);
        const auto [values, real] = paddedPresent(raw);
        return m_file.encoded(
            m_file.takes() == EncoderTakes::Tokens ? at::round(values.squeeze(2)).to(at::kLong) : values,
            real);
    }

    const Parameters& m_parameters;
    EncoderFile m_file;
    double m_dropout;
    std::int64_t m_width;
    bool m_tuned;
    Parameters::Id m_weight, m_bias;
    std::vector<Slot> m_slots;
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
