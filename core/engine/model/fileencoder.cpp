// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fileencoder.h"

#include "engine/model/boundfile.h"

namespace btw::model {

namespace {

class FileEncoder : public Encoder
{
public:
    FileEncoder(const ModelShape::Input& input, const std::string& path, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters)
        : m_parameters(parameters)
        , m_file(input, path, spec, parameters)
        , m_dropout(spec.encoderDropout)
        , m_width(spec.width)
        , m_weight(parameters.xavier(name + ".project.weight", { m_file.width(), spec.width }))
        , m_bias(parameters.constant(name + ".project.bias", { spec.width }, 0.0))
    {
        m_file.declare(name, spec, parameters);
    }

    at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const override
    {
        const auto options = input.values.options().requires_grad(false);
        const bool isSequence = m_file.takesSteps();
        if (isSequence && input.order.size(0) == 0)
            return at::zeros({ batch, m_width }, options);
        const Autocast inFull(options.device().type(), at::kFloat);
        const auto embedding
            = dropout(linear(m_file.embeddings(input, pass), m_parameters[m_weight], m_parameters[m_bias]),
                m_dropout, pass);
        return isSequence ? at::zeros({ batch, m_width }, options).index_copy(0, input.order, embedding)
                          : embedding;
    }

private:
    const Parameters& m_parameters;
    BoundFile m_file;
    double m_dropout;
    std::int64_t m_width;
    Parameters::Id m_weight, m_bias;
};

} // namespace

std::unique_ptr<Encoder> fileEncoder(const ModelShape::Input& input, const std::string& path,
    const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)
{
    return std::make_unique<FileEncoder>(input, path, spec, name, parameters);
}

} // namespace btw::model
