// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tablelook.h"
#include "ui/widgets/theme.h"

#include <QHash>

namespace btw::widgets {

namespace {

// Qt style sheets have no variables: @name is replaced by the theme's colour of that name.
constexpr const char* kSheet = R"(
* { font-family: "@family"; }
QMainWindow, QDialog, QStackedWidget, QScrollArea, QAbstractScrollArea > QWidget > QWidget[page="true"],
QWidget[page="true"] { background: @background; }
QScrollArea { border: none; }
QLabel { background: transparent; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px 8px; }

QFrame[card="true"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame[soft="true"] { background: @accentSoft; border: 1px solid @softLine; border-radius: 8px; }
QFrame[warning="true"] { background: @warningSoft; border: 1px solid @warningLine; border-radius: 8px; }
QFrame[warning="true"] QLabel { color: @warning; }
QFrame[bar="true"] { background: @panel; border: none; }
QFrame[side="true"] { background: @panel; border: none; border-right: 1px solid @line; }
QFrame[rule="true"] { background: @line; border: none; max-height: 1px; }

QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-size: 13px; font-weight: 600; }
QLabel[role="caption"] { font-size: 12px; color: @dim; }
QLabel[role="section"] { font-size: 12px; font-weight: 600; color: @dim; }
QLabel[role="danger"] { color: @danger; }
QLabel[role="good"] { color: @good; }
QFrame[soft="true"] QLabel[role="caption"] { color: @dimOnSoft; }

QPushButton { background: @panel; color: @text; border: 1px solid @controlLine; border-radius: 6px;
  padding: 6px 14px; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @line; }
QPushButton:checked { background: @accentSoft; color: @accent; border-color: @accent; }
QPushButton:disabled { color: @disabled; background: @background; border-color: @line; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton[small="true"] { padding: 2px 10px; min-height: 18px; font-size: 12px; }
QPushButton[small="true"]:focus { border: 2px solid @accent; padding: 1px 9px; }
QPushButton[kind="primary"] { background: @accent; color: @accentText; border-color: @accent;
  font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @line; color: @disabled; border-color: @line; }
QPushButton[kind="danger"] { color: @danger; border-color: @dangerLine; }
QPushButton[kind="danger"]:focus { border: 2px solid @danger; }
QPushButton[kind="danger"]:disabled { color: @disabled; border-color: @line; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: @dim; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @text; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; }
QToolButton { background: transparent; color: @dim; border: 1px solid transparent; border-radius: 6px;
  padding: 2px 6px; }
QToolButton:hover { background: @hover; color: @text; }
QToolButton:focus { border: 2px solid @accent; padding: 1px 5px; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: @panel;
  color: @text; border: 1px solid @controlLine; border-radius: 6px; padding: 5px 8px;
  selection-background-color: @accent; selection-color: @accentText; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus { border: 2px solid @accent; padding: 4px 7px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
  color: @disabled; background: @background; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @line; outline: none;
  selection-background-color: @accentSoft; selection-color: @accent; }
QCheckBox, QRadioButton { spacing: 8px; border: 2px solid transparent; border-radius: 6px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent; }
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid @dim; border-radius: 4px; background: @panel; }
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/theme/@tick.png); }
QCheckBox::indicator:disabled { border-color: @controlLine; background: @background; }
QCheckBox::indicator:checked:disabled { background: @controlLine; border-color: @controlLine; }

QListView, QTreeView, QTableView { background: @panel; alternate-background-color: @background; color: @text;
  border: 1px solid @line; border-radius: 8px; outline: none; gridline-color: @grid;
  selection-background-color: @accentSoft; selection-color: @text; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 2px solid @accent; }
QComboBox QListView, QComboBox QListView:focus { border: none; border-radius: 0; }
QListView::item, QTreeView::item { padding: 5px 8px; border-radius: 6px; }
QTableView::item { padding: 4px 8px; }
QListView::item:hover, QTreeView::item:hover, QTableView::item:hover { background: @hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: @accentSoft;
  color: @text; }
QListView[nav="true"], QTreeView[nav="true"] { border: 2px solid transparent; background: transparent; }
QListView[nav="true"]:focus, QTreeView[nav="true"]:focus { border: 2px solid @accent; }
QListView[nav="true"]::item:selected { background: @accentSoft; color: @accent; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @dim; border: none; border-bottom: 1px solid @line;
  padding: 6px 8px; font-size: 12px; font-weight: 600; }
QTableCornerButton::section { background: @panel; border: none; }

QProgressBar { background: @line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
  color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QTabBar::tab { background: transparent; color: @dim; padding: 6px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { background: @hover; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }

QMenuBar { background: @panel; color: @text; border-bottom: 1px solid @line; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accentSoft; color: @accent; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QStatusBar { background: @panel; color: @dim; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString hex(const QColor& colour) { return colour.name(QColor::HexRgb); }

} // namespace

QString Theme::styleSheet() const
{
    QColor scroll = dim;
    scroll.setAlphaF(0.45F);
    QColor disabled = dim;
    disabled.setAlphaF(isHighContrast ? 0.8F : 0.6F);
    QColor warningLine = warning;
    warningLine.setAlphaF(0.3F);
    const QHash<QString, QString> values {
        { QStringLiteral("family"), family() },
        { QStringLiteral("background"), hex(background) },
        { QStringLiteral("panel"), hex(panel) },
        { QStringLiteral("text"), hex(text) },
        { QStringLiteral("dim"), hex(dim) },
        { QStringLiteral("dimOnSoft"), hex(dimOnSoft) },
        { QStringLiteral("line"), hex(line) },
        { QStringLiteral("controlLine"), hex(isHighContrast ? line : blended(scroll, panel)) },
        { QStringLiteral("softLine"), hex(isHighContrast ? line : accentSoft) },
        { QStringLiteral("grid"), hex(grid) },
        { QStringLiteral("accent"), hex(accent) },
        { QStringLiteral("accentHover"), hex(isDark ? accent.lighter(108) : accent.darker(110)) },
        { QStringLiteral("accentSoft"), hex(accentSoft) },
        { QStringLiteral("accentText"), hex(accentText) },
        { QStringLiteral("hover"), hex(hover) },
        { QStringLiteral("danger"), hex(danger) },
        { QStringLiteral("dangerLine"), hex(dangerLine) },
        { QStringLiteral("good"), hex(good) },
        { QStringLiteral("warning"), hex(warning) },
        { QStringLiteral("warningSoft"), hex(warningSoft) },
        { QStringLiteral("warningLine"), hex(blended(warningLine, warningSoft)) },
        { QStringLiteral("disabled"), hex(blended(disabled, panel)) },
        { QStringLiteral("tick"), tickName(*this) },
        { QStringLiteral("scroll"), hex(blended(scroll, panel)) },
    };

    const QString sheet = QString::fromLatin1(kSheet);
    QString out;
    out.reserve(sheet.size());
    for (qsizetype i = 0; i < sheet.size();) {
        if (sheet[i] != QLatin1Char('@')) {
            out += sheet[i++];
            continue;
        }
        qsizetype end = i + 1;
        while (end < sheet.size() && sheet[end].isLetter()) {
            ++end;
        }
        out += values.value(sheet.mid(i + 1, end - i - 1));
        i = end;
    }
    return out;
}

} // namespace btw::widgets
