// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/sourcefacts.h"

#include "ui/models/words.h"
#include "ui/pages/import/importdraft.h"

#include <QCoreApplication>

namespace btw::pages {

using models::count;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SourceFacts)
};

QString sizeWords(qint64 bytes)
{
    if (bytes < 1000)
        return Words::tr("%1 bytes").arg(bytes);
    if (bytes < 1000 * 1000)
        return Words::tr("%1 kB").arg(models::number(static_cast<double>(bytes) / 1e3));
    if (bytes < 1000LL * 1000 * 1000)
        return Words::tr("%1 MB").arg(models::number(static_cast<double>(bytes) / 1e6));
    return Words::tr("%1 GB").arg(models::number(static_cast<double>(bytes) / 1e9));
}

QString formatWords(const io::ImportPreview& preview)
{
    const QString& format = preview.format;
    if (format == QLatin1String("table"))
        return Words::tr("one table");
    if (format == QLatin1String("folder"))
        return Words::tr("a folder of tables");
    if (format == QLatin1String("zip"))
        return Words::tr("tables in an archive");
    if (format == QLatin1String("workbook"))
        return Words::tr("tables in a workbook");
    if (format == QLatin1String("npz"))
        return Words::tr("arrays of numpy");
    if (format == QLatin1String("recipe"))
        return Words::tr("a recipe");
    if (format.contains(QLatin1String("pickle")))
        return Words::tr("a pickle");
    return format.isEmpty() ? Words::tr("not known") : preview.formatName;
}

} // namespace

QStringList sourceFacts(const io::ImportPreview& preview, const ImportDraft& draft, std::int64_t instances)
{
    QStringList facts { models::capitalised(formatWords(preview)), sizeWords(preview.bytes) };
    const auto& tables = draft.tables();
    std::size_t columns = 0;
    for (const auto& table : tables)
        columns += table.rows->header.size();
    if (tables.size() > 1)
        facts << Words::tr("%1 tables").arg(count(static_cast<std::int64_t>(tables.size())));
    else if (columns > 0)
        facts << (columns == 1 ? Words::tr("1 column")
                               : Words::tr("%1 columns").arg(count(static_cast<std::int64_t>(columns))));
    const auto rows = instances >= 0 ? instances : preview.rows;
    if (rows >= 0)
        facts << Words::tr("%1 instances").arg(count(rows));
    return facts;
}

} // namespace btw::pages
