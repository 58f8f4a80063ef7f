// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/selectedtable.h"

#include "ui/pages/compare/selectedmodel.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyleOptionHeader>

#include <algorithm>

namespace btw::pages {

namespace {

constexpr int kRow = 28;
constexpr int kLeastModel = 90; // of the column of a model
constexpr int kBesideName = 28; // what the style leaves left and right of it

/// A head whose words end in dots where there is no room: right of the middle, a style cuts their beginning.
class Head : public QHeaderView
{
public:
    explicit Head(QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setSectionsClickable(true);
        // Above the name: beside it, it lies upon it.
        setStyleSheet(QStringLiteral("QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: "
                                     "border; subcontrol-position: top center; width: 6px; height: 6px; }"));
    }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        const auto inShort = section == SelectedModel::Before ? SelectedTable::tr("baseline")
            : section == SelectedModel::After                 ? SelectedTable::tr("model")
                                                              : option->text;
        option->text = headWithin(option->text, inShort, font(), sectionSize(section) - kBesideName);
    }
};

} // namespace

QString headWithin(const QString& lines, const QString& inShort, QFont font, int width)
{
    font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const auto all = lines.split(QLatin1Char('\n'));
    const bool fits = std::all_of(all.begin(), all.end(),
        [&](const QString& line) { return metrics.horizontalAdvance(line) <= width; });
    return fits ? lines : inShort;
}

SelectedTable::SelectedTable(QAbstractItemModel& order, QWidget* parent)
    : QTableView(parent)
{
    setHorizontalHeader(new Head(this));
    setModel(&order);
    setAccessibleName(tr("Selected people"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setSortingEnabled(true);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    connect(this, &QAbstractItemView::doubleClicked, this, &SelectedTable::openWanted);
}

void SelectedTable::shareWidth()
{
    int over = -viewport()->width();
    for (int column = 0; column < model()->columnCount(); ++column) {
        const int asked = std::max(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column));
        setColumnWidth(column, asked);
        over += isColumnHidden(column) ? 0 : asked;
    }
    int waiting = 2;
    for (const int column : { SelectedModel::Before, SelectedModel::After }) {
        const int least = std::max(kLeastModel, sizeHintForColumn(column));
        const int most = std::max(0, columnWidth(column) - least);
        const int given = std::clamp(over / waiting, 0, most);
        setColumnWidth(column, columnWidth(column) - given);
        over -= given;
        --waiting;
    }
}

void SelectedTable::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT openWanted();
    else
        QTableView::keyPressEvent(event);
}

void SelectedTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    shareWidth();
}

} // namespace btw::pages
