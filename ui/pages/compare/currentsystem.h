// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <string>

namespace btw::pages {

class CompareController;
class ComparisonCard;
class ComparisonModel;
class CurvesCard;
class PeopleCard;
class SelectedCard;

/// The system whose row the table is at, and what stands beside the table of it: what it changes for each
/// person and each class, and its learning curve among those that are checked. They follow the row.
class CurrentSystem : public QObject
{
    Q_OBJECT

public:
    struct Views
    {
        ComparisonModel& model;
        ComparisonCard& systems;
        PeopleCard& people;
        SelectedCard& selected;
        CurvesCard& curves;
    };

    /// All outlive it.
    CurrentSystem(CompareController& controller, const Views& views, QObject* parent = nullptr);

    void forget(); ///< the study on show is another one
    void clear(); ///< there is nothing to compare
    /// Once the model has an answer: the system that was on show, else one that leaves nothing out.
    /// \param data name of the cohort  \param population whom the answer is about
    void restore(const QString& data, const std::string& population);

private:
    void show(int row);
    void showCurves();

    CompareController& m_controller;
    Views m_views;
    QString m_data;
    std::string m_population;
    QString m_name; ///< Model::fullName(); empty: none was on show
    int m_row = -1; ///< on show
    bool m_isAsking = false; ///< else an answer is of a row before
};

} // namespace btw::pages
