// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/experiment/experimentdraft.h"
#include "workspace/experiments/systemchoices.h"

#include "engine/data/cohort.h"

#include <QFrame>

#include <vector>

class QPushButton;
class QVBoxLayout;

namespace btw::pages {

class CheckRow;
struct SystemWords; ///< of a row

/// Which systems are trained, one with weights once for each variant. What the data does not suit is greyed,
/// with its reason; less usual variants are behind "More".
class SystemsCard : public QFrame
{
    Q_OBJECT

public:
    /// \param draft outlives it
    explicit SystemsCard(ExperimentDraft& draft, QWidget* parent = nullptr);

    void setChoices(const std::vector<experiments::SystemChoice>& choices, Task task);
    CheckRow* row(const QString& model) const; ///< "moe:none", "late"; null where there is none
    QPushButton* more() const { return m_more; }

private:
    struct Row
    {
        QString model;
        bool isUsual = true;
        QString reason; ///< why it cannot be trained
        CheckRow* row = nullptr;
    };
    void add(const QString& model, const SystemWords& words, bool isUsual, const QString& reason);
    void refresh();
    void take(); ///< what is checked

    ExperimentDraft& m_draft;
    QVBoxLayout* m_list;
    QPushButton* m_more;
    std::vector<Row> m_rows;
};

} // namespace btw::pages
