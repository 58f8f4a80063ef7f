// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/storelookup.h"

#include <QListWidget>

namespace btw::pages {

/// The figures that were saved in this project: files in <store>.d/figures. Enter or a double click opens
/// one.
class FigureFiles : public QListWidget
{
    Q_OBJECT

public:
    /// The lookup outlives it.
    explicit FigureFiles(experiments::StoreLookup& lookup, QWidget* parent = nullptr);

    void refresh(); ///< reads the folder, away from the GUI thread
    QString folder() const { return m_folder; } ///< empty until it was read

Q_SIGNALS:
    void wanted(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override; ///< says how files come here, while there are none

private:
    experiments::StoreLookup& m_lookup;
    experiments::StoreLookup::Subject m_subject = experiments::StoreLookup::subject();
    QString m_folder;
};

} // namespace btw::pages
