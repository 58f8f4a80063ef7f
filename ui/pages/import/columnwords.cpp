// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/columnwords.h"

#include "ui/models/words.h"
#include "ui/pages/import/importdraft.h"

#include <QCoreApplication>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ColumnWords)
};

QString text(const std::string& word) { return QString::fromStdString(word); }

QString reasonFor(const ImportDraft& draft, std::size_t table, std::size_t column)
{
    const auto& choice = draft.column(table, column);
    const std::string quoted
        = std::string("'").append(draft.tables()[table].rows->header[column]).append("'");
    const std::string role = "modality " + choice.modality;
    for (const auto& reason : draft.preview()->reasons)
        if (reason.columns == quoted || (choice.role == ColumnRole::Modality && reason.role == role))
            return Words::tr("Guessed: %1, since %2.").arg(text(reason.role), text(reason.why));
    return {};
}

} // namespace

QString tableName(const ImportTable& table)
{
    QStringList names;
    if (!table.files.file.isEmpty())
        names << table.files.file;
    for (const auto& of : table.files.files)
        names << of.second;
    return names.join(QStringLiteral(", "));
}

QString chosenWords(const ImportDraft& draft, std::size_t table, const std::vector<std::size_t>& columns)
{
    if (columns.empty())
        return Words::tr("Select columns, by mouse or with the arrows, to say what they are.");
    const auto& header = draft.tables()[table].rows->header;
    const QString first = text(header[columns.front()]);
    if (columns.size() > 1)
        return Words::tr("%1 columns, %2 to %3")
            .arg(models::count(static_cast<std::int64_t>(columns.size())), first,
                text(header[columns.back()]));
    const QString reason = reasonFor(draft, table, columns.front());
    return reason.isEmpty() ? first
                            : Words::tr("%1. %2", "a column and why it was guessed so").arg(first, reason);
}

} // namespace btw::pages
