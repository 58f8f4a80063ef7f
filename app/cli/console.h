// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace btw::cli {

/// Exit statuses that other programs rely on.
inline constexpr int kDone = 0;
inline constexpr int kWorkFailed = 1;
inline constexpr int kUnusable = 2; ///< arguments or input
inline constexpr int kInterrupted = 130; ///< SIGINT or SIGTERM

/// Results go to standard output, all else to standard error. A progress line, on a terminal, is rewritten in
/// place and cleared before anything else is written.
class Console
{
public:
    Console();

    void result(const QString& line); ///< one line, flushed at once
    void result(const QJsonObject& document); ///< indented
    void result(const QJsonArray& document);
    void resultLine(const QJsonObject& object); ///< one line of JSON, flushed at once
    void message(const QString& line);
    /// On a terminal always shown; elsewhere at most every ten seconds.
    void progress(const QString& line);

private:
    void write(const QByteArray& text);
    void clearProgress();

    bool m_errIsTerminal;
    bool m_sharedTerminal; ///< results appear where the progress line stands
    qsizetype m_progressLength = 0;
    qint64 m_lastProgress = 0; ///< milliseconds of the steady clock
};

} // namespace btw::cli
