// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/common/splitarrays.h"

#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/columns.h"

#include "engine/data/names.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace btw::importers {

using namespace io::pickle;

namespace {

constexpr std::array kModalities = { "text", "audio", "vision" };
constexpr double kParsing = 0.2; // share of the time, for the progress
constexpr std::size_t kMoseiLabels = 7; // sentiment, then six emotions

} // namespace

SplitArrays::SplitArrays(const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan)
    : m_path(path)
    , m_file(QFileInfo(path).fileName().toStdString())
    , m_progress(limits.progress)
    , m_draft(Places::Order::KeyFirst, QFileInfo(path).completeBaseName().toStdString(), limits, plan)
{
    for (const char* name : kModalities)
        // MulT's and MMSA's loaders set -inf in audio to 0: COVAREP writes it where it finds no voice.
        m_sources.emplace_back(name, subscript(name),
            std::string_view(name) == "audio" ? ModalitySource::NegativeInfinity::IsMissing
                                              : ModalitySource::NegativeInfinity::IsAnError);
}

io::ReadResult SplitArrays::read()
{
    const auto part = [this](double from, double to) {
        return
            [this, from, to](double share) { return !m_progress || m_progress(from + (to - from) * share); };
    };
    m_document = loadPickle(m_path, m_draft.memory, part(0, kParsing), m_draft.problems);
    if (!m_document || !addSplits(m_document->root()))
        return m_draft.finish();
    m_sources.erase(std::remove_if(m_sources.begin(), m_sources.end(),
                        [](const ModalitySource& source) { return !source.hasFeatures(); }),
        m_sources.end());
    if (m_sources.empty())
        m_draft.problems.error(
            "no-modalities", m_file, "there is no text, audio or vision", "save at least one of them");
    if (!m_draft.cohort.ids.empty() && m_draft.cohort.ids.size() != m_draft.cohort.size()) {
        m_draft.cohort.ids.clear();
        m_draft.problems.warning("ids-left-out", m_file,
            "a split has no ids, so those of the others are not used either", "save `id` in every split");
    }
    complete();
    if (!m_draft.problems.hasErrors() && !m_draft.build(m_sources, part(kParsing, 1)))
        m_draft.stopped();
    return m_draft.finish();
}

bool SplitArrays::addSplits(Value root)
{
    std::map<Split, std::pair<std::string, Value>> splits;
    for (std::size_t i = 0; i < root.size(); ++i) {
        const std::string key = textOf(root.key(i)).value_or("?");
        const auto split = data::parseSplit(key);
        if (!split || root.valueAt(i).kind() != Kind::Dict) {
            m_draft.problems.warning("split-unknown", m_file + ", " + subscript(key),
                split ? data::Sentence { "the split is {}, not a dict, and is ignored",
                    root.valueAt(i).description() }
                      : data::Sentence("the split is not known and is ignored"),
                "call the splits train, valid and test, each a dict of arrays");
        } else if (!splits.try_emplace(*split, key, root.valueAt(i)).second) {
            m_draft.problems.error("split-twice", m_file + ", " + subscript(key),
                "the split was given already", "keep one of the two");
        }
    }
    // New people belong to no split: whatever theirs is called is read.
    if (splits.count(Split::Train) == 0 && (!m_draft.isOfNewPeople() || splits.empty())) {
        m_draft.problems.error("split-empty", m_file + ", ['train']",
            m_draft.isOfNewPeople() ? "there is no split, each a dict of arrays"
                                    : "the training split is missing",
            m_draft.isOfNewPeople() ? "save these people under the key 'test'"
                                    : "save it under the key 'train'");
        return false;
    }
    for (const auto& [split, entry] : splits) {
        m_first = m_draft.cohort.size();
        m_draft.places.begin(m_file, subscript(entry.first), m_first);
        addSplit(entry.second);
        m_draft.cohort.splits.resize(m_draft.cohort.size(), split);
    }
    return !m_draft.problems.hasErrors();
}

void SplitArrays::addSplit(Value split)
{
    const std::optional<std::size_t> n = addLabels(split);
    if (!n)
        return;
    addIds(split, *n);
    for (std::size_t m = 0; m < kModalities.size(); ++m) {
        const Value features = split.find(kModalities.at(m));
        if (features.isNull())
            m_sources[m].addAbsent(*n);
        else if (m_sources[m].addAll(features, *n, m_draft.places, m_draft.memory, m_draft.problems))
            addLengths(split, kModalities.at(m), *n, m_sources[m]);
    }
    noteOtherKeys(split);
}

void SplitArrays::addLengths(Value, const std::string&, std::size_t, ModalitySource&) { }

std::string SplitArrays::where(const std::string& key) const
{
    return m_draft.places.ofKey(m_first, subscript(key));
}

std::size_t SplitArrays::countWithoutLabels(Value split)
{
    if (!m_draft.isOfNewPeople())
        return 0;
    for (const char* modality : kModalities) {
        const Array* array = split.find(modality).array();
        if (array != nullptr && !array->shape.empty()
            && std::all_of(array->shape.begin(), array->shape.end(), [](auto size) { return size > 0; }))
            return static_cast<std::size_t>(array->shape[0]);
    }
    return 0;
}

std::optional<std::vector<double>> SplitArrays::labelNumbers(Value split, const std::string& key)
{
    const Value value = split.find(key);
    if (const auto n = value.isNull() ? countWithoutLabels(split) : 0; n > 0)
        return std::vector<double>(n, std::nan(""));
    if (value.isNull()) {
        m_draft.problems.error(
            "label-missing", where(key), "the labels are missing", "save one number per instance");
        return std::nullopt;
    }
    auto table = numbersOf(value);
    if (!table || table->rows == 0) {
        m_draft.problems.error("labels-expected", where(key),
            table ? data::Sentence("there is not one label")
                  : data::Sentence { "labels are expected, and this is {}", value.description() },
            "save one number per instance");
        return std::nullopt;
    }
    if (table->inexact > 0) {
        m_draft.problems.error(
            "label-too-large", where(key), "a label is a whole number beyond 2^53", "save labels as floats");
        return std::nullopt;
    }
    if (table->width != 1 && table->width != kMoseiLabels) {
        m_draft.problems.error("labels-expected", where(key),
            { "there are {} labels per instance, and one is read", std::to_string(table->width) },
            "keep one of them, for example labels[:, 0]");
        return std::nullopt;
    }
    if (table->width == kMoseiLabels) {
        for (std::size_t i = 0; i < table->rows; ++i)
            table->values[i] = table->values[i * kMoseiLabels];
        table->values.resize(table->rows);
        m_draft.problems.note("label-reading", where(key), "of seven labels, the first (sentiment) is read",
            "save another one alone to use it");
    }
    return std::move(table->values);
}

std::optional<std::vector<std::int64_t>> SplitArrays::lengthNumbers(
    Value split, const std::string& key, std::size_t n)
{
    const Value value = split.find(key);
    const auto table = numbersOf(value);
    if (!table || table->rows != n || table->width != 1) {
        m_draft.problems.error("lengths-expected", where(key),
            { "lengths of {} instances are expected, and this is {}", io::grouped(n), value.description() },
            "save one whole number per instance");
        return std::nullopt;
    }
    std::vector<std::int64_t> lengths;
    for (std::size_t i = 0; i < n; ++i) {
        constexpr double kMost = 1e15;
        const double length = table->values[i];
        lengths.push_back(length >= 0 && length <= kMost ? static_cast<std::int64_t>(length) : -1);
    }
    return lengths;
}

void SplitArrays::addIds(Value split, std::size_t n)
{
    const Value value = split.find("id");
    if (value.isNull())
        return;
    auto ids = textsOf(value);
    if (!ids || ids->size() != n) {
        m_draft.problems.error("ids-expected", where("id"),
            ids ? data::Sentence { "there are {} ids for {} labels", io::grouped(ids->size()),
                io::grouped(n) }
                : data::Sentence { "ids are expected, texts of at most {} bytes each",
                    io::grouped(kLongestText) },
            "save one id per instance");
        return;
    }
    std::vector<std::string>& all = m_draft.cohort.ids;
    all.insert(all.end(), std::make_move_iterator(ids->begin()), std::make_move_iterator(ids->end()));
}

void SplitArrays::noteOtherKeys(Value split)
{
    std::set<std::string> known = otherKeys();
    known.insert({ "text", "audio", "vision", "id" });
    for (std::size_t i = 0; i < split.size(); ++i) {
        const std::string key = textOf(split.key(i)).value_or("?");
        if (known.count(key) == 0 && m_noted.insert(key).second)
            m_draft.problems.warning("key-unknown", where(key), "the key is not known and is ignored",
                "call features text, audio or vision");
    }
}

} // namespace btw::importers
