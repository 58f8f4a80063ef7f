// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <QJsonObject>
#include <QTest>

/// `btw validate` on good pickles, as a script calls it; tests/cli has the bad ones.
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

private:
    static QString pickles(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/pickles/") + name; }
};

QTEST_GUILESS_MAIN(PickleValidateTest)
#include "tst_picklevalidate.moc"
