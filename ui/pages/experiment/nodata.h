// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace btw::pages {

class Actions;

/// In place of the form while no data is open: what an experiment is, and the ways to data.
class NoData : public QWidget
{
    Q_OBJECT

public:
    explicit NoData(const Actions& actions, QWidget* parent = nullptr);

Q_SIGNALS:
    void presetWanted(); ///< a table of the paper, which brings data of its own
};

} // namespace btw::pages
