// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/filenames.h"

#include <QRegularExpression>

#include <string_view>

namespace btw::io {

bool isManifest(const QFileInfo& file) { return file.fileName() == QLatin1String("manifest.json"); }

bool isNoData(const QString& fileName)
{
    const QString name = QFileInfo(fileName).fileName();
    static const QRegularExpression kNoData(
        QStringLiteral("^(\\..*|~\\$.*|.*~|thumbs\\.db|desktop\\.ini|read[ _-]?me.*|licen[cs]e.*|copying.*|"
                       "change ?log.*|citation.*)$"),
        QRegularExpression::CaseInsensitiveOption);
    return kNoData.match(name).hasMatch();
}

QString tableStem(const QString& name)
{
    for (const char* mark : kPartMarks)
        if (const qsizetype part = name.indexOf(QLatin1String(mark)); part >= 0)
            return name.mid(part + qsizetype(std::string_view(mark).size()));
    QString stem = QFileInfo(name).completeBaseName();
    static const QRegularExpression kPacked(
        QStringLiteral("\\.(gz|bz2|xz)$"), QRegularExpression::CaseInsensitiveOption);
    if (name.contains(kPacked))
        stem = QFileInfo(stem).completeBaseName();
    return stem;
}

} // namespace btw::io
