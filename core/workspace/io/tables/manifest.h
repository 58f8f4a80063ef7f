// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/tables/cells/timeunits.h"

#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

/// One file for every instance, or one per split.
struct TableFiles
{
    QString file; ///< empty when `files` is used
    std::map<Split, QString> files;
    bool header = true; ///< the first record names the columns; else they are called 1, 2, ...

    /// Whether it is one of these files.
    bool holds(const QString& name) const
    {
        return file == name || std::any_of(files.begin(), files.end(), [&name](const auto& entry) {
            return entry.second == name;
        });
    }
    bool holds(const std::string& name) const { return holds(QString::fromStdString(name)); }
    bool operator==(const TableFiles& other) const = default;
};

/// A column of words, and how it becomes numbers.
struct CategoryEntry
{
    data::Encoding encoding = data::Encoding::OneHot;
    std::vector<std::string> order; ///< of ordinal words, the least first; empty: sorted
};

/// How rows of words become features.
enum class WordCount : std::uint8_t { None, Present, Number };

/// A table with one row a measurement. Times are in the unit that the manifest declares. A list of words, a
/// row each, has neither time nor value: its features say which words an instance has.
struct LongLayout
{
    WordCount count = WordCount::None; ///< of a list of words
    bool othersAreZero
        = false; ///< of a list: instances without a row have none of its words; else it is absent
    std::string variable = {}; ///< column with the names of what was measured
    std::string value = {}; ///< column
    double unitSeconds = kSecondsAnHour; ///< of time stamps, `bin` and `first`
    double bin = 0; ///< width of a step; 0: a step for every time stamp
    double first = 0; ///< rows from 0 to here only; 0: all
};

struct ModalityEntry
{
    std::string key; ///< where it stands, "modalities[0]"
    std::string name;
    data::ModalityKind kind = data::ModalityKind::Vector;
    TableFiles table;
    std::vector<std::string> columns; ///< names or globs; empty: every column without another role
    std::vector<std::string> names; ///< of the features, where the file does not have them
    bool exactColumns = false; ///< `columns` are names only, `exact` in the file
    std::map<std::string, CategoryEntry> categories; ///< columns of words
    std::string id; ///< column; empty: aligned with the labels by position
    std::string time; ///< column; Series, or a long table
    double unitSeconds = kSecondsAnHour; ///< of time stamps of a table that is not long
    std::optional<LongLayout> layout; ///< long; else one row an instance or step
};

/// What makes a label of two columns: how long each instance was watched, and what ended that. An instance
/// has the event where it happened within the time, has it not where it was watched for longer, and is left
/// out otherwise.
struct TimedOutcome
{
    std::string time; ///< column, in any unit
    std::string event; ///< column
    std::string is; ///< the word (or number) of `event` that is predicted
    double within = 0; ///< in the unit of `time`
    /// Whether instances that something else ended earlier count as without the event; else they are left
    /// out, too.
    bool othersCountAsNone = false;
};

/// Columns of one table that describe the instances and are no features.
struct DescribeEntry
{
    std::string key; ///< where it stands, "describe[0]"
    TableFiles table;
    std::string id; ///< column; empty: aligned with the labels by position
    std::vector<std::string> columns;
};

struct LabelsEntry
{
    TableFiles table;
    std::string label; ///< column; may be empty when the file has one column only
    std::optional<TimedOutcome> outcome; ///< in place of a label's column
    std::string id; ///< column or empty
    std::string split; ///< column or empty
    std::string group; ///< column or empty
};

/// `manifest.json` of a folder of CSV files (docs/formats). Columns of a file without header are named by
/// their number, from 1 (as a number or as text).
struct Manifest
{
    std::string name;
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::optional<std::pair<double, double>> labelRange;
    std::map<std::string, double> strengths; ///< of planted cohorts
    std::vector<ModalityEntry> modalities;
    LabelsEntry labels;
    std::vector<DescribeEntry> describe;
};

/// Unknown keys are warnings, missing or ill-typed ones errors, each with its key; nullopt when any is an
/// error.
std::optional<Manifest> parseManifest(std::string_view json, Problems& problems);
/// The same for a manifest inside another document; `where` precedes each key in messages.
std::optional<Manifest> manifestFromJson(
    const QJsonObject& object, const std::string& where, Problems& problems);

/// What parseManifest makes `manifest` of again; keys of default value are left out.
QJsonObject manifestToJson(const Manifest& manifest);

} // namespace btw::io
