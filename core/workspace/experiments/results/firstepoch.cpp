// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/firstepoch.h"

#include "workspace/store/store.h"
#include "workspace/store/weightsofone.h"

namespace btw::experiments {

QStringList firstEpochLines(const store::Store& store, const Models& models)
{
    QStringList words;
    for (const auto& model : models.all()) {
        std::size_t ones = 0;
        for (const auto& [cell, id] : model.runs) {
            const auto run = store.run(id);
            ones += run && store::weightsWereOne(*run) ? 1 : 0;
        }
        if (ones > 0)
            words
                << QStringLiteral("*%1* (%2 of %3)").arg(model.plainName()).arg(ones).arg(model.runs.size());
    }
    if (words.isEmpty())
        return {};
    return { QStringLiteral(
        "Trainings whose best epoch is the first, in which all weights are 1, so that what "
        "is compared is not weighted: %1.")
                 .arg(words.join(QStringLiteral("; "))) };
}

} // namespace btw::experiments
