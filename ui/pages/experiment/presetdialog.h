// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/presets.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;

namespace btw::pages {

/// Chooses one of the paper's tables, and what it is trained on: the data that is open, or a planted cohort
/// that the table names, small or of the shape of the paper's data.
class PresetDialog : public QDialog
{
    Q_OBJECT

public:
    /// \param openData its name; empty: none is open
    explicit PresetDialog(const QString& openData, QWidget* parent = nullptr);

    const experiments::Preset& chosen() const; ///< once it was accepted
    QString sample() const; ///< "sample:mosi"; empty: the data that is open
    QListWidget* list() const { return m_list; }
    QComboBox* data() const { return m_data; }
    QString words() const; ///< about the data

private:
    void describe(); ///< the table
    void describeData();

    const QString m_openData;
    std::vector<experiments::Preset> m_presets; ///< table 10 after table 9
    QListWidget* m_list;
    QLabel* m_about;
    QComboBox* m_data;
    QLabel* m_dataWords;
    QPushButton* m_accept;
};

} // namespace btw::pages
