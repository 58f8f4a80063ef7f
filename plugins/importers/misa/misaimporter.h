// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <QObject>

/// MISA's and MMIM's files, one a split (Hazarika et al. 2020, Han et al. 2021): `train.pkl`, `dev.pkl`,
/// `test.pkl`, each a list of ((words, visual, acoustic, actual_words[, vlen, alen]), label, id).
class MisaImporter : public QObject, public btw::plugin::Importer
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BTW_IMPORTER_INTERFACE FILE "misa.json")
    Q_INTERFACES(btw::plugin::Importer)

public:
    bool canRead(const QString& path) const override;
    btw::io::ReadResult read(const QString& path, const btw::io::ReadLimits& limits,
        const btw::io::ReadingPlan& plan) const override;
};
