// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>

class QUndoStack;

namespace btw::pages {

class ExperimentDraft;

/// Keeps each change that a person makes to the experiment, so that it can be undone by name. What is typed
/// into one field within a moment is one change.
class DraftHistory : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    DraftHistory(ExperimentDraft& draft, QUndoStack& stack, QObject* parent = nullptr);

    /// What was changed, for people: "the folds", "the setting alpha", "the experiment".
    static QString wordsOf(const QJsonObject& before, const QJsonObject& after);

private:
    class Step;
    void keep(const QJsonObject& before, const QJsonObject& after);

    ExperimentDraft& m_draft;
    QUndoStack& m_stack;
    bool m_isGoingBack = false;
};

} // namespace btw::pages
