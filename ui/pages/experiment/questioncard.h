// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/experiment/experimentdraft.h"

#include <QFrame>

#include <array>

class QButtonGroup;
class QLabel;
class QPushButton;

namespace btw::experiments {
struct Outlook;
}

namespace btw::pages {

class CheckRow;

/// What is asked, and how thoroughly, each with its time.
class QuestionCard : public QFrame
{
    Q_OBJECT

public:
    /// \param draft outlives it
    explicit QuestionCard(ExperimentDraft& draft, QWidget* parent = nullptr);

    /// Systems that can be trained on the data, for "which system is best".
    void setSystems(const QStringList& possible, const QStringList& weighted);
    void setOutlook(const experiments::Outlook* outlook); ///< null: not known yet
    CheckRow* modalities() const { return m_modalities; }
    CheckRow* systems() const { return m_systems; }
    CheckRow* weighting() const { return m_weighting; }
    QPushButton* thoroughness(ExperimentDraft::Thoroughness which) const;

Q_SIGNALS:
    void presetWanted(); ///< a table of the paper

private:
    struct Level
    {
        QPushButton* button = nullptr;
        QLabel* words = nullptr;
        QString what;
    };
    void addLevel(std::size_t which, const QString& title, const QString& what);
    void refresh();
    void askSystems(bool asked);
    void askWeighting(bool asked);
    /// Those that take weights and are chosen; none is: the first that this data suits.
    QStringList weightedSystems() const;

    ExperimentDraft& m_draft;
    QStringList m_possible;
    QStringList m_weighted;
    CheckRow* m_modalities;
    CheckRow* m_systems;
    CheckRow* m_weighting;
    QPushButton* m_table;
    QButtonGroup* m_group;
    std::array<Level, 3> m_levels;
};

} // namespace btw::pages
