// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/csvwriter.h"

#include "workspace/io/problems.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"
#include "engine/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace btw::io {

namespace {

QString text(const std::string& string) { return QString::fromStdString(string); }

[[noreturn]] void cannotWrite(const QString& path, const QString& why)
{
    throw Error(QFileInfo(path).fileName().toStdString() + " cannot be written (" + why.toStdString()
            + "): check the folder, its permissions and the space on the disk",
        Error::Kind::Work);
}

std::string number(double value)
{
    std::array<char, 32> buffer {};
    return { buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr };
}

/// The fewest digits that are read back as this value; empty for a missing one. Files are read as double
/// first, which could round a number of so few digits twice, or take it beyond the largest float: then ten
/// digits are enough.
std::string number(float value)
{
    if (std::isnan(value))
        return {};
    std::array<char, 32> buffer {};
    char* const end = buffer.data() + buffer.size();
    std::string out(buffer.data(), std::to_chars(buffer.data(), end, value).ptr);
    double read = 0;
    if (parseNumber(out, read) != NumberKind::Number || std::fabs(read) > std::numeric_limits<float>::max()
        || static_cast<float>(read) != value)
        out.assign(
            buffer.data(), std::to_chars(buffer.data(), end, value, std::chars_format::scientific, 9).ptr);
    return out;
}

/// In quotes where a reader would take it apart or trim it.
std::string cell(const std::string& text)
{
    const bool blanks = !text.empty() && trimmed(text).size() != text.size();
    if (!blanks && text.find_first_of(",;\t\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

/// One file of the new folder, on the disk when done() returns.
class TextFile
{
public:
    explicit TextFile(const QString& path)
        : m_file(path)
    {
        if (!m_file.open(QIODevice::WriteOnly))
            cannotWrite(path, m_file.errorString());
    }

    void put(const std::string& line)
    {
        m_buffer += line;
        constexpr std::size_t kFlush = 1 << 20;
        if (m_buffer.size() >= kFlush)
            flush();
    }

    void done()
    {
        flush();
        if (!m_file.flush() || fsync(m_file.handle()) != 0)
            cannotWrite(m_file.fileName(), m_file.errorString());
    }

private:
    void flush()
    {
        if (m_file.write(m_buffer.data(), static_cast<qint64>(m_buffer.size()))
            != static_cast<qint64>(m_buffer.size()))
            cannotWrite(m_file.fileName(), m_file.errorString());
        m_buffer.clear();
    }

    QFile m_file;
    std::string m_buffer;
};

/// Whether names can stand in a header and come back as they are.
bool fitHeader(const std::vector<std::string>& names)
{
    std::set<std::string> seen = { "id", "time" };
    return std::all_of(names.begin(), names.end(), [&seen](const std::string& name) {
        return !name.empty() && trimmed(name).size() == name.size() && seen.insert(name).second;
    });
}

void refuse(const std::string& what) { throw Error("The cohort cannot be written as CSV: " + what + "."); }

void check(const data::Cohort& cohort)
{
    if (!cohort.categories.empty() || cohort.cut)
        refuse("its words or labels wait for the splits; draw them first");
    for (const std::vector<std::string>* names : { &cohort.ids, &cohort.groups })
        if (std::find(names->begin(), names->end(), std::string()) != names->end())
            refuse("an id or group is empty; name it");
    for (const data::Modality& modality : cohort.modalities)
        if (std::count(modality.present.begin(), modality.present.end(), 1) == 0)
            refuse("no instance has " + modality.name + "; leave the modality out");
}

class FolderWriter
{
public:
    FolderWriter(const data::Cohort& cohort, const QString& folder)
        : m_cohort(cohort)
        , m_folder(folder)
    {
    }

    void write()
    {
        labels();
        QJsonArray modalities;
        for (const data::Modality& modality : m_cohort.modalities)
            modalities.append(this->modality(modality));
        manifest(modalities);
    }

private:
    QString path(const QString& name) const { return m_folder + QLatin1Char('/') + name; }

    void labels()
    {
        TextFile file(path(QStringLiteral("labels.csv")));
        file.put(std::string("id,label") + (m_cohort.splits.empty() ? "" : ",split")
            + (m_cohort.groups.empty() ? "" : ",group") + "\n");
        // Names that are numbers, or words for missing values, could be taken for something else.
        const bool names
            = std::all_of(m_cohort.classes.begin(), m_cohort.classes.end(), [](const std::string& name) {
                  double value = 0;
                  return parseNumber(name, value) == NumberKind::Text && !isMissingWord(name)
                      && trimmed(name).size() == name.size();
              });
        for (std::size_t i = 0; i < m_cohort.size(); ++i) {
            const bool classes = m_cohort.task == Task::Classification && names;
            const std::string label = classes
                ? cell(m_cohort.classes[static_cast<std::size_t>(m_cohort.y[i])])
                : number(m_cohort.y[i]);
            // Appending: gcc 12 warns of a literal before a string that it sees made (its bug 105651).
            std::string line = cell(m_cohort.ids[i]);
            line.append(",").append(label);
            if (!m_cohort.splits.empty())
                line.append(",").append(data::splitName(m_cohort.splits[i]));
            if (!m_cohort.groups.empty())
                line.append(",").append(cell(m_cohort.groups[i]));
            file.put(line.append("\n"));
        }
        file.done();
    }

    /// The columns that describe the instances, in a file of their own; its entry in the manifest.
    QJsonObject descriptions()
    {
        const auto called = [this](const std::string& name) {
            return std::any_of(m_cohort.modalities.begin(), m_cohort.modalities.end(),
                [&name](const data::Modality& modality) { return modality.name == name; });
        };
        std::string name = "descriptions";
        while (called(name))
            name += '_';
        std::vector<std::string> columns;
        std::string header = "id";
        for (const data::DescriptiveColumn& column : m_cohort.about) {
            columns.push_back(column.name);
            header.append(",").append(cell(column.name));
        }
        if (!fitHeader(columns))
            refuse("two descriptive columns have the same name, or one has none; rename it");
        TextFile file(path(text(name) + QStringLiteral(".csv")));
        file.put(header + "\n");
        for (std::size_t i = 0; i < m_cohort.size(); ++i) {
            std::string line = cell(m_cohort.ids[i]);
            for (const data::DescriptiveColumn& column : m_cohort.about)
                line.append(",").append(cell(column.values[i]));
            file.put(line + "\n");
        }
        file.done();
        QJsonArray names;
        for (const std::string& column : columns)
            names.append(text(column));
        return { { QStringLiteral("file"), text(name) + QStringLiteral(".csv") },
            { QStringLiteral("id"), QStringLiteral("id") }, { QStringLiteral("columns"), names } };
    }

    QJsonObject modality(const data::Modality& modality)
    {
        const QString name = text(modality.name) + QStringLiteral(".csv");
        const bool series = modality.kind == data::ModalityKind::Series;
        QJsonObject entry { { QStringLiteral("name"), text(modality.name) },
            { QStringLiteral("kind"), text(data::kindName(modality.kind)) },
            { QStringLiteral("file"),
                name == QLatin1String("labels.csv") ? QStringLiteral("labels_.csv") : name } };
        const bool header = !modality.columns.empty() && fitHeader(modality.columns);
        entry[QStringLiteral("id")] = header ? QJsonValue(QStringLiteral("id")) : QJsonValue(1);
        if (series)
            entry[QStringLiteral("time")] = header ? QJsonValue(QStringLiteral("time")) : QJsonValue(2);
        if (!header)
            entry[QStringLiteral("header")] = false;
        if (!header && !modality.columns.empty()) {
            QJsonArray names;
            for (const std::string& column : modality.columns)
                names.append(text(column));
            entry[QStringLiteral("names")] = names;
        }
        TextFile file(path(entry[QStringLiteral("file")].toString()));
        if (header) {
            std::string line = series ? "id,time" : "id";
            for (const std::string& column : modality.columns)
                line.append(",").append(cell(column));
            file.put(line + "\n");
        }
        rows(modality, file);
        file.done();
        return entry;
    }

    void rows(const data::Modality& modality, TextFile& file) const
    {
        const auto width = static_cast<std::size_t>(modality.dims);
        for (std::size_t i = 0; i < m_cohort.size(); ++i) {
            if (modality.present[i] == 0)
                continue;
            const std::string id = cell(m_cohort.ids[i]);
            const std::size_t first = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
            for (std::size_t step = first; step < first + static_cast<std::size_t>(modality.steps(i));
                 ++step) {
                std::string line = id;
                if (!modality.times.empty())
                    line.append(",").append(number(modality.times[step]));
                for (std::size_t d = 0; d < width; ++d)
                    line.append(",").append(number(modality.values[step * width + d]));
                file.put(line + "\n");
            }
        }
    }

    void manifest(const QJsonArray& modalities)
    {
        QJsonObject labels { { QStringLiteral("file"), QStringLiteral("labels.csv") },
            { QStringLiteral("id"), QStringLiteral("id") },
            { QStringLiteral("label"), QStringLiteral("label") } };
        if (!m_cohort.splits.empty())
            labels[QStringLiteral("split")] = QStringLiteral("split");
        if (!m_cohort.groups.empty())
            labels[QStringLiteral("group")] = QStringLiteral("group");
        QJsonObject object { { QStringLiteral("name"), text(m_cohort.name) },
            { QStringLiteral("task"), text(data::taskName(m_cohort.task)) },
            { QStringLiteral("labels"), labels }, { QStringLiteral("modalities"), modalities } };
        if (!m_cohort.about.empty())
            object[QStringLiteral("describe")] = QJsonArray { descriptions() };
        if (!m_cohort.classes.empty()) {
            QJsonArray classes;
            for (const std::string& name : m_cohort.classes)
                classes.append(text(name));
            object[QStringLiteral("classes")] = classes;
        }
        if (m_cohort.labelRange)
            object[QStringLiteral("label_range")]
                = QJsonArray { m_cohort.labelRange->first, m_cohort.labelRange->second };
        QJsonObject strengths;
        for (const auto& [name, strength] : m_cohort.strengths)
            strengths[text(name)] = strength;
        if (!strengths.isEmpty())
            object[QStringLiteral("strengths")] = strengths;
        TextFile file(path(QStringLiteral("manifest.json")));
        file.put(QJsonDocument(object).toJson().toStdString());
        file.done();
    }

    const data::Cohort& m_cohort;
    const QString m_folder;
};

} // namespace

void writeCsvFolder(const data::Cohort& cohort, const QString& folder)
{
    check(cohort);
    const QFileInfo target(folder);
    if (target.exists() && !(target.isDir() && QDir(folder).isEmpty()))
        throw Error(
            target.fileName().toStdString() + " is there already: choose another name, or remove it first.");
    // Beside its target: a folder can be renamed within one disk only. Removed when something fails.
    QTemporaryDir draft(target.absolutePath() + QStringLiteral("/.btw-XXXXXX"));
    if (!draft.isValid())
        cannotWrite(folder, draft.errorString());
    FolderWriter(cohort, draft.path()).write();
    QFile::setPermissions(draft.path(),
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup | QFile::ExeGroup
            | QFile::ReadOther | QFile::ExeOther);
    // rename(2) also replaces an empty folder, in one step.
    if (std::rename(QFile::encodeName(draft.path()).constData(),
            QFile::encodeName(target.absoluteFilePath()).constData())
        != 0)
        cannotWrite(folder, qt_error_string(errno));
    draft.setAutoRemove(false);
    const int parent = open(QFile::encodeName(target.absolutePath()).constData(), O_RDONLY | O_CLOEXEC);
    if (parent >= 0) {
        fsync(parent);
        close(parent);
    }
}

} // namespace btw::io
