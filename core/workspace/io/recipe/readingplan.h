// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/remedy.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace btw::io {

class FileSource;
class Problems;
struct Manifest;
struct TablePreview;

/// What a person chose to be done to one table while it is read.
struct FileRemedies
{
    /// Cells of a column, by its name.
    using Words = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;

    std::int64_t headerLine = 0; ///< where the header stands; 0: where it seems to stand
    char decimalMark = 0; ///< '.' or ','; 0: what the numbers tell
    std::vector<std::int64_t> rows; ///< to be left out: their lines, ascending
    bool badRows = false; ///< every row with a problem of its own is to be left out
    Words dropWords; ///< rows with such a cell are to be left out
    Words missingWords; ///< cells that count as empty
    std::map<std::string, LimitReading, std::less<>> limits; ///< columns with limits of measurement, "<0.01"
    /// Columns to be left out: the name, and the number from 1 of one among several of this name, or 0.
    std::vector<std::pair<std::string, std::size_t>> columns;
    std::set<std::string, std::less<>> kept; ///< columns that a guess would leave out, and that are features
    std::optional<CountWords> counted; ///< how a list of words becomes features
    bool byPrefix = false; ///< each prefix of its columns is a modality
    bool dropped = false; ///< the whole table is left out
    std::set<std::string> categories; ///< columns whose words are to become numbers

    /// Whether rows are read otherwise than they stand there.
    bool changeRows() const;
    bool dropsRow(std::int64_t line) const;
    /// The words of a column that count as empty; null without any.
    const std::set<std::string, std::less<>>* missing(std::string_view column) const;
    /// Whether a row of a head is left out; it may be ragged.
    bool dropsRow(const std::vector<std::string>& header, const std::vector<std::string>& cells) const;
};

using RemediesByFile = std::map<std::string, FileRemedies, std::less<>>;

/// What a person chose to be done while a source is read, in the order in which it is done: rows, cells and
/// columns of each table first (`byFile`, `applyTo` a head), so that everything that is guessed is guessed
/// from what is left; then the roles of columns (`applyTo` a manifest); then instances, features and splits
/// of the cohort.
class ReadingPlan
{
public:
    /// Whom a model is trained on, or whom it is to predict: then labels may be missing.
    enum class For { Training, NewPeople };

    ReadingPlan() = default;
    explicit ReadingPlan(std::vector<Remedy> remedies, For people = For::Training);

    bool isOfNewPeople() const { return m_for == For::NewPeople; }

    const std::vector<Remedy>& remedies() const { return m_remedies; }
    const RemediesByFile& byFile() const { return m_byFile; }
    /// Of one file, or null.
    const FileRemedies* ofFile(std::string_view file) const;

    /// Leaves out of a table's head what is left out of the table, before anything is guessed from it.
    void applyTo(TablePreview& head, const std::string& file) const;

    /// Carries out what concerns the roles of columns: categories, the id, the label. `idle`: says what
    /// changes nothing; null where the manifest may have been changed so before.
    void applyTo(Manifest& manifest, Problems* idle = nullptr) const;

    /// Says what would quietly do nothing: errors for files that are not there and for marks in cells that
    /// are no features, a warning for files that are not read. `manifest` as applyTo leaves it.
    void check(const Manifest& manifest, const FileSource& source, Problems& problems) const;
    /// An error for each instance to be left out that is not there.
    void checkDroppedIds(const std::vector<std::string>& ids, Problems& problems) const;

    /// Ids of the instances to be left out, wherever they come from.
    std::vector<std::string> droppedIds() const;
    /// Features to be left out: modality, feature.
    std::vector<std::pair<std::string, std::string>> droppedFeatures() const;
    /// Whether every instance that has a problem of its own is to be left out: of arrays, not of tables.
    bool leavesOutBadInstances() const;
    /// The column that was chosen as the label; empty where none was.
    std::string chosenLabel() const;
    /// Whether a label was chosen, be it a column or an outcome of two columns.
    bool choosesLabel() const;
    /// Whether the task was chosen with it.
    bool choosesTask() const;
    bool drawsSplits() const;
    /// How ids are compared beyond their spelling.
    bool matchesIds(IdMatching by) const;
    /// Hours of a bin for a series' time stamps; 0: they stay as they are.
    double binOf(const std::string& modality) const;
    /// Whether any of them is about the rows or the roles of columns of text tables.
    bool concernsTables() const;

private:
    std::vector<Remedy> m_remedies;
    RemediesByFile m_byFile;
    For m_for = For::Training;
};

} // namespace btw::io
