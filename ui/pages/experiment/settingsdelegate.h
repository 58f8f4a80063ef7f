// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace btw::models {
class SettingsModel;
}

namespace btw::pages {

/// Edits the value of a setting: names are offered, and what is typed is checked with each key.
class SettingsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// \param model outlives it
    SettingsDelegate(const models::SettingsModel& model, QObject* parent);

    QWidget* createEditor(
        QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    const models::SettingsModel& m_model;
};

} // namespace btw::pages
