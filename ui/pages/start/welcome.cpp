// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/welcome.h"

#include "ui/pages/actions.h"
#include "ui/pages/start/problemlist.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace btw::pages {

namespace {

QPushButton* actionButton(QAction* action, const QString& text, const char* kind, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QString::fromLatin1(kind));
    const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
    button->setToolTip(Welcome::tr("%1 (%2)", "help and shortcut").arg(action->toolTip(), shortcut));
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QFrame* offer(const QString& title, const QString& words, const QList<QPushButton*>& buttons, QWidget* parent)
{
    auto* card = new QFrame(parent);
    card->setProperty("card", true);
    auto* heading = new QLabel(title, card);
    heading->setProperty("role", QStringLiteral("heading"));
    auto* text = new QLabel(words, card);
    text->setWordWrap(true);
    text->setProperty("role", QStringLiteral("caption"));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addWidget(text);
    column->addStretch(1);
    column->addSpacing(6);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (auto* button : buttons)
        row->addWidget(button);
    row->addStretch(1);
    column->addLayout(row);
    return card;
}

} // namespace

Welcome::Welcome(const Actions& actions, QWidget* parent)
    : QWidget(parent)
    , m_problems(new ProblemList(this))
    , m_find(new QPushButton(this))
    , m_recentTitle(new QLabel(tr("Opened before"), this))
    , m_recents(new QListWidget(this))
{
    auto* title = new QLabel(tr("Which of your data helps, and for whom?"), this);
    title->setProperty("role", QStringLiteral("title"));
    auto* purpose = new QLabel(
        tr("BTW Workbench trains one model on several kinds of data about the same people, such as notes, "
           "laboratory series and images, and weighs each kind separately for every person. It shows, while "
           "it trains and afterwards on data it has not seen, whether that does better than each kind alone, "
           "than all of them unweighted, and than a plain regression."),
        this);
    purpose->setWordWrap(true);

    auto* sentiment = offer(tr("Opinion videos"),
        tr("1,200 made-up clips with text, audio and video; predict a sentiment from −3 to 3. Text is "
           "strong, audio weak and video pure noise, so you can see whether the program finds out."),
        { actionButton(actions.demoSentiment, tr("Train the &sentiment demo"), "primary", this) }, this);
    auto* los = offer(tr("Hospital stays"),
        tr("1,600 made-up stays with vital signs, notes, X-rays and ECGs, of which many lack some; "
           "predict the length of stay in four classes."),
        { actionButton(actions.demoLos, tr("Train the &length-of-stay demo"), "primary", this) }, this);
    auto* own = offer(tr("Your data"),
        tr("A table (.csv, Excel, OpenDocument, SPSS, Stata, SAS, MATLAB), a folder or .zip of tables, "
           "AnnData, an "
           ".npz file or a pickle. Drop it anywhere in this window, or choose it here. Nothing leaves this "
           "computer."),
        { actionButton(actions.openFile, tr("Open your &data…"), "", this),
            actionButton(actions.openFolder, tr("Open a &folder…"), "", this) },
        this);

    m_recentTitle->setProperty("role", QStringLiteral("section"));
    m_recents->setAccessibleName(tr("Opened before"));
    m_recents->setMaximumHeight(200);
    connect(m_recents, &QListWidget::itemActivated, this,
        [this](QListWidgetItem* item) { Q_EMIT recentChosen(item->data(Qt::UserRole).toString()); });
    connect(m_recents, &QListWidget::itemClicked, this,
        [this](QListWidgetItem* item) { Q_EMIT recentChosen(item->data(Qt::UserRole).toString()); });

    auto* grid = new QGridLayout;
    grid->setSpacing(widgets::Theme::kCardGap);
    grid->addWidget(sentiment, 0, 0);
    grid->addWidget(los, 0, 1);
    grid->addWidget(own, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* findRow = new QHBoxLayout;
    findRow->addWidget(m_find);
    findRow->addStretch(1);
    column->addWidget(m_problems);
    column->addLayout(findRow);
    column->addWidget(title);
    column->addWidget(purpose);
    column->addSpacing(4);
    column->addLayout(grid);
    column->addSpacing(8);
    column->addWidget(m_recentTitle);
    column->addWidget(m_recents);
    column->addStretch(1);
    m_find->setProperty("kind", QStringLiteral("primary"));
    connect(
        m_find, &QPushButton::clicked, this, [this] { Q_EMIT findRequested(m_missing, m_missingSource); });
    offerToFind({}, {});
    setRecents({});
}

void Welcome::offerToFind(const QString& path, const QString& source)
{
    m_missing = path;
    m_missingSource = source;
    m_find->setText(QFileInfo(source).suffix().isEmpty() ? tr("&Find the folder…") : tr("&Find the file…"));
    m_find->setToolTip(tr("Choose where %1 is now. It is opened as it was read before, if its values are the "
                          "same.")
                           .arg(QFileInfo(source).fileName()));
    m_find->setVisible(!path.isEmpty());
    if (!path.isEmpty())
        m_find->setFocus();
}

void Welcome::setRecents(const QStringList& paths, const QHash<QString, QString>& sources)
{
    m_recents->clear();
    for (const auto& path : paths) {
        // A recipe goes by the name of the data that it reads.
        const QFileInfo info(sources.value(path).isEmpty() ? path : sources.value(path));
        auto* item
            = new QListWidgetItem(QStringLiteral("%1   %2").arg(info.fileName(), info.path()), m_recents);
        item->setData(Qt::UserRole, path);
        item->setToolTip(
            info.filePath() == path ? path : tr("%1, read as chosen before").arg(info.filePath()));
    }
    m_recentTitle->setVisible(!paths.isEmpty());
    m_recents->setVisible(!paths.isEmpty());
    m_recents->setFixedHeight(
        paths.isEmpty() ? 0 : 8 + 28 * std::min<int>(6, static_cast<int>(paths.size())));
}

QStringList Welcome::recentLines() const
{
    QStringList lines;
    for (int row = 0; row < m_recents->count(); ++row)
        lines << m_recents->item(row)->text();
    return lines;
}

QStringList Welcome::recents() const
{
    QStringList paths;
    for (int row = 0; row < m_recents->count(); ++row)
        paths << m_recents->item(row)->data(Qt::UserRole).toString();
    return paths;
}

} // namespace btw::pages
