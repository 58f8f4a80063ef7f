// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/evidence.h"

#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace btw::systems {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kNothingSaid = 1e-6; ///< a root mean square below which a modality says nothing
constexpr std::size_t kOwnIntercept = 50; ///< training rows of a pattern

} // namespace

Evidence::Evidence(const data::Cohort& cohort, const std::vector<Predictions>& unimodal)
    : m_cohort(cohort)
    , m_outputs(cohort.predictionWidth())
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
    for (std::size_t m = 0; m < unimodal.size(); ++m)
        standardise(m, unimodal[m]);
    findPatterns();
}

void Evidence::standardise(std::size_t modality, const Predictions& predictions)
{
    const auto& present = m_cohort.modalities[modality].present;
    MatrixXd z = MatrixXd::Zero(static_cast<Index>(m_cohort.size()), static_cast<Index>(m_outputs));
    for (std::size_t i = 0; i < m_cohort.size(); ++i) {
        if (present[i] == 0)
            continue;
        auto row = z.row(static_cast<Index>(i));
        for (std::size_t k = 0; k < m_outputs; ++k) {
            const auto value = static_cast<double>(predictions.row(i)[k]);
            if (!std::isfinite(value))
                throw Error("The model of modality '" + m_cohort.modalities[modality].name
                        + "' predicts no number for instance '" + m_cohort.ids[i] + "'.",
                    Error::Kind::Work);
            row(static_cast<Index>(k)) = m_cohort.task == Task::Regression
                ? value
                : std::log(std::max(value, kLeastProbability)) - m_shares(static_cast<Index>(k));
        }
        if (m_cohort.task == Task::Classification)
            row.array() -= row.mean();
    }
    Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(z.cols());
    double count = 0;
    for (const std::size_t i : m_fitted)
        if (present[i] != 0) {
            mean += z.row(static_cast<Index>(i));
            count += 1;
        }
    if (count > 0)
        mean /= count;
    double squares = 0;
    for (const std::size_t i : m_fitted)
        if (present[i] != 0)
            squares += (z.row(static_cast<Index>(i)) - mean).squaredNorm();
    const double scale = count > 0 ? std::sqrt(squares / (count * static_cast<double>(m_outputs))) : 0;
    for (std::size_t i = 0; i < m_cohort.size(); ++i)
        if (present[i] != 0) {
            auto row = z.row(static_cast<Index>(i));
            if (scale < kNothingSaid)
                row.setZero();
            else
                row = (row - mean) / scale;
        }
    m_evidence.push_back(std::move(z));
}

std::string Evidence::patternOf(std::size_t row) const
{
    std::string pattern;
    pattern.reserve(m_cohort.modalities.size());
    for (const auto& modality : m_cohort.modalities)
        pattern.push_back(modality.present[row] != 0 ? '1' : '0');
    return pattern;
}

void Evidence::findPatterns()
{
    std::map<std::string, std::size_t> counts;
    for (const std::size_t i : m_fitted)
        ++counts[patternOf(i)];
    for (const auto& [pattern, count] : counts)
        if (count >= kOwnIntercept)
            m_patterns.push_back(pattern);
}

PoolRows Evidence::rows(const std::vector<std::size_t>& rows) const
{
    PoolRows part;
    part.task = m_cohort.task;
    part.outputs = m_outputs;
    part.offsets = m_shares;
    part.intercepts = m_patterns.size() + 1; // the last is that of rare patterns
    part.y.resize(static_cast<Index>(rows.size()));
    for (std::size_t j = 0; j < rows.size(); ++j) {
        part.y(static_cast<Index>(j)) = (m_cohort.y[rows[j]] - m_labelMean) / m_labelScale;
        const auto own = std::find(m_patterns.begin(), m_patterns.end(), patternOf(rows[j]));
        part.intercept.push_back(static_cast<std::size_t>(own - m_patterns.begin()));
    }
    for (const auto& all : m_evidence) {
        MatrixXd z(static_cast<Index>(rows.size()), all.cols());
        for (std::size_t j = 0; j < rows.size(); ++j)
            z.row(static_cast<Index>(j)) = all.row(static_cast<Index>(rows[j]));
        part.evidence.push_back(std::move(z));
    }
    return part;
}

} // namespace btw::systems
