// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "engine/weighting/options.h"
#include "engine/weighting/sortedcolumn.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::weighting {

/// What stays fixed while weights are computed: N instances, M modalities and their unimodal predictions.
struct Inputs
{
    Task task = Task::Regression;
    std::vector<std::string> modalities; ///< M names, for messages
    std::vector<std::string> ids; ///< N, for messages
    std::vector<double> y; ///< N; NaN is unknown. Not read for classification (may be empty there)
    std::vector<Split> splits; ///< N
    std::vector<std::uint8_t> present; ///< `[N, M]`; 1 where the instance has the modality
    /// M; each `[N, K]`. Rows where the modality is absent are read by MiPolicy::All only (the prediction for
    /// the zero embedding) and may be NaN otherwise.
    std::vector<Predictions> unimodal;
    std::vector<double> believed {}; ///< held-out: M; how far late fusion believes each modality, at least 0
    std::vector<float> weights {}; ///< shuffled: `[N, M]`, as shuffledWeights() gives them
};

/// New weights w_new (before smoothing) and what they were made from.
struct Weights
{
    std::vector<float> values; ///< `[N, M]` `unrounded` as float32; 0 where absent
    std::vector<double> unrounded; ///< `[N, M]`; what the smoothing reads, so that it rounds once
    /// `[N, M]` in nats, before clipping and normalising; NaN where absent, and everywhere where the variant
    /// does not read them and the inputs do not give them (`warnings` says why).
    std::vector<double> kl;
    std::vector<double> mi; ///< M, in nats, over training rows, before clipping
    std::vector<double> miNormalised; ///< M; clipped and normalised, sums to 1
    std::vector<double> factors; ///< M; what the modalities' shares are multiplied by: i_m, c_m, a mean, or 1
    std::vector<std::string> warnings; ///< sentences about what is filled in here; see Weigher::warnings()
};

/// How much of Weights to fill in.
enum class Extent : std::uint8_t {
    Everything, ///< for people: divergences and informations whatever the variant
    WeightsOnly ///< for training: what the variant does not read stays empty
};

/// Computes the weights of docs/method ("Weight variants") from unimodal and current multimodal predictions.
///
/// w_m,i is 0 where the modality is absent; every variant whose weights are not fixed sums to 1 over the
/// modalities that an instance has (to their number with `rescale`). Labels enter through the conditional
/// variance of regression only: validation labels (neighbours, global), all labels (residual-labels),
/// training labels (its floor). An instance without any modality gets zeros.
class Weigher
{
public:
    /// Validates, and keeps the unimodal conditional variances. Where the variant does not read them, what
    /// conditionalVariance() rejects (no validation rows, say) only leaves the divergences out.
    /// \throws btw::Error for wrong shapes, values that are not finite or not probabilities (naming modality
    /// and
    ///         instance), a split that never has a modality, no training rows, a label that is needed and
    ///         unknown, `cc-local` with classification, or what conditionalVariance() rejects for a variant
    ///         that reads divergences.
    Weigher(Inputs inputs, Options options);

    /// \param multimodal `[N, K]`, finite in every row
    /// \throws btw::Error as the constructor does, naming "multimodal"
    Weights compute(const Predictions& multimodal, Extent extent = Extent::Everything) const;
    /// The weights of a fixed variant, which no prediction changes.
    std::vector<double> fixedWeights() const;
    /// M; what the logarithms of unimodal probabilities were divided by (Calibrate::Temperature); 1
    /// elsewhere.
    const std::vector<double>& temperatures() const { return m_temperatures; }

    std::size_t instances() const { return m_inputs.splits.size(); }
    std::size_t modalities() const { return m_inputs.modalities.size(); }
    const Options& options() const { return m_options; }
    const Inputs& inputs() const { return m_inputs; }
    double floor() const { return m_varianceFloor; } ///< of variances; regression
    /// M rows of N: the unimodal conditional variances; NaN where absent. Empty for classification, and where
    /// the divergences are left out.
    const std::vector<std::vector<double>>& unimodalVariances() const { return m_variances; }
    /// A sentence for each modality whose mutual information has too few rows and counts as 0.
    const std::vector<std::string>& warnings() const { return m_warnings; }
    bool readsDivergences() const; ///< whether the variant's weights depend on them
    bool readsInformation() const;

private:
    /// Rows that a mutual information is estimated on, with the modalities that have just these.
    struct InformationRows
    {
        std::vector<std::size_t> rows;
        std::vector<std::size_t> modalities;
    };

    bool isPresent(std::size_t i, std::size_t m) const { return m_inputs.present[i * modalities() + m] != 0; }
    void calibrateUnimodal();
    void prepareDivergences();
    void prepareVariances();
    void prepareInformation();
    std::vector<std::size_t> trainingRows(std::size_t m, MiPolicy policy) const;
    std::vector<double> divergences(const Predictions& multimodal) const;
    void fillDivergences(const Predictions& multimodal, const std::vector<double>& variances,
        std::size_t begin, std::size_t end, std::vector<double>& kl) const;
    /// \returns false where the processor has to do it.
    bool fillDivergencesOnDevice(
        const Predictions& multimodal, const std::vector<double>& variances, std::vector<double>& kl) const;
    std::vector<double> information(const Predictions& multimodal) const;
    std::vector<double> correlations(const Predictions& multimodal) const;
    std::vector<double> fixedFactors() const; ///< M
    bool saysNothing(const Weights& weights) const;
    std::vector<double> meanOverTraining(const std::vector<double>& shares) const;

    Inputs m_inputs;
    Options m_options;
    std::string m_whyNoDivergences; ///< regression; empty where they can be computed
    std::vector<double> m_temperatures; ///< M
    double m_varianceFloor = 0;
    std::vector<std::vector<double>> m_variances;
    std::vector<std::string> m_labels; ///< M: how messages name the modalities
    std::vector<InformationRows> m_informationRows;
    std::vector<double> m_noise; ///< regression: of the informations
    std::vector<SortedColumn> m_columns; ///< M; regression: unimodal predictions, ready for the informations
    std::vector<std::vector<std::uint32_t>> m_classes; ///< M; classification: the predicted ones
    std::vector<std::string> m_warnings;
};

} // namespace btw::weighting
