// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/roworder.h"
#include "workspace/io/problems.h"
#include "workspace/io/reader/report.h"

#include <matio.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace btw::io::reader {

namespace {

struct FreeVariable
{
    void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};
using OwnedVariable = std::unique_ptr<matvar_t, FreeVariable>;

bool isNumeric(const matvar_t& variable)
{
    return variable.class_type >= MAT_C_DOUBLE && variable.class_type <= MAT_C_UINT64;
}

std::string nameOf(const matvar_t& variable) { return variable.name ? variable.name : ""; }

std::string shapeOf(const matvar_t& variable)
{
    std::string text;
    for (int i = 0; i < variable.rank; ++i)
        text += (i == 0 ? "" : " x ") + std::to_string(variable.dims[i]);
    return text;
}

template <typename T> T valueAt(const void* data, std::size_t index)
{
    T value;
    std::memcpy(&value, static_cast<const char*>(data) + index * sizeof(T), sizeof(T));
    return value;
}

/// The number as a cell.
void putNumber(PlainTable& table, enum matio_types type, const void* data, std::size_t index)
{
    switch (type) {
    case MAT_T_DOUBLE:
        return table.number(valueAt<double>(data, index));
    case MAT_T_SINGLE:
        return table.number(valueAt<float>(data, index));
    case MAT_T_INT8:
        return table.cell(std::to_string(valueAt<std::int8_t>(data, index)));
    case MAT_T_UINT8:
        return table.cell(std::to_string(valueAt<std::uint8_t>(data, index)));
    case MAT_T_INT16:
        return table.cell(std::to_string(valueAt<std::int16_t>(data, index)));
    case MAT_T_UINT16:
        return table.cell(std::to_string(valueAt<std::uint16_t>(data, index)));
    case MAT_T_INT32:
        return table.cell(std::to_string(valueAt<std::int32_t>(data, index)));
    case MAT_T_UINT32:
        return table.cell(std::to_string(valueAt<std::uint32_t>(data, index)));
    case MAT_T_INT64:
        return table.cell(std::to_string(valueAt<std::int64_t>(data, index)));
    case MAT_T_UINT64:
        return table.cell(std::to_string(valueAt<std::uint64_t>(data, index)));
    default:
        return table.cell({});
    }
}

/// Row `row` of `rows` of a matrix of characters, as UTF-8, without blanks at its end.
std::string textOf(const matvar_t& variable, std::size_t row)
{
    if (!variable.data || variable.class_type != MAT_C_CHAR || variable.rank != 2)
        return {};
    const std::size_t rows = variable.dims[0];
    const std::size_t width = variable.dims[1];
    const bool units = variable.data_type == MAT_T_UINT16 || variable.data_type == MAT_T_UTF16
        || variable.data_type == MAT_T_INT16;
    QString wide;
    std::string narrow;
    // One text as UTF-8 has more bytes than characters.
    if (!units && rows == 1)
        narrow.assign(static_cast<const char*>(variable.data), variable.nbytes);
    for (std::size_t c = 0; c < width && narrow.empty(); ++c)
        if (units)
            wide += QChar(valueAt<std::uint16_t>(variable.data, row + c * rows));
    for (std::size_t c = 0; c < width && !units && rows > 1; ++c)
        if (row + c * rows < variable.nbytes)
            narrow += valueAt<char>(variable.data, row + c * rows);
    std::string text = wide.isEmpty() ? narrow : wide.toStdString();
    text.erase(text.find_last_not_of(std::string(" \0", 2)) + 1);
    return text;
}

/// One or more columns of the table, that a variable gives.
struct Columns
{
    std::string name;
    const matvar_t* variable = nullptr;
    std::size_t rows = 0;
    std::size_t width = 1;
    std::size_t field = 0; ///< of an array of structures
    enum class Kind : std::uint8_t { Numbers, Characters, Cells, Field, Sparse } kind = Kind::Numbers;
    RowOrder byRow {}; ///< values of a sparse matrix
    std::vector<std::size_t> columnOf {}; ///< each of these values
    std::size_t first = 0; ///< place of the first of them
};

class MatlabReader
{
public:
    explicit MatlabReader(Report& report)
        : m_report(report)
    {
    }

    void read()
    {
        Mat_LogInitFunc("btw-read", [](int, char*) {});
        const QByteArray path = m_report.task().path.toUtf8();
        mat_t* const file = Mat_Open(path.constData(), MAT_ACC_RDONLY);
        if (!file) {
            m_report.error(
                "file-damaged", {}, "the file of MATLAB is cut off or damaged", "copy the file again");
            return;
        }
        std::vector<OwnedVariable> variables;
        while (matvar_t* const variable = Mat_VarReadNext(file))
            variables.emplace_back(variable);
        Mat_Close(file);
        for (const OwnedVariable& variable : variables)
            take(*variable, nameOf(*variable));
        write();
    }

private:
    void leaveOut(const std::string& name, const std::string& why, const std::string& remedy)
    {
        m_report.warning(
            "variable-not-read", {}, "the variable " + inQuotes(name) + " is not read: " + why, remedy);
    }

    void take(const matvar_t& variable, const std::string& name)
    {
        // What MATLAB itself keeps there.
        if (name.empty() || name.starts_with("__") || name.starts_with("#"))
            return;
        const bool empty = variable.rank < 2 || variable.dims[0] == 0 || variable.dims[1] == 0;
        if (variable.class_type == MAT_C_OPAQUE || variable.class_type == MAT_C_OBJECT
            || variable.class_type == MAT_C_FUNCTION || (variable.class_type == MAT_C_EMPTY && !empty)) {
            leaveOut(name,
                "it is a table, string, categorical, date or another object of MATLAB, which only MATLAB "
                "reads",
                "write it as CSV in MATLAB: writetable(" + name + ", '" + name
                    + ".csv'); texts become readable with cellstr(...)");
            return;
        }
        if (empty || !variable.data)
            return;
        if (variable.rank > 2) {
            leaveOut(name,
                "it has " + std::to_string(variable.rank) + " dimensions (" + shapeOf(variable) + ")",
                "save such arrays as x_<name> of an .npz, or each of their steps as a row with an id");
            return;
        }
        if (variable.isComplex) {
            leaveOut(name, "its numbers are complex", "save real(...) and imag(...), or abs(...)");
            return;
        }
        const std::size_t rows = variable.dims[0];
        const std::size_t width = variable.dims[1];
        const bool lying = rows == 1 && width > 1;
        if (variable.class_type == MAT_C_STRUCT)
            return takeStruct(variable, name);
        if (variable.class_type == MAT_C_CHAR)
            return add({ name, &variable, rows, 1, 0, Columns::Kind::Characters });
        if (variable.class_type == MAT_C_CELL) {
            if (rows != 1 && width != 1)
                return leaveOut(name, "it is a cell array of " + shapeOf(variable),
                    "save each of its columns as a variable of its own");
            return add({ name, &variable, rows * width, 1, 0, Columns::Kind::Cells });
        }
        if (variable.class_type == MAT_C_SPARSE)
            return takeSparse(variable, name);
        if (isNumeric(variable))
            add({ name, &variable, lying ? width : rows, lying ? 1 : width, 0, Columns::Kind::Numbers });
    }

    /// One structure holds variables; an array of them, a row each.
    void takeStruct(const matvar_t& variable, const std::string& name)
    {
        auto* const own = const_cast<matvar_t*>(&variable);
        const unsigned fields = Mat_VarGetNumberOfFields(own);
        char* const* const names = Mat_VarGetStructFieldnames(&variable);
        const std::size_t count = variable.dims[0] * variable.dims[1];
        for (unsigned f = 0; f < fields && names; ++f) {
            if (count != 1) {
                add({ names[f], &variable, count, 1, f, Columns::Kind::Field });
                continue;
            }
            const matvar_t* const field = Mat_VarGetStructFieldByIndex(own, f, 0);
            if (field && field->class_type == MAT_C_STRUCT)
                leaveOut(name + "." + names[f], "it is a structure inside of a structure",
                    "save it as a variable of its own");
            else if (field)
                take(*field, names[f]);
        }
    }

    void takeSparse(const matvar_t& variable, const std::string& name)
    {
        const auto& sparse = *static_cast<const mat_sparse_t*>(variable.data);
        Columns columns { name, &variable, variable.dims[0], variable.dims[1], 0, Columns::Kind::Sparse };
        std::vector<std::size_t> rowOf;
        columns.first = sparse.njc > 0 ? sparse.jc[0] : 0;
        for (std::size_t c = 0; c + 1 < sparse.njc && c < columns.width; ++c) {
            const std::size_t end = sparse.jc[c + 1];
            bool inside = sparse.jc[c] <= end && end <= sparse.nir && end <= sparse.ndata;
            for (std::size_t k = sparse.jc[c]; k < end && inside; ++k) {
                inside = sparse.ir[k] < columns.rows;
                rowOf.push_back(sparse.ir[k]);
                columns.columnOf.push_back(c);
            }
            if (!inside) {
                leaveOut(name, "it has values outside its dimensions", "copy the file again");
                return;
            }
        }
        columns.byRow = orderByRow(rowOf, columns.rows);
        add(std::move(columns));
    }

    void add(Columns columns)
    {
        constexpr std::size_t kMostColumns = 1'000'000;
        if (columns.width > kMostColumns)
            return leaveOut(
                columns.name, "it has " + std::to_string(columns.width) + " columns", "transpose it: x = x'");
        m_columns.push_back(std::move(columns));
    }

    /// The number of rows that most variables have; the larger where two are as many.
    std::size_t mostRows() const
    {
        std::map<std::size_t, std::size_t> counts;
        for (const Columns& columns : m_columns)
            if (columns.rows > 1)
                ++counts[columns.rows];
        std::size_t best = 0;
        for (const auto& [rows, count] : counts)
            if (best == 0 || count >= counts[best])
                best = rows;
        return best;
    }

    void write()
    {
        const std::size_t rows = mostRows();
        for (const Columns& columns : m_columns)
            if (columns.rows > 1 && columns.rows != rows)
                leaveOut(columns.name,
                    "it has " + std::to_string(columns.rows) + " rows where the others have "
                        + std::to_string(rows)
                        + (columns.width == rows ? ", and " + std::to_string(rows)
                                    + " columns: its instances seem to be in columns"
                                                 : std::string()),
                    columns.width == rows ? "transpose it: " + columns.name + " = " + columns.name + "'"
                                          : "save it in a file of its own, or with a row for each instance");
        std::erase_if(m_columns, [rows](const Columns& columns) { return columns.rows != rows; });
        if (m_columns.empty()) {
            m_report.error("no-table", {},
                "the file of MATLAB holds no variable with a row for each instance",
                "save labels and features as matrices with a row for each instance, or as CSV: writetable(T, "
                "'data.csv')");
            return;
        }
        std::unique_ptr<PlainTable> table = m_report.begin({});
        if (!table)
            return;
        for (const Columns& columns : m_columns)
            for (std::size_t c = 0; c < columns.width; ++c)
                table->cell(columns.width == 1 ? columns.name : columns.name + "_" + std::to_string(c + 1));
        table->endRow();
        const auto head = static_cast<std::size_t>(m_report.task().headRows);
        const std::size_t end = head > 0 ? std::min(rows, head) : rows;
        for (std::size_t row = 0; row < end && table->isGood(); ++row) {
            for (const Columns& columns : m_columns)
                writeCells(*table, columns, row);
            // A row whose first cells are empty is a row all the same.
            table->endRow(static_cast<std::int64_t>(row) + 2);
            m_report.progress(static_cast<double>(row + 1) / static_cast<double>(end));
        }
        if (m_report.finish(std::move(table)))
            tellUnread();
    }

    void writeCells(PlainTable& table, const Columns& columns, std::size_t row)
    {
        const matvar_t& variable = *columns.variable;
        bool read = true;
        switch (columns.kind) {
        case Columns::Kind::Numbers:
            for (std::size_t c = 0; c < columns.width; ++c)
                putNumber(table, variable.data_type, variable.data, row + c * columns.rows);
            return;
        case Columns::Kind::Characters:
            return table.cell(textOf(variable, row));
        case Columns::Kind::Cells:
            read = writeOne(table, Mat_VarGetCell(const_cast<matvar_t*>(&variable), static_cast<int>(row)));
            break;
        case Columns::Kind::Field:
            read = writeOne(
                table, Mat_VarGetStructFieldByIndex(const_cast<matvar_t*>(&variable), columns.field, row));
            break;
        case Columns::Kind::Sparse: {
            const auto& sparse = *static_cast<const mat_sparse_t*>(variable.data);
            std::size_t at = columns.byRow.starts[row];
            const std::size_t end = columns.byRow.starts[row + 1];
            for (std::size_t c = 0; c < columns.width; ++c) {
                std::optional<std::size_t> last;
                for (; at < end && columns.columnOf[columns.byRow.order[at]] == c; ++at)
                    last = columns.byRow.order[at];
                if (last)
                    putNumber(table, variable.data_type, sparse.data, columns.first + *last);
                else
                    table.cell("0");
            }
            return;
        }
        }
        if (!read && m_unread[columns.name]++ == 0)
            m_firstUnread[columns.name] = row + 1;
    }

    /// Says which cells hold more than a table's cell can.
    void tellUnread()
    {
        for (const auto& [name, count] : m_unread)
            m_report.warning("cells-not-read", {},
                grouped(static_cast<std::int64_t>(count)) + (count == 1 ? " cell" : " cells") + " of "
                    + inQuotes(name) + " (the first is " + std::to_string(m_firstUnread[name])
                    + (count == 1 ? ") holds" : ") hold")
                    + " a vector, another cell array or something else that is neither one number nor one "
                      "text, and count as missing",
                "save each number in a variable or column of its own, such as " + name + "_1 and " + name
                    + "_2");
    }

    /// A cell of a cell array: a text or a number. False where it holds anything else; empty ones are
    /// missing.
    static bool writeOne(PlainTable& table, const matvar_t* cell)
    {
        const bool one = cell && cell->data && cell->rank == 2 && cell->dims[0] == 1;
        if (one && cell->class_type == MAT_C_CHAR)
            table.cell(textOf(*cell, 0));
        else if (one && isNumeric(*cell) && cell->dims[1] == 1 && !cell->isComplex)
            putNumber(table, cell->data_type, cell->data, 0);
        else
            table.cell({});
        const bool empty = !cell || !cell->data || cell->nbytes == 0
            || (cell->rank >= 2 && (cell->dims[0] == 0 || cell->dims[1] == 0));
        const bool text = one && cell->class_type == MAT_C_CHAR;
        return empty || text || (one && isNumeric(*cell) && cell->dims[1] == 1 && !cell->isComplex);
    }

    std::map<std::string, std::size_t> m_unread; ///< cells of each variable
    std::map<std::string, std::size_t> m_firstUnread; ///< from 1
    Report& m_report;
    std::vector<Columns> m_columns;
};

} // namespace

void readMatlab(Report& report) { MatlabReader(report).read(); }

} // namespace btw::io::reader
