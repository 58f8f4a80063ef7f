// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"

#include "engine/error.h"

#include <QDeadlineTimer>
#include <QJsonDocument>

#include <unistd.h>

#include <cstdio>

namespace btw::cli {

namespace {

constexpr qint64 kQuietMs = 10'000;

} // namespace

Console::Console()
    : m_errIsTerminal(::isatty(STDERR_FILENO) == 1)
    , m_sharedTerminal(m_errIsTerminal && ::isatty(STDOUT_FILENO) == 1)
{
}

void Console::write(const QByteArray& text)
{
    if (m_sharedTerminal)
        clearProgress();
    const auto size = static_cast<std::size_t>(text.size());
    if (std::fwrite(text.constData(), 1, size, stdout) != size || std::fflush(stdout) != 0)
        throw Error(
            "The results could not be written to standard output; is the disk full?", Error::Kind::Work);
}

void Console::result(const QString& line) { write(line.toUtf8() + '\n'); }

void Console::result(const QJsonObject& document)
{
    write(QJsonDocument(document).toJson(QJsonDocument::Indented));
}

void Console::result(const QJsonArray& document)
{
    write(QJsonDocument(document).toJson(QJsonDocument::Indented));
}

void Console::resultLine(const QJsonObject& object)
{
    write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void Console::message(const QString& line)
{
    clearProgress();
    const QByteArray text = line.toUtf8() + '\n';
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stderr);
    std::fflush(stderr);
}

void Console::progress(const QString& line)
{
    if (!m_errIsTerminal) {
        const qint64 now = QDeadlineTimer::current().deadline();
        if (m_lastProgress != 0 && now - m_lastProgress < kQuietMs)
            return;
        m_lastProgress = now;
        message(line);
        return;
    }
    clearProgress();
    const QByteArray text = line.toUtf8();
    m_progressLength = line.size();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stderr);
    std::fflush(stderr);
}

void Console::clearProgress()
{
    if (m_progressLength == 0)
        return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_progressLength = 0;
}

} // namespace btw::cli
