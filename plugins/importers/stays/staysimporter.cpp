// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/stays/staysimporter.h"

#include "plugins/importers/common/splitlists.h"
#include "plugins/importers/stays/seriessource.h"
#include "plugins/importers/stays/timecheck.h"
#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/columns.h"

#include <algorithm>
#include <set>
#include <utility>

namespace btw::importers {

using namespace io::pickle;

namespace {

constexpr std::size_t kMostKeys = 1000; // of one stay

class StaysFiles : public SplitLists
{
public:
    StaysFiles(const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan)
        : SplitLists(path, limits, plan)
    {
        using Unsorted = SeriesSource::Unsorted;
        using Infinity = SeriesSource::Infinity;
        m_sources.emplace_back("ts", "irg_ts", Unsorted::IsAnError, Infinity::IsAnError);
        // Notes, X-rays and ECGs lie in the order of the hospital's tables.
        m_sources.emplace_back("text", "text_embeddings", Unsorted::IsSorted, Infinity::IsAnError);
        m_sources.emplace_back("cxr", "cxr_feats", Unsorted::IsSorted, Infinity::IsAnError);
        // FuseMoE's loader sets Inf in ECG embeddings to 0.
        m_sources.emplace_back("ecg", "ecg_feats", Unsorted::IsSorted, Infinity::IsMissing);
    }

protected:
    bool addItem(Value stay) override
    {
        if (stay.kind() != Kind::Dict || stay.size() > kMostKeys) {
            draft().problems.error("layout-unknown", where({}),
                { "a stay's dict is expected, and this is {}", stay.description() },
                "save a list of dicts with irg_ts, ts_tt, label and so on");
            return false;
        }
        noteOtherKeys(stay);
        if (!addLabel(stay) || !addId(stay) || !addNames(stay))
            return false;
        m_times.check(stay, m_byStay ? draft().cohort.ids.back() : std::string());
        return addMeasurements(stay) && addSeries(1, stay, textTime(stay), {}, "text_missing")
            && addSeries(2, stay, "cxr_time", {}, "cxr_missing")
            && addSeries(3, stay, "ecg_time", {}, "ecg_missing");
    }

    void complete() override
    {
        draft().completeIds(m_byStay ? "['stay_id']" : "['name']");
        draft().checkLabels("['label']");
        if (draft().problems.hasErrors())
            return;
        draft().guessTask("[0]['label']");
        if (m_byStay)
            draft().useGroups(m_patients, "patient");
        if (m_sources[0].isRegular())
            draft().problems.note("series-regular", draft().places.ofKey(0, "[0]['reg_ts']"),
                "reg_ts is read, the series at regular times, since the stays have no irg_ts",
                "save irg_ts, irg_ts_mask and ts_tt if the times of the measurements matter");
        m_times.report(draft(), m_sources[0].isRegular());
        if (m_textTimeToEnd)
            m_sources[1].turnIfFalling(draft());
        if (m_flaggedPresent > 0)
            draft().problems.warning("presence-value", "missing flags",
                { "a modality is flagged as present without a single row {} times, and counts as absent "
                  "there",
                    io::grouped(m_flaggedPresent) },
                "set the flag to 1 where there is nothing");
    }

    bool build(const GoOn& goOn) override
    {
        for (std::size_t m = 0; m < m_sources.size(); ++m) {
            if (!m_sources[m].hasFeatures())
                continue;
            const auto part = [&](double share) {
                return !goOn
                    || goOn((static_cast<double>(m) + share) / static_cast<double>(m_sources.size()));
            };
            if (!m_sources[m].build(draft(), part))
                return false;
            if (m == 0)
                nameMeasurements(draft().cohort.modalities.back());
        }
        if (draft().cohort.modalities.empty())
            draft().problems.error("no-modalities", draft().places.ofKey(0, "[0]"),
                "no stay has any features", "save irg_ts, text_embeddings, cxr_feats or ecg_feats");
        return true;
    }

private:
    std::string textTime(Value stay)
    {
        if (!stay.find("text_time").isNull() || stay.find("text_time_to_end").isNull())
            return "text_time";
        m_textTimeToEnd = true;
        return "text_time_to_end";
    }

    bool addLabel(Value stay)
    {
        const Value value = stay.find("label");
        const auto label = value.number();
        if (!label) {
            draft().problems.error("label-missing", where("['label']"),
                value.isNull()
                    ? data::Sentence("the label is missing")
                    : data::Sentence { "one label is expected, and this is {}", value.description() },
                "save one number per stay, for example one of the phenotypes");
            return false;
        }
        draft().cohort.y.push_back(*label);
        return true;
    }

    bool addId(Value stay)
    {
        if (draft().cohort.ids.empty())
            m_byStay = !stay.find("stay_id").isNull();
        const Value value = stay.find(m_byStay ? "stay_id" : "name");
        auto id = value.isNull() ? std::nullopt : textOf(value);
        if (!id) {
            draft().problems.error("ids-expected", where(m_byStay ? "['stay_id']" : "['name']"),
                { "an id is expected, a number or a text of at most {} bytes", io::grouped(kLongestText) },
                "save stay_id in every stay");
            return false;
        }
        draft().cohort.ids.push_back(std::move(*id));
        m_patients.push_back(m_byStay ? textOf(stay.find("name")).value_or(std::string()) : std::string());
        return true;
    }

    bool addNames(Value stay)
    {
        const Value value = stay.find("feature_names");
        if (value.isNull())
            return true;
        const auto names = textsOf(value);
        if (m_names.empty() && names)
            m_names = *names;
        if (names && *names == m_names)
            return true;
        draft().problems.error("feature-names", where("['feature_names']"),
            "the names of the features are not texts, or not those of the first stay",
            "give every stay the same features in the same order");
        return false;
    }

    /// irg_ts; or reg_ts, where no stay has irg_ts.
    bool addMeasurements(Value stay)
    {
        const Value irregular = stay.find("irg_ts");
        const Value regular = stay.find("reg_ts");
        if (irregular.isNull() && regular.isNull()) {
            m_sources[0].addAbsent();
            return true;
        }
        if (!m_hasMeasurements && irregular.isNull())
            m_sources[0].readRegular("reg_ts");
        m_hasMeasurements = true;
        if (m_sources[0].isRegular() != irregular.isNull()) {
            draft().problems.error("features-expected",
                where(irregular.isNull() ? "['irg_ts']" : "['reg_ts']"),
                irregular.isNull() ? "irg_ts is missing, and stays before have it"
                                   : "irg_ts is here, and stays before have reg_ts only",
                "save irg_ts, irg_ts_mask and ts_tt in every stay that has measurements");
            return false;
        }
        return m_sources[0].isRegular() ? m_sources[0].add(regular, {}, "reg_ts", {}, draft())
                                        : addSeries(0, stay, "ts_tt", stay.find("irg_ts_mask"), {});
    }

    /// Names of reg_ts's features: those of irg_ts, and once more for whether each was measured.
    void nameMeasurements(data::Modality& ts) const
    {
        const auto dims = static_cast<std::size_t>(ts.dims);
        if (m_names.size() == dims)
            ts.columns = m_names;
        if (!m_sources[0].isRegular() || m_names.size() * 2 != dims)
            return;
        ts.columns = m_names;
        for (const std::string& name : m_names)
            ts.columns.push_back(name + " measured");
    }

    bool addSeries(std::size_t source, Value stay, const std::string& timesKey, Value mask,
        const std::string& missingKey)
    {
        static const std::vector<std::string> kKeys
            = { "irg_ts", "text_embeddings", "cxr_feats", "ecg_feats" };
        const Value values = stay.find(kKeys[source]);
        const Value flag = missingKey.empty() ? Value() : stay.find(missingKey);
        if (values.isNull() || flag.number().value_or(0) != 0) {
            m_sources[source].addAbsent();
            return true;
        }
        const bool empty = values.array() != nullptr ? values.array()->count() == 0
                                                     : values.isSequence() && values.size() == 0;
        if (empty) {
            m_flaggedPresent += flag.isNull() ? 0 : 1;
            m_sources[source].addAbsent();
            return true;
        }
        return m_sources[source].add(values, stay.find(timesKey), timesKey, mask, draft());
    }

    void noteOtherKeys(Value stay)
    {
        static const std::set<std::string> kKnown = { "irg_ts", "irg_ts_mask", "ts_tt", "reg_ts",
            "feature_names", "text_data", "text_embeddings", "text_time", "text_time_to_end", "text_missing",
            "cxr_feats", "cxr_time", "cxr_missing", "ecg_feats", "ecg_time", "ecg_missing", "label", "name",
            "stay_id", "hadm_id", "subject_id", "adm_time" };
        for (std::size_t i = 0; i < stay.size(); ++i) {
            const std::string key = textOf(stay.key(i)).value_or("?");
            if (kKnown.count(key) == 0 && m_noted.size() < kMostKeys && m_noted.insert(key).second)
                draft().problems.warning("key-unknown", where(subscript(key)),
                    "the key is not known and is ignored",
                    "call features irg_ts, text_embeddings, cxr_feats or ecg_feats");
        }
        if (!stay.find("text_data").isNull() && stay.find("text_embeddings").isNull()
            && m_noted.insert("text_data").second)
            draft().problems.note("modality-left-out", where("['text_data']"),
                "the notes come as words without embeddings; text is left out",
                "save their embeddings as text_embeddings");
    }

    TimeCheck m_times;
    std::vector<SeriesSource> m_sources; ///< ts, text, cxr, ecg
    std::vector<std::string> m_names; ///< of ts's features
    std::vector<std::string> m_patients;
    std::set<std::string> m_noted; ///< keys
    std::int64_t m_flaggedPresent = 0;
    bool m_hasMeasurements = false; ///< a stay before
    bool m_byStay = false;
    bool m_textTimeToEnd = false;
};

} // namespace

} // namespace btw::importers

bool StaysImporter::canRead(const QString& path) const
{
    return btw::importers::sniffLists(path) == btw::io::pickle::Layout::Stays;
}

btw::io::ReadResult StaysImporter::read(
    const QString& path, const btw::io::ReadLimits& limits, const btw::io::ReadingPlan& plan) const
{
    return btw::io::pickle::withinLimits(
        path, limits, [&] { return btw::importers::StaysFiles(path, limits, plan).read(); });
}
