// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include <cmath>

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// What can be trained, its parameters, and late fusion from the command line to the export.
class TestCliSystems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void documentsAreWhatTheProgramWrites_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("path");
        QTest::newRow("schema") << "schema" << QStringLiteral(BTW_DOCS "/spec.schema.json");
        QTest::newRow("experiment") << "experiment-schema"
                                    << QStringLiteral(BTW_DOCS "/experiment.schema.json");
        QTest::newRow("handbook") << "markdown" << QStringLiteral(BTW_DOCS "/handbook/parameters.md");
    }
    void documentsAreWhatTheProgramWrites()
    {
        QFETCH(QString, format);
        QFETCH(QString, path);
        const Called called = btw({ QStringLiteral("parameters"), QStringLiteral("--format"), format });
        QCOMPARE(called.status, 0);
        QVERIFY2(called.out == bytesOf(path),
            qPrintable(path + QStringLiteral(" is not what btw parameters --format ") + format
                + QStringLiteral(" writes: write it again.")));
    }

    void whatComputesNothingStartsWithoutLibTorch_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString sample = m_folder.filePath(QStringLiteral("quick.npz"));
        QTest::newRow("parameters") << QStringList { QStringLiteral("parameters") };
        QTest::newRow("systems") << QStringList { QStringLiteral("systems") };
        QTest::newRow("sample") << QStringList { QStringLiteral("sample"), QStringLiteral("los"),
            QStringLiteral("--out"), sample };
    }
    void whatComputesNothingStartsWithoutLibTorch()
    {
        QFETCH(QStringList, arguments);
        qputenv("LD_DEBUG", "files"); // the loader lists every library on standard error
        const Called called = btw(arguments);
        qunsetenv("LD_DEBUG");
        QCOMPARE(called.status, 0);
        QVERIFY(called.err.contains("libQt6Core")); // the list is there
        QVERIFY(!called.err.contains("libtorch"));
    }

    void parametersAndSchemaAgree()
    {
        const Called called = btw({ QStringLiteral("parameters"), QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        const QJsonArray parameters = QJsonDocument::fromJson(called.out).array();
        const QJsonObject schema
            = QJsonDocument::fromJson(bytesOf(QStringLiteral(BTW_DOCS "/spec.schema.json")))
                  .object()
                  .value(QStringLiteral("properties"))
                  .toObject();
        QCOMPARE(parameters.size(), schema.size());
        for (const auto& one : parameters) {
            const QJsonObject parameter = one.toObject();
            const QString key = parameter[QStringLiteral("key")].toString();
            const QJsonObject property = schema[key].toObject();
            QVERIFY2(!property.isEmpty(), qPrintable(key));
            QVERIFY2(
                parameter[QStringLiteral("default")] == property[QStringLiteral("default")], qPrintable(key));
            QCOMPARE(parameter[QStringLiteral("explanation")], property[QStringLiteral("description")]);
            const QJsonArray range = parameter[QStringLiteral("range")].toArray();
            for (const int end : { 0, 1 }) {
                if (range.isEmpty())
                    break;
                const QString closed = end == 0 ? QStringLiteral("minimum") : QStringLiteral("maximum");
                const QString open
                    = end == 0 ? QStringLiteral("exclusiveMinimum") : QStringLiteral("exclusiveMaximum");
                const QJsonValue bound = property.contains(closed) ? property[closed] : property[open];
                QVERIFY2(bound == range[end], qPrintable(key));
            }
            QVERIFY2(!parameter[QStringLiteral("systems")].toArray().isEmpty(), qPrintable(key));
        }
    }

    void systemsListTheKeysThatTheyRead()
    {
        const Called called = btw({ QStringLiteral("systems"), QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QStringList names;
        for (const auto& one : QJsonDocument::fromJson(called.out).array()) {
            const QJsonObject system = one.toObject();
            const QString name = system[QStringLiteral("name")].toString();
            names << name;
            const Called own = btw(
                { QStringLiteral("parameters"), QStringLiteral("--system"), name, QStringLiteral("--json") });
            QJsonArray keys;
            for (const auto& parameter : QJsonDocument::fromJson(own.out).array())
                keys.append(parameter[QStringLiteral("key")]);
            QCOMPARE(system[QStringLiteral("parameters")].toArray(), keys);
            QCOMPARE(system[QStringLiteral("weighted")].toBool(),
                QStringLiteral("moe early attention mcr mmim i2moe flexmoe")
                    .split(QLatin1Char(' '))
                    .contains(name));
        }
        for (const char* name :
            { "moe", "haim", "regression", "late", "late-equal", "none-k", "skip", "skip-equal", "early",
                "attention", "ithp", "mult", "mcr", "mmim", "tmc", "qmf", "i2moe", "flexmoe" })
            QVERIFY2(names.contains(QLatin1String(name)), name);
    }

    void everyKeyIsAFlag()
    {
        const Called called = btw({ QStringLiteral("parameters"), QStringLiteral("--json") });
        const QByteArray help = btw({ QStringLiteral("train"), QStringLiteral("--help") }).out;
        for (const auto& parameter : QJsonDocument::fromJson(called.out).array()) {
            QString flag
                = parameter[QStringLiteral("key")].toString().replace(QLatin1Char('_'), QLatin1Char('-'));
            QVERIFY2(help.contains(("--" + flag + " ").toUtf8()), qPrintable(flag));
        }
    }

    void flagsSetTheirKeys()
    {
        const Called called = btw({ QStringLiteral("train"), data(), QStringLiteral("--print-spec"),
            QStringLiteral("--gate"), QStringLiteral("softmax"), QStringLiteral("--top-k"),
            QStringLiteral("1"), QStringLiteral("--dropout"), QStringLiteral("0.25"),
            QStringLiteral("--router-noise"), QStringLiteral("false") });
        QVERIFY2(called.status == 0, called.err.constData());
        const QJsonObject spec = called.object();
        QCOMPARE(spec[QStringLiteral("gate")].toString(), QStringLiteral("softmax"));
        QCOMPARE(spec[QStringLiteral("top_k")].toInt(), 1);
        QCOMPARE(spec[QStringLiteral("dropout")].toDouble(), 0.25);
        QCOMPARE(spec[QStringLiteral("router_noise")].toBool(true), false);
    }

    void badFlagsAreRefusedByName_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const QStringList& flags, const char* sentence) {
            QTest::newRow(name) << flags << QByteArray(sentence);
        };
        row("range", { "--dropout", "1" },
            "--dropout is '1', but must be a number of at least 0 and below 1.");
        row("choice", { "--gate", "relu" },
            "--gate is 'relu', but must be one of laplace, softmax, gaussian.");
        row("choices", { "--gate", "softmax,laplace" },
            "laplace, softmax, gaussian. One training has one value; btw sweep tries several");
        row("decimal comma", { "--dropout", "0,1" }, "below 1. Write a point in place of the comma.");
        row("switch", { "--rescale", "yes" }, "--rescale is 'yes', but must be true or false.");
        row("whole", { "--epochs", "2.5" }, "--epochs is '2.5', but must be an integer from 1 to 100000.");
        row("not read", { "--system", "haim", "--gate", "softmax" },
            "--gate changes nothing for the system haim, which does not read it");
        row("not of this task", { "--variance", "global" },
            "--variance changes nothing here: only a regression reads it.");
        row("two systems", { "--system", "haim", "--model", "moe" }, "two names of one option");
        row("unknown", { "--system", "nothing" }, "There is no system 'nothing'; choose one of moe, haim");
        row("unimodal", { "--system", "late", "--unimodal", "late" },
            "the unimodal models of 'late'. Choose one of moe, haim, regression.");
        row("together", { "--top-k", "9", "--experts", "4" }, "the value of \"experts\"");
    }
    void badFlagsAreRefusedByName()
    {
        QFETCH(QStringList, flags);
        QFETCH(QByteArray, sentence);
        const QString store = m_folder.filePath(QStringLiteral("refused.sqlite"));
        const Called called
            = btw(QStringList { QStringLiteral("train"), data(), QStringLiteral("--store"), store } + flags);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(sentence), called.err.constData());
    }

    void everySystemTrainsAndIsReused_data()
    {
        QTest::addColumn<QString>("system");
        QTest::newRow("haim") << "haim";
        QTest::newRow("regression") << "regression";
        QTest::newRow("late") << "late";
    }
    void everySystemTrainsAndIsReused()
    {
        QFETCH(QString, system);
        QStringList command { QStringLiteral("train"), data(), QStringLiteral("--store"),
            m_folder.filePath(QStringLiteral("all.sqlite")), QStringLiteral("--system"), system,
            QStringLiteral("--json") };
        if (system == QLatin1String("late"))
            command << QStringLiteral("--unimodal") << QStringLiteral("regression");
        const Called first = btw(command);
        QVERIFY2(first.status == 0, first.err.constData());
        const QJsonObject last = finals(first).last().toObject();
        QCOMPARE(last[QStringLiteral("variant")].toString(), QStringLiteral("none"));
        QVERIFY(last[QStringLiteral("test")][QStringLiteral("auroc")].toDouble() > 0.55);
        QVERIFY(last.contains(QStringLiteral("held_out")) == (system == QLatin1String("late")));
        const Called again = btw(command);
        QCOMPARE(again.status, 0);
        QVERIFY(!again.out.contains("\"reused\":false"));
        QCOMPARE(finals(again), finals(first));
    }

    // Of what takes no weights it asks nothing; it was refused as a weighting is.
    void noWeightingIsTakenOfEverySystem()
    {
        for (const char* system : { "haim", "tmc", "late", "moe" }) {
            const QStringList command { QStringLiteral("train"), data(), QStringLiteral("--system"),
                QLatin1String(system), QStringLiteral("--print-spec"), QStringLiteral("--variant") };
            const Called none = btw(command + QStringList { QStringLiteral("none") });
            QVERIFY2(none.status == 0, none.err.constData());
            if (qstrcmp(system, "moe") != 0)
                QCOMPARE(btw(command + QStringList { QStringLiteral("btw") }).status, 2);
        }
    }

    void subsetsAreTrainedBesideTheWhole()
    {
        const Called called = btw({ QStringLiteral("train"), data(), QStringLiteral("--store"),
            m_folder.filePath(QStringLiteral("subsets.sqlite")), QStringLiteral("--system"),
            QStringLiteral("regression"), QStringLiteral("--subsets"), QStringLiteral("leave-one-out"),
            QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        QSet<QString> names;
        for (const auto& one : finals(called))
            names.insert(one[QStringLiteral("name")].toString());
        for (const char* left : { "ts", "text", "cxr", "ecg" })
            QVERIFY2(
                names.contains(QStringLiteral("without %1 · regression · seed 1").arg(QLatin1String(left))),
                left);
        const Called bad = btw({ QStringLiteral("train"), data(), QStringLiteral("--store"),
            m_folder.filePath(QStringLiteral("subsets.sqlite")), QStringLiteral("--subsets"),
            QStringLiteral("ts,xray") });
        QCOMPARE(bad.status, 2);
        QVERIFY2(bad.err.contains("'xray' is not a modality"), bad.err.constData());
        const Called missing = btw({ QStringLiteral("train"), data(), QStringLiteral("--store"),
            m_folder.filePath(QStringLiteral("subsets.sqlite")), QStringLiteral("--modalities"),
            QStringLiteral("xray") });
        QCOMPARE(missing.status, 2);
        QVERIFY2(missing.err.contains("no modality 'xray'"), missing.err.constData());
    }

    void lateFusionsExportHoldsWhatItsWeightsAreFittedOn()
    {
        const QString store = m_folder.filePath(QStringLiteral("late.sqlite"));
        const QString out = m_folder.filePath(QStringLiteral("late.csv"));
        const Called called = btw({ QStringLiteral("train"), data(), QStringLiteral("--store"), store,
            QStringLiteral("--system"), QStringLiteral("late"), QStringLiteral("--unimodal"),
            QStringLiteral("regression"), QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        const QJsonArray held = finals(called).last()[QStringLiteral("held_out")].toArray();
        QCOMPARE(held.size(), 4);
        QCOMPARE(btw({ QStringLiteral("export"), QStringLiteral("--store"), store, QStringLiteral("--run"),
                         QStringLiteral("last"), QStringLiteral("--out"), out })
                     .status,
            0);
        const QList<QByteArray> lines = bytesOf(out).trimmed().split('\n');
        const QList<QByteArray> header = lines.first().split(',');
        const auto column = [&](const QByteArray& name) { return header.indexOf(name); };
        QVERIFY(column("fold") > 0 && column("lambda") > 0 && column("c_ts") > 0);
        QVERIFY(column("w_ts") < 0);
        QSet<QByteArray> folds;
        for (const QByteArray& line : lines.mid(1)) {
            const QList<QByteArray> cells = line.split(',');
            QCOMPARE(cells.at(column("split")) == "train", !cells.at(column("fold")).isEmpty());
            if (!cells.at(column("fold")).isEmpty())
                folds.insert(cells.at(column("fold")));
            QCOMPARE(cells.at(column("c_ts")).toDouble(), held[0][QStringLiteral("c")].toDouble());
        }
        QCOMPARE(folds.size(), 5);
        for (const auto& weight : held) {
            QVERIFY(weight[QStringLiteral("c")].toDouble() >= 0);
            QVERIFY(
                weight[QStringLiteral("ci_low")].toDouble() <= weight[QStringLiteral("ci_high")].toDouble());
        }
    }

private:
    /// A planted cohort of four modalities, some absent.
    QString data()
    {
        const QString path = m_folder.filePath(QStringLiteral("los.npz"));
        if (!QFile::exists(path))
            btw({ QStringLiteral("sample"), QStringLiteral("los"), QStringLiteral("--out"), path,
                QStringLiteral("--n"), QStringLiteral("300") });
        return path;
    }
    static QJsonArray finals(const Called& called)
    {
        QJsonArray all;
        for (const QByteArray& line : called.out.split('\n')) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            if (object[QStringLiteral("event")] == QStringLiteral("final"))
                all.append(object);
        }
        return all;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCliSystems)
#include "tst_clisystems.moc"
