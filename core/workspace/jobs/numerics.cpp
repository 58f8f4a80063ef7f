// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/numerics.h"

#include "engine/model/mmimparameters.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <QStringList>

#include <algorithm>

namespace btw::jobs {

QString numericsOf(
    const training::RunPlan& step, const data::Cohort& cohort, const std::vector<training::Parameter>& read)
{
    const bool isNetwork = std::any_of(read.begin(), read.end(),
        [](const training::Parameter& one) { return one.group == training::Group::Network; });
    const auto used = training::usedModalities(cohort, step);
    const auto hasAny = [&](data::ModalityKind kind) {
        return std::any_of(
            used.begin(), used.end(), [&](std::size_t m) { return cohort.modalities[m].kind == kind; });
    };
    const bool hasSequences = hasAny(data::ModalityKind::Sequence);
    const bool hasSeries = hasAny(data::ModalityKind::Series);
    const bool isMult = step.spec.model == "mult"; // which reads no common parameter of networks
    QStringList all;
    if (isNetwork && (hasSequences || hasSeries))
        all << QStringLiteral("lstm 2");
    if (isMult || (isNetwork && (hasSequences || hasSeries) && training::hasTransformer(step.spec)))
        all << QStringLiteral("attention 2"); // kernels/attention.h, and without padding model/transformer.h
    if ((isNetwork || isMult) && hasSeries) // kernels/timeshares.h
        all << QStringLiteral("time attention 1");
    if (isNetwork && hasSeries
        && training::hasTransformer(step.spec)) // which an LSTM read all the same before
        all << QStringLiteral("points 2");
    if (step.spec.model == "ithp") // whose variances are bounded since
        all << QStringLiteral("ithp 2");
    if (step.spec.model == "mmim" && used.size() > 1
        && model::kMmimParameters[0].number(step.spec) > 0) // which trains in two stages since
        all << QStringLiteral("mmim 2");
    const auto files = training::encoderFiles(step.spec);
    const bool hasFile = std::any_of(files.begin(), files.end(), [&](const auto& file) {
        return std::any_of(used.begin(), used.end(),
            [&](std::size_t m) { return cohort.modalities[m].name == file.modality; });
    });
    if (hasFile && training::findParameter(read, training::kEncoderFilesKey) != nullptr
        && training::encoderRate(step.spec) == 0) // one row at a time since
        all << QStringLiteral("encoder files 2");
    return all.join(QStringLiteral(", "));
}

} // namespace btw::jobs
