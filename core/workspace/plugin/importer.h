// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"

#include <QString>
#include <QtPlugin>

#include <vector>

namespace btw::plugin {

/// Reads cohorts of one layout. An importer is a Qt plug-in: a QObject with this interface, and a JSON file
/// of its `id` (`mult`), its `name`, as it is shown to people ("MOSI or MOSEI as MulT's pickle"), and perhaps
/// `suffixes`: ends of file names that belong to its layout alone.
class Importer
{
public:
    Importer() = default;
    virtual ~Importer() = default;
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    /// Whether the file or folder seems to be of this layout, from a look at its contents. Quick, and wrong
    /// at times: reading may still find problems. At most one importer says yes.
    virtual bool canRead(const QString& path) const = 0;

    /// Never throws for bad data. When the limits' progress stops the reading, that is a problem. Of the
    /// plan, what counts is about instances (left out by id, or every one with a problem of its own), time
    /// stamps (bins) and splits (drawn anew): what these remedies fix is no problem.
    virtual io::ReadResult read(
        const QString& path, const io::ReadLimits& limits, const io::ReadingPlan& plan) const = 0;
};

} // namespace btw::plugin

/// Changes with the interface, so that plug-ins built for another one are not loaded.
#define BTW_IMPORTER_INTERFACE "org.btw.Importer/3.0"
Q_DECLARE_INTERFACE(btw::plugin::Importer, BTW_IMPORTER_INTERFACE)
