// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace btw::io {

/// Whoever keeps the numbers of a file, so that one that could be read in two ways can be settled later.
class NumberKeeper
{
public:
    virtual ~NumberKeeper() = default;
    NumberKeeper() = default;
    NumberKeeper(const NumberKeeper&) = delete;
    NumberKeeper& operator=(const NumberKeeper&) = delete;

    /// The number at `index` is this one.
    virtual void settle(std::size_t index, double value) = 0;
    /// How many numbers of this file it keeps of a column.
    virtual std::size_t numbersOf(std::size_t column) const = 0;
};

/// Where a number is kept, and of which column it is.
struct NumberPlace
{
    NumberKeeper* keeper = nullptr; ///< may be null, for guesses
    std::size_t index = 0;
    std::size_t column = 0; ///< what the marks of a column are gathered by
    const std::string* name = nullptr; ///< of the column, as remedies name it
    bool isLabel = false; ///< such cells cannot be marked as missing
};

/// Reads the numbers of one file and finds out how they are written there. Which mark stands before the
/// decimals, and whether all cells of a column have the same unit, is known at the end of the file only, when
/// report() says so.
class NumberStyle
{
public:
    /// `separator` is what stands between the file's cells, `remedies` those of the file or null.
    void begin(char separator, const FileRemedies* remedies)
    {
        m_separator = separator;
        m_remedies = remedies;
        m_mark = remedies ? remedies->decimalMark : 0;
    }

    /// As io::parseNumber, with words for missing values and marked numbers. `where()` gives the cell's place
    /// as text; it is called for few cells only.
    template <typename Where>
    NumberKind parse(std::string_view cell, double& value, const NumberPlace& place, const Where& where)
    {
        std::uint8_t points = 0;
        const NumberKind kind = m_mark == ',' ? NumberKind::Text : parseNumber(cell, value, points);
        if (kind != NumberKind::Text && points == 0)
            return kind;
        if (kind == NumberKind::Number && !isDoubtful(points)) {
            m_points |= points;
            return kind;
        }
        return parseOdd(cell, value, place, [&where] { return std::string(where()); });
    }

    /// Somebody else read numbers with these kinds of decimal points.
    void sawPoints(std::uint8_t points) { m_points |= points; }
    /// Whether a point before three digits may stand between thousands, as far as is known.
    bool doubtsPoints() const
    {
        return m_mark == 0 && (m_points & kClearPoint) == 0 && (m_separator != ',' || m_commas.count > 0);
    }

    /// Somebody else found a word for a missing value.
    void sawMissingWord(std::string_view cell);

    /// Settles what is doubtful, or says that it is. Errors for columns with limits of measurement, flags and
    /// several units; notes on what was read in an unusual way.
    void report(const std::string& file, Problems& problems);

private:
    /// Warns of what a person chose for numbers that are not there.
    void reportIdle(const std::string& file, Problems& problems) const;
    /// Cells of a kind: how many, and the first.
    struct Seen
    {
        std::int64_t count = 0;
        std::string where;
        std::string cell;
        void add(std::string_view text, const std::string& place)
        {
            if (count++ == 0) {
                where = place;
                cell = text;
            }
        }
    };
    /// The marked cells of one column.
    struct Marks
    {
        std::string column; ///< as remedies name it
        const NumberKeeper* keeper = nullptr;
        bool isLabel = false;
        Seen limits;
        bool lower = false;
        Seen flags;
        Seen pairs;
        Seen units;
        std::string unit; ///< the first
        Seen otherUnit;
        Seen read; ///< marked cells that were read as a person chose
    };
    /// A number that may be another one.
    struct Doubt
    {
        NumberKeeper* keeper;
        std::size_t index;
        double other;
        bool point; ///< else a comma
    };

    bool isDoubtful(std::uint8_t points) const { return points == kMaybePoint && doubtsPoints(); }
    NumberKind parseOdd(std::string_view cell, double& value, const NumberPlace& place,
        const std::function<std::string()>& where);
    void takeSign(const MarkedNumber& marked, std::string_view cell, const NumberPlace& place, double& value,
        const std::function<std::string()>& where);
    NumberKind takeMarks(const MarkedNumber& marked, std::string_view cell, const NumberPlace& place,
        double& value, const std::function<std::string()>& where);
    /// The doubt about the number that is being read.
    Doubt* doubtOf(const NumberPlace& place);
    void forgetDoubt(const NumberPlace& place);
    void settle(bool points, bool commas);
    void reportSigns(const std::string& file, Problems& problems);
    void reportMarks(const std::string& file, std::size_t key, const Marks& marks, Problems& problems) const;
    void reportNotes(const std::string& file, Problems& problems) const;

    char m_separator = ',';
    char m_mark = 0; ///< before decimals, where a person said so
    const FileRemedies* m_remedies = nullptr;
    std::uint8_t m_points = 0; ///< kinds of points in plain numbers
    Seen m_commas; ///< clear decimal commas, and thousands with dots
    Seen m_decimalCommas;
    Seen m_clearPoints; ///< clear decimal points in marked numbers, and thousands with commas
    Seen m_maybePoints;
    Seen m_maybeCommas;
    Seen m_groups; ///< numbers with thousands apart
    Seen m_decorated;
    std::vector<Doubt> m_doubts;
    std::map<std::size_t, Marks> m_marks; ///< by column
    std::int64_t m_missing = 0;
    std::vector<std::string> m_missingWords; ///< the first few
};

} // namespace btw::io
