// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/settings.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>

namespace btw::app {

/// When `--screenshot` takes its picture.
struct ScreenshotMoment
{
    enum class Kind : std::uint8_t { Start, Epoch, Finished, Opened };
    Kind kind = Kind::Finished;
    int epoch = 0; ///< Kind::Epoch: of the last step's model

    bool operator==(const ScreenshotMoment&) const = default;
};

/// The command line of btw-workbench, checked.
struct Options
{
    QString store; ///< empty: the user's own project
    QString demo; ///< "sentiment", "los" or empty
    QString data; ///< cohort to open, or empty
    qint64 run = 0; ///< run to open: its id, -1 for the newest, 0 for none
    std::size_t study = 0; ///< study to open: its place in the list, the newest is 1; 0 for none
    QString page; ///< id of the page to show, or empty
    /// Nothing is named that would be on show: it opens where it was closed.
    bool opensWhereItWas() const
    {
        return demo.isEmpty() && data.isEmpty() && run == 0 && study == 0 && page.isEmpty()
            && screenshot.isEmpty();
    }
    std::optional<widgets::Scheme> scheme;
    QSize size; ///< invalid: as remembered
    QString screenshot; ///< file to write; the program then ends
    ScreenshotMoment moment;
    bool untilShown = false; ///< ends once the window is there
    bool help = false;
    bool version = false;
};

/// \throws btw::Error with one sentence for a person.
Options parseOptions(const QStringList& arguments);
/// What `--help` prints.
QString helpText();

} // namespace btw::app
