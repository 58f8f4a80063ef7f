// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/commandpalette.h"

#include "ui/widgets/navdelegate.h"
#include "ui/widgets/nomatch.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>
#include <tuple>

namespace btw::dialogs {

namespace {

constexpr int kHelpRole = Qt::UserRole + 1;

/// How well a command answers what was typed, 0 the best; nullopt: not at all.
std::optional<int> rankOf(const QString& name, const QString& help, const QStringList& words)
{
    const QString typed = words.join(QLatin1Char(' '));
    if (name.compare(typed, Qt::CaseInsensitive) == 0)
        return 0;
    if (name.startsWith(typed, Qt::CaseInsensitive))
        return 1;
    int rank = 2; // each typed word begins a word of the name
    for (const auto& word : words) {
        const auto at = name.indexOf(word, 0, Qt::CaseInsensitive);
        const bool begins = name.startsWith(word, Qt::CaseInsensitive)
            || name.contains(QLatin1Char(' ') + word, Qt::CaseInsensitive)
            || name.contains(QLatin1Char('-') + word, Qt::CaseInsensitive);
        if (at < 0 && !help.contains(word, Qt::CaseInsensitive))
            return std::nullopt;
        rank = std::max(rank, at < 0 ? 4 : begins ? 2 : 3);
    }
    return rank;
}

/// Those that answer what was typed, the best first; commands that are not possible now come last.
class BestFirst : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QStringList& words)
    {
        m_words = words;
        invalidate();
        sort(0);
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        return rank(sourceModel()->index(row, 0, parent)).has_value();
    }

    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override
    {
        const auto key = [this](const QModelIndex& index) {
            const bool isPossible = index.flags().testFlag(Qt::ItemIsEnabled);
            return std::make_tuple(!isPossible, rank(index).value_or(0), index.row());
        };
        return key(left) < key(right);
    }

private:
    std::optional<int> rank(const QModelIndex& index) const
    {
        return rankOf(index.data().toString(), index.data(kHelpRole).toString(), m_words);
    }

    QStringList m_words;
};

} // namespace

CommandPalette::CommandPalette(const QList<QAction*>& actions, const widgets::Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_actions(actions)
    , m_query(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_noMatch(new widgets::NoMatch(*m_list))
    , m_commands(new QStandardItemModel(this))
    , m_shown(new BestFirst(this))
{
    setWindowTitle(tr("Find a command"));
    resize(520, 400);
    m_query->setPlaceholderText(tr("Type what you want to do"));
    m_query->setAccessibleName(tr("Command"));
    m_query->setClearButtonEnabled(true);
    for (int i = 0; i < m_actions.size(); ++i) {
        const auto* action = m_actions[i];
        const QString name = QString(action->text()).remove(QLatin1Char('&'));
        auto* item = new QStandardItem(name);
        item->setData(i, Qt::UserRole);
        item->setData(action->toolTip(), kHelpRole);
        item->setData(
            action->shortcut().toString(QKeySequence::NativeText), widgets::NavDelegate::DetailRole);
        item->setToolTip(
            action->isEnabled() ? action->toolTip() : tr("%1 Not possible now.").arg(action->toolTip()));
        item->setEditable(false);
        item->setEnabled(action->isEnabled());
        m_commands->appendRow(item);
    }
    m_shown->setSourceModel(m_commands);
    m_list->setModel(m_shown);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    auto* delegate = new widgets::NavDelegate(m_list);
    delegate->setTheme(theme);
    m_list->setItemDelegate(delegate);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(m_query);
    column->addWidget(m_list, 1);

    m_query->installEventFilter(this);
    connect(m_query, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_query, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::activated, this, &CommandPalette::runCurrent);
    narrow({});
    m_query->setFocus();
}

void CommandPalette::setQuery(const QString& query) { m_query->setText(query); }

QStringList CommandPalette::shownCommands() const
{
    QStringList names;
    for (int row = 0; row < m_shown->rowCount(); ++row)
        names << m_shown->index(row, 0).data().toString();
    return names;
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_query && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            const int row = qBound(0, m_list->currentIndex().row() + step, m_shown->rowCount() - 1);
            m_list->setCurrentIndex(m_shown->index(row, 0));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::narrow(const QString& query)
{
    static_cast<BestFirst*>(m_shown)->setWords(query.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    m_list->setCurrentIndex(m_shown->index(0, 0));
    m_noMatch->setWords(m_shown->rowCount() > 0 ? QString() : query.trimmed());
}

void CommandPalette::runCurrent()
{
    const auto index = m_list->currentIndex();
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled))
        return;
    auto* action = m_actions.at(index.data(Qt::UserRole).toInt());
    accept();
    action->trigger();
}

} // namespace btw::dialogs
