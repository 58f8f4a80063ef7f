// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/labelsection.h"

#include "ui/models/words.h"
#include "ui/pages/import/classcounts.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/thresholds.h"
#include "ui/widgets/choicebox.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

namespace btw::pages {

using models::count;

namespace {

constexpr int kFewest = 2;
constexpr int kMost = 10;

QLabel* caption(QWidget* parent, QWidget* buddy)
{
    auto* label = new QLabel(parent);
    label->setProperty("role", QStringLiteral("caption"));
    label->setWordWrap(true);
    label->setBuddy(buddy);
    return label;
}

} // namespace

LabelSection::LabelSection(ImportDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_heading(new QLabel(this))
    , m_kind(new widgets::ChoiceBox(this))
    , m_thresholds(new QLineEdit(this))
    , m_quantiles(new widgets::ChoiceBox(this))
    , m_names(new QLineEdit(this))
    , m_fault(new QLabel(this))
    , m_counts(new ClassCounts(this))
    , m_splits(new widgets::ChoiceBox(this))
    , m_splitsWords(new QLabel(this))
{
    setProperty("card", true);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_kindLabel = caption(this, m_kind);
    m_thresholdsLabel = caption(this, m_thresholds);
    m_quantilesLabel = caption(this, m_quantiles);
    m_namesLabel = caption(this, m_names);
    m_splitsLabel = caption(this, m_splits);
    m_splitsWords->setProperty("role", QStringLiteral("caption"));
    m_splitsWords->setWordWrap(true);
    m_fault->setProperty("role", QStringLiteral("danger"));
    m_fault->setWordWrap(true);
    m_fault->hide();
    for (int classes = kFewest; classes <= kMost; ++classes)
        m_quantiles->addItem(QString::number(classes), classes);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(6);
    column->addWidget(m_heading);
    for (auto* widget : std::initializer_list<QWidget*> { m_kindLabel, m_kind, m_thresholdsLabel,
             m_thresholds, m_quantilesLabel, m_quantiles, m_namesLabel, m_names, m_fault, m_counts,
             m_splitsLabel, m_splits, m_splitsWords })
        column->addWidget(widget);

    connect(&draft, &ImportDraft::changed, this, &LabelSection::follow);
    connect(m_kind, &QComboBox::activated, this,
        [this](int at) { choose(static_cast<Kind>(m_kind->itemData(at).toInt())); });
    connect(m_thresholds, &QLineEdit::editingFinished, this, &LabelSection::takeThresholds);
    connect(m_names, &QLineEdit::editingFinished, this, &LabelSection::takeNames);
    connect(m_quantiles, &QComboBox::activated, this, [this](int at) {
        data::LabelCut cut;
        cut.quantiles = static_cast<std::size_t>(m_quantiles->itemData(at).toInt());
        m_draft.setLabel(Task::Regression, cut);
    });
    connect(m_splits, &QComboBox::activated, this, [this](int at) { m_draft.setDrawSplits(at == 1); });
    retranslate();
}

void LabelSection::retranslate()
{
    setAccessibleName(tr("What is predicted"));
    m_heading->setText(tr("What is predicted"));
    m_kindLabel->setText(tr("&Predict"));
    m_kind->setAccessibleName(tr("Predict"));
    m_thresholdsLabel->setText(tr("Thr&esholds: a class begins at each"));
    m_thresholds->setAccessibleName(tr("Thresholds"));
    m_thresholds->setPlaceholderText(tr("3; 7; 14"));
    m_quantilesLabel->setText(tr("&Number of classes, of equal share among training rows"));
    m_quantiles->setAccessibleName(tr("Number of classes"));
    m_namesLabel->setText(tr("Names of the classes, separated by commas (may be left out)"));
    m_names->setAccessibleName(tr("Names of the classes"));
    m_names->setPlaceholderText(tr("short, medium, long"));
    m_counts->retranslate();
    m_splitsLabel->setText(tr("&Splits"));
    m_splits->setAccessibleName(tr("Splits"));
    {
        const QSignalBlocker quiet(m_splits);
        m_splits->clear();
        m_splits->addItems({ tr("As the source has them"), tr("Draw them again") });
    }
    follow();
    if (m_report || !m_readTask) // else they are those of a report that was let go
        showCounts();
}

LabelSection::Kind LabelSection::kind() const
{
    const auto& choices = m_draft.choices();
    if (choices.cut)
        return choices.cut->quantiles > 0 ? Kind::Quantiles : Kind::Thresholds;
    if (!m_draft.tables().empty())
        return choices.task == Task::Classification ? Kind::Classes : Kind::Number;
    return m_readTask == Task::Classification ? Kind::Classes : Kind::Number;
}

void LabelSection::follow()
{
    const auto now = kind();
    const auto& choices = m_draft.choices();
    const bool described = m_draft.tables().empty();
    const QSignalBlocker quiet(m_kind);
    m_kind->clear();
    const auto add
        = [this](const QString& words, Kind kind) { m_kind->addItem(words, static_cast<int>(kind)); };
    if (!described || now != Kind::Classes)
        add(tr("A number"), Kind::Number);
    if (!described || now == Kind::Classes)
        add(tr("A class, as written"), Kind::Classes);
    if (!described || now != Kind::Classes) {
        add(tr("A class, cut at thresholds"), Kind::Thresholds);
        add(tr("A class, cut into equal shares"), Kind::Quantiles);
    }
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(now)));
    for (auto* widget : std::initializer_list<QWidget*> { m_thresholdsLabel, m_thresholds })
        widget->setVisible(now == Kind::Thresholds);
    for (auto* widget : std::initializer_list<QWidget*> { m_quantilesLabel, m_quantiles })
        widget->setVisible(now == Kind::Quantiles);
    for (auto* widget : std::initializer_list<QWidget*> { m_namesLabel, m_names })
        widget->setVisible(choices.cut.has_value());
    if (choices.cut) {
        m_thresholds->setText(thresholdsText(choices.cut->thresholds));
        QStringList names;
        for (const auto& name : choices.cut->names)
            names << QString::fromStdString(name);
        m_names->setText(names.join(QStringLiteral(", ")));
        const auto shares = static_cast<int>(choices.cut->quantiles);
        while (m_quantiles->count() > kMost - kFewest + 1)
            m_quantiles->removeItem(m_quantiles->count() - 1);
        if (shares > kMost) // of a recipe that was written elsewhere
            m_quantiles->addItem(QString::number(shares), shares);
        m_quantiles->setCurrentIndex(m_quantiles->findData(shares));
    }
    m_fault->hide();
    m_splits->setCurrentIndex(choices.drawsSplits() ? 1 : 0);
    const bool named = m_draft.namesSplits();
    m_splits->setItemText(0, named ? tr("As the source has them") : tr("Drawn, since the source names none"));
    m_splits->setEnabled(named || choices.drawsSplits());
}

void LabelSection::choose(Kind kind)
{
    data::LabelCut cut;
    switch (kind) {
    case Kind::Number:
        m_draft.setLabel(Task::Regression, std::nullopt);
        break;
    case Kind::Classes:
        m_draft.setLabel(Task::Classification, std::nullopt);
        break;
    case Kind::Quantiles:
        cut.quantiles = 3;
        m_draft.setLabel(Task::Regression, cut);
        break;
    case Kind::Thresholds: {
        // To begin with, a cut in two at the median of the training rows, if the label is a number already.
        cut.thresholds = { std::isfinite(m_middle) ? m_middle : 0 };
        m_draft.setLabel(Task::Regression, cut);
        m_thresholds->setFocus(Qt::OtherFocusReason);
        m_thresholds->selectAll();
        break;
    }
    }
    follow(); // also where nothing changed
}

void LabelSection::takeThresholds()
{
    if (!m_draft.choices().cut || m_draft.choices().cut->quantiles > 0)
        return;
    const auto numbers = thresholdsIn(m_thresholds->text());
    m_fault->setVisible(!numbers);
    if (!numbers) {
        m_fault->setText(isCommaUnclear(m_thresholds->text())
                ? tr("A comma may be part of a number or separate two: put semicolons between numbers, such "
                     "as 3,5; 7; 14.")
                : tr("Write numbers in ascending order, such as 3; 7; 14."));
        return;
    }
    data::LabelCut cut = *m_draft.choices().cut;
    cut.thresholds = *numbers;
    if (cut.names.size() != numbers->size() + 1)
        cut.names.clear();
    m_draft.setLabel(Task::Regression, cut);
}

void LabelSection::takeNames()
{
    if (!m_draft.choices().cut)
        return;
    data::LabelCut cut = *m_draft.choices().cut;
    const std::size_t classes = cut.quantiles > 0 ? cut.quantiles : cut.thresholds.size() + 1;
    cut.names.clear();
    for (const auto& name : m_names->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (!name.trimmed().isEmpty())
            cut.names.push_back(name.trimmed().toStdString());
    const bool fits = cut.names.empty() || cut.names.size() == classes;
    m_fault->setVisible(!fits);
    if (fits)
        m_draft.setCut(cut);
    else
        m_fault->setText(tr("There are %1 classes and %2 names: name each, or none.")
                             .arg(count(static_cast<std::int64_t>(classes)),
                                 count(static_cast<std::int64_t>(cut.names.size()))));
}

void LabelSection::setReport(std::shared_ptr<const jobs::ImportReport> report)
{
    m_report = std::move(report);
    const auto* cohort = m_report ? m_report->cohort.get() : nullptr;
    m_readTask = cohort ? std::optional(cohort->task) : std::nullopt;
    m_middle = m_readTask == Task::Regression && m_report->summary ? m_report->summary->labels.median[0] : 0;
    const auto* focus = focusWidget();
    if (focus != m_thresholds && focus != m_names) // somebody is typing
        follow();
    showCounts();
}

void LabelSection::releaseReport() { m_report.reset(); }

void LabelSection::showCounts()
{
    const auto* summary = m_report ? m_report->summary.get() : nullptr;
    m_counts->setSummary(summary);
    m_splitsWords->setVisible(summary);
    if (summary)
        m_splitsWords->setText(
            tr("%1 train · %2 validation · %3 test")
                .arg(count(summary->rows[0]), count(summary->rows[1]), count(summary->rows[2])));
}

QString LabelSection::countsText() const { return m_counts->text(); }

} // namespace btw::pages
