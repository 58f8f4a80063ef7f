// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/linearmodels.h"

#include <Eigen/Cholesky>
#include <Eigen/QR>

#include <algorithm>
#include <cmath>

namespace btw::analysis {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Of one column the sigmoid, of more the softmax.
MatrixXd activation(const MatrixXd& scores)
{
    if (scores.cols() == 1)
        return (1 + (-scores.array()).exp()).inverse();
    MatrixXd result = (scores.colwise() - scores.rowwise().maxCoeff()).array().exp();
    const VectorXd sums = result.rowwise().sum();
    result.array().colwise() /= sums.array();
    return result;
}

} // namespace

MatrixXd classProbabilities(
    const MatrixXd& scores, const std::vector<std::size_t>& seen, std::size_t classCount)
{
    MatrixXd result = MatrixXd::Zero(scores.rows(), static_cast<Index>(classCount));
    if (seen.size() == 1) {
        result.col(static_cast<Index>(seen.front())).setOnes();
        return result;
    }
    const MatrixXd active = activation(scores);
    if (seen.size() == 2) {
        result.col(static_cast<Index>(seen[0])) = 1 - active.col(0).array();
        result.col(static_cast<Index>(seen[1])) = active.col(0);
        return result;
    }
    for (std::size_t k = 0; k < seen.size(); ++k)
        result.col(static_cast<Index>(seen[k])) = active.col(static_cast<Index>(k));
    return result;
}

RidgeFit::RidgeFit(const MatrixXd& x, const VectorXd& y)
    : m_means(x.colwise().mean())
    , m_labelMean(y.mean())
    , m_centred(x.rowwise() - m_means)
    , m_dual(x.rows() < x.cols())
{
    if (m_dual) {
        m_gram = m_centred * m_centred.transpose();
        m_right = y.array() - m_labelMean;
    } else {
        m_gram = m_centred.transpose() * m_centred;
        m_right = m_centred.transpose() * (y.array() - m_labelMean).matrix();
        m_centred.resize(0, 0);
    }
}

void RidgeFit::solve(double alpha)
{
    MatrixXd system = m_gram;
    system.diagonal().array() += alpha;
    const VectorXd solution = system.selfadjointView<Eigen::Lower>().llt().solve(m_right);
    m_coefficients = m_dual ? VectorXd(m_centred.transpose() * solution) : solution;
    m_intercept = m_labelMean - m_means * m_coefficients;
}

VectorXd RidgeFit::predict(const MatrixXd& x) const { return (x * m_coefficients).array() + m_intercept; }

LogisticFit::LogisticFit(const MatrixXd& x, const std::vector<std::size_t>& classes, std::size_t classCount)
    : m_classCount(classCount)
{
    std::vector<Index> column(classCount, -1);
    for (const std::size_t c : classes)
        column[c] = 0;
    for (std::size_t c = 0; c < classCount; ++c) {
        if (column[c] == 0) {
            column[c] = static_cast<Index>(m_seen.size());
            m_seen.push_back(c);
        }
    }
    const Index n = x.rows();
    // More features than rows: the solution lies in the span of the rows, where the penalty is the same
    // (Hastie and Tibshirani 2004, "Efficient quadratic regularization for expression arrays").
    if (x.cols() > n) {
        const Eigen::HouseholderQR<MatrixXd> qr(x.transpose());
        m_basis = qr.householderQ() * MatrixXd::Identity(x.cols(), n);
        m_design.resize(n, n + 1);
        m_design.leftCols(n) = x * m_basis;
    } else {
        m_design.resize(n, x.cols() + 1);
        m_design.leftCols(x.cols()) = x;
    }
    m_design.rightCols(1).setOnes();

    const Index outputs = m_seen.size() <= 2 ? 1 : static_cast<Index>(m_seen.size());
    m_targets = MatrixXd::Zero(n, outputs);
    for (Index i = 0; i < n; ++i) {
        const Index c = column[classes[static_cast<std::size_t>(i)]];
        if (outputs == 1)
            m_targets(i, 0) = static_cast<double>(c);
        else
            m_targets(i, c) = 1;
    }
    m_weights = MatrixXd::Zero(m_design.cols(), outputs);
}

MatrixXd LogisticFit::scores(const MatrixXd& weights) const { return m_design * weights; }

double LogisticFit::objective(const MatrixXd& weights, const MatrixXd& scores) const
{
    double loss = 0;
    if (scores.cols() == 1) {
        // log(1 + e^s) - y s, without overflow
        const auto s = scores.col(0).array();
        loss = (s.max(0.0) + (-s.abs()).exp().log1p() - m_targets.col(0).array() * s).sum();
    } else {
        const VectorXd most = scores.rowwise().maxCoeff();
        const VectorXd sums = (scores.colwise() - most).array().exp().rowwise().sum();
        loss = (most.array() + sums.array().log()).sum() - m_targets.cwiseProduct(scores).sum();
    }
    return loss + 0.5 * m_penalty * weights.topRows(weights.rows() - 1).squaredNorm();
}

MatrixXd LogisticFit::gradient(const MatrixXd& weights, const MatrixXd& probabilities) const
{
    MatrixXd result = m_design.transpose() * (probabilities - m_targets);
    const Index features = weights.rows() - 1;
    result.topRows(features) += m_penalty * weights.topRows(features);
    return result;
}

MatrixXd LogisticFit::curvatureTimes(const MatrixXd& direction, const MatrixXd& probabilities) const
{
    MatrixXd change = m_design * direction;
    if (change.cols() == 1) {
        change.array() *= probabilities.array() * (1 - probabilities.array());
    } else {
        const VectorXd mean = probabilities.cwiseProduct(change).rowwise().sum();
        change = probabilities.cwiseProduct(change.colwise() - mean).eval();
    }
    MatrixXd result = m_design.transpose() * change;
    const Index features = direction.rows() - 1;
    result.topRows(features) += m_penalty * direction.topRows(features);
    // A common shift of all intercepts changes nothing. This makes the system regular, and leaves their sum
    // 0.
    if (direction.cols() > 1)
        result.row(features).array() += direction.row(features).sum();
    return result;
}

MatrixXd LogisticFit::directStep(const MatrixXd& gradient, const MatrixXd& probabilities) const
{
    const Index rows = gradient.rows();
    const Index outputs = gradient.cols();
    MatrixXd curvature(rows * outputs, rows * outputs);
    for (Index k = 0; k < outputs; ++k) {
        for (Index l = 0; l <= k; ++l) {
            const VectorXd weight
                = probabilities.col(k).array() * ((k == l ? 1.0 : 0.0) - probabilities.col(l).array());
            curvature.block(k * rows, l * rows, rows, rows)
                = m_design.transpose() * (m_design.array().colwise() * weight.array()).matrix();
            if (outputs > 1)
                curvature(k * rows + rows - 1, l * rows + rows - 1) += 1; // see curvatureTimes
        }
        curvature.diagonal().segment(k * rows, rows - 1).array() += m_penalty;
    }
    const VectorXd right = -Eigen::Map<const VectorXd>(gradient.data(), gradient.size());
    const Eigen::LLT<MatrixXd> factors(curvature); // reads the lower half only
    const VectorXd step = factors.info() == Eigen::Success
        ? VectorXd(factors.solve(right))
        : VectorXd(curvature.selfadjointView<Eigen::Lower>().ldlt().solve(right));
    return Eigen::Map<const MatrixXd>(step.data(), rows, outputs);
}

MatrixXd LogisticFit::conjugateStep(const MatrixXd& gradient, const MatrixXd& probabilities, double forcing,
    const std::function<bool()>& stopped) const
{
    // Jacobi preconditioner: the diagonal of the curvature.
    MatrixXd diagonal
        = m_design.cwiseAbs2().transpose() * (probabilities.array() * (1 - probabilities.array())).matrix();
    diagonal.topRows(diagonal.rows() - 1).array() += m_penalty;
    diagonal.bottomRows(1).array() += 1;

    MatrixXd step = MatrixXd::Zero(gradient.rows(), gradient.cols());
    MatrixXd residual = -gradient;
    MatrixXd scaled = residual.cwiseQuotient(diagonal);
    MatrixXd direction = scaled;
    double product = residual.cwiseProduct(scaled).sum();
    const double goal = forcing * residual.norm();
    const auto most = static_cast<int>(std::min<Index>(2 * gradient.size() + 10, 2000));
    for (int iteration = 0; iteration < most && residual.norm() > goal; ++iteration) {
        if (stopped && stopped())
            break;
        const MatrixXd curved = curvatureTimes(direction, probabilities);
        const double length = product / direction.cwiseProduct(curved).sum();
        step += length * direction;
        residual -= length * curved;
        scaled = residual.cwiseQuotient(diagonal);
        const double next = residual.cwiseProduct(scaled).sum();
        direction = scaled + (next / product) * direction;
        product = next;
    }
    return step;
}

void LogisticFit::solve(double c, double tolerance, const std::function<bool()>& stopped)
{
    m_penalty = 1 / c;
    if (m_seen.size() < 2)
        return;
    constexpr int kMostSteps = 200;
    // Where assembling and factorising the curvature costs less than some thirty products with it.
    const auto unknowns = static_cast<double>(m_weights.size());
    const auto entries = static_cast<double>(m_design.size());
    const auto outputs = static_cast<double>(m_weights.cols());
    const double assembling = entries * static_cast<double>(m_design.cols()) * outputs * (outputs + 1);
    const bool direct
        = assembling + unknowns * unknowns * unknowns / 3 < 30 * 4 * entries * outputs || unknowns <= 200;

    MatrixXd score = scores(m_weights);
    double value = objective(m_weights, score);
    double firstSlope = 0;
    for (int iteration = 0; iteration < kMostSteps; ++iteration) {
        if (stopped && stopped())
            return;
        const MatrixXd probabilities = activation(score);
        const MatrixXd slope = gradient(m_weights, probabilities);
        firstSlope = iteration == 0 ? slope.norm() : firstSlope;
        // Quadratic convergence needs steps as exact as the gradient is small (Eisenstat and Walker 1996).
        const double forcing = firstSlope > 0 ? std::clamp(slope.norm() / firstSlope, 1e-10, 0.1) : 0.1;
        const MatrixXd step = direct ? directStep(slope, probabilities)
                                     : conjugateStep(slope, probabilities, forcing, stopped);
        const double descent = slope.cwiseProduct(step).sum();
        double length = 1;
        MatrixXd trial;
        bool found = false;
        for (int halving = 0; halving < 40 && !found; ++halving, length /= 2) {
            trial = m_weights + length * step;
            score = scores(trial);
            const double trialValue = objective(trial, score);
            // The last steps gain less than rounding shows.
            found = trialValue <= value + 1e-4 * length * descent + 1e-13 * std::abs(value);
            if (found)
                value = trialValue;
        }
        if (!found)
            return;
        const double change = (trial - m_weights).cwiseAbs().maxCoeff();
        m_weights = std::move(trial);
        if (change <= tolerance * std::max(1e-3, m_weights.cwiseAbs().maxCoeff()))
            return;
    }
}

MatrixXd LogisticFit::coefficients() const
{
    const auto weights = m_weights.topRows(m_weights.rows() - 1);
    return m_basis.size() > 0 ? MatrixXd(m_basis * weights) : MatrixXd(weights);
}

MatrixXd LogisticFit::probabilities(const MatrixXd& x) const
{
    if (m_seen.size() == 1)
        return classProbabilities(MatrixXd(x.rows(), 1), m_seen, m_classCount);
    return classProbabilities((x * coefficients()).rowwise() + intercepts(), m_seen, m_classCount);
}

} // namespace btw::analysis
