// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/experiment/experimentdraft.h"

#include <QFrame>
#include <QStringList>

namespace btw::pages {

class CheckRow;

/// With which modalities each system is trained.
class ModalitiesCard : public QFrame
{
    Q_OBJECT

public:
    /// \param draft outlives it
    explicit ModalitiesCard(ExperimentDraft& draft, QWidget* parent = nullptr);

    /// \param meaning what the names stand for, where that is known; empty: they say it themselves
    void setModalities(const QStringList& names, const QString& meaning = {});
    CheckRow* leftOut() const { return m_leftOut; }
    CheckRow* alone() const { return m_alone; }
    CheckRow* everySubset() const { return m_everySubset; }
    CheckRow* placebo() const { return m_placebo; }

private:
    void refresh();

    ExperimentDraft& m_draft;
    QStringList m_names;
    CheckRow* m_all;
    CheckRow* m_leftOut;
    CheckRow* m_alone;
    CheckRow* m_everySubset;
    CheckRow* m_placebo;
};

} // namespace btw::pages
