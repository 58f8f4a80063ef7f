// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QtTest>

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

/// `btw sample` and `btw validate`.
class TestCliData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void samplesAreTheSameForASeed_data()
    {
        QTest::addColumn<QStringList>("kind");
        QTest::newRow("sentiment") << QStringList { QStringLiteral("sentiment") };
        QTest::newRow("los") << QStringList { QStringLiteral("los") };
        QTest::newRow("los, complete") << QStringList { QStringLiteral("los"), QStringLiteral("--complete") };
    }
    void samplesAreTheSameForASeed()
    {
        QFETCH(QStringList, kind);
        const auto sampled = [&](const QString& name, const QString& seed) {
            const QString path = m_folder->filePath(name);
            const Called called = btw(QStringList { QStringLiteral("sample") } + kind
                + QStringList { QStringLiteral("--out"), path, QStringLiteral("--n"), QStringLiteral("120"),
                    QStringLiteral("--seed"), seed });
            return called.status == 0 ? bytesOf(path) : QByteArray();
        };
        const QByteArray first = sampled(QStringLiteral("a.npz"), QStringLiteral("3"));
        QVERIFY(!first.isEmpty());
        QCOMPARE(sampled(QStringLiteral("b.npz"), QStringLiteral("3")), first);
        QVERIFY(sampled(QStringLiteral("c.npz"), QStringLiteral("4")) != first);
    }

    void validateDescribesASample()
    {
        const QString path = m_folder->filePath(QStringLiteral("los.npz"));
        QCOMPARE(btw({ QStringLiteral("sample"), QStringLiteral("los"), QStringLiteral("--out"), path,
                         QStringLiteral("--n"), QStringLiteral("200") })
                     .status,
            0);
        const Called called = btw({ QStringLiteral("validate"), path, QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        const QJsonObject summary = called.object();
        QCOMPARE(summary[QStringLiteral("task")].toString(), QStringLiteral("classification"));
        QCOMPARE(summary[QStringLiteral("n")].toInt(), 200);
        const QJsonObject splits = summary[QStringLiteral("splits")].toObject();
        int sum = 0;
        for (const QString& split : splits.keys())
            sum += splits[split].toInt();
        QCOMPARE(splits.keys(),
            QStringList({ QStringLiteral("test"), QStringLiteral("train"), QStringLiteral("val") }));
        QCOMPARE(sum, 200);

        const QJsonArray modalities = summary[QStringLiteral("modalities")].toArray();
        QCOMPARE(modalities.size(), 4);
        QHash<QString, QJsonObject> byName;
        for (const QJsonValue& modality : modalities)
            byName.insert(modality[QStringLiteral("name")].toString(), modality.toObject());
        QCOMPARE(byName[QStringLiteral("ts")][QStringLiteral("kind")].toString(), QStringLiteral("sequence"));
        QCOMPARE(byName[QStringLiteral("ts")][QStringLiteral("present")].toInt(), 200);
        QCOMPARE(byName[QStringLiteral("text")][QStringLiteral("dims")].toInt(), 16);
        QCOMPARE(byName[QStringLiteral("cxr")][QStringLiteral("present")].toInt(), 50);
        QCOMPARE(byName[QStringLiteral("ecg")][QStringLiteral("present")].toInt(), 104);
    }

    void validateSaysInWordsWhatItSaysInJson()
    {
        const QString path = m_folder->filePath(QStringLiteral("s.npz"));
        QCOMPARE(btw({ QStringLiteral("sample"), QStringLiteral("sentiment"), QStringLiteral("--out"), path,
                         QStringLiteral("--n"), QStringLiteral("100") })
                     .status,
            0);
        const Called called = btw({ QStringLiteral("validate"), path });
        QCOMPARE(called.status, 0);
        QVERIFY(called.out.contains("regression, 100 instances, 3 modalities"));
        QVERIFY(called.out.contains("train 70, val 10, test 20"));
    }

    void everyProblemIsOneLineWithPlaceAndRemedy()
    {
        write(m_folder->filePath(QStringLiteral("manifest.json")),
            R"({"name": "bad", "task": "regression", "modalities": [{"name": "a", "kind": "vector", "file": "t.csv",
                "columns": ["x"]}], "labels": {"file": "t.csv", "label": "y"}})");
        write(m_folder->filePath(QStringLiteral("t.csv")), "x,y\n1,2\nabc,3\ninf,4\n");
        const Called called = btw({ QStringLiteral("validate"), m_folder->path(), QStringLiteral("--json") });
        QCOMPARE(called.status, 2);
        const QJsonArray problems = called.object()[QStringLiteral("problems")].toArray();
        QCOMPARE(problems.size(), 2);
        QSet<QString> where;
        for (const QJsonValue& problem : problems) {
            QCOMPARE(problem[QStringLiteral("severity")].toString(), QStringLiteral("error"));
            QVERIFY(!problem[QStringLiteral("remedy")].toString().isEmpty());
            where.insert(problem[QStringLiteral("where")].toString());
        }
        QCOMPARE(where,
            QSet<QString>(
                { QStringLiteral("t.csv, row 3, column 'x'"), QStringLiteral("t.csv, row 4, column 'x'") }));
        QCOMPARE(called.err.count('\n'), 2);
    }

    void absentSplitsAreDrawnAndSaidSo()
    {
        QByteArray table = "x,y\n";
        for (int i = 0; i < 100; ++i)
            table += QByteArray::number(i % 7) + ',' + QByteArray::number(i) + '\n';
        write(m_folder->filePath(QStringLiteral("manifest.json")),
            R"({"name": "plain", "task": "regression", "modalities": [{"name": "a", "kind": "vector", "file": "t.csv",
                "columns": ["x"]}], "labels": {"file": "t.csv", "label": "y"}})");
        write(m_folder->filePath(QStringLiteral("t.csv")), table);
        const Called called = btw({ QStringLiteral("validate"), m_folder->path(), QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QCOMPARE(called.object()[QStringLiteral("splits")].toObject()[QStringLiteral("train")].toInt(), 70);
        QVERIFY2(called.err.contains("70/10/20"), called.err.constData());
    }

    void groupsAndClassesAreCountedBySplit()
    {
        QByteArray table = "x,who,part,y\n";
        for (int i = 0; i < 100; ++i)
            table += QByteArray::number(i * 7 % 23) + ",p" + QByteArray::number(i / 4) + ','
                + (i < 60        ? "train"
                        : i < 80 ? "val"
                                 : "test")
                + ',' + (i % 4 == 0 ? "long" : "short") + '\n';
        write(m_folder->filePath(QStringLiteral("manifest.json")),
            R"({"name": "stays", "task": "classification", "modalities": [{"name": "a", "kind": "vector",
                "file": "t.csv", "columns": ["x"]}],
                "labels": {"file": "t.csv", "label": "y", "split": "part", "group": "who"}})");
        write(m_folder->filePath(QStringLiteral("t.csv")), table);
        const Called called = btw({ QStringLiteral("validate"), m_folder->path() });
        QCOMPARE(called.status, 0);
        QVERIFY2(called.out.contains("groups   train 15, val 5, test 5; 25 in all"), called.out.constData());
        QVERIFY2(called.out.contains("classes  long: train 15, val 5, test 5\n"), called.out.constData());
        QVERIFY2(called.out.contains("         short: train 45, val 15, test 15\n"), called.out.constData());
    }

    void leaksAreReported_data()
    {
        QTest::addColumn<QString>("leak");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("the same id in two splits")
            << "id" << 2 << QByteArray("was given already in t.csv, row 2");
        QTest::newRow("a group in two splits")
            << "group" << 2 << QByteArray("1 group in more than one split: p0");
        QTest::newRow("a feature that is the label")
            << "label" << 0
            << QByteArray("Features that equal the label, or are a copy of it in other units: z");
        QTest::newRow("the same features in two splits")
            << "copy" << 0 << QByteArray("with the same features in two splits: s0 and s99");
        QTest::newRow("none") << "none" << 0 << QByteArray();
    }

    void leaksAreReported()
    {
        QFETCH(QString, leak);
        QFETCH(int, status);
        QFETCH(QByteArray, message);
        QByteArray table = "id,who,part,x,z,y\n";
        for (int i = 0; i < 100; ++i) {
            const bool last = i == 99;
            const int x = last && leak == QLatin1String("copy") ? 0 : i * 7 + 1;
            const int z = last && leak == QLatin1String("copy") ? 0 : i * 5 % 17;
            const QByteArray y = QByteArray::number(i % 13) + ".5";
            const int from = leak == QLatin1String("copy") && i == 0 ? 0 : x;
            table += "s" + QByteArray::number(last && leak == QLatin1String("id") ? 0 : i) + ",p"
                + QByteArray::number(last && leak == QLatin1String("group") ? 0 : i / 2) + ','
                + (i < 60        ? "train"
                        : i < 80 ? "val"
                                 : "test")
                + ',' + QByteArray::number(from) + ','
                + (leak == QLatin1String("label") ? y : QByteArray::number(z)) + ',' + y + '\n';
        }
        write(m_folder->filePath(QStringLiteral("manifest.json")),
            R"({"name": "leaks", "task": "regression", "modalities": [{"name": "a", "kind": "vector",
                "file": "t.csv", "columns": ["x", "z"]}],
                "labels": {"file": "t.csv", "label": "y", "id": "id", "split": "part", "group": "who"}})");
        write(m_folder->filePath(QStringLiteral("t.csv")), table);
        const Called called = btw({ QStringLiteral("validate"), m_folder->path() });
        QVERIFY2(called.err.contains(message), called.err.constData());
        QCOMPARE(called.status, status);
        if (message.isEmpty())
            QVERIFY2(called.err.isEmpty(), called.err.constData());
    }

    void recipesAreValidatedAndTrained()
    {
        QByteArray table = "id,a,b,y\n";
        for (int i = 0; i < 120; ++i)
            table += "s" + QByteArray::number(i) + ','
                + (i == 7 ? QByteArray("low") : QByteArray::number(i % 11)) + ','
                + QByteArray::number(i * 7 % 23) + ',' + QByteArray::number(i % 13) + ".5\n";
        write(m_folder->filePath(QStringLiteral("wide.csv")), table);
        write(m_folder->filePath(QStringLiteral("wide.recipe.json")),
            R"({"data": "wide.csv", "recipe": {"remedies": [{"kind": "drop-row", "file": "wide.csv", "row": 9}],
                "label_cut": {"quantiles": 2, "names": ["short", "long"]}}})");
        QCOMPARE(
            btw({ QStringLiteral("validate"), m_folder->filePath(QStringLiteral("wide.csv")) }).status, 2);
        const QString recipe = m_folder->filePath(QStringLiteral("wide.recipe.json"));
        const Called validated = btw({ QStringLiteral("validate"), recipe });
        QVERIFY2(validated.status == 0, validated.err.constData());
        QVERIFY2(validated.out.contains("classification, 119 instances"), validated.out.constData());
        const Called trained = btw({ QStringLiteral("train"), recipe, QStringLiteral("--store"),
            m_folder->filePath(QStringLiteral("runs.sqlite")), QStringLiteral("--preset"),
            QStringLiteral("demo"), QStringLiteral("--epochs"), QStringLiteral("1") });
        QVERIFY2(trained.status == 0, trained.err.constData());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestCliData)
#include "tst_clidata.moc"
