// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/datapage.h"

#include "ui/pages/actions.h"
#include "ui/pages/data/cohortfacts.h"
#include "ui/pages/data/instancesview.h"
#include "ui/pages/data/modalitycards.h"
#include "ui/pages/data/overview.h"
#include "ui/pages/data/patternchart.h"
#include "ui/pages/import/importview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/scrolledpage.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

namespace {

enum Pages { kEmpty, kContent, kImport };

widgets::ScrolledPage* scrolling(QWidget* content, QWidget* parent)
{
    auto* page = new widgets::ScrolledPage(parent);
    auto* column = new QVBoxLayout(page->content());
    column->setContentsMargins(Theme::kPage, Theme::kCardGap, Theme::kPage, Theme::kPage);
    column->addWidget(content);
    return page;
}

} // namespace

DataPage::DataPage(const Actions& actions, QWidget* parent)
    : Page(parent)
    , m_theme(Theme::light())
    , m_stack(new QStackedWidget(this))
    , m_emptyTitle(new QLabel)
    , m_emptyText(new QLabel)
    , m_openFile(new QPushButton)
    , m_openFolder(new QPushButton)
    , m_import(new ImportView)
    , m_banner(new widgets::Banner)
    , m_title(new QLabel)
    , m_line(new widgets::ElidedLabel)
    , m_change(new QPushButton)
    , m_export(new QPushButton)
    , m_train(new QPushButton)
    , m_facts(new CohortFacts)
    , m_tabs(new QTabWidget)
    , m_overview(new Overview)
    , m_modalities(new ModalityCards)
    , m_instances(new InstancesView)
{
    m_stack->addWidget(makeEmpty(actions));
    m_stack->addWidget(makeContent(actions));
    m_stack->addWidget(m_import);
    auto* said = new QVBoxLayout;
    said->setContentsMargins(Theme::kPage, 0, Theme::kPage, 0);
    said->addWidget(m_banner);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(said);
    column->addWidget(m_stack, 1);
    connect(m_overview->patterns(), &PatternChart::patternChosen, this, &DataPage::listPattern);
    retranslate();
}

QWidget* DataPage::makeEmpty(const Actions& actions)
{
    m_emptyTitle->setProperty("role", QStringLiteral("title"));
    m_emptyText->setWordWrap(true);
    m_openFile->setProperty("kind", QStringLiteral("primary"));
    connect(m_openFile, &QPushButton::clicked, actions.openFile, &QAction::trigger);
    connect(m_openFolder, &QPushButton::clicked, actions.openFolder, &QAction::trigger);
    auto* page = new QWidget(m_stack);
    page->setProperty("page", true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_openFile);
    buttons->addWidget(m_openFolder);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kPage);
    column->setSpacing(12);
    column->addWidget(m_emptyTitle);
    column->addWidget(m_emptyText);
    column->addLayout(buttons);
    column->addStretch(1);
    return page;
}

QWidget* DataPage::makeContent(const Actions& actions)
{
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setTextFormat(Qt::PlainText);
    m_line->setProperty("role", QStringLiteral("caption"));
    m_tabs->setDocumentMode(true);
    // The first tab's words stand where the page's do.
    m_tabs->setStyleSheet(QStringLiteral("QTabWidget::tab-bar { left: 8px; }"));
    m_tabs->addTab(scrolling(m_overview, m_tabs), QString());
    m_tabs->addTab(scrolling(m_modalities, m_tabs), QString());
    m_tabs->addTab(m_instances, QString());
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setExpanding(false);

    m_train->setProperty("kind", QStringLiteral("primary"));
    connect(m_change, &QPushButton::clicked, actions.changeReading, &QAction::trigger);
    connect(m_export, &QPushButton::clicked, actions.exportData, &QAction::trigger);
    connect(m_train, &QPushButton::clicked, this, &DataPage::trainWanted);

    auto* page = new QWidget(m_stack);
    page->setProperty("page", true);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(Theme::kPage, 18, Theme::kPage, 12);
    head->setSpacing(12);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_line);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addLayout(words, 1);
    for (auto* button : { m_change, m_export, m_train })
        top->addWidget(button, 0, Qt::AlignTop);
    head->addLayout(top);
    head->addWidget(m_facts);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_tabs, 1);
    return page;
}

void DataPage::retranslate()
{
    setAccessibleName(tr("Data"));
    m_emptyTitle->setText(tr("No data is open"));
    m_emptyText->setText(tr(
        "Open a file or a folder, or drop one anywhere in this window, to see who has what, how labels and "
        "values are distributed, and what the checks found."));
    m_openFile->setText(tr("Open &data…"));
    m_openFolder->setText(tr("Open a &folder…"));
    m_change->setText(tr("&Change how it is read…"));
    m_export->setText(tr("E&xport data…"));
    m_train->setText(tr("T&rain on it…"));
    m_train->setToolTip(tr("Goes to the choice of what to train."));
    m_tabs->setTabText(0, tr("&Overview"));
    m_tabs->setTabText(1, tr("&Modalities"));
    m_tabs->setTabText(2, tr("&Instances"));
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the data"));
    m_overview->retranslate();
    m_instances->retranslate();
    showHead();
    if (m_summary)
        setSummary(m_summary); // the cards are made anew
}

void DataPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DataPage::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_import->setTheme(theme);
    m_overview->setTheme(theme);
    m_instances->setTheme(theme);
    m_modalities->setTheme(theme);
}

void DataPage::setCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
    const std::vector<io::Problem>& problems)
{
    m_cohort = cohort;
    m_path = path;
    m_hash.clear();
    m_summary.reset();
    m_modalities->setSummary(nullptr);
    m_instances->setCohort(cohort);
    m_overview->setProblems(problems);
    m_overview->setSummary(nullptr);
    m_banner->hide();
    if (!showsImport())
        m_stack->setCurrentIndex(cohort ? kContent : kEmpty);
    showHead();
}

void DataPage::showImport(bool shown)
{
    m_stack->setCurrentIndex(shown ? kImport : m_cohort ? kContent : kEmpty);
}

bool DataPage::showsImport() const { return m_stack->currentIndex() == kImport; }

void DataPage::say(const QString& sentence) { m_banner->say(sentence); }

void DataPage::warn(const QString& happened, const QString& safe, const QString& next)
{
    m_banner->warn(happened, safe, next);
}

QString DataPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

void DataPage::showHead()
{
    if (!m_cohort)
        return;
    m_title->setText(QString::fromStdString(m_cohort->name));
    m_line->setText(m_path);
    m_line->setVisible(!m_path.isEmpty());
    m_facts->setCohort(*m_cohort);
    m_facts->setHash(m_hash);
}

void DataPage::setSummary(const std::shared_ptr<const jobs::CohortSummary>& summary)
{
    if (!summary || summary->cohort != m_cohort)
        return;
    m_summary = summary;
    m_facts->setSummary(*summary);
    m_overview->setSummary(summary);
    m_modalities->setSummary(summary);
}

void DataPage::setHash(const QString& hash)
{
    m_hash = hash;
    m_facts->setHash(hash);
}

void DataPage::showTab(Tab tab) { m_tabs->setCurrentIndex(static_cast<int>(tab)); }

DataPage::Tab DataPage::tab() const { return static_cast<Tab>(m_tabs->currentIndex()); }

void DataPage::listPattern(std::size_t pattern)
{
    QStringList words;
    const auto& has = m_summary->patterns[pattern].has;
    for (std::size_t m = 0; m < has.size(); ++m)
        words << (has[m] ? QStringLiteral("has:%1") : QStringLiteral("no:%1"))
                     .arg(QString::fromStdString(m_summary->modalities[m].name));
    m_instances->setFilter(words.join(QLatin1Char(' ')));
    showTab(Tab::Instances);
    m_instances->table()->setFocus(Qt::OtherFocusReason);
}

} // namespace btw::pages
