// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"

#include <QFileInfo>
#include <QString>

namespace btw::io {

/// One file format of cohorts.
class Importer
{
public:
    virtual ~Importer() = default;
    Importer() = default;
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    /// For messages: "an .npz file".
    virtual QString description() const = 0;
    /// By name and kind of file only; the contents may still be wrong.
    virtual bool accepts(const QFileInfo& path) const = 0;
    /// Never throws for bad data.
    virtual ReadResult read(const QString& path, const ReadLimits& limits) const = 0;
};

} // namespace btw::io
