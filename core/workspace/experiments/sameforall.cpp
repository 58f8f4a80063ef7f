// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/sameforall.h"

#include "engine/analysis/bootstrap.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SameForAll)
};

/// More models than these are counted, not named.
constexpr qsizetype kNamedAtMost = 5;

/// Probabilities, or labels in units of their standard deviation, that differ by no more are nearly the same.
constexpr double kNearly = 1e-3;

/// Of a rare class all probabilities are small: what is nearly the same is told by how much it varies, too.
constexpr double kNearlyOfRare = 1e-2;

/// By how much nearly equal predictions may differ in column k.
double toleranceOf(const store::CohortRecord& cohort, std::size_t k)
{
    if (cohort.task == Task::Regression)
        return kNearly * analysis::meanAndStd(cohort.y).std;
    const auto has = std::count(cohort.y.begin(), cohort.y.end(), static_cast<double>(k));
    const double share = static_cast<double>(has) / static_cast<double>(cohort.y.size());
    return std::min(kNearly, kNearlyOfRare * std::sqrt(share * (1 - share)));
}

bool areTheSame(const Models::Tested& tested)
{
    const auto& predictions = tested.predictions;
    for (std::size_t k = 0; k < predictions.width; ++k) {
        auto least = std::numeric_limits<double>::infinity(), largest = -least;
        for (const std::size_t row : tested.rows) {
            const auto value = static_cast<double>(predictions.row(row)[k]);
            if (!std::isfinite(value))
                continue; // of a person who lacks the model's modality
            least = std::min(least, value);
            largest = std::max(largest, value);
        }
        if (!(largest - least <= toleranceOf(tested.cohort, k)) || largest < least) // none is finite
            return false;
    }
    return true;
}

/// "voice alone (in 2 of 5 trainings)"; empty where none of its trainings ended so.
QString named(Models& models, const Model& model)
{
    std::set<std::int64_t> same, all; // runs: seeds share a reference model
    models.visit(model, [&](const Models::Tested& tested) {
        const auto run = model.runs.at(tested.cell);
        if (tested.rows.size() < 2) // of one row nothing can be told
            return;
        all.insert(run);
        if (areTheSame(tested))
            same.insert(run);
    });
    if (same.empty())
        return {};
    return same.size() == all.size() ? model.plainName()
                                     : Words::tr("%1 (in %2 of %3 trainings)", "a model")
                                           .arg(model.plainName())
                                           .arg(same.size())
                                           .arg(all.size());
}

} // namespace

QString sameForAllNote(Models& models, const Model* leading)
{
    std::vector<Model> asked;
    for (const auto& model : models.all())
        if (model.system != QLatin1String("constant"))
            asked.push_back(model);
    if (leading != nullptr)
        for (const auto& modality : std::vector<std::string>(leading->modalities))
            if (auto alone = models.aloneModel(*leading, modality);
                alone && alone->variant == QLatin1String("unimodal"))
                asked.push_back(std::move(*alone));
    QStringList names;
    for (const auto& model : asked)
        if (const QString name = named(models, model); !name.isEmpty())
            names << name;
    if (names.isEmpty())
        return {};
    const auto more = names.size() - kNamedAtMost;
    if (more > 1)
        names = names.mid(0, kNamedAtMost) << Words::tr("%1 other models").arg(more);
    const QString nearly = models.cohort().task == Task::Classification
        ? Words::tr("its probabilities differ by less than 0.001 between any two people")
        : Words::tr("any two people's predictions differ by less than a thousandth of the labels' standard "
                    "deviation");
    return names.size() == 1
        ? Words::tr("%1 predicts the same for everybody, or nearly so: %2.", "a model, and what that means")
              .arg(names.front(), nearly)
        : Words::tr("These predict the same for everybody, or nearly so: %1.")
              .arg(names.join(QStringLiteral("; ")));
}

} // namespace btw::experiments
