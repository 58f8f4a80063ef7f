// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/nomatch.h"

#include <QAbstractItemView>
#include <QEvent>

namespace btw::widgets {

NoMatch::NoMatch(QAbstractItemView& view)
    : QLabel(&view) // and not in its rows' place, which scrolls
    , m_rows(*view.viewport())
{
    setProperty("role", QStringLiteral("caption"));
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_rows.installEventFilter(this);
    hide();
}

void NoMatch::setWords(const QString& words)
{
    setText(words.isEmpty() ? QString() : tr("Nothing matches “%1”.").arg(words));
    setGeometry(m_rows.geometry());
    raise();
    setVisible(!words.isEmpty());
}

bool NoMatch::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
        setGeometry(m_rows.geometry());
    return QLabel::eventFilter(watched, event);
}

} // namespace btw::widgets
