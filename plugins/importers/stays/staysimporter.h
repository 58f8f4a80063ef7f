// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <QObject>

/// FuseMoE's MIMIC-IV stays (Han et al. 2024), one file a split: a list of dicts with `irg_ts`,
/// `irg_ts_mask`, `ts_tt`, and perhaps notes, X-rays and ECGs, each with time stamps and a missing flag.
class StaysImporter : public QObject, public btw::plugin::Importer
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BTW_IMPORTER_INTERFACE FILE "stays.json")
    Q_INTERFACES(btw::plugin::Importer)

public:
    bool canRead(const QString& path) const override;
    btw::io::ReadResult read(const QString& path, const btw::io::ReadLimits& limits,
        const btw::io::ReadingPlan& plan) const override;
};
