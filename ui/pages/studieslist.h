// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/studiesmodel.h"
#include "ui/widgets/theme.h"

#include <QListView>

#include <memory>
#include <vector>

class QMenu;

namespace btw::widgets {
class NavDelegate;
}

namespace btw::pages {

/// The questions of the project, in the sidebar: a click or Return opens one's result, a menu does more.
class StudiesList : public QListView
{
    Q_OBJECT

public:
    explicit StudiesList(QWidget* parent = nullptr);

    void setStudies(const std::vector<experiments::Study>& studies);
    void setCurrentStudy(const experiments::Study::Id& id); ///< selects it, without opening it
    void setTheme(const widgets::Theme& theme);
    /// Of the study in that row; the caller owns it. Null for the heading.
    std::unique_ptr<QMenu> makeMenu(const QModelIndex& index);
    const models::StudiesModel& studies() const { return m_model; }
    void focusCurrent(); ///< the keyboard goes to the selected row, else to the first

Q_SIGNALS:
    void opened(const btw::experiments::Study::Id& id);
    void resumeWanted(const btw::experiments::Study& study);
    void removeWanted(const btw::experiments::Study& study);
    void commandWanted(const btw::experiments::Study& study); ///< to be copied

private:
    models::StudiesModel m_model;
    widgets::NavDelegate* m_rows;
    experiments::Study::Id m_current;
};

} // namespace btw::pages
