// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studies.h"

#include <QObject>

#include <QString>
#include <cstdint>

namespace btw::jobs {
struct RunDigest;
}

namespace btw::pages {

class DataController;
class HeaderBar;

/// Says in the head and in the title of the window whose figures are on show: the open data, or those of the
/// study or run. Where these are other data, it offers to open them, or to say where they are now; where
/// their file is open but has changed since, it says so.
class Headline : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    Headline(HeaderBar& header, QWidget& window, DataController& data, experiments::StoreLookup& lookup);

    void setPage(const QString& id, const QString& title);
    void show(const experiments::Study& study);
    void show(const jobs::RunDigest& run);
    void showOpenData();

Q_SIGNALS:
    void fileWanted(const QString& path); ///< the data that lay there are to be found

private:
    /// Where the data of what is on show lie.
    struct Place
    {
        QString path; ///< by which they are opened
        QString source; ///< for people
        bool isThere = false;
        bool hasChanged = false; ///< it is open, and is not what was trained on
    };
    struct Shown
    {
        QString name, line, metric;
        std::int64_t cohort = 0; ///< in the store; of the open data 0
    };

    void tell();
    void look(); ///< for the place of what is on show
    void offer();
    void open();

    HeaderBar& m_header;
    QWidget& m_window;
    DataController& m_data;
    experiments::StoreLookup& m_lookup;
    experiments::StoreLookup::Subject m_subject = experiments::StoreLookup::subject();
    QString m_page, m_pageTitle;
    Shown m_open;
    Shown m_shown; ///< empty: the open data
    Place m_place; ///< of m_shown
    std::int64_t m_placeOf = 0; ///< the cohort whose file that is
    bool m_isOther = false; ///< the head names other data than those that are open
};

} // namespace btw::pages
