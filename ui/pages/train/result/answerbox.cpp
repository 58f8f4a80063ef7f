// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/answerbox.h"

#include "ui/pages/train/result/resultchoice.h"
#include "ui/pages/train/result/resultwords.h"
#include "workspace/jobs/systemnames.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

AnswerBox::AnswerBox(bool canAsk, QWidget* parent)
    : QFrame(parent)
    , m_canAsk(canAsk)
    , m_words(new QLabel(this))
    , m_leading(makeChoice(tr("The model that the answer is about"), this))
    , m_rows(makeChoice(tr("The people that the answer is about"), this))
    , m_ask(new QPushButton(tr("&Ask: what does each modality add?"), this))
{
    setProperty("soft", true);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::RichText);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(m_leading, 1);
    choices->addWidget(m_rows, 1);
    choices->addWidget(m_ask);
    choices->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addWidget(m_words);
    column->addLayout(choices);
    connect(m_ask, &QPushButton::clicked, this, &AnswerBox::askWanted);
    connect(m_leading, &QComboBox::activated, this, [this](int place) {
        auto choice = m_result->choice;
        choice.leading = static_cast<std::size_t>(m_leading->itemData(place).toInt());
        Q_EMIT choiceWanted(choice);
    });
    connect(m_rows, &QComboBox::activated, this, &AnswerBox::choosePeople);
}

void AnswerBox::setResult(const Result& result)
{
    m_result = result;
    fillWords();
    fillChoices();
}

void AnswerBox::showRefusal(const QString& sentence)
{
    fillWords(sentence);
    fillChoices();
}

void AnswerBox::fillWords(const QString& first)
{
    QStringList words { ResultWords(*m_result).sentences().join(QLatin1Char(' ')) };
    if (!first.isEmpty())
        words.prepend(first);
    m_words->setText(tr("<b>In words.</b> %1").arg(words.join(QLatin1Char(' ')).toHtmlEscaped()));
}

void AnswerBox::choosePeople(int place)
{
    const auto at = static_cast<std::size_t>(place);
    const auto populations = m_result->populations.size();
    if (at < populations) {
        Q_EMIT choiceWanted({ m_result->populations[at], {}, 0 });
        return;
    }
    auto choice = m_result->choice;
    choice.subgroup = m_result->subgroups.at(at - populations).id;
    Q_EMIT choiceWanted(choice);
}

void AnswerBox::fillChoices()
{
    const QSignalBlocker quiet(m_leading);
    m_leading->clear();
    for (std::size_t i = 0; i < m_result->models.size(); ++i)
        if (!m_result->models[i].isReference())
            m_leading->addItem(m_result->models[i].model.plainName(), static_cast<int>(i));
    m_leading->setCurrentIndex(m_leading->findData(static_cast<int>(*m_result->choice.leading)));
    m_leading->setVisible(m_leading->count() > 1);
    m_rows->clear();
    for (const auto& rows : m_result->populations)
        m_rows->addItem(rows.empty() ? tr("everybody") : QString::fromStdString(rows));
    const auto& all = m_result->populations;
    m_rows->setCurrentIndex(
        static_cast<int>(std::find(all.begin(), all.end(), m_result->choice.rows) - all.begin()));
    for (const auto& subgroup : m_result->subgroups) {
        m_rows->addItem(tr("%1 only", "a subgroup").arg(subgroup.name));
        if (subgroup.id == m_result->choice.subgroup)
            m_rows->setCurrentIndex(m_rows->count() - 1);
    }
    m_rows->setVisible(m_rows->count() > 1);
    m_ask->setToolTip(tr("Opens this question as an experiment, ready to be added to the queue: %1 with all "
                         "modalities, and again without each of them, %2.")
                          .arg(jobs::midSentence(m_result->leading().model.plainName()),
                              m_result->choice.subgroup == 0
                                  ? tr("on the same people")
                                  : tr("of everybody, not only of “%1”").arg(m_result->subgroup)));
    m_ask->setVisible(m_canAsk && !m_result->answer && m_result->cohort.modalities.size() > 1);
}

} // namespace btw::pages
