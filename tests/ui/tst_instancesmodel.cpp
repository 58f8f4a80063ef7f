// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/instanceorder.h"
#include "ui/models/instancesmodel.h"
#include "values.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <set>

using namespace btw;
using models::InstanceQuery;
using models::InstancesModel;
using Tester = QAbstractItemModelTester;

namespace {

constexpr std::size_t kMany = 100000;

std::shared_ptr<const data::Cohort> shared(data::Cohort cohort)
{
    return std::make_shared<const data::Cohort>(std::move(cohort));
}

/// Twelve rows: ids "row 0" to "row 11", text everywhere, labs for every other one, labels -3 to 3.
data::Cohort twelve() { return values::cohort(12); }

data::Cohort twelveInGroups()
{
    auto cohort = twelve();
    for (std::size_t i = 0; i < cohort.size(); ++i)
        cohort.groups.push_back("person " + std::to_string(i / 3));
    cohort.task = Task::Classification;
    cohort.classes = { "control", "AD" };
    for (std::size_t i = 0; i < cohort.size(); ++i)
        cohort.y[i] = i % 3 == 0 ? 1 : 0;
    return cohort;
}

QStringList column(const InstancesModel& model, int at)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out << model.index(row, at).data().toString();
    return out;
}

int columnCalled(const InstancesModel& model, const char* name)
{
    for (int at = 0; at < model.columnCount(); ++at)
        if (model.headerData(at, Qt::Horizontal, Qt::DisplayRole).toString() == QLatin1String(name))
            return at;
    return -1;
}

} // namespace

class TestInstancesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyWithoutACohort();
    void columnsFollowTheCohort();
    void presenceIsSaidInWords();
    void stepsAreShownWhereThereAreSteps();
    void idsSortAsPeopleCount();
    void textsCountAsPeopleDo_data();
    void textsCountAsPeopleDo();
    void eachColumnSorts_data();
    void eachColumnSorts();
    void equalRowsKeepTheirPlace();
    void filtersKeepWhatTheySay_data();
    void filtersKeepWhatTheySay();
    void selectedInstanceIsFollowedThroughASort();
    void selectionOfAFilteredRowIsDropped();
    void manyRowsAreArrangedOnAnotherThread();
    void onlyTheLastRequestCounts();
    void modelCanGoWhileRowsAreArranged();
    void newCohortForgetsOrderAndFilter();
};

void TestInstancesModel::emptyWithoutACohort()
{
    InstancesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 0);
    model.setFilter(QStringLiteral("x"));
    model.sort(0, Qt::AscendingOrder);
    model.setCohort(shared(twelve()));
    model.setCohort(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestInstancesModel::columnsFollowTheCohort()
{
    InstancesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    const auto heads = [&] {
        QStringList out;
        for (int at = 0; at < model.columnCount(); ++at)
            out << model.headerData(at, Qt::Horizontal, Qt::DisplayRole).toString();
        return out.join(QLatin1Char(' '));
    };
    model.setCohort(shared(twelve()));
    QCOMPARE(heads(), QStringLiteral("Id Split Label text labs"));
    QCOMPARE(model.rowCount(), 12);
    QCOMPARE(column(model, 1).mid(0, 5),
        (QStringList { QStringLiteral("train"), QStringLiteral("train"), QStringLiteral("train"),
            QStringLiteral("validation"), QStringLiteral("test") }));
    model.setCohort(shared(twelveInGroups()));
    QCOMPARE(heads(), QStringLiteral("Id Split Class Group text labs"));
    QCOMPARE(column(model, 2).first(), QStringLiteral("AD"));
    QCOMPARE(column(model, 3).last(), QStringLiteral("person 3"));
}

void TestInstancesModel::presenceIsSaidInWords()
{
    InstancesModel model;
    model.setCohort(shared(twelve()));
    const auto has = model.index(0, 4);
    const auto lacks = model.index(1, 4);
    QVERIFY(has.data(InstancesModel::PresentRole).toBool());
    QVERIFY(!lacks.data(InstancesModel::PresentRole).toBool());
    QCOMPARE(has.data(InstancesModel::ModalityRole).toInt(), 1);
    QVERIFY(!model.index(0, 0).data(InstancesModel::PresentRole).isValid());
    QCOMPARE(has.data(Qt::AccessibleTextRole).toString(), QStringLiteral("labs: present"));
    QCOMPARE(lacks.data(Qt::AccessibleTextRole).toString(), QStringLiteral("labs: absent"));
}

void TestInstancesModel::stepsAreShownWhereThereAreSteps()
{
    auto cohort = twelve();
    auto& labs = cohort.modalities[1];
    labs.kind = data::ModalityKind::Sequence;
    labs.offsets = { 0 };
    for (std::size_t i = 0; i < cohort.size(); ++i)
        labs.offsets.push_back(labs.offsets.back() + (labs.present[i] != 0 ? static_cast<int>(20 - i) : 0));
    InstancesModel model;
    model.setCohort(shared(cohort));
    QCOMPARE(model.index(0, 4).data().toString(), QStringLiteral("20"));
    QCOMPARE(model.index(0, 4).data(InstancesModel::StepsRole).toLongLong(), 20);
    QVERIFY(!model.index(1, 4).data(InstancesModel::StepsRole).isValid()); // absent
    QVERIFY(!model.index(0, 3).data(InstancesModel::StepsRole).isValid()); // has no steps
    QCOMPARE(
        model.index(2, 4).data(Qt::AccessibleTextRole).toString(), QStringLiteral("labs: present, 18 steps"));
    model.sort(4, Qt::AscendingOrder); // the absent ones first, then the short ones
    QCOMPARE(model.instanceAt(0), std::size_t(1));
    QCOMPARE(model.instanceAt(6), std::size_t(10));
    QCOMPARE(model.instanceAt(11), std::size_t(0));
}

void TestInstancesModel::idsSortAsPeopleCount()
{
    InstancesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setCohort(shared(twelve()));
    model.sort(0, Qt::DescendingOrder);
    QCOMPARE(column(model, 0).mid(0, 3),
        (QStringList { QStringLiteral("row 11"), QStringLiteral("row 10"), QStringLiteral("row 9") }));
    model.sort(-1, Qt::AscendingOrder);
    QCOMPARE(column(model, 0).first(), QStringLiteral("row 0"));
}

void TestInstancesModel::textsCountAsPeopleDo_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const auto row = [](const char* a, const char* b) {
        QTest::addRow("%s before %s", a, b) << QString::fromLatin1(a) << QString::fromLatin1(b);
    };
    row("row 9", "row 10");
    row("a2b10", "a10b2");
    row("stay-00099", "stay-00100");
    row("a", "b");
    row("a", "a1");
    row("007", "8");
    row("12345678901234567890123", "12345678901234567890124"); // beyond any integer type
    row("007", "7"); // the same number: in any case not equal
}

void TestInstancesModel::textsCountAsPeopleDo()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QVERIFY(models::countsBefore(first.toStdString(), second.toStdString()));
    QVERIFY(!models::countsBefore(second.toStdString(), first.toStdString()));
    QVERIFY(!models::countsBefore(first.toStdString(), first.toStdString()));
}

void TestInstancesModel::eachColumnSorts_data()
{
    QTest::addColumn<QString>("head");
    QTest::addColumn<bool>("descending");
    for (const char* head : { "Id", "Split", "Class", "Group", "text", "labs" })
        for (const bool descending : { false, true })
            QTest::addRow("%s %s", head, descending ? "down" : "up")
                << QString::fromLatin1(head) << descending;
}

void TestInstancesModel::eachColumnSorts()
{
    QFETCH(QString, head);
    QFETCH(bool, descending);
    InstancesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    const auto cohort = twelveInGroups();
    model.setCohort(shared(cohort));
    model.sort(columnCalled(model, head.toLatin1().constData()),
        descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    const auto keyOf = [&](std::size_t i) -> double {
        if (head == QLatin1String("Id"))
            return static_cast<double>(i);
        if (head == QLatin1String("Split"))
            return static_cast<double>(cohort.splits[i]);
        if (head == QLatin1String("Class"))
            return cohort.y[i];
        if (head == QLatin1String("Group"))
            return static_cast<double>(i / 3);
        return cohort.modalities[head == QLatin1String("text") ? 0 : 1].present[i];
    };
    std::set<std::size_t> seen { model.instanceAt(0) };
    for (int row = 1; row < model.rowCount(); ++row) {
        const double above = keyOf(model.instanceAt(row - 1));
        const double here = keyOf(model.instanceAt(row));
        QVERIFY(descending ? above >= here : above <= here);
        seen.insert(model.instanceAt(row));
    }
    QCOMPARE(seen.size(), std::size_t(12));
}

void TestInstancesModel::equalRowsKeepTheirPlace()
{
    InstanceQuery query;
    query.key = InstanceQuery::Key::Modality;
    query.modality = 1;
    query.descending = true;
    QCOMPARE(models::arrange(twelve(), query),
        (std::vector<std::uint32_t> { 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11 }));
}

void TestInstancesModel::filtersKeepWhatTheySay_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QList<int>>("rows");
    using Rows = QList<int>;
    QTest::newRow("nothing keeps all") << QString() << Rows { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
    QTest::newRow("part of an id") << QStringLiteral("w1") << Rows {};
    QTest::newRow("number in an id") << QStringLiteral("11") << Rows { 11 };
    QTest::newRow("either case") << QStringLiteral("ROW 11") << Rows { 11 };
    QTest::newRow("split") << QStringLiteral("valid") << Rows { 3, 8 };
    QTest::newRow("class") << QStringLiteral("ad") << Rows { 0, 3, 6, 9 };
    QTest::newRow("class that begins so") << QStringLiteral("contr") << Rows { 1, 2, 4, 5, 7, 8, 10, 11 };
    QTest::newRow("group") << QStringLiteral("on 2 person") << Rows { 2, 6, 7, 8 };
    QTest::newRow("has") << QStringLiteral("has:labs") << Rows { 0, 2, 4, 6, 8, 10 };
    QTest::newRow("has not") << QStringLiteral("no:LABS test") << Rows { 9 };
    QTest::newRow("has both") << QStringLiteral("has:text has:labs ad") << Rows { 0, 6 };
    QTest::newRow("no such modality") << QStringLiteral("has:x-ray") << Rows {};
}

void TestInstancesModel::filtersKeepWhatTheySay()
{
    QFETCH(QString, filter);
    InstancesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setCohort(shared(twelveInGroups()));
    model.setFilter(filter);
    QList<int> rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows << static_cast<int>(model.instanceAt(row));
    QTEST(rows, "rows");
}

void TestInstancesModel::selectedInstanceIsFollowedThroughASort()
{
    InstancesModel model;
    Tester tester(&model, Tester::FailureReportingMode::QtTest);
    model.setCohort(shared(twelve()));
    const QPersistentModelIndex selected(model.index(2, 1));
    model.sort(0, Qt::DescendingOrder);
    QCOMPARE(selected.row(), 9);
    QCOMPARE(model.index(selected.row(), 0).data().toString(), QStringLiteral("row 2"));
}

void TestInstancesModel::selectionOfAFilteredRowIsDropped()
{
    InstancesModel model;
    model.setCohort(shared(twelve()));
    const QPersistentModelIndex selected(model.index(1, 0));
    model.setFilter(QStringLiteral("has:labs"));
    QVERIFY(!selected.isValid());
    QCOMPARE(model.rowCount(), 6);
    // As many rows, but others.
    const QPersistentModelIndex shown(model.index(0, 0));
    model.setFilter(QStringLiteral("no:labs"));
    QCOMPARE(model.rowCount(), 6);
    QVERIFY(!shown.isValid());
}

void TestInstancesModel::manyRowsAreArrangedOnAnotherThread()
{
    InstancesModel model;
    model.setCohort(shared(values::cohort(kMany)));
    const QSignalSpy arranged(&model, &InstancesModel::arranged);
    model.sort(0, Qt::DescendingOrder);
    QVERIFY(model.isArranging());
    QCOMPARE(arranged.count(), 0);
    QCOMPARE(model.instanceAt(0), std::size_t(0)); // as they were
    QTRY_COMPARE(arranged.count(), 1);
    QVERIFY(!model.isArranging());
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("row 99999"));
    model.setFilter(QStringLiteral("has:labs test"));
    QTRY_COMPARE(model.rowCount(), 10000);
    QCOMPARE(model.instanceAt(0), std::size_t(99994)); // still in that order
}

void TestInstancesModel::onlyTheLastRequestCounts()
{
    InstancesModel model;
    model.setCohort(shared(values::cohort(kMany)));
    const QSignalSpy arranged(&model, &InstancesModel::arranged);
    for (const char* typed : { "r", "ro", "row", "row 777", "row 7777" })
        model.setFilter(QString::fromLatin1(typed));
    QTRY_VERIFY(!model.isArranging());
    QCOMPARE(arranged.count(), 1);
    QCOMPARE(model.rowCount(), 19); // that many of the numbers below 100,000 hold 7777
}

void TestInstancesModel::modelCanGoWhileRowsAreArranged()
{
    auto cohort = shared(values::cohort(kMany));
    const std::weak_ptr<const data::Cohort> watched = cohort;
    {
        InstancesModel model;
        model.setCohort(std::move(cohort));
        model.sort(0, Qt::DescendingOrder);
    }
    QCoreApplication::processEvents();
    QVERIFY(watched.expired());
}

void TestInstancesModel::newCohortForgetsOrderAndFilter()
{
    InstancesModel model;
    model.setCohort(shared(values::cohort(kMany)));
    model.sort(0, Qt::DescendingOrder);
    model.setFilter(QStringLiteral("has:labs"));
    model.setCohort(shared(twelve())); // while the other is being arranged
    QVERIFY(!model.isArranging());
    QCOMPARE(model.rowCount(), 12);
    QCOMPARE(model.instanceAt(0), std::size_t(0));
    QTest::qWait(0);
    QCOMPARE(model.rowCount(), 12);
}

QTEST_GUILESS_MAIN(TestInstancesModel)
#include "tst_instancesmodel.moc"
