// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/tokensnote.h"

#include "engine/data/tokens.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <QCoreApplication>

#include <algorithm>

namespace btw::jobs {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(TokensNote)
};

} // namespace

QString tokensNote(
    const data::Cohort& cohort, const store::RunRecord& run, const systems::SystemRegistry& systems)
{
    const auto name = run.modality.toStdString();
    const auto isIt = [&](const auto& one) { return one.name == name; };
    const auto modality = std::find_if(cohort.modalities.begin(), cohort.modalities.end(), isIt);
    if (run.step != training::Step::Unimodal || modality == cohort.modalities.end()
        || !data::holdsTokens(*modality))
        return {};
    const auto parameters = systems.get(run.spec.model).info().parameters();
    const QString measured = Words::tr(
        "The values of %1 are tokens (numbers of word pieces), and are read as measurements here.")
                                 .arg(run.modality);
    if (training::findParameter(parameters, training::kEncoderFilesKey) == nullptr)
        return Words::tr("%1 The system %2 takes no encoder from a file, and only such an encoder reads them "
                         "as text: choose another system, or leave the modality out.")
            .arg(measured, run.model);
    const auto files = training::encoderFiles(run.spec);
    const bool hasFile
        = std::any_of(files.begin(), files.end(), [&](const auto& file) { return file.modality == name; });
    return hasFile
        ? QString()
        : Words::tr(
            "%1 Only an encoder from a file reads them as text: encoder_files, e.g. %2=/models/bert.pt.")
              .arg(measured, run.modality);
}

} // namespace btw::jobs
