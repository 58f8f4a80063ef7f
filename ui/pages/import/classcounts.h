// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/importjob.h"

#include <QWidget>

class QLabel;
class QStandardItemModel;

namespace btw::widgets {
class PlainTable;
}

namespace btw::pages {

/// What the last reading found of the label: the range of a number, or the size of each class by split.
class ClassCounts : public QWidget
{
    Q_OBJECT

public:
    explicit ClassCounts(QWidget* parent = nullptr);

    /// \param summary null: nothing was read, and nothing is shown
    void setSummary(const jobs::CohortSummary* summary);
    void retranslate();
    QString text() const; ///< the table of class sizes, a line each

private:
    void fill(const jobs::CohortSummary& summary);

    QStandardItemModel* m_counts;
    widgets::PlainTable* m_table;
    QLabel* m_range;
};

} // namespace btw::pages
