// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/modalitysection.h"

#include "ui/models/words.h"
#include "ui/pages/data/modalitycard.h"
#include "ui/pages/import/importdraft.h"

#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using models::count;

namespace {

constexpr int kRow = 46;
constexpr int kRowsShown = 5;
constexpr int kDot = 10;

QIcon dot(const QColor& colour, qreal ratio)
{
    QPixmap picture(QSize(kDot, kDot) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(0.5, 0.5, kDot - 1, kDot - 1));
    return picture;
}

/// What a row of the list has room for.
QStringList factsOf(const jobs::CohortSummary& summary, std::size_t index)
{
    QStringList facts = modalityFacts(summary, index);
    const auto& modality = summary.modalities[index];
    if (modality.kind == data::ModalityKind::Vector)
        facts[0] = modality.dims == 1 ? ModalitySection::tr("1 feature")
                                      : ModalitySection::tr("%1 features").arg(count(modality.dims));
    return facts;
}

} // namespace

ModalitySection::ModalitySection(ImportDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_theme(widgets::Theme::light())
    , m_heading(new QLabel(this))
    , m_none(new QLabel(this))
    , m_list(new QListWidget(this))
{
    setProperty("card", true);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_none->setProperty("role", QStringLiteral("caption"));
    m_none->setWordWrap(true);
    m_list->setIconSize({ kDot, kDot });
    m_list->setWordWrap(false);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setProperty("nav", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(6);
    column->addWidget(m_heading);
    column->addWidget(m_none);
    column->addWidget(m_list);
    connect(&draft, &ImportDraft::changed, this, &ModalitySection::rebuild);
    const auto chosen = [this](const QListWidgetItem* item) {
        Q_EMIT modalityChosen(item->data(Qt::UserRole).toString().toStdString());
    };
    connect(m_list, &QListWidget::itemClicked, this, chosen);
    connect(m_list, &QListWidget::itemActivated, this, chosen);
    retranslate();
}

void ModalitySection::retranslate()
{
    m_heading->setText(tr("Modalities"));
    m_list->setAccessibleName(tr("Modalities"));
    m_list->setToolTip(tr("Selects the columns of the modality in the table."));
    m_none->setText(tr("None yet: select columns in the table and give them the role of a modality."));
    rebuild();
}

void ModalitySection::setTheme(const widgets::Theme& theme)
{
    m_theme = theme;
    rebuild();
}

void ModalitySection::setReport(const std::shared_ptr<const jobs::ImportReport>& report)
{
    m_read.clear();
    if (const auto* summary = report ? report->summary.get() : nullptr)
        for (std::size_t m = 0; m < summary->modalities.size(); ++m)
            m_read.emplace_back(summary->modalities[m].name, factsOf(*summary, m));
    rebuild();
}

void ModalitySection::rebuild()
{
    const int before = m_list->currentRow();
    m_list->clear();
    std::vector<std::string> names = m_draft.modalities();
    if (names.empty())
        for (const auto& [name, facts] : m_read)
            names.push_back(name);
    std::map<std::string, std::int64_t> columns;
    for (const auto& table : m_draft.choices().columns)
        for (const auto& column : table)
            if (column.role == ColumnRole::Modality)
                ++columns[column.modality];
    for (std::size_t m = 0; m < names.size(); ++m) {
        QStringList facts;
        const auto read = std::find_if(
            m_read.begin(), m_read.end(), [&](const auto& entry) { return entry.first == names[m]; });
        if (read != m_read.end())
            facts = read->second;
        else if (const auto number = columns[names[m]]; number > 0)
            facts << (number == 1 ? tr("1 column") : tr("%1 columns").arg(count(number)));
        auto* item = new QListWidgetItem(dot(m_theme.modality(m), devicePixelRatioF()),
            QString::fromStdString(names[m]) + QLatin1Char('\n')
                + facts.mid(0, 2).join(QStringLiteral(" · ")),
            m_list);
        item->setData(Qt::UserRole, QString::fromStdString(names[m]));
        item->setToolTip(facts.join(QStringLiteral(" · ")));
        item->setSizeHint({ 40, kRow });
    }
    m_none->setVisible(names.empty());
    m_list->setVisible(!names.empty());
    m_list->setFixedHeight(8 + kRow * std::clamp(m_list->count(), 1, kRowsShown));
    m_list->setCurrentRow(std::min(before, m_list->count() - 1));
}

} // namespace btw::pages
