// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/notedialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace btw::pages {

NoteDialog::NoteDialog(const QString& model, const store::RunNote& note, QWidget* parent)
    : QDialog(parent)
    , m_tags(new QLineEdit(note.tags.join(QStringLiteral(", ")), this))
    , m_text(new QPlainTextEdit(note.text, this))
    , m_star(new QCheckBox(tr("&Starred"), this))
{
    setWindowTitle(tr("Tags and note: %1").arg(model));
    m_tags->setPlaceholderText(tr("words separated by commas"));
    m_tags->setAccessibleName(tr("Tags"));
    m_text->setAccessibleName(tr("Note"));
    m_text->setTabChangesFocus(true);
    m_star->setChecked(note.isStarred);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Tags"), m_tags);
    form->addRow(tr("&Note"), m_text);
    form->addRow(QString(), m_star);
    form->addRow(buttons);
    constexpr int kWidth = 460;
    setMinimumWidth(kWidth);
}

store::RunNote NoteDialog::note() const
{
    store::RunNote note;
    for (const auto& tag : m_tags->text().split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (!tag.trimmed().isEmpty() && !note.tags.contains(tag.trimmed()))
            note.tags << tag.trimmed();
    note.text = m_text->toPlainText().trimmed();
    note.isStarred = m_star->isChecked();
    return note;
}

} // namespace btw::pages
