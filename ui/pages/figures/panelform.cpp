// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/panelform.h"

#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/formrows.h"
#include "ui/pages/figures/studychoice.h"
#include "ui/widgets/choicebox.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace btw::pages {

using widgets::ChoiceBox;

namespace {

QPushButton* smallButton(const QString& text, const QString& name, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("small", true);
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

} // namespace

PanelForm::PanelForm(FigureEditor& editor, QWidget* parent)
    : QFrame(parent)
    , m_editor(editor)
    , m_figure(new ChoiceBox(this))
    , m_run(new ChoiceBox(this))
    , m_span(new ChoiceBox(this))
    , m_bands(new ChoiceBox(this))
    , m_axis(new ChoiceBox(this))
    , m_earlier(smallButton(
          tr("Earlier"), tr("Move the panel to the previous place (Ctrl+Left on the page)"), this))
    , m_later(smallButton(tr("Later"), tr("Move the panel to the next place (Ctrl+Right on the page)"), this))
    , m_remove(smallButton(tr("Remove"), tr("Remove the panel (Delete on the page)"), this))
{
    for (const auto& figure : m_editor.figures().all())
        m_figure->addItem(figure.title, figure.id);
    m_bands->addItem(tr("shown"), true);
    m_bands->addItem(tr("hidden"), false);
    m_axis->addItem(tr("as the data"), 0);
    m_axis->addItem(tr("from 0"), 1);
    m_axis->addItem(tr("0 to 1 at least"), 2);
    FormRows rows(this, tr("Panel"));
    m_heading = rows.heading();
    rows.add(tr("Shows"), m_figure);
    rows.add(tr("Of"), m_run);
    rows.add(tr("Panel width"), m_span);
    rows.add(tr("Bands"), m_bands);
    rows.add(tr("Y axis"), m_axis);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (auto* button : { m_earlier, m_later, m_remove })
        buttons->addWidget(button);
    rows.add(buttons);
    for (auto* box : { m_figure, m_run, m_span, m_bands, m_axis }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        connect(box, &QComboBox::activated, this, &PanelForm::take);
    }
    connect(m_earlier, &QPushButton::clicked, this, [this] {
        if (m_editor.selected() > 0)
            m_editor.move(m_editor.selected(), m_editor.selected() - 1);
    });
    connect(m_later, &QPushButton::clicked, this,
        [this] { m_editor.move(m_editor.selected(), m_editor.selected() + 1); });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_editor.remove(m_editor.selected()); });
    for (auto signal :
        { &FigureEditor::sheetChanged, &FigureEditor::selectionChanged, &FigureEditor::studyChanged })
        connect(&m_editor, signal, this, &PanelForm::showPanel);
    showPanel();
}

void PanelForm::listRuns()
{
    // A study may have hundreds of runs: listed anew only when there are others.
    std::vector<std::pair<std::int64_t, QString>> all;
    for (const auto& run : m_editor.runs())
        all.emplace_back(run.run, run.name);
    if (!m_listed.empty() && all == m_listed) {
        if (m_run->count() > static_cast<int>(all.size())) // a run of elsewhere, of another panel
            m_run->removeItem(m_run->count() - 1);
        return;
    }
    m_listed = std::move(all);
    m_run->clear();
    for (const auto& [run, name] : m_listed)
        m_run->addItem(name, static_cast<qlonglong>(run));
}

void PanelForm::showRuns()
{
    const auto& panel = m_editor.sheet().panels[m_editor.selected()];
    const auto* figure = m_editor.figures().find(panel.figure);
    if (figure && !isOfRun(figure->need)) {
        const auto* study = m_editor.studyOf(panel.subject);
        m_listed.clear();
        m_run->clear();
        m_run->addItem(study == nullptr ? tr("experiment %1").arg(panel.subject.experiment)
                                        : StudyChoice::titleOf(*study),
            0);
    } else {
        listRuns();
        const auto run = static_cast<qlonglong>(panel.subject.run);
        if (m_run->findData(run) < 0) {
            const auto* study = run == 0 ? nullptr : m_editor.studyOf(panel.subject);
            m_run->addItem(run == 0    ? (m_editor.isReadingRuns() ? tr("…") : tr("no run"))
                    : study == nullptr ? tr("run %1").arg(run)
                                       : tr("%1, run %2").arg(StudyChoice::titleOf(*study)).arg(run),
                run);
        }
        m_run->setCurrentIndex(m_run->findData(run));
    }
    m_run->setEnabled(m_run->count() > 1);
    m_run->setToolTip(m_run->currentText());
}

void PanelForm::showPanel()
{
    m_isShowing = true;
    const auto& sheet = m_editor.sheet();
    const bool isThere = m_editor.selected() < sheet.panels.size();
    for (QWidget* field :
        { static_cast<QWidget*>(m_figure), static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_span),
            static_cast<QWidget*>(m_bands), static_cast<QWidget*>(m_axis), static_cast<QWidget*>(m_remove) })
        field->setEnabled(isThere);
    m_earlier->setEnabled(isThere && m_editor.selected() > 0);
    m_later->setEnabled(isThere && m_editor.selected() + 1 < sheet.panels.size());
    m_heading->setText(isThere && sheet.panels.size() > 1
            ? tr("Panel %1").arg(charts::panelLetter(m_editor.selected()))
            : tr("Panel"));
    if (isThere) {
        const auto& panel = sheet.panels[m_editor.selected()];
        m_figure->setCurrentIndex(m_figure->findData(panel.figure));
        m_figure->setToolTip(m_figure->currentText());
        showRuns();
        m_span->clear();
        for (int columns = 1; columns <= sheet.columns; ++columns)
            m_span->addItem(columns == sheet.columns ? tr("the whole page")
                    : columns == 1                   ? tr("one place")
                                                     : tr("%1 places").arg(columns),
                columns);
        m_span->setCurrentIndex(m_span->findData(panel.span));
        m_span->setEnabled(sheet.columns > 1);
        m_bands->setCurrentIndex(panel.view.hasBands ? 0 : 1);
        m_axis->setCurrentIndex(!panel.view.atLeast ? 0 : panel.view.atLeast->high < 1 ? 1 : 2);
    }
    m_isShowing = false;
}

std::optional<charts::Range> PanelForm::chosenRange() const
{
    constexpr double kNothing = 1e-9; // "from 0" asks for no more above it
    switch (m_axis->currentIndex()) {
    case 1:
        return charts::Range { 0, kNothing };
    case 2:
        return charts::Range { 0, 1 };
    default:
        return std::nullopt;
    }
}

void PanelForm::take()
{
    if (m_isShowing || m_editor.selected() >= m_editor.sheet().panels.size())
        return;
    auto panel = m_editor.sheet().panels[m_editor.selected()];
    const QString figure = m_figure->currentData().toString();
    if (figure != panel.figure) {
        m_editor.show(figure);
        return;
    }
    if (panel.subject.isRun())
        panel.subject.run = m_run->currentData().toLongLong();
    panel.span = std::max(1, m_span->currentData().toInt());
    panel.view.hasBands = m_bands->currentData().toBool();
    panel.view.atLeast = chosenRange();
    m_editor.setPanel(m_editor.selected(), panel);
}

} // namespace btw::pages
