// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/decomposition.h"

#include "engine/error.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace btw::analysis {

namespace {

using Label = std::uint32_t;
using Pair = std::pair<Label, Label>;
using Masses = std::map<Pair, double>; ///< of (y, a), say

struct Table
{
    std::map<Label, double> y;
    Masses ya, yb, ab;
    std::map<std::tuple<Label, Label, Label>, double> all;
};

Table tableOf(std::span<const Label> y, std::span<const Label> a, std::span<const Label> b,
    std::span<const Label> counts)
{
    if (y.size() != a.size() || y.size() != b.size() || (!counts.empty() && counts.size() != y.size()))
        throw Error("The columns to be decomposed have unequal lengths.");
    Table table;
    double n = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
        n += counts.empty() ? 1 : counts[i];
    if (!(n > 0))
        throw Error("There are no rows to decompose.");
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double mass = (counts.empty() ? 1 : counts[i]) / n;
        if (mass == 0)
            continue;
        table.y[y[i]] += mass;
        table.ya[{ y[i], a[i] }] += mass;
        table.yb[{ y[i], b[i] }] += mass;
        table.ab[{ a[i], b[i] }] += mass;
        table.all[{ y[i], a[i], b[i] }] += mass;
    }
    return table;
}

double entropy(const auto& masses)
{
    double sum = 0;
    for (const auto& [label, mass] : masses)
        sum -= mass * std::log(mass);
    return sum;
}

/// The labels that occur with y, and the share that each has of y.
std::vector<std::pair<Label, double>> given(const Masses& masses, Label y, double mass)
{
    std::vector<std::pair<Label, double>> some;
    for (auto at = masses.lower_bound({ y, 0 }); at != masses.end() && at->first.first == y; ++at)
        some.emplace_back(at->first.second, at->second / mass);
    return some;
}

/// min over q >= 0 of sum q ln(q / q_ab), which is minus the entropy of y given a and b, with the pairs (y,
/// a) and (y, b) as they are. q = start + basis z: in a basis of what leaves the pairs as they are nothing is
/// left to be kept to but q > 0.
class LeastInformation
{
    using Sparse = Eigen::SparseMatrix<double>;

public:
    explicit LeastInformation(const Table& table)
    {
        std::map<Pair, Eigen::Index> cells;
        std::vector<double> start;
        std::vector<std::array<std::pair<Eigen::Index, double>, 4>> moves;
        for (const auto& [y, mass] : table.y) {
            const auto as = given(table.ya, y, mass);
            const auto bs = given(table.yb, y, mass);
            const auto first = static_cast<Eigen::Index>(start.size());
            const auto width = static_cast<Eigen::Index>(bs.size());
            const auto at = [&](std::size_t i, std::size_t j) {
                return first + static_cast<Eigen::Index>(i) * width + static_cast<Eigen::Index>(j);
            };
            for (const auto& [a, shareA] : as)
                for (const auto& [b, shareB] : bs) {
                    start.push_back(mass * shareA * shareB); // independent given y: positive throughout
                    const auto next = static_cast<Eigen::Index>(cells.size());
                    m_cell.push_back(cells.try_emplace({ a, b }, next).first->second);
                }
            for (std::size_t i = 0; i + 1 < as.size(); ++i)
                for (std::size_t j = 0; j + 1 < bs.size(); ++j)
                    moves.push_back({ { { at(i, j), 1.0 }, { at(as.size() - 1, bs.size() - 1), 1.0 },
                        { at(i, bs.size() - 1), -1.0 }, { at(as.size() - 1, j), -1.0 } } });
        }
        m_cells = static_cast<Eigen::Index>(cells.size());
        m_start = Eigen::Map<Eigen::VectorXd>(start.data(), static_cast<Eigen::Index>(start.size()));
        std::vector<Eigen::Triplet<double>> entries, sums;
        for (std::size_t k = 0; k < moves.size(); ++k)
            for (const auto& [row, by] : moves[k]) {
                entries.emplace_back(row, static_cast<Eigen::Index>(k), by);
                sums.emplace_back(m_cell[static_cast<std::size_t>(row)], static_cast<Eigen::Index>(k), by);
            }
        m_basis.resize(m_start.size(), static_cast<Eigen::Index>(moves.size()));
        m_basis.setFromTriplets(entries.begin(), entries.end());
        m_sums.resize(m_cells, m_basis.cols());
        m_sums.setFromTriplets(sums.begin(), sums.end());
    }

    /// The entropy of y given a and b where they say least.
    double entropy() const
    {
        Eigen::VectorXd q = m_start;
        // From 1e-2 to 1e-10: within m_start.size() times the last of the least.
        constexpr int kBarriers = 9;
        double barrier = 1e-2;
        for (int i = 0; i < kBarriers && m_basis.cols() > 0; ++i) {
            centre(q, barrier);
            barrier /= 10;
        }
        return -value(q, 0);
    }

private:
    Eigen::VectorXd sums(const Eigen::VectorXd& q) const
    {
        Eigen::VectorXd s = Eigen::VectorXd::Zero(m_cells);
        for (Eigen::Index i = 0; i < q.size(); ++i)
            s(m_cell[static_cast<std::size_t>(i)]) += q(i);
        return s;
    }

    double value(const Eigen::VectorXd& q, double barrier) const
    {
        const Eigen::VectorXd s = sums(q);
        double sum = 0;
        for (Eigen::Index i = 0; i < q.size(); ++i)
            sum += q(i) * std::log(q(i) / s(m_cell[static_cast<std::size_t>(i)])) - barrier * std::log(q(i));
        return sum;
    }

    /// Newton's method with a step that keeps q positive and lowers the value.
    void centre(Eigen::VectorXd& q, double barrier) const
    {
        constexpr int kMostSteps = 50;
        for (int step = 0; step < kMostSteps; ++step) {
            const Eigen::VectorXd s = sums(q);
            Eigen::VectorXd slope(q.size()), curve(q.size());
            for (Eigen::Index i = 0; i < q.size(); ++i) {
                const auto cell = m_cell[static_cast<std::size_t>(i)];
                slope(i) = std::log(q(i) / s(cell)) - barrier / q(i);
                curve(i) = 1 / q(i) + barrier / (q(i) * q(i));
            }
            const Eigen::VectorXd gradient = m_basis.transpose() * slope;
            const Eigen::MatrixXd hessian
                = Eigen::MatrixXd(Sparse(m_basis.transpose() * curve.asDiagonal() * m_basis))
                - Eigen::MatrixXd(Sparse(m_sums.transpose() * s.cwiseInverse().asDiagonal() * m_sums));
            const Eigen::VectorXd move = m_basis * hessian.ldlt().solve(-gradient);
            const double decrease = -slope.dot(move);
            if (!(decrease > 1e-3 * barrier)) // the rest is less than what the barrier keeps away
                return;
            double length = 1;
            for (Eigen::Index i = 0; i < q.size(); ++i)
                if (move(i) < 0)
                    length = std::min(length, -0.99 * q(i) / move(i));
            const double before = value(q, barrier);
            while (length > 1e-12 && !(value(q + length * move, barrier) < before - 1e-4 * length * decrease))
                length /= 2;
            if (length <= 1e-12)
                return;
            q += length * move;
        }
    }

    std::vector<Eigen::Index> m_cell; ///< of each number: which (a, b)
    Eigen::Index m_cells = 0;
    Eigen::VectorXd m_start;
    Sparse m_basis;
    Sparse m_sums; ///< what the basis adds to each (a, b)
};

std::size_t freeNumbers(const Table& table)
{
    std::size_t free = 0;
    for (const auto& [y, mass] : table.y)
        free += (given(table.ya, y, mass).size() - 1) * (given(table.yb, y, mass).size() - 1);
    return free;
}

} // namespace

Decomposition decompose(std::span<const Label> y, std::span<const Label> a, std::span<const Label> b,
    std::span<const Label> counts)
{
    const auto table = tableOf(y, a, b, counts);
    if (const auto free = freeNumbers(table); free > kMostFreeNumbers)
        throw Error("The decomposition would have " + std::to_string(free)
            + " free numbers: fewer different labels are needed.");
    std::map<Label, double> as, bs;
    for (const auto& [labels, mass] : table.ab) {
        as[labels.first] += mass;
        bs[labels.second] += mass;
    }
    const double hy = entropy(table.y);
    const double ofA = hy + entropy(as) - entropy(table.ya);
    const double ofB = hy + entropy(bs) - entropy(table.yb);
    const double ofBoth = hy + entropy(table.ab) - entropy(table.all);
    const double least = hy - LeastInformation(table).entropy();
    // None is below 0 but by what the programme and rounding are off by.
    return { std::max(0.0, least - ofB), std::max(0.0, least - ofA), std::max(0.0, ofA + ofB - least),
        std::max(0.0, ofBoth - least) };
}

} // namespace btw::analysis
