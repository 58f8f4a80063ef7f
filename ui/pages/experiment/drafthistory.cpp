// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/drafthistory.h"

#include "ui/pages/experiment/experimentdraft.h"
#include "ui/pages/joinedstep.h"

#include <QMap>
#include <QScopedValueRollback>
#include <QStringList>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

constexpr int kStepId = 1; // see JoinedStep

/// Keys whose values differ.
QStringList differing(const QJsonObject& before, const QJsonObject& after)
{
    QStringList keys = before.keys() + after.keys();
    keys.removeDuplicates();
    keys.removeIf([&](const QString& key) { return before.value(key) == after.value(key); });
    return keys;
}

} // namespace

class DraftHistory::Step : public JoinedStep<QJsonObject>
{
public:
    Step(DraftHistory& history, const QJsonObject& before, const QJsonObject& after)
        : JoinedStep(kStepId, DraftHistory::wordsOf(before, after), before, after)
        , m_history(history)
    {
    }

private:
    void show(const QJsonObject& json) override
    {
        const QScopedValueRollback isGoingBack(m_history.m_isGoingBack, true);
        m_history.m_draft.setJson(json);
    }
    bool isSame(const QJsonObject& before, const QJsonObject& after) const override
    {
        return before == after;
    }

    DraftHistory& m_history;
};

DraftHistory::DraftHistory(ExperimentDraft& draft, QUndoStack& stack, QObject* parent)
    : QObject(parent)
    , m_draft(draft)
    , m_stack(stack)
{
    connect(&draft, &ExperimentDraft::edited, this, &DraftHistory::keep);
}

void DraftHistory::keep(const QJsonObject& before, const QJsonObject& after)
{
    if (!m_isGoingBack)
        m_stack.push(new Step(*this, before, after));
}

QString DraftHistory::wordsOf(const QJsonObject& before, const QJsonObject& after)
{
    static const QMap<QString, QString> kWords {
        { QStringLiteral("folds"), tr("the folds") },
        { QStringLiteral("repeats"), tr("how often folds are drawn") },
        { QStringLiteral("seeds"), tr("the seeds") },
        { QStringLiteral("metric"), tr("the metric") },
        { QStringLiteral("margin"), tr("the margin") },
        { QStringLiteral("placebo"), tr("the placebo") },
        { QStringLiteral("without"), tr("the question of what each modality adds") },
        { QStringLiteral("system"), tr("the systems") },
        { QStringLiteral("variant"), tr("the weightings") },
        { QStringLiteral("modalities"), tr("the subsets of modalities") },
        { QStringLiteral("rows"), tr("the rows") },
        { QStringLiteral("name"), tr("the experiment") },
    };
    auto keys = differing(before, after);
    const auto inner = [&](const QString& key) {
        return differing(before.value(key).toObject(), after.value(key).toObject());
    };
    const auto replace = [&](const QString& key) {
        if (keys.removeAll(key) > 0)
            keys << inner(key);
    };
    replace(QStringLiteral("grid"));
    replace(QStringLiteral("spec"));
    keys.removeDuplicates();
    const QStringList thorough { QStringLiteral("folds"), QStringLiteral("repeats"),
        QStringLiteral("seeds") };
    const QStringList question { QStringLiteral("without"), QStringLiteral("placebo"),
        QStringLiteral("margin") };
    const QStringList models { QStringLiteral("system"), QStringLiteral("variant"), QStringLiteral("model") };
    const auto isOf = [&](const QStringList& list) {
        return std::all_of(keys.begin(), keys.end(), [&](const QString& key) { return list.contains(key); });
    };
    if (keys.size() == 1)
        return kWords.value(keys.first(), tr("the setting %1").arg(keys.first()));
    if (keys.isEmpty())
        return tr("the experiment");
    if (isOf(thorough))
        return tr("how thorough it is");
    if (isOf(question))
        return kWords.value(QStringLiteral("without"));
    if (isOf(models))
        return kWords.value(QStringLiteral("system"));
    return tr("the experiment");
}

} // namespace btw::pages
