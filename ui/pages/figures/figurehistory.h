// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/figures/figureeditor.h"

#include <QObject>

class QUndoStack;

namespace btw::pages {

/// Keeps each change that a person makes to the page of figures, so that it can be undone by name. A width or
/// a height that is changed again within a moment is one change.
class FigureHistory : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    FigureHistory(FigureEditor& editor, QUndoStack& stack, QObject* parent = nullptr);

    /// What was changed, for people: "adding Modality weights", "the width of the page".
    static QString wordsOf(
        const charts::FigureRegistry& figures, const charts::Sheet& before, const charts::Sheet& after);

private:
    class Step;
    void keep(const FigureEditor::Page& before, const FigureEditor::Page& after);

    FigureEditor& m_editor;
    QUndoStack& m_stack;
};

} // namespace btw::pages
