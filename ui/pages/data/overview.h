// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/cohortsummary.h"

#include <QWidget>

#include <memory>
#include <vector>

class QBoxLayout;
class QLabel;

namespace btw::pages {

class LabelChart;
class PatternChart;
class ProblemList;

/// Labels by split, which modalities come together, and what the checks found.
class Overview : public QWidget
{
    Q_OBJECT

public:
    explicit Overview(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setProblems(const std::vector<io::Problem>& problems);
    void setSummary(std::shared_ptr<const jobs::CohortSummary> summary); ///< null: being counted
    void retranslate();
    PatternChart* patterns() const { return m_patterns; }
    LabelChart* labels() const { return m_labels; }
    QString checksText() const; ///< the verdict and every problem, a line each

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showVerdict();

    std::vector<io::Problem> m_found;
    std::shared_ptr<const jobs::CohortSummary> m_summary;
    QBoxLayout* m_both;
    QLabel* m_labelsTitle;
    QLabel* m_labelsCaption;
    LabelChart* m_labels;
    QLabel* m_patternsTitle;
    QLabel* m_patternsCaption;
    PatternChart* m_patterns;
    QLabel* m_checksTitle;
    QLabel* m_verdict;
    ProblemList* m_problems;
};

} // namespace btw::pages
