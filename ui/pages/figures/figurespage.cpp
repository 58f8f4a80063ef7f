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
#include "ui/widgets/banner.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/scrolledpage.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace btw::pages {

using widgets::Theme;

namespace {

constexpr int kLeftWidth = 164;
constexpr int kRightWidth = 252;
constexpr int kFilesHeight = 104;

QString titleOf(const experiments::Study& study)
{
    return study.name.isEmpty() ? FiguresPage::tr("%1: all trainings").arg(study.data) : study.name;
}

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
    , m_source(new widgets::ChoiceBox(this))
    , m_zoom(new widgets::ChoiceBox(this))
    , m_footer(new widgets::ElidedLabel(this))
    , m_caption(new CaptionCard(this))
{
    setAccessibleName(tr("Figures"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setAccessibleName(tr("Figures of"));
    for (const int percent : { 0, 50, 75, 100, 150, 200 })
        m_zoom->addItem(percent == 0 ? tr("fits") : tr("%1%").arg(percent), percent);
    m_zoom->setAccessibleName(tr("Zoom"));
    connect(m_source, &QComboBox::activated, this, &FiguresPage::chooseStudy);
    connect(m_zoom, &QComboBox::activated, this, [this] { m_view->setZoom(m_zoom->currentData().toInt()); });
    connect(m_gallery, &FigureGallery::figureWanted, m_editor, &FigureEditor::show);
    connect(m_files, &FigureFiles::wanted, m_commands, &FigureCommands::openFile);
    connect(m_commands, &FigureCommands::said, this, &FiguresPage::say);
    connect(m_commands, &FigureCommands::done, m_banner, &widgets::Banner::say);
    connect(m_view, &SheetView::drawn, this, &FiguresPage::showWords);
    buildLayout();
    showStudies();
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
    auto* add = button(tr("&Add panel"), tr("Adds the figure chosen in the gallery to the page."));
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
    m_needFigure = { save, copy, write, m_caption->copyButton() };
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addLayout(column, 1);
    for (auto* one : { add, open, save, copy, write })
        head->addWidget(one, 0, Qt::AlignTop);

    auto* parts = new QHBoxLayout;
    parts->setSpacing(Theme::kCardGap);
    parts->addWidget(buildLeft());
    parts->addWidget(buildMiddle(), 1);
    parts->addWidget(buildRight());
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kPage);
    page->setSpacing(12);
    page->addWidget(m_banner);
    page->addLayout(head);
    page->addLayout(parts, 1);
}

QWidget* FiguresPage::buildLeft()
{
    auto* left = new QWidget(this);
    left->setFixedWidth(kLeftWidth);
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
    scroll->setFixedWidth(kRightWidth);
    auto* column = new QVBoxLayout(scroll->content());
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kCardGap);
    column->addWidget(new SheetForm(*m_editor));
    column->addWidget(new PanelForm(*m_editor));
    column->addStretch(1);
    return scroll;
}

void FiguresPage::setTheme(const Theme& theme) { m_view->setTheme(theme); }

void FiguresPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_editor->refresh();
    m_files->refresh();
}

void FiguresPage::setStudy(const experiments::Study& study)
{
    m_editor->setStudy(study);
    if (isVisible())
        m_editor->refresh();
}

void FiguresPage::setStudies(const std::vector<experiments::Study>& studies)
{
    const auto before = m_editor->study();
    std::size_t ended = 0;
    for (const auto& study : studies)
        ended += study.ended + study.opened;
    if (std::exchange(m_ended, ended) != ended) // each has looked at test rows, which figures count
        m_editor->forget();
    m_studies.clear();
    for (const auto& study : studies)
        if (!study.isEmpty())
            m_studies.push_back(study);
    const auto found = std::find_if(
        m_studies.begin(), m_studies.end(), [&](const auto& study) { return study.id == before.id; });
    if (found == m_studies.end() || (!m_hasChosen && found != m_studies.begin())) {
        if (!m_studies.empty())
            setStudy(m_studies.front());
    } else if (!found->isAsFarAs(before)) {
        setStudy(*found);
    }
    showStudies();
}

void FiguresPage::openStudy(const experiments::Study& study)
{
    // That a training of it has ended is no reason to leave what the person has chosen here since.
    const bool isAnother = !(std::exchange(m_elsewhere, study.id) == study.id);
    if (isAnother || study.id == m_editor->study().id)
        takeStudy(study);
}

void FiguresPage::takeStudy(const experiments::Study& study)
{
    m_hasChosen = true;
    setStudy(study);
    showStudies();
}

void FiguresPage::preferRun(qint64 run)
{
    for (const auto& study : m_studies) {
        const bool has = std::any_of(study.trainings.begin(), study.trainings.end(),
            [run](const store::TrainingRecord& training) { return training.has(run); });
        if (has && !(study.id == m_editor->study().id)) {
            takeStudy(study);
            break;
        }
        if (has)
            break;
    }
    m_editor->preferRun(run);
}

void FiguresPage::showStudies()
{
    m_source->clear();
    for (const auto& study : m_studies)
        m_source->addItem(titleOf(study));
    const auto found = std::find_if(m_studies.begin(), m_studies.end(),
        [this](const auto& study) { return study.id == m_editor->study().id; });
    m_source->setCurrentIndex(found == m_studies.end() ? -1 : static_cast<int>(found - m_studies.begin()));
    m_source->setEnabled(!m_studies.empty());
    m_source->setToolTip(m_source->currentText());
}

void FiguresPage::chooseStudy()
{
    const int index = m_source->currentIndex();
    if (index >= 0 && index < static_cast<int>(m_studies.size()))
        takeStudy(m_studies[static_cast<std::size_t>(index)]);
}

QString FiguresPage::caption() const { return m_caption->text(); }

void FiguresPage::showWords()
{
    const auto& picture = m_view->picture();
    m_footer->setText(m_view->footer());
    const auto& panels = picture.panels();
    const bool isWhole
        = std::none_of(panels.begin(), panels.end(), [](const auto& panel) { return panel.data.isEmpty(); });
    // A caption of some of the panels would read as one of all.
    const QString problem = isWhole ? QString() : m_editor->problem();
    m_caption->setText(isWhole  ? charts::captionOf(picture)
            : problem.isEmpty() ? tr("Reading the numbers…")
                                : problem);
    const int zoom = m_zoom->findData(m_view->zoom());
    if (zoom >= 0)
        m_zoom->setCurrentIndex(zoom);
    bool canWrite = !panels.empty();
    for (std::size_t i = 0; i < panels.size(); ++i)
        canWrite = canWrite && picture.emptyText(i).isEmpty();
    for (auto* needs : m_needFigure)
        needs->setEnabled(canWrite);
}

void FiguresPage::addPanel()
{
    if (const QString figure = m_gallery->chosen(); !figure.isEmpty())
        m_editor->add(figure, m_editor->sheet().panels.size());
}

} // namespace btw::pages
