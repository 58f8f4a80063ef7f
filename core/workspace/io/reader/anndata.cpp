// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/problems.h"
#include "workspace/io/reader/dataframe.h"
#include "workspace/io/reader/hdf5file.h"
#include "workspace/io/reader/report.h"
#include "workspace/io/reader/sparserows.h"

#include <algorithm>
#include <map>

namespace btw::io::reader {

namespace {

constexpr const char* kWriteAgain = "write it again with anndata or mudata: adata.write_h5ad('data.h5ad')";

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
        const DataFrame obs = readFrame(file, "obs", true);
        writeObs(obs, idName(obs), QStringLiteral("obs"));
        writeX(file, obs, idName(obs), QStringLiteral("X"));
        tellOthers(file, {});
    }

    void readMuData(hid_t file)
    {
        DataFrame all = readFrame(file, "obs", true);
        const Hdf5Id mod = openGroup(file, "mod");
        std::vector<std::string> names = textAttributes(file, "mod", "mod-order");
        if (names.empty())
            names = namesIn(mod.get());
        std::map<std::string, std::size_t> place;
        for (std::size_t i = 0; i < all.index.size(); ++i)
            place.emplace(all.index[i], i);
        std::vector<std::pair<std::string, DataFrame>> parts;
        for (const std::string& name : names) {
            const Hdf5Id part = openGroup(mod.get(), name);
            DataFrame frame = readFrame(part.get(), "obs", true);
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
    static void addColumns(DataFrame& all, const std::map<std::string, std::size_t>& place,
        const DataFrame& frame, const std::string& modality)
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

    void writeObs(const DataFrame& obs, const std::string& id, const QString& part)
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
            m_report.warning("layers-not-read", part, "only X is read, not " + list,
                "nothing needs to be done if X is what is wanted; else put into X what should be read: "
                "adata.X = adata.layers['counts']");
    }

    void writeX(hid_t group, const DataFrame& obs, const std::string& id, const QString& part)
    {
        if (!exists(group, "X")) {
            if (isGroup(group, "obsm") || isGroup(group, "layers") || isGroup(group, "raw"))
                m_report.warning("no-values", part,
                    "it has no values in X, and what lies in obsm, layers or raw is not read",
                    "put into X what should be read, such as adata.X = adata.obsm['X_pca'] in a new AnnData");
            else
                m_report.note("no-values", part, "it has no values (X)",
                    "nothing needs to be done where none are wanted");
            return;
        }
        DataFrame var = readFrame(group, "var", false);
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

    static void checkShape(hsize_t rows, hsize_t columns, const DataFrame& obs, const DataFrame& var)
    {
        if (rows != obs.index.size() || columns != var.index.size())
            throw Hdf5Fault { "X has " + std::to_string(rows) + " rows and " + std::to_string(columns)
                + " columns where obs has " + std::to_string(obs.index.size()) + " and var "
                + std::to_string(var.index.size()) };
    }

    void writeDense(hid_t group, const DataFrame& obs, const DataFrame& var, PlainTable& table)
    {
        const Hdf5Array x(group, "X");
        if (x.shape().size() != 2 || x.isText())
            throw Hdf5Fault { "X is not a matrix of numbers" };
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
                    putNumber(table, values[i * width + c], single);
                table.endRow();
            }
            m_report.progress(static_cast<double>(first + count) / static_cast<double>(rows));
        }
    }

    void writeSparse(hid_t parent, const DataFrame& obs, const DataFrame& var, PlainTable& table)
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
        SparseRows rows(data, indices, ends, obs.index, var.index.size());
        const auto progress = [this](double share) { m_report.progress(share); };
        if (byColumn)
            rows.writeFromColumns(rowsOf(obs.index.size()), table, progress);
        else
            rows.write(rowsOf(obs.index.size()), table, progress);
    }

    Report& m_report;
};

} // namespace

void readHdf5(Report& report) { AnnDataReader(report).read(); }

} // namespace btw::io::reader
