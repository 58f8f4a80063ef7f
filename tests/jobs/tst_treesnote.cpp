// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/treesnote.h"

#include <QtTest/QtTest>

using namespace btw;
using store::ReferenceRecord;

namespace {

ReferenceRecord trees(const char* part, double rounds)
{
    ReferenceRecord record;
    record.name = ReferenceRecord::treesName(QString::fromLatin1(part));
    record.strength = rounds;
    return record;
}

} // namespace

class TestTreesNote : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeTreesNeedNoNote()
    {
        ReferenceRecord regression;
        regression.name = QStringLiteral("text");
        regression.strength = 0.1;
        QCOMPARE(jobs::treesNote({ regression, trees("text", 300), trees("all", 300) }), QString());
    }

    void whatWasBoundedIsNamed()
    {
        QCOMPARE(
            jobs::treesNote({ trees("text", 0), trees("audio", 0), trees("genes", -1), trees("all", 120) }),
            QStringLiteral(
                "The time limit for boosted trees, 20 s, cut these short: all (120 of 300 rounds). "
                "The time limit for boosted trees, 20 s, was over before these began: text, audio. "
                "Boosted trees were left out where rows times features exceed 10000000: genes."));
    }

    void aModalityThatIsCalledAsTreesWereBeforeIsNotTakenForThem()
    {
        ReferenceRecord old;
        old.name = QStringLiteral("trees");
        QVERIFY(!old.isTrees());
        QCOMPARE(old.part(), QStringLiteral("trees"));
        QCOMPARE(trees("trees", 300).part(), QStringLiteral("trees"));
    }
};

QTEST_APPLESS_MAIN(TestTreesNote)
#include "tst_treesnote.moc"
