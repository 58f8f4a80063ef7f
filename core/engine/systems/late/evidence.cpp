// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/evidence.h"

#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace btw::systems {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Root mean square below which a modality says nothing: of log probabilities, or in standard deviations of
/// the label.
constexpr double kNothingSaid = 1e-6;
constexpr std::size_t kOwnIntercept = 50; ///< training rows of a pattern

std::string patternOf(const data::Cohort& cohort, std::size_t row)
{
    std::string pattern;
    pattern.reserve(cohort.modalities.size());
    for (const auto& modality : cohort.modalities)
        pattern.push_back(modality.present[row] != 0 ? '1' : '0');
    return pattern;
}

std::vector<double> numbersOf(const VectorXd& values) { return { values.begin(), values.end() }; }

} // namespace

Evidence::Evidence(const data::Cohort& cohort, const std::vector<Predictions>& unimodal)
    : m_outputs(cohort.predictionWidth())
    , m_shares(VectorXd::Zero(static_cast<Index>(cohort.predictionWidth())))
{
    const auto training = data::rowsOf(cohort, Split::Train);
    for (const std::size_t i : training)
        if (std::any_of(cohort.modalities.begin(), cohort.modalities.end(),
                [i](const auto& modality) { return modality.present[i] != 0; }))
            m_fitted.push_back(i);
    if (cohort.task == Task::Classification) {
        for (const std::size_t i : training)
            m_shares(static_cast<Index>(cohort.y[i])) += 1.0 / static_cast<double>(training.size());
        m_shares = m_shares.array().max(kLeastProbability).log();
    } else {
        for (const std::size_t i : training)
            m_labelMean += cohort.y[i] / static_cast<double>(training.size());
        double squares = 0;
        for (const std::size_t i : training)
            squares += (cohort.y[i] - m_labelMean) * (cohort.y[i] - m_labelMean);
        const double deviation = std::sqrt(squares / static_cast<double>(training.size()));
        m_labelScale = deviation > 0 ? deviation : 1;
    }
    for (std::size_t m = 0; m < unimodal.size(); ++m) {
        const auto& present = cohort.modalities[m].present;
        std::vector<std::size_t> presentRows;
        for (const std::size_t i : m_fitted)
            if (present[i] != 0)
                presentRows.push_back(i);
        const auto count = static_cast<double>(presentRows.size());
        const MatrixXd z = raw(cohort, m, unimodal[m], presentRows);
        Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(static_cast<Index>(m_outputs));
        for (Index j = 0; j < z.rows(); ++j)
            mean += z.row(j);
        if (count > 0)
            mean /= count;
        double squares = 0;
        for (Index j = 0; j < z.rows(); ++j)
            squares += (z.row(j) - mean).squaredNorm();
        const double scale = count > 0 ? std::sqrt(squares / (count * static_cast<double>(m_outputs))) : 0;
        m_means.push_back(mean);
        m_scales.push_back(scale < kNothingSaid * m_labelScale ? 0 : scale);
    }
    findPatterns(cohort);
}

MatrixXd Evidence::raw(const data::Cohort& cohort, std::size_t modality, const Predictions& predictions,
    const std::vector<std::size_t>& rows) const
{
    const auto& present = cohort.modalities[modality].present;
    MatrixXd z = MatrixXd::Zero(static_cast<Index>(rows.size()), static_cast<Index>(m_outputs));
    for (std::size_t j = 0; j < rows.size(); ++j) {
        const std::size_t i = rows[j];
        if (present[i] == 0)
            continue;
        auto row = z.row(static_cast<Index>(j));
        for (std::size_t k = 0; k < m_outputs; ++k) {
            const auto value = static_cast<double>(predictions.row(i)[k]);
            if (!std::isfinite(value))
                throw Error("The model of modality '" + cohort.modalities[modality].name
                        + "' predicts no number for instance '" + cohort.ids[i] + "'.",
                    Error::Kind::Work);
            row(static_cast<Index>(k)) = cohort.task == Task::Regression
                ? value
                : std::log(std::max(value, kLeastProbability)) - m_shares(static_cast<Index>(k));
        }
        if (cohort.task == Task::Classification)
            row.array() -= row.mean();
    }
    return z;
}

void Evidence::findPatterns(const data::Cohort& cohort)
{
    std::map<std::string, std::size_t> counts;
    for (const std::size_t i : m_fitted)
        ++counts[patternOf(cohort, i)];
    for (const auto& [pattern, count] : counts)
        if (count >= kOwnIntercept)
            m_patterns.push_back(pattern);
}

PoolRows Evidence::rows(const data::Cohort& cohort, const std::vector<Predictions>& unimodal,
    const std::vector<std::size_t>& rows) const
{
    PoolRows part;
    part.task = cohort.task;
    part.outputs = m_outputs;
    part.offsets = m_shares;
    part.intercepts = m_patterns.size() + 1; // the last is that of rare patterns
    part.y.resize(static_cast<Index>(rows.size()));
    for (std::size_t j = 0; j < rows.size(); ++j) {
        part.y(static_cast<Index>(j)) = (cohort.y[rows[j]] - m_labelMean) / m_labelScale;
        const auto own = std::find(m_patterns.begin(), m_patterns.end(), patternOf(cohort, rows[j]));
        part.intercept.push_back(static_cast<std::size_t>(own - m_patterns.begin()));
    }
    for (std::size_t m = 0; m < m_means.size(); ++m) {
        MatrixXd z = raw(cohort, m, unimodal[m], rows);
        for (std::size_t j = 0; j < rows.size(); ++j) {
            auto row = z.row(static_cast<Index>(j));
            if (m_scales[m] == 0)
                row.setZero();
            else if (cohort.modalities[m].present[rows[j]] != 0)
                row = (row - m_means[m]) / m_scales[m];
        }
        part.evidence.push_back(std::move(z));
    }
    return part;
}

ModelState Evidence::state() const
{
    ModelState state;
    state.set("shares", numbersOf(m_shares));
    std::vector<double> means;
    for (const auto& mean : m_means)
        means.insert(means.end(), mean.begin(), mean.end());
    state.set("means", means);
    state.set("scales", m_scales);
    std::string patterns;
    for (const auto& pattern : m_patterns)
        patterns += pattern + "\n";
    state.set("patterns", patterns);
    state.set("label", std::vector<double> { m_labelMean, m_labelScale });
    return state;
}

Evidence::Evidence(const ModelState& state, std::size_t modalities, std::size_t outputs)
    : m_outputs(outputs)
    , m_scales(state.numbers("scales", modalities))
{
    const auto& shares = state.numbers("shares", outputs);
    m_shares = Eigen::Map<const VectorXd>(shares.data(), static_cast<Index>(outputs));
    const auto& means = state.numbers("means", modalities * outputs);
    for (std::size_t m = 0; m < modalities; ++m)
        m_means.emplace_back(
            Eigen::Map<const Eigen::RowVectorXd>(means.data() + m * outputs, static_cast<Index>(outputs)));
    std::string pattern;
    for (const char c : state.bytes("patterns")) {
        if (c == '\n')
            m_patterns.push_back(std::exchange(pattern, {}));
        else
            pattern += c;
    }
    const auto& label = state.numbers("label", 2);
    m_labelMean = label[0];
    m_labelScale = label[1];
}

} // namespace btw::systems
