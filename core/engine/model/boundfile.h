// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/encoderfile.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/padded.h"
#include "engine/model/parameters.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace btw::model {

/// A TorchScript file (EncoderFile) that reads one modality within a model. It gets the values as they stand
/// in the data: the standardisation is undone, tokens are whole numbers. With `encoder_rate` 0 its weights
/// stay as they are, it is in evaluation mode and is given each row by itself, once (EncodedRows), so that
/// its answers hang on no batch; else they are parameters like others, with that learning rate, and while
/// training it is in training mode. Its buffers of fractions (a batch norm's running means) are parameters of
/// rate 0 then, so that checkpoints and models keep them, too.
class BoundFile
{
public:
    /// \throws btw::Error as EncoderFile does
    BoundFile(const ModelShape::Input& input, const std::string& path, const training::ExperimentSpec& spec,
        const Parameters& parameters);
    BoundFile(const BoundFile&) = delete;
    BoundFile& operator=(const BoundFile&) = delete;

    /// Where it is fine-tuned, its weights become parameters "NAME.file....". \throws btw::Error for a file
    /// that has nothing to tune
    void declare(const std::string& name, const training::ExperimentSpec& spec, Parameters& parameters);

    std::int64_t width() const { return m_file.width(); } ///< E
    bool takesSteps() const { return m_file.takes() != EncoderTakes::Vectors; }

    /// `[P, E]`: of a vector every row of the batch, of a sequence those who have it, in the order of
    /// ModalityInput::order, of whom there must be some.
    at::Tensor embeddings(const ModalityInput& input, const Pass& pass) const;
    /// Of a sequence what it gives of each step, `[P, T, E]`, in the same order; of a file that gives one
    /// embedding of a row, that as the only step.
    PaddedInput steps(const ModalityInput& input, const Pass& pass) const;

private:
    /// A tensor of the file that training changes.
    struct Slot
    {
        at::Tensor before; ///< as it stands in the file; empty once it is replaced
        Parameters::Id id;
        bool isBuffer = false;
    };
    /// What the file is given: `[P, D]` without a mask, or `[P, T, D]` or `[P, T]` and `[P, T]`.
    PaddedInput given(const ModalityInput& input) const;
    /// One row of the input alone, with its real steps. \param all given(), made where it is not there yet:
    /// what is known of all rows needs none of it
    PaddedInput alone(const ModalityInput& input, std::optional<PaddedInput>& all, std::int64_t p) const;
    void requireWidth(std::int64_t width) const; ///< \throws UnfitEncoder where it is another one
    at::Tensor asTheyStand(const at::Tensor& values) const;
    /// Before the file is asked. \returns what embeddings are to be like
    at::TensorOptions begin(const ModalityInput& input, const Pass& pass) const;
    void bind(const at::TensorOptions& options) const;
    void prepare(const Pass& pass, const at::Device& device) const;

    const Parameters& m_parameters;
    EncoderFile m_file;
    bool m_tuned;
    mutable std::vector<Slot> m_slots;
    mutable at::Tensor m_mean, m_std; ///< of the features, double; undefined: not standardised
    mutable bool m_isBound = false;
    mutable bool m_learns = false;
};

} // namespace btw::model
