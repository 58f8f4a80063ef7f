// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/settingscard.h"

#include "engine/weighting/names.h"
#include "ui/pages/experiment/settingsdelegate.h"
#include "ui/widgets/tablelook.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kRowsAtMost = 12; // further ones are scrolled to

/// What the form says elsewhere: what is trained, on which rows, with which modalities.
bool isElsewhere(std::string_view key)
{
    return key == "model" || key == "modalities" || key == "variant" || key == "split_seed";
}

bool dependOnPreset(const std::vector<training::Parameter>& parameters)
{
    constexpr std::size_t kAnySize = 100;
    const auto paper = training::presetSpec("paper", kAnySize);
    return std::any_of(parameters.begin(), parameters.end(), [&](const training::Parameter& parameter) {
        return parameter.valueText(paper) != parameter.valueText(training::presetSpec("demo", kAnySize))
            || parameter.valueText(paper)
            != parameter.valueText(training::presetSpec("small-cohort", kAnySize));
    });
}

} // namespace

SettingsCard::SettingsCard(ExperimentDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_differing(new QLabel(this))
    , m_showAll(new QPushButton(this))
    , m_table(new QTableView(this))
    , m_start(new QLabel(this))
    , m_words(new QLabel(this))
{
    setProperty("card", true);
    auto* heading = new QLabel(tr("Settings"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_differing->setProperty("role", QStringLiteral("caption"));
    m_showAll->setProperty("small", true);
    m_showAll->setProperty("kind", QStringLiteral("quiet"));
    m_showAll->setCheckable(true);
    m_table->setModel(&m_model);
    m_table->setItemDelegateForColumn(
        models::SettingsModel::ValueColumn, new SettingsDelegate(m_model, m_table));
    m_table->setAccessibleName(tr("Settings"));
    m_table->setToolTip(
        tr("Enter or F2 changes a value; several values separated by commas are each trained."));
    m_table->setShowGrid(false);
    m_table->setWordWrap(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
        | QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->setTabKeyNavigation(false); // Tab goes on to what comes next on the page
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    auto* header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    m_start->setProperty("role", QStringLiteral("caption"));
    m_start->setWordWrap(true);
    m_start->setTextFormat(Qt::PlainText);
    m_words->setProperty("role", QStringLiteral("danger"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    auto* top = new QHBoxLayout;
    top->addWidget(heading);
    top->addWidget(m_differing, 1);
    top->addWidget(m_showAll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(6);
    column->addLayout(top);
    column->addWidget(m_table);
    column->addWidget(m_start);
    column->addWidget(m_words);
    column->addStretch(1);
    connect(m_showAll, &QPushButton::toggled, this, [this](bool all) {
        m_model.showAll(all);
        tell();
    });
    connect(&m_model, &models::SettingsModel::edited, &m_draft, &ExperimentDraft::setValues);
    connect(&m_model, &models::SettingsModel::wrongChanged, this, [this] {
        tell();
        Q_EMIT wrongChanged();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &SettingsCard::tell);
    connect(&m_draft, &ExperimentDraft::changed, this, &SettingsCard::refresh);
}

void SettingsCard::setTheme(const Theme& theme)
{
    // Words that wrap are measured without the room that a style sheet leaves around them.
    m_table->setStyleSheet(widgets::tableInCard(theme)
        + QStringLiteral("QTableView::item { padding: 0; } QHeaderView::section { padding: 6px 4px; }"));
}

void SettingsCard::setCohort(Task task, std::size_t trainingInstances)
{
    m_task = task;
    m_trainingInstances = trainingInstances;
    refresh();
}

std::vector<training::Parameter> SettingsCard::parametersRead(const training::ExperimentSpec& defaults) const
{
    std::vector<training::Parameter> all;
    const auto variants = m_draft.variants();
    const auto isNew = [&](const training::Parameter& parameter) {
        return training::findParameter(all, parameter.key) == nullptr;
    };
    for (const auto& spec : specsAsked(defaults)) {
        const auto* system = m_systems.find(spec.model);
        for (const auto& parameter : system->parametersRead(spec)) {
            if (isElsewhere(parameter.key) || parameter.isList() || !isNew(parameter)
                || !parameter.isReadFor(m_task))
                continue;
            const bool isRead = parameter.steps.contains(training::Step::Unimodal)
                || parameter.steps.contains(training::Step::Baseline)
                || std::any_of(variants.begin(), variants.end(), [&](const QString& variant) {
                       const auto known = weighting::parseVariant(variant.toStdString());
                       return system->info().weighted && known && *known != weighting::Variant::None
                           && parameter.isReadBy(training::Step::Weighted, *known);
                   });
            if (isRead)
                all.push_back(parameter);
        }
    }
    // The preset is read by nothing, but gives others their values.
    for (const auto& parameter : training::commonParameters())
        if (parameter.key == "preset" && isNew(parameter) && dependOnPreset(all))
            all.insert(all.begin(), parameter);
    return all;
}

std::vector<training::ExperimentSpec> SettingsCard::specsAsked(const training::ExperimentSpec& defaults) const
{
    std::vector<training::ExperimentSpec> all;
    const auto asked = m_draft.values(QStringLiteral("unimodal"));
    for (const auto& name : m_draft.systems()) {
        auto spec = defaults;
        spec.model = name.toStdString();
        if (m_systems.find(spec.model) == nullptr)
            continue;
        if (asked.isEmpty())
            all.push_back(spec);
        for (const auto& unimodal : asked) { // of which late fusion is made
            spec.unimodal = unimodal.toString().toStdString();
            all.push_back(spec);
        }
    }
    return all;
}

void SettingsCard::refresh()
{
    const auto preset = m_draft.values(QStringLiteral("preset"));
    const auto defaults = training::presetSpec(
        preset.isEmpty() ? "auto" : preset.first().toString().toStdString(), m_trainingInstances);
    auto read = parametersRead(defaults);
    QMap<QString, QJsonArray> values;
    for (const auto& parameter : read) {
        const QString key
            = QString::fromUtf8(parameter.key.data(), static_cast<qsizetype>(parameter.key.size()));
        if (const auto now = m_draft.values(key); !now.isEmpty())
            values.insert(key, now);
    }
    m_model.setParameters(std::move(read), defaults);
    m_model.setValues(values);
    tell();
}

QString SettingsCard::howItStarts() const
{
    const auto systems = m_draft.systems();
    const bool isPooling = std::any_of(systems.begin(), systems.end(), [this](const QString& name) {
        const auto* system = m_systems.find(name.toStdString());
        return system != nullptr
            && training::findParameter(system->parametersRead({}), "unimodal") != nullptr;
    });
    const auto first = ExperimentDraft::firstOn({}).value(QStringLiteral("spec")).toObject();
    const auto key = QStringLiteral("unimodal");
    if (!isPooling || m_draft.values(key) != QJsonArray { first.value(key) })
        return {};
    return tr(
        "Late fusion begins here with a plain regression of each modality, which is the quickest. Commands "
        "begin with mixtures of experts (--unimodal %1).")
        .arg(QString::fromStdString(training::ExperimentSpec().unimodal));
}

void SettingsCard::tell()
{
    const int differing = m_model.differing();
    m_differing->setText(differing == 0 ? tr("all as the preset has them")
            : differing == 1            ? tr("1 differs from the defaults")
                                        : tr("%n differ from the defaults", nullptr, differing));
    m_showAll->setText(m_showAll->isChecked() ? tr("show fewer") : tr("show a&ll %1").arg(m_model.all()));
    m_showAll->setVisible(m_showAll->isChecked() || m_model.all() > m_model.rowCount());
    QStringList words { m_model.wrong() };
    for (const auto& danger : m_model.dangers())
        words << tr("Beware: %1.").arg(danger);
    words.removeAll(QString());
    const QString start = howItStarts();
    m_start->setText(start);
    m_start->setVisible(!start.isEmpty());
    m_words->setText(words.join(QLatin1Char(' ')));
    m_words->setVisible(!words.isEmpty());
    int height = m_table->horizontalHeader()->sizeHint().height() + 2 * m_table->frameWidth() + 4;
    for (int row = 0; row < std::min(m_model.rowCount(), kRowsAtMost); ++row)
        height += m_table->rowHeight(row);
    m_table->setFixedHeight(height);
}

} // namespace btw::pages
