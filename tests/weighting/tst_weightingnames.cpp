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
};

QTEST_GUILESS_MAIN(TestWeightingNames)
#include "tst_weightingnames.moc"
