// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/manifest.h"

#include <set>
#include <string>
#include <utility>

namespace btw::io {

/// The keys of a manifest, with a problem for each that is missing, ill-typed or not known.
class ManifestKeys
{
public:
    /// `where` precedes each key in messages: "manifest.json, key ".
    ManifestKeys(std::string where, Problems& problems)
        : m_where(std::move(where))
        , m_problems(problems)
    {
    }

    /// A problem of a key with its path: "labels.id".
    void error(const std::string& key, const std::string& what, const std::string& remedy);
    void warning(
        const char* code, const std::string& key, const std::string& what, const std::string& remedy);
    /// "labels.id" of "labels" and "id".
    static std::string path(const std::string& parent, const std::string& key);
    /// Warns of keys that are not among these.
    void onlyKeys(const QJsonObject& object, const std::string& parent, const std::set<std::string>& known);
    /// A text that may not be left out; empty, with an error, where it is.
    std::string requiredString(
        const QJsonObject& object, const std::string& parent, const char* key, const char* remedy);
    /// A column is named by text or, in a file without header, by its number.
    std::string column(const QJsonValue& value, const std::string& key);
    std::string column(const QJsonObject& object, const std::string& parent, const char* key);
    /// The file or files of an entry.
    TableFiles table(const QJsonObject& object, const std::string& parent);
    /// Whether `others` says `word`; without the key it says `usual`. Anything else would quietly change who
    /// counts.
    bool others(const QJsonObject& object, const std::string& parent, const char* word, const char* usual);

private:
    QString fileName(const QJsonValue& value, const std::string& key);

    const std::string m_where;
    Problems& m_problems;
};

} // namespace btw::io
