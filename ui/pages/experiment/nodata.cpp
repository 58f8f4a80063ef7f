// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/nodata.h"

#include "ui/pages/actions.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

NoData::NoData(const Actions& actions, QWidget* parent)
    : QWidget(parent)
{
    setProperty("page", true);
    auto* title = new QLabel(tr("No data is open"), this);
    title->setProperty("role", QStringLiteral("title"));
    auto* words = new QLabel(
        tr("An experiment asks a question of data: what each modality adds, or which system is best. "
           "Open your data first, try a demo, or choose a table of the paper, which can be trained on "
           "made-up data."),
        this);
    words->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    const auto add = [&](QAction* action, const QString& text) {
        auto* button = new QPushButton(text, this);
        button->setToolTip(action->toolTip());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        buttons->addWidget(button);
        return button;
    };
    add(actions.openFile, tr("Open &data…"))->setProperty("kind", QStringLiteral("primary"));
    add(actions.openFolder, tr("Open a &folder…"));
    add(actions.demoSentiment, tr("Try a d&emo"));
    auto* table = new QPushButton(tr("A &table of the paper…"), this);
    connect(table, &QPushButton::clicked, this, &NoData::presetWanted);
    buttons->addWidget(table);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kPage);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(words);
    column->addLayout(buttons);
    column->addStretch(1);
}

} // namespace btw::pages
