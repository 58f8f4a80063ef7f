// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/headerbar.h"

#include "ui/widgets/elidedlabel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace btw::pages {

HeaderBar::HeaderBar(QAction* palette, QWidget* parent)
    : QFrame(parent)
    , m_name(new QLabel(this))
    , m_line(new widgets::ElidedLabel(this))
    , m_data(new QPushButton(this))
{
    setProperty("bar", true);
    setFixedHeight(48);
    m_name->setProperty("role", QStringLiteral("heading"));
    m_line->setProperty("role", QStringLiteral("caption"));
    auto* find = new QPushButton(tr("Search or run a command   %1", "with its shortcut")
                                     .arg(palette->shortcut().toString(QKeySequence::NativeText)),
        this);
    find->setProperty("kind", QStringLiteral("command"));
    find->setToolTip(palette->toolTip());
    connect(find, &QPushButton::clicked, palette, &QAction::trigger);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(12);
    row->addWidget(m_name);
    row->addWidget(m_line, 1);
    row->addWidget(m_data);
    row->addWidget(find);
    m_data->setProperty("small", true);
    connect(m_data, &QPushButton::clicked, this, &HeaderBar::dataWanted);
    offerData({}, {});
    setCohort(tr("BTW Workbench"), tr("no data open"));
}

void HeaderBar::setCohort(const QString& name, const QString& line)
{
    m_name->setText(name);
    m_line->setText(line);
    setAccessibleName(text());
}

void HeaderBar::offerData(const QString& words, const QString& help)
{
    m_data->setText(words);
    m_data->setToolTip(help);
    m_data->setVisible(!words.isEmpty());
}

QString HeaderBar::text() const
{
    return tr("%1, %2", "a cohort and what it holds").arg(m_name->text(), m_line->text());
}

} // namespace btw::pages
