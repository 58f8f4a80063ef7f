// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/subgroupdigest.h"

#include "workspace/experiments/people.h"
#include "workspace/jobs/peopledigest.h"

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

const store::SubgroupRecord* chosenIn(const experiments::StudyResult* result)
{
    if (result == nullptr || result->choice.subgroup == 0)
        return nullptr;
    const auto& all = result->subgroups;
    const auto found = std::find_if(all.begin(), all.end(),
        [&](const store::SubgroupRecord& one) { return one.id == result->choice.subgroup; });
    return found == all.end() ? nullptr : &*found;
}

/// Pictures of validation rows may not stand for those of test rows, nor the other way round.
bool areOfOneRun(const jobs::RunDigest& some, const jobs::RunDigest& whole)
{
    return some.run.id == whole.run.id && some.errorSplit == whole.errorSplit;
}

} // namespace

bool SubgroupDigest::areSame(const People& some, const People& others)
{
    if (some.whole != others.whole)
        return false;
    // A result that was read again is another value, perhaps of the same people.
    return some.result == others.result
        || (*some.chosen == *others.chosen && some.result->chosenBy == others.result->chosenBy);
}

std::shared_ptr<const jobs::RunDigest> SubgroupDigest::of(
    const std::shared_ptr<const jobs::RunDigest>& digest,
    const std::shared_ptr<const experiments::StudyResult>& result)
{
    const People wanted { digest, result, chosenIn(result.get()) };
    m_note.clear();
    if (wanted.chosen == nullptr || !digest || m_lookup == nullptr) {
        m_some.reset();
        return digest;
    }
    if (m_some && areSame(m_people, wanted)) {
        m_people = wanted; // the same result is found to be so at once
        return m_some;
    }
    auto shown = m_some && areOfOneRun(*m_some, *digest) ? m_some : digest;
    if (!m_isCounting && m_failed && areSame(*m_failed, wanted)) {
        m_note = m_failure;
        return shown;
    }
    if (!m_isCounting)
        count(wanted);
    m_note = shown->people.isEmpty()
        ? tr("The people of “%1” are being counted; until then the pictures are of everybody.")
              .arg(wanted.chosen->name)
        : tr("The people of “%1” are being counted; until then the pictures are of “%2”.")
              .arg(wanted.chosen->name, shown->people);
    return shown;
}

void SubgroupDigest::count(const People& people)
{
    m_isCounting = true;
    m_failed.reset();
    m_lookup->ask<jobs::RunDigest>(
        this, m_subject,
        [people](const store::Store& /*store*/) {
            const auto& chosen = *people.chosen;
            auto some = jobs::onlyOf(
                *people.whole, { chosen.ids.begin(), chosen.ids.end() }, chosen.name, people.result->cohort);
            some.peopleWarning = experiments::subgroupWarning(chosen.name, people.result->chosenBy);
            return some;
        },
        [this, people](const std::shared_ptr<jobs::RunDigest>& some) {
            m_isCounting = false;
            m_people = people;
            m_some = some;
            Q_EMIT counted(); // whoever wants others by now asks again
        },
        [this, people](const QString& sentence) { fail(people, sentence); });
}

void SubgroupDigest::fail(const People& people, const QString& why)
{
    m_isCounting = false;
    m_failed = people;
    m_failure = tr("The people of “%1” could not be counted: %2").arg(people.chosen->name, why);
    Q_EMIT failed(m_failure);
    Q_EMIT counted();
}

QString cardWords(const QString& oneOf, const jobs::RunDigest* shown)
{
    if (shown == nullptr || shown->people.isEmpty())
        return oneOf;
    const QString whose
        = SubgroupDigest::tr("This card is of everybody; pictures of people below it are of “%1” only.")
              .arg(shown->people)
        + QLatin1Char(' ') + shown->peopleWarning;
    return oneOf.isEmpty() ? whose : oneOf + QLatin1Char(' ') + whose;
}

} // namespace btw::pages
