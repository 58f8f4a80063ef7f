// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/removerun.h"

#include <QMessageBox>
#include <QPushButton>

namespace btw::dialogs {

QString removalWords(const store::RunRecord& run)
{
    return QStringLiteral(
        "%1 epochs with their predictions and weights, and the run's saved model files, are "
        "deleted. The data it was trained on and all other runs stay. This cannot be undone.")
        .arg(run.epochs);
}

bool confirmRemoval(const store::RunRecord& run, QWidget* parent)
{
    QMessageBox box(QMessageBox::Question, QStringLiteral("Remove run"),
        QStringLiteral("Remove “%1”?").arg(run.name), QMessageBox::NoButton, parent);
    box.setInformativeText(removalWords(run));
    auto* remove = box.addButton(QStringLiteral("&Remove run"), QMessageBox::DestructiveRole);
    remove->setProperty("kind", QStringLiteral("danger"));
    auto* keep = box.addButton(QStringLiteral("&Keep it"), QMessageBox::RejectRole);
    box.setDefaultButton(keep);
    box.setEscapeButton(keep);
    box.exec();
    return box.clickedButton() == remove;
}

} // namespace btw::dialogs
