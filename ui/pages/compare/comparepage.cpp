// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparepage.h"

#include "ui/pages/compare/comparebar.h"
#include "ui/pages/compare/comparecontroller.h"
#include "ui/pages/compare/comparehead.h"
#include "ui/pages/compare/comparewords.h"
#include "ui/pages/compare/comparisoncard.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/pages/compare/currentsystem.h"
#include "ui/pages/compare/curvescard.h"
#include "ui/pages/compare/peoplecard.h"
#include "ui/pages/compare/selectedcard.h"
#include "ui/pages/compare/systemstable.h"
#include "ui/pages/control/selectioncontroller.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/pageinfo.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/scrolledpage.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace btw::pages {

using experiments::Study;
using widgets::Theme;

namespace {

constexpr int kSideBySide = 900; // pixels from which on two cards stand beside each other
constexpr int kLowerCards = 300;

/// The layout around it places a row within a column by heightForWidth, but asks minimumHeightForWidth how
/// high the page has to be: were that less, the cards would lie upon each other.
class CardRow : public QBoxLayout
{
public:
    CardRow()
        : QBoxLayout(LeftToRight)
    {
    }
    int minimumHeightForWidth(int width) const override { return heightForWidth(width); }
};

} // namespace

ComparePage::ComparePage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_controller(new CompareController(parts.lookup, this))
    , m_model(new ComparisonModel(this))
    , m_head(new CompareHead(*m_controller, *m_model, parts.settings, parts.storePath, this))
    , m_bar(m_head->bar())
    , m_scroll(new widgets::ScrolledPage(this))
    , m_systems(new ComparisonCard(*m_model, parts.figures, parts.settings))
    , m_table(m_systems->table())
    , m_curves(new CurvesCard)
    , m_people(new PeopleCard(parts.selection))
    , m_selected(new SelectedCard(parts.selection))
    , m_current(
          new CurrentSystem(*m_controller, { *m_model, *m_systems, *m_people, *m_selected, *m_curves }, this))
{
    setAccessibleName(tr("Compare"));
    m_controller->keepIn(parts.undo);
    m_curves->hide();
    auto* column = new QVBoxLayout(m_scroll->content());
    m_scroll->setPageMargins({ Theme::kPage, 0, Theme::kPage, Theme::kPage });
    column->setSpacing(Theme::kCardGap);
    column->addWidget(m_systems, 3);
    column->addWidget(m_curves);
    m_cards = new CardRow;
    m_cards->setSpacing(Theme::kCardGap);
    for (QFrame* card : { static_cast<QFrame*>(m_people), static_cast<QFrame*>(m_selected) }) {
        card->setMinimumHeight(kLowerCards);
        m_cards->addWidget(card, 1);
    }
    column->addLayout(m_cards, 2);
    column->setSizeConstraint(QLayout::SetMinimumSize); // cards never lie upon each other
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(m_head);
    page->addWidget(m_scroll, 1);
    page->addWidget(widgets::atFoot(m_head->banner()));
    wire(parts);
    showHidden(tr("Reading what has been trained…"));
}

void ComparePage::wire(const PageParts& parts)
{
    connect(&parts.studies, &StudiesController::opened, this, &ComparePage::showStudy);
    connect(&parts.studies, &StudiesController::listed, this, [this] {
        const auto& all = m_parts.studies.all();
        m_bar->setStudies(all, m_study.id);
        const auto found = std::find_if(
            all.begin(), all.end(), [this](const Study& study) { return study.id == m_study.id; });
        if (found != all.end())
            showStudy(*found);
        else if (!all.empty() && isVisible())
            m_parts.studies.open(all.front().id); // the head of the window and the list name it, too
        else if (!all.empty())
            showStudy(all.front());
        else
            showHidden(
                tr("Nothing has been trained yet. Train a model, or run an experiment: its systems are "
                   "compared here."),
                true);
    });
    connect(m_systems->startButton(), &QPushButton::clicked, this, [this] { m_parts.goTo(pageid::kStart); });
    connect(m_bar, &CompareBar::studyChosen, &parts.studies, &StudiesController::open);
    connect(m_bar, &CompareBar::metricChosen, this, [this](const std::string& metric) {
        m_question.metric = metric;
        ask();
    });
    connect(m_bar, &CompareBar::spreadChosen, this, [this](experiments::Spread spread) {
        m_question.spread = spread;
        ask();
    });
    connect(m_bar, &CompareBar::populationChosen, this, [this](const std::string& population) {
        m_population = population;
        m_question.subgroup = 0;
        ask();
    });
    const auto only = [this](qint64 id) {
        m_question.subgroup = id;
        ask();
    };
    connect(m_bar, &CompareBar::subgroupChosen, this, only);
    connect(m_selected, &SelectedCard::subgroupWanted, this, only);
    connect(m_selected, &SelectedCard::subgroupNamed, m_controller, &CompareController::saveSubgroup);
    connect(m_selected, &SelectedCard::renamingWanted, m_controller, &CompareController::renameSubgroup);
    connect(m_selected, &SelectedCard::removalWanted, m_controller, &CompareController::removeSubgroup);
    connect(m_bar, &CompareBar::filterChanged, m_table, &SystemsTable::setFilter);
    connect(m_table, &SystemsTable::baselineWanted, this, &ComparePage::useBaseline);
    connect(m_model, &ComparisonModel::noteChanged, this, [this](int row) {
        m_controller->saveNote(ComparisonModel::runsOf(m_model->rowAt(row).model), m_model->noteOf(row));
    });
    connect(m_model, &ComparisonModel::checksChanged, m_head, &CompareHead::refresh);
    connect(m_controller, &CompareController::asked, this, [this] {
        m_question = m_controller->question();
        m_systems->setCaption(tr("Comparing…"));
    });
    connect(m_controller, &CompareController::answered, this, &ComparePage::showAnswer);
    connect(m_controller, &CompareController::unanswered, this, [this](const QString& sentence) {
        m_systems->setCaption(m_study.data);
        m_current->clear();
        showHidden(sentence);
    });
}

void ComparePage::setTheme(const Theme& theme)
{
    m_systems->setTheme(theme);
    m_people->setTheme(theme);
    m_selected->setTheme(theme);
    m_curves->setTheme(theme);
}

QString ComparePage::hiddenText() const { return m_systems->hiddenText(); }

void ComparePage::showStudy(const Study& study)
{
    const bool isOther = study.id != m_study.id;
    const bool isNewer = !study.isAsFarAs(m_study);
    if (!isOther && !isNewer)
        return;
    m_study = study;
    if (isOther) {
        m_question = {};
        m_question.study = study.id;
        if (study.seeds == 1 && study.folds > 1) // what varies
            m_question.spread = experiments::Spread::Folds;
        m_population.clear();
        m_model->clear();
        m_head->setCaption({});
        m_current->forget();
    }
    m_bar->setStudies(m_parts.studies.all(), study.id);
    m_isStale = true;
    if (isVisible())
        ask();
}

void ComparePage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!m_study.isEmpty() && m_parts.studies.current().isEmpty())
        m_parts.studies.open(m_study.id);
    if (m_isStale && !m_study.isEmpty())
        ask();
}

void ComparePage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_cards->setDirection(width() < kSideBySide ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void ComparePage::ask()
{
    m_isStale = false;
    m_controller->ask(m_question);
}

void ComparePage::showHidden(const QString& sentence, bool nothingTrained)
{
    m_systems->showHidden(sentence, nothingTrained);
    m_people->setVisible(sentence.isEmpty());
    m_selected->setVisible(sentence.isEmpty() || m_question.subgroup != 0);
    if (!sentence.isEmpty()) {
        m_model->clear();
        m_head->setCaption({});
    }
    m_head->refresh();
}

void ComparePage::showAnswer()
{
    const auto& result = *m_controller->result();
    const auto& comparisons = result.comparisons;
    auto shown = std::find_if(comparisons.begin(), comparisons.end(),
        [this](const auto& comparison) { return comparison.people == m_population; });
    if (shown == comparisons.end() && !comparisons.empty())
        shown = comparisons.begin();
    m_population = shown == comparisons.end() ? std::string() : shown->people;
    const bool any = shown != comparisons.end() && !shown->rows.empty();
    const std::string metric = any ? shown->rows.front().metric : m_question.metric;
    m_bar->setResult(result, m_question, metric, m_population);
    m_selected->setSubgroups(result.subgroups, m_question.subgroup);
    m_systems->setCaption(any ? tableCaption(*shown, result.study.data) : result.study.data);
    const QString hidden = hiddenSentence(result.study);
    if (!any) {
        showHidden(!hidden.isEmpty() || shown == comparisons.end() || shown->leftOut.isEmpty()
                ? hidden + result.refused
                : shown->leftOut);
        return;
    }
    m_model->setComparison(*shown, result.notes);
    m_head->setCaption(methodSentence(*shown, result.study.metric));
    m_systems->setComparison(*shown, result.study, m_question.spread);
    showHidden({});
    m_current->restore(m_study.data, m_population);
}

void ComparePage::useBaseline(int row)
{
    m_question.baseline = m_model->rowAt(row).model.fullName();
    ask();
}

} // namespace btw::pages
