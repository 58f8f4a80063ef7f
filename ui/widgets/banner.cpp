// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace btw::widgets {

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_close(new QPushButton(tr("&Dismiss"), this))
{
    setProperty("warning", true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setAccessibleDescription(tr("Hides this message"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kCardInside, 8, 8, 8);
    row->addWidget(m_text, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    setAccessibleName(tr("Message"));
    hide();
}

void Banner::warn(const QString& happened, const QString& safe, const QString& next)
{
    show(Tone::Warning, { happened, safe, next });
}

void Banner::say(const QString& happened, const QString& next) { show(Tone::Calm, { happened, next }); }

void Banner::show(Tone tone, const QStringList& parts)
{
    auto said = parts;
    said.removeAll(QString());
    setProperty("warning", tone == Tone::Warning);
    setProperty("soft", tone == Tone::Calm);
    for (auto* widget : std::initializer_list<QWidget*> { this, m_text }) {
        style()->unpolish(widget); // a style sheet looks at properties only then
        style()->polish(widget);
    }
    m_text->setText(said.join(QLatin1Char(' ')));
    setAccessibleDescription(m_text->text());
    setVisible(true);
}

QString Banner::text() const { return m_text->text(); }

} // namespace btw::widgets
