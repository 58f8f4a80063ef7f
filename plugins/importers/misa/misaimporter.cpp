// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/misa/misaimporter.h"

#include "plugins/importers/common/splitlists.h"
#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/columns.h"

#include <utility>

namespace btw::importers {

using namespace io::pickle;

namespace {

constexpr std::size_t kLengths = 6; // parts of the features when MMIM adds the lengths

class MisaFiles : public SplitLists
{
public:
    MisaFiles(const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan)
        : SplitLists(path, limits, plan)
    {
        using Infinity = ModalitySource::NegativeInfinity;
        m_sources.emplace_back("text", "[0][0]", Infinity::IsAnError);
        // Made from MulT's files, whose audio has -inf, through numpy.nan_to_num.
        m_sources.emplace_back("audio", "[0][2]", Infinity::IsMissing);
        m_sources.emplace_back("vision", "[0][1]", Infinity::IsAnError);
    }

protected:
    bool addItem(Value item) override
    {
        const Value features = item.isSequence() && item.size() >= 2 ? item.item(0) : Value();
        if (!features.isSequence() || features.size() < 3) {
            draft().problems.error("layout-unknown", where({}),
                { "((words, visual, acoustic, ...), label, id) is expected, and this is {}",
                    item.description() },
                "save such a tuple per instance, or a dict of arrays per split");
            return false;
        }
        return addLabel(item.item(1)) && addId(item.size() > 2 ? item.item(2) : Value())
            && addWords(features.item(0)) && addSequence(1, features.item(2), features, kLengths - 1)
            && addSequence(2, features.item(1), features, kLengths - 2);
    }

    void complete() override
    {
        data::Cohort& cohort = draft().cohort;
        if (m_withIds != cohort.size())
            cohort.ids.clear();
        draft().completeIds("[2]");
        draft().checkLabels("[1]");
        draft().declareSentiment(3);
        draft().useVideos();
        if (m_mosei)
            draft().problems.note("label-reading", "labels", "of seven labels, the first (sentiment) is read",
                "save another one alone to use it");
        if (!m_sources[0].hasFeatures()) {
            draft().problems.note("modality-left-out", draft().places.ofKey(0, "[0][0][0]"),
                m_wordNumbers ? "words are numbers of a vocabulary, which are not features; text is left out"
                              : "words come without features; text is left out",
                "put their embeddings, (T, D), in the place of the words");
            m_sources.erase(m_sources.begin());
        }
    }

    bool build(const GoOn& goOn) override { return draft().build(m_sources, goOn); }

private:
    bool addLabel(Value value)
    {
        constexpr std::size_t kMosei = 7; // sentiment, then six emotions
        const auto single = value.number();
        const auto table = single ? std::nullopt : numbersOf(value);
        if (!single && (!table || table->values.size() != kMosei)) {
            draft().problems.error("labels-expected", where("[1]"),
                { "one label is expected, and this is {}", value.description() },
                "save one number per instance");
            return false;
        }
        m_mosei = m_mosei || table;
        draft().cohort.y.push_back(single ? *single : table->values.front());
        return true;
    }

    bool addId(Value value)
    {
        auto id = value.isNull() ? std::nullopt : textOf(value);
        if (!value.isNull() && !id) {
            draft().problems.error("ids-expected", where("[2]"),
                { "an id is expected, a text of at most {} bytes", io::grouped(kLongestText) },
                "save one id per instance");
            return false;
        }
        m_withIds += id ? 1 : 0;
        draft().cohort.ids.push_back(id.value_or(std::string()));
        return true;
    }

    bool addWords(Value words)
    {
        const Array* array = words.array();
        const bool features
            = array != nullptr && array->element.isNumber() && array->shape.size() == 2 && array->count() > 0;
        m_wordNumbers
            = m_wordNumbers || (array != nullptr && array->element.isNumber() && array->count() > 0);
        if (!features)
            m_sources[0].addAbsent();
        return !features || m_sources[0].addOne(words, draft().places, draft().memory, draft().problems);
    }

    bool addSequence(std::size_t source, Value value, Value features, std::size_t lengthAt)
    {
        if (!m_sources[source].addOne(value, draft().places, draft().memory, draft().problems))
            return false;
        const std::string key = "[0]" + subscript(static_cast<std::int64_t>(lengthAt));
        if (features.size() < kLengths) {
            // Without lengths every step is real.
            const Array* array = value.array();
            const std::int64_t rows
                = array != nullptr ? array->rows() : static_cast<std::int64_t>(value.size());
            return m_sources[source].declareLengths({ rows }, key, draft().places, draft().problems);
        }
        const auto length = features.item(lengthAt).whole();
        if (!length) {
            draft().problems.error("lengths-expected", where(key),
                { "a length is expected, and this is {}", features.item(lengthAt).description() },
                "save the number of real steps");
            return false;
        }
        return m_sources[source].declareLengths({ *length }, key, draft().places, draft().problems);
    }

    std::vector<ModalitySource> m_sources; ///< text, audio, vision
    std::size_t m_withIds = 0;
    bool m_mosei = false;
    bool m_wordNumbers = false;
};

} // namespace

} // namespace btw::importers

bool MisaImporter::canRead(const QString& path) const
{
    return btw::importers::sniffLists(path) == btw::io::pickle::Layout::Tuples;
}

btw::io::ReadResult MisaImporter::read(
    const QString& path, const btw::io::ReadLimits& limits, const btw::io::ReadingPlan& plan) const
{
    return btw::io::pickle::withinLimits(
        path, limits, [&] { return btw::importers::MisaFiles(path, limits, plan).read(); });
}
