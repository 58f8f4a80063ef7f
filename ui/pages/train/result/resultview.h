// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/result/resulttile.h"
#include "ui/widgets/theme.h"
#include "workspace/experiments/studyresult.h"

#include <QWidget>

#include <memory>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;
class QStandardItemModel;

namespace btw::charts {
class Chart;
struct FigureInfo;
}

namespace btw::widgets {
class PlainTable;
class ScrolledPage;
}

namespace btw::pages {

class AnswerBox;
class ForWhomTile;

/// What a study answers: in words, what each modality adds, models side by side, what probabilities are
/// worth, for whom a modality helps. Shows values; who asks for them listens to its signals.
class ResultView : public QWidget
{
    Q_OBJECT

public:
    /// \param canAsk whether there is a page for new experiments
    explicit ResultView(bool canAsk, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setResult(const std::shared_ptr<const experiments::StudyResult>& result);
    void setForWhom(const std::shared_ptr<const experiments::ForWhomResult>& forWhom);
    void showForWhomProblem(const QString& sentence); ///< why there is none
    /// Beside the result on show: why what was chosen cannot be shown. The choice is that of the result
    /// again.
    void showRefusal(const QString& sentence);
    /// In place of a result: that it is being read, why there is none.
    void showSentence(const QString& title, const QString& sentence);
    /// That gives the same numbers; empty: none does.
    void setCommand(const QString& command);

    const std::shared_ptr<const experiments::StudyResult>& result() const { return m_result; } ///< or null
    const std::shared_ptr<const experiments::ForWhomResult>& forWhom() const; ///< or null
    QString title() const { return m_titleText; }
    QString basis() const { return m_basisText; }
    QString sentence() const; ///< showSentence(); empty while a result is shown
    QString words() const; ///< plain
    std::vector<ResultTile*> tiles() const; ///< those shown
    /// What each modality adds, or without an answer each alone.
    charts::Chart* adds() const;
    charts::Chart* modelsFigure() const { return m_models; }
    charts::Chart* calibration() const { return m_calibration; }
    charts::Chart* benefit() const { return m_benefit; }

Q_SIGNALS:
    void wordsChanged(); ///< title or basis
    void choiceWanted(const btw::experiments::ResultChoice& choice);
    void forWhomWanted(const QString& modality);
    void askWanted(); ///< a new experiment
    void reportWanted(); ///< as a file
    void peopleChosen(const std::vector<std::string>& ids); ///< of the result's data: these are selected now

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeTiles();
    void fillTiles();
    void arrange();
    std::vector<ResultTile*> allTiles() const;
    std::vector<charts::Chart*> allCharts() const;

    std::shared_ptr<const experiments::StudyResult> m_result;
    QString m_titleText, m_basisText;
    widgets::ScrolledPage* m_scroll;
    QLabel* m_message;
    AnswerBox* m_answer;
    bool m_canAsk;
    bool m_isWide = true;
    QGridLayout* m_grid;
    ResultTile* m_addsTile;
    ResultTile* m_modelsTile;
    ResultTile* m_calibrationTile;
    ResultTile* m_benefitTile;
    ResultTile* m_partsTile;
    ForWhomTile* m_groupsTile;
    charts::Chart* m_adds;
    charts::Chart* m_alone;
    charts::Chart* m_models;
    charts::Chart* m_calibration;
    charts::Chart* m_benefit;
    widgets::PlainTable* m_parts;
    QStandardItemModel* m_partRows;
};

} // namespace btw::pages
