// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QHash>
#include <QStyledItemDelegate>

#include <utility>

namespace btw::pages {

/// Draws rows of a ComparisonModel: what a system is, dim beside its name; and intervals on the scale that
/// the column shares.
class SystemsDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SystemsDelegate(QObject* parent = nullptr);
    void setTheme(const widgets::Theme& theme) { m_theme = theme; }
    /// What is drawn of the names that have no room, by their whole text.
    void setShortened(QHash<QString, QString> names) { m_shortened = std::move(names); }
    QString shownName(const QString& name) const { return m_shortened.value(name, name); }

    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    void paintForest(QPainter& painter, const QRectF& cell, const QModelIndex& index) const;
    void paintTitle(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    widgets::Theme m_theme = widgets::Theme::light();
    QHash<QString, QString> m_shortened;
};

} // namespace btw::pages
