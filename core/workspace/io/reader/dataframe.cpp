// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/dataframe.h"

#include <algorithm>
#include <set>

namespace btw::io::reader {

namespace {

/// The word of each code; nothing where it has none.
std::vector<std::string> wordsOf(const Hdf5Array& codes, const std::vector<std::string>& words)
{
    std::vector<std::string> out;
    for (const std::int64_t code : codes.integers(0, codes.length()))
        out.push_back(code >= 0 && static_cast<std::size_t>(code) < words.size()
                ? words[static_cast<std::size_t>(code)]
                : std::string());
    return out;
}

/// The cells of a column: plain values, words with a code each, or values of which some are masked.
std::vector<std::string> cellsOf(hid_t frame, const std::string& name)
{
    if (!isGroup(frame, name)) {
        const Hdf5Array array(frame, name);
        // AnnData before 0.8 kept the words in a group of their own.
        const std::string words = "__categories/" + name;
        if (!exists(frame, words))
            return array.cells();
        return wordsOf(array, Hdf5Array(frame, words).cells());
    }
    const Hdf5Id group = openGroup(frame, name);
    if (exists(group.get(), "codes")) {
        const Hdf5Array codes(group.get(), "codes");
        return wordsOf(codes, Hdf5Array(group.get(), "categories").cells());
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

} // namespace

DataFrame readFrame(hid_t parent, const std::string& path, bool columns)
{
    if (!isGroup(parent, path))
        throw Hdf5Fault { exists(parent, path) ? path + " is laid out as AnnData did before version 0.7"
                                               : "it has no " + path };
    const Hdf5Id group = openGroup(parent, path);
    DataFrame frame;
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

std::string idName(const DataFrame& frame)
{
    const bool named = frame.indexName != "_index" && frame.indexName != "index";
    const std::string name = named ? frame.indexName : "id";
    const bool taken = std::any_of(frame.columns.begin(), frame.columns.end(),
        [&name](const auto& column) { return column.first == name; });
    return taken ? "obs_name" : name;
}

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

} // namespace btw::io::reader
