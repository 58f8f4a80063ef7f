// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fixtures.h"

#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/tables/source/filesource.h"

#include <QFileInfo>

/// What BTW makes of the files in tests/golden/formats (make_formats.py).
namespace btw::io::fixtures {

inline QString format(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/formats/") + name; }

/// The plain tables of a file, by name, and what was said of them.
struct Conversion
{
    QStringList names;
    std::vector<QByteArray> tables;
    ReadResult said;

    QByteArray lines() const { return fixtures::lines(said); }
    bool hasErrors() const { return said.hasErrors(); }
    /// The severity of the first problem with that text.
    std::optional<data::Severity> severityOf(const QString& text) const
    {
        for (const data::Problem& problem : said.problems)
            if (QString::fromStdString(problem.what).contains(text))
                return problem.severity;
        return std::nullopt;
    }
};

inline Conversion conversionOf(const QString& path, const ReadLimits& limits = {})
{
    Conversion out;
    Problems problems;
    const QFileInfo info(path);
    const std::unique_ptr<FileSource> source = openFolder(info.absolutePath(), limits);
    out.names = source->tablesOf(info.fileName(), true, problems);
    for (const QString& name : out.names)
        source->open(name, "none", problems,
            [&out](QIODevice& device, std::uint64_t) { out.tables.push_back(device.readAll()); });
    out.said.problems = problems.take();
    return out;
}

inline QString hashOf(const QString& path)
{
    const ReadResult result = readCohort(path);
    return result.cohort ? cohortHash(*result.cohort) : QString::fromUtf8(lines(result));
}

/// Files that are cut off or have a flipped bit, in a folder under the name of the good one: each is read or
/// refused, and what is refused says why.
template <typename Check> void forDamaged(const QString& name, int cuts, int flips, Check check)
{
    const QByteArray whole = bytesOf(format(name));
    const QTemporaryDir folder;
    const QString path = folder.filePath(name);
    for (int i = 0; i < cuts; ++i) {
        write(path, whole.first(whole.size() * i / cuts));
        check(path, true);
    }
    for (int i = 0; i < flips; ++i) {
        QByteArray bytes = whole;
        // Spread over the file, another bit each time.
        const qsizetype place = (whole.size() * i / flips + i % 7) % whole.size();
        bytes[place] = static_cast<char>(bytes.at(place) ^ (1 << (i % 8)));
        write(path, bytes);
        check(path, false);
    }
}

} // namespace btw::io::fixtures
