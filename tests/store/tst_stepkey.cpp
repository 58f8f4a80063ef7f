// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/names.h"
#include "engine/spec/parameter.h"
#include "engine/weighting/names.h"
#include "workspace/store/stepkey.h"

#include <QSet>
#include <QTest>

using namespace btw;
using training::ExperimentSpec;
using training::Parameter;
using training::Step;

namespace {

QString keyOf(Step step, const ExperimentSpec& spec)
{
    return store::stepKey({ step, QStringLiteral("text"), spec, QStringLiteral("c0ffee"), 1, 2,
                              QStringLiteral("cpu"), QStringLiteral("1.13.1"), {} },
        training::commonParameters());
}

void change(const Parameter& field, ExperimentSpec& spec)
{
    if (field.isList())
        field.setList(spec, { "text" });
    else if (field.isBoolean())
        field.setBoolean(spec, !field.boolean(spec));
    else if (field.isText())
        field.setText(spec,
            field.choices().empty()                           ? std::string_view("mult")
                : field.text(spec) == field.choices().front() ? field.choices().back()
                                                              : field.choices().front());
    else
        field.setNumber(spec, field.isInteger() ? field.number(spec) + 1 : field.number(spec) / 2 + 0.01);
}

} // namespace

class StepKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesWithExactlyTheKeysThatTheStepReads_data();
    void changesWithExactlyTheKeysThatTheStepReads();
    void everyWeightedVariantHasItsOwn();
    void weightingLeavesUnimodalRunsAndBaselineReusable();
    void changesWithEverythingElse();
    void modalityCountsForUnimodalRunsOnly();
    void isTheSha256OfCanonicalJson();
    void earlierVersionsKeysAreKnown();
    void aKeyAtItsDefaultLeavesNoTrace();
};

void StepKeyTest::changesWithExactlyTheKeysThatTheStepReads_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("readers"); // which of the steps below read it
    // U unimodal, B baseline, then weighted: l kl-local, g kl-global, m mi-global, w btw, c cc-local,
    // k constant, h held-out, o btw-oof, s shuffled
    const QString all = QStringLiteral("UBlgmwckhos");
    const QString multimodal = QStringLiteral("Blgmwckhos");
    const QString weighted = QStringLiteral("lgmwcos"); // fixed weights read nothing
    QStringList keys;
    const auto row = [&](const char* key, const QString& readers) {
        keys << QString::fromLatin1(key);
        QTest::newRow(key) << key << readers;
    };
    row("preset", {});
    row("split_seed", {});
    row("variance", QStringLiteral("lgwcos"));
    row("calibrate", QStringLiteral("lgwos"));
    row("shuffled_variant", QStringLiteral("s"));
    row("mi", QStringLiteral("mws"));
    row("update", weighted);
    row("rescale", weighted);
    row("alpha", weighted);
    row("alpha_step", weighted);
    row("missing", multimodal);
    row("modalities", multimodal);
    for (const char* key :
        { "model", "unimodal", "gate", "width", "encoder_hidden", "expert_hidden", "experts", "top_k",
            "layers", "dropout", "expert_dropout", "encoder_dropout", "input_dropout", "input_dropout_above",
            "encoder", "encoder_layers", "encoder_heads", "encoder_files", "encoder_rate", "time_points",
            "time_width", "time_heads", "balance", "router_noise", "class_weights", "learning_rate",
            "weight_decay", "batch", "gradient_clip", "epochs", "patience", "halve_after", "select" })
        row(key, all);
    keys << QStringLiteral("variant"); // below
    for (const Parameter& parameter : training::commonParameters())
        QVERIFY2(keys.contains(QString::fromStdString(std::string(parameter.key))), parameter.key.data());
}

void StepKeyTest::changesWithExactlyTheKeysThatTheStepReads()
{
    QFETCH(QString, key);
    QFETCH(QString, readers);
    struct Reader
    {
        QChar letter;
        Step step;
        weighting::Variant variant;
    };
    using weighting::Variant;
    const Reader steps[] = { { 'U', Step::Unimodal, Variant::Btw }, { 'B', Step::Baseline, Variant::Btw },
        { 'l', Step::Weighted, Variant::KlLocal }, { 'g', Step::Weighted, Variant::KlGlobal },
        { 'm', Step::Weighted, Variant::MiGlobal }, { 'w', Step::Weighted, Variant::Btw },
        { 'c', Step::Weighted, Variant::CcLocal }, { 'k', Step::Weighted, Variant::Constant },
        { 'h', Step::Weighted, Variant::HeldOut }, { 'o', Step::Weighted, Variant::BtwOof },
        { 's', Step::Weighted, Variant::Shuffled } };
    const Parameter* field = nullptr;
    for (const Parameter& candidate : training::commonParameters()) {
        if (candidate.key == key.toStdString())
            field = &candidate;
    }
    QVERIFY(field != nullptr);
    QString found;
    for (const Reader& reader : steps) {
        ExperimentSpec spec;
        spec.variant = reader.variant;
        ExperimentSpec changed = spec;
        change(*field, changed);
        QVERIFY(spec != changed);
        if (keyOf(reader.step, spec) != keyOf(reader.step, changed))
            found += reader.letter;
    }
    QCOMPARE(found, readers);
}

void StepKeyTest::everyWeightedVariantHasItsOwn()
{
    QSet<QString> keys;
    int variants = 0;
    for (const std::string_view name : weighting::variantNames()) {
        ExperimentSpec spec;
        spec.variant = weighting::parseVariant(name).value();
        keys.insert(keyOf(Step::Weighted, spec));
        ++variants;
    }
    QCOMPARE(keys.size(), variants);
}

void StepKeyTest::weightingLeavesUnimodalRunsAndBaselineReusable()
{
    ExperimentSpec weighted;
    weighted.variant = weighting::Variant::MiGlobal;
    weighted.alpha = 0.3;
    ExperimentSpec none;
    none.variant = weighting::Variant::None;
    QCOMPARE(keyOf(Step::Unimodal, weighted), keyOf(Step::Unimodal, none));
    QCOMPARE(keyOf(Step::Baseline, weighted), keyOf(Step::Baseline, none));
    QVERIFY(keyOf(Step::Baseline, none) != keyOf(Step::Unimodal, none));
}

void StepKeyTest::changesWithEverythingElse()
{
    const auto key = [](const char* cohort, std::uint64_t seed, int threads, const char* device,
                         const char* version, const QStringList& inputs) {
        return store::stepKey({ Step::Weighted, {}, {}, QLatin1String(cohort), seed, threads,
                                  QLatin1String(device), QLatin1String(version), inputs },
            training::commonParameters());
    };
    constexpr std::uint64_t kBig = 1ULL << 63; // its neighbour is the same double
    const QSet<QString> keys { key("a", 1, 2, "cpu", "1.13", { "x", "y" }),
        key("b", 1, 2, "cpu", "1.13", { "x", "y" }), key("a", 2, 2, "cpu", "1.13", { "x", "y" }),
        key("a", kBig, 2, "cpu", "1.13", { "x", "y" }), key("a", kBig + 1, 2, "cpu", "1.13", { "x", "y" }),
        key("a", 1, 1, "cpu", "1.13", { "x", "y" }), key("a", 1, 2, "cuda", "1.13", { "x", "y" }),
        key("a", 1, 2, "cpu", "2.0", { "x", "y" }), key("a", 1, 2, "cpu", "1.13", { "y", "x" }),
        key("a", 1, 2, "cpu", "1.13", {}) };
    QCOMPARE(keys.size(), 10);
}

void StepKeyTest::modalityCountsForUnimodalRunsOnly()
{
    const auto key = [](Step step, const char* modality) {
        return store::stepKey(
            { step, QLatin1String(modality), {}, {}, 1, 1, {}, {}, {} }, training::commonParameters());
    };
    QVERIFY(key(Step::Unimodal, "text") != key(Step::Unimodal, "audio"));
    QCOMPARE(key(Step::Baseline, "text"), key(Step::Baseline, "audio"));
    QCOMPARE(key(Step::Weighted, "text"), key(Step::Weighted, ""));
}

void StepKeyTest::isTheSha256OfCanonicalJson()
{
    // Made by Python: hashlib.sha256(json.dumps(..., sort_keys=True, separators=(",",
    // ":")).encode()).hexdigest() of the paper's baseline, and of one with another gate and learning rate. A
    // change means that no stored run is reused any more: raise the format knowingly.
    QCOMPARE(keyOf(Step::Baseline, {}),
        QStringLiteral("0d257dd045fb7f865d76a65d9d5303bae8274d40997b960cc4ee04ac041036da"));
    // With "numerics": "lstm 2" among the keys: another step, so that no run of another numerics stands in.
    store::StepIdentity sequences { Step::Baseline, {}, {}, QStringLiteral("c0ffee"), 1, 2,
        QStringLiteral("cpu"), QStringLiteral("1.13.1"), {} };
    const auto plain = store::stepKey(sequences, training::commonParameters());
    sequences.numerics = QStringLiteral("lstm 2");
    QVERIFY(store::stepKey(sequences, training::commonParameters()) != plain);
    ExperimentSpec changed;
    changed.gate = training::Gate::Softmax;
    changed.learningRate = 0.0003;
    QCOMPARE(keyOf(Step::Baseline, changed),
        QStringLiteral("e7f7e766c282913062836f8bb725f113f54dc2ad2330947809053d3b9ea3cf24"));
}

void StepKeyTest::earlierVersionsKeysAreKnown()
{
    // Python's again, with all keys that a baseline read then.
    const store::StepIdentity identity { Step::Baseline, QStringLiteral("text"), {}, QStringLiteral("c0ffee"),
        1, 2, QStringLiteral("cpu"), QStringLiteral("1.13.1"), {} };
    QCOMPARE(store::olderStepKey(identity),
        QStringLiteral("5332776e8f5e7491fbfff415338e586355ed237613c96103e591a0f2e55f6915"));
    auto other = identity;
    other.spec.model = "haim";
    QVERIFY(store::olderStepKey(other).isEmpty());
    other = identity;
    other.spec.own["haim_trees"] = 100.0;
    QVERIFY(store::olderStepKey(other).isEmpty());
}

void StepKeyTest::aKeyAtItsDefaultLeavesNoTrace()
{
    static constexpr training::Parameter kOwn { "fake_depth", {}, { 1, 9 }, training::Group::Own,
        training::kEveryStep, "Depth", "Of nothing.", "ours", {}, {}, std::int64_t { 3 }, {} };
    const auto common = training::commonParameters();
    std::vector<training::Parameter> more(common.begin(), common.end());
    more.push_back(kOwn);
    const auto key = [](const ExperimentSpec& spec, std::span<const training::Parameter> read) {
        return store::stepKey({ Step::Baseline, {}, spec, {}, 1, 1, {}, {}, {} }, read);
    };
    ExperimentSpec spec;
    QCOMPARE(key(spec, more), key(spec, common));
    kOwn.setNumber(spec, 4);
    QVERIFY(key(spec, more) != key(spec, common));
    kOwn.setNumber(spec, 3);
    QCOMPARE(spec, ExperimentSpec {});
}

QTEST_GUILESS_MAIN(StepKeyTest)
#include "tst_stepkey.moc"
