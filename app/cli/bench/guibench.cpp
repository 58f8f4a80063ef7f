// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/data/samples.h"
#include "engine/error.h"
#include "fullstore.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>

namespace btw::cli {

namespace {

constexpr std::int64_t kDefaultInstances = 1200;
constexpr std::size_t kEpochs = 100; ///< at least
constexpr int kSeeds = 10; ///< enough for that: each of a training's five models has patience for 5 epochs
// Of the rows for the pages
constexpr std::int64_t kManyInstances = 100'000;
constexpr std::int64_t kFew = 10'000; ///< whoever asks for fewer wants a short answer
constexpr int kTrainings = 200; ///< 1,000 runs
constexpr int kLookMs = 4000; ///< at each page

/// A window on a store of its own, with a cohort open.
class Scene
{
public:
    Scene(std::int64_t instances, int threads, int trainings)
    {
        const QString store = m_folder.filePath(QStringLiteral("runs.sqlite"));
        if (trainings > 0)
            fillStore(store, trainings);
        const QString path = m_folder.filePath(QStringLiteral("cohort.npz"));
        io::writeNpz(data::makeSentiment(static_cast<std::size_t>(instances)), path, io::Compression::Stored);
        m_settings
            = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("settings.ini")), nullptr);
        queue = std::make_unique<jobs::Queue>(store);
        pages::MachineInfo machine;
        machine.threads = threads;
        window = std::make_unique<pages::MainWindow>(*queue, *m_settings, machine);
        window->resize(1440, 900);
        window->show();
        QEventLoop opened;
        QObject::connect(queue.get(), &jobs::Queue::cohortOpened, &opened, &QEventLoop::quit);
        window->data().openPath(path);
        opened.exec();
    }

    std::unique_ptr<jobs::Queue> queue;
    std::unique_ptr<pages::MainWindow> window;

private:
    QTemporaryDir m_folder;
    std::unique_ptr<widgets::Settings> m_settings;

public:
    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;
    ~Scene()
    {
        window.reset();
        queue.reset();
    }
};

/// Runs the event loop until the window has seen `least` epochs, to the end of that training.
/// \returns how many it has seen
std::size_t waitForEpochs(jobs::Queue& queue, std::size_t least)
{
    QEventLoop loop;
    QString problem;
    std::size_t epochs = 0;
    QObject::connect(&queue, &jobs::Queue::reported, &loop, [&](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::EpochDone>(event))
            ++epochs;
        if (std::holds_alternative<jobs::TrainingDone>(event) && epochs >= least)
            loop.quit();
    });
    QObject::connect(&queue, &jobs::Queue::failed, &loop, [&](const QString& sentence) {
        problem = sentence;
        loop.quit();
    });
    loop.exec();
    if (!problem.isEmpty())
        throw Error(problem.toStdString(), Error::Kind::Work);
    return epochs;
}

void note(BenchResult& result, const widgets::GapMeter& meter)
{
    result.medianMs = meter.medianMs();
    result.worstMs = meter.longestMs();
    result.repeats = meter.turns();
}

BenchResult measureTraining(const BenchParameters& parameters)
{
    BenchResult result;
    result.n = parameters.n.value_or(kDefaultInstances);
    const Scene scene(*result.n, parameters.threads, 0);
    widgets::GapMeter meter;
    meter.start();
    pages::TrainingChoice choice;
    choice.preset = QStringLiteral("demo");
    choice.seeds = kSeeds;
    scene.window->trainings().train(choice);
    const auto epochs = waitForEpochs(*scene.queue, kEpochs);
    meter.stop();
    note(result, meter);
    result.figures = { { QStringLiteral("epochs"), static_cast<double>(epochs) } };
    return result;
}

/// Goes to the page while a training runs, and stays there.
BenchResult measurePage(const BenchParameters& parameters, const Scene& scene)
{
    BenchResult result;
    result.n = parameters.n;
    result.against = QString::fromStdString(parameters.against);
    widgets::GapMeter meter;
    meter.start();
    scene.window->showPage(result.against);
    QEventLoop loop;
    QTimer::singleShot(kLookMs, &loop, &QEventLoop::quit);
    loop.exec();
    meter.stop();
    note(result, meter);
    result.figures = { { QStringLiteral("gaps_over_16_ms"), static_cast<double>(meter.longerThan(16)) } };
    return result;
}

std::vector<BenchParameters> points(const BenchParameters& asked)
{
    std::vector<BenchParameters> all { asked };
    const auto registry = pages::builtinPages();
    for (const auto& page : registry.all()) {
        all.push_back(asked);
        all.back().against = page.id.toStdString();
        all.back().n = asked.n.value_or(kManyInstances) < kFew ? *asked.n : kManyInstances;
    }
    return all;
}

} // namespace

Bench guiBench()
{
    // All pages are looked at in one window, which is made for the first of them.
    auto scene = std::make_shared<std::unique_ptr<Scene>>();
    return { QStringLiteral("gui"),
        QStringLiteral(
            "gaps of the window's event loop while demos train for 100 epochs; then on each page, while "
            "a training runs, with 1,000 runs in the store"),
        [scene](const BenchParameters& parameters) {
            if (parameters.against.empty())
                return measureTraining(parameters);
            if (!*scene) {
                *scene = std::make_unique<Scene>(*parameters.n, parameters.threads, kTrainings);
                pages::TrainingChoice choice;
                choice.preset = QStringLiteral("demo");
                choice.seeds = kSeeds;
                (*scene)->window->trainings().train(choice);
            }
            BenchResult result = measurePage(parameters, **scene);
            const auto registry = pages::builtinPages();
            if (parameters.against == registry.all().back().id.toStdString())
                scene->reset();
            return result;
        },
        points };
}

} // namespace btw::cli
