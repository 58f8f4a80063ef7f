// SPDX-License-Identifier: GPL-3.0-or-later
// The page of figures as a person uses it: by the keyboard alone and by the mouse, on a real store.
#include "engine/data/samples.h"
#include "person.h"
#include "ui/charts/sheetwriter.h"
#include "ui/pages/figures/figurecommands.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/figuregallery.h"
#include "ui/pages/figures/figurespage.h"
#include "ui/pages/figures/sheetview.h"
#include "ui/pages/figures/studychoice.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/nomatch.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <memory>
#include <set>

using namespace btw;
using pages::FiguresPage;
using pages::MainWindow;

namespace {

constexpr int kLongMs = 120000;
constexpr std::size_t kRows = 150;

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A PDF without its dates, which alone may differ.
QByteArray undated(QByteArray pdf)
{
    for (const char* key : { "/CreationDate (D:", "/ModDate (D:" })
        for (qsizetype at = pdf.indexOf(key); at >= 0; at = pdf.indexOf(key, at + 1)) {
            const qsizetype begin = at + static_cast<qsizetype>(qstrlen(key));
            pdf.replace(begin, pdf.indexOf(')', begin) - begin, "x");
        }
    return pdf;
}

} // namespace

class FiguresPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void theGalleryShowsWhatTheRunHas();
    void byTheKeyboardAloneAFigureBecomesAPdfWithItsCaption();
    void panelsAreComposedAndReordered();
    void aFigureDraggedOnThePageBecomesAPanel();
    void itIsSavedAndReopenedAndDrawnTheSame();
    void dataAndCaptionAreCopied();
    void aDamagedFileIsRefusedInWords();
    void thePageIsDrawnAtItsPrintedSize();
    void changesAreUndoneByName();
    void anotherStudyTakesOverThePanels();
    void eachStudyKeepsItsPage();
    void aPanelIsCopiedToThePageOfAnotherStudy();
    void whatCannotBeWrittenSaysWhy();
    void thePageOpensOnAFigureThatSuits();

private:
    FiguresPage& page() { return m_window->page<FiguresPage>(); }
    template <typename T> T* named(const QString& name)
    {
        for (auto* one : page().findChildren<T*>())
            if (one->accessibleName() == name)
                return one;
        return nullptr;
    }
    QPushButton* button(const QString& text)
    {
        for (auto* one : page().findChildren<QPushButton*>())
            if (QString(one->text()).remove(QLatin1Char('&')) == text)
                return one;
        return nullptr;
    }
    void tabTo(QWidget* wanted);
    void waitForPage();
    void onePanel(const QString& figure, double widthMm);

    QTemporaryDir m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void FiguresPageTest::initTestCase()
{
    const QString cohort = m_folder.filePath(QStringLiteral("sentiment.npz"));
    io::writeNpz(data::makeSentiment(kRows), cohort);
    m_settings = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("s.ini")), nullptr);
    m_settings->setLastFolder(m_folder.path());
    m_queue = std::make_unique<jobs::Queue>(m_folder.filePath(QStringLiteral("p.sqlite")));
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo {});
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->data().openPath(cohort);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort(), kLongMs);
    m_window->trainings().train(
        { weighting::Variant::Btw, weighting::Variance::Neighbours, QStringLiteral("demo"), 1 });
    QVERIFY(m_window->trainings().isTraining());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->trainings().isTraining(), kLongMs);
}

void FiguresPageTest::cleanupTestCase()
{
    m_window.reset();
    m_queue.reset();
}

void FiguresPageTest::tabTo(QWidget* wanted)
{
    for (int i = 0; i < 80 && QApplication::focusWidget() != wanted; ++i)
        QTest::keyClick(
            QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), wanted);
}

void FiguresPageTest::waitForPage()
{
    QTRY_VERIFY_WITH_TIMEOUT(!page().editor().sheet().panels.empty(), kLongMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const auto& panel : page().editor().panels())
                if (panel.data.isEmpty())
                    return false;
            return true;
        }(),
        kLongMs);
    page().view()->refreshNow();
}

void FiguresPageTest::onePanel(const QString& figure, double widthMm)
{
    while (page().editor().sheet().panels.size() > 1)
        page().editor().remove(1);
    page().editor().show(figure);
    auto sheet = page().editor().sheet();
    sheet.widthMm = widthMm;
    page().editor().changeSheet(sheet);
    waitForPage();
}

void FiguresPageTest::theGalleryShowsWhatTheRunHas()
{
    m_window->showPage(QStringLiteral("figures"));
    auto* gallery = page().findChild<pages::FigureGallery*>();
    QVERIFY(gallery);
    const auto shown = [&] {
        QStringList titles;
        for (int row = 0; row < gallery->count(); ++row)
            if (!gallery->item(row)->isHidden())
                titles << gallery->item(row)->text();
        return titles;
    };
    // Of a run of numbers, and of its study; nothing of classes, and no experiment left a modality out.
    const QStringList wanted { QStringLiteral("Modality weights (Fig. 3)"),
        QStringLiteral("Validation metric"), QStringLiteral("Corrections and mistakes (Fig. 4)"),
        QStringLiteral("Correction scatter (Fig. 6, 7)"), QStringLiteral("Expert routing"),
        QStringLiteral("Each modality alone"), QStringLiteral("Models side by side"),
        QStringLiteral("Each model less the baseline"), QStringLiteral("Models as bars (Fig. 1)") };
    QTRY_COMPARE_WITH_TIMEOUT(shown(), wanted, kLongMs);
    // Nothing is saved yet, and the empty list says so.
    const QImage files
        = named<QListWidget>(QStringLiteral("Figures of this project"))->viewport()->grab().toImage();
    std::set<QRgb> colours;
    for (int y = 0; y < files.height(); ++y)
        for (int x = 0; x < files.width(); ++x)
            colours.insert(files.pixel(x, y));
    QVERIFY(colours.size() > 4);
    // The first of them is on the page at once.
    waitForPage();
    QCOMPARE(page().editor().sheet().panels.front().figure, QStringLiteral("weights"));
    QVERIFY2(page().caption().startsWith(QStringLiteral("Weight of each modality by epoch (BTW)")),
        qPrintable(page().caption()));
    // One is found by its number in the paper.
    auto* find = named<QLineEdit>(QStringLiteral("Find a figure, by its name or its number in the paper"));
    QVERIFY(find);
    QTest::keyClicks(find, QStringLiteral("figure 4"));
    QCOMPARE(shown(), QStringList { QStringLiteral("Corrections and mistakes (Fig. 4)") });
    QCOMPARE(gallery->chosen(), QStringLiteral("density"));
    const auto* said = gallery->findChild<widgets::NoMatch*>();
    QVERIFY(said && said->isHidden());
    find->setText(QStringLiteral("figure 99"));
    QCOMPARE(shown(), QStringList());
    QVERIFY(!said->isHidden());
    QCOMPARE(said->text(), QStringLiteral("Nothing matches “figure 99”."));
    find->clear();
    QVERIFY(said->isHidden());
    QCOMPARE(shown(), wanted);
    gallery->setCurrentRow(0);
}

void FiguresPageTest::byTheKeyboardAloneAFigureBecomesAPdfWithItsCaption()
{
    m_window->showPage(pages::pageid::kStart);
    const int number = m_window->pages().indexOf(QStringLiteral("figures")) + 1;
    QTest::keyClick(m_window.get(), static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
    QCOMPARE(m_window->shownPage(), QStringLiteral("figures"));
    auto* gallery = page().findChild<pages::FigureGallery*>();
    tabTo(gallery);
    QTest::keyClick(gallery, Qt::Key_Home);
    for (int i = 0; i < 20 && gallery->chosen() != QLatin1String("density"); ++i)
        QTest::keyClick(gallery, Qt::Key_Down);
    QCOMPARE(gallery->chosen(), QStringLiteral("density"));
    QTest::keyClick(gallery, Qt::Key_Return);
    waitForPage();
    QCOMPARE(page().editor().sheet().panels.front().figure, QStringLiteral("density"));
    auto* width = named<QComboBox>(QStringLiteral("Width"));
    tabTo(width);
    QTest::keyClick(width, Qt::Key_Home);
    QCOMPARE(page().editor().sheet().widthMm, 84.0);

    const QString path = m_folder.filePath(QStringLiteral("figure4.pdf"));
    QString offered;
    const auto dialog = [] { return qobject_cast<QFileDialog*>(QApplication::activeModalWidget()); };
    test::Person::whenever([dialog] { return dialog() != nullptr; },
        [this, &offered, dialog, path] {
            offered = dialog()->selectedFiles().value(0);
            test::Person person(*m_window); // the name is where the keyboard is
            person.press(Qt::Key_A, Qt::ControlModifier);
            person.type(path);
            person.press(Qt::Key_Return);
        });
    auto* write = button(QStringLiteral("Export…"));
    tabTo(write);
    const QPoint before = write->mapTo(&page(), QPoint());
    QTest::keyClick(write, Qt::Key_Space);
    QTRY_VERIFY2_WITH_TIMEOUT(
        page().message().contains(QStringLiteral("figure4.pdf")), qPrintable(page().message()), 20000);
    QVERIFY2(offered.endsWith(QStringLiteral("density.pdf")), qPrintable(offered));
    // At the foot, where it moves no button.
    const auto* banner = page().findChild<widgets::Banner*>();
    QVERIFY(banner->mapTo(&page(), QPoint()).y() > write->mapTo(&page(), QPoint()).y());
    QCOMPARE(write->mapTo(&page(), QPoint()), before);
    const QByteArray pdf = contents(path);
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY2(pdf.contains("/MediaBox [0 0 238"), "84 mm are 238 points");
    QVERIFY(pdf.contains("Density over label of all test rows (n = 30)"));

    m_window->activateWindow(); // again, after the dialog
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    auto* copy = button(QStringLiteral("Copy"));
    tabTo(copy);
    QTest::keyClick(copy, Qt::Key_Space);
    const QString caption = QApplication::clipboard()->text();
    QVERIFY2(caption.startsWith(QStringLiteral("Density over label of all test rows (n = 30)"))
            && caption.contains(QStringLiteral("1 look at these test rows")),
        qPrintable(caption));
}

void FiguresPageTest::panelsAreComposedAndReordered()
{
    onePanel(QStringLiteral("weights"), 174);
    auto* gallery = page().findChild<pages::FigureGallery*>();
    for (const char* id : { "density", "models" }) {
        for (int row = 0; row < gallery->count(); ++row)
            if (gallery->item(row)->data(Qt::UserRole).toString() == QLatin1String(id))
                gallery->setCurrentRow(row);
        QTest::mouseClick(button(QStringLiteral("Add panel")), Qt::LeftButton);
    }
    waitForPage();
    const auto order = [&] {
        QStringList ids;
        for (const auto& panel : page().editor().sheet().panels)
            ids << panel.figure;
        return ids.join(QLatin1Char(' '));
    };
    QCOMPARE(order(), QStringLiteral("weights density models"));
    QCOMPARE(page().editor().sheet().columns, 2); // 174 mm have room for two side by side
    QVERIFY(page().caption().startsWith(QStringLiteral("(a) Weight")));
    QVERIFY(page().caption().contains(QStringLiteral("(c) ")));
    page().view()->setFocus();
    QTest::keyClick(page().view(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(order(), QStringLiteral("weights models density"));
    QCOMPARE(page().editor().selected(), std::size_t(1));
    QTest::keyClick(page().view(), Qt::Key_Left);
    QTest::keyClick(page().view(), Qt::Key_Delete);
    QCOMPARE(order(), QStringLiteral("models density"));
    // By the mouse: the first one is dragged behind the second.
    waitForPage();
    auto* ground = page().view()->viewport();
    const QPoint from(ground->width() / 4, 80);
    const QPoint to(ground->width() - 60, 80);
    QTest::mousePress(ground, Qt::LeftButton, {}, from);
    QTest::mouseMove(ground, from + QPoint(40, 0));
    QTest::mouseMove(ground, to);
    QTest::mouseRelease(ground, Qt::LeftButton, {}, to);
    QCOMPARE(order(), QStringLiteral("density models"));
}

void FiguresPageTest::aFigureDraggedOnThePageBecomesAPanel()
{
    onePanel(QStringLiteral("weights"), 174);
    QMimeData data;
    data.setData(pages::FigureGallery::mimeType(), "scatter");
    auto* ground = page().view()->viewport();
    const QPoint at(ground->width() - 40, 60);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(ground, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(ground, &drop);
    QCOMPARE(page().editor().sheet().panels.size(), std::size_t(2));
    QCOMPARE(page().editor().sheet().panels[1].figure, QStringLiteral("scatter"));
}

void FiguresPageTest::itIsSavedAndReopenedAndDrawnTheSame()
{
    onePanel(QStringLiteral("weights"), 174);
    page().editor().add(QStringLiteral("bars"), 1);
    waitForPage();
    const QString folder = m_folder.filePath(QStringLiteral("p.sqlite.d/figures"));
    QVERIFY(QDir().mkpath(folder));
    const QString file = folder + QStringLiteral("/one.btwfig");
    page().commands().saveTo(file);
    auto* files = named<QListWidget>(QStringLiteral("Figures of this project"));
    QTRY_COMPARE(files->count(), 1);
    const QString svg = m_folder.filePath(QStringLiteral("page.svg"));
    const QString pdf = m_folder.filePath(QStringLiteral("page.pdf"));
    page().commands().exportTo(svg);
    page().commands().exportTo(pdf);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(svg) && QFile::exists(pdf), kLongMs);
    const auto sheet = page().editor().sheet();
    onePanel(QStringLiteral("metric"), 84);
    QVERIFY(!(page().editor().sheet() == sheet));
    Q_EMIT files->itemActivated(files->item(0));
    QVERIFY(page().editor().sheet() == sheet);
    // The same file, by what `btw figure --figure` does, on another connection to the store.
    const store::Store store(m_folder.filePath(QStringLiteral("p.sqlite")), store::Store::Mode::Reading);
    const auto figures = charts::builtinFigures();
    const auto read = charts::fromBtwfig(contents(file), file);
    std::vector<charts::SheetPicture::Panel> panels;
    for (const auto& panel : read.panels) {
        const auto* figure = figures.find(panel.figure);
        panels.push_back(
            { *figure, experiments::loadFigureData(store, panel.subject, figure->need), panel.view });
    }
    QCOMPARE(charts::sheetBytes(read, panels, QStringLiteral("svg")), contents(svg));
    QCOMPARE(undated(charts::sheetBytes(read, panels, QStringLiteral("pdf"))), undated(contents(pdf)));
}

void FiguresPageTest::dataAndCaptionAreCopied()
{
    onePanel(QStringLiteral("weights"), 84);
    QTest::mouseClick(button(QStringLiteral("Copy data")), Qt::LeftButton);
    QVERIFY2(QApplication::clipboard()->text().startsWith(QStringLiteral("epoch,text_mean,text_low")),
        qPrintable(QApplication::clipboard()->text().left(80)));
}

void FiguresPageTest::aDamagedFileIsRefusedInWords()
{
    const QString file = m_folder.filePath(QStringLiteral("bad.btwfig"));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("{ \"btwfig\": 1, \"panels\": 3 }");
    out.close();
    const auto before = page().editor().sheet();
    page().commands().openFile(file);
    QVERIFY2(page().message().contains(QStringLiteral("bad.btwfig: panels must be a list")),
        qPrintable(page().message()));
    QVERIFY(page().editor().sheet() == before);
}

void FiguresPageTest::thePageIsDrawnAtItsPrintedSize()
{
    onePanel(QStringLiteral("weights"), 84);
    auto* view = page().view();
    view->setZoom(100);
    QVERIFY2(view->footer().startsWith(QStringLiteral("Printed size, 84 × ")), qPrintable(view->footer()));
    const QImage image = view->viewport()->grab().toImage();
    int white = 0; // along a line through the page
    const int y = image.height() > 60 ? 40 : image.height() / 2;
    for (int x = 0; x < image.width(); ++x)
        white += image.pixelColor(x, y) == QColor(Qt::white) ? 1 : 0;
    const double wanted = 84 / 25.4 * view->logicalDpiX();
    QVERIFY2(white > wanted * 0.6 && white <= wanted + 2, qPrintable(QString::number(white)));
    view->setZoom(0);
    // To be looked at: three panels, in both themes, in the smallest window.
    const QString folder = qEnvironmentVariable("BTW_TEST_PICTURES");
    if (folder.isEmpty())
        return;
    onePanel(QStringLiteral("weights"), 174);
    page().editor().add(QStringLiteral("density"), 1);
    page().editor().add(QStringLiteral("models"), 2);
    waitForPage();
    for (const auto& [scheme, name] :
        { std::pair(widgets::Scheme::Light, "light"), std::pair(widgets::Scheme::Dark, "dark") })
        for (const QSize size : { QSize(1440, 900), QSize(1000, 700) }) {
            m_settings->setScheme(scheme);
            m_window->resize(size);
            QTest::qWait(200);
            m_window->grab().save(
                QStringLiteral("%1/figures-%2-%3.png").arg(folder, QLatin1String(name)).arg(size.width()));
        }
}

void FiguresPageTest::changesAreUndoneByName()
{
    onePanel(QStringLiteral("weights"), 174);
    auto& undo = m_window->undo();
    const auto first = page().editor().sheet();
    const int before = undo.index();
    auto& editor = page().editor();
    editor.add(QStringLiteral("density"), 1);
    QCOMPARE(undo.undoText(), QStringLiteral("adding Corrections and mistakes"));
    editor.move(1, 0);
    QCOMPARE(undo.undoText(), QStringLiteral("the order of the panels"));
    editor.remove(1);
    QCOMPARE(undo.undoText(), QStringLiteral("removing Modality weights"));
    const auto choose = [&](const QString& name) {
        auto* box = named<QComboBox>(name);
        box->setFocus();
        QTest::keyClick(box, box->currentIndex() == 0 ? Qt::Key_Down : Qt::Key_Home);
    };
    choose(QStringLiteral("Style"));
    QCOMPARE(undo.undoText(), QStringLiteral("the style"));
    choose(QStringLiteral("Colours"));
    QCOMPARE(undo.undoText(), QStringLiteral("the colours"));
    choose(QStringLiteral("Bands"));
    QCOMPARE(undo.undoText(), QStringLiteral("the bands"));
    choose(QStringLiteral("Width"));
    QCOMPARE(undo.undoText(), QStringLiteral("the width of the page"));
    editor.show(QStringLiteral("scatter"));
    QCOMPARE(undo.undoText(), QStringLiteral("the figure shown"));
    const auto last = editor.sheet();
    // By the keyboard, from the page itself.
    page().view()->setFocus();
    while (undo.index() > before)
        QTest::keyClick(page().view(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(editor.sheet() == first);
    QVERIFY(undo.redoText() == QLatin1String("adding Corrections and mistakes"));
    while (undo.canRedo())
        undo.redo();
    QVERIFY(editor.sheet() == last);
    // A file that is opened over what was composed can be taken back, too.
    const QString file = m_folder.filePath(QStringLiteral("undone.btwfig"));
    page().commands().saveTo(file);
    onePanel(QStringLiteral("metric"), 84);
    const auto composed = editor.sheet();
    page().commands().openFile(file);
    QVERIFY(editor.sheet() == last);
    undo.undo();
    QVERIFY(editor.sheet() == composed);
}

void FiguresPageTest::anotherStudyTakesOverThePanels()
{
    onePanel(QStringLiteral("weights"), 174);
    page().editor().add(QStringLiteral("models"), 1);
    waitForPage();
    const auto before = page().editor().sheet();
    const QString cohort = m_folder.filePath(QStringLiteral("other.npz"));
    io::writeNpz(data::makeSentiment(kRows, 7), cohort);
    const auto hash = m_window->data().cohort();
    m_window->data().openPath(cohort);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort() && m_window->data().cohort() != hash, kLongMs);
    m_window->trainings().train(
        { weighting::Variant::Btw, weighting::Variance::Neighbours, QStringLiteral("demo"), 1 });
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->trainings().isTraining(), kLongMs);
    m_window->showPage(QStringLiteral("figures"));
    auto* studies = named<QComboBox>(QStringLiteral("Figures of"));
    QTRY_COMPARE_WITH_TIMEOUT(studies->count(), 2, kLongMs); // the newest first
    const auto choose = [&](int row) {
        studies->setCurrentIndex(row);
        Q_EMIT studies->activated(row);
    };
    choose(1);
    waitForPage();
    QVERIFY(page().editor().sheet() == before);
    // What goes on in the study on show elsewhere does not take the page away.
    QVERIFY(!(m_window->studies().current().id == page().editor().study().id));
    page().studies().openStudy(m_window->studies().current());
    QVERIFY(page().editor().sheet() == before);
    QCOMPARE(studies->currentIndex(), 1);

    auto& undo = m_window->undo();
    const int steps = undo.index();
    choose(0);
    // What is read is not there yet: nothing of the study before is shown as if it were of this one.
    page().view()->refreshNow();
    for (const auto& panel : page().view()->picture().panels())
        QVERIFY(panel.data.isEmpty());
    QCOMPARE(page().caption(), QStringLiteral("Reading the numbers…"));
    for (const char* name : { "Export…", "Copy data", "Save…" }) {
        auto* needs = button(QString::fromUtf8(name));
        QVERIFY(!needs->isEnabled());
        QVERIFY2(needs->toolTip().endsWith(QStringLiteral("Not possible now: Reading the numbers…")),
            qPrintable(needs->toolTip()));
    }
    waitForPage();
    const auto after = page().editor().sheet();
    QCOMPARE(after.panels.size(), before.panels.size());
    for (std::size_t i = 0; i < after.panels.size(); ++i) {
        QCOMPARE(after.panels[i].figure, before.panels[i].figure);
        QVERIFY(!(after.panels[i].subject == before.panels[i].subject));
        QVERIFY(!(after.panels[i].subject == experiments::FigureSubject()));
    }
    QCOMPARE(after.widthMm, before.widthMm);
    QVERIFY(button(QStringLiteral("Export…"))->isEnabled());
    QVERIFY(!button(QStringLiteral("Export…"))->toolTip().contains(QStringLiteral("Not possible")));
    QCOMPARE(undo.index(), steps); // to look at another question changes nothing
}

void FiguresPageTest::eachStudyKeepsItsPage()
{
    auto* studies = named<QComboBox>(QStringLiteral("Figures of"));
    const auto choose = [&](int row) {
        studies->setCurrentIndex(row);
        Q_EMIT studies->activated(row);
        waitForPage();
    };
    auto& editor = page().editor();
    auto& undo = m_window->undo();
    // The first one is composed, the second one is looked at, and the first one stands there as it was.
    choose(1);
    const auto first = editor.study().id;
    onePanel(QStringLiteral("weights"), 174);
    editor.add(QStringLiteral("models"), 1);
    editor.remove(0);
    waitForPage();
    const auto composed = editor.sheet();
    choose(0);
    const auto second = editor.study().id;
    QVERIFY(!(first == second));
    onePanel(QStringLiteral("metric"), 84);
    const auto other = editor.sheet();
    choose(1);
    QVERIFY(editor.sheet() == composed);
    choose(0);
    QVERIFY(editor.sheet() == other);
    choose(1);

    // What is undone is of the question whose page it was, and the box says so: never the figures of the one
    // below the name of the other.
    undo.undo(); // the width, or the figure, of the second one's page
    QVERIFY(editor.study().id == second);
    QCOMPARE(studies->currentIndex(), 0);
    while (editor.study().id == second)
        undo.undo();
    QVERIFY(editor.study().id == first);
    QCOMPARE(studies->currentIndex(), 1);
    waitForPage();
    QCOMPARE(editor.sheet().panels.size(), std::size_t(2)); // the removal is undone
    QCOMPARE(editor.sheet().panels[0].figure, QStringLiteral("weights"));
    for (const auto& panel : editor.sheet().panels)
        QVERIFY(editor.studyOf(panel.subject)->id == first);
    while (undo.canRedo())
        undo.redo();
    QVERIFY(editor.study().id == second && editor.sheet() == other);
    choose(1);
    QVERIFY(editor.sheet() == composed);
}

void FiguresPageTest::aPanelIsCopiedToThePageOfAnotherStudy()
{
    auto* studies = named<QComboBox>(QStringLiteral("Figures of"));
    const auto choose = [&](int row) {
        studies->setCurrentIndex(row);
        Q_EMIT studies->activated(row);
        waitForPage();
    };
    auto& editor = page().editor();
    choose(0);
    onePanel(QStringLiteral("models"), 174);
    const auto copied = editor.sheet().panels[0];
    page().view()->setFocus();
    QTest::keyClick(page().view(), Qt::Key_C, Qt::ControlModifier);
    choose(1);
    onePanel(QStringLiteral("models"), 174);
    const auto own = editor.sheet().panels[0];
    QVERIFY(!(own.subject == copied.subject));
    QTest::keyClick(page().view(), Qt::Key_V, Qt::ControlModifier);
    waitForPage();
    QCOMPARE(editor.sheet().panels.size(), std::size_t(2));
    QVERIFY(editor.sheet().panels[0].subject == own.subject);
    QVERIFY(editor.sheet().panels[1].subject == copied.subject);
    QCOMPARE(m_window->undo().undoText(), QStringLiteral("adding Models side by side"));
    // What it is of is said: of that one by its name, not by a number.
    QCOMPARE(named<QComboBox>(QStringLiteral("Of"))->currentText(), studies->itemText(0));
    // It stays what it is where the page is left and chosen again.
    choose(0);
    choose(1);
    QVERIFY(editor.sheet().panels[1].subject == copied.subject);

    // A file of the other question's figures is opened as that question's page.
    const QString file = m_folder.filePath(QStringLiteral("second.btwfig"));
    choose(0);
    page().commands().saveTo(file);
    const auto saved = editor.sheet();
    choose(1);
    page().commands().openFile(file);
    QVERIFY(editor.sheet() == saved);
    QCOMPARE(studies->currentIndex(), 0);
    m_window->undo().undo();
    QCOMPARE(studies->currentIndex(), 1);
    QCOMPARE(editor.sheet().panels.size(), std::size_t(2));
}

void FiguresPageTest::whatCannotBeWrittenSaysWhy()
{
    while (!page().editor().sheet().panels.empty())
        page().editor().remove(0);
    page().view()->refreshNow();
    auto* write = button(QStringLiteral("Export…"));
    QVERIFY(!write->isEnabled());
    const QString why = QStringLiteral("The page is empty: choose a figure in the gallery first.");
    QVERIFY2(
        write->toolTip().endsWith(QStringLiteral("Not possible now: ") + why), qPrintable(write->toolTip()));
    QCOMPARE(write->accessibleDescription(), write->toolTip());
    QCOMPARE(page().caption(), why);
    // Nobody left a modality out: that is said in the words of the window.
    page().editor().add(QStringLiteral("adds"), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!page().editor().problem().isEmpty(), kLongMs);
    page().view()->refreshNow();
    QVERIFY2(!page().caption().contains(QStringLiteral("--"))
            && page().caption().contains(QStringLiteral("What each modality adds")),
        qPrintable(page().caption()));
    QVERIFY2(write->toolTip().contains(page().caption()), qPrintable(write->toolTip()));
}

// Of a model that was fitted at once a curve over epochs has a row, and nothing to show.
void FiguresPageTest::thePageOpensOnAFigureThatSuits()
{
    const auto builtin = charts::builtinFigures();
    auto unsuited = *builtin.find(QStringLiteral("metric"));
    unsuited.suits = [](const jobs::RunDigest&) { return false; };
    const charts::FigureRegistry figures({ unsuited, *builtin.find(QStringLiteral("density")) });
    const QString path = m_folder.filePath(QStringLiteral("p.sqlite"));
    experiments::StoreLookup lookup(path);
    pages::FigureEditor editor(figures, lookup, nullptr);
    const store::Store kept(path, store::Store::Mode::Reading);
    editor.setStudies(experiments::studiesOf(kept));
    editor.setStudy(editor.studies().front());
    editor.refresh();
    const auto shown = [&editor] {
        editor.panels(); // asks for their numbers
        const auto& panels = editor.sheet().panels;
        return panels.empty() ? QString() : panels.front().figure;
    };
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QStringLiteral("density"), kLongMs);
}

QTEST_MAIN(FiguresPageTest)
#include "tst_figurespage.moc"
