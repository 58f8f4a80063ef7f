// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/spec/spec.h"
#include "ui/pages/actions.h"
#include "ui/pages/start/cohortview.h"
#include "ui/pages/start/problemlist.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/start/trainingchoice.h"
#include "ui/pages/start/trainingform.h"
#include "ui/pages/start/welcome.h"
#include "values.h"
#include "workspace/jobs/systemnames.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace btw;
using weighting::Variance;
using weighting::Variant;

class TestStartPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void welcomeOffersDemosAndOwnData();
    void recentCohortsCanBeChosen();
    void cohortIsSummarised();
    void classesAreCounted();
    void namesKeepTheirPlaceInASentence();
    void tablesStandInTheirCardOnAWideScreen();
    void problemsCarryTheirRemedy();
    void notesSayWhatBecomesOfIt();
    void unusableFileSaysWhyOnTheWelcomePage();
    void formOffersWhatFitsTheTask();
    void leakyPolicyWarns();
    void varianceIsOfNoUseToMi();
    void presetsAreToldWithTheirOwnNumbers();
    void trainButtonHandsOverTheChoice();
    void requestsFollowTheChoice();
    void unknownPresetIsRefused();
    void longProblemListsAreCutShort();
};

void TestStartPage::welcomeOffersDemosAndOwnData()
{
    const pages::Actions actions;
    const pages::Welcome welcome(actions);
    const QSignalSpy sentiment(actions.demoSentiment, &QAction::triggered);
    const QSignalSpy los(actions.demoLos, &QAction::triggered);
    const QSignalSpy file(actions.openFile, &QAction::triggered);
    const QSignalSpy folder(actions.openFolder, &QAction::triggered);
    for (auto* button : welcome.findChildren<QPushButton*>())
        QTest::keyClick(button, Qt::Key_Space);
    for (const auto* spy : { &sentiment, &los, &file, &folder })
        QCOMPARE(spy->count(), 1);
}

void TestStartPage::recentCohortsCanBeChosen()
{
    const pages::Actions actions;
    pages::StartPage page(actions);
    page.setRecents({ QStringLiteral("/data/a.npz"), QStringLiteral("/data/b.npz") });
    QCOMPARE(page.welcome()->recents(),
        (QStringList { QStringLiteral("/data/a.npz"), QStringLiteral("/data/b.npz") }));
    const QSignalSpy chosen(&page, &pages::StartPage::recentChosen);
    Q_EMIT page.welcome()->recentChosen(QStringLiteral("/data/b.npz"));
    QCOMPARE(chosen.count(), 1);
}

void TestStartPage::cohortIsSummarised()
{
    const pages::Actions actions;
    pages::StartPage page(actions);
    QVERIFY(!page.showsCohort());
    page.setCohort(values::cohort(20), QStringLiteral("/data/clinic.npz"), {});
    QVERIFY(page.showsCohort());
    const auto words = page.cohortView()->summaryText();
    for (const char* part : { "Clinic", "2 modalities", "20 rows", "12 train · 4 validation · 4 test",
             "median", "/data/clinic.npz" })
        QVERIFY2(words.contains(QString::fromUtf8(part)), qPrintable(words));
    QVERIFY(page.cohortView()->problems().texts().isEmpty());
    QVERIFY2(!words.contains(QStringLiteral("drawn")), qPrintable(words));
    auto drawn = values::cohort(20);
    drawn.splitSeed = 3;
    page.setCohort(drawn, {}, {});
    QVERIFY(page.cohortView()->summaryText().contains(QStringLiteral("4 test · drawn at random (seed 3)")));
}

void TestStartPage::classesAreCounted()
{
    auto cohort = values::cohort(10);
    cohort.task = Task::Classification;
    cohort.classes = { "control", "AD" };
    cohort.y = { 0, 1, 0, 1, 1, 1, 0, 1, 1, 1 };
    QCOMPARE(pages::labelWords(cohort), QStringLiteral("Classes: control (3), AD (7)"));
}

void TestStartPage::namesKeepTheirPlaceInASentence()
{
    auto cohort = values::cohort(2);
    cohort.task = Task::Classification;
    const QString arabic = QStringLiteral("\u0646\u064f\u0642\u0644");
    cohort.classes = { arabic.toStdString(), "home" };
    cohort.y = { 0, 1 };
    // Isolated, so that the number after it is not drawn before it.
    QCOMPARE(pages::labelWords(cohort), QStringLiteral("Classes: \u2068%1\u2069 (1), home (1)").arg(arabic));
}

void TestStartPage::tablesStandInTheirCardOnAWideScreen()
{
    const pages::Actions actions;
    pages::StartPage page(actions);
    page.resize(1920, 1080);
    page.setCohort(values::cohort(20), QStringLiteral("/data/clinic.npz"), {});
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    auto* table = page.cohortView()->findChild<QTableView*>();
    const auto* card = table->parentWidget();
    const int left = table->mapTo(card, QPoint()).x();
    QVERIFY2(left >= 12 && left <= 24, qPrintable(QString::number(left)));
    QVERIFY(table->mapTo(card, table->rect().topRight()).x() <= card->width() - 12);
    QCOMPARE(table->columnViewportPosition(0), 0);
    // And its last column ends where the table does.
    const int last = table->model()->columnCount() - 1;
    const int end = table->columnViewportPosition(last) + table->columnWidth(last);
    QVERIFY2(std::abs(end - table->viewport()->width()) <= 2, qPrintable(QString::number(end)));
}

void TestStartPage::notesSayWhatBecomesOfIt()
{
    const io::Problem note { data::Severity::Note, "modality lab", "3 values missing of 40.",
        "They are replaced by the average of the training rows." };
    QCOMPARE(pages::problemWords(note),
        QStringLiteral("Note, modality lab: 3 values missing of 40. They are replaced by the average of the "
                       "training rows."));
}

void TestStartPage::problemsCarryTheirRemedy()
{
    const io::Problem problem { data::Severity::Warning, "1_tr.csv, column 3", "4 cells are empty.",
        "Fill them, or leave them to the training mean." };
    QCOMPARE(pages::problemWords(problem),
        QStringLiteral(
            "Warning, 1_tr.csv, column 3: 4 cells are empty. What to do: Fill them, or leave them to the "
            "training mean."));
    const pages::Actions actions;
    pages::StartPage page(actions);
    page.setCohort(values::cohort(20), {}, { problem });
    QCOMPARE(page.cohortView()->problems().texts(), QStringList { pages::problemWords(problem) });
}

void TestStartPage::unusableFileSaysWhyOnTheWelcomePage()
{
    const pages::Actions actions;
    pages::StartPage page(actions);
    page.showUnusable(
        QStringLiteral("/data/x.npz"), { { data::Severity::Error, "y", "y is absent.", "Add it." } });
    QVERIFY(!page.showsCohort());
    QCOMPARE(page.welcome()->problems().texts(),
        QStringList { QStringLiteral("Error, y: y is absent. What to do: Add it.") });
    page.setCohort(values::cohort(20), {}, {});
    QVERIFY(page.welcome()->problems().texts().isEmpty());
}

void TestStartPage::formOffersWhatFitsTheTask()
{
    pages::TrainingForm form;
    auto cohort = values::cohort(20);
    form.setCohort(cohort);
    const auto boxes = form.findChildren<QComboBox*>();
    QCOMPARE(boxes.first()->count(), 6);
    // By the names that results and comparisons have for them.
    for (const char* name : { "btw", "kl-local", "kl-global", "mi-global", "cc-local", "none" })
        QVERIFY2(boxes.first()->findText(QStringLiteral("%1 (%2)").arg(
                     jobs::weightingTitle(QLatin1String(name)), QLatin1String(name)))
                >= 0,
            name);
    QVERIFY(!boxes.at(1)->isHidden());
    cohort.task = Task::Classification;
    form.setCohort(cohort);
    QCOMPARE(boxes.first()->count(), 5);
    QVERIFY(boxes.at(1)->isHidden()); // classification needs no variance
}

void TestStartPage::leakyPolicyWarns()
{
    pages::TrainingForm form;
    form.setCohort(values::cohort(20));
    QVERIFY(!form.warnsOfLeak());
    form.setChoice({ Variant::Btw, Variance::ResidualLabels, QStringLiteral("auto"), 1 });
    QVERIFY(form.warnsOfLeak());
    form.setChoice({ Variant::None, Variance::ResidualLabels, QStringLiteral("auto"), 1 });
    QVERIFY(!form.warnsOfLeak()); // nothing is weighted, so nothing leaks
}

void TestStartPage::varianceIsOfNoUseToMi()
{
    pages::TrainingForm form;
    form.setCohort(values::cohort(20));
    form.setChoice({ Variant::MiGlobal, Variance::Neighbours, QStringLiteral("auto"), 1 });
    QVERIFY(!form.findChildren<QComboBox*>().at(1)->isEnabled());
    form.setChoice({ Variant::KlLocal, Variance::Neighbours, QStringLiteral("auto"), 1 });
    QVERIFY(form.findChildren<QComboBox*>().at(1)->isEnabled());
}

void TestStartPage::presetsAreToldWithTheirOwnNumbers()
{
    const pages::Actions actions;
    pages::StartPage page(actions);
    page.setCohort(values::cohort(20), {}, {});
    auto* form = page.cohortView()->form();
    const auto says = [&](const char* preset, const QString& words) {
        form->setChoice({ Variant::KlGlobal, Variance::Global, QString::fromLatin1(preset), 1 });
        const auto labels = form->findChildren<QLabel*>();
        return std::any_of(
            labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(words); });
    };
    QVERIFY(says("auto", QStringLiteral("paper from 5,000 training rows on")));
    QVERIFY(says("paper", QStringLiteral("3 layers, 16 experts, width 128.")));
    for (const char* preset : { "small-cohort", "demo" })
        QVERIFY(says(preset, QStringLiteral("%1 epochs").arg(training::presetSpec(preset, 0).epochs)));
}

void TestStartPage::trainButtonHandsOverTheChoice()
{
    const pages::Actions actions;
    pages::StartPage page(actions);
    page.setCohort(values::cohort(20), {}, {});
    auto* form = page.cohortView()->form();
    form->setChoice({ Variant::KlGlobal, Variance::Global, QStringLiteral("demo"), 3 });
    pages::TrainingChoice got;
    connect(&page, &pages::StartPage::trainRequested, this,
        [&](const pages::TrainingChoice& choice) { got = choice; });
    QTest::keyClick(form->trainButton(), Qt::Key_Space);
    QVERIFY(got.variant == Variant::KlGlobal);
    QVERIFY(got.variance == Variance::Global);
    QCOMPARE(got.preset, QStringLiteral("demo"));
    QCOMPARE(got.seeds, 3);
    QVERIFY(form->trainButton()->text().contains(QStringLiteral("3 times")));
}

void TestStartPage::requestsFollowTheChoice()
{
    const auto cohort = std::make_shared<const data::Cohort>(values::cohort(20));
    const auto requests = pages::requestsFor(cohort, QStringLiteral("/data/clinic.npz"),
        { Variant::MiGlobal, Variance::Global, QStringLiteral("auto"), 3 }, 2, QStringLiteral("cpu"));
    QCOMPARE(requests.size(), std::size_t(3));
    QCOMPARE(requests[2].seed, std::uint64_t(3));
    QCOMPARE(
        QString::fromStdString(requests[0].spec.preset), QStringLiteral("small-cohort")); // 12 training rows
    QVERIFY(requests[0].spec.variant == Variant::MiGlobal);
    QVERIFY(requests[0].spec.variance == Variance::Global);
    QCOMPARE(requests[0].threads, 2);
    QCOMPARE(requests[0].cohortPath, QStringLiteral("/data/clinic.npz"));
}

void TestStartPage::unknownPresetIsRefused()
{
    const auto cohort = std::make_shared<const data::Cohort>(values::cohort(20));
    pages::TrainingChoice choice;
    choice.preset = QStringLiteral("huge");
    QVERIFY_EXCEPTION_THROWN((void)pages::requestsFor(cohort, {}, choice, 1, QStringLiteral("cpu")), Error);
}

void TestStartPage::longProblemListsAreCutShort()
{
    pages::ProblemList list;
    list.setProblems({}, std::vector<io::Problem>(50, { data::Severity::Note, "row 1", "Odd.", "" }));
    QCOMPARE(list.texts().size(), static_cast<qsizetype>(pages::ProblemList::kShownAtMost) + 1);
    QCOMPARE(list.texts().last(), QStringLiteral("And 30 more of these."));
}

QTEST_MAIN(TestStartPage)
#include "tst_startpage.moc"
