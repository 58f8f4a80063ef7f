// SPDX-License-Identifier: GPL-3.0-or-later
// The result of a study as a person reads it, by mouse and by keyboard, and takes it along.
#include "maderesult.h"
#include "ui/charts/chart.h"
#include "ui/charts/forwhomchart.h"
#include "ui/pages/train/result/resultfigures.h"
#include "ui/pages/train/result/resultloader.h"
#include "ui/pages/train/result/resultreport.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/result/resultwords.h"
#include "workspace/experiments/latextext.h"
#include "workspace/experiments/modalityquestion.h"
#include "workspace/store/store.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>

using namespace btw;
using pages::ResultView;
using pages::ResultWords;

namespace {

pages::ResultTile* tile(const ResultView& view, const QString& title)
{
    for (auto* one : view.tiles())
        if (one->accessibleName() == title)
            return one;
    return nullptr;
}

/// How many glyphs of a PDF's fonts stand for no letter. A font has widths of glyphs 0 to N, and ranges of
/// glyphs with the letter of each. \param letters gets those that there are
int lostGlyphs(const QString& pdf, QSet<uint>& letters)
{
    static const QRegularExpression kWidths(QStringLiteral("/W \\[0 \\[([0-9 ]+)\\]")),
        kMap(QStringLiteral("beginbfrange(.*?)endbfrange"), QRegularExpression::DotMatchesEverythingOption),
        kRange(QStringLiteral("<(\\w+)> <(\\w+)> (?:<(\\w+)>|\\[([^\\]]*)\\])")),
        kLetter(QStringLiteral("<(\\w+)>"));
    constexpr int kHex = 16;
    int lost = 0;
    auto maps = kMap.globalMatch(pdf);
    for (auto fonts = kWidths.globalMatch(pdf); fonts.hasNext();) {
        const auto count = fonts.next().captured(1).split(QLatin1Char(' '), Qt::SkipEmptyParts).size();
        QSet<uint> mapped;
        if (!maps.hasNext())
            return -1;
        for (auto ranges = kRange.globalMatch(maps.next().captured(1)); ranges.hasNext();) {
            const auto range = ranges.next();
            const uint first = range.captured(1).toUInt(nullptr, kHex),
                       last = range.captured(2).toUInt(nullptr, kHex);
            for (uint glyph = first; glyph <= last; ++glyph)
                mapped.insert(glyph);
            if (!range.captured(3).isEmpty())
                for (uint glyph = first; glyph <= last; ++glyph)
                    letters.insert(range.captured(3).toUInt(nullptr, kHex) + glyph - first);
            for (auto each = kLetter.globalMatch(range.captured(4)); each.hasNext();)
                letters.insert(each.next().captured(1).toUInt(nullptr, kHex));
        }
        lost += static_cast<int>(count - mapped.size());
    }
    return letters.isEmpty() ? -1 : lost;
}

void trigger(pages::ResultTile& tile, const QString& text)
{
    const auto menu = tile.makeMenu();
    for (auto* action : menu->actions())
        if (action->text() == text && action->isEnabled())
            return action->trigger();
    QFAIL(qPrintable(QStringLiteral("no ") + text));
}

int depthOf(const QString& latex)
{
    int depth = 0;
    for (qsizetype i = 0; i < latex.size(); ++i) {
        if (latex[i] == QLatin1Char('\\'))
            ++i; // what follows is escaped
        else
            depth += latex[i] == QLatin1Char('{') ? 1 : latex[i] == QLatin1Char('}') ? -1 : 0;
        if (depth < 0)
            return depth;
    }
    return depth;
}

} // namespace

class TestResultView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsLeadAndSayNoMoreThanTheFigures()
    {
        ResultView view(false);
        view.setResult(values::madeResult());
        QCOMPARE(view.title(), QStringLiteral("Does each modality help?"));
        QCOMPARE(view.basis(),
            QStringLiteral("AUROC on 200 people, each predicted while unseen: 3 folds, 1 seed. Third look at "
                           "these test rows in this store."));
        const QString words = view.words();
        QVERIFY2(words.startsWith(
                     QStringLiteral("Without tumour, AUROC falls by 0.041 (0.027 to 0.055): it helps.")),
            qPrintable(words));
        QVERIFY(words.contains(QStringLiteral(
            "Without age, AUROC falls by 0.012 (0.002 to 0.019): it helps, but by less than the margin")));
        QVERIFY(words.contains(QStringLiteral(
            "For receptors these 200 people cannot tell whether it adds anything. A difference of 0.011")));
        QVERIFY(words.contains(QStringLiteral("These people cannot tell this model from boosted trees.")));
        QVERIFY(words.contains(QStringLiteral("It does better than predicting the same for everybody")));
        QVERIFY(!words.contains(QStringLiteral("no effect")));
    }

    // "As good without" over everybody says little where most people have no X-ray.
    void whatHoldsOfThoseWhoHaveTheModalityStandsBesideIt()
    {
        using analysis::Among;
        auto result = values::madeResult();
        auto& age = result->answer->modalities[1];
        age.verdict = analysis::Verdict::AsGoodWithout;
        age.difference.estimate = 0.004;
        age.difference.low = -0.003;
        age.difference.high = 0.011;
        Among among;
        among.rows = among.people = 60;
        among.difference = age.difference;
        among.difference.estimate = 0.026;
        among.difference.low = -0.010;
        among.difference.high = 0.064;
        among.couldHaveShown = 0.053;
        age.among = among;
        result->answer->modalities[2].among
            = Among { Among::Known::TooFewPeople, 4, 4, {}, 0, analysis::Verdict::CannotTell };
        ResultView view(false);
        view.resize(1200, 900);
        view.show();
        view.setResult(result);
        const QString words = view.words();
        QVERIFY2(
            words.contains(QStringLiteral(
                "over all 200 people, 140 of whom do not have it, as good without age, within the margin "
                "of 0.02. Among the 60 people who have age, AUROC falls by 0.026 (−0.010 to 0.064) "
                "without it: these people cannot tell. They could have shown a difference of 0.053.")),
            qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral(
                     "Fewer than 10 of these people have receptors: too few to say anything about them.")),
            qPrintable(words));
        // In the figure, the tables and files, too.
        view.adds()->refreshNow();
        const QString drawn = view.adds()->accessibleDescription();
        QVERIFY2(drawn.contains(QStringLiteral("age, among 60 who have it")), qPrintable(drawn));
        QVERIFY2(drawn.contains(QStringLiteral("receptors, among under 10 who have it, too few people")),
            qPrintable(drawn));
        const auto table = pages::addsTable(*result);
        QCOMPARE(table.head.last(), QStringLiteral("verdict among them"));
        const auto rowOf = [&table](const QString& name) {
            for (const auto& row : table.rows)
                if (row.front() == name)
                    return row;
            return QStringList();
        };
        QCOMPARE(rowOf(QStringLiteral("age")).mid(8),
            (QStringList { QStringLiteral("as good without"), QStringLiteral("60"), QStringLiteral("0.026"),
                QString(QChar(0x2212)) + QStringLiteral("0.010"), QStringLiteral("0.064"),
                QStringLiteral("cannot tell") }));
        QCOMPARE(rowOf(QStringLiteral("tumour"))[9], QStringLiteral("all"));
        QCOMPARE(rowOf(QStringLiteral("receptors")).mid(9),
            (QStringList { QStringLiteral("under 10"), QString(), QString(), QString(),
                QStringLiteral("too few people") }));
    }

    void whetherWeightingHelpsLeadsWhereItIsAsked()
    {
        auto result = values::madeSingle();
        result->name = QStringLiteral("stays, whether weighting helps, 3 folds");
        result->asksWeighting = true;
        result->metric = "log_loss";
        result->lowerIsBetter = true;
        auto& weighted = result->models[0];
        weighted.model.system = QStringLiteral("moe");
        weighted.model.variant = QStringLiteral("btw");
        auto unweighted = weighted;
        unweighted.model.variant = QStringLiteral("none");
        auto by = *result->models[1].leadingIsBetterBy; // -0.002 (-0.012 to 0.008)
        unweighted.leadingIsBetterBy = by;
        result->models.insert(result->models.begin() + 1, unweighted);
        ResultView view(false);
        view.setResult(result);
        QCOMPARE(view.title(), QStringLiteral("Does weighting help?"));
        // No sign that could be read either way.
        QVERIFY2(view.words().startsWith(QStringLiteral(
                     "These people cannot tell the weighted model from the same model without weights: in "
                     "them it is worse by 0.002 (−0.008 to 0.012) log loss, and the interval includes 0.")),
            qPrintable(view.words()));
        // Two that are equal are not said to be better.
        const auto equal = std::make_shared<experiments::StudyResult>(*result);
        auto& none = *equal->models[1].leadingIsBetterBy;
        none.estimate = none.low = none.high = 0;
        view.setResult(equal);
        QVERIFY2(
            view.words().contains(QStringLiteral("neither better nor worse: 0 (")), qPrintable(view.words()));
        view.setResult(result);
        auto early = std::make_shared<experiments::StudyResult>(*result);
        early->weightedRuns = early->unweightedRuns = 3;
        ResultView other(false);
        other.setResult(early);
        QVERIFY2(
            other.words().contains(QStringLiteral("the first, in which all weights are 1: what is compared "
                                                  "is not weighted.")),
            qPrintable(other.words()));
        // The unweighted model on show says nothing of weighting, and is not called its answer.
        auto plain = std::make_shared<experiments::StudyResult>(*result);
        plain->choice.leading = 1;
        ResultView third(false);
        third.setResult(plain);
        QCOMPARE(third.title(), plain->name);
    }

    void oneSplitSaysThatItIsOne()
    {
        auto result = values::madeResult();
        result->folds = 1;
        auto& tumour = result->answer->modalities[0];
        tumour.difference.tP = NAN;
        result->models[2].leadingIsBetterBy->tP = NAN;
        const QString words = ResultWords(*result).sentences().join(QLatin1Char(' '));
        QVERIFY2(
            words.startsWith(QStringLiteral(
                "Without tumour, AUROC falls by 0.041 (0.027 to 0.055): it helps in these fitted models. "
                "Without age, ")),
            qPrintable(words));
        QCOMPARE(
            words.count(QStringLiteral("One split cannot say what other training people would give.")), 1);
        QVERIFY(!words.contains(QStringLiteral("is not shown")));
        QVERIFY2(words.contains(QStringLiteral("In these fitted models it does better than predicting")),
            qPrintable(words));
        QCOMPARE(pages::addsTable(*result).rows[0].last(), QStringLiteral("helps here"));
    }

    void namesKeepTheirHyphens()
    {
        auto result = values::madeResult();
        result->answer->modalities[0].modality = "chest-xray";
        QVERIFY(ResultWords(*result).sentences().front().startsWith(QStringLiteral("Without chest-xray, ")));
    }

    // A table with fewer rows must not move the page under whoever chose it.
    void aChoiceOfGroupsKeepsThePlace()
    {
        ResultView view(false);
        view.resize(1000, 420);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setResult(values::madeResult());
        auto many = values::madeForWhom();
        for (int i = 0; i < 12; ++i) {
            auto one = many->groups.back();
            one.group = QStringLiteral("group %1").arg(i);
            many->groups.push_back(one);
        }
        view.setForWhom(many);
        auto* bar = view.findChild<QScrollArea*>()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 200);
        bar->setValue(bar->maximum());
        const int place = bar->value();
        auto* groups = tile(view, QStringLiteral("For whom does it help?"));
        const auto boxes = groups->findChildren<QComboBox*>();
        boxes[1]->setFocus();
        QTest::keyClick(boxes[1], Qt::Key_Down); // by class: two rows
        QCoreApplication::processEvents();
        QTRY_COMPARE(bar->value(), place);
        boxes[0]->setFocus();
        QTest::keyClick(boxes[0], Qt::Key_Down); // another modality: the groups are being compared
        QCoreApplication::processEvents();
        QCOMPARE(bar->value(), place);
        view.setForWhom(values::madeForWhom());
        QCoreApplication::processEvents();
        QCOMPARE(bar->value(), place);
    }

    void aModelIsNotComparedWithItself_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("reference");
        QTest::newRow("regression") << "regression"
                                    << "plain regression";
        QTest::newRow("trees") << "haim"
                               << "boosted trees";
    }
    void aModelIsNotComparedWithItself()
    {
        QFETCH(QString, system);
        QFETCH(QString, reference);
        auto result = values::madeSingle();
        result->models[1].model.system = reference;
        ResultView view(false);
        view.setResult(result);
        QVERIFY2(view.words().contains(QStringLiteral("cannot tell this model from %1.").arg(reference)),
            qPrintable(view.words()));
        auto itself = std::make_shared<experiments::StudyResult>(*result);
        itself->models[0].model.system = system;
        ResultView other(false);
        other.setResult(itself);
        QVERIFY2(
            !other.words().contains(QStringLiteral("cannot tell this model")), qPrintable(other.words()));
        QVERIFY(other.words().contains(QStringLiteral("It does better than predicting the same")));
    }

    void whatTheCorrectedPDoesNotCarryIsNoClaim()
    {
        auto result = values::madeResult();
        auto& by = *result->models[2].leadingIsBetterBy; // its interval excludes 0
        by.tP = 0.06; // the larger one counts
        ResultView view(false);
        view.setResult(result);
        QVERIFY2(
            view.words().contains(QStringLiteral(
                "In these fitted models it does better than predicting the same for everybody (by 0.290 ")),
            qPrintable(view.words()));
        QVERIFY(!view.words().contains(QStringLiteral("It does better than")));
    }

    void aWeightingHelpsOnlyWhereItBeatsEveryControl()
    {
        auto result = values::madeSingle();
        auto& weighted = result->models[0];
        weighted.model.system = QStringLiteral("moe");
        weighted.model.variant = QStringLiteral("btw");
        auto unweighted = weighted;
        unweighted.model.variant = QStringLiteral("none");
        unweighted.leadingIsBetterBy = result->models[2].leadingIsBetterBy;
        result->models.insert(result->models.begin() + 1, unweighted);
        const auto words = [&] { return ResultWords(*result).sentences().join(QLatin1Char(' ')); };
        QVERIFY2(words().contains(QStringLiteral(
                     "The weighted model does better than the same model without weights, by 0.290 (0.250 to "
                     "0.330). Only the unweighted model was compared: whether constant weights, or the same "
                     "weights "
                     "shuffled")),
            qPrintable(words()));
        auto constant = unweighted;
        constant.model.variant = QStringLiteral("constant");
        result->models.insert(result->models.begin() + 2, constant);
        QVERIFY2(words().contains(
                     QStringLiteral("There is no comparison with its weights shuffled between people: that "
                                    "the weighting helps is not shown")),
            qPrintable(words()));
        auto shuffled = constant;
        shuffled.model.variant = QStringLiteral("shuffled");
        shuffled.model.spec.variant = weighting::Variant::Shuffled;
        result->models.insert(result->models.begin() + 3, shuffled);
        QVERIFY2(
            words().contains(QStringLiteral("Weighting improves on the same model without weights, constant "
                                            "weights and its weights shuffled between people")),
            qPrintable(words()));
        QVERIFY(!words().contains(QStringLiteral("Only the unweighted model was compared")));
        result->models[2].leadingIsBetterBy->low = -0.01;
        QVERIFY2(
            words().contains(QStringLiteral(
                "but is not clearly better than constant weights: that the weighting helps is not shown")),
            qPrintable(words()));
        QVERIFY(!words().contains(QStringLiteral("improves")));
    }

    void aControlIsOfTheVeryWeightingThatLeads()
    {
        auto result = values::madeSingle();
        auto& weighted = result->models[0];
        weighted.model.system = QStringLiteral("moe");
        weighted.model.variant = QStringLiteral("kl-local");
        weighted.model.spec.variant = weighting::Variant::KlLocal;
        auto unweighted = weighted;
        unweighted.model.variant = QStringLiteral("none");
        unweighted.leadingIsBetterBy = result->models[2].leadingIsBetterBy;
        auto shuffled = unweighted;
        shuffled.model.variant = QStringLiteral("shuffled");
        shuffled.model.spec.variant = weighting::Variant::Shuffled; // of btw
        auto mean = unweighted;
        mean.model.system = QStringLiteral("none-k");
        result->models.insert(result->models.begin() + 1, { unweighted, shuffled, mean });
        const auto words = [&] { return ResultWords(*result).sentences().join(QLatin1Char(' ')); };
        QVERIFY2(
            words().contains(QStringLiteral("Only the unweighted model was compared")), qPrintable(words()));
        result->models[2].model.spec.shuffledVariant = weighting::Variant::KlLocal;
        QVERIFY2(words().contains(
                     QStringLiteral("better than the same model without weights and its weights shuffled "
                                    "between people")),
            qPrintable(words()));
        // Of cross-fitted models, whose mean has to be beaten.
        result->models[0].model.variant = QStringLiteral("btw-oof");
        result->models[0].model.spec.variant = weighting::Variant::BtwOof;
        QVERIFY2(words().contains(
                     QStringLiteral("the same model without weights and the mean of five unweighted models")),
            qPrintable(words()));
    }

    void subgroupsAreChosenAndWarnedOf()
    {
        auto result = values::madeResult();
        store::SubgroupRecord old;
        old.id = 7;
        old.name = QStringLiteral("Old");
        result->subgroups = { old };
        ResultView view(false);
        view.show();
        view.setResult(result);
        const QSignalSpy chosen(&view, &ResultView::choiceWanted);
        QComboBox* people = nullptr;
        for (auto* box : view.findChildren<QComboBox*>())
            if (box->accessibleName() == QStringLiteral("The people that the answer is about"))
                people = box;
        QVERIFY(people && people->isVisible());
        QCOMPARE(people->count(), 2);
        people->setFocus();
        QTest::keyClick(people, Qt::Key_Down);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<experiments::ResultChoice>().subgroup, 7);
        // Where it cannot be shown, what was on show stays, and says why.
        view.showRefusal(QStringLiteral("Only 3 of these people are in the test rows."));
        QCOMPARE(people->currentIndex(), 0);
        QVERIFY(view.result());

        auto only = std::make_shared<experiments::StudyResult>(*result);
        only->choice.subgroup = 7;
        only->subgroup = old.name;
        only->chosenBy = experiments::ChosenBy::Errors;
        view.setResult(only);
        QCOMPARE(people->currentIndex(), 1);
        QVERIFY2(view.words().startsWith(QStringLiteral(
                     "Only the people of “Old”: these people were chosen by how the model did on them")),
            qPrintable(view.words()));
        for (const auto& row : view.adds()->data().study->adds)
            QVERIFY(row.words.contains(QStringLiteral("test rows of Breast cancer (Old only)")));
    }

    void tenthsAndCountsOfFewPeopleAreHidden()
    {
        auto result = values::madeResult();
        result->pictures[0].calibration.deciles[2].people = 9; // of 20 rows
        result->pictures[0].repeat = 0;
        const auto table = pages::calibrationTable(*result);
        QCOMPARE(table.rows.size(), 9);
        QCOMPARE(table.rows[0][0], QStringLiteral("1, 1")); // the first repeat
        QVERIFY(table.caption.endsWith(QStringLiteral("1 tenth of fewer than 10 people is left out")));
        auto forWhom = values::madeForWhom();
        forWhom->groups[0].happened = 9;
        result->cohort.groups = { "a" };
        forWhom->groups[0].difference.units = 50;
        const auto groups = pages::forWhomTable(*result, *forWhom, QStringLiteral("class"));
        QCOMPARE(groups.rows[0][1], QStringLiteral("50")); // people
        QCOMPARE(groups.rows[0][2], QStringLiteral("under 10"));
        QCOMPARE(groups.rows[1][2], QStringLiteral("12"));
    }

    void groupsAreWrittenToTheSamePlace()
    {
        auto forWhom = values::madeForWhom();
        const auto setTo = [&](std::size_t at, double estimate, double low, double high) {
            auto& difference = forWhom->groups[at].difference;
            difference.estimate = estimate;
            difference.low = low;
            difference.high = high;
        };
        setTo(0, 0.0201, -0.041, 0.083); // alone two decimals
        setTo(1, 0.0264, -0.0102, 0.0641); // alone three
        const auto table = pages::forWhomTable(*values::madeResult(), *forWhom, QStringLiteral("class"));
        const auto adds = table.head.size() - 3;
        QCOMPARE(table.rows[0][adds], QStringLiteral("+0.020"));
        QCOMPARE(table.rows[0][adds + 1], QStringLiteral("−0.041 to 0.083"));
        QCOMPARE(table.rows[1][adds], QStringLiteral("+0.026"));
    }

    void aFailureOfTheGroupsLeavesTheRest()
    {
        ResultView view(false);
        view.setResult(values::madeResult());
        view.showForWhomProblem(QStringLiteral("The store is busy."));
        QVERIFY(view.result());
        const auto labels = tile(view, QStringLiteral("For whom does it help?"))->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
            [](const QLabel* label) { return label->text() == QStringLiteral("The store is busy."); }));
    }

    void rowsAreInTheOrderOfWhatTheyAdd()
    {
        ResultView view(false);
        view.setResult(values::madeResult());
        const auto& rows = view.adds()->data().study->adds;
        QCOMPARE(rows.size(), 3U);
        QCOMPARE(rows[0].modality, std::string("tumour"));
        QCOMPARE(rows[2].modality, std::string("receptors"));
        QCOMPARE(rows[0].colour, std::size_t(0)); // its colour is that of the cohort's order
        QCOMPARE(rows[2].colour, std::size_t(2));
        QCOMPARE(rows[0].placebo->high, 0.005);
        QVERIFY(!rows[1].placebo);
        QCOMPARE(rows[0].believed->mean, 0.72);
        QCOMPARE(rows[0].alone->figure.estimate, 0.7);
        for (const auto& row : rows) { // each number knows its metric, rows and split
            QVERIFY2(row.words.contains(QStringLiteral("AUROC")), qPrintable(row.words));
            QVERIFY2(row.words.contains(QStringLiteral("test rows of Breast cancer, 200 people")),
                qPrintable(row.words));
        }
        QCOMPARE(pages::addsTable(*view.result()).rows[0].last(), QStringLiteral("helps"));
        QCOMPARE(pages::addsTable(*view.result()).rows[1].last(), QStringLiteral("helps a little"));
        QCOMPARE(pages::addsTable(*view.result()).rows[2].last(), QStringLiteral("cannot tell"));
    }

    void whatTheWindowShowsIsWhatAFileHolds()
    {
        const QTemporaryDir folder;
        ResultView view(false);
        view.resize(1200, 900);
        view.setResult(values::madeResult());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QStringList kinds;
        for (auto* one : view.tiles()) {
            if (!one->chart())
                continue;
            kinds << one->chart()->kind();
            one->chart()->refreshNow();
            QCOMPARE(one->chart()->emptyText(), QString());
            const QString csv = folder.filePath(one->chart()->kind() + QStringLiteral(".csv"));
            QCOMPARE(one->savePicture(csv), QString());
            QFile file(csv);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            QVERIFY2(text.contains(QStringLiteral("# 3 looks at these test rows in this store")),
                qPrintable(text));
            QVERIFY2(text.contains(QStringLiteral("# head of their list: 0a1b2c3d4e5f")), qPrintable(text));
        }
        QCOMPARE(kinds.join(QLatin1Char(' ')), QStringLiteral("adds models calibration decision"));
        // Each is as high as its rows, which have room.
        const auto& models = *view.modelsFigure();
        QVERIFY2(
            models.height() >= 3 * 24 && models.height() < 220, qPrintable(QString::number(models.height())));
    }

    void oneTrainingSaysWhatToAskNext()
    {
        ResultView view(true);
        view.show();
        view.setResult(values::madeSingle());
        QCOMPARE(view.title(), QStringLiteral("How good is the model?"));
        QVERIFY(tile(view, QStringLiteral("Each modality alone")));
        QVERIFY(!tile(view, QStringLiteral("For whom does it help?")));
        const QSignalSpy asked(&view, &ResultView::askWanted);
        QPushButton* ask = nullptr;
        for (auto* button : view.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("what does each modality add")))
                ask = button;
        QVERIFY(ask && ask->isVisible());
        QVERIFY2(ask->toolTip().contains(QStringLiteral(": late fusion of mixtures of experts with all "
                                                        "modalities, and again without each of them")),
            qPrintable(ask->toolTip()));
        QTest::mouseClick(ask, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        ResultView without(false); // where there is no page for it
        without.setResult(values::madeSingle());
        for (auto* button : without.findChildren<QPushButton*>())
            QVERIFY(!button->isVisibleTo(&without));
    }

    // The same system, weighting and settings on the same folds and seeds: what is trained is found again.
    void whatEachModalityAddsIsAskedOfTheModelOnShow()
    {
        const auto result = values::madeSingle();
        auto& model = result->models[0].model;
        model.system = QStringLiteral("moe");
        model.variant = QStringLiteral("btw");
        model.spec = training::presetSpec("demo", 100);
        model.spec.epochs = 7;
        model.runs = { { { 0, 3 }, 10 }, { { 0, 5 }, 11 } };
        const auto question = experiments::modalityQuestion(*result);
        QCOMPARE(question[u"without"].toString(), QStringLiteral("each"));
        QCOMPARE(question[u"grid"].toObject(),
            (QJsonObject { { QStringLiteral("system"), QJsonArray { QStringLiteral("moe") } },
                { QStringLiteral("variant"), QJsonArray { QStringLiteral("btw") } } }));
        QCOMPARE(question[u"spec"].toObject(),
            (QJsonObject {
                { QStringLiteral("preset"), QStringLiteral("demo") }, { QStringLiteral("epochs"), 7 } }));
        QCOMPARE(question[u"seeds"].toArray(), (QJsonArray { 3, 5 }));
        QVERIFY(!question.contains(QStringLiteral("folds")) && !question.contains(QStringLiteral("placebo")));
        result->cohort.derivation.folds = 5;
        result->repeats = 3;
        model.runs = { { { 0, 1 }, 10 }, { { 4, 1 }, 11 }, { { 5, 2 }, 12 } };
        const auto folds = experiments::modalityQuestion(*result);
        QCOMPARE(folds[u"folds"].toInt(), 5);
        QCOMPARE(folds[u"repeats"].toInt(), 3);
        QCOMPARE(folds[u"seeds"].toString(), QStringLiteral("repeat"));
        QVERIFY(folds[u"placebo"].toBool());
        // One seed a fold, but not the number of the repeat.
        model.runs = { { { 0, 7 }, 10 }, { { 5, 7 }, 11 }, { { 10, 7 }, 12 } };
        QCOMPARE(experiments::modalityQuestion(*result)[u"seeds"].toArray(), QJsonArray { 7 });
        // On the same rows, of the data before they were chosen.
        QVERIFY(!folds[u"grid"].toObject().contains(QStringLiteral("rows")));
        result->data = QStringLiteral("/home/a/people.npz");
        result->rowsAsked = QStringLiteral("complete");
        const auto complete = experiments::modalityQuestion(*result);
        QCOMPARE(complete[u"data"].toString(), result->data);
        QCOMPARE(complete[u"grid"][u"rows"].toArray(), QJsonArray { QStringLiteral("complete") });
    }

    // An experiment is of no subgroup: whoever asks while one is on show is told.
    void aQuestionBesideASubgroupIsSaidToBeOfEverybody()
    {
        ResultView view(true);
        const auto result = values::madeSingle();
        store::SubgroupRecord men;
        men.id = 3;
        men.name = result->subgroup = QStringLiteral("men");
        result->subgroups = { men };
        result->choice.subgroup = men.id;
        view.setResult(result);
        QString tip;
        for (const auto* button : view.findChildren<QPushButton*>())
            if (button->text().contains(QStringLiteral("what does each modality add")))
                tip = button->toolTip();
        QVERIFY2(tip.endsWith(QStringLiteral("of everybody, not only of “men”.")), qPrintable(tip));
    }

    // A name such as cxr is explained where it is first read, not at the end.
    void namesOfADemoAreExplainedAtTheirFirstMention()
    {
        const auto result = values::madeSingle();
        result->cohort.path = QStringLiteral("/home/a/p.sqlite.d/demo-los.npz");
        result->cohort.modalities = { "ts", "text", "cxr" };
        for (std::size_t i = 0; i < 3; ++i)
            result->alone[i].modality = result->cohort.modalities[i];
        result->alone[0].figure.estimate = 0.8;
        const QString words = pages::ResultWords(*result).sentences().join(QLatin1Char(' '));
        QVERIFY2(
            words.contains(QStringLiteral("Of the modalities alone, ts (vital signs) has the best AUROC")),
            qPrintable(words));
        QVERIFY2(
            words.contains(QStringLiteral("In this demo: text: notes, cxr: X-rays.")), qPrintable(words));
    }

    // Modalities alone are ranked among those of the model, each by the same kind of model; reference models
    // that were fitted on more are said to be.
    void unequalModelsAreNotRanked()
    {
        const auto wordsOf = [](const auto& result) {
            return pages::ResultWords(*result).sentences().join(QLatin1Char(' '));
        };
        const QString ranked = QStringLiteral("Of the modalities alone"),
                      unlike = QStringLiteral("not like for like");
        const auto result = values::madeSingle();
        QVERIFY2(wordsOf(result).contains(ranked), qPrintable(wordsOf(result)));
        QVERIFY(!wordsOf(result).contains(unlike));
        result->alone.back().isOwn = !result->alone.back().isOwn;
        QVERIFY2(!wordsOf(result).contains(ranked), qPrintable(wordsOf(result)));
        // What is of another kind is not of this model.
        auto& model = result->models[*result->choice.leading].model;
        for (std::size_t i = 0; i + 1 < result->alone.size(); ++i)
            model.modalities.push_back(result->alone[i].modality);
        result->cohort.modalities = model.modalities;
        result->cohort.modalities.push_back(result->alone.back().modality);
        QVERIFY2(wordsOf(result).contains(ranked), qPrintable(wordsOf(result)));
        QVERIFY2(wordsOf(result).contains(unlike), qPrintable(wordsOf(result)));
    }

    // p is said to be corrected, and for what; classes are spoken of by their number.
    void theNoteBelowTheGroupsSaysForWhatPIsCorrected()
    {
        auto forWhom = values::madeForWhom(); // one group that AUROC can be had of
        const auto noteOf = [&forWhom](const auto& result) {
            ResultView view(false);
            view.setResult(result);
            view.setForWhom(forWhom);
            for (const auto* label :
                tile(view, QStringLiteral("For whom does it help?"))->findChildren<QLabel*>())
                if (label->text().contains(QStringLiteral("Exploratory")))
                    return label->text();
            return QString();
        };
        const auto result = values::madeResult();
        QVERIFY2(noteOf(result).contains(QStringLiteral("one comparison, for which it needs no correction.")),
            qPrintable(noteOf(result)));
        const auto add = [&forWhom](const char* kind, const char* group) {
            forWhom = std::make_shared<experiments::ForWhomResult>(*forWhom);
            forWhom->groups.push_back(forWhom->groups[2]);
            forWhom->groups.back().kind = QLatin1String(kind);
            forWhom->groups.back().group = QLatin1String(group);
        };
        add("stage_group", "third");
        const QString note = noteOf(result);
        QVERIFY2(
            note.contains(QStringLiteral("p asks whether a group differs from all others, and is corrected "
                                         "for 2 comparisons.")),
            qPrintable(note));
        add("site", "north");
        QVERIFY2(noteOf(result).contains(QStringLiteral("for the comparisons within its kind: 2 by ")),
            qPrintable(noteOf(result)));
        QVERIFY2(note.contains(QStringLiteral("10 of either class")), qPrintable(note));
        // Two groups that are everybody are compared once.
        QVERIFY(!noteOf(result).contains(QStringLiteral("one p says it")));
        forWhom->groups.back().isOtherHalf = true;
        QVERIFY2(
            noteOf(result).contains(QStringLiteral("is corrected for 2 comparisons. Two groups that together "
                                                   "are everybody differ from each other once")),
            qPrintable(noteOf(result)));
        const auto table = pages::forWhomTable(*result, *forWhom);
        QCOMPARE(table.rows.at(2).last(), QStringLiteral("the same"));
        result->cohort.classes = { "a", "b", "c", "d" };
        result->metric = "log_loss";
        const QString four = noteOf(result);
        QVERIFY2(four.endsWith(QStringLiteral("Groups of fewer than 10 people are not shown."))
                && !four.contains(QStringLiteral("either")),
            qPrintable(four));
    }

    void arrowsReadOneRowAfterTheOther()
    {
        ResultView view(false);
        view.resize(1200, 800);
        view.setResult(values::madeResult());
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.adds()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(view.adds(), Qt::Key_Down);
        const auto said = [&view] { return view.adds()->accessibleDescription(); };
        QVERIFY2(said().startsWith(QStringLiteral("Without tumour")), qPrintable(said()));
        QVERIFY(said().contains(QStringLiteral("Placebo")) && said().contains(QStringLiteral("Believed")));
        QTest::keyClick(view.adds(), Qt::Key_Down);
        QVERIFY2(said().startsWith(QStringLiteral("Without age")), qPrintable(said()));
        QTest::keyClick(view.adds(), Qt::Key_Up);
        QVERIFY2(said().startsWith(QStringLiteral("Without tumour")), qPrintable(said()));
    }

    void groupsAreChosenAndSmallOnesAreNamed()
    {
        ResultView view(false);
        view.resize(1200, 800);
        view.show();
        const QSignalSpy asked(&view, &ResultView::forWhomWanted);
        view.setResult(values::madeResult());
        QCOMPARE(asked.count(), 1); // of the modality that adds most
        QCOMPARE(asked[0][0].toString(), QStringLiteral("tumour"));
        view.setForWhom(values::madeForWhom());
        auto* groups = tile(view, QStringLiteral("For whom does it help?"));
        QVERIFY(groups);
        // One figure a table: of classes AUROC is undefined, so they have one of their own.
        QCOMPARE(groups->table().head[3], QStringLiteral("adds,\nAUROC"));
        QCOMPARE(groups->table().rows.size(), 2);
        QCOMPARE(groups->table().rows[0][0], QStringLiteral("first & second"));
        QCOMPARE(groups->table().rows[0][3], QStringLiteral("+0.014"));
        QCOMPARE(groups->table().rows[1][1], QStringLiteral("too few"));
        QCOMPARE(groups->table().rows[1][3], QString()); // no figure of few people
        const auto labels = groups->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().startsWith(QStringLiteral("Groups by class are judged by log loss"));
        }));
        const auto boxes = groups->findChildren<QComboBox*>();
        QCOMPARE(boxes.size(), 2);
        boxes[1]->setFocus();
        QTest::keyClick(boxes[1], Qt::Key_Down); // by class
        QCOMPARE(groups->table().head[3], QStringLiteral("saves,\nlog loss"));
        QCOMPARE(groups->table().rows.size(), 2);
        QCOMPARE(groups->table().rows[0][0], QStringLiteral("alive"));
        QCOMPARE(groups->table().rows[0][3], QStringLiteral("+0.020"));
        QCOMPARE(groups->table().rows[1][3], QString(QChar(0x2212)) + QStringLiteral("0.008"));
        boxes[0]->setFocus();
        QTest::keyClick(boxes[0], Qt::Key_Down);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked[1][0].toString(), QStringLiteral("age"));
    }

    // Where everybody has everything, classes are still groups.
    void groupsOfAnotherFigureAreNotSaidToBeNone()
    {
        ResultView view(false);
        view.setResult(values::madeResult());
        auto classes = values::madeForWhom();
        classes->groups.resize(2); // by class alone
        classes->hidden.clear();
        view.setForWhom(classes);
        const auto labels = tile(view, QStringLiteral("For whom does it help?"))->findChildren<QLabel*>();
        const auto says = [&labels](const QString& start) {
            return std::any_of(labels.begin(), labels.end(),
                [&](const QLabel* label) { return label->text().startsWith(start); });
        };
        QVERIFY(!says(QStringLiteral("There are no groups")));
        QVERIFY(says(QStringLiteral("Groups by class are judged by log loss")));
        // The columns have no heads over nothing, and no p is spoken of.
        auto* table = tile(view, QStringLiteral("For whom does it help?"))->findChild<QTableView*>();
        QCOMPARE(table->model()->rowCount(), 0);
        QCOMPARE(table->height(), 0);
        QVERIFY(std::none_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(QStringLiteral("Exploratory. Groups of fewer"));
        }));
        view.setForWhom(values::madeForWhom());
        QCOMPARE(table->model()->rowCount(), 2);
        QVERIFY(table->height() > 2 * 28);
    }

    // "Saves −0.008" would have to be read twice, by a screen reader, too.
    void whatDoesHarmInAGroupIsDrawnAsThat()
    {
        const auto data = pages::forWhomFigureData(
            *values::madeResult(), *values::madeForWhom(), QStringLiteral("class"));
        const auto info = charts::forWhomFigure();
        const auto chart = info.make(info);
        chart->resize(600, 300);
        chart->setData(data);
        chart->refreshNow();
        QCOMPARE(chart->accessibleDescription(),
            QStringLiteral(
                "tumour saves 0.020 (0.010 to 0.030) log loss for alive (class, 200 people); p of the "
                "difference from all others 0.2, corrected for the number of groups; tumour costs "
                "0.008 (-0.002 to 0.018) log loss for died (class, 200 people); p of the difference "
                "from all others 0.2, corrected for the number of groups"));
    }

    void aGroupsPeopleAreSelectedByClickAndEnter()
    {
        ResultView view(false);
        view.resize(1200, 800);
        view.show();
        auto result = values::madeResult();
        result->cohort.ids = { "p0", "p1", "p2", "p3" };
        view.setResult(result);
        auto forWhom = values::madeForWhom();
        forWhom->groups[0].rows = { 0, 3 };
        forWhom->groups[1].rows = { 1 };
        forWhom->groups[2].rows = { 1, 2 };
        view.setForWhom(forWhom);
        QSignalSpy chosen(&view, &ResultView::peopleChosen);
        auto* groups = tile(view, QStringLiteral("For whom does it help?"));
        auto* table = groups->findChild<QTableView*>();
        QVERIFY(table);
        const auto click = [table](int row) {
            const auto index = table->model()->index(row, 0);
            QTest::mouseClick(
                table->viewport(), Qt::LeftButton, Qt::NoModifier, table->visualRect(index).center());
        };
        using Ids = std::vector<std::string>;
        click(0);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<Ids>(), (Ids { "p1", "p2" })); // the row on show, not the first of all
        click(1); // too few: nobody is pointed at
        QCOMPARE(chosen.count(), 1);
        auto* kind = groups->findChildren<QComboBox*>().at(1);
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_Down); // by class
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Home);
        table->setCurrentIndex(table->model()->index(1, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[1][0].value<Ids>(), (Ids { "p1" }));
        table->setCurrentIndex(table->model()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Space);
        QCOMPARE(chosen[2][0].value<Ids>(), (Ids { "p0", "p3" }));
    }

    void forWhomIsTakenAlongAsAPicture()
    {
        const QTemporaryDir folder;
        ResultView view(false);
        view.resize(1200, 900);
        view.setResult(values::madeResult());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* groups = tile(view, QStringLiteral("For whom does it help?"));
        const auto offers = [groups](const QString& text) {
            const auto menu = groups->makeMenu();
            const auto actions = menu->actions();
            return std::any_of(actions.begin(), actions.end(),
                [&](const QAction* action) { return action->text() == text; });
        };
        QVERIFY(!offers(QStringLiteral("Copy picture"))); // nothing is known yet
        view.setForWhom(values::madeForWhom());
        QVERIFY(offers(QStringLiteral("Copy picture")));
        const QSignalSpy report(&view, &ResultView::reportWanted);
        trigger(*groups, QStringLiteral("Save the report as PDF…"));
        QCOMPARE(report.size(), 1);
        const QString svg = folder.filePath(QStringLiteral("g.svg"));
        QCOMPARE(groups->savePicture(svg), QString());
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("first &amp; second"));
        QVERIFY(!bytes.contains("fourth")); // too few
        const QString csv = folder.filePath(QStringLiteral("g.csv"));
        QCOMPARE(groups->savePicture(csv), QString());
        QFile numbers(csv);
        QVERIFY(numbers.open(QIODevice::ReadOnly));
        const auto lines = QString::fromUtf8(numbers.readAll()).split(QLatin1Char('\n'));
        QCOMPARE(lines[0], QStringLiteral("modality,kind,group,metric,diff,ci_low,ci_high,p_holm,people"));
        QVERIFY2(lines[1].startsWith(QStringLiteral("tumour,stage_group,first & second,auroc,0.014")),
            qPrintable(lines[1]));
        QCOMPARE(groups->chart(), nullptr); // on screen it is a table
    }

    void aReportIsCalledAfterDataAndQuestion()
    {
        ResultView view(false);
        view.setResult(values::madeResult());
        QCOMPARE(pages::reportName(view), QStringLiteral("breast-cancer-what-each-modality-adds-result.pdf"));
    }

    void tablesAreTakenAlong()
    {
        ResultView view(false);
        view.setResult(values::madeResult());
        view.setCommand(QStringLiteral("btw compare --store s --experiment 1"));
        view.setForWhom(values::madeForWhom());
        for (auto* one : view.tiles()) {
            const auto& table = one->table();
            QVERIFY2(!table.isEmpty(), qPrintable(one->accessibleName()));
            for (const auto& row : table.rows)
                QCOMPARE(row.size(), table.head.size());
            trigger(*one, QStringLiteral("Copy table as LaTeX"));
            const QString latex = QGuiApplication::clipboard()->text();
            const QString source = QStringLiteral("BTW Workbench: data Breast cancer, hash 77aa88bb; looks "
                                                  "at these test rows in this store: 3, head of "
                                                  "their list 0a1b2c3d4e5f");
            QVERIFY2(latex.startsWith(QStringLiteral("% ") + source + QLatin1Char('\n')), qPrintable(latex));
            QCOMPARE(depthOf(latex), 0);
            QCOMPARE(latex.count(QStringLiteral("\\\\\n")), table.rows.size() + 1);
            QVERIFY(!latex.contains(QChar(0x2212)));
            trigger(*one, QStringLiteral("Copy table for a spreadsheet"));
            auto lines = QGuiApplication::clipboard()->text().chopped(1).split(QLatin1Char('\n'));
            QVERIFY2(lines.front().endsWith(source), qPrintable(lines.front()));
            lines.removeFirst(); // the caption
            for (const auto& line : lines)
                QVERIFY(line.count(QLatin1Char('\t')) == table.head.size() - 1);
            trigger(*one, QStringLiteral("Copy table as Markdown"));
            QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("| ---: |")));
            QVERIFY(QGuiApplication::clipboard()->text().endsWith(
                QStringLiteral("<!-- ") + source + QStringLiteral(" -->\n")));
            trigger(*one, QStringLiteral("Copy the command that gives these numbers"));
            QCOMPARE(
                QGuiApplication::clipboard()->text(), QStringLiteral("btw compare --store s --experiment 1"));
        }
    }

    void latexKeepsWhatMeansSomethingToIt()
    {
        QCOMPARE(experiments::latexText(QStringLiteral("a\\b_{c} & 5% < #1 ~^")),
            QStringLiteral(
                "a\\textbackslash{}b\\_\\{c\\} \\& 5\\% $<$ \\#1 \\textasciitilde{}\\textasciicircum{}"));
        models::CopyTable table;
        table.head = { QStringLiteral("na|me"), QStringLiteral("x") };
        table.rows << QStringList { QStringLiteral("two\nlines\tand a tab"), QStringLiteral("1") };
        QCOMPARE(table.tsv(), QStringLiteral("na|me\tx\ntwo lines and a tab\t1\n"));
        QVERIFY(table.markdown().startsWith(QStringLiteral("| na\\|me | x |\n")));
    }

    void picturesAreOfTheFigure()
    {
        const QTemporaryDir folder;
        ResultView view(false);
        view.resize(1200, 900);
        view.setResult(values::madeResult());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto* adds = tile(view, QStringLiteral("What each modality adds"));
        const QString svg = folder.filePath(QStringLiteral("a.svg"));
        QCOMPARE(adds->savePicture(svg), QString());
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("receptors"));
        QVERIFY(bytes.contains("head of their list 0a1b2c3d4e5f"));
        QXmlStreamReader reader(bytes);
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        const QString png = folder.filePath(QStringLiteral("a.png"));
        QCOMPARE(adds->savePicture(png), QString());
        QCOMPARE(QImage(png).width(), 2055); // two columns, 174 mm at 300 dpi
        QVERIFY(QImage(png)
                    .text(QStringLiteral("Source"))
                    .contains(QStringLiteral("3 looks at these test rows, head of their list 0a1b2c3d4e5f")));
        const auto& calibration = *view.calibration();
        QCOMPARE(charts::fileStem(calibration.figure(), calibration.data()),
            QStringLiteral("breast-cancer-what-each-modality-adds-calibration"));
        trigger(*adds, QStringLiteral("Copy picture"));
        QCOMPARE(QGuiApplication::clipboard()->image().width(), 2055); // as the file
        QVERIFY(adds->savePicture(QStringLiteral("/nowhere/a.png"))
                    .contains(QStringLiteral("could not be written")));
    }

    // Brackets and minus signs that a font shapes anew are letters of no alphabet: they would be lost.
    void textOfTheReportCanBeCopied()
    {
        const QTemporaryDir folder;
        ResultView view(false);
        view.setResult(values::madeResult());
        view.setForWhom(values::madeForWhom());
        const QString path = folder.filePath(QStringLiteral("r.pdf"));
        QCOMPARE(pages::writeReport(view, path), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString pdf = QString::fromLatin1(file.readAll());
        QSet<uint> letters;
        QCOMPARE(lostGlyphs(pdf, letters), 0);
        for (const uint letter : { 0x28U, 0x29U, 0x2212U }) // brackets, minus
            QVERIFY2(letters.contains(letter), qPrintable(QString(QChar(letter))));
    }

    void theReportIsOnePageHoweverMuchThereIs()
    {
        const QTemporaryDir folder;
        auto result = values::madeResult();
        ResultView view(false);
        const auto pagesOf = [&] {
            const QString path = folder.filePath(QStringLiteral("r.pdf"));
            if (const QString error = pages::writeReport(view, path); !error.isEmpty())
                return -1;
            QFile file(path);
            file.open(QIODevice::ReadOnly);
            static const QRegularExpression kPage(QStringLiteral("/Type\\s*/Page[^s]"));
            return static_cast<int>(QString::fromLatin1(file.readAll()).count(kPage));
        };
        QVERIFY(pages::writeReport(view, folder.filePath(QStringLiteral("none.pdf")))
                    .contains(QStringLiteral("no result")));
        view.setResult(result);
        view.setForWhom(values::madeForWhom());
        QCOMPARE(pagesOf(), 1);
        QFile report(folder.filePath(QStringLiteral("r.pdf")));
        QVERIFY(report.open(QIODevice::ReadOnly));
        QVERIFY(report.readAll().contains("3 looks at these test rows, head of their list 0a1b2c3d4e5f"));
        for (int i = 0; i < 40; ++i) { // many models and modalities
            result->models.push_back(result->models[1]);
            auto more = result->answer->modalities[i % 3];
            result->answer->modalities.push_back(more);
        }
        view.setResult(result);
        QCOMPARE(pagesOf(), 1);
        QVERIFY(pages::writeReport(view, QStringLiteral("/nowhere/r.pdf"))
                    .contains(QStringLiteral("could not be written")));
    }

    void regressionShowsHowFarOffInPlaceOfProbabilities()
    {
        auto result = values::madeSingle();
        result->cohort.task = Task::Regression;
        result->cohort.classes.clear();
        result->classCounts.clear();
        result->pictures.clear();
        result->metric = "mae";
        result->lowerIsBetter = true;
        result->labelParts = { { QStringLiteral("y < -1"), 60, 60, false, 0.5, 0.2 },
            { QStringLiteral("y ≥ 1"), 4, 4, true, NAN, NAN } };
        ResultView view(false);
        view.resize(1200, 800);
        view.setResult(result);
        QVERIFY(
            !tile(view, QStringLiteral("Calibration")) && !tile(view, QStringLiteral("Worth acting on?")));
        auto* parts = tile(view, QStringLiteral("How far off, and which way?"));
        QVERIFY(parts);
        QCOMPARE(parts->table().rows[0][0], QStringLiteral("y < −1"));
        QCOMPARE(parts->table().rows[0][1], QStringLiteral("60"));
        QCOMPARE(parts->table().rows[1][1], QStringLiteral("under 10"));
        QCOMPARE(parts->table().rows[1][2], QStringLiteral("–"));
    }

    void closedTestFiguresShowNothing()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("s.sqlite"));
        const store::Store store(path);
        experiments::StoreLookup lookup(path);
        ResultView view(false);
        view.setResult(values::madeResult()); // of another study, before
        pages::ResultLoader loader(view, lookup, path, nullptr);
        experiments::Study study;
        study.id.experiment = 1;
        study.name = QStringLiteral("Two seeds");
        study.trainings.resize(2);
        study.ended = study.progress.ended = 1;
        study.progress.trainings = 2;
        loader.open(study);
        QVERIFY(!view.result());
        QVERIFY(view.tiles().empty());
        QCOMPARE(view.words(), QString());
        QVERIFY2(view.sentence().startsWith(QStringLiteral("1 of 2 trainings has ended.")),
            qPrintable(view.sentence()));
        for (const auto* child : view.findChildren<charts::Chart*>())
            QVERIFY(!child->isVisibleTo(&view));
    }
};

QTEST_MAIN(TestResultView)
#include "tst_resultview.moc"
