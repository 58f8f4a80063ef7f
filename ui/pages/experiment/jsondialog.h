// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QJsonObject>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace btw::pages {

/// The experiment as its file: read, changed, checked as it is typed, opened and saved.
class JsonDialog : public QDialog
{
    Q_OBJECT

public:
    explicit JsonDialog(const QJsonObject& experiment, QWidget* parent = nullptr);

    /// What the text says; nothing while it cannot be used.
    const std::optional<QJsonObject>& experiment() const { return m_experiment; }
    bool open(const QString& path); ///< false, and said, where it cannot be read
    bool save(const QString& path); ///< likewise
    QPlainTextEdit* text() const { return m_text; }
    QPushButton* apply() const { return m_apply; }
    QString message() const;

private:
    void check();
    void say(const QString& sentence, bool isWrong);

    QPlainTextEdit* m_text;
    QLabel* m_words;
    QPushButton* m_apply;
    QString m_folder; ///< that paths in it are relative to
    std::optional<QJsonObject> m_experiment;
};

} // namespace btw::pages
