// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::pages {

class ResultView;

/// What its file is called unless somebody says otherwise: after data and question, as figures are.
QString reportName(const ResultView& view);

/// One page A4 of the result on show: its words, data, seeds, folds, looks at the test rows, and its figures,
/// which shrink where they would not fit.
/// \returns a sentence where it could not be written, else nothing
QString writeReport(const ResultView& view, const QString& path);

} // namespace btw::pages
