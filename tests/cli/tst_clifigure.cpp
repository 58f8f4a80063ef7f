// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"
#include "program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <map>

/// Figures of runs, of experiments, and pages of both, from the command line.
class TestCliFigure : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_store;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    Called figure(const QStringList& more) const
    {
        return btw(QStringList { QStringLiteral("figure"), QStringLiteral("--store"), m_store } + more);
    }
    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// A CSV's rows by the name of their first cell.
    static std::map<QString, QStringList> rowsOf(const QString& path)
    {
        std::map<QString, QStringList> rows;
        for (const auto& line : QString::fromUtf8(read(path)).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            rows[line.section(QLatin1Char(','), 0, 0)] = line.split(QLatin1Char(','));
        return rows;
    }

    QList<QJsonObject> m_lines; ///< of the experiment

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_store = path("runs.sqlite");
        Made made { "made" };
        made.rows = 90;
        made.kinds = "vqv";
        made.lacking = 0.2;
        writeCohort(made, path("made.npz"));
        const Called called = btw({ QStringLiteral("train"), path("made.npz"), QStringLiteral("--system"),
            QStringLiteral("regression"), QStringLiteral("--threads"), QStringLiteral("1"),
            QStringLiteral("--store"), m_store, QStringLiteral("--without"), QStringLiteral("each"),
            QStringLiteral("--placebo"), QStringLiteral("--folds"), QStringLiteral("3"),
            QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        m_lines = called.lines();
    }

    void whatEachModalityAddsIsDrawnWithTheNumbersOfTheExperiment()
    {
        const Called called = figure({ QStringLiteral("adds"), QStringLiteral("--experiment"),
            QStringLiteral("1"), QStringLiteral("--out"), path("adds.csv") });
        QVERIFY2(called.status == 0, called.err.constData());
        const auto rows = rowsOf(path("adds.csv"));
        int compared = 0;
        for (const auto& one : events(m_lines, QStringLiteral("adds"))) {
            const auto& cells = rows.at(one[u"modality"].toString());
            const bool isPlacebo = one[u"placebo"].toBool();
            QCOMPARE(cells[isPlacebo ? 8 : 3].toDouble(), one[u"diff"].toDouble());
            QCOMPARE(cells[isPlacebo ? 9 : 4].toDouble(), one[u"ci_low"].toDouble());
            QCOMPARE(cells[isPlacebo ? 10 : 5].toDouble(), one[u"ci_high"].toDouble());
            if (!isPlacebo)
                QCOMPARE(cells[7], one[u"verdict"].toString());
            ++compared;
        }
        QCOMPARE(compared, 6);
    }

    /// A curve over epochs is drawn in the metric that the run is judged by; another one if it is asked for.
    void theCurveIsOfTheMetricThatTheRunIsJudgedBy()
    {
        const QString store = path("curves.sqlite");
        const Called trained = btw({ QStringLiteral("train"), path("made.npz"), QStringLiteral("--preset"),
            QStringLiteral("demo"), QStringLiteral("--variant"), QStringLiteral("none"),
            QStringLiteral("--epochs"), QStringLiteral("2"), QStringLiteral("--threads"), QStringLiteral("1"),
            QStringLiteral("--store"), store, QStringLiteral("--folds"), QStringLiteral("2"),
            QStringLiteral("--metric"), QStringLiteral("accuracy"), QStringLiteral("--json") });
        QVERIFY2(trained.status == 0, trained.err.constData());
        const auto last = events(trained.lines(), QStringLiteral("epoch")).last();
        const auto drawn = [&](const QStringList& more) {
            const Called called = btw(QStringList { QStringLiteral("figure"), QStringLiteral("metric"),
                                          QStringLiteral("--store"), store, QStringLiteral("--run"),
                                          QStringLiteral("last"), QStringLiteral("--out"), path("curve.csv") }
                + more);
            return called.status == 0 ? read(path("curve.csv")) : QByteArray("refused: ") + called.err;
        };
        const auto holds = [&](const QByteArray& csv, const char* metric) {
            const auto lines = csv.split('\n');
            const double value = last[u"validation"].toObject()[QLatin1String(metric)].toDouble();
            return lines[0].startsWith(QByteArray("epoch,validation_") + metric)
                && lines.value(2).split(',').value(1).toDouble() == value;
        };
        const QByteArray judged = drawn({});
        QVERIFY2(holds(judged, "accuracy"), judged.constData());
        const QByteArray asked = drawn({ QStringLiteral("--metric"), QStringLiteral("log_loss") });
        QVERIFY2(holds(asked, "log_loss"), asked.constData());
        const QByteArray unknown = drawn({ QStringLiteral("--metric"), QStringLiteral("mae") });
        QVERIFY2(unknown.contains("must be one of") && unknown.contains("auroc"), unknown.constData());
        const Called other = figure({ QStringLiteral("adds"), QStringLiteral("--experiment"),
            QStringLiteral("1"), QStringLiteral("--metric"), QStringLiteral("auroc"), QStringLiteral("--out"),
            path("a.csv") });
        QVERIFY2(
            other.status == 2 && other.err.contains("--metric is for the figure"), other.err.constData());
    }

    void modelsStandBesideTheirReferencesAsCompareHasThem()
    {
        const Called called = figure({ QStringLiteral("models"), QStringLiteral("--experiment"),
            QStringLiteral("1"), QStringLiteral("--out"), path("models.csv") });
        QVERIFY2(called.status == 0, called.err.constData());
        const auto rows = rowsOf(path("models.csv"));
        const auto compared = btw(
            { QStringLiteral("compare"), QStringLiteral("--store"), m_store, QStringLiteral("--experiment"),
                QStringLiteral("1"), QStringLiteral("--format"), QStringLiteral("json") })
                                  .array();
        int found = 0;
        for (const auto& value : compared) {
            const auto row = value.toObject();
            if (!row[u"without"].isNull() || !row[u"placebo"].isNull())
                continue;
            const auto cells = rows.at(row[u"system"].toString());
            QVERIFY2(std::abs(cells[3].toDouble() - row[u"mean"].toDouble()) < 1e-12,
                qPrintable(cells.join(u' ')));
            ++found;
        }
        QVERIFY(found >= 3); // the system, and what it is compared with
        // By the names that --baseline takes, like the column `system` of the comparison.
        QCOMPARE(std::count_if(rows.begin(), rows.end(),
                     [](const auto& row) { return row.first.endsWith(QStringLiteral(" without m1")); }),
            1);
    }

    void calibrationAndNetBenefitAreOfARun()
    {
        for (const char* kind : { "calibration", "decision" })
            for (const char* suffix : { "svg", "csv" }) {
                const QString out = path(kind) + QLatin1Char('.') + QLatin1String(suffix);
                const Called called = figure({ QLatin1String(kind), QStringLiteral("--run"),
                    QStringLiteral("1"), QStringLiteral("--out"), out });
                QVERIFY2(called.status == 0, called.err.constData());
                QVERIFY(read(out).size() > 200);
            }
        // The curve is that of `final`.
        const auto runs = btw({ QStringLiteral("runs"), QStringLiteral("--store"), m_store,
            QStringLiteral("--curves"), QStringLiteral("--json") });
        QVERIFY2(runs.status == 0, runs.err.constData());
        const auto rows = rowsOf(path("decision.csv"));
        int compared = 0;
        for (const auto& value : runs.array()) {
            const auto run = value.toObject();
            if (run[u"id"].toInt() != 1)
                continue;
            for (const auto& point : run[u"decision_curve"].toArray()) {
                const auto cells = rows.at(QString::number(point[u"threshold"].toDouble(), 'g', 17));
                QCOMPARE(cells[1].toDouble(), point[u"net_benefit"].toDouble());
                QCOMPARE(cells[4].toDouble(), point[u"treat_all"].toDouble());
                ++compared;
            }
        }
        QCOMPARE(compared, 99);
    }

    void aPageIsDrawnFromItsFile()
    {
        QFile file(path("page.btwfig"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({ "btwfig": 1, "width_mm": 174, "columns": 2, "panels": [
            { "figure": "calibration", "run": 1 }, { "figure": "adds", "experiment": 1 } ] })");
        file.close();
        for (const char* name : { "a.svg", "b.svg", "a.png", "a.pdf" }) {
            const Called called = figure(
                { QStringLiteral("--figure"), path("page.btwfig"), QStringLiteral("--out"), path(name) });
            QVERIFY2(called.status == 0, called.err.constData());
        }
        const QByteArray svg = read(path("a.svg"));
        QCOMPARE(svg, read(path("b.svg")));
        QVERIFY(svg.contains("width=\"174mm\"") && svg.contains(">(b)") && svg.contains("experiment 1"));
        QVERIFY(read(path("a.pdf")).startsWith("%PDF"));
    }

    void whatCannotBeDrawnSaysWhy_data()
    {
        QTest::addColumn<QStringList>("asked");
        QTest::addColumn<QByteArray>("says");
        const auto out
            = [this](QStringList more) { return more << QStringLiteral("--out") << path("no.svg"); };
        QTest::newRow("no experiment") << out({ QStringLiteral("adds") }) << QByteArray("--experiment");
        QTest::newRow("a run for an experiment") << out({ QStringLiteral("adds"), QStringLiteral("--run"),
            QStringLiteral("1"), QStringLiteral("--experiment"), QStringLiteral("1") })
                                                 << QByteArray("leave --run out");
        QTest::newRow("no run") << out({ QStringLiteral("weights") }) << QByteArray("--run");
        QTest::newRow("unknown experiment")
            << out({ QStringLiteral("models"), QStringLiteral("--experiment"), QStringLiteral("9") })
            << QByteArray("has no experiment 9");
        QTest::newRow("no kind") << out({}) << QByteArray("There is no figure");
        QTest::newRow("no file") << out({ QStringLiteral("--figure"), path("none.btwfig") })
                                 << QByteArray("none.btwfig cannot be read");
        QTest::newRow("both") << out(
            { QStringLiteral("weights"), QStringLiteral("--figure"), path("page.btwfig") })
                              << QByteArray("leave 'weights' out");
    }

    void whatCannotBeDrawnSaysWhy()
    {
        QFETCH(QStringList, asked);
        QFETCH(QByteArray, says);
        const Called called = figure(asked);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(says), called.err.constData());
        QVERIFY(!QFile::exists(path("no.svg")));
    }
};

QTEST_GUILESS_MAIN(TestCliFigure)
#include "tst_clifigure.moc"
