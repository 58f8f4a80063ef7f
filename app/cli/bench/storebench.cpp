// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/error.h"
#include "workspace/store/store.h"

#include <QFileInfo>
#include <QTemporaryDir>

namespace btw::cli {

namespace {

constexpr std::int64_t kInstances = 2000;

store::CohortRecord cohort(std::size_t n, std::size_t modalities)
{
    store::CohortRecord record;
    record.name = record.hash = QStringLiteral("bench");
    for (std::size_t i = 0; i < n; ++i) {
        record.ids.push_back(std::to_string(i));
        record.y.push_back(static_cast<double>(i));
        record.splits.push_back(i % 2 == 0 ? Split::Train : Split::Validation);
    }
    for (std::size_t m = 0; m < modalities; ++m)
        record.modalities.push_back(std::string("m").append(std::to_string(m)));
    record.present.assign(n * modalities, 1);
    return record;
}

/// Of the database and its write-ahead log, which may hold some pages twice: never too little.
qint64 size(const QString& path)
{
    return QFileInfo(path).size() + QFileInfo(path + QStringLiteral("-wal")).size();
}

} // namespace

Bench storeBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(kInstances);
        result.modalities = parameters.modalities;
        const auto n = static_cast<std::size_t>(*result.n);
        const auto modalities = static_cast<std::size_t>(parameters.modalities);

        const QTemporaryDir folder;
        if (!folder.isValid())
            throw Error("The folder for temporary files is not writable; set TMPDIR to one that is.",
                Error::Kind::Work);
        const QString path = folder.filePath(QStringLiteral("bench.sqlite"));
        store::Store store(path);
        store::RunRecord record;
        record.splitId = store.saveCohort(cohort(n, modalities));
        record.name = record.variant = QStringLiteral("btw");
        record.step = training::Step::Weighted;
        record.stepKey = QStringLiteral("bench");
        const std::int64_t id = store.addRun(record, {});
        store.claimRun(id);

        const qint64 before = size(path);
        store::EpochRecord epoch;
        epoch.report.weights.assign(n * modalities, 1.0F / static_cast<float>(modalities));
        epoch.report.predictions = { 1, std::vector<float>(n, 0.5F) };
        epoch.weights.resize(modalities);
        measure(result, [&] {
            ++epoch.report.epoch;
            store.appendEpoch(id, epoch, {}, {});
        });
        result.figures = { { QStringLiteral("epoch_kb"),
            static_cast<double>(size(path) - before) / 1e3 / static_cast<double>(epoch.report.epoch) } };
        return result;
    };
    return { QStringLiteral("store"), QStringLiteral("one epoch into the store, committed"), run };
}

} // namespace btw::cli
