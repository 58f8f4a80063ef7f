// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparequestion.h"

#include <QWidget>

#include <vector>

class QLineEdit;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

/// What is compared: the study, whose people, the figure, what the spread runs over; and the filter of the
/// table. Says what a person chose, not what the program fills in.
class CompareBar : public QWidget
{
    Q_OBJECT

public:
    explicit CompareBar(QWidget* parent = nullptr);

    void setStudies(const std::vector<experiments::Study>& studies, const experiments::Study::Id& current);
    /// \param metric on show \param population on show: whom one of the comparisons is about
    void setResult(const CompareResult& result, const CompareQuestion& question, const std::string& metric,
        const std::string& population);
    QLineEdit* filter() const { return m_filter; }
    widgets::ChoiceBox* study() const { return m_study; }
    widgets::ChoiceBox* metric() const { return m_metric; }
    widgets::ChoiceBox* spread() const { return m_spread; }
    widgets::ChoiceBox* people() const { return m_people; }

Q_SIGNALS:
    void studyChosen(const btw::experiments::Study::Id& id);
    void metricChosen(const std::string& metric);
    void spreadChosen(btw::experiments::Spread spread);
    void populationChosen(const std::string& population);
    void subgroupChosen(qint64 id); ///< 0: everybody
    void filterChanged(const QString& filter);

private:
    void choosePeople(int at);

    std::vector<experiments::Study::Id> m_ids;
    std::vector<std::string> m_populations;
    std::vector<qint64> m_subgroups; ///< after the populations
    widgets::ChoiceBox* m_study;
    widgets::ChoiceBox* m_people;
    widgets::ChoiceBox* m_metric;
    widgets::ChoiceBox* m_spread;
    QLineEdit* m_filter;
};

/// "What each modality adds · metabric": a study in a list.
QString studyTitle(const experiments::Study& study);

} // namespace btw::pages
