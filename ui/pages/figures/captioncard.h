// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QPlainTextEdit;
class QPushButton;

namespace btw::pages {

/// The text under the figure, to be read and copied.
class CaptionCard : public QFrame
{
    Q_OBJECT

public:
    explicit CaptionCard(QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const;
    QPushButton* copyButton() const { return m_copy; }

private:
    QPlainTextEdit* m_text;
    QPushButton* m_copy;
};

} // namespace btw::pages
