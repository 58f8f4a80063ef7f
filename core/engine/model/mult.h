// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/boundfile.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/timepoints.h"
#include "engine/model/transformer.h"

#include <memory>
#include <optional>
#include <vector>

namespace btw::model {

/// MulT (Tsai et al., Multimodal Transformer for Unaligned Multimodal Language Sequences, ACL 2019;
/// docs/method, "MulT"): for each pair of modalities a transformer whose steps of the one attend to the steps
/// of the other, as they come, aligned or not; for each modality one more that joins what it has from all
/// others. What its last real steps hold makes the prediction. A vector counts as a sequence of one step; the
/// steps of an irregular series are reference points in time, to which attention brings it (TimePoints).
/// Where a file encodes a modality (BoundFile), the steps are what it gives of them, or its one embedding.
class MultModel : public FusionModel
{
public:
    MultModel(const ModelShape& shape, const training::ExperimentSpec& spec, Parameters& parameters);
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;

private:
    struct Modality
    {
        Parameters::Id weight; ///< `[D, d]`, of a file `[E, d]`: a convolution over one step; of no series
        std::optional<TimePoints> points; ///< of a series
        std::unique_ptr<BoundFile> file; ///< null: the steps are the modality's own
        std::vector<Transformer> from; ///< the other modalities, ascending
        Transformer joined;
    };

    Steps atPoints(std::size_t m, const ModelInput& input) const; ///< of a series, `[B, R, d]`
    /// Of any other `[B, T, D]`, or of a file `[B, T, E]`, T at least 1.
    Steps given(std::size_t m, const ModelInput& input, const Pass& pass) const;
    Steps projected(std::size_t m, const ModelInput& input, const Pass& pass) const; ///< of these `[B, T, d]`
    /// Scaled, with sines and cosines of their places: what the transformers read.
    Steps placed(std::size_t m, const ModelInput& input, const Pass& pass) const;
    /// Of the joined steps the last real one; zeros where absent.
    static at::Tensor last(const at::Tensor& values, const at::Tensor& real);

    const Parameters& m_parameters;
    std::int64_t m_width;
    double m_dropout;
    std::vector<Modality> m_modalities;
    Parameters::Id m_head1, m_headBias1, m_head2, m_headBias2, m_output, m_outputBias;
};

} // namespace btw::model
