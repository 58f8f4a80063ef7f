// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/figureinfo.h"

namespace btw::charts {

/// The figures that there are, in the order in which they are listed and laid out. A value that is handed to
/// whoever lists figures: a test hands over one with a figure of its own.
class FigureRegistry
{
public:
    /// \throws btw::Error where two figures have the same id.
    explicit FigureRegistry(std::vector<FigureInfo> figures);

    const std::vector<FigureInfo>& all() const { return m_figures; }
    QStringList ids() const;
    /// Null for an unknown id.
    const FigureInfo* find(const QString& id) const;

private:
    std::vector<FigureInfo> m_figures;
};

/// Those that come with the program. A new figure is one line there.
FigureRegistry builtinFigures();

} // namespace btw::charts
