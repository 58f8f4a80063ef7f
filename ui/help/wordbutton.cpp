// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/wordbutton.h"

#include "ui/help/glossary.h"

#include <QTextDocument>
#include <QWhatsThis>

namespace btw::help {

WordButton::WordButton(const QString& word, QWidget* parent)
    : QToolButton(parent)
{
    QString html;
    if (const auto entry = Glossary().find(word)) {
        QTextDocument document;
        document.setMarkdown(entry->meaning);
        m_meaning = document.toPlainText().trimmed();
        html = QStringLiteral("<b>%1</b><br>%2").arg(word.toHtmlEscaped(), m_meaning.toHtmlEscaped());
    }
    setText(QStringLiteral("?"));
    setAccessibleName(tr("What is “%1”?").arg(word));
    setAccessibleDescription(m_meaning);
    setToolTip(html);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::WhatsThisCursor);
    connect(this, &QToolButton::clicked, this,
        [this, html] { QWhatsThis::showText(mapToGlobal(rect().bottomLeft()), html, this); });
}

} // namespace btw::help
