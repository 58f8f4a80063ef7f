// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QtTest>

/// What every command has in common: help, versions, and how unusable arguments are refused.
class TestCliArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versionNamesWhatTheNumbersRunOn()
    {
        const Called called = btw({ QStringLiteral("--version") });
        QCOMPARE(called.status, 0);
        const QList<QByteArray> lines = called.out.split('\n');
        QVERIFY(lines[0].startsWith("btw "));
        QVERIFY(lines[1].startsWith("LibTorch "));
        QVERIFY(lines[2].startsWith("BLAS "));
        QVERIFY(lines[3].startsWith("threads "));
        QVERIFY(lines[4] == "device cpu" || lines[4] == "device cuda");
        QVERIFY(called.err.isEmpty());
    }

    void helpListsEveryCommand()
    {
        const Called called = btw({ QStringLiteral("--help") });
        QCOMPARE(called.status, 0);
        for (const char* command : { "validate", "sample", "train", "weights", "runs", "resume", "remove",
                 "export", "figure", "compare", "analyse", "bench" })
            QVERIFY2(called.out.contains(command), command);
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* command : { "validate", "sample", "train", "weights", "runs", "resume", "remove",
                 "export", "figure", "compare", "analyse", "bench" })
            QTest::newRow(command) << QString::fromLatin1(command);
    }
    void everyCommandHasHelp()
    {
        QFETCH(QString, command);
        const Called called = btw({ command, QStringLiteral("--help") });
        QCOMPARE(called.status, 0);
        QVERIFY(called.out.startsWith("Usage: btw " + command.toUtf8()));
    }

    void unusableArgumentsExitWith2_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const QString& line, const char* says) {
            QTest::newRow(name) << line.split(QLatin1Char(' '), Qt::SkipEmptyParts) << QByteArray(says);
        };
        row("no command", QString(), "--help");
        row("misspelt command", QStringLiteral("trian x"), "did you mean 'train'");
        row("command that is not there", QStringLiteral("explain"), "there are: validate, sample");
        row("misspelt option", QStringLiteral("train x --varaint btw"), "did you mean --variant?");
        row("option that is nothing like any", QStringLiteral("runs --zzzzzzzz"),
            "There is no option --zzzzzzzz");
        row("short option", QStringLiteral("validate -j x"), "There is no option --j");
        row("option twice", QStringLiteral("validate x --json --json"), "twice");
        row("option without value", QStringLiteral("runs --store"), "--store needs a value");
        row("option instead of a value", QStringLiteral("runs --store --json"), "--store needs a value");
        row("switch with a value", QStringLiteral("validate x --json=1"), "takes no value");
        row("required option missing", QStringLiteral("runs"), "--store is missing");
        row("train without a store", QStringLiteral("train x"), "--store is missing");
        row("positional missing", QStringLiteral("validate"), "DATA is missing");
        row("one positional too many", QStringLiteral("validate a b"), "'b' is one argument too many");
        row("no number", QStringLiteral("sample los --out /dev/null --n many"), "--n is 'many'");
        row("number out of range", QStringLiteral("bench mi --n 3"), "--n is '3'");
        row("unknown kind of sample", QStringLiteral("sample mnist --out x.npz"), "sentiment, los");
        row("unknown figure", QStringLiteral("figure pie --store x --run 1 --out x.svg"), "weights, metric");
        row("unknown bench", QStringLiteral("bench everything"), "weights, mi");
        row("store that is not there", QStringLiteral("runs --store /nonexistent/s.sqlite"),
            "/nonexistent/s.sqlite");
        row("data that is not there", QStringLiteral("validate /nonexistent"), "no such file");
        row("predictions that are not there",
            QStringLiteral("weights /nonexistent.csv --task regression --out x.csv"), "/nonexistent.csv");
        row("unknown task", QStringLiteral("weights x.csv --task ranking --out x.csv"),
            "regression or classification");
        row("unknown variant", QStringLiteral("weights x.csv --task regression --variant best --out x.csv"),
            "kl-local");
    }
    void unusableArgumentsExitWith2()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Called called = btw(arguments);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(says), called.err.constData());
        QVERIFY2(called.out.isEmpty(), called.out.constData());
    }

    void benchTimesOurFunctions_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "weights", "mi", "kde", "store" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void benchTimesOurFunctions()
    {
        QFETCH(QString, name);
        const Called called = btw({ QStringLiteral("bench"), name, QStringLiteral("--n"),
            QStringLiteral("200"), QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QCOMPARE(called.array().size(), 1);
        const QJsonObject bench = called.array().first().toObject();
        QCOMPARE(bench[QStringLiteral("bench")].toString(), name);
        QCOMPARE(bench[QStringLiteral("n")].toInt(), 200);
        QVERIFY(bench[QStringLiteral("repeats")].toInt() >= 5);
        QVERIFY(bench[QStringLiteral("min_ms")].toDouble() > 0);
        QVERIFY(bench[QStringLiteral("median_ms")].toDouble() >= bench[QStringLiteral("min_ms")].toDouble());
    }

    void benchTimesTheStepOfASystem_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("parameters");
        // Counted by hand: encoders of 64 features and width 128, opinions 128-128-3.
        QTest::newRow("tmc") << QStringLiteral("tmc")
                             << 2 * (64 * 128 + 128 + 2 * (128 * 128 + 128) + 128 * 3 + 3);
        // Time attention: frequencies, phases, query, key, the layer after it, an LSTM; then early fusion.
        QTest::newRow("series") << QStringLiteral("series")
                                << 2
                    * (2 * 64 + 64 * 64 + 64 + 64 * 64 + 160 * 128 + 128 + 2 * (512 * 128 + 512))
                + (256 * 128 + 128) + (128 * 128 + 128) + (128 * 3 + 3);
    }
    void benchTimesTheStepOfASystem()
    {
        QFETCH(QString, part);
        QFETCH(int, parameters);
        const Called called = btw({ QStringLiteral("bench"), QStringLiteral("step"), QStringLiteral("--part"),
            part, QStringLiteral("--modalities"), QStringLiteral("2"), QStringLiteral("--batch"),
            QStringLiteral("8"), QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QCOMPARE(called.array().size(), 1);
        const QJsonObject bench = called.array().first().toObject();
        QCOMPARE(bench[QStringLiteral("against")].toString(), part);
        QCOMPARE(bench[QStringLiteral("params")].toInt(), parameters);
        QVERIFY(bench[QStringLiteral("min_ms")].toDouble() > 0);
        QVERIFY(bench[QStringLiteral("least_cpu_ms")].toDouble() > 0);
    }
};

QTEST_GUILESS_MAIN(TestCliArguments)
#include "tst_cliarguments.moc"
