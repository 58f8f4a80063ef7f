// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/cohortsummary.h"

#include <QFrame>

#include <vector>

class QLabel;
class QHBoxLayout;

namespace btw::pages {

/// A cohort in a line of figures: what is predicted, rows, people, splits, hash.
class CohortFacts : public QFrame
{
    Q_OBJECT

public:
    explicit CohortFacts(QWidget* parent = nullptr);

    void setCohort(const data::Cohort& cohort);
    void setSummary(const jobs::CohortSummary& summary);
    void setHash(const QString& hash); ///< empty: not known yet
    QString text() const; ///< every fact, a line each

private:
    struct Fact
    {
        QWidget* box;
        QLabel* name;
        QLabel* value;
        QLabel* more;
    };
    enum Which { Task, Rows, People, Train, Validation, Test, Hash, Count };
    Fact makeFact(QHBoxLayout* row);
    void set(Which which, const QString& name, const QString& value, const QString& more = {});

    std::vector<Fact> m_facts;
};

} // namespace btw::pages
