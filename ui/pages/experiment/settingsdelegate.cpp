// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/settingsdelegate.h"

#include "ui/models/settingsmodel.h"

#include <QCompleter>
#include <QLineEdit>
#include <QPersistentModelIndex>
#include <QToolTip>

namespace btw::pages {

using models::SettingsModel;

SettingsDelegate::SettingsDelegate(const SettingsModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QWidget* SettingsDelegate::createEditor(
    QWidget* parent, const QStyleOptionViewItem& /*option*/, const QModelIndex& index) const
{
    auto* edit = new QLineEdit(parent);
    edit->setAccessibleName(index.siblingAtColumn(SettingsModel::SettingColumn).data().toString());
    edit->setAccessibleDescription(index.siblingAtColumn(SettingsModel::AllowedColumn).data().toString());
    edit->setStyleSheet(QStringLiteral("QLineEdit { padding: 0 4px; border-radius: 0; }"));
    const auto choices = index.data(SettingsModel::ChoicesRole).toStringList();
    if (!choices.isEmpty()) {
        auto* completer = new QCompleter(choices, edit);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
        edit->setCompleter(completer);
    }
    connect(edit, &QLineEdit::textEdited, edit,
        [this, edit, at = QPersistentModelIndex(index)](const QString& text) {
            const auto wrong = at.isValid() ? m_model.readingOf(at, text).wrong : QString();
            if (wrong.isEmpty())
                QToolTip::hideText();
            else
                QToolTip::showText(edit->mapToGlobal(QPoint(0, edit->height())), wrong, edit);
        });
    return edit;
}

void SettingsDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (!index.data(SettingsModel::WrongRole).toString().isEmpty())
        option->font.setStrikeOut(true); // told in words below the table, too
}

} // namespace btw::pages
