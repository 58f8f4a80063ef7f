// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/data/samples.h"
#include "engine/error.h"
#include "startbench.h"
#include "storemaker.h"
#include "ui/charts/chart.h"
#include "ui/models/runsmodel.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/train/chartgrid.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/settings.h"
#include "watchedapplication.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

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
constexpr int kLongestMs = 300'000; ///< what is waited for at most

/// A folder with a store and a person's settings.
class Project
{
public:
    /// \param trainings finished ones that its store has
    explicit Project(int trainings)
    {
        if (trainings > 0)
            StoreMaker(store()).trainSeeds(trainings);
    }

    /// Adds a finished training of so many people, and a subgroup of half of them.
    /// \returns its last run
    std::int64_t trainMany(std::size_t people) const
    {
        StoreMaker maker(store());
        auto record = StoreMaker::people(0, people);
        record.name = QStringLiteral("many");
        record.hash = record.name;
        const auto split = maker.save(record);
        maker.train(record, split, StoreMaker::spec(8), 1);
        std::vector<std::string> half;
        for (std::size_t i = 0; i < record.ids.size(); i += 2)
            half.push_back(record.ids[i]);
        maker.store().saveSubgroup(QStringLiteral("half"), maker.store().cohort(split).cohortId, half);
        return maker.store().trainings().back().lastRun();
    }

    QString store() const { return m_folder.filePath(QStringLiteral("runs.sqlite")); }
    QString cohort() const { return m_folder.filePath(QStringLiteral("cohort.npz")); }
    QString settings() const { return m_folder.filePath(QStringLiteral("settings.ini")); }

private:
    QTemporaryDir m_folder;
};

/// A window on a project, with a cohort open.
class Scene
{
public:
    Scene(const Project& project, std::int64_t instances, int threads)
        : m_settings(project.settings(), nullptr)
    {
        io::writeNpz(data::makeSentiment(static_cast<std::size_t>(instances)), project.cohort(),
            io::Compression::Stored);
        queue = std::make_unique<jobs::Queue>(project.store());
        pages::MachineInfo machine;
        machine.threads = threads;
        window = std::make_unique<pages::MainWindow>(*queue, m_settings, machine);
        window->resize(1440, 900);
        window->show();
        QEventLoop opened;
        QObject::connect(queue.get(), &jobs::Queue::cohortOpened, &opened, &QEventLoop::quit);
        window->data().openPath(project.cohort());
        opened.exec();
    }

    Scene(const Scene&) = delete;
    Scene& operator=(const Scene&) = delete;
    ~Scene()
    {
        window.reset();
        queue.reset();
    }

    void train() const
    {
        pages::TrainingChoice choice;
        choice.preset = QStringLiteral("demo");
        choice.seeds = kSeeds;
        window->trainings().train(choice);
    }

    std::unique_ptr<jobs::Queue> queue;
    std::unique_ptr<pages::MainWindow> window;

private:
    widgets::Settings m_settings;
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

/// Begins to measure.
void start(widgets::GapMeter& meter)
{
    if (auto* application = dynamic_cast<WatchedApplication*>(qApp))
        application->forget();
    meter.start();
}

void note(BenchResult& result, widgets::GapMeter& meter)
{
    meter.stop();
    result.medianMs = meter.medianMs();
    result.worstMs = meter.longestMs();
    result.repeats = meter.turns();
    // On a busy machine a gap may be long because others had the processor: what the window itself did, and
    // the longest gap without their turns.
    result.figures = { { QStringLiteral("cpu_of_longest_ms"), meter.longest().cpuMs },
        { QStringLiteral("most_cpu_ms"), meter.busiest().cpuMs },
        { QStringLiteral("longest_own_ms"), meter.longestOwnMs() },
        { QStringLiteral("gaps_over_16_ms"), static_cast<double>(meter.longerThan(16)) } };
    if (const auto* application = dynamic_cast<WatchedApplication*>(qApp))
        result.busiest = application->longest().what;
}

BenchResult measureTraining(const BenchParameters& parameters)
{
    BenchResult result;
    result.n = parameters.n.value_or(kDefaultInstances);
    const Project project(0);
    const Scene scene(project, *result.n, parameters.threads);
    widgets::GapMeter meter;
    start(meter);
    scene.train();
    const auto epochs = waitForEpochs(*scene.queue, kEpochs);
    note(result, meter);
    result.figures.emplace_back(QStringLiteral("epochs"), static_cast<double>(epochs));
    return result;
}

/// Goes to the page while a training runs, and stays there.
BenchResult measurePage(const BenchParameters& parameters, const Scene& scene)
{
    BenchResult result;
    result.n = parameters.n;
    result.against = QString::fromStdString(parameters.against);
    widgets::GapMeter meter;
    start(meter);
    scene.window->showPage(result.against);
    QEventLoop loop;
    QTimer::singleShot(kLookMs, &loop, &QEventLoop::quit);
    loop.exec();
    note(result, meter);
    return result;
}

/// Runs the event loop until that is so.
void waitUntil(const std::function<bool()>& isSo, const char* what)
{
    QEventLoop loop;
    QTimer asking;
    QObject::connect(&asking, &QTimer::timeout, &loop, [&] {
        if (isSo())
            loop.quit();
    });
    asking.start(20);
    QTimer::singleShot(kLongestMs, &loop, &QEventLoop::quit);
    loop.exec();
    if (!isSo())
        throw Error(std::string("The window did not show ") + what + ".", Error::Kind::Work);
}

/// Half of the people are chosen beside the result of a finished run, whose course is looked at while
/// another training runs: until its pictures are of them, and a while longer.
BenchResult measureSubgroup(const BenchParameters& parameters, const Scene& scene, std::int64_t run)
{
    BenchResult result;
    result.n = parameters.n;
    result.against = QString::fromStdString(parameters.against);
    auto& window = *scene.window;
    auto& page = window.page<pages::TrainPage>();
    waitUntil([&] { return window.runs().run(run) != nullptr; }, "the run in its list");
    window.run().openRun(run);
    const auto shown = [&page] { return page.result()->result(); };
    waitUntil(
        [&] {
            return page.shownRun() == run && shown() && shown()->cohort.name == QLatin1String("many")
                && !shown()->subgroups.empty();
        },
        "the run's result");
    auto choice = shown()->choice;
    choice.leading.reset();
    choice.subgroup = shown()->subgroups.front().id;
    widgets::GapMeter meter;
    start(meter);
    Q_EMIT page.result()->choiceWanted(choice);
    const auto isCounted = [&page] {
        const auto charts = page.charts()->shownCharts();
        return std::any_of(charts.begin(), charts.end(), [](const charts::Chart* chart) {
            return chart->data().run && !chart->data().run->people.isEmpty();
        });
    };
    waitUntil(isCounted, "the pictures of half of the people");
    QEventLoop loop;
    QTimer::singleShot(kLookMs, &loop, &QEventLoop::quit);
    loop.exec();
    note(result, meter);
    return result;
}

/// What is measured beside the pages, as BenchParameters::against.
constexpr const char* kWholeProgram = "the program's start";
constexpr const char* kSubgroup = "a subgroup's pictures";

std::vector<BenchParameters> points(const BenchParameters& asked)
{
    std::vector<BenchParameters> all { asked, asked };
    all.back().against = kWholeProgram;
    const auto registry = pages::builtinPages();
    for (const auto& page : registry.all()) {
        all.push_back(asked);
        all.back().against = page.id.toStdString();
        all.back().n = asked.n.value_or(kManyInstances) < kFew ? *asked.n : kManyInstances;
    }
    all.push_back(all.back());
    all.back().against = kSubgroup;
    return all;
}

/// All pages are looked at in one window, which is made for the first of them, and the program is started on
/// the same store.
class GuiBench
{
public:
    BenchResult run(const BenchParameters& parameters)
    {
        if (parameters.against.empty())
            return measureTraining(parameters);
        if (!m_project) {
            m_project = std::make_unique<Project>(kTrainings);
            m_manyRun = m_project->trainMany(static_cast<std::size_t>(parameters.n.value_or(kManyInstances)));
        }
        if (parameters.against == kWholeProgram) {
            auto result = measureStart(m_project->store());
            result.against = QString::fromLatin1(kWholeProgram);
            return result;
        }
        if (!m_scene) {
            m_scene = std::make_unique<Scene>(*m_project, *parameters.n, parameters.threads);
            m_scene->train();
        }
        return parameters.against == kSubgroup ? measureSubgroup(parameters, *m_scene, m_manyRun)
                                               : measurePage(parameters, *m_scene);
    }

private:
    std::int64_t m_manyRun = 0;
    std::unique_ptr<Project> m_project;
    std::unique_ptr<Scene> m_scene;
};

} // namespace

Bench guiBench()
{
    return { QStringLiteral("gui"),
        QStringLiteral(
            "gaps of the window's event loop while demos train for 100 epochs; how long its program takes to "
            "show it; then gaps on each page, while a training runs, with 1,000 runs in the store, and while "
            "half "
            "of the people of a finished run are chosen and counted"),
        [bench = std::make_shared<GuiBench>()](
            const BenchParameters& parameters) { return bench->run(parameters); },
        points };
}

} // namespace btw::cli
