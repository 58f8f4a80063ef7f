// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/ranks.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::training {

/// One rank's share of a run's work, and what it exchanges so that all shares make what one process would
/// compute: the batch's loss is a sum over its rows, and a loss beside it a function of sums over them.
class RankShare
{
public:
    explicit RankShare(Ranks* ranks) ///< null: alone, with all of the work
        : m_ranks(ranks)
    {
    }

    bool alone() const { return m_ranks == nullptr; }
    int rank() const { return alone() ? 0 : m_ranks->rank(); }

    struct Part
    {
        std::vector<std::int64_t> rows;
        double counted = 1; ///< 0 where the rows are another rank's
    };
    /// Rows r, r + N, ... of a batch. Where there is none left for this rank it goes along with the first,
    /// which then counts nothing, so that all ranks take the same steps.
    Part of(const std::vector<std::int64_t>& batch) const;
    /// Whether the i-th of several pieces of work is this rank's.
    bool takes(std::size_t i) const;

    struct Totals
    {
        bool stop = false; ///< some rank has to
        at::Tensor loss; ///< of all ranks, without a gradient
        /// Of all ranks; the gradient goes to this rank's sums alone, since the others see to theirs:
        /// local + (total - local), the brackets held constant.
        std::vector<at::Tensor> sums;
    };
    /// In every batch, in one exchange. \param loss scalar  \param sums any shapes, the same on all ranks
    Totals totals(bool stop, const at::Tensor& loss, std::vector<at::Tensor> sums) const;

    void sum(at::Tensor& values) const; ///< nothing to do when alone
    void share(at::Tensor& values) const; ///< likewise

private:
    Ranks* m_ranks;
};

} // namespace btw::training
