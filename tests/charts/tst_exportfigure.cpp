// SPDX-License-Identifier: GPL-3.0-or-later
#include "byname.h"
#include "sampledigest.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>

using namespace btw;
using namespace btw::charts;
using namespace btw::charts::sample;

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
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == name
            && xml.prefix().isEmpty()) {
            ++count;
        }
    }
    return xml.hasError() ? -1 : count;
}

/// Shapes that are filled in this colour.
std::int64_t marksOf(const QByteArray& svg, const QColor& colour)
{
    QXmlStreamReader xml(svg);
    std::int64_t count = 0;
    bool isOurs = false; // Qt opens a group where pen or brush change
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("g"))
            isOurs = xml.attributes().value(QLatin1String("fill")) == colour.name();
        else if (isOurs && xml.name() != QLatin1String("text"))
            ++count;
    }
    return count;
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

/// A run whose modalities and classes have these names.
jobs::RunDigest named(const QStringList& names)
{
    jobs::RunDigest digest = sample::classification(24, 40, store::RunStatus::Finished);
    const auto weights = digest.weights;
    const auto bars = digest.errors->classes;
    const auto size = static_cast<std::size_t>(names.size());
    digest.modalities.clear();
    digest.weights.clear();
    digest.errors->classes.clear();
    digest.confusion.assign(size, std::vector<std::int64_t>(size, 1));
    for (std::size_t i = 0; i < size; ++i) {
        digest.modalities.push_back(names[static_cast<qsizetype>(i)].toStdString());
        digest.weights.push_back(weights[i % weights.size()]);
        for (auto& weight : digest.weights.back()) {
            weight.mean += 0.02 * static_cast<double>(i);
        }
        digest.errors->classes.push_back(bars[i % bars.size()]);
        digest.confusion[i][i] = 20 + static_cast<std::int64_t>(i);
    }
    digest.classes = digest.modalities;
    return digest;
}

QStringList numbered(int count, const QString& before, const QString& after)
{
    QStringList names;
    for (int i = 0; i < count; ++i) {
        names << before + QString::number(i) + after;
    }
    return names;
}

QStringList textsOf(const QByteArray& svg)
{
    QStringList texts;
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("text")) {
            texts << xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
    }
    return texts;
}

/// Whether some text stands for this name and for no other of them, be it whole, shortened or one line of it.
bool isTold(const QString& name, const QStringList& names, const QStringList& texts)
{
    static const QRegularExpression number(QStringLiteral("\\s+[-\u2212]?[\\d.,]+$"));
    for (const QString& whole : texts) {
        for (const QString& text : { whole, QString(whole).remove(number) }) {
            if (text == name) {
                return true;
            }
            const QStringList ends = text.split(QChar(0x2026));
            QStringList fits;
            for (const QString& other : names) {
                if (ends.size() == 1
                        ? other.contains(text)
                        : other.startsWith(ends.first().trimmed()) && other.endsWith(ends.last().trimmed())) {
                    fits << other;
                }
            }
            if (fits == QStringList { name }) {
                return true;
            }
        }
    }
    return false;
}

/// Whether something is drawn in the outermost columns: there it would be cut.
bool hasInkAtTheSides(const QImage& image)
{
    for (const int x : { 0, 1, image.width() - 2, image.width() - 1 }) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y) != QColor(Qt::white)) {
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

    void namesOfModelsAreBrokenBeforeTheyAreCut()
    {
        auto data = sample::study();
        auto study = std::make_shared<experiments::StudyFacts>(*data.study);
        const QStringList names {
            QStringLiteral(
                "Mixture of experts, weighting by personal disagreement (modalities person + tumour)"),
            QStringLiteral("Mixture of experts, weighting by agreement (modalities person + tumour)")
        };
        QVERIFY(study->models.size() >= 2);
        for (qsizetype i = 0; i < names.size(); ++i)
            study->models[static_cast<std::size_t>(i)].name = names[i];
        data.study = study;
        QString error;
        QVERIFY2(
            exportFigure(QStringLiteral("models"), data, path(QStringLiteral("names.svg")), 84, 300, &error),
            qPrintable(error));
        const QString drawn = textsOf(contents(path(QStringLiteral("names.svg")))).join(QLatin1Char(' '));
        for (const QString& name : names)
            QVERIFY2(drawn.contains(name), qPrintable(drawn));
    }

    void everyKindIsWrittenInEveryFormat()
    {
        QFETCH(QString, kind);
        QFETCH(double, widthMm);
        const auto digest = dataFor(kind, digestFor(kind));
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
        // One marker an instance and one before each of the two labels, in the colour of its side.
        const widgets::Theme theme = widgets::Theme::print();
        QCOMPARE(marksOf(svg, theme.corrections), digest.errors->corrections + 1);
        QCOMPARE(marksOf(svg, theme.mistakes), digest.errors->mistakes + 1);
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

    void figuresOfTestRowsSayHowOftenTheseWereLookedAt()
    {
        const QString file = path(QStringLiteral("looks.svg"));
        for (const char* kind : { "weights", "metric", "density", "scatter", "classes", "confusion" }) {
            jobs::RunDigest digest = digestFor(QLatin1String(kind));
            digest.looks = 3;
            const bool isOfTestRows = strcmp(kind, "weights") != 0 && strcmp(kind, "metric") != 0;
            const QByteArray note("3 looks at these test rows in this store");
            QVERIFY(exportFigure(QLatin1String(kind), digest, file));
            QCOMPARE(contents(file).contains(note), isOfTestRows);
            QCOMPARE(
                figureCsv(QLatin1String(kind), digest).toUtf8().endsWith("# " + note + "\n"), isOfTestRows);
            digest.looks = 0; // a picture of validation rows
            QVERIFY(exportFigure(QLatin1String(kind), digest, file));
            QVERIFY(!contents(file).contains("looks at"));
        }
    }

    void namesAreToldInEveryFigure_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("widthMm");
        const QList<std::pair<QString, QStringList>> sets {
            { QStringLiteral("markup"),
                { "NO", "<30", ">30", "a & b", "\"quoted\"", "<b>bold</b>", "it's &amp;" } },
            { QStringLiteral("long"),
                { "Transthoracic_echocardiography_with_contrast_agent_in_2021_and_2022", "ecg" } },
            { QStringLiteral("14 alike"), numbered(14, QStringLiteral("modality_with_long_name_"), {}) },
            { QStringLiteral("10 classes"), numbered(10, "class number ", " long name") },
            { QStringLiteral("30 classes"), numbered(30, "ward ", " of the hospital") },
            { QStringLiteral("8 of the same end"),
                numbered(8, {}, "_measured_in_the_morning_at_the_bedside") },
            { QStringLiteral("two words"), { "left lung", "left heart", "right lung", "right heart" } },
            { QStringLiteral("other scripts"), { "Größe des Körpers", "中文名称一", "中文名称二", "Ж" } },
        };
        for (const auto& [name, names] : sets) {
            for (const char* kind : { "weights", "classes", "confusion" }) {
                for (const double widthMm : { 80.0, 170.0 }) {
                    QTest::newRow(qPrintable(QStringLiteral("%1-%2-%3").arg(kind, name).arg(widthMm)))
                        << names << QString::fromLatin1(kind) << widthMm;
                }
            }
        }
    }

    void namesAreToldInEveryFigure()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, kind);
        QFETCH(double, widthMm);
        const QString base = path(QString::fromLatin1(QTest::currentDataTag()).replace(' ', '-'));
        QString error;
        QVERIFY2(exportFigure(kind, named(names), base + ".svg", widthMm, 200, &error), qPrintable(error));
        QVERIFY2(exportFigure(kind, named(names), base + ".png", widthMm, 200, &error), qPrintable(error));
        const QByteArray svg = contents(base + ".svg");
        QCOMPARE(elements(svg, QStringLiteral("svg")), 1);
        QVERIFY(!hasInkAtTheSides(QImage(base + ".png")));
        const QStringList texts = textsOf(svg);
        const auto told = [&](const QString& name) { return isTold(name, names, texts); };
        const auto count = std::count_if(names.begin(), names.end(), told);
        const int all = static_cast<int>(names.size());
        const auto says = [&](const QString& text) {
            return std::any_of(
                texts.begin(), texts.end(), [&](const QString& t) { return t.contains(text); });
        };
        QVERIFY2(count == all
                || (count >= all / 3 && (says(QStringLiteral("of %1 named").arg(all)) || says("more"))),
            qPrintable(texts.join(QStringLiteral(" | "))));
    }

    void whateverTheNamesEveryFigureIsXml()
    {
        QString all;
        for (ushort code = 1; code < 0x180; ++code) {
            all += QChar(code);
        }
        const QStringList names { all, QStringLiteral("]]><!-- --><script>"), QString(QChar(0xFFFF)) + "x",
            QStringLiteral("\U0001F600\U0001F468\u200D\U0001F469"), QStringLiteral("\u202Eabc"),
            QStringLiteral(" "), QStringLiteral("a\nb\r\tc"), QStringLiteral("a\x01") + "b",
            QStringLiteral("a\x02") + "b" };
        jobs::RunDigest digest = named(names);
        digest.run.step = training::Step::Unimodal;
        digest.run.modality = names[0];
        const QString file = path(QStringLiteral("odd.svg"));
        for (const char* kind : { "weights", "metric", "classes", "confusion" }) {
            QString error;
            QVERIFY2(
                exportFigure(QString::fromLatin1(kind), digest, file, 84, 300, &error), qPrintable(error));
            const QByteArray svg = contents(file);
            QVERIFY2(elements(svg, QStringLiteral("text")) > 5, kind);
            QCOMPARE(elements(svg, QStringLiteral("title")), 1);
            QCOMPARE(elements(svg, QStringLiteral("desc")), 1);
            QCOMPARE(elements(svg, QStringLiteral("script")), 0);
        }
    }

    void numbersOfEverySizeStayInside_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<double>("widthMm");
        for (const double scale : { 1e-9, 1e-3, 1.0, 4e4, 1e6, 3e12 }) {
            for (const double widthMm : { 30.0, 84.0, 170.0 }) {
                QTest::newRow(qPrintable(QStringLiteral("%1-%2").arg(scale).arg(widthMm)))
                    << scale << widthMm;
            }
        }
    }

    void numbersOfEverySizeStayInside()
    {
        QFETCH(double, scale);
        QFETCH(double, widthMm);
        jobs::RunDigest digest = digestFor(QStringLiteral("scatter"));
        for (auto* values :
            { &digest.errors->y, &digest.errors->delta, &digest.validationMetric, &digest.baselineMetric,
                &digest.errors->all.x, &digest.errors->corrected.x, &digest.errors->mistaken.x }) {
            for (double& value : *values) {
                value *= scale;
            }
        }
        for (auto* curve : { &digest.errors->all, &digest.errors->corrected, &digest.errors->mistaken }) {
            for (double& value : curve->density) {
                value /= scale;
            }
        }
        for (const char* kind : { "metric", "density", "scatter" }) {
            const QString base
                = path(QStringLiteral("%1-%2").arg(kind, QString::fromLatin1(QTest::currentDataTag())));
            QString error;
            for (const char* suffix : { ".png", ".svg" }) {
                QVERIFY2(exportFigure(QString::fromLatin1(kind), digest, base + suffix, widthMm, 200, &error),
                    qPrintable(error));
            }
            QVERIFY2(!hasInkAtTheSides(QImage(base + ".png")), kind);
            // Each of the two axes has one zero at most.
            QStringList numbers;
            for (const QString& text : textsOf(contents(base + ".svg"))) {
                static const QRegularExpression number(QStringLiteral("^[+\u2212]?[\\d.]+(e\u2212?\\d+)?$"));
                if (number.match(text).hasMatch()) {
                    numbers << text;
                }
            }
            QVERIFY2(numbers.size() >= 3, qPrintable(numbers.join(' ')));
            QVERIFY2(numbers.count(QStringLiteral("0.000")) <= 2, qPrintable(numbers.join(' ')));
        }
    }

    void whatCannotBeDrawnSaysWhy_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("widthMm");
        QTest::addColumn<int>("dpi");
        QTest::addColumn<QString>("says");
        QTest::newRow("format") << "weights"
                                << "a.gif" << 84.0 << 300 << ".svg, .pdf, .png or .csv";
        QTest::newRow("width") << "weights"
                               << "a.svg" << 2.0 << 300 << "30 to 1000 mm";
        QTest::newRow("not a number") << "weights"
                                      << "a.svg" << std::nan("") << 300 << "30 to 1000 mm";
        QTest::newRow("dpi") << "weights"
                             << "a.png" << 84.0 << 5 << "50 to 2400 dpi";
        QTest::newRow("task") << "classes"
                              << "a.svg" << 84.0 << 300 << "Labels of this cohort are numbers";
        QTest::newRow("task, as CSV") << "classes"
                                      << "a.csv" << 84.0 << 300 << "needs a weighted run";
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
        QCOMPARE(figureCsv(QStringLiteral("metric"), digest).count('\n'), 31);

        jobs::RunDigest classes = digestFor(QStringLiteral("classes"));
        classes.classes[0] = "short, \"under 3\"";
        const QString bars = figureCsv(QStringLiteral("classes"), classes);
        QVERIFY(bars.contains(QLatin1String("\"short, \"\"under 3\"\"\",146,12,7\n")));
        QCOMPARE(figureCsv(QStringLiteral("confusion"), classes).count('\n'), 17);
        QString error;
        const QString file = path(QStringLiteral("bars.csv"));
        QVERIFY2(exportFigure(QStringLiteral("classes"), classes, file, 84, 300, &error), qPrintable(error));
        QCOMPARE(QString::fromUtf8(contents(file)), bars);
    }
};

QTEST_MAIN(ExportFigureTest)
#include "tst_exportfigure.moc"
