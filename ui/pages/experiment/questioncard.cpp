// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/questioncard.h"

#include "ui/pages/experiment/checkrow.h"
#include "ui/pages/experiment/durationwords.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/theme.h"
#include "workspace/experiments/outlook.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;
using Thoroughness = ExperimentDraft::Thoroughness;

QuestionCard::QuestionCard(ExperimentDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_modalities(new CheckRow(tr("&What each modality adds"), this))
    , m_systems(new CheckRow(tr("Which system is &best"), this))
    , m_weighting(new CheckRow(tr("Whether w&eighting helps"), this))
    , m_table(new QPushButton(tr("A &table of the paper…"), this))
    , m_group(new QButtonGroup(this))
{
    setProperty("card", true);
    auto* heading = new QLabel(tr("What do you want to know?"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_modalities->box()->setToolTip(tr("Trains with all modalities and without each of them. Except in a "
                                       "first look, also with each one shuffled "
                                       "between people."));
    m_systems->box()->setToolTip(tr("Trains every system that this data suits, on the same people."));
    m_weighting->box()->setToolTip(tr(
        "Trains the mixture of experts without weights, with those of the paper (BTW), and with the two "
        "controls that a weighting has to beat: the same weight for every modality, and BTW's weights handed "
        "to other people."));
    m_table->setProperty("small", true);
    m_table->setToolTip(tr("Fills in the form with one of the paper's tables: 3 to 10."));
    auto* questions = new widgets::FlowLayout;
    questions->setSpacing(20);
    for (auto* row : { m_modalities, m_systems, m_weighting })
        questions->addWidget(row);
    questions->addWidget(m_table);

    m_group->setExclusive(false); // none is checked when the folds are a person's own
    addLevel(0, tr("A first look"), tr("one split, one seed"));
    addLevel(1, tr("The usual"), tr("5 folds, 1 seed"));
    addLevel(2, tr("For publication"), tr("5 folds × 3, 3 seeds"));
    auto* levels = new QHBoxLayout;
    levels->setSpacing(Theme::kCardGap);
    for (const auto& level : m_levels)
        levels->addWidget(level.button, 1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(8);
    column->addWidget(heading);
    column->addLayout(questions);
    column->addLayout(levels);

    connect(m_modalities, &CheckRow::chosen, &m_draft, &ExperimentDraft::askModalities);
    connect(m_systems, &CheckRow::chosen, this, &QuestionCard::askSystems);
    connect(m_weighting, &CheckRow::chosen, this, &QuestionCard::askWeighting);
    connect(m_table, &QPushButton::clicked, this, &QuestionCard::presetWanted);
    connect(&m_draft, &ExperimentDraft::changed, this, &QuestionCard::refresh);
    refresh();
}

void QuestionCard::addLevel(std::size_t which, const QString& title, const QString& what)
{
    auto& level = m_levels.at(which);
    level.what = what;
    level.button = new QPushButton(this);
    level.button->setCheckable(true);
    auto* name = new QLabel(title, level.button);
    name->setProperty("role", QStringLiteral("heading"));
    level.words = new QLabel(what, level.button);
    level.words->setProperty("role", QStringLiteral("caption"));
    level.words->setWordWrap(true);
    for (auto* label : { name, level.words })
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* inside = new QVBoxLayout(level.button);
    inside->setContentsMargins(Theme::kCardInside, 8, Theme::kCardInside, 8);
    inside->setSpacing(2);
    inside->addWidget(name);
    inside->addWidget(level.words);
    inside->addStretch(1);
    // A button's own size knows nothing of a layout in it, and the style sheet has a least height for all:
    // two lines of words below the name.
    const int height = 16 + QFontMetrics(Theme::headingFont()).lineSpacing()
        + 2 * QFontMetrics(Theme::captionFont()).lineSpacing();
    level.button->setStyleSheet(QStringLiteral("QPushButton { min-height: %1px; }").arg(height));
    level.button->setAccessibleName(tr("%1: %2", "how thorough, and what that is").arg(title, what));
    m_group->addButton(level.button, static_cast<int>(which));
    connect(level.button, &QPushButton::clicked, this, [this, which] {
        m_draft.setThoroughness(static_cast<Thoroughness>(which));
        refresh(); // a click on the chosen one leaves it chosen
    });
}

QPushButton* QuestionCard::thoroughness(Thoroughness which) const
{
    return m_levels.at(static_cast<std::size_t>(which)).button;
}

void QuestionCard::setSystems(const QStringList& possible, const QStringList& weighted)
{
    m_possible = possible;
    m_weighted = weighted;
    const bool hasWeighted = std::any_of(
        weighted.begin(), weighted.end(), [&](const QString& name) { return possible.contains(name); });
    m_weighting->setReason(hasWeighted ? QString() : tr("no system with weights suits this data"));
    m_systems->setReason(possible.size() > 1 ? QString() : tr("only one suits this data"));
    refresh();
}

void QuestionCard::setOutlook(const experiments::Outlook* outlook)
{
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        auto& level = m_levels.at(i);
        QString words = level.what;
        if (outlook != nullptr && outlook->untimedOfOne == 0 && outlook->secondsOfOne > 0) {
            const auto amount = ExperimentDraft::amountOf(static_cast<Thoroughness>(i));
            words = tr("%1; %2", "what it is, and its time")
                        .arg(words,
                            durationWords(
                                outlook->secondsOfOne * static_cast<double>(amount.folds * amount.seeds)));
        }
        level.words->setText(words);
    }
}

void QuestionCard::refresh()
{
    m_modalities->show(m_draft.asksModalities());
    m_systems->show(m_draft.systems().size() > 1);
    m_weighting->show(m_draft.asksWeighting());
    const auto now = m_draft.thoroughness();
    for (std::size_t i = 0; i < m_levels.size(); ++i)
        m_levels.at(i).button->setChecked(now == static_cast<Thoroughness>(i));
}

void QuestionCard::askSystems(bool asked)
{
    QStringList models;
    const auto variants = m_draft.variants();
    const auto now = m_draft.systems();
    // One stays: the one that the other questions need.
    const QString left = m_draft.asksWeighting() && now.contains(QStringLiteral("moe"))
        ? QStringLiteral("moe")
        : now.contains(QStringLiteral("late")) ? QStringLiteral("late")
                                               : now.first();
    for (const auto& system : asked ? m_possible : QStringList { left }) {
        if (!m_weighted.contains(system))
            models << system;
        else
            for (const auto& variant : variants)
                models << system + QLatin1Char(':') + variant;
    }
    m_draft.setModels(models);
    refresh();
}

void QuestionCard::askWeighting(bool asked)
{
    // None of its controls may be missing, or nothing could be claimed.
    static const QStringList kAsked { QStringLiteral("none"), QStringLiteral("btw"),
        QStringLiteral("constant"), QStringLiteral("shuffled") };
    auto models = m_draft.models();
    for (const auto& system : weightedSystems()) {
        const auto isOfIt = [&](const QString& model) { return model.startsWith(system + QLatin1Char(':')); };
        const bool isAlone = std::all_of(models.begin(), models.end(), isOfIt);
        models.erase(std::remove_if(models.begin(), models.end(), isOfIt), models.end());
        if (asked) {
            QStringList own;
            for (const auto& variant : kAsked)
                own << system + QLatin1Char(':') + variant;
            models = own + models;
        } else if (isAlone || m_draft.systems().size() > 2) {
            models.prepend(system + QStringLiteral(":none"));
        }
    }
    m_draft.setModels(models);
    refresh();
}

QStringList QuestionCard::weightedSystems() const
{
    QStringList possible, chosen;
    const auto now = m_draft.systems();
    for (const auto& system : m_weighted) {
        if (!m_possible.contains(system))
            continue;
        possible << system;
        if (now.contains(system))
            chosen << system;
    }
    return chosen.isEmpty() ? possible.mid(0, 1) : chosen;
}

} // namespace btw::pages
