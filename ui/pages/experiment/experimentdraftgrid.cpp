// SPDX-License-Identifier: GPL-3.0-or-later
// What of the experiment is a grid: systems and their variants, subsets, rows, values of settings. Questions,
// folds and seeds are in experimentdraft.cpp.
#include "ui/pages/experiment/experimentdraft.h"

#include "ui/pages/experiment/experimentkeys.h"

#include <algorithm>

namespace btw::pages {

using namespace experimentkeys;

namespace {

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
