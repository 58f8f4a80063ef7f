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

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestCliData)
#include "tst_clidata.moc"
