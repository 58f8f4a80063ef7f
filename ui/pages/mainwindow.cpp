// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/mainwindow.h"

#include "ui/dialogs/commandpalette.h"
#include "ui/dialogs/leaveimport.h"
#include "ui/help/helpwindow.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/hiddentestbanner.h"
#include "ui/pages/instance/instancepanel.h"
#include "ui/pages/interruptedbanner.h"
#include "ui/pages/page.h"
#include "ui/pages/pagecommands.h"
#include "ui/pages/resultnews.h"
#include "ui/pages/sidebar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/bannerstack.h"
#include "ui/widgets/settings.h"
#include "ui/widgets/tooltipcloser.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace btw::pages {

namespace {

constexpr QSize kSmallest(1000, 680);
constexpr QSize kUsual(1440, 900);
constexpr int kFrame = 40; // what the desktop puts around a window

QFrame* ruleIn(QWidget* parent)
{
    auto* rule = new QFrame(parent);
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    return rule;
}

/// The one local file or folder of a drop, or an empty string.
QString droppedPath(const QMimeData* data)
{
    const auto urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

MainWindow::MainWindow(jobs::Queue& queue, widgets::Settings& settings, const MachineInfo& machine,
    PageRegistry pages, charts::FigureRegistry figures, QWidget* parent)
    : QMainWindow(parent)
    , m_queue(queue)
    , m_settings(settings)
    , m_machine(machine)
    , m_registry(std::move(pages))
    , m_figures(std::move(figures))
    , m_desktop(QApplication::palette())
    , m_actions(new Actions(m_registry.all(), this))
    , m_data(queue, settings, *m_actions)
    , m_trainings(queue, m_runs, m_data, *m_actions, machine.threads, machine.trainsOn)
    , m_run(queue, m_runs, m_trainings, *m_actions, this)
    , m_lookup(queue.storePath())
    , m_studies(queue, m_lookup)
    , m_experiments(queue, m_data)
    , m_storePath(queue.storePath())
    , m_header(new HeaderBar(m_actions->palette, this))
    , m_sidebar(new Sidebar(queue, *m_actions, this))
    , m_stack(new QStackedWidget(this))
    , m_lost(new widgets::Banner(this))
    , m_hidden(new HiddenTestBanner(m_experiments, m_studies, this))
    , m_status(new StatusLine(machine, this))
    , m_headline(*m_header, *this, m_data, m_lookup)
    , m_files(*m_actions, m_data, settings, *this)
    , m_queueHistory(queue, m_undo)
    , m_watch(queue.storePath())
    , m_session(settings, queue.storePath(), m_data, m_studies)
    , m_notifier(m_trainings, *this)
{
    new widgets::TooltipCloser(this);
    setMinimumSize(kSmallest);
    resize(kUsual);
    setAcceptDrops(true);
    makePages();
    buildLayout();
    applyScheme(m_settings.scheme());
    restoreGeometry(m_settings.windowGeometry());
    fitToScreen();
    wire();
    // Style every page now: the first look at one should not cost a pause while a training runs.
    for (auto* widget : findChildren<QWidget*>())
        widget->ensurePolished();
    if (!m_pages.empty())
        showPage(m_registry.all().front().id);
    queue.refreshRuns();
    queue.findLeftOver();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildLayout()
{
    m_actions->fill(menuBar());
    // Shortcuts work wherever the keyboard is, also for actions that no visible menu holds.
    addActions(m_actions->all());
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_sidebar);
    middle->addWidget(m_stack, 1);
    auto* frame = new QWidget(this);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(ruleIn(frame));
    auto* banners = new widgets::BannerStack(frame);
    banners->add(m_lost); // nothing is saved: graver than anything else
    banners->add(new InterruptedBanner(m_queue, frame));
    banners->add(m_hidden);
    column->addLayout(middle, 1);
    column->addWidget(banners); // at the foot: what comes there moves nothing on the page
    column->addWidget(ruleIn(frame));
    column->addWidget(m_status);
    setCentralWidget(frame);
}

void MainWindow::makePages()
{
    const PageParts parts { *m_actions, m_figures, m_settings, m_data, m_trainings, m_run, m_experiments,
        m_studies, m_lookup, m_selection, m_storePath, [this](const QString& id) { showPage(id); },
        [this](const QString& id) { return m_registry.has(id); }, m_undo };
    for (const auto& info : m_registry.all()) {
        m_pages.push_back(info.make(parts));
        m_stack->addWidget(m_pages.back());
    }
    m_instance = new InstancePanel(parts, m_stack);
}

void MainWindow::showPage(const QString& id)
{
    const int index = m_registry.indexOf(id);
    m_stack->setCurrentIndex(index);
    m_sidebar->setPage(index);
    m_headline.setPage(id, m_registry.all()[static_cast<std::size_t>(index)].title());
    m_hidden->setPage(id);
    if (m_news)
        m_news->forgetWhatIsLookedAt();
    m_session.keepPage(id);
}

void MainWindow::fitToScreen()
{
    // The platform without a screen names one that is smaller than any.
    if (QGuiApplication::platformName() == QLatin1String("offscreen"))
        return;
    const QSize room = screen()->availableSize() - QSize(0, kFrame);
    setMinimumSize(fittedSize(minimumSize(), room));
    resize(fittedSize(size(), room));
}

QSize fittedSize(const QSize& wanted, const QSize& screen)
{
    return screen.isEmpty() ? wanted : wanted.boundedTo(screen);
}

void MainWindow::showHelp()
{
    if (!m_help)
        m_help = new help::HelpWindow(this);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

QString MainWindow::shownPage() const
{
    return m_registry.all()[static_cast<std::size_t>(m_stack->currentIndex())].id;
}

void MainWindow::applyScheme(widgets::Scheme scheme)
{
    using widgets::Theme;
    m_theme = Theme::forScheme(m_desktop);
    if (scheme == widgets::Scheme::Light)
        m_theme = Theme::light();
    else if (scheme == widgets::Scheme::Dark)
        m_theme = Theme::dark();
    else if (scheme == widgets::Scheme::HighContrast)
        m_theme = Theme::highContrast();
    QApplication::setPalette(m_theme.palette());
    // It has every widget styled again, and so is set once they are there: earlier, they were styled each
    // time that one is put into another, which takes twice as long.
    if (const QString sheet = m_theme.styleSheet(); sheet != qApp->styleSheet())
        qApp->setStyleSheet(sheet);
    m_sidebar->setTheme(m_theme);
    for (auto* page : m_pages)
        page->setTheme(m_theme);
    m_instance->setTheme(m_theme);
    m_actions->setScheme(scheme);
}

void MainWindow::setMachine(const MachineInfo& machine)
{
    m_machine = machine;
    m_status->setMachine(machine);
}

void MainWindow::findCommand()
{
    QObject owner; // of what the page on show has beside
    const auto all = m_actions->all();
    dialogs::CommandPalette palette(all + commandsOn(*centralWidget(), all, owner), m_theme, this);
    palette.exec();
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About BTW Workbench"),
        tr("<b>BTW Workbench %1</b><p>Trains multimodal models with Beyond Two-modality Weighting (Hou, "
           "Wang "
           "and Wang, Findings of EMNLP 2025) and shows what each modality adds.</p><p>Free software under "
           "the GNU General Public License, version 3 or later. Nothing leaves this computer.</p>")
            .arg(m_machine.version.toHtmlEscaped()));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_data.mayLeaveImport()) {
        event->ignore();
        return;
    }
    m_settings.setWindowGeometry(saveGeometry());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedPath(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    if (const QString path = droppedPath(event->mimeData()); !path.isEmpty())
        m_data.openPath(path);
}

} // namespace btw::pages
