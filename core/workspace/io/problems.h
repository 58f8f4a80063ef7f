// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace btw::io {

/// Collects what a reader finds. A file with a million bad cells gives twenty of them and a count: problems
/// with the same severity and remedy are one kind. `what` and `remedy` come as clauses ("the label is
/// missing") and leave as sentences.
class Problems
{
public:
    static constexpr std::int64_t kShownOfAKind = 20;

    /// `remedies`: what can be done about it at once, the best first.
    void error(std::string where, const std::string& what, const std::string& remedy,
        std::vector<data::Remedy> remedies = {});
    void warning(std::string where, const std::string& what, const std::string& remedy,
        std::vector<data::Remedy> remedies = {});
    void note(std::string where, const std::string& what, const std::string& remedy);

    void append(std::vector<data::Problem> problems);

    bool hasErrors() const { return m_errors > 0; }
    /// Lines of the rows that errors offer to leave out, by file; the ones that are not shown, too.
    const std::map<std::string, std::vector<std::int64_t>>& badRows() const { return m_badRows; }
    /// The list, closed by one line for each kind of which not all are shown; that line offers what would
    /// mend them together. Empties this.
    std::vector<data::Problem> take();

private:
    /// All problems of one severity and remedy.
    struct Sort
    {
        std::int64_t count = 0;
        std::vector<data::Remedy> ofHidden; ///< for those that are not shown
    };
    void add(data::Severity severity, std::string where, const std::string& what, const std::string& remedy,
        std::vector<data::Remedy> remedies);
    static void addHidden(Sort& sort, std::vector<data::Remedy> remedies);

    std::vector<data::Problem> m_problems;
    std::map<std::pair<data::Severity, std::string>, Sort> m_sorts;
    std::map<std::string, std::vector<std::int64_t>> m_badRows;
    std::int64_t m_errors = 0;
};

/// "1_tr.csv, row 3, column 'age'"; the column is left out when empty.
std::string place(const std::string& file, std::int64_t row, const std::string& column = {});
/// Text of a cell or key for a message: in quotes, cut after 40 bytes, line breaks shown as spaces.
std::string inQuotes(std::string_view text);
/// 5875 as "5,875".
std::string grouped(std::int64_t number);

} // namespace btw::io
