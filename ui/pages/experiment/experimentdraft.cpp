// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/experimentdraft.h"

#include "ui/pages/experiment/experimentkeys.h"

#include <algorithm>
#include <utility>

namespace btw::pages {

using namespace experimentkeys;

QJsonObject ExperimentDraft::firstOn(const QString& dataPath)
{
    // A regression of each modality: the quickest system that answers what each modality adds. Late fusion
    // fits each modality five times, so that with boosted trees it would be the slowest of all.
    return { { QStringLiteral("data"), dataPath }, { kWithout, QStringLiteral("each") },
        { kSeeds, QJsonArray { 1 } },
        { kSpec, QJsonObject { { QStringLiteral("unimodal"), QStringLiteral("regression") } } },
        { kGrid,
            QJsonObject {
                { kSystem, QJsonArray { QStringLiteral("late") } }, { kVariant, QJsonArray { kNone } } } } };
}

void ExperimentDraft::put(QJsonObject json)
{
    if (json == m_json)
        return;
    const auto before = std::exchange(m_json, std::move(json));
    Q_EMIT changed();
    Q_EMIT edited(before, m_json);
}

void ExperimentDraft::setJson(const QJsonObject& json) { put(json); }

void ExperimentDraft::set(const QString& key, const QJsonValue& value)
{
    auto json = m_json;
    if (value.isUndefined())
        json.remove(key);
    else
        json.insert(key, value);
    put(json);
}

void ExperimentDraft::setInner(const QString& key, const QJsonObject& value)
{
    set(key, value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(value));
}

void ExperimentDraft::setData(const QString& path) { set(QStringLiteral("data"), path); }

bool ExperimentDraft::asksModalities() const { return m_json.contains(kWithout); }

void ExperimentDraft::askModalities(bool asked)
{
    if (asked == asksModalities())
        return;
    auto json = m_json;
    if (asked) {
        json.insert(kWithout, QStringLiteral("each"));
        if (thoroughness() != Thoroughness::FirstLook)
            json.insert(kPlacebo, true);
    } else {
        for (const auto& key : { kWithout, kPlacebo, QStringLiteral("margin") })
            json.remove(key); // these belong to that question
    }
    put(json);
}

bool ExperimentDraft::asksWeighting() const
{
    const auto asked = variants();
    const auto chosen = systems();
    return asked.contains(kNone) && asked.size() > 1
        && std::any_of(chosen.begin(), chosen.end(),
            [this](const QString& system) { return m_weighted.contains(system); });
}

ExperimentDraft::Amount ExperimentDraft::amountOf(Thoroughness thoroughness)
{
    constexpr std::size_t kUsualFolds = 5;
    constexpr std::size_t kTimes = 3;
    if (thoroughness == Thoroughness::Usual)
        return { kUsualFolds, 1 };
    if (thoroughness == Thoroughness::Publication)
        return { kUsualFolds * kTimes, kTimes };
    return {};
}

ExperimentDraft::Thoroughness ExperimentDraft::thoroughness() const
{
    const std::vector<std::uint64_t> three { 1, 2, 3 };
    const auto count = seeds();
    if (folds().isEmpty() && count.size() == 1)
        return Thoroughness::FirstLook;
    if (folds() == QLatin1String("5") && repeats() == 1 && count.size() == 1)
        return Thoroughness::Usual;
    if (folds() == QLatin1String("5") && repeats() == 3 && count == three)
        return Thoroughness::Publication;
    return Thoroughness::Own;
}

void ExperimentDraft::setThoroughness(Thoroughness thoroughness)
{
    if (thoroughness == Thoroughness::Own)
        return;
    auto json = m_json;
    json.remove(kFolds);
    json.remove(kRepeats);
    json.insert(kSeeds, QJsonArray { 1 });
    if (asksModalities()) { // a placebo doubles what is trained: a first look goes without
        json.remove(kPlacebo);
        if (thoroughness != Thoroughness::FirstLook)
            json.insert(kPlacebo, true);
    }
    if (thoroughness != Thoroughness::FirstLook)
        json.insert(kFolds, 5);
    if (thoroughness == Thoroughness::Publication) {
        json.insert(kRepeats, 3);
        json.insert(kSeeds, QJsonArray { 1, 2, 3 });
    }
    put(json);
}

bool ExperimentDraft::hasPlacebo() const { return m_json.value(kPlacebo).toBool(); }

void ExperimentDraft::setPlacebo(bool asked)
{
    if (asked != hasPlacebo())
        set(kPlacebo, asked ? QJsonValue(true) : QJsonValue(QJsonValue::Undefined));
}

QString ExperimentDraft::folds() const { return m_json.value(kFolds).toVariant().toString(); }

void ExperimentDraft::setFolds(const QString& folds)
{
    if (folds == this->folds())
        return;
    bool isNumber = false;
    const int count = folds.toInt(&isNumber);
    auto json = m_json;
    if (folds.isEmpty())
        json.remove(kFolds);
    else
        json.insert(kFolds, isNumber ? QJsonValue(count) : QJsonValue(folds));
    if (!isNumber) // only drawn folds can be drawn again
        json.remove(kRepeats);
    put(json);
}

int ExperimentDraft::repeats() const { return m_json.value(kRepeats).toInt(1); }

void ExperimentDraft::setRepeats(int repeats)
{
    if (repeats != this->repeats())
        set(kRepeats, repeats > 1 ? QJsonValue(repeats) : QJsonValue(QJsonValue::Undefined));
}

std::vector<std::uint64_t> ExperimentDraft::seeds() const
{
    std::vector<std::uint64_t> all;
    if (m_json.value(kSeeds).isString())
        return all;
    for (const auto& seed : m_json.value(kSeeds).toArray({ 1 }))
        all.push_back(static_cast<std::uint64_t>(seed.toInteger()));
    return all;
}

void ExperimentDraft::setSeeds(const std::vector<std::uint64_t>& seeds)
{
    QJsonArray array;
    for (const auto seed : seeds)
        array.append(static_cast<qint64>(seed));
    set(kSeeds, array.isEmpty() ? QJsonValue(QStringLiteral("repeat")) : QJsonValue(array));
}

QString ExperimentDraft::metric() const { return m_json.value(QStringLiteral("metric")).toString(); }

void ExperimentDraft::setMetric(const QString& metric)
{
    if (metric != this->metric())
        set(QStringLiteral("metric"),
            metric.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(metric));
}

} // namespace btw::pages
