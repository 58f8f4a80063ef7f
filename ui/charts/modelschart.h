// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/forestchart.h"

namespace btw::charts {

/// The systems of a study side by side with their intervals; reference models hollow.
class ModelsChart : public ForestChart
{
    Q_OBJECT

public:
    using ForestChart::ForestChart;

protected:
    void rebuildFrom(const FigureData& data) override;
    void rebuildWithoutRun() override;
};

/// The rows of the CSV of `models` and `bars`, and their columns.
std::vector<QStringList> modelRows(const FigureData& data);
QStringList modelColumns();
/// "3 folds, 2 seeds".
QString trainingsWords(const experiments::StudyFacts& study);
/// "AUROC of each model on test rows of 1,826 people ...", for the text under the picture.
/// \param marks what is drawn of each model \param referenceMarks how reference models look, where there are
/// any
QString modelsLegend(const FigureData& data, const QString& marks, const QString& referenceMarks);

/// "models": systems side by side with their intervals.
FigureInfo modelsFigure();

} // namespace btw::charts
