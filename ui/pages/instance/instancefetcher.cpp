// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/instance/instancefetcher.h"

#include "ui/models/words.h"
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/store/store.h"

#include <cmath>

namespace btw::pages {

namespace {

constexpr std::size_t kMostValues = 400; // rows of the list of values

/// Whether the data, with splits made as the run's were, are the run's.
bool isRunsOwn(
    const store::CohortRecord& record, const data::Cohort& cohort, const jobs::CohortIdentity& identity)
{
    if (record.derivation.isPlain() && identity.hash() == record.hash)
        return true;
    if (record.derivation.isPlain())
        return false;
    auto derived = cohort;
    io::completeCohort(derived, record.splitSeed, record.derivation);
    return io::cohortHash(derived) == record.hash;
}

std::vector<InstanceValue> valuesOf(const data::Cohort& cohort, std::size_t row)
{
    std::vector<InstanceValue> all;
    for (const auto& modality : cohort.modalities) {
        const auto steps = modality.steps(row);
        if (modality.present[row] == 0 || steps == 0)
            continue;
        const auto last
            = modality.isRagged() ? modality.offsets[row + 1] - 1 : static_cast<std::int64_t>(row);
        for (std::int64_t d = 0; d < modality.dims && all.size() < kMostValues; ++d) {
            const auto at = static_cast<std::size_t>(d);
            QString column = at < modality.columns.size() ? QString::fromStdString(modality.columns[at])
                                                          : InstanceFetcher::tr("feature %1").arg(d + 1);
            if (modality.isRagged())
                column = InstanceFetcher::tr("%1, last of %n steps", nullptr, static_cast<int>(steps))
                             .arg(column);
            const float value = modality.values[static_cast<std::size_t>(last * modality.dims + d)];
            all.push_back({ QString::fromStdString(modality.name), column,
                std::isfinite(value) ? models::number(value) : InstanceFetcher::tr("missing") });
        }
    }
    return all;
}

} // namespace

InstanceFetcher::InstanceFetcher(experiments::StoreLookup& lookup, QObject* parent)
    : QObject(parent)
    , m_lookup(lookup)
{
}

void InstanceFetcher::ask(qint64 run, const QString& id, const std::shared_ptr<const data::Cohort>& cohort,
    const std::shared_ptr<const jobs::CohortIdentity>& identity)
{
    m_lookup.ask<InstanceShown>(
        this, m_person,
        [run, id = id.toStdString(), cohort, identity, same = m_same](store::Store& store) {
            InstanceShown shown { experiments::instanceFacts(store, run, id), false, nullptr, {} };
            const auto& facts = shown.facts;
            if (!cohort || !identity || facts.row >= cohort->size() || cohort->ids[facts.row] != facts.id)
                return shown;
            const QString key = identity->hash() + QLatin1Char('|') + facts.cohort.hash;
            auto known = same->find(key);
            if (known == same->end())
                known = same->emplace(key, isRunsOwn(facts.cohort, *cohort, *identity)).first;
            shown.isOpen = known->second;
            if (shown.isOpen) {
                shown.cohort = cohort;
                shown.values = valuesOf(*cohort, facts.row);
            }
            return shown;
        },
        [this](const std::shared_ptr<InstanceShown>& shown) { Q_EMIT known(shown); },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void InstanceFetcher::askWhatIf(const InstanceShown& shown, const std::vector<std::string>& off)
{
    m_lookup.ask<InstanceWhatIf>(
        this, m_what,
        [run = shown.facts.runId, row = shown.facts.row, id = shown.facts.id, cohort = shown.cohort, off](
            store::Store& store) {
            return InstanceWhatIf { predicting::whatIf(store, run, *cohort, row, id, {}),
                predicting::whatIf(store, run, *cohort, row, id, off), off };
        },
        [this](const std::shared_ptr<InstanceWhatIf>& answer) { Q_EMIT whatIfKnown(answer); },
        [this](const QString& sentence) { Q_EMIT whatIfFailed(sentence); });
}

} // namespace btw::pages
