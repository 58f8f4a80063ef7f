// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultreport.h"

#include "ui/charts/chart.h"
#include "ui/charts/paperfont.h"
#include "ui/charts/sheetmetadata.h"
#include "ui/models/studiesmodel.h"
#include "ui/pages/train/result/resultfigures.h"
#include "ui/pages/train/result/resultview.h"
#include "workspace/jobs/subgroups.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>

#include <algorithm>

namespace btw::pages {

using widgets::Theme;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ResultReport)
};

constexpr double kWidth = 794, kHeight = 1123; // A4 in pixels of 1/96 inch
constexpr double kMargin = 46;
constexpr double kGap = 14;
constexpr int kDpi = 1200;
constexpr qsizetype kGroupsShown = 12;

QString tableHtml(const models::CopyTable& table, qsizetype atMost)
{
    QString html = QStringLiteral("<table cellspacing='0' cellpadding='2'><tr>");
    const auto cell = [&](const char* tag, qsizetype column, const QString& text) {
        html += QStringLiteral("<%1 align='%2'>%3&nbsp;&nbsp;</%1>")
                    .arg(QLatin1String(tag), column == 0 ? QStringLiteral("left") : QStringLiteral("right"),
                        text.toHtmlEscaped());
    };
    for (qsizetype i = 0; i < table.head.size(); ++i)
        cell("th", i, table.head[i]);
    for (qsizetype row = 0; row < std::min(atMost, table.rows.size()); ++row) {
        html += QStringLiteral("</tr><tr>");
        for (qsizetype i = 0; i < table.rows[row].size(); ++i)
            cell("td", i, table.rows[row][i]);
    }
    html += QStringLiteral("</tr></table>");
    if (table.rows.size() > atMost)
        html += Words::tr("<p>and %1 more in the program</p>").arg(table.rows.size() - atMost);
    return html;
}

/// Puts one thing below the other; without a painter it only measures.
class Sheet
{
public:
    Sheet(QPainter* painter, double width)
        : m_painter(painter)
        , m_width(width)
    {
    }

    double height() const { return m_y; }
    double width() const { return m_width; }
    void skip(double by) { m_y += by; }

    /// \returns its height; the next thing stands below only after skip()
    double html(const QString& html, double x, double width, int px, const QColor& colour)
    {
        QTextDocument document;
        QFont font(Theme::family());
        if (!charts::joinsLetters(html))
            font = charts::copyable(font);
        font.setPixelSize(px);
        document.setDefaultFont(font);
        document.setDocumentMargin(0);
        document.setTextWidth(width);
        document.setHtml(html);
        if (m_painter != nullptr) {
            m_painter->save();
            m_painter->translate(x, m_y);
            QAbstractTextDocumentLayout::PaintContext context;
            context.palette.setColor(QPalette::Text, colour);
            document.documentLayout()->draw(m_painter, context);
            m_painter->restore();
        }
        return document.size().height();
    }

    /// \param aspect height over width; 0: as high as its rows
    double figure(const QString& title, const charts::Chart& shown, double x, double width, double aspect)
    {
        const double head
            = html(QStringLiteral("<b>%1</b>").arg(title.toHtmlEscaped()), x, width, 12, Qt::black);
        const auto chart = shown.figure().make(shown.figure());
        auto ink = charts::Ink::forPaper();
        ink.tickPx = 10;
        ink.labelPx = 11;
        chart->setTheme(Theme::print());
        chart->setInk(ink);
        chart->setData(shown.data());
        chart->refreshNow();
        const double height = aspect > 0 ? width * aspect : chart->sizeHint().height();
        const QSizeF size = chart->sizeOnPaper({ width, height });
        if (m_painter != nullptr) {
            m_painter->save();
            chart->drawTo(*m_painter, QRectF(QPointF(x, m_y + head + 4), size), size);
            m_painter->restore();
        }
        return head + 4 + size.height();
    }

private:
    QPainter* m_painter;
    double m_width;
    double m_y = 0;
};

void layOut(Sheet& sheet, const ResultView& view)
{
    const auto& result = *view.result();
    const ResultWords words(result);
    const QColor dim = Theme::print().dim;
    const double width = sheet.width();
    const double half = (width - 2 * kGap) / 2;
    const auto below = [&](double height, double gap) { sheet.skip(height + gap); };

    below(sheet.html(QStringLiteral("<b>%1</b>").arg(view.title().toHtmlEscaped()), 0, width, 20, Qt::black),
        3);
    below(sheet.html(view.basis().toHtmlEscaped(), 0, width, 12, dim), 2);
    below(sheet.html(Words::tr("%1 · %2 modalities: %3 · model: %4 · trained %5")
                         .arg(result.cohort.name)
                         .arg(result.cohort.modalities.size())
                         .arg(jobs::listed(result.cohort.modalities), result.leading().model.plainName(),
                             models::whenWords(result.created))
                         .toHtmlEscaped(),
              0, width, 12, dim),
        10);
    below(sheet.html(view.words().toHtmlEscaped(), 0, width, 12, Qt::black), kGap);
    below(
        sheet.figure(result.answer ? Words::tr("What each modality adds") : Words::tr("Each modality alone"),
            *view.adds(), 0, width, 0),
        kGap);
    below(sheet.figure(Words::tr("Models side by side"), *view.modelsFigure(), 0, width, 0), kGap);
    if (result.isTwoClasses()) {
        constexpr double kCurve = 0.62;
        const double first = sheet.figure(Words::tr("Calibration (%1)").arg(calibrationCaption(result)),
            *view.calibration(), 0, half, kCurve);
        sheet.figure(
            Words::tr("Worth acting on? (net benefit)"), *view.benefit(), half + 2 * kGap, half, kCurve);
        below(first, kGap);
    } else if (!result.labelParts.empty()) {
        below(sheet.html(tableHtml(labelPartsTable(result), kGroupsShown), 0, width, 11, Qt::black), kGap);
    }
    if (view.forWhom() && !view.forWhom()->groups.empty()) {
        below(sheet.html(QStringLiteral("<b>%1</b>")
                             .arg(Words::tr("For whom does %1 help? (exploratory)")
                                      .arg(QString::fromStdString(view.forWhom()->modality))
                                      .toHtmlEscaped()),
                  0, width, 12, Qt::black),
            3);
        const auto addTable = [&](const QString& kind) {
            if (const auto table = forWhomTable(result, *view.forWhom(), kind); !table.isEmpty())
                below(sheet.html(tableHtml(table, kGroupsShown), 0, width, 11, Qt::black), kGap);
        };
        QStringList kinds { QString() };
        for (const auto& one : view.forWhom()->groups)
            if (one.metric != result.metric && !kinds.contains(one.kind))
                kinds << one.kind;
        for (const QString& kind : kinds)
            addTable(kind);
    }
    QString last = words.provenance() + QStringLiteral(". ");
    if (!result.looks.head.isEmpty())
        last += Words::tr("Head of the list of looks: %1. ").arg(result.looks.head);
    last += Words::tr("Data %1. BTW Workbench %2.")
                .arg(result.cohort.hash, QCoreApplication::applicationVersion());
    below(sheet.html(last.toHtmlEscaped(), 0, width, 10, dim), 0);
}

charts::Metadata metadataOf(const ResultView& view)
{
    const auto& figure = *view.modelsFigure(); // every figure of the page has the same source
    return { { QStringLiteral("Title"), view.title() }, { QStringLiteral("Description"), view.words() },
        { QStringLiteral("Software"), QStringLiteral("BTW Workbench") },
        { QStringLiteral("Source"), charts::sourceLine(figure.data()) } };
}

} // namespace

QString reportName(const ResultView& view)
{
    charts::FigureInfo report;
    report.id = QStringLiteral("result");
    return charts::fileStem(report, view.modelsFigure()->data()) + QStringLiteral(".pdf");
}

QString writeReport(const ResultView& view, const QString& path)
{
    if (!view.result())
        return Words::tr("There is no result to write yet.");
    double scale = 1;
    // What does not fit is drawn smaller, on a sheet that is wider by as much.
    for (int pass = 0; pass < 6; ++pass) {
        Sheet measured(nullptr, (kWidth - 2 * kMargin) / scale);
        layOut(measured, view);
        const double room = (kHeight - 2 * kMargin) / scale;
        if (measured.height() <= room)
            break;
        scale *= std::max(0.8, 0.98 * room / measured.height());
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter pdf(&buffer);
        pdf.setResolution(kDpi);
        pdf.setPageSize(QPageSize(QPageSize::A4));
        pdf.setPageMargins(QMarginsF());
        pdf.setTitle(view.title());
        pdf.setCreator(QStringLiteral("BTW Workbench"));
        pdf.setDocumentXmpMetadata(charts::xmpOf(metadataOf(view)));
        QPainter painter(&pdf);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(kDpi / 96.0, kDpi / 96.0);
        painter.translate(kMargin, kMargin);
        painter.scale(scale, scale);
        Sheet sheet(&painter, (kWidth - 2 * kMargin) / scale);
        layOut(sheet, view);
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Words::tr("%1 could not be written (%2). Choose another folder.")
            .arg(path, file.errorString());
    return {};
}

} // namespace btw::pages
