// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFormLayout>
#include <QString>

class QFrame;
class QLabel;

namespace btw::pages {

/// A card's heading and, below it, rows of a dim name and what is chosen.
class FormRows
{
public:
    /// \param card its layout is made here
    explicit FormRows(QFrame* card, const QString& heading);

    QLabel* heading() const { return m_heading; }
    /// The field is told to screen readers by the same name.
    void add(const QString& name, QWidget* field);
    void add(QLayout* layout) { m_rows->addRow(layout); }
    void setShown(QWidget* field, bool shown);

private:
    QLabel* m_heading;
    QFormLayout* m_rows;
};

} // namespace btw::pages
