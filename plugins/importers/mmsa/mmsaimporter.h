// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/plugin/importer.h"

#include <QObject>

/// MOSI, MOSEI and CH-SIMS as MMSA distributes them (Mao et al. 2022): as MulT's, with `regression_labels` or
/// `classification_labels`, and perhaps `audio_lengths`, `vision_lengths`, and `text_bert`, whose mask row
/// gives the length of the text.
class MmsaImporter : public QObject, public btw::plugin::Importer
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BTW_IMPORTER_INTERFACE FILE "mmsa.json")
    Q_INTERFACES(btw::plugin::Importer)

public:
    bool canRead(const QString& path) const override;
    btw::io::ReadResult read(const QString& path, const btw::io::ReadLimits& limits,
        const btw::io::ReadingPlan& plan) const override;
};
