// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

/// `btw decompose`: what modalities say alone, either, and only together.
class TestCliDecompose : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char* name, const QByteArray& content) const
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s cannot be written", name);
        return file.fileName();
    }

    Called decompose(const QString& path, const QStringList& more = {}) const
    {
        return btw(QStringList { QStringLiteral("decompose"), path, QStringLiteral("--task"),
                       QStringLiteral("classification") }
            + more);
    }

private Q_SLOTS:
    // y is the XOR of two modalities, in 40 test rows; of the validation rows it is the first.
    void whatOnlyBothTogetherSay()
    {
        QByteArray csv = "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1,prob_b_0,prob_b_1\n";
        for (int i = 0; i < 80; ++i) {
            const int a = i & 1, b = (i >> 1) & 1;
            const bool isTest = i < 40;
            const auto sure
                = [](int bit) { return bit != 0 ? QByteArray("0.2,0.8") : QByteArray("0.8,0.2"); };
            csv += 'p' + QByteArray::number(i) + (isTest ? ",test," : ",validation,")
                + QByteArray::number(isTest ? a ^ b : a) + ",0.5,0.5," + sure(a) + ',' + sure(b) + '\n';
        }
        const QString path = write("xor.csv", csv);
        const auto part = [](const Called& called, const char* name) {
            return QJsonDocument::fromJson(called.out)[0][QLatin1String(name)][u"estimate"].toDouble(-1);
        };
        const Called test = decompose(path, { QStringLiteral("--json") });
        QVERIFY2(test.status == 0, test.err.constData());
        QVERIFY(std::abs(part(test, "synergy") - std::log(2)) < 1e-6);
        QVERIFY(std::abs(part(test, "shared")) < 1e-6);
        const auto one = QJsonDocument::fromJson(test.out)[0].toObject();
        QCOMPARE(one[u"n"].toInt(), 40);
        QCOMPARE(one[u"first"].toString(), QStringLiteral("a"));
        QCOMPARE(one[u"second"].toArray(), QJsonArray { QStringLiteral("b") });
        QVERIFY(one[u"note"].isNull());
        const auto synergy = one[u"synergy"].toObject();
        QVERIFY(synergy[u"by_chance"].toDouble() < 0.1);
        QVERIFY(synergy[u"chance_high"].toDouble() > synergy[u"by_chance"].toDouble());
        QVERIFY(synergy[u"chance_high"].toDouble() < 0.3);
        const Called validation = decompose(
            path, { QStringLiteral("--json"), QStringLiteral("--split"), QStringLiteral("validation") });
        QVERIFY(std::abs(part(validation, "unique_first") - std::log(2)) < 1e-6);
        QVERIFY(std::abs(part(validation, "synergy")) < 1e-6);
        const Called words = decompose(path);
        QVERIFY2(words.out.contains("0.693 ("), words.out.constData());
        QVERIFY(words.err.contains("nats"));

        const Called train = decompose(path, { QStringLiteral("--split"), QStringLiteral("train") });
        QCOMPARE(train.status, 2);
        QVERIFY2(train.err.contains("No row of the split train"), train.err.constData());
        const Called split = decompose(path, { QStringLiteral("--split"), QStringLiteral("somewhere") });
        QCOMPARE(split.status, 2);
        QVERIFY(split.err.contains("train, validation or test"));
    }

    void oneModalityIsRefused()
    {
        QByteArray csv = "id,split,y,prob_multi_0,prob_multi_1,prob_a_0,prob_a_1\n";
        for (int i = 0; i < 20; ++i)
            csv += QByteArray::number(i) + ",test,0,0.5,0.5,0.5,0.5\n";
        const Called called = decompose(write("one.csv", csv));
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains("two or more"), called.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliDecompose)
#include "tst_clidecompose.moc"
