// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/removerun.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace btw::dialogs {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(RemoveRun)
};

} // namespace

QString removalWords(const store::RunRecord& run)
{
    const QString stays
        = Words::tr("The data it was trained on and all other runs stay. This cannot be undone.");
    const auto epochs = static_cast<int>(run.epochs);
    const QString goes = epochs == 1
        ? Words::tr("1 epoch with its predictions and weights, and the run's saved model files, are deleted.")
        : Words::tr(
            "%n epochs with their predictions and weights, and the run's saved model files, are deleted.",
            nullptr, epochs);
    return goes + QLatin1Char(' ') + stays;
}

bool confirmRemoval(const store::RunRecord& run, QWidget* parent)
{
    QMessageBox box(QMessageBox::Question, Words::tr("Remove run"), Words::tr("Remove “%1”?").arg(run.name),
        QMessageBox::NoButton, parent);
    box.setInformativeText(removalWords(run));
    auto* remove = box.addButton(Words::tr("&Remove run"), QMessageBox::DestructiveRole);
    remove->setProperty("kind", QStringLiteral("danger"));
    auto* keep = box.addButton(Words::tr("&Keep it"), QMessageBox::RejectRole);
    box.setDefaultButton(keep);
    box.setEscapeButton(keep);
    box.exec();
    return box.clickedButton() == remove;
}

} // namespace btw::dialogs
