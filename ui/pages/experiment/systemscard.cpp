// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/systemscard.h"

#include "engine/weighting/names.h"
#include "ui/models/words.h"
#include "ui/pages/experiment/checkrow.h"
#include "ui/widgets/theme.h"
#include "workspace/jobs/systemnames.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

struct SystemWords
{
    QString text; ///< plain
    QString hint; ///< what papers and commands call it, in brackets
    QString tip {};
};

namespace {

SystemWords wordsOf(const experiments::SystemChoice& system)
{
    const QString title = jobs::systemTitle(system.name);
    const QString code = QStringLiteral("(%1)").arg(system.name);
    if (system.name == QLatin1String("late"))
        return { title, SystemsCard::tr("held-out weights %1").arg(code) };
    if (system.name == QLatin1String("haim"))
        return { title, SystemsCard::tr("as in HAIM %1").arg(code) };
    if (system.name == QLatin1String("regression"))
        return { title, SystemsCard::tr("logistic or ridge %1").arg(code) };
    return { title, code };
}

SystemWords wordsOf(const experiments::SystemChoice& system, weighting::Variant variant)
{
    const QString name = models::variantName(variant);
    const QString title = jobs::systemTitle(system.name, name);
    const QString sentence = models::variantSentence(variant);
    const QString code = QStringLiteral("(%1)").arg(jobs::systemKey(system.name, name));
    if (system.onlyByName && variant != weighting::Variant::None) // beside its long title there is no room
        return { jobs::weightingTitle(name), jobs::systemTitle(system.name) + QLatin1Char(' ') + code,
            sentence };
    if (system.name != QLatin1String("moe")) // whose other rows are called by their weightings alone
        return { title, code, sentence };
    const bool isUsual = variant == weighting::Variant::None || variant == weighting::Variant::Btw;
    if (isUsual) // a narrow card has room for no more beside the title
        return { title, code,
            sentence + QLatin1Char(' ') + SystemsCard::tr("The mixture of experts is FuseMoE's.") };
    return { jobs::weightingTitle(name), code, sentence };
}

} // namespace

SystemsCard::SystemsCard(ExperimentDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_list(new QVBoxLayout)
    , m_more(new QPushButton(tr("More weightings and systems"), this))
{
    setProperty("card", true);
    setAccessibleName(tr("Systems"));
    auto* heading = new QLabel(tr("Systems"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_more->setProperty("small", true);
    m_more->setProperty("kind", QStringLiteral("quiet"));
    m_more->setCheckable(true);
    m_list->setSpacing(4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addLayout(m_list);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(m_more, &QPushButton::toggled, this, &SystemsCard::refresh);
    connect(&m_draft, &ExperimentDraft::changed, this, &SystemsCard::refresh);
}

void SystemsCard::add(const QString& model, const SystemWords& words, bool isUsual, const QString& reason)
{
    auto* row = new CheckRow(words.text, this);
    row->setHint(words.hint);
    row->box()->setToolTip(words.tip);
    row->setReason(reason);
    m_list->addWidget(row);
    m_rows.push_back({ model, isUsual, reason, row });
    connect(row, &CheckRow::chosen, this, &SystemsCard::take);
}

void SystemsCard::setChoices(const std::vector<experiments::SystemChoice>& choices, Task task)
{
    for (const auto& row : m_rows)
        delete row.row;
    m_rows.clear();
    for (const auto& system : choices) {
        if (!system.isWeighted) {
            add(system.name, wordsOf(system), !system.onlyByName, system.reason);
            continue;
        }
        const auto name = [&](weighting::Variant variant) {
            const auto text = weighting::toString(variant);
            return system.name + QLatin1Char(':')
                + QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        };
        auto variants = models::variantsFor(task);
        const auto rank = [](weighting::Variant variant) {
            return variant == weighting::Variant::None ? 0 : variant == weighting::Variant::Btw ? 1 : 2;
        };
        std::stable_sort(variants.begin(), variants.end(), [&](auto a, auto b) { return rank(a) < rank(b); });
        for (const auto variant : variants) {
            if (weighting::factsOf(variant).crossFitted && system.name != QLatin1String("moe"))
                continue; // has no models that a weighting of this kind could be made of
            add(name(variant), wordsOf(system, variant), rank(variant) < 2 && !system.onlyByName,
                system.reason);
        }
    }
    refresh();
}

CheckRow* SystemsCard::row(const QString& model) const
{
    const auto found
        = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.model == model; });
    return found == m_rows.end() ? nullptr : found->row;
}

void SystemsCard::refresh()
{
    const auto chosen = m_draft.models();
    const auto hasWeighted = [&](const QString& unweighted) {
        const QString system = unweighted.section(QLatin1Char(':'), 0, 0) + QLatin1Char(':');
        return std::any_of(
            chosen.begin(), chosen.end(), [&](const QString& model) { return model.startsWith(system); });
    };
    int hidden = 0;
    for (auto& row : m_rows) {
        const bool isChosen = chosen.contains(row.model);
        row.row->show(isChosen);
        const bool isUnweighted = row.model.endsWith(QLatin1String(":none"));
        if (row.reason.isEmpty() && isUnweighted)
            row.row->setReason(m_draft.needsUnweighted() && hasWeighted(row.model)
                    ? tr("trained in any case: the weighted model starts from it")
                    : QString());
        const bool isShown = row.isUsual || isChosen || m_more->isChecked();
        row.row->setVisible(isShown);
        hidden += row.isUsual ? 0 : 1;
    }
    m_more->setVisible(hidden > 0);
    m_more->setText(m_more->isChecked() ? tr("Fewer weightings and systems")
                                        : tr("%n more weightings and systems", nullptr, hidden));
}

void SystemsCard::take()
{
    QStringList models;
    for (const auto& row : m_rows)
        if (row.row->isChecked())
            models << row.model;
    if (models.isEmpty()) { // something has to be trained
        refresh();
        return;
    }
    m_draft.setModels(models);
    refresh();
}

} // namespace btw::pages
