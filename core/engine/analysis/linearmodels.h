// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Eigen's own threads cost more than they save on matrices of this size (measured: twelve times slower on two
// busy cores); the reference models run its folds in parallel instead.
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#include <cstddef>
#include <functional>
#include <vector>

namespace btw::analysis {

/// Ridge regression: minimises ||y - X w - b||^2 + alpha ||w||^2, as scikit-learn's Ridge. For the reference
/// models.
class RidgeFit
{
public:
    /// \param x `[n, F]`, n >= 1. \param y n.
    RidgeFit(const Eigen::MatrixXd& x, const Eigen::VectorXd& y);

    void solve(double alpha);

    const Eigen::VectorXd& coefficients() const { return m_coefficients; } ///< F
    double intercept() const { return m_intercept; }
    Eigen::VectorXd predict(const Eigen::MatrixXd& x) const;

private:
    Eigen::RowVectorXd m_means;
    double m_labelMean;
    Eigen::MatrixXd m_centred; ///< kept only where n < F
    bool m_dual; ///< the n x n system is the smaller one
    Eigen::MatrixXd m_gram; ///< X'X, or XX' when dual
    Eigen::VectorXd m_right; ///< X'y, or y when dual
    Eigen::VectorXd m_coefficients;
    double m_intercept = 0;
};

/// Probabilities `[rows, classCount]` from scores: one column for two classes that were seen (of the second),
/// else one each; with one class seen, that class gets 1.
Eigen::MatrixXd classProbabilities(
    const Eigen::MatrixXd& scores, const std::vector<std::size_t>& seen, std::size_t classCount);

/// L2 logistic regression: minimises C * sum of log losses + ||w||^2 / 2 with free intercepts, as
/// scikit-learn's LogisticRegression. Two classes: one sigmoid; more: softmax with a row of coefficients a
/// class.
///
/// Classes without a row get probability 0; with only one class seen, that class gets 1.
class LogisticFit
{
public:
    /// \param x `[n, F]`, n >= 1. \param classes n indices below `classCount`.
    LogisticFit(const Eigen::MatrixXd& x, const std::vector<std::size_t>& classes, std::size_t classCount);

    /// Newton's method from the solution of the previous call, which makes a path of ascending C cheap. Ends
    /// when a step changes no coefficient by more than `tolerance` (relative to the largest), or when
    /// `stopped`.
    void solve(double c, double tolerance, const std::function<bool()>& stopped);

    /// `[F, K]` with K = 1 for two seen classes, else a column for each of `seen()`.
    Eigen::MatrixXd coefficients() const;
    Eigen::RowVectorXd intercepts() const { return m_weights.row(m_weights.rows() - 1); }
    /// Indices of the classes with rows, ascending.
    const std::vector<std::size_t>& seen() const { return m_seen; }
    /// `[rows, classCount]`.
    Eigen::MatrixXd probabilities(const Eigen::MatrixXd& x) const;

private:
    Eigen::MatrixXd scores(const Eigen::MatrixXd& weights) const;
    double objective(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& scores) const;
    Eigen::MatrixXd gradient(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& probabilities) const;
    Eigen::MatrixXd curvatureTimes(
        const Eigen::MatrixXd& direction, const Eigen::MatrixXd& probabilities) const;
    Eigen::MatrixXd directStep(const Eigen::MatrixXd& gradient, const Eigen::MatrixXd& probabilities) const;
    Eigen::MatrixXd conjugateStep(const Eigen::MatrixXd& gradient, const Eigen::MatrixXd& probabilities,
        double forcing, const std::function<bool()>& stopped) const;

    std::size_t m_classCount;
    std::vector<std::size_t> m_seen;
    Eigen::MatrixXd m_design; ///< `[n, r + 1]`: features, or their coordinates in the rows' span; then ones
    Eigen::MatrixXd m_basis; ///< `[F, r]`, orthonormal; empty where the features themselves are used
    Eigen::MatrixXd m_targets; ///< `[n, K]`
    Eigen::MatrixXd m_weights; ///< `[r + 1, K]`, intercepts last
    double m_penalty = 1; ///< 1 / C
};

} // namespace btw::analysis
