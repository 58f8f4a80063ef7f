// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/papersamples.h"

#include "engine/data/planting.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <array>
#include <string>

namespace btw::data {

namespace {

struct Clips
{
    std::string name;
    std::array<std::size_t, 3> splits; ///< as published: training, validation, test
    std::array<PlantedModality, 3> modalities;
};

/// As many clips of each split as published, which ones by chance; of another size as any other cohort.
void drawPublishedSplits(Cohort& cohort, const std::array<std::size_t, 3>& sizes, std::uint64_t seed)
{
    if (sizes[0] + sizes[1] + sizes[2] != cohort.size()) {
        drawSplits(cohort, seed);
        return;
    }
    cohort.splits.assign(cohort.size(), Split::Train);
    const auto validation = cohort.splits.begin() + static_cast<std::ptrdiff_t>(sizes[0]);
    const auto test = validation + static_cast<std::ptrdiff_t>(sizes[1]);
    std::fill(validation, test, Split::Validation);
    std::fill(test, cohort.splits.end(), Split::Test);
    Random random(seed);
    random.shuffle(cohort.splits);
}

Cohort makeClips(const Clips& clips, std::size_t n, std::uint64_t seed)
{
    if (n < 50)
        throw Error("A planted cohort of clips needs at least 50 instances: ask for more (--n).");
    Random random(seed);
    Cohort cohort;
    cohort.name = clips.name;
    const auto truth = plantSentiments(cohort, n, random);
    plant(cohort, clips.modalities, truth, 0, random);
    drawPublishedSplits(cohort, clips.splits, random.next());
    return cohort;
}

} // namespace

// The noise of a step is so large that its features tell no more of the hidden signal together than a few
// dozen features of the small cohorts do.
Cohort makeMosi(std::size_t n, std::uint64_t seed)
{
    return makeClips({ "mosi", { 1284, 229, 686 },
                         { {
                             { "text", ModalityKind::Sequence, 768, 0.85, 0.03, 4, 10, 50, 1 },
                             { "audio", ModalityKind::Sequence, 5, 0.45, 0.03, 2, 75, 375, 1 },
                             { "vision", ModalityKind::Sequence, 20, 0.35, 0.03, 3, 100, 500, 1 },
                         } } },
        n, seed);
}

Cohort makeMosei(std::size_t n, std::uint64_t seed)
{
    return makeClips({ "mosei", { 16326, 1871, 4659 },
                         { {
                             { "text", ModalityKind::Sequence, 768, 0.85, 0.03, 4, 10, 50, 1 },
                             { "audio", ModalityKind::Sequence, 74, 0.45, 0.03, 4, 100, 500, 1 },
                             { "vision", ModalityKind::Sequence, 35, 0.35, 0.03, 3, 100, 500, 1 },
                         } } },
        n, seed);
}

Cohort makeMimic(std::size_t n, std::uint64_t seed)
{
    if (n < 100)
        throw Error("A planted cohort of stays needs at least 100 instances: ask for more (--n).");
    Random random(seed);
    Cohort cohort;
    cohort.name = "mimic";
    const auto truth = plantStays(cohort, n, random);
    const std::array<PlantedModality, 4> modalities { {
        { "ts", ModalityKind::Series, 30, 0.78, 0.03, 2, 1, 1, 1 },
        { "text", ModalityKind::Vector, 768, 0.64, 0.03, 4, 1, 1, 1 },
        { "cxr", ModalityKind::Vector, 1024, 0.48, 0.03, 4, 1, 1, 0.25 },
        { "ecg", ModalityKind::Vector, 256, 0.31, 0.03, 3, 1, 1, 0.52 },
    } };
    plant(cohort, modalities, truth, kUnexplainedStays, random);
    drawSplits(cohort, seed);
    return cohort;
}

} // namespace btw::data
