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
            QStringLiteral(
                "Features that are almost the label, in the training rows: suspect (correlation 0.94)."));
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
            QStringLiteral("Features that tell the classes apart without an error, each by itself, in the "
                           "training rows: suspect."));
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
};

QTEST_GUILESS_MAIN(TestLabelLikeness)
#include "tst_labellikeness.moc"
