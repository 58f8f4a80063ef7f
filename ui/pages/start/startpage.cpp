// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/startpage.h"

#include "ui/pages/actions.h"
#include "ui/pages/start/cohortview.h"
#include "ui/pages/start/problemlist.h"
#include "ui/pages/start/trainingform.h"
#include "ui/pages/start/welcome.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/scrolledpage.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QFileInfo>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace btw::pages {

namespace {

constexpr int kWidest = 1080; // longer lines are hard to read
constexpr int kAlmostAll = 10000;

/// `content` at the left, never wider than is good to read.
widgets::ScrolledPage* scrolling(QWidget* content, QWidget* parent)
{
    auto* page = new widgets::ScrolledPage(parent);
    content->setMaximumWidth(kWidest);
    auto* row = new QHBoxLayout(page->content());
    page->setPageMargins({ widgets::Theme::kPage, 18, widgets::Theme::kPage, widgets::Theme::kPage });
    // What the content leaves over its widest goes to the right: without it, a layout centres the content.
    row->addWidget(content, kAlmostAll);
    row->addStretch(1);
    return page;
}

} // namespace

StartPage::StartPage(const Actions& actions, QWidget* parent)
    : Page(parent)
    , m_stack(new QStackedWidget(this))
    , m_welcome(new Welcome(actions))
    , m_cohort(new CohortView)
    , m_banner(new widgets::Banner(this))
{
    setAccessibleName(tr("Start"));
    m_stack->addWidget(scrolling(m_welcome, m_stack));
    m_stack->addWidget(scrolling(m_cohort, m_stack));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    column->addWidget(widgets::atFoot(m_banner));
    connect(m_welcome, &Welcome::recentChosen, this, &StartPage::recentChosen);
    connect(m_welcome, &Welcome::findRequested, this, &StartPage::findRequested);
    connect(m_cohort, &CohortView::otherDataRequested, this, &StartPage::showWelcome);
    connect(m_cohort, &CohortView::changeRequested, actions.changeReading, &QAction::trigger);
    connect(m_cohort->form(), &TrainingForm::trainRequested, this, &StartPage::trainRequested);
}

void StartPage::setCohort(
    const data::Cohort& cohort, const QString& path, const std::vector<io::Problem>& problems)
{
    m_cohort->setCohort(cohort, path, problems);
    m_stack->setCurrentIndex(1);
    m_banner->hide();
    m_welcome->problems().setProblems({}, {});
    m_welcome->offerToFind({}, {});
    m_cohort->form()->trainButton()->setFocus();
}

void StartPage::showUnusable(const QString& path, const std::vector<io::Problem>& problems)
{
    m_welcome->problems().setProblems(
        tr("%1 cannot be used yet. Nothing was changed; correct what is listed here and open it again.")
            .arg(QFileInfo(path).fileName()),
        problems);
    m_welcome->offerToFind({}, {});
    showWelcome();
}

void StartPage::showWelcome() { m_stack->setCurrentIndex(0); }

void StartPage::offerToFind(const QString& path, const QString& source)
{
    m_welcome->offerToFind(path, source);
}

void StartPage::setRecents(const QStringList& paths, const QHash<QString, QString>& sources)
{
    m_welcome->setRecents(paths, sources);
}

void StartPage::showMessage(const QString& happened, const QString& safe, const QString& next)
{
    m_banner->warn(happened, safe, next);
}

bool StartPage::showsCohort() const { return m_stack->currentIndex() == 1; }

QString StartPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

} // namespace btw::pages
