// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of figures: their file, their layout, and what the exported files hold.
#include "byname.h"
#include "engine/error.h"
#include "sampledigest.h"
#include "ui/charts/paperfont.h"
#include "ui/charts/sheetmetadata.h"
#include "ui/charts/sheetwriter.h"

#include <QGlyphRun>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QRawFont>
#include <QRegularExpression>
#include <QTest>
#include <QTextLayout>
#include <QTransform>
#include <QXmlStreamReader>

#include <algorithm>
#include <map>
#include <set>

using namespace btw;
using namespace btw::charts;

namespace {

SheetPicture::Panel panel(const QString& id, const experiments::FigureData& data, const ChartView& view = {})
{
    return { sample::figure(id), data, view };
}

experiments::FigureData digest(const jobs::RunDigest& of)
{
    experiments::FigureData data { std::make_shared<const jobs::RunDigest>(of) };
    data.source = { QStringLiteral("ICU <30 & \"x\""), QStringLiteral("0a1b2c"),
        QStringLiteral("total_UPDRS"), { 7, QStringLiteral("9f8e7d") }, QStringLiteral("moe btw, seed 1") };
    return data;
}

/// Four panels: of a run of numbers, of a run of two classes, and of a study.
std::vector<SheetPicture::Panel> four()
{
    return { panel(QStringLiteral("weights"),
                 digest(sample::regression(24, 40, 120, store::RunStatus::Finished))),
        panel(QStringLiteral("calibration"), sample::probabilities()),
        panel(QStringLiteral("adds"), sample::study()), panel(QStringLiteral("bars"), sample::study()) };
}

Sheet sheetOf(const std::vector<SheetPicture::Panel>& panels, double widthMm, int columns)
{
    Sheet sheet;
    sheet.widthMm = widthMm;
    sheet.columns = columns;
    for (const auto& one : panels)
        sheet.panels.push_back({ one.figure.id, { 12, 0, 0 }, 1, one.view });
    return sheet;
}

struct Svg
{
    QStringList texts;
    QString title, description, metadata;
    bool isWell = false;
};

Svg read(const QByteArray& bytes)
{
    Svg svg;
    QXmlStreamReader xml(bytes);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("text"))
            svg.texts << xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        else if (xml.name() == QLatin1String("title") && xml.prefix().isEmpty())
            svg.title = xml.readElementText();
        else if (xml.name() == QLatin1String("desc"))
            svg.description = xml.readElementText();
        else if (xml.name() == QLatin1String("metadata"))
            svg.metadata = xml.readElementText(QXmlStreamReader::IncludeChildElements);
    }
    svg.isWell = !xml.hasError();
    return svg;
}

/// Shows the fonts that a chart draws with.
struct OpenChart : Chart
{
    static std::vector<QFont> fontsOf(const Chart& chart)
    {
        return { (chart.*(&OpenChart::tickFont))(), (chart.*(&OpenChart::labelFont))() };
    }
};

/// The fonts in an SVG, by family and weight.
std::map<std::pair<QString, int>, QRawFont> fontsIn(const QByteArray& svg)
{
    static const QRegularExpression kFace(
        QStringLiteral("@font-face \\{ font-family: '([^']*)'; font-weight: (\\d+); font-style: \\w+; src: "
                       "url\\(data:font/\\w+;base64,([^)]*)\\)"));
    std::map<std::pair<QString, int>, QRawFont> fonts;
    for (auto found = kFace.globalMatch(QString::fromUtf8(svg)); found.hasNext();) {
        const auto match = found.next();
        fonts[{ match.captured(1), match.captured(2).toInt() }]
            = QRawFont(QByteArray::fromBase64(match.captured(3).toLatin1()), 100, QFont::PreferNoHinting);
    }
    return fonts;
}

/// A text of an SVG with the room that its letters take.
struct Placed
{
    QString text;
    QPolygonF room;
};

std::vector<Placed> placedTexts(const QByteArray& svg)
{
    static const QRegularExpression kNumber(QStringLiteral("-?[0-9.]+(e-?[0-9]+)?"));
    std::vector<Placed> all;
    QTransform transform;
    QXmlStreamReader xml(svg);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto attributes = xml.attributes();
        if (xml.name() == QLatin1String("g") && attributes.hasAttribute(QLatin1String("transform"))) {
            std::vector<double> m;
            const QString written = attributes.value(QLatin1String("transform")).toString();
            for (auto found = kNumber.globalMatch(written); found.hasNext();)
                m.push_back(found.next().captured().toDouble());
            transform = m.size() == 6 ? QTransform(m[0], m[1], m[2], m[3], m[4], m[5]) : QTransform();
        }
        if (xml.name() != QLatin1String("text"))
            continue;
        QFont font(
            attributes.value(QLatin1String("font-family")).toString().section(QLatin1Char('\''), 1, 1));
        font.setPixelSize(static_cast<int>(attributes.value(QLatin1String("font-size")).toDouble()));
        font.setWeight(static_cast<QFont::Weight>(attributes.value(QLatin1String("font-weight")).toInt()));
        const QPointF at(
            attributes.value(QLatin1String("x")).toDouble(), attributes.value(QLatin1String("y")).toDouble());
        const QString text = xml.readElementText();
        const QRectF letters = QFontMetricsF(font).tightBoundingRect(text).translated(at);
        if (!text.trimmed().isEmpty())
            all.push_back({ text, transform.map(QPolygonF(letters.adjusted(0.5, 0.7, -0.5, -0.7))) });
    }
    return all;
}

/// A run of so many classes and modalities, with counts of four digits.
jobs::RunDigest many(std::size_t classes, std::size_t modalities)
{
    auto of = sample::classification(12, 40, store::RunStatus::Finished);
    const auto weights = of.weights;
    of.modalities.clear();
    of.weights.clear();
    of.routing.clear();
    for (std::size_t m = 0; m < modalities; ++m) {
        of.modalities.push_back("modality " + std::to_string(m + 1));
        of.weights.push_back(weights[m % weights.size()]);
        for (auto& weight : of.weights.back())
            weight.mean += 0.03 * static_cast<double>(m);
        of.routing.push_back(std::vector<double>(16, 1.0 / 16));
    }
    of.classes.clear();
    of.errors->classes.clear();
    of.confusion.assign(classes, std::vector<std::int64_t>(classes, 17));
    of.confusionIds.clear();
    for (std::size_t c = 0; c < classes; ++c) {
        of.classes.push_back("ward " + std::to_string(c + 1));
        const auto size = static_cast<std::int64_t>(1000 + 137 * c);
        of.errors->classes.push_back({ size, size / 9, size / 11 });
        of.confusion[c][c] = size;
    }
    return of;
}

/// A PDF without its dates, which alone may differ.
QByteArray undated(QByteArray pdf)
{
    for (const char* key : { "/CreationDate (D:", "/ModDate (D:" })
        for (qsizetype at = pdf.indexOf(key); at >= 0; at = pdf.indexOf(key, at + 1)) {
            const qsizetype begin = at + static_cast<qsizetype>(qstrlen(key));
            pdf.replace(begin, pdf.indexOf(')', begin) - begin, "x");
        }
    return pdf;
}

} // namespace

class SheetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileReopensAsItWas()
    {
        Sheet sheet;
        sheet.widthMm = 174;
        sheet.heightMm = 120;
        sheet.columns = 2;
        sheet.style = QStringLiteral("nature");
        sheet.colours = QStringLiteral("greys");
        sheet.hasOutlines = sheet.isTransparent = true;
        sheet.panels = { { QStringLiteral("weights"), { 12, 0, 0 }, 1, { false, Range { 0, 1 } } },
            { QStringLiteral("adds"), { 0, 3, 0 }, 2, {} },
            { QStringLiteral("models"), { 0, 0, 9 }, 1, {} } };
        const QByteArray bytes = toBtwfig(sheet);
        QVERIFY(fromBtwfig(bytes, QStringLiteral("f.btwfig")) == sheet);
        QCOMPARE(toBtwfig(fromBtwfig(bytes, QStringLiteral("f.btwfig"))), bytes);
    }

    void whatIsNoPageOfFiguresIsRefusedByItsKey_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << QByteArray("{ \"btwfig\": 1,") << "is not JSON";
        QTest::newRow("another file") << QByteArray("{ \"name\": \"x\" }") << "no key btwfig";
        QTest::newRow("newer") << QByteArray("{ \"btwfig\": 2, \"panels\": [] }") << "newer version";
        QTest::newRow("unknown key") << QByteArray("{ \"btwfig\": 1, \"widht_mm\": 84, \"panels\": [] }")
                                     << "widht_mm is not a key";
        QTest::newRow("width") << QByteArray("{ \"btwfig\": 1, \"width_mm\": 3, \"panels\": [] }")
                               << "width_mm must be a number from 30 to 1000";
        QTest::newRow("style") << QByteArray("{ \"btwfig\": 1, \"style\": \"x\", \"panels\": [] }")
                               << "style is \"x\", but must be one of plain";
        QTest::newRow("no subject") << QByteArray(
            "{ \"btwfig\": 1, \"panels\": [ { \"figure\": \"weights\" } ] }")
                                    << "panels[0].run";
        QTest::newRow("two subjects")
            << QByteArray("{ \"btwfig\": 1, \"panels\": [ { \"figure\": \"weights\", "
                          "\"run\": 1, \"experiment\": 1 } ] }")
            << "panels[0].run";
        QTest::newRow("range") << QByteArray(
            "{ \"btwfig\": 1, \"panels\": [ { \"figure\": \"weights\", \"run\": 1, "
            "\"y_at_least\": [1, 0] } ] }")
                               << "panels[0].y_at_least";
        QTest::newRow("no panels") << QByteArray("{ \"btwfig\": 1 }") << "panels must be a list";
    }

    void whatIsNoPageOfFiguresIsRefusedByItsKey()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, says);
        try {
            fromBtwfig(json, QStringLiteral("f.btwfig"));
            QFAIL("it was taken");
        } catch (const Error& error) {
            const QString sentence = QString::fromUtf8(error.what());
            QVERIFY2(sentence.startsWith(QLatin1String("f.btwfig")) && sentence.contains(says),
                qPrintable(sentence));
        }
    }

    void panelsFillThePageRowByRow()
    {
        auto sheet = sheetOf(four(), 174, 2);
        sheet.panels[2].span = 2;
        const auto places = placesOf(sheet);
        const std::vector<std::pair<int, int>> wanted { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 2, 0 } };
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QCOMPARE(std::pair(places[i].row, places[i].column), wanted[i]);
        const SheetPicture picture(sheet, four());
        QCOMPARE(picture.sizeMm().width(), 174.0);
        QCOMPARE(picture.panelRectMm(0).width(), 85.0); // two columns and a gap of 4 mm
        QCOMPARE(picture.panelRectMm(2).width(), 174.0);
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(!picture.panelRectMm(i)
                             .adjusted(0.1, 0.1, -0.1, -0.1)
                             .intersects(picture.panelRectMm(j)));
    }

    void aPageOfFixedHeightHasIt()
    {
        auto sheet = sheetOf(four(), 254, 2);
        sheet.heightMm = 143;
        QVERIFY(std::abs(SheetPicture(sheet, four()).sizeMm().height() - 143) < 2);
    }

    void thePageIsTheSameBytes_data()
    {
        QTest::addColumn<QString>("suffix");
        for (const char* suffix : { "svg", "pdf", "png", "csv" })
            QTest::newRow(suffix) << QString::fromLatin1(suffix);
    }

    void thePageIsTheSameBytes()
    {
        QFETCH(QString, suffix);
        const auto sheet = sheetOf(four(), 174, 2);
        const QByteArray first = sheetBytes(sheet, four(), suffix, 150);
        const SheetPicture onScreen(sheet, four()); // what is shown meanwhile changes nothing
        QImage image(300, 300, QImage::Format_RGB32);
        QPainter painter(&image);
        onScreen.paint(painter, QSizeF(200, 100));
        QVERIFY(first.size() > 100);
        QCOMPARE(undated(sheetBytes(sheet, four(), suffix, 150)), undated(first));
    }

    void filesSayWhereTheirNumbersComeFrom()
    {
        const std::vector<SheetPicture::Panel> panels { four().front() };
        const auto sheet = sheetOf(panels, 84, 1);
        const QStringList said { QStringLiteral("run 7 (moe btw, seed 1)"),
            QStringLiteral("ICU <30 & \"x\", hash 0a1b2c"),
            QStringLiteral("7 looks at these test rows, head of their list 9f8e7d") };
        const Svg svg = read(sheetBytes(sheet, panels, QStringLiteral("svg")));
        QVERIFY(svg.isWell);
        QImage png;
        png.loadFromData(sheetBytes(sheet, panels, QStringLiteral("png"), 100));
        const QByteArray pdf = sheetBytes(sheet, panels, QStringLiteral("pdf"));
        for (const QString& words : said) {
            QVERIFY2(svg.metadata.contains(words), qPrintable(svg.metadata));
            QVERIFY2(png.text(QStringLiteral("Source")).contains(words), qPrintable(png.text()));
            QVERIFY2(pdf.contains(xmlText(words).toUtf8()), qPrintable(words));
        }
        QVERIFY(png.text(QStringLiteral("Description")).startsWith(QLatin1String("Weight of each modality")));
        QVERIFY(pdf.contains("/Title") && pdf.contains("/Metadata") && pdf.contains("<dc:description>"));
    }

    void aPictureOfASubgroupSaysSoInItsFile()
    {
        auto of = sample::regression(24, 40, 120, store::RunStatus::Finished);
        of.people = QStringLiteral("men");
        of.peopleWarning = QStringLiteral("Only the people of “men”: exploratory.");
        const auto drawn = [&of](const char* figure) {
            const std::vector<SheetPicture::Panel> panels { panel(QLatin1String(figure), digest(of)) };
            return read(sheetBytes(sheetOf(panels, 84, 1), panels, QStringLiteral("svg")));
        };
        const Svg scatter = drawn("scatter");
        QVERIFY2(scatter.metadata.contains(QStringLiteral("; people of the subgroup men only")),
            qPrintable(scatter.metadata));
        QVERIFY2(scatter.metadata.contains(of.peopleWarning), qPrintable(scatter.metadata));
        // Weights over epochs are of everybody.
        QVERIFY(!drawn("weights").metadata.contains(QStringLiteral("people of the subgroup")));
    }

    /// What a program without these fonts draws is what Qt drew: each letter is in an embedded font that its
    /// text names, with the same outline; in the order in which CSS tries the families.
    void anSvgCarriesTheFontsOfItsTexts()
    {
        auto of = sample::regression(24, 40, 120, store::RunStatus::Finished);
        of.modalities = { "tumour", "\xE8\x82\xBF\xE7\x98\xA4", // tumour in Chinese
            "\xD8\xA7\xD9\x84\xD8\xB9\xD9\x85\xD8\xB1" }; // age in Arabic
        const std::vector<SheetPicture::Panel> panels { panel(QStringLiteral("weights"), digest(of)),
            panel(QStringLiteral("adds"), sample::study()) };
        const QByteArray bytes = sheetBytes(sheetOf(panels, 174, 2), panels, QStringLiteral("svg"));
        const auto fonts = fontsIn(bytes);
        QVERIFY(fonts.size() >= 3); // Inter, bold and not, and those of the other scripts
        QVERIFY2(bytes.size() < 400'000, qPrintable(QString::number(bytes.size()))); // not whole fonts
        std::set<char32_t> seen;
        QXmlStreamReader xml(bytes);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != QLatin1String("text"))
                continue;
            const QString families = xml.attributes().value(QLatin1String("font-family")).toString();
            const int weight = xml.attributes().value(QLatin1String("font-weight")).toInt();
            QVERIFY2(weight >= 100 && weight <= 900, qPrintable(QString::number(weight)));
            const QString text = xml.readElementText();
            QStringList names = families.split(QStringLiteral(", "));
            for (QString& name : names)
                name.remove(QLatin1Char('\''));
            QFont font(names.first());
            font.setPixelSize(100);
            font.setWeight(static_cast<QFont::Weight>(weight));
            font.setHintingPreference(QFont::PreferNoHinting);
            for (const char32_t letter : text.toUcs4()) {
                const QString one = QString::fromUcs4(&letter, 1);
                const auto has = std::find_if(names.begin(), names.end(), [&](const QString& name) {
                    const auto found = fonts.find({ name, weight });
                    return found != fonts.end() && found->second.supportsCharacter(letter);
                });
                QVERIFY2(has != names.end(), qPrintable(one + QStringLiteral(" of ") + text));
                if (!seen.insert(letter).second || one == QLatin1String(" "))
                    continue;
                const auto& embedded = fonts.at({ *has, weight });
                QTextLayout layout(one, font);
                layout.beginLayout();
                layout.createLine();
                layout.endLayout();
                const auto run = layout.glyphRuns().value(0);
                const auto drawn = run.rawFont();
                const auto wanted = drawn.pathForGlyph(run.glyphIndexes().value(0)).boundingRect();
                const auto given
                    = embedded.pathForGlyph(embedded.glyphIndexesForString(one).value(0)).boundingRect();
                QVERIFY2(std::abs(wanted.width() - given.width()) < 1
                        && std::abs(wanted.height() - given.height()) < 1,
                    qPrintable(
                        QStringLiteral("%1: %2 and %3").arg(one).arg(wanted.width()).arg(given.width())));
            }
        }
        QVERIFY(!xml.hasError());
        for (const char32_t letter : { U'\u80BF', U'\u7624', U'\u0639', U't', U'0' })
            QVERIFY2(seen.count(letter) > 0, qPrintable(QString::fromUcs4(&letter, 1)));
        // Arabic letters join: the embedded font still has the rules and the joined forms.
        for (const auto& [face, font] : fonts)
            if (font.supportsCharacter(U'\u0639'))
                QVERIFY(!font.fontTable("GSUB").isEmpty());
    }

    void aPdfHasItsFontsToo()
    {
        auto of = sample::regression(24, 40, 120, store::RunStatus::Finished);
        of.modalities[0] = "\xE8\x82\xBF\xE7\x98\xA4";
        const std::vector<SheetPicture::Panel> panels { panel(QStringLiteral("weights"), digest(of)) };
        const QByteArray pdf = sheetBytes(sheetOf(panels, 84, 1), panels, QStringLiteral("pdf"));
        QVERIFY(pdf.count("/FontFile") >= 2); // Inter, and the one of the Chinese letters
    }

    void outlinesNeedNoFont()
    {
        auto sheet = sheetOf(four(), 174, 2);
        const auto texts = read(sheetBytes(sheet, four(), QStringLiteral("svg"))).texts.size();
        QVERIFY(texts > 20);
        QVERIFY(sheetBytes(sheet, four(), QStringLiteral("pdf")).contains("/FontFile"));
        sheet.hasOutlines = true;
        const QByteArray bytes = sheetBytes(sheet, four(), QStringLiteral("svg"));
        const Svg svg = read(bytes);
        QVERIFY(svg.isWell);
        QVERIFY2(svg.texts.isEmpty(), qPrintable(svg.texts.join(QLatin1Char('|'))));
        QVERIFY(!bytes.contains("@font-face"));
        QVERIFY(bytes.count("<path") >= texts);
        QVERIFY(!sheetBytes(sheet, four(), QStringLiteral("pdf")).contains("/FontFile"));
    }

    void withoutABackgroundThePaperShines()
    {
        auto sheet = sheetOf(four(), 174, 2);
        QImage image;
        image.loadFromData(sheetBytes(sheet, four(), QStringLiteral("png"), 50));
        QCOMPARE(image.pixelColor(image.width() - 1, image.height() - 1), QColor(Qt::white));
        sheet.isTransparent = true;
        image.loadFromData(sheetBytes(sheet, four(), QStringLiteral("png"), 50));
        QCOMPARE(qAlpha(image.pixel(image.width() - 1, image.height() - 1)), 0);
        QVERIFY(!read(sheetBytes(sheet, four(), QStringLiteral("svg"))).texts.isEmpty());
    }

    void namesOfDataAreEscaped()
    {
        auto of = sample::classification(12, 40, store::RunStatus::Finished);
        of.classes = { "<30 & \"x\"", "30-60", "]]>", "it's" };
        of.modalities = of.classes;
        for (const char* kind : { "weights", "classes", "confusion" }) {
            const std::vector<SheetPicture::Panel> panels { panel(QString::fromLatin1(kind), digest(of)),
                panel(QStringLiteral("adds"), sample::study()) };
            const Svg svg = read(sheetBytes(sheetOf(panels, 174, 2), panels, QStringLiteral("svg")));
            QVERIFY2(svg.isWell, kind);
            QVERIFY2(svg.texts.join(QLatin1Char('|')).contains(of.classes[0].c_str()),
                qPrintable(svg.texts.join(QLatin1Char('|'))));
            QVERIFY(svg.texts.contains(QStringLiteral("(a)")) && svg.texts.contains(QStringLiteral("(b)")));
        }
    }

    void axesNameTheLabel()
    {
        const std::vector<SheetPicture::Panel> panels { panel(
            QStringLiteral("density"), digest(sample::regression(24, 40, 686, store::RunStatus::Finished))) };
        const auto texts = read(sheetBytes(sheetOf(panels, 84, 1), panels, QStringLiteral("svg"))).texts;
        QVERIFY2(texts.contains(QStringLiteral("total_UPDRS")), qPrintable(texts.join(QLatin1Char('|'))));
        QVERIFY(captionOf(sample::figure(QStringLiteral("density")), panels[0].data)
                    .startsWith(QLatin1String("Density over total_UPDRS of all test rows (n = 686)")));
    }

    void greysAreGrey()
    {
        auto sheet = sheetOf(four(), 174, 2);
        sheet.colours = QStringLiteral("greys");
        QImage image;
        image.loadFromData(sheetBytes(sheet, four(), QStringLiteral("png"), 80));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor c = image.pixelColor(x, y);
                QVERIFY(std::abs(c.red() - c.green()) < 4 && std::abs(c.green() - c.blue()) < 4);
            }
    }

    void stylesHaveTheirSizes_data()
    {
        QTest::addColumn<QString>("style");
        for (const auto& style : sheetStyles())
            QTest::newRow(qPrintable(style.id)) << style.id;
    }

    void stylesHaveTheirSizes()
    {
        QFETCH(QString, style);
        auto sheet = sheetOf(four(), style == QLatin1String("slide") ? 254 : 174, 2);
        sheet.style = style;
        const QByteArray bytes = sheetBytes(sheet, four(), QStringLiteral("svg"));
        const Ink ink = sheetInk(sheet);
        QVERIFY(bytes.contains(QStringLiteral("font-size=\"%1\"").arg(ink.tickPx).toLatin1())
            || bytes.contains(QStringLiteral("font-size=\"%1px\"").arg(ink.tickPx).toLatin1()));
        QVERIFY(read(bytes).isWell);
    }

    void bandsCanBeLeftOutAndAxesExtended()
    {
        const auto data = digest(sample::regression(24, 40, 120, store::RunStatus::Finished));
        ChartView view;
        view.hasBands = false;
        view.atLeast = Range { 0, 5 };
        const std::vector<SheetPicture::Panel> plain { panel(QStringLiteral("weights"), data) };
        const std::vector<SheetPicture::Panel> chosen { panel(QStringLiteral("weights"), data, view) };
        const auto before = read(sheetBytes(sheetOf(plain, 84, 1), plain, QStringLiteral("svg"))).texts;
        const QByteArray after = sheetBytes(sheetOf(chosen, 84, 1), chosen, QStringLiteral("svg"));
        QVERIFY(!before.contains(QStringLiteral("5")) || !before.contains(QStringLiteral("4")));
        QVERIFY(read(after).texts.contains(QStringLiteral("5")));
        const SheetPicture picture(sheetOf(chosen, 84, 1), chosen);
        QVERIFY(!captionOf(picture).contains(QLatin1String("bands hold")));
        QVERIFY(captionOf(SheetPicture(sheetOf(plain, 84, 1), plain)).contains(QLatin1String("bands hold")));
    }

    void twelveModalitiesAreAllInTheLegend()
    {
        auto of = sample::classification(12, 40, store::RunStatus::Finished);
        const auto weights = of.weights;
        of.modalities.clear();
        of.weights.clear();
        for (std::size_t m = 0; m < 12; ++m) {
            of.modalities.push_back("modality " + std::to_string(m + 1));
            of.weights.push_back(weights[m % weights.size()]);
        }
        const std::vector<SheetPicture::Panel> panels { panel(QStringLiteral("weights"), digest(of)) };
        const QString texts = read(sheetBytes(sheetOf(panels, 84, 1), panels, QStringLiteral("svg")))
                                  .texts.join(QLatin1Char('|'));
        for (const auto& name : of.modalities)
            QVERIFY2(texts.contains(QString::fromStdString(name)), qPrintable(texts));
    }

    void noTwoTextsOverlap_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("widthMm");
        QTest::addColumn<QString>("style");
        QTest::addColumn<int>("classes");
        QTest::addColumn<int>("modalities");
        for (const QString& kind : sample::figureKinds())
            for (const auto& [classes, modalities] : { std::pair(7, 3), std::pair(20, 12) }) {
                const bool hasBoth = kind == QLatin1String("weights") || kind == QLatin1String("classes")
                    || kind == QLatin1String("confusion") || kind == QLatin1String("routing");
                if (classes == 20 && !hasBoth) // it draws neither
                    continue;
                for (const auto& [width, style] : { std::pair(84.0, "plain"), std::pair(174.0, "science"),
                         std::pair(84.0, "nature"), std::pair(254.0, "slide") })
                    QTest::newRow(qPrintable(
                        QStringLiteral("%1-%2-%3-%4").arg(kind).arg(classes).arg(width).arg(style)))
                        << kind << width << QString::fromLatin1(style) << classes << modalities;
            }
    }

    /// Names, numbers and legends of 12 modalities and 20 classes, counts of bars: each can be read.
    void noTwoTextsOverlap()
    {
        QFETCH(const QString, kind);
        QFETCH(const double, widthMm);
        QFETCH(const QString, style);
        QFETCH(const int, classes);
        QFETCH(const int, modalities);
        const bool isOfClasses = kind != QLatin1String("density") && kind != QLatin1String("scatter");
        const std::vector<SheetPicture::Panel> panels { panel(kind,
            sample::dataFor(kind,
                isOfClasses ? many(static_cast<std::size_t>(classes), static_cast<std::size_t>(modalities))
                            : sample::regression(24, 40, 686, store::RunStatus::Finished))) };
        auto sheet = sheetOf(panels, widthMm, 1);
        sheet.style = style;
        const QString folder = qEnvironmentVariable("BTW_TEST_PICTURES");
        if (!folder.isEmpty())
            writeSheet(sheet, panels,
                QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag())), 150);
        const auto texts = placedTexts(sheetBytes(sheet, panels, QStringLiteral("svg")));
        QVERIFY(texts.size() > 5);
        for (std::size_t i = 0; i < texts.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY2(!texts[i].room.intersects(texts[j].room),
                    qPrintable(texts[i].text + QStringLiteral(" over ") + texts[j].text));
    }

    void theKeyOfTheScatterLiesOutsideItsAxes_data()
    {
        QTest::addColumn<double>("widthMm");
        for (const double width : { 50.0, 84.0, 174.0, 254.0 })
            QTest::newRow(qPrintable(QString::number(width))) << width;
    }
    /// Within them it would lie on points.
    void theKeyOfTheScatterLiesOutsideItsAxes()
    {
        QFETCH(const double, widthMm);
        const std::vector<SheetPicture::Panel> panels { panel(
            QStringLiteral("scatter"), digest(sample::regression(24, 40, 686, store::RunStatus::Finished))) };
        const auto texts
            = placedTexts(sheetBytes(sheetOf(panels, widthMm, 1), panels, QStringLiteral("svg")));
        double keyEnds = 0;
        double restBegins = 1e9;
        int keys = 0;
        for (const auto& one : texts) {
            static const QRegularExpression tick(QStringLiteral("^[+\u2212]?[0-9.]+$"));
            if (one.text.startsWith(QLatin1String("corrections "))
                || one.text.startsWith(QLatin1String("mistakes "))) {
                ++keys;
                keyEnds = std::max(keyEnds, one.room.boundingRect().center().y());
            } else if (tick.match(one.text).hasMatch()) {
                restBegins = std::min(restBegins, one.room.boundingRect().top());
            }
        }
        QCOMPARE(keys, 2);
        QVERIFY2(keyEnds < restBegins, qPrintable(QStringLiteral("%1 %2").arg(keyEnds).arg(restBegins)));
    }

    void aPanelWithoutNumbersIsRefusedWithItsSentence()
    {
        auto panels = four();
        panels[1].data = {};
        try {
            sheetBytes(sheetOf(panels, 174, 2), panels, QStringLiteral("svg"));
            QFAIL("it was written");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(QLatin1String("\"calibration\" needs")),
                error.what());
        }
    }

    // A copyable font draws each letter by itself, which makes Arabic unreadable.
    void lettersThatAreJoinedStayJoinedOnPaper()
    {
        const auto isCopyable = [](const char* modality) {
            auto run = sample::regression(24, 40, 120, store::RunStatus::Finished);
            run.modalities.front() = modality;
            const auto data = digest(run);
            const SheetPicture picture(sheetOf({ panel(QStringLiteral("weights"), data) }, 84, 1),
                { panel(QStringLiteral("weights"), data) });
            const auto fonts = OpenChart::fontsOf(*picture.chart(0));
            return std::all_of(fonts.begin(), fonts.end(),
                [](const QFont& font) { return (font.styleStrategy() & QFont::PreferNoShaping) != 0; });
        };
        QVERIFY(isCopyable("text"));
        QVERIFY(isCopyable("实验室检查结果"));
        QVERIFY(isCopyable("log2(x) − 1"));
        QVERIFY(!isCopyable("صورة"));
        QVERIFY(!joinsLetters(QStringLiteral("(−0.02 to 0.03)")));
    }
};

QTEST_MAIN(SheetTest)
#include "tst_sheet.moc"
