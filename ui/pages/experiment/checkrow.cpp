// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/checkrow.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace btw::pages {

CheckRow::CheckRow(const QString& text, QWidget* parent)
    : QWidget(parent)
    , m_box(new QCheckBox(text, this))
    , m_words(new QLabel(this))
{
    m_words->setProperty("role", QStringLiteral("caption"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_box, 0, Qt::AlignTop);
    row->addWidget(m_words, 1, Qt::AlignVCenter);
    connect(m_box, &QCheckBox::toggled, this, &CheckRow::chosen);
}

void CheckRow::setHint(const QString& hint)
{
    m_hint = hint;
    tell();
}

void CheckRow::setReason(const QString& reason)
{
    m_reason = reason;
    m_box->setEnabled(reason.isEmpty());
    tell();
}

void CheckRow::tell()
{
    const QString words = m_reason.isEmpty() ? m_hint : m_reason;
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    m_box->setAccessibleDescription(words);
}

void CheckRow::show(bool checked)
{
    const QSignalBlocker blocker(m_box);
    m_box->setChecked(checked);
}

bool CheckRow::isChecked() const { return m_box->isChecked(); }

} // namespace btw::pages
