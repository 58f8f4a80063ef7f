// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/rareclassesnote.h"

#include <QtTest/QtTest>

using namespace btw;

namespace {

/// \param tested rows of the test split, by class; as many again are for training
store::CohortRecord cohort(const std::vector<int>& tested)
{
    store::CohortRecord made;
    made.task = Task::Classification;
    for (std::size_t c = 0; c < tested.size(); ++c) {
        made.classes.push_back("c" + std::to_string(c));
        for (int i = 0; i < tested[c]; ++i) {
            for (const Split split : { Split::Test, Split::Train }) {
                made.y.push_back(static_cast<double>(c));
                made.splits.push_back(split);
            }
        }
    }
    return made;
}

} // namespace

class TestRareClassesNote : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enoughRowsNeedNoNote()
    {
        QCOMPARE(jobs::rareClassNotes(cohort({ 10, 25 })), QStringList());
        auto regression = cohort({ 1 });
        regression.task = Task::Regression;
        QCOMPARE(jobs::rareClassNotes(regression), QStringList());
    }

    void classesAreNamedWithTheirRows()
    {
        QCOMPARE(jobs::rareClassNotes(cohort({ 9, 0, 12, 1 })),
            QStringList(
                { QStringLiteral(
                      "Only 9 test rows are of class 'c0'; figures by class and macro-F1 are uncertain."),
                    QStringLiteral(
                        "Only 1 test row is of class 'c3'; figures by class and macro-F1 are uncertain."),
                    QStringLiteral("No test row is of class 'c1'; macro-F1 leaves that class out.") }));
    }

    void manyClassesShareASentence()
    {
        QCOMPARE(jobs::rareClassNotes(cohort({ 1, 2, 3, 4, 5, 6, 20, 0, 0, 0, 0 })),
            QStringList({ QStringLiteral(
                              "6 classes have fewer than 10 test rows ('c0' 1, 'c1' 2, 'c2' 3, 'c3' 4, "
                              "'c4' 5 and 1 more); figures by class and macro-F1 are uncertain."),
                QStringLiteral("4 classes have no test row ('c7', 'c8', 'c9', 'c10'); macro-F1 leaves these "
                               "classes out.") }));
        auto one = cohort({ 1, 2, 3, 4, 50 });
        auto other = cohort({ 50, 1, 2, 3, 4 });
        one.derivation.folds = other.derivation.folds = 5;
        QCOMPARE(jobs::rareClassNotes(one), jobs::rareClassNotes(other));
        QCOMPARE(jobs::rareClassNotes(one).size(), 1);
    }

    void foldsShareTheirSentences()
    {
        auto one = cohort({ 9, 0 });
        auto other = cohort({ 4, 0 });
        one.derivation.folds = other.derivation.folds = 5;
        const auto notes = jobs::rareClassNotes(one);
        QCOMPARE(notes, jobs::rareClassNotes(other));
        QVERIFY(
            notes[0].startsWith(QStringLiteral("In some folds fewer than 10 test rows are of class 'c0'")));
        QVERIFY(notes[1].startsWith(QStringLiteral("In some folds no test row is of class 'c1'")));
    }
};

QTEST_GUILESS_MAIN(TestRareClassesNote)
#include "tst_rareclassesnote.moc"
