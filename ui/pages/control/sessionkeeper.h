// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/settings.h"

#include <QObject>

namespace btw::pages {

class DataController;
class StudiesController;

/// Remembers where a person is in a project, so that it opens there again: page, data, study.
class SessionKeeper : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param project its file
    SessionKeeper(widgets::Settings& settings, const QString& project, DataController& data,
        StudiesController& studies);

    void keepPage(const QString& id);
    /// As it was when the program was closed last: what is kept from now on does not change it.
    const widgets::ProjectSession& last() const { return m_last; }

private:
    void keep();

    widgets::Settings& m_settings;
    QString m_project;
    widgets::ProjectSession m_last;
    widgets::ProjectSession m_now;
};

} // namespace btw::pages
