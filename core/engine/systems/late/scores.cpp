// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/scores.h"

#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/systems/late/evidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace btw::systems {

using Eigen::Index;
using Eigen::MatrixXd;

ScoreScale::ScoreScale(const data::Cohort& cohort)
    : m_task(cohort.task)
    , m_outputs(cohort.predictionWidth())
{
    if (m_task == Task::Classification)
        return;
    const auto training = data::rowsOf(cohort, Split::Train);
    const auto n = static_cast<double>(training.size());
    for (const std::size_t i : training)
        m_mean += cohort.y[i] / n;
    double squares = 0;
    for (const std::size_t i : training)
        squares += (cohort.y[i] - m_mean) * (cohort.y[i] - m_mean);
    const double deviation = std::sqrt(squares / n);
    m_scale = deviation > 0 ? deviation : 1;
}

ScoreScale::ScoreScale(const ModelState& state, const data::Cohort& people)
    : m_task(people.task)
    , m_outputs(people.predictionWidth())
{
    const auto& label = state.numbers("label", 2);
    m_mean = label[0];
    m_scale = label[1];
}

void ScoreScale::keep(ModelState& state) const
{
    state.set("label", std::vector<double> { m_mean, m_scale });
}

MatrixXd ScoreScale::scores(const Predictions& predictions, const std::vector<std::size_t>& rows) const
{
    if (predictions.width != m_outputs)
        throw Error("The model cannot be used: it predicts other labels than its own data have.");
    MatrixXd scores(static_cast<Index>(rows.size()), static_cast<Index>(m_outputs));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        auto row = scores.row(static_cast<Index>(r));
        for (std::size_t k = 0; k < m_outputs; ++k) {
            const auto value = static_cast<double>(predictions.row(rows[r])[k]);
            if (!std::isfinite(value))
                throw Error("A prediction that others are made of is not a number.", Error::Kind::Work);
            row(static_cast<Index>(k)) = m_task == Task::Regression
                ? (value - m_mean) / m_scale
                : std::log(std::max(value, kLeastProbability));
        }
        if (m_task == Task::Classification)
            row.array() -= row.mean();
    }
    return scores;
}

PoolRows ScoreScale::rows(const data::Cohort& cohort, const std::vector<const Predictions*>& models,
    const std::vector<std::size_t>& rows) const
{
    PoolRows result;
    result.task = m_task;
    result.outputs = m_outputs;
    result.offsets = Eigen::VectorXd::Zero(static_cast<Index>(m_outputs));
    for (const Predictions* model : models)
        result.evidence.push_back(scores(*model, rows));
    result.y.resize(static_cast<Index>(rows.size()));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const double y = cohort.y[rows[r]];
        result.y(static_cast<Index>(r)) = m_task == Task::Regression ? (y - m_mean) / m_scale : y;
    }
    result.intercept.assign(rows.size(), 0);
    return result;
}

void ScoreScale::write(const MatrixXd& scores, const std::vector<std::size_t>& rows, Predictions& into) const
{
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto row = scores.row(static_cast<Index>(r));
        float* out = into.row(rows[r]);
        if (m_task == Task::Regression) {
            out[0] = static_cast<float>(row(0) * m_scale + m_mean);
            continue;
        }
        const double top = row.maxCoeff();
        const double sum = (row.array() - top).exp().sum();
        for (std::size_t k = 0; k < m_outputs; ++k)
            out[k] = static_cast<float>(std::exp(row(static_cast<Index>(k)) - top) / sum);
    }
}

std::vector<std::size_t> everyRow(std::size_t n)
{
    std::vector<std::size_t> rows(n);
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    return rows;
}

Calibration calibrateOthers(
    const data::Cohort& cohort, const ScoreScale& scale, const MatrixXd& scores, Predictions& predictions)
{
    const auto part = [&](const std::vector<std::size_t>& rows) {
        MatrixXd some(static_cast<Index>(rows.size()), scores.cols());
        for (std::size_t r = 0; r < rows.size(); ++r)
            some.row(static_cast<Index>(r)) = scores.row(static_cast<Index>(rows[r]));
        return some;
    };
    const auto validation = data::rowsOf(cohort, Split::Validation);
    const auto calibration = calibrationOf(scale.rows(cohort, {}, validation), part(validation));
    std::vector<std::size_t> fitted;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        (cohort.splits[i] == Split::Train ? fitted : others).push_back(i);
    predictions.width = cohort.predictionWidth();
    predictions.values.resize(cohort.size() * predictions.width);
    // Single fits predicted the training rows: nothing was averaged there.
    scale.write(part(fitted), fitted, predictions);
    scale.write(calibration.of(part(others)), others, predictions);
    return calibration;
}

} // namespace btw::systems
