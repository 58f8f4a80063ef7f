// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/settledfigures.h"

#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <string>

namespace btw::training {

namespace {

struct StoppedWhileSettling
{
};

} // namespace

MetricSet settledFigures(const data::Cohort& cohort, const ModelRun& run, const weighting::SettlingBase& base,
    const RunPlan& plan, const std::vector<std::size_t>& used, const Predictions* crossFit,
    const RunControl& control, RunObserver& observer)
try {
    const auto test = data::rowsOf(cohort, Split::Test);
    if (test.empty())
        return {};
    std::vector<std::string> ids;
    std::vector<std::uint8_t> present;
    std::vector<Predictions> unimodal;
    for (const auto& one : plan.unimodal)
        unimodal.push_back({ one.width, {} });
    for (const std::size_t i : test) {
        ids.push_back(cohort.ids[i]);
        for (std::size_t u = 0; u < used.size(); ++u) {
            present.push_back(cohort.modalities[used[u]].present[i]);
            const float* row = plan.unimodal[u].row(i);
            unimodal[u].values.insert(unimodal[u].values.end(), row, row + unimodal[u].width);
        }
    }
    Predictions madeOf;
    for (const std::size_t i : test)
        if (crossFit != nullptr) {
            madeOf.width = crossFit->width;
            madeOf.values.insert(madeOf.values.end(), crossFit->row(i), crossFit->row(i) + crossFit->width);
        }
    Predictions all;
    all.width = cohort.predictionWidth();
    all.values.assign(cohort.size() * all.width, 0.0F);
    std::vector<float> weights(cohort.size() * cohort.modalityCount(), 0.0F);
    const auto settled = weighting::settle(
        base, unimodal, present, ids,
        [&](const std::vector<float>& some, const std::vector<std::size_t>& rows, Predictions& into) {
            std::vector<std::size_t> asked;
            for (const std::size_t r : rows) {
                asked.push_back(test[r]);
                for (std::size_t u = 0; u < used.size(); ++u)
                    weights[test[r] * cohort.modalityCount() + used[u]] = some[r * used.size() + u];
            }
            if (control.stopRequested())
                throw StoppedWhileSettling();
            run.predict(weights, asked, all);
            for (const std::size_t r : rows)
                std::copy_n(all.row(test[r]), all.width, into.row(r));
        },
        crossFit == nullptr ? nullptr : &madeOf);
    for (std::size_t r = 0; r < test.size(); ++r)
        std::copy_n(settled.predictions.row(r), all.width, all.row(test[r]));
    auto figures = run.metrics(all, Split::Test);
    figures["settled_share"]
        = static_cast<double>(std::count(settled.settled.begin(), settled.settled.end(), 1))
        / static_cast<double>(test.size());
    return figures;
} catch (const StoppedWhileSettling&) {
    return {};
} catch (const Error& error) {
    observer.onWarning(std::string("How this model does on new people is not known: ") + error.what());
    return {};
}

} // namespace btw::training
