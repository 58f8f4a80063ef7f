// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparequestion.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace btw::widgets {
class Banner;
class Settings;
}

namespace btw::pages {

class CompareBar;
class CompareController;
class ComparisonModel;

/// The head of the Compare page: what is said of the comparison, what it is copied and exported as, and the
/// bar of choices.
class CompareHead : public QWidget
{
    Q_OBJECT

public:
    /// All outlive it.
    CompareHead(CompareController& controller, ComparisonModel& model, widgets::Settings& settings,
        const QString& storePath, QWidget* parent = nullptr);

    CompareBar* bar() const { return m_bar; }
    widgets::Banner* banner() const { return m_banner; } ///< what it says; the page shows it at its foot
    void setCaption(const QString& words);
    void refresh(); ///< buttons, as there is something to copy
    QString message() const; ///< empty when none is shown
    /// On the clipboard, once it has been computed.
    void copyAs(CopyFormat format);
    QString command() const; ///< that prints the same table
    QString exportName() const; ///< of the workbook: after data and question, as figures are called
    void exportTo(const QString& path); ///< .xlsx, .csv, .md or .tex

private:
    void chooseExport();
    void take(CopyFormat format, const CopiedTables& tables, const QString& path);
    void compareSpecs();
    void showMenu();

    CompareController& m_controller;
    ComparisonModel& m_model;
    widgets::Settings& m_settings;
    QString m_storePath;
    widgets::Banner* m_banner;
    QLabel* m_caption;
    QPushButton* m_latex;
    QPushButton* m_export;
    QPushButton* m_command;
    QToolButton* m_more;
    CompareBar* m_bar;
};

} // namespace btw::pages
