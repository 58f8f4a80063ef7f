// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/progress.h"
#include "ui/widgets/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTabBar;

namespace btw::widgets {
class ElidedLabel;
class StepBar;
}

namespace btw::pages {

class Actions;
class RunChooser;

/// The head of the Train page: its two views, what is on show in words, and the buttons that belong to it.
class TrainHead : public QWidget
{
    Q_OBJECT

public:
    enum View { Result, Course };

    explicit TrainHead(const Actions& actions, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void offerResult(); ///< there is a choice between the views
    void setView(View view); ///< Course, where there is no choice
    View view() const;
    /// What the course of a training says. \param isFollowing it is of the training under way
    void setCourse(const TrainingProgress& progress, bool isFollowing);
    /// In place of a course: nothing has been trained, and a button leads to where that begins.
    void setNothingTrained(bool nothing);
    void setCanFollow(bool canFollow); ///< another run is on show, beside a training
    void setCanResume(bool canResume);
    /// What the result says. \param isThere it can be taken along
    void setResult(const QString& title, const QString& basis, bool isThere);
    RunChooser* chooser() const { return m_chooser; }
    QString title() const; ///< of the course
    QString statusLine() const; ///< likewise

Q_SIGNALS:
    void viewChanged();
    void followWanted();
    void startWanted(); ///< to choose what to train
    void reportWanted();
    void copyWanted();

private:
    void buildLayout();
    void showParts(); ///< as the view says
    void showStop(); ///< and "Pause", where they belong

    bool m_isFollowing = true;
    bool m_hasResult = false;
    bool m_isNothingTrained = false;
    QString m_progress; ///< what setCourse() says of it
    QTabBar* m_views;
    RunChooser* m_chooser;
    QLabel* m_resultTitle;
    QLabel* m_resultBasis;
    QPushButton* m_report;
    QPushButton* m_copy;
    widgets::ElidedLabel* m_title;
    widgets::ElidedLabel* m_status;
    widgets::StepBar* m_steps;
    QPushButton* m_start;
    QPushButton* m_follow;
    QPushButton* m_resume;
    QPushButton* m_pause;
    QPushButton* m_stop;
};

} // namespace btw::pages
