// SPDX-License-Identifier: GPL-3.0-or-later
// What systems are called, what is said beside figures, and the commands that give them.
#include "workspace/experiments/commandline.h"
#include "workspace/experiments/comparisontable.h"
#include "workspace/experiments/groupwords.h"
#include "workspace/experiments/latextext.h"
#include "workspace/experiments/people.h"
#include "workspace/experiments/words.h"

#include <QtTest>

#include <limits>

using namespace btw;
using experiments::ChosenBy;
using experiments::Model;

namespace {

Model modelOf(const char* system, const char* variant)
{
    Model model;
    model.system = QString::fromLatin1(system);
    model.variant = QString::fromLatin1(variant);
    model.runs[{ 0, 1 }] = 7;
    return model;
}

store::CohortRecord cohortOf(Task task, const std::vector<double>& labels)
{
    store::CohortRecord cohort;
    cohort.task = task;
    cohort.y = labels;
    if (task == Task::Classification)
        cohort.classes = { "alive", "died" };
    for (std::size_t i = 0; i < labels.size(); ++i)
        cohort.ids.push_back(std::string("p").append(std::to_string(i)));
    cohort.splits.assign(labels.size(), Split::Test);
    return cohort;
}

store::SubgroupRecord people(const std::vector<std::string>& ids)
{
    store::SubgroupRecord subgroup;
    subgroup.name = QStringLiteral("Some");
    subgroup.ids = ids;
    return subgroup;
}

} // namespace

class TestComparingWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aModelHasAPlainNameAndAKey()
    {
        auto late = modelOf("late of haim", "none");
        QCOMPARE(late.plainName(), QStringLiteral("Late fusion of boosted trees"));
        QCOMPARE(late.fullName(), QStringLiteral("late of haim"));
        late.without = { "tumour" };
        late.settings = QStringLiteral("width 64");
        QCOMPARE(late.plainName(), QStringLiteral("Late fusion of boosted trees, without tumour (width 64)"));
        QCOMPARE(late.plainNameWithKey(),
            QStringLiteral("Late fusion of boosted trees (late of haim), without tumour (width 64)"));
        QCOMPARE(late.fullName(), QStringLiteral("late of haim without tumour (width 64)"));
        auto placebo = modelOf("moe", "btw");
        placebo.placebo = "age";
        QCOMPARE(placebo.plainName(), QStringLiteral("BTW-weighted mixture of experts, age shuffled"));
        QCOMPARE(placebo.fullName(), QStringLiteral("moe:btw with age shuffled"));
        QCOMPARE(modelOf("moe", "none").plainName(), QStringLiteral("Unweighted mixture of experts"));
        QCOMPARE(modelOf("moe", "kl-local").plainName(),
            QStringLiteral("Mixture of experts, weighting by personal disagreement"));
        QCOMPARE(modelOf("late-equal of moe", "none").plainName(),
            QStringLiteral("Late fusion of mixtures of experts, equal weights"));
    }

    void whatIsTrainedIsNotTakenForAReference()
    {
        auto reference = modelOf("boosted trees", "none");
        reference.isReference = true;
        QCOMPARE(reference.plainName(), QStringLiteral("Boosted trees (reference)"));
        QCOMPARE(reference.plainNameWithKey(), reference.plainName());
        QCOMPARE(modelOf("haim", "none").plainName(), QStringLiteral("Boosted trees"));
        QCOMPARE(modelOf("their-model", "none").plainName(), QStringLiteral("their-model")); // of a file
    }

    void namesFitIntoSentences()
    {
        QCOMPARE(jobs::midSentence(QStringLiteral("Late fusion")), QStringLiteral("late fusion"));
        QCOMPARE(jobs::midSentence(QStringLiteral("BTW-weighted mixture")),
            QStringLiteral("BTW-weighted mixture"));
    }

    void anIntervalAndAPBesideItAreExplained()
    {
        QCOMPARE(experiments::intervalAndP(3),
            QStringLiteral(
                "The interval holds for these fitted models. p asks whether it would hold with other "
                "training people; with 3 folds it hardly ever can."));
        QCOMPARE(experiments::intervalAndP(3, experiments::PsShown::Each),
            QStringLiteral(
                "The interval and p hold for these fitted models. p of folds asks whether that would hold "
                "with other training people; with 3 folds it hardly ever can. \"p, Holm\" is the larger of "
                "the "
                "two, corrected for the number of models that answer the same question."));
        QVERIFY(
            experiments::intervalAndP(1, experiments::PsShown::Each)
                .endsWith(QStringLiteral("\"p, Holm\" is p, corrected for the number of models that answer "
                                         "the same question.")));
        QVERIFY(experiments::intervalAndP(15).endsWith(QStringLiteral("with other training people.")));
        QVERIFY(experiments::intervalAndP(1).contains(QStringLiteral("one split cannot say")));
    }

    void peopleChosenByErrorsOrOutcomeAreWarnedOf()
    {
        const auto numbers = cohortOf(Task::Regression, { 1, 2, 3, 4, 5, 6 });
        QCOMPARE(experiments::chosenBy(people({ "p0", "p2", "p5" }), numbers), ChosenBy::Person);
        QCOMPARE(
            experiments::chosenBy(people({ "p3", "p4", "p5" }), numbers), ChosenBy::Outcome); // labels >= 4
        QCOMPARE(experiments::chosenBy(people({ "p0", "p1", "p2", "p3", "p4", "p5" }), numbers),
            ChosenBy::Person); // everybody
        auto drawn = people({ "p0", "p2", "p5" });
        drawn.selectedIn = store::SelectedIn::Errors;
        QCOMPARE(experiments::chosenBy(drawn, numbers), ChosenBy::Errors);
        const auto classes = cohortOf(Task::Classification, { 0, 0, 0, 1, 1, 1 });
        QCOMPARE(experiments::chosenBy(people({ "p3", "p4" }), classes), ChosenBy::Outcome); // who died
        QCOMPARE(experiments::chosenBy(people({ "p0", "p4" }), classes), ChosenBy::Person);

        QVERIFY(
            experiments::subgroupWarning(QStringLiteral("Some"), ChosenBy::Errors)
                .contains(QStringLiteral("chosen by how the model did on them; any difference here is partly "
                                         "due to that choice")));
        QVERIFY(experiments::subgroupWarning(QStringLiteral("Some"), ChosenBy::Person)
                    .contains(QStringLiteral("exploratory")));
        experiments::ComparisonChoice choice;
        experiments::askOnly(choice, drawn, numbers);
        QCOMPARE(choice.people, drawn.ids);
        QCOMPARE(choice.chosenBy, ChosenBy::Errors);
    }

    void publishedFiguresAreMarkedAndNotLost()
    {
        experiments::Comparison comparison;
        auto& row = comparison.rows.emplace_back();
        row.model = modelOf("moe", "btw");
        row.metric = "mae";
        row.mean = 0.9;
        const double unknown = std::numeric_limits<double>::quiet_NaN();
        comparison.published = { { QStringLiteral("moe"), QStringLiteral("btw"), {}, "mae", 0.871, 0.01,
                                     QStringLiteral("CMU-MOSI"), QStringLiteral("Table 3") },
            { QStringLiteral("megafusion"), QStringLiteral("none"), {}, "mae", 0.92, unknown, {}, {} } };
        QVERIFY(experiments::hasCell(comparison, comparison.published[0]));
        QVERIFY(!experiments::hasCell(comparison, comparison.published[1]));
        QCOMPARE(experiments::publishedText(comparison, row), QStringLiteral("0.871 ± 0.01 (CMU-MOSI)"));
        const QString markdown
            = experiments::comparisonText({ comparison }, experiments::TableFormat::Markdown);
        QVERIFY2(markdown.contains(QStringLiteral("*published*")), qPrintable(markdown));
        QVERIFY(markdown.contains(QStringLiteral("BTW-weighted mixture of experts (moe:btw)")));
        QVERIFY(markdown.contains(QStringLiteral("| megafusion |")));
        const QString latex = experiments::comparisonText({ comparison }, experiments::TableFormat::Latex);
        QVERIFY2(latex.contains(QStringLiteral("& 0.871 $\\pm$ 0.01 (CMU-MOSI) \\\\")), qPrintable(latex));
        const QString csv = experiments::comparisonText({ comparison }, experiments::TableFormat::Csv);
        QVERIFY(csv.contains(QStringLiteral("\nmae,moe,btw,"))); // keys stay
        const QStringList lines = csv.split(QLatin1Char('\n'));
        for (const auto& line : lines)
            QCOMPARE(line.count(QLatin1Char(',')), lines[0].count(QLatin1Char(',')));
    }

    // Whoever reads two equal figures must not read that one is better.
    void figuresThatReadAlikeAreMarkedAlike()
    {
        experiments::Comparison comparison;
        const auto add = [&](const char* system, double mean) {
            auto& row = comparison.rows.emplace_back();
            row.model = modelOf(system, "none");
            row.metric = "auroc";
            row.mean = mean;
            row.std = std::numeric_limits<double>::quiet_NaN();
        };
        add("early", 0.812301);
        add("late", 0.812304); // better by less than is shown
        add("mult", 0.7);
        add("tmc", 0.700001);
        add("qmf", 0.6);
        using experiments::Standing;
        const auto standings = [&] {
            std::vector<QString> shown;
            for (const auto& row : comparison.rows)
                shown.push_back(QString::number(row.mean, 'f', 4));
            return experiments::standingsOf(comparison.rows, 0, comparison.rows.size(), shown);
        };
        QCOMPARE(standings(),
            (std::vector<Standing> {
                Standing::Best, Standing::Best, Standing::None, Standing::None, Standing::None }));
        const QString markdown
            = experiments::comparisonText({ comparison }, experiments::TableFormat::Markdown);
        QCOMPARE(markdown.count(QStringLiteral("| **0.8123** |")), 2);
        QVERIFY2(markdown.contains(QStringLiteral("| 0.7000 |")), qPrintable(markdown));
        const QString latex = experiments::comparisonText({ comparison }, experiments::TableFormat::Latex);
        QCOMPARE(latex.count(QStringLiteral("\\textbf{0.8123}")), 2);
        comparison.rows[1].model.placebo = "age"; // is no system
        QCOMPARE(standings(),
            (std::vector<Standing> {
                Standing::Best, Standing::None, Standing::Second, Standing::Second, Standing::None }));
        comparison.rows.clear();
        QVERIFY(standings().empty());
    }

    void columnsOfASpreadsheetSayWhichPTheyHold()
    {
        experiments::Comparison comparison;
        const auto add = [&](double p, double tP) {
            auto& row = comparison.rows.emplace_back();
            row.model = modelOf("moe", "btw");
            row.metric = "mae";
            row.difference.emplace();
            row.difference->p = p;
            row.difference->tP = tP;
            row.adjustedP = 0.5;
        };
        add(0.125, 0.25);
        add(0.75, std::numeric_limits<double>::quiet_NaN()); // one split has no p over folds
        for (const auto& [format, separator] : { std::pair(experiments::TableFormat::Csv, ','),
                 std::pair(experiments::TableFormat::Tsv, '\t') }) {
            const QStringList lines
                = experiments::comparisonText({ comparison }, format).split(QLatin1Char('\n'));
            const QStringList head = lines[0].split(QLatin1Char(separator));
            const auto cell = [&](int line, const char* column) {
                return lines[line].split(QLatin1Char(separator)).value(head.indexOf(QLatin1String(column)));
            };
            QVERIFY2(!head.contains(QStringLiteral("p")), "of which test it is must stand there");
            QCOMPARE(cell(1, "p_bootstrap"), QStringLiteral("0.125"));
            QCOMPARE(cell(1, "p_corrected_t"), QStringLiteral("0.25"));
            QCOMPARE(cell(1, "p_larger"), QStringLiteral("0.25"));
            QCOMPARE(cell(1, "p_holm"), QStringLiteral("0.5"));
            QCOMPARE(cell(2, "p_corrected_t"), QString());
            QCOMPARE(cell(2, "p_larger"), QStringLiteral("0.75"));
            for (const auto& line : lines)
                QCOMPARE(line.split(QLatin1Char(separator)).size(), head.size());
        }
    }

    /// Under the names of btw train's table.
    void tablesHaveEachP()
    {
        experiments::Comparison comparison;
        auto& row = comparison.rows.emplace_back();
        row.model = modelOf("moe", "btw");
        row.metric = "mae";
        row.folds = 5;
        row.difference.emplace();
        row.difference->p = 0.11;
        row.difference->tP = 0.25;
        row.adjustedP = 0.5;
        const QString markdown
            = experiments::comparisonText({ comparison }, experiments::TableFormat::Markdown);
        QVERIFY2(markdown.contains(QStringLiteral("| p | p of folds | p, Holm |")), qPrintable(markdown));
        QVERIFY2(markdown.contains(QStringLiteral("| 0.11 | 0.25 | 0.5 |")), qPrintable(markdown));
        QVERIFY2(markdown.contains(QStringLiteral("p of folds asks whether")), qPrintable(markdown));
        for (const auto& line : markdown.split(QLatin1Char('\n')))
            QVERIFY2(
                !line.startsWith(QLatin1Char('|')) || line.count(QLatin1Char('|')) == 7, qPrintable(line));
        const QString latex = experiments::comparisonText({ comparison }, experiments::TableFormat::Latex);
        QVERIFY2(latex.contains(QStringLiteral("& 0.11 & 0.25 & 0.5 \\\\")), qPrintable(latex));
        QVERIFY2(latex.contains(QStringLiteral("{lrrrrr}")), qPrintable(latex));
    }

    /// "Saves -0.109" would have to be read twice.
    void whatDoesHarmInAGroupSaysSo()
    {
        experiments::SubgroupContribution one;
        one.modality = "mutations";
        one.kind = QStringLiteral("class");
        one.group = QStringLiteral("died");
        one.metric = "log_loss";
        one.difference.estimate = -0.109;
        one.difference.low = -0.143;
        one.difference.high = -0.074;
        one.difference.units = 337;
        QCOMPARE(experiments::addedInGroup(one, QStringLiteral("log loss")),
            QStringLiteral("mutations costs 0.109 (0.074 to 0.143) log loss for died (class, 337 people)"));
        one.metric = "auroc";
        QVERIFY(
            experiments::addedInGroup(one, QStringLiteral("AUROC")).contains(QStringLiteral("takes away")));
        one.difference = one.difference.reversed();
        QVERIFY(
            experiments::addedInGroup(one, QStringLiteral("AUROC")).contains(QStringLiteral("adds 0.109")));
    }

    void wordsAreQuotedWhereAShellAsksForIt()
    {
        experiments::CompareCommand command { QStringLiteral("/a b/s.sqlite"), { 3, 0 } };
        QCOMPARE(experiments::commandLine(command),
            QStringLiteral("btw compare --store '/a b/s.sqlite' --experiment 3"));
        command.study = { 0, 5 };
        command.storePath = QStringLiteral("s.sqlite");
        command.baseline = QStringLiteral("late of moe");
        command.metric = "auroc";
        command.spread = experiments::Spread::People;
        command.subgroup = QStringLiteral("it's old");
        QCOMPARE(experiments::commandLine(command),
            QStringLiteral(
                "btw compare --store s.sqlite --split 5 --baseline 'late of moe' --metric auroc --by "
                "person --subgroup 'it'\\''s old'"));
    }
};

QTEST_GUILESS_MAIN(TestComparingWords)
#include "tst_comparingwords.moc"
