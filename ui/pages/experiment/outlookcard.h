// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/summary.h"

#include <QFrame>
#include <QString>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;

namespace btw::experiments {
struct Outlook;
}

namespace btw::pages {

/// Null where none is one.
const io::Problem* firstError(const std::vector<io::Problem>& problems);
/// What keeps an experiment from being trained, with the file, row or key that it is about.
QString whatIsWrong(const io::Problem& problem);

/// What the experiment will take, and the buttons that ask for it.
class OutlookCard : public QFrame
{
    Q_OBJECT

public:
    explicit OutlookCard(QWidget* parent = nullptr);

    void setOutlook(const std::shared_ptr<const experiments::Outlook>& outlook);
    void setComputing(); ///< what is shown is no longer true
    void setRefused(const QString& sentence); ///< it cannot be asked for as it stands
    void setAdding(bool adding); ///< it is being recorded
    QString title() const;
    QString words() const;
    QPushButton* add() const { return m_add; }
    QPushButton* json() const { return m_json; }

Q_SIGNALS:
    void addWanted();
    void jsonWanted();

private:
    void say(
        const QString& title, const QString& dim, const QString& words, const QString& notes, bool canAdd);

    QLabel* m_title;
    QLabel* m_dim;
    QLabel* m_words;
    QLabel* m_notes;
    QPushButton* m_add;
    QPushButton* m_json;
    bool m_canAdd = false;
    bool m_isAdding = false;
};

} // namespace btw::pages
