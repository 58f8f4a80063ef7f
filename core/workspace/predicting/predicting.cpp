// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/predicting/predicting.h"

#include "engine/error.h"
#include "engine/weighting/settling.h"
#include "workspace/store/encoderhashes.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace btw::predicting {

namespace {

training::RunPlan planOf(const FittedRun& run, const data::Cohort& people)
{
    training::RunPlan plan;
    plan.step = run.step;
    plan.spec = run.spec;
    if (run.step != training::Step::Unimodal)
        return plan;
    const auto found = std::find_if(people.modalities.begin(), people.modalities.end(),
        [&](const auto& modality) { return modality.name == run.modality.toStdString(); });
    if (found == people.modalities.end())
        throw Error("The model cannot be used: it is of a modality that its own cohort does not have.");
    plan.modality = static_cast<std::size_t>(found - people.modalities.begin());
    return plan;
}

std::unique_ptr<training::Predictor> predictorOf(
    const FittedRun& run, const data::Cohort& people, const systems::SystemRegistry& systems)
{
    store::refuseChangedEncoders(run.spec);
    return systems.get(run.spec.model).predictor(people, planOf(run, people), run.state);
}

/// Whatever a file says, a prediction has as many numbers as its cohort's labels ask for.
Predictions ofWidth(Predictions predictions, const data::Cohort& people)
{
    if (predictions.width != people.predictionWidth() || predictions.rows() != people.size())
        throw Error("The model cannot be used: it predicts other labels than its own data have.");
    return predictions;
}

/// The predictions of these modalities' models, in this order.
std::vector<Predictions> unimodalOf(
    const PeoplePredictions& all, const std::vector<std::size_t>& used, const data::Cohort& people)
{
    std::vector<Predictions> some;
    for (const std::size_t m : used) {
        const auto found = std::find(all.unimodalOf.begin(), all.unimodalOf.end(), m);
        if (found == all.unimodalOf.end())
            throw Error("The model cannot be used: the model of modality '" + people.modalities[m].name
                + "', which it needs, is missing: an older version of the program trained it. Remove its run "
                  "and train it again.");
        some.push_back(all.unimodal[static_cast<std::size_t>(found - all.unimodalOf.begin())]);
    }
    return some;
}

/// What one model predicts that is not weighted.
Predictions predictionsOf(const FittedRun& run, const PeoplePredictions& unimodal,
    const std::vector<Predictions>& parts, const data::Cohort& people, const systems::SystemRegistry& systems)
{
    const auto predictor = predictorOf(run, people, systems);
    if (run.step == training::Step::Baseline && systems.get(run.spec.model).info().readsUnimodal)
        return predictor->predict(
            {}, unimodalOf(unimodal, training::usedModalities(people, planOf(run, people)), people));
    return predictor->predict({}, parts);
}

void settleWeights(PeoplePredictions& result, const TrainedModel& model, const data::Cohort& people,
    const training::Predictor& predictor, const std::vector<std::size_t>& used,
    const std::vector<Predictions>& parts)
{
    const std::size_t all = people.modalityCount();
    std::vector<std::uint8_t> present;
    for (std::size_t i = 0; i < people.size(); ++i)
        for (const std::size_t m : used)
            present.push_back(people.modalities[m].present[i]);
    const auto spread = [&](const std::vector<float>& some) {
        std::vector<float> weights(people.size() * all, 0.0F);
        for (std::size_t at = 0; at < some.size(); ++at)
            weights[at / used.size() * all + used[at % used.size()]] = some[at];
        return weights;
    };
    auto settled = weighting::settle(
        weighting::SettlingBase::fromState(model.main.state.part("weights")),
        unimodalOf(result, used, people), present, people.ids,
        [&](const std::vector<float>& some, const std::vector<std::size_t>& rows, Predictions& into) {
            predictor.predictRows(spread(some), rows, into);
        },
        parts.empty() ? nullptr : &parts.front());
    result.weights = spread(settled.weights);
    result.weighted = used;
    result.model = std::move(settled.predictions);
    result.settled = std::move(settled.settled);
    result.knownPattern = std::move(settled.knownPattern);
    result.rounds = settled.rounds;
}

QByteArray number(float value) { return std::isfinite(value) ? QByteArray::number(value, 'g', 9) : ""; }

QByteArray cell(const std::string& text)
{
    auto bytes = QByteArray::fromStdString(text);
    if (!bytes.contains(',') && !bytes.contains('"') && !bytes.contains('\n') && !bytes.contains('\r'))
        return bytes;
    return '"' + bytes.replace('"', "\"\"") + '"';
}

} // namespace

PeoplePredictions predictPeople(
    const TrainedModel& model, const data::Cohort& people, const systems::SystemRegistry& systems)
{
    PeoplePredictions result;
    for (const FittedRun& run : model.unimodal) {
        result.unimodalOf.push_back(planOf(run, people).modality);
        result.unimodal.push_back(ofWidth(predictorOf(run, people, systems)->predict({}, {}), people));
    }
    std::vector<Predictions> parts;
    for (const FittedRun& run : model.parts)
        parts.push_back(ofWidth(predictionsOf(run, result, {}, people, systems), people));
    const auto used = training::usedModalities(people, planOf(model.main, people));
    if (model.main.step == training::Step::Weighted)
        settleWeights(result, model, people, *predictorOf(model.main, people, systems), used, parts);
    else
        result.model = predictionsOf(model.main, result, parts, people, systems);
    result.model = ofWidth(std::move(result.model), people);
    // Nothing is known of a person without the modality of a unimodal model.
    for (std::size_t u = 0; u <= result.unimodal.size(); ++u) {
        const bool isMain = u == result.unimodal.size();
        if (isMain && model.main.step != training::Step::Unimodal)
            continue;
        auto& predictions = isMain ? result.model : result.unimodal[u];
        const auto& present = people.modalities[isMain ? used.front() : result.unimodalOf[u]].present;
        for (std::size_t i = 0; i < people.size(); ++i)
            if (present[i] == 0)
                std::fill_n(predictions.row(i), predictions.width, std::nanf(""));
    }
    return result;
}

QByteArray predictionsCsv(const data::Cohort& people, const PeoplePredictions& predictions)
{
    const bool regression = people.task == Task::Regression;
    const auto width = predictions.model.width;
    const auto columnsOf = [&](const QByteArray& modality) {
        QByteArray names;
        for (std::size_t k = 0; !regression && k < width; ++k)
            names += ",prob_" + (modality.isEmpty() ? QByteArray() : modality + '_') + QByteArray::number(k);
        return regression ? ",pred_" + modality : names;
    };
    const auto nameOf = [&](std::size_t m) { return QByteArray::fromStdString(people.modalities[m].name); };
    QByteArray csv = "id";
    csv += regression ? QByteArray(",prediction") : ",predicted" + columnsOf({});
    for (const std::size_t m : predictions.weighted)
        csv += ",w_" + nameOf(m);
    for (const std::size_t m : predictions.unimodalOf)
        csv += columnsOf(nameOf(m));
    csv += predictions.settled.empty() ? "\n" : ",settled\n";
    for (std::size_t i = 0; i < people.size(); ++i) {
        csv += cell(people.ids[i]);
        const float* row = predictions.model.row(i);
        if (!regression) {
            const auto* most = std::max_element(row, row + width);
            csv += ','
                + (std::isfinite(*row) ? cell(people.classes[static_cast<std::size_t>(most - row)]) : "");
        }
        const auto append = [&](const float* values) {
            for (std::size_t k = 0; k < width; ++k)
                csv += ',' + number(values[k]);
        };
        append(row);
        for (const std::size_t m : predictions.weighted)
            csv += ',' + number(predictions.weights[i * people.modalityCount() + m]);
        for (const auto& unimodal : predictions.unimodal)
            append(unimodal.row(i));
        if (!predictions.settled.empty())
            csv += predictions.settled[i] != 0 ? ",1" : ",0";
        csv += '\n';
    }
    return csv;
}

} // namespace btw::predicting
