// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tablefile.h"

#include "workspace/io/csvfolder.h"
#include "workspace/io/filesource.h"

#include <QFileInfo>

#include <memory>
#include <utility>

namespace btw::io {

ReadResult readTableFile(const QString& path, const TableRoles& roles, const ReadLimits& limits)
{
    const QFileInfo info(path);
    const std::unique_ptr<FileSource> folder = openFolder(info.absolutePath());
    return readTables(
        manifestOf(roles, info.fileName(), info.completeBaseName().toStdString()), *folder, limits);
}

ReadResult readTableFile(const QString& path, const ReadLimits& limits)
{
    TablePreview preview = previewTable(path);
    Problems problems;
    const bool usable = preview.problems.empty();
    problems.append(std::move(preview.problems));
    if (!usable)
        return { std::nullopt, problems.take() };
    const std::string file = QFileInfo(path).fileName().toStdString();
    const RoleGuess guess = guessRoles(preview);
    if (!guess.missing.empty()) {
        problems.error(file, "what its columns are cannot be guessed: " + guess.missing,
            "rename the column with the label to 'label', or describe the file in a manifest.json beside it");
        return { std::nullopt, problems.take() };
    }
    for (const RoleGuess::Reason& reason : guess.reasons)
        problems.note(file + ", " + reason.columns, "read as " + reason.role + ": " + reason.why,
            "a manifest.json beside the file can say otherwise");
    ReadResult result = readTableFile(path, guess.roles, limits);
    problems.append(std::move(result.problems));
    return { std::move(result.cohort), problems.take() };
}

} // namespace btw::io
