// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/subgroupdigest.h"

#include "workspace/experiments/people.h"
#include "workspace/jobs/peopledigest.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SubgroupDigest)
};

const store::SubgroupRecord* chosenIn(const experiments::StudyResult* result)
{
    if (result == nullptr || result->choice.subgroup == 0)
        return nullptr;
    const auto& all = result->subgroups;
    const auto found = std::find_if(all.begin(), all.end(),
        [&](const store::SubgroupRecord& one) { return one.id == result->choice.subgroup; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

const std::shared_ptr<const jobs::RunDigest>& SubgroupDigest::of(
    const std::shared_ptr<const jobs::RunDigest>& digest, const experiments::StudyResult* result)
{
    const auto* chosen = chosenIn(result);
    if (chosen == nullptr || !digest)
        return digest;
    if (!m_some || digest != m_whole || !(*chosen == m_subgroup)) {
        m_whole = digest;
        m_subgroup = *chosen;
        auto some
            = jobs::onlyOf(*digest, { chosen->ids.begin(), chosen->ids.end() }, chosen->name, result->cohort);
        some.peopleWarning = experiments::subgroupWarning(chosen->name, result->chosenBy);
        m_some = std::make_shared<const jobs::RunDigest>(std::move(some));
    }
    return m_some;
}

QString cardWords(const QString& oneOf, const experiments::StudyResult* result)
{
    const auto* chosen = chosenIn(result);
    if (chosen == nullptr)
        return oneOf;
    const QString whose
        = Words::tr("This card is of everybody; pictures of people below it are of “%1” only.")
              .arg(chosen->name)
        + QLatin1Char(' ') + experiments::subgroupWarning(chosen->name, result->chosenBy);
    return oneOf.isEmpty() ? whose : oneOf + QLatin1Char(' ') + whose;
}

} // namespace btw::pages
