// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace btw::help {

/// The words of docs/glossary.md, which is part of the program.
class Glossary
{
public:
    struct Entry
    {
        QStringList words; ///< that it is found by
        QString meaning; ///< Markdown, one or two sentences
    };

    Glossary(); ///< reads the document

    const std::vector<Entry>& entries() const { return m_entries; }
    /// Of one of its words, whatever its case; nullopt where there is none.
    std::optional<Entry> find(const QString& word) const;

private:
    std::vector<Entry> m_entries;
};

} // namespace btw::help
