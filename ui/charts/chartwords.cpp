// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart says of itself: title and help, how often test rows were looked at, and to a screen reader.
#include "ui/charts/chart.h"
#include "ui/charts/words.h"

namespace btw::charts {

void Chart::describe()
{
    QString description = m_empty.isEmpty() ? summary() : m_empty;
    QPointF anchor = m_hover.value_or(QPointF());
    if (m_hover && hasFocus() && m_empty.isEmpty()) { // the keys are at something: that is what is read
        QStringList lines;
        for (const HoverRow& row : hoverAt(*m_hover, anchor)) {
            lines << row.text;
        }
        description = lines.isEmpty() ? description : lines.join(QLatin1Char('\n'));
    }
    if (description != accessibleDescription()) {
        setAccessibleDescription(description);
    }
}

void Chart::addLooks()
{
    const QString looks = m_figure.showsErrors && m_empty.isEmpty() ? looksNote(looksOf(m_data)) : QString();
    if (!looks.isEmpty()) {
        m_footnote += (m_footnote.isEmpty() ? QString() : QStringLiteral("; ")) + looks;
    }
}

void Chart::setWords(const QString& title, const QString& caption, const QString& help)
{
    if (title == m_title && caption == m_caption && help == m_help) {
        return;
    }
    m_title = title;
    m_caption = caption;
    m_help = help;
    setAccessibleName(title);
    Q_EMIT wordsChanged();
}

QString Chart::help() const
{
    return m_help.isEmpty() ? m_figure.explanation : m_figure.explanation + QLatin1Char(' ') + m_help;
}

} // namespace btw::charts
