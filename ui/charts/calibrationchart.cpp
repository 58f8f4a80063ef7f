// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/calibrationchart.h"

#include "ui/charts/words.h"
#include "ui/widgets/names.h"
#include "workspace/jobs/subgroups.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {

bool isShown(const analysis::CalibrationBin& bin) { return bin.n >= jobs::kSmallestSubgroup; }

std::vector<QStringList> rows(const FigureData& data)
{
    std::vector<QStringList> rows;
    if (!data.probabilities)
        return rows;
    for (const auto& one : data.probabilities->calibration) {
        const QString name = QString::fromStdString(one.name);
        for (const auto& bin : one.curve.deciles)
            if (isShown(bin))
                rows.push_back({ name, QStringLiteral("tenth"), cell(bin.mean), cell(bin.observed),
                    cell(bin.low), cell(bin.high), QString::number(bin.n) });
        for (const auto& point : one.curve.smooth)
            rows.push_back(
                { name, QStringLiteral("smooth"), cell(point.p), cell(point.observed), {}, {}, {} });
    }
    return rows;
}

QString legend(const FigureData& data)
{
    if (!data.probabilities)
        return {};
    const auto& found = *data.probabilities;
    const QString what = CalibrationChart::tr("Observed share by predicted probability of %1 test rows")
                             .arg(static_cast<qulonglong>(found.n));
    if (found.calibration.size() != 1)
        return CalibrationChart::tr(
            "%1, each class against the rest; on the dashed diagonal probabilities can be "
            "taken at their word.")
            .arg(what);
    const auto& curve = found.calibration.front().curve;
    QString text
        = CalibrationChart::tr("%1 (%2): tenths of the rows with 95% intervals and a smooth curve; on the "
                               "dashed diagonal probabilities can be taken at their word.")
              .arg(what, widgets::shownName(found.calibration.front().name));
    if (std::isfinite(curve.slope) && std::isfinite(curve.intercept))
        text += QLatin1Char(' ')
            + CalibrationChart::tr("Slope %1, intercept %2.")
                  .arg(tickText(curve.slope, 2), tickText(curve.intercept, 2));
    if (!std::all_of(curve.deciles.begin(), curve.deciles.end(), isShown))
        text += QLatin1Char(' ') + CalibrationChart::tr("Tenths of fewer than 10 people are left out.");
    return text;
}

} // namespace

void CalibrationChart::rebuildWithoutRun()
{
    m_lines.clear();
    m_rings.clear();
    m_whiskers.clear();
    setWords(figure().title, {});
    setEmpty(tr("No run yet. Once one has ended, its probabilities are set beside what happened."));
}

void CalibrationChart::rebuildFrom(const FigureData& data)
{
    rebuildWithoutRun();
    if (!data.probabilities || data.probabilities->calibration.empty()) {
        setEmpty(tr("This needs the probabilities of a run of classes whose training has ended."));
        return;
    }
    setEmpty({});
    const auto& classes = data.probabilities->calibration;
    double highest = 0;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        Line line;
        line.key = QString::fromStdString(classes[c].name);
        line.name = widgets::shownName(classes[c].name);
        line.colour = classes.size() == 1 ? theme().accent : theme().modality(c);
        line.text = classes.size() == 1 ? theme().accent : theme().modalityText(c);
        line.dash = widgets::Theme::modalityDash(c);
        for (const auto& point : classes[c].curve.smooth) {
            line.points << QPointF(point.p, point.observed);
            highest = std::max({ highest, point.p, point.observed });
        }
        if (!line.points.isEmpty())
            m_lines.push_back(line);
        if (classes.size() != 1)
            continue;
        for (const auto& bin : classes[c].curve.deciles) {
            if (!isShown(bin))
                continue;
            m_rings.push_back({ QPointF(bin.mean, bin.observed), theme().accent });
            highest = std::max({ highest, bin.mean, bin.observed });
            if (std::isfinite(bin.low) && std::isfinite(bin.high)) {
                m_whiskers.push_back({ bin.mean, bin.low, bin.high });
                highest = std::max(highest, bin.high);
            }
        }
    }
    const double top = std::min(1.0, niceRange(0, highest, 5).high);
    Line diagonal;
    diagonal.key = QStringLiteral("diagonal");
    diagonal.name = tr("as predicted");
    diagonal.colour = theme().baseline;
    diagonal.text = theme().baselineText;
    diagonal.dash = Qt::DashLine;
    diagonal.width = 0.8;
    diagonal.points = { QPointF(0, 0), QPointF(top, top) };
    m_lines.insert(m_lines.begin(), diagonal);
    m_x = Axis { 0, top, false, false, tr("predicted probability"), {} };
    m_y = Axis { 0, top, false, false, tr("observed share"), {} };
    setWords(figure().title,
        classes.size() == 1 ? tr("%1, test rows").arg(widgets::shownName(classes.front().name))
                            : tr("each class against the rest, test rows"));
}

void CalibrationChart::paintOver(QPainter& painter)
{
    painter.setPen(QPen(theme().accent, ink().line * 0.6));
    for (const auto& whisker : m_whiskers) {
        const QPointF low = toPixel(whisker.at, whisker.low);
        const QPointF high = toPixel(whisker.at, whisker.high);
        if (plot().adjusted(-1, -1, 1, 1).contains(low) && plot().adjusted(-1, -1, 1, 1).contains(high))
            painter.drawLine(low, high);
    }
    LineChart::paintOver(painter);
}

QString CalibrationChart::hoverTitle(double x) const { return tr("predicted %1").arg(tickText(x, 2)); }

FigureInfo calibrationFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("calibration");
    figure.title = CalibrationChart::tr("Calibration");
    figure.needs = CalibrationChart::tr("a run on labels that are classes, whose training has ended");
    figure.explanation = CalibrationChart::tr(
        "Of those to whom the model gave a probability of 0.3, did it happen to three in ten? On the dashed "
        "diagonal it did: there probabilities can be taken at their word. Below it the model promises too "
        "much.");
    figure.columns = { QStringLiteral("class"), QStringLiteral("kind"), QStringLiteral("p"),
        QStringLiteral("observed"), QStringLiteral("low"), QStringLiteral("high"), QStringLiteral("n") };
    figure.need = experiments::FigureNeed::Probabilities;
    figure.aspect = 0.8;
    figure.wideAspect = 0.6;
    figure.showsErrors = true;
    figure.suits = [](const jobs::RunDigest& digest) { return digest.task == Task::Classification; };
    figure.rows = rows;
    figure.legend = legend;
    figure.make = makerOf<CalibrationChart>();
    return figure;
}

} // namespace btw::charts
