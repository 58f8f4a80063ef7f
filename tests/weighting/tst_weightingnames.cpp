// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/names.h"

#include <QtTest>

using namespace btw::weighting;

class TestWeightingNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreThoseOfTheMethod()
    {
        QCOMPARE(joined(variantNames()),
            std::string("none, kl-local, kl-global, mi-global, btw, cc-local, constant, held-out, btw-oof, "
                        "shuffled"));
        QCOMPARE(joined(calibrateNames()), std::string("none, temperature"));
        QCOMPARE(joined(varianceNames()), std::string("neighbours, global, residual-labels"));
        QCOMPARE(joined(miPolicyNames()), std::string("present, all"));
        QCOMPARE(joined(updateNames()), std::string("every-epoch, on-improvement"));
    }

    void everyNameGoesThereAndBack()
    {
        for (const std::string_view name : variantNames()) {
            QVERIFY(toString(parseVariant(name).value()) == name);
        }
        for (const std::string_view name : varianceNames()) {
            QVERIFY(toString(parseVariance(name).value()) == name);
        }
        for (const std::string_view name : miPolicyNames()) {
            QVERIFY(toString(parseMiPolicy(name).value()) == name);
        }
        for (const std::string_view name : calibrateNames()) {
            QVERIFY(toString(parseCalibrate(name).value()) == name);
        }
        for (const std::string_view name : updateNames()) {
            QVERIFY(toString(parseUpdate(name).value()) == name);
        }
    }

    void enumeratorsHaveTheirOwnName()
    {
        QVERIFY(parseVariant("kl-global") == Variant::KlGlobal);
        QVERIFY(parseVariant("cc-local") == Variant::CcLocal);
        QVERIFY(parseVariant("constant") == Variant::Constant);
        QVERIFY(parseVariant("held-out") == Variant::HeldOut);
        QVERIFY(parseVariant("btw-oof") == Variant::BtwOof);
        QVERIFY(parseVariant("shuffled") == Variant::Shuffled);
        QVERIFY(parseCalibrate("temperature") == Calibrate::Temperature);
        QVERIFY(parseVariance("residual-labels") == Variance::ResidualLabels);
        QVERIFY(parseMiPolicy("all") == MiPolicy::All);
        QVERIFY(parseUpdate("on-improvement") == Update::OnImprovement);
    }

    /// What only reads of people whom its models had not seen never reads the models of rows that they saw.
    void whatIsMadeOfHeldOutModelsReadsNoOthers()
    {
        for (const std::string_view name : variantNames()) {
            const VariantFacts& facts = factsOf(*parseVariant(name));
            const bool readsHeldOut = facts.madeOf == MadeOf::Pool || facts.madeOf == MadeOf::CrossFit;
            QCOMPARE(facts.crossFitted, readsHeldOut);
            QVERIFY(!facts.fixed || !(facts.divergence || facts.information));
        }
    }

    void unknownNamesAreNothing()
    {
        QVERIFY(!parseVariant("BTW"));
        QVERIFY(!parseVariance(""));
        QVERIFY(!parseMiPolicy("presents"));
        QVERIFY(!parseUpdate("never"));
    }

    void factsAreThoseOfTheMethod()
    {
        // Divergence, information, per instance, regression only, fixed, cross-fitted, and what it is made
        // of.
        const auto facts = [](Variant variant) {
            const VariantFacts& of = factsOf(variant);
            std::string text;
            text += of.divergence ? 'd' : '-';
            text += of.information ? 'i' : '-';
            text += of.perInstance ? 'p' : '-';
            text += of.regressionOnly ? 'r' : '-';
            text += of.fixed ? 'f' : '-';
            text += of.crossFitted ? 'c' : '-';
            text += of.madeOf == MadeOf::Pool   ? " pool"
                : of.madeOf == MadeOf::CrossFit ? " cross-fit"
                : of.madeOf == MadeOf::Weights  ? " weights"
                                                : "";
            return text;
        };
        QCOMPARE(facts(Variant::None), std::string("----f-"));
        QCOMPARE(facts(Variant::KlLocal), std::string("d-p---"));
        QCOMPARE(facts(Variant::KlGlobal), std::string("d-----"));
        QCOMPARE(facts(Variant::MiGlobal), std::string("-i----"));
        QCOMPARE(facts(Variant::Btw), std::string("dip---"));
        QCOMPARE(facts(Variant::CcLocal), std::string("d-pr--"));
        QCOMPARE(facts(Variant::Constant), std::string("----f-"));
        QCOMPARE(facts(Variant::HeldOut), std::string("----fc pool"));
        QCOMPARE(facts(Variant::BtwOof), std::string("dip--c cross-fit"));
        QCOMPARE(facts(Variant::Shuffled), std::string("----f- weights"));
    }

    void everyEnumeratorHasItsName()
    {
        QCOMPARE(std::string(toString(Variant::None)), std::string("none"));
        QCOMPARE(std::string(toString(Variant::MiGlobal)), std::string("mi-global"));
        QCOMPARE(std::string(toString(Variance::Global)), std::string("global"));
        QCOMPARE(std::string(toString(MiPolicy::Present)), std::string("present"));
        QCOMPARE(std::string(toString(Calibrate::None)), std::string("none"));
        QCOMPARE(std::string(toString(Update::EveryEpoch)), std::string("every-epoch"));
        QVERIFY(!parseCalibrate("temperatures"));
        QCOMPARE(joined({}), std::string());
    }
};

QTEST_GUILESS_MAIN(TestWeightingNames)
#include "tst_weightingnames.moc"
