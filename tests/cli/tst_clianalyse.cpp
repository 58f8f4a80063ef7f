// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"
#include "program.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <map>

namespace {

using Row = QMap<QString, QString>;

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Rows by the names of their columns; no cell here has a comma.
QList<Row> table(const QString& path)
{
    QList<Row> rows;
    QStringList header;
    for (const QByteArray& line : contents(path).split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const auto cells = QString::fromUtf8(line).split(QLatin1Char(','));
        if (header.isEmpty()) {
            header = cells;
            continue;
        }
        Row row;
        for (qsizetype i = 0; i < cells.size(); ++i)
            row.insert(header[i], cells[i]);
        rows << row;
    }
    return rows;
}

/// ln of the variance of y - p over rows, p of class 1.
double logVariance(const QList<Row>& rows)
{
    double sum = 0, squares = 0;
    for (const auto& row : rows) {
        const double residual
            = row[QStringLiteral("y")].toDouble() - row[QStringLiteral("prob_multi_1")].toDouble();
        sum += residual;
        squares += residual * residual;
    }
    const auto n = static_cast<double>(rows.size());
    return std::log(squares / n - sum / n * (sum / n));
}

} // namespace

/// What a run puts right and wrong, from the command line, against what is computed here of its exports.
class TestCliAnalyse : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QJsonObject m_report;
    qint64 m_run = 0, m_baseline = 0;

    QString in(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QStringList analyse(const QStringList& more) const
    {
        return QStringList { QStringLiteral("analyse"), QStringLiteral("--store"), in("runs.sqlite"),
            QStringLiteral("--out"), in("out") }
        + more;
    }

    QList<Row> exported(qint64 run) const
    {
        const QString path = in("export.csv");
        btw({ QStringLiteral("export"), QStringLiteral("--store"), in("runs.sqlite"), QStringLiteral("--run"),
            QString::number(run), QStringLiteral("--out"), path });
        QList<Row> rows;
        for (const auto& row : table(path))
            if (row[QStringLiteral("split")] == u"test")
                rows << row;
        return rows;
    }

    static void edit(const QString& path, const char* statement)
    {
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("edit"));
            database.setDatabaseName(path);
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(QLatin1String(statement)));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("edit"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        Made made { "made" };
        made.rows = 240;
        made.kinds = "vq";
        made.lacking = 0.15;
        writeCohort(made, in("made.npz"));
        const Called called = btw({ QStringLiteral("train"), in("made.npz"), QStringLiteral("--store"),
            in("runs.sqlite"), QStringLiteral("--preset"), QStringLiteral("demo"), QStringLiteral("--epochs"),
            QStringLiteral("7"), QStringLiteral("--patience"), QStringLiteral("7"),
            QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        for (const auto& final : events(called.lines(), QStringLiteral("final"))) {
            if (final[u"variant"].toString() == u"none")
                m_baseline = final[u"run"].toInteger();
            else if (final[u"variant"].toString() == u"btw")
                m_run = final[u"run"].toInteger();
        }
        QVERIFY(m_run > 0 && m_baseline > 0);
        const Called report
            = btw(analyse({ QStringLiteral("--run"), QString::number(m_run), QStringLiteral("--json") }));
        QVERIFY2(report.status == 0, report.err.constData());
        m_report = report.object();
    }

    void countsAreThoseOfTheExports()
    {
        const auto before = exported(m_baseline), after = exported(m_run);
        QCOMPARE(m_report[u"baseline"].toInteger(), m_baseline);
        QCOMPARE(m_report[u"n"].toInteger(), before.size());
        std::map<QString, std::array<int, 3>> byClass;
        for (qsizetype i = 0; i < before.size(); ++i) {
            const bool isOne = before[i][QStringLiteral("y")] == u"1";
            const auto isRight = [&](const Row& row) {
                return (row[QStringLiteral("prob_multi_1")].toDouble()
                           > row[QStringLiteral("prob_multi_0")].toDouble())
                    == isOne;
            };
            auto& counts = byClass[isOne ? QStringLiteral("c1") : QStringLiteral("c0")];
            ++counts[0];
            counts[1] += !isRight(before[i]) && isRight(after[i]) ? 1 : 0;
            counts[2] += isRight(before[i]) && !isRight(after[i]) ? 1 : 0;
        }
        QVERIFY(m_report[u"corrections"].toInt() + m_report[u"mistakes"].toInt() > 0);
        int seen = 0;
        for (const auto& row : table(in("out/groups.csv"))) {
            if (row[QStringLiteral("kind")] != u"class")
                continue;
            ++seen;
            const auto& counts = byClass.at(row[QStringLiteral("group")]);
            QCOMPARE(row[QStringLiteral("n")].toInt(), counts[0]);
            QCOMPARE(row[QStringLiteral("corrections")].toInt(), counts[1]);
            QCOMPARE(row[QStringLiteral("mistakes")].toInt(), counts[2]);
        }
        QCOMPARE(seen, 2);
        QCOMPARE(table(in("out/instances.csv")).size(), before.size());
        const double ratio = logVariance(before) - logVariance(after);
        const auto told = m_report[u"log_variance_ratio"].toObject();
        QVERIFY(std::abs(told[u"value"].toDouble() - ratio) < 1e-5);
        QVERIFY(told[u"ci_low"].toDouble() <= ratio && ratio <= told[u"ci_high"].toDouble());
    }

    void groupsUnderTenPeopleAreHidden()
    {
        const auto groups = table(in("out/groups.csv"));
        for (const auto& row : groups)
            QVERIFY(row[QStringLiteral("people")].toInt() >= 10);
        QCOMPARE(groups.size(), m_report[u"groups"].toArray().size());
        QVERIFY(m_report[u"hidden_groups"].toInt() > 0); // the seven or so of 48 without the second modality
    }

    void weightsAreThoseOfTheLastFiveEpochs()
    {
        QCOMPARE(m_report[u"weight_epochs"].toInt(), 5);
        const auto weights = m_report[u"weight_deviation"].toArray();
        QCOMPARE(weights.size(), 2);
        for (const auto& one : weights)
            QVERIFY(one[u"mean"].toDouble() > 0 && one[u"p90"].toDouble() >= one[u"p10"].toDouble());
    }

    void everyFileCarriesTheLooks()
    {
        const auto looks = btw({ QStringLiteral("runs"), QStringLiteral("--store"), in("runs.sqlite"),
                                   QStringLiteral("--looks"), QStringLiteral("--json") })
                               .object();
        QCOMPARE(m_report[u"looks"].toInteger(), looks[u"looks"].toArray().size());
        QCOMPARE(m_report[u"looks_head"], looks[u"head"]);
        const auto files = m_report[u"files"].toArray();
        int tables = 0, drawings = 0;
        for (const auto& file : files) {
            const QByteArray bytes = contents(file.toString());
            QVERIFY2(!bytes.isEmpty(), qPrintable(file.toString()));
            if (file.toString().endsWith(u".csv")) {
                ++tables;
                QVERIFY(bytes.contains("# 1 look at these test rows in this store; head of their list: "
                    + looks[u"head"].toString().toUtf8()));
            } else if (file.toString().endsWith(u".svg")) {
                ++drawings;
                QVERIFY(bytes.contains("1 look at these test rows in this store"));
            }
        }
        QCOMPARE(tables, 4);
        QCOMPARE(drawings, 3); // density, classes, confusion
    }

    // Of one split and one seed both are the same numbers.
    void compareTellsTheSameRatio()
    {
        const Called called = btw({ QStringLiteral("train"), in("made.npz"), QStringLiteral("--store"),
            in("runs.sqlite"), QStringLiteral("--preset"), QStringLiteral("demo"), QStringLiteral("--epochs"),
            QStringLiteral("7"), QStringLiteral("--patience"), QStringLiteral("7"),
            QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--variant"),
            QStringLiteral("none") });
        QVERIFY2(called.status == 0, called.err.constData());
        const auto rows = btw({ QStringLiteral("compare"), QStringLiteral("--store"), in("runs.sqlite"),
                                  QStringLiteral("--format"), QStringLiteral("json") })
                              .array();
        int seen = 0;
        for (const auto& row : rows) {
            if (row[u"variant"].toString() == u"none" && row[u"system"].toString() == u"moe")
                QVERIFY(row[u"log_variance_ratio"].isNull());
            if (row[u"variant"].toString() != u"btw")
                continue;
            ++seen;
            const auto told = m_report[u"log_variance_ratio"].toObject();
            QVERIFY(std::abs(row[u"log_variance_ratio"].toDouble() - told[u"value"].toDouble()) < 1e-9);
            QVERIFY(std::abs(row[u"log_variance_ratio_low"].toDouble() - told[u"ci_low"].toDouble()) < 1e-9);
            QVERIFY(
                std::abs(row[u"log_variance_ratio_high"].toDouble() - told[u"ci_high"].toDouble()) < 1e-9);
        }
        QCOMPARE(seen, 1);
    }

    void anotherBaselineTurnsItRound()
    {
        const Called called = btw(analyse({ QStringLiteral("--run"), QString::number(m_baseline),
            QStringLiteral("--baseline"), QString::number(m_run), QStringLiteral("--json") }));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto turned = called.object();
        QCOMPARE(turned[u"corrections"], m_report[u"mistakes"]);
        QCOMPARE(turned[u"mistakes"], m_report[u"corrections"]);
        QVERIFY(std::abs(turned[u"log_variance_ratio"][u"value"].toDouble()
                    + m_report[u"log_variance_ratio"][u"value"].toDouble())
            < 1e-12);
        QCOMPARE(turned[u"weight_epochs"].toInt(), 0); // it has no weights
    }

    void whatCannotBeComparedIsRefused_data()
    {
        QTest::addColumn<QString>("run");
        QTest::addColumn<QString>("baseline");
        QTest::addColumn<QByteArray>("sentence");
        const QString run = QString::number(m_run), baseline = QString::number(m_baseline);
        QTest::newRow("no baseline of its own") << baseline << QString() << QByteArray("--baseline RUN");
        QTest::newRow("one modality") << QStringLiteral("1") << QString() << QByteArray("one modality");
        QTest::newRow("against one modality") << run << QStringLiteral("1") << QByteArray("one modality");
        QTest::newRow("itself") << run << run << QByteArray("its own baseline");
        QTest::newRow("no such run") << QStringLiteral("99") << QString() << QByteArray("no run '99'");
    }
    void whatCannotBeComparedIsRefused()
    {
        QFETCH(QString, run);
        QFETCH(QString, baseline);
        QFETCH(QByteArray, sentence);
        QStringList words = analyse({ QStringLiteral("--run"), run });
        words[4] = in("refused");
        if (!baseline.isEmpty())
            words += { QStringLiteral("--baseline"), baseline };
        const Called called = btw(words);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(sentence), called.err.constData());
        QVERIFY(!QDir(in("refused")).exists());
    }

    // Last, since it changes the store: nothing is told, and nothing written, while either is closed.
    void hiddenTestRowsStayHidden()
    {
        for (const auto closed : { m_baseline, m_run }) {
            edit(in("runs.sqlite"),
                QByteArray("UPDATE runs SET test_opened = NULL WHERE id = " + QByteArray::number(closed))
                    .constData());
            QStringList words
                = analyse({ QStringLiteral("--run"), QString::number(m_run), QStringLiteral("--json") });
            words[4] = in("closed");
            const Called called = btw(words);
            QCOMPARE(called.status, 2);
            QVERIFY2(called.err.contains("stay hidden"), called.err.constData());
            QVERIFY(called.out.isEmpty());
            QVERIFY(!QDir(in("closed")).exists());
            edit(in("runs.sqlite"), "UPDATE runs SET test_opened = finished");
        }
    }
};

QTEST_GUILESS_MAIN(TestCliAnalyse)
#include "tst_clianalyse.moc"
