// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/choicebox.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studies.h"

namespace btw::pages {

/// The trained models of a study, to look at the course of one: each training's last model, and indented
/// below it the steps on the way.
class RunChooser : public widgets::ChoiceBox
{
    Q_OBJECT

public:
    explicit RunChooser(QWidget* parent = nullptr);

    /// Reads their names; filled() once they are there. \param lookup outlives it
    void setStudy(const experiments::Study& study, experiments::StoreLookup& lookup);
    void setRun(qint64 runId); ///< that is on show

Q_SIGNALS:
    void chosen(qint64 runId);
    void filled();

private:
    experiments::StoreLookup::Subject m_subject = experiments::StoreLookup::subject();
    qint64 m_run = 0;
};

} // namespace btw::pages
