// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"

#include "engine/error.h"

#include <QByteArray>
#include <QtEndian>

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>

namespace btw::io {

namespace {

/// SHA-256 by libcrypto, which uses the processor's own instructions for it: Qt's takes four times as long.
class Sha256
{
public:
    Sha256()
        : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        require(m_context != nullptr && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1);
    }

    void add(const void* bytes, std::size_t size)
    {
        require(EVP_DigestUpdate(m_context.get(), bytes, size) == 1);
    }

    QString hex()
    {
        QByteArray digest(EVP_MAX_MD_SIZE, '\0');
        unsigned size = 0;
        require(
            EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
        return QString::fromLatin1(digest.left(static_cast<qsizetype>(size)).toHex());
    }

private:
    static void require(bool good)
    {
        if (!good)
            throw Error(
                "The OpenSSL library of this system gives no SHA-256, which cohorts are told apart by: "
                "install Debian's libssl3 again.",
                Error::Kind::Work);
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

/// Feeds values to SHA-256 in one form: little-endian, every list and text led by its length, one kind of
/// NaN.
class CanonicalHash
{
public:
    template <typename Bits> void put(Bits bits)
    {
        if (m_used + sizeof(Bits) > m_buffer.size())
            flush();
        qToLittleEndian(bits, m_buffer.data() + m_used);
        m_used += sizeof(Bits);
    }

    void put(double value)
    {
        put(std::bit_cast<quint64>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value));
    }

    void put(float value)
    {
        put(std::bit_cast<quint32>(std::isnan(value) ? std::numeric_limits<float>::quiet_NaN() : value));
    }

    void put(const std::string& text)
    {
        put(static_cast<quint64>(text.size()));
        flush();
        m_hash.add(text.data(), text.size());
    }

    void put(Split split) { put(static_cast<quint8>(split)); }

    template <typename Value> void list(const std::vector<Value>& values)
    {
        put(static_cast<quint64>(values.size()));
        for (const Value& value : values)
            put(value);
    }

    /// As one after the other, a buffer at a time.
    void list(const std::vector<float>& values)
    {
        put(static_cast<quint64>(values.size()));
        flush();
        constexpr std::size_t kMost = sizeof(m_buffer) / sizeof(float);
        for (std::size_t first = 0; first < values.size(); first += kMost) {
            const std::size_t count = std::min(kMost, values.size() - first);
            for (std::size_t i = 0; i < count; ++i) {
                const float value = values[first + i];
                const auto bits = std::isnan(value)
                    ? std::bit_cast<quint32>(std::numeric_limits<float>::quiet_NaN())
                    : std::bit_cast<quint32>(value);
                qToLittleEndian(bits, m_buffer.data() + i * sizeof(bits));
            }
            m_hash.add(m_buffer.data(), count * sizeof(float));
        }
    }

    QString hex()
    {
        flush();
        return m_hash.hex();
    }

private:
    void flush()
    {
        m_hash.add(m_buffer.data(), m_used);
        m_used = 0;
    }

    Sha256 m_hash;
    std::array<char, 8192> m_buffer {};
    std::size_t m_used = 0;
};

void putLabels(CanonicalHash& hash, const data::Cohort& cohort)
{
    hash.put(static_cast<quint8>(cohort.task));
    hash.list(cohort.classes);
    hash.put(static_cast<quint8>(cohort.labelRange ? 1 : 0));
    if (cohort.labelRange) {
        hash.put(cohort.labelRange->first);
        hash.put(cohort.labelRange->second);
    }
    hash.list(cohort.ids);
    hash.list(cohort.y);
}

void putModalities(CanonicalHash& hash, const data::Cohort& cohort)
{
    hash.list(cohort.groups);
    hash.put(static_cast<quint64>(cohort.modalities.size()));
    for (const data::Modality& modality : cohort.modalities) {
        hash.put(modality.name);
        hash.put(static_cast<quint8>(modality.kind));
        hash.put(static_cast<qint64>(modality.dims));
        hash.list(modality.values);
        hash.list(modality.offsets);
        hash.list(modality.times);
        hash.list(modality.present);
    }
}

} // namespace

QString cohortHash(const data::Cohort& cohort)
{
    CanonicalHash hash;
    hash.put(std::string("btw cohort 1"));
    putLabels(hash, cohort);
    hash.list(cohort.splits);
    putModalities(hash, cohort);
    return hash.hex();
}

QString contentHash(const data::Cohort& cohort)
{
    if (!cohort.content.empty())
        return QString::fromStdString(cohort.content);
    CanonicalHash hash;
    hash.put(std::string("btw content 1"));
    putLabels(hash, cohort);
    putModalities(hash, cohort);
    hash.put(static_cast<quint64>(cohort.categories.size()));
    for (const data::CategoryColumn& column : cohort.categories) {
        hash.put(static_cast<quint64>(column.modality));
        hash.put(static_cast<quint64>(column.column));
        hash.put(static_cast<quint8>(column.encoding));
        hash.list(column.words);
    }
    hash.put(static_cast<quint8>(cohort.cut ? 1 : 0));
    if (cohort.cut) {
        hash.list(cohort.cut->thresholds);
        hash.put(static_cast<quint64>(cohort.cut->quantiles));
        hash.list(cohort.cut->names);
    }
    return hash.hex();
}

void keepContent(data::Cohort& cohort) { cohort.content = contentHash(cohort).toStdString(); }

} // namespace btw::io
