// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/tokensnote.h"

#include "engine/data/tokens.h"
#include "engine/spec/encoderfiles.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace btw::jobs {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(TokensNote)
};

bool readsFiles(const systems::System& system)
{
    const auto parameters = system.info().parameters();
    return std::any_of(
        parameters.begin(), parameters.end(), [](const auto& one) { return one.key == "encoder_files"; });
}

bool isRead(const training::ExperimentSpec& spec, const std::string& modality)
{
    const auto& used = spec.modalities;
    return used.empty() || std::find(used.begin(), used.end(), modality) != used.end();
}

bool hasFile(const std::vector<training::EncoderFileName>& files, const std::string& modality)
{
    return std::any_of(
        files.begin(), files.end(), [&](const auto& file) { return file.modality == modality; });
}

} // namespace

QString tokensNote(const std::vector<TrainingRequest>& requests, const systems::SystemRegistry& systems)
{
    QStringList names;
    for (const auto& request : requests) {
        const auto files = readsFiles(systems.get(request.spec.model))
            ? training::encoderFiles(request.spec)
            : std::vector<training::EncoderFileName>();
        for (const auto& modality : request.cohort->modalities)
            if (data::holdsTokens(modality) && isRead(request.spec, modality.name)
                && !hasFile(files, modality.name))
                names.append(QString::fromStdString(modality.name));
    }
    names.removeDuplicates();
    if (names.isEmpty())
        return {};
    return Words::tr(
        "The numbers of %1 stand for pieces of words, and are read as measurements here: a piece "
        "with a higher number counts as more. Only an encoder from a file reads them as a text "
        "(encoder_files, e.g. %2=/models/bert.pt).")
        .arg(names.join(QStringLiteral(", ")), names.front());
}

} // namespace btw::jobs
