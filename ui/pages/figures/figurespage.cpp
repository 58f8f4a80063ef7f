// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figurespage.h"

#include "ui/pages/figures/captioncard.h"
#include "ui/pages/figures/figurecommands.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/figurefiles.h"
#include "ui/pages/figures/figuregallery.h"
#include "ui/pages/figures/panelform.h"
#include "ui/pages/figures/sheetform.h"
#include "ui/pages/figures/sheetview.h"
#include "ui/pages/figures/studychoice.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/scrolledpage.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kWide = 1100; // of the page, from which on names and choices are shown whole
constexpr int kLeftWidth = 164;
constexpr int kLeftWidthWide = 220;
constexpr int kRightWidth = 252;
constexpr int kRightWidthWide = 312;
constexpr int kFilesHeight = 104;

} // namespace

FiguresPage::FiguresPage(const charts::FigureRegistry& figures, experiments::StoreLookup& lookup,
    widgets::Settings& settings, QWidget* parent)
    : Page(parent)
    , m_editor(new FigureEditor(figures, lookup, this))
    , m_gallery(new FigureGallery(*m_editor, this))
    , m_files(new FigureFiles(lookup, this))
    , m_view(new SheetView(*m_editor, this))
    , m_commands(new FigureCommands(*m_editor, *m_view, *m_files, settings, this))
    , m_banner(new widgets::Banner(this))
    , m_source(new StudyChoice(*m_editor, this))
    , m_zoom(new widgets::ChoiceBox(this))
    , m_footer(new widgets::ElidedLabel(this))
    , m_caption(new CaptionCard(this))
{
    setAccessibleName(tr("Figures"));
    for (const int percent : { 0, 50, 75, 100, 150, 200 })
        m_zoom->addItem(percent == 0 ? tr("fits") : tr("%1%").arg(percent), percent);
    m_zoom->setAccessibleName(tr("Zoom"));
    connect(m_zoom, &QComboBox::activated, this, [this] { m_view->setZoom(m_zoom->currentData().toInt()); });
    connect(m_gallery, &FigureGallery::figureWanted, m_editor, &FigureEditor::show);
    connect(m_files, &FigureFiles::wanted, m_commands, &FigureCommands::openFile);
    connect(m_commands, &FigureCommands::said, this, &FiguresPage::say);
    connect(m_commands, &FigureCommands::done, m_banner, &widgets::Banner::say);
    connect(m_view, &SheetView::drawn, this, &FiguresPage::showWords);
    connect(m_editor, &FigureEditor::sheetChanged, this, [this] {
        if (isVisible()) // while nobody looks, nothing is read
            m_editor->refresh();
    });
    buildLayout();
    showWords();
}

QPushButton* FiguresPage::button(const QString& text, const QString& help)
{
    auto* made = new QPushButton(text, this);
    made->setToolTip(help);
    return made;
}

void FiguresPage::say(const QString& happened, const QString& next)
{
    if (happened.isEmpty())
        m_banner->hide();
    else
        m_banner->warn(happened, {}, next);
}

QString FiguresPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

void FiguresPage::buildLayout()
{
    auto* title = new QLabel(tr("Figures"), this);
    title->setProperty("role", QStringLiteral("title"));
    auto* words = new widgets::ElidedLabel(this);
    words->setProperty("role", QStringLiteral("caption"));
    words->setText(tr("Choose a figure; what you see is what is printed."));
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(title);
    column->addWidget(words);
    auto* add = button(tr("&Add panel"),
        tr("Adds the figure chosen in the gallery to the page. A panel of another question: copy it on that "
           "question's page (Ctrl+C), and paste it on this one (Ctrl+V)."));
    auto* open = button(tr("&Open…"), tr("Opens a page of figures (.btwfig)."));
    auto* save = button(tr("&Save…"), tr("Saves the page of figures (.btwfig); btw figure draws it again."));
    auto* copy = button(tr("Copy da&ta"), tr("Copies the numbers of the page as CSV."));
    auto* write = button(tr("E&xport…"), tr("Writes the page as PDF, SVG, PNG or its numbers as CSV."));
    write->setProperty("kind", QStringLiteral("primary"));
    connect(add, &QPushButton::clicked, this, &FiguresPage::addPanel);
    connect(open, &QPushButton::clicked, m_commands, &FigureCommands::chooseOpen);
    connect(save, &QPushButton::clicked, m_commands, &FigureCommands::chooseSave);
    connect(copy, &QPushButton::clicked, m_commands, &FigureCommands::copyData);
    connect(write, &QPushButton::clicked, m_commands, &FigureCommands::chooseExport);
    for (auto* needs : { save, copy, write, m_caption->copyButton() })
        m_needFigure.emplace_back(needs, needs->toolTip());
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addLayout(column, 1);
    for (auto* one : { add, open, save, copy, write })
        head->addWidget(one, 0, Qt::AlignTop);

    auto* parts = new QHBoxLayout;
    parts->setSpacing(Theme::kCardGap);
    m_left = buildLeft();
    m_right = buildRight();
    parts->addWidget(m_left);
    parts->addWidget(buildMiddle(), 1);
    parts->addWidget(m_right);
    auto* whole = new QVBoxLayout;
    whole->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kPage);
    whole->setSpacing(12);
    whole->addLayout(head);
    whole->addLayout(parts, 1);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addLayout(whole, 1);
    page->addWidget(widgets::atFoot(m_banner));
}

QWidget* FiguresPage::buildLeft()
{
    auto* left = new QWidget(this);
    auto* files = new QLabel(tr("Saved in this project"), left);
    files->setProperty("role", QStringLiteral("section"));
    m_files->setMaximumHeight(kFilesHeight);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* find = new QLineEdit(left);
    find->setPlaceholderText(tr("Find a figure"));
    find->setAccessibleName(tr("Find a figure, by its name or its number in the paper"));
    find->setToolTip(tr("By its name, or its number in the paper: Fig. 4"));
    find->setClearButtonEnabled(true);
    connect(find, &QLineEdit::textChanged, m_gallery, &FigureGallery::setSearch);
    column->addWidget(m_source);
    column->addWidget(find);
    column->addWidget(m_gallery, 1);
    column->addWidget(files);
    column->addWidget(m_files);
    return left;
}

QWidget* FiguresPage::buildMiddle()
{
    auto* middle = new QWidget(this);
    auto* foot = new QHBoxLayout;
    m_footer->setProperty("role", QStringLiteral("caption"));
    m_footer->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    foot->addWidget(m_footer, 1);
    foot->addWidget(m_zoom);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_view, 1);
    column->addLayout(foot);
    column->addWidget(m_caption);
    return middle;
}

QWidget* FiguresPage::buildRight()
{
    auto* scroll = new widgets::ScrolledPage(this);
    scroll->setAccessibleName(tr("Properties of the figure"));
    auto* column = new QVBoxLayout(scroll->content());
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kCardGap);
    column->addWidget(new SheetForm(*m_editor));
    column->addWidget(new PanelForm(*m_editor));
    column->addStretch(1);
    return scroll;
}

void FiguresPage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void FiguresPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    const bool isWide = width() >= kWide;
    m_left->setFixedWidth(isWide ? kLeftWidthWide : kLeftWidth);
    m_right->setFixedWidth(isWide ? kRightWidthWide : kRightWidth);
}

void FiguresPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_editor->refresh();
    m_files->refresh();
}

QString FiguresPage::caption() const { return m_caption->text(); }

QString FiguresPage::whyNot()
{
    const auto& picture = m_view->picture();
    const auto& panels = picture.panels();
    if (panels.empty())
        return m_editor->study().isEmpty()
            ? tr("The page is empty: there is no training yet whose figures could be chosen.")
            : tr("The page is empty: choose a figure in the gallery first.");
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const QString empty = picture.emptyText(i);
        if (empty.isEmpty())
            continue;
        const QString problem = m_editor->problemOf(m_editor->sheet().panels[i]);
        if (panels[i].data.isEmpty() && problem.isEmpty())
            return tr("Reading the numbers…");
        const QString why = panels[i].data.isEmpty() ? problem : empty;
        return panels.size() == 1 ? why
                                  : tr("Panel %1 is empty: %2", "(a), why").arg(charts::panelLetter(i), why);
    }
    return {};
}

void FiguresPage::showWords()
{
    m_footer->setText(m_view->footer());
    // A caption of some of the panels would read as one of all.
    const QString why = whyNot();
    m_caption->setText(why.isEmpty() ? charts::captionOf(m_view->picture()) : why);
    const int zoom = m_zoom->findData(m_view->zoom());
    if (zoom >= 0)
        m_zoom->setCurrentIndex(zoom);
    for (const auto& [button, help] : m_needFigure) {
        button->setEnabled(why.isEmpty());
        button->setToolTip(
            why.isEmpty() ? help : tr("%1\nNot possible now: %2", "what a button does, why").arg(help, why));
        button->setAccessibleDescription(button->toolTip());
    }
}

void FiguresPage::addPanel()
{
    if (const QString figure = m_gallery->chosen(); !figure.isEmpty())
        m_editor->add(figure, m_editor->sheet().panels.size());
}

} // namespace btw::pages
