// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QJsonDocument>
#include <QtTest>

#include <algorithm>
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

    void variantsThatReadNoVarianceNeedNoValidationRows()
    {
        const QString out = m_folder->filePath(QStringLiteral("w.csv"));
        const QString in
            = written("id,split,y,pred_multi,pred_a,pred_b\n1,train,2,3,4,\n2,train,,3,4,5\n3,test,,1,2,3\n");
        const Called called
            = btw({ QStringLiteral("weights"), in, QStringLiteral("--task"), QStringLiteral("regression"),
                QStringLiteral("--variant"), QStringLiteral("none"), QStringLiteral("--out"), out });
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(called.err.contains("KL divergences are left out"), called.err.constData());
        QCOMPARE(bytesOf(out),
            QByteArray("id,split,w_a,w_b,kl_a,kl_b\n1,train,1,,,\n2,train,1,1,,\n3,test,1,1,,\n"));
    }

    void rescaledWeightsAreTimesTheModalitiesThatARowHas()
    {
        const QString path = QStringLiteral(BTW_TEST_DATA "/cli/regression-btw.csv");
        const QStringList arguments { QStringLiteral("weights"), path, QStringLiteral("--task"),
            QStringLiteral("regression"), QStringLiteral("--out"),
            m_folder->filePath(QStringLiteral("w.csv")) };
        QCOMPARE(btw(arguments).status, 0);
        auto expected = table(bytesOf(m_folder->filePath(QStringLiteral("w.csv"))));
        for (qsizetype i = 1; i < expected.size(); ++i) {
            const qsizetype having = std::count_if(expected[i].cbegin() + 2, expected[i].cbegin() + 5,
                [](const QByteArray& cell) { return !cell.isEmpty(); });
            for (qsizetype c = 2; c < 5; ++c) {
                if (!expected[i][c].isEmpty())
                    expected[i][c] = QByteArray::number(
                        expected[i][c].toDouble() * static_cast<double>(having), 'g', 17);
            }
        }
        const Called called
            = btw(arguments + QStringList { QStringLiteral("--rescale"), QStringLiteral("--json") });
        QCOMPARE(called.status, 0);
        QCOMPARE(called.object()[QStringLiteral("rescale")].toBool(), true);
        compareTables(table(bytesOf(m_folder->filePath(QStringLiteral("w.csv")))), expected);
    }

    void miAllReadsPredictionsOfAbsentModalities()
    {
        // Every tenth patient lacks the text, though there is a prediction without it.
        const QByteArray given = bytesOf(QStringLiteral(BTW_TEST_DATA "/cli/regression-btw.csv"));
        const auto rows = table(given);
        QByteArray everywhere;
        QByteArray absent;
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const QByteArray line
                = rows[i].first(rows[i].size() - 1).join(','); // without the video, which some lack
            everywhere += line + '\n';
            absent += line + (i == 0 ? ",present_text\n" : i % 10 == 1 ? ",0\n" : ",1\n");
        }
        const auto informationOfText = [&](const QByteArray& csv, const char* policy, int status) {
            const Called called = btw({ QStringLiteral("weights"), written(csv), QStringLiteral("--task"),
                QStringLiteral("regression"), QStringLiteral("--mi"), QLatin1String(policy),
                QStringLiteral("--out"), m_folder->filePath(QStringLiteral("w.csv")),
                QStringLiteral("--json") });
            return called.status == status
                ? called.object()[QStringLiteral("mi")][QStringLiteral("text")].toDouble()
                : -1;
        };
        const double all = informationOfText(everywhere, "present", 0);
        QVERIFY(all > 0);
        QVERIFY(std::abs(informationOfText(absent, "all", 0) - all) < 1e-12);
        QVERIFY(std::abs(informationOfText(absent, "present", 0) - all) > 1e-6);
        QVERIFY(table(bytesOf(m_folder->filePath(QStringLiteral("w.csv"))))[1][2].isEmpty());
        // The video is absent without any prediction.
        QCOMPARE(informationOfText(given, "all", 2), 0.0);
    }

    void aClassMayHaveAName()
    {
        const QString in = written(
            "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1\n"
            "1,train,died,0.5,0.5,0.5,0.5\n2,train,alive,0.4,0.6,0.5,0.5\n3,test,,0.4,0.6,0.5,0.5\n");
        QCOMPARE(
            btw({ QStringLiteral("weights"), in, QStringLiteral("--task"), QStringLiteral("classification"),
                    QStringLiteral("--out"), m_folder->filePath(QStringLiteral("w.csv")) })
                .status,
            0);
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
        row("label with a unit", "regression", head + "1,train,12 mg,3,4\n", "in.csv, row 2, column 'y'");
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
        const QByteArray classes = "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1";
        for (const char* label : { "2", "-1", "0.5", "inf" }) {
            QTest::newRow(qPrintable(QStringLiteral("label %1 of two classes").arg(QLatin1String(label))))
                << QByteArray("classification")
                << classes + "\n1,train,1,0.5,0.5,0.5,0.5\n2,test," + label + ",0.5,0.5,0.5,0.5\n"
                << QByteArray("in.csv, row 3, column 'y'");
        }
        row("three names of two classes", "classification",
            classes + "\n1,train,a,0.5,0.5,0.5,0.5\n2,train,b,0.5,0.5,0.5,0.5\n3,train,c,0.5,0.5,0.5,0.5\n",
            "in.csv, row 4, column 'y'");
        row("presence of no model", "regression", "id,split,y,pred_multi,pred_a,present_b\n1,train,2,3,4,1\n",
            "column 'present_b'");
        row("presence that is neither", "regression",
            "id,split,y,pred_multi,pred_a,present_a\n1,train,2,3,4,yes\n",
            "in.csv, row 2, column 'present_a'");
        row("present without a prediction", "regression",
            "id,split,y,pred_multi,pred_a,present_a\n1,train,2,3,,1\n", "in.csv, row 2, column 'present_a'");
        row("correlation of classes", "classification-cc-local",
            "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1\n1,train,0,0.5,0.5,0.5,0.5\n",
            "cc-local");
    }
    void unusablePredictionsAreRefusedByRow()
    {
        QFETCH(QByteArray, task);
        QFETCH(QByteArray, csv);
        QFETCH(QByteArray, says);
        const QString in = written(csv);
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
    /// The path of a file with these bytes.
    QString written(const QByteArray& csv) const
    {
        QString path = m_folder->filePath(QStringLiteral("in.csv"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size())
            return {};
        return path;
    }

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
