// SPDX-License-Identifier: GPL-3.0-or-later
#include "values.h"

#include "engine/weighting/names.h"

#include <array>

namespace btw::values {

namespace {

constexpr std::array kModalities { "text", "audio", "video" };
constexpr std::array kWeights { 0.6, 0.3, 0.1 };
constexpr int kEpochsAtMost = 40;

training::Step stepOf(int index)
{
    return index < 3 ? training::Step::Unimodal
        : index == 3 ? training::Step::Baseline
                     : training::Step::Weighted;
}

store::RunRecord runOf(int index)
{
    auto record = run(100 + index, stepOf(index), store::RunStatus::Running);
    if (index < 3) {
        record.modality = QString::fromLatin1(kModalities.at(static_cast<std::size_t>(index)));
        record.name = record.modality + QStringLiteral(" alone · seed 2");
    }
    return record;
}

jobs::RunDigest digestOf(const store::RunRecord& record, int epochs)
{
    jobs::RunDigest digest;
    digest.run = record;
    digest.run.epochs = epochs;
    digest.cohortName = QStringLiteral("sentiment");
    digest.modalities.assign(kModalities.begin(), kModalities.end());
    digest.metric = "mae";
    digest.epochsAtMost = kEpochsAtMost;
    for (int epoch = 1; epoch <= epochs; ++epoch)
        digest.validationMetric.push_back(1.0 + 1.0 / epoch);
    return digest;
}

} // namespace

jobs::ResultLine line(jobs::ResultLine::Kind kind, const std::string& label, double value, double difference,
    double low, double high, std::int64_t n)
{
    jobs::ResultLine out;
    out.kind = kind;
    out.label = label;
    out.value = value;
    out.low = value - 0.05;
    out.high = value + 0.05;
    out.n = n;
    out.difference = difference;
    out.differenceLow = low;
    out.differenceHigh = high;
    return out;
}

jobs::ResultCard clearCard()
{
    using Kind = jobs::ResultLine::Kind;
    jobs::ResultCard card;
    card.metric = "mae";
    card.n = 200;
    card.lines = { line(Kind::Modality, "text", 0.8, 0.1, 0.05, 0.15),
        line(Kind::Modality, "audio", 1.0, 0.3, 0.2, 0.4), line(Kind::Modality, "video", 1.2, 0.5, 0.4, 0.6),
        line(Kind::Baseline, "none", 0.75, 0.05, 0.01, 0.09), line(Kind::Weighted, "btw", 0.7, 0, 0, 0),
        line(Kind::ReferenceAll, "all", 0.9, 0.2, 0.1, 0.3),
        line(Kind::Constant, "constant", 1.3, 0.6, 0.5, 0.7) };
    card.reference = 4;
    return card;
}

store::RunRecord run(std::int64_t id, training::Step step, store::RunStatus status)
{
    store::RunRecord record;
    record.id = id;
    record.splitId = 1;
    record.step = step;
    record.status = status;
    if (status == store::RunStatus::Finished) // and so is its training
        record.testOpened = QDateTime::currentDateTimeUtc();
    record.seed = 2;
    record.spec.epochs = kEpochsAtMost;
    record.variant = step == training::Step::Unimodal ? QStringLiteral("unimodal")
        : step == training::Step::Baseline            ? QStringLiteral("none")
                                                      : QStringLiteral("btw");
    record.modality = step == training::Step::Unimodal ? QStringLiteral("text") : QString();
    record.name = step == training::Step::Unimodal ? QStringLiteral("text alone · seed 2")
        : step == training::Step::Baseline         ? QStringLiteral("baseline · seed 2")
                                                   : QStringLiteral("btw · seed 2");
    return record;
}

store::TrainingRecord training(
    std::int64_t id, const std::vector<std::int64_t>& runs, store::TrainingState state)
{
    store::TrainingRecord training;
    training.id = id;
    training.splitId = 1;
    training.system = QStringLiteral("moe");
    training.variant = QStringLiteral("btw");
    training.seed = 2;
    training.state = state;
    for (const auto run : runs)
        training.runs.push_back(
            { run, run == runs.back() ? training::Step::Weighted : training::Step::Unimodal });
    return training;
}

jobs::RunStarted started(int index)
{
    jobs::RunStarted start;
    start.run = runOf(index);
    start.step = start.run.step;
    start.training.id = 1;
    start.training.state = store::TrainingState::Running;
    for (int i = 0; i < 5; ++i)
        start.training.runs.push_back({ 100 + i, stepOf(i) });
    start.index = index;
    start.count = 5;
    return start;
}

jobs::EpochDone epochDone(int index, int epoch)
{
    jobs::EpochDone done;
    const auto record = runOf(index);
    done.runId = record.id;
    done.step = record.step;
    done.seed = record.seed;
    training::EpochReport report;
    report.epoch = epoch;
    done.report = std::make_shared<const training::EpochReport>(report);
    done.digest = std::make_shared<const jobs::RunDigest>(
        index == 4 ? weightedDigest(epoch, weighting::Variant::Btw) : digestOf(record, epoch));
    return done;
}

jobs::RunDigest weightedDigest(int epochs, weighting::Variant variant)
{
    auto digest = digestOf(runOf(4), epochs);
    digest.run.spec.variant = variant;
    const auto name = weighting::toString(variant);
    digest.run.variant = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    for (const double weight : kWeights) {
        std::vector<store::WeightSummary> epochsOfOne { { 1, 1, 1 } };
        for (int epoch = 2; epoch <= epochs; ++epoch)
            epochsOfOne.push_back({ weight, weight - 0.05, weight + 0.05 });
        digest.weights.push_back(epochsOfOne);
    }
    return digest;
}

data::Cohort cohort(std::size_t n)
{
    data::Cohort cohort;
    cohort.name = "Clinic";
    cohort.labelRange = { -3, 3 };
    for (const char* name : { "text", "labs" }) {
        data::Modality modality;
        modality.name = name;
        modality.dims = 2;
        modality.values.assign(n * 2, 0.5F);
        for (std::size_t i = 0; i < n; ++i)
            modality.present.push_back(name[0] == 't' || i % 2 == 0 ? 1 : 0);
        cohort.modalities.push_back(modality);
    }
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back("row " + std::to_string(i));
        cohort.y.push_back(static_cast<double>(i % 7) - 3);
        cohort.splits.push_back(i % 5 < 3 ? Split::Train : i % 5 == 3 ? Split::Validation : Split::Test);
    }
    return cohort;
}

} // namespace btw::values
