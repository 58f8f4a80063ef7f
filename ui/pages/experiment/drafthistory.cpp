// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/drafthistory.h"

#include "ui/pages/experiment/experimentdraft.h"

#include <QElapsedTimer>
#include <QMap>
#include <QScopedValueRollback>
#include <QStringList>
#include <QUndoStack>

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

constexpr qint64 kMomentMs = 1500;
constexpr int kStepId = 1; // of QUndoCommand: these may be merged

/// Keys whose values differ.
QStringList differing(const QJsonObject& before, const QJsonObject& after)
{
    QStringList keys = before.keys() + after.keys();
    keys.removeDuplicates();
    keys.removeIf([&](const QString& key) { return before.value(key) == after.value(key); });
    return keys;
}

} // namespace

class DraftHistory::Step : public QUndoCommand
{
public:
    Step(DraftHistory& history, QJsonObject before, QJsonObject after)
        : QUndoCommand(DraftHistory::wordsOf(before, after))
        , m_history(history)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
        m_since.start();
    }

    int id() const override { return kStepId; }
    void undo() override { show(m_before); }
    void redo() override
    {
        if (std::exchange(m_isDone, true))
            show(m_after);
    }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto& next = static_cast<const Step&>(*other);
        if (next.text() != text() || m_since.elapsed() > kMomentMs)
            return false;
        m_after = next.m_after;
        m_since.restart();
        setObsolete(m_after == m_before);
        return true;
    }

private:
    void show(const QJsonObject& json)
    {
        const QScopedValueRollback isGoingBack(m_history.m_isGoingBack, true);
        m_history.m_draft.setJson(json);
    }

    DraftHistory& m_history;
    QJsonObject m_before, m_after;
    QElapsedTimer m_since;
    bool m_isDone = false;
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
        { QStringLiteral("without"), tr("the question what each modality adds") },
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
