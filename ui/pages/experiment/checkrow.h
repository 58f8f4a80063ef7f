// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;

namespace btw::pages {

/// A check box with words beside it: what it adds, or why it cannot be chosen.
class CheckRow : public QWidget
{
    Q_OBJECT

public:
    explicit CheckRow(const QString& text, QWidget* parent = nullptr);

    QCheckBox* box() const { return m_box; }
    void setHint(const QString& hint);
    /// Greyed with the reason; an empty one lets it be chosen again.
    void setReason(const QString& reason);
    void show(bool checked); ///< without telling
    bool isChecked() const;

Q_SIGNALS:
    void chosen(bool checked); ///< by a person

private:
    void tell();

    QCheckBox* m_box;
    QLabel* m_words;
    QString m_hint;
    QString m_reason;
};

} // namespace btw::pages
