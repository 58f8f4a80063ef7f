// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// Which columns of a table are wanted, and as what.
class PlainColumns
{
public:
    enum class Use : std::uint8_t {
        None,
        Text,
        Number, ///< finite, never missing
        Feature ///< finite as float32, or missing
    };
    /// Of a text, whether there is nothing unusual about it.
    using IsPlain = bool (*)(std::string_view cell);

    explicit PlainColumns(std::size_t width)
        : m_columns(width)
    {
    }

    /// Wants a column and gives its place among those of the same use, from 0 in the order of asking. A
    /// column has one use: when it is asked for another, isPossible() becomes false.
    std::size_t want(std::size_t column, Use use, IsPlain isPlain = nullptr);
    bool isPossible() const { return m_possible; }

    /// First cells, in small letters, of rows that are to be read as records, whatever else they hold.
    void setSuspiciousFirstCells(std::vector<std::string> firstCells);
    bool isOdd(const char* at, const char* end, char separator) const
    {
        return at != end && m_oddBytes[static_cast<unsigned char>(*at)] && isOddCell(at, end, separator);
    }

    struct Column
    {
        Use use = Use::None;
        std::size_t place = 0;
        IsPlain isPlain = nullptr;
    };
    const std::vector<Column>& columns() const { return m_columns; }
    std::size_t count(Use use) const { return m_counts[static_cast<std::size_t>(use)]; }

private:
    bool isOddCell(const char* at, const char* end, char separator) const;

    std::vector<Column> m_columns;
    std::vector<std::string> m_oddCells;
    std::array<bool, 256> m_oddBytes {}; ///< with which they begin
    std::array<std::size_t, 4> m_counts {};
    bool m_possible = true;
};

/// Whole lines of a CSV text without quotes or blank lines, ended by LF or CR LF.
struct CsvLines
{
    std::string text;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::int64_t line = 0; ///< of the file, of the first one
};

/// Rows of such lines, read column by column as wanted: the way of nearly all rows of a large table, which
/// several threads can go at once. A row with anything unusual in it (another number of cells, a cell that is
/// no number, a text that is not plain) is only marked, for others to say what it means.
class PlainRows
{
public:
    /// A row that has to be read as a record. `before` is the number of plain rows ahead of it.
    struct Odd
    {
        std::size_t before = 0;
        std::string_view text; ///< without its line end
        std::int64_t line = 0;
    };

    /// `doubtPoints`: a row is not plain where a point may stand between thousands ("1.234") and no point of
    /// the rows before it tells.
    PlainRows(CsvLines lines, const PlainColumns& columns, char separator, bool doubtPoints = false);
    PlainRows(const PlainRows&) = delete;
    PlainRows& operator=(const PlainRows&) = delete;

    std::size_t size() const { return m_lines.size(); }
    std::int64_t line(std::size_t row) const { return m_lines[row]; }
    /// All features of a row in the order of their places, NaN where missing.
    const float* features(std::size_t row) const { return m_features.data() + row * m_featureCount; }
    double number(std::size_t row, std::size_t place) const { return m_numbers[row * m_numberCount + place]; }
    std::string_view text(std::size_t row, std::size_t place) const
    {
        return m_texts[row * m_textCount + place];
    }

    const std::vector<Odd>& odd() const { return m_odd; }
    /// The kinds of decimal points that numbers of plain rows have, as bits.
    std::uint8_t points() const { return m_points; }
    std::size_t bytes() const { return m_source.end - m_source.begin; }

private:
    void resize(std::size_t rows);
    bool read(const char*& at, const char* end, const PlainColumns& columns, char separator);

    CsvLines m_source;
    bool m_doubtPoints;
    std::size_t m_room = 0; ///< rows that the lists below have room for
    std::size_t m_featureCount;
    std::size_t m_numberCount;
    std::size_t m_textCount;
    std::vector<std::int64_t> m_lines;
    std::vector<float> m_features;
    std::vector<double> m_numbers;
    std::vector<std::string_view> m_texts;
    std::vector<Odd> m_odd;
    std::uint8_t m_points = 0;
};

} // namespace btw::io
