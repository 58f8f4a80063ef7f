// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/contributions.h"

#include "engine/error.h"
#include "workspace/experiments/experiment.h"

#include <algorithm>
#include <cmath>

namespace btw::experiments {

namespace {

const Model* find(
    const std::vector<Model>& models, const std::vector<std::string>& without, const std::string& placebo)
{
    const auto found = std::find_if(models.begin(), models.end(),
        [&](const Model& model) { return model.without == without && model.placebo == placebo; });
    return found == models.end() ? nullptr : &*found;
}

} // namespace

Answer answerOf(Models& models, const std::string& metric, double margin)
{
    Answer answer;
    answer.metric = metric;
    answer.margin = std::isnan(margin) ? analysis::usualMargin(metric, models.constantsError()) : margin;
    const auto* full = find(models.all(), {}, {});
    for (const auto& model : models.all()) {
        if (model.without.empty() || full == nullptr)
            continue;
        analysis::Contribution one;
        one.modality = listed(model.without).toStdString();
        one.difference = models.difference(answer.metric, *full, model);
        const auto* placebo
            = model.without.size() == 1 ? find(models.all(), {}, model.without.front()) : nullptr;
        if (placebo != nullptr)
            answer.placebos.push_back(
                { one.modality, models.difference(answer.metric, *placebo, model), 1, 0, {}, 0 });
        answer.modalities.push_back(std::move(one));
    }
    if (answer.modalities.empty())
        throw Error("The experiment leaves no modality out: ask for it with --without.");
    analysis::judge(answer.modalities, answer.margin);
    analysis::judge(answer.placebos, answer.margin);
    return answer;
}

} // namespace btw::experiments
