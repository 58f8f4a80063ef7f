// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

#include <cstdint>

class QLabel;
class QPushButton;

namespace btw::widgets {

/// A calm message across the foot of a page: what happened, what is safe, what to do next. Stays until it is
/// dismissed or replaced; never a dialog that stops the work.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);
    bool isWarning() const { return property("warning").toBool(); }

    /// Something went wrong, or needs care. Empty parts are left out.
    void warn(const QString& happened, const QString& safe = {}, const QString& next = {});
    /// Something went well, in the quiet colour.
    void say(const QString& happened, const QString& next = {});
    void saySaved(const QString& path); ///< where a file that a person asked for is now
    QString text() const;

private:
    enum class Tone : std::uint8_t { Warning, Calm };
    void show(Tone tone, const QStringList& parts);

    QLabel* m_text;
    QPushButton* m_close;
};

/// The banner in the margins of a page, to be laid out below what it shows: what comes there moves nothing
/// that a person is about to click.
QWidget* atFoot(Banner* banner);

} // namespace btw::widgets
