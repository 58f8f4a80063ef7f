// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/sameforall.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SameForAll)
};

/// More models than these are counted, not named.
constexpr qsizetype kNamedAtMost = 5;

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

QString sameForAllNote(Models& models)
{
    QStringList names;
    for (const auto& model : models.all()) {
        if (model.system == QLatin1String("constant"))
            continue;
        std::set<std::int64_t> same, all; // runs: seeds share a reference model
        models.visit(model, [&](const Models::Tested& tested) {
            const auto run = model.runs.at(tested.cell);
            // Of one row nothing can be told.
            if (tested.rows.size() < 2)
                return;
            all.insert(run);
            if (areTheSame(tested))
                same.insert(run);
        });
        if (same.empty())
            continue;
        names << (same.size() == all.size() ? model.plainName()
                                            : Words::tr("%1 (in %2 of %3 trainings)", "a model")
                                                  .arg(model.plainName())
                                                  .arg(same.size())
                                                  .arg(all.size()));
    }
    if (names.isEmpty())
        return {};
    const auto more = names.size() - kNamedAtMost;
    if (more > 1)
        names = names.mid(0, kNamedAtMost) << Words::tr("%1 other models").arg(more);
    return names.size() == 1
        ? Words::tr("%1 predicts the same for everybody: it tells no two people apart.").arg(names.front())
        : Words::tr("These predict the same for everybody, and tell no two people apart: %1.")
              .arg(names.join(QStringLiteral("; ")));
}

} // namespace btw::experiments
