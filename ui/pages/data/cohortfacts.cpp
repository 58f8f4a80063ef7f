// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/cohortfacts.h"

#include "ui/models/instancesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/data/datapaint.h"

#include <QHBoxLayout>
#include <QLabel>

namespace btw::pages {

using models::count;
using models::number;

namespace {
constexpr qsizetype kHashShown = 12;
}

CohortFacts::CohortFacts(QWidget* parent)
    : QFrame(parent)
{
    setProperty("card", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(16);
    for (int which = 0; which < Count; ++which)
        m_facts.push_back(makeFact(row));
    m_facts[Hash].value->setTextInteractionFlags(Qt::TextSelectableByMouse);
}

CohortFacts::Fact CohortFacts::makeFact(QHBoxLayout* row)
{
    Fact fact { new QWidget(this), nullptr, nullptr, nullptr };
    auto* column = new QVBoxLayout(fact.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (auto** label : { &fact.name, &fact.value, &fact.more }) {
        *label = new QLabel(fact.box);
        (*label)->setTextFormat(Qt::PlainText);
        column->addWidget(*label);
    }
    column->addStretch(1);
    fact.name->setProperty("role", QStringLiteral("caption"));
    fact.value->setProperty("role", QStringLiteral("heading"));
    fact.more->setProperty("role", QStringLiteral("caption"));
    row->addWidget(fact.box, 1);
    return fact;
}

void CohortFacts::set(Which which, const QString& name, const QString& value, const QString& more)
{
    const Fact& fact = m_facts[which];
    fact.name->setText(name);
    fact.value->setText(value);
    fact.more->setText(more);
    fact.box->setVisible(!value.isEmpty());
}

void CohortFacts::setCohort(const data::Cohort& cohort)
{
    const bool classes = cohort.task == btw::Task::Classification;
    QString more = classes ? tr("%1 classes").arg(cohort.classCount()) : QString();
    if (!classes && cohort.labelRange)
        more = tr("from %1 to %2").arg(number(cohort.labelRange->first), number(cohort.labelRange->second));
    set(Task, tr("To predict"), classes ? tr("a class") : tr("a number"), more);
    const auto modalities = static_cast<std::int64_t>(cohort.modalityCount());
    set(Rows, tr("Rows"), count(static_cast<std::int64_t>(cohort.size())),
        modalities == 1 ? tr("1 modality") : tr("%1 modalities").arg(modalities));
    for (const auto which : { People, Train, Validation, Test })
        set(which, {}, {});
    setHash({});
}

void CohortFacts::setSummary(const jobs::CohortSummary& summary)
{
    const auto rows = jobs::total(summary.rows);
    if (summary.allPeople > 0) {
        const bool torn = jobs::total(summary.people) > summary.allPeople;
        set(People, tr("People"), count(summary.allPeople),
            torn ? tr("some in two splits") : tr("each in one split"));
    }
    for (std::size_t split = 0; split < summary.rows.size(); ++split) {
        const auto which = static_cast<Which>(Train + static_cast<int>(split));
        const QString share = percent(summary.rows.at(split), rows);
        set(which, models::capitalised(models::splitWord(static_cast<Split>(split))),
            count(summary.rows.at(split)),
            summary.allPeople > 0 ? tr("%1 · %2 people").arg(share, count(summary.people.at(split))) : share);
    }
}

void CohortFacts::setHash(const QString& hash)
{
    set(Hash, tr("Fingerprint (hash)"),
        hash.isEmpty() ? tr("…", "a hash being computed") : hash.left(kHashShown), tr("of all values"));
    m_facts[Hash].box->setToolTip(hash);
    m_facts[Hash].value->setAccessibleName(hash.isEmpty() ? QString() : tr("Fingerprint %1").arg(hash));
}

QString CohortFacts::text() const
{
    QStringList lines;
    for (const auto& fact : m_facts)
        if (!fact.box->isHidden())
            lines << QStringLiteral("%1: %2 %3")
                         .arg(fact.name->text(), fact.value->text(), fact.more->text())
                         .trimmed();
    return lines.join(QLatin1Char('\n'));
}

} // namespace btw::pages
