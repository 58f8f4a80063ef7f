// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/knowntimes.h"

#include "workspace/store/store.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <utility>

namespace btw::experiments {

namespace {

/// How far the quartiles are set apart, by KnownTimes::Basis: a few runs say little of the next one, other
/// settings may make a network of twice the size, other data has wider or longer rows.
constexpr std::array kSpread { 1.25, 2.0, 4.0 };

/// Linear interpolation. \param sorted ascending, one or more
double quantile(const std::vector<double>& sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const auto high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

std::size_t fingerprintOf(const std::vector<std::string>& ids, const std::vector<double>& labels)
{
    constexpr std::size_t kPrime = 1099511628211U; // FNV-1a, over hashes
    std::size_t all = 14695981039346656037U;
    for (const auto& id : ids)
        all = (all ^ std::hash<std::string> {}(id)) * kPrime;
    for (const double label : labels) {
        std::uint64_t bits = 0; // a label may be NaN
        std::memcpy(&bits, &label, sizeof bits);
        all = (all ^ std::hash<std::uint64_t> {}(bits)) * kPrime;
    }
    return all;
}

/// Whether the time of the one is any guide to that of the other: kSpread allows for rows so much wider.
bool isAboutAsWide(std::int64_t one, std::int64_t other)
{
    constexpr std::int64_t kTimes = 4;
    return one <= kTimes * other && other <= kTimes * one;
}

unsigned bitOf(data::ModalityKind kind) { return 1U << static_cast<unsigned>(kind); }

} // namespace

TimedData::TimedData(const store::CohortRecord& cohort)
    : path(cohort.path)
    , fingerprint(fingerprintOf(cohort.ids, cohort.y))
    , modalities(cohort.modalities)
    , rows(cohort.modalities.size())
{
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train)
            continue;
        ++allRows;
        for (std::size_t m = 0; m < rows.size(); ++m)
            rows[m] += cohort.present[i * rows.size() + m];
    }
}

TimedData::TimedData(const data::Cohort& cohort, QString from)
    : path(std::move(from))
    , fingerprint(fingerprintOf(cohort.ids, cohort.y))
    , rows(cohort.modalityCount())
{
    for (const auto& modality : cohort.modalities) {
        modalities.push_back(modality.name);
        kinds.push_back(bitOf(modality.kind));
        dims.push_back(modality.dims);
    }
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train)
            continue;
        ++allRows;
        for (std::size_t m = 0; m < rows.size(); ++m)
            rows[m] += cohort.modalities[m].present[i];
    }
}

bool TimedData::isSameAs(const TimedData& other) const
{
    return modalities == other.modalities
        && (fingerprint == other.fingerprint || (!path.isEmpty() && path == other.path));
}

std::size_t TimedData::rowsOf(const std::string& modality) const
{
    const auto found = std::find(modalities.begin(), modalities.end(), modality);
    return found == modalities.end() ? allRows : rows[static_cast<std::size_t>(found - modalities.begin())];
}

std::vector<std::size_t> TimedData::readBy(
    const std::string& modality, const std::vector<std::string>& some) const
{
    std::vector<std::size_t> all;
    for (std::size_t m = 0; m < kinds.size(); ++m) {
        const bool isRead = !modality.empty()
            ? modalities[m] == modality
            : some.empty() || std::find(some.begin(), some.end(), modalities[m]) != some.end();
        if (isRead)
            all.push_back(m);
    }
    return all;
}

unsigned TimedData::kindsOf(const std::string& modality, const std::vector<std::string>& some) const
{
    unsigned all = 0;
    for (const auto m : readBy(modality, some))
        all |= kinds[m];
    return all;
}

std::int64_t TimedData::dimsOf(const std::string& modality, const std::vector<std::string>& some) const
{
    std::int64_t all = 0;
    for (const auto m : readBy(modality, some))
        all += dims[m];
    return all;
}

KnownTimes::KnownTimes(const store::Store* store, const systems::SystemRegistry& systems)
    : m_store(store)
    , m_systems(systems)
{
    if (store == nullptr)
        return;
    const auto seconds = store->secondsOfRuns();
    for (const auto& run : store->runs()) {
        const auto found = seconds.find(run.id);
        if (run.status != store::RunStatus::Finished || found == seconds.end() || found->second <= 0)
            continue;
        const auto kind = kindOf(run);
        if (!kind.empty())
            m_runs[kind].push_back({ run.id, run.splitId, run.modality.toStdString(), run.spec.modalities,
                settingsOf(run), found->second, std::max<std::int64_t>(1, run.epochs), run.spec.epochs,
                run.spec.patience });
    }
}

std::string KnownTimes::kindOf(const store::RunRecord& run) const
{
    const auto* system = m_systems.find(run.spec.model);
    if (system == nullptr)
        return {};
    std::string kind
        = run.spec.model + '/' + std::to_string(static_cast<int>(run.step)) + '/' + run.device.toStdString();
    // Late fusion of boosted trees takes many times as long as that of regressions; the pool of them does
    // not.
    if (system->info().readsUnimodal) {
        if (m_systems.find(run.spec.unimodal) == nullptr)
            return {};
        if (run.step == training::Step::Unimodal)
            kind += '/' + run.spec.unimodal;
    }
    return kind;
}

std::string KnownTimes::settingsOf(const store::RunRecord& run) const
{
    std::string settings = std::to_string(run.threads);
    for (const auto& parameter : m_systems.get(run.spec.model).parametersRead(run.spec))
        if (parameter.isReadBy(run.step, run.spec.variant))
            settings += ';' + std::string(parameter.key) + '=' + parameter.valueText(run.spec);
    return settings;
}

const TimedData& KnownTimes::dataOf(std::int64_t split)
{
    auto found = m_data.find(split);
    if (found == m_data.end()) {
        TimedData data(m_store->cohort(split));
        if (const auto shape = m_store->shape(split))
            for (const auto& modality : shape->modalities) {
                data.kinds.push_back(bitOf(modality.kind));
                data.dims.push_back(modality.dims);
            }
        found = m_data.emplace(split, std::move(data)).first;
    }
    return found->second;
}

std::optional<KnownTimes::Estimate> KnownTimes::of(const store::RunRecord& run, const TimedData& data)
{
    const auto found = m_runs.find(kindOf(run));
    if (found == m_runs.end())
        return std::nullopt;
    // An experiment has a step once a seed, with the same answer.
    const auto settings = settingsOf(run);
    const auto place
        = m_judged.try_emplace({ &data, found->first + '\n' + run.modality.toStdString() + '\n' + settings });
    if (place.second)
        place.first->second = judge(found->second, run, settings, data);
    return place.first->second;
}

double KnownTimes::timesForEpochs(const Known& known, const store::RunRecord& run) const
{
    const auto asked = static_cast<double>(run.spec.epochs);
    const auto& system = m_systems.get(run.spec.model);
    if (system.info().byGradient) {
        // What stopped early would do so again, after as many epochs without improvement as it may now have;
        // what used up its epochs would go on.
        const bool stoppedEarly = known.epochs < known.epochsAtMost;
        const auto again = static_cast<double>(
            std::max<std::int64_t>(1, known.epochs + run.spec.patience - known.patience));
        return (stoppedEarly ? std::min(again, asked) : asked) / static_cast<double>(known.epochs);
    }
    // One fitted at once takes longer with more epochs only where it is made of models that have some.
    const auto read = system.parametersRead(run.spec);
    return training::findParameter(read, "epochs") == nullptr || known.epochsAtMost < 1
        ? 1
        : asked / static_cast<double>(known.epochsAtMost);
}

std::optional<KnownTimes::Estimate> KnownTimes::judge(const std::vector<Known>& alike,
    const store::RunRecord& run, const std::string& settings, const TimedData& data)
{
    const auto modality = run.modality.toStdString();
    const auto kinds = data.kindsOf(modality, run.spec.modalities);
    const auto dims = data.dimsOf(modality, run.spec.modalities);
    const auto rows = static_cast<double>(std::max<std::size_t>(1, data.rowsOf(modality)));
    std::array<std::vector<double>, kSpread.size()> seconds;
    std::array<std::vector<std::int64_t>, kSpread.size()> runs;
    for (const auto& known : alike) {
        const auto& its = dataOf(known.split);
        const bool isSame = its.isSameAs(data) && known.modality == modality;
        const bool isAlike = isSame && known.settings == settings;
        if (!isSame
            && (kinds == 0 || its.kindsOf(known.modality, known.modalities) != kinds
                || !isAboutAsWide(its.dimsOf(known.modality, known.modalities), dims)))
            continue;
        double time = known.seconds * rows
            / static_cast<double>(std::max<std::size_t>(1, its.rowsOf(known.modality)));
        if (!isAlike)
            time *= timesForEpochs(known, run);
        const auto basis = static_cast<std::size_t>(isAlike ? Basis::SameSettings
                : isSame                                    ? Basis::OtherSettings
                                                            : Basis::OtherData);
        seconds.at(basis).push_back(time);
        runs.at(basis).push_back(known.run);
    }
    for (std::size_t basis = 0; basis < seconds.size(); ++basis) {
        auto& times = seconds.at(basis);
        if (times.empty())
            continue;
        std::sort(times.begin(), times.end());
        return Estimate { quantile(times, 0.25) / kSpread.at(basis), quantile(times, 0.5),
            quantile(times, 0.75) * kSpread.at(basis), static_cast<Basis>(basis), std::move(runs.at(basis)) };
    }
    return std::nullopt;
}

} // namespace btw::experiments
