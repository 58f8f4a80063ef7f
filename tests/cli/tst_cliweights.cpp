// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QJsonDocument>
#include <QtTest>

#include <cmath>

namespace {

// Against numpy and scikit-learn: KL, variances and so weights to 1e-9 relative, mutual information to 1e-6.
constexpr double kRelative = 1e-9;
constexpr double kNats = 1e-6;

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QList<QByteArrayList> table(const QByteArray& csv)
{
    QList<QByteArrayList> rows;
    for (const QByteArray& line : csv.split('\n')) {
        if (!line.isEmpty())
            rows.append(line.split(','));
    }
    return rows;
}

} // namespace

/// `btw weights`: predictions from any model in, weights out.
class TestCliWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void agreesWithTheReference_data()
    {
        QTest::addColumn<QString>("path");
        const QDir golden(QStringLiteral(BTW_TEST_DATA "/cli"));
        for (const QString& name : golden.entryList({ QStringLiteral("*.json") }))
            QTest::newRow(qPrintable(name.chopped(5))) << golden.filePath(name.chopped(5));
    }
    void agreesWithTheReference()
    {
        QFETCH(QString, path);
        const QJsonObject expected
            = QJsonDocument::fromJson(bytesOf(path + QStringLiteral(".json"))).object();
        const bool regression = expected[QStringLiteral("variance")].isString();
        const QString out = m_folder->filePath(QStringLiteral("w.csv"));
        QStringList arguments { QStringLiteral("weights"), path + QStringLiteral(".csv"),
            QStringLiteral("--task"),
            regression ? QStringLiteral("regression") : QStringLiteral("classification"),
            QStringLiteral("--variant"), expected[QStringLiteral("variant")].toString(),
            QStringLiteral("--out"), out, QStringLiteral("--json") };
        if (regression)
            arguments << QStringLiteral("--variance") << expected[QStringLiteral("variance")].toString();
        const Called called = btw(arguments);
        QVERIFY2(called.status == 0, called.err.constData());

        const QJsonObject actual = called.object();
        for (const char* key : { "variant", "variance", "n" })
            QCOMPARE(actual[QLatin1String(key)], expected[QLatin1String(key)]);
        for (const char* key : { "mi", "mi_normalised" }) {
            const QJsonObject values = expected[QLatin1String(key)].toObject();
            QCOMPARE(actual[QLatin1String(key)].toObject().keys(), values.keys());
            for (const QString& modality : values.keys())
                QVERIFY(
                    std::abs(actual[QLatin1String(key)][modality].toDouble() - values[modality].toDouble())
                    < kNats);
        }
        compareTables(table(bytesOf(out)), table(bytesOf(path + QStringLiteral(".weights.csv"))));
    }

    void weightsThatUsedEvaluationLabelsSaySoInEveryRow()
    {
        const QString out = m_folder->filePath(QStringLiteral("w.csv"));
        const Called called
            = btw({ QStringLiteral("weights"), QStringLiteral(BTW_TEST_DATA "/cli/regression-residual.csv"),
                QStringLiteral("--task"), QStringLiteral("regression"), QStringLiteral("--variance"),
                QStringLiteral("residual-labels"), QStringLiteral("--out"), out, QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QVERIFY(called.err.contains("use evaluation labels"));
        QCOMPARE(
            called.object()[QStringLiteral("note")].toString(), QStringLiteral("uses evaluation labels"));
        const auto rows = table(bytesOf(out));
        QCOMPARE(rows.front().back(), QByteArray("note"));
        for (qsizetype i = 1; i < rows.size(); ++i)
            QCOMPARE(rows[i].back(), QByteArray("uses evaluation labels"));
    }

    void unusablePredictionsAreRefusedByRow_data()
    {
        QTest::addColumn<QByteArray>("task");
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QByteArray>("says");
        const QByteArray head = "id,split,y,pred_multi,pred_a\n";
        const auto row = [](const char* name, const char* task, const QByteArray& csv, const char* says) {
            QTest::newRow(name) << QByteArray(task) << csv << QByteArray(says);
        };
        row("no such column", "regression", "id,y,pred_multi,pred_a\n1,2,3,4\n", "no column 'split'");
        row("no multimodal prediction", "regression", "id,split,y,pred_a\n1,train,2,3\n", "pred_multi");
        row("no modality", "regression", "id,split,y,pred_multi\n1,train,2,3\n", "no modality");
        row("text", "regression", head + "1,train,2,3,4\n2,val,2,x,4\n",
            "in.csv, row 3, column 'pred_multi'");
        row("infinite", "regression", head + "1,train,2,3,inf\n", "in.csv, row 2, column 'pred_a'");
        row("too large for a float", "regression", head + "1,train,2,3,1e300\n",
            "in.csv, row 2, column 'pred_a'");
        row("unknown split", "regression", head + "1,later,2,3,4\n", "'later' is not a split");
        row("an id twice", "regression", head + "1,train,2,3,4\n1,val,2,3,4\n", "in.csv, row 3, column 'id'");
        row("no id", "regression", head + ",train,2,3,4\n", "in.csv, row 2, column 'id'");
        row("ragged row", "regression", head + "1,train,2,3\n", "4 cells");
        row("no rows", "regression", head, "no row");
        row("empty", "regression", "", "empty");
        row("label of a validation row missing", "regression",
            head + "1,train,2,3,4\n2,val,,3,4\n3,val,1,3,4\n", "'2'");
        row("classes that do not fit", "classification",
            "id,split,y,prob_multi_0,prob_multi_1,prob_a_0\n1,train,0,0.5,0.5,1\n", "'a'");
        row("probability of one class only", "classification",
            "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1\n1,train,0,0.5,0.5,1,\n",
            "some classes only");
        row("no probabilities", "classification",
            "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1\n1,train,0,0.5,0.5,0.9,0.9\n", "'1'");
        row("correlation of classes", "classification-cc-local",
            "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1\n1,train,0,0.5,0.5,0.5,0.5\n",
            "cc-local");
    }
    void unusablePredictionsAreRefusedByRow()
    {
        QFETCH(QByteArray, task);
        QFETCH(QByteArray, csv);
        QFETCH(QByteArray, says);
        const QString in = m_folder->filePath(QStringLiteral("in.csv"));
        QFile file(in);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(csv);
        file.close();
        const QString out = m_folder->filePath(QStringLiteral("w.csv"));
        QStringList arguments { QStringLiteral("weights"), in, QStringLiteral("--task"),
            task.startsWith('r') ? QStringLiteral("regression") : QStringLiteral("classification"),
            QStringLiteral("--out"), out };
        if (task.endsWith("cc-local"))
            arguments << QStringLiteral("--variant") << QStringLiteral("cc-local");
        const Called called = btw(arguments);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(says), called.err.constData());
        QVERIFY(!QFile::exists(out));
    }

private:
    static void compareTables(const QList<QByteArrayList>& actual, const QList<QByteArrayList>& expected)
    {
        QCOMPARE(actual.size(), expected.size());
        QCOMPARE(actual.front().first(expected.front().size()), expected.front());
        for (qsizetype i = 1; i < expected.size(); ++i) {
            QCOMPARE(actual[i].first(2), expected[i].first(2));
            for (qsizetype c = 2; c < expected[i].size(); ++c) {
                QCOMPARE(actual[i][c].isEmpty(), expected[i][c].isEmpty());
                const double want = expected[i][c].toDouble();
                QVERIFY2(std::abs(actual[i][c].toDouble() - want) <= kRelative * std::abs(want),
                    expected[i][0] + ", " + expected[0][c] + ": " + actual[i][c] + " instead of "
                        + expected[i][c]);
            }
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestCliWeights)
#include "tst_cliweights.moc"
