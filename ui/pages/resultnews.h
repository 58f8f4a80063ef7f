// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studies.h"

#include <QObject>

#include <cstdint>
#include <functional>

namespace btw::pages {

class StatusLine;
class StudiesController;
class TrainingsController;

/// Says in the status line that the result of a question is there, while something else is looked at: what is
/// on show stays, and a click leads there.
class ResultNews : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param isLookedAt whether the Train page is on show
    ResultNews(TrainingsController& trainings, StudiesController& studies, StatusLine& line,
        std::function<bool()> isLookedAt, QObject* parent);

    void forgetWhatIsLookedAt(); ///< another page is on show

Q_SIGNALS:
    void wanted(const btw::experiments::Study::Id& id); ///< its result

private:
    void look();

    StudiesController& m_studies;
    StatusLine& m_line;
    std::function<bool()> m_isLookedAt;
    std::int64_t m_ended = 0; ///< last run of the training that ended, until its study is known; 0: none
    experiments::Study::Id m_told; ///< whose result the line speaks of; empty: none
};

} // namespace btw::pages
