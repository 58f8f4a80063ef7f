// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/roworder.h"
#include "workspace/io/problems.h"
#include "workspace/io/reader/hdf5file.h"
#include "workspace/io/reader/report.h"

#include <algorithm>
#include <map>
#include <set>

namespace btw::io::reader {

namespace {

constexpr const char* kWriteAgain = "write it again with anndata or mudata: adata.write_h5ad('data.h5ad')";

/// A data frame of AnnData: obs, or only the names of var.
struct Frame
{
    std::string indexName;
    std::vector<std::string> index;
    std::vector<std::pair<std::string, std::vector<std::string>>> columns;
};

/// The cells of a column: plain values, words with a code each, or values of which some are masked.
std::vector<std::string> cellsOf(hid_t frame, const std::string& name)
{
    if (!isGroup(frame, name)) {
        const Hdf5Array array(frame, name);
        // AnnData before 0.8 kept the words in a group of their own.
        const std::string words = "__categories/" + name;
        if (!exists(frame, words))
            return array.cells();
        const std::vector<std::string> categories = Hdf5Array(frame, words).cells();
        std::vector<std::string> out;
        for (const std::int64_t code : array.integers(0, array.length()))
            out.push_back(code >= 0 && static_cast<std::size_t>(code) < categories.size()
                    ? categories[static_cast<std::size_t>(code)]
                    : std::string());
        return out;
    }
    const Hdf5Id group = openGroup(frame, name);
    if (exists(group.get(), "codes")) {
        const std::vector<std::string> categories = Hdf5Array(group.get(), "categories").cells();
        const Hdf5Array codes(group.get(), "codes");
        std::vector<std::string> out;
        for (const std::int64_t code : codes.integers(0, codes.length()))
            out.push_back(code >= 0 && static_cast<std::size_t>(code) < categories.size()
                    ? categories[static_cast<std::size_t>(code)]
                    : std::string());
        return out;
    }
    if (!exists(group.get(), "values"))
        throw Hdf5Fault { "the column " + name + " is of a kind that is not read" };
    std::vector<std::string> out = Hdf5Array(group.get(), "values").cells();
    if (exists(group.get(), "mask")) {
        const std::vector<std::string> mask = Hdf5Array(group.get(), "mask").cells();
        for (std::size_t i = 0; i < std::min(out.size(), mask.size()); ++i)
            if (mask[i] == "TRUE" || mask[i] == "1")
                out[i].clear();
    }
    return out;
}

Frame readFrame(hid_t parent, const std::string& path, bool columns)
{
    if (!isGroup(parent, path))
        throw Hdf5Fault { exists(parent, path) ? path + " is laid out as AnnData did before version 0.7"
                                               : "it has no " + path };
    const Hdf5Id group = openGroup(parent, path);
    Frame frame;
    frame.indexName = textAttribute(parent, path, "_index");
    if (frame.indexName.empty())
        frame.indexName = exists(group.get(), "_index") ? "_index" : "index";
    frame.index = cellsOf(group.get(), frame.indexName);
    if (!columns)
        return frame;
    std::vector<std::string> names = textAttributes(parent, path, "column-order");
    if (names.empty())
        names = namesIn(group.get());
    for (const std::string& name : names) {
        if (name == frame.indexName || name == "__categories" || !exists(group.get(), name))
            continue;
        std::vector<std::string> cells = cellsOf(group.get(), name);
        if (cells.size() != frame.index.size())
            throw Hdf5Fault { "the column " + name + " of " + path + " has " + std::to_string(cells.size())
                + " values where there are " + std::to_string(frame.index.size()) + " names" };
        frame.columns.emplace_back(name, std::move(cells));
    }
    return frame;
}

/// What the column of ids is called in all tables.
std::string idName(const Frame& frame)
{
    const bool named = frame.indexName != "_index" && frame.indexName != "index";
    const std::string name = named ? frame.indexName : "id";
    const bool taken = std::any_of(frame.columns.begin(), frame.columns.end(),
        [&name](const auto& column) { return column.first == name; });
    return taken ? "obs_name" : name;
}

/// As anndata's var_names_make_unique: "a", "a-1", "a-2". True where any repeats.
bool makeUnique(std::vector<std::string>& names)
{
    std::set<std::string> seen;
    bool any = false;
    for (std::string& name : names) {
        if (seen.insert(name).second)
            continue;
        any = true;
        const std::string base = name;
        for (int n = 1; !seen.insert(name = base + "-" + std::to_string(n)).second; ++n) { }
    }
    return any;
}

class AnnDataReader
{
public:
    explicit AnnDataReader(Report& report)
        : m_report(report)
    {
    }

    void read()
    {
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
        const QByteArray path = m_report.task().path.toUtf8();
        const Hdf5Id file(H5Fopen(path.constData(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
        if (!file) {
            m_report.error(
                "file-damaged", {}, "the HDF5 file is cut off or damaged", "copy or download the file again");
            return;
        }
        try {
            if (isGroup(file.get(), "mod"))
                readMuData(file.get());
            else if (exists(file.get(), "obs") && exists(file.get(), "var"))
                readAnnData(file.get());
            else
                refuse(file.get());
        } catch (const Hdf5Fault& fault) {
            m_report.error("file-damaged", {}, "the HDF5 file cannot be read: " + fault.what, kWriteAgain);
        }
    }

private:
    void refuse(hid_t file)
    {
        const std::vector<std::string> names = namesIn(file);
        std::string list;
        for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 5); ++i)
            list += (i == 0 ? ", of " : ", ") + inQuotes(names[i]);
        const bool pandas = !textAttribute(file, ".", "PYTABLES_FORMAT_VERSION").empty();
        const bool tenX = isGroup(file, "matrix") && exists(file, "matrix/barcodes");
        m_report.error("format-not-read", {},
            "the HDF5 file is neither AnnData (.h5ad) nor MuData (.h5mu)" + list,
            pandas ? "write its table as text: pandas.read_hdf('data.h5').to_csv('data.csv', index=False)"
                : tenX
                ? "it is one of 10x Genomics; write it with scanpy: "
                  "sc.read_10x_h5('data.h5').write_h5ad('data.h5ad')"
                : "save labels and features with NumPy: numpy.savez('data.npz', y=y, x_name=x, meta=meta)");
    }

    void readAnnData(hid_t file)
    {
        const Frame obs = readFrame(file, "obs", true);
        writeObs(obs, idName(obs), QStringLiteral("obs"));
        writeX(file, obs, idName(obs), QStringLiteral("X"));
        tellOthers(file, {});
    }

    void readMuData(hid_t file)
    {
        Frame all = readFrame(file, "obs", true);
        const Hdf5Id mod = openGroup(file, "mod");
        std::vector<std::string> names = textAttributes(file, "mod", "mod-order");
        if (names.empty())
            names = namesIn(mod.get());
        std::map<std::string, std::size_t> place;
        for (std::size_t i = 0; i < all.index.size(); ++i)
            place.emplace(all.index[i], i);
        std::vector<std::pair<std::string, Frame>> parts;
        for (const std::string& name : names) {
            const Hdf5Id part = openGroup(mod.get(), name);
            Frame frame = readFrame(part.get(), "obs", true);
            addColumns(all, place, frame, name);
            frame.columns.clear();
            parts.emplace_back(name, std::move(frame));
        }
        const std::string id = idName(all);
        writeObs(all, id, QStringLiteral("obs"));
        for (const auto& [name, frame] : parts) {
            const Hdf5Id part = openGroup(mod.get(), name);
            writeX(part.get(), frame, id, QString::fromStdString(name));
            tellOthers(part.get(), QString::fromStdString(name));
        }
    }

    /// The columns that a modality has on its own, as "rna:batch"; mudata calls them so, too.
    static void addColumns(Frame& all, const std::map<std::string, std::size_t>& place, const Frame& frame,
        const std::string& modality)
    {
        for (const auto& column : frame.columns) {
            const std::string& own = column.first;
            const std::vector<std::string>& cells = column.second;
            const std::string name = modality + ":" + own;
            const bool there = std::any_of(all.columns.begin(), all.columns.end(),
                [&](const auto& other) { return other.first == name || other.first == own; });
            if (there)
                continue;
            std::vector<std::string> out(all.index.size());
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (const auto found = place.find(frame.index[i]); found != place.end())
                    out[found->second] = cells[i];
            all.columns.emplace_back(name, std::move(out));
        }
    }

    std::size_t rowsOf(std::size_t rows) const
    {
        const auto head = static_cast<std::size_t>(m_report.task().headRows);
        return head > 0 ? std::min(rows, head) : rows;
    }

    void writeObs(const Frame& obs, const std::string& id, const QString& part)
    {
        std::unique_ptr<PlainTable> table = m_report.begin(part);
        if (!table)
            return;
        table->cell(id);
        for (const auto& [name, cells] : obs.columns)
            table->cell(name);
        table->endRow();
        for (std::size_t i = 0; i < rowsOf(obs.index.size()) && table->isGood(); ++i) {
            table->cell(obs.index[i]);
            for (const auto& [name, cells] : obs.columns)
                table->cell(cells[i]);
            table->endRow();
        }
        m_report.finish(std::move(table));
    }

    void tellOthers(hid_t group, const QString& part)
    {
        std::string list;
        for (const char* name : { "layers", "obsm", "raw" }) {
            if (!isGroup(group, name))
                continue;
            const Hdf5Id inner = openGroup(group, name);
            for (const std::string& one : namesIn(inner.get()))
                if (std::string(name) != "raw" || one == "X")
                    list += (list.empty() ? "" : ", ") + std::string(name) + "/" + one;
        }
        if (!list.empty())
            m_report.note("layers-not-read", part, "of the values X is read, and not " + list,
                "put into X what should be read: adata.X = adata.layers['counts']");
    }

    void writeX(hid_t group, const Frame& obs, const std::string& id, const QString& part)
    {
        if (!exists(group, "X")) {
            m_report.note(
                "no-values", part, "it has no values (X)", "nothing needs to be done where none are wanted");
            return;
        }
        Frame var = readFrame(group, "var", false);
        if (makeUnique(var.index))
            m_report.note("names-repeat", part,
                "names of variables repeat, and got a number: 'a', 'a-1', 'a-2'", "nothing needs to be done");
        std::unique_ptr<PlainTable> table = m_report.begin(part);
        if (!table)
            return;
        table->cell(id);
        for (const std::string& name : var.index)
            table->cell(name);
        table->endRow();
        if (isGroup(group, "X"))
            writeSparse(group, obs, var, *table);
        else
            writeDense(group, obs, var, *table);
        m_report.finish(std::move(table));
    }

    static void checkShape(hsize_t rows, hsize_t columns, const Frame& obs, const Frame& var)
    {
        if (rows != obs.index.size() || columns != var.index.size())
            throw Hdf5Fault { "X has " + std::to_string(rows) + " rows and " + std::to_string(columns)
                + " columns where obs has " + std::to_string(obs.index.size()) + " and var "
                + std::to_string(var.index.size()) };
    }

    static void put(PlainTable& table, double value, bool single)
    {
        if (single)
            table.number(static_cast<float>(value));
        else
            table.number(value);
    }

    void writeDense(hid_t group, const Frame& obs, const Frame& var, PlainTable& table)
    {
        const Hdf5Array x(group, "X");
        if (x.shape().size() != 2 || x.isText())
            throw Hdf5Fault { "X is no matrix of numbers" };
        checkShape(x.shape()[0], x.shape()[1], obs, var);
        constexpr std::size_t kValues = std::size_t(1) << 20;
        const std::size_t width = std::max<std::size_t>(1, var.index.size());
        const std::size_t block = std::max<std::size_t>(1, kValues / width);
        const std::size_t rows = rowsOf(obs.index.size());
        const bool single = x.isSingle();
        for (std::size_t first = 0; first < rows && table.isGood(); first += block) {
            const std::size_t count = std::min(block, rows - first);
            const std::vector<double> values = x.rows(first, count);
            for (std::size_t i = 0; i < count; ++i) {
                table.cell(obs.index[first + i]);
                for (std::size_t c = 0; c < var.index.size(); ++c)
                    put(table, values[i * width + c], single);
                table.endRow();
            }
            m_report.progress(static_cast<double>(first + count) / static_cast<double>(rows));
        }
    }

    void writeSparse(hid_t parent, const Frame& obs, const Frame& var, PlainTable& table)
    {
        const Hdf5Id group = openGroup(parent, "X");
        std::string format = textAttribute(parent, "X", "encoding-type");
        if (format.empty())
            format = textAttribute(parent, "X", "h5sparse_format");
        std::vector<std::int64_t> shape = integerAttributes(parent, "X", "shape");
        if (shape.empty())
            shape = integerAttributes(parent, "X", "h5sparse_shape");
        if (shape.size() != 2 || shape[0] < 0 || shape[1] < 0)
            throw Hdf5Fault { "X is a sparse matrix without its shape" };
        checkShape(static_cast<hsize_t>(shape[0]), static_cast<hsize_t>(shape[1]), obs, var);
        const Hdf5Array data(group.get(), "data");
        const Hdf5Array indices(group.get(), "indices");
        const Hdf5Array pointers(group.get(), "indptr");
        const bool byColumn = format.starts_with("csc");
        const std::size_t lines = byColumn ? var.index.size() : obs.index.size();
        const std::vector<std::int64_t> ends = pointers.integers(0, pointers.length());
        if (ends.size() != lines + 1 || ends.front() != 0 || !std::is_sorted(ends.begin(), ends.end())
            || static_cast<hsize_t>(ends.back()) > data.length() || data.length() != indices.length())
            throw Hdf5Fault { "X is a sparse matrix whose parts do not agree" };
        if (byColumn)
            writeColumns(data, indices, ends, obs, var, table);
        else
            writeRows(data, indices, ends, obs, var, table);
    }

    void writeRow(PlainTable& table, const std::string& id, std::vector<double>& row, bool single)
    {
        table.cell(id);
        for (const double value : row)
            put(table, value, single);
        table.endRow();
        std::fill(row.begin(), row.end(), 0.0);
    }

    static double& at(std::vector<double>& row, std::int64_t column)
    {
        if (column < 0 || static_cast<std::size_t>(column) >= row.size())
            throw Hdf5Fault { "X is a sparse matrix with a value outside of it" };
        return row[static_cast<std::size_t>(column)];
    }

    void writeRows(const Hdf5Array& data, const Hdf5Array& indices, const std::vector<std::int64_t>& ends,
        const Frame& obs, const Frame& var, PlainTable& table)
    {
        constexpr std::int64_t kValues = 1 << 20;
        std::vector<double> row(var.index.size());
        const std::size_t rows = rowsOf(obs.index.size());
        for (std::size_t first = 0; first < rows && table.isGood();) {
            std::size_t last = first + 1;
            while (last < rows && ends[last + 1] - ends[first] <= kValues)
                ++last;
            const auto from = static_cast<hsize_t>(ends[first]);
            const auto count = static_cast<hsize_t>(ends[last] - ends[first]);
            const std::vector<double> values = data.numbers(from, count);
            const std::vector<std::int64_t> columns = indices.integers(from, count);
            std::size_t k = 0;
            for (std::size_t i = first; i < last; ++i) {
                for (std::int64_t n = ends[i]; n < ends[i + 1]; ++n, ++k)
                    at(row, columns[k]) += values[k];
                writeRow(table, obs.index[i], row, data.isSingle());
            }
            first = last;
            m_report.progress(static_cast<double>(first) / static_cast<double>(rows));
        }
    }

    /// Values that are sorted by column are first put in the order of rows.
    void writeColumns(const Hdf5Array& data, const Hdf5Array& indices, const std::vector<std::int64_t>& ends,
        const Frame& obs, const Frame& var, PlainTable& table)
    {
        const std::vector<double> values = data.numbers(0, static_cast<hsize_t>(ends.back()));
        const std::vector<std::int64_t> rowOf = indices.integers(0, static_cast<hsize_t>(ends.back()));
        for (const std::int64_t row : rowOf)
            if (row < 0 || static_cast<std::size_t>(row) >= obs.index.size())
                throw Hdf5Fault { "X is a sparse matrix with a value outside of it" };
        const auto [starts, order] = orderByRow(rowOf, obs.index.size());
        std::vector<std::uint32_t> columnOf(values.size());
        for (std::size_t column = 0; column < var.index.size(); ++column)
            std::fill(columnOf.begin() + ends[column], columnOf.begin() + ends[column + 1],
                static_cast<std::uint32_t>(column));
        std::vector<double> row(var.index.size());
        const std::size_t rows = rowsOf(obs.index.size());
        for (std::size_t i = 0; i < rows && table.isGood(); ++i) {
            for (std::size_t k = starts[i]; k < starts[i + 1]; ++k)
                row[columnOf[order[k]]] += values[order[k]];
            writeRow(table, obs.index[i], row, data.isSingle());
            m_report.progress(static_cast<double>(i + 1) / static_cast<double>(rows));
        }
    }

    Report& m_report;
};

} // namespace

void readHdf5(Report& report) { AnnDataReader(report).read(); }

} // namespace btw::io::reader
