// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"

#include <QFrame>

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;

namespace btw::pages {

/// The head of a result: what it says in words, of which model and which people, and what can be asked next.
class AnswerBox : public QFrame
{
    Q_OBJECT

public:
    using Result = std::shared_ptr<const experiments::StudyResult>;

    /// \param canAsk whether there is a page for new experiments
    explicit AnswerBox(bool canAsk, QWidget* parent = nullptr);

    void setResult(const Result& result); ///< not null
    /// Why what was chosen cannot be shown; the choice is that of the result again.
    void showRefusal(const QString& sentence);

Q_SIGNALS:
    void choiceWanted(const btw::experiments::ResultChoice& choice);
    void askWanted(); ///< a new experiment

private:
    void fillWords(const QString& first = {});
    void fillChoices();
    void choosePeople(int place);

    Result m_result;
    bool m_canAsk;
    QLabel* m_words;
    QComboBox* m_leading;
    QComboBox* m_rows;
    QPushButton* m_ask;
};

} // namespace btw::pages
