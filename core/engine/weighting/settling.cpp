// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/settling.h"

#include "engine/error.h"
#include "engine/weighting/combine.h"
#include "engine/weighting/kl.h"
#include "engine/weighting/names.h"
#include "engine/weighting/temperature.h"
#include "engine/weighting/variance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace btw::weighting {

namespace {

constexpr int kRoundsAtMost = 200;
constexpr double kStill = 1e-4;
/// A step of a half may jump over the point where weights rest, back and forth for ever: an instance that has
/// to turn round goes on with half the step, one that goes straight on with a longer one again.
constexpr double kTurning = 0.5;
constexpr double kStraight = 1.2;
constexpr double kLongest = 0.5;

std::string patternOf(const std::uint8_t* present, std::size_t count)
{
    std::string pattern;
    for (std::size_t m = 0; m < count; ++m)
        pattern.push_back(present[m] != 0 ? '1' : '0');
    return pattern;
}

} // namespace

SettlingBase::SettlingBase(
    const Weigher& weigher, const Predictions& multimodal, const std::vector<float>& weights)
    : m_task(weigher.inputs().task)
    , m_variant(weigher.options().variant)
    , m_variance(weigher.options().variance)
    , m_rescale(weigher.options().rescale)
    , m_floor(weigher.floor())
    , m_factors(weigher.compute(multimodal, Extent::WeightsOnly).factors)
    , m_temperatures(weigher.temperatures())
{
    const Inputs& in = weigher.inputs();
    const std::size_t count = m_factors.size();
    if (m_task == Task::Regression && weigher.readsDivergences()) {
        for (std::size_t m = 0; m <= count; ++m) {
            const Predictions& model = m < count ? in.unimodal[m] : multimodal;
            auto& [predictions, squares] = m_pairs.emplace_back();
            for (std::size_t i = 0; i < in.splits.size(); ++i) {
                if (in.splits[i] != Split::Validation || (m < count && in.present[i * count + m] == 0))
                    continue;
                const double residual = in.y[i] - static_cast<double>(*model.row(i));
                predictions.push_back(*model.row(i));
                squares.push_back(residual * residual);
            }
        }
        // A row's own residual is not known of new people.
        if (m_variance != Variance::Neighbours)
            makePrivate();
    }
    std::map<std::string, std::pair<std::vector<double>, double>> sums;
    for (std::size_t i = 0; i < in.splits.size(); ++i) {
        if (in.splits[i] != Split::Train)
            continue;
        auto& [sum, rows] = sums[patternOf(in.present.data() + i * count, count)];
        sum.resize(count, 0.0);
        rows += 1;
        for (std::size_t m = 0; m < count; ++m)
            sum[m] += static_cast<double>(weights[i * count + m]);
    }
    for (const auto& [pattern, one] : sums)
        for (const double sum : one.first)
            m_starts[pattern].push_back(static_cast<float>(sum / one.second));
}

bool SettlingBase::makePrivate()
{
    const bool changes = m_variance == Variance::Neighbours && !m_pairs.empty();
    m_variance = Variance::Global;
    for (auto& [predictions, squares] : m_pairs) {
        const double mean
            = std::accumulate(squares.begin(), squares.end(), 0.0) / static_cast<double>(squares.size());
        predictions.assign(2, 0.0F); // a variance needs two
        squares.assign(2, mean);
    }
    return changes;
}

ModelState SettlingBase::state() const
{
    ModelState state;
    state.set("task", std::vector<double> { m_task == Task::Regression ? 1.0 : 0.0 });
    state.set("variant", std::string(toString(m_variant)));
    state.set("variance", std::string(toString(m_variance)));
    state.set("rescale", std::vector<double> { m_rescale ? 1.0 : 0.0 });
    state.set("floor", std::vector<double> { m_floor });
    state.set("factors", m_factors);
    state.set("temperatures", m_temperatures);
    for (std::size_t m = 0; m < m_pairs.size(); ++m) {
        state.set("predictions" + std::to_string(m), m_pairs[m].first);
        state.set("squares" + std::to_string(m), m_pairs[m].second);
    }
    std::string patterns;
    std::vector<float> starts;
    for (const auto& [pattern, weights] : m_starts) {
        patterns += pattern + "\n";
        starts.insert(starts.end(), weights.begin(), weights.end());
    }
    state.set("patterns", patterns);
    state.set("starts", starts);
    return state;
}

SettlingBase SettlingBase::fromState(const ModelState& state)
{
    SettlingBase base;
    base.m_task = state.number("task") != 0 ? Task::Regression : Task::Classification;
    const auto variant = parseVariant(state.bytes("variant"));
    const auto variance = parseVariance(state.bytes("variance"));
    if (!variant || !variance)
        throw Error("The model cannot be used: its way of weighting ('" + state.bytes("variant")
            + "') is not known to this version of the program. Update the program.");
    base.m_variant = *variant;
    base.m_variance = *variance;
    base.m_rescale = state.number("rescale") != 0;
    base.m_floor = state.number("floor");
    base.m_factors = state.numbers("factors");
    const std::size_t count = base.m_factors.size();
    base.m_temperatures = state.has("temperatures") ? state.numbers("temperatures", count)
                                                    : std::vector<double>(count, 1.0); // of older versions
    if (base.m_task == Task::Regression && factsOf(*variant).divergence)
        for (std::size_t m = 0; m <= count; ++m) {
            const auto& predictions = state.floats("predictions" + std::to_string(m));
            base.m_pairs.emplace_back(
                predictions, state.numbers("squares" + std::to_string(m), predictions.size()));
        }
    const auto& patterns = state.bytes("patterns");
    const auto& starts = state.floats("starts");
    if (count == 0 || patterns.size() != starts.size() / count * (count + 1) || starts.size() % count != 0)
        throw Error("The model cannot be used: it is damaged. Train it again, or export it again.");
    for (std::size_t p = 0; p < starts.size() / count; ++p) {
        const auto first = starts.begin() + static_cast<std::ptrdiff_t>(p * count);
        base.m_starts[patterns.substr(p * (count + 1), count)].assign(
            first, first + static_cast<std::ptrdiff_t>(count));
    }
    return base;
}

/// New weights for people, under the multimodal model's predictions of them.
class Settling
{
public:
    Settling(const SettlingBase& base, const std::vector<Predictions>& unimodal,
        const std::vector<std::uint8_t>& present, const std::vector<std::string>& ids)
        : m_base(base)
        , m_unimodal(tempered(base, unimodal))
        , m_present(present)
        , m_ids(ids)
        , m_count(base.m_factors.size())
    {
        if (unimodal.size() != m_count || present.size() != ids.size() * m_count)
            throw Error("The weights are those of " + std::to_string(m_count) + " modalities, and there are "
                + std::to_string(unimodal.size()) + ".");
        for (std::size_t m = 0; m < m_count && !base.m_pairs.empty(); ++m) {
            std::vector<std::uint8_t> hasIt(ids.size());
            for (std::size_t i = 0; i < ids.size(); ++i)
                hasIt[i] = present[i * m_count + m];
            m_variances.push_back(variances(m, m_unimodal[m], hasIt));
        }
    }

    /// \param known set to 0 where no training row had the same modalities
    std::vector<float> start(std::vector<std::uint8_t>& known) const
    {
        std::vector<float> weights;
        weights.reserve(m_present.size());
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            const std::uint8_t* here = m_present.data() + i * m_count;
            const auto found = m_base.m_starts.find(patternOf(here, m_count));
            known[i] = found != m_base.m_starts.end() ? 1 : 0;
            if (found != m_base.m_starts.end()) {
                weights.insert(weights.end(), found->second.begin(), found->second.end());
                continue;
            }
            // Of shuffled weights it is not known what they would sum to: to 1, as most do.
            const auto variant = m_base.m_variant == Variant::Shuffled ? Variant::KlLocal : m_base.m_variant;
            const auto equal = combineWeights(std::vector<double>(m_count, 1.0),
                std::vector<double>(m_count, 1.0), { here, m_count }, variant, m_base.m_rescale);
            weights.insert(weights.end(), equal.begin(), equal.end());
        }
        return weights;
    }

    /// `[rows, M]` \param started what start() gave
    std::vector<double> fresh(const Predictions& multimodal, const std::vector<std::size_t>& rows,
        const std::vector<float>& started) const
    {
        if (m_base.m_variant == Variant::Shuffled) { // new people get what people like them got on average
            std::vector<double> same;
            for (const std::size_t i : rows)
                same.insert(same.end(), started.begin() + static_cast<std::ptrdiff_t>(i * m_count),
                    started.begin() + static_cast<std::ptrdiff_t>((i + 1) * m_count));
            return same;
        }
        std::vector<std::uint8_t> present;
        for (const std::size_t i : rows)
            present.insert(present.end(), m_present.begin() + static_cast<std::ptrdiff_t>(i * m_count),
                m_present.begin() + static_cast<std::ptrdiff_t>((i + 1) * m_count));
        auto shares = factsOf(m_base.m_variant).divergence && m_base.m_variant != Variant::KlGlobal
            ? localShares(divergences(multimodal, rows), present, m_count)
            : std::vector<double>(present.size(), 1.0);
        return combineWeights(
            std::move(shares), m_base.m_factors, present, m_base.m_variant, m_base.m_rescale);
    }

private:
    static std::vector<Predictions> tempered(
        const SettlingBase& base, const std::vector<Predictions>& unimodal)
    {
        auto calibrated = unimodal;
        for (std::size_t m = 0; m < calibrated.size() && m < base.m_temperatures.size(); ++m)
            if (base.m_temperatures[m] != 1)
                temper(calibrated[m], base.m_temperatures[m]);
        return calibrated;
    }

    /// Of people, from the validation rows of the model's training.
    std::vector<double> variances(
        std::size_t model, const Predictions& predictions, const std::vector<std::uint8_t>& present) const
    {
        const auto& [known, squares] = m_base.m_pairs[model];
        std::vector<float> all(known);
        std::vector<double> y;
        for (std::size_t k = 0; k < known.size(); ++k)
            y.push_back(static_cast<double>(known[k]) + std::sqrt(squares[k]));
        std::vector<Split> splits(known.size(), Split::Validation);
        std::vector<std::uint8_t> hasIt(known.size(), 1);
        std::vector<std::string> ids(known.size());
        all.insert(all.end(), predictions.values.begin(), predictions.values.end());
        y.resize(all.size(), std::nan(""));
        splits.resize(all.size(), Split::Test);
        hasIt.insert(hasIt.end(), present.begin(), present.end());
        ids.resize(all.size());
        const auto found = conditionalVariance(
            { "the model", all, hasIt, y, splits, ids }, m_base.m_variance, m_base.m_floor);
        return { found.begin() + static_cast<std::ptrdiff_t>(known.size()), found.end() };
    }

    std::vector<double> divergences(const Predictions& multimodal, const std::vector<std::size_t>& rows) const
    {
        const bool regression = m_base.m_task == Task::Regression;
        std::vector<double> spread;
        if (regression) {
            Predictions some { multimodal.width, {} };
            for (const std::size_t i : rows)
                some.values.push_back(*multimodal.row(i));
            spread = variances(m_count, some, std::vector<std::uint8_t>(rows.size(), 1));
        }
        std::vector<double> kl(rows.size() * m_count, 0.0);
        std::vector<double> p;
        std::vector<double> q;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const std::size_t i = rows[r];
            if (!regression)
                normaliseProbabilities(multimodal.row(i), multimodal.width, "multimodal", m_ids[i], q);
            for (std::size_t m = 0; m < m_count; ++m) {
                if (m_present[i * m_count + m] == 0)
                    continue;
                const Predictions& unimodal = m_unimodal[m];
                if (regression) {
                    kl[r * m_count + m] = klRegression(static_cast<double>(*unimodal.row(i)),
                        m_variances[m][i], static_cast<double>(*multimodal.row(i)), spread[r]);
                    continue;
                }
                normaliseProbabilities(unimodal.row(i), unimodal.width, "a modality", m_ids[i], p);
                kl[r * m_count + m] = klClassification(p, q);
            }
        }
        return kl;
    }

    const SettlingBase& m_base;
    std::vector<Predictions> m_unimodal;
    const std::vector<std::uint8_t>& m_present;
    const std::vector<std::string>& m_ids;
    std::size_t m_count;
    std::vector<std::vector<double>> m_variances; ///< M rows of N; regression
};

Settled settle(const SettlingBase& base, const std::vector<Predictions>& unimodal,
    const std::vector<std::uint8_t>& present, const std::vector<std::string>& ids,
    const PredictUnder& predict, const Predictions* crossFit)
{
    const Settling settling(base, unimodal, present, ids);
    const std::size_t count = unimodal.size();
    Settled result;
    result.settled.assign(ids.size(), 0);
    result.knownPattern.assign(ids.size(), 0);
    const auto started = settling.start(result.knownPattern);
    result.weights = started;
    result.predictions.width = unimodal.front().width;
    result.predictions.values.resize(ids.size() * result.predictions.width);
    std::vector<double> steps(ids.size(), kLongest);
    std::vector<double> ways(ids.size() * count, 0.0); ///< w_new - w of the round before
    std::vector<std::size_t> moving(ids.size());
    std::iota(moving.begin(), moving.end(), std::size_t { 0 });
    while (!moving.empty()) {
        predict(result.weights, moving, result.predictions);
        if (result.rounds == kRoundsAtMost)
            break;
        ++result.rounds;
        const auto fresh
            = settling.fresh(crossFit == nullptr ? result.predictions : *crossFit, moving, started);
        std::vector<std::size_t> still;
        for (std::size_t r = 0; r < moving.size(); ++r) {
            const std::size_t i = moving[r];
            float* weights = result.weights.data() + i * count;
            const double* target = fresh.data() + r * count;
            double* way = ways.data() + i * count;
            double furthest = 0;
            double straight = 0;
            for (std::size_t m = 0; m < count; ++m) {
                const double next = target[m] - static_cast<double>(weights[m]);
                furthest = std::max(furthest, std::abs(next));
                straight += next * way[m];
                way[m] = next;
            }
            if (furthest <= kStill) {
                result.settled[i] = 1;
                continue;
            }
            still.push_back(i);
            steps[i] = std::min(kLongest, steps[i] * (straight < 0 ? kTurning : kStraight));
            for (std::size_t m = 0; m < count; ++m)
                weights[m] = static_cast<float>(static_cast<double>(weights[m]) + steps[i] * way[m]);
        }
        moving = std::move(still);
    }
    return result;
}

} // namespace btw::weighting
