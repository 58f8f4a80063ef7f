// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/modalitiescard.h"

#include "ui/models/words.h"
#include "ui/pages/experiment/checkrow.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr qsizetype kSubsetsOfAtMost = 6; // 63 subsets

} // namespace

ModalitiesCard::ModalitiesCard(ExperimentDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_all(new CheckRow(tr("all of them"), this))
    , m_leftOut(new CheckRow(tr("each left out once"), this))
    , m_alone(new CheckRow(tr("each alone"), this))
    , m_everySubset(new CheckRow(tr("every subset"), this))
    , m_placebo(new CheckRow(tr("a placebo of each"), this))
{
    setProperty("card", true);
    setAccessibleName(tr("Modalities"));
    auto* heading = new QLabel(tr("Modalities"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_leftOut->box()->setToolTip(tr("What is lost without a modality is what it adds to the others."));
    m_placebo->box()->setToolTip(
        tr("A modality is shuffled between people, so that it can tell nothing: what a model "
           "gains from it by chance alone."));
    m_placebo->setHint(tr("shuffled between people"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(4);
    column->addWidget(heading);
    for (auto* row : { m_all, m_leftOut, m_alone, m_everySubset, m_placebo })
        column->addWidget(row);
    column->addStretch(1);

    connect(m_all, &CheckRow::chosen, this, [this](bool used) {
        m_draft.useSubset(QStringLiteral("all"), used);
        refresh(); // nothing else is chosen: all it is
    });
    connect(m_leftOut, &CheckRow::chosen, this, [this](bool used) {
        m_draft.askModalities(used);
        refresh();
    });
    connect(m_alone, &CheckRow::chosen, this,
        [this](bool used) { m_draft.useSubset(QStringLiteral("alone"), used); });
    connect(
        m_everySubset, &CheckRow::chosen, this, [this](bool used) { m_draft.useEverySubset(m_names, used); });
    connect(m_placebo, &CheckRow::chosen, &m_draft, &ExperimentDraft::setPlacebo);
    connect(&m_draft, &ExperimentDraft::changed, this, &ModalitiesCard::refresh);
}

void ModalitiesCard::setModalities(const QStringList& names, const QString& meaning)
{
    m_all->box()->setToolTip(meaning);
    m_names = names;
    const int count = static_cast<int>(names.size());
    m_all->setHint(meaning.isEmpty() ? names.join(QStringLiteral(", ")) : meaning);
    const QString more = tr("%n more", "trainings of each system", count);
    const QString single = count > 1 ? QString() : tr("this data has one modality");
    m_leftOut->setHint(more);
    m_alone->setHint(more);
    m_leftOut->setReason(single);
    m_alone->setReason(single);
    const bool isTooMany = count > kSubsetsOfAtMost;
    m_everySubset->setReason(single.isEmpty() && isTooMany ? tr("too many of them") : single);
    if (count > 1 && !isTooMany)
        m_everySubset->setHint(tr("%n in all", "subsets", (1 << count) - 1));
    refresh();
}

void ModalitiesCard::refresh()
{
    m_all->show(m_draft.usesSubset(QStringLiteral("all")));
    m_leftOut->show(m_draft.asksModalities());
    m_alone->show(m_draft.usesSubset(QStringLiteral("alone")));
    m_everySubset->show(
        m_names.size() > 1 && m_names.size() <= kSubsetsOfAtMost && m_draft.usesEverySubset(m_names));
    m_placebo->show(m_draft.hasPlacebo());
    m_placebo->setReason(m_draft.asksModalities() ? QString() : tr("only with each left out once"));
}

} // namespace btw::pages
