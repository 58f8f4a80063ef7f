// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/tablegroups.h"

#include "workspace/io/formats/filenames.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <map>
#include <optional>
#include <utility>

namespace btw::io {

namespace {

std::optional<Split> splitOfWord(const std::string& word)
{
    if (word == "tr")
        return Split::Train;
    if (word == "va")
        return Split::Validation;
    if (word == "te" || word == "ts")
        return Split::Test;
    const bool letters = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return letters ? data::parseSplit(word) : std::nullopt;
}

/// "text" and train of `text_train`, `train-text`; nothing where no part of the name is a split.
std::optional<std::pair<std::string, Split>> splitOfName(const std::string& stem)
{
    constexpr const char* kBetween = "_-. ";
    std::optional<std::pair<std::string, Split>> found;
    for (std::size_t begin = 0; begin <= stem.size();) {
        const std::size_t end = std::min(stem.find_first_of(kBetween, begin), stem.size());
        if (const auto split = splitOfWord(lowered(stem.substr(begin, end - begin)))) {
            std::string rest = stem;
            if (end < stem.size())
                rest.erase(begin, end + 1 - begin);
            else
                rest.erase(begin > 0 ? begin - 1 : 0);
            found = { rest, *split };
        }
        begin = end + 1;
    }
    return found;
}

} // namespace

std::vector<TableGroup> groupTables(const std::vector<TableSample>& samples)
{
    std::map<std::string, std::map<Split, const TableSample*>> bySplit;
    for (const TableSample& sample : samples) {
        const std::string stem = tableStem(QString::fromStdString(sample.file)).toStdString();
        if (const auto named = splitOfName(stem); named && sample.rows.problems.empty())
            bySplit[named->first].try_emplace(named->second, &sample);
    }
    std::vector<TableGroup> tables;
    std::map<std::string, bool> done;
    for (const TableSample& sample : samples) {
        if (!sample.rows.problems.empty())
            continue;
        const std::string stem = tableStem(QString::fromStdString(sample.file)).toStdString();
        const auto named = splitOfName(stem);
        TableGroup table;
        if (named && bySplit[named->first].size() > 1 && bySplit[named->first].count(Split::Train) > 0) {
            if (std::exchange(done[named->first], true))
                continue;
            table.base = named->first;
            for (const auto& [split, part] : bySplit[named->first]) {
                table.files.files[split] = QString::fromStdString(part->file);
                table.heads.push_back(&part->rows);
            }
        } else {
            table.base = stem;
            table.files.file = QString::fromStdString(sample.file);
            table.heads.push_back(&sample.rows);
        }
        table.head = table.heads.front();
        table.files.header = table.head->named;
        for (std::size_t c = 0; c < table.head->header.size(); ++c)
            table.looks.push_back(lookAt(*table.head, c));
        tables.push_back(std::move(table));
    }
    return tables;
}

} // namespace btw::io
