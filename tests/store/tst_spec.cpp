// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/spec/names.h"
#include "engine/spec/parameter.h"
#include "workspace/store/specjson.h"
#include "workspace/store/specschema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace btw;
using training::ExperimentSpec;
using training::Parameter;

namespace {

QString qstr(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject object(const char* json) { return QJsonDocument::fromJson(json).object(); }

QString errorOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.kind() == Error::Kind::Input ? QString::fromUtf8(error.what())
                                                  : QStringLiteral("not Input");
    }
    return {};
}

/// A valid spec that differs from the default in every key.
ExperimentSpec everythingChanged()
{
    ExperimentSpec spec;
    for (const Parameter& field : training::commonParameters()) {
        if (field.isList())
            field.setList(spec, { "text", "audio" });
        else if (field.isBoolean())
            field.setBoolean(spec, !field.boolean(spec));
        else if (field.isInteger())
            field.setNumber(spec, field.number(spec) + 1);
        else if (field.isReal())
            field.setNumber(spec, field.number(spec) / 3 + 0.01);
        else if (field.choices().empty())
            field.setText(spec, "mult");
        else
            field.setText(spec,
                field.text(spec) == field.choices().back() ? field.choices().front()
                                                           : field.choices().back());
    }
    spec.timeWidth = 10 * spec.timeHeads; // which have to divide it
    return spec;
}

QJsonObject schemaProperties()
{
    return store::specSchema(training::commonParameters()).value(QStringLiteral("properties")).toObject();
}

} // namespace

class SpecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void autoIsThePaperFromFiveThousandOn_data();
    void autoIsThePaperFromFiveThousandOn();
    void unknownPresetNamesTheChoices();
    void everyPresetIsValid();
    void everyNameReadsBack();
    void valuesOutOfRangeAreNamed_data();
    void valuesOutOfRangeAreNamed();
    void topKMayNotExceedTheExperts();
    void everyKeySurvivesJson();
    void unusableJsonIsNamed_data();
    void unusableJsonIsNamed();
    void unusableJsonLeavesTheSpecAlone();
    void flagBeatsJsonAndJsonBeatsPreset();
    void schemaEqualsTheCode();
};

void SpecTest::autoIsThePaperFromFiveThousandOn_data()
{
    QTest::addColumn<int>("instances");
    QTest::addColumn<QString>("preset");
    QTest::newRow("none") << 0 << "small-cohort";
    QTest::newRow("4999") << 4999 << "small-cohort";
    QTest::newRow("5000") << 5000 << "paper";
}

void SpecTest::autoIsThePaperFromFiveThousandOn()
{
    QFETCH(int, instances);
    QFETCH(QString, preset);
    const auto n = static_cast<std::size_t>(instances);
    QCOMPARE(training::presetSpec("auto", n), training::presetSpec(preset.toStdString(), 0));
    QCOMPARE(qstr(training::presetSpec("auto", n).preset), preset);
}

void SpecTest::unknownPresetNamesTheChoices()
{
    QCOMPARE(errorOf([] { training::presetSpec("big", 0); }),
        QStringLiteral("There is no preset \"big\"; choose one of auto, paper, small-cohort, demo."));
}

void SpecTest::everyPresetIsValid()
{
    for (const std::string_view name : training::presetNames())
        QCOMPARE(errorOf([name] { training::validateSpec(training::presetSpec(std::string(name), 1)); }),
            QString());
}

void SpecTest::everyNameReadsBack()
{
    for (const auto name : training::selectNames())
        QCOMPARE(training::toString(training::parseSelect(name).value()), name);
    for (const auto name : training::missingPolicyNames())
        QCOMPARE(training::toString(training::parseMissingPolicy(name).value()), name);
    for (const auto name : training::gateNames())
        QCOMPARE(training::toString(training::parseGate(name).value()), name);
    for (const auto name : training::stepNames())
        QCOMPARE(training::toString(training::parseStep(name).value()), name);
    QVERIFY(training::parseStep("unimodal") == training::Step::Unimodal);
    QVERIFY(training::parseStep("weighted") == training::Step::Weighted);
    QVERIFY(!training::parseGate("Laplace"));
    QVERIFY(!training::parseSelect(""));
}

void SpecTest::valuesOutOfRangeAreNamed_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* key, double value, const char* is, const char* must) {
        QTest::addRow("%s = %s", key, is)
            << key << value
            << QStringLiteral("The spec's key \"%1\" is %2, but must be %3.")
                   .arg(QLatin1String(key), QLatin1String(is), QLatin1String(must));
    };
    row("alpha", 1.5, "1.5", "a number from 0 to 1");
    row("alpha", -0.1, "-0.1", "a number from 0 to 1");
    row("alpha", std::numeric_limits<double>::quiet_NaN(), "nan", "a number from 0 to 1");
    row("dropout", 1, "1", "a number of at least 0 and below 1");
    row("learning_rate", 0, "0", "a number above 0 and at most 10");
    row("learning_rate", std::numeric_limits<double>::infinity(), "inf", "a number above 0 and at most 10");
    row("gradient_clip", 0, "0", "a number above 0 and at most 1000000");
    row("batch", 1, "1", "an integer from 2 to 1000000");
    row("layers", 0, "0", "an integer from 1 to 64");
    row("epochs", 0, "0", "an integer from 1 to 100000");
    row("width", -4, "-4", "an integer from 1 to 65536");
}

void SpecTest::valuesOutOfRangeAreNamed()
{
    QFETCH(QString, key);
    QFETCH(double, value);
    QFETCH(QString, sentence);
    ExperimentSpec spec;
    for (const Parameter& field : training::commonParameters()) {
        if (qstr(field.key) == key)
            field.setNumber(spec, value);
    }
    QCOMPARE(errorOf([&spec] { training::validateSpec(spec); }), sentence);
}

void SpecTest::topKMayNotExceedTheExperts()
{
    ExperimentSpec spec;
    spec.experts = 4;
    spec.topK = 4;
    QCOMPARE(errorOf([&spec] { training::validateSpec(spec); }), QString());
    spec.topK = 5;
    QCOMPARE(errorOf([&spec] { training::validateSpec(spec); }),
        QStringLiteral(
            "The spec's key \"top_k\" is 5, but must be an integer from 1 to 4, the value of \"experts\"."));
}

void SpecTest::everyKeySurvivesJson()
{
    const ExperimentSpec spec = everythingChanged();
    const QJsonObject json = store::specToJson(spec);
    const QJsonObject defaults = store::specToJson({});
    for (const QString& key : json.keys())
        QVERIFY2(json.value(key) != defaults.value(key), qPrintable(key));
    const QJsonObject read = QJsonDocument::fromJson(QJsonDocument(json).toJson()).object();
    QCOMPARE(store::specFromJson(read), spec);
    QCOMPARE(store::specFromJson({}), ExperimentSpec {});
}

void SpecTest::unusableJsonIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("sentence");
    const auto row
        = [](const char* json, const char* sentence) { QTest::newRow(json) << QByteArray(json) << sentence; };
    row(R"({"alhpa": 0.5})", R"(The spec has an unknown key "alhpa"; did you mean "alpha"?)");
    row(R"({"learningRate": 1})",
        R"(The spec has an unknown key "learningRate"; did you mean "learning_rate"?)");
    row(R"({"topk": 1})", R"(The spec has an unknown key "topk"; did you mean "top_k"?)");
    row(R"({"alpha": "0.5"})", R"(The spec's key "alpha" is "0.5", but must be a number from 0 to 1.)");
    row(R"({"alpha": null})", R"(The spec's key "alpha" is null, but must be a number from 0 to 1.)");
    row(R"({"alpha": true})", R"(The spec's key "alpha" is true, but must be a number from 0 to 1.)");
    row(R"({"alpha": 2})", R"(The spec's key "alpha" is 2, but must be a number from 0 to 1.)");
    row(R"({"epochs": 2.5})", R"(The spec's key "epochs" is 2.5, but must be an integer from 1 to 100000.)");
    row(R"({"epochs": 1e300})",
        R"(The spec's key "epochs" is 1e+300, but must be an integer from 1 to 100000.)");
    row(R"({"rescale": 1})", R"(The spec's key "rescale" is 1, but must be true or false.)");
    row(R"({"split_seed": -1})",
        R"(The spec's key "split_seed" is -1, but must be an integer from 0 to 9007199254740991.)");
    row(R"({"variance": "local"})",
        R"(The spec's key "variance" is "local", but must be one of neighbours, global, residual-labels.)");
    row(R"({"gate": ["laplace"]})",
        R"(The spec's key "gate" is ["laplace"], but must be one of laplace, softmax, gaussian.)");
    row(R"({"model": ""})", R"(The spec's key "model" is "", but must be a name.)");
    row(R"({"modalities": ["a", "a"]})",
        R"(The spec's key "modalities" is ["a","a"], but must be names separated by commas, each once.)");
    row(R"({"modalities": "a"})",
        R"(The spec's key "modalities" is "a", but must be names separated by commas, each once.)");
    row(R"({"preset": "large"})",
        R"(The spec's key "preset" is "large", but must be one of auto, paper, small-cohort, demo.)");
    row(R"({"top_k": 17})",
        R"(The spec's key "top_k" is 17, but must be an integer from 1 to 16, the value of "experts".)");
}

void SpecTest::unusableJsonIsNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, sentence);
    QCOMPARE(errorOf([&json] {
        ExperimentSpec spec;
        store::applySpecJson(spec, QJsonDocument::fromJson(json).object());
    }),
        sentence);
}

void SpecTest::unusableJsonLeavesTheSpecAlone()
{
    ExperimentSpec spec;
    QVERIFY(
        !errorOf([&spec] { store::applySpecJson(spec, object(R"({"alpha": 0.3, "zeta": 1})")); }).isEmpty());
    QCOMPARE(spec, ExperimentSpec {});
}

void SpecTest::flagBeatsJsonAndJsonBeatsPreset()
{
    const QJsonObject json = object(R"({"preset": "demo", "epochs": 3})");
    const ExperimentSpec fromJson = store::resolveSpec(json, std::nullopt, 10000);
    QCOMPARE(fromJson.preset, std::string("demo"));
    QCOMPARE(fromJson.epochs, 3);
    QCOMPARE(fromJson.patience, 5);
    const ExperimentSpec fromFlag = store::resolveSpec(json, QStringLiteral("paper"), 10);
    QCOMPARE(fromFlag.preset, std::string("paper"));
    QCOMPARE(fromFlag.epochs, 3);
    QCOMPARE(fromFlag.patience, 7);
    QCOMPARE(store::resolveSpec({}, std::nullopt, 10).preset, std::string("small-cohort"));
    QCOMPARE(
        store::resolveSpec(object(R"({"preset": "auto"})"), std::nullopt, 5000).preset, std::string("paper"));
}

void SpecTest::schemaEqualsTheCode()
{
    const QJsonObject properties = schemaProperties();
    QJsonObject defaults = store::specToJson({});
    defaults[QStringLiteral("preset")] = QStringLiteral("auto"); // what resolveSpec takes without the key
    for (const Parameter& field : training::commonParameters())
        if (std::holds_alternative<std::monostate>(
                field.member)) // kept by key: JSON has it where it is changed
            defaults[qstr(field.key)] = field.isText() ? QJsonValue(qstr(field.text({})))
                : field.isInteger()                    ? QJsonValue(static_cast<qint64>(field.number({})))
                                                       : QJsonValue(field.number({}));
    QCOMPARE(properties.keys(), defaults.keys());
    for (const Parameter& field : training::commonParameters()) {
        const QString key = qstr(field.key);
        const QJsonObject schema = properties.value(key).toObject();
        const char* type = field.isBoolean() ? "boolean"
            : field.isList()                 ? "array"
            : field.isInteger()              ? "integer"
            : field.isReal()                 ? "number"
                                             : "string";
        QVERIFY2(schema.value(QStringLiteral("type")) == QLatin1String(type), qPrintable(key));
        QVERIFY2(schema.value(QStringLiteral("default")) == defaults.value(key), qPrintable(key));
        QVERIFY2(!schema.contains(QStringLiteral("minLength"))
                || !schema.value(QStringLiteral("default")).toString().isEmpty(),
            qPrintable(key));
        QVERIFY2(!schema.value(QStringLiteral("description")).toString().isEmpty(), qPrintable(key));
        QJsonArray names;
        for (const std::string_view name : field.choices())
            names.append(qstr(name));
        QVERIFY2(schema.value(QStringLiteral("enum")).toArray() == names, qPrintable(key));
        QJsonObject bounds;
        if (field.isInteger() || field.isReal()) {
            bounds.insert(
                field.range.lowOpen ? QStringLiteral("exclusiveMinimum") : QStringLiteral("minimum"),
                field.range.low);
            bounds.insert(
                field.range.highOpen ? QStringLiteral("exclusiveMaximum") : QStringLiteral("maximum"),
                field.range.high);
        }
        for (const char* bound : { "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" }) {
            const QLatin1String name(bound);
            QVERIFY2(
                schema.value(name).toDouble(-1) == bounds.value(name).toDouble(-1), qPrintable(key + name));
        }
    }
}

QTEST_GUILESS_MAIN(SpecTest)
#include "tst_spec.moc"
