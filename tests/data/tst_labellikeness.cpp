// SPDX-License-Identifier: GPL-3.0-or-later
// Features that are almost the label. Copies of it are in tst_cohortcopies.
#include "engine/data/cohortcheck.h"

#include "soundcohort.h"

#include <QtTest/QtTest>

using btw::Split;
using btw::Task;
using btw::data::checkCohort;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::Problem;
using namespace btw::data::fixtures;

namespace {

constexpr std::size_t kTraining = 60;
constexpr std::size_t kAll = 84;

Cohort labelled(Task task)
{
    Cohort cohort;
    cohort.task = task;
    if (task == Task::Classification)
        cohort.classes = { "alive", "died" };
    for (std::size_t i = 0; i < kAll; ++i) {
        cohort.ids.push_back(numbered("id", static_cast<int>(i)));
        cohort.y.push_back(
            static_cast<double>(task == Task::Classification ? i % 3 / 2 : (37 * i * i + 11 * i) % 101));
        cohort.splits.push_back(i < kTraining ? Split::Train : i < 72 ? Split::Validation : Split::Test);
    }
    return cohort;
}

float unrelated(std::size_t i) { return static_cast<float>((13 * i * i + 5 * i) % 17) + 0.5F; }

/// Of a modality with these values, and one that says nothing.
Problem warned(Cohort cohort, const std::vector<float>& values)
{
    Modality modality;
    modality.name = "v";
    modality.dims = 2;
    modality.columns = { "suspect", "other" };
    modality.present.assign(kAll, 1);
    for (std::size_t i = 0; i < kAll; ++i) {
        modality.values.push_back(values[i]);
        modality.values.push_back(unrelated(i));
    }
    cohort.modalities = { modality };
    for (const Problem& problem : checkCohort(cohort))
        if (problem.code == "label-nearly-among-features")
            return problem;
    return {};
}

} // namespace

class TestLabelLikeness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // numpy.corrcoef gives 0.9413 for these, 0.9517 and 0.9288 for every other row.
    void anotherMeasureOfTheSameNumber()
    {
        const Cohort cohort = labelled(Task::Regression);
        std::vector<float> values;
        for (std::size_t i = 0; i < kAll; ++i)
            values.push_back(i < kTraining ? static_cast<float>(
                                 2 * cohort.y[i] + static_cast<double>((29 * i * i * i + 7 * i) % 61) - 530)
                                           : unrelated(2 * i));
        const Problem problem = warned(cohort, values);
        QCOMPARE(QString::fromStdString(problem.what),
            QStringLiteral("Almost the label itself, in the training rows: suspect (correlation 0.94)."));
        QCOMPARE(concerned(problem.concern), QStringLiteral("v:suspect"));
        for (float& value : values)
            value = -value;
        QVERIFY(warned(cohort, values).what.find("suspect (correlation -0.94)") != std::string::npos);

        Cohort undrawn = cohort; // the rows to be tested are not known yet
        undrawn.splits.clear();
        QCOMPARE(warned(undrawn, values).code, std::string());
    }

    // Its correlation is 0.9986, of which the other rows know nothing.
    void oneRowFarAwayIsNotEnough()
    {
        Cohort cohort = labelled(Task::Regression);
        std::vector<float> values;
        for (std::size_t i = 0; i < kAll; ++i)
            values.push_back(unrelated(i * 3));
        cohort.y[4] = 5000;
        values[4] = 900;
        QCOMPARE(warned(cohort, values).code, std::string());
    }

    // Months until death or the end of the study, say, where the label is who died within five years.
    void aFeatureThatTellsTheClassesApart()
    {
        const Cohort cohort = labelled(Task::Classification);
        std::vector<float> values;
        for (std::size_t i = 0; i < kAll; ++i)
            values.push_back(i >= kTraining ? unrelated(i * 3)
                    : cohort.y[i] > 0       ? 60 - unrelated(i * 3)
                                            : 61 + unrelated(i * 3));
        const Problem problem = warned(cohort, values);
        QCOMPARE(QString::fromStdString(problem.what),
            QStringLiteral(
                "By itself it tells the classes apart without an error, in the training rows: suspect."));
        QCOMPARE(concerned(problem.concern), QStringLiteral("v:suspect"));

        auto oneError = values;
        oneError[2] = 80; // died
        QCOMPARE(warned(cohort, oneError).code, std::string());
        auto oneUnknown = values;
        oneUnknown[2] = kMissing; // 19 of those who died are left, who may come apart by chance
        QCOMPARE(warned(cohort, oneUnknown).code, std::string());
        oneUnknown[2] = values[2];
        oneUnknown[0] = kMissing; // of the other class there are more
        QCOMPARE(warned(cohort, oneUnknown).code, std::string("label-nearly-among-features"));
    }

    // A date of death, say: its values say nothing here, and that there is one says all.
    void aFeatureThatOnlyOneClassHas()
    {
        const Cohort cohort = labelled(Task::Classification);
        std::vector<float> values;
        for (std::size_t i = 0; i < kAll; ++i)
            values.push_back(cohort.y[i] > 0 ? unrelated(i * 3) : kMissing);
        const Problem problem = warned(cohort, values);
        QVERIFY2(problem.what.find(": suspect (by whether it is known).") != std::string::npos,
            problem.what.c_str());
        values[0] = 1; // one of those who live has one
        QCOMPARE(warned(cohort, values).code, std::string());
    }

    // "home" and "hospice" are the two outcomes by other names, which none of the two columns is.
    void aColumnOfWordsThatSaysTheClass()
    {
        Cohort cohort = labelled(Task::Classification);
        cohort.classes = { "well", "ill", "died" };
        Modality modality;
        modality.name = "v";
        modality.dims = 4;
        modality.columns = { "age", "to=home", "to=hospice", "to=ward" };
        modality.sources
            = { { "age" }, { "to", btw::data::Encoding::OneHot, { "home", "hospice", "ward" } } };
        modality.present.assign(kAll, 1);
        for (std::size_t i = 0; i < kAll; ++i) {
            cohort.y[i] = static_cast<double>(i % 3);
            modality.values.push_back(unrelated(i));
            for (const std::size_t word : { 2U, 0U, 1U })
                modality.values.push_back(i % 3 == word ? 1.0F : 0.0F);
        }
        const auto found = [&](const Modality& one) {
            cohort.modalities = { one };
            for (const Problem& problem : checkCohort(cohort))
                if (problem.code == "label-nearly-among-features")
                    return QString::fromStdString(problem.what) + QLatin1Char(' ')
                        + concerned(problem.concern);
            return QString();
        };
        // Sixty training rows are too few for four words of twenty rows each, and more are enough.
        QCOMPARE(found(modality), QString());
        std::fill(cohort.splits.begin(), cohort.splits.begin() + 81, Split::Train);
        QCOMPARE(found(modality),
            QStringLiteral(
                "By itself it tells the classes apart without an error, in the training rows: to (a "
                "column of words). v:to"));
        auto oneOther = modality; // somebody well who went to the ward
        std::swap(oneOther.values[3 * 4 + 2], oneOther.values[3 * 4 + 3]);
        QCOMPARE(found(oneOther), QString());
    }

    // A scan that only those have had who died.
    void aModalityThatOnlyOneClassHas()
    {
        Cohort cohort = labelled(Task::Classification);
        Modality always, some;
        always.name = "always";
        some.name = "some";
        for (Modality* modality : { &always, &some }) {
            modality->dims = 1;
            modality->columns = { "x" };
            modality->present.assign(kAll, 1);
            for (std::size_t i = 0; i < kAll; ++i)
                modality->values.push_back(unrelated(modality == &some ? 3 * i : i));
        }
        for (std::size_t i = 0; i < kTraining; ++i)
            if (cohort.y[i] == 0) {
                some.present[i] = 0;
                some.values[i] = 0;
            }
        const auto isToldBy = [&](const Modality& one) {
            cohort.modalities = { always, one };
            return codes(checkCohort(cohort)).contains(QStringLiteral("label-by-presence"));
        };
        QVERIFY(isToldBy(some));
        some.present[0] = 1;
        QVERIFY(!isToldBy(some));
    }
};

QTEST_GUILESS_MAIN(TestLabelLikeness)
#include "tst_labellikeness.moc"
