// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"
#include "program.h"

#include <QtTest>

#include <vector>

/// What `btw validate` passes, `btw train` can do, and what it refuses, `btw train` refuses, too.
class TestCliTrainable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatValidatePassesTrains_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t k = 0; k < kMade.size(); ++k)
            QTest::newRow(kMade[k].name) << static_cast<int>(k);
    }
    void whatValidatePassesTrains()
    {
        QFETCH(int, index);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("made.npz"));
        writeCohort(kMade[static_cast<std::size_t>(index)], path);
        const Called validated = btw({ QStringLiteral("validate"), path });
        const Called trained = btw({ QStringLiteral("train"), path, QStringLiteral("--preset"),
            QStringLiteral("demo"), QStringLiteral("--epochs"), QStringLiteral("1"),
            QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--store"),
            folder.filePath(QStringLiteral("runs.sqlite")) });
        QVERIFY2(validated.status == 0 || validated.status == 2, validated.err.constData());
        QVERIFY2(validated.status == trained.status, (validated.err + "train:\n" + trained.err).constData());
    }

    void seriesTrainAsTheyCome()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("series.npz"));
        Made made { "series" };
        made.kinds = "vs";
        writeCohort(made, path);
        const Called validated = btw({ QStringLiteral("validate"), path });
        QCOMPARE(validated.status, 0);
        QVERIFY2(validated.err.contains("modality m1: Its values were measured at uneven times"),
            validated.err.constData());
        for (const char* system : { "mult", "ithp" }) {
            const Called trained
                = btw({ QStringLiteral("train"), path, QStringLiteral("--system"), QLatin1String(system),
                    QStringLiteral("--preset"), QStringLiteral("demo"), QStringLiteral("--epochs"),
                    QStringLiteral("1"), QStringLiteral("--threads"), QStringLiteral("1"),
                    QStringLiteral("--store"), folder.filePath(QStringLiteral("runs.sqlite")) });
            QVERIFY2(trained.status == 0, trained.err.constData());
        }
    }

    void seriesTrainInBinsAndAreResumedInThem()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("series.npz"));
        Made made { "series" };
        made.kinds = "vs";
        writeCohort(made, path);
        const QStringList bins = { QStringLiteral("--bin"), QStringLiteral("2") };
        const Called binned = btw(QStringList { QStringLiteral("validate"), path } + bins);
        QVERIFY2(binned.status == 0, binned.err.constData());
        QVERIFY(binned.err.contains("intervals of 2 h from the first of each instance"));
        const QString store = folder.filePath(QStringLiteral("runs.sqlite"));
        const Called trained
            = btw(QStringList { QStringLiteral("train"), path, QStringLiteral("--store"), store,
                      QStringLiteral("--preset"), QStringLiteral("demo"), QStringLiteral("--epochs"),
                      QStringLiteral("1"), QStringLiteral("--threads"), QStringLiteral("1") }
                + bins);
        QVERIFY2(trained.status == 0, trained.err.constData());
        // The run names a file that gives the same cohort without the option.
        const QString kept = store + QStringLiteral(".d/cohorts/made.recipe.json");
        QVERIFY(QFileInfo::exists(kept));
        QCOMPARE(btw({ QStringLiteral("validate"), kept }).out, binned.out);
    }

    void binsThatFitNothingAreSaid_data()
    {
        QTest::addColumn<QString>("kinds");
        QTest::addColumn<QString>("hours");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("no series") << "vq"
                                   << "2" << 0 << "No modality is a series with time stamps";
        QTest::newRow("too narrow") << "s"
                                    << "0.0001" << 2 << "the limit is 10,000";
        QTest::newRow("no number") << "s"
                                   << "two" << 2 << "--bin";
        QTest::newRow("no width") << "s"
                                  << "0" << 2 << "--bin";
    }
    void binsThatFitNothingAreSaid()
    {
        QFETCH(QString, kinds);
        QFETCH(QString, hours);
        QFETCH(int, status);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("made.npz"));
        Made made { "made" };
        made.kinds = kinds.toLatin1();
        writeCohort(made, path);
        const Called called = btw({ QStringLiteral("validate"), path, QStringLiteral("--bin"), hours });
        QVERIFY2(called.err.contains(says.toUtf8()), called.err.constData());
        QCOMPARE(called.status, status);
    }

private:
    static const std::vector<Made> kMade;
};

const std::vector<Made> TestCliTrainable::kMade = {
    { "two vectors", 40, 2, "vv" },
    { "vector and sequence", 40, 2, "vq" },
    { "two sequences", 40, 2, "qq" },
    { "one modality", 40, 2, "v" },
    { "four modalities", 40, 2, "vqvq" },
    { "regression", 40, 0, "vq" },
    { "regression, a modality often lacking", 40, 0, "vq", 0.8 },
    { "regression, 6 rows", 6, 0, "v" },
    { "regression, 9 rows", 9, 0, "vq" },
    { "regression, 15 rows", 15, 0, "vq" },
    { "series", 40, 2, "vs" },
    { "series only", 40, 0, "s" },
    { "one class", 40, 1, "v" },
    { "three classes", 40, 3, "v" },
    { "seven classes", 60, 7, "vq" },
    { "twelve classes", 60, 12, "v" },
    { "twelve classes, 24 rows", 24, 12, "v" },
    { "3 rows", 3, 2, "v" },
    { "4 rows", 4, 2, "v" },
    { "6 rows", 6, 2, "v" },
    { "8 rows", 8, 2, "v" },
    { "10 rows", 10, 2, "v" },
    { "12 rows", 12, 2, "vq" },
    { "16 rows", 16, 2, "vq" },
    { "20 rows", 20, 2, "vq", 0.3 },
    { "a modality that most lack", 40, 2, "vv", 0.9 },
    { "a modality that nearly all lack", 40, 2, "vv", 0.97 },
    { "a modality that nobody has", 40, 2, "vv", 1 },
    { "splits given", 40, 2, "vq", 0, "tttve" },
    { "splits given, without validation", 40, 2, "vq", 0, "ttte" },
    { "splits given, without test", 40, 2, "vq", 0, "tttv" },
    { "splits given, without training", 40, 2, "vq", 0, "ve" },
    { "all rows in training", 40, 2, "v", 0, "t" },
    { "one class in training", 40, 2, "v", 0, "tvte" },
    { "one class in validation", 40, 2, "v", 0, "ttttve" },
    { "two rows in training", 8, 0, "v", 0, "ttvvveee" },
    { "one row in training", 8, 0, "v", 0, "tvvvveee" },
    { "one row in validation", 8, 0, "v", 0, "ttttveee" },
    { "a modality in one training row", 40, 0, "vv", 0.85, "tvvvee" },
    { "groups", 60, 2, "vq", 0, nullptr, 15 },
    { "two groups", 60, 0, "vq", 0, nullptr, 2 },
    { "groups across splits", 60, 2, "vq", 0, "tttve", 7 },
    { "constant features", 40, 2, "vq", 0, nullptr, 0, true },
    { "constant features, regression", 40, 0, "v", 0, nullptr, 0, true },
    { "half of the cells missing", 40, 2, "vq", 0, nullptr, 0, false, 0.5 },
    { "a feature without a value", 40, 2, "vq", 0, nullptr, 0, false, 1 },
};

QTEST_GUILESS_MAIN(TestCliTrainable)
#include "tst_clitrainable.moc"
