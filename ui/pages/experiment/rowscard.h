// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/experiment/experimentdraft.h"

#include "engine/data/cohort.h"

#include <QFrame>
#include <QMap>
#include <QStringList>

#include <string>
#include <vector>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class CheckRow;

/// Which people, how they are split, with which seeds, and which figure the answer is given in. What is typed
/// is checked; the draft keeps the last that can be used.
class RowsCard : public QFrame
{
    Q_OBJECT

public:
    /// \param draft outlives it
    explicit RowsCard(ExperimentDraft& draft, QWidget* parent = nullptr);

    void setCohort(const data::Cohort& cohort);
    void setCompleteCases(qint64 count);
    QString wrong() const; ///< the first of what cannot be used; empty: nothing
    QLineEdit* folds() const { return m_folds; }
    QLineEdit* repeats() const { return m_repeats; }
    QLineEdit* seeds() const { return m_seeds; }
    QLineEdit* margin() const { return m_margin; }
    widgets::ChoiceBox* metric() const { return m_metric; }
    CheckRow* completeCases() const { return m_complete; }

Q_SIGNALS:
    void wrongChanged();

private:
    void buildLayout();
    QLineEdit* field(const QString& name, const QString& help);
    void refresh();
    void refreshFilters();
    QString usualMargin() const; ///< of the primary figure, for people
    void takeFolds(const QString& text);
    void takeRepeats(const QString& text);
    void takeSeeds(const QString& text);
    void takeMargin(const QString& text);
    void say(QLineEdit* field, const QString& wrong);

    ExperimentDraft& m_draft;
    QStringList m_columns; ///< that folds can be made of
    std::string m_usualMetric; ///< the primary figure where nobody chose one
    QString m_keptTogether;
    CheckRow* m_everybody;
    CheckRow* m_complete;
    QVBoxLayout* m_filters; ///< further rows, of the JSON
    std::vector<CheckRow*> m_filterRows;
    QLineEdit* m_folds;
    QLineEdit* m_repeats;
    QLineEdit* m_seeds;
    QLineEdit* m_margin;
    QLabel* m_together;
    widgets::ChoiceBox* m_metric;
    QLabel* m_wrongWords;
    QMap<QLineEdit*, QString> m_wrong;
};

} // namespace btw::pages
