// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "engine/data/cohort.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace btw::pages {

/// What is wrong with a file, each problem in a box with what to do about it; hidden when there is none.
class ProblemList : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::size_t kShownAtMost = 20;

    explicit ProblemList(QWidget* parent = nullptr);

    /// `heading` may be empty. Beyond kShownAtMost problems, the number of the others is told.
    void setProblems(const QString& heading, const std::vector<io::Problem>& problems);
    QStringList texts() const;

private:
    QLabel* m_heading;
    QVBoxLayout* m_boxes;
};

/// "Warning, 1_tr.csv row 3: ... What to do: ...".
QString problemWords(const io::Problem& problem);

} // namespace btw::pages
