// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/inputscheck.h"

#include "engine/error.h"
#include "engine/weighting/kl.h"
#include "engine/weighting/names.h"

#include <algorithm>
#include <cmath>

namespace btw::weighting {

namespace {

const char* splitName(Split split)
{
    switch (split) {
    case Split::Train:
        return "training";
    case Split::Validation:
        return "validation";
    case Split::Test:
        break;
    }
    return "test";
}

void expectCount(const std::string& what, std::size_t expected, std::size_t actual)
{
    if (expected != actual) {
        throw Error("Weights of this cohort need " + std::to_string(expected) + " " + what + ", but "
            + std::to_string(actual) + " are given: predict the same rows and classes with every model.");
    }
}

void checkShapes(const Inputs& inputs)
{
    const std::size_t n = inputs.splits.size();
    const std::size_t modalities = inputs.modalities.size();
    if (modalities == 0) {
        throw Error("Weights need at least one modality: give unimodal predictions.");
    }
    const bool labelled = inputs.task == Task::Regression || !inputs.y.empty();
    expectCount("ids", n, inputs.ids.size());
    expectCount("labels", labelled ? n : 0, inputs.y.size());
    expectCount("presence flags", n * modalities, inputs.present.size());
    expectCount("unimodal models", modalities, inputs.unimodal.size());

    const std::size_t width = inputs.unimodal.front().width;
    if (inputs.task == Task::Regression && width != 1) {
        throw Error("Weights of a regression need one predicted number per row, not " + std::to_string(width)
            + ": give the predicted label.");
    }
    if (inputs.task == Task::Classification && width < 2) {
        throw Error("Weights of a classification need a probability for each of at least 2 classes, not "
            + std::to_string(width) + ": give one column per class.");
    }
    for (std::size_t m = 0; m < modalities; ++m) {
        const std::string of = " of " + modalityLabel(inputs.modalities[m]);
        expectCount("columns of predictions" + of, width, inputs.unimodal[m].width);
        expectCount("predicted numbers" + of, n * width, inputs.unimodal[m].values.size());
    }
}

void checkSplits(const Inputs& inputs)
{
    const std::size_t modalities = inputs.modalities.size();
    for (const Split split : { Split::Train, Split::Validation, Split::Test }) {
        std::size_t rows = 0;
        std::vector<std::size_t> rowsWithModality(modalities);
        for (std::size_t i = 0; i < inputs.splits.size(); ++i) {
            if (inputs.splits[i] != split) {
                continue;
            }
            ++rows;
            for (std::size_t m = 0; m < modalities; ++m) {
                rowsWithModality[m] += inputs.present[i * modalities + m] != 0 ? 1 : 0;
            }
        }
        if (rows == 0 && split == Split::Train) {
            throw Error("There are no training rows: give a training split.");
        }
        const auto never = std::find(rowsWithModality.begin(), rowsWithModality.end(), 0U);
        if (rows > 0 && never != rowsWithModality.end()) {
            throw Error("No row of the " + std::string(splitName(split)) + " split has "
                + modalityLabel(inputs.modalities[static_cast<std::size_t>(never - rowsWithModality.begin())])
                + ": leave the modality out, or split the rows again.");
        }
    }
}

void checkPredictions(const Inputs& inputs, MiPolicy policy)
{
    const std::size_t modalities = inputs.modalities.size();
    std::vector<double> scratch;
    for (std::size_t m = 0; m < modalities; ++m) {
        const std::string label = modalityLabel(inputs.modalities[m]);
        const Predictions& predictions = inputs.unimodal[m];
        for (std::size_t i = 0; i < inputs.splits.size(); ++i) {
            const float* row = predictions.row(i);
            const std::string& id = inputs.ids[i];
            if (inputs.present[i * modalities + m] == 0) {
                if (policy != MiPolicy::All || inputs.splits[i] != Split::Train) {
                    continue;
                }
                if (std::any_of(row, row + predictions.width, [](float v) { return std::isnan(v); })) {
                    throw Error("mi=all needs a prediction of " + label
                        + " where the modality is absent, too, but " + "training instance '" + id
                        + "' has none: give the unimodal model's prediction for a zero embedding, or use "
                          "mi=present.");
                }
            }
            if (inputs.task == Task::Classification) {
                normaliseProbabilities(row, predictions.width, label, id, scratch);
            } else if (!std::isfinite(*row)) {
                throw Error("The prediction of " + label + " for instance '" + id
                    + "' is not finite: give a number, or mark the modality absent.");
            }
        }
    }
}

} // namespace

std::string modalityLabel(const std::string& name) { return "modality '" + name + "'"; }

void checkVariant(Variant variant, Task task)
{
    if (factsOf(variant).regressionOnly && task == Task::Classification)
        throw Error("variant=" + std::string(toString(variant))
            + " correlates predicted numbers, so it is for regression only: use another variant, e.g. btw.");
}

void checkInputs(const Inputs& inputs, const Options& options)
{
    checkShapes(inputs);
    checkVariant(options.variant, inputs.task);
    if (options.variant == Variant::HeldOut && inputs.believed.size() != inputs.modalities.size())
        throw Error("variant=held-out takes its weights from late fusion, which predictions alone do not "
                    "give: train it with btw train.");
    if (options.variant == Variant::Shuffled && inputs.weights.size() != inputs.present.size())
        throw Error("variant=shuffled shuffles the weights of a training, which predictions alone do not "
                    "give: train it with btw train.");
    checkSplits(inputs);
    checkPredictions(inputs, options.mi);
}

} // namespace btw::weighting
