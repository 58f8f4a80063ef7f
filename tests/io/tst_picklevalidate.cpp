// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

/// `btw validate` on pickles, as a script calls it.
class PickleValidateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodFileExitsZero_data()
    {
        QTest::addColumn<QString>("path");
        for (const char* path : { "mult.pkl", "mmsa.pkl", "mmsa_classes.pkl", "misa", "mmim", "stays" })
            QTest::newRow(path) << QString::fromLatin1(path);
    }

    void aGoodFileExitsZero()
    {
        QFETCH(QString, path);
        const Called called = btw({ QStringLiteral("validate"), pickles(path), QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        QCOMPARE(called.object()[QStringLiteral("n")].toInt(), 12);
        const QJsonObject splits { { QStringLiteral("train"), 6 }, { QStringLiteral("val"), 3 },
            { QStringLiteral("test"), 3 } };
        QCOMPARE(called.object()[QStringLiteral("splits")].toObject(), splits);
    }

    void aBadFileExitsTwoWithOneLineThatSaysWhy_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("line");
        QFile file(pickles(QStringLiteral("bad.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const auto& value : QJsonDocument::fromJson(file.readAll()).array()) {
            const QJsonObject entry = value.toObject();
            const QString name = entry[QStringLiteral("file")].toString();
            QTest::newRow(qPrintable(name)) << name << entry[QStringLiteral("line")].toString().toUtf8();
        }
    }

    void aBadFileExitsTwoWithOneLineThatSaysWhy()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, line);
        const Called called = btw({ QStringLiteral("validate"), pickles(file) });
        QCOMPARE(called.status, 2);
        QVERIFY(called.out.isEmpty());
        QVERIFY2(called.err.split('\n').contains(line), called.err.constData());
    }

private:
    static QString pickles(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/pickles/") + name; }
};

QTEST_GUILESS_MAIN(PickleValidateTest)
#include "tst_picklevalidate.moc"
