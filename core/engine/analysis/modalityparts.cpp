// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/modalityparts.h"

#include "engine/analysis/fewestpeople.h"
#include "engine/analysis/quantile.h"
#include "engine/data/random.h"
#include "engine/error.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace btw::analysis {

namespace {

using Labels = std::vector<std::uint32_t>;

/// Which of the groups of equal size each value is in; equal values are in the same one.
Labels binned(const std::vector<double>& values, std::size_t bins)
{
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> edges;
    for (std::size_t k = 1; k < bins; ++k)
        edges.push_back(quantile(sorted, static_cast<double>(k) / static_cast<double>(bins)));
    Labels labels;
    for (const double value : values)
        labels.push_back(
            static_cast<std::uint32_t>(std::upper_bound(edges.begin(), edges.end(), value) - edges.begin()));
    return labels;
}

/// The rows of a question that have some modalities, as labels.
struct Columns
{
    Labels y;
    std::vector<Labels> modalities; ///< as they were asked for
};

Columns columnsOf(const PartsQuestion& question, const std::vector<std::size_t>& asked)
{
    const std::size_t count = question.modalities.size();
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < question.y.size(); ++i)
        if (std::all_of(asked.begin(), asked.end(),
                [&](std::size_t m) { return question.present[i * count + m] != 0; }))
            rows.push_back(i);
    const auto labelsOf = [&](const auto& value) {
        std::vector<double> values;
        values.reserve(rows.size());
        for (const std::size_t row : rows)
            values.push_back(value(row));
        if (question.task == Task::Regression && !values.empty())
            return binned(values, question.bins);
        return Labels(values.begin(), values.end());
    };
    Columns columns;
    columns.y = labelsOf([&](std::size_t row) { return question.y[row]; });
    for (const std::size_t m : asked)
        columns.modalities.push_back(labelsOf([&](std::size_t row) {
            const auto& predictions = question.unimodal[m];
            const float* at = predictions.row(row);
            return predictions.width == 1
                ? static_cast<double>(*at)
                : static_cast<double>(std::max_element(at, at + predictions.width) - at);
        }));
    return columns;
}

/// One label for each combination that occurs.
Labels joined(const std::vector<Labels>& columns, std::size_t from)
{
    std::map<Labels, std::uint32_t> known;
    Labels labels;
    for (std::size_t i = 0; i < columns.front().size(); ++i) {
        Labels combination;
        for (std::size_t m = from; m < columns.size(); ++m)
            combination.push_back(columns[m][i]);
        const auto next = static_cast<std::uint32_t>(known.size());
        labels.push_back(known.try_emplace(combination, next).first->second);
    }
    return labels;
}

std::size_t different(const Labels& labels) { return std::set(labels.begin(), labels.end()).size(); }

constexpr std::array kParts { &Decomposition::first, &Decomposition::second, &Decomposition::shared,
    &Decomposition::synergy };

void addChance(
    ModalityParts& parts, const Labels& y, const Labels& a, const Labels& b, const PartsQuestion& question)
{
    std::vector<Decomposition> draws(question.permutations);
#pragma omp parallel for schedule(dynamic)
    for (std::size_t draw = 0; draw < draws.size(); ++draw) {
        data::Random random(question.seed + draw); // the same on whichever thread
        auto shuffled = y;
        random.shuffle(shuffled);
        draws[draw] = decompose(shuffled, a, b);
    }
    constexpr double kBelow = 0.95;
    for (const auto part : kParts) {
        std::vector<double> values;
        for (const auto& draw : draws) {
            values.push_back(draw.*part);
            parts.byChance.*part += draw.*part / static_cast<double>(draws.size());
        }
        std::sort(values.begin(), values.end());
        parts.chanceHigh.*part = quantile(values, kBelow);
    }
}

/// \param asked the first against the others
ModalityParts partsOf(const PartsQuestion& question, const std::vector<std::size_t>& asked)
{
    ModalityParts parts;
    parts.first = question.modalities[asked.front()];
    for (std::size_t m = 1; m < asked.size(); ++m)
        parts.second.push_back(question.modalities[asked[m]]);
    const auto columns = columnsOf(question, asked);
    parts.rows = columns.y.size();
    if (parts.rows < kFewestPeople) {
        parts.known = ModalityParts::Known::TooFewRows;
        return parts;
    }
    const auto& a = columns.modalities.front();
    const auto b = joined(columns.modalities, 1);
    if (different(columns.y) * (different(a) - 1) * (different(b) - 1) > kMostFreeNumbers) {
        parts.known = ModalityParts::Known::TooLarge;
        return parts;
    }
    parts.estimate = decompose(columns.y, a, b);
    addChance(parts, columns.y, a, b, question);
    return parts;
}

void check(const PartsQuestion& question)
{
    const std::size_t n = question.y.size();
    const std::size_t count = question.modalities.size();
    if (count < 2)
        throw Error("There is one modality: a decomposition needs two or more.");
    if (question.bins < 2)
        throw Error("--bins must be at least 2.");
    bool fits = question.unimodal.size() == count && question.present.size() == n * count;
    for (const auto& predictions : question.unimodal)
        fits = fits && predictions.rows() == n;
    if (!fits)
        throw Error("The predictions to be decomposed do not fit the labels: they have other numbers of rows "
                    "or modalities.");
}

} // namespace

std::vector<ModalityParts> partsOfModalities(const PartsQuestion& question)
{
    check(question);
    const std::size_t count = question.modalities.size();
    std::vector<ModalityParts> all;
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = a + 1; b < count; ++b)
            all.push_back(partsOf(question, { a, b }));
    for (std::size_t a = 0; a < count && count > 2; ++a) {
        std::vector<std::size_t> asked { a };
        for (std::size_t b = 0; b < count; ++b)
            if (b != a)
                asked.push_back(b);
        all.push_back(partsOf(question, asked));
    }
    return all;
}

} // namespace btw::analysis
