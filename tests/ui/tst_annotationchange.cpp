// SPDX-License-Identifier: GPL-3.0-or-later
// Undo of notes, stars and subgroups: the same rows with the same ids, and nobody else's.
#include "engine/error.h"
#include "tests/store/storefixture.h"
#include "ui/pages/control/annotationchange.h"
#include "workspace/store/store.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace btw;
using pages::AnnotationChange;
using store::RunNote;

class TestAnnotationChange : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    std::int64_t m_cohort = 0;
    std::vector<std::int64_t> m_runs;

    static RunNote starred() { return { {}, {}, true }; }
    std::vector<QString> names() const
    {
        std::vector<QString> all;
        for (const auto& one : m_store->subgroups())
            all.push_back(one.name);
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<store::Store>(m_folder->filePath(QStringLiteral("s.sqlite")));
        const auto split = m_store->saveCohort(fixture::regression());
        m_cohort = m_store->cohort(split).cohortId;
        m_runs.clear();
        for (const char* key : { "a", "b" })
            m_runs.push_back(
                m_store->addRun(fixture::run(split, training::Step::Baseline, QString::fromLatin1(key)), {}));
    }

    void aSubgroupComesBackWithItsIdAndTime()
    {
        m_store->saveSubgroup(QStringLiteral("Old"), m_cohort, { "a", "b" }, store::SelectedIn::Table);
        const auto was = m_store->subgroups();
        const auto change = AnnotationChange::by(
            *m_store, [&](store::Store& store) { store.removeSubgroup(was.front().id); });
        QVERIFY(m_store->subgroups().empty());
        QCOMPARE(change.undo(*m_store), 0U);
        QVERIFY(m_store->subgroups() == was);
        QCOMPARE(change.redo(*m_store), 0U);
        QVERIFY(m_store->subgroups().empty());
    }

    void whatOthersWroteAndNamedSinceStays()
    {
        const auto change = AnnotationChange::by(*m_store, [&](store::Store& store) {
            store.saveNote(m_runs, starred());
            store.saveSubgroup(QStringLiteral("Mine"), m_cohort, { "a" });
        });
        // Another window, or another person.
        const RunNote theirs { { QStringLiteral("paper") }, QStringLiteral("keep"), true };
        m_store->saveNote({ m_runs[1] }, theirs);
        m_store->saveSubgroup(QStringLiteral("Theirs"), m_cohort, { "b" });
        QCOMPARE(change.undo(*m_store), 1U);
        QCOMPARE(m_store->notes().size(), 1U);
        QVERIFY(m_store->notes().at(m_runs[1]) == theirs);
        QCOMPARE(names(), std::vector<QString> { QStringLiteral("Theirs") });
        // Forth again: what they have changed is not overwritten.
        QCOMPARE(change.redo(*m_store), 1U);
        QVERIFY(m_store->notes().at(m_runs[0]) == starred());
        QVERIFY(m_store->notes().at(m_runs[1]) == theirs);
        QCOMPARE(names().size(), 2U);
    }

    void aSubgroupThatOthersRenamedSinceStays()
    {
        const auto id = m_store->saveSubgroup(QStringLiteral("Old"), m_cohort, { "a" });
        const auto change = AnnotationChange::by(
            *m_store, [id](store::Store& store) { store.renameSubgroup(id, QStringLiteral("Aged")); });
        m_store->renameSubgroup(id, QStringLiteral("Over 65"));
        QCOMPARE(change.undo(*m_store), 1U);
        QCOMPARE(names(), std::vector<QString> { QStringLiteral("Over 65") });
    }

    void aNameThatIsTakenIsSaidAndNothingChanges()
    {
        const auto id = m_store->saveSubgroup(QStringLiteral("Old"), m_cohort, { "a" });
        const auto change = AnnotationChange::by(*m_store, [&](store::Store& store) {
            store.saveNote({ m_runs[0] }, starred());
            store.removeSubgroup(id);
        });
        m_store->saveSubgroup(QStringLiteral("Old"), m_cohort, { "b" });
        QVERIFY_THROWS_EXCEPTION(Error, change.undo(*m_store));
        QVERIFY(m_store->notes().at(m_runs[0]) == starred());
        QCOMPARE(names().size(), 1U);
    }

    void aRunThatIsGoneHasNoNoteToBringBack()
    {
        m_store->saveNote({ m_runs[0] }, starred());
        const auto change
            = AnnotationChange::by(*m_store, [&](store::Store& store) { store.saveNote({ m_runs[0] }, {}); });
        m_store->removeRun(m_runs[0]);
        QCOMPARE(change.undo(*m_store), 1U);
        QVERIFY(m_store->notes().empty());
    }

    void workThatFailsChangesNothing()
    {
        QVERIFY_THROWS_EXCEPTION(Error, AnnotationChange::by(*m_store, [&](store::Store& store) {
            store.saveNote(m_runs, starred());
            throw Error("no");
        }));
        QVERIFY(m_store->notes().empty());
    }
};

QTEST_GUILESS_MAIN(TestAnnotationChange)
#include "tst_annotationchange.moc"
