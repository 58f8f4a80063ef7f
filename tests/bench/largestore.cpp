// SPDX-License-Identifier: GPL-3.0-or-later
// How long `btw runs` and `btw compare` take on stores of 1,000 runs, which this makes: 200 trainings of five
// runs, ten variants and settings with 20 seeds on one split, or one experiment of 13 models on 15 folds
// (with 22 more trainings). bench_largestore BTW [FOLDER] Prints the median of five; exits 1 where one is a
// second or more. FOLDER keeps the stores for a second look.
#include "app/cli/bench/storemaker.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

using namespace btw;

constexpr std::size_t kFolds = 15;
constexpr int kEpochs = 20;
constexpr int kTrainings = 200;
constexpr int kAtMostMs = 1000;
constexpr int kRepeats = 5;

void makeSeeds(const QString& path) { cli::StoreMaker(path, kEpochs).trainSeeds(kTrainings); }

void makeFolds(const QString& path)
{
    cli::StoreMaker maker(path, kEpochs);
    const std::vector<std::vector<std::string>> without { {}, { "notes" }, { "labs" }, { "xray" },
        { "notes", "labs" }, { "notes", "xray" }, { "labs", "xray" } };
    const QJsonObject definition { { QStringLiteral("metric"), QStringLiteral("auroc") },
        { QStringLiteral("without"), QJsonArray() } };
    const auto experiment = maker.store().findOrAddExperiment(QStringLiteral("folds"), definition);
    int made = 0;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        const auto record = cli::StoreMaker::people(fold);
        const auto id = maker.save(record);
        for (std::size_t w = 0; w < without.size() * 2 - 1; ++w, ++made) {
            auto spec = cli::StoreMaker::spec(w < without.size() ? 16 : 32);
            spec.modalities.clear();
            const auto& left = without[w % without.size()];
            for (const auto& name : record.modalities)
                if (std::find(left.begin(), left.end(), name) == left.end())
                    spec.modalities.push_back(name);
            const auto training = maker.train(record, id, spec, 1);
            maker.store().addToExperiment(experiment, { training, fold, left, {} });
        }
    }
    for (; made < kTrainings; ++made)
        maker.train(
            cli::StoreMaker::people(), 1, cli::StoreMaker::spec(64), static_cast<std::uint64_t>(made));
}

/// Median of a few turns in milliseconds; negative where the command fails.
double timed(const QString& program, const QStringList& words)
{
    std::vector<double> all;
    for (int r = 0; r < kRepeats; ++r) {
        QElapsedTimer timer;
        timer.start();
        QProcess process;
        process.start(program, words);
        if (!process.waitForFinished(600'000) || process.exitCode() != 0) {
            std::fprintf(stderr, "%s\n", process.readAllStandardError().constData());
            return -1;
        }
        all.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const QTemporaryDir temporary;
    if (words.size() < 2 || !temporary.isValid()) {
        std::fprintf(stderr, "bench_largestore BTW [FOLDER]\n");
        return 2;
    }
    const QString folder = words.size() > 2 ? words[2] : temporary.path();
    const QString seeds = folder + QStringLiteral("/seeds.sqlite"),
                  folds = folder + QStringLiteral("/folds.sqlite");
    if (!QFile::exists(seeds))
        makeSeeds(seeds);
    if (!QFile::exists(folds))
        makeFolds(folds);
    bool isReached = true;
    for (const QStringList& command :
        { QStringList { QStringLiteral("runs"), seeds }, { QStringLiteral("compare"), seeds },
            { QStringLiteral("compare"), seeds, QStringLiteral("--format"), QStringLiteral("json") },
            { QStringLiteral("runs"), folds },
            { QStringLiteral("compare"), folds, QStringLiteral("--experiment"), QStringLiteral("1") },
            { QStringLiteral("compare"), folds, QStringLiteral("--experiment"), QStringLiteral("1"),
                QStringLiteral("--format"), QStringLiteral("json") } }) {
        const double ms = timed(
            words[1], QStringList { command[0], QStringLiteral("--store"), command[1] } + command.mid(2));
        isReached = isReached && ms >= 0 && ms < kAtMostMs;
        std::printf("%7.0f ms  btw %s\n", ms,
            qPrintable((QStringList { command[0], QFileInfo(command[1]).baseName() } + command.mid(2))
                           .join(QLatin1Char(' '))));
    }
    return isReached ? 0 : 1;
}
