// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/problem.h"
#include "workspace/io/recipe/remedy.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace btw::io {

/// A problem of a source, with what can be done about it at once, the best first; often nothing.
struct Problem : data::Problem
{
    std::vector<Remedy> remedies = {};
};

/// Collects what a reader finds. A file with a million bad cells gives twenty of them and a count: problems
/// with the same severity, code and remedy are one kind. Of those that one choice fixes together, three are
/// shown. `what` and `remedy` come as clauses ("the label is
/// missing") and leave as sentences.
class Problems
{
public:
    static constexpr std::int64_t kShownOfAKind = 20;
    static constexpr std::int64_t kShownOfOneFix = 3;

    /// `code`: stable, in kebab-case ("label-missing"). `remedies`: what can be done about it at once, the
    /// best first.
    void error(const std::string& code, std::string where, const data::Sentence& what,
        const std::string& remedy, std::vector<Remedy> remedies = {});
    void warning(const std::string& code, std::string where, const data::Sentence& what,
        const std::string& remedy, std::vector<Remedy> remedies = {});
    void note(const std::string& code, std::string where, const data::Sentence& what,
        const std::string& remedy, std::vector<Remedy> remedies = {});

    /// A problem of a given severity.
    void add(data::Severity severity, const std::string& code, std::string where, const data::Sentence& what,
        const std::string& remedy, std::vector<Remedy> remedies = {});

    void append(std::vector<Problem> problems);

    bool hasErrors() const { return m_errors > 0; }
    /// Lines of the rows that errors offer to leave out, by file; the ones that are not shown, too.
    const std::map<std::string, std::vector<std::int64_t>>& badRows() const { return m_badRows; }
    /// The list, closed by one line for each kind of which not all are shown; that line offers what would
    /// fix them together. Empties this.
    std::vector<Problem> take();

private:
    /// All problems of one severity, code and remedy.
    struct Sort
    {
        std::int64_t shown = 0;
        std::int64_t hidden = 0;
        std::vector<Remedy> ofFirst;
        std::vector<Remedy> ofHidden; ///< for those that are not shown
    };
    static void addHidden(Sort& sort, std::vector<Remedy> remedies);

    struct Kind
    {
        data::Severity severity;
        std::string code;
        std::string remedy;

        bool operator<(const Kind& other) const
        {
            return std::tie(severity, code, remedy) < std::tie(other.severity, other.code, other.remedy);
        }
    };
    std::vector<Problem> m_problems;
    std::map<Kind, Sort> m_sorts;
    std::map<std::string, std::vector<std::int64_t>> m_badRows;
    std::int64_t m_errors = 0;
};

/// A problem that the engine found, with the remedies that leave out what it concerns or draw other splits.
Problem withRemedies(data::Problem problem);
std::vector<Problem> withRemedies(std::vector<data::Problem> problems);

/// "1_tr.csv, row 3, column 'age'"; the column is left out when empty.
std::string place(const std::string& file, std::int64_t row, const std::string& column = {});
/// Text of a cell or key for a message: in quotes, cut after 40 bytes, line breaks shown as spaces.
std::string inQuotes(std::string_view text);
/// 5875 as "5,875".
std::string grouped(std::int64_t number);

} // namespace btw::io
