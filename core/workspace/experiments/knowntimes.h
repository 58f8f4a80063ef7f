// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"
#include "workspace/store/records.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::experiments {

/// What a forecast needs of the data that a step is trained on.
struct TimedData
{
    QString path; ///< empty: unknown
    std::size_t fingerprint = 0; ///< of ids and labels, whatever the splits
    std::vector<std::string> modalities;
    std::vector<unsigned> kinds; ///< a bit a modality (data::ModalityKind); empty: not known
    std::vector<std::int64_t> dims; ///< features of a modality; empty: not known
    std::vector<std::size_t> rows; ///< training rows that have the modality
    std::size_t allRows = 0; ///< training rows

    explicit TimedData(const store::CohortRecord& cohort);
    TimedData(const data::Cohort& cohort, QString from); ///< \param from its path

    /// The same table: its folds, placebos and some of its rows are the same data, too.
    bool isSameAs(const TimedData& other) const;
    /// Training rows of a step. \param modality empty: of all
    std::size_t rowsOf(const std::string& modality) const;
    /// The kinds of modality that a step reads, as bits; 0: not known.
    unsigned kindsOf(const std::string& modality, const std::vector<std::string>& some) const;
    /// The features that a step reads, of all its modalities; 0: not known.
    std::int64_t dimsOf(const std::string& modality, const std::vector<std::string>& some) const;

private:
    /// The modalities that a step reads, as indices.
    std::vector<std::size_t> readBy(const std::string& modality, const std::vector<std::string>& some) const;
};

/// How long finished runs took, as a guide to how long others will.
class KnownTimes
{
public:
    enum class Basis : std::uint8_t {
        SameSettings, ///< the same step on the same data
        OtherSettings, ///< the same data, system and step: by row and epoch
        OtherData ///< the same system, step and kinds of modality, about as wide: by row and epoch
    };
    struct Estimate
    {
        double low = 0; ///< seconds
        double seconds = 0;
        double high = 0;
        Basis basis = Basis::SameSettings;
        std::vector<std::int64_t> runs; ///< behind it
    };

    /// \param store null: nothing is known. \param systems outlive it
    KnownTimes(const store::Store* store, const systems::SystemRegistry& systems);

    /// Of a step that is to be trained, by the best basis that there is: the median, and the quartiles, which
    /// are set further apart the less alike the known runs are (by 1.25, 2 and 4). Nothing without any known
    /// run. \param data outlives it
    std::optional<Estimate> of(const store::RunRecord& run, const TimedData& data);

private:
    struct Known
    {
        std::int64_t run = 0;
        std::int64_t split = 0;
        std::string modality; ///< of a unimodal step
        std::vector<std::string> modalities; ///< of others; empty: all
        std::string settings;
        double seconds = 0;
        std::int64_t epochs = 0;
        std::int64_t epochsAtMost = 0;
        std::int64_t patience = 0; ///< epochs without improvement that ended it
    };

    /// The system as far as time goes, step and device: what the time of any other says nothing about.
    std::string kindOf(const store::RunRecord& run) const;
    std::string settingsOf(const store::RunRecord& run) const;
    const TimedData& dataOf(std::int64_t split);
    /// How many times as long the run takes for the epochs that it is asked for.
    double timesForEpochs(const Known& known, const store::RunRecord& run) const;
    std::optional<Estimate> judge(const std::vector<Known>& alike, const store::RunRecord& run,
        const std::string& settings, const TimedData& data);

    const store::Store* m_store;
    const systems::SystemRegistry& m_systems;
    std::map<std::string, std::vector<Known>> m_runs; ///< by kindOf()
    std::map<std::int64_t, TimedData> m_data; ///< by the split; read when it is asked for
    std::map<std::pair<const TimedData*, std::string>, std::optional<Estimate>> m_judged;
};

} // namespace btw::experiments
