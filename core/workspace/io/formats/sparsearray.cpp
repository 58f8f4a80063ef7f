// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/sparsearray.h"

#include "workspace/io/formats/roworder.h"
#include "workspace/io/npz/npzarrays.h"

#include <algorithm>
#include <optional>

namespace btw::io {

namespace {

constexpr const char* kDense = "save it again: scipy.sparse.save_npz('x.npz', scipy.sparse.csr_matrix(x))";

/// The values that are not zero, in no order.
struct Coordinates
{
    std::vector<double> rows;
    std::vector<double> columns;
    std::vector<double> values;
};

class SparseReader
{
public:
    SparseReader(std::string name, const ReadLimits& limits, Problems& problems)
        : m_name(std::move(name))
        , m_limits(limits)
        , m_problems(problems)
        , m_arrays(problems)
    {
    }

    bool read(const QString& path, const QString& to)
    {
        if (!m_arrays.open(path, m_limits))
            return false;
        const auto shape = m_arrays.numbers("shape", -1);
        if (!shape)
            return false;
        if (shape->size() != 2)
            return refuse("the sparse array has " + std::to_string(shape->size()) + " dimensions",
                "save it as a matrix with a row for each instance");
        m_rows = static_cast<std::size_t>(std::max(0.0, (*shape)[0]));
        m_columns = static_cast<std::size_t>(std::max(0.0, (*shape)[1]));
        // A row takes at least its commas: nobody means a table of a billion rows.
        constexpr std::size_t kMostRows = 100'000'000;
        if (m_rows > kMostRows || m_columns > m_limits.columns)
            return refuse("the sparse matrix has " + grouped(m_rows) + " rows and " + grouped(m_columns)
                    + " columns, which is over the limit",
                "leave out what is not needed");
        const std::optional<Coordinates> values = coordinates();
        return values && write(*values, to);
    }

private:
    bool refuse(const std::string& what, const std::string& remedy)
    {
        m_problems.error("sparse-not-read", m_name, what, remedy);
        return false;
    }

    std::optional<Coordinates> coordinates()
    {
        Coordinates out;
        auto values = m_arrays.numbers("data", -1);
        if (!values)
            return std::nullopt;
        out.values = std::move(*values);
        if (m_arrays.contains("coords"))
            return pairs(std::move(out));
        if (m_arrays.contains("row") && m_arrays.contains("col")) {
            auto rows = m_arrays.numbers("row", -1);
            auto columns = m_arrays.numbers("col", -1);
            if (!rows || !columns)
                return std::nullopt;
            out.rows = std::move(*rows);
            out.columns = std::move(*columns);
            return out;
        }
        const auto format = m_arrays.contains("format") ? m_arrays.names("format", 1) : std::nullopt;
        const std::string kind = format && !format->empty() ? format->front() : "csr";
        if ((kind != "csr" && kind != "csc") || !m_arrays.contains("indices")
            || !m_arrays.contains("indptr")) {
            refuse("the sparse matrix is laid out as " + inQuotes(kind) + ", which is not read", kDense);
            return std::nullopt;
        }
        return compressed(std::move(out), kind == "csr");
    }

    /// Rows of a matrix of two rows: coordinates of the sparse package.
    std::optional<Coordinates> pairs(Coordinates out)
    {
        std::vector<double> both;
        const bool good = m_arrays.stream("coords", [&both](std::int64_t, std::span<const double> part) {
            both.insert(both.end(), part.begin(), part.end());
            return true;
        });
        if (!good)
            return std::nullopt;
        const auto half = static_cast<std::ptrdiff_t>(both.size() / 2);
        out.rows.assign(both.begin(), both.begin() + half);
        out.columns.assign(both.begin() + half, both.end());
        const bool whole = !m_arrays.contains("fill_value")
            || m_arrays.stream("fill_value", [this](std::int64_t, std::span<const double> part) {
                   m_fill = part.empty() ? 0 : part.front();
                   return true;
               });
        if (!whole)
            return std::nullopt;
        return out;
    }

    std::optional<Coordinates> compressed(Coordinates out, bool byRow)
    {
        const auto indices = m_arrays.numbers("indices", -1);
        const auto pointers = m_arrays.numbers("indptr", -1);
        if (!indices || !pointers)
            return std::nullopt;
        const std::size_t lines = byRow ? m_rows : m_columns;
        const bool agree = pointers->size() == lines + 1 && std::is_sorted(pointers->begin(), pointers->end())
            && pointers->front() == 0 && pointers->back() == static_cast<double>(out.values.size());
        if (!agree) {
            refuse("the parts of the sparse matrix do not agree", kDense);
            return std::nullopt;
        }
        std::vector<double> line(out.values.size());
        for (std::size_t i = 0; i < lines; ++i)
            std::fill(line.begin() + static_cast<std::ptrdiff_t>((*pointers)[i]),
                line.begin() + static_cast<std::ptrdiff_t>((*pointers)[i + 1]), static_cast<double>(i));
        out.rows = *indices;
        out.columns = std::move(line);
        if (byRow)
            std::swap(out.rows, out.columns);
        return out;
    }

    bool write(const Coordinates& all, const QString& to)
    {
        const std::size_t count = all.values.size();
        if (all.rows.size() != count || all.columns.size() != count)
            return refuse("the parts of the sparse matrix do not agree", kDense);
        for (std::size_t k = 0; k < count; ++k) {
            const bool inside = all.rows[k] >= 0 && all.rows[k] < static_cast<double>(m_rows)
                && all.columns[k] >= 0 && all.columns[k] < static_cast<double>(m_columns);
            if (!inside)
                return refuse("the sparse matrix has a value outside of it", kDense);
        }
        const auto [starts, order] = orderByRow(all.rows, m_rows);
        PlainTable table(to, m_limits.decompressedBytes);
        bool good = table.open();
        for (std::size_t c = 0; c < m_columns; ++c)
            table.cell(std::to_string(c + 1));
        table.endRow();
        const std::size_t rows
            = m_limits.headRows > 0 ? std::min(m_rows, static_cast<std::size_t>(m_limits.headRows)) : m_rows;
        std::vector<double> row(m_columns);
        for (std::size_t i = 0; i < rows && good && table.isGood(); ++i) {
            std::fill(row.begin(), row.end(), m_fill);
            for (std::size_t at = starts[i]; at < starts[i + 1]; ++at) {
                double& cell = row[static_cast<std::size_t>(all.columns[order[at]])];
                // SciPy adds up what stands at one place.
                cell = cell == m_fill ? all.values[order[at]] : cell + all.values[order[at]];
            }
            for (const double value : row)
                table.number(value);
            table.endRow(static_cast<std::int64_t>(i) + 2);
        }
        good = table.finish() && good;
        return good
            || refuse("the matrix does not fit into the folder of temporary files",
                "make room there, or set TMPDIR");
    }

    const std::string m_name;
    const ReadLimits& m_limits;
    Problems& m_problems;
    NpzArrays m_arrays;
    std::size_t m_rows = 0;
    std::size_t m_columns = 0;
    double m_fill = 0;
};

} // namespace

bool readSparseArray(const QString& path, const QString& folder, const std::string& name,
    const ReadLimits& limits, std::vector<PlainTableFile>& tables, Problems& problems)
{
    const QString to = folder + QStringLiteral("/sparse.csv");
    if (!SparseReader(name, limits, problems).read(path, to))
        return false;
    tables.push_back({ {}, to });
    return true;
}

} // namespace btw::io
