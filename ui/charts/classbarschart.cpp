// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/classbarschart.h"

#include "ui/charts/words.h"
#include "ui/widgets/names.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::charts {

namespace {
constexpr double kBarWidth = 0.72; // of a class' slot, all three bars together

std::vector<QStringList> rows(const jobs::RunDigest& digest)
{
    std::vector<QStringList> rows;
    if (digest.errors) {
        const auto& bars = digest.errors->classes;
        rows.reserve(bars.size());
        for (std::size_t c = 0; c < bars.size(); ++c) {
            rows.push_back({ classCell(digest, c), QString::number(bars[c].all),
                QString::number(bars[c].corrections), QString::number(bars[c].mistakes) });
        }
    }
    return rows;
}

QString legend(const jobs::RunDigest& digest)
{
    if (!digest.errors)
        return {};
    return ClassBarsChart::tr(
        "All %1 (n = %2) by their true class, those that %3 puts right against its baseline "
        "(corrections, %4) and those that it puts wrong (mistakes, %5).")
        .arg(rowsWords(digest), QString::number(digest.errors->n), runInSentence(digest.run),
            QString::number(digest.errors->corrections), QString::number(digest.errors->mistakes));
}

} // namespace

ClassBarsChart::ClassBarsChart(const FigureInfo& figure, QWidget* parent)
    : Chart(figure, parent)
    , m_series(new QBarSeries(m_chart))
    , m_sets { new QBarSet(QString(), m_series), new QBarSet(QString(), m_series),
        new QBarSet(QString(), m_series) }
{
    m_series->setBarWidth(kBarWidth);
    for (QBarSet* set : m_sets) {
        m_series->append(set);
    }
    m_chart->addSeries(m_series);
    m_series->attachAxis(m_xAxis);
    m_series->attachAxis(m_yAxis);
}

void ClassBarsChart::rebuildWithoutRun()
{
    setWords(figure().title, {});
    setEmpty(noErrorsSentence(nullptr));
}

void ClassBarsChart::rebuild(const jobs::RunDigest& digest)
{
    for (auto& values : m_values) {
        values.clear();
    }
    if (!digest.errors || digest.errors->classes.empty()) {
        setWords(figure().title, {});
        setEmpty(digest.task == Task::Regression && digest.errors
                ? tr("Labels of this cohort are numbers: see the density of corrections and mistakes.")
                : noErrorsSentence(&digest));
        return;
    }
    const analysis::ErrorAnalysis& errors = *digest.errors;
    QStringList names;
    double highest = 1;
    for (std::size_t c = 0; c < errors.classes.size(); ++c) {
        const analysis::ClassBar& bar = errors.classes[c];
        m_values[0].push_back(static_cast<double>(bar.all));
        m_values[1].push_back(static_cast<double>(bar.corrections));
        m_values[2].push_back(static_cast<double>(bar.mistakes));
        highest
            = std::max(highest, static_cast<double>(std::max({ bar.all, bar.corrections, bar.mistakes })));
        names << (c < digest.classes.size() ? widgets::shownName(digest.classes[c]) : QString::number(c));
    }
    m_totals = { static_cast<double>(errors.n), static_cast<double>(errors.corrections),
        static_cast<double>(errors.mistakes) };
    m_entries = { LegendEntry { tr("all"), QString::number(errors.n) },
        LegendEntry { tr("corrections"), QString::number(errors.corrections) },
        LegendEntry { tr("mistakes"), QString::number(errors.mistakes) } };
    m_colours = { theme().baseline, theme().corrections, theme().mistakes };
    m_texts = { theme().baselineText, theme().correctionsText, theme().mistakesText };

    setWords(figure().title, splitWords(digest));
    m_x = Axis { -0.5, static_cast<double>(names.size()) - 0.5, false, false,
        !namesLabel() ? tr("true class") : tr("true class (%1)").arg(labelWords(data())), names };
    const Range range = niceRange(0, highest * 1.06, 4);
    m_y = Axis { 0, range.high, false, false, tr("instances"), {} };
}

void ClassBarsChart::prepare()
{
    LegendPlace room;
    Chart::prepare();
    room.left = leftMargin();
    room.top = 3;
    room.width = canvas().width() - room.left - 3;
    room.mostHeight = kSets * (ink().labelPx + 4.0);
    room.rowHeight = room.textHeight = ink().labelPx + 4;
    room.swatch = ink().labelPx + 2;
    m_legend = layLegend({ m_entries.begin(), m_entries.end() }, room, widthIn(labelFont()));
}

double ClassBarsChart::topMargin() const { return Chart::topMargin() + m_legend.bottom + 3; }

void ClassBarsChart::place()
{
    for (std::size_t s = 0; s < kSets; ++s) {
        QBarSet* set = m_sets[s];
        const auto count = static_cast<int>(m_values[s].size());
        if (set->count() > count) {
            set->remove(0, set->count() - count);
        }
        for (int i = 0; i < count; ++i) {
            const double value = m_values[s][static_cast<std::size_t>(i)];
            if (i >= set->count()) {
                set->append(value);
            } else if (set->at(i) != value) {
                set->replace(i, value);
            }
        }
        QColor fill = m_colours[s];
        fill.setAlphaF(s == 0 ? 0.45F : 0.9F);
        set->setBrush(fill);
        set->setPen(Qt::NoPen);
    }
}

QRectF ClassBarsChart::barRect(std::size_t set, std::size_t index) const
{
    const double width = kBarWidth / kSets;
    const double left = static_cast<double>(index) - kBarWidth / 2 + static_cast<double>(set) * width;
    return QRectF(toPixel(left, m_values[set][index]), toPixel(left + width, 0));
}

void ClassBarsChart::paintOver(QPainter& painter)
{
    painter.setFont(labelFont());
    for (std::size_t s = 0; s < kSets; ++s) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_sets[s]->brush());
        const double side = ink().labelPx - 3;
        const QRectF& row = m_legend.rects[s];
        painter.drawRoundedRect(QRectF(row.left(), row.center().y() - side / 2, side, side), 2, 2);
        painter.setPen(m_texts[s]);
        drawText(painter, row.adjusted(side + 5, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
            m_legend.texts[static_cast<qsizetype>(s)]);
    }
    painter.setFont(tickFont());
    const std::vector<QRectF> rects = numberRects();
    for (std::size_t k = 0; k < rects.size(); ++k) {
        painter.setPen(m_texts[k % kSets]);
        drawText(painter, rects[k], Qt::AlignCenter, QString::number(m_values[k % kSets][k / kSets]));
    }
}

std::vector<QRectF> ClassBarsChart::numberRects() const
{
    constexpr double kInto = 2; // a neighbour's edge
    std::vector<QRectF> rects;
    std::vector<QRectF> bars;
    for (std::size_t i = 0; i < m_values[0].size(); ++i) {
        for (std::size_t s = 0; s < kSets; ++s) {
            const QRectF bar = barRect(s, i);
            const double width = textWidth(tickFont(), QString::number(m_values[s][i]));
            const QRectF rect(
                bar.center().x() - width / 2, bar.top() - ink().tickPx - 5, width, ink().tickPx + 4);
            const std::size_t known = rects.size();
            for (std::size_t k = known - std::min(known, 2 * kSets); k < known; ++k) {
                if (rects[k].adjusted(0, 2, 1, -2).intersects(rect)
                    || bars[k].adjusted(0, 0, -kInto, 0).intersects(rect)
                    || bar.adjusted(kInto, 0, 0, 0).intersects(rects[k])) {
                    return {};
                }
            }
            rects.push_back(rect);
            bars.push_back(bar);
        }
    }
    return rects;
}

QList<HoverRow> ClassBarsChart::hoverAt(const QPointF& pixel, QPointF& anchor)
{
    const double at = std::round(toData(pixel).x());
    if (at < 0 || at >= static_cast<double>(m_x.names.size())) {
        return {};
    }
    const auto index = static_cast<std::size_t>(at);
    anchor = QPointF(toPixel(at, 0).x(), pixel.y());
    const double all = std::max(1.0, m_values[0][index]);
    const auto row = [&](const QString& name, std::size_t set) {
        return HoverRow { tr("%1 %2 (%3%)")
                              .arg(name, QString::number(m_values[set][index]),
                                  tickText(100 * m_values[set][index] / all, 1)),
            m_colours[set] };
    };
    return { { m_x.names[static_cast<qsizetype>(index)], QColor() },
        { tr("all %1").arg(m_values[0][index]), m_colours[0] }, row(tr("corrections"), 1),
        row(tr("mistakes"), 2) };
}

void ClassBarsChart::paintHover(QPainter& painter, const QPointF& anchor)
{
    const double half = plot().width() / static_cast<double>(m_x.names.size()) / 2;
    QColor shade = theme().dim;
    shade.setAlphaF(0.08F);
    painter.fillRect(QRectF(anchor.x() - half, plot().top(), 2 * half, plot().height()), shade);
}

std::optional<QPointF> ClassBarsChart::stepFrom(const QPointF& pixel, int steps)
{
    const double last = static_cast<double>(m_x.names.size()) - 1;
    const double at = pixel.x() < plot().left() ? 0
        : pixel.x() > plot().right()            ? last
                                                : std::round(toData(pixel).x()) + steps;
    return QPointF(toPixel(std::clamp(at, 0.0, last), 0).x(), pixel.y());
}

QString ClassBarsChart::summary() const
{
    QStringList parts;
    for (qsizetype i = 0; i < m_x.names.size(); ++i) {
        const auto c = static_cast<std::size_t>(i);
        parts << tr("%1: %2 instances, %3 corrections, %4 mistakes")
                     .arg(m_x.names[i], QString::number(m_values[0][c]), QString::number(m_values[1][c]),
                         QString::number(m_values[2][c]));
    }
    return parts.join(QStringLiteral("; "));
}

FigureInfo classesFigure()
{
    FigureInfo figure;
    figure.id = QStringLiteral("classes");
    figure.title = ClassBarsChart::tr("Corrections and mistakes by class");
    figure.inPaper = QStringLiteral("5");
    figure.needs = ClassBarsChart::tr("a weighted run with a finished baseline, on labels that are classes");
    figure.explanation
        = ClassBarsChart::tr("Three bars per true class: all its instances, the corrections among them and "
                             "the mistakes. A correction: the baseline was wrong and the weighted model is "
                             "right. A mistake: the other way round.");
    figure.columns = { QStringLiteral("class"), QStringLiteral("all"), QStringLiteral("corrections"),
        QStringLiteral("mistakes") };
    figure.suits = [](const jobs::RunDigest& digest) { return digest.task == Task::Classification; };
    figure.showsErrors = true;
    figure.rows = ofRun(rows);
    figure.legend = ofRun(legend);
    figure.make = makerOf<ClassBarsChart>();
    return figure;
}

} // namespace btw::charts
