// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <QObject>

/// Says why any other pickle cannot be read.
class OtherPickleImporter : public QObject, public btw::plugin::Importer
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BTW_IMPORTER_INTERFACE FILE "otherpickle.json")
    Q_INTERFACES(btw::plugin::Importer)

public:
    bool canRead(const QString& path) const override;
    btw::io::ReadResult read(const QString& path, const btw::io::ReadLimits& limits,
        const btw::io::ReadingPlan& plan) const override;
};
