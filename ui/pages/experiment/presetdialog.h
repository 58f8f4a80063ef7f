// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/experiment/presets.h"

#include <QDialog>

class QLabel;
class QListWidget;

namespace btw::pages {

/// Chooses one of the paper's tables.
class PresetDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PresetDialog(QWidget* parent = nullptr);

    const Preset& chosen() const; ///< once it was accepted
    QListWidget* list() const { return m_list; }

private:
    void describe();

    std::vector<Preset> m_presets = presets();
    QListWidget* m_list;
    QLabel* m_about;
};

} // namespace btw::pages
