// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/recipe/recipe.h"

#include <QString>

#include <deque>

namespace btw::experiments {

/// Cohorts that were read lately, for questions that are asked again with every change of a form. A file that
/// has changed since is read anew. One thread.
class CohortCache
{
public:
    io::ReadResult read(const QString& path, const io::Recipe& recipe);

private:
    struct Read
    {
        QString key;
        io::ReadResult result;
    };
    std::deque<Read> m_read; ///< newest first
};

} // namespace btw::experiments
