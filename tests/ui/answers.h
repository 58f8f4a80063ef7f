// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QMessageBox>
#include <QTest>
#include <QTimer>

/// Answers the question that comes up next with the button of this role. \param asked what it says
inline void answerNext(QMessageBox::ButtonRole role, QString& asked)
{
    QTimer::singleShot(0, qApp, [role, &asked] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!box)
            return;
        asked = box->text() + QLatin1Char(' ') + box->informativeText();
        for (auto* button : box->buttons())
            if (box->buttonRole(button) == role)
                QTest::keyClick(button, Qt::Key_Space);
    });
}
