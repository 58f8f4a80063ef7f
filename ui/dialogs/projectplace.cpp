// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/projectplace.h"

#include "ui/widgets/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace btw::dialogs {

namespace {
constexpr int kWidth = 560;
}

ProjectPlace::ProjectPlace(
    const QString& problem, const QString& suggestion, Check check, bool isRemembered, QWidget* parent)
    : QDialog(parent)
    , m_check(std::move(check))
    , m_problem(new QLabel(problem, this))
    , m_edit(new QLineEdit(QDir::toNativeSeparators(suggestion), this))
    , m_keep(new QPushButton(tr("&Keep my work here"), this))
{
    setWindowTitle(tr("Where to keep your work"));
    setMinimumWidth(kWidth);
    auto* title = new QLabel(tr("Where should your work be kept?"), this);
    title->setProperty("role", QStringLiteral("title"));
    auto* box = new QFrame(this);
    box->setProperty("warning", true);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    auto* boxRow = new QVBoxLayout(box);
    boxRow->setContentsMargins(12, 8, 12, 8);
    boxRow->addWidget(m_problem);
    auto* words
        = new QLabel(tr("Choose a folder that you may write to and that is backed up. Runs, their models and "
                        "the way your data is read are kept there; your data stays where it is."),
            this);
    words->setWordWrap(true);
    if (!isRemembered)
        words->setText(words->text() + QLatin1Char(' ')
            + tr("This computer does not let the program keep its settings either: it will ask again when it "
                 "starts next, and choosing the same folder then brings back all that is kept there."));
    auto* label = new QLabel(tr("&Folder"), this);
    label->setBuddy(m_edit);
    m_edit->setAccessibleName(tr("Folder"));
    auto* other = new QPushButton(tr("&Choose…"), this);
    auto* quit = new QPushButton(tr("&Quit"), this);
    m_keep->setProperty("kind", QStringLiteral("primary"));
    m_keep->setDefault(true);

    auto* field = new QHBoxLayout;
    field->addWidget(m_edit, 1);
    field->addWidget(other);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(quit);
    buttons->addWidget(m_keep);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(box);
    column->addWidget(words);
    column->addWidget(label);
    column->addLayout(field);
    column->addLayout(buttons);
    connect(other, &QPushButton::clicked, this, &ProjectPlace::choose);
    connect(quit, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, &ProjectPlace::keep);
    m_edit->setFocus();
}

QString ProjectPlace::folder() const { return QDir::cleanPath(QDir::fromNativeSeparators(m_edit->text())); }

QString ProjectPlace::problem() const { return m_problem->text(); }

void ProjectPlace::choose()
{
    const QString chosen = QFileDialog::getExistingDirectory(this, windowTitle(), folder());
    if (!chosen.isEmpty())
        m_edit->setText(QDir::toNativeSeparators(chosen));
}

void ProjectPlace::keep()
{
    const QString problem = m_edit->text().trimmed().isEmpty() ? tr("Name a folder.") : m_check(folder());
    if (problem.isEmpty())
        accept();
    else
        m_problem->setText(problem);
}

} // namespace btw::dialogs
