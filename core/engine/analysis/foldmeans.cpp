// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/foldmeans.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

} // namespace

MeansOverFolds::MeansOverFolds(const std::vector<const std::vector<FoldPart>*>& models)
    : m_models(models.size())
{
    for (const auto* parts : models)
        for (const auto& part : *parts)
            m_slots.emplace(part.fold, 0);
    std::size_t count = 0;
    for (auto& [fold, slot] : m_slots)
        slot = count++;
    for (std::size_t m = 0; m < models.size(); ++m)
        for (const auto& part : *models[m])
            add(m, part);
}

std::vector<double> MeansOverFolds::operator()(const Multiplicity& drawn) const
{
    const std::size_t slots = m_slots.size();
    std::vector<std::pair<double, std::size_t>> sums(m_models * slots);
    Multiplicity own;
    for (const auto& fold : m_folds) {
        const bool isWhole = fold.isEveryRow && fold.places.size() == drawn.size();
        if (!isWhole) {
            own.resize(fold.places.size());
            for (std::size_t i = 0; i < own.size(); ++i)
                own[i] = drawn[fold.places[i]];
        }
        for (const auto& [model, statistic] : fold.statistics) {
            const double value = (*statistic)(isWhole ? drawn : own);
            if (std::isnan(value))
                continue;
            auto& [sum, count] = sums[model * slots + fold.slot];
            sum += value;
            ++count;
        }
    }
    std::vector<double> means(m_models, kUndefined);
    for (std::size_t m = 0; m < m_models; ++m) {
        double total = 0;
        std::size_t defined = 0;
        for (std::size_t slot = 0; slot < slots; ++slot) {
            const auto& [sum, count] = sums[m * slots + slot];
            if (count == 0)
                continue;
            total += sum / static_cast<double>(count);
            ++defined;
        }
        if (defined != 0)
            means[m] = total / static_cast<double>(defined);
    }
    return means;
}

void MeansOverFolds::add(std::size_t model, const FoldPart& part)
{
    const std::size_t slot = m_slots.at(part.fold);
    auto fold = std::find_if(m_folds.begin(), m_folds.end(),
        [&](const Fold& one) { return one.slot == slot && one.places == part.places; });
    if (fold == m_folds.end()) {
        bool isInOrder = true;
        for (std::size_t i = 0; i < part.places.size(); ++i)
            isInOrder = isInOrder && part.places[i] == i;
        fold = m_folds.insert(m_folds.end(), { slot, part.places, isInOrder, {} });
    }
    fold->statistics.emplace_back(model, part.statistic);
}

Statistic meanOverFolds(const std::vector<FoldPart>& parts)
{
    return [means = MeansOverFolds({ &parts })](const Multiplicity& drawn) { return means(drawn).front(); };
}

Statistic meanOverInstances(const std::vector<FoldPart>& parts)
{
    std::map<std::size_t, std::pair<double, std::size_t>> scores; // by place
    for (const auto& part : parts) {
        for (std::size_t i = 0; i < part.places.size(); ++i) {
            auto& [sum, count] = scores[part.places[i]];
            sum += part.scores[i];
            ++count;
        }
    }
    std::vector<std::size_t> places;
    std::vector<double> means;
    for (const auto& [place, score] : scores) {
        places.push_back(place);
        means.push_back(score.first / static_cast<double>(score.second));
    }
    return [places = std::move(places), means = std::move(means)](const Multiplicity& drawn) {
        double sum = 0;
        double count = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            sum += drawn[places[i]] * means[i];
            count += drawn[places[i]];
        }
        return count > 0 ? sum / count : kUndefined;
    };
}

} // namespace btw::analysis
