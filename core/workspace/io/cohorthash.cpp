// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>

namespace btw::io {

namespace {

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
        m_hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    }

    void put(Split split) { put(static_cast<quint8>(split)); }

    template <typename Value> void list(const std::vector<Value>& values)
    {
        put(static_cast<quint64>(values.size()));
        for (const Value& value : values)
            put(value);
    }

    QString hex()
    {
        flush();
        return QString::fromLatin1(m_hash.result().toHex());
    }

private:
    void flush()
    {
        m_hash.addData(QByteArrayView(m_buffer.data(), static_cast<qsizetype>(m_used)));
        m_used = 0;
    }

    QCryptographicHash m_hash { QCryptographicHash::Sha256 };
    std::array<char, 8192> m_buffer {};
    std::size_t m_used = 0;
};

} // namespace

QString cohortHash(const data::Cohort& cohort)
{
    CanonicalHash hash;
    hash.put(std::string("btw cohort 1"));
    hash.put(static_cast<quint8>(cohort.task));
    hash.list(cohort.classes);
    hash.put(static_cast<quint8>(cohort.labelRange ? 1 : 0));
    if (cohort.labelRange) {
        hash.put(cohort.labelRange->first);
        hash.put(cohort.labelRange->second);
    }
    hash.list(cohort.ids);
    hash.list(cohort.y);
    hash.list(cohort.splits);
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
    return hash.hex();
}

} // namespace btw::io
