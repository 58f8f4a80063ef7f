// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/mappedfile.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <cstdint>
#include <functional>

namespace btw::io::pickle {

namespace {

// Below this a file is read whole: simple, and safe when somebody else cuts it short meanwhile.
constexpr qint64 kMapFrom = qint64(64) << 20;

#ifdef Q_OS_UNIX
/// All pages that the part touches; those of a mapped file belong to the file, too.
void advise(std::string_view part, int advice)
{
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(part.data());
    const std::uintptr_t before = begin % page;
    if (!part.empty())
        madvise(const_cast<char*>(part.data()) - before, part.size() + before, advice);
}
#endif

} // namespace

bool MappedFile::open(const QString& path)
{
    m_file.setFileName(path);
    if (!m_file.open(QIODevice::ReadOnly)) {
        m_error = m_file.errorString().toStdString();
        return false;
    }
    const qint64 size = m_file.size();
    if (size >= kMapFrom)
        if (const uchar* mapped = m_file.map(0, size)) {
            m_bytes = { reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size) };
            m_mapped = true;
            return true;
        }
    m_content = m_file.readAll();
    if (m_file.error() != QFileDevice::NoError) {
        m_error = m_file.errorString().toStdString();
        return false;
    }
    m_bytes = { m_content.constData(), static_cast<std::size_t>(m_content.size()) };
    return true;
}

bool MappedFile::isMapped(std::string_view part) const
{
    const std::less<const char*> before;
    return m_mapped && !before(part.data(), m_bytes.data())
        && before(part.data(), m_bytes.data() + m_bytes.size());
}

void discardPages(std::string_view part)
{
#ifdef Q_OS_UNIX
    advise(part, MADV_DONTNEED);
#else
    Q_UNUSED(part)
#endif
}

void prefetchPages(std::string_view part)
{
#ifdef Q_OS_UNIX
    advise(part, MADV_WILLNEED);
#else
    Q_UNUSED(part)
#endif
}

} // namespace btw::io::pickle
