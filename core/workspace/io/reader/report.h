// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/plaintable.h"

#include "engine/data/problem.h"

#include <QFile>
#include <QString>

#include <cstdint>
#include <memory>
#include <string>

namespace btw::io::reader {

/// What the program that reads one file (btw-read) is asked for.
struct Task
{
    QString path; ///< of the file
    QString folder; ///< for the plain tables and the report
    std::uint64_t most = 0; ///< bytes that a table may have
    std::int64_t headRows = 0; ///< of each table; 0: all
};

/// What it found: `report.jsonl` in the folder, a JSON object a line, which runReader() reads.
class Report
{
public:
    explicit Report(const Task& task);

    const Task& task() const { return m_task; }
    /// A plain table that is called so in the file: "part X"; empty where it is the only one.
    std::unique_ptr<PlainTable> begin(const QString& part);
    /// Closes it and puts it on the list; false, with a problem, where it could not be written.
    bool finish(std::unique_ptr<PlainTable> table);

    /// `code`: as of Problems. `part`: the table it is about, or empty.
    void error(const char* code, const QString& part, const std::string& what, const std::string& remedy);
    void warning(const char* code, const QString& part, const std::string& what, const std::string& remedy);
    /// A warning of a value of a variable that may stand for a missing one; its remedy marks it so.
    void warningOfValue(const char* code, const std::string& variable, const std::string& value,
        const std::string& what, const std::string& remedy);
    void note(const char* code, const QString& part, const std::string& what, const std::string& remedy);
    /// Tells how far the reading is, 0 to 1.
    void progress(double share);

private:
    void add(data::Severity severity, const char* code, const QString& part, const std::string& what,
        const std::string& remedy, const std::string& variable = {}, const std::string& value = {});

    const Task m_task;
    QFile m_file;
    int m_tables = 0;
    QString m_part;
    QString m_table; ///< file name
    int m_percent = -1;
};

/// Readers of one kind each. They report, and never throw for bad data.
void readStatistics(Report& report, const QString& kind);
void readHdf5(Report& report);
void readMatlab(Report& report);

} // namespace btw::io::reader
