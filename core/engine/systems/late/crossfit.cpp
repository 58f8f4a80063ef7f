// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/crossfit.h"

#include "engine/data/features.h"
#include "engine/data/splits.h"
#include "engine/systems/late/evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

namespace btw::systems {

namespace {

/// Groups, or rows where there are none.
std::size_t trainingPeople(const data::Cohort& cohort)
{
    const auto rows = data::rowsOf(cohort, Split::Train);
    if (cohort.groups.empty())
        return rows.size();
    std::set<std::string> groups;
    for (const std::size_t i : rows)
        groups.insert(cohort.groups[i]);
    return groups.size();
}

/// Passes progress on, as a share of all folds, and keeps the epochs of a fold to itself.
class FoldObserver : public training::RunObserver
{
public:
    FoldObserver(training::RunObserver& outer, std::size_t fold)
        : m_outer(outer)
        , m_fold(static_cast<std::int64_t>(fold))
    {
    }

    void onBatch(const training::BatchProgress& progress) override
    {
        auto all = progress;
        const auto epochs = std::max<std::int64_t>(1, progress.epochsAtMost);
        const auto batches = std::max<std::int64_t>(1, progress.batches);
        // One epoch, whose batches are those of all folds.
        all.epoch = 1;
        all.epochsAtMost = 1;
        all.batches = static_cast<std::int64_t>(kFolds) * epochs * batches;
        all.batch = (m_fold * epochs + progress.epoch - 1) * batches + progress.batch;
        m_outer.onBatch(all);
    }
    void onPause(bool paused) override { m_outer.onPause(paused); }
    void onEpoch(const training::EpochReport& /*report*/,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
    }

private:
    training::RunObserver& m_outer;
    std::int64_t m_fold;
};

std::vector<std::int8_t> foldsOf(const data::Cohort& cohort, std::uint64_t seed)
{
    const auto training = data::rowsOf(cohort, Split::Train);
    const auto parts = data::drawParts(cohort, training, std::vector<double>(kFolds, 1.0 / kFolds), seed);
    std::vector<std::int8_t> folds(cohort.size(), -1);
    for (std::size_t i = 0; i < training.size(); ++i)
        folds[training[i]] = static_cast<std::int8_t>(parts[i]);
    return folds;
}

/// Adds a fit's predictions of rows outside the training split, as logarithms where they are probabilities.
void addTo(std::vector<double>& sums, const data::Cohort& cohort, const Predictions& predictions,
    const std::vector<std::int8_t>& folds)
{
    for (std::size_t i = 0; i < cohort.size(); ++i)
        for (std::size_t k = 0; folds[i] < 0 && k < predictions.width; ++k) {
            const auto value = static_cast<double>(predictions.row(i)[k]);
            sums[i * predictions.width + k]
                += cohort.task == Task::Regression ? value : std::log(std::max(value, kLeastProbability));
        }
}

/// The mean over folds; of logarithms the probabilities that they stand for.
void setMean(float* row, const double* sums, std::size_t width, Task task)
{
    std::vector<double> mean(sums, sums + width);
    for (double& value : mean)
        value /= static_cast<double>(kFolds);
    if (task == Task::Classification) {
        const double top = *std::max_element(mean.begin(), mean.end());
        double sum = 0;
        for (double& value : mean)
            sum += value = std::exp(value - top);
        for (double& value : mean)
            value /= sum;
    }
    std::transform(mean.begin(), mean.end(), row, [](double value) { return static_cast<float>(value); });
}

std::string foldName(std::size_t fold) { return "fold" + std::to_string(fold); }

/// Of one fit, on a cohort that has the plan's modalities only.
training::RunPlan innerPlan(const System& system, const training::RunPlan& plan)
{
    training::RunPlan inner = plan;
    inner.modality = 0;
    inner.spec.model = std::string(system.info().name);
    return inner;
}

/// N: 1 where the plan's model has a prediction.
std::vector<std::uint8_t> predictedRows(const data::Cohort& cohort, const training::RunPlan& plan)
{
    return plan.step == training::Step::Unimodal ? cohort.modalities[plan.modality].present
                                                 : std::vector<std::uint8_t>(cohort.size(), 1);
}

class CrossFitPredictor : public training::Predictor
{
public:
    CrossFitPredictor(const System& system, const data::Cohort& people, const training::RunPlan& plan,
        const ModelState& model)
        : m_people(data::withModalities(people, training::usedModalities(people, plan)))
        , m_predicted(predictedRows(people, plan))
        , m_nowhere(people.size(), -1)
    {
        for (std::size_t fold = 0; fold < kFolds; ++fold)
            m_fits.push_back(system.predictor(m_people, innerPlan(system, plan), model.part(foldName(fold))));
    }

    Predictions predict(
        const std::vector<float>& /*weights*/, const std::vector<Predictions>& /*unimodal*/) const override
    {
        Predictions result;
        result.width = m_people.predictionWidth();
        result.values.assign(m_people.size() * result.width, std::numeric_limits<float>::quiet_NaN());
        std::vector<double> sums(result.values.size(), 0.0);
        for (const auto& fit : m_fits)
            addTo(sums, m_people, fit->predict({}, {}), m_nowhere);
        for (std::size_t i = 0; i < m_people.size(); ++i)
            if (m_predicted[i] != 0)
                setMean(result.row(i), sums.data() + i * result.width, result.width, m_people.task);
        return result;
    }

private:
    data::Cohort m_people;
    std::vector<std::uint8_t> m_predicted; ///< N
    std::vector<std::int8_t> m_nowhere; ///< nobody is in a fold
    std::vector<std::unique_ptr<training::Predictor>> m_fits;
};

} // namespace

std::vector<data::Problem> cannotCrossFit(const data::Cohort& cohort, const std::string& who)
{
    const auto people = trainingPeople(cohort);
    if (people >= kFolds)
        return {};
    return { { data::Severity::Error, "training rows",
        who + " predicts the training rows in " + std::to_string(kFolds) + " parts, but there are only "
            + std::to_string(people) + (cohort.groups.empty() ? " of them." : " people in them."),
        "Choose another system, or give more rows to the training split.", "too-few-people", {} } };
}

std::unique_ptr<training::Predictor> crossFitPredictor(
    const System& system, const data::Cohort& people, const training::RunPlan& plan, const ModelState& model)
{
    return std::make_unique<CrossFitPredictor>(system, people, plan, model);
}

CrossFit crossFit(const System& system, const data::Cohort& cohort, const Place& place,
    const training::RunPlan& plan, training::RunControl& control, training::RunObserver& observer)
{
    CrossFit result;
    result.folds = foldsOf(cohort, plan.seed);
    const auto present = predictedRows(cohort, plan);
    auto& predictions = result.predictions;
    predictions.width = cohort.predictionWidth();
    predictions.values.assign(cohort.size() * predictions.width, std::numeric_limits<float>::quiet_NaN());
    std::vector<double> sums(predictions.values.size(), 0.0);

    auto one = data::withModalities(cohort, training::usedModalities(cohort, plan));
    const training::RunPlan inner = innerPlan(system, plan);
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        for (std::size_t i = 0; i < cohort.size(); ++i)
            one.splits[i] = static_cast<std::size_t>(result.folds[i]) == fold && result.folds[i] >= 0
                ? Split::Test
                : cohort.splits[i];
        FoldObserver quiet(observer, fold);
        const auto fit = system.fitter(one, place)->train(inner, control, quiet);
        if (fit.outcome == training::Outcome::Stopped) {
            result.stopped = true;
            return result;
        }
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (present[i] != 0 && result.folds[i] == static_cast<std::int8_t>(fold))
                std::copy_n(fit.predictions.row(i), predictions.width, predictions.row(i));
        addTo(sums, cohort, fit.predictions, result.folds);
        result.model.add(foldName(fold), fit.model);
    }
    for (std::size_t i = 0; i < cohort.size(); ++i)
        if (present[i] != 0 && result.folds[i] < 0)
            setMean(predictions.row(i), sums.data() + i * predictions.width, predictions.width, cohort.task);
    return result;
}

} // namespace btw::systems
