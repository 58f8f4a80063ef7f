// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokencohort.h"

#include "engine/data/cohort.h"
#include "workspace/io/npz/npz.h"

#include <functional>
#include <random>
#include <vector>

using namespace btw;

namespace {

/// \param addStep of a class, to the values of `text` \param shortest, longest steps
void writeCohort(const QString& path, std::mt19937& random, std::int64_t dims, int shortest, int longest,
    const std::function<void(std::vector<float>& values, int odd)>& addStep)
{
    std::normal_distribution<float> normal;
    std::uniform_int_distribution<int> length(shortest, longest);
    data::Cohort cohort;
    cohort.name = "tokens";
    cohort.task = Task::Classification;
    cohort.classes = { "even", "odd" };
    data::Modality text, noise;
    text.name = "text";
    text.kind = data::ModalityKind::Sequence;
    text.dims = dims;
    text.offsets = { 0 };
    noise.name = "noise";
    noise.dims = 2;
    for (int i = 0; i < 240; ++i) {
        const int odd = i / 3 % 2;
        cohort.ids.push_back(std::string("p").append(std::to_string(i)));
        cohort.y.push_back(odd);
        cohort.splits.push_back(i % 5 < 3 ? Split::Train : i % 5 == 3 ? Split::Validation : Split::Test);
        const bool has = i % 16 != 0;
        for (int step = has ? length(random) : 0; step > 0; --step)
            addStep(text.values, odd);
        text.offsets.push_back(static_cast<std::int64_t>(text.values.size()) / dims);
        text.present.push_back(has ? 1 : 0);
        noise.present.push_back(1);
        for (int d = 0; d < 2; ++d)
            noise.values.push_back(normal(random));
    }
    cohort.modalities = { text, noise };
    io::writeNpz(cohort, path);
}

} // namespace

void writeTokens(const QString& path)
{
    std::mt19937 random(5);
    std::uniform_int_distribution<int> half(0, 499);
    writeCohort(path, random, 1, 2, 9, [&](std::vector<float>& values, int odd) {
        values.push_back(static_cast<float>(2 * half(random) + odd));
    });
}

void writeSteps(const QString& path)
{
    std::mt19937 random(6);
    std::normal_distribution<float> normal;
    writeCohort(path, random, 2, 4, 12, [&](std::vector<float>& values, int odd) {
        values.push_back(normal(random) + static_cast<float>(odd));
        values.push_back(normal(random));
    });
}
