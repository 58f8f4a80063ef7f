// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/variance.h"

#include "engine/error.h"
#include "engine/parallelerror.h"
#include "engine/weighting/names.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace btw::weighting {

namespace {

constexpr std::size_t kFewestNeighbours = 5;

// The validation predictions of one model, sorted, with their squared residuals.
class NeighbourPool
{
public:
    struct Entry
    {
        double prediction;
        double squaredResidual;
        std::size_t row; // validation row order decides among equal distances
    };

    explicit NeighbourPool(std::vector<Entry> entries)
        : m_entries(std::move(entries))
        , m_k(neighbourCount(m_entries.size()))
    {
        std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
            return a.prediction != b.prediction ? a.prediction < b.prediction : a.row < b.row;
        });
    }

    // Mean squared residual of the k nearest entries, without the one of row `self`.
    double meanSquaredResidual(double prediction, std::optional<std::size_t> self) const
    {
        View view { m_entries, m_entries.size() };
        if (self) {
            view.skipped = static_cast<std::size_t>(
                std::lower_bound(m_entries.begin(), m_entries.end(), *self,
                    [prediction](const Entry& e, std::size_t row) {
                        return e.prediction != prediction ? e.prediction < prediction : e.row < row;
                    })
                - m_entries.begin());
        }
        const double radius = kthDistance(view, prediction);

        // Distances fall, then rise along the sorted entries: those below the radius are one range, those
        // equal to it lie on either side.
        const std::size_t split
            = firstWhere(view, 0, view.size(), [&](const Entry& e) { return e.prediction >= prediction; });
        const std::size_t outerBegin
            = firstWhere(view, 0, split, [&](const Entry& e) { return prediction - e.prediction <= radius; });
        const std::size_t innerBegin = firstWhere(
            view, outerBegin, split, [&](const Entry& e) { return prediction - e.prediction < radius; });
        const std::size_t innerEnd = firstWhere(
            view, split, view.size(), [&](const Entry& e) { return e.prediction - prediction >= radius; });
        const std::size_t outerEnd = firstWhere(
            view, innerEnd, view.size(), [&](const Entry& e) { return e.prediction - prediction > radius; });

        double sum = 0;
        for (std::size_t i = innerBegin; i < innerEnd; ++i) {
            sum += view[i].squaredResidual;
        }
        std::size_t missing = m_k - (innerEnd - innerBegin);
        std::vector<const Entry*> tied;
        appendFirstOfEachRun(view, outerBegin, innerBegin, missing, tied);
        appendFirstOfEachRun(view, innerEnd, outerEnd, missing, tied);
        std::nth_element(tied.begin(), tied.begin() + static_cast<std::ptrdiff_t>(missing), tied.end(),
            [](const Entry* a, const Entry* b) { return a->row < b->row; });
        for (std::size_t i = 0; i < missing; ++i) {
            sum += tied[i]->squaredResidual;
        }
        return sum / static_cast<double>(m_k);
    }

private:
    // The sorted entries without one of them (skipped = size: with all).
    struct View
    {
        const std::vector<Entry>& entries;
        std::size_t skipped;

        std::size_t size() const { return entries.size() - (skipped < entries.size() ? 1 : 0); }
        const Entry& operator[](std::size_t i) const { return entries[i + (i >= skipped ? 1 : 0)]; }
    };

    // First index in [begin, end) where a predicate that turns from false to true holds.
    template <typename Predicate>
    static std::size_t firstWhere(
        const View& view, std::size_t begin, std::size_t end, const Predicate& predicate)
    {
        while (begin < end) {
            const std::size_t middle = begin + (end - begin) / 2;
            if (predicate(view[middle])) {
                end = middle;
            } else {
                begin = middle + 1;
            }
        }
        return begin;
    }

    double kthDistance(const View& view, double prediction) const
    {
        // Slide a window of k entries right for as long as the entry that it would win is nearer than the one
        // that it would lose; that condition is monotone along the sorted entries.
        std::size_t begin = 0;
        std::size_t end = view.size() - m_k;
        while (begin < end) {
            const std::size_t middle = begin + (end - begin) / 2;
            if (prediction - view[middle].prediction > view[middle + m_k].prediction - prediction) {
                begin = middle + 1;
            } else {
                end = middle;
            }
        }
        return std::max(std::abs(prediction - view[begin].prediction),
            std::abs(view[begin + m_k - 1].prediction - prediction));
    }

    // Equal predictions are sorted by row, so no more than `most` of each run can be among the first `most`
    // rows. A pool of one constant prediction stays cheap this way.
    static void appendFirstOfEachRun(const View& view, std::size_t begin, std::size_t end, std::size_t most,
        std::vector<const Entry*>& out)
    {
        while (begin < end) {
            const double value = view[begin].prediction;
            const std::size_t runEnd
                = firstWhere(view, begin, end, [value](const Entry& e) { return e.prediction > value; });
            for (std::size_t i = begin; i < std::min(begin + most, runEnd); ++i) {
                out.push_back(&view[i]);
            }
            begin = runEnd;
        }
    }

    std::vector<Entry> m_entries;
    std::size_t m_k;
};

bool predicts(const VarianceInputs& inputs, std::size_t i)
{
    return inputs.present.empty() || inputs.present[i] != 0;
}

double residual(const VarianceInputs& inputs, Variance policy, std::size_t i)
{
    if (!std::isfinite(inputs.y[i])) {
        const bool own = policy == Variance::ResidualLabels;
        throw Error("The label of " + std::string(own ? "" : "validation ") + "instance '" + inputs.ids[i]
            + "' is unknown, but variance=" + std::string(toString(policy)) + " needs "
            + (own ? "every label: give it, or use variance=neighbours."
                   : "every validation label: give it, or move the instance to another split."));
    }
    return inputs.y[i] - static_cast<double>(inputs.predictions[i]);
}

std::vector<NeighbourPool::Entry> validationEntries(const VarianceInputs& inputs, Variance policy)
{
    std::vector<NeighbourPool::Entry> entries;
    bool anyValidation = false;
    for (std::size_t i = 0; i < inputs.splits.size(); ++i) {
        if (inputs.splits[i] != Split::Validation) {
            continue;
        }
        anyValidation = true;
        if (predicts(inputs, i)) {
            const double r = residual(inputs, policy, i);
            entries.push_back({ static_cast<double>(inputs.predictions[i]), r * r, i });
        }
    }
    if (!anyValidation) {
        throw Error("There is no validation split, but variance=" + std::string(toString(policy))
            + " estimates variances on it: give a validation split.");
    }
    if (entries.size() < 2) {
        throw Error("Only " + std::to_string(entries.size()) + " validation row(s) have a prediction of "
            + inputs.model + ", but variance=" + std::string(toString(policy))
            + " needs at least 2: use a larger validation split, or leave the modality out.");
    }
    return entries;
}

} // namespace

std::size_t neighbourCount(std::size_t validationRows)
{
    const auto root = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(validationRows))));
    return std::min(std::max(root, kFewestNeighbours), validationRows > 0 ? validationRows - 1 : 0);
}

double varianceFloor(
    std::span<const double> y, std::span<const Split> splits, std::span<const std::string> ids)
{
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < splits.size(); ++i) {
        if (splits[i] != Split::Train) {
            continue;
        }
        if (!std::isfinite(y[i])) {
            throw Error("The label of training instance '" + ids[i]
                + "' is unknown: give it, or move the instance to the test split.");
        }
        sum += y[i];
        ++count;
    }
    if (count == 0) {
        throw Error("There are no training rows: give a training split.");
    }
    const double mean = sum / static_cast<double>(count);
    double squares = 0;
    for (std::size_t i = 0; i < splits.size(); ++i) {
        if (splits[i] == Split::Train) {
            squares += (y[i] - mean) * (y[i] - mean);
        }
    }
    return 1e-6 * std::max(squares / static_cast<double>(count), 1e-12);
}

std::vector<double> conditionalVariance(const VarianceInputs& inputs, Variance policy, double floor)
{
    const std::size_t n = inputs.splits.size();
    for (std::size_t i = 0; i < n; ++i) {
        if (predicts(inputs, i) && !std::isfinite(inputs.predictions[i])) {
            throw Error("The prediction of " + inputs.model + " for instance '" + inputs.ids[i]
                + "' is not finite: give a number, or mark the modality absent.");
        }
    }

    std::vector<double> variances(n, std::numeric_limits<double>::quiet_NaN());
    if (policy == Variance::ResidualLabels) {
        for (std::size_t i = 0; i < n; ++i) {
            if (predicts(inputs, i)) {
                const double r = residual(inputs, policy, i);
                variances[i] = std::max(r * r, floor);
            }
        }
        return variances;
    }

    std::vector<NeighbourPool::Entry> entries = validationEntries(inputs, policy);
    if (policy == Variance::Global) {
        double sum = 0;
        for (const NeighbourPool::Entry& entry : entries) {
            sum += entry.squaredResidual;
        }
        const double variance = std::max(sum / static_cast<double>(entries.size()), floor);
        for (std::size_t i = 0; i < n; ++i) {
            if (predicts(inputs, i)) {
                variances[i] = variance;
            }
        }
        return variances;
    }

    const NeighbourPool pool(std::move(entries));
    const auto varianceAt = [&](std::size_t i) {
        const auto self = inputs.splits[i] == Split::Validation ? std::optional(i) : std::nullopt;
        return std::max(pool.meanSquaredResidual(static_cast<double>(inputs.predictions[i]), self), floor);
    };
    ParallelError error;
#pragma omp parallel for schedule(dynamic, 256) if (n > 2000)
    for (std::size_t i = 0; i < n; ++i) {
        if (predicts(inputs, i)) {
            error.guard(i, [&] { variances[i] = varianceAt(i); });
        }
    }
    error.rethrow();
    return variances;
}

} // namespace btw::weighting
