// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/copytable.h"

#include <QFrame>

#include <memory>
#include <vector>

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace btw::charts {
class Chart;
struct FigureInfo;
}

namespace btw::experiments {
struct FigureData;
}

namespace btw::widgets {
class ElidedLabel;
}

namespace btw::pages {

/// A card of the result: heading, caption, what it shows, and what can be taken along of it.
class ResultTile : public QFrame
{
    Q_OBJECT

public:
    /// \param help what is shown, for who asks "What is this?"
    ResultTile(const QString& title, const QString& help, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setCaption(const QString& caption);
    QString caption() const;
    /// Puts it into the body; the first one that is not hidden is the tile's.
    void addChart(charts::Chart* chart);
    charts::Chart* chart() const; ///< that is shown; null: none
    /// A figure that stands in files alone, of a tile that shows its numbers as a table.
    void setPicture(const charts::FigureInfo& figure);
    void setPictureData(const experiments::FigureData& numbers);
    /// What the menu takes along: the chart that is shown, or the picture; null: neither, or nothing in it.
    charts::Chart* picture() const;
    void setTable(const models::CopyTable& table) { m_table = table; }
    const models::CopyTable& table() const { return m_table; }
    void setCommand(const QString& command) { m_command = command; } ///< empty: none gives these numbers
    QVBoxLayout* body() const { return m_body; }
    std::unique_ptr<QMenu> makeMenu(); ///< the caller owns it
    /// \returns a sentence where it could not be written
    QString savePicture(const QString& path) const;

Q_SIGNALS:
    void reportWanted(); ///< of the whole result

private:
    void copy(const QString& text) const;

    QString m_help, m_command;
    models::CopyTable m_table;
    std::vector<charts::Chart*> m_charts;
    charts::Chart* m_picture = nullptr; ///< never shown
    QLabel* m_title;
    widgets::ElidedLabel* m_caption;
    QToolButton* m_reset; ///< of a zoom; hidden without one
    QToolButton* m_more;
    QVBoxLayout* m_body;
};

} // namespace btw::pages
