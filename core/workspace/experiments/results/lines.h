// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/results/findings.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace btw::experiments {

// Lines of the page of results.

/// "AUROC", "log loss".
QString metricTitle(const std::string& metric);
/// Three decimals, which is what intervals of these sizes bear; "-" of what is not finite.
QString decimals(double value);
/// "0.013", "< 0.001"; "-" of what is not finite.
QString pText(double p);
void addHead(QStringList& out, const QStringList& cells);
/// \param columns cells that are missing are empty
void addRow(QStringList& out, QStringList cells, qsizetype columns);

/// What the findings say, a sentence a line: what may be claimed, what is so in these fitted models alone,
/// and what these people cannot tell, with the differences that they could have shown.
QString readingOf(const std::vector<WeightingFinding>& findings, const std::string& metric);

} // namespace btw::experiments
