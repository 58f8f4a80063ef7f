// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/weightedsystems.h"

#include <QStringList>

namespace btw::jobs {

bool takesWeights(const QString& system)
{
    static const QStringList kWeighted { QStringLiteral("moe"), QStringLiteral("early"),
        QStringLiteral("attention") };
    return kWeighted.contains(system);
}

} // namespace btw::jobs
