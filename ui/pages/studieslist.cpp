// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/studieslist.h"

#include "ui/widgets/navdelegate.h"

#include <QMenu>
#include <QToolTip>

#include <algorithm>

namespace btw::pages {

using experiments::Study;
using store::TrainingState;

namespace {

constexpr int kRow = 28;

bool any(const Study& study, std::initializer_list<TrainingState> states)
{
    return std::any_of(study.trainings.begin(), study.trainings.end(), [&](const auto& training) {
        return std::find(states.begin(), states.end(), training.state) != states.end();
    });
}

} // namespace

StudiesList::StudiesList(QWidget* parent)
    : QListView(parent)
    , m_rows(new widgets::NavDelegate(this))
{
    m_rows->setRowHeight(kRow);
    setProperty("nav", true);
    setModel(&m_model);
    setItemDelegate(m_rows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setUniformItemSizes(false);
    setAccessibleName(tr("Questions"));
    setContextMenuPolicy(Qt::CustomContextMenu);
    const auto open = [this](const QModelIndex& index) {
        if (const auto* study = m_model.studyAt(index)) {
            m_current = study->id;
            Q_EMIT opened(m_current);
        }
    };
    connect(this, &QListView::clicked, this, open);
    connect(this, &QListView::activated, this, open);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] { setCurrentStudy(m_current); });
    connect(this, &QListView::customContextMenuRequested, this, [this](const QPoint& at) {
        // The menu key asks at no particular row: it means the current one.
        const auto asked = m_model.studyAt(indexAt(at)) ? indexAt(at) : currentIndex();
        QToolTip::hideText();
        if (const auto menu = makeMenu(asked))
            menu->exec(viewport()->mapToGlobal(at));
    });
}

void StudiesList::setStudies(const std::vector<Study>& studies) { m_model.setStudies(studies); }

void StudiesList::setCurrentStudy(const Study::Id& id)
{
    m_current = id;
    setCurrentIndex(m_model.indexOf(id));
}

void StudiesList::setTheme(const widgets::Theme& theme)
{
    m_rows->setTheme(theme);
    viewport()->update();
}

std::unique_ptr<QMenu> StudiesList::makeMenu(const QModelIndex& index)
{
    const auto* found = m_model.studyAt(index);
    if (found == nullptr)
        return nullptr;
    auto menu = std::make_unique<QMenu>();
    const auto study = *found; // the list may change while the menu is open
    const bool isUnderWay = any(study, { TrainingState::Running });
    menu->addAction(tr("Open"), this, [this, study] { Q_EMIT opened(study.id); });
    auto* resume
        = menu->addAction(tr("Resume what was stopped"), this, [this, study] { Q_EMIT resumeWanted(study); });
    resume->setEnabled(study.progress.isHeldBack()
        || any(study, { TrainingState::Stopped, TrainingState::Failed, TrainingState::Interrupted }));
    menu->addSeparator();
    auto* copy
        = menu->addAction(tr("Copy as btw command"), this, [this, study] { Q_EMIT commandWanted(study); });
    copy->setEnabled(study.id.experiment != 0);
    menu->addSeparator();
    auto* remove = menu->addAction(tr("Remove…"), this, [this, study] { Q_EMIT removeWanted(study); });
    remove->setEnabled(!isUnderWay);
    return menu;
}

void StudiesList::focusCurrent()
{
    setFocus(Qt::ShortcutFocusReason);
    if (!currentIndex().isValid() && m_model.rowCount() > 1)
        setCurrentIndex(m_model.index(1));
}

} // namespace btw::pages
