// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"

#include "engine/data/controlsamples.h"
#include "engine/data/papersamples.h"
#include "engine/data/planting.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <array>

namespace btw::data {

Cohort makeSentiment(std::size_t n, std::uint64_t seed)
{
    if (n < 50)
        throw Error("A planted sentiment cohort needs at least 50 instances: ask for more (--n).");
    Random random(seed);
    Cohort cohort;
    cohort.name = "sentiment";
    const auto truth = plantSentiments(cohort, n, random);
    const std::array<PlantedModality, 3> plans { {
        { "text", ModalityKind::Sequence, 12, 0.90, 0.03, 0.7, 4, 20, 1 },
        { "audio", ModalityKind::Sequence, 8, 0.50, 0.03, 0.7, 4, 20, 1 },
        { "video", ModalityKind::Sequence, 10, 0.0, 0.0, 0.7, 4, 20, 1 },
    } };
    plant(cohort, plans, truth, 0, random);
    drawSplits(cohort, seed);
    return cohort;
}

Cohort makeLos(std::size_t n, std::uint64_t seed, bool complete)
{
    if (n < 100)
        throw Error("A planted length-of-stay cohort needs at least 100 instances: ask for more (--n).");
    Random random(seed);
    Cohort cohort;
    cohort.name = "los";
    const auto truth = plantStays(cohort, n, random);
    const std::array<PlantedModality, 4> plans { {
        { "ts", ModalityKind::Sequence, 10, 0.78, 0.03, 0.7, 8, 24, 1 },
        { "text", ModalityKind::Vector, 16, 0.64, 0.03, 0.5, 1, 1, 1 },
        { "cxr", ModalityKind::Vector, 12, 0.48, 0.03, 0.5, 1, 1, complete ? 1 : 0.25 },
        { "ecg", ModalityKind::Vector, 8, 0.31, 0.03, 0.5, 1, 1, complete ? 1 : 0.52 },
    } };
    plant(cohort, plans, truth, kUnexplainedStays, random);
    drawSplits(cohort, seed);
    return cohort;
}

std::string_view sampleWord(std::string_view sample, std::string_view modality)
{
    struct Word
    {
        std::string_view modality, word;
    };
    constexpr std::array kLos { Word { "ts", "vital signs" }, Word { "text", "notes" },
        Word { "cxr", "X-rays" }, Word { "ecg", "ECGs" } };
    if (sample != "los" && sample != "mimic")
        return {};
    const auto* const found
        = std::find_if(kLos.begin(), kLos.end(), [&](const Word& one) { return one.modality == modality; });
    return found == kLos.end() ? std::string_view() : found->word;
}

std::span<const SampleKind> sampleKinds()
{
    static constexpr std::array kKinds {
        SampleKind { "sentiment", 1200, 360, makeSentiment },
        SampleKind { "los", 1600, 196, [](std::size_t n, std::uint64_t seed) { return makeLos(n, seed); } },
        SampleKind { "memoriser", 350, 405, makeMemoriser },
        SampleKind { "corrupted", 600, 30, makeCorrupted },
        SampleKind { "independent", 600, 30, makeIndependent },
        SampleKind { "redundant", 600, 30, makeRedundant },
        SampleKind { "everywhere", 1000, 70, makeEverywhere },
        SampleKind { "mosi", kMosi, 30165, makeMosi },
        SampleKind { "mosei", kMosei, 55740, makeMosei },
        SampleKind { "mimic", kMimic, 3376, makeMimic, 2 },
    };
    return kKinds;
}

const SampleKind& sampleKind(const std::string& name)
{
    std::string known;
    for (const SampleKind& kind : sampleKinds()) {
        if (kind.name == name)
            return kind;
        known += (known.empty() ? "" : ", ") + std::string(kind.name);
    }
    throw Error("There is no planted cohort '" + name + "'; there are: " + known + ".");
}

Cohort makeSample(const std::string& name, std::optional<std::size_t> n, std::uint64_t seed)
{
    const auto& kind = sampleKind(name);
    return kind.make(n.value_or(kind.instances), seed);
}

} // namespace btw::data
