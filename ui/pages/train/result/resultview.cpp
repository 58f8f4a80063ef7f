// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultview.h"

#include "ui/charts/addschart.h"
#include "ui/charts/alonechart.h"
#include "ui/charts/calibrationchart.h"
#include "ui/charts/decisionchart.h"
#include "ui/charts/modelschart.h"
#include "ui/models/copytablemodel.h"
#include "ui/models/studiesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/train/result/resultfigures.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/plaintable.h"
#include "ui/widgets/scrolledpage.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

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

QString kindName(const QString& kind)
{
    if (kind == QLatin1String("modality"))
        return ResultView::tr("who has a modality");
    if (kind == QLatin1String("class"))
        return ResultView::tr("class");
    return kind == QLatin1String("pattern") ? ResultView::tr("which modalities they have") : kind;
}

/// Which groups the table leaves out because another figure is theirs; empty where none are.
QString otherKinds(
    const experiments::StudyResult& result, const experiments::ForWhomResult& forWhom, const QString& kind)
{
    QStringList kinds;
    QString metric;
    for (const auto& one : forWhom.groups)
        if (kind.isEmpty() && one.metric != result.metric && !kinds.contains(kindName(one.kind))) {
            kinds << kindName(one.kind);
            metric = models::metricShort(one.metric);
        }
    return kinds.isEmpty()
        ? QString()
        : ResultView::tr("By %1, which takes the %2, in a table of its own: choose it above. ")
              .arg(models::joined(kinds), metric);
}

} // namespace

ResultView::ResultView(bool canAsk, QWidget* parent)
    : QWidget(parent)
    , m_scroll(new widgets::ScrolledPage(this))
    , m_message(new QLabel(this))
    , m_canAsk(canAsk)
{
    setAccessibleName(tr("Result"));
    m_message->setProperty("role", QStringLiteral("caption"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    auto* column = new QVBoxLayout(m_scroll->content());
    m_scroll->setPageMargins({ Theme::kPage, 0, Theme::kPage, Theme::kPage });
    column->setSpacing(Theme::kCardGap);
    column->addWidget(makeWords());
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

QComboBox* ResultView::makeChoice(const QString& name, QWidget* parent)
{
    auto* box = new widgets::ChoiceBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    return box;
}

QWidget* ResultView::makeWords()
{
    m_wordsBox = new QFrame;
    m_wordsBox->setProperty("soft", true);
    m_words = new QLabel(m_wordsBox);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::RichText);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_leading = makeChoice(tr("The model that the answer is about"), m_wordsBox);
    m_rows = makeChoice(tr("The people that the answer is about"), m_wordsBox);
    m_ask = new QPushButton(tr("&Ask: what does each modality add?"), m_wordsBox);
    m_ask->setToolTip(tr("Opens this question as an experiment, ready to be added to the queue: a model of "
                         "everything, and again "
                         "without each modality, on the same people."));
    auto* choices = new QHBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(m_leading, 1);
    choices->addWidget(m_rows, 1);
    choices->addWidget(m_ask);
    choices->addStretch(1);
    auto* column = new QVBoxLayout(m_wordsBox);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addWidget(m_words);
    column->addLayout(choices);
    connect(m_ask, &QPushButton::clicked, this, &ResultView::askWanted);
    connect(m_leading, &QComboBox::activated, this, [this](int place) {
        auto choice = m_result->choice;
        choice.leading = static_cast<std::size_t>(m_leading->itemData(place).toInt());
        Q_EMIT choiceWanted(choice);
    });
    connect(m_rows, &QComboBox::activated, this, &ResultView::choosePeople);
    return m_wordsBox;
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
           "holds for these fitted models; “here” is said where p, which asks whether it would hold with "
           "other "
           "training people, does not carry the claim."));
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
           "risk, and each dot shows to how many of them it happened. On the dashed line they agree. A slope "
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

    m_groupsTile = new ResultTile(tr("For whom does it help?"),
        tr("The same difference within groups of people: those who have a modality, classes, patterns of "
           "what "
           "is known, and the values of every descriptive column. Exploratory: of many groups, some look "
           "different by chance. The last column tests whether a group differs from all others, corrected "
           "for "
           "the number of groups. Groups of fewer than 10 people are not shown."));
    m_modality = makeChoice(tr("The modality whose help is asked about"), m_groupsTile);
    m_kind = makeChoice(tr("By which people are grouped"), m_groupsTile);
    m_groupsNote = new QLabel(m_groupsTile);
    m_groupsNote->setProperty("role", QStringLiteral("caption"));
    m_groupsNote->setWordWrap(true);
    m_groupRows = new QStandardItemModel(this);
    m_groups = new widgets::PlainTable(m_groupsTile);
    m_groups->setModel(m_groupRows);
    m_groups->setAccessibleName(tr("For whom it helps"));
    auto* choices = new QHBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(m_modality, 1);
    choices->addWidget(m_kind, 1);
    m_groupsTile->body()->addLayout(choices);
    m_groupsTile->body()->addWidget(m_groups);
    m_groupsTile->body()->addWidget(m_groupsNote);
    m_groupsTile->body()->addStretch(1);
    connect(m_modality, &QComboBox::activated, this, [this] {
        m_forWhom.reset();
        fillGroups();
        Q_EMIT forWhomWanted(m_modality->currentData().toString());
    });
    connect(m_kind, &QComboBox::activated, this, [this] { fillGroups(); });
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
    for (auto* tile :
        { m_addsTile, m_modelsTile, m_calibrationTile, m_benefitTile, m_partsTile, m_groupsTile }) {
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
    m_forWhom.reset();
    const ResultWords words(*m_result);
    m_titleText = words.question();
    m_basisText = words.basis();
    m_message->hide();
    m_scroll->show();
    fillWords();
    fillChoices();
    fillTiles();
    fillGroups();
    arrange();
    if (!isSameStudy)
        m_scroll->ensureVisible(0, 0);
    Q_EMIT wordsChanged();
    if (m_result->answer)
        Q_EMIT forWhomWanted(m_modality->currentData().toString());
}

void ResultView::fillWords(const QString& first)
{
    QStringList words { ResultWords(*m_result).sentences().join(QLatin1Char(' ')) };
    if (!first.isEmpty())
        words.prepend(first);
    m_words->setText(tr("<b>In words.</b> %1").arg(words.join(QLatin1Char(' ')).toHtmlEscaped()));
}

void ResultView::showRefusal(const QString& sentence)
{
    fillWords(sentence);
    fillChoices();
}

void ResultView::choosePeople(int place)
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

void ResultView::fillChoices()
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
    m_ask->setVisible(m_canAsk && !m_result->answer && m_result->cohort.modalities.size() > 1);
    const QString before = m_modality->currentData().toString();
    m_modality->clear();
    if (m_result->answer)
        for (const auto& one : m_result->answer->modalities)
            m_modality->addItem(QString::fromStdString(one.modality), QString::fromStdString(one.modality));
    const int kept = m_modality->findData(before);
    const int most = m_modality->findData(QString::fromStdString(m_result->withoutModality));
    m_modality->setCurrentIndex(kept >= 0 ? kept : std::max(0, most));
}

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

void ResultView::fillGroups()
{
    const QString modality = m_modality->currentText();
    m_groupsTile->setTitle(tr("For whom does it help?"));
    m_groupsTile->setCaption(modality);
    const QSignalBlocker quiet(m_kind);
    const QString before = m_kind->currentData().toString();
    if (m_forWhom) {
        m_kind->clear();
        m_kind->addItem(tr("all groups"), QString());
        const auto add = [this](const QString& kind) {
            if (m_kind->findData(kind) < 0)
                m_kind->addItem(kindName(kind), kind);
        };
        for (const auto& one : m_forWhom->groups)
            add(one.kind);
        for (const auto& one : m_forWhom->hidden)
            add(one.kind);
        m_kind->setCurrentIndex(std::max(0, m_kind->findData(before)));
    }
    if (!m_forWhom || !m_result) {
        m_groupRows->clear();
        m_groups->setModel(m_groupRows);
        m_groupsTile->setTable({});
        m_groupsNote->setText(tr("Comparing groups of people…"));
        return;
    }
    const QString kind = m_kind->currentData().toString();
    const auto table = forWhomTable(*m_result, *m_forWhom, kind);
    m_groupsTile->setTable(table);
    models::fillTable(*m_groupRows, table);
    m_groups->setModel(m_groupRows);
    m_groupsNote->setText(table.isEmpty()
            ? tr("There are no groups to compare: everybody has everything, and no descriptive column was "
                 "kept.")
            : otherKinds(*m_result, *m_forWhom, kind)
                + tr("Exploratory. Groups of fewer than 10 people, or 10 of either class, are not shown."));
}

void ResultView::setForWhom(const std::shared_ptr<const experiments::ForWhomResult>& forWhom)
{
    m_forWhom = forWhom;
    fillGroups();
}

void ResultView::showForWhomProblem(const QString& sentence)
{
    setForWhom(nullptr);
    m_groupsNote->setText(sentence);
}

void ResultView::showSentence(const QString& title, const QString& sentence)
{
    m_result.reset();
    m_forWhom.reset();
    m_titleText = title;
    m_basisText.clear();
    m_message->setText(sentence);
    m_message->show();
    m_scroll->hide();
    Q_EMIT wordsChanged();
}

void ResultView::setCommand(const QString& command)
{
    for (auto* tile :
        { m_addsTile, m_modelsTile, m_calibrationTile, m_benefitTile, m_partsTile, m_groupsTile })
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
    for (auto* tile :
        { m_addsTile, m_modelsTile, m_calibrationTile, m_benefitTile, m_partsTile, m_groupsTile })
        if (m_result && !tile->isHidden())
            shown.push_back(tile);
    return shown;
}

} // namespace btw::pages
