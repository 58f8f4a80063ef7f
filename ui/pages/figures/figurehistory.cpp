// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figurehistory.h"

#include "ui/pages/joinedstep.h"

#include <QStringList>
#include <QUndoStack>

#include <algorithm>
#include <optional>
#include <utility>

namespace btw::pages {

using charts::Sheet;
using charts::SheetPanel;

namespace {

constexpr int kSizeStepId = 2; // see JoinedStep

using Panels = std::vector<SheetPanel>;

QString titleOf(const charts::FigureRegistry& figures, const SheetPanel& panel)
{
    const auto* figure = figures.find(panel.figure);
    return figure ? figure->title : panel.figure;
}

/// The panel that the longer list has and the shorter one has not, where that is all in which they differ;
/// spans follow the page.
std::optional<std::size_t> oneMore(const Panels& shorter, const Panels& longer)
{
    if (shorter.size() + 1 != longer.size())
        return std::nullopt;
    const auto isSame = [](const SheetPanel& a, const SheetPanel& b) {
        return a.figure == b.figure && a.subject == b.subject;
    };
    std::size_t at = 0;
    while (at < shorter.size() && isSame(shorter[at], longer[at]))
        ++at;
    const auto rest = static_cast<std::ptrdiff_t>(at);
    return std::equal(shorter.begin() + rest, shorter.end(), longer.begin() + rest + 1, longer.end(), isSame)
        ? std::optional(at)
        : std::nullopt;
}

} // namespace

class FigureHistory::Step : public JoinedStep<FigureEditor::Page>
{
public:
    Step(FigureEditor& editor, const QString& words, bool isSize, FigureEditor::Page before,
        const FigureEditor::Page& after)
        : JoinedStep(isSize ? kSizeStepId : -1, words, std::move(before), after)
        , m_editor(editor)
        , m_study(after.study)
    {
    }

    bool mergeWith(const QUndoCommand* other) override
    {
        // The page of another question has a step of its own.
        return static_cast<const Step&>(*other).m_study == m_study && JoinedStep::mergeWith(other);
    }

private:
    void show(const FigureEditor::Page& page) override { m_editor.setPage(page); }
    bool isSame(const FigureEditor::Page& before, const FigureEditor::Page& after) const override
    {
        return before.sheet == after.sheet;
    }

    FigureEditor& m_editor;
    experiments::Study::Id m_study; ///< whose page it is
};

FigureHistory::FigureHistory(FigureEditor& editor, QUndoStack& stack, QObject* parent)
    : QObject(parent)
    , m_editor(editor)
    , m_stack(stack)
{
    connect(&editor, &FigureEditor::edited, this, &FigureHistory::keep);
}

void FigureHistory::keep(const FigureEditor::Page& before, const FigureEditor::Page& after)
{
    auto resized = before.sheet;
    resized.widthMm = after.sheet.widthMm;
    resized.heightMm = after.sheet.heightMm;
    m_stack.push(new Step(m_editor, wordsOf(m_editor.figures(), before.sheet, after.sheet),
        resized == after.sheet, before, after));
}

QString FigureHistory::wordsOf(const charts::FigureRegistry& figures, const Sheet& before, const Sheet& after)
{
    if (const auto at = oneMore(before.panels, after.panels))
        return tr("adding %1", "a panel").arg(titleOf(figures, after.panels[*at]));
    if (const auto at = oneMore(after.panels, before.panels))
        return tr("removing %1", "a panel").arg(titleOf(figures, before.panels[*at]));
    if (before.panels.size() == after.panels.size() && !(before.panels == after.panels)
        && std::is_permutation(before.panels.begin(), before.panels.end(), after.panels.begin()))
        return tr("the order of the panels");
    QStringList changes;
    const auto note = [&](bool isChanged, const QString& words) {
        if (isChanged)
            changes << words;
    };
    note(before.widthMm != after.widthMm, tr("the width of the page"));
    if (changes.isEmpty()) // a slide has its own height, style and columns
        note(before.heightMm != after.heightMm, tr("the height of the page"));
    if (changes.isEmpty()) {
        note(before.columns != after.columns, tr("panels side by side"));
        note(before.style != after.style, tr("the style"));
        note(before.colours != after.colours, tr("the colours"));
        note(before.hasOutlines != after.hasOutlines, tr("how text is written"));
        note(before.isTransparent != after.isTransparent, tr("the background"));
    }
    if (changes.isEmpty() && before.panels.size() == after.panels.size())
        for (std::size_t i = 0; i < after.panels.size(); ++i) {
            const auto& old = before.panels[i];
            const auto& now = after.panels[i];
            note(old.figure != now.figure, tr("the figure shown"));
            if (old.figure != now.figure)
                continue;
            note(!(old.subject == now.subject), tr("what a panel is of"));
            note(old.span != now.span, tr("the width of a panel"));
            note(old.view.hasBands != now.view.hasBands, tr("the bands"));
            if (old.view.hasBands == now.view.hasBands)
                note(!(old.view == now.view), tr("the y axis"));
        }
    changes.removeDuplicates();
    return changes.size() == 1 ? changes.first() : tr("the page of figures");
}

} // namespace btw::pages
