// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"
#include "ui/widgets/bannerstack.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/coalescer.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/intervalplot.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/readingorder.h"
#include "ui/widgets/scrolledpage.h"
#include "ui/widgets/settings.h"
#include "ui/widgets/stepbar.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tooltipcloser.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

using namespace btw::widgets;

class TestWidgets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyRequestsCostOneRedraw();
    void steadyRequestsDoNotPostponeTheRedraw();
    void flushWorksOffWhatWasRequested();
    void gapMeterSeesABlockedLoop();
    void gapMeterTellsWorkFromWaiting();
    void gapMeterForgetsAtStart();
    void elidedLabelNeverAsksForWidth();
    void elidedTextStandsInTheToolTip();
    void dotsAloneAreNotShown();
    void stepBarSaysItsSegments();
    void bannerStaysUntilDismissed();
    void theGravestOfSeveralBannersIsShown();
    void rowsOfATableCanBeChosen();
    void aRowUnderTheMouseLooksAsItDid();
    void aLongNameInATableStandsOnTwoLines();
    void aListOfChoicesShowsAllOfEachRow_data();
    void aListOfChoicesShowsAllOfEachRow();
    void aMenuClosesToolTipsAndOpensNoneBehindIt();
    void tabFollowsTheLayoutsWhateverWasMadeFirst();
    void intervalPlotDescribesEveryRow();
    void intervalPlotDrawsWhiskersOnOneScale();
    void pageScrollsOnlyWhenItsLeastHeightDoesNotFit();
    void keyboardScrollsAPage();
    void aPageIsFramedForTheKeyboardAlone();
    void aTableThatTheKeyboardGoesToIsShownWhole();
    void pageKeepsItsWidthWhenItScrolls();
    void recentCohortsAreNewestFirstAndFew();
    void settingsSurviveAndTellChanges();
    void settingsAreWrittenOnAThreadOfTheirOwn();
    void settingsOfAnotherWindowAreSeenAfterAWrite();
};

void TestWidgets::manyRequestsCostOneRedraw()
{
    int redraws = 0;
    Coalescer coalescer([&] { ++redraws; });
    for (int i = 0; i < 100; ++i)
        coalescer.request();
    QCOMPARE(redraws, 0);
    QTRY_COMPARE(redraws, 1);
    QVERIFY(!coalescer.isPending());
}

void TestWidgets::steadyRequestsDoNotPostponeTheRedraw()
{
    int redraws = 0;
    Coalescer coalescer([&] { ++redraws; });
    QTimer steady;
    connect(&steady, &QTimer::timeout, &coalescer, &Coalescer::request);
    steady.start(5);
    QTRY_VERIFY(redraws >= 3);
}

void TestWidgets::flushWorksOffWhatWasRequested()
{
    int redraws = 0;
    Coalescer coalescer([&] { ++redraws; });
    coalescer.flush();
    QCOMPARE(redraws, 0);
    coalescer.request();
    coalescer.flush();
    QCOMPARE(redraws, 1);
}

void TestWidgets::gapMeterSeesABlockedLoop()
{
    GapMeter meter;
    meter.start();
    QTRY_VERIFY(meter.turns() > 20);
    // The blocked loop is the thing measured here.
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    const auto turns = meter.turns();
    QTRY_VERIFY(meter.turns() > turns + 5);
    QVERIFY2(meter.longestMs() >= 119, qPrintable(QString::number(meter.longestMs())));
    QVERIFY(meter.medianMs() < meter.longestMs());
    QVERIFY(meter.longerThan(119) >= 1);
}

void TestWidgets::gapMeterTellsWorkFromWaiting()
{
    GapMeter meter;
    meter.start();
    QTRY_VERIFY(meter.turns() > 2);
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    auto turns = meter.turns();
    QTRY_VERIFY(meter.turns() > turns);
    QVERIFY2(meter.longest().cpuMs < 60, qPrintable(QString::number(meter.longest().cpuMs)));
    // Who sleeps is held up by itself, and not by others who have the processor.
    QVERIFY2(meter.longestOwnMs() >= 119, qPrintable(QString::number(meter.longestOwnMs())));
    QVERIFY(meter.longestOwnMs() <= meter.longestMs());
    const qint64 begin = threadCpuNs();
    while (threadCpuNs() - begin < 70'000'000) { }
    turns = meter.turns();
    QTRY_VERIFY(meter.turns() > turns);
    QVERIFY2(meter.busiest().cpuMs >= 69, qPrintable(QString::number(meter.busiest().cpuMs)));
    QVERIFY(meter.busiest().ms >= 69);
}

void TestWidgets::gapMeterForgetsAtStart()
{
    GapMeter meter;
    meter.start();
    QTRY_VERIFY(meter.turns() > 2);
    meter.start();
    QCOMPARE(meter.turns(), std::size_t(0));
    QCOMPARE(meter.longestMs(), 0.0);
    QCOMPARE(meter.medianMs(), 0.0);
}

void TestWidgets::elidedLabelNeverAsksForWidth()
{
    ElidedLabel label;
    label.setText(QString(500, QLatin1Char('x')));
    QCOMPARE(label.minimumSizeHint().width(), 0);
    const int height = label.sizeHint().height();
    label.setText(QStringLiteral("Epoch 12 of 40"));
    QCOMPARE(label.sizeHint().height(), height);
}

void TestWidgets::elidedTextStandsInTheToolTip()
{
    ElidedLabel label;
    label.resize(600, 20);
    label.setText(QStringLiteral("short"));
    QVERIFY(label.toolTip().isEmpty());
    label.resize(30, 20);
    label.setText(QStringLiteral("too long for thirty pixels"));
    QCOMPARE(label.toolTip(), QStringLiteral("too long for thirty pixels"));
}

void TestWidgets::dotsAloneAreNotShown()
{
    ElidedLabel label;
    label.setText(QStringLiteral("too long for this"));
    const auto isEmpty = [&label](int width) {
        label.resize(width, 20);
        const QImage image = label.grab().toImage();
        for (int x = 0; x < image.width(); ++x)
            for (int y = 0; y < image.height(); ++y)
                if (image.pixel(x, y) != image.pixel(0, 0))
                    return false;
        return true;
    };
    QVERIFY(isEmpty(20));
    QVERIFY(!isEmpty(70));
}

void TestWidgets::stepBarSaysItsSegments()
{
    StepBar bar;
    bar.setSegments({ 1, 0.5, 0 });
    QCOMPARE(bar.accessibleDescription(), QStringLiteral("step 1: 100%, step 2: 50%, step 3: 0%"));
    bar.resize(300, 6);
    const auto theme = Theme::light();
    const QImage image = bar.grab().toImage();
    QCOMPARE(image.pixelColor(50, 3), theme.accent);
    QCOMPARE(image.pixelColor(125, 3), theme.accent);
    QCOMPARE(image.pixelColor(180, 3), theme.line);
    QCOMPARE(image.pixelColor(250, 3), theme.line);
}

void TestWidgets::bannerStaysUntilDismissed()
{
    QWidget window;
    Banner banner(&window);
    window.show();
    QVERIFY(banner.isHidden());
    banner.warn(QStringLiteral("The disk is full."), QStringLiteral("Saved epochs are kept."));
    QVERIFY(banner.isVisible());
    QCOMPARE(banner.text(), QStringLiteral("The disk is full. Saved epochs are kept."));
    QTest::mouseClick(banner.findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(banner.isHidden());
    QVERIFY(banner.isWarning());
    banner.say(QStringLiteral("Saved."));
    QVERIFY(!banner.isWarning() && banner.isVisible()); // what went well is no warning
    banner.warn(QStringLiteral("The disk is full."));
    QVERIFY(banner.isWarning());
}

void TestWidgets::theGravestOfSeveralBannersIsShown()
{
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* stack = new BannerStack;
    auto* below = new QWidget;
    column->addWidget(stack);
    column->addWidget(below, 1);
    auto* grave = new Banner;
    auto* light = new Banner;
    stack->add(grave);
    stack->add(light);
    window.resize(400, 300);
    window.show();
    QVERIFY(!stack->isVisible()); // no room is taken
    light->warn(QStringLiteral("Interrupted: 1 training."));
    QVERIFY(light->isVisible());
    QCOMPARE(stack->shown(), light);
    grave->warn(QStringLiteral("Nothing is saved."));
    QVERIFY(grave->isVisible());
    QVERIFY(!light->isVisible() && !light->isHidden()); // it still wants to be seen
    QTRY_VERIFY(stack->height() < grave->sizeHint().height() + light->sizeHint().height());
    grave->hide();
    QVERIFY(light->isVisible());
    light->hide();
    QVERIFY(!stack->isVisible());
    QCOMPARE(stack->shown(), nullptr);
}

void TestWidgets::rowsOfATableCanBeChosen()
{
    PlainTable table;
    QStandardItemModel rows(3, 2);
    table.setModel(&rows);
    table.resize(300, 150);
    table.show();
    table.activateWindow();
    QSignalSpy chosen(&table, &PlainTable::rowChosen);
    const auto click = [&](int row) {
        QTest::mouseClick(
            table.viewport(), Qt::LeftButton, Qt::NoModifier, table.visualRect(rows.index(row, 1)).center());
    };
    click(1);
    QCOMPARE(chosen.count(), 0); // it is there to be read
    QCOMPARE(table.focusPolicy(), Qt::NoFocus);
    table.setChoosable(true);
    click(1);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toInt(), 1);
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Down);
    QCOMPARE(chosen.count(), 1); // that only goes there
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen[1][0].toInt(), 2);
    table.setChoosable(false);
    click(0);
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(chosen.count(), 2);
}

void TestWidgets::aRowUnderTheMouseLooksAsItDid()
{
    qApp->setStyleSheet(Theme::light().styleSheet());
    {
        PlainTable table;
        QStandardItemModel rows(1, 1);
        rows.setItem(0, 0, new QStandardItem(QStringLiteral("over-14-days")));
        table.setModel(&rows);
        table.resize(300, table.height());
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const auto picture = [&](QStyle::State more) {
            QStyleOptionViewItem option;
            option.initFrom(table.viewport());
            option.widget = &table;
            option.state = (option.state & ~QStyle::State_MouseOver & ~QStyle::State_HasFocus) | more;
            option.rect = QRect(0, 0, 200, 28);
            QImage image(option.rect.size(), QImage::Format_RGB32);
            image.fill(Theme::light().panel);
            QPainter painter(&image);
            table.itemDelegate()->paint(&painter, option, rows.index(0, 0));
            painter.end();
            return image;
        };
        QCOMPARE(picture(QStyle::State_MouseOver), picture({}));
    }
    qApp->setStyleSheet({});
}

void TestWidgets::aLongNameInATableStandsOnTwoLines()
{
    PlainTable table;
    QStandardItemModel rows(2, 2);
    rows.setItem(0, 0, new QStandardItem(QStringLiteral("died in hospital within thirty days of admission")));
    rows.setItem(1, 0, new QStandardItem(QStringLiteral("alive")));
    table.setModel(&rows);
    table.resize(700, table.height());
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    QCOMPARE(table.rowHeight(0), table.rowHeight(1));
    const int wide = table.height();
    table.resize(180, table.height());
    QTRY_COMPARE(table.rowHeight(0), table.rowHeight(1) + table.fontMetrics().lineSpacing());
    QCOMPARE(table.height(), wide + table.fontMetrics().lineSpacing());
}

void TestWidgets::aListOfChoicesShowsAllOfEachRow_data()
{
    QTest::addColumn<int>("scheme");
    QTest::addColumn<int>("percent");
    QTest::addColumn<int>("rows");
    for (const int scheme : { 0, 1, 2 })
        for (const int percent : { 100, 150, 200 })
            for (const int rows : { 1, 3, 14 })
                QTest::addRow("theme %d, %d%%, %d rows", scheme, percent, rows) << scheme << percent << rows;
}

void TestWidgets::aListOfChoicesShowsAllOfEachRow()
{
    QFETCH(int, scheme);
    QFETCH(int, percent);
    QFETCH(int, rows);
    const Theme theme = scheme == 0 ? Theme::light() : scheme == 1 ? Theme::dark() : Theme::highContrast();
    const auto before = qApp->font();
    auto font = before;
    font.setPointSizeF(before.pointSizeF() * percent / 100);
    qApp->setFont(font);
    qApp->setStyleSheet(theme.styleSheet());
    {
        QWidget window;
        window.resize(600, 400);
        ChoiceBox box(&window);
        box.setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box.setMinimumContentsLength(8);
        const QString longest
            = QStringLiteral("Sparse mixture of experts weighted by KL and mutual information");
        for (int row = 0; row < rows; ++row)
            box.addItem(row == rows - 1 ? longest : QStringLiteral("row %1").arg(row));
        box.setCurrentIndex(rows - 1);
        box.resize(140, box.sizeHint().height());
        window.show();
        QVERIFY(box.shownText().endsWith(QStringLiteral("…"))); // and is not cut within a letter
        box.showPopup();
        const auto* list = box.view();
        const int last = std::min(box.count(), box.maxVisibleItems()) - 1;
        QVERIFY(list->viewport()->width() >= list->sizeHintForColumn(0));
        box.view()->scrollToTop();
        const QRect row = list->visualRect(box.model()->index(last, 0));
        QVERIFY2(row.bottom() < list->viewport()->height(),
            qPrintable(QStringLiteral("%1 of %2").arg(row.bottom()).arg(list->viewport()->height())));
        box.hidePopup();
    }
    qApp->setStyleSheet({});
    qApp->setFont(before);
}

void TestWidgets::aMenuClosesToolTipsAndOpensNoneBehindIt()
{
    const TooltipCloser closer;
    QWidget window;
    auto* button = new QPushButton(QStringLiteral("Weights"), &window);
    button->setToolTip(QStringLiteral("What is this?"));
    window.resize(300, 200);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const auto hover = [&] {
        const QPoint at = button->rect().center();
        QHelpEvent event(QEvent::ToolTip, at, button->mapToGlobal(at));
        QApplication::sendEvent(button, &event);
    };
    hover();
    QTRY_VERIFY(QToolTip::isVisible());
    QMenu menu;
    menu.addAction(QStringLiteral("Copy picture"));
    menu.popup(window.mapToGlobal(QPoint(20, 20)));
    QTRY_VERIFY(!QToolTip::isVisible());
    hover();
    QTest::qWait(50);
    QVERIFY(!QToolTip::isVisible());
    menu.close();
    hover();
    QTRY_VERIFY(QToolTip::isVisible());
    QToolTip::hideText();
}

void TestWidgets::tabFollowsTheLayoutsWhateverWasMadeFirst()
{
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* second = new QPushButton(QStringLiteral("second"), &window);
    auto* third = new QLineEdit(&window);
    auto* first = new QPushButton(QStringLiteral("first"), &window);
    auto* inner = new QWidget(&window);
    auto* row = new QHBoxLayout(inner);
    row->addWidget(second);
    row->addWidget(third);
    column->addWidget(first);
    column->addWidget(inner);
    tabInReadingOrder({ &window });
    QCOMPARE(tabStopsOf(window), (QList<QWidget*> { first, second, third }));
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Tab);
    QCOMPARE(window.focusWidget(), second);
    QTest::keyClick(second, Qt::Key_Tab);
    QCOMPARE(window.focusWidget(), third);
}

void TestWidgets::intervalPlotDescribesEveryRow()
{
    IntervalPlot plot;
    plot.setRows({ { QStringLiteral("text alone"), 0.8, 0.7, 0.9, QStringLiteral("120"),
                     QStringLiteral("no clear difference"), Qt::blue, false } },
        QStringLiteral("MAE"));
    QCOMPARE(plot.accessibleDescription(),
        QStringLiteral("text alone: 0.800, 0.700 to 0.900, 120 rows, no clear difference"));
}

void TestWidgets::intervalPlotDrawsWhiskersOnOneScale()
{
    IntervalPlot plot;
    const QColor left(200, 0, 0);
    const QColor right(0, 0, 200);
    plot.setRows(
        { { QStringLiteral("a"), 1, 0.5, 1.5, QStringLiteral("10"), QStringLiteral("x"), left, false },
            { QStringLiteral("b"), 9, 8.5, 9.5, QStringLiteral("10"), QStringLiteral("x"), right, true } },
        QStringLiteral("MAE"));
    plot.resize(800, plot.sizeHint().height());
    const QImage image = plot.grab().toImage();
    const auto meanX = [&](const QColor& colour) {
        double sum = 0;
        int n = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixelColor(x, y) == colour) {
                    sum += x;
                    ++n;
                }
        return n > 0 ? sum / n : std::nan("");
    };
    QVERIFY(meanX(left) > 0);
    QVERIFY(meanX(right) > meanX(left) + 100);
}

void TestWidgets::pageScrollsOnlyWhenItsLeastHeightDoesNotFit()
{
    ScrolledPage page;
    auto* column = new QVBoxLayout(page.content());
    auto* tall = new QWidget;
    tall->setMinimumHeight(200);
    auto* wrapped = new QLabel(QStringLiteral("Words that wrap, as every explanation on a page does."));
    wrapped->setWordWrap(true);
    column->addWidget(tall);
    column->addWidget(wrapped);
    page.resize(400, 400);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCOMPARE(page.verticalScrollBar()->maximum(), 0);
    page.resize(400, 150);
    QTRY_VERIFY(page.verticalScrollBar()->maximum() > 0);
}

void TestWidgets::keyboardScrollsAPage()
{
    ScrolledPage page;
    auto* column = new QVBoxLayout(page.content());
    auto* tall = new QWidget;
    tall->setMinimumHeight(1000);
    column->addWidget(tall);
    page.resize(400, 1100);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QCOMPARE(page.focusPolicy(), Qt::NoFocus); // nothing to scroll: Tab goes by
    page.resize(400, 200);
    QTRY_COMPARE(page.focusPolicy(), Qt::TabFocus);
    page.setFocus(Qt::TabFocusReason);
    const auto* bar = page.verticalScrollBar();
    QTest::keyClick(&page, Qt::Key_PageDown);
    QVERIFY(bar->value() > 100 && bar->value() < bar->maximum());
    QTest::keyClick(&page, Qt::Key_End);
    QCOMPARE(bar->value(), bar->maximum());
    QTest::keyClick(&page, Qt::Key_Space, Qt::ShiftModifier);
    QVERIFY(bar->value() < bar->maximum());
    QTest::keyClick(&page, Qt::Key_Home);
    QCOMPARE(bar->value(), 0);
    QTest::keyClick(&page, Qt::Key_Down);
    QVERIFY(bar->value() > 0);
}

void TestWidgets::aPageIsFramedForTheKeyboardAlone()
{
    ScrolledPage page;
    auto* column = new QVBoxLayout(page.content());
    auto* above = new QLineEdit;
    auto* tall = new QWidget;
    tall->setMinimumHeight(1000);
    column->addWidget(above);
    column->addWidget(tall);
    page.resize(400, 200);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QTRY_COMPARE(page.focusPolicy(), Qt::TabFocus);
    const auto isFramed = [&page] {
        const auto all = page.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
        return std::any_of(all.begin(), all.end(), [](const QWidget* one) {
            return one->testAttribute(Qt::WA_TransparentForMouseEvents) && one->isVisible();
        });
    };
    above->setFocus();
    page.setFocus(Qt::OtherFocusReason); // it came on show, and nothing else could take the keyboard
    QVERIFY(page.hasFocus() && !isFramed());
    QTest::keyClick(&page, Qt::Key_Down);
    QVERIFY(isFramed());
    above->setFocus();
    QVERIFY(!isFramed());
    page.setFocus(Qt::TabFocusReason);
    QVERIFY(isFramed());
}

void TestWidgets::aTableThatTheKeyboardGoesToIsShownWhole()
{
    ScrolledPage page;
    auto* column = new QVBoxLayout(page.content());
    auto* above = new QLineEdit;
    column->addWidget(above);
    column->addSpacing(260);
    auto* table = new QTableView;
    QStandardItemModel rows(20, 1);
    table->setModel(&rows);
    table->setFixedHeight(200);
    column->addWidget(table);
    column->addSpacing(400);
    page.resize(400, 400);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    above->setFocus();
    QTest::keyClick(above, Qt::Key_Tab);
    QCOMPARE(page.focusWidget(), table);
    QCOMPARE(table->visibleRegion().boundingRect(), table->rect());
}

void TestWidgets::pageKeepsItsWidthWhenItScrolls()
{
    ScrolledPage page;
    auto* column = new QVBoxLayout(page.content());
    auto* tall = new QWidget;
    tall->setMinimumHeight(300);
    column->addWidget(tall);
    page.setPageMargins({ 20, 0, 20, 0 });
    page.resize(400, 400);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const int width = tall->width();
    page.resize(400, 150);
    QTRY_VERIFY(page.verticalScrollBar()->isVisible());
    QTRY_COMPARE(tall->width(), width);
}

void TestWidgets::recentCohortsAreNewestFirstAndFew()
{
    const QTemporaryDir folder;
    Settings settings(folder.filePath(QStringLiteral("s.ini")), nullptr);
    const QSignalSpy changes(&settings, &Settings::recentCohortsChanged);
    for (int i = 0; i < 12; ++i)
        settings.addRecentCohort(QStringLiteral("/data/%1.npz").arg(i));
    QCOMPARE(settings.recentCohorts().size(), Settings::kRecentAtMost);
    QCOMPARE(settings.recentCohorts().first(), QStringLiteral("/data/11.npz"));
    settings.addRecentCohort(QStringLiteral("/data/8.npz"));
    QCOMPARE(settings.recentCohorts().first(), QStringLiteral("/data/8.npz"));
    QCOMPARE(settings.recentCohorts().count(QStringLiteral("/data/8.npz")), 1);
    settings.removeRecentCohort(QStringLiteral("/data/8.npz"));
    QVERIFY(!settings.recentCohorts().contains(QStringLiteral("/data/8.npz")));
    QCOMPARE(changes.count(), 14);
}

void TestWidgets::settingsSurviveAndTellChanges()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    {
        Settings settings(file, nullptr);
        QVERIFY(settings.scheme() == Scheme::System);
        const QSignalSpy changes(&settings, &Settings::schemeChanged);
        settings.setScheme(Scheme::Dark);
        settings.setScheme(Scheme::Dark);
        QCOMPARE(changes.count(), 1);
        settings.setWindowGeometry(QByteArrayLiteral("geometry"));
        settings.setLastFolder(QStringLiteral("/data"));
    }
    const Settings again(file, nullptr);
    QVERIFY(again.scheme() == Scheme::Dark);
    QCOMPARE(again.windowGeometry(), QByteArrayLiteral("geometry"));
    QCOMPARE(again.lastFolder(), QStringLiteral("/data"));
}

void TestWidgets::settingsAreWrittenOnAThreadOfTheirOwn()
{
    /// Counts what happens to QSettings on this thread: they write when they are told of an update.
    class Watch : public QObject
    {
    public:
        int updates = 0;

    protected:
        bool eventFilter(QObject* watched, QEvent* event) override
        {
            if (qobject_cast<QSettings*>(watched) && event->type() == QEvent::UpdateRequest)
                ++updates;
            return false;
        }
    };
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    Watch watch;
    qApp->installEventFilter(&watch);
    Settings settings(file, nullptr);
    settings.setLastFolder(QStringLiteral("/data"));
    settings.setSession(QStringLiteral("/p.sqlite"), { QStringLiteral("train"), {}, 3, 0 });
    QCOMPARE(settings.lastFolder(), QStringLiteral("/data")); // at once
    const auto written = [&] { return QSettings(file, QSettings::IniFormat).allKeys().size(); };
    QTRY_VERIFY(QFile::exists(file));
    QTRY_COMPARE(written(), 5);
    QCOMPARE(watch.updates, 0);
    QCOMPARE(settings.session(QStringLiteral("/p.sqlite")).experiment, 3);
}

void TestWidgets::settingsOfAnotherWindowAreSeenAfterAWrite()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("s.ini"));
    Settings one(file, nullptr);
    Settings other(file, nullptr);
    one.addRecentCohort(QStringLiteral("/data/a.npz"));
    QTRY_VERIFY(!QSettings(file, QSettings::IniFormat).allKeys().isEmpty());
    other.setLastFolder(QStringLiteral("/data"));
    QTRY_COMPARE(other.recentCohorts(), QStringList { QStringLiteral("/data/a.npz") });
}

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
