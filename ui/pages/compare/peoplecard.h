// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/experiments/people.h"

#include <QFrame>

#include <memory>

class QLabel;
class QToolButton;

namespace btw::pages {

class PeopleScatter;
class SelectionController;

/// "Change of loss per person": one model against the baseline, each person a point, selected here as
/// everywhere.
class PeopleCard : public QFrame
{
    Q_OBJECT

public:
    explicit PeopleCard(SelectionController& selection, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    /// Null: none; `words` then says why.
    void setChange(const std::shared_ptr<const experiments::PeopleChange>& change, const QString& dataName,
        const QString& words = {});
    PeopleScatter* scatter() const { return m_scatter; }

private:
    void showSelection();

    SelectionController& m_selection;
    std::shared_ptr<const experiments::PeopleChange> m_change;
    QString m_data;
    QLabel* m_title;
    QLabel* m_caption;
    QToolButton* m_lasso;
    PeopleScatter* m_scatter;
    QLabel* m_empty;
};

} // namespace btw::pages
