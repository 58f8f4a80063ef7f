// SPDX-License-Identifier: GPL-3.0-or-later
// Previews, readings and exports as the window asks for them.
#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/queue.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace btw;
using namespace btw::jobs;

namespace {

constexpr int kPatience = 30000; // milliseconds

using Report = std::shared_ptr<const ImportReport>;
using Cohort = std::shared_ptr<const data::Cohort>;

QByteArray table(int rows, const QByteArray& odd = "1")
{
    QByteArray text = "id,patient,a,b,y\n";
    for (int i = 0; i < rows; ++i)
        text += "r" + QByteArray::number(i) + ",p" + QByteArray::number(i / 2) + ","
            + (i == 5 ? odd : QByteArray::number(i % 7)) + "," + QByteArray::number(i % 11) + ".25,"
            + QByteArray::number(i % 13) + ".5\n";
    return text;
}

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    QString put(const char* name, const QByteArray& text) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }
    QString store() const { return path("project/runs.sqlite"); }
    static Report reportOf(const QSignalSpy& spy) { return spy.last().at(0).value<Report>(); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QDir(m_folder->path()).mkdir(QStringLiteral("project"));
    }

    void aPreviewComesBeforeReading()
    {
        const QString file = put("wide.csv", table(60));
        Queue queue(store());
        QSignalSpy previewed(&queue, &Queue::importPreviewed);
        queue.previewImport(file);
        QVERIFY(previewed.wait(kPatience));
        const auto preview = previewed.at(0).at(0).value<std::shared_ptr<const io::ImportPreview>>();
        QCOMPARE(preview->format, QStringLiteral("table"));
        QCOMPARE(preview->guess->labels.label, std::string("y"));
    }

    void aReadingSaysHowFarItIsAndWhatItFound()
    {
        const QString file = put("wide.csv", table(60));
        Queue queue(store());
        QSignalSpy progress(&queue, &Queue::importProgress);
        QSignalSpy read(&queue, &Queue::importRead);
        queue.readImport({ file, {} });
        QVERIFY(read.wait(kPatience));
        const Report report = reportOf(read);
        QVERIFY(report->cohort && report->summary);
        QCOMPARE(report->summary->cohort, report->cohort);
        QCOMPARE(total(report->summary->rows), 60);
        QCOMPARE(report->summary->allPeople, 30);
        QVERIFY(!progress.isEmpty());
        QVERIFY(progress.last().at(0).toDouble() > 0 && progress.last().at(0).toDouble() <= 1);
    }

    void problemsComeWithRemediesThatMendThem()
    {
        const QString file = put("wide.csv", table(60, "low"));
        Queue queue(store());
        QSignalSpy read(&queue, &Queue::importRead);
        ImportPlan plan { file, {} };
        queue.readImport(plan);
        QVERIFY(read.wait(kPatience));
        QVERIFY(!reportOf(read)->cohort && !reportOf(read)->summary);
        const io::Problem& first = reportOf(read)->problems.front();
        QCOMPARE(first.severity, data::Severity::Error);
        QVERIFY(!first.remedies.empty());
        plan.recipe.remedies.push_back(first.remedies.front());
        queue.readImport(plan);
        QVERIFY(read.wait(kPatience));
        QVERIFY(reportOf(read)->cohort);
    }

    void aCutShowsItsClassCountsBySplit()
    {
        const QString file = put("wide.csv", table(600));
        Queue queue(store());
        QSignalSpy read(&queue, &Queue::importRead);
        ImportPlan plan { file, {} };
        plan.recipe.cut = data::LabelCut { {}, 3, { "short", "medium", "long" } };
        queue.readImport(plan);
        QVERIFY(read.wait(kPatience));
        const Report report = reportOf(read);
        QVERIFY(report->summary);
        QCOMPARE(report->cohort->classes, (std::vector<std::string> { "short", "medium", "long" }));
        // Thirds of the training rows; the labels are whole numbers of thirteenths, so not exactly.
        std::int64_t training = 0;
        QCOMPARE(report->summary->labels.counts.size(), std::size_t(3));
        for (const SplitCounts& counts : report->summary->labels.counts)
            training += counts[0];
        QCOMPARE(training, report->summary->rows[0]);
        for (const SplitCounts& counts : report->summary->labels.counts) {
            QVERIFY(std::abs(counts[0] - training / 3) <= training / 10);
            QVERIFY(counts[1] > 0 && counts[2] > 0);
        }
    }

    void everyReadingIsAnsweredOnceInOrder()
    {
        const QString small = put("small.csv", table(60));
        const QString large = put("large.csv", table(200000));
        Queue queue(store());
        QSignalSpy read(&queue, &Queue::importRead);
        QSignalSpy cancelled(&queue, &Queue::importCancelled);
        queue.readImport({ large, {} });
        queue.readImport({ large, {} });
        queue.readImport({ small, {} });
        QVERIFY(read.wait(kPatience));
        QCOMPARE(cancelled.size(), 2);
        QCOMPARE(read.size(), 1);
        QCOMPARE(reportOf(read)->cohort->size(), std::size_t(60));
    }

    void aCancelledReadingChangesNothing()
    {
        const QString large = put("large.csv", table(300000));
        Queue queue(store());
        QSignalSpy progress(&queue, &Queue::importProgress);
        QSignalSpy read(&queue, &Queue::importRead);
        QSignalSpy cancelled(&queue, &Queue::importCancelled);
        QSignalSpy opened(&queue, &Queue::cohortOpened);
        connect(&queue, &Queue::importProgress, &queue, [&queue] { queue.cancelImport(); });
        queue.readImport({ large, {} });
        QVERIFY(cancelled.wait(kPatience));
        QVERIFY(read.isEmpty() && opened.isEmpty());
        QVERIFY(!QFileInfo::exists(store() + QStringLiteral(".d")));
        queue.cancelImport(); // nothing is under way: no second answer
        QSignalSpy runs(&queue, &Queue::runsChanged);
        queue.refreshRuns();
        QVERIFY(runs.wait(kPatience));
        QCOMPARE(cancelled.size(), 1);
    }

    void anUnchangedSourceIsAcceptedAsItself()
    {
        const QString file = put("wide.csv", table(60));
        Queue queue(store());
        QSignalSpy read(&queue, &Queue::importRead);
        QSignalSpy opened(&queue, &Queue::cohortOpened);
        queue.readImport({ file, {} });
        QVERIFY(read.wait(kPatience));
        queue.acceptImport({ file, {} }, reportOf(read)->cohort, QStringLiteral("wide"));
        QVERIFY(opened.wait(kPatience));
        QCOMPARE(opened.at(0).at(0).value<Cohort>(), reportOf(read)->cohort);
        QCOMPARE(opened.at(0).at(1).toString(), file);
        QCOMPARE(
            opened.at(0).at(2).value<std::vector<io::Problem>>().size(), reportOf(read)->problems.size());
    }

    void aProjectMovesWithItsDataAndRecipes()
    {
        const QString file = put("project/wide.csv", table(60, "low"));
        QString kept;
        {
            Queue queue(store());
            QSignalSpy read(&queue, &Queue::importRead);
            QSignalSpy opened(&queue, &Queue::cohortOpened);
            ImportPlan plan { file, {} };
            plan.recipe.remedies = { io::MarkMissing { "wide.csv", "a", "low" } };
            queue.readImport(plan);
            QVERIFY(read.wait(kPatience));
            for (int time = 0; time < 2; ++time) {
                queue.acceptImport(plan, reportOf(read)->cohort, QStringLiteral("wide"));
                QVERIFY(opened.wait(kPatience));
            }
            kept = opened.at(0).at(1).toString();
            QCOMPARE(opened.at(1).at(1).toString(), kept);
        }
        QVERIFY(QDir(m_folder->path()).rename(QStringLiteral("project"), QStringLiteral("elsewhere")));
        QVERIFY(kept.startsWith(path("project/")));
        const QString moved = path("elsewhere/") + kept.mid(path("project/").size());
        QVERIFY(io::readCohort(moved).cohort);
    }

    void aRecipeIsKeptInTheStoresFolder()
    {
        const QString file = put("wide.csv", table(60, "low"));
        Queue queue(store());
        QSignalSpy read(&queue, &Queue::importRead);
        QSignalSpy opened(&queue, &Queue::cohortOpened);
        ImportPlan plan { file, {} };
        plan.recipe.remedies = { io::MarkMissing { "wide.csv", "a", "low" } };
        queue.readImport(plan);
        QVERIFY(read.wait(kPatience));
        const Cohort cohort = reportOf(read)->cohort;
        QVERIFY(cohort);
        for (int time = 0; time < 2; ++time) { // the second time the same file serves
            queue.acceptImport(plan, cohort, QStringLiteral("../My stays"));
            QVERIFY(opened.wait(kPatience));
        }
        const QString kept = opened.at(0).at(1).toString();
        QVERIFY2(kept.startsWith(store() + QStringLiteral(".d/cohorts/")), qPrintable(kept));
        QVERIFY(kept.endsWith(QStringLiteral(".recipe.json")));
        QCOMPARE(opened.at(1).at(1).toString(), kept);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList { QStringLiteral("wide.csv") });

        // Another recipe of this name leaves the first alone.
        ImportPlan other = plan;
        other.recipe.filter.completeOnly = true;
        queue.acceptImport(other, cohort, QStringLiteral("../My stays"));
        QVERIFY(opened.wait(kPatience));
        QVERIFY(opened.at(2).at(1).toString() != kept);

        // The path of a run opens the same cohort again.
        queue.openCohort(kept);
        QVERIFY(opened.wait(kPatience));
        const auto again = opened.at(3).at(0).value<Cohort>();
        QVERIFY(again);
        QCOMPARE(again->ids, cohort->ids);
        QVERIFY(std::isnan(again->modalities[0].values[10]));
    }

    void exportsAreTheSameWhenReadAgain_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("npz") << "out.npz";
        QTest::newRow("a folder") << "out";
    }

    void exportsAreTheSameWhenReadAgain()
    {
        QFETCH(QString, name);
        const auto cohort = std::make_shared<const data::Cohort>(data::makeLos(150, 2, true));
        const QString target = m_folder->filePath(name);
        Queue queue(store());
        QSignalSpy exported(&queue, &Queue::cohortExported);
        QSignalSpy failed(&queue, &Queue::exportFailed);
        queue.exportCohort(cohort, target);
        QVERIFY2(exported.wait(kPatience), failed.isEmpty() ? "" : qPrintable(failed.at(0).at(0).toString()));
        QCOMPARE(exported.at(0).at(0).toString(), target);
        const io::ReadResult read = io::readCohort(target);
        QVERIFY(read.cohort);
        QCOMPARE(read.cohort->ids, cohort->ids);
        QCOMPARE(read.cohort->y, cohort->y);
        QVERIFY(read.cohort->splits == cohort->splits);
        QCOMPARE(read.cohort->classes, cohort->classes);
        QCOMPARE(read.cohort->modalities.size(), cohort->modalities.size());
        for (std::size_t m = 0; m < cohort->modalities.size(); ++m) {
            const data::Modality& left = read.cohort->modalities[m];
            const data::Modality& right = cohort->modalities[m];
            QCOMPARE(left.name, right.name);
            QCOMPARE(left.present, right.present);
            QCOMPARE(left.offsets, right.offsets);
            QCOMPARE(left.times, right.times);
            QCOMPARE(left.values.size(), right.values.size());
            for (std::size_t i = 0; i < left.values.size(); ++i)
                QVERIFY(left.values[i] == right.values[i]
                    || (std::isnan(left.values[i]) && std::isnan(right.values[i])));
        }
    }

    void anExportOverwritesNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("a file") << "there.npz";
        QTest::newRow("a folder") << "there";
    }

    void anExportOverwritesNothing()
    {
        QFETCH(QString, name);
        put("there.npz", "mine");
        QDir(m_folder->path()).mkdir(QStringLiteral("there"));
        put("there/mine.txt", "mine");
        Queue queue(store());
        QSignalSpy exported(&queue, &Queue::cohortExported);
        QSignalSpy failed(&queue, &Queue::exportFailed);
        queue.exportCohort(
            std::make_shared<const data::Cohort>(data::makeSentiment(60, 1)), m_folder->filePath(name));
        QVERIFY(failed.wait(kPatience));
        QVERIFY(failed.at(0).at(0).toString().contains(QStringLiteral("is there already")));
        QVERIFY(exported.isEmpty());
        QFile file(path("there.npz"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("mine"));
    }

    void closingTheQueueWhileReadingDoesNotWait()
    {
        const QString large = put("large.csv", table(300000));
        auto queue = std::make_unique<Queue>(store());
        QSignalSpy progress(queue.get(), &Queue::importProgress);
        queue->readImport({ large, {} });
        QVERIFY(progress.wait(kPatience));
        queue->openCohort(large);
        queue.reset();
    }

    void theStoreIsReadWhileAnImportRuns()
    {
        const QString large = put("large.csv", table(300000));
        Queue queue(store());
        QSignalSpy read(&queue, &Queue::importRead);
        QSignalSpy runs(&queue, &Queue::runsChanged);
        bool answeredFirst = false;
        connect(&queue, &Queue::runsChanged, &queue, [&] { answeredFirst = read.isEmpty(); });
        queue.readImport({ large, {} });
        queue.refreshRuns();
        QVERIFY(runs.wait(kPatience));
        QVERIFY(answeredFirst);
        queue.cancelImport();
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
