// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/leaveimport.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace btw::dialogs {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(LeaveImport)
};

} // namespace

bool confirmLeavingImport(const QString& name, QWidget* parent)
{
    QMessageBox box(QMessageBox::Question, Words::tr("Import not finished"),
        Words::tr("Leave the import of “%1”?").arg(name), QMessageBox::NoButton, parent);
    box.setInformativeText(Words::tr(
        "What you chose for its columns and rows is not kept yet: it is kept once the data is opened. The "
        "file itself stays as it is."));
    auto* leave = box.addButton(Words::tr("&Leave it"), QMessageBox::DestructiveRole);
    leave->setProperty("kind", QStringLiteral("danger"));
    auto* stay = box.addButton(Words::tr("&Go on importing"), QMessageBox::RejectRole);
    box.setDefaultButton(stay);
    box.setEscapeButton(stay);
    box.exec();
    return box.clickedButton() == leave;
}

} // namespace btw::dialogs
