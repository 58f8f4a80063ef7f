// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/idsfilter.h"

#include "ui/pages/import/importdraft.h"
#include "ui/widgets/choicebox.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace btw::pages {

namespace {

constexpr int kIdsHeight = 84;

std::vector<std::string> linesOf(const QString& words)
{
    std::vector<std::string> lines;
    for (const auto& line : words.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        if (!line.trimmed().isEmpty())
            lines.push_back(line.trimmed().toStdString());
    return lines;
}

QString linesFrom(const std::vector<std::string>& lines)
{
    QStringList all;
    for (const auto& line : lines)
        all << QString::fromStdString(line);
    return all.join(QLatin1Char('\n'));
}

} // namespace

IdsFilter::IdsFilter(ImportDraft& draft, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_label(new QLabel(this))
    , m_kind(new widgets::ChoiceBox(this))
    , m_ids(new QPlainTextEdit(this))
{
    m_label->setProperty("role", QStringLiteral("caption"));
    m_label->setBuddy(m_kind);
    m_ids->setFixedHeight(kIdsHeight);
    m_ids->setTabChangesFocus(true);
    m_ids->installEventFilter(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_label);
    column->addWidget(m_kind);
    column->addWidget(m_ids);
    connect(m_kind, &QComboBox::activated, this, &IdsFilter::choose);
}

void IdsFilter::retranslate()
{
    m_label->setText(tr("Instances"));
    m_kind->setAccessibleName(tr("Instances"));
    {
        const QSignalBlocker quiet(m_kind);
        m_kind->clear();
        m_kind->addItems({ tr("All"), tr("Only these ids"), tr("All but these ids") });
    }
    m_ids->setAccessibleName(tr("Ids, one per line"));
    m_ids->setPlaceholderText(tr("One id per line"));
}

void IdsFilter::follow()
{
    if (m_ids->hasFocus())
        return; // somebody is typing
    const auto& filter = m_draft.choices().filter;
    const int kind = !filter.keepIds.empty() ? 1 : !filter.dropIds.empty() ? 2 : 0;
    m_kind->setCurrentIndex(kind);
    m_ids->setVisible(kind > 0);
    m_ids->setPlainText(linesFrom(kind == 2 ? filter.dropIds : filter.keepIds));
}

void IdsFilter::take()
{
    auto filter = m_draft.choices().filter;
    const int kind = m_kind->currentIndex();
    if (kind == 0)
        return;
    // The other list is not on show, and stays: a recipe may have both.
    (kind == 1 ? filter.keepIds : filter.dropIds) = linesOf(m_ids->toPlainText());
    m_draft.setFilter(filter);
}

void IdsFilter::choose(int kind)
{
    auto filter = m_draft.choices().filter;
    const bool both = !filter.keepIds.empty() && !filter.dropIds.empty();
    if (kind == 0) {
        filter.keepIds.clear();
        filter.dropIds.clear();
    } else if (both) {
        m_ids->setPlainText(linesFrom(kind == 1 ? filter.keepIds : filter.dropIds));
    } else { // the ids that are there change sides
        auto ids = linesOf(m_ids->toPlainText());
        filter.keepIds = kind == 1 ? ids : std::vector<std::string>();
        filter.dropIds = kind == 2 ? std::move(ids) : std::vector<std::string>();
    }
    m_ids->setVisible(kind > 0);
    if (kind > 0)
        m_ids->setFocus(Qt::OtherFocusReason);
    m_draft.setFilter(filter);
}

bool IdsFilter::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_ids && event->type() == QEvent::FocusOut)
        take();
    return QWidget::eventFilter(watched, event);
}

} // namespace btw::pages
