// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/referencemodels.h"

#include "engine/data/splits.h"
#include "engine/error.h"

#include "noisycohort.h"
#include "tests/weighting/errormessage.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using btw::Split;
using btw::Task;
using btw::analysis::fitReferenceModels;
using btw::analysis::ReferenceModel;
using btw::analysis::ReferenceOptions;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::ModalityKind;
using namespace btw::analysis::fixtures;

namespace {

QJsonObject golden(const QString& name)
{
    QFile file(QStringLiteral(BTW_TEST_DATA "/referencemodels/") + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot open %s", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll()).object();
}

Cohort cohortOf(const QJsonObject& object)
{
    Cohort cohort;
    const bool classes = object["task"].toString() == QStringLiteral("classification");
    cohort.task = classes ? Task::Classification : Task::Regression;
    for (int c = 0; c < object["classes"].toInt(); ++c)
        cohort.classes.push_back(std::to_string(c));
    for (const auto& y : object["y"].toArray()) {
        cohort.ids.push_back(std::to_string(cohort.y.size()));
        cohort.y.push_back(y.toDouble());
    }
    for (const auto& split : object["split"].toArray())
        cohort.splits.push_back(static_cast<Split>(split.toInt()));
    for (const auto& value : object["modalities"].toArray()) {
        const QJsonObject from = value.toObject();
        Modality modality;
        modality.name = from["name"].toString().toStdString();
        modality.dims = from["dims"].toInt();
        const bool vector = from["kind"].toString() == QStringLiteral("vector");
        modality.kind = vector ? ModalityKind::Vector : ModalityKind::Sequence;
        for (const auto& present : from["present"].toArray())
            modality.present.push_back(static_cast<std::uint8_t>(present.toInt()));
        if (!vector)
            modality.offsets.push_back(0);
        for (const auto& row : from["rows"].toArray()) {
            for (const auto& cell : row.toArray()) {
                modality.values.push_back(cell.isNull() ? std::numeric_limits<float>::quiet_NaN()
                                                        : static_cast<float>(cell.toDouble()));
            }
            if (vector && row.toArray().isEmpty())
                modality.values.insert(modality.values.end(), static_cast<std::size_t>(modality.dims), 0.0F);
            if (!vector)
                modality.offsets.push_back(modality.offsets.back() + row.toArray().size() / modality.dims);
        }
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

ReferenceOptions withFolds(const QJsonObject& object)
{
    ReferenceOptions options;
    for (const auto& fold : object["folds"].toArray())
        options.folds.push_back(static_cast<std::size_t>(fold.toInt()));
    return options;
}

/// Numbers agree to 1e-4, relative to those above 1; a failure says where.
QString difference(const std::vector<double>& actual, const QJsonArray& expected, const QString& what)
{
    if (actual.size() != static_cast<std::size_t>(expected.size()))
        return QStringLiteral("%1: %2 numbers, not %3").arg(what).arg(actual.size()).arg(expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const double wanted = expected[i].toDouble();
        const double found = actual[static_cast<std::size_t>(i)];
        if (!(std::abs(found - wanted) <= 1e-4 * std::max(1.0, std::abs(wanted))))
            return QStringLiteral("%1[%2]: %3, not %4")
                .arg(what)
                .arg(i)
                .arg(found, 0, 'g', 9)
                .arg(wanted, 0, 'g', 9);
    }
    return {};
}

bool sameModels(const std::vector<ReferenceModel>& a, const std::vector<ReferenceModel>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& left, const auto& right) {
        return left.name == right.name && left.coefficients == right.coefficients
            && left.intercepts == right.intercepts
            && std::equal(left.predictions.values.begin(), left.predictions.values.end(),
                right.predictions.values.begin(), right.predictions.values.end(), sameBits);
    });
}

void addGoldenRows()
{
    QTest::addColumn<QString>("name");
    for (const char* name :
        { "regression", "regression_wide", "binary", "binary_wide", "multinomial", "multinomial_wide" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

} // namespace

class TestReferenceModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coefficientsAndPredictionsAreThoseOfScikitLearn_data() { addGoldenRows(); }
    void coefficientsAndPredictionsAreThoseOfScikitLearn();
    void crossValidationChoosesTheStrengthOfScikitLearn_data() { addGoldenRows(); }
    void crossValidationChoosesTheStrengthOfScikitLearn();
    void thirteenStrengthsSpanEightDecades();
    void onlyModalitiesThatTrainingRowsLackHaveAnIndicator();
    void absentModalityHasNoPredictionButAllHas();
    void constantIsTheTrainingMedian();
    void constantIsTheTrainingShares();
    void labelsOutsideTrainingChangeNothing_data() { addTaskRows(); }
    void labelsOutsideTrainingChangeNothing();
    void classWithoutTrainingRowsHasProbabilityZero();
    void singleClassAmongRowsIsCertain();
    void groupedRowsAreNotJudgedByTheirOwnGroup();
    void stopLeavesNothing();
    void modalityNeverInTrainingIsAnError();
    void missingSplitsAreAnError();
    void isQuickEnoughToStandBesideEveryTraining_data();
    void isQuickEnoughToStandBesideEveryTraining();
    void onlyTheModelThatIsAskedForIsFitted();
    void foldsAreFivePartsOrOneAGroup();
    void aStopAtAnyQuestionLeavesNothing();
    void errorsSayWhatIsMissing();
    void constantOfAnOddNumberIsTheMiddleOne();
};

void TestReferenceModels::coefficientsAndPredictionsAreThoseOfScikitLearn()
{
    QFETCH(QString, name);
    const QJsonObject object = golden(name);
    const Cohort cohort = cohortOf(object);
    const QJsonArray expected = object["models"].toArray();
    QVERIFY(!expected.isEmpty());
    for (qsizetype fit = 0; fit < expected[0].toObject()["fits"].toArray().size(); ++fit) {
        ReferenceOptions options;
        options.strengths = { expected[0].toObject()["fits"].toArray()[fit].toObject()["c"].toDouble() };
        const std::vector<ReferenceModel> models = fitReferenceModels(cohort, options);
        QCOMPARE(models.size(), static_cast<std::size_t>(expected.size()) + 1);
        for (qsizetype m = 0; m < expected.size(); ++m) {
            const ReferenceModel& model = models[static_cast<std::size_t>(m)];
            const QJsonObject wanted = expected[m].toObject();
            const QJsonObject values = wanted["fits"].toArray()[fit].toObject();
            QCOMPARE(QString::fromStdString(model.name), wanted["name"].toString());
            const QString what = wanted["name"].toString() + QStringLiteral(" at C = ")
                + QString::number(values["c"].toDouble());
            QCOMPARE(difference(model.coefficients, values["coefficients"].toArray(), what), QString());
            QCOMPARE(difference(model.intercepts, values["intercepts"].toArray(), what), QString());
            const QJsonArray predictions = values["predictions"].toArray();
            for (qsizetype i = 0; i < predictions.size(); ++i) {
                const float* row = model.predictions.row(static_cast<std::size_t>(i));
                if (predictions[i].isNull())
                    QVERIFY(std::isnan(row[0]));
                else
                    QCOMPARE(
                        difference({ row, row + model.predictions.width }, predictions[i].toArray(), what),
                        QString());
            }
        }
    }
}

void TestReferenceModels::crossValidationChoosesTheStrengthOfScikitLearn()
{
    QFETCH(QString, name);
    const QJsonObject object = golden(name);
    const std::vector<ReferenceModel> models = fitReferenceModels(cohortOf(object), withFolds(object));
    const QJsonArray expected = object["models"].toArray();
    for (qsizetype m = 0; m < expected.size(); ++m) {
        const double chosen = expected[m].toObject()["chosen"].toDouble();
        QVERIFY2(std::abs(std::log(models[static_cast<std::size_t>(m)].strength / chosen)) < 1e-6,
            qPrintable(QStringLiteral("%1: %2, not %3")
                           .arg(expected[m].toObject()["name"].toString())
                           .arg(models[static_cast<std::size_t>(m)].strength)
                           .arg(chosen)));
    }
}

void TestReferenceModels::thirteenStrengthsSpanEightDecades()
{
    const std::vector<double> strengths = ReferenceOptions::defaultStrengths();
    QCOMPARE(strengths.size(), std::size_t { 13 });
    QCOMPARE(strengths.front(), 1e-4);
    QCOMPARE(strengths[6], 1.0);
    QCOMPARE(strengths.back(), 1e4);
}

void TestReferenceModels::onlyModalitiesThatTrainingRowsLackHaveAnIndicator()
{
    Cohort cohort = noisyCohort(60, 2, 2, 1);
    const std::size_t training = btw::data::rowsOf(cohort, Split::Train).front();
    const std::size_t test = btw::data::rowsOf(cohort, Split::Test).front();
    cohort.modalities[0].present[test] = 0; // known to no training row: nothing could be learnt from it
    cohort.modalities[1].present[training] = 0;

    const std::vector<ReferenceModel> models = fitReferenceModels(cohort);

    const std::vector<std::string> expected { "first/1", "first/2", "second/1", "second/2", "second/absent" };
    QCOMPARE(models[2].name, std::string("all"));
    QCOMPARE(models[2].features, expected);
    QCOMPARE(models[2].coefficients.size(), std::size_t { 5 });
    QVERIFY(models[2].coefficients[4] != 0);
}

void TestReferenceModels::absentModalityHasNoPredictionButAllHas()
{
    Cohort cohort = noisyCohort(60, 3, 0, 2);
    cohort.modalities[1].present[7] = 0;
    const std::vector<ReferenceModel> models = fitReferenceModels(cohort);
    QVERIFY(std::isnan(models[1].predictions.row(7)[0]));
    for (const std::size_t m : { 0U, 2U, 3U })
        QVERIFY(std::isfinite(models[m].predictions.row(7)[0]));
    for (std::size_t i = 0; i < cohort.size(); ++i)
        QCOMPARE(std::isnan(models[1].predictions.row(i)[0]), i == 7);
}

void TestReferenceModels::constantIsTheTrainingMedian()
{
    Cohort cohort = noisyCohort(60, 2, 0, 3);
    std::vector<double> y;
    for (const std::size_t row : btw::data::rowsOf(cohort, Split::Train))
        y.push_back(cohort.y[row]);
    std::sort(y.begin(), y.end());
    QCOMPARE(y.size(), std::size_t { 42 });

    const ReferenceModel constant = fitReferenceModels(cohort).back();

    QCOMPARE(constant.name, std::string("constant"));
    for (const float value : constant.predictions.values)
        QCOMPARE(value, static_cast<float>((y[20] + y[21]) / 2));
}

void TestReferenceModels::constantIsTheTrainingShares()
{
    Cohort cohort = noisyCohort(90, 2, 3, 4);
    std::vector<double> shares(3, 0.0);
    const std::vector<std::size_t> training = btw::data::rowsOf(cohort, Split::Train);
    for (const std::size_t row : training)
        shares[static_cast<std::size_t>(cohort.y[row])] += 1.0 / static_cast<double>(training.size());

    const ReferenceModel constant = fitReferenceModels(cohort).back();

    QCOMPARE(constant.predictions.rows(), cohort.size());
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c)
            QVERIFY(std::abs(constant.predictions.row(i)[c] - shares[c]) < 1e-6);
    }
}

void TestReferenceModels::labelsOutsideTrainingChangeNothing()
{
    QFETCH(int, classes);
    Cohort cohort = noisyCohort(80, 3, static_cast<std::size_t>(classes), 5);
    const std::vector<ReferenceModel> before = fitReferenceModels(cohort);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train)
            cohort.y[i] = classes == 0 ? -100.0 : 1.0;
    }
    QVERIFY(sameModels(fitReferenceModels(cohort), before));
}

void TestReferenceModels::classWithoutTrainingRowsHasProbabilityZero()
{
    Cohort cohort = noisyCohort(120, 3, 4, 6);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.y[i] == 2)
            cohort.modalities[0].present[i] = cohort.splits[i] == Split::Train ? 0 : 1;
    }
    const std::vector<ReferenceModel> models = fitReferenceModels(cohort);
    QCOMPARE(models[0].classes, (std::vector<std::size_t> { 0, 1, 3 }));
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.modalities[0].present[i] == 0)
            continue;
        const float* row = models[0].predictions.row(i);
        QCOMPARE(row[2], 0.0F);
        QVERIFY(std::abs(row[0] + row[1] + row[2] + row[3] - 1) < 1e-5);
    }
}

void TestReferenceModels::singleClassAmongRowsIsCertain()
{
    Cohort cohort = noisyCohort(60, 3, 2, 7);
    for (std::size_t i = 0; i < cohort.size(); ++i)
        cohort.modalities[0].present[i] = cohort.y[i] == 1 ? 1 : 0;
    const std::vector<ReferenceModel> models = fitReferenceModels(cohort);
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.modalities[0].present[i] != 0)
            QCOMPARE(models[0].predictions.row(i)[1], 1.0F);
    }
}

/// Rows of a group carry its mark, and the label belongs to the group: a fold that tears groups apart finds
/// weak regularisation best, as it recognises groups; whole groups show that the marks say nothing of new
/// ones.
void TestReferenceModels::groupedRowsAreNotJudgedByTheirOwnGroup()
{
    std::mt19937 generator(8);
    std::normal_distribution<float> normal;
    Cohort cohort;
    Modality marks;
    marks.name = "marks";
    marks.dims = 30;
    for (int group = 0; group < 30; ++group) {
        std::vector<float> mark(30);
        std::generate(mark.begin(), mark.end(), [&] { return normal(generator); });
        const float label = normal(generator);
        for (int row = 0; row < 6; ++row) {
            cohort.ids.push_back(std::to_string(cohort.ids.size()));
            cohort.groups.push_back(std::to_string(group));
            cohort.y.push_back(label);
            for (const float value : mark)
                marks.values.push_back(value + 0.05F * normal(generator));
        }
    }
    marks.present.assign(cohort.size(), 1);
    cohort.modalities = { marks };
    cohort.splits.assign(cohort.size(), Split::Train);

    const double grouped = fitReferenceModels(cohort)[0].strength;
    cohort.groups.clear();
    const double torn = fitReferenceModels(cohort)[0].strength;

    QVERIFY2(grouped < torn / 100, qPrintable(QStringLiteral("%1 %2").arg(grouped).arg(torn)));
}

void TestReferenceModels::stopLeavesNothing()
{
    const Cohort cohort = noisyCohort(60, 3, 3, 9);
    int asked = 0;
    QVERIFY(fitReferenceModels(cohort, {}, [&asked] { return ++asked > 5; }).empty());
    QVERIFY(asked < 20);
}

void TestReferenceModels::modalityNeverInTrainingIsAnError()
{
    Cohort cohort = noisyCohort(60, 3, 2, 10);
    for (const std::size_t row : btw::data::rowsOf(cohort, Split::Train))
        cohort.modalities[1].present[row] = 0;
    QVERIFY_EXCEPTION_THROWN(fitReferenceModels(cohort), btw::Error);
}

void TestReferenceModels::missingSplitsAreAnError()
{
    Cohort cohort = noisyCohort(60, 3, 2, 11);
    cohort.splits.clear();
    QVERIFY_EXCEPTION_THROWN(fitReferenceModels(cohort), btw::Error);
}

void TestReferenceModels::isQuickEnoughToStandBesideEveryTraining_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("dims"); // of each of two modalities
    QTest::addColumn<int>("classes");
    QTest::newRow("245 x 600, two classes") << 245 << 300 << 2;
    QTest::newRow("5000 x 50, four classes") << 5000 << 25 << 4;
    QTest::newRow("1000 x 600, regression") << 1000 << 300 << 0;
}

/// The bound leaves room for sanitizers on a busy machine; an optimised build takes one or two seconds.
void TestReferenceModels::isQuickEnoughToStandBesideEveryTraining()
{
    QFETCH(int, rows);
    QFETCH(int, dims);
    QFETCH(int, classes);
    const Cohort cohort = noisyCohort(static_cast<std::size_t>(rows), static_cast<std::size_t>(dims),
        static_cast<std::size_t>(classes), 12);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(fitReferenceModels(cohort).size(), std::size_t { 4 });
    qInfo("%.2f s", static_cast<double>(timer.elapsed()) / 1000);
    QVERIFY(timer.elapsed() < 90000);
}

void TestReferenceModels::onlyTheModelThatIsAskedForIsFitted()
{
    const Cohort cohort = noisyCohort(60, 2, 2, 14);
    const auto all = fitReferenceModels(cohort);
    QCOMPARE(all.size(), std::size_t { 4 });
    for (const ReferenceModel& model : all) {
        ReferenceOptions options;
        options.only = model.name;
        QVERIFY(sameModels(fitReferenceModels(cohort, options), { model }));
    }
    ReferenceOptions nobody;
    nobody.only = "third";
    QVERIFY(fitReferenceModels(cohort, nobody).empty());
}

void TestReferenceModels::foldsAreFivePartsOrOneAGroup()
{
    Cohort cohort = noisyCohort(60, 2, 0, 15);
    const auto training = btw::data::rowsOf(cohort, Split::Train);
    ReferenceOptions drawn;
    drawn.only = "first";
    drawn.strengths.clear();
    for (int i = 0; i < 120; ++i)
        drawn.strengths.push_back(std::pow(10.0, -3 + i / 30.0));
    for (const std::size_t groups : { 0U, 2U, 3U, 8U }) {
        cohort.groups.clear();
        for (std::size_t i = 0; i < cohort.size() && groups > 0; ++i)
            cohort.groups.push_back(std::to_string(i % groups));
        const std::size_t count = groups == 0 || groups > 5 ? 5 : groups;
        const auto parts = btw::data::drawParts(
            cohort, training, std::vector<double>(count, 1.0 / static_cast<double>(count)), 0);
        ReferenceOptions given = drawn;
        given.folds.assign(cohort.size(), 77);
        for (std::size_t i = 0; i < training.size(); ++i)
            given.folds[training[i]] = parts[i];
        QCOMPARE(fitReferenceModels(cohort, drawn).front().strength,
            fitReferenceModels(cohort, given).front().strength);
    }
    // Nothing to choose by.
    cohort.groups.assign(cohort.size(), "same");
    QCOMPARE(fitReferenceModels(cohort, drawn).front().strength, drawn.strengths.front());
}

void TestReferenceModels::aStopAtAnyQuestionLeavesNothing()
{
    const Cohort cohort = noisyCohort(60, 3, 2, 16);
    ReferenceOptions options;
    options.strengths = { 1 }; // without folds, whose threads do not ask equally often
    int asked = 0;
    QCOMPARE(fitReferenceModels(cohort, options, [&asked] { return ++asked < 0; }).size(), std::size_t { 4 });
    const int questions = asked;
    QVERIFY(questions > 6);
    for (int after = 0; after < questions; ++after) {
        asked = 0;
        QVERIFY(fitReferenceModels(cohort, options, [&] { return ++asked > after; }).empty());
        QVERIFY(asked <= after + 3);
    }
}

void TestReferenceModels::errorsSayWhatIsMissing()
{
    Cohort cohort = noisyCohort(60, 3, 2, 17);
    for (const std::size_t row : btw::data::rowsOf(cohort, Split::Train))
        cohort.modalities[1].present[row] = 0;
    QVERIFY(
        errorMessage([&] { fitReferenceModels(cohort); }).contains(u"No training row has modality second"));
    cohort.splits.assign(cohort.size(), Split::Test);
    QVERIFY(errorMessage([&] { fitReferenceModels(cohort); }).contains(u"has no training rows"));
}

void TestReferenceModels::constantOfAnOddNumberIsTheMiddleOne()
{
    Cohort cohort = noisyCohort(60, 2, 0, 18);
    cohort.splits[btw::data::rowsOf(cohort, Split::Train)[4]] = Split::Test;
    std::vector<double> y;
    for (const std::size_t row : btw::data::rowsOf(cohort, Split::Train))
        y.push_back(cohort.y[row]);
    std::sort(y.begin(), y.end());
    QCOMPARE(y.size(), std::size_t { 41 });

    const ReferenceModel constant = fitReferenceModels(cohort).back();

    QCOMPARE(constant.name, std::string("constant"));
    QVERIFY(std::isnan(constant.strength));
    QCOMPARE(constant.predictions.width, std::size_t { 1 });
    QCOMPARE(constant.predictions.values, std::vector<float>(60, static_cast<float>(y[20])));
}

QTEST_GUILESS_MAIN(TestReferenceModels)
#include "tst_referencemodels.moc"
