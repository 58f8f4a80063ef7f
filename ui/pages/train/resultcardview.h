// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/digest.h"

#include <QFrame>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

class QBoxLayout;
class QLabel;

namespace btw::models {
class SubgroupsModel;
}

namespace btw::widgets {
class ElidedLabel;
class IntervalPlot;
class PlainTable;
}

namespace btw::pages {

/// The clinician's answer at the end of a training: sentences first, then every model's test score with its
/// interval, then for whom weighting helped. Figures are the card's, words are Verdict's.
class ResultCardView : public QFrame
{
    Q_OBJECT

public:
    explicit ResultCardView(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    /// \param oneOf as of Verdict
    void setCard(std::shared_ptr<const jobs::ResultCard> card, Task task, const QString& oneOf = {});
    const QString& oneOf() const { return m_oneOf; }
    const std::shared_ptr<const jobs::ResultCard>& card() const { return m_card; }
    QStringList sentences() const { return m_said; }

Q_SIGNALS:
    void peopleChosen(const std::vector<std::string>& ids); ///< of a group: these are selected now

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Group
    {
        QLabel* title;
        widgets::PlainTable* table;
        models::SubgroupsModel* model;
    };
    Group makeGroup();
    void showGroup(const Group& group, const QString& title, const std::vector<jobs::SubgroupLine>& lines,
        const QString& heading);
    void refresh();

    widgets::Theme m_theme;
    std::shared_ptr<const jobs::ResultCard> m_card;
    Task m_task = Task::Regression;
    QString m_oneOf;
    widgets::ElidedLabel* m_subtitle;
    QLabel* m_sentences;
    QStringList m_said;
    widgets::IntervalPlot* m_plot;
    QLabel* m_recall;
    Group m_byClass;
    Group m_byPattern;
    QBoxLayout* m_groups;
    QLabel* m_note;
};

} // namespace btw::pages
