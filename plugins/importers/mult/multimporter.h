// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <QObject>

/// MOSI and MOSEI as the Multimodal Transformer distributes them (Tsai et al. 2019): a dict of `train`,
/// `valid` and `test`, each with `vision`, `audio`, `text` (N, T, D), `labels` and perhaps `id`. Padding is
/// zero rows; -inf in audio counts as missing, as its loader has it.
class MultImporter : public QObject, public btw::plugin::Importer
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BTW_IMPORTER_INTERFACE FILE "mult.json")
    Q_INTERFACES(btw::plugin::Importer)

public:
    bool canRead(const QString& path) const override;
    btw::io::ReadResult read(const QString& path, const btw::io::ReadLimits& limits,
        const btw::io::ReadingPlan& plan) const override;
};
