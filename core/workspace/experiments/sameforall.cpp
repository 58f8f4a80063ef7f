// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/sameforall.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SameForAll)
};

/// Predictions that differ by less than this share of the largest are one: rounding.
constexpr float kRounding = 1e-6F;

bool areTheSame(const Models::Tested& tested)
{
    const auto& predictions = tested.predictions;
    for (std::size_t k = 0; k < predictions.width; ++k) {
        float least = predictions.row(tested.rows.front())[k], most = least;
        for (const std::size_t row : tested.rows) {
            least = std::min(least, predictions.row(row)[k]);
            most = std::max(most, predictions.row(row)[k]);
        }
        if (!(most - least <= kRounding * std::max(std::abs(least), std::abs(most))))
            return false;
    }
    return true;
}

} // namespace

QStringList sameForAllNotes(Models& models)
{
    QStringList notes;
    for (const auto& model : models.all()) {
        if (model.system == QLatin1String("constant"))
            continue;
        int same = 0, all = 0;
        models.visit(model, [&](const Models::Tested& tested) {
            // Of one row nothing can be told.
            if (tested.rows.size() < 2)
                return;
            ++all;
            same += areTheSame(tested) ? 1 : 0;
        });
        if (same == 0)
            continue;
        notes << (all == 1
                ? Words::tr("%1 predicts the same for everybody: it tells no two people apart.")
                      .arg(model.plainName())
                : Words::tr(
                    "%1 predicts the same for everybody in %2 of its %3 trainings: there it tells no two "
                    "people apart.")
                      .arg(model.plainName())
                      .arg(same)
                      .arg(all));
    }
    return notes;
}

} // namespace btw::experiments
