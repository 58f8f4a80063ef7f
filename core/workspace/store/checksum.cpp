// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/checksum.h"

#include "engine/error.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/evp.h>

#include <memory>
#include <new>

namespace btw::store {
namespace {

/// OpenSSL's, which uses the processor's own instructions: a checkpoint can have hundreds of megabytes.
class Sha256
{
public:
    Sha256()
        : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        require(m_context != nullptr && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1);
    }

    void add(const QByteArray& bytes)
    {
        require(EVP_DigestUpdate(m_context.get(), bytes.constData(), static_cast<std::size_t>(bytes.size()))
            == 1);
    }

    QString hex()
    {
        QByteArray digest(EVP_MAX_MD_SIZE, '\0');
        unsigned int size = 0;
        require(
            EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
        digest.truncate(static_cast<qsizetype>(size));
        return QString::fromLatin1(digest.toHex());
    }

private:
    static void require(bool done)
    {
        if (!done)
            throw std::bad_alloc(); // the only way in which these fail
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

} // namespace

QString checksumOf(std::initializer_list<QByteArray> cells)
{
    Sha256 hash;
    for (const QByteArray& cell : cells) {
        hash.add(QByteArray::number(cell.size()) + ':');
        hash.add(cell);
    }
    return hash.hex();
}

bool agrees(const QString& checksum, std::initializer_list<QByteArray> cells)
{
    return checksum.isEmpty() || checksum == checksumOf(cells);
}

QString checksumOfFile(const QString& path)
{
    if (!QFileInfo::exists(path))
        return {};
    constexpr qint64 kBlock = 1 << 20;
    QFile file(path);
    bool readable = file.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    Sha256 hash;
    QByteArray block(kBlock, Qt::Uninitialized);
    while (readable) {
        const qint64 size = file.read(block.data(), kBlock);
        readable = size >= 0;
        if (size <= 0)
            break;
        hash.add(QByteArray::fromRawData(block.constData(), size));
    }
    if (!readable)
        throw Error(path.toStdString() + ": the checkpoint cannot be read: "
                + file.errorString().toStdString() + "; check the rights and the disk.",
            Error::Kind::Work);
    return hash.hex();
}

} // namespace btw::store
