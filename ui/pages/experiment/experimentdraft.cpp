// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/experimentdraft.h"

#include <algorithm>

namespace btw::pages {

namespace {

const QString kSpec = QStringLiteral("spec");
const QString kGrid = QStringLiteral("grid");
const QString kSystem = QStringLiteral("system");
const QString kModel = QStringLiteral("model");
const QString kVariant = QStringLiteral("variant");
const QString kNone = QStringLiteral("none");
const QString kModalities = QStringLiteral("modalities");
const QString kAll = QStringLiteral("all");
const QString kWithout = QStringLiteral("without");
const QString kPlacebo = QStringLiteral("placebo");
const QString kFolds = QStringLiteral("folds");
const QString kRepeats = QStringLiteral("repeats");
const QString kSeeds = QStringLiteral("seeds");
const QString kRows = QStringLiteral("rows");

QStringList textsOf(const QJsonArray& array)
{
    QStringList texts;
    for (const auto& value : array)
        texts << value.toString();
    return texts;
}

QJsonArray without(QJsonArray array, const QJsonValue& value)
{
    for (qsizetype i = array.size() - 1; i >= 0; --i)
        if (array[i] == value)
            array.removeAt(i);
    return array;
}

/// Every list of one or more names, short ones first, but for all of them.
QJsonArray subsetsOf(const QStringList& names)
{
    std::vector<QJsonArray> lists;
    for (std::size_t bits = 1; bits + 1 < (std::size_t(1) << names.size()); ++bits) {
        QJsonArray list;
        for (qsizetype m = 0; m < names.size(); ++m)
            if ((bits >> m & 1U) != 0)
                list.append(names[m]);
        lists.push_back(list);
    }
    std::stable_sort(lists.begin(), lists.end(),
        [](const QJsonArray& a, const QJsonArray& b) { return a.size() < b.size(); });
    QJsonArray all;
    for (const auto& list : lists)
        all.append(QJsonValue(list));
    return all;
}

} // namespace

QJsonObject ExperimentDraft::firstOn(const QString& dataPath)
{
    // Boosted trees of each modality: quick to train, and hard to beat on tables.
    return { { QStringLiteral("data"), dataPath }, { kWithout, QStringLiteral("each") }, { kPlacebo, true },
        { kSeeds, QJsonArray { 1 } },
        { kSpec, QJsonObject { { QStringLiteral("unimodal"), QStringLiteral("haim") } } },
        { kGrid,
            QJsonObject {
                { kSystem, QJsonArray { QStringLiteral("late") } }, { kVariant, QJsonArray { kNone } } } } };
}

void ExperimentDraft::put(QJsonObject json)
{
    if (json == m_json)
        return;
    m_json = std::move(json);
    Q_EMIT changed();
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

QStringList ExperimentDraft::systems() const
{
    const auto asked = textsOf(inner(kGrid).value(kSystem).toArray());
    return asked.isEmpty() ? QStringList { inner(kSpec).value(kModel).toString(QStringLiteral("moe")) }
                           : asked;
}

QStringList ExperimentDraft::variants() const
{
    const auto asked = textsOf(inner(kGrid).value(kVariant).toArray());
    return asked.isEmpty() ? QStringList { inner(kSpec).value(kVariant).toString(QStringLiteral("btw")) }
                           : asked;
}

QStringList ExperimentDraft::models() const
{
    QStringList all;
    for (const auto& system : systems()) {
        if (!m_weighted.contains(system)) {
            all << system;
            continue;
        }
        for (const auto& variant : variants())
            all << system + QLatin1Char(':') + variant;
    }
    return all;
}

bool ExperimentDraft::needsUnweighted() const
{
    const auto chosen = systems();
    const bool hasPlain = std::any_of(
        chosen.begin(), chosen.end(), [this](const QString& one) { return !m_weighted.contains(one); });
    const bool hasWeighted = std::any_of(
        chosen.begin(), chosen.end(), [this](const QString& one) { return m_weighted.contains(one); });
    const auto asked = variants();
    return hasPlain && hasWeighted
        && std::any_of(asked.begin(), asked.end(), [](const QString& one) { return one != kNone; });
}

void ExperimentDraft::setModels(const QStringList& models)
{
    QStringList chosen, variants;
    bool hasPlain = false;
    for (const auto& model : models) {
        const QString system = model.section(QLatin1Char(':'), 0, 0);
        const QString variant = model.section(QLatin1Char(':'), 1);
        hasPlain = hasPlain || variant.isEmpty();
        if (!chosen.contains(system))
            chosen << system;
        if (!variant.isEmpty() && !variants.contains(variant))
            variants << variant;
    }
    // A system without weights is left out of every other variant.
    if ((hasPlain || variants.isEmpty()) && !variants.contains(kNone))
        variants.prepend(kNone);
    auto json = m_json;
    auto grid = inner(kGrid);
    grid.insert(kSystem, QJsonArray::fromStringList(chosen));
    grid.insert(kVariant, QJsonArray::fromStringList(variants));
    auto spec = inner(kSpec);
    spec.remove(kModel);
    spec.remove(kVariant);
    json.insert(kGrid, grid);
    if (spec.isEmpty())
        json.remove(kSpec);
    else
        json.insert(kSpec, spec);
    put(json);
}

bool ExperimentDraft::asksModalities() const { return m_json.contains(kWithout); }

void ExperimentDraft::askModalities(bool asked)
{
    if (asked == asksModalities())
        return;
    auto json = m_json;
    if (asked) {
        json.insert(kWithout, QStringLiteral("each"));
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
    if (thoroughness != Thoroughness::FirstLook)
        json.insert(kFolds, 5);
    if (thoroughness == Thoroughness::Publication) {
        json.insert(kRepeats, 3);
        json.insert(kSeeds, QJsonArray { 1, 2, 3 });
    }
    put(json);
}

bool ExperimentDraft::usesSubset(const QString& word) const
{
    const auto lists = inner(kGrid).value(kModalities).toArray();
    return lists.isEmpty() ? word == kAll : lists.contains(QJsonValue(word));
}

void ExperimentDraft::useSubset(const QString& word, bool used)
{
    auto grid = inner(kGrid);
    auto lists = without(grid.value(kModalities).toArray({ kAll }), word);
    if (used && word == kAll)
        lists.prepend(word);
    else if (used)
        lists.append(word);
    if (lists.isEmpty() || lists == QJsonArray { kAll })
        grid.remove(kModalities);
    else
        grid.insert(kModalities, lists);
    setInner(kGrid, grid);
}

bool ExperimentDraft::usesEverySubset(const QStringList& modalities) const
{
    const auto lists = inner(kGrid).value(kModalities).toArray();
    const auto wanted = subsetsOf(modalities);
    return !wanted.isEmpty() && std::all_of(wanted.begin(), wanted.end(), [&](const QJsonValue& list) {
        return lists.contains(list);
    });
}

void ExperimentDraft::useEverySubset(const QStringList& modalities, bool used)
{
    auto grid = inner(kGrid);
    auto lists = grid.value(kModalities).toArray({ kAll });
    for (const auto& list : subsetsOf(modalities)) {
        lists = without(lists, list);
        if (used)
            lists.append(list);
    }
    if (lists.isEmpty() || lists == QJsonArray { kAll })
        grid.remove(kModalities);
    else
        grid.insert(kModalities, lists);
    setInner(kGrid, grid);
}

bool ExperimentDraft::hasPlacebo() const { return m_json.value(kPlacebo).toBool(); }

void ExperimentDraft::setPlacebo(bool asked)
{
    if (asked != hasPlacebo())
        set(kPlacebo, asked ? QJsonValue(true) : QJsonValue(QJsonValue::Undefined));
}

QJsonArray ExperimentDraft::rows() const { return inner(kGrid).value(kRows).toArray({ kAll }); }

void ExperimentDraft::useRows(const QJsonValue& rows, bool used)
{
    auto all = without(this->rows(), rows);
    if (used && rows == kAll)
        all.prepend(rows);
    else if (used)
        all.append(rows);
    auto grid = inner(kGrid);
    if (all.isEmpty() || all == QJsonArray { kAll })
        grid.remove(kRows);
    else
        grid.insert(kRows, all);
    setInner(kGrid, grid);
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
    for (const auto& seed : m_json.value(kSeeds).toArray({ 1 }))
        all.push_back(static_cast<std::uint64_t>(seed.toInteger()));
    return all;
}

void ExperimentDraft::setSeeds(const std::vector<std::uint64_t>& seeds)
{
    QJsonArray array;
    for (const auto seed : seeds)
        array.append(static_cast<qint64>(seed));
    set(kSeeds, array);
}

QString ExperimentDraft::metric() const { return m_json.value(QStringLiteral("metric")).toString(); }

void ExperimentDraft::setMetric(const QString& metric)
{
    if (metric != this->metric())
        set(QStringLiteral("metric"),
            metric.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(metric));
}

QJsonArray ExperimentDraft::values(const QString& key) const
{
    const auto grid = inner(kGrid);
    if (grid.contains(key))
        return grid.value(key).toArray();
    const auto spec = inner(kSpec);
    return spec.contains(key) ? QJsonArray { spec.value(key) } : QJsonArray();
}

void ExperimentDraft::setValues(const QString& key, const QJsonArray& values)
{
    if (values == this->values(key))
        return;
    auto grid = inner(kGrid);
    auto spec = inner(kSpec);
    grid.remove(key);
    spec.remove(key);
    if (values.size() == 1)
        spec.insert(key, values.first());
    else if (!values.isEmpty())
        grid.insert(key, values);
    auto json = m_json;
    for (const auto& [name, object] : { std::pair { kGrid, grid }, std::pair { kSpec, spec } }) {
        if (object.isEmpty())
            json.remove(name);
        else
            json.insert(name, object);
    }
    put(json);
}

} // namespace btw::pages
