// SPDX-License-Identifier: GPL-3.0-or-later
// Names that do not fit are shortened so that a reader can still tell them apart.
#include "ui/charts/legend.h"
#include "ui/charts/nameaxis.h"
#include "ui/widgets/names.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <random>

using namespace btw::charts;
using namespace btw::widgets;

namespace {

const QString kEllipsis(QChar(0x2026));

/// Letters of several widths, as in a font.
double widthOf(const QString& text)
{
    double width = 0;
    for (const QChar c : text)
        width += QStringLiteral("il.,' ").contains(c) ? 2.5 : QStringLiteral("mwMW_@").contains(c) ? 8 : 5;
    return width;
}

/// The names that a shortened text may stand for.
QStringList meant(const QString& text, const QStringList& names)
{
    static const QRegularExpression numberAtEnd(QStringLiteral("#(\\d+)$"));
    if (names.contains(text))
        return { text };
    const auto number = numberAtEnd.match(text);
    if (number.hasMatch())
        return { names[number.captured(1).toInt() - 1] };
    QStringList parts;
    for (const QString& part : text.split(kEllipsis))
        parts << QRegularExpression::escape(part);
    const QRegularExpression form(QRegularExpression::anchoredPattern(parts.join(QStringLiteral(".+"))),
        QRegularExpression::DotMatchesEverythingOption);
    return names.filter(form);
}

class Generator
{
public:
    explicit Generator(unsigned seed)
        : m_random(seed)
    {
    }
    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }
    QString text(int length)
    {
        static const QStringList kPieces { "a", "e", "i", "m", "W", "_", " ", "-", "7", "0", "<", ">", "&",
            "\"", "'", "<b>", "&amp;", "]]>", "é", "ß", "中", "文", "Ж", "\U0001F600",
            "\U0001F468\u200D\U0001F469\u200D\U0001F467", "e\u0301", "א", "%1", "#2" };
        QString text;
        for (int i = 0; i < length; ++i)
            text += kPieces[below(static_cast<int>(kPieces.size()))];
        return text;
    }
    /// Names that share their beginning, their end, or both.
    QStringList names()
    {
        const QString begin = text(below(3) == 0 ? 0 : below(50));
        const QString end = text(below(3) == 0 ? 0 : below(50));
        QSet<QString> names;
        const int count = 2 + below(20);
        for (int tried = 0; names.size() < count && tried < 200; ++tried)
            names << QString(begin + text(1 + below(8)) + end);
        QStringList sorted(names.begin(), names.end()); // a set's order differs from run to run
        sorted.sort();
        return sorted;
    }

private:
    std::mt19937 m_random;
};

} // namespace

class NamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersInNamesAreSortedBySize();
    void whatFitsStaysWhole();
    void theMiddleGoesFirst();
    void moreIsKeptWhereNamesWouldBeAlike();
    void aPieceOfTheMiddleStaysWhereOnlyThatDiffers();
    void theLastResortIsANumber();
    void noCharacterIsTornApart();
    void generatedNamesFitAndStayApart();
    void whatXmlForbidsIsSeen();
    void aSentenceIsCutBehindAWord();
    void aLegendKeepsEveryNumber();
    void aLegendSaysHowManyAreLeftOut();
    void generatedLegendsStayInside();
    void categoriesAreNamedWithoutTouching();
    void uprightNamesAreBrokenBeforeTheyAreShortened();
};

void NamesTest::whatFitsStaysWhole()
{
    const QStringList names { "lab", "vital", "a … b" };
    QCOMPARE(shortened(names, 100, widthOf), names);
    QCOMPARE(shortened({}, 10, widthOf), QStringList());
}

void NamesTest::numbersInNamesAreSortedBySize()
{
    QStringList names { QStringLiteral("table-10-los"), QStringLiteral("Table-3"),
        QStringLiteral("table-3-los"), QStringLiteral("table-10"), QStringLiteral("a 2 b 12"),
        QStringLiteral("a 02 b 3"), QStringLiteral("3"), QString() };
    std::sort(names.begin(), names.end(), comesBefore);
    QCOMPARE(names.join(QLatin1Char('|')),
        QStringLiteral("|3|a 02 b 3|a 2 b 12|Table-3|table-3-los|table-10|table-10-los"));
    for (const auto& one : names)
        QVERIFY(!comesBefore(one, one));
}

void NamesTest::theMiddleGoesFirst()
{
    const QString name = QStringLiteral("abcdefghjknopqrstuvxyz"); // 22 letters of 5
    QCOMPARE(shortened({ name }, 55, widthOf), QStringList { QStringLiteral("abcde…uvxyz") });
}

void NamesTest::moreIsKeptWhereNamesWouldBeAlike()
{
    const QStringList names { "class number 0 long name", "class number 1 long name",
        "class number 2 long name" };
    const QStringList shown = shortened(names, 85, widthOf);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(meant(shown[i], names), QStringList { names[i] });
        QVERIFY2(shown[i].contains(kEllipsis), qPrintable(shown[i]));
    }
}

void NamesTest::aPieceOfTheMiddleStaysWhereOnlyThatDiffers()
{
    const QString side = QStringLiteral("abcdefgh").repeated(5);
    const QStringList shown = shortened({ side + "1" + side, side + "2" + side }, 80, widthOf);
    QVERIFY2(shown[0].contains('1'), qPrintable(shown[0]));
    QVERIFY2(shown[1].contains('2'), qPrintable(shown[1]));
    QCOMPARE(shown[0].count(kEllipsis), 2);
}

void NamesTest::theLastResortIsANumber()
{
    const QString side = QStringLiteral("abcdefgh").repeated(5);
    QCOMPARE(shortened({ side + "1" + side, side + "2" + side, "short" }, 12, widthOf),
        (QStringList { "#1", "#2", "…t" }));
}

void NamesTest::noCharacterIsTornApart()
{
    const QString family = QStringLiteral("\U0001F468\u200D\U0001F469\u200D\U0001F467");
    for (double room = 20; room < 400; room += 7) {
        QString shown = shortened({ family.repeated(12) }, room, widthOf).first();
        shown.remove(family).remove(kEllipsis).remove(QStringLiteral("#1"));
        QCOMPARE(shown, QString());
    }
}

void NamesTest::generatedNamesFitAndStayApart()
{
    for (unsigned seed = 0; seed < 400; ++seed) {
        Generator generate(seed);
        const QStringList names = generate.names();
        std::vector<double> rooms;
        for (qsizetype i = 0; i < names.size(); ++i)
            rooms.push_back(30 + generate.below(200));
        const QStringList shown = shortened(names, rooms, widthOf);
        QCOMPARE(shown.size(), names.size());
        QCOMPARE(QSet<QString>(shown.begin(), shown.end()).size(), names.size());
        for (qsizetype i = 0; i < names.size(); ++i) {
            const double room = rooms[static_cast<std::size_t>(i)];
            const QByteArray what
                = QStringLiteral("seed %1: %2 -> %3").arg(seed).arg(names[i], shown[i]).toUtf8();
            QVERIFY2(widthOf(shown[i]) <= room + 0.5, what.constData());
            if (widthOf(names[i]) <= room)
                QCOMPARE(shown[i], names[i]);
            if (shown[i].count(kEllipsis) == 1 && !shown[i].contains('#') && !names[i].contains(kEllipsis))
                QVERIFY2(meant(shown[i], names) == QStringList { names[i] }, what.constData());
        }
    }
}

void NamesTest::whatXmlForbidsIsSeen()
{
    QCOMPARE(shownName(QStringLiteral("a <b> & \"c\" é 中 \U0001F600")),
        QStringLiteral("a <b> & \"c\" é 中 \U0001F600"));
    QCOMPARE(shownName(QStringLiteral("a\nb\tc\x01")), QStringLiteral("a\u240Ab\u2409c\u2401"));
    QCOMPARE(shownName(QStringLiteral("\x7f\u0085\u2028")), QStringLiteral("\u2421\\u0085\\u2028"));
    const QString alone = QString(QChar(0xD83D)) + QChar('x') + QChar(0xFFFF);
    QCOMPARE(shownName(alone), QStringLiteral("\\ud83dx\\uffff"));
    QCOMPARE(shownName(std::string("caf\xc3\xa9")), QStringLiteral("café"));
}

void NamesTest::aSentenceIsCutBehindAWord()
{
    const QString sentence = QStringLiteral("this run, best 0.68 at epoch 12");
    QCOMPARE(cutAtWord(sentence, 500, widthOf), sentence);
    for (double room = 6; room < 150; room += 1) {
        const QString cut = cutAtWord(sentence, room, widthOf);
        QVERIFY(widthOf(cut) <= room);
        QVERIFY(cut == sentence || cut.endsWith(kEllipsis));
        const QString kept = QString(cut).remove(kEllipsis).trimmed();
        QVERIFY(sentence.startsWith(kept));
        QVERIFY(cut == sentence || kept.isEmpty() || sentence[kept.size()] == QLatin1Char(' '));
    }
}

namespace {

LegendPlace placeOf(double width, double height)
{
    LegendPlace place;
    place.left = 6;
    place.top = 3;
    place.width = width;
    place.mostHeight = height;
    place.rowHeight = 14;
    place.textHeight = 12;
    place.swatch = 14;
    return place;
}

} // namespace

void NamesTest::aLegendKeepsEveryNumber()
{
    const QString long_
        = QStringLiteral("Transthoracic_echocardiography_with_contrast_agent_in_2021_and_2022");
    const Legend legend = layLegend({ { long_, "0.33" }, { "ecg", "0.67" } }, placeOf(200, 60), widthOf);
    QVERIFY2(legend.texts[0].endsWith(QLatin1String(" 0.33")), qPrintable(legend.texts[0]));
    QVERIFY(legend.texts[0].contains(kEllipsis));
    QCOMPARE(legend.texts[1], QStringLiteral("ecg 0.67"));
    QVERIFY(legend.more.isEmpty());
}

void NamesTest::aLegendSaysHowManyAreLeftOut()
{
    std::vector<LegendEntry> entries;
    for (int i = 0; i < 40; ++i)
        entries.push_back({ QStringLiteral("modality_with_long_name_%1").arg(i), QStringLiteral("0.03") });
    const Legend legend = layLegend(entries, placeOf(300, 30), widthOf);
    const auto named = std::count_if(
        legend.rects.begin(), legend.rects.end(), [](const QRectF& r) { return !r.isNull(); });
    QVERIFY(named > 2);
    QCOMPARE(legend.more, QStringLiteral("and %1 more").arg(40 - named));
    QVERIFY(!legend.moreRect.isNull());
}

void NamesTest::generatedLegendsStayInside()
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        Generator generate(seed);
        std::vector<LegendEntry> entries;
        for (const QString& name : generate.names())
            entries.push_back(
                { name, generate.below(3) == 0 ? QString() : QString::number(generate.below(100000)) });
        const LegendPlace place = placeOf(120 + generate.below(600), 14 + generate.below(200));
        const Legend legend = layLegend(entries, place, widthOf);
        QSet<QString> texts;
        std::vector<QRectF> taken;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const QRectF& rect = legend.rects[i];
            if (rect.isNull()) {
                QVERIFY(!legend.more.isEmpty());
                continue;
            }
            const QString text = legend.texts[static_cast<qsizetype>(i)];
            QVERIFY2(text.endsWith(entries[i].value), qPrintable(text));
            QVERIFY2(place.swatch + widthOf(text) <= rect.width() + 0.5, qPrintable(text));
            QVERIFY2(rect.right() <= place.left + place.width + 0.5, qPrintable(QString::number(seed)));
            QVERIFY(rect.bottom() <= legend.bottom);
            QVERIFY(std::none_of(
                taken.begin(), taken.end(), [&](const QRectF& r) { return r.intersects(rect); }));
            taken.push_back(rect);
            QVERIFY(!texts.contains(text));
            texts << text;
        }
        QVERIFY(legend.bottom <= place.top + std::max(place.mostHeight, place.rowHeight) + 0.5);
    }
}

void NamesTest::categoriesAreNamedWithoutTouching()
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        Generator generate(seed);
        const QStringList names = generate.names();
        NameRoom room;
        room.slot = 4 + generate.below(80);
        room.firstCentre = 40 + room.slot / 2;
        room.mostHeight = 60 + generate.below(60);
        room.textHeight = 9;
        room.lineHeight = 13;
        const NameAxis axis = layNames(names, room, widthOf);
        QCOMPARE(axis.lines.size(), static_cast<std::size_t>(names.size()));
        QVERIFY(axis.height <= room.mostHeight + 1);
        qsizetype last = -1000;
        for (qsizetype i = 0; i < names.size(); ++i) {
            const QStringList& lines = axis.lines[static_cast<std::size_t>(i)];
            if (lines.isEmpty())
                continue;
            for (const QString& line : lines)
                QVERIFY(widthOf(line) <= axis.rooms[static_cast<std::size_t>(i)] + 0.5);
            if (axis.direction == NameAxis::Direction::Upright)
                QVERIFY(static_cast<double>(i - last) * room.slot >= 0.9 * room.textHeight);
            if (axis.direction == NameAxis::Direction::Aslant)
                QVERIFY(room.slot * std::sin(NameAxis::kSlant) >= room.textHeight);
            last = i;
        }
        QVERIFY(axis.named > 0);
    }
}

void NamesTest::uprightNamesAreBrokenBeforeTheyAreShortened()
{
    const QStringList names { QStringLiteral(
                                  "Mixture of experts, weighting by disagreement (person + tumour)"),
        QStringLiteral("Mixture of experts, weighting by agreement (person + tumour)"),
        QStringLiteral("Constant") };
    NameRoom room;
    room.slot = 30;
    room.firstCentre = 40;
    room.mostHeight = 220;
    room.textHeight = 9;
    room.lineHeight = 13;
    const NameAxis axis = layNames(names, room, widthOf);
    QVERIFY(axis.direction == NameAxis::Direction::Upright);
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QStringList& lines = axis.lines[static_cast<std::size_t>(i)];
        QCOMPARE(lines.join(QLatin1Char(' ')), names[i]); // whole
        QVERIFY(static_cast<double>(lines.size()) * room.textHeight <= room.slot);
        for (const QString& line : lines)
            QVERIFY(widthOf(line) <= axis.height);
    }
    QCOMPARE(axis.lines[0].size(), 2);
    // Where two lines do not hold them either, they are shortened to two.
    room.mostHeight = 120;
    const NameAxis low = layNames(names, room, widthOf);
    QVERIFY(low.direction == NameAxis::Direction::Upright);
    QCOMPARE(low.lines[0].size(), 2);
    QVERIFY(low.lines[0].join(QLatin1Char(' ')).contains(kEllipsis));
    QVERIFY(low.lines[0] != low.lines[1]);
    QVERIFY(low.height <= room.mostHeight);
    room.mostHeight = 220;
    // Slots without room for two lines: shortened, and apart.
    room.slot = 20;
    const NameAxis narrow = layNames(names, room, widthOf);
    QCOMPARE(narrow.lines[0].size(), 1);
    QVERIFY(narrow.lines[0].front().contains(kEllipsis));
    QVERIFY(narrow.lines[0] != narrow.lines[1]);
}

QTEST_APPLESS_MAIN(NamesTest)
#include "tst_chartnames.moc"
