// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/splitfiles.h"

#include "engine/data/names.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <optional>

namespace btw::io::pickle {

namespace {

struct Name
{
    Split split = Split::Train;
    QString rest; ///< what follows the split's name
};

std::optional<Name> nameOf(const QString& fileName)
{
    qsizetype end = 0;
    while (end < fileName.size() && fileName.at(end).isLetter())
        ++end;
    const std::optional<Split> split = data::parseSplit(fileName.left(end).toStdString());
    if (end == 0 || !split)
        return std::nullopt;
    return Name { *split, fileName.mid(end) };
}

} // namespace

std::vector<SplitFile> splitFiles(const QString& path, Problems& problems)
{
    const QFileInfo info(path);
    const QDir folder(info.isDir() ? path : info.absolutePath());
    std::map<QString, std::vector<SplitFile>> sets;
    const QStringList names
        = folder.entryList({ QStringLiteral("*.pkl"), QStringLiteral("*.pickle") }, QDir::Files, QDir::Name);
    for (const QString& fileName : names)
        if (const auto name = nameOf(fileName))
            sets[name->rest].push_back({ name->split, folder.filePath(fileName) });

    std::vector<SplitFile> found;
    if (!info.isDir()) {
        const auto name = nameOf(info.fileName());
        found = name ? sets[name->rest] : std::vector<SplitFile> {};
    } else {
        std::vector<std::string> examples;
        for (const auto& [rest, files] : sets) {
            examples.push_back(QFileInfo(files.front().path).fileName().toStdString());
            found = files;
        }
        if (sets.size() > 1) {
            problems.error("several-sources", info.fileName().toStdString(),
                { "the folder holds {} sets of pickles, such as {} and {}", std::to_string(sets.size()),
                    examples[0], examples[1] },
                "give one of the files instead of the folder");
            return {};
        }
    }
    std::stable_sort(
        found.begin(), found.end(), [](const SplitFile& a, const SplitFile& b) { return a.split < b.split; });
    for (std::size_t i = 1; i < found.size(); ++i)
        if (found[i].split == found[i - 1].split) {
            problems.error("several-sources", QFileInfo(found[i].path).fileName().toStdString(),
                { "the {} split has another file, {}", data::splitName(found[i].split),
                    QFileInfo(found[i - 1].path).fileName().toStdString() },
                "keep one of them in the folder");
            return {};
        }
    if (found.empty() || found.front().split != Split::Train)
        return {};
    return found;
}

} // namespace btw::io::pickle
