// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/isolated.h"

#include <algorithm>

namespace btw::widgets {

QString isolated(const QString& name)
{
    const bool isRightToLeft = std::any_of(name.begin(), name.end(), [](QChar c) {
        return c.direction() == QChar::DirR || c.direction() == QChar::DirAL || c.direction() == QChar::DirAN;
    });
    return isRightToLeft ? QChar(0x2068) + name + QChar(0x2069) : name; // first strong isolate
}

} // namespace btw::widgets
