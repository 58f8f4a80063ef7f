// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <string>
#include <string_view>

namespace btw::io::pickle {

/// A file's bytes as they lie on disk: mapped when large, else in memory.
class MappedFile
{
public:
    /// False, with error(), when the file cannot be read.
    bool open(const QString& path);
    const std::string& error() const { return m_error; }

    std::string_view bytes() const { return m_bytes; }
    /// Whether these bytes are part of a mapping.
    bool isMapped(std::string_view part) const;

private:
    QFile m_file;
    QByteArray m_content; ///< of a small file
    std::string_view m_bytes;
    bool m_mapped = false;
    std::string m_error;
};

/// Says that these bytes of a mapped file will not be read soon, so that they stop counting as the program's
/// memory. Must not be called for any other memory, which would lose its contents.
void discardPages(std::string_view part);
/// Says that these bytes of a mapped file will be read soon, so that they can be fetched in large pieces.
void prefetchPages(std::string_view part);

} // namespace btw::io::pickle
