// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace btw::help {

/// "What is this?" beside a word that not everybody knows: says what the glossary says of it.
class WordButton : public QToolButton
{
    Q_OBJECT

public:
    /// \param word of the glossary
    explicit WordButton(const QString& word, QWidget* parent = nullptr);

    QString meaning() const { return m_meaning; } ///< plain text; empty where the glossary has no such word

private:
    QString m_meaning;
};

} // namespace btw::help
