// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window is away from its events while a person goes through a table of 100,000 instances: a
// table of text is opened, scrolled from end to end, ordered by each column, and filtered letter by letter.
// QT_QPA_PLATFORM=offscreen bench_instancetable [ROWS]
// Exits 1 where the longest gap is 100 ms or more: what a person takes for at once.
#include "ui/models/instancesmodel.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/instancesview.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QApplication>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <vector>

namespace {

using namespace btw;

constexpr double kLongestMs = 100;
constexpr int kScrollSteps = 200;

void writeTable(const QString& path, int rows)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("%s cannot be written", qPrintable(path));
    QTextStream out(&file);
    out << "id,text_1,text_2,lab_1,lab_2,y\n";
    for (int i = 0; i < rows; ++i)
        out << "patient " << i << ',' << i % 97 << ".5," << i % 13 << ',' << (i * 7919) % 1000 << ".25,"
            << i % 5 << ',' << (i * 31) % 100 << ".5\n";
}

/// One act of a person after another, each in a turn of the event loop of its own.
void act(std::vector<std::function<void()>> acts, std::size_t next, const std::function<void()>& done)
{
    if (next == acts.size()) {
        done();
        return;
    }
    acts[next]();
    QTimer::singleShot(5, qApp, [acts = std::move(acts), next, done] { act(acts, next + 1, done); });
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const int rows = argc > 1 ? QByteArray(argv[1]).toInt() : 100'000;
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("wide.csv"));
    writeTable(path, rows);
    widgets::Settings settings(folder.filePath(QStringLiteral("settings.ini")), nullptr);
    jobs::Queue queue(folder.filePath(QStringLiteral("project.sqlite")));
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU");
    pages::MainWindow window(queue, settings, machine);
    window.resize(1280, 800);
    window.show();

    widgets::GapMeter meter;
    int status = 1;
    const auto report = [&](const char* what) {
        std::printf("%s: median %.2f ms, longest %.1f ms, %zu gaps over 16 ms in %zu turns\n", what,
            meter.medianMs(), meter.longestMs(), meter.longerThan(16), meter.turns());
        return meter.longestMs() < kLongestMs;
    };
    QObject::connect(&queue, &jobs::Queue::importRead, &window, [&](const auto& answer) {
        if (!answer->cohort)
            qFatal("the table was not read");
    });
    QObject::connect(&queue, &jobs::Queue::cohortOpened, &window, [&] {
        const bool opened = report("opening");
        window.showPage(pages::pageid::kData);
        window.page<pages::DataPage>().showTab(pages::DataPage::Tab::Instances);
        auto* view = window.page<pages::DataPage>().instances();
        std::vector<std::function<void()>> acts;
        for (int step = 0; step <= kScrollSteps; ++step)
            acts.emplace_back([view, step] {
                auto* bar = view->table()->verticalScrollBar();
                bar->setValue(bar->maximum() * step / kScrollSteps);
            });
        for (int column = 0; column < view->model().columnCount(); ++column)
            for (const auto order : { Qt::AscendingOrder, Qt::DescendingOrder })
                acts.emplace_back([view, column, order] { view->table()->sortByColumn(column, order); });
        const QString wanted = QStringLiteral("patient 99");
        for (qsizetype letters = 1; letters <= wanted.size(); ++letters)
            acts.emplace_back([view, wanted, letters] { view->filter()->setText(wanted.left(letters)); });
        meter.start();
        act(std::move(acts), 0, [&, opened] {
            meter.stop();
            status = report("scrolling, ordering, filtering") && opened ? 0 : 1;
            QApplication::quit();
        });
    });
    meter.start();
    window.data().openPath(path);
    // The label is called y and the id id: the table needs no choice, but it is shown first.
    QObject::connect(&queue, &jobs::Queue::importRead, &window, [&] {
        QTimer::singleShot(
            0, &window, [&] { window.page<pages::DataPage>().importView()->openButton()->click(); });
    });
    QApplication::exec();
    return status;
}
