// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/weigher.h"

#include "engine/error.h"
#include "engine/parallelerror.h"
#include "engine/weighting/combine.h"
#include "engine/weighting/correlation.h"
#include "engine/weighting/inputscheck.h"
#include "engine/weighting/kl.h"
#include "engine/weighting/mutualinformation.h"
#include "engine/weighting/names.h"
#include "engine/weighting/noise.h"
#include "engine/weighting/ondevice.h"
#include "engine/weighting/temperature.h"
#include "engine/weighting/variance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

namespace btw::weighting {

namespace {

constexpr std::size_t kRowsABlock = 512;

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
    for (const std::string& name : m_inputs.modalities) {
        m_labels.push_back(modalityLabel(name));
    }
    m_temperatures.assign(modalities(), 1);
    if (m_options.calibrate == Calibrate::Temperature && m_inputs.task == Task::Classification)
        calibrateUnimodal();
    if (m_inputs.task == Task::Regression) {
        prepareDivergences();
    }
    prepareInformation();
}

void Weigher::calibrateUnimodal()
{
    for (std::size_t m = 0; m < modalities(); ++m) {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < instances(); ++i)
            if (m_inputs.splits[i] == Split::Validation && isPresent(i, m))
                rows.push_back(i);
        if (m_inputs.y.empty() || rows.empty())
            throw Error("calibrate=temperature needs labelled validation rows that have " + m_labels[m]
                + ": give a validation split, or use calibrate=none.");
        m_temperatures[m] = temperatureOf(m_inputs.unimodal[m], rows, m_inputs.y);
        temper(m_inputs.unimodal[m], m_temperatures[m]);
    }
}

void Weigher::prepareDivergences()
{
    try {
        prepareVariances();
    } catch (const Error& error) {
        if (readsDivergences()) {
            throw;
        }
        m_whyNoDivergences = error.what();
        m_variances.clear();
    }
}

void Weigher::prepareVariances()
{
    m_varianceFloor = varianceFloor(m_inputs.y, m_inputs.splits, m_inputs.ids);
    m_variances.reserve(modalities());
    std::vector<std::uint8_t> present(instances());
    for (std::size_t m = 0; m < modalities(); ++m) {
        for (std::size_t i = 0; i < instances(); ++i) {
            present[i] = isPresent(i, m) ? 1 : 0;
        }
        const VarianceInputs model { m_labels[m], m_inputs.unimodal[m].values, present, m_inputs.y,
            m_inputs.splits, m_inputs.ids };
        m_variances.push_back(conditionalVariance(model, m_options.variance, m_varianceFloor));
    }
}

// What an information reads of the unimodal models is the same after every epoch: their columns, scaled,
// jittered and sorted.
void Weigher::prepareInformation()
{
    std::size_t most = 0;
    for (std::size_t m = 0; m < modalities(); ++m) {
        std::vector<std::size_t> rows = trainingRows(m, m_options.mi);
        most = std::max(most, rows.size());
        const auto same = std::find_if(m_informationRows.begin(), m_informationRows.end(),
            [&rows](const InformationRows& known) { return known.rows == rows; });
        if (same != m_informationRows.end()) {
            same->modalities.push_back(m);
        } else {
            m_informationRows.push_back({ std::move(rows), { m } });
        }
    }
    const bool regression = m_inputs.task == Task::Regression;
    m_noise = standardNormals(regression ? 2 * most : 0);
    for (std::size_t m = 0; m < modalities(); ++m) {
        const std::vector<std::size_t> rows = trainingRows(m, m_options.mi);
        if (!regression) {
            m_classes.push_back(labels(m_inputs.unimodal[m], rows));
            continue;
        }
        m_columns.push_back(jitteredColumn(column(m_inputs.unimodal[m], rows), m_noise));
        if (rows.size() <= kMutualInformationNeighbours) {
            m_warnings.push_back("Only " + std::to_string(rows.size()) + " training row(s) have "
                + m_labels[m] + ": its mutual information needs more than "
                + std::to_string(kMutualInformationNeighbours) + " and counts as 0.");
        }
    }
}

bool Weigher::readsDivergences() const { return factsOf(m_options.variant).divergence; }

bool Weigher::readsInformation() const { return factsOf(m_options.variant).information; }

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

void Weigher::fillDivergences(const Predictions& multimodal, const std::vector<double>& variances,
    std::size_t begin, std::size_t end, std::vector<double>& kl) const
{
    const bool regression = m_inputs.task == Task::Regression;
    const std::string multimodalLabel = kMultimodalLabel;
    std::vector<double> p;
    std::vector<double> q;
    for (std::size_t i = begin; i < end; ++i) {
        const std::string& id = m_inputs.ids[i];
        if (!regression) {
            normaliseProbabilities(multimodal.row(i), multimodal.width, multimodalLabel, id, q);
        }
        for (std::size_t m = 0; m < modalities(); ++m) {
            if (!isPresent(i, m)) {
                continue;
            }
            const Predictions& unimodal = m_inputs.unimodal[m];
            double& divergence = kl[i * modalities() + m];
            if (regression) {
                divergence = klRegression(static_cast<double>(*unimodal.row(i)), m_variances[m][i],
                    static_cast<double>(*multimodal.row(i)), variances[i]);
            } else {
                normaliseProbabilities(unimodal.row(i), unimodal.width, m_labels[m], id, p);
                divergence = klClassification(p, q);
            }
            if (!std::isfinite(divergence)) {
                throw Error("The divergence of " + m_labels[m] + " for instance '" + id
                    + "' is not finite, since labels or predictions are too large: give them in a larger "
                      "unit.");
            }
        }
    }
}

bool Weigher::fillDivergencesOnDevice(
    const Predictions& multimodal, const std::vector<double>& variances, std::vector<double>& kl) const
{
    static const std::vector<double> kNone;
    const bool regression = m_inputs.task == Task::Regression;
    std::vector<std::uint8_t> present(instances());
    std::vector<std::uint8_t> hasAny(instances());
    std::vector<double> column;
    for (std::size_t m = 0; m < modalities(); ++m) {
        for (std::size_t i = 0; i < instances(); ++i) {
            present[i] = isPresent(i, m) ? 1 : 0;
            hasAny[i] |= present[i];
        }
        if (!divergencesOnDevice(m_inputs.unimodal[m], regression ? m_variances[m] : kNone, multimodal,
                variances, present, column)) {
            return false;
        }
        for (std::size_t i = 0; i < instances(); ++i) {
            if (present[i] != 0) {
                kl[i * modalities() + m] = column[i];
            }
        }
    }
    // An instance without any modality has no divergence that would have shown a bad prediction.
    std::vector<double> unused;
    for (std::size_t i = 0; !regression && i < instances(); ++i) {
        if (hasAny[i] == 0) {
            normaliseProbabilities(
                multimodal.row(i), multimodal.width, kMultimodalLabel, m_inputs.ids[i], unused);
        }
    }
    return true;
}

std::vector<double> Weigher::divergences(const Predictions& multimodal) const
{
    std::vector<double> variances;
    if (m_inputs.task == Task::Regression) {
        const VarianceInputs model { kMultimodalLabel, multimodal.values, {}, m_inputs.y, m_inputs.splits,
            m_inputs.ids };
        variances = conditionalVariance(model, m_options.variance, m_varianceFloor);
    }
    std::vector<double> kl(instances() * modalities(), std::numeric_limits<double>::quiet_NaN());
    if (m_options.where == Where::Device && fillDivergencesOnDevice(multimodal, variances, kl)) {
        return kl;
    }
    const std::size_t blocks = (instances() + kRowsABlock - 1) / kRowsABlock;
    ParallelError error;
#pragma omp parallel for schedule(dynamic) if (blocks > 2)
    for (std::size_t block = 0; block < blocks; ++block) {
        error.guard(block, [&] {
            const std::size_t begin = block * kRowsABlock;
            fillDivergences(multimodal, variances, begin, std::min(begin + kRowsABlock, instances()), kl);
        });
    }
    error.rethrow();
    return kl;
}

std::vector<double> Weigher::information(const Predictions& multimodal) const
{
    std::vector<double> result(modalities());
    for (const auto& [rows, theirModalities] : m_informationRows) {
        if (m_inputs.task == Task::Classification) {
            const std::vector<std::uint32_t> classes = labels(multimodal, rows);
            for (const std::size_t m : theirModalities) {
                result[m] = mutualInformationOfLabels(m_classes[m], classes);
                if (m_options.variant == Variant::BtwOof)
                    result[m] = std::max(0.0, result[m] - mutualInformationBias(m_classes[m], classes));
            }
            continue;
        }
        const SortedColumn predicted
            = jitteredColumn(column(multimodal, rows), std::span(m_noise).subspan(rows.size()));
        for (const std::size_t m : theirModalities) {
            result[m] = mutualInformationOfSorted(
                m_columns[m], predicted, kMutualInformationNeighbours, m_options.where);
        }
    }
    return result;
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

std::vector<double> Weigher::fixedFactors() const
{
    const auto count = static_cast<double>(modalities());
    if (m_options.variant != Variant::HeldOut)
        return std::vector<double>(modalities(), m_options.variant == Variant::Constant ? 1 / count : 1);
    const double sum = std::accumulate(m_inputs.believed.begin(), m_inputs.believed.end(), 0.0);
    std::vector<double> factors;
    for (const double believed : m_inputs.believed)
        factors.push_back(sum > 0 ? believed * count / sum : 1);
    return factors;
}

std::vector<double> Weigher::fixedWeights() const
{
    if (m_options.variant == Variant::Shuffled)
        return { m_inputs.weights.begin(), m_inputs.weights.end() };
    return combineWeights(std::vector<double>(m_inputs.present.size(), 1), fixedFactors(), m_inputs.present,
        m_options.variant, false);
}

bool Weigher::saysNothing(const Weights& weights) const
{
    return m_options.variant == Variant::BtwOof
        && std::all_of(weights.mi.begin(), weights.mi.end(), [](double one) { return one <= 0; });
}

Weights Weigher::compute(const Predictions& multimodal, Extent extent) const
{
    const std::size_t n = instances();
    const std::size_t count = modalities();
    const std::size_t width = m_inputs.unimodal.front().width;
    if (multimodal.width != width || multimodal.values.size() != n * width) {
        throw Error("The multimodal predictions are " + std::to_string(multimodal.rows()) + " rows of "
            + std::to_string(multimodal.width) + ", but the unimodal ones are " + std::to_string(n)
            + " rows of " + std::to_string(width) + ": predict the same rows and classes.");
    }

    const bool everything = extent == Extent::Everything;
    Weights weights;
    if (!m_whyNoDivergences.empty()) { // then the variant does not read them
        weights.kl.assign(everything ? n * count : 0, std::numeric_limits<double>::quiet_NaN());
    } else if (everything || readsDivergences()) {
        weights.kl = divergences(multimodal);
    }
    if (everything || readsInformation()) {
        weights.mi = information(multimodal);
        weights.miNormalised = clippedShares(weights.mi);
        weights.warnings = m_warnings;
        if (saysNothing(weights))
            weights.warnings.emplace_back(
                "Of people whom the models had not seen, no modality's predictions share anything with the "
                "combined model's: no modality is worth more than another by that, and only how far each "
                "departs from the combined model decides.");
    }
    if (everything && !m_whyNoDivergences.empty()) {
        weights.warnings.push_back("The KL divergences are left out, and variant="
            + std::string(toString(m_options.variant)) + " does not need them. " + m_whyNoDivergences);
    }

    const Variant variant = m_options.variant;
    std::vector<double> shares = readsDivergences() ? localShares(weights.kl, m_inputs.present, count)
                                                    : std::vector<double>(n * count, 1);
    weights.factors.assign(count, 1);
    if (factsOf(variant).fixed) {
        weights.factors = fixedFactors();
    } else if (readsInformation()) {
        weights.factors = weights.miNormalised;
    } else if (variant == Variant::CcLocal) {
        weights.factors = correlations(multimodal);
    } else if (variant == Variant::KlGlobal) {
        weights.factors = meanOverTraining(shares);
        std::fill(shares.begin(), shares.end(), 1);
    }
    weights.unrounded = variant == Variant::Shuffled
        ? fixedWeights()
        : combineWeights(std::move(shares), weights.factors, m_inputs.present, variant, m_options.rescale);
    weights.values.assign(weights.unrounded.begin(), weights.unrounded.end());
    return weights;
}

} // namespace btw::weighting
