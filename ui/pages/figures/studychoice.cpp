// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/studychoice.h"

#include "ui/pages/figures/figureeditor.h"

#include <algorithm>
#include <utility>

namespace btw::pages {

using experiments::Study;

StudyChoice::StudyChoice(FigureEditor& editor, QWidget* parent)
    : ChoiceBox(parent)
    , m_editor(editor)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setAccessibleName(tr("Figures of"));
    connect(this, &QComboBox::activated, this, [this](int index) {
        const auto& studies = m_editor.studies();
        if (index >= 0 && index < static_cast<int>(studies.size()))
            take(Study(studies[static_cast<std::size_t>(index)]));
    });
    connect(&m_editor, &FigureEditor::sheetChanged, this, &StudyChoice::follow);
    list();
}

QString StudyChoice::titleOf(const Study& study)
{
    return study.name.isEmpty() ? tr("%1: all trainings").arg(experiments::toldApart(study.data, study))
                                : experiments::toldApart(study.name, study);
}

void StudyChoice::setStudies(const std::vector<Study>& studies)
{
    const auto before = m_editor.study();
    std::size_t ended = 0;
    for (const auto& study : studies)
        ended += study.ended + study.opened;
    if (std::exchange(m_ended, ended) != ended) // each has looked at test rows, which figures count
        m_editor.forget();
    std::vector<Study> all;
    std::copy_if(studies.begin(), studies.end(), std::back_inserter(all),
        [](const Study& study) { return !study.isEmpty(); });
    m_editor.setStudies(std::move(all));
    const auto& known = m_editor.studies();
    const auto* found = m_editor.find(before.id);
    if (!known.empty() && (!found || (!m_hasChosen && found != &known.front())))
        m_editor.setStudy(known.front());
    else if (found && !found->isAsFarAs(before))
        m_editor.setStudy(*found);
    list();
}

void StudyChoice::openStudy(const Study& study)
{
    // That a training of it has ended is no reason to leave what the person has chosen here since.
    const bool isAnother = !(std::exchange(m_elsewhere, study.id) == study.id);
    if (isAnother || study.id == m_editor.study().id)
        take(study);
}

void StudyChoice::take(const Study& study)
{
    m_hasChosen = true;
    m_editor.setStudy(study);
    follow();
}

void StudyChoice::preferRun(qint64 run)
{
    const auto* study = m_editor.studyOf({ run, 0, 0 });
    if (study && !(study->id == m_editor.study().id))
        take(Study(*study));
    m_editor.preferRun(run);
}

void StudyChoice::list()
{
    clear();
    for (const auto& study : m_editor.studies())
        addItem(titleOf(study));
    setEnabled(count() > 0);
    follow();
}

void StudyChoice::follow()
{
    const auto& studies = m_editor.studies();
    const auto found = std::find_if(
        studies.begin(), studies.end(), [this](const Study& one) { return one.id == m_editor.study().id; });
    setCurrentIndex(found == studies.end() ? -1 : static_cast<int>(found - studies.begin()));
    setToolTip(currentText());
}

} // namespace btw::pages
