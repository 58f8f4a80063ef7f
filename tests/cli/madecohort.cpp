// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"

#include "engine/data/cohort.h"
#include "workspace/io/npz/npz.h"

#include <cstring>
#include <limits>
#include <random>

using namespace btw;

namespace {

data::Modality modality(const Made& made, std::size_t m, std::mt19937& random)
{
    std::uniform_real_distribution<double> uniform(0, 1);
    std::normal_distribution<float> normal;
    data::Modality out;
    out.name = "m" + std::to_string(m);
    const char kind = made.kinds[static_cast<qsizetype>(m)];
    out.kind = kind == 'v' ? data::ModalityKind::Vector
        : kind == 'q'      ? data::ModalityKind::Sequence
                           : data::ModalityKind::Series;
    out.dims = 2;
    if (out.isRagged())
        out.offsets.assign(1, 0);
    for (int i = 0; i < made.rows; ++i) {
        const bool has = m == 0 || uniform(random) >= made.lacking;
        const int steps = out.isRagged() ? (has ? 1 + static_cast<int>(3 * uniform(random)) : 0) : 1;
        for (int step = 0; step < steps; ++step) {
            for (int d = 0; d < 2; ++d) {
                const bool missing = d > 0 && uniform(random) < made.missing;
                out.values.push_back(!has ? 0
                        : missing         ? std::numeric_limits<float>::quiet_NaN()
                        : made.constant   ? 1
                                          : normal(random));
            }
            if (out.kind == data::ModalityKind::Series)
                out.times.push_back(static_cast<float>(step));
        }
        if (out.isRagged())
            out.offsets.push_back(out.offsets.back() + steps);
        out.present.push_back(has ? 1 : 0);
    }
    return out;
}

data::Cohort cohort(const Made& made)
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    data::Cohort out;
    out.name = "made";
    out.task = made.classes > 0 ? Task::Classification : Task::Regression;
    for (int c = 0; c < made.classes; ++c)
        out.classes.push_back("c" + std::to_string(c));
    for (int i = 0; i < made.rows; ++i) {
        out.ids.push_back("p" + std::to_string(i));
        out.y.push_back(made.classes > 0 ? i % made.classes : normal(random));
        if (made.splits != nullptr) {
            const char split = made.splits[static_cast<std::size_t>(i) % std::strlen(made.splits)];
            out.splits.push_back(split == 't' ? Split::Train
                    : split == 'v'            ? Split::Validation
                                              : Split::Test);
        }
        if (made.groups > 0)
            out.groups.push_back("g" + std::to_string(i % made.groups));
    }
    for (std::size_t m = 0; m < static_cast<std::size_t>(made.kinds.size()); ++m)
        out.modalities.push_back(modality(made, m, random));
    return out;
}

} // namespace

void writeCohort(const Made& made, const QString& path) { io::writeNpz(cohort(made), path); }
