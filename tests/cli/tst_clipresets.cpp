// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

/// The paper's tables as experiments: each can be run, and two are, with little training.
class TestCliPresets : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static QJsonObject read(const QString& name)
    {
        QFile file(QStringLiteral(BTW_PRESETS "/") + name);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }

    static QStringList names()
    {
        return QDir(QStringLiteral(BTW_PRESETS))
            .entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QCOMPARE(names().size(), 19); // tables 3 to 10, on two planted cohorts; Appendix A; the leak, twice
    }

    void everyPresetCanBeRun_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : names())
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyPresetCanBeRun()
    {
        QFETCH(QString, name);
        const Called called = btw({ QStringLiteral("sweep"), QStringLiteral(BTW_PRESETS "/") + name,
            QStringLiteral("--store"), m_folder.filePath(QStringLiteral("none.sqlite")),
            QStringLiteral("--dry-run"), QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        const auto counts = called.object();
        QVERIFY(counts[u"trainings"].toInt() >= 3 * 2); // seeds; none and a weighting
        const auto json = read(name);
        QCOMPARE(counts[u"not_yet_there"].toArray(), json[u"not_yet_there"].toArray());
        for (const auto& one : json[u"not_yet_there"].toArray())
            QVERIFY(called.err.contains(one.toString().toUtf8()));
        // No figure without its source.
        for (const auto& row : json[u"published"].toArray())
            QVERIFY(!row.toObject()[u"source"].toString().isEmpty()
                && !row.toObject()[u"data"].toString().isEmpty());
    }

    // A table on other data than its file names is another experiment, and says so.
    void aTableOnOtherData()
    {
        const auto store = m_folder.filePath(QStringLiteral("other.sqlite"));
        const auto plan = [&](const QString& data) {
            return btw({ QStringLiteral("sweep"), QStringLiteral(BTW_PRESETS "/table-6-sentiment.json"),
                QStringLiteral("--data"), data, QStringLiteral("--store"), store, QStringLiteral("--dry-run"),
                QStringLiteral("--json") });
        };
        const Called other = plan(QStringLiteral("sample:los"));
        QVERIFY2(other.status == 0, other.err.constData());
        // Four modalities in place of three: a unimodal model more a seed.
        const Called own = plan(QStringLiteral("sample:sentiment"));
        QCOMPARE(other.object()[u"steps"].toInt(), own.object()[u"steps"].toInt() + 3);
        const Called unknown = plan(QStringLiteral("sample:none"));
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains("mosei"), unknown.err.constData());
    }

    // By its name from any folder, as by the path of its file.
    void aTableIsFoundByItsName()
    {
        const auto store = m_folder.filePath(QStringLiteral("none.sqlite"));
        const auto plan = [&](const QString& experiment) {
            return btw({ QStringLiteral("sweep"), experiment, QStringLiteral("--store"), store,
                QStringLiteral("--dry-run"), QStringLiteral("--json") });
        };
        const Called named = plan(QStringLiteral("table-9-los"));
        QVERIFY2(named.status == 0, named.err.constData());
        QCOMPARE(named.object(), plan(QStringLiteral(BTW_PRESETS "/table-9-los.json")).object());
        const Called unknown = plan(QStringLiteral("table-2-los"));
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains("table-3-sentiment"), unknown.err.constData());
    }

    // Every system of Table 3 trains on stays that are measured at uneven times; a cohort that is kept beside
    // the store is not made again: here one of a few stays.
    void aTableIsTrainedOnUnevenTimes()
    {
        const auto store = m_folder.filePath(QStringLiteral("stays.sqlite"));
        const auto kept = store + QStringLiteral(".d/cohorts/sample-mimic.v2.npz");
        QVERIFY(QDir().mkpath(QFileInfo(kept).path()));
        QCOMPARE(btw({ QStringLiteral("sample"), QStringLiteral("mimic"), QStringLiteral("--n"),
                         QStringLiteral("200"), QStringLiteral("--out"), kept })
                     .status,
            0);
        auto json = read(QStringLiteral("table-3-los.json"));
        auto grid = json[u"grid"].toObject();
        const auto systems = grid[u"system"].toArray();
        grid.insert(QStringLiteral("variant"), QJsonArray { QStringLiteral("none") });
        json.insert(QStringLiteral("grid"), grid);
        json.insert(QStringLiteral("seeds"), QJsonArray { 1 });
        json.insert(QStringLiteral("spec"),
            QJsonObject { { QStringLiteral("preset"), QStringLiteral("demo") },
                { QStringLiteral("epochs"), 1 }, { QStringLiteral("ithp_prime"), QStringLiteral("ts") } });
        const auto path = m_folder.filePath(QStringLiteral("stays.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(json).toJson()) > 0);
        file.close();
        const Called called = btw({ QStringLiteral("sweep"), path, QStringLiteral("--data"),
            QStringLiteral("sample:mimic"), QStringLiteral("--store"), store, QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(!called.err.contains("Left out") && !called.err.contains("Making sample:"),
            called.err.constData());
        QVERIFY2(called.err.contains("here on sample:mimic"), called.err.constData());
        QStringList compared;
        for (const auto& line : called.out.split('\n')) {
            const auto row = QJsonDocument::fromJson(line).object();
            if (row[u"event"] == QLatin1String("comparison") && !row[u"runs"].toArray().isEmpty())
                compared << row[u"system"].toString();
        }
        for (const auto& system : systems)
            QVERIFY2(compared.contains(system.toString()), qPrintable(compared.join(QLatin1Char(' '))));
        QCOMPARE(QDir(QFileInfo(kept).path()).entryList(QDir::Files).size(), 1);
    }

    void aTableIsTrainedAndPrintedAsLatex_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("rows"); // with three reference models
        for (const char* sample : { "sentiment", "los" }) {
            const bool isLos = sample[0] == 'l';
            QTest::addRow("table 6, %s", sample)
                << QStringLiteral("table-6-%1.json").arg(QLatin1String(sample))
                << QString(QLatin1String(sample)) << 1 + 3 + 3;
            // All; each left out; each alone; and each of these again with weights.
            QTest::addRow("table 8, %s", sample)
                << QStringLiteral("table-8-%1.json").arg(QLatin1String(sample))
                << QString(QLatin1String(sample)) << 2 * (isLos ? 1 + 4 + 4 : 1 + 3 + 3) + 3;
        }
    }
    void aTableIsTrainedAndPrintedAsLatex()
    {
        QFETCH(QString, name);
        QFETCH(QString, sample);
        QFETCH(int, rows);
        const auto data = m_folder.filePath(sample + QStringLiteral(".npz"));
        if (!QFile::exists(data))
            QCOMPARE(btw({ QStringLiteral("sample"), sample, QStringLiteral("--n"), QStringLiteral("200"),
                             QStringLiteral("--out"), data })
                         .status,
                0);
        auto json = read(name);
        json.insert(QStringLiteral("data"), data);
        json.insert(QStringLiteral("seeds"), QJsonArray { 1 });
        json.insert(QStringLiteral("spec"),
            QJsonObject {
                { QStringLiteral("preset"), QStringLiteral("demo") }, { QStringLiteral("epochs"), 1 } });
        const auto path = m_folder.filePath(name);
        QFile file(path);
        const auto bytes = QJsonDocument(json).toJson();
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto store = m_folder.filePath(name + QStringLiteral(".sqlite"));
        const Called called = btw({ QStringLiteral("sweep"), path, QStringLiteral("--store"), store });
        QVERIFY2(called.status == 0, called.err.constData());

        const auto latex = btw(
            { QStringLiteral("compare"), QStringLiteral("--store"), store, QStringLiteral("--experiment"),
                QStringLiteral("1"), QStringLiteral("--format"), QStringLiteral("latex") })
                               .out;
        QCOMPARE(latex.count("\\begin{tabular}"), 1);
        QCOMPARE(latex.count("\\end{tabular}"), 1);
        for (const char* rule : { "\\toprule", "\\midrule", "\\bottomrule" })
            QCOMPARE(latex.count(rule), 1);
        int found = 0;
        for (const auto& line : latex.split('\n')) {
            if (!line.endsWith("\\\\"))
                continue;
            ++found;
            QCOMPARE(line.count(" & "), 5); // figure, difference, three p
            QCOMPARE(line.count('{'), line.count('}'));
            QCOMPARE(line.count('$') % 2, 0);
        }
        QCOMPARE(found, rows + 1);
        if (name.startsWith(QLatin1String("table-6")))
            for (const char* alpha : { "alpha 0.3", "alpha 0.5", "alpha 0.7" })
                QVERIFY2(latex.contains(alpha), latex.constData());
        else
            QVERIFY2(latex.contains("BTW-weighted mixture of experts"), latex.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliPresets)
#include "tst_clipresets.moc"
