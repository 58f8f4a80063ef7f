// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/captioncard.h"

#include "ui/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace btw::pages {

namespace {
constexpr int kHeight = 84; // a caption of one figure; longer ones scroll
}

CaptionCard::CaptionCard(QWidget* parent)
    : QFrame(parent)
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(tr("&Copy"), this))
{
    setProperty("card", true);
    auto* heading = new QLabel(tr("Caption"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    m_copy->setToolTip(tr("Copies the caption."));
    m_copy->setProperty("kind", QStringLiteral("quiet"));
    m_copy->setProperty("small", true);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(text()); });
    m_text->setAccessibleName(tr("Caption"));
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(kHeight);
    auto* head = new QHBoxLayout;
    head->addWidget(heading, 1);
    head->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(widgets::Theme::kCardInside, 6, widgets::Theme::kCardInside, 8);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_text);
}

void CaptionCard::setText(const QString& text)
{
    if (text != this->text()) // what is selected stays
        m_text->setPlainText(text);
}

QString CaptionCard::text() const { return m_text->toPlainText(); }

} // namespace btw::pages
