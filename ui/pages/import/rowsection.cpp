// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/rowsection.h"

#include "ui/models/words.h"
#include "ui/pages/import/idsfilter.h"
#include "ui/pages/import/importdraft.h"
#include "ui/widgets/choicebox.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStringListModel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using models::number;

namespace {

constexpr std::size_t kColumnsListed = 5000;
constexpr int kRangeRow = 28;

QString text(const std::string& words) { return QString::fromStdString(words); }

/// An empty field leaves that side open.
bool numberIn(const QLineEdit* field, double& value)
{
    if (field->text().trimmed().isEmpty())
        return true;
    bool ok = false;
    value = field->text().trimmed().toDouble(&ok);
    return ok && std::isfinite(value);
}

} // namespace

RowSection::RowSection(ImportDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_heading(new QLabel(this))
    , m_complete(new QCheckBox(this))
    , m_rangeLabel(new QLabel(this))
    , m_column(new widgets::ChoiceBox(this))
    , m_names(new QStringListModel(this))
    , m_low(new QLineEdit(this))
    , m_to(new QLabel(this))
    , m_high(new QLineEdit(this))
    , m_add(new QPushButton(this))
    , m_fault(new QLabel(this))
    , m_ranges(new QListWidget(this))
    , m_remove(new QPushButton(this))
    , m_ids(new IdsFilter(draft, this))
{
    setProperty("card", true);
    m_heading->setProperty("role", QStringLiteral("heading"));
    for (auto* label : { m_rangeLabel, m_to })
        label->setProperty("role", QStringLiteral("caption"));
    m_rangeLabel->setBuddy(m_column);
    m_fault->setProperty("role", QStringLiteral("danger"));
    m_fault->setWordWrap(true);
    m_fault->hide();
    m_column->setModel(m_names);
    m_column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_column->setMinimumContentsLength(12);
    m_column->setMaxVisibleItems(16);
    m_add->setProperty("small", true);
    m_remove->setProperty("small", true);
    m_remove->setProperty("kind", QStringLiteral("quiet"));
    m_ranges->installEventFilter(this);

    auto* range = new QHBoxLayout;
    range->setSpacing(6);
    range->addWidget(m_low, 1);
    range->addWidget(m_to);
    range->addWidget(m_high, 1);
    range->addWidget(m_add);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(6);
    column->addWidget(m_heading);
    column->addWidget(m_complete);
    column->addWidget(m_rangeLabel);
    column->addWidget(m_column);
    column->addLayout(range);
    column->addWidget(m_fault);
    column->addWidget(m_ranges);
    column->addWidget(m_remove, 0, Qt::AlignLeft);
    column->addWidget(m_ids);

    connect(&draft, &ImportDraft::changed, this, &RowSection::follow);
    connect(m_complete, &QCheckBox::toggled, this, [this](bool only) {
        auto filter = m_draft.choices().filter;
        filter.completeOnly = only;
        m_draft.setFilter(filter);
    });
    connect(m_add, &QPushButton::clicked, this, &RowSection::addRange);
    connect(m_high, &QLineEdit::returnPressed, this, &RowSection::addRange);
    connect(m_low, &QLineEdit::returnPressed, this, &RowSection::addRange);
    connect(m_remove, &QPushButton::clicked, this, &RowSection::removeRange);
    retranslate();
}

void RowSection::retranslate()
{
    setAccessibleName(tr("Rows"));
    m_heading->setText(tr("Rows"));
    m_complete->setText(tr("Only rows with every modalit&y"));
    m_rangeLabel->setText(tr("Only rows within a r&ange of"));
    m_column->setAccessibleName(tr("Column of a range"));
    m_low->setAccessibleName(tr("From"));
    m_low->setPlaceholderText(tr("from"));
    m_to->setText(tr("to", "between the ends of a range"));
    m_high->setAccessibleName(tr("To"));
    m_high->setPlaceholderText(tr("any", "no end of a range"));
    m_add->setText(tr("Add"));
    m_add->setAccessibleName(tr("Add the range"));
    m_ranges->setAccessibleName(tr("Ranges"));
    m_ranges->setToolTip(tr("Delete removes the selected range."));
    m_remove->setText(tr("Remove the range"));
    m_ids->retranslate();
    follow();
}

void RowSection::setReport(std::shared_ptr<const jobs::ImportReport> report)
{
    m_report = std::move(report);
    m_released = false;
    fillColumns();
}

void RowSection::releaseReport()
{
    m_released = m_released || m_report;
    m_report.reset();
}

void RowSection::fillColumns()
{
    std::vector<Place> places;
    QStringList names;
    const auto add = [&](const std::string& modality, const std::string& column, const QString& words) {
        if (places.size() < kColumnsListed) {
            places.push_back({ modality, column });
            names << words;
        }
    };
    const auto& choices = m_draft.choices();
    const bool described = m_draft.tables().empty();
    if (described && m_released)
        return;
    const auto* cohort = m_report ? m_report->cohort.get() : nullptr;
    if (described ? cohort && (cohort->task == Task::Regression || choices.cut)
                  : choices.task == Task::Regression)
        add({}, {}, tr("the label"));
    for (std::size_t t = 0; t < m_draft.tables().size(); ++t)
        for (std::size_t c = 0; c < choices.columns[t].size(); ++c) {
            const auto& column = choices.columns[t][c];
            const auto& name = m_draft.tables()[t].rows->header[c];
            if (column.role == ColumnRole::Modality && !column.isCategory)
                add(column.modality, name,
                    tr("%1 of %2", "column of modality").arg(text(name), text(column.modality)));
        }
    if (described && cohort)
        for (const auto& modality : cohort->modalities) {
            if (modality.isRagged())
                continue;
            for (std::int64_t d = 0; d < std::min<std::int64_t>(modality.dims, kColumnsListed); ++d) {
                const std::string name = modality.columns.empty()
                    ? std::to_string(d + 1)
                    : modality.columns[static_cast<std::size_t>(d)];
                add(modality.name, name,
                    tr("%1 of %2", "column of modality").arg(text(name), text(modality.name)));
            }
        }
    if (places == m_places && names.size() == m_names->rowCount())
        return;
    const Place before
        = m_column->currentIndex() >= 0 && m_column->currentIndex() < static_cast<int>(m_places.size())
        ? m_places[static_cast<std::size_t>(m_column->currentIndex())]
        : Place();
    m_places = std::move(places);
    m_names->setStringList(names);
    const auto at = std::find(m_places.begin(), m_places.end(), before);
    m_column->setCurrentIndex(m_places.empty() ? -1
            : at == m_places.end()             ? 0
                                               : static_cast<int>(at - m_places.begin()));
    m_add->setEnabled(!m_places.empty());
}

void RowSection::follow()
{
    fillColumns();
    const auto& filter = m_draft.choices().filter;
    const QSignalBlocker quiet(m_complete);
    m_complete->setChecked(filter.completeOnly);
    m_ranges->clear();
    for (const auto& range : filter.ranges) {
        const QString what = range.modality.empty() ? tr("the label") : text(range.column);
        if (!std::isfinite(range.low))
            m_ranges->addItem(tr("%1 up to %2").arg(what, number(range.high)));
        else if (!std::isfinite(range.high))
            m_ranges->addItem(tr("%1 from %2").arg(what, number(range.low)));
        else
            m_ranges->addItem(tr("%1 from %2 to %3").arg(what, number(range.low), number(range.high)));
    }
    m_ranges->setVisible(!filter.ranges.empty());
    m_remove->setVisible(!filter.ranges.empty());
    m_ranges->setFixedHeight(10 + kRangeRow * std::clamp(m_ranges->count(), 1, 4));
    m_ids->follow();
}

void RowSection::addRange()
{
    const int at = m_column->currentIndex();
    if (at < 0 || at >= static_cast<int>(m_places.size()))
        return;
    data::RangeFilter range;
    range.modality = m_places[static_cast<std::size_t>(at)].modality;
    range.column = m_places[static_cast<std::size_t>(at)].column;
    const bool numbers = numberIn(m_low, range.low) && numberIn(m_high, range.high);
    const bool open = m_low->text().trimmed().isEmpty() && m_high->text().trimmed().isEmpty();
    const bool good = numbers && !open && range.low <= range.high;
    m_fault->setVisible(!good);
    if (!good) {
        m_fault->setText(tr("Write a number at one end or both, the lower one first."));
        return;
    }
    auto filter = m_draft.choices().filter;
    filter.ranges.push_back(range);
    m_low->clear();
    m_high->clear();
    m_draft.setFilter(filter);
}

void RowSection::removeRange()
{
    auto filter = m_draft.choices().filter;
    const int at = std::max(0, m_ranges->currentRow());
    if (at >= static_cast<int>(filter.ranges.size()))
        return;
    filter.ranges.erase(filter.ranges.begin() + at);
    m_draft.setFilter(filter);
}

bool RowSection::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_ranges && event->type() == QEvent::KeyPress) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            removeRange();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

widgets::ChoiceBox* RowSection::idsBox() const { return m_ids->box(); }

QPlainTextEdit* RowSection::ids() const { return m_ids->ids(); }

} // namespace btw::pages
