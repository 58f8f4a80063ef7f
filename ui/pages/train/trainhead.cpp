// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/trainhead.h"

#include "ui/pages/actions.h"
#include "ui/pages/train/result/runchooser.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/stepbar.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QToolTip>
#include <QVBoxLayout>

#include <functional>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kButtonWidth = 92; // "Pause" and "Resume" in the same place

/// A button that is an action: state and help follow it. \param isShown asked whenever the action changes
QPushButton* buttonFor(
    QAction* action, const QString& text, QWidget* parent, const std::function<bool()>& isShown)
{
    auto* button = new QPushButton(text, parent);
    button->setMinimumWidth(kButtonWidth);
    const auto follow = [action, button, isShown] {
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isEnabled() && isShown());
        button->setToolTip(
            TrainHead::tr("%1 (%2)", "help and shortcut")
                .arg(action->toolTip(), action->shortcut().toString(QKeySequence::NativeText)));
    };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

} // namespace

TrainHead::TrainHead(const Actions& actions, QWidget* parent)
    : QWidget(parent)
    , m_views(new QTabBar(this))
    , m_chooser(new RunChooser(this))
    , m_resultTitle(new QLabel(this))
    , m_resultBasis(new QLabel(this))
    , m_report(new QPushButton(tr("Report (&PDF)…"), this))
    , m_copy(new QPushButton(tr("&Copy table"), this))
    , m_title(new widgets::ElidedLabel(this))
    , m_status(new widgets::ElidedLabel(this))
    , m_steps(new widgets::StepBar(this))
    , m_start(new QPushButton(tr("Choose what to t&rain…"), this))
    , m_follow(new QPushButton(tr("Back to the &training"), this))
    , m_resume(new QPushButton(tr("&Resume run"), this))
{
    m_views->setAccessibleName(tr("Result or course"));
    m_views->addTab(tr("Result"));
    m_views->addTab(tr("Course of training"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->setCurrentIndex(Course);
    m_views->hide();
    m_resultTitle->setTextFormat(Qt::PlainText);
    for (auto* label : { m_resultTitle, static_cast<QLabel*>(m_title) })
        label->setProperty("role", QStringLiteral("title"));
    m_resultBasis->setTextFormat(Qt::PlainText);
    m_resultBasis->setWordWrap(true); // how often the test rows were opened may not be cut off
    for (auto* label : { m_resultBasis, static_cast<QLabel*>(m_status) })
        label->setProperty("role", QStringLiteral("caption"));
    m_status->setAccessibleName(tr("Progress"));
    const auto isShown = [this] { return m_isFollowing && view() == Course; };
    m_pause = buttonFor(actions.pause, tr("&Pause"), this, isShown);
    connect(actions.pause, &QAction::toggled, m_pause,
        [this](bool paused) { m_pause->setText(paused ? tr("&Resume") : tr("&Pause")); });
    m_stop = buttonFor(actions.stop, tr("&Stop"), this, isShown);
    m_stop->setProperty("kind", QStringLiteral("danger"));
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_start->setToolTip(tr("Goes to the page Start: to demos, your data, and the choice of what to train."));
    m_start->hide();
    m_follow->hide();
    m_resume->hide();
    buildLayout();
    connect(m_views, &QTabBar::currentChanged, this, [this] {
        showParts();
        Q_EMIT viewChanged();
    });
    connect(m_chooser, &RunChooser::filled, this, &TrainHead::showParts);
    connect(m_report, &QPushButton::clicked, this, &TrainHead::reportWanted);
    connect(m_copy, &QPushButton::clicked, this, &TrainHead::copyWanted);
    connect(m_start, &QPushButton::clicked, this, &TrainHead::startWanted);
    connect(m_follow, &QPushButton::clicked, this, &TrainHead::followWanted);
    connect(m_resume, &QPushButton::clicked, actions.resumeRun, &QAction::trigger);
    showParts();
}

void TrainHead::buildLayout()
{
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    for (auto* label : { static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_status),
             static_cast<QWidget*>(m_resultTitle), static_cast<QWidget*>(m_resultBasis) })
        words->addWidget(label);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addLayout(words, 1);
    for (auto* button : { m_report, m_copy, m_start, m_follow, m_resume, m_pause, m_stop })
        head->addWidget(button, 0, Qt::AlignTop);
    auto* views = new QHBoxLayout;
    views->setSpacing(8);
    views->addWidget(m_views);
    views->addStretch(1);
    views->addWidget(m_chooser, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(views);
    column->addLayout(head);
    column->addWidget(m_steps);
}

void TrainHead::setTheme(const Theme& theme) { m_steps->setTheme(theme); }

void TrainHead::offerResult()
{
    m_views->show();
    showParts();
}

void TrainHead::setView(View view)
{
    QToolTip::hideText(); // of what was on show before
    m_views->setCurrentIndex(m_views->isHidden() ? Course : view);
}

TrainHead::View TrainHead::view() const { return static_cast<View>(m_views->currentIndex()); }

void TrainHead::setCourse(const TrainingProgress& progress, bool isFollowing)
{
    m_isFollowing = isFollowing;
    m_title->setText(progress.title());
    m_progress = progress.statusLine();
    m_steps->setSegments(progress.segments());
    showStop();
    setNothingTrained(m_isNothingTrained);
}

void TrainHead::setNothingTrained(bool nothing)
{
    m_isNothingTrained = nothing;
    m_status->setText(nothing
            ? tr("Nothing has been trained yet. The course of a training appears here once it has started.")
            : m_progress);
    m_start->setVisible(nothing && view() == Course);
}

void TrainHead::setCanFollow(bool canFollow) { m_follow->setVisible(canFollow); }

void TrainHead::setCanResume(bool canResume) { m_resume->setVisible(canResume); }

void TrainHead::setResult(const QString& title, const QString& basis, bool isThere)
{
    m_resultTitle->setText(title);
    m_resultBasis->setText(basis);
    m_hasResult = isThere;
    showParts();
}

void TrainHead::showStop()
{
    // They are about the training: beside a result or another run they would stop what is not in sight.
    for (auto* button : { m_pause, m_stop })
        button->setVisible(m_isFollowing && view() == Course && button->isEnabled());
}

void TrainHead::showParts()
{
    const bool isResult = view() == Result;
    m_title->setVisible(!isResult);
    m_status->setVisible(!isResult);
    m_steps->setVisible(!isResult);
    m_start->setVisible(!isResult && m_isNothingTrained);
    m_resultTitle->setVisible(isResult);
    m_resultBasis->setVisible(isResult);
    m_report->setVisible(isResult && m_hasResult);
    m_copy->setVisible(isResult && m_hasResult);
    m_chooser->setVisible(!isResult && m_chooser->count() > 1);
    showStop();
}

QString TrainHead::title() const { return m_title->text(); }

QString TrainHead::statusLine() const { return m_status->text(); }

} // namespace btw::pages
