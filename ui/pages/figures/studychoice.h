// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/choicebox.h"
#include "workspace/experiments/studies.h"

#include <vector>

namespace btw::pages {

class FigureEditor;

/// The question, or the trainings asked for one by one, that figures are offered of: chosen by the person
/// here or on another page, else the newest.
class StudyChoice : public widgets::ChoiceBox
{
    Q_OBJECT

public:
    /// The editor outlives it.
    explicit StudyChoice(FigureEditor& editor, QWidget* parent = nullptr);

    static QString titleOf(const experiments::Study& study);

    void setStudies(const std::vector<experiments::Study>& studies); ///< newest first
    /// Is on show elsewhere, too: another one, or the same with more trainings ended.
    void openStudy(const experiments::Study& study);
    void preferRun(qint64 run); ///< was opened elsewhere

private:
    void take(const experiments::Study& study);
    void list(); ///< what there is
    void follow(); ///< an undone change may be one to the page of another study

    FigureEditor& m_editor;
    std::size_t m_ended = 0; ///< trainings of all studies
    experiments::Study::Id m_elsewhere; ///< what is on show on the other pages
    bool m_hasChosen = false; ///< the study, here or elsewhere
};

} // namespace btw::pages
