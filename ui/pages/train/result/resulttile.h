// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/copytable.h"

#include <QFrame>

#include <memory>

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace btw::charts {
class PaintedFigure;
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
    /// \param fileName the end of a picture's name, without suffix
    ResultTile(const QString& title, const QString& help, const QString& fileName, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setCaption(const QString& caption);
    /// Data and study, with which the names of pictures begin: "metabric-what-each-modality-adds".
    void setSubject(const QString& subject) { m_subject = subject; }
    QString fileName() const; ///< of a picture, without suffix
    QString caption() const;
    /// \param figure in the body, for pictures; may be null
    void setFigure(charts::PaintedFigure* figure) { m_figure = figure; }
    void setTable(const models::CopyTable& table) { m_table = table; }
    const models::CopyTable& table() const { return m_table; }
    void setCommand(const QString& command) { m_command = command; } ///< empty: none gives these numbers
    QVBoxLayout* body() const { return m_body; }
    std::unique_ptr<QMenu> makeMenu(); ///< the caller owns it
    /// \returns a sentence where it could not be written
    QString savePicture(const QString& path) const;

private:
    void askWhere(const QString& suffix);
    void copy(const QString& text) const;

    QString m_help, m_fileName, m_subject, m_command;
    models::CopyTable m_table;
    charts::PaintedFigure* m_figure = nullptr;
    QLabel* m_title;
    widgets::ElidedLabel* m_caption;
    QToolButton* m_more;
    QVBoxLayout* m_body;
};

} // namespace btw::pages
