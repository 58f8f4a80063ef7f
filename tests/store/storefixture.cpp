// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "workspace/store/database.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <cmath>
#include <limits>

namespace btw::fixture {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

store::CohortRecord sixRows()
{
    store::CohortRecord cohort;
    cohort.modalities = { "text", "audio" };
    cohort.ids = { "a", "b", "c", "d,e", "f\"g", "Zoë" };
    cohort.splits = { Split::Train, Split::Train, Split::Train, Split::Validation, Split::Test, Split::Test };
    cohort.present = { 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1 };
    return cohort;
}

} // namespace

store::CohortRecord classification()
{
    store::CohortRecord cohort = sixRows();
    cohort.name = QStringLiteral("stays");
    cohort.path = QStringLiteral("/data/stays.npz");
    cohort.hash = QStringLiteral("c1a5");
    cohort.task = Task::Classification;
    cohort.classes = { "low", "high" };
    cohort.y = { 0, 1, 0, 1, 1, kNan };
    cohort.strengths = { { "text", 0.75 }, { "audio", 0.25 } };
    cohort.about = { { "ward", std::vector<std::string>(cohort.size(), "north") },
        { "note", std::vector<std::string>(cohort.size()) } };
    return cohort;
}

store::CohortRecord regression()
{
    store::CohortRecord cohort = sixRows();
    cohort.name = QStringLiteral("moods");
    cohort.hash = QStringLiteral("4e6");
    cohort.task = Task::Regression;
    cohort.labelRange = { -3.0, 3.0 };
    cohort.y = { 0, 0.5, 1, 1.5, 2, 2.5 };
    cohort.groups = { "p1", "p1", "p2", "p2", "p3", "p3" };
    return cohort;
}

store::CohortRecord large(std::size_t n, std::size_t modalities, std::size_t classes)
{
    store::CohortRecord cohort;
    cohort.name = QStringLiteral("large");
    cohort.hash = QStringLiteral("1a46e");
    cohort.task = Task::Classification;
    for (std::size_t c = 0; c < classes; ++c)
        cohort.classes.push_back("class" + std::to_string(c));
    for (std::size_t m = 0; m < modalities; ++m)
        cohort.modalities.push_back("m" + std::to_string(m));
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back("id" + std::to_string(i));
        cohort.y.push_back(static_cast<double>(i % classes));
        cohort.splits.push_back(static_cast<Split>(i % 3));
    }
    cohort.present.assign(n * modalities, 1);
    return cohort;
}

store::RunRecord run(std::int64_t splitId, training::Step step, const QString& key)
{
    store::RunRecord record;
    record.splitId = splitId;
    record.step = step;
    record.stepKey = key;
    record.model = QStringLiteral("moe");
    record.device = QStringLiteral("cpu");
    record.version = QStringLiteral("0.1.0");
    record.seed = 2;
    record.threads = 2;
    record.spec = training::presetSpec("demo", 10);
    if (step == training::Step::Unimodal) {
        record.variant = QStringLiteral("unimodal");
        record.modality = QStringLiteral("text");
        record.name = QStringLiteral("text alone · seed 2");
    } else {
        const bool baseline = step == training::Step::Baseline;
        record.variant = baseline ? QStringLiteral("none") : QStringLiteral("btw");
        record.name = record.variant + QStringLiteral(" · seed 2");
    }
    return record;
}

store::EpochRecord epoch(const store::CohortRecord& cohort, std::int64_t number, bool best)
{
    store::EpochRecord record;
    training::EpochReport& report = record.report;
    report.epoch = number;
    report.trainLoss = 1.0 / static_cast<double>(number);
    report.extraLosses["balance"] = 0.125;
    report.validationLoss = 2.0 / static_cast<double>(number);
    report.validation = { { "accuracy", 0.1 * static_cast<double>(number) }, { "auroc", kNan } };
    report.best = best;
    report.learningRate = 1e-3;
    report.alpha = number == 1 ? kNan : 0.55;
    report.seconds = 0.25;
    const std::size_t m = cohort.modalities.size();
    const std::size_t k = cohort.predictionWidth();
    report.predictions.width = k;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        for (std::size_t c = 0; c < k; ++c)
            report.predictions.values.push_back(static_cast<float>(
                static_cast<double>(number) + static_cast<double>(i) + static_cast<double>(c) / 10));
        for (std::size_t j = 0; j < m; ++j)
            report.weights.push_back(static_cast<float>(number) / 10 + static_cast<float>(j));
    }
    report.diagnostics["routing"] = { 0.25F, 0.75F, 0.5F, 0.5F };
    for (std::size_t j = 0; j < m; ++j)
        record.weights.push_back({ 0.1 * static_cast<double>(number), 0.05, static_cast<double>(j) });
    return record;
}

training::RunResult result(const store::CohortRecord& cohort, std::int64_t epochs, std::int64_t best)
{
    const store::EpochRecord at = epoch(cohort, best, true);
    training::RunResult result;
    result.epochs = epochs;
    result.bestEpoch = best;
    result.validation = at.report.validation;
    result.test = { { "accuracy", 0.875 } };
    result.predictions = at.report.predictions;
    result.weights = at.report.weights;
    return result;
}

QString errorOf(const std::function<void()>& work)
{
    return kindAndErrorOf(work).section(QStringLiteral(": "), 1);
}

QString kindAndErrorOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return (error.kind() == Error::Kind::Input ? QStringLiteral("Input: ") : QStringLiteral("Work: "))
            + QString::fromUtf8(error.what());
    }
    return {};
}

void migrateFile(const QString& path, const std::vector<store::Migration>& steps)
{
    const QString name = QUuid::createUuid().toString();
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(path);
        if (!database.open())
            qFatal("cannot open %s", qPrintable(path));
        try {
            store::migrate({ database, path }, steps);
        } catch (...) {
            database = {};
            QSqlDatabase::removeDatabase(name);
            throw;
        }
    }
    QSqlDatabase::removeDatabase(name);
}

QVariant sql(const QString& storePath, const QString& statement)
{
    const QString name = QUuid::createUuid().toString();
    QVariant cell;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(storePath);
        if (!database.open())
            qFatal("cannot open %s", qPrintable(storePath));
        QSqlQuery query(database);
        if (!query.exec(statement))
            qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
        if (query.next())
            cell = query.value(0);
    }
    QSqlDatabase::removeDatabase(name);
    return cell;
}

} // namespace btw::fixture
