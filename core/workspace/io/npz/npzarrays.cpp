// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npzarrays.h"

#include "workspace/io/tables/cells/number.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace btw::io {

bool NpzArrays::open(const QString& path, const ReadLimits& limits)
{
    m_file = QFileInfo(path).fileName().toStdString();
    m_progress = limits.progress;
    if (!m_archive.open(path, limits, m_problems))
        return false;
    for (const ZipArchive::Member& member : m_archive.members()) {
        m_total += member.size;
        if (member.name.endsWith(QLatin1String(".npy")))
            m_names.push_back(member.name.chopped(4).toStdString());
        else
            m_problems.warning("npz-member", m_file + ", member " + inQuotes(member.name.toStdString()),
                "the member is not an array and is ignored", "keep only what numpy.savez wrote");
    }
    return true;
}

bool NpzArrays::contains(const std::string& name) const
{
    return std::find(m_names.begin(), m_names.end(), name) != m_names.end();
}

std::string NpzArrays::where(const std::string& name, const std::vector<std::int64_t>& index) const
{
    std::string text = m_file + ", array " + name;
    for (std::size_t i = 0; i < index.size(); ++i)
        text += (i == 0 ? "[" : ", ") + std::to_string(index[i]);
    return index.empty() ? text : text + "]";
}

bool NpzArrays::read(const std::string& name, const std::function<bool(NpyReader&)>& use)
{
    const ZipArchive::Member* member = m_archive.find(QString::fromStdString(name) + QStringLiteral(".npy"));
    std::unique_ptr<QIODevice> device = m_archive.openMember(*member, m_problems);
    if (!device)
        return false;
    NpyReader reader(*device, member->size);
    bool stopped = false;
    reader.setWatch([this, &stopped](std::uint64_t done) {
        stopped
            = m_progress && !m_progress(static_cast<double>(m_done + done) / static_cast<double>(m_total));
        return !stopped;
    });
    const bool good = reader.open() && use(reader);
    m_done += member->size;
    if (stopped)
        m_problems.error("stopped", m_file, "the reading was stopped", "open the file again to read it");
    else if (!good && !reader.fault().what.empty())
        m_problems.error("array-damaged", where(name), reader.fault().what, reader.fault().remedy);
    return good && m_archive.finish(std::move(device), *member, m_problems);
}

std::optional<NpyHeader> NpzArrays::header(const std::string& name)
{
    const ZipArchive::Member* member = m_archive.find(QString::fromStdString(name) + QStringLiteral(".npy"));
    const std::unique_ptr<QIODevice> device = m_archive.openMember(*member, m_problems);
    if (!device)
        return std::nullopt;
    NpyReader reader(*device, member->size);
    if (reader.open())
        return reader.header();
    m_problems.error("array-damaged", where(name), reader.fault().what, reader.fault().remedy);
    return std::nullopt;
}

bool NpzArrays::stream(const std::string& name, const NpyReader::NumberSink& sink)
{
    return read(name, [&sink](NpyReader& reader) { return reader.readNumbers(sink); });
}

bool NpzArrays::streamWhole(const std::string& name, const NpyReader::WholeSink& sink)
{
    return read(name, [&sink](NpyReader& reader) { return reader.readWhole(sink); });
}

bool NpzArrays::streamFloats(const std::string& name, const NpyReader::FloatSink& sink)
{
    return read(name, [&sink](NpyReader& reader) { return reader.readFloats(sink); });
}

bool NpzArrays::isVector(const std::string& name, const NpyHeader& header, std::int64_t n)
{
    const std::int64_t count = header.count();
    const bool flat = !header.shape.empty() && header.shape.front() == count;
    if (flat && (n < 0 || n == count))
        return true;
    m_problems.error("array-length", where(name),
        !flat ? data::Sentence("the array must have one value per instance")
              : data::Sentence { "the array has {} values where y has {}", grouped(count), grouped(n) },
        "save one value per instance, in the order of y");
    return false;
}

std::optional<std::vector<double>> NpzArrays::numbers(const std::string& name, std::int64_t n)
{
    std::vector<double> out;
    const bool good = read(name, [&](NpyReader& reader) {
        return isVector(name, reader.header(), n)
            && reader.readNumbers([&out](std::int64_t, std::span<const double> values) {
                   out.insert(out.end(), values.begin(), values.end());
                   return true;
               });
    });
    if (!good)
        return std::nullopt;
    return out;
}

std::optional<std::vector<std::string>> NpzArrays::names(const std::string& name, std::int64_t n)
{
    const std::optional<NpyHeader> head = header(name);
    if (!head)
        return std::nullopt;
    std::vector<std::string> out;
    if (!head->type.isText()) {
        const std::optional<std::vector<double>> values = numbers(name, n);
        if (!values)
            return std::nullopt;
        for (const double value : *values)
            out.push_back(canonicalName(value));
        return out;
    }
    const bool good = read(name, [&](NpyReader& reader) {
        // A scalar is one text: that is how `meta` is saved.
        if (!(n == 1 && reader.header().shape.empty()) && !isVector(name, reader.header(), n))
            return false;
        std::optional<std::vector<std::string>> texts = reader.readText();
        if (texts)
            out = std::move(*texts);
        return texts.has_value();
    });
    if (!good)
        return std::nullopt;
    return out;
}

} // namespace btw::io
