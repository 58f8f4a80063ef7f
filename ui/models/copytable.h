// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace btw::models {

/// A small table as it is taken along: the first column names the rows, the others are figures.
struct CopyTable
{
    QString caption; ///< says the metric, the rows and the split
    QString source {}; ///< data with its hash, looks at test rows with the head of their list: a comment
    QStringList head;
    QList<QStringList> rows; ///< each as long as `head`

    bool isEmpty() const { return rows.isEmpty(); }
    QString tsv() const; ///< for a spreadsheet: the caption, the head, then a line a row
    QString markdown() const; ///< with the caption above
    QString latex() const; ///< a `table` with booktabs' rules and the caption
};

} // namespace btw::models
