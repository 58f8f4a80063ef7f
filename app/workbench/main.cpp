// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privatefiles.h"
#include "engine/error.h"
#include "engine/training/runtime.h"
#include "machine.h"
#include "opening.h"
#include "options.h"
#include "projectfile.h"
#include "screenshot.h"
#include "shown.h"
#include "translations.h"
#include "ui/dialogs/projectplace.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/startpage.h"
#include "ui/widgets/settings.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/queue.h"

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>

#include <ctime>
#include <memory>

namespace {

using namespace btw;

void registerMetaTypes()
{
    qRegisterMetaType<jobs::TrainingEvent>("btw::jobs::TrainingEvent");
    qRegisterMetaType<std::shared_ptr<const data::Cohort>>("std::shared_ptr<const btw::data::Cohort>");
    qRegisterMetaType<std::vector<data::Problem>>("std::vector<btw::data::Problem>");
    qRegisterMetaType<std::shared_ptr<const io::ImportPreview>>(
        "std::shared_ptr<const btw::io::ImportPreview>");
    qRegisterMetaType<std::shared_ptr<const jobs::ImportReport>>(
        "std::shared_ptr<const btw::jobs::ImportReport>");
    qRegisterMetaType<std::vector<store::RunRecord>>("std::vector<btw::store::RunRecord>");
    qRegisterMetaType<std::shared_ptr<const jobs::RunDigest>>("std::shared_ptr<const btw::jobs::RunDigest>");
    qRegisterMetaType<std::shared_ptr<const jobs::ResultCard>>(
        "std::shared_ptr<const btw::jobs::ResultCard>");
}

/// Where work is kept: asked for in a window where the usual place cannot be written. Empty: a person gave
/// up. \throws btw::Error instead, where a picture is to be taken
QString projectFile(const app::Options& options, widgets::Settings& settings)
{
    QString path = options.store;
    if (path.isEmpty())
        path = settings.project().isEmpty() ? app::usualProject() : settings.project();
    const QString problem = app::problemOfProject(path);
    if (problem.isEmpty())
        return path;
    if (!options.screenshot.isEmpty())
        throw Error(problem.toStdString());
    qApp->setStyleSheet(widgets::Theme::forScheme(QApplication::palette()).styleSheet());
    dialogs::ProjectPlace place(
        problem, app::writableFolder(),
        [](const QString& folder) { return app::problemOfProject(app::projectIn(folder)); },
        QSettings().isWritable());
    if (place.exec() != QDialog::Accepted)
        return {};
    QString chosen = app::projectIn(place.folder());
    if (options.store.isEmpty())
        settings.setProject(chosen);
    return chosen;
}

/// Another project is another process; this one goes, unless it trains.
void openProjectsBeside(pages::MainWindow& window)
{
    QObject::connect(&window, &pages::MainWindow::projectChosen, &window, [&window](const QString& path) {
        const bool started = QProcess::startDetached(
            QCoreApplication::applicationFilePath(), { QStringLiteral("--store"), path });
        if (!started)
            window.page<pages::StartPage>().showMessage(
                pages::MainWindow::tr("%1 could not be opened: no other window could be started.").arg(path));
        else if (!window.trainings().isTraining())
            window.close();
    });
}

/// Says what it took to get here, and ends.
void endShown()
{
    timespec used {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    QTextStream(stdout) << "Shown after " << used.tv_sec * 1000 + used.tv_nsec / 1'000'000
                        << " ms of processor time.\n";
    QCoreApplication::quit();
}

int runWorkbench(const app::Options& options)
{
    registerMetaTypes();
    // A picture is made from known settings and leaves the user's own alone.
    QTemporaryDir scratch;
    const auto settings = options.screenshot.isEmpty()
        ? std::make_unique<widgets::Settings>()
        : std::make_unique<widgets::Settings>(scratch.filePath(QStringLiteral("settings.ini")), nullptr);
    const QString project = projectFile(options, *settings);
    if (project.isEmpty())
        return 1;
    jobs::Queue queue(project);
    pages::MainWindow window(queue, *settings, app::machineAtStart());
    if (options.scheme)
        window.applyScheme(*options.scheme);
    if (options.size.isValid())
        window.resize(options.size);
    openProjectsBeside(window);
    app::Opening opening(options, window, queue);
    std::unique_ptr<app::Screenshot> screenshot;
    if (options.screenshot.isEmpty()) {
        QObject::connect(&opening, &app::Opening::failed, &window,
            [&window](const QString& sentence) { window.page<pages::StartPage>().showMessage(sentence); });
    } else {
        screenshot = std::make_unique<app::Screenshot>(
            options.screenshot, options.moment, !options.demo.isEmpty(), window, queue, window.lookup());
        QObject::connect(&opening, &app::Opening::done, screenshot.get(), &app::Screenshot::opened);
        QObject::connect(&opening, &app::Opening::failed, screenshot.get(), &app::Screenshot::fail);
    }
    app::LateMachine machine(window);
    app::Shown shown(window);
    QObject::connect(&shown, &app::Shown::happened, &window, [&machine, &options] {
        if (options.untilShown)
            endShown();
        else
            machine.begin();
    });
    window.show();
    if (options.opensWhereItWas())
        opening.resume(window.session().last());
    else
        opening.begin();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    btw::app::keepFilesPrivate();
    btw::training::restartTuned(argv);
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    try {
        // Before the application exists: --help, --version and bad arguments need no display.
        const auto options = btw::app::parseOptions(arguments);
        if (options.help || options.version) {
            QCoreApplication::setApplicationName(QStringLiteral("btw-workbench"));
            QTextStream(stdout) << (options.help ? btw::app::helpText()
                                                 : QStringLiteral("btw-workbench " BTW_VERSION "\n"));
            return 0;
        }
        QApplication application(argc, argv);
        QCoreApplication::setApplicationName(QStringLiteral("btw-workbench"));
        QCoreApplication::setOrganizationName(QStringLiteral("btw"));
        QCoreApplication::setApplicationVersion(QStringLiteral(BTW_VERSION));
        QGuiApplication::setApplicationDisplayName(QStringLiteral("BTW Workbench"));
        QGuiApplication::setDesktopFileName(QStringLiteral("org.btw.Workbench"));
        QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.btw.Workbench.svg")));
        btw::app::installTranslations(application);
        return runWorkbench(options);
    } catch (const btw::Error& error) {
        QTextStream(stderr) << QString::fromUtf8(error.what()) << '\n';
        return error.kind() == btw::Error::Kind::Input ? 2 : 1;
    }
}
