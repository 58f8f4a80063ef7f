// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "engine/data/cohort.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace btw::models {
class ModalitiesModel;
}

namespace btw::widgets {
class PlainTable;
}

namespace btw::pages {

class ProblemList;
class TrainingForm;

/// An open cohort: what it holds, what is wrong with it and what to do about that, and what to train.
class CohortView : public QWidget
{
    Q_OBJECT

public:
    explicit CohortView(QWidget* parent = nullptr);

    void setCohort(const data::Cohort& cohort, const QString& path, const std::vector<io::Problem>& problems);
    TrainingForm* form() const { return m_form; }
    QString summaryText() const;
    const ProblemList& problems() const { return *m_problems; }

Q_SIGNALS:
    void otherDataRequested();
    void changeRequested(); ///< how it is read is to be looked at, or changed

private:
    QLabel* m_title;
    QLabel* m_line;
    QLabel* m_splits;
    QLabel* m_label;
    models::ModalitiesModel* m_model;
    widgets::PlainTable* m_table;
    ProblemList* m_problems;
    TrainingForm* m_form;
};

/// "196 train · 49 validation · 106 test".
QString splitWords(const data::Cohort& cohort);
/// "Classes: AD 53, control 53" or "Label: -3 to 3, median 0.4".
QString labelWords(const data::Cohort& cohort);

} // namespace btw::pages
