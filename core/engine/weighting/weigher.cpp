// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/weigher.h"

#include "engine/error.h"
#include "engine/weighting/correlation.h"
#include "engine/weighting/inputscheck.h"
#include "engine/weighting/kl.h"
#include "engine/weighting/mutualinformation.h"
#include "engine/weighting/variance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace btw::weighting {

namespace {

// Clipped below at kScoreFloor and divided by the sum. NaN counts as the floor.
std::vector<double> clippedShares(const std::vector<double>& scores)
{
    std::vector<double> shares(scores.size());
    double sum = 0;
    for (std::size_t m = 0; m < scores.size(); ++m) {
        shares[m] = scores[m] > kScoreFloor ? scores[m] : kScoreFloor;
        sum += shares[m];
    }
    for (double& share : shares) {
        share /= sum;
    }
    return shares;
}

std::vector<double> column(const Predictions& predictions, const std::vector<std::size_t>& rows)
{
    std::vector<double> values;
    values.reserve(rows.size());
    for (const std::size_t i : rows) {
        values.push_back(static_cast<double>(*predictions.row(i)));
    }
    return values;
}

// The most probable class; the first of equals, as numpy's argmax.
std::vector<std::uint32_t> labels(const Predictions& predictions, const std::vector<std::size_t>& rows)
{
    std::vector<std::uint32_t> values;
    values.reserve(rows.size());
    for (const std::size_t i : rows) {
        const float* row = predictions.row(i);
        values.push_back(static_cast<std::uint32_t>(std::max_element(row, row + predictions.width) - row));
    }
    return values;
}

} // namespace

Weigher::Weigher(Inputs inputs, Options options)
    : m_inputs(std::move(inputs))
    , m_options(options)
{
    checkInputs(m_inputs, m_options);
    if (m_inputs.task == Task::Classification) {
        return;
    }
    m_varianceFloor = varianceFloor(m_inputs.y, m_inputs.splits, m_inputs.ids);
    m_variances.reserve(modalities());
    std::vector<std::uint8_t> present(instances());
    for (std::size_t m = 0; m < modalities(); ++m) {
        for (std::size_t i = 0; i < instances(); ++i) {
            present[i] = isPresent(i, m) ? 1 : 0;
        }
        const VarianceInputs model { modalityLabel(m_inputs.modalities[m]), m_inputs.unimodal[m].values,
            present, m_inputs.y, m_inputs.splits, m_inputs.ids };
        m_variances.push_back(conditionalVariance(model, m_options.variance, m_varianceFloor));
    }
}

std::vector<std::size_t> Weigher::trainingRows(std::size_t m, MiPolicy policy) const
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < instances(); ++i) {
        if (m_inputs.splits[i] == Split::Train && (policy == MiPolicy::All || isPresent(i, m))) {
            rows.push_back(i);
        }
    }
    return rows;
}

std::vector<double> Weigher::divergences(const Predictions& multimodal) const
{
    const std::size_t count = modalities();
    const bool regression = m_inputs.task == Task::Regression;
    const std::string multimodalLabel = kMultimodalLabel;
    std::vector<std::string> names;
    for (const std::string& name : m_inputs.modalities) {
        names.push_back(modalityLabel(name));
    }
    std::vector<double> variances;
    if (regression) {
        const VarianceInputs model { multimodalLabel, multimodal.values, {}, m_inputs.y, m_inputs.splits,
            m_inputs.ids };
        variances = conditionalVariance(model, m_options.variance, m_varianceFloor);
    }

    std::vector<double> kl(instances() * count, std::numeric_limits<double>::quiet_NaN());
    std::vector<double> p;
    std::vector<double> q;
    for (std::size_t i = 0; i < instances(); ++i) {
        const std::string& id = m_inputs.ids[i];
        if (!regression) {
            normaliseProbabilities(multimodal.row(i), multimodal.width, multimodalLabel, id, q);
        }
        for (std::size_t m = 0; m < count; ++m) {
            if (!isPresent(i, m)) {
                continue;
            }
            const Predictions& unimodal = m_inputs.unimodal[m];
            double& divergence = kl[i * count + m];
            if (regression) {
                divergence = klRegression(static_cast<double>(*unimodal.row(i)), m_variances[m][i],
                    static_cast<double>(*multimodal.row(i)), variances[i]);
            } else {
                normaliseProbabilities(unimodal.row(i), unimodal.width, names[m], id, p);
                divergence = klClassification(p, q);
            }
            if (!std::isfinite(divergence)) {
                throw Error("The divergence of " + names[m] + " for instance '" + id
                    + "' is not finite, since labels or predictions are too large: give them in a larger "
                      "unit.");
            }
        }
    }
    return kl;
}

void Weigher::fillMutualInformation(const Predictions& multimodal, Weights& weights) const
{
    for (std::size_t m = 0; m < modalities(); ++m) {
        const std::vector<std::size_t> rows = trainingRows(m, m_options.mi);
        const Predictions& unimodal = m_inputs.unimodal[m];
        if (m_inputs.task == Task::Classification) {
            weights.mi.push_back(mutualInformationOfLabels(labels(unimodal, rows), labels(multimodal, rows)));
            continue;
        }
        weights.mi.push_back(mutualInformationOfColumns(column(unimodal, rows), column(multimodal, rows)));
        if (rows.size() <= kMutualInformationNeighbours) {
            weights.warnings.push_back("Only " + std::to_string(rows.size()) + " training row(s) have "
                + modalityLabel(m_inputs.modalities[m]) + ": its mutual information needs more than "
                + std::to_string(kMutualInformationNeighbours) + " and counts as 0.");
        }
    }
    weights.miNormalised = clippedShares(weights.mi);
}

std::vector<double> Weigher::correlations(const Predictions& multimodal) const
{
    std::vector<double> result;
    for (std::size_t m = 0; m < modalities(); ++m) {
        const std::vector<std::size_t> rows = trainingRows(m, MiPolicy::Present);
        result.push_back(pearsonCorrelation(column(m_inputs.unimodal[m], rows), column(multimodal, rows)));
    }
    return clippedShares(result);
}

std::vector<double> Weigher::meanOverTraining(const std::vector<double>& shares) const
{
    std::vector<double> means;
    for (std::size_t m = 0; m < modalities(); ++m) {
        const std::vector<std::size_t> rows = trainingRows(m, MiPolicy::Present);
        double sum = 0;
        for (const std::size_t i : rows) {
            sum += shares[i * modalities() + m];
        }
        means.push_back(sum / static_cast<double>(rows.size()));
    }
    return means;
}

// Absent modalities have score 0 and stay there.
void Weigher::normaliseRows(std::vector<double>& scores) const
{
    const std::size_t count = modalities();
    for (std::size_t begin = 0; begin < scores.size(); begin += count) {
        double sum = 0;
        for (std::size_t m = 0; m < count; ++m) {
            sum += scores[begin + m];
        }
        for (std::size_t m = 0; m < count && sum > 0; ++m) {
            scores[begin + m] /= sum;
        }
    }
}

Weights Weigher::compute(const Predictions& multimodal) const
{
    const std::size_t n = instances();
    const std::size_t count = modalities();
    const std::size_t width = m_inputs.unimodal.front().width;
    if (multimodal.width != width || multimodal.values.size() != n * width) {
        throw Error("The multimodal predictions are " + std::to_string(multimodal.rows()) + " rows of "
            + std::to_string(multimodal.width) + ", but the unimodal ones are " + std::to_string(n)
            + " rows of " + std::to_string(width) + ": predict the same rows and classes.");
    }

    Weights weights;
    weights.kl = divergences(multimodal);
    fillMutualInformation(multimodal, weights);

    std::vector<double> local(n * count, 0); // k_m,i
    for (std::size_t cell = 0; cell < local.size(); ++cell) {
        if (m_inputs.present[cell] != 0) {
            local[cell] = std::max(weights.kl[cell], kScoreFloor);
        }
    }
    normaliseRows(local);

    const Variant variant = m_options.variant;
    std::vector<double> modality(count, 1); // i_m, c_m or kl-global's mean
    if (variant == Variant::MiGlobal || variant == Variant::Btw) {
        modality = weights.miNormalised;
    } else if (variant == Variant::CcLocal) {
        modality = correlations(multimodal);
    } else if (variant == Variant::KlGlobal) {
        modality = meanOverTraining(local);
    }

    const bool usesLocal
        = variant == Variant::KlLocal || variant == Variant::Btw || variant == Variant::CcLocal;
    std::vector<double>& result = weights.unrounded;
    result.resize(n * count);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t m = 0; m < count; ++m) {
            const std::size_t cell = i * count + m;
            result[cell] = isPresent(i, m) ? (usesLocal ? local[cell] : 1) * modality[m] : 0;
        }
    }
    if (variant != Variant::None) {
        normaliseRows(result);
        for (std::size_t i = 0; i < n && m_options.rescale; ++i) {
            std::size_t having = 0;
            for (std::size_t m = 0; m < count; ++m) {
                having += isPresent(i, m) ? 1 : 0;
            }
            for (std::size_t m = 0; m < count; ++m) {
                result[i * count + m] *= static_cast<double>(having);
            }
        }
    }
    weights.values.assign(result.begin(), result.end());
    return weights;
}

} // namespace btw::weighting
