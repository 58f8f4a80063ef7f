// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledigest.h"
#include "ui/charts/chart.h"
#include "ui/charts/chartcsv.h"
#include "ui/charts/exportfigure.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace btw;
using namespace btw::charts;

namespace {

jobs::RunDigest digestFor(const QString& kind)
{
    const bool classes = kind == QLatin1String("classes") || kind == QLatin1String("confusion");
    return classes ? sample::classification(24, 40, store::RunStatus::Finished)
                   : sample::regression(24, 40, 686, store::RunStatus::Finished);
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int elements(const QByteArray& svg, const QString& name)
{
    QXmlStreamReader xml(svg);
    int count = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == name) {
            ++count;
        }
    }
    return xml.hasError() ? -1 : count;
}

bool hasColour(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            if (std::abs(c.red() - colour.red()) < 12 && std::abs(c.green() - colour.green()) < 12
                && std::abs(c.blue() - colour.blue()) < 12) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

class ExportFigureTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_keep = qEnvironmentVariable("BTW_TEST_PICTURES"); // a folder to look at the figures in

    QString path(const QString& name) const
    {
        return (m_keep.isEmpty() ? m_folder.path() : m_keep) + '/' + name;
    }

private Q_SLOTS:
    void everyKindIsWrittenInEveryFormat_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("widthMm");
        for (const QString& kind : figureKinds()) {
            QTest::newRow(qPrintable(kind + ", column")) << kind << 84.0;
            QTest::newRow(qPrintable(kind + ", page")) << kind << 174.0;
        }
    }

    void everyKindIsWrittenInEveryFormat()
    {
        QFETCH(QString, kind);
        QFETCH(double, widthMm);
        const jobs::RunDigest digest = digestFor(kind);
        const QString base = path(QStringLiteral("%1-%2").arg(kind).arg(widthMm));
        QString error;
        for (const char* suffix : { ".svg", ".pdf", ".png" }) {
            QVERIFY2(exportFigure(kind, digest, base + suffix, widthMm, 300, &error), qPrintable(error));
        }
        const QByteArray svg = contents(base + ".svg");
        QVERIFY(elements(svg, QStringLiteral("svg")) == 1);
        QVERIFY(elements(svg, QStringLiteral("text")) > 5);
        QVERIFY(svg.contains(QStringLiteral("width=\"%1mm\"").arg(widthMm).toLatin1()));
        const QByteArray pdf = contents(base + ".pdf");
        QVERIFY(pdf.startsWith("%PDF"));
        QVERIFY(pdf.contains("/FontFile")); // the font travels with the figure
        const QImage png(base + ".png");
        QCOMPARE(png.width(), qRound(widthMm / 25.4 * 300));
        QCOMPARE(png.dotsPerMeterX(), 11811);
    }

    void aPictureHasTheColoursOfItsSeries()
    {
        QString error;
        const auto picture = [&](const QString& kind) {
            const QString file = path(kind + "-colours.png");
            return exportFigure(kind, digestFor(kind), file, 84, 300, &error) ? QImage(file) : QImage();
        };
        const widgets::Theme t = widgets::Theme::print();
        const QImage weights = picture(QStringLiteral("weights"));
        for (std::size_t m = 0; m < 3; ++m) {
            QVERIFY(hasColour(weights, t.modality(m)));
            QVERIFY(hasColour(weights, widgets::blended(widgets::Theme::band(t.modality(m)), Qt::white)));
        }
        const QImage density = picture(QStringLiteral("density"));
        QVERIFY(hasColour(density, t.corrections));
        QVERIFY(hasColour(density, t.mistakes));
        QVERIFY(hasColour(picture(QStringLiteral("metric")), t.accent));
        QVERIFY(hasColour(picture(QStringLiteral("metric")), t.baseline));
    }

    void anExportedScatterDrawsEveryPoint()
    {
        const jobs::RunDigest digest = sample::regression(5, 40, 5000, store::RunStatus::Finished);
        const QString file = path(QStringLiteral("all-points.svg"));
        QString error;
        QVERIFY2(exportFigure(QStringLiteral("scatter"), digest, file, 84, 300, &error), qPrintable(error));
        const QByteArray svg = contents(file);
        // Qt writes an ellipse as a path or circle, a diamond as a path: nothing else comes 5,000 times.
        const int drawn = elements(svg, QStringLiteral("path")) + elements(svg, QStringLiteral("circle"))
            + elements(svg, QStringLiteral("ellipse")) + elements(svg, QStringLiteral("polygon"));
        QVERIFY2(drawn >= 5000, qPrintable(QString::number(drawn)));
        QCOMPARE(elements(svg, QStringLiteral("image")), 0);
    }

    void labelsFromEvaluationAreNamedOnTheFigure()
    {
        jobs::RunDigest digest = digestFor(QStringLiteral("weights"));
        const QString file = path(QStringLiteral("note.svg"));
        QVERIFY(exportFigure(QStringLiteral("weights"), digest, file));
        QVERIFY(!contents(file).contains("uses evaluation labels"));
        digest.run.spec.variance = weighting::Variance::ResidualLabels;
        for (const char* kind : { "weights", "metric", "density", "scatter" }) {
            QVERIFY(exportFigure(QString::fromLatin1(kind), digest, file));
            QVERIFY(contents(file).contains("uses evaluation labels"));
            QVERIFY(figureCsv(QString::fromLatin1(kind), digest)
                        .contains(QLatin1String("uses evaluation labels")));
        }
    }

    void whatCannotBeDrawnSaysWhy_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("widthMm");
        QTest::addColumn<int>("dpi");
        QTest::addColumn<QString>("says");
        QTest::newRow("kind") << "pie"
                              << "a.svg" << 84.0 << 300 << "choose one of weights, metric";
        QTest::newRow("format") << "weights"
                                << "a.gif" << 84.0 << 300 << ".svg, .pdf or .png";
        QTest::newRow("width") << "weights"
                               << "a.svg" << 2.0 << 300 << "30 to 1000 mm";
        QTest::newRow("not a number") << "weights"
                                      << "a.svg" << std::nan("") << 300 << "30 to 1000 mm";
        QTest::newRow("dpi") << "weights"
                             << "a.png" << 84.0 << 5 << "50 to 2400 dpi";
        QTest::newRow("task") << "classes"
                              << "a.svg" << 84.0 << 300 << "Labels of this cohort are numbers";
        QTest::newRow("folder") << "weights"
                                << "no/such/a.svg" << 84.0 << 300 << "could not be written";
    }

    void whatCannotBeDrawnSaysWhy()
    {
        QFETCH(QString, kind);
        QFETCH(QString, file);
        QFETCH(double, widthMm);
        QFETCH(int, dpi);
        QFETCH(QString, says);
        QString error;
        QTemporaryDir folder;
        QVERIFY(!exportFigure(
            kind, digestFor(QStringLiteral("weights")), folder.filePath(file), widthMm, dpi, &error));
        QVERIFY2(error.contains(says), qPrintable(error));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void aRunWithoutDataLeavesAnOldFileAlone()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("weights.svg"));
        QVERIFY(exportFigure(QStringLiteral("weights"), digestFor(QStringLiteral("weights")), file));
        const QByteArray before = contents(file);
        QString error;
        QVERIFY(!exportFigure(
            QStringLiteral("weights"), sample::empty(training::Step::Baseline), file, 84, 300, &error));
        QVERIFY2(error.contains(QLatin1String("step 3")), qPrintable(error));
        QCOMPARE(contents(file), before);
    }

    void csvHoldsWhatTheFigureDraws()
    {
        const jobs::RunDigest digest = digestFor(QStringLiteral("weights"));
        const QStringList weights
            = figureCsv(QStringLiteral("weights"), digest).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(weights.size(), 25);
        QVERIFY(weights[0].startsWith(QLatin1String("epoch,Text_mean,Text_low,Text_high,Audio_mean")));
        QCOMPARE(weights[3].split(',')[1].toDouble(), digest.weights[0][2].mean);
        QCOMPARE(figureCsv(QStringLiteral("scatter"), digest).count('\n'), 687);
        QCOMPARE(figureCsv(QStringLiteral("density"), digest).count('\n'), 601);
        QCOMPARE(figureCsv(QStringLiteral("metric"), digest).count('\n'), 31);

        jobs::RunDigest classes = digestFor(QStringLiteral("classes"));
        classes.classes[0] = "short, \"under 3\"";
        const QString bars = figureCsv(QStringLiteral("classes"), classes);
        QVERIFY(bars.contains(QLatin1String("\"short, \"\"under 3\"\"\",146,12,7\n")));
        QCOMPARE(figureCsv(QStringLiteral("confusion"), classes).count('\n'), 17);
        QVERIFY(figureCsv(QStringLiteral("pie"), classes).isEmpty());
    }
};

QTEST_MAIN(ExportFigureTest)
#include "tst_exportfigure.moc"
