// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/jsondialog.h"

#include "engine/error.h"
#include "ui/widgets/theme.h"
#include "workspace/experiments/experimentfile.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QStyle>
#include <QVBoxLayout>

namespace btw::pages {

namespace {

constexpr qint64 kBytesAtMost = qint64(4) << 20; // an experiment, not data that was taken for one

} // namespace

JsonDialog::JsonDialog(const QJsonObject& experiment, QWidget* parent)
    : QDialog(parent)
    , m_text(new QPlainTextEdit(this))
    , m_words(new QLabel(this))
    , m_apply(new QPushButton(tr("&Apply to the form"), this))
    , m_folder(QFileInfo(experiment.value(QStringLiteral("data")).toString()).absolutePath())
{
    constexpr QSize kUsual(720, 620);
    setWindowTitle(tr("The experiment as JSON"));
    resize(kUsual);
    m_text->setAccessibleName(tr("The experiment as JSON"));
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setTabChangesFocus(true);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAccessibleName(tr("What the check says"));
    m_apply->setProperty("kind", QStringLiteral("primary"));
    m_apply->setAutoDefault(false);
    auto* openButton = new QPushButton(tr("&Open…"), this);
    auto* saveButton = new QPushButton(tr("&Save as…"), this);
    auto* close = new QPushButton(tr("&Close"), this);
    for (auto* button : { openButton, saveButton, close })
        button->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(openButton);
    buttons->addWidget(saveButton);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_apply);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage, widgets::Theme::kPage);
    column->setSpacing(12);
    column->addWidget(m_text, 1);
    column->addWidget(m_words);
    column->addLayout(buttons);
    connect(m_text, &QPlainTextEdit::textChanged, this, &JsonDialog::check);
    connect(m_apply, &QPushButton::clicked, this, &QDialog::accept);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    const QString files = tr("Experiments (*.json);;All files (*)");
    connect(openButton, &QPushButton::clicked, this, [this, files] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open an experiment"), m_folder, files);
        if (!path.isEmpty())
            open(path);
    });
    connect(saveButton, &QPushButton::clicked, this, [this, files] {
        const QString name = QDir(m_folder).filePath(QStringLiteral("experiment.json"));
        const QString path = QFileDialog::getSaveFileName(this, tr("Save the experiment"), name, files);
        if (!path.isEmpty())
            save(path);
    });
    m_text->setPlainText(QString::fromUtf8(QJsonDocument(experiment).toJson(QJsonDocument::Indented)));
    check();
}

QString JsonDialog::message() const { return m_words->text(); }

void JsonDialog::say(const QString& sentence, bool isWrong)
{
    m_words->setText(sentence);
    m_words->setProperty("role", isWrong ? QStringLiteral("danger") : QStringLiteral("caption"));
    style()->unpolish(m_words); // a style sheet looks at properties only then
    style()->polish(m_words);
}

void JsonDialog::check()
{
    m_experiment.reset();
    try {
        const auto json = experiments::experimentObject(m_text->toPlainText().toUtf8());
        const auto systems = systems::describedSystems();
        auto file = experiments::experimentFrom(json, m_folder, QString(), systems);
        if (!json.contains(QStringLiteral("name")))
            file.json.remove(QStringLiteral("name"));
        m_experiment = file.json;
        say(tr("This can be used. docs/experiment.schema.json describes every key; btw sweep trains the same "
               "file."),
            false);
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()), true);
    }
    m_apply->setEnabled(m_experiment.has_value());
}

bool JsonDialog::open(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        say(tr("%1 cannot be read: %2.").arg(QDir::toNativeSeparators(path), file.errorString()), true);
        return false;
    }
    if (file.size() > kBytesAtMost) {
        say(tr("%1 is too large for an experiment.").arg(QDir::toNativeSeparators(path)), true);
        return false;
    }
    m_folder = QFileInfo(path).absolutePath();
    m_text->setPlainText(QString::fromUtf8(file.readAll()));
    check();
    return true;
}

bool JsonDialog::save(const QString& path)
{
    QSaveFile file(path);
    const auto bytes = m_text->toPlainText().toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        say(tr("%1 cannot be written: %2.").arg(QDir::toNativeSeparators(path), file.errorString()), true);
        return false;
    }
    say(tr("Saved as %1.").arg(QDir::toNativeSeparators(path)), false);
    return true;
}

} // namespace btw::pages
