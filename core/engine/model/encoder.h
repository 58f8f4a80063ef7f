// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fusionmodel.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace btw::model {

/// Dropout on a modality's input features, which wide ones have.
double inputDropoutFor(std::int64_t dims, const training::ExperimentSpec& spec);

/// Turns one modality's features into embeddings of the common width d: `[B, d]`.
class Encoder
{
public:
    virtual ~Encoder() = default;
    virtual at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const = 0;
};

/// dropout (input features) - Linear(D, hidden) - ReLU - dropout - Linear(hidden, d).
class MlpEncoder : public Encoder
{
public:
    MlpEncoder(std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name,
        Parameters& parameters);
    at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const override;

private:
    const Parameters& m_parameters;
    double m_inputDropout;
    double m_dropout;
    Parameters::Id m_w1, m_b1, m_w2, m_b2;
};

/// One LSTM layer over packed real steps; the state after the last real step, `[B, d]`; zeros where absent.
class LstmEncoder : public Encoder
{
public:
    LstmEncoder(std::int64_t dims, const training::ExperimentSpec& spec, const std::string& name,
        Parameters& parameters);
    at::Tensor forward(const ModalityInput& input, std::int64_t batch, const Pass& pass) const override;

private:
    const Parameters& m_parameters;
    double m_inputDropout;
    double m_dropout;
    std::int64_t m_width;
    Parameters::Id m_wIn, m_wState, m_bIn, m_bState;
};

/// \param name of the modality's encoder in the names of its parameters
using EncoderFactory = std::function<std::unique_ptr<Encoder>(std::int64_t dims,
    const training::ExperimentSpec& spec, const std::string& name, Parameters& parameters)>;

/// Encoders by name, each for one kind of modality. A value that is passed in: a test can add one.
class EncoderRegistry
{
public:
    /// \throws btw::Error for a name that is there already.
    void add(const std::string& name, data::ModalityKind kind, EncoderFactory factory);
    /// That of a file, where the spec names one for the modality (fileencoder.h); the one that the spec names
    /// for sequences, else the first that takes this kind of input. \throws btw::Error where
    /// there is none.
    std::unique_ptr<Encoder> create(const ModelShape::Input& input, const training::ExperimentSpec& spec,
        const std::string& name, Parameters& parameters) const;

private:
    struct Entry
    {
        std::string name;
        data::ModalityKind kind = data::ModalityKind::Vector;
        EncoderFactory make;
    };
    std::vector<Entry> m_entries;
};

/// The built-in encoders: `mlp` for vectors, `lstm` and `transformer` for sequences, `time-attention` for
/// irregular series.
EncoderRegistry builtinEncoders();

} // namespace btw::model
