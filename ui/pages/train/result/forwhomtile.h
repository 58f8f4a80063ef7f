// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/result/resulttile.h"
#include "workspace/experiments/studyresult.h"

#include <memory>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QSpacerItem;
class QStandardItemModel;

namespace btw::widgets {
class PlainTable;
}

namespace btw::pages {

/// The card that says for whom a modality helps: a row a group of people, who are selected everywhere by a
/// click on it, or Enter.
class ForWhomTile : public ResultTile
{
    Q_OBJECT

public:
    using Result = std::shared_ptr<const experiments::StudyResult>;
    using ForWhom = std::shared_ptr<const experiments::ForWhomResult>;

    explicit ForWhomTile(QWidget* parent = nullptr);

    void setResult(const Result& result); ///< null: none; its groups are not known yet
    void setForWhom(const ForWhom& forWhom);
    void showProblem(const QString& sentence); ///< why there are none
    const ForWhom& forWhom() const { return m_forWhom; } ///< or null
    QString modality() const; ///< that is asked about; empty: the result leaves none out

Q_SIGNALS:
    void modalityChosen(const QString& modality);
    void peopleChosen(const std::vector<std::string>& ids);

private:
    int takenHeight() const; ///< of table, note and what is kept free below them
    void keepHeight(int before); ///< is not less than it was
    void fillModalities();
    void fillKinds();
    void fill();
    void choose(int row);

    Result m_result;
    ForWhom m_forWhom;
    QComboBox* m_modality;
    QComboBox* m_kind;
    widgets::PlainTable* m_table;
    QStandardItemModel* m_rows;
    QLabel* m_note;
    QSpacerItem* m_room; ///< below a table that was higher before
};

} // namespace btw::pages
