// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <cstdint>

class QLabel;
class QPushButton;

namespace btw::widgets {

/// A calm message across the top of a page: what happened, what is safe, what to do next. Stays until it is
/// dismissed or replaced; never a dialog that stops the work.
class Banner : public QFrame
{
    Q_OBJECT

public:
    enum class Tone : std::uint8_t { Warning, Calm };

    explicit Banner(QWidget* parent = nullptr);

    /// Empty parts are left out.
    void show(const QString& happened, const QString& safe = {}, const QString& next = {});
    void setTone(Tone tone); ///< before it is shown
    QString text() const;

private:
    QLabel* m_text;
    QPushButton* m_close;
};

} // namespace btw::widgets
