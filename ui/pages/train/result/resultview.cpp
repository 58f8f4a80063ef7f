// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultview.h"

#include "ui/charts/addschart.h"
#include "ui/charts/alonechart.h"
#include "ui/charts/calibrationchart.h"
#include "ui/charts/decisionchart.h"
#include "ui/charts/modelschart.h"
#include "ui/models/copytablemodel.h"
#include "ui/pages/train/result/answerbox.h"
#include "ui/pages/train/result/forwhomtile.h"
#include "ui/pages/train/result/resultfigures.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/scrolledpage.h"

#include <QGridLayout>
#include <QLabel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kSideBySide = 900; // narrower, the cards stand below each other
constexpr int kColumns = 12;
constexpr int kLeastCurve = 220; // a curve's height

/// A chart in a tile. \param isLow as high as its rows, and not higher
charts::Chart* addTo(ResultTile& tile, const charts::FigureInfo& figure, bool isLow)
{
    auto* chart = figure.make(figure).release();
    chart->setSizePolicy(QSizePolicy::Expanding, isLow ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    if (!isLow)
        chart->setMinimumHeight(kLeastCurve);
    tile.addChart(chart);
    return chart;
}

} // namespace

ResultView::ResultView(bool canAsk, QWidget* parent)
    : QWidget(parent)
    , m_scroll(new widgets::ScrolledPage(this))
    , m_message(new QLabel(this))
    , m_answer(new AnswerBox(canAsk))
    , m_canAsk(canAsk)
{
    setAccessibleName(tr("Result"));
    m_message->setProperty("role", QStringLiteral("caption"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    connect(m_answer, &AnswerBox::askWanted, this, &ResultView::askWanted);
    connect(m_answer, &AnswerBox::choiceWanted, this, &ResultView::choiceWanted);
    auto* column = new QVBoxLayout(m_scroll->content());
    m_scroll->setPageMargins({ Theme::kPage, 0, Theme::kPage, Theme::kPage });
    column->setSpacing(Theme::kCardGap);
    column->addWidget(m_answer);
    makeTiles();
    m_grid = new QGridLayout;
    m_grid->setSpacing(Theme::kCardGap);
    for (int i = 0; i < kColumns; ++i)
        m_grid->setColumnStretch(i, 1);
    column->addLayout(m_grid);
    column->addStretch(1);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(m_message, 1);
    page->addWidget(m_scroll, 1);
    arrange();
    showSentence(tr("Result"), tr("Open a question from the list on the left, or train a model."));
}

void ResultView::makeTiles()
{
    m_addsTile = new ResultTile(tr("What each modality adds"),
        tr("The model is trained with everything, and again without one modality, on the same people. What a "
           "modality adds is the figure with it less the figure without it: right of 0 it helps. The line is "
           "a "
           "95% interval. Grey, the placebo: the same modality with its rows shuffled, so that it cannot "
           "help. "
           "Alone: a model of that modality only. Believed: how far late fusion trusts it. The interval "
           "holds for these people and these fitted models. “Helps” alone is used where p says that it would "
           "hold with other training people, too; “helps here” where p does not, and always with one split, "
           "which cannot say. Hollow, where some people lack the modality: the same among those who have "
           "it."));
    m_adds = addTo(*m_addsTile, charts::addsFigure(), true);
    m_alone = addTo(*m_addsTile, charts::aloneFigure(), true);
    m_alone->hide();
    m_addsTile->body()->addStretch(1);

    m_modelsTile = new ResultTile(tr("Models side by side"),
        tr("Every model's figure on the same test rows with its 95% interval. Below those that were trained: "
           "plain regression, boosted trees and the constant (the same prediction for everybody)."));
    m_models = addTo(*m_modelsTile, charts::modelsFigure(), true);
    m_modelsTile->body()->addStretch(1);

    m_calibrationTile = new ResultTile(tr("Calibration"),
        tr("Whether a predicted risk can be taken at its word: people are cut into tenths by their predicted "
           "risk, and each dot shows how many of them it happened to. On the dashed line they agree. A slope "
           "below 1 means that the model is too sure of itself. Each thin line is one repeat with one "
           "seed."));
    m_calibration = addTo(*m_calibrationTile, charts::calibrationFigure(), false);

    m_benefitTile = new ResultTile(tr("Worth acting on?"),
        tr("Net benefit: of 100 people, how many are rightly acted on, less those acted on for nothing, "
           "weighed "
           "by the risk at which one would act. A model is worth using where its line lies above both acting "
           "on "
           "everybody and acting on nobody (0)."));
    m_benefit = addTo(*m_benefitTile, charts::decisionFigure(), false);
    int turn = 0;
    for (auto* chart : allCharts()) // not all in one turn of the event loop
        chart->setTurn(turn++);

    m_partsTile = new ResultTile(tr("How far off?"), QString());
    m_partRows = new QStandardItemModel(this);
    m_parts = new widgets::PlainTable(m_partsTile);
    m_parts->setModel(m_partRows);
    m_parts->setAccessibleName(tr("How far off, by label"));
    m_partsTile->body()->addWidget(m_parts);
    m_partsTile->body()->addStretch(1);

    m_groupsTile = new ForWhomTile;
    connect(m_groupsTile, &ForWhomTile::modalityChosen, this, &ResultView::forWhomWanted);
    connect(m_groupsTile, &ForWhomTile::peopleChosen, this, &ResultView::peopleChosen);
    for (const auto* tile : allTiles())
        connect(tile, &ResultTile::reportWanted, this, &ResultView::reportWanted);
}

void ResultView::setTheme(const Theme& theme)
{
    for (auto* chart : allCharts())
        chart->setTheme(theme);
}

std::vector<charts::Chart*> ResultView::allCharts() const
{
    return { m_adds, m_alone, m_models, m_calibration, m_benefit };
}

std::vector<ResultTile*> ResultView::allTiles() const
{
    return { m_addsTile, m_modelsTile, m_calibrationTile, m_benefitTile, m_partsTile, m_groupsTile };
}

charts::Chart* ResultView::adds() const { return m_alone->isHidden() ? m_adds : m_alone; }

void ResultView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (const bool isWide = width() >= kSideBySide; isWide != m_isWide) {
        m_isWide = isWide;
        arrange();
    }
}

void ResultView::arrange()
{
    const bool hasCurves = m_result && m_result->isTwoClasses();
    const bool hasAnswer = m_result && m_result->answer;
    for (auto* tile : allTiles()) {
        m_grid->removeWidget(tile);
        tile->setParent(m_scroll->content());
    }
    m_addsTile->setVisible(m_result && (hasAnswer || !m_result->alone.empty()));
    m_modelsTile->setVisible(m_result != nullptr);
    m_calibrationTile->setVisible(hasCurves);
    m_benefitTile->setVisible(hasCurves);
    m_partsTile->setVisible(m_result && !hasCurves && !m_result->labelParts.empty());
    m_groupsTile->setVisible(hasAnswer);
    auto* side = hasCurves ? m_calibrationTile : m_partsTile;
    const int last = hasAnswer ? 4 : 7;
    if (m_isWide) {
        m_grid->addWidget(m_addsTile, 0, 0, 1, hasCurves ? 9 : 8);
        m_grid->addWidget(side, 0, hasCurves ? 9 : 8, 1, hasCurves ? 3 : 4);
        m_grid->addWidget(m_modelsTile, 1, 0, 1, hasCurves ? last : hasAnswer ? 5 : 12);
        if (hasCurves)
            m_grid->addWidget(m_benefitTile, 1, last, 1, hasAnswer ? 3 : 5);
        if (hasAnswer)
            m_grid->addWidget(m_groupsTile, 1, hasCurves ? 7 : 5, 1, hasCurves ? 5 : 7);
    } else {
        m_grid->addWidget(m_addsTile, 0, 0, 1, 12);
        m_grid->addWidget(side, 1, 0, 1, hasCurves ? 6 : 12);
        if (hasCurves)
            m_grid->addWidget(m_benefitTile, 1, 6, 1, 6);
        m_grid->addWidget(m_modelsTile, 2, 0, 1, 12);
        m_grid->addWidget(m_groupsTile, 3, 0, 1, 12);
    }
}

void ResultView::setResult(const std::shared_ptr<const experiments::StudyResult>& result)
{
    const bool isSameStudy = m_result && result && m_result->study == result->study;
    m_result = result;
    const ResultWords words(*m_result);
    m_titleText = words.question();
    m_basisText = words.basis();
    m_message->hide();
    m_scroll->show();
    m_answer->setResult(m_result);
    fillTiles();
    m_groupsTile->setResult(m_result);
    arrange();
    if (!isSameStudy)
        m_scroll->ensureVisible(0, 0);
    Q_EMIT wordsChanged();
    if (m_result->answer)
        Q_EMIT forWhomWanted(m_groupsTile->modality());
}

void ResultView::showRefusal(const QString& sentence) { m_answer->showRefusal(sentence); }

void ResultView::fillTiles()
{
    const ResultWords words(*m_result);
    const bool isRegression = m_result->cohort.task == Task::Regression;
    const auto numbers = figureDataOf(*m_result);
    for (auto* chart : allCharts())
        chart->setData(numbers);
    m_adds->setVisible(m_result->answer.has_value());
    m_alone->setVisible(!m_result->answer);
    for (auto* chart : { adds(), m_models })
        chart->refreshNow(); // they are as high as their rows
    m_addsTile->setTitle(m_result->answer ? tr("What each modality adds") : tr("Each modality alone"));
    m_addsTile->setCaption(m_result->answer ? tr("everything against everything without it, same people")
            : m_canAsk                      ? tr("what each adds to the others is not asked yet")
                                            : tr("what each adds to the others: btw train --without each"));
    m_addsTile->setTable(addsTable(*m_result));
    m_modelsTile->setCaption(tr("%1, 95%").arg(words.metric()));
    m_modelsTile->setTable(modelsTable(*m_result));
    if (m_result->isTwoClasses()) {
        m_calibrationTile->setCaption(calibrationCaption(*m_result));
        m_calibrationTile->setTable(calibrationTable(*m_result));
        m_benefitTile->setCaption(tr("net benefit"));
        m_benefitTile->setTable(benefitTable(*m_result));
    } else {
        const auto table = labelPartsTable(*m_result);
        m_partsTile->setTitle(
            isRegression ? tr("How far off, and which way?") : tr("Which classes are found?"));
        m_partsTile->setCaption(isRegression ? tr("by thirds of the label") : tr("by class"));
        m_partsTile->setTable(table);
        models::fillTable(*m_partRows, table);
        m_parts->setModel(m_partRows);
    }
}

const std::shared_ptr<const experiments::ForWhomResult>& ResultView::forWhom() const
{
    return m_groupsTile->forWhom();
}

void ResultView::setForWhom(const std::shared_ptr<const experiments::ForWhomResult>& forWhom)
{
    m_groupsTile->setForWhom(forWhom);
}

void ResultView::showForWhomProblem(const QString& sentence) { m_groupsTile->showProblem(sentence); }

void ResultView::showSentence(const QString& title, const QString& sentence)
{
    m_result.reset();
    m_groupsTile->setResult(nullptr);
    m_titleText = title;
    m_basisText.clear();
    m_message->setText(sentence);
    m_message->show();
    m_scroll->hide();
    Q_EMIT wordsChanged();
}

void ResultView::setCommand(const QString& command)
{
    for (auto* tile : allTiles())
        tile->setCommand(command);
}

QString ResultView::sentence() const { return m_result ? QString() : m_message->text(); }

QString ResultView::words() const
{
    return m_result ? ResultWords(*m_result).sentences().join(QLatin1Char(' ')) : QString();
}

std::vector<ResultTile*> ResultView::tiles() const
{
    std::vector<ResultTile*> shown;
    for (auto* tile : allTiles())
        if (m_result && !tile->isHidden())
            shown.push_back(tile);
    return shown;
}

} // namespace btw::pages
