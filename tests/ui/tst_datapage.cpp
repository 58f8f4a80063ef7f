// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"
#include "engine/data/samples.h"
#include "ui/models/instancesmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/data/cohortfacts.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/datapaint.h"
#include "ui/pages/data/featurestrip.h"
#include "ui/pages/data/instancesview.h"
#include "ui/pages/data/labelchart.h"
#include "ui/pages/data/modalitycard.h"
#include "ui/pages/data/modalitycards.h"
#include "ui/pages/data/overview.h"
#include "ui/pages/data/patternchart.h"
#include "ui/widgets/nomatch.h"
#include "workspace/io/readcohort.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include <limits>
#include <set>

using namespace btw;
using pages::DataPage;
using Tab = pages::DataPage::Tab;

namespace {

constexpr std::size_t kStays = 1600;

std::shared_ptr<const data::Cohort> los()
{
    static const auto cohort = std::make_shared<const data::Cohort>(data::makeLos(kStays));
    return cohort;
}

void open(DataPage& page, const std::shared_ptr<const data::Cohort>& cohort)
{
    page.setCohort(cohort, QStringLiteral("/data/stays.npz"), io::withRemedies(data::checkCohort(*cohort)));
    page.setSummary(jobs::summarise(cohort));
}

/// The pattern with exactly these modalities.
std::size_t patternOf(const jobs::CohortSummary& summary, const std::vector<bool>& has)
{
    for (std::size_t p = 0; p < summary.patterns.size(); ++p)
        if (summary.patterns[p].has == has)
            return p;
    return summary.patterns.size();
}

QImage drawn(QWidget& widget) { return widget.grab().toImage().convertToFormat(QImage::Format_RGB32); }

} // namespace

class TestDataPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyPageOffersToOpenData();
    void factsSayWhatIsInside();
    void peopleAreCountedWhereThereAreGroups();
    void hashComesLater();
    void summaryOfAnotherCohortIsIgnored();
    void newCohortTakesTheOldCardsAway();
    void plantedPatternStandsInTheChart();
    void patternLeadsToItsInstances();
    void arrowsChooseAPattern();
    void manyPatternsAreCutShort();
    void labelBarsSayTheirShare();
    void labelHistogramSaysItsBin();
    void cleanCohortPassesItsChecks();
    void leaksAreToldWithARemedy();
    void cardSaysKindPresenceCellsAndSteps();
    void pickerShowsAnyFeature();
    void stripFollowsArrowsAndPicker();
    void instancesAreFilteredByTyping();
    void headAndControlsAgreeOnTheOrder();
    void everythingIsReachedByTab();
    void chartsAreDrawnInEachTheme_data();
    void chartsAreDrawnInEachTheme();
    void percentIsNeverRoundedToAllOrNone_data();
    void percentIsNeverRoundedToAllOrNone();
    void hundredThousandRowsScrollAtOnce();
    void realCohortsAreShown_data();
    void realCohortsAreShown();
};

void TestDataPage::emptyPageOffersToOpenData()
{
    const pages::Actions actions;
    DataPage page(actions);
    QVERIFY(page.isEmpty());
    const QSignalSpy file(actions.openFile, &QAction::triggered);
    const QSignalSpy folder(actions.openFolder, &QAction::triggered);
    for (auto* button : page.findChildren<QPushButton*>())
        QTest::keyClick(button, Qt::Key_Space);
    QCOMPARE(file.count(), 1);
    QCOMPARE(folder.count(), 1);
    open(page, los());
    QVERIFY(!page.isEmpty());
}

void TestDataPage::factsSayWhatIsInside()
{
    const pages::Actions actions;
    DataPage page(actions);
    page.setCohort(los(), {}, {});
    QVERIFY(page.facts()->text().contains(QStringLiteral("Rows: 1,600 4 modalities")));
    QVERIFY(!page.facts()->text().contains(QStringLiteral("Train")));
    page.setSummary(jobs::summarise(los()));
    const QString facts = page.facts()->text();
    QVERIFY2(facts.contains(QStringLiteral("To predict: a class 4 classes")), qPrintable(facts));
    QVERIFY2(facts.contains(QStringLiteral("Train: 1,120 70%")), qPrintable(facts));
    QVERIFY2(facts.contains(QStringLiteral("Test: 320 20%")), qPrintable(facts));
    QVERIFY2(!facts.contains(QStringLiteral("People")), qPrintable(facts));
}

void TestDataPage::peopleAreCountedWhereThereAreGroups()
{
    auto cohort = data::makeSentiment(60);
    for (std::size_t i = 0; i < cohort.size(); ++i)
        cohort.groups.push_back(std::to_string(i / 2) + (cohort.splits[i] == Split::Test ? "t" : "v"));
    for (std::size_t i = 0; i < cohort.size(); ++i)
        if (cohort.splits[i] == Split::Train)
            cohort.groups[i] = "train " + std::to_string(i / 2);
    const pages::Actions actions;
    DataPage page(actions);
    open(page, std::make_shared<const data::Cohort>(cohort));
    const std::set<std::string> people(cohort.groups.begin(), cohort.groups.end());
    const QString facts = page.facts()->text();
    QVERIFY2(
        facts.contains(QStringLiteral("People: %1 each in one split").arg(people.size())), qPrintable(facts));
    QVERIFY2(facts.contains(QStringLiteral("Train: 42 70% · ")), qPrintable(facts));
    QVERIFY2(facts.contains(QStringLiteral("from −3.00 to 3.00")), qPrintable(facts));
}

void TestDataPage::hashComesLater()
{
    const pages::Actions actions;
    DataPage page(actions);
    open(page, los());
    QVERIFY(page.facts()->text().contains(QStringLiteral("(hash): …")));
    page.setHash(QStringLiteral("91c2a0b4d5e6f7089"));
    QVERIFY(page.facts()->text().contains(QStringLiteral("(hash): 91c2a0b4d5e6 ")));
}

void TestDataPage::summaryOfAnotherCohortIsIgnored()
{
    const pages::Actions actions;
    DataPage page(actions);
    page.setCohort(los(), {}, {});
    page.setSummary(jobs::summarise(std::make_shared<const data::Cohort>(data::makeSentiment(60))));
    QVERIFY(page.modalities()->all().empty());
    page.setSummary(jobs::summarise(los()));
    QCOMPARE(page.modalities()->all().size(), std::size_t(4));
}

void TestDataPage::newCohortTakesTheOldCardsAway()
{
    const pages::Actions actions;
    DataPage page(actions);
    open(page, los());
    const auto other = std::make_shared<const data::Cohort>(data::makeSentiment(60));
    page.setCohort(other, {}, {});
    QVERIFY(page.modalities()->all().empty());
    QCOMPARE(page.overview()->patterns()->rowAt({ 10, 200 }), -1);
    page.setSummary(jobs::summarise(other));
    QCOMPARE(page.modalities()->all().size(), std::size_t(3));
    QCOMPARE(page.instances()->table()->model()->rowCount(), 60);
}

void TestDataPage::plantedPatternStandsInTheChart()
{
    // 25% with a chest X-ray, 52% with an ECG.
    const auto summary = jobs::summarise(los());
    const pages::Actions actions;
    DataPage page(actions);
    open(page, los());
    const auto* chart = page.overview()->patterns();
    std::int64_t all = 0;
    for (std::size_t p = 0; p < summary->patterns.size(); ++p)
        all += jobs::total(summary->patterns[p].rows);
    QCOMPARE(all, 1600);
    const auto& common = summary->patterns[patternOf(*summary, { true, true, false, true })];
    const QString words = chart->wordsOf(patternOf(*summary, { true, true, false, true }));
    QVERIFY2(words.startsWith(QStringLiteral("ts, text and ecg: %1 rows (").arg(jobs::total(common.rows))),
        qPrintable(words));
    QVERIFY2(words.endsWith(QStringLiteral(", %1 train, %2 validation, %3 test")
                                .arg(common.rows[0])
                                .arg(common.rows[1])
                                .arg(common.rows[2])),
        qPrintable(words));
    QVERIFY(chart->wordsOf(patternOf(*summary, { true, true, true, true }))
                .startsWith(QStringLiteral("all modalities: ")));
    QVERIFY(
        page.modalities()->all()[2]->factsText().contains(QStringLiteral("400 of 1,600 rows have it (25%)")));
    QVERIFY(
        page.modalities()->all()[3]->factsText().contains(QStringLiteral("832 of 1,600 rows have it (52%)")));
}

void TestDataPage::patternLeadsToItsInstances()
{
    const auto summary = jobs::summarise(los());
    const pages::Actions actions;
    DataPage page(actions);
    open(page, los());
    for (std::size_t p = 0; p < summary->patterns.size(); ++p) {
        page.showTab(Tab::Overview);
        page.listPattern(p);
        QVERIFY(page.tab() == Tab::Instances);
        QCOMPARE(page.instances()->table()->model()->rowCount(),
            static_cast<int>(jobs::total(summary->patterns[p].rows)));
    }
}

void TestDataPage::arrowsChooseAPattern()
{
    pages::PatternChart chart;
    chart.setSummary(jobs::summarise(los()));
    chart.resize(700, chart.sizeHint().height());
    const QSignalSpy chosen(&chart, &pages::PatternChart::patternChosen);
    QTest::keyClick(&chart, Qt::Key_Down);
    QCOMPARE(chart.accessibleDescription(), chart.wordsOf(1));
    QTest::keyClick(&chart, Qt::Key_Return);
    QTest::keyClick(&chart, Qt::Key_End);
    QTest::keyClick(&chart, Qt::Key_Down); // stays at the last
    QTest::keyClick(&chart, Qt::Key_Space);
    QTest::mouseClick(&chart, Qt::LeftButton, {}, QPoint(300, chart.height() - 12 - 28));
    QCOMPARE(chosen.count(), 3);
    QCOMPARE(chosen.at(0).first().toULongLong(), 1ULL);
    QCOMPARE(chosen.at(1).first().toULongLong(), 3ULL);
    QCOMPARE(chosen.at(2).first().toInt(), chart.rowAt(QPointF(300, chart.height() - 12 - 28)));
}

void TestDataPage::manyPatternsAreCutShort()
{
    auto cohort = data::makeLos(200);
    for (auto& modality : cohort.modalities) {
        if (modality.isRagged())
            continue;
        for (std::size_t i = 0; i < cohort.size(); ++i)
            modality.present[i] = (i >> (&modality - cohort.modalities.data())) & 1U;
    }
    for (int more = 0; more < 2; ++more) {
        cohort.modalities.push_back(cohort.modalities[1]);
        cohort.modalities.back().name = "extra" + std::to_string(more);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.modalities.back().present[i] = (i >> (4 + more)) & 1U;
    }
    pages::PatternChart chart;
    chart.setSummary(jobs::summarise(std::make_shared<const data::Cohort>(cohort)));
    const int high = chart.sizeHint().height();
    QCOMPARE(chart.rowAt(QPointF(50, high - 8)), -1); // the line about the others
    QCOMPARE(
        chart.rowAt(QPointF(50, high - 8 - 28)), static_cast<int>(pages::PatternChart::kMostPatterns) - 1);
}

void TestDataPage::labelBarsSayTheirShare()
{
    const auto summary = jobs::summarise(los());
    pages::LabelChart chart;
    chart.setSummary(summary);
    chart.resize(600, chart.sizeHint().height());
    const auto n = summary->labels.counts[0][2];
    QCOMPARE(chart.wordsAt({ 590, 24 + 13 }),
        QStringLiteral("under-3-days: %1 of 320 test rows (%2)").arg(n).arg(pages::percent(n, 320)));
    QCOMPARE(chart.wordsAt({ 2, 24 + 13 }), QStringLiteral("under-3-days")); // the name itself, whole
    QCOMPARE(chart.wordsAt({ 590, 5 }), QString());
}

void TestDataPage::labelHistogramSaysItsBin()
{
    const auto summary = jobs::summarise(std::make_shared<const data::Cohort>(data::makeSentiment(300)));
    pages::LabelChart chart;
    chart.setSummary(summary);
    chart.resize(600, chart.sizeHint().height());
    const QString words = chart.wordsAt({ 594, 30 });
    QVERIFY2(words.contains(
                 QStringLiteral(" to 3.10: %1 of 210 train rows").arg(summary->labels.counts.back()[0])),
        qPrintable(words));
    QVERIFY(chart.accessibleDescription().startsWith(QStringLiteral("train: 210 rows, median ")));
}

void TestDataPage::cleanCohortPassesItsChecks()
{
    const pages::Actions actions;
    DataPage page(actions);
    open(page, los());
    QVERIFY(page.overview()->checksText().startsWith(QStringLiteral("This data can be used for training.")));
}

void TestDataPage::leaksAreToldWithARemedy()
{
    auto cohort = data::makeSentiment(60);
    data::Modality leak;
    leak.name = "leak";
    leak.dims = 1;
    for (const double y : cohort.y)
        leak.values.push_back(static_cast<float>(y));
    leak.present.assign(cohort.size(), 1);
    cohort.modalities.push_back(leak);
    const pages::Actions actions;
    DataPage page(actions);
    open(page, std::make_shared<const data::Cohort>(cohort));
    const QString checks = page.overview()->checksText();
    QVERIFY2(checks.startsWith(QStringLiteral("Training is possible; look at what is listed here first")),
        qPrintable(checks));
    QVERIFY2(checks.contains(QStringLiteral("leak")) && checks.contains(QStringLiteral("What to do:")),
        qPrintable(checks));
}

void TestDataPage::cardSaysKindPresenceCellsAndSteps()
{
    auto cohort = data::makeLos(200);
    cohort.modalities[0].values[5] = std::numeric_limits<float>::quiet_NaN();
    const auto summary = jobs::summarise(std::make_shared<const data::Cohort>(cohort));
    const auto series = pages::modalityFacts(*summary, 0);
    QCOMPARE(series[0], QStringLiteral("stands for vital signs")); // the program's own demo says so
    QCOMPARE(series[1], QStringLiteral("sequence · 10 features"));
    QCOMPARE(series[2], QStringLiteral("everyone has it"));
    QVERIFY2(series[3].startsWith(QStringLiteral("1 of "))
            && series[3].endsWith(QStringLiteral("cells empty (<1%)")),
        qPrintable(series[3]));
    QVERIFY2(series[4].startsWith(QStringLiteral("8 to 24 steps, median 1")), qPrintable(series[4]));
    const auto xray = pages::modalityFacts(*summary, 2);
    QCOMPARE(xray.size(), 4);
    QCOMPARE(xray[1], QStringLiteral("one row each · 12 features"));
    QVERIFY2(xray[2].startsWith(QStringLiteral("50 of 200 rows have it (25%): ")), qPrintable(xray[2]));
    QCOMPARE(xray[3], QStringLiteral("no empty cells"));
    // Anybody else's data of the same names is called by its names alone.
    cohort.name = "mine";
    const auto own = jobs::summarise(std::make_shared<const data::Cohort>(cohort));
    QCOMPARE(pages::modalityFacts(*own, 0)[0], QStringLiteral("sequence · 10 features"));
}

void TestDataPage::pickerShowsAnyFeature()
{
    const auto summary = jobs::summarise(los());
    pages::ModalityCard card(summary, 1);
    auto* picker = card.findChild<QComboBox*>();
    QCOMPARE(picker->count(), 16);
    QCOMPARE(picker->itemText(15), QStringLiteral("feature 16"));
    picker->setCurrentIndex(15);
    const auto& last = summary->modalities[1].features[15];
    QVERIFY2(card.featureText().contains(QStringLiteral(" to ")), qPrintable(card.featureText()));
    QVERIFY2(card.featureText().endsWith(QStringLiteral("mean %1").arg(
                 QString::number(last.mean, 'f', std::abs(last.mean) < 0.095 ? 3 : 2)
                     .replace(QLatin1Char('-'), QChar(0x2212)))),
        qPrintable(card.featureText()));
}

void TestDataPage::stripFollowsArrowsAndPicker()
{
    pages::ModalityCard card(jobs::summarise(los()), 0);
    card.resize(700, 320);
    auto* strip = card.findChild<pages::FeatureStrip*>();
    strip->resize(660, strip->height());
    auto* picker = card.findChild<QComboBox*>();
    QVERIFY(strip->shown() > 3);
    QTest::keyClick(strip, Qt::Key_Right);
    QTest::keyClick(strip, Qt::Key_Right);
    QCOMPARE(picker->currentIndex(), 2);
    QTest::keyClick(strip, Qt::Key_Left);
    QCOMPARE(picker->currentIndex(), 1);
    picker->setCurrentIndex(3);
    QCOMPARE(strip->accessibleDescription(), QStringLiteral("feature 4"));
}

void TestDataPage::instancesAreFilteredByTyping()
{
    const pages::Actions actions;
    DataPage page(actions);
    page.show();
    open(page, los());
    page.showTab(Tab::Instances);
    QCOMPARE(page.instances()->countText(), QStringLiteral("1,600 rows"));
    QTest::keyClicks(page.instances()->filter(), QStringLiteral("has:cxr"));
    QCOMPARE(page.instances()->countText(), QStringLiteral("400 of 1,600 rows"));
    const auto* said = page.instances()->findChild<widgets::NoMatch*>();
    QVERIFY(said && said->isHidden());
    page.instances()->setFilter(QStringLiteral("nobody"));
    QCOMPARE(page.instances()->countText(), QStringLiteral("0 of 1,600 rows"));
    QVERIFY(!said->isHidden());
    QCOMPARE(said->text(), QStringLiteral("Nothing matches “nobody”."));
    page.instances()->filter()->clear();
    QCOMPARE(page.instances()->countText(), QStringLiteral("1,600 rows"));
    QVERIFY(said->isHidden());
}

void TestDataPage::headAndControlsAgreeOnTheOrder()
{
    pages::InstancesView view;
    view.setCohort(los());
    auto* order = view.findChild<QComboBox*>();
    auto* descending = view.findChild<QCheckBox*>();
    QCOMPARE(order->currentIndex(), 0);
    QVERIFY(!descending->isEnabled());
    order->setCurrentIndex(1); // the id
    QVERIFY(descending->isEnabled());
    descending->setChecked(true);
    QCOMPARE(view.table()->model()->index(0, 0).data().toString(), QStringLiteral("stay-01600"));
    QCOMPARE(view.table()->horizontalHeader()->sortIndicatorSection(), 0);
    view.table()->sortByColumn(2, Qt::AscendingOrder); // as a click on the head does
    QCOMPARE(order->currentIndex(), 3);
    QVERIFY(!descending->isChecked());
    order->setCurrentIndex(0);
    QCOMPARE(view.table()->model()->index(0, 0).data().toString(), QStringLiteral("stay-00001"));
}

void TestDataPage::everythingIsReachedByTab()
{
    const pages::Actions actions;
    DataPage page(actions);
    page.resize(1100, 800);
    open(page, los());
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    for (const auto tab : { Tab::Overview, Tab::Modalities, Tab::Instances }) {
        page.showTab(tab);
        page.findChild<QTabBar*>()->setFocus();
        std::set<QWidget*> reached;
        for (int i = 0; i < 40; ++i) {
            reached.insert(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (auto* widget : page.findChildren<QWidget*>()) {
            const bool takesTab = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
            if (!widget->isVisible() || !widget->isEnabled() || !takesTab || widget->focusProxy())
                continue;
            QVERIFY2(reached.count(widget) == 1,
                qPrintable(
                    QString::fromLatin1(widget->metaObject()->className()) + widget->accessibleName()));
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                widget->metaObject()->className());
        }
    }
}

void TestDataPage::chartsAreDrawnInEachTheme_data()
{
    QTest::addColumn<int>("scheme");
    QTest::newRow("light") << 0;
    QTest::newRow("dark") << 1;
    QTest::newRow("high contrast") << 2;
}

void TestDataPage::chartsAreDrawnInEachTheme()
{
    QFETCH(int, scheme);
    const auto theme = scheme == 0 ? widgets::Theme::light()
        : scheme == 1              ? widgets::Theme::dark()
                                   : widgets::Theme::highContrast();
    const auto has = [](const QImage& image, const QColor& colour) {
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixel(x, y) == colour.rgb())
                    return true;
        return false;
    };
    pages::PatternChart patterns;
    patterns.setTheme(theme);
    patterns.setSummary(jobs::summarise(los()));
    patterns.resize(700, patterns.sizeHint().height());
    const QImage dots = drawn(patterns);
    for (std::size_t m = 0; m < 4; ++m)
        QVERIFY2(has(dots, theme.modality(m)), qPrintable(QString::number(m)));
    pages::LabelChart labels;
    labels.setTheme(theme);
    labels.setSummary(jobs::summarise(los()));
    labels.resize(600, labels.sizeHint().height());
    const QImage bars = drawn(labels);
    for (std::size_t split = 0; split < 3; ++split) {
        QVERIFY(has(bars, pages::splitColour(theme, split)));
        QVERIFY(has(dots, pages::splitColour(theme, split)));
    }
}

void TestDataPage::percentIsNeverRoundedToAllOrNone_data()
{
    QTest::addColumn<int>("part");
    QTest::addColumn<int>("whole");
    QTest::addColumn<QString>("words");
    QTest::newRow("none") << 0 << 1000 << QStringLiteral("0%");
    QTest::newRow("hardly any") << 1 << 1000 << QStringLiteral("<1%");
    QTest::newRow("half") << 500 << 1000 << QStringLiteral("50%");
    QTest::newRow("nearly all") << 999 << 1000 << QStringLiteral(">99%");
    QTest::newRow("all") << 1000 << 1000 << QStringLiteral("100%");
    QTest::newRow("of nothing") << 0 << 0 << QStringLiteral("–");
}

void TestDataPage::percentIsNeverRoundedToAllOrNone()
{
    QFETCH(int, part);
    QFETCH(int, whole);
    QTEST(pages::percent(part, whole), "words");
}

void TestDataPage::hundredThousandRowsScrollAtOnce()
{
    constexpr std::size_t kMany = 100000;
    const auto many = std::make_shared<const data::Cohort>(data::makeLos(kMany));
    pages::InstancesView view;
    view.resize(1000, 700);
    view.show();
    QElapsedTimer timer;
    timer.start();
    view.setCohort(many);
    qInfo("opened in %lld ms", timer.elapsed());
    timer.restart();
    view.findChild<QComboBox*>()->setCurrentIndex(1);
    view.findChild<QCheckBox*>()->setChecked(true);
    const auto asked = timer.elapsed();
    QVERIFY(view.model().isArranging());
    QTRY_VERIFY(!view.model().isArranging());
    qInfo("asked for another order in %lld ms, had it after %lld ms", asked, timer.elapsed());
    QCOMPARE(view.table()->model()->index(0, 0).data().toString(), QStringLiteral("stay-100000"));
    timer.restart();
    constexpr int kJumps = 50;
    for (int jump = 0; jump < kJumps; ++jump) {
        view.table()->scrollTo(
            view.table()->model()->index(jump * 1999, 0), QAbstractItemView::PositionAtTop);
        view.table()->viewport()->repaint();
    }
    const double each = static_cast<double>(timer.nsecsElapsed()) / 1e6 / kJumps;
    qInfo("a jump and its drawing take %.1f ms", each);
    QVERIFY(each < 100); // some 5 ms on a machine that does nothing else
}

void TestDataPage::realCohortsAreShown_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("fact");
    QTest::newRow("rosmap") << QStringLiteral("rosmap") << 351 << QStringLiteral("a class 2 classes");
    QTest::newRow("parkinsons") << QStringLiteral("parkinsons") << 5875
                                << QStringLiteral("People: 42 each in one split");
}

void TestDataPage::realCohortsAreShown()
{
    QFETCH(QString, folder);
    QFETCH(int, rows);
    QFETCH(QString, fact);
    const QString path = QStringLiteral(BTW_SHARED_DATA "/") + folder;
    if (!QFileInfo::exists(path))
        QSKIP("the real cohorts are not here");
    const auto read = io::openCohort(path, 0);
    QVERIFY(read.cohort);
    const pages::Actions actions;
    DataPage page(actions);
    page.resize(784, 620);
    const auto cohort = std::make_shared<const data::Cohort>(*read.cohort);
    page.setCohort(cohort, path, read.problems);
    page.setSummary(jobs::summarise(cohort));
    QCOMPARE(page.instances()->table()->model()->rowCount(), rows);
    QVERIFY2(page.facts()->text().contains(fact), qPrintable(page.facts()->text()));
    QVERIFY(!drawn(page).isNull());
}

QTEST_MAIN(TestDataPage)
#include "tst_datapage.moc"
