// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/poolfit.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>

namespace btw::systems {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kRidge = 1e-6; ///< of intercepts: with one outcome in a pattern they would have no end
constexpr double kKink = 1e-6; ///< where the absolute error is rounded
constexpr int kIterations = 200;

/// The problem in one vector: c (M, or 1 where all are equal), then b without each first class.
class Problem
{
public:
    Problem(const PoolRows& rows, const PoolOptions& options, const VectorXd& counts)
        : m_rows(rows)
        , m_options(options)
        , m_counts(counts.size() > 0 ? counts : VectorXd::Ones(rows.y.size()))
        , m_total(m_counts.sum())
        , m_modalities(static_cast<Index>(rows.evidence.size()))
        , m_believed(options.equal ? 1 : m_modalities)
        , m_free(rows.task == Task::Classification ? static_cast<Index>(rows.outputs) - 1 : 1)
    {
        if (options.equal) {
            MatrixXd sum = MatrixXd::Zero(rows.y.size(), static_cast<Index>(rows.outputs));
            for (const auto& one : rows.evidence)
                sum += one;
            m_evidence = { sum };
        }
    }

    Index believed() const { return m_believed; }
    Index size() const { return m_believed + static_cast<Index>(m_rows.intercepts) * m_free; }

    VectorXd flat(const PoolFit& fit) const
    {
        VectorXd at = VectorXd::Zero(size());
        if (m_options.equal)
            at(0) = fit.c.mean();
        else
            at.head(m_believed) = fit.c;
        for (Index pattern = 0; pattern < fit.b.rows(); ++pattern)
            for (Index k = 0; k < m_free; ++k)
                at(interceptAt(pattern, k)) = fit.b(pattern, firstFree() + k);
        return at;
    }

    PoolFit fit(const VectorXd& at) const
    {
        PoolFit fit;
        fit.c = m_options.equal ? VectorXd::Constant(m_modalities, at(0)).eval() : at.head(m_believed).eval();
        fit.b = MatrixXd::Zero(static_cast<Index>(m_rows.intercepts), static_cast<Index>(m_rows.outputs));
        for (Index pattern = 0; pattern < fit.b.rows(); ++pattern)
            for (Index k = 0; k < m_free; ++k)
                fit.b(pattern, firstFree() + k) = at(interceptAt(pattern, k));
        return fit;
    }

    /// \param kink where the absolute error is rounded
    double value(const VectorXd& at, double kink) const
    {
        const MatrixXd scores = scoresOf(at);
        return m_counts.dot(lossesOf(scores, kink)) / m_total + penalty(at);
    }

    /// Of a row's scores the slopes are its evidence by c, and 1 by the intercepts of its own pattern: the
    /// other intercepts are left alone, of which there may be many.
    void derivatives(const VectorXd& at, double kink, VectorXd& gradient, MatrixXd& curvature) const
    {
        gradient = VectorXd::Zero(size());
        curvature = MatrixXd::Zero(size(), size());
        if (m_rows.task == Task::Regression)
            addResiduals(scoresOf(at), kink, gradient, curvature);
        else
            addClasses(scoresOf(at), gradient, curvature);
        for (Index m = 0; m < m_believed; ++m) {
            gradient(m) += 2 * penaltyOfC() * at(m);
            curvature(m, m) += 2 * penaltyOfC();
            for (Index j = m + 1; j < size(); ++j)
                curvature(j, m) = curvature(m, j);
        }
        for (Index j = m_believed; j < size(); ++j) {
            gradient(j) += 2 * kRidge * at(j);
            curvature(j, j) += 2 * kRidge;
        }
    }

private:
    const MatrixXd& evidence(Index m) const
    {
        return m_options.equal ? m_evidence.front() : m_rows.evidence[static_cast<std::size_t>(m)];
    }
    Index firstFree() const { return m_rows.task == Task::Classification ? 1 : 0; }
    Index interceptAt(Index pattern, Index k) const { return m_believed + pattern * m_free + k; }
    double penaltyOfC() const
    {
        return m_options.penalty * (m_options.equal ? static_cast<double>(m_modalities) : 1.0);
    }
    double penalty(const VectorXd& at) const
    {
        return penaltyOfC() * at.head(m_believed).squaredNorm()
            + kRidge * at.tail(size() - m_believed).squaredNorm();
    }

    MatrixXd scoresOf(const VectorXd& at) const { return poolScores(m_rows, fit(at)); }

    /// Of every row.
    VectorXd lossesOf(const MatrixXd& scores, double kink) const
    {
        if (m_rows.task == Task::Regression)
            return ((m_rows.y - scores.col(0)).array().square() + kink * kink).sqrt() - kink;
        const VectorXd top = scores.rowwise().maxCoeff();
        VectorXd losses = top.array() + exponentials(scores, top).rowwise().sum().array().log();
        for (Index i = 0; i < losses.size(); ++i)
            losses(i) -= scores(i, static_cast<Index>(m_rows.y(i)));
        return losses;
    }

    /// Column by column, of which Eigen computes several rows at once.
    static MatrixXd exponentials(const MatrixXd& scores, const VectorXd& top)
    {
        MatrixXd result(scores.rows(), scores.cols());
        for (Index k = 0; k < scores.cols(); ++k)
            result.col(k) = (scores.col(k) - top).array().exp();
        return result;
    }

    Index interceptOf(Index i) const
    {
        return interceptAt(static_cast<Index>(m_rows.intercept[static_cast<std::size_t>(i)]), 0);
    }

    /// Adds the mean cross-entropy's derivatives; of the curvature, rows of c above their diagonal only.
    void addClasses(const MatrixXd& scores, VectorXd& gradient, MatrixXd& curvature) const
    {
        const VectorXd top = scores.rowwise().maxCoeff();
        MatrixXd p = exponentials(scores, top);
        p.array().colwise() /= p.rowwise().sum().array().eval();
        const Index outputs = p.cols();
        // Each modality's evidence less its mean under p: the curvature is a covariance.
        MatrixXd apart(m_believed, outputs);
        for (Index i = 0; i < p.rows(); ++i) {
            if (m_counts(i) <= 0)
                continue;
            const double count = m_counts(i) / m_total;
            const auto label = static_cast<Index>(m_rows.y(i));
            const Index own = interceptOf(i);
            for (Index m = 0; m < m_believed; ++m) {
                const MatrixXd& said = evidence(m);
                double mean = 0;
                for (Index k = 0; k < outputs; ++k)
                    mean += p(i, k) * said(i, k);
                for (Index k = 0; k < outputs; ++k)
                    apart(m, k) = said(i, k) - mean;
                gradient(m) += count * (mean - said(i, label));
                for (Index other = 0; other <= m; ++other) {
                    double sum = 0;
                    for (Index k = 0; k < outputs; ++k)
                        sum += p(i, k) * apart(m, k) * apart(other, k);
                    curvature(other, m) += count * sum;
                }
                for (Index k = 1; k < outputs; ++k)
                    curvature(m, own + k - 1) += count * p(i, k) * apart(m, k);
            }
            for (Index k = 1; k < outputs; ++k) {
                gradient(own + k - 1) += count * (p(i, k) - (k == label ? 1 : 0));
                curvature(own + k - 1, own + k - 1) += count * p(i, k);
                for (Index l = 1; l < outputs; ++l)
                    curvature(own + k - 1, own + l - 1) -= count * p(i, k) * p(i, l);
            }
        }
    }

    /// Adds the mean absolute error's; the curvature is the majoriser's: Newton's own is nearly 0 away from
    /// the kink.
    void addResiduals(const MatrixXd& scores, double kink, VectorXd& gradient, MatrixXd& curvature) const
    {
        for (Index i = 0; i < scores.rows(); ++i) {
            if (m_counts(i) <= 0)
                continue;
            const double residual = m_rows.y(i) - scores(i, 0);
            const double length = std::sqrt(residual * residual + kink * kink);
            const double slope = -m_counts(i) / m_total * residual / length;
            const double curve = m_counts(i) / m_total / length;
            const Index own = interceptOf(i);
            for (Index m = 0; m < m_believed; ++m) {
                const double said = evidence(m)(i, 0);
                gradient(m) += slope * said;
                for (Index other = 0; other <= m; ++other)
                    curvature(other, m) += curve * said * evidence(other)(i, 0);
                curvature(m, own) += curve * said;
            }
            gradient(own) += slope;
            curvature(own, own) += curve;
        }
    }

    const PoolRows& m_rows;
    const PoolOptions& m_options;
    VectorXd m_counts;
    double m_total;
    Index m_modalities;
    Index m_believed; ///< parameters that are c
    Index m_free; ///< intercepts of a pattern
    std::vector<MatrixXd> m_evidence; ///< their sum, where all are equal
};

/// Where c is 0 and would go below it, it stays; among the others a Newton step, cut at 0.
VectorXd step(const Problem& problem, const VectorXd& at, const VectorXd& gradient, const MatrixXd& curvature)
{
    std::vector<Index> moving;
    for (Index j = 0; j < at.size(); ++j)
        if (j >= problem.believed() || at(j) > 0 || gradient(j) < 0)
            moving.push_back(j);
    const auto count = static_cast<Index>(moving.size());
    MatrixXd part(count, count);
    VectorXd right(count);
    for (Index a = 0; a < count; ++a) {
        right(a) = -gradient(moving[static_cast<std::size_t>(a)]);
        for (Index b = 0; b < count; ++b)
            part(a, b) = curvature(moving[static_cast<std::size_t>(a)], moving[static_cast<std::size_t>(b)]);
        part(a, a) += 1e-12;
    }
    const VectorXd solved = part.ldlt().solve(right);
    VectorXd direction = VectorXd::Zero(at.size());
    for (Index a = 0; a < count; ++a)
        direction(moving[static_cast<std::size_t>(a)]) = solved(a);
    return direction;
}

VectorXd projected(const Problem& problem, VectorXd at)
{
    for (Index j = 0; j < problem.believed(); ++j)
        at(j) = std::max(0.0, at(j));
    return at;
}

VectorXd minimise(const Problem& problem, VectorXd at, double kink, double tolerance)
{
    VectorXd gradient;
    MatrixXd curvature;
    double value = problem.value(at, kink);
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        problem.derivatives(at, kink, gradient, curvature);
        const VectorXd direction = step(problem, at, gradient, curvature);
        // So near the end of Newton's method, what is gained is lost in rounding: a search along the step
        // would find nothing.
        const VectorXd whole = projected(problem, at + direction);
        if ((whole - at).cwiseAbs().maxCoeff() <= tolerance)
            return whole;
        VectorXd next = at;
        double nextValue = value;
        double length = 1;
        for (int halving = 0; halving < 40; ++halving, length /= 2) {
            const VectorXd tried = projected(problem, at + length * direction);
            const double triedValue = problem.value(tried, kink);
            if (triedValue <= value + 1e-4 * gradient.dot(tried - at)) {
                next = tried;
                nextValue = triedValue;
                break;
            }
        }
        const double moved = (next - at).cwiseAbs().maxCoeff();
        at = next;
        value = nextValue;
        if (moved <= tolerance)
            break;
    }
    return at;
}

} // namespace

MatrixXd poolScores(const PoolRows& rows, const PoolFit& fit)
{
    MatrixXd scores(rows.y.size(), static_cast<Index>(rows.outputs));
    for (Index i = 0; i < scores.rows(); ++i)
        scores.row(i) = rows.offsets.transpose()
            + fit.b.row(static_cast<Index>(rows.intercept[static_cast<std::size_t>(i)]));
    for (std::size_t m = 0; m < rows.evidence.size(); ++m)
        if (fit.c(static_cast<Index>(m)) != 0)
            scores.noalias() += fit.c(static_cast<Index>(m)) * rows.evidence[m];
    return scores;
}

PoolFit fitPool(
    const PoolRows& rows, const PoolOptions& options, const VectorXd& counts, const PoolFit* start)
{
    const Problem problem(rows, options, counts);
    VectorXd at = VectorXd::Zero(problem.size());
    if (start != nullptr)
        at = problem.flat(*start);
    else
        at.head(problem.believed()).setConstant(1.0 / static_cast<double>(rows.evidence.size()));
    // From round to sharp. The curvature of the absolute error is a majoriser's, whose steps are short where
    // the kink is sharp, however far the end is: so from another fit, too.
    if (rows.task == Task::Regression)
        for (const double kink : { 1e-1, 1e-2, 1e-3, 1e-4, 1e-5 })
            at = minimise(problem, at, kink, std::max(options.tolerance, 1e-6));
    return problem.fit(minimise(problem, at, kKink, options.tolerance));
}

double poolLoss(const PoolRows& rows, const PoolFit& fit, const std::vector<std::size_t>& used)
{
    const MatrixXd scores = poolScores(rows, fit);
    double sum = 0;
    double count = 0;
    const auto add = [&](Index i) {
        count += 1;
        if (rows.task == Task::Regression) {
            sum += std::abs(rows.y(i) - scores(i, 0));
            return;
        }
        const double top = scores.row(i).maxCoeff();
        sum += top + std::log((scores.row(i).array() - top).exp().sum())
            - scores(i, static_cast<Index>(rows.y(i)));
    };
    if (used.empty())
        for (Index i = 0; i < scores.rows(); ++i)
            add(i);
    for (const std::size_t i : used)
        add(static_cast<Index>(i));
    return sum / count;
}

} // namespace btw::systems
