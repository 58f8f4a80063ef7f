// SPDX-License-Identifier: GPL-3.0-or-later
// From a dropped file to an open cohort, with a window and a queue: what a person does and sees.
#include "engine/data/samples.h"
#include "importsource.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/modalitycards.h"
#include "ui/pages/import/columnscard.h"
#include "ui/pages/import/columnstable.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/import/labelsection.h"
#include "ui/pages/import/modalitysection.h"
#include "ui/pages/import/remedylist.h"
#include "ui/pages/import/rowsection.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/startpage.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <memory>

using namespace btw;
using pages::ColumnRole;
using pages::ImportView;
using pages::MainWindow;
using State = pages::ImportView::State;

namespace {
constexpr int kLongMs = 60000;
}

class TestImportView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void droppedTableIsReadAsChosen();
    void keyboardAloneIsEnough();
    void completeSourceIsOpenedStraight();
    void layoutsAreCalledByTheirNames();
    void realCohortsNeedNoTyping_data();
    void realCohortsNeedNoTyping();
    void cancelledReadingChangesNothing();
    void discardedImportLeavesTheOpenCohort();
    void noCohortIsKeptThatIsNotWanted();
    void remediesAreWithdrawn();
    void columnsAreGuessedFromWhatIsLeft();
    void thresholdsMakeClassesWithCounts();
    void rowsAreFiltered();
    void recipesOfOtherHandsStayWhole();
    void recentTableIsNotAskedAboutAgain();
    void openDataIsReadAnew();
    void strangersFailureLeavesTheImportAlone();
    void previewOfAnotherSourceIsNotTaken();
    void dataIsExported();
    void exportIsOfTheKindThatWasChosen();
    void failedExportSaysWhy();
    void wideTableIsPreviewedWithoutWidgets();
    void everyControlHasAName();
    void smallestWindowShowsEverything();

private:
    ImportView& view() const { return *m_window->page<pages::DataPage>().importView(); }
    void drop(const QString& path);
    void openVisits(int rows = 60);
    void choose(const std::string& column) const;
    void give(ColumnRole role) const;
    /// Chooses the label and what mends the word in `age`.
    void mend() const;
    /// A picture for looking at, where BTW_TEST_PICTURES names a folder.
    void picture(const QString& name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void TestImportView::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<widgets::Settings>(m_folder->filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder->filePath(QStringLiteral("p.sqlite")));
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU");
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, machine);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestImportView::cleanup()
{
    m_window.reset();
    m_queue.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestImportView::drop(const QString& path)
{
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(path) });
    QDragEnterEvent enter(QPoint(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(400, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &event);
}

void TestImportView::openVisits(int rows)
{
    drop(test::written(m_folder->filePath(QStringLiteral("visits.csv")), test::visits(rows)));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::DataPage>().showsImport(), kLongMs);
    QVERIFY(m_window->shownPage() == pages::pageid::kData);
}

void TestImportView::choose(const std::string& column) const { view().columns()->showColumn({}, column); }

void TestImportView::give(ColumnRole role) const
{
    auto* box = view().columns()->roleBox();
    const int at = box->findData(static_cast<int>(role));
    box->setCurrentIndex(at);
    Q_EMIT box->activated(at);
}

void TestImportView::mend() const
{
    choose("stay");
    give(ColumnRole::Label);
    QTRY_VERIFY_WITH_TIMEOUT(view().state() == State::Done, kLongMs);
    QCOMPARE(view().remedies()->errors(), std::size_t(1));
    const auto buttons = view().remedies()->remedyButtons();
    const auto found = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* button) {
        return button->text() == QStringLiteral("Count 'unclear' as empty");
    });
    QVERIFY(found != buttons.end());
    (*found)->click();
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
}

void TestImportView::picture(const QString& name) const
{
    const QString folder = qEnvironmentVariable("BTW_TEST_PICTURES");
    if (!folder.isEmpty())
        m_window->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

void TestImportView::droppedTableIsReadAsChosen()
{
    m_window->showPage(pages::pageid::kTrain);
    openVisits();
    QCOMPARE(view().title(), QStringLiteral("visits.csv"));
    QVERIFY(view().factsLine().startsWith(QStringLiteral("One table · ")));
    QVERIFY(view().factsLine().contains(QStringLiteral("8 columns")));
    QVERIFY(view().state() == State::Waiting); // no column is called a label: nothing has been read
    QVERIFY(view().status().startsWith(QStringLiteral("Choose what is predicted")));
    QVERIFY(!view().openButton()->isEnabled());
    QCOMPARE(view().columns()->table()->model()->rowCount(), 60);
    picture(QStringLiteral("import-label-wanted"));

    choose("stay");
    give(ColumnRole::Label);
    QTRY_VERIFY_WITH_TIMEOUT(view().state() == State::Done, kLongMs);
    QVERIFY(view().remedies()->texts().first().contains(QStringLiteral("visits.csv, row 5, column 'age'")));
    picture(QStringLiteral("import-problem"));
    mend();
    QCOMPARE(view().openButton()->text(), QStringLiteral("&Open 60 instances"));
    QVERIFY(view().status().contains(QStringLiteral("The data can be used")));
    picture(QStringLiteral("import-ready"));

    QSignalSpy opened(m_queue.get(), &jobs::Queue::cohortOpened);
    view().openButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kLongMs);
    QVERIFY(!m_window->page<pages::DataPage>().showsImport());
    QVERIFY(!m_window->page<pages::DataPage>().isEmpty());
    QVERIFY(m_window->shownPage() == pages::pageid::kData);
    const auto cohort = opened.first().first().value<std::shared_ptr<const data::Cohort>>();
    QCOMPARE(cohort->size(), std::size_t(60));
    // What was chosen is kept beside the project, never beside the data, and opens the same again.
    const QString path = opened.first().at(1).toString();
    QVERIFY(path.endsWith(QStringLiteral(".recipe.json")));
    QVERIFY(path.startsWith(m_folder->filePath(QStringLiteral("p.sqlite.d"))));
    const auto again = io::openCohort(path, 0);
    QVERIFY(again.cohort);
    QVERIFY(again.cohort->y == cohort->y && again.cohort->splits == cohort->splits);
    picture(QStringLiteral("import-opened"));
}

void TestImportView::keyboardAloneIsEnough()
{
    openVisits();
    auto* table = view().columns()->table();
    QVERIFY(table->hasFocus()); // where the choosing begins
    const auto& draft = view().draft();
    // The last column, by arrow, becomes the label.
    for (int i = 0; i < 7; ++i)
        QTest::keyClick(table, Qt::Key_Right);
    QCOMPARE(table->chosen(), std::vector<std::size_t> { 7 });
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::AltModifier); // the underlined letter of the role
    QVERIFY(view().columns()->roleBox()->hasFocus());
    QTest::keyClick(view().columns()->roleBox(), Qt::Key_L); // Label, by its first letter
    QVERIFY(draft.column(0, 7).role == ColumnRole::Label);
    QVERIFY(table->hasFocus());
    // Two columns are left out, and taken back.
    QTest::keyClick(table, Qt::Key_Left);
    QTest::keyClick(table, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(table->chosen(), (std::vector<std::size_t> { 5, 6 }));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(draft.column(0, 5).role == ColumnRole::LeaveOut);
    QVERIFY(draft.column(0, 6).role == ColumnRole::LeaveOut);
    QTest::keyClick(table, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(draft.column(0, 5).role == ColumnRole::Modality);
    QTest::keyClick(table, Qt::Key_Right);
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(draft.column(0, 6).role == ColumnRole::LeaveOut); // age, and with it the word in it
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    // Alt and the underlined letter open it.
    QTest::keyClick(m_window.get(), Qt::Key_O, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->page<pages::DataPage>().isEmpty(), kLongMs);
    QVERIFY(!m_window->page<pages::DataPage>().showsImport());
}

void TestImportView::completeSourceIsOpenedStraight()
{
    const QString path = m_folder->filePath(QStringLiteral("demo.npz"));
    io::writeNpz(data::makeSentiment(80), path);
    m_window->data().openPath(path);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::StartPage>().showsCohort(), kLongMs);
    QVERIFY(m_window->shownPage() == pages::pageid::kStart);
    QVERIFY(!m_window->page<pages::DataPage>().showsImport());
    QCOMPARE(m_settings->recentCohorts(), QStringList { path });
    QCOMPARE(m_window->page<pages::DataPage>().modalities()->all().size(),
        std::size_t(3)); // counted with the reading
}

void TestImportView::layoutsAreCalledByTheirNames()
{
    m_window->data().openPath(QStringLiteral(BTW_TEST_DATA "/pickles/bad_label_nan.pkl"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::DataPage>().showsImport(), kLongMs);
    QVERIFY2(view().factsLine().startsWith(QStringLiteral("MOSI or MOSEI in MulT's layout (.pkl) · ")),
        qPrintable(view().factsLine()));
    picture(QStringLiteral("import-layout"));
}

void TestImportView::realCohortsNeedNoTyping_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("rosmap") << QStringLiteral("rosmap");
    QTest::newRow("parkinsons") << QStringLiteral("parkinsons");
}

void TestImportView::realCohortsNeedNoTyping()
{
    QFETCH(const QString, name);
    const QString path = QStringLiteral(BTW_SHARED_DATA "/") + name;
    if (!QFileInfo::exists(path))
        QSKIP("the real cohorts are not here");
    drop(QFileInfo(path).canonicalFilePath());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::StartPage>().showsCohort(), kLongMs);
    QVERIFY(!m_window->page<pages::DataPage>().showsImport());
    m_window->actions().changeReading->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(view().state() == State::Done, kLongMs);
    QVERIFY(m_window->page<pages::DataPage>().showsImport());
    QVERIFY(view().openButton()->isEnabled());
    picture(QStringLiteral("import-") + name);
}

void TestImportView::cancelledReadingChangesNothing()
{
    const QString path = m_folder->filePath(QStringLiteral("label.csv"));
    QByteArray text = test::visits(20000).replace(",stay\n", ",label\n").replace("unclear", "33");
    test::written(path, text);
    // As soon as the reading has been asked for.
    connect(
        m_queue.get(), &jobs::Queue::importPreviewed, this,
        [this] {
            QVERIFY(view().state() == State::Reading);
            QVERIFY(view().cancelButton()->isVisible());
            QTest::keyClick(view().columns()->table(), Qt::Key_Escape);
        },
        Qt::SingleShotConnection);
    QSignalSpy cancelled(m_queue.get(), &jobs::Queue::importCancelled);
    m_window->data().openPath(path);
    QTRY_COMPARE_WITH_TIMEOUT(cancelled.count(), 1, kLongMs);
    QTRY_VERIFY(view().state() == State::Waiting);
    QVERIFY(view().status().contains(QStringLiteral("cancelled")));
    QVERIFY(m_window->page<pages::DataPage>().isEmpty());
    QVERIFY(!view().cancelButton()->isVisible());
    // It can still be read.
    QCOMPARE(view().openButton()->text(), QStringLiteral("R&ead it"));
    view().openButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(view().state() == State::Done, kLongMs);
    QCOMPARE(view().openButton()->text(), QStringLiteral("&Open 20,000 instances"));
}

void TestImportView::discardedImportLeavesTheOpenCohort()
{
    completeSourceIsOpenedStraight();
    openVisits();
    view().discardButton()->click();
    QVERIFY(!m_window->page<pages::DataPage>().showsImport());
    QVERIFY(!m_window->page<pages::DataPage>().isEmpty());
    QVERIFY(m_window->shownPage() == pages::pageid::kData);
}

void TestImportView::noCohortIsKeptThatIsNotWanted()
{
    std::weak_ptr<const data::Cohort> last;
    connect(m_queue.get(), &jobs::Queue::importRead, this,
        [&](const std::shared_ptr<const jobs::ImportReport>& report) { last = report->cohort; });
    openVisits();
    mend();
    QVERIFY(!last.expired());
    const QString lab = view().modalities()->list()->item(0)->text();
    choose("stay");
    give(ColumnRole::LeaveOut); // nothing can be read now
    QTRY_VERIFY(last.expired());
    QCOMPARE(view().modalities()->list()->item(0)->text(), lab); // what it said stays
    QTRY_VERIFY(!view().remedies()->remedyButtons().empty()); // but for what is wanted now: a label
    view().draft().history().undo();
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    QVERIFY(!last.expired());
    view().discardButton()->click();
    QTRY_VERIFY(last.expired());
    m_queue->disconnect(this);
}

void TestImportView::remediesAreWithdrawn()
{
    openVisits();
    mend();
    QVERIFY(view().draft().plan().recipe.remedies.size() == 1);
    QCOMPARE(view().remedies()->withdrawButtons().size(), std::size_t(1));
    view().remedies()->withdrawButtons().front()->click();
    QVERIFY(!view().openButton()->isEnabled()); // what was read is not what is chosen now
    QTRY_VERIFY_WITH_TIMEOUT(view().state() == State::Done, kLongMs);
    QCOMPARE(view().remedies()->errors(), std::size_t(1));
    QVERIFY(view().remedies()->withdrawButtons().empty());
}

void TestImportView::columnsAreGuessedFromWhatIsLeft()
{
    // Nine prefixes of two columns each are one modality, until a person wants nine.
    QByteArray text = "id,label";
    for (const char prefix : QByteArray("abcdefghi"))
        for (int k = 1; k <= 2; ++k)
            text += QByteArray(",") + prefix + "_" + QByteArray::number(k);
    for (int i = 0; i < 40; ++i) {
        text += "\np" + QByteArray::number(i) + "," + (i % 2 == 0 ? "yes" : "no");
        for (int c = 0; c < 18; ++c)
            text += "," + QByteArray::number(((i + 3) * (c + 7) % 23) / 4.0);
    }
    drop(test::written(m_folder->filePath(QStringLiteral("panel.csv")), text + "\n"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::DataPage>().showsImport(), kLongMs);
    auto& draft = view().draft();
    QCOMPARE(draft.modalities(), std::vector<std::string> { "tabular" });
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    QTest::qWait(50); // laid out
    picture(QStringLiteral("import-prefixes"));
    const auto& buttons = view().remedies()->remedyButtons();
    const auto offered = std::find_if(buttons.begin(), buttons.end(),
        [](const auto* button) { return button->text().contains(QStringLiteral("each group of names")); });
    QVERIFY(offered != buttons.end());
    (*offered)->click();
    QTRY_COMPARE_WITH_TIMEOUT(draft.modalities().size(), std::size_t(9), kLongMs);
    QVERIFY(!draft.isGuessOutdated());
    QVERIFY(!draft.plan().recipe.manifest); // still a guess, which reading makes, too
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    picture(QStringLiteral("import-prefixes-each"));
    draft.history().undo();
    QTRY_COMPARE_WITH_TIMEOUT(draft.modalities().size(), std::size_t(1), kLongMs);
    draft.history().redo();
    QTRY_COMPARE_WITH_TIMEOUT(draft.modalities().size(), std::size_t(9), kLongMs);
}

void TestImportView::thresholdsMakeClassesWithCounts()
{
    openVisits(200);
    mend();
    auto* label = view().label();
    const int at = label->kindBox()->findData(static_cast<int>(pages::LabelSection::Kind::Thresholds));
    label->kindBox()->setCurrentIndex(at);
    Q_EMIT label->kindBox()->activated(at);
    QVERIFY(label->thresholds()->isVisible());
    label->thresholds()->clear();
    QTest::keyClicks(label->thresholds(), QStringLiteral("4; 9"));
    QTest::keyClick(label->thresholds(), Qt::Key_Return);
    label->names()->setFocus();
    QTest::keyClicks(label->names(), QStringLiteral("short, medium, long"));
    QTest::keyClick(label->names(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    const auto lines = label->countsText().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 3);
    int rows = 0;
    for (const auto& line : lines)
        for (const auto& number : line.split(QLatin1Char(' ')).mid(1))
            rows += number.toInt();
    QCOMPARE(rows, 200);
    QVERIFY(lines.first().startsWith(QStringLiteral("short ")));
    view().columns()->table()->setFocus();
    picture(QStringLiteral("import-classes"));

    // Shares are equal among the training rows.
    const int shares = label->kindBox()->findData(static_cast<int>(pages::LabelSection::Kind::Quantiles));
    Q_EMIT label->kindBox()->activated(shares);
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    QCOMPARE(label->countsText().split(QLatin1Char('\n')).size(), 3);
    // A class too many for its name is said at once, and changes nothing.
    QTest::keyClicks(label->names(), QStringLiteral("one, two"));
    QTest::keyClick(label->names(), Qt::Key_Return);
    QVERIFY(view().draft().choices().cut->names.empty());
}

void TestImportView::rowsAreFiltered()
{
    openVisits();
    mend();
    auto* rows = view().rows();
    QCOMPARE(rows->columnBox()->itemText(0), QStringLiteral("the label"));
    rows->columnBox()->setCurrentIndex(rows->columnBox()->findText(QStringLiteral("lab_crp of lab")));
    rows->low()->setText(QStringLiteral("2"));
    rows->addButton()->click();
    QCOMPARE(rows->ranges()->count(), 1);
    QCOMPARE(rows->ranges()->item(0)->text(), QStringLiteral("lab_crp from 2.00"));
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    // 0 and 1 of every eleven are gone.
    QCOMPARE(view().openButton()->text(), QStringLiteral("&Open 48 instances"));
    rows->low()->setText(QStringLiteral("9"));
    rows->high()->setText(QStringLiteral("5"));
    rows->addButton()->click();
    QCOMPARE(rows->ranges()->count(), 1); // no number lies between
    QTest::keyClick(rows->ranges(), Qt::Key_Delete);
    QCOMPARE(rows->ranges()->count(), 0);
    rows->completeBox()->click();
    QVERIFY(view().draft().plan().recipe.filter.completeOnly);
    view().draft().history().undo();
    QVERIFY(!rows->completeBox()->isChecked());
}

void TestImportView::recipesOfOtherHandsStayWhole()
{
    // What this window would not write itself: ids kept and ids dropped, and a dozen shares.
    const QString data = m_folder->filePath(QStringLiteral("label.csv"));
    test::written(data, test::visits(200).replace(",stay\n", ",label\n").replace("unclear", "33"));
    const QString path = m_folder->filePath(QStringLiteral("label.recipe.json"));
    io::Recipe recipe;
    recipe.filter.keepIds = { "1", "2" };
    recipe.filter.dropIds = { "3", "4" };
    recipe.cut = data::LabelCut();
    recipe.cut->quantiles = 12;
    io::writeRecipeFile(path, data, recipe);
    drop(path);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->page<pages::DataPage>().showsImport() && view().state() == State::Done, kLongMs);
    QCOMPARE(view().label()->classesBox()->currentText(), QStringLiteral("12"));
    auto* rows = view().rows();
    QCOMPARE(rows->idsBox()->currentIndex(), 1);
    QCOMPARE(rows->ids()->toPlainText(), QStringLiteral("1\n2"));
    rows->ids()->setFocus();
    QTest::keyClicks(rows->ids(), QStringLiteral("1"));
    view().columns()->table()->setFocus();
    const auto& filter = view().draft().choices().filter;
    QCOMPARE(filter.keepIds.size(), std::size_t(2));
    QCOMPARE(filter.keepIds.front(), std::string("11"));
    QCOMPARE(filter.dropIds, recipe.filter.dropIds);
    // The other list is a choice away, and looking at it changes nothing.
    rows->idsBox()->setCurrentIndex(2);
    Q_EMIT rows->idsBox()->activated(2);
    QCOMPARE(rows->ids()->toPlainText(), QStringLiteral("3\n4"));
    view().columns()->table()->setFocus();
    QCOMPARE(view().draft().choices().filter.keepIds.size(), std::size_t(2));
    rows->idsBox()->setCurrentIndex(0);
    Q_EMIT rows->idsBox()->activated(0);
    QVERIFY(view().draft().choices().filter.isEmpty());
}

void TestImportView::recentTableIsNotAskedAboutAgain()
{
    const QString path = m_folder->filePath(QStringLiteral("label.csv"));
    test::written(path, test::visits(60).replace(",stay\n", ",label\n").replace("unclear", "33"));
    m_window->data().openPath(path);
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    QTRY_VERIFY(view().openButton()->hasFocus()); // nothing is left to decide: one key
    QTest::keyClick(view().openButton(), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->page<pages::DataPage>().isEmpty(), kLongMs);
    QCOMPARE(m_settings->recentCohorts(), QStringList { path }); // an unchanged guess needs no recipe
    m_window->showPage(pages::pageid::kTrain);
    m_window->data().openAgain(path);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->shownPage() == pages::pageid::kStart, kLongMs);
    QVERIFY(!m_window->page<pages::DataPage>().showsImport());
}

void TestImportView::openDataIsReadAnew()
{
    QVERIFY(!m_window->actions().changeReading->isEnabled());
    openVisits();
    mend();
    view().openButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->page<pages::DataPage>().isEmpty(), kLongMs);
    m_window->actions().changeReading->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(view().state() == State::Done, kLongMs);
    QVERIFY(m_window->page<pages::DataPage>().showsImport());
    // As it was chosen, with its remedy.
    QVERIFY(view().draft().column(0, 7).role == ColumnRole::Label);
    QCOMPARE(view().draft().choices().remedies.size(), std::size_t(1));
    choose("ward");
    give(ColumnRole::LeaveOut);
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    QSignalSpy opened(m_queue.get(), &jobs::Queue::cohortOpened);
    view().openButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kLongMs);
    // The recipe leads back, too, when only its file is known.
    const QString recipe = opened.first().at(1).toString();
    m_window->data().openAgain(recipe);
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 2, kLongMs);
    QCOMPARE(opened.last().at(1).toString(), recipe);
    m_window->actions().changeReading->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->page<pages::DataPage>().showsImport() && view().state() == State::Done, kLongMs);
    QCOMPARE(view().draft().tables().size(), std::size_t(1));
    QVERIFY(view().draft().column(0, 7).role == ColumnRole::Label);
    QVERIFY(view().draft().column(0, 1).role == ColumnRole::LeaveOut);
}

void TestImportView::strangersFailureLeavesTheImportAlone()
{
    constexpr qint64 kNoRun = 4711;
    QSignalSpy failed(m_queue.get(), &jobs::Queue::failed);
    m_queue->loadRun(kNoRun); // before the preview on the same thread: it fails while the flow still looks
    openVisits();
    QVERIFY(failed.count() == 1);
    const QString sentence = failed.first().first().toString();
    QVERIFY(view().status() != sentence);
    choose("stay");
    give(ColumnRole::Label);
    Q_EMIT view().readRequested(); // a reading is under way
    m_queue->loadRun(kNoRun);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 2, kLongMs);
    QVERIFY(view().status() != sentence);
    mend();
    view().openButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->page<pages::DataPage>().isEmpty(), kLongMs);
    // Nor does it stand for an export that goes well.
    QSignalSpy exported(m_queue.get(), &jobs::Queue::cohortExported);
    m_queue->loadRun(kNoRun);
    m_window->data().exportData(m_folder->filePath(QStringLiteral("out.npz")));
    QTRY_VERIFY_WITH_TIMEOUT(exported.count() == 1 && failed.count() == 3, kLongMs);
    QVERIFY(m_window->page<pages::DataPage>().message().startsWith(QStringLiteral("Exported to")));
}

void TestImportView::previewOfAnotherSourceIsNotTaken()
{
    const QString visits = test::written(m_folder->filePath(QStringLiteral("a.csv")), test::visits(60));
    const QString recipe = m_folder->filePath(QStringLiteral("a.recipe.json"));
    io::Recipe drawn;
    drawn.remedies.emplace_back(io::DrawSplits {});
    io::writeRecipeFile(recipe, visits, drawn);
    auto late = std::make_shared<io::ImportPreview>(io::previewImport(recipe));
    late->asked = recipe;
    const QString other = m_folder->filePath(QStringLiteral("b.csv"));
    test::written(other, test::visits(40).replace("ward", "room"));
    m_window->data().openPath(other);
    Q_EMIT m_queue->importPreviewed(late); // asked for before, and late
    QVERIFY(!view().draft().preview());
    QTRY_VERIFY_WITH_TIMEOUT(view().draft().preview(), kLongMs);
    QCOMPARE(view().draft().preview()->path, other);
    QCOMPARE(view().draft().tables().front().rows->header[1], std::string("room"));
    QVERIFY(!view().draft().choices().drawsSplits());
}

void TestImportView::dataIsExported()
{
    QVERIFY(!m_window->actions().exportData->isEnabled());
    completeSourceIsOpenedStraight();
    QSignalSpy exported(m_queue.get(), &jobs::Queue::cohortExported);
    for (const char* name : { "out.npz", "out-folder" }) {
        const QString path = m_folder->filePath(QString::fromLatin1(name));
        m_window->data().exportData(path);
        QVERIFY(m_window->shownPage() == pages::pageid::kData);
        QVERIFY(m_window->page<pages::DataPage>().message().startsWith(QStringLiteral("Exporting to")));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_window->page<pages::DataPage>().message().startsWith(QStringLiteral("Exported to")), kLongMs);
        const auto read = io::readCohort(path);
        QVERIFY(read.cohort);
        QCOMPARE(read.cohort->size(), std::size_t(80));
    }
    QCOMPARE(exported.count(), 2);
    picture(QStringLiteral("exported"));
}

void TestImportView::exportIsOfTheKindThatWasChosen()
{
    QCOMPARE(
        pages::DataController::exportTarget(QStringLiteral("/a/data"), true), QStringLiteral("/a/data.npz"));
    QCOMPARE(pages::DataController::exportTarget(QStringLiteral("/a/data.NPZ"), true),
        QStringLiteral("/a/data.NPZ"));
    // The proposed name ends with .npz, and the suffix decides what is written.
    QCOMPARE(
        pages::DataController::exportTarget(QStringLiteral("/a/data.npz"), false), QStringLiteral("/a/data"));
    QCOMPARE(pages::DataController::exportTarget(QStringLiteral("/a/data.v2"), false),
        QStringLiteral("/a/data.v2"));
}

void TestImportView::failedExportSaysWhy()
{
    completeSourceIsOpenedStraight();
    const QString path = m_folder->filePath(QStringLiteral("nowhere/out.npz"));
    m_window->data().exportData(path);
    QTRY_VERIFY_WITH_TIMEOUT(
        !m_window->page<pages::DataPage>().message().startsWith(QStringLiteral("Exporting")), kLongMs);
    QVERIFY2(m_window->page<pages::DataPage>().message().contains(QStringLiteral("out.npz")),
        qPrintable(m_window->page<pages::DataPage>().message()));
    QVERIFY(m_window->page<pages::DataPage>().message().contains(QStringLiteral("Choose another place")));
    QVERIFY(!QFileInfo::exists(path));
}

void TestImportView::wideTableIsPreviewedWithoutWidgets()
{
    QByteArray text = "label";
    for (int c = 0; c < 2000; ++c)
        text += ",gene_" + QByteArray::number(c);
    text += '\n';
    for (int row = 0; row < 40; ++row) {
        text += QByteArray::number(row % 9 + 0.5);
        for (int c = 0; c < 2000; ++c)
            text += ',' + QByteArray::number((row * 31 + c * 7) % 97);
        text += '\n';
    }
    const auto before = m_window->findChildren<QWidget*>().size();
    drop(test::written(m_folder->filePath(QStringLiteral("genes.csv")), text));
    QTRY_VERIFY_WITH_TIMEOUT(view().openButton()->isEnabled(), kLongMs);
    QCOMPARE(view().columns()->table()->model()->columnCount(), 2001);
    QVERIFY(m_window->findChildren<QWidget*>().size() < before + 60);
    // All columns of a modality are selected at once and given a role in one step.
    Q_EMIT view().modalities()->list()->itemActivated(view().modalities()->list()->item(0));
    QCOMPARE(view().columns()->table()->chosen().size(), std::size_t(2000));
    QCOMPARE(view().columns()->chosenText(), QStringLiteral("2,000 columns, gene_0 to gene_1999"));
    view().draft().setRole(0, view().columns()->table()->chosen(), ColumnRole::Modality, "rna");
    QCOMPARE(view().draft().modalities(), std::vector<std::string> { "rna" });
    view().draft().history().undo();
    QCOMPARE(view().draft().modalities(), std::vector<std::string> { "gene" });
    picture(QStringLiteral("import-2000-columns"));
}

void TestImportView::everyControlHasAName()
{
    openVisits();
    mend();
    for (const auto* widget : view().findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
            continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool inBox = qobject_cast<const QComboBox*>(widget->parentWidget());
        QVERIFY2(inBox || !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
            widget->metaObject()->className());
    }
}

void TestImportView::smallestWindowShowsEverything()
{
    m_window->resize(1000, 700);
    openVisits();
    mend();
    QCOMPARE(m_window->size(), QSize(1000, 700));
    for (const auto* widget : view().findChildren<QWidget*>()) {
        if (!widget->isVisible() || view().columns()->table()->isAncestorOf(widget))
            continue;
        QVERIFY2(widget->mapTo(m_window.get(), QPoint(widget->width(), 0)).x() <= 1000,
            widget->metaObject()->className());
    }
    for (const auto* label : view().findChildren<QLabel*>()) {
        if (label->isVisible() && !label->wordWrap()
            && label->metaObject()->className() == QByteArray("QLabel"))
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }
    picture(QStringLiteral("import-small"));
    m_window->applyScheme(widgets::Scheme::Dark);
    picture(QStringLiteral("import-small-dark"));
    m_window->applyScheme(widgets::Scheme::HighContrast);
    picture(QStringLiteral("import-small-contrast"));
}

QTEST_MAIN(TestImportView)
#include "tst_importview.moc"
