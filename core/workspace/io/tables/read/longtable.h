// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/timecolumn.h"
#include "workspace/io/tables/text/csvtable.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace btw::io {

/// A table with several rows an instance, of which one modality is made.
class MeasurementConsumer : public TableConsumer
{
public:
    /// The modality of n instances; rows of ids that are left out are dropped.
    virtual data::Modality modality(
        const Instances& known, std::size_t n, const ReadLimits& limits, Problems& problems)
        = 0;
};

/// The rows of a long table (id, time, variable, value), in file order. Rows without a value say nothing and
/// are dropped; so are those outside the first hours that the manifest asks for, which a note counts.
class LongConsumer : public MeasurementConsumer, public NumberKeeper
{
public:
    explicit LongConsumer(const ModalityEntry& entry)
        : m_entry(entry)
    {
    }

    bool bind(const TableHeader& header, Problems& problems) override;
    void take(const CsvReader& record, Problems& problems) override;
    void settle(std::size_t index, double value) override;
    std::size_t numbersOf(std::size_t column) const override;

    /// The modality of n instances; rows of ids that are left out are dropped. Values of one variable in one
    /// step (the same time stamp, or the same bin) become their mean. Time stamps are in hours.
    data::Modality modality(
        const Instances& known, std::size_t n, const ReadLimits& limits, Problems& problems) override;

private:
    struct Row
    {
        std::uint32_t id;
        std::uint32_t variable;
        double time; ///< as TimeColumn gives it; once settled, in the table's unit
        float value;
        std::uint32_t line; ///< place in the log
    };
    /// Texts as indices, in the order of their first row.
    struct Names
    {
        std::unordered_map<std::string, std::uint32_t> indices;
        std::vector<std::string> names;
        std::vector<std::string> firstPlaces;
        std::vector<std::string> firstFiles;
        std::uint32_t index(const std::string& name, const RowLog& log, const std::string& column);
    };
    std::vector<Remedy> remediesOf(std::string_view cell) const;
    bool isWanted(const std::string& variable) const;
    bool readTime(const CsvReader& record, double& time, Problems& problems);
    bool readValue(const CsvReader& record, std::uint32_t variable, float& value, Problems& problems);
    void checkUnit(const CsvReader& record, std::uint32_t variable, Problems& problems);
    bool settleTimes(Problems& problems);
    double stepOf(double time) const;
    std::vector<std::size_t> instances(const Instances& known, Problems& problems) const;
    std::vector<std::int64_t> groupByInstance(const std::vector<std::size_t>& instanceOf, std::size_t n);
    bool fits(const std::vector<std::int64_t>& begins, std::size_t width, const ReadLimits& limits,
        Problems& problems) const;
    bool fewBins(const std::vector<std::int64_t>& begins, Problems& problems) const;
    std::int64_t fill(const std::vector<std::int64_t>& begins, const std::vector<std::uint32_t>& place,
        data::Modality& out) const;

    const ModalityEntry& m_entry;
    NumberStyle* m_numbers = nullptr;
    RowLog m_log;
    std::size_t m_id = 0;
    std::size_t m_time = 0;
    std::size_t m_variable = 0;
    std::size_t m_value = 0;
    std::string m_idName;
    std::string m_timeName;
    std::string m_variableName;
    std::string m_valueName;
    std::string m_idColumn; ///< as remedies name it, as the next
    std::string m_valueColumn;
    const std::set<std::string, std::less<>>* m_marks = nullptr; ///< values that count as empty
    Names m_ids;
    Names m_variables;
    std::vector<std::uint8_t> m_wanted; ///< by variable
    /// The first unit of a variable, and its row.
    struct Unit
    {
        std::string cell;
        std::size_t line = 0;
        bool differs = false; ///< which has been said
    };
    std::size_t m_unit = static_cast<std::size_t>(-1); ///< the column of units, where there is one
    std::string m_unitName;
    std::vector<Unit> m_units; ///< by variable
    TimeColumn m_times;
    std::vector<double> m_firstTimes; ///< by id
    std::vector<double> m_lastTimes; ///< by id
    std::vector<Row> m_rows;
    std::size_t m_firstRow = 0; ///< of the current file
    std::int64_t m_outside = 0;
};

} // namespace btw::io
