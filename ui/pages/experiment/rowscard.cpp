// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/rowscard.h"

#include "engine/analysis/contribution.h"
#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "ui/models/words.h"
#include "ui/pages/experiment/checkrow.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMap>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kAtMost = 1000; // folds, repeats: as the schema has it
constexpr qint64 kLargestSeed = 9007199254740991;
const QString kAll = QStringLiteral("all");
const QString kComplete = QStringLiteral("complete");
const QString kRepeat = QStringLiteral("repeat");
const QString kMargin = QStringLiteral("margin");

} // namespace

RowsCard::RowsCard(ExperimentDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_everybody(new CheckRow(tr("everybody"), this))
    , m_complete(new CheckRow(tr("complete cases only"), this))
    , m_filters(new QVBoxLayout)
    , m_folds(field(tr("folds"),
          tr("Into how many parts the people are split; each is the test set once: 2 to 1000, “group”, or "
             "the name of a "
             "descriptive column. Empty: the data's own split, or one that is drawn.")))
    , m_repeats(field(tr("repeats"), tr("How often the folds are drawn.")))
    , m_seeds(field(tr("seeds"),
          tr("One training each, separated by commas: 1, 2, 3. They show how much is luck. “repeat”: one "
             "training per fold, with the number of the repeat as its seed.")))
    , m_margin(field(tr("smallest difference that matters"),
          tr("For what each modality adds, in units of the primary figure. Empty: what is shown in grey.")))
    , m_together(new QLabel(this))
    , m_metric(new widgets::ChoiceBox(this))
    , m_wrongWords(new QLabel(this))
{
    setProperty("card", true);
    setAccessibleName(tr("Rows and splits"));
    m_complete->box()->setToolTip(tr("Asks the same question of people who have every modality."));
    m_metric->setAccessibleName(tr("primary figure"));
    m_metric->setToolTip(tr("The figure of the answer, chosen before any test row is read."));
    buildLayout();
    connect(m_everybody, &CheckRow::chosen, this, [this](bool used) {
        m_draft.useRows(kAll, used);
        refresh(); // nobody else is chosen: everybody it is
    });
    connect(m_complete, &CheckRow::chosen, this, [this](bool used) { m_draft.useRows(kComplete, used); });
    connect(m_folds, &QLineEdit::textEdited, this, &RowsCard::takeFolds);
    connect(m_repeats, &QLineEdit::textEdited, this, &RowsCard::takeRepeats);
    connect(m_seeds, &QLineEdit::textEdited, this, &RowsCard::takeSeeds);
    connect(m_margin, &QLineEdit::textEdited, this, &RowsCard::takeMargin);
    connect(m_metric, &QComboBox::activated, this,
        [this](int index) { m_draft.setMetric(m_metric->itemData(index).toString()); });
    connect(&m_draft, &ExperimentDraft::changed, this, &RowsCard::refresh);
}

QLineEdit* RowsCard::field(const QString& name, const QString& help)
{
    auto* edit = new QLineEdit(this);
    edit->setAccessibleName(name);
    edit->setAccessibleDescription(help);
    edit->setToolTip(help);
    edit->setMinimumWidth(44);
    return edit;
}

void RowsCard::buildLayout()
{
    auto* heading = new QLabel(tr("Rows and splits"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_folds->setPlaceholderText(tr("one split"));
    m_together->setProperty("role", QStringLiteral("caption"));
    m_together->setWordWrap(true);
    m_wrongWords->setProperty("role", QStringLiteral("danger"));
    m_wrongWords->setWordWrap(true);
    m_wrongWords->hide();
    m_filters->setSpacing(4);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    int row = 0;
    const auto add = [&](const QString& text, QWidget* control) {
        auto* label = new QLabel(text, this);
        label->setBuddy(control);
        label->setWordWrap(true);
        grid->addWidget(label, row, 0);
        grid->addWidget(control, row++, 1);
    };
    add(tr("f&olds"), m_folds);
    add(tr("repe&ats"), m_repeats);
    add(tr("&seeds"), m_seeds);
    add(tr("primar&y figure"), m_metric);
    add(tr("difference that matters"), m_margin);
    grid->setColumnStretch(0, 2); // its words wrap, those of a choice would be cut
    grid->setColumnStretch(1, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(4);
    column->addWidget(heading);
    column->addWidget(m_everybody);
    column->addWidget(m_complete);
    column->addLayout(m_filters);
    column->addLayout(grid);
    column->addWidget(m_together);
    column->addWidget(m_wrongWords);
    column->addStretch(1);
}

void RowsCard::setCohort(const data::Cohort& cohort)
{
    m_everybody->setHint(models::count(static_cast<std::int64_t>(cohort.size())));
    m_complete->setHint({});
    m_columns.clear();
    if (!cohort.groups.empty())
        m_columns << QStringLiteral("group");
    for (const auto& column : cohort.about)
        m_columns << QString::fromStdString(column.name);
    m_together->setText(cohort.groups.empty()
            ? tr("Each row is a separate person.")
            : tr("Rows of one person (group) are kept together in every split."));
    const QSignalBlocker blocker(m_metric);
    m_metric->clear();
    m_usualMetric = analysis::primaryMetric(cohort.task, cohort.classCount());
    m_metric->addItem(tr("%1 (usual)", "a figure").arg(models::metricShort(m_usualMetric)), QString());
    for (const auto& name : analysis::metricNames(
             cohort.task, analysis::isSentimentRange(cohort.labelRange), cohort.classCount()))
        if (!analysis::isDescriptive(name))
            m_metric->addItem(models::metricShort(name), QString::fromStdString(name));
    for (auto* field : { m_folds, m_repeats, m_seeds, m_margin })
        say(field, {});
    refresh();
}

void RowsCard::setCompleteCases(qint64 count) { m_complete->setHint(models::count(count)); }

QString RowsCard::wrong() const { return m_wrong.isEmpty() ? QString() : m_wrong.first(); }

void RowsCard::say(QLineEdit* field, const QString& wrong)
{
    if (wrong.isEmpty())
        m_wrong.remove(field);
    else
        m_wrong[field] = wrong;
    m_wrongWords->setText(QStringList(m_wrong.values()).join(QLatin1Char(' ')));
    m_wrongWords->setVisible(!m_wrong.isEmpty());
    Q_EMIT wrongChanged();
}

void RowsCard::refresh()
{
    const auto rows = m_draft.rows();
    m_everybody->show(rows.contains(QJsonValue(kAll)));
    m_complete->show(rows.contains(QJsonValue(kComplete)));
    refreshFilters();
    const auto set = [this](QLineEdit* field, const QString& text) {
        if (!m_wrong.contains(field) && !field->hasFocus())
            field->setText(text);
    };
    QStringList seeds;
    for (const auto seed : m_draft.seeds())
        seeds << QString::number(seed);
    if (seeds.isEmpty())
        seeds << kRepeat;
    set(m_folds, m_draft.folds());
    set(m_repeats, QString::number(m_draft.repeats()));
    set(m_seeds, seeds.join(QStringLiteral(", ")));
    bool isNumber = false;
    m_draft.folds().toInt(&isNumber);
    m_repeats->setEnabled(isNumber);
    m_margin->setEnabled(m_draft.asksModalities());
    const auto margin = m_draft.json().value(kMargin);
    set(m_margin, margin.isDouble() ? QString::number(margin.toDouble()) : QString());
    m_metric->setCurrentIndex(std::max(0, m_metric->findData(m_draft.metric())));
    m_margin->setPlaceholderText(usualMargin());
}

QString RowsCard::usualMargin() const
{
    const auto metric = m_draft.metric().isEmpty() ? m_usualMetric : m_draft.metric().toStdString();
    const QString name = models::metricShort(metric);
    constexpr double kPercent = 100;
    // Of an error it is a share of what is off without any model, which is not known before one is trained.
    const double ofOne = analysis::usualMargin(metric, 1);
    if (std::isnan(ofOne))
        return tr("none");
    return ofOne == analysis::usualMargin(metric, 2)
        ? tr("%1 of %2", "a number and its figure").arg(QString::number(ofOne), name)
        : tr("%1% of constant", "a share of the constant's error").arg(QString::number(kPercent * ofOne));
}

void RowsCard::refreshFilters()
{
    for (auto* row : m_filterRows)
        row->deleteLater();
    m_filterRows.clear();
    for (const auto& rows : m_draft.rows()) {
        if (!rows.isObject())
            continue;
        auto* row = new CheckRow(rows.toObject().value(QStringLiteral("name")).toString(), this);
        row->setHint(tr("a filter of the JSON"));
        row->show(true);
        m_filters->addWidget(row);
        m_filterRows.push_back(row);
        connect(row, &CheckRow::chosen, this,
            [this, rows = QJsonValue(rows)](bool used) { m_draft.useRows(rows, used); });
    }
}

void RowsCard::takeFolds(const QString& text)
{
    const QString asked = text.trimmed();
    bool isNumber = false;
    const double number = asked.toDouble(&isNumber);
    const bool isCount = isNumber && number == static_cast<int>(number) && number >= 2 && number <= kAtMost;
    if (!asked.isEmpty() && !isCount && (isNumber || !m_columns.contains(asked))) {
        say(m_folds,
            tr("Folds: “%1” cannot be used; a number from 2 to 1000%2, or nothing for one split.")
                .arg(asked,
                    m_columns.isEmpty() ? QString()
                                        : tr(", or one of %1").arg(m_columns.join(QStringLiteral(", ")))));
        return;
    }
    say(m_folds, {});
    m_draft.setFolds(asked);
}

void RowsCard::takeRepeats(const QString& text)
{
    bool isNumber = false;
    const int count = text.trimmed().toInt(&isNumber);
    if (!isNumber || count < 1 || count > kAtMost) {
        say(m_repeats, tr("Repeats: “%1” cannot be used; a number from 1 to 1000.").arg(text.trimmed()));
        return;
    }
    say(m_repeats, {});
    m_draft.setRepeats(count);
}

void RowsCard::takeSeeds(const QString& text)
{
    std::vector<std::uint64_t> seeds;
    if (text.trimmed() == kRepeat) {
        say(m_seeds, {});
        m_draft.setSeeds(seeds);
        return;
    }
    for (const QString& part : text.split(QLatin1Char(','))) {
        bool isNumber = false;
        const qint64 seed = part.trimmed().toLongLong(&isNumber);
        if (!isNumber || seed < 0 || seed > kLargestSeed) {
            say(m_seeds,
                tr("Seeds: “%1” is not a seed; write whole numbers from 0 on, separated by commas, or the "
                   "word repeat.")
                    .arg(part.trimmed()));
            return;
        }
        if (std::find(seeds.begin(), seeds.end(), static_cast<std::uint64_t>(seed)) != seeds.end()) {
            say(m_seeds, tr("Seeds: %1 appears twice.").arg(seed));
            return;
        }
        seeds.push_back(static_cast<std::uint64_t>(seed));
    }
    say(m_seeds, {});
    m_draft.setSeeds(seeds);
}

void RowsCard::takeMargin(const QString& text)
{
    const QString asked = text.trimmed();
    bool isNumber = false;
    const double margin = asked.toDouble(&isNumber);
    if (!asked.isEmpty() && (!isNumber || !(margin >= 0) || margin > 1e12)) {
        say(m_margin,
            tr("The smallest difference that matters: “%1” cannot be used; a number from 0 on.").arg(asked));
        return;
    }
    say(m_margin, {});
    m_draft.set(kMargin, asked.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(margin));
}

} // namespace btw::pages
