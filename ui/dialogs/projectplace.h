// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace btw::dialogs {

/// Asks in which folder work is to be kept, where the usual one cannot be written.
class ProjectPlace : public QDialog
{
    Q_OBJECT

public:
    /// What is wrong with a folder, as a sentence; empty: nothing.
    using Check = std::function<QString(const QString& folder)>;

    /// \param problem why it is asked  \param suggestion a folder
    /// \param isRemembered whether what is chosen is known at the next start
    ProjectPlace(const QString& problem, const QString& suggestion, Check check, bool isRemembered = true,
        QWidget* parent = nullptr);

    QString folder() const; ///< that was chosen and passed the check
    QLineEdit* edit() const { return m_edit; }
    QString problem() const; ///< as it is shown now
    QPushButton* keepButton() const { return m_keep; }

private:
    void choose();
    void keep();

    Check m_check;
    QLabel* m_problem;
    QLineEdit* m_edit;
    QPushButton* m_keep;
};

} // namespace btw::dialogs
