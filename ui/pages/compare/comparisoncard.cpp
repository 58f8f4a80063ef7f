// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparisoncard.h"

#include "ui/charts/chart.h"
#include "ui/charts/figureregistry.h"
#include "ui/help/wordbutton.h"
#include "ui/models/copytablemodel.h"
#include "ui/pages/compare/comparewords.h"
#include "ui/pages/compare/comparisonfigures.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/pages/compare/systemstable.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/plaintable.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kMostRows = 8; // of systems before their table scrolls
constexpr int kAroundRows = 150; // head and foot of the card, head of the table

} // namespace

ComparisonCard::ComparisonCard(ComparisonModel& model, const charts::FigureRegistry& figures,
    widgets::Settings& settings, QWidget* parent)
    : QFrame(parent)
    , m_table(new SystemsTable(model, settings))
    , m_classTable(new widgets::PlainTable)
    , m_classRows(new QStandardItemModel(this))
    , m_caption(new widgets::ElidedLabel(this))
    , m_columns(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_note(new QLabel(this))
    , m_empty(new QWidget(this))
    , m_hidden(new QLabel(m_empty))
    , m_start(new QPushButton(tr("Choose what to t&rain…"), m_empty))
{
    setProperty("card", true);
    setAccessibleName(tr("Systems"));
    m_hidden->setWordWrap(true);
    m_hidden->setAlignment(Qt::AlignCenter);
    m_hidden->setProperty("role", QStringLiteral("caption"));
    m_stack->addWidget(m_table);
    if (const auto* figure = figures.find(QStringLiteral("bars")))
        m_bars = figure->make(*figure).release();
    m_stack->addWidget(m_bars != nullptr ? static_cast<QWidget*>(m_bars) : new QWidget);
    m_stack->addWidget(makeClasses());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(
        Theme::kCardInside, Theme::kCardInside, Theme::kCardInside, Theme::kCardInside);
    column->setSpacing(4);
    makeHead(*column);
    column->addWidget(m_stack, 1);
    makeFoot(*column);
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_start->hide();
    auto* middle = new QVBoxLayout(m_empty);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(Theme::kCardInside);
    middle->addStretch(1);
    middle->addWidget(m_hidden);
    middle->addWidget(m_start, 0, Qt::AlignHCenter);
    middle->addStretch(1);
    column->addWidget(m_empty, 1);
    connect(m_columns, &QToolButton::clicked, this,
        [this] { m_table->columnsMenu()->exec(m_columns->mapToGlobal(m_columns->rect().bottomLeft())); });
    setView(Table);
}

QWidget* ComparisonCard::makeClasses()
{
    m_classTable->setModel(m_classRows);
    m_classTable->setAccessibleName(tr("Corrections and mistakes by class"));
    m_classTable->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_classTable, &QWidget::customContextMenuRequested, this, &ComparisonCard::showClassesMenu);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_classTable);
    column->addStretch(1);
    area->setWidget(page);
    area->viewport()->setAutoFillBackground(false); // the card's own shows
    page->setAutoFillBackground(false);
    return area;
}

void ComparisonCard::makeHead(QBoxLayout& column)
{
    auto* title = new QLabel(tr("Systems"), this);
    title->setProperty("role", QStringLiteral("heading"));
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_columns->setText(tr("columns"));
    m_columns->setToolTip(tr("Which columns the table has"));
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addWidget(m_caption, 1);
    auto* group = new QButtonGroup(this);
    const std::array<std::pair<QString, QString>, ViewCount> kViews { {
        { tr("Table"), tr("Figures, differences and intervals, one row per system") },
        { tr("Bars"), tr("One bar per system, with its standard deviation") },
        { tr("By class"), tr("What the chosen system puts right and gets wrong, class by class") },
    } };
    for (int view = 0; view < ViewCount; ++view) {
        auto* button = new QPushButton(kViews[static_cast<std::size_t>(view)].first, this);
        button->setProperty("small", true);
        button->setToolTip(kViews[static_cast<std::size_t>(view)].second);
        button->setCheckable(true);
        group->addButton(button, view);
        m_views[static_cast<std::size_t>(view)] = button;
        head->addWidget(button);
    }
    auto keeps = m_columns->sizePolicy(); // the views' buttons stay where they are
    keeps.setRetainSizeWhenHidden(true);
    m_columns->setSizePolicy(keeps);
    head->addWidget(m_columns);
    column.addLayout(head);
    connect(group, &QButtonGroup::idClicked, this, [this](int view) { setView(static_cast<View>(view)); });
}

void ComparisonCard::makeFoot(QBoxLayout& column)
{
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setWordWrap(true);
    m_foot = new QWidget(this);
    auto* row = new QHBoxLayout(m_foot);
    row->setContentsMargins(0, 4, 0, 0);
    row->addWidget(m_note, 1);
    for (const QString& word : { QStringLiteral("interval"), QStringLiteral("p") }) {
        auto* button = new help::WordButton(word, m_foot);
        button->setText(tr("%1?", "a word to be explained").arg(word)); // which of the two is which
        row->addWidget(button, 0, Qt::AlignTop);
    }
    column.addWidget(m_foot);
}

void ComparisonCard::setTheme(const Theme& theme)
{
    m_table->setTheme(theme);
    if (m_bars != nullptr)
        m_bars->setTheme(theme);
}

void ComparisonCard::setCaption(const QString& words) { m_caption->setText(words); }

void ComparisonCard::setComparison(
    const experiments::Comparison& comparison, const experiments::Study& study, experiments::Spread spread)
{
    m_tableNote = tableNote(comparison);
    m_barsNote = barsNote(comparison, spread);
    if (m_bars != nullptr)
        m_bars->setData(barsOf(comparison, study));
    setMinimumHeight(kAroundRows
        + std::min(kMostRows, static_cast<int>(comparison.rows.size()))
            * m_table->verticalHeader()->defaultSectionSize());
    refresh();
}

void ComparisonCard::setChange(const std::shared_ptr<const experiments::PeopleChange>& change)
{
    m_classes = change ? classTable(*change) : models::CopyTable();
    models::fillTable(*m_classRows, m_classes);
    m_classTable->setModel(m_classRows);
    refresh();
}

void ComparisonCard::setView(View view)
{
    m_views[view]->setChecked(true);
    m_stack->setCurrentIndex(view);
    refresh();
}

ComparisonCard::View ComparisonCard::view() const { return static_cast<View>(m_stack->currentIndex()); }

void ComparisonCard::refresh()
{
    const bool isOpen = m_hidden->text().isEmpty();
    m_empty->setVisible(!isOpen);
    m_stack->setVisible(isOpen);
    m_columns->setVisible(isOpen && view() == Table);
    for (auto* button : m_views)
        button->setVisible(isOpen);
    m_note->setText(view() == Table ? m_tableNote
            : view() == Bars        ? m_barsNote
            : m_classes.isEmpty()   ? tr("Choose a system in the table that is not the baseline.")
                                    : m_classes.caption);
    m_foot->setVisible(isOpen && !m_note->text().isEmpty());
}

void ComparisonCard::showHidden(const QString& sentence, bool nothingTrained)
{
    m_hidden->setText(sentence);
    m_start->setVisible(nothingTrained);
    refresh();
}

QString ComparisonCard::hiddenText() const { return m_hidden->text(); }

QString ComparisonCard::note() const { return m_note->text(); }

void ComparisonCard::showClassesMenu(const QPoint& at)
{
    QMenu menu;
    const auto copy = [](const QString& text) { QGuiApplication::clipboard()->setText(text); };
    menu.addAction(tr("Copy for a &spreadsheet"), this, [&] { copy(m_classes.tsv()); });
    menu.addAction(tr("Copy as &Markdown"), this, [&] { copy(m_classes.markdown()); });
    menu.addAction(tr("Copy as &LaTeX"), this, [&] { copy(m_classes.latex()); });
    menu.exec(m_classTable->viewport()->mapToGlobal(at));
}

} // namespace btw::pages
