// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/heatchart.h"

namespace btw::charts {

/// Confusion matrix of the run: true classes as rows, predicted ones as columns, with counts and row shares.
class ConfusionChart : public HeatChart
{
    Q_OBJECT

public:
    using HeatChart::HeatChart;

    bool hasPeople() const override;

protected:
    void rebuild(const jobs::RunDigest& digest) override;
    void rebuildWithoutRun() override;
    QString cellWords(qsizetype row, qsizetype column) const override;
    qsizetype selectedIn(qsizetype row, qsizetype column) const override;
    std::vector<std::string> peopleAt(const QPointF& pixel) const override;
    std::vector<std::string> peopleIn(const QRectF& pixels) const override;
    std::vector<std::string> allPeople() const override;

private:
    const std::vector<std::string>& idsOf(qsizetype row, qsizetype column) const;
};

/// "confusion": true classes against predicted ones.
FigureInfo confusionFigure();

} // namespace btw::charts
