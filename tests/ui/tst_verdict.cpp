// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/verdict.h"
#include "values.h"

#include <QTest>

#include <cmath>

using namespace btw;
using Kind = jobs::ResultLine::Kind;
using Tone = pages::VerdictSentence::Tone;
using Comparison = pages::Verdict::Comparison;

namespace {

QStringList textsOf(const jobs::ResultCard& card)
{
    QStringList texts;
    for (const auto& sentence : pages::Verdict(card).sentences())
        texts << sentence.text;
    return texts;
}

bool anyStartsWith(const QStringList& texts, const QString& start)
{
    for (const auto& text : texts)
        if (text.startsWith(start))
            return true;
    return false;
}

} // namespace

class TestVerdict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void intervalsDecide_data();
    void intervalsDecide();
    void modalityThatDoesAsWellIsNamedFirst_data();
    void modalityThatDoesAsWellIsNamedFirst();
    void sentencesFollowTheComparison_data();
    void sentencesFollowTheComparison();
    void clearWinnerSaysSoOnEveryCount();
    void higherIsBetterOrdersModalitiesTheOtherWayRound();
    void heldOutWeightsAreSaidMostFirst();
    void whatASumOfTwoModelsIsMadeOfIsSaid();
    void modalityThatSomeLackNamesItsRows();
    void aModelWithoutAModalityIsNotMeasuredByThoseThatHaveIt();
    void theFirstEpochIsSaidToHaveNoWeights();
    void evaluationLabelsAreToldFirst();
    void fewPeopleAreACaution();
    void baselineAloneIsNotComparedWithItself();
    void oneModalityIsNotComparedWithAll();
    void bothReferenceModelsShareASentence();
    void treesAreCompared_data();
    void treesAreCompared();
    void treesThatWereBoundedSaySo_data();
    void treesThatWereBoundedSaySo();
    void cardWithoutAModelSaysNothing();
    void peopleStandBesideTheirRows_data();
    void peopleStandBesideTheirRows();
};

void TestVerdict::intervalsDecide_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<int>("comparison");
    QTest::addColumn<QString>("words");
    const auto as = [](Comparison c) { return static_cast<int>(c); };
    QTest::newRow("above 0") << 0.01 << 0.2 << as(Comparison::ModelBetter) << "worse by 0.10";
    QTest::newRow("below 0") << -0.2 << -0.01 << as(Comparison::ModelWorse) << "better by 0.10";
    QTest::newRow("around 0") << -0.1 << 0.1 << as(Comparison::NoClearDifference) << "no clear difference";
    QTest::newRow("touching 0") << 0.0 << 0.1 << as(Comparison::NoClearDifference) << "no clear difference";
    QTest::newRow("undefined") << std::nan("") << 0.1 << as(Comparison::Unknown) << "not comparable";
}

void TestVerdict::intervalsDecide()
{
    QFETCH(double, low);
    QFETCH(double, high);
    auto card = values::clearCard();
    card.lines[0] = values::line(Kind::Modality, "text", 0.8, low < 0 && high < 0 ? -0.1 : 0.1, low, high);
    const pages::Verdict verdict(card);
    QTEST(static_cast<int>(verdict.compare(card.lines[0])), "comparison");
    QTEST(verdict.comparisonWords(card.lines[0]), "words");
}

void TestVerdict::modalityThatDoesAsWellIsNamedFirst_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("modalities");
    QTest::addColumn<QString>("start");
    QTest::newRow("plural")
        << "notes" << 4 << "Notes alone against all four together: these rows cannot tell which is better";
    QTest::newRow("singular")
        << "text" << 3 << "Text alone against all three together: these rows cannot tell which is better";
    QTest::newRow("two") << "text" << 2
                         << "Text alone against both together: these rows cannot tell which is better";
}

void TestVerdict::modalityThatDoesAsWellIsNamedFirst()
{
    QFETCH(QString, name);
    QFETCH(int, modalities);
    QFETCH(QString, start);
    jobs::ResultCard card;
    card.metric = "mae";
    card.n = 200;
    card.lines.push_back(values::line(Kind::Modality, name.toStdString(), 0.7, 0.01, -0.02, 0.04));
    for (int m = 1; m < modalities; ++m)
        card.lines.push_back(values::line(Kind::Modality, "other", 1.0, 0.3, 0.2, 0.4));
    card.lines.push_back(values::line(Kind::Weighted, "btw", 0.69, 0, 0, 0));
    card.reference = card.lines.size() - 1;
    QVERIFY2(anyStartsWith(textsOf(card), start), qPrintable(textsOf(card).join(QLatin1Char('\n'))));
}

void TestVerdict::sentencesFollowTheComparison_data()
{
    QTest::addColumn<int>("line"); // of clearCard
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<int>("tone");
    QTest::addColumn<QString>("text");
    const auto as = [](Tone tone) { return static_cast<int>(tone); };
    QTest::newRow("text alone wins")
        << 0 << -0.15 << -0.05 << as(Tone::Caution)
        << "Text alone does better than all three together (by 0.10, 95% interval 0.05 to 0.15).";
    QTest::newRow("weighting helps")
        << 3 << 0.01 << 0.09 << as(Tone::Good)
        << "Weighting improves on the baseline (by 0.050, 95% interval 0.010 to 0.090). Only the unweighted "
           "model was compared: whether constant weights, or the same weights shuffled between people, would "
           "do "
           "as well was not asked.";
    QTest::newRow("weighting harms")
        << 3 << -0.09 << -0.01 << as(Tone::Caution)
        << "Weighting does worse than the baseline (by 0.050, 95% interval 0.010 to 0.090).";
    QTest::newRow("weighting: unclear") << 3 << -0.03 << 0.05 << as(Tone::Neutral)
                                        << QStringLiteral("These test rows cannot tell the weighted model "
                                                          "from the baseline (95% interval of the difference "
                                                          "−0.030 to +0.050).");
    QTest::newRow("plain regression wins") << 5 << -0.3 << -0.1 << as(Tone::Caution)
                                           << "Plain regression does better than this model on everything "
                                              "(by 0.20, 95% interval 0.10 to 0.30). It is "
                                              "the simpler choice.";
    QTest::newRow("constant wins") << 6 << -0.7 << -0.5 << as(Tone::Caution)
                                   << "Predicting the training median for everyone does better than this "
                                      "model (by 0.60, 95% interval 0.50 to "
                                      "0.70). Do not rely on its predictions.";
    QTest::newRow("constant: unclear")
        << 6 << -0.1 << 0.2 << as(Tone::Caution)
        << QStringLiteral(
               "These test rows cannot tell this model from predicting the training median for everyone "
               "(95% interval of the difference −0.10 to +0.20).");
}

void TestVerdict::sentencesFollowTheComparison()
{
    QFETCH(int, line);
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(int, tone);
    QFETCH(QString, text);
    auto card = values::clearCard();
    auto& changed = card.lines[static_cast<std::size_t>(line)];
    changed.differenceLow = low;
    changed.differenceHigh = high;
    changed.difference = (low + high) / 2;
    bool found = false;
    for (const auto& sentence : pages::Verdict(card).sentences())
        found = found || (sentence.text == text && static_cast<int>(sentence.tone) == tone);
    QVERIFY2(found, qPrintable(textsOf(card).join(QLatin1Char('\n'))));
}

void TestVerdict::clearWinnerSaysSoOnEveryCount()
{
    const auto texts = textsOf(values::clearCard());
    QVERIFY(texts.contains(QStringLiteral("All three together do better than any one alone.")));
    QVERIFY(anyStartsWith(texts, QStringLiteral("Weighting improves on the baseline")));
    QVERIFY(
        anyStartsWith(texts, QStringLiteral("This model does better than plain regression on everything")));
    QVERIFY(!anyStartsWith(texts, QStringLiteral("Predicting")));
}

void TestVerdict::higherIsBetterOrdersModalitiesTheOtherWayRound()
{
    auto card = values::clearCard();
    card.metric = "accuracy";
    card.lowerIsBetter = false;
    card.lines[0] = values::line(Kind::Modality, "text", 0.6, 0, -0.1, 0.1);
    card.lines[1] = values::line(Kind::Modality, "audio", 0.7, 0, -0.1, 0.1);
    const auto texts = textsOf(card);
    QVERIFY(anyStartsWith(texts, QStringLiteral("Audio alone against")));
    QVERIFY(texts.join(QString()).contains(QStringLiteral("Nor can they tell text alone from")));
}

void TestVerdict::heldOutWeightsAreSaidMostFirst()
{
    auto card = values::clearCard();
    card.heldOut = { { "age", 0.01, 0, 0.05 }, { "tumour", 0.40, 0.30, 0.52 }, { "notes", 0.2, 0.1, 0.3 } };
    const auto words = textsOf(card).join(QString());
    QVERIFY2(words.contains(QStringLiteral("Believed most: tumour (0.40; 95% interval 0.30 to 0.52). "
                                           "Believed less: notes (0.20; 95% interval 0.10 to 0.30). "
                                           "Hardly believed: age (0.01; 95% interval 0.00 to 0.05).")),
        qPrintable(words));
    for (auto& weight : card.heldOut)
        weight.c = weight.low = weight.high = 0;
    QVERIFY(textsOf(card).join(QString()).contains(QStringLiteral("No modality is believed")));
    card.heldOut.clear();
    QVERIFY(!textsOf(card).join(QString()).contains(QStringLiteral("believed")));
}

void TestVerdict::whatASumOfTwoModelsIsMadeOfIsSaid()
{
    auto card = values::clearCard();
    QVERIFY(!textsOf(card).join(QString()).contains(QStringLiteral("late fusion")));
    card.skip = { 0.62, 0.31 };
    QVERIFY(textsOf(card).join(QString()).contains(
        QStringLiteral("the mixture of experts with the factor 0.62, late fusion with 0.31")));
    card.skip = { 0.62, 0.0 };
    QVERIFY(textsOf(card).join(QString()).contains(QStringLiteral("Late fusion adds nothing")));
    card.skip = { 0.0, 0.31 };
    QVERIFY(textsOf(card).join(QString()).contains(QStringLiteral("The mixture of experts adds nothing")));
    card.skip = { 0.0, 0.0 };
    QVERIFY(textsOf(card).join(QString()).contains(QStringLiteral("Neither of the two models")));
}

void TestVerdict::modalityThatSomeLackNamesItsRows()
{
    auto card = values::clearCard();
    card.lines[1] = values::line(Kind::Modality, "cxr", 0.7, 0, -0.1, 0.1, 50);
    QVERIFY(
        textsOf(card).join(QString()).contains(QStringLiteral("on the 50 of 200 test rows that have it")));
}

void TestVerdict::aModelWithoutAModalityIsNotMeasuredByThoseThatHaveIt()
{
    auto card = values::clearCard();
    QVERIFY(textsOf(card).join(QString()).contains(QStringLiteral("plain regression on everything")));
    card.lacks = { "ts" };
    const auto words = textsOf(card).join(QLatin1Char(' '));
    QVERIFY2(words.contains(QStringLiteral("This model does without ts, which plain regression and boosted "
                                           "trees on everything have: the comparison is not like for like.")),
        qPrintable(words));
    QVERIFY(!words.contains(QStringLiteral("better than plain regression")));
}

void TestVerdict::theFirstEpochIsSaidToHaveNoWeights()
{
    auto card = values::clearCard();
    QVERIFY(!textsOf(card).join(QString()).contains(QStringLiteral("all weights are 1")));
    card.weightsWereOne = true;
    QVERIFY(textsOf(card).join(QString()).contains(QStringLiteral("the first, in which all weights are 1")));
}

void TestVerdict::evaluationLabelsAreToldFirst()
{
    auto card = values::clearCard();
    card.usesEvaluationLabels = true;
    QVERIFY(textsOf(card).first().startsWith(QStringLiteral("This run uses evaluation labels")));
    QVERIFY(pages::Verdict(card).sentences().front().tone == Tone::Caution);
}

void TestVerdict::fewPeopleAreACaution()
{
    auto card = values::clearCard();
    card.people = 4;
    const auto last = pages::Verdict(card).sentences().back();
    QVERIFY(last.tone == Tone::Caution);
    QVERIFY(last.text.contains(QStringLiteral("200 test rows of 4 people")));
    card.people = 0;
    QVERIFY(pages::Verdict(card).sentences().back().tone == Tone::Neutral);
}

void TestVerdict::baselineAloneIsNotComparedWithItself()
{
    auto card = values::clearCard();
    card.lines.erase(card.lines.begin() + 4);
    card.reference = 3;
    QVERIFY(!anyStartsWith(textsOf(card), QStringLiteral("Weighting")));
    QCOMPARE(pages::Verdict(card).comparisonWords(card.lines[3]), QStringLiteral("this model"));
}

void TestVerdict::oneModalityIsNotComparedWithAll()
{
    auto card = values::clearCard();
    card.lines.erase(card.lines.begin() + 1, card.lines.begin() + 3);
    card.reference = 2;
    QVERIFY(!textsOf(card).join(QString()).contains(QStringLiteral("together")));
}

void TestVerdict::bothReferenceModelsShareASentence()
{
    auto card = values::clearCard();
    card.lines.push_back(values::line(Kind::ReferenceBest, "text", 0.9, 0.2, 0.1, 0.3));
    const auto texts = textsOf(card);
    QVERIFY(texts.contains(QStringLiteral("This model does better than plain regression on everything (by "
                                          "0.20, 95% interval 0.10 to 0.30) and on text "
                                          "alone (by 0.20, 95% interval 0.10 to 0.30).")));
}

void TestVerdict::treesAreCompared_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("model better") << 0.1 << 0.3
                                  << "This model does better than boosted trees on everything (by 0.20, 95% "
                                     "interval 0.10 to 0.30).";
    QTest::newRow("trees better") << -0.3 << -0.1
                                  << "Boosted trees on everything do better than this model (by 0.20, 95% "
                                     "interval 0.10 to 0.30).";
    QTest::newRow("no clear difference")
        << -0.1 << 0.3
        << "These test rows cannot tell this model from boosted trees on everything "
           "(95% interval of the difference −0.10 "
           "to +0.30).";
}

void TestVerdict::treesAreCompared()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(QString, sentence);
    auto card = values::clearCard();
    const double difference = low > 0 ? 0.2 : high < 0 ? -0.2 : 0.1;
    card.lines.push_back(values::line(Kind::Trees, "all", 0.9, difference, low, high));
    QVERIFY2(textsOf(card).contains(sentence), qPrintable(textsOf(card).join(QLatin1Char('\n'))));
    QCOMPARE(pages::Verdict(card).lineName(card.lines.back()), QStringLiteral("boosted trees, everything"));
    jobs::ResultLine weighted;
    weighted.kind = jobs::ResultLine::Kind::Weighted;
    weighted.label = "kl-local";
    QCOMPARE(pages::Verdict(card).lineName(weighted), QStringLiteral("Weighting by personal disagreement"));
}

void TestVerdict::treesThatWereBoundedSaySo_data()
{
    QTest::addColumn<int>("rounds");
    QTest::addColumn<QString>("words");
    QTest::newRow("whole") << 300 << QString();
    QTest::newRow("cut short") << 120 << "time limit after 120 of 300 rounds";
    QTest::newRow("not begun") << 0 << "their time limit was over before they began";
    QTest::newRow("too large") << -1 << "this cohort is too large";
}

void TestVerdict::treesThatWereBoundedSaySo()
{
    QFETCH(int, rounds);
    QFETCH(QString, words);
    auto card = values::clearCard();
    const auto before = textsOf(card).size();
    card.treesRounds = rounds;
    card.treesAtMost = 300;
    const auto texts = textsOf(card);
    QCOMPARE(texts.size(), words.isEmpty() ? before : before + 1);
    QVERIFY2(texts.join(QLatin1Char('\n')).contains(words), qPrintable(texts.join(QLatin1Char('\n'))));
}

void TestVerdict::cardWithoutAModelSaysNothing()
{
    jobs::ResultCard card;
    QVERIFY(pages::Verdict(card).sentences().empty());
}

void TestVerdict::peopleStandBesideTheirRows_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("people");
    QTest::addColumn<QString>("words");
    QTest::newRow("no groups") << 2199 << 0 << "2,199 test rows";
    QTest::newRow("groups") << 200 << 89 << "200 test rows of 89 people";
    QTest::newRow("one") << 1 << 1 << "1 test row of 1 person";
}

void TestVerdict::peopleStandBesideTheirRows()
{
    QFETCH(int, rows);
    QFETCH(int, people);
    QTEST(pages::testRowsWords(rows, people), "words");
}

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
