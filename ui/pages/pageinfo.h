// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QUndoStack;

namespace btw::charts {
class FigureRegistry;
}

namespace btw::experiments {
class StoreLookup;
}

namespace btw::widgets {
class Settings;
}

namespace btw::pages {

class Actions;
class DataController;
class ExperimentController;
class Page;
class RunController;
class SelectionController;
class StudiesController;
class TrainingsController;

/// What a page may speak to; all outlive it.
struct PageParts
{
    const Actions& actions;
    const charts::FigureRegistry& figures;
    widgets::Settings& settings;
    DataController& data;
    TrainingsController& trainings;
    RunController& run;
    ExperimentController& experiments;
    StudiesController& studies;
    experiments::StoreLookup& lookup; ///< reads what a page shows, away from the GUI thread
    SelectionController& selection;
    QString storePath;
    std::function<void(const QString& id)> goTo; ///< shows another page
    std::function<bool(const QString& id)> has; ///< whether there is such a page
    QUndoStack& undo; ///< what a person does that can be taken back, but for the import
};

/// A page: everything that the window, the sidebar, the menus and the palette know of it. Its place in the
/// PageRegistry gives its number and its shortcut.
struct PageInfo
{
    QString id; ///< by which it is gone to
    QString text; ///< its name with the letter of the menu marked, "&Data"
    QString help; ///< what it shows, one sentence
    /// Makes it and connects it to what it shows. The caller owns it.
    std::function<Page*(const PageParts& parts)> make;

    QString title() const { return QString(text).remove(QLatin1Char('&')); }
};

/// The pages that the controllers lead to.
namespace pageid {
inline const QString kStart = QStringLiteral("start");
inline const QString kData = QStringLiteral("data");
inline const QString kExperiment = QStringLiteral("experiment");
inline const QString kTrain = QStringLiteral("train");
inline const QString kCompare = QStringLiteral("compare");
}

} // namespace btw::pages
