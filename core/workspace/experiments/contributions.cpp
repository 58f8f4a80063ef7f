// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/contributions.h"

#include "engine/error.h"
#include "workspace/experiments/experiment.h"

#include <algorithm>
#include <cmath>

namespace btw::experiments {

namespace {

bool isAlike(const Model& a, const Model& b)
{
    return a.system == b.system && a.variant == b.variant && a.settings == b.settings;
}

const Model* placeboOf(const std::vector<Model>& models, const Model& full, const std::string& modality)
{
    const auto found = std::find_if(models.begin(), models.end(), [&](const Model& model) {
        return isAlike(model, full) && model.placebo == modality && model.modalities == full.modalities;
    });
    return found == models.end() ? nullptr : &*found;
}

/// Corrects and judges all of them as one question.
void judgeTogether(std::vector<Answer>& answers, std::vector<analysis::Contribution> Answer::*part)
{
    std::vector<analysis::Contribution> all;
    for (const auto& answer : answers)
        all.insert(all.end(), (answer.*part).begin(), (answer.*part).end());
    analysis::judge(all, answers.front().margin);
    auto next = all.begin();
    for (auto& answer : answers)
        for (auto& one : answer.*part)
            one = std::move(*next++);
}

} // namespace

bool leavesOut(const Model& full, const Model& model)
{
    if (!full.isWhole() || model.without.empty() || !isAlike(full, model))
        return false;
    auto all = model.modalities;
    all.insert(all.end(), model.without.begin(), model.without.end());
    return all.size() == full.modalities.size()
        && std::is_permutation(all.begin(), all.end(), full.modalities.begin());
}

bool standsByItself(const std::vector<Model>& all, const Model& model)
{
    return model.placebo.empty()
        && std::none_of(all.begin(), all.end(), [&](const Model& full) { return leavesOut(full, model); });
}

NothingLeftOut::NothingLeftOut()
    : Error("Nothing here was trained without one of its modalities, so there is nothing that says what each "
            "adds. The question \"What each modality adds\" trains it.")
{
}

std::vector<Answer> answersOf(Models& models, const std::string& metric, double margin)
{
    if (std::isnan(margin))
        margin = analysis::usualMargin(metric, models.constantsError());
    std::vector<Answer> answers;
    for (const auto& full : models.all()) {
        Answer answer { full, metric, margin, {}, {} };
        for (const auto& model : models.all()) {
            if (!leavesOut(full, model))
                continue;
            analysis::Contribution one;
            one.modality = listed(model.without).toStdString();
            one.difference = models.difference(metric, full, model);
            one.among = amongThoseWhoHave(models, metric, full, model);
            const auto* placebo
                = model.without.size() == 1 ? placeboOf(models.all(), full, model.without.front()) : nullptr;
            if (placebo != nullptr)
                answer.placebos.push_back(
                    { one.modality, models.difference(metric, *placebo, model), 1, 0, {}, 0, {} });
            answer.modalities.push_back(std::move(one));
        }
        if (!answer.modalities.empty())
            answers.push_back(std::move(answer));
    }
    if (answers.empty())
        throw NothingLeftOut();
    judgeTogether(answers, &Answer::modalities);
    judgeTogether(answers, &Answer::placebos);
    return answers;
}

} // namespace btw::experiments
