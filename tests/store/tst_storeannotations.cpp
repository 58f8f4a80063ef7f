// SPDX-License-Identifier: GPL-3.0-or-later
// Notes of models and subgroups of people: kept, replaced, removed, also in a store of an older schema.
#include "oldstore.h"

#include "workspace/store/blobs.h"

#include "engine/error.h"
#include "workspace/store/store.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace btw;
using store::RunNote;
using store::Store;

class TestStoreAnnotations : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void notesAreKeptForEachRunAndRemovedWhenEmpty()
    {
        Store store(path("notes.sqlite"));
        const auto split = store.saveCohort(fixture::regression());
        std::vector<std::int64_t> runs;
        for (int i = 0; i < 2; ++i)
            runs.push_back(store.addRun(fixture::run(split, training::Step::Baseline), {}));
        const RunNote note { { QStringLiteral("paper"), QStringLiteral("a, b") }, QStringLiteral("“best”"),
            true };
        store.saveNote(runs, note);
        {
            const Store other(path("notes.sqlite"), Store::Mode::Reading);
            QCOMPARE(other.notes().size(), 2U);
            QVERIFY(other.notes().at(runs[1]) == note);
        }
        store.saveNote({ runs[0] }, { {}, QStringLiteral("only this"), false });
        QCOMPARE(store.notes().at(runs[0]).text, QStringLiteral("only this"));
        QVERIFY(store.notes().at(runs[1]) == note);
        store.saveNote({ runs[0] }, {});
        QCOMPARE(store.notes().count(runs[0]), 0U);
        store.removeRun(runs[1]);
        QVERIFY(store.notes().empty());
    }

    void subgroupsAreReplacedByNameAndRemoved()
    {
        Store store(path("groups.sqlite"));
        const auto cohort = store.cohort(store.saveCohort(fixture::regression())).cohortId;
        const auto first = store.saveSubgroup(QStringLiteral(" Old "), cohort, { "a", "b" });
        const auto second = store.saveSubgroup(QStringLiteral("Young, 中"), cohort, { "c" });
        QCOMPARE(store.saveSubgroup(QStringLiteral("Old"), cohort, { "a", "d,\"e" }), first);
        const auto all = store.subgroups();
        QCOMPARE(all.size(), 2U);
        QCOMPARE(all[0].name, QStringLiteral("Old"));
        QCOMPARE(all[0].ids, (std::vector<std::string> { "a", "d,\"e" }));
        QCOMPARE(all[0].cohort, fixture::regression().name);
        QVERIFY(all[0].created.isValid());
        QCOMPARE(all[1].id, second);
        store.removeSubgroup(first);
        QCOMPARE(store.subgroups().size(), 1U);
        QVERIFY_EXCEPTION_THROWN(store.saveSubgroup(QStringLiteral("  "), cohort, { "a" }), Error);
        QVERIFY_EXCEPTION_THROWN(store.saveSubgroup(QStringLiteral("Nobody"), cohort, {}), Error);
    }

    void olderStoresTakeBoth_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : { "version1.sqlite", "version2.sqlite" })
            QTest::newRow(file) << QString::fromLatin1(file);
    }

    void olderStoresTakeBoth()
    {
        QFETCH(QString, file);
        const QString copy = m_folder.filePath(file);
        QVERIFY(QFile::copy(QStringLiteral(BTW_STORE_DATA "/") + file, copy));
        QVERIFY(QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner));
        Store store(copy, Store::Mode::Existing);
        const auto runs = store.runs();
        QVERIFY(store.notes().empty());
        QVERIFY(store.subgroups().empty());
        store.saveNote({ runs.front().id }, { { QStringLiteral("old") }, {}, false });
        store.saveSubgroup(QStringLiteral("Those"), store.cohort(runs.front().splitId).cohortId, { "p1" });
        QCOMPARE(store.notes().at(runs.front().id).tags, QStringList { QStringLiteral("old") });
        QCOMPARE(store.subgroups().front().name, QStringLiteral("Those"));
        QCOMPARE(store.runs().size(), runs.size());
        QCOMPARE(fixture::sql(copy, QStringLiteral("PRAGMA user_version")).toInt(),
            static_cast<int>(store::migrations().size()));
    }

    void subgroupsSayWhereTheirPeopleWereSelected()
    {
        using store::SelectedIn;
        Store store(path("where.sqlite"));
        const auto cohort = store.cohort(store.saveCohort(fixture::regression())).cohortId;
        store.saveSubgroup(QStringLiteral("Wrong"), cohort, { "a" }, SelectedIn::Errors);
        store.saveSubgroup(QStringLiteral("Rows"), cohort, { "b" }, SelectedIn::Table);
        store.saveSubgroup(QStringLiteral("Some"), cohort, { "c" });
        const auto all = store.subgroups();
        QCOMPARE(all[0].selectedIn, SelectedIn::Errors);
        QCOMPARE(all[1].selectedIn, SelectedIn::Table);
        QCOMPARE(all[2].selectedIn, SelectedIn::Unknown);
        // Chosen anew, it is what it was chosen by now.
        store.saveSubgroup(QStringLiteral("Rows"), cohort, { "b", "c" }, SelectedIn::Errors);
        QCOMPARE(store.subgroups()[1].selectedIn, SelectedIn::Errors);
    }

    void renamedSubgroupsKeepTheirPeople()
    {
        Store store(path("rename.sqlite"));
        const auto cohort = store.cohort(store.saveCohort(fixture::regression())).cohortId;
        const auto first
            = store.saveSubgroup(QStringLiteral("Old"), cohort, { "a", "b" }, store::SelectedIn::Errors);
        store.saveSubgroup(QStringLiteral("Young"), cohort, { "c" });
        store.renameSubgroup(first, QStringLiteral(" Aged "));
        const auto renamed = store.subgroups().front();
        QCOMPARE(renamed.name, QStringLiteral("Aged"));
        QCOMPARE(renamed.id, first);
        QCOMPARE(renamed.ids, (std::vector<std::string> { "a", "b" }));
        QCOMPARE(renamed.selectedIn, store::SelectedIn::Errors);
        QVERIFY_EXCEPTION_THROWN(store.renameSubgroup(first, QStringLiteral("Young")), Error);
        QVERIFY_EXCEPTION_THROWN(store.renameSubgroup(first, QStringLiteral(" ")), Error);
        QVERIFY_EXCEPTION_THROWN(store.renameSubgroup(first + 99, QStringLiteral("New")), Error);
        QCOMPARE(store.subgroups().front().name, QStringLiteral("Aged"));
    }

    void aSubgroupComesBackAsItWas()
    {
        Store store(path("back.sqlite"));
        const auto cohort = store.cohort(store.saveCohort(fixture::regression())).cohortId;
        const auto first
            = store.saveSubgroup(QStringLiteral("Old"), cohort, { "a", "b" }, store::SelectedIn::Errors);
        const auto was = store.subgroups().front();
        store.saveSubgroup(QStringLiteral("Old"), cohort, { "c" });
        store.restoreSubgroup(was);
        QVERIFY(store.subgroups().front() == was);
        store.removeSubgroup(first);
        store.saveSubgroup(QStringLiteral("Young"), cohort, { "c" });
        store.restoreSubgroup(was);
        QCOMPARE(store.subgroups().size(), 2U);
        QVERIFY(store.subgroups().front() == was);
        store.removeSubgroup(first);
        store.saveSubgroup(QStringLiteral("Old"), cohort, { "c" });
        QVERIFY_EXCEPTION_THROWN(store.restoreSubgroup(was), Error);
        QCOMPARE(store.subgroups().size(), 2U);
    }

    void subgroupsOfSchemaEightStayAndNobodyKnowsWhereTheyAreFrom()
    {
        const QString file = path("eight.sqlite");
        fixture::copyOldStore(file, 8);
        const auto ids = store::packStrings({ "a", "b" });
        fixture::sql(file,
            QStringLiteral(
                "INSERT INTO subgroups(cohort_id, name, created, ids) VALUES (1, 'Those', '', x'%1')")
                .arg(QString::fromLatin1(ids.toHex())));
        {
            const Store older(file, Store::Mode::Reading); // a copy is brought up to date, not the file
            QCOMPARE(older.subgroups().front().selectedIn, store::SelectedIn::Unknown);
        }
        Store store(file, Store::Mode::Existing);
        QCOMPARE(store.subgroups().size(), 1U);
        QCOMPARE(store.subgroups().front().name, QStringLiteral("Those"));
        QCOMPARE(store.subgroups().front().ids, (std::vector<std::string> { "a", "b" }));
        QCOMPARE(store.subgroups().front().selectedIn, store::SelectedIn::Unknown);
        QCOMPARE(fixture::sql(file, QStringLiteral("PRAGMA user_version")).toInt(),
            static_cast<int>(store::migrations().size()));
    }
};

QTEST_GUILESS_MAIN(TestStoreAnnotations)
#include "tst_storeannotations.moc"
