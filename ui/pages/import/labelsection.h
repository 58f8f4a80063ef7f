// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/importjob.h"

#include <QFrame>

#include <memory>
#include <optional>

class QLabel;
class QLineEdit;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class ClassCounts;
class ImportDraft;

/// What is predicted: a number, classes, or a number cut into classes; and who is in which split.
class LabelSection : public QFrame
{
    Q_OBJECT

public:
    enum class Kind : std::uint8_t { Number, Classes, Thresholds, Quantiles };

    explicit LabelSection(ImportDraft& draft, QWidget* parent = nullptr);

    /// What the last reading gave; null while there is none.
    void setReport(std::shared_ptr<const jobs::ImportReport> report);
    void releaseReport(); ///< what it said stays on show
    void retranslate();
    widgets::ChoiceBox* kindBox() const { return m_kind; }
    QLineEdit* thresholds() const { return m_thresholds; }
    QLineEdit* names() const { return m_names; }
    widgets::ChoiceBox* classesBox() const { return m_quantiles; }
    widgets::ChoiceBox* splitsBox() const { return m_splits; }
    QString countsText() const; ///< the table of class sizes, a line each

private:
    void follow();
    void choose(Kind kind);
    void takeThresholds();
    void takeNames();
    void showCounts();
    Kind kind() const;

    ImportDraft& m_draft;
    std::shared_ptr<const jobs::ImportReport> m_report;
    std::optional<Task> m_readTask; ///< of the last cohort
    double m_middle = 0; ///< median of its training rows, where it is a number
    QLabel* m_heading;
    QLabel* m_kindLabel;
    widgets::ChoiceBox* m_kind;
    QLabel* m_thresholdsLabel;
    QLineEdit* m_thresholds;
    QLabel* m_quantilesLabel;
    widgets::ChoiceBox* m_quantiles;
    QLabel* m_namesLabel;
    QLineEdit* m_names;
    QLabel* m_fault;
    ClassCounts* m_counts;
    QLabel* m_splitsLabel;
    widgets::ChoiceBox* m_splits;
    QLabel* m_splitsWords;
};

} // namespace btw::pages
