// SPDX-License-Identifier: GPL-3.0-or-later
// Means of five fits, and late fusion beside them, against numpy's and SciPy's
// (tests/golden/make_heldout.py).
#include "engine/data/rowfilter.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/systems/late/crossfit.h"
#include "engine/systems/nonek/noneksystem.h"
#include "engine/systems/skip/skipsystem.h"
#include "tests/goldenarrays.h"

#include <QTest>

#include <cmath>

using namespace btw;
using training::RunPlan;
using training::RunResult;
using training::Step;

namespace {

Predictions predictionsOf(
    const std::vector<double>& values, std::size_t width, std::size_t from = 0, std::size_t rows = 0)
{
    Predictions predictions { width, {} };
    const std::size_t count = rows == 0 ? values.size() : rows * width;
    for (std::size_t i = 0; i < count; ++i)
        predictions.values.push_back(static_cast<float>(values[from + i]));
    return predictions;
}

/// A golden cohort whose one modality holds the number of its row.
struct Case
{
    GoldenArrays golden;
    data::Cohort cohort;
    std::size_t width;
    std::vector<Predictions> fits;

    Case(const std::string& name, std::size_t classes)
        : golden("heldout/" + name)
        , width(classes)
    {
        cohort.task = classes > 1 ? Task::Classification : Task::Regression;
        for (std::size_t c = 0; classes > 1 && c < classes; ++c)
            cohort.classes.push_back(std::to_string(c));
        cohort.y = golden.at("y");
        data::Modality modality;
        modality.name = "row";
        modality.dims = 1;
        for (std::size_t i = 0; i < cohort.y.size(); ++i) {
            cohort.ids.push_back(std::to_string(i));
            cohort.splits.push_back(static_cast<Split>(static_cast<int>(golden.at("splits")[i])));
            modality.present.push_back(1);
            modality.values.push_back(static_cast<float>(i));
        }
        cohort.modalities.push_back(modality);
        const std::size_t n = cohort.y.size();
        for (std::size_t k = 0; k < systems::kFolds; ++k)
            fits.push_back(predictionsOf(golden.at("fits"), width, k * n * width, n));
    }
};

/// Knows what its first, second, ... fit says of every row.
class Scripted : public systems::System
{
public:
    explicit Scripted(const Case& made)
        : m_case(made)
    {
        m_info.name = "moe";
        m_info.inputs = { data::ModalityKind::Vector };
        m_info.tasks = { Task::Regression, Task::Classification };
    }

    const systems::SystemInfo& info() const override { return m_info; }
    std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& /*cohort*/, const systems::Place& /*place*/) const override
    {
        return std::make_unique<Fit>(m_case, m_fitted++);
    }
    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const RunPlan& /*plan*/, const ModelState& model) const override
    {
        return std::make_unique<Known>(m_case.fits[static_cast<std::size_t>(model.number("fit"))], people);
    }

private:
    class Fit : public training::Fitter
    {
    public:
        Fit(const Case& made, std::size_t fit)
            : m_case(made)
            , m_fit(fit)
        {
        }
        RunResult train(const RunPlan& /*plan*/, training::RunControl& /*control*/,
            training::RunObserver& /*observer*/, const std::optional<std::string>& /*resumeFrom*/) override
        {
            RunResult result;
            result.predictions = m_case.fits[m_fit];
            result.model.set("fit", std::vector<double> { static_cast<double>(m_fit) });
            return result;
        }

    private:
        const Case& m_case;
        std::size_t m_fit;
    };

    class Known : public training::Predictor
    {
    public:
        Known(const Predictions& all, const data::Cohort& people)
        {
            m_predictions.width = all.width;
            for (const float row : people.modalities.front().values) {
                const float* from = all.row(static_cast<std::size_t>(row));
                m_predictions.values.insert(m_predictions.values.end(), from, from + all.width);
            }
        }
        Predictions predict(
            const std::vector<float>& /*weights*/, const std::vector<Predictions>& /*madeOf*/) const override
        {
            return m_predictions;
        }

    private:
        Predictions m_predictions;
    };

    const Case& m_case;
    systems::SystemInfo m_info;
    mutable std::size_t m_fitted = 0;
};

class Silent : public training::RunObserver
{
    void onBatch(const training::BatchProgress& /*progress*/) override { }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const training::EpochReport& /*report*/,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
    }
};

void addCases()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::size_t>("classes");
    QTest::newRow("binary") << "binary" << std::size_t(2);
    QTest::newRow("classes") << "classes" << std::size_t(4);
    QTest::newRow("regression") << "regression" << std::size_t(1);
}

Case fetched()
{
    QFETCH(QString, name);
    QFETCH(std::size_t, classes);
    return { name.toStdString(), classes };
}

/// \param what they should be \param rows NaN: all
void compare(
    const Predictions& found, const std::vector<double>& wanted, const data::Cohort& cohort, bool train)
{
    for (std::size_t i = 0; i < cohort.size(); ++i)
        for (std::size_t k = 0; k < found.width && (train || cohort.splits[i] != Split::Train); ++k)
            QVERIFY2(isClose(found.row(i)[k], wanted[i * found.width + k], 2e-4, 1e-5),
                qPrintable(QStringLiteral("row %1: %2, SciPy %3")
                               .arg(i)
                               .arg(found.row(i)[k])
                               .arg(wanted[i * found.width + k])));
}

RunResult trained(const systems::System& system, const Case& made, const RunPlan& plan)
{
    training::RunControl control;
    Silent silent;
    return system.fitter(made.cohort, {})->train(plan, control, silent);
}

} // namespace

class HeldOutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMeanOfFiveFitsIsNumpys_data() { addCases(); }
    void aMeanOfFiveFitsIsNumpys()
    {
        const Case made = fetched();
        const auto system = systems::noneKSystem(std::make_shared<const Scripted>(made));
        const auto result = trained(*system, made, { Step::Baseline, 0, {}, 1, {} });
        const auto& calibration = made.golden.at("calibration");
        QVERIFY(isClose(result.details.chosen.at("calibration_slope"), calibration[0], 2e-4));
        QVERIFY(isClose(result.details.chosen.at("calibration_intercept"), calibration[1], 2e-4, 2e-4));
        compare(result.predictions, made.golden.at("mean"), made.cohort, false);
        // A training row is predicted by the fit that did not see it, as it is.
        const auto& folds = result.details.folds;
        for (std::size_t i = 0; i < made.cohort.size(); ++i) {
            QCOMPARE(folds[i] < 0, made.cohort.splits[i] != Split::Train);
            for (std::size_t k = 0; k < made.width && folds[i] >= 0; ++k)
                QVERIFY(isClose(result.predictions.row(i)[k],
                    static_cast<double>(made.fits[static_cast<std::size_t>(folds[i])].row(i)[k]), 1e-5));
        }
    }

    void newPeopleGetTheSameMean_data() { addCases(); }
    void newPeopleGetTheSameMean()
    {
        const Case made = fetched();
        const auto system = systems::noneKSystem(std::make_shared<const Scripted>(made));
        const RunPlan plan { Step::Baseline, 0, {}, 1, {} };
        const auto result = trained(*system, made, plan);
        auto people = made.cohort;
        const auto rows = data::rowsOf(made.cohort, Split::Test);
        data::keepRows(people, rows);
        const auto found
            = system->predictor(people, plan, ModelState::fromBytes(result.model.toBytes()))->predict({}, {});
        for (std::size_t r = 0; r < rows.size(); ++r)
            for (std::size_t k = 0; k < made.width; ++k)
                QVERIFY(
                    isClose(found.row(r)[k], static_cast<double>(result.predictions.row(rows[r])[k]), 1e-6));
    }

    void lateFusionBesideItIsScipys_data() { addCases(); }
    void lateFusionBesideItIsScipys()
    {
        const Case made = fetched();
        const auto other = std::make_shared<const Scripted>(made);
        const auto system = systems::skipSystem(false, other, other);
        RunPlan plan { Step::Baseline, 0, {}, 1, {} };
        plan.given.push_back(
            { weighting::MadeOf::CrossFit, predictionsOf(made.golden.at("together"), made.width), {}, {} });
        plan.given.push_back(
            { weighting::MadeOf::Pool, predictionsOf(made.golden.at("beside"), made.width), {}, {} });
        const auto result = trained(*system, made, plan);
        const auto& added = made.golden.at("added");
        QVERIFY2(isClose(result.details.chosen.at("s"), added[0], 1e-3),
            qPrintable(QString::number(result.details.chosen.at("s"))));
        QVERIFY2(isClose(result.details.chosen.at("tau"), added[1], 1e-3),
            qPrintable(QString::number(result.details.chosen.at("tau"))));
        compare(result.predictions, made.golden.at("skip"), made.cohort, true);
        // Both models that it adds up have to be there.
        plan.given.pop_back();
        QVERIFY_EXCEPTION_THROWN(trained(*system, made, plan), Error);
    }
};

QTEST_GUILESS_MAIN(HeldOutTest)
#include "tst_heldout.moc"
