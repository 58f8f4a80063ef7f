// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/tablelayout.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::io {

/// Tells the rows of a table from what else stands among and below them: comments, repeated headers, totals,
/// a line about the source. What may be a footer is held back until it is known whether rows follow.
class RowJudge
{
public:
    using Take = std::function<void(const CsvReader& record)>;

    struct Takers
    {
        Take row; ///< of as many cells as the table is wide
        Take leftOut; ///< a row that a person chose to leave out; it may be of any length
        std::function<bool(const CsvReader& record)> isDropped; ///< whether a person chose so
    };

    RowJudge(const TableLayout& layout, std::string file, Takers takers, Problems& problems);

    /// One record after the other, those before the first row, too.
    void take(const CsvReader& record);
    /// Rows follow that somebody else takes.
    void rowsFollow() { releaseHeld(); }
    /// There are no more.
    void finish();

    /// First cells, in small letters, of what may be no row although it reads like one.
    static std::vector<std::string> suspiciousFirstCells(const TableLayout& layout);

private:
    enum class Kind : std::uint8_t {
        Row,
        OtherLength,
        Blank,
        Empty, ///< as many cells as the table is wide, all of them empty
        Comment,
        CommentedRow, ///< a whole row behind '#'
        Header, ///< once more
        Text, ///< a sentence
        Total
    };
    struct Held
    {
        Kind kind;
        std::int64_t line;
        std::string text;
    };

    Kind kindOf(const CsvReader& record) const;
    bool isTotal(const CsvReader& record) const;
    /// Whether its numbers are larger than all that the first rows have, as sums are.
    bool isLargerThanRows(const CsvReader& record) const;
    /// Whether nearly all of the first rows have a name of their own with a digit in it: p001, p002, ...
    bool namesHaveDigits() const;
    bool areColumnNumbers(const CsvReader& record) const;
    void tellOtherName(const CsvReader& record, const char* which);
    void tellBlanks();
    void judge(const CsvReader& record, Kind kind);
    void releaseHeld();
    void tellFooters();
    void tellSums();
    void error(
        const char* code, const CsvReader& record, const data::Sentence& what, const std::string& remedy);
    std::string partedNumber(const CsvReader& record) const;
    void tell(data::Severity severity, const char* code, const std::vector<std::int64_t>& lines,
        const std::string& what, const std::string& remedy);

    const TableLayout& m_layout;
    const std::string m_file;
    const Takers m_takers;
    Problems& m_problems;
    std::vector<Held> m_held;
    std::size_t m_digits = 0; ///< of the first cells, those with a digit
    std::size_t m_withoutDigits = 0;
    bool m_distinct = false; ///< no first cell comes twice among the first rows
    std::vector<std::int64_t> m_blanks;
    std::vector<std::int64_t> m_comments;
    std::vector<std::int64_t> m_headers;
    std::string m_last; ///< the last row
    std::int64_t m_lastLine = 0;
};

} // namespace btw::io
