// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/explanation.h"
#include "values.h"

#include <QTest>

using namespace btw;
using training::Step;
using weighting::Variant;

class TestExplanation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noWordsEverCallAWeightImportance_data();
    void noWordsEverCallAWeightImportance();
    void klWeightIsDisagreement();
    void equalKlWeightsAreSaidToBeEqual();
    void miWeightIsAgreement();
    void productNamesBothParts_data();
    void productNamesBothParts();
    void aSystemWithoutWeightsHasNoneToBeat();
    void lateFusionSaysWhyItHasNoCurves();
    void controlsSayThatTheyAreToBeBeaten();
    void heldOutWeightsAreBelief();
    void beforeTheSecondEpochTheStepIsExplained();
    void ofARunThatHasEndedTheKeptWeightsAreTold();
    void weightsOfOneAreSaidToBeKept();
    void validationLabelsAreDisclosedForRegression();
    void residualLabelsAreDisclosed();
    void earlierStepsSayWhatTheyAreFor();
};

void TestExplanation::noWordsEverCallAWeightImportance_data()
{
    QTest::addColumn<int>("variant");
    for (const auto variant :
        { Variant::None, Variant::KlLocal, Variant::KlGlobal, Variant::MiGlobal, Variant::Btw,
            Variant::CcLocal, Variant::Constant, Variant::HeldOut, Variant::BtwOof, Variant::Shuffled })
        QTest::addRow("variant %d", static_cast<int>(variant)) << static_cast<int>(variant);
}

void TestExplanation::noWordsEverCallAWeightImportance()
{
    QFETCH(int, variant);
    const auto asked = static_cast<Variant>(variant);
    QString words = pages::explainWeights(values::weightedDigest(5, asked));
    for (const auto step : { Step::Unimodal, Step::Baseline, Step::Weighted })
        words += pages::explainStep(step, asked);
    QVERIFY(!words.contains(QStringLiteral("importan"), Qt::CaseInsensitive));
    QVERIFY(words.size() > 100);
}

void TestExplanation::klWeightIsDisagreement()
{
    const auto words = pages::explainWeights(values::weightedDigest(5, Variant::KlLocal));
    QVERIFY2(words.startsWith(
                 QStringLiteral("Text disagrees most with the combined model, so kl-local gives it room; "
                                "audio and video alone already say much the same.")),
        qPrintable(words));
    QVERIFY(words.contains(QStringLiteral("noise disagrees most")));
}

void TestExplanation::equalKlWeightsAreSaidToBeEqual()
{
    auto digest = values::weightedDigest(2, Variant::KlGlobal);
    for (auto& modality : digest.weights)
        modality.back().mean = 1.0 / 3;
    QVERIFY(pages::explainWeights(digest).startsWith(
        QStringLiteral("Each modality alone disagrees about equally")));
}

void TestExplanation::miWeightIsAgreement()
{
    const auto words = pages::explainWeights(values::weightedDigest(5, Variant::MiGlobal));
    QVERIFY2(
        words.startsWith(QStringLiteral("mi-global weight 0.60: the predictions of text alone share most")),
        qPrintable(words));
    QVERIFY(words.contains(QStringLiteral("those of video least")));
}

void TestExplanation::productNamesBothParts_data()
{
    QTest::addColumn<int>("variant");
    QTest::addColumn<QString>("part");
    QTest::newRow("btw") << static_cast<int>(Variant::Btw) << "(MI)";
    QTest::newRow("cc-local") << static_cast<int>(Variant::CcLocal) << "correlates";
}

void TestExplanation::productNamesBothParts()
{
    QFETCH(int, variant);
    QFETCH(QString, part);
    const auto words = pages::explainWeights(values::weightedDigest(5, static_cast<Variant>(variant)));
    QVERIFY(words.startsWith(QStringLiteral("Text has the highest weight (0.60)")));
    QVERIFY(words.contains(QStringLiteral("(KL)")));
    QVERIFY(words.contains(part));
}

void TestExplanation::aSystemWithoutWeightsHasNoneToBeat()
{
    jobs::RunDigest digest; // before its first epoch, of which there will be none
    digest.run.step = Step::Baseline;
    digest.run.spec.model = "regression";
    digest.run.spec.variant = Variant::None;
    QCOMPARE(pages::explainWeights(digest), pages::explainUnweighted(Step::Baseline));
    digest.run.spec.model = "early"; // which takes them, as the mixture of experts does
    QVERIFY(pages::explainWeights(digest).contains(QStringLiteral("that weighting has to beat")));
}

void TestExplanation::lateFusionSaysWhyItHasNoCurves()
{
    jobs::RunDigest digest;
    digest.run.spec.model = "late";
    digest.run.spec.variant = Variant::None;
    digest.fittedAtOnce = true;
    for (const auto step : { Step::Unimodal, Step::Baseline }) {
        digest.run.step = step;
        digest.run.spec.unimodal = "moe";
        const QString kept = pages::explainWeights(digest);
        QVERIFY2(kept.contains(QStringLiteral("no curves: the epochs of models that late fusion is made of")),
            qPrintable(kept));
        digest.run.spec.unimodal = "regression";
        const QString none = pages::explainWeights(digest);
        QVERIFY2(
            none.contains(QStringLiteral("no curves: nothing of it is trained in epochs")), qPrintable(none));
    }
}

void TestExplanation::controlsSayThatTheyAreToBeBeaten()
{
    for (const auto variant : { Variant::Constant, Variant::Shuffled }) {
        QVERIFY(pages::explainStep(Step::Weighted, variant).contains(QStringLiteral("has to beat")));
        QCOMPARE(pages::explainWeights(values::weightedDigest(5, variant)),
            pages::explainStep(Step::Weighted, variant));
    }
}

void TestExplanation::heldOutWeightsAreBelief()
{
    const auto words = pages::explainWeights(values::weightedDigest(5, Variant::HeldOut));
    QVERIFY2(words.startsWith(QStringLiteral("Late fusion believes ")), qPrintable(words));
    QVERIFY(words.contains(QStringLiteral("not seen")));
    QVERIFY(!words.contains(QStringLiteral("labels of neighbouring"))); // no variance is read
    QVERIFY(pages::explainWeights(values::weightedDigest(5, Variant::BtwOof))
                .contains(QStringLiteral("had not seen the person")));
}

void TestExplanation::beforeTheSecondEpochTheStepIsExplained()
{
    QCOMPARE(pages::explainWeights(values::weightedDigest(1, Variant::KlLocal)),
        pages::explainStep(Step::Weighted, Variant::KlLocal));
}

void TestExplanation::ofARunThatHasEndedTheKeptWeightsAreTold()
{
    auto digest = values::weightedDigest(5, Variant::Btw);
    digest.weights[2][1].mean = 0.9; // video, which later has the least
    digest.run.bestEpoch = 2; // so far
    QVERIFY(pages::explainWeights(digest).startsWith(QStringLiteral("Text has the highest weight (0.60)")));
    digest.run.status = store::RunStatus::Finished;
    const QString words = pages::explainWeights(digest);
    QVERIFY2(words.startsWith(QStringLiteral("At the kept epoch, 2: Video has the highest weight (0.90). ")),
        qPrintable(words));
    digest.run.bestEpoch = 5;
    QVERIFY(pages::explainWeights(digest).startsWith(
        QStringLiteral("At the kept epoch, 5: Text has the highest weight (0.60)")));
    // Weights that are the same in every epoch are of none.
    auto fixed = values::weightedDigest(5, Variant::HeldOut);
    fixed.run.status = store::RunStatus::Finished;
    fixed.run.bestEpoch = 2;
    QVERIFY(pages::explainWeights(fixed).startsWith(QStringLiteral("Late fusion believes ")));
}

void TestExplanation::weightsOfOneAreSaidToBeKept()
{
    for (const auto variant : { Variant::Btw, Variant::KlLocal, Variant::MiGlobal }) {
        auto digest = values::weightedDigest(5, variant);
        digest.run.status = store::RunStatus::Finished;
        digest.run.bestEpoch = 1;
        QCOMPARE(pages::explainWeights(digest),
            QStringLiteral("The kept epoch is the first: what is kept of this model is not weighted. ")
                + pages::explainStep(Step::Weighted, variant));
    }
}

void TestExplanation::validationLabelsAreDisclosedForRegression()
{
    auto digest = values::weightedDigest(5, Variant::KlLocal);
    const QString disclosure = QStringLiteral("the labels of neighbouring validation rows");
    QVERIFY(pages::explainWeights(digest).contains(disclosure));
    digest.task = Task::Classification;
    QVERIFY(!pages::explainWeights(digest).contains(disclosure));
}

void TestExplanation::residualLabelsAreDisclosed()
{
    auto digest = values::weightedDigest(5, Variant::Btw);
    digest.run.spec.variance = weighting::Variance::ResidualLabels;
    QVERIFY(pages::explainWeights(digest).contains(QStringLiteral("use evaluation labels")));
}

void TestExplanation::earlierStepsSayWhatTheyAreFor()
{
    QVERIFY(pages::explainStep(Step::Unimodal, Variant::Btw).contains(QStringLiteral("first trained alone")));
    QVERIFY(pages::explainStep(Step::Baseline, Variant::Btw).contains(QStringLiteral("all weights are 1")));
    QVERIFY(pages::explainStep(Step::Baseline, Variant::None)
        != pages::explainStep(Step::Baseline, Variant::Btw));
}

QTEST_GUILESS_MAIN(TestExplanation)
#include "tst_explanation.moc"
