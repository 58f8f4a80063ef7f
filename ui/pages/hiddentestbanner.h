// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studies.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;

namespace btw::pages {

class ExperimentController;
class StudiesController;

/// Across the window while the study on show has ended but for trainings that were cancelled or stopped,
/// which keep its test figures hidden: says so, trains them, or gives them up once a person has confirmed
/// that.
class HiddenTestBanner : public QFrame
{
    Q_OBJECT

public:
    /// Both outlive it.
    HiddenTestBanner(
        ExperimentController& experiments, StudiesController& studies, QWidget* parent = nullptr);

    /// On other pages than those of results it would be out of place.
    void setPage(const QString& id);
    QString text() const; ///< empty while it is hidden
    QPushButton* resume() const { return m_resume; }
    QPushButton* openWithout() const { return m_open; }

private:
    void refresh();
    bool isQueued() const; ///< some of it
    void giveUp();

    ExperimentController& m_experiments;
    StudiesController& m_studies;
    bool m_isOnPage = false;
    QLabel* m_words;
    QPushButton* m_resume;
    QPushButton* m_open;
};

} // namespace btw::pages
