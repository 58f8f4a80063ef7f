// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparisontable.h"

#include <QString>
#include <QStringList>

namespace btw::experiments {

/// A table of one metric in LaTeX (booktabs) or Markdown, line by line.
class MarkupTable
{
public:
    /// \param hasPublished whether there is a column of figures that a paper gives
    MarkupTable(bool latex, bool hasPublished)
        : m_latex(latex)
        , m_hasPublished(hasPublished)
    {
    }

    void begin(const QString& caption, const QString& metric);
    /// \param cells mean, difference, p (bootstrap), p of folds, Holm's of the larger
    /// \param standing the mean's
    void add(QString name, QStringList cells, Standing standing, const QString& published);
    QStringList end(); ///< all lines

private:
    bool m_latex;
    bool m_hasPublished;
    QStringList m_lines;
};

} // namespace btw::experiments
