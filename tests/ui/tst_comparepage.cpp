// SPDX-License-Identifier: GPL-3.0-or-later
// Systems beside each other, as a person uses the page: a real store of real trainings on a small cohort.
#include "engine/data/samples.h"
#include "engine/error.h"
#include "ui/charts/chart.h"
#include "ui/charts/figureinfo.h"
#include "ui/help/wordbutton.h"
#include "ui/pages/compare/comparebar.h"
#include "ui/pages/compare/comparecontroller.h"
#include "ui/pages/compare/comparehead.h"
#include "ui/pages/compare/comparepage.h"
#include "ui/pages/compare/comparisoncard.h"
#include "ui/pages/compare/comparisonfigures.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/pages/compare/curvescard.h"
#include "ui/pages/compare/peoplecard.h"
#include "ui/pages/compare/peoplescatter.h"
#include "ui/pages/compare/selectedcard.h"
#include "ui/pages/compare/selectedmodel.h"
#include "ui/pages/compare/selectedtable.h"
#include "ui/pages/compare/specdifference.h"
#include "ui/pages/compare/systemsdelegate.h"
#include "ui/pages/compare/systemstable.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/instancesview.h"
#include "ui/pages/instance/instancepanel.h"
#include "ui/pages/instance/instancetables.h"
#include "ui/pages/instance/ownaccount.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/nomatch.h"
#include "ui/widgets/scrolledpage.h"
#include "ui/widgets/settings.h"
#include "workspace/experiments/comparisonrecords.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/studies.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/exportcsv.h"
#include "workspace/store/store.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QInputDialog>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <set>

using namespace btw;
using pages::ComparePage;
using pages::ComparisonModel;

namespace {

constexpr int kLongMs = 240000;
constexpr std::size_t kRows = 240;

/// Cells of a run's export by id and column.
std::map<std::string, std::map<std::string, QString>> exported(const store::Store& store, std::int64_t run)
{
    std::map<std::string, std::map<std::string, QString>> cells;
    const auto lines = QString::fromUtf8(store::exportCsv(store, run)).split(QLatin1Char('\n'));
    const auto heads = lines.front().split(QLatin1Char(','));
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const auto parts = lines[i].split(QLatin1Char(','));
        for (qsizetype c = 0; c < parts.size() && parts.size() == heads.size(); ++c)
            cells[parts[0].toStdString()][heads[c].toStdString()] = parts[c];
    }
    return cells;
}

} // namespace

class TestComparePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void figuresAreThoseOfTheHeadlessProgram();
    void copiesAreWhatTheHeadlessProgramPrints();
    void commandNamesStudyBaselineAndFigure();
    void keyboardChoosesTheBaselineChecksAndStars();
    void filterKeepsRowsThatHaveItsWords();
    void columnsAreChosenAndRemembered();
    void twoCheckedSystemsShowTheirSettingsAndCurves();
    void mouseAndKeyboardSelectThePeopleEverywhere();
    void namedSubgroupRestrictsTheComparison();
    void whoWasChosenByErrorsIsWarnedOf();
    void tooFewPeopleAreNotShown();
    void namesArePlainAndHeadsAreExplained();
    void barsAndClassesAreOfTheSameNumbers();
    void barsSayWhatTheirWhiskersAre();
    void aClickOnARowMovesScatterAndCurvesToIt();
    void numbersOfAColumnHaveTheSameDecimals();
    void aPersonOpensUnderTheModelWithEverything();
    void neighboursNamesAreToldApart();
    void namesOfModelsGiveWayInTheTableOfPeople();
    void whatTheModelSaysOfModalitiesHasItsName();
    void whatTheModelSaysOfAPersonIsASentence();
    void aPersonIsShownAsExported();
    void aWorkbookIsCalledAfterDataAndQuestion();
    void cardsNeverLieUponEachOther();
    void cardsAreNeverWiderThanThePage();
    void rowsThatDifferReadDifferently();
    void anEstimateBeyondTheScaleIsNotDrawnAtItsEdge();
    void closedStudySaysWhy();

private:
    void makeStore();
    ComparePage& page() { return m_window->page<ComparePage>(); }
    ComparisonModel& model() { return page().model(); }
    bool answered();
    int rowOf(const QString& name);
    std::shared_ptr<const experiments::PeopleChange> change();

    QTemporaryDir m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<pages::MainWindow> m_window;
    QString m_store;
};

/// moe:none, moe:btw and the plain regression, one seed each.
void TestComparePage::makeStore()
{
    jobs::TrainingRequest request;
    request.cohort = std::make_shared<const data::Cohort>(data::makeSentiment(kRows));
    request.cohortPath = m_folder.filePath(QStringLiteral("cohort.npz"));
    io::writeNpz(*request.cohort, request.cohortPath);
    jobs::Queue queue(m_store);
    QSignalSpy busy(&queue, &jobs::Queue::busyChanged);
    request.spec = training::presetSpec("demo", kRows);
    request.spec.epochs = 4;
    request.spec.variant = weighting::Variant::None;
    queue.enqueue(request);
    request.spec.variant = weighting::Variant::Btw;
    queue.enqueue(request);
    request.spec.model = "regression";
    request.spec.variant = weighting::Variant::None;
    queue.enqueue(request);
    QTRY_VERIFY_WITH_TIMEOUT(!busy.isEmpty() && !busy.last().at(0).toBool(), kLongMs);
}

void TestComparePage::initTestCase()
{
    qRegisterMetaType<jobs::TrainingEvent>("btw::jobs::TrainingEvent");
    m_store = m_folder.filePath(QStringLiteral("p.sqlite"));
    makeStore();
    m_settings = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_store);
    m_window = std::make_unique<pages::MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    new QAbstractItemModelTester(&model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
    new QAbstractItemModelTester(
        page().table()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
    new QAbstractItemModelTester(
        page().selected()->table()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, this);
    m_window->data().openAgain(m_folder.filePath(QStringLiteral("cohort.npz")));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort() != nullptr, kLongMs);
}

void TestComparePage::cleanupTestCase()
{
    m_window.reset();
    m_queue.reset();
}

void TestComparePage::init()
{
    m_window->showPage(pages::pageid::kCompare);
    QVERIFY(answered());
}

bool TestComparePage::answered()
{
    return QTest::qWaitFor(
        [this] { return !page().controller()->isBusy() && page().controller()->result() != nullptr; },
        kLongMs);
}

int TestComparePage::rowOf(const QString& name)
{
    for (int row = 0; row < model().rowCount(); ++row)
        if (model().rowAt(row).model.fullName() == name)
            return row;
    return -1;
}

void TestComparePage::figuresAreThoseOfTheHeadlessProgram()
{
    QVERIFY2(page().hiddenText().isEmpty(), qPrintable(page().hiddenText()));
    const store::Store store(m_store, store::Store::Mode::Reading);
    const auto studies = experiments::studiesOf(store);
    const auto json = experiments::comparisonJson(experiments::compareStudy(store, studies.front()));
    QCOMPARE(model().rowCount(), json.size());
    QVERIFY(model().rowCount() >= 5); // three systems and reference models
    QCOMPARE(model().baselineRow(), rowOf(QStringLiteral("moe:none")));
    for (int row = 0; row < model().rowCount(); ++row) {
        const auto shown = json[row].toObject();
        const auto& own = model().rowAt(row);
        QCOMPARE(own.model.system, shown.value(QStringLiteral("system")).toString());
        const auto sort = [&](int column) {
            return model().index(row, column).data(ComparisonModel::SortRole).toDouble();
        };
        QCOMPARE(sort(ComparisonModel::Figure), shown.value(QStringLiteral("mean")).toDouble());
        if (row == model().baselineRow())
            continue;
        QCOMPARE(sort(ComparisonModel::Difference), shown.value(QStringLiteral("diff")).toDouble());
        QCOMPARE(sort(ComparisonModel::P), shown.value(QStringLiteral("p_holm")).toDouble());
        // Lower is better: the forest's right side is where the figure is lower.
        const auto bar = model().index(row, ComparisonModel::Forest).data(ComparisonModel::ForestRole);
        QCOMPARE(bar.value<pages::ForestBar>().low, -shown.value(QStringLiteral("ci_high")).toDouble());
        // Where it is written out, beyond the scale, it has the sign of the table.
        QCOMPARE(bar.value<pages::ForestBar>().figure().startsWith(QStringLiteral("−")),
            shown.value(QStringLiteral("diff")).toDouble() < 0);
    }
    // The best is bold, the second underlined, as in the tables.
    int bold = -1;
    double best = std::numeric_limits<double>::infinity();
    for (int row = 0; row < model().rowCount(); ++row) {
        if (model().index(row, ComparisonModel::Figure).data(Qt::FontRole).value<QFont>().bold())
            bold = row;
        best = std::min(best, model().rowAt(row).mean);
    }
    QVERIFY(bold >= 0);
    QCOMPARE(model().rowAt(bold).mean, best);
}

void TestComparePage::copiesAreWhatTheHeadlessProgramPrints()
{
    const store::Store store(m_store, store::Store::Mode::Reading);
    const auto study = experiments::studiesOf(store).front();
    experiments::ComparisonChoice full;
    full.withVariances = true;
    using experiments::TableFormat;
    const std::vector<std::tuple<pages::CopyFormat, TableFormat, bool>> kFormats {
        { pages::CopyFormat::Latex, TableFormat::Latex, false },
        { pages::CopyFormat::Markdown, TableFormat::Markdown, false },
        { pages::CopyFormat::Csv, TableFormat::Csv, true }, { pages::CopyFormat::Tsv, TableFormat::Tsv, true }
    };
    for (const auto& [copy, format, isFull] : kFormats) {
        const auto comparisons
            = experiments::compareStudy(store, study, isFull ? full : experiments::ComparisonChoice());
        const QString expected = experiments::comparisonText(comparisons, format) + QLatin1Char('\n');
        QApplication::clipboard()->setText(QStringLiteral("the table copied before"));
        page().head()->copyAs(copy);
        QVERIFY(QApplication::clipboard()->text() != QLatin1String("the table copied before"));
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::clipboard()->text(), expected, kLongMs);
        const QString said = page().head()->message();
        QVERIFY2(said.startsWith(QStringLiteral("Copied as ")), qPrintable(said));
        QVERIFY2(
            said.contains(QString::number(model().rowCount()) + QStringLiteral(" rows")), qPrintable(said));
    }
    // At the foot, where it moves nothing that is read.
    const auto* banner = page().head()->banner();
    const auto top = [this](const QWidget* one) { return one->mapTo(&page(), QPoint()).y(); };
    QVERIFY(banner->isVisible());
    QVERIFY2(top(banner) + banner->height() > page().height() - 20, qPrintable(QString::number(top(banner))));
    QVERIFY(top(page().head()) == 0 && top(banner) > page().head()->height());
    const QString file = m_folder.filePath(QStringLiteral("c.xlsx"));
    page().head()->exportTo(file);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), kLongMs);
}

void TestComparePage::commandNamesStudyBaselineAndFigure()
{
    const auto cohort = page().controller()->question().study.split;
    QCOMPARE(page().head()->command(),
        QStringLiteral("btw compare --store %1 --split %2").arg(m_store).arg(cohort));
    auto question = page().controller()->question();
    question.metric = "rmse";
    question.baseline = QStringLiteral("regression");
    question.spread = experiments::Spread::People;
    page().controller()->ask(question);
    QVERIFY(answered());
    QCOMPARE(page().head()->command(),
        QStringLiteral("btw compare --store %1 --split %2 --baseline regression --metric rmse --by person")
            .arg(m_store)
            .arg(cohort));
    QCOMPARE(model().baselineRow(), rowOf(QStringLiteral("regression")));
    question = {};
    question.study.split = cohort;
    page().controller()->ask(question);
    QVERIFY(answered());
}

void TestComparePage::keyboardChoosesTheBaselineChecksAndStars()
{
    auto* table = page().table();
    table->setFocus();
    table->setCurrentRow(rowOf(QStringLiteral("moe:btw")));
    QTest::keyClick(table, Qt::Key_B);
    QVERIFY(answered());
    QCOMPARE(model().baselineRow(), rowOf(QStringLiteral("moe:btw")));

    table->setCurrentRow(rowOf(QStringLiteral("regression")));
    QTest::keyClick(table, Qt::Key_Space);
    QCOMPARE(model().checkedRows(), QList<int> { rowOf(QStringLiteral("regression")) });
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(model().checkedRows().isEmpty());

    QTest::keyClick(table, Qt::Key_S);
    QVERIFY(model().noteOf(rowOf(QStringLiteral("regression"))).isStarred);
    const auto run
        = ComparisonModel::runsOf(model().rowAt(rowOf(QStringLiteral("regression"))).model).front();
    const store::Store store(m_store, store::Store::Mode::Reading);
    QTRY_VERIFY(store.notes()[run].isStarred);

    table->setCurrentRow(rowOf(QStringLiteral("moe:none")));
    QTest::keyClick(table, Qt::Key_B);
    QVERIFY(answered());
    QCOMPARE(model().baselineRow(), rowOf(QStringLiteral("moe:none")));
    QVERIFY(model().noteOf(rowOf(QStringLiteral("regression"))).isStarred); // kept
}

void TestComparePage::filterKeepsRowsThatHaveItsWords()
{
    page().bar()->filter()->setText(QStringLiteral("moe")); // the key
    QCOMPARE(page().table()->model()->rowCount(), 2);
    page().bar()->filter()->setText(QStringLiteral("btw-weighted"));
    QCOMPARE(page().table()->model()->rowCount(), 1);
    page().bar()->filter()->setText(QStringLiteral("star"));
    QCOMPARE(page().table()->model()->rowCount(), 1);
    const auto* said = page().table()->findChild<widgets::NoMatch*>();
    QVERIFY(said && said->isHidden());
    page().bar()->filter()->setText(QStringLiteral("no such system"));
    QCOMPARE(page().table()->model()->rowCount(), 0);
    QVERIFY(!said->isHidden());
    QCOMPARE(said->text(), QStringLiteral("Nothing matches “no such system”."));
    page().bar()->filter()->clear();
    QVERIFY(said->isHidden());
    QCOMPARE(page().table()->model()->rowCount(), model().rowCount());
}

void TestComparePage::columnsAreChosenAndRemembered()
{
    QVERIFY(page().table()->isColumnHidden(ComparisonModel::Tags));
    const auto menu = page().table()->columnsMenu();
    for (auto* action : menu->actions())
        if (action->text() == QLatin1String("tags"))
            action->trigger();
    QVERIFY(!page().table()->isColumnHidden(ComparisonModel::Tags));
    QVERIFY(!m_settings->hiddenCompareColumns().contains(QStringLiteral("tags")));
    QVERIFY(m_settings->hiddenCompareColumns().contains(QStringLiteral("note")));
}

void TestComparePage::twoCheckedSystemsShowTheirSettingsAndCurves()
{
    for (const char* name : { "moe:none", "regression" })
        model().setData(model().index(rowOf(QLatin1String(name)), 0), Qt::Checked, Qt::CheckStateRole);
    auto* curves = page().findChild<pages::CurvesCard*>();
    page().table()->setCurrentRow(rowOf(QStringLiteral("regression")));
    QTRY_COMPARE(curves->curves().size(), 2U);
    QVERIFY(curves->isVisible());
    const store::Store store(m_store, store::Store::Mode::Reading);
    const auto run = model().rowAt(rowOf(QStringLiteral("moe:none"))).model.runs.begin()->second;
    const auto epochs = store.epochs(run);
    QCOMPARE(curves->curves()[0].values.size(), epochs.size());
    QCOMPARE(curves->curves()[0].values.back(), epochs.back().report.validation.at("mae"));
    const pages::SpecDifference dialog(model().rowAt(rowOf(QStringLiteral("moe:none"))).model,
        model().rowAt(rowOf(QStringLiteral("regression"))).model);
    QCOMPARE(dialog.table()->item(0, 1)->text(), QStringLiteral("moe"));
    QCOMPARE(dialog.table()->item(0, 2)->text(), QStringLiteral("regression"));
    for (const char* name : { "moe:none", "regression" })
        model().setData(model().index(rowOf(QLatin1String(name)), 0), Qt::Unchecked, Qt::CheckStateRole);
    QVERIFY(!curves->isVisible());
}

std::shared_ptr<const experiments::PeopleChange> TestComparePage::change()
{
    QSignalSpy known(page().controller(), &pages::CompareController::peopleKnown);
    page().table()->setFocus();
    page().table()->setCurrentRow(rowOf(QStringLiteral("moe:btw")));
    QTest::keyClick(page().table(), Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return !known.isEmpty(); }, kLongMs))
        return nullptr;
    return known.last().at(0).value<std::shared_ptr<const experiments::PeopleChange>>();
}

void TestComparePage::mouseAndKeyboardSelectThePeopleEverywhere()
{
    const auto shown = change();
    QVERIFY(shown);
    QCOMPARE(shown->model, QStringLiteral("BTW-weighted mixture of experts"));
    // Each person's change, from the exports of both runs.
    const store::Store store(m_store, store::Store::Mode::Reading);
    const auto after
        = exported(store, model().rowAt(rowOf(QStringLiteral("moe:btw"))).model.runs.begin()->second);
    const auto before
        = exported(store, model().rowAt(rowOf(QStringLiteral("moe:none"))).model.runs.begin()->second);
    std::size_t tested = 0;
    for (const auto& [id, cells] : after)
        tested += cells.at("split") == QLatin1String("test") ? 1 : 0;
    QCOMPARE(shown->people.size(), tested);
    for (const auto& person : shown->people) {
        const double y = after.at(person.id).at("y").toDouble();
        const double gain = std::abs(y - before.at(person.id).at("pred_multi").toDouble())
            - std::abs(y - after.at(person.id).at("pred_multi").toDouble());
        QVERIFY(std::abs(person.change - gain) < 1e-6);
        QVERIFY(std::abs(person.weights[0] - after.at(person.id).at("w_text").toFloat()) < 1e-6F);
    }

    auto* scatter = page().people()->scatter();
    const auto& plot = scatter->plot();
    // A rectangle over everything above 0.
    const QPointF zero(plot.plot().left() - 4, plot.plot().center().y() - 1);
    QTest::mousePress(scatter, Qt::LeftButton, {}, (plot.plot().topRight() + QPointF(4, -2)).toPoint());
    QTest::mouseMove(scatter, zero.toPoint());
    QTest::mouseRelease(scatter, Qt::LeftButton, {}, zero.toPoint());
    std::set<std::string> better;
    for (std::size_t i = 0; i < plot.size(); ++i)
        if (plot.pixelOf(i).y() <= zero.toPoint().y())
            better.insert(shown->people[i].id);
    QVERIFY(!better.empty() && better.size() < shown->people.size());
    const auto& selection = m_window->selection();
    QCOMPARE(std::set<std::string>(selection.ids().begin(), selection.ids().end()), better);
    QCOMPARE(page().selected()->table()->model()->rowCount(), static_cast<int>(better.size()));
    auto* instances = m_window->page<pages::DataPage>().instances();
    QCOMPARE(instances->table()->selectionModel()->selectedRows().size(), static_cast<int>(better.size()));

    // By keyboard: none, then the first and its neighbour to the right.
    scatter->setFocus();
    QTest::keyClick(scatter, Qt::Key_Escape);
    QVERIFY(selection.ids().empty());
    QVERIFY(instances->table()->selectionModel()->selectedRows().isEmpty());
    QTest::keyClick(scatter, Qt::Key_Space);
    const auto first = *scatter->current();
    QTest::keyClick(scatter, Qt::Key_Right);
    QTest::keyClick(scatter, Qt::Key_Space);
    const auto second = *scatter->current();
    QVERIFY(first != second && plot.points()[second].x >= plot.points()[first].x);
    QCOMPARE(std::set<std::string>(selection.ids().begin(), selection.ids().end()),
        (std::set<std::string> { shown->people[first].id, shown->people[second].id }));

    // And from the Data page's table into the chart.
    instances->table()->selectRow(0);
    const auto id = m_window->data().cohort()->ids[0];
    QCOMPARE(selection.ids(), std::vector<std::string> { id });
}

void TestComparePage::namedSubgroupRestrictsTheComparison()
{
    const auto shown = change();
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < 15; ++i)
        ids.push_back(shown->people[i].id);
    m_window->selection().select(QString::fromStdString(m_window->data().cohort()->name), ids);
    QTimer::singleShot(0, this, [] {
        auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("First fifteen"));
        dialog->accept();
    });
    QSignalSpy answers(page().controller(), &pages::CompareController::answered);
    page().selected()->nameButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!answers.isEmpty(), kLongMs);
    auto* list = page().selected()->subgroups();
    QCOMPARE(list->count(), 1);
    QCOMPARE(list->item(0)->text(), QStringLiteral("First fifteen: 15 people"));
    // By another name, by keyboard, and back.
    for (const QString& name : { QStringLiteral("Some"), QStringLiteral("First fifteen") }) {
        QTimer::singleShot(0, this, [name] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->setTextValue(name);
            dialog->accept();
        });
        answers.clear();
        list->setFocus();
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(!answers.isEmpty(), kLongMs);
        QCOMPARE(list->item(0)->text(), name + QStringLiteral(": 15 people"));
    }

    // Opens as a selection, by keyboard.
    m_window->selection().clear();
    list->setFocus();
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(m_window->selection().ids(), ids);

    // As a filter: figures of these people alone, by hand from the exports.
    auto* people = page().bar()->people();
    QCOMPARE(people->count(), 2);
    people->setFocus();
    QTest::keyClick(people, Qt::Key_Down);
    QVERIFY(answered());
    QVERIFY(page().head()->command().endsWith(QStringLiteral("--subgroup 'First fifteen'")));
    const store::Store store(m_store, store::Store::Mode::Reading);
    double figures[2] = { 0, 0 };
    int at = 0;
    for (const char* name : { "moe:btw", "moe:none" }) {
        const auto cells
            = exported(store, model().rowAt(rowOf(QLatin1String(name))).model.runs.begin()->second);
        for (const auto& id : ids)
            figures[at]
                += std::abs(cells.at(id).at("y").toDouble() - cells.at(id).at("pred_multi").toDouble())
                / static_cast<double>(ids.size());
        ++at;
    }
    const auto& row = model().rowAt(rowOf(QStringLiteral("moe:btw")));
    QCOMPARE(row.people, ids.size());
    QVERIFY(std::abs(row.mean - figures[0]) < 1e-6);
    QVERIFY(row.difference);
    QVERIFY(std::abs(row.difference->estimate - (figures[0] - figures[1])) < 1e-6);
    QTest::keyClick(people, Qt::Key_Up);
    QVERIFY(answered());
    QVERIFY(model().rowAt(0).people > ids.size());
}

void TestComparePage::whoWasChosenByErrorsIsWarnedOf()
{
    const auto shown = change();
    auto* scatter = page().people()->scatter();
    scatter->setFocus();
    QTest::keyClick(scatter, Qt::Key_A, Qt::ControlModifier);
    auto& selection = m_window->selection();
    QCOMPARE(selection.selectedIn(), store::SelectedIn::Errors);
    // Some of them, picked from the table of the Data page, stay people chosen by errors.
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < 12; ++i)
        ids.push_back(shown->people[i].id);
    selection.select(selection.data(), ids, store::SelectedIn::Table);
    QCOMPARE(selection.selectedIn(), store::SelectedIn::Errors);
    QTimer::singleShot(0, this, [] {
        auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("Worse"));
        dialog->accept();
    });
    QSignalSpy answers(page().controller(), &pages::CompareController::answered);
    page().selected()->nameButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!answers.isEmpty(), kLongMs);
    const auto worse = page().controller()->result()->subgroups.back();
    QCOMPARE(worse.selectedIn, store::SelectedIn::Errors);
    Q_EMIT page().selected()->subgroupWanted(worse.id);
    QVERIFY(answered());
    QCOMPARE(model().comparison().chosenBy, experiments::ChosenBy::Errors);
    const auto labels = page().head()->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text().contains(QStringLiteral(
            "chosen by how the model did on them; any difference here is partly due to that choice"));
    }));
    for (int row = 0; row < model().rowCount(); ++row) // nothing is marked as better or worse
        QCOMPARE(model()
                     .index(row, ComparisonModel::Forest)
                     .data(ComparisonModel::ForestRole)
                     .value<pages::ForestBar>()
                     .verdict,
            0);
    page().controller()->removeSubgroup(worse.id);
    QTRY_COMPARE_WITH_TIMEOUT(model().comparison().chosenBy, experiments::ChosenBy::Person, kLongMs);
}

void TestComparePage::namesArePlainAndHeadsAreExplained()
{
    const int row = rowOf(QStringLiteral("moe:btw"));
    const auto name = model().index(row, ComparisonModel::System);
    QCOMPARE(name.data().toString(), QStringLiteral("BTW-weighted mixture of experts"));
    QCOMPARE(name.data(ComparisonModel::TitleRole).toString(), QStringLiteral("moe:btw"));
    QVERIFY(name.data(Qt::ToolTipRole).toString().contains(QStringLiteral("In files and commands: moe:btw")));
    // One split: p is of these models, too.
    const auto head = [this](int column, int role) {
        return model().headerData(column, Qt::Horizontal, role).toString();
    };
    QCOMPARE(head(ComparisonModel::P, Qt::DisplayRole), QStringLiteral("p, these\nmodels"));
    for (const int column : { ComparisonModel::P, ComparisonModel::Interval })
        QVERIFY(!head(column, Qt::ToolTipRole).isEmpty());
    QVERIFY2(page().systems()->note().startsWith(
                 QStringLiteral("The interval and p hold for these fitted models: one split cannot say")),
        qPrintable(page().systems()->note()));
    for (auto* button : page().systems()->findChildren<help::WordButton*>())
        QVERIFY2(!button->meaning().isEmpty(), qPrintable(button->accessibleName()));
}

void TestComparePage::barsAndClassesAreOfTheSameNumbers()
{
    const auto shown = change();
    auto* card = page().systems();
    QTest::mouseClick(card->button(pages::ComparisonCard::Bars), Qt::LeftButton);
    QCOMPARE(card->view(), pages::ComparisonCard::Bars);
    QVERIFY(card->bars() != nullptr && card->bars()->isVisible());
    card->bars()->refreshNow();
    QVERIFY2(card->bars()->emptyText().isEmpty(), qPrintable(card->bars()->emptyText()));
    const auto data = pages::barsOf(model().comparison(), page().controller()->result()->study);
    QCOMPARE(data.study->models.size(), static_cast<std::size_t>(model().rowCount()));
    for (int row = 0; row < model().rowCount(); ++row)
        QCOMPARE(data.study->models[static_cast<std::size_t>(row)].mean, model().rowAt(row).mean);

    card->button(pages::ComparisonCard::Classes)->setFocus();
    QTest::keyClick(card->button(pages::ComparisonCard::Classes), Qt::Key_Space);
    QCOMPARE(card->view(), pages::ComparisonCard::Classes);
    const auto& table = card->classes();
    QCOMPARE(table.rows.size(), 3); // thirds of the label
    int rows = 0, corrections = 0, mistakes = 0;
    for (const auto& row : table.rows) {
        rows += row[1].toInt();
        corrections += row[3].toInt();
        mistakes += row[4].toInt();
    }
    QCOMPARE(static_cast<std::size_t>(rows), shown->people.size());
    const auto better = std::count_if(
        shown->people.begin(), shown->people.end(), [](const auto& person) { return person.change > 0; });
    const auto worse = std::count_if(
        shown->people.begin(), shown->people.end(), [](const auto& person) { return person.change < 0; });
    QCOMPARE(corrections, static_cast<int>(better));
    QCOMPARE(mistakes, static_cast<int>(worse));
    QVERIFY(card->note().contains(QStringLiteral("Counted, not tested")));
    QTest::mouseClick(card->button(pages::ComparisonCard::Table), Qt::LeftButton);
    QVERIFY(page().table()->isVisible());
}

void TestComparePage::barsSayWhatTheirWhiskersAre()
{
    auto* card = page().systems();
    std::vector<QPoint> before;
    for (const auto view :
        { pages::ComparisonCard::Table, pages::ComparisonCard::Bars, pages::ComparisonCard::Classes })
        before.push_back(card->button(view)->mapTo(card, QPoint()));
    QTest::mouseClick(card->button(pages::ComparisonCard::Bars), Qt::LeftButton);
    QTest::qWait(50); // laid out
    std::size_t place = 0;
    for (const auto view :
        { pages::ComparisonCard::Table, pages::ComparisonCard::Bars, pages::ComparisonCard::Classes })
        QCOMPARE(card->button(view)->mapTo(card, QPoint()), before[place++]);
    // One seed: nothing varies, and that is said; over people something does.
    QVERIFY2(card->note().startsWith(QStringLiteral("No whiskers: with one seed nothing varies")),
        qPrintable(card->note()));
    auto question = page().controller()->question();
    question.spread = experiments::Spread::People;
    page().controller()->ask(question);
    QVERIFY(answered());
    QTRY_VERIFY2(card->note().startsWith(
                     QStringLiteral("Whiskers: one standard deviation over resamples of the tested people.")),
        qPrintable(card->note()));
    question.spread = experiments::Spread::Seeds;
    page().controller()->ask(question);
    QVERIFY(answered());
    QTest::mouseClick(card->button(pages::ComparisonCard::Table), Qt::LeftButton);
}

void TestComparePage::aClickOnARowMovesScatterAndCurvesToIt()
{
    auto* table = page().table();
    auto* curves = page().findChild<pages::CurvesCard*>();
    for (const char* name : { "moe:none", "moe:btw" })
        model().setData(model().index(rowOf(QLatin1String(name)), 0), Qt::Checked, Qt::CheckStateRole);
    const auto click = [&](const QString& name) {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const auto index = table->model()->index(row, ComparisonModel::Figure);
            if (index.data(ComparisonModel::RowRole).toInt() != rowOf(name))
                continue;
            table->scrollTo(index);
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
        }
    };
    QSignalSpy known(page().controller(), &pages::CompareController::peopleKnown);
    for (const char* name : { "regression", "moe:btw" }) {
        known.clear();
        click(QLatin1String(name));
        QTRY_COMPARE_WITH_TIMEOUT(known.size(), 1, kLongMs);
        const auto change = known.last().at(0).value<std::shared_ptr<const experiments::PeopleChange>>();
        const auto& row = model().rowAt(rowOf(QLatin1String(name)));
        QCOMPARE(change->model, row.model.plainName());
        QCOMPARE(curves->current(), row.model.plainName());
        QVERIFY(page().people()->scatter()->isVisible());
    }
    // The regression was drawn along with those that are checked, and goes with its row.
    click(QStringLiteral("regression"));
    QTRY_COMPARE(curves->curves().size(), 3U);
    click(QStringLiteral("moe:btw"));
    QTRY_COMPARE(curves->curves().size(), 2U);
    // Nothing changes for anybody against the baseline itself, and that is said.
    click(QStringLiteral("moe:none"));
    QVERIFY(!page().people()->scatter()->isVisible());
    const auto labels = page().people()->findChildren<QLabel*>();
    const auto saysSo = [](const QLabel* label) {
        return label->text().startsWith(QStringLiteral("This is the baseline"));
    };
    QVERIFY(std::any_of(labels.begin(), labels.end(), saysSo));
    QTest::qWait(100); // an answer that comes late, of a row before, changes nothing
    QVERIFY(!page().people()->scatter()->isVisible());
    for (const char* name : { "moe:none", "moe:btw" })
        model().setData(model().index(rowOf(QLatin1String(name)), 0), Qt::Unchecked, Qt::CheckStateRole);
}

void TestComparePage::numbersOfAColumnHaveTheSameDecimals()
{
    auto comparison = page().controller()->result()->comparisons.front();
    QVERIFY(comparison.rows.size() >= 4);
    // Widths that by themselves would ask for two, three and four decimals, and a spread of exactly nothing.
    const std::vector<std::array<double, 5>> made { { 0.5202, 0.0398, 0, 0, 0 },
        { 0.4863, 0.041, -0.0339, -0.0631, -0.0064 }, { 1.1058, 0, 0.5856, 0.4812, 0.6902 },
        { 0.5187, 0.0287, -0.0015, -0.0312, 0.0273 } };
    comparison.rows.resize(made.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        auto& row = comparison.rows[i];
        row.mean = made[i][0];
        row.std = made[i][1];
        row.isBaseline = i == 0;
        row.difference.reset();
        if (i > 0) {
            row.difference.emplace();
            row.difference->estimate = made[i][2];
            row.difference->low = made[i][3];
            row.difference->high = made[i][4];
        }
    }
    ComparisonModel table;
    table.setComparison(comparison, {});
    const auto column = [&](int at) {
        QStringList texts;
        for (int row = 0; row < table.rowCount(); ++row)
            texts << table.index(row, at).data().toString();
        return texts.join(QStringLiteral("; "));
    };
    QCOMPARE(column(ComparisonModel::Figure), QStringLiteral("0.520; 0.486; 1.106; 0.519"));
    QCOMPARE(column(ComparisonModel::Std), QStringLiteral("± 0.040; ± 0.041; ± 0.000; ± 0.029"));
    QCOMPARE(column(ComparisonModel::Difference), QStringLiteral("–; −0.034; +0.586; −0.002"));
    QCOMPARE(column(ComparisonModel::Interval),
        QStringLiteral("baseline; −0.063 to −0.006; 0.481 to 0.690; −0.031 to 0.027"));
}

void TestComparePage::aPersonOpensUnderTheModelWithEverything()
{
    const store::Store store(m_store, store::Store::Mode::Reading);
    auto models = experiments::modelsOf(store, experiments::studiesOf(store).front());
    const auto named = [&](const QString& name) {
        return *std::find_if(models.all().begin(), models.all().end(),
            [&](const experiments::Model& one) { return one.fullName() == name; });
    };
    const auto whole = named(QStringLiteral("moe:none"));
    auto part = named(QStringLiteral("moe:btw"));
    const auto runOf = [](const experiments::Model& model) { return model.runs.begin()->second; };
    // The model on show, where it has everything.
    QCOMPARE(experiments::peopleChange(store, models, part, whole).people.front().run, runOf(part));
    // One that was trained without a modality cannot say what the modality does: then the one with
    // everything.
    part.without = { "text" };
    QVERIFY(!part.isWhole());
    QCOMPARE(experiments::peopleChange(store, models, part, whole).people.front().run, runOf(whole));
    QCOMPARE(experiments::peopleChange(store, models, whole, part).people.front().run, runOf(whole));
}

void TestComparePage::neighboursNamesAreToldApart()
{
    pages::InstanceShown shown;
    shown.facts.cohort.task = Task::Classification;
    shown.facts.cohort.classes = { "Discharged against the advice of the treating physician", "Died" };
    for (const char* id : { "hospital-north-patient-000017-visit-1", "hospital-north-patient-000018-visit-1",
             "hospital-south-patient-000017-visit-1" }) {
        experiments::InstanceNeighbour one;
        one.id = id;
        one.label = 0;
        one.prediction = { 0.8F, 0.2F };
        one.distance = 0.25;
        shown.facts.neighbours.push_back(one);
    }
    const std::unique_ptr<QTableWidget> table(
        pages::instanceTable({ QStringLiteral("id"), QStringLiteral("label"), QStringLiteral("model says"),
                                 QStringLiteral("distance") },
            QStringLiteral("Similar people")));
    table->resize(370, 200);
    table->show();
    pages::fillNeighbours(*table, shown);
    QTest::qWait(50);
    std::set<QString> names;
    for (int row = 0; row < table->rowCount(); ++row) {
        const auto* cell = table->item(row, 0);
        names.insert(cell->text());
        // What is shown has room, and the whole is there for who hovers or listens.
        QVERIFY(table->fontMetrics().horizontalAdvance(cell->text()) <= table->columnWidth(0));
        for (const int role : { int(Qt::ToolTipRole), int(Qt::AccessibleTextRole) })
            QCOMPARE(cell->data(role).toString().toStdString(),
                shown.facts.neighbours[static_cast<std::size_t>(row)].id);
    }
    QCOMPARE(names.size(), 3U);
    QVERIFY2(table->columnWidth(0) >= 80, qPrintable(QString::number(table->columnWidth(0))));
    int taken = 0;
    for (int column = 0; column < table->columnCount(); ++column)
        taken += table->columnWidth(column);
    QVERIFY(taken <= table->viewport()->width());
}

void TestComparePage::namesOfModelsGiveWayInTheTableOfPeople()
{
    // Of a system without weights, whose column cannot give way.
    QSignalSpy known(page().controller(), &pages::CompareController::peopleKnown);
    page().table()->setCurrentRow(rowOf(QStringLiteral("regression")));
    QTRY_VERIFY_WITH_TIMEOUT(!known.isEmpty(), kLongMs);
    const QSize before = m_window->size();
    m_window->resize(1440, 900);
    auto* table = page().selected()->table();
    QTRY_VERIFY(table->isVisible());
    const auto* head = table->horizontalHeader();
    const auto isWithin = [&] { return head->length() <= table->viewport()->width(); };
    QTRY_VERIFY2(isWithin(), qPrintable(QString::number(head->length())));
    const auto shown = [&](int column) {
        return table->model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    };
    const QString name = QStringLiteral("Unweighted mixture\nof experts");
    QCOMPARE(shown(pages::SelectedModel::Before), name);
    // Where there is no room for it, a short word stands for it: cut names look alike.
    const QString inShort = QStringLiteral("baseline");
    QCOMPARE(pages::headWithin(name, inShort, table->font(), 400), name);
    QCOMPARE(pages::headWithin(name, inShort, table->font(), 60), inShort);
    const QString whole
        = table->model()->headerData(pages::SelectedModel::After, Qt::Horizontal, Qt::ToolTipRole).toString();
    QVERIFY2(whole.startsWith(
                 model().rowAt(rowOf(QStringLiteral("regression"))).model.plainName() + QLatin1Char('\n')),
        qPrintable(whole));
    m_window->resize(before);
}

void TestComparePage::aWorkbookIsCalledAfterDataAndQuestion()
{
    change();
    const auto& study = page().controller()->result()->study;
    const QString name = page().head()->exportName();
    QVERIFY2(name.endsWith(QStringLiteral("-comparison.xlsx")), qPrintable(name));
    QVERIFY2(name.startsWith(charts::asFileName(study.data)), qPrintable(name));
    if (!study.name.isEmpty())
        QVERIFY2(name.contains(charts::asFileName(study.name)), qPrintable(name));
}

void TestComparePage::tooFewPeopleAreNotShown()
{
    const auto shown = change();
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < 9; ++i)
        ids.push_back(shown->people[i].id);
    page().controller()->saveSubgroup(QStringLiteral("Nine"), ids);
    QSignalSpy answers(page().controller(), &pages::CompareController::answered);
    QTRY_VERIFY_WITH_TIMEOUT(!answers.isEmpty(), kLongMs);
    const auto nine = page().controller()->result()->subgroups.back();
    QCOMPARE(nine.name, QStringLiteral("Nine"));
    Q_EMIT page().selected()->subgroupWanted(nine.id);
    QVERIFY(answered());
    QVERIFY2(page().hiddenText().contains(QStringLiteral("Only 9 of these people are in the test rows.")),
        qPrintable(page().hiddenText()));
    QCOMPARE(model().rowCount(), 0);
    page().controller()->removeSubgroup(nine.id);
    QTRY_VERIFY_WITH_TIMEOUT(model().rowCount() > 0, kLongMs);
}

// The column says what stands in it: weights, how far a pool believes, or the model's own account.
void TestComparePage::whatTheModelSaysOfModalitiesHasItsName()
{
    pages::InstanceShown shown;
    experiments::InstanceModality text { "text", true, {}, {}, 0.625 };
    shown.facts.modalities = { text, { "audio", false, {}, {}, std::nan("") } };
    const std::unique_ptr<QTableWidget> table(pages::instanceTable(
        { QStringLiteral("modality"), QStringLiteral("alone"), QStringLiteral("weight") }, QString()));
    for (const auto& [name, head] : std::map<std::string, QString> { { "", QStringLiteral("weight") },
             { "certainty", QStringLiteral("certainty") }, { "confidence", QStringLiteral("confidence") },
             { "attention", QStringLiteral("attention") } }) {
        shown.facts.weightName = name;
        pages::fillModalities(*table, shown);
        const auto* heads = table->horizontalHeaderItem(pages::ModalityWeight);
        QCOMPARE(heads->text(), head);
        const QString hint = heads->toolTip(); // a word of the model's own is explained, and no other
        QCOMPARE(hint.isEmpty(), name.empty());
        QCOMPARE(hint.contains(QStringLiteral("that the person has add up to 1")), name == "attention");
        QCOMPARE(hint.contains(QStringLiteral("It is not a share")), name == "confidence");
        QCOMPARE(table->item(0, pages::ModalityWeight)->text(), QStringLiteral("0.625"));
        QCOMPARE(table->item(1, pages::ModalityWeight)->text(), QStringLiteral("–"));
    }
}

// The store's names of what a model says of a person are no words.
void TestComparePage::whatTheModelSaysOfAPersonIsASentence()
{
    experiments::InstanceFacts facts;
    QCOMPARE(pages::ownAccount(facts), QString());
    facts.others = { { "experts redundancy", 0.21 }, { "experts synergy", 0.4 },
        { "experts unique_text", 0.31 }, { "experts unique_x_ray", 0.08 } };
    QCOMPARE(pages::ownAccount(facts),
        QStringLiteral("Its experts count: what text alone says 0.31, what x_ray alone says 0.08, what only "
                       "several together say 0.40, what they repeat 0.21."));
    facts.others = { { "attention notes", 0.25 }, { "attention x ray", 0.75 } };
    QCOMPARE(pages::ownAccount(facts), QStringLiteral("Its attention: notes 0.25, x ray 0.75."));
}

void TestComparePage::aPersonIsShownAsExported()
{
    const auto shown = change();
    const auto& person = shown->people.front();
    m_window->selection().inspect(person.id, person.run);
    auto* panel = m_window->findChild<pages::InstancePanel*>();
    QTRY_VERIFY_WITH_TIMEOUT(panel->shown() != nullptr, kLongMs);
    // Beside the page, or below it: nothing of it is covered.
    const QSize before = m_window->size();
    auto* pages = panel->parentWidget();
    for (const QSize size : { QSize(1440, 900), QSize(1000, 700) }) {
        m_window->resize(size);
        QTRY_VERIFY(pages->rect().contains(panel->geometry()) && page().isVisible());
        QTRY_VERIFY2(!page().geometry().intersects(panel->geometry()),
            qPrintable(QStringLiteral("%1x%2").arg(size.width()).arg(size.height())));
        QCOMPARE(m_window->size(), size); // what is beside does not push the window wider
    }
    m_window->resize(before);
    const auto& facts = panel->shown()->facts;
    const store::Store store(m_store, store::Store::Mode::Reading);
    const auto cells = exported(store, person.run).at(person.id);
    QCOMPARE(facts.prediction[0], cells.at("pred_multi").toFloat());
    for (const auto& modality : facts.modalities) {
        QCOMPARE(modality.isPresent, !cells.at("w_" + modality.name).isEmpty());
        if (!modality.isPresent)
            continue;
        QCOMPARE(static_cast<float>(modality.weight), cells.at("w_" + modality.name).toFloat());
        QCOMPARE(modality.own[0], cells.at("pred_" + modality.name).toFloat());
        QCOMPARE(modality.weights.size(), static_cast<std::size_t>(store.run(person.run)->epochs));
    }
    QVERIFY(!facts.neighbours.empty());
    for (std::size_t i = 1; i < facts.neighbours.size(); ++i)
        QVERIFY(facts.neighbours[i - 1].distance <= facts.neighbours[i].distance);
    // The open data are the run's: values, and what changes without a modality.
    QVERIFY(panel->shown()->isOpen);
    QVERIFY(panel->values()->rowCount() > 0);
    const auto cohort = m_window->data().cohort();
    const auto all = predicting::whatIf(store, person.run, *cohort, facts.row, facts.id, {});
    const auto without = predicting::whatIf(store, person.run, *cohort, facts.row, facts.id, { "text" });
    QVERIFY(all.prediction[0] != without.prediction[0]);
    QCOMPARE(without.weights[0], 0.0F);
    panel->modalities()->item(0, 0)->setCheckState(Qt::Unchecked);
    QTRY_VERIFY_WITH_TIMEOUT(
        panel->whatIfText().startsWith(QStringLiteral("Without text the stored model says")), kLongMs);
    // A neighbour opens, Escape closes.
    const auto neighbour = facts.neighbours.front().id;
    Q_EMIT panel->neighbours()->cellActivated(0, 0);
    QTRY_VERIFY_WITH_TIMEOUT(panel->shown() && panel->shown()->facts.id == neighbour, kLongMs);
    QTest::keyClick(panel, Qt::Key_Escape);
    QVERIFY(!panel->isVisible());
    QTRY_COMPARE(page().size(), pages->size()); // the page has its room back
}

void TestComparePage::cardsNeverLieUponEachOther()
{
    const QSize before = m_window->size();
    m_window->resize(1440, 900);
    auto comparison = page().controller()->result()->comparisons.front();
    constexpr std::size_t kManyRows = 14;
    while (comparison.rows.size() < kManyRows) {
        comparison.rows.push_back(comparison.rows.back());
        comparison.rows.back().model.system += QStringLiteral("x");
    }
    auto* systems = page().findChild<pages::ComparisonCard*>();
    model().setComparison(comparison, {});
    systems->setComparison(comparison, page().controller()->result()->study, experiments::Spread::Seeds);
    QTest::qWait(200); // laid out
    const std::vector<QWidget*> cards { systems, page().people(), page().selected() };
    for (std::size_t i = 0; i < cards.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            QCOMPARE(cards[i]->parentWidget(), cards[j]->parentWidget());
            QVERIFY(cards[i]->isVisible() && cards[j]->isVisible());
            QVERIFY2(!cards[i]->geometry().intersects(cards[j]->geometry()),
                qPrintable(QStringLiteral("%1 and %2").arg(j).arg(i)));
        }
    m_window->resize(before);
    page().controller()->askAgain();
    QVERIFY(answered());
}

void TestComparePage::cardsAreNeverWiderThanThePage()
{
    const QSize before = m_window->size();
    m_window->resize(1000, 700);
    auto longNames = std::make_shared<experiments::PeopleChange>(*change());
    longNames->model = QStringLiteral("Mixture of experts, weighting by personal disagreement (modalities ");
    longNames->model += QStringLiteral("expression and copy numbers + person + tumour)");
    longNames->baseline = QStringLiteral("Unweighted mixture of experts (modalities")
        + QString(120, QLatin1Char('x')) + QLatin1Char(')'); // nowhere to break
    auto* systems = page().systems();
    systems->setCaption(QStringLiteral("A long name of data ").repeated(8));
    page().people()->setChange(longNames, QStringLiteral("data"), {});
    QTest::qWait(100); // laid out
    auto* scroll = page().findChild<widgets::ScrolledPage*>();
    const std::vector<QWidget*> cards { systems, page().people(), page().selected() };
    for (auto* card : cards) {
        QVERIFY(card->isVisible());
        const int right = card->mapTo(scroll->content(), QPoint(card->width(), 0)).x();
        QVERIFY2(right <= scroll->viewport()->width(),
            qPrintable(QStringLiteral("%1: %2 of %3")
                           .arg(card->accessibleName())
                           .arg(right)
                           .arg(scroll->viewport()->width())));
    }
    m_window->resize(before);
    page().controller()->askAgain();
    QVERIFY(answered());
}

void TestComparePage::rowsThatDifferReadDifferently()
{
    const QSize before = m_window->size();
    auto comparison = page().controller()->result()->comparisons.front();
    // What differs is neither the beginning nor the end, which all have in common.
    const auto& row = comparison.rows[static_cast<std::size_t>(rowOf(QStringLiteral("moe:none")))];
    std::vector<experiments::ComparisonRow> rows;
    for (const char* weighting : { "kl", "kl-local", "btw", "constant", "mi", "none" }) {
        rows.push_back(row);
        rows.back().model.variant = QLatin1String(weighting);
        rows.back().model.settings = QStringLiteral("modalities audio + text");
        rows.back().isBaseline = false;
    }
    comparison.rows = rows;
    model().setComparison(comparison, {});
    auto* table = page().table();
    for (const QSize size : { QSize(1440, 900), QSize(1000, 700) }) {
        m_window->resize(size);
        QTest::qWait(50); // laid out
        std::set<QString> whole, shown;
        int cut = 0;
        for (int at = 0; at < table->model()->rowCount(); ++at) {
            const auto index = table->model()->index(at, ComparisonModel::System);
            const QString name = index.data().toString();
            const QString drawn = table->shownName(index);
            whole.insert(name);
            shown.insert(drawn);
            cut += drawn == name ? 0 : 1;
            QVERIFY2(table->fontMetrics().horizontalAdvance(drawn) < table->visualRect(index).width() - 20,
                qPrintable(drawn)); // beside its check box
            QVERIFY(index.data(Qt::ToolTipRole).toString().contains(name));
        }
        QVERIFY(whole.size() > 3);
        QCOMPARE(shown.size(), whole.size());
        if (size.width() == 1000)
            QVERIFY(cut > 0); // else nothing was asked
    }
    m_window->resize(before);
    page().controller()->askAgain();
    QVERIFY(answered());
}

void TestComparePage::anEstimateBeyondTheScaleIsNotDrawnAtItsEdge()
{
    pages::SystemsDelegate delegate;
    QStandardItemModel items(1, 1);
    const auto drawn = [&](double estimate, double low, double high) {
        pages::ForestBar bar;
        bar.estimate = estimate;
        bar.low = low;
        bar.high = high;
        bar.from = -0.8;
        bar.to = 0.8;
        bar.verdict = 1;
        bar.isKnown = true;
        items.setData(items.index(0, 0), QVariant::fromValue(bar), ComparisonModel::ForestRole);
        QImage image(170, 32, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        delegate.paint(&painter, option, items.index(0, 0));
        return image;
    };
    // The right edge of the scale is 10 pixels from the cell's: a dot there reaches beyond it, an arrow does
    // not.
    const auto isFree = [](const QImage& image, int from, int to) {
        for (int x = from; x < to; ++x)
            for (int y = 0; y < image.height(); ++y)
                if (image.pixelColor(x, y) != QColor(Qt::white))
                    return false;
        return true;
    };
    const QColor better = widgets::Theme::light().corrections;
    const auto inside = drawn(0.8, 0.7, 0.8);
    QVERIFY(!isFree(inside, 161, 170)); // the dot
    const auto beyond = drawn(3.4, 0.5, 6);
    QVERIFY(isFree(beyond, 161, 170));
    QCOMPARE(beyond.pixelColor(153, 16), better); // the arrow
    QVERIFY(!isFree(beyond, 120, 148)); // the number
    // An interval that goes on: its estimate stays where it is, and an arrow says so.
    const auto goesOn = drawn(0.4, -0.2, 6);
    QVERIFY(isFree(goesOn, 161, 170));
    QCOMPARE(goesOn.pixelColor(153, 17), better);
    QCOMPARE(goesOn.pixelColor(122, 14), better); // the dot, at three quarters
}

void TestComparePage::closedStudySaysWhy()
{
    {
        store::Store store(m_store);
        const auto trainings = store.trainings();
        const auto id = store.findOrAddExperiment(
            QStringLiteral("Two seeds"), { { QStringLiteral("metric"), QStringLiteral("mae") } });
        store.addToExperiment(id, { trainings.back().id, 0, {}, {} });
        auto waiting = trainings.back();
        waiting.seed = 3;
        auto run = *store.run(waiting.lastRun());
        run.stepKey += QStringLiteral("x");
        run.status = store::RunStatus::Queued;
        waiting.runs = { { store.addRun(run, {}), training::Step::Baseline } };
        store.addToExperiment(id, { store.findOrAddTraining(waiting), 0, {}, {} });
    }
    QSignalSpy listed(&m_window->studies(), &pages::StudiesController::listed);
    m_queue->refreshRuns();
    QTRY_VERIFY_WITH_TIMEOUT(!listed.isEmpty(), kLongMs);
    auto* study = page().bar()->study();
    const int at = study->findText(QStringLiteral("Two seeds"), Qt::MatchContains);
    QVERIFY(at >= 0);
    study->setCurrentIndex(at);
    Q_EMIT study->activated(at);
    QTRY_VERIFY_WITH_TIMEOUT(!page().hiddenText().isEmpty(), kLongMs);
    QVERIFY2(page().hiddenText().startsWith(
                 QStringLiteral("1 of 2 trainings has ended. Test figures stay hidden until all have, ")),
        qPrintable(page().hiddenText()));
    QCOMPARE(model().rowCount(), 0);
}

QTEST_MAIN(TestComparePage)
#include "tst_comparepage.moc"
