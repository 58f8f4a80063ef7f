// SPDX-License-Identifier: GPL-3.0-or-later
// Validation loss of the unweighted MoE at its best epoch under variations of the preset small-cohort: how
// its values are chosen (docs/method, "Presets"). No test row is looked at. bench_preset SPLITS PATH...: one
// line a variation, cohort and split.
#include "engine/error.h"
#include "engine/systems/system.h"
#include "engine/training/runtime.h"
#include "workspace/io/readcohort.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

using namespace btw;

namespace {

class BestLoss : public training::RunObserver
{
public:
    void onBatch(const training::BatchProgress& /*progress*/) override { }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const training::EpochReport& report,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
        if (report.best)
            loss = report.validationLoss;
    }
    double loss = 0;
};

using Change = std::function<void(training::ExperimentSpec&)>;

std::vector<std::pair<const char*, Change>> variations()
{
    const auto dropout = [](double share) {
        return [share](training::ExperimentSpec& spec) {
            spec.encoderDropout = spec.expertDropout = spec.inputDropout = share;
        };
    };
    return { { "as it is", [](auto&) {} }, { "decay 0.01", [](auto& spec) { spec.weightDecay = 0.01; } },
        { "decay 0.1", [](auto& spec) { spec.weightDecay = 0.1; } }, { "dropout 0.2", dropout(0.2) },
        { "dropout 0.35", dropout(0.35) }, { "rate 0.0003", [](auto& spec) { spec.learningRate = 3e-4; } },
        { "width 16", [](auto& spec) { spec.width = spec.encoderHidden = 16; } },
        { "width 64", [](auto& spec) { spec.width = spec.encoderHidden = 64; } } };
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc < 3) {
        std::fprintf(stderr, "Usage: bench_preset SPLITS PATH...\n");
        return 2;
    }
    training::setThreads(1);
    const auto systems = systems::builtinSystems();
    for (int i = 2; i < argc; ++i) {
        const auto path = QString::fromLocal8Bit(argv[i]);
        for (int split = 0; split < std::atoi(argv[1]); ++split) {
            const auto read = io::openCohort(path, static_cast<std::uint64_t>(split));
            if (!read.cohort) {
                std::fprintf(stderr, "%s holds no cohort: see btw validate.\n", argv[i]);
                return 1;
            }
            const auto fitter = systems.get("moe").fitter(*read.cohort, {});
            for (const auto& [name, change] : variations()) {
                auto spec = training::presetSpec("small-cohort", 0);
                spec.variant = weighting::Variant::None;
                change(spec);
                training::RunControl control;
                BestLoss best;
                fitter->train({ training::Step::Baseline, 0, spec, 1, {} }, control, best);
                std::printf(
                    "%s\t%d\t%s\t%.6f\n", qPrintable(QFileInfo(path).fileName()), split, name, best.loss);
                std::fflush(stdout);
            }
        }
    }
    return 0;
}
