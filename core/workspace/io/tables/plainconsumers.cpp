// SPDX-License-Identifier: GPL-3.0-or-later
// How the consumers of tables take plain rows. Nothing can be wrong with these: what could be comes as a
// record.
#include "workspace/io/tables/csvconsumers.h"

#include "workspace/io/tables/ids.h"
#include "workspace/io/tables/number.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <new>
#include <stdexcept>

namespace btw::io {

namespace {

using Use = PlainColumns::Use;

bool isName(std::string_view cell) { return !bareId(cell).empty(); }

bool isSplit(std::string_view cell) { return data::parseSplit(canonicalName(cell)).has_value(); }

std::string name(std::string_view cell) { return std::string(trimmed(cell)); }

} // namespace

bool LabelConsumer::want(PlainColumns& wanted)
{
    if (m_entry.outcome)
        return false;
    m_plainLabel = wanted.want(m_label, m_numeric ? Use::Number : Use::Text);
    if (m_id != kNone)
        m_plainId = wanted.want(m_id, Use::Text, isName);
    if (m_group != kNone)
        m_plainGroup = wanted.want(m_group, Use::Text, isName);
    if (m_split != kNone)
        m_plainSplit = wanted.want(m_split, Use::Text, isSplit);
    return true;
}

void LabelConsumer::takePlain(const PlainRows& rows, std::size_t first, std::size_t last)
{
    for (std::size_t row = first; row < last; ++row) {
        log.add(rows.line(row));
        if (m_numeric)
            values.push_back(rows.number(row, m_plainLabel));
        else
            labels.push_back(name(rows.text(row, m_plainLabel)));
        if (m_id != kNone)
            ids.push_back(name(rows.text(row, m_plainId)));
        if (m_group != kNone)
            groups.push_back(name(rows.text(row, m_plainGroup)));
        if (m_split != kNone)
            splits.push_back(
                data::parseSplit(canonicalName(rows.text(row, m_plainSplit))).value_or(Split::Train));
    }
}

bool FeatureConsumer::want(PlainColumns& wanted)
{
    m_plainFeatures.clear();
    m_plainInOrder = true;
    for (std::size_t k = 0; k < m_features.size(); ++k) {
        // Words get numbers as they come, one after the other.
        if (m_words[k].entry != nullptr)
            return false;
        m_plainFeatures.push_back(wanted.want(m_features[k], Use::Feature));
        m_plainInOrder = m_plainInOrder && m_plainFeatures[k] == m_plainFeatures[0] + k;
    }
    if (!m_entry.time.empty())
        m_plainTime = wanted.want(m_time, Use::Number);
    if (!m_entry.id.empty())
        m_plainId = wanted.want(m_id, Use::Text, isName);
    return true;
}

void FeatureConsumer::takePlain(const PlainRows& rows, std::size_t first, std::size_t last)
{
    for (std::size_t row = first; row < last; ++row) {
        log.add(rows.line(row));
        const float* const features = rows.features(row);
        if (m_plainInOrder)
            values.insert(values.end(), features + m_plainFeatures[0],
                features + m_plainFeatures[0] + m_plainFeatures.size());
        else
            for (const std::size_t place : m_plainFeatures)
                values.push_back(features[place]);
        if (!m_entry.time.empty())
            times.push_back(rows.number(row, m_plainTime));
        if (!m_entry.id.empty())
            ids.push_back(name(rows.text(row, m_plainId)));
    }
}

void FeatureConsumer::expect(std::size_t rows)
{
    // A file may be shorter than it says: without the room that it would need, the values grow as they come.
    try {
        log.reserve(rows);
        values.reserve(values.size() + rows * m_plainFeatures.size());
    } catch (const std::bad_alloc&) {
        return;
    } catch (const std::length_error&) {
        return;
    }
}

} // namespace btw::io
