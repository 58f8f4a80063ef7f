// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/report.h"

#include "workspace/io/problems.h"

#include "engine/data/names.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace btw::io::reader {

Report::Report(const Task& task)
    : m_task(task)
    , m_file(task.folder + QStringLiteral("/report.jsonl"))
{
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        std::perror("report.jsonl");
}

std::unique_ptr<PlainTable> Report::begin(const QString& part)
{
    m_part = part;
    m_table = QStringLiteral("table%1.csv").arg(++m_tables);
    auto table = std::make_unique<PlainTable>(m_task.folder + u'/' + m_table, m_task.most);
    if (table->open())
        return table;
    error("no-room", part, "there is no room for its table in the folder of temporary files",
        "make room there, or set TMPDIR to a folder with more");
    return nullptr;
}

bool Report::finish(std::unique_ptr<PlainTable> table)
{
    if (!table->finish()) {
        error(table->isOverLimit() ? "over-limit" : "no-room", m_part,
            table->isOverLimit()
                ? "the table grows to over " + grouped(m_task.most) + " bytes as text, which is the limit"
                : std::string("there is no room for its table in the folder of temporary files"),
            "leave out what is not needed, or set BTW_UNPACK_GIB to the GiB it may grow to");
        return false;
    }
    const QJsonObject line { { QStringLiteral("table"), m_table }, { QStringLiteral("part"), m_part } };
    m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    return true;
}

void Report::add(data::Severity severity, const char* code, const QString& part, const std::string& what,
    const std::string& remedy, const std::string& variable, const std::string& value)
{
    QJsonObject line { { QStringLiteral("severity"), QString::fromStdString(data::severityName(severity)) },
        { QStringLiteral("part"), part }, { QStringLiteral("code"), QLatin1String(code) },
        { QStringLiteral("what"), QString::fromStdString(what) },
        { QStringLiteral("remedy"), QString::fromStdString(remedy) } };
    if (!variable.empty()) {
        line.insert(QStringLiteral("variable"), QString::fromStdString(variable));
        line.insert(QStringLiteral("value"), QString::fromStdString(value));
    }
    m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

void Report::error(const char* code, const QString& part, const std::string& what, const std::string& remedy)
{
    add(data::Severity::Error, code, part, what, remedy);
}

void Report::warning(
    const char* code, const QString& part, const std::string& what, const std::string& remedy)
{
    add(data::Severity::Warning, code, part, what, remedy);
}

void Report::warningOfValue(const char* code, const std::string& variable, const std::string& value,
    const std::string& what, const std::string& remedy)
{
    add(data::Severity::Warning, code, {}, what, remedy, variable, value);
}

void Report::note(const char* code, const QString& part, const std::string& what, const std::string& remedy)
{
    add(data::Severity::Note, code, part, what, remedy);
}

void Report::progress(double share)
{
    const int percent = static_cast<int>(share * 100);
    if (percent == m_percent)
        return;
    m_percent = percent;
    std::printf("%d\n", percent);
    std::fflush(stdout);
}

} // namespace btw::io::reader
