// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/embeddings.h"
#include "engine/model/mlp.h"

#include <cstddef>
#include <vector>

namespace btw::model {

/// Multimodal mutual information maximisation (Han, Chen and Poria, Improving Multimodal Fusion with
/// Hierarchical Mutual Information Maximization for Multimodal Sentiment Analysis, EMNLP 2021, arXiv
/// 2109.00412; docs/method, "MMIM"). The embeddings joined go through two tanh layers, whose output f, the
/// fusion, gives the prediction. In training the embeddings x and y of each ordered pair of modalities are to
/// share information, of which H(y) + E[log q(y | x)] is a lower bound: q is a Gaussian whose mean and
/// variance are made of x, H the entropy of Gaussians, one a class of the batch. And f is to keep each
/// modality: of all rows' guesses at an embedding, made of their f, that of its own row is to be the nearest
/// (contrastive predictive coding).
class MmimModel : public FusionModel
{
public:
    MmimModel(const ModelShape& shape, const training::ExperimentSpec& spec, const EncoderRegistry& encoders,
        Parameters& parameters);
    /// Extra losses `likelihood` and `entropy` (of negative weight) and `prediction`; none of one modality.
    ModelOutput forward(const ModelInput& input, const Pass& pass) const override;

private:
    struct Pair
    {
        std::int64_t from = 0, to = 0;
        Mlp gaussian; ///< to mean and variance
    };
    ModelOutput firstStage(const ModelInput& input, const Pass& pass) const; ///< its loss alone
    /// \param fits the Gaussians learn from it; else the embeddings alone
    at::Tensor likelihood(
        const at::Tensor& embeddings, const at::Tensor& present, const Pass& pass, bool fits) const;
    at::Tensor entropy(const at::Tensor& embeddings, const ModelInput& input) const;
    at::Tensor prediction(const at::Tensor& embeddings, const at::Tensor& fusion, const at::Tensor& present,
        const Pass& pass) const;

    const Parameters& m_parameters;
    double m_dropout;
    double m_between, m_fusion;
    std::int64_t m_groups; ///< of rows, whose Gaussians the entropy is made of
    Embeddings m_embeddings;
    Parameters::Id m_weight1, m_bias1, m_weight2, m_bias2, m_weight3, m_bias3;
    std::vector<Pair> m_pairs; ///< M (M - 1)
    std::vector<Mlp> m_guesses; ///< M, or none of one modality
};

} // namespace btw::model
