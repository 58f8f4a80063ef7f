// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/assignment.h"

#include "engine/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>

namespace btw::training {

namespace {

enum Message : std::int64_t { Train, Finished, Stopped };

/// Fixed-size fields, in this order.
constexpr std::int64_t kFields = 4;
constexpr std::size_t kKind = 0, kStep = 1, kModality = 2, kSeed = 3;

at::Tensor numbers() { return at::zeros({ kFields }, at::kLong); }

/// The unimodal predictions that a weighted model needs, one modality after the other.
void sharePredictions(Ranks& ranks, std::vector<Predictions>& unimodal)
{
    for (auto& predictions : unimodal) {
        auto values = at::tensor(predictions.values);
        ranks.share(values);
        std::copy_n(values.data_ptr<float>(), predictions.values.size(), predictions.values.begin());
    }
}

} // namespace

void assign(Ranks& ranks, const RunPlan& plan, const std::optional<std::string>& resumeFrom)
{
    std::string checkpoint;
    if (resumeFrom) {
        std::ifstream file(*resumeFrom, std::ios::binary);
        checkpoint.assign(std::istreambuf_iterator<char>(file), {});
        if (!file || checkpoint.empty())
            throw Error(*resumeFrom + ": the checkpoint cannot be read; train the run again.");
    }
    auto fields = numbers();
    auto* const field = fields.data_ptr<std::int64_t>();
    field[kKind] = Message::Train;
    field[kStep] = static_cast<std::int64_t>(plan.step);
    field[kModality] = static_cast<std::int64_t>(plan.modality);
    field[kSeed] = static_cast<std::int64_t>(plan.seed);
    ranks.share(fields);
    ranks.share(checkpoint);
    auto unimodal = plan.unimodal;
    sharePredictions(ranks, unimodal);
}

void dismissFollowers(Ranks& ranks, Outcome outcome)
{
    if (ranks.left())
        return;
    auto fields = numbers();
    fields.data_ptr<std::int64_t>()[kKind]
        = outcome == Outcome::Stopped ? Message::Stopped : Message::Finished;
    ranks.share(fields);
    ranks.leave();
}

std::optional<Assignment> receiveAssignment(
    Ranks& ranks, const data::Cohort& cohort, const ExperimentSpec& spec, bool& stopped)
{
    auto fields = numbers();
    ranks.share(fields);
    const auto* const field = fields.data_ptr<std::int64_t>();
    if (field[kKind] != Message::Train) {
        stopped = field[kKind] == Message::Stopped;
        return std::nullopt;
    }
    Assignment assignment;
    assignment.plan.step = static_cast<Step>(field[kStep]);
    assignment.plan.modality = static_cast<std::size_t>(field[kModality]);
    assignment.plan.seed = static_cast<std::uint64_t>(field[kSeed]);
    assignment.plan.spec = spec;
    ranks.share(assignment.checkpoint);
    if (assignment.plan.step == Step::Weighted) {
        Predictions predictions;
        predictions.width = cohort.predictionWidth();
        predictions.values.resize(cohort.size() * predictions.width);
        assignment.plan.unimodal.assign(usedModalities(cohort, assignment.plan).size(), predictions);
        sharePredictions(ranks, assignment.plan.unimodal);
    }
    return assignment;
}

} // namespace btw::training
