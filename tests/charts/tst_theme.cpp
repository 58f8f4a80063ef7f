// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFrame>
#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using btw::widgets::Theme;

namespace {

Theme themeOf(const QString& name)
{
    return name == QLatin1String("dark") ? Theme::dark()
        : name == QLatin1String("high")  ? Theme::highContrast()
        : name == QLatin1String("print") ? Theme::print()
                                         : Theme::light();
}

enum class Sight { Normal, Deuteranopia, Protanopia };

/// Any two of a palette: in OKLab, where about 0.02 is the least that is seen side by side. Lines and labels
/// are thin and stand apart, so five times that; somebody who is colour-blind has fewer directions left.
constexpr double kApart = 0.10;
constexpr double kApartColourBlind = 0.06;
constexpr double kOtherKind = 0.08; // of a class and a modality, which are told apart by what they are, too

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

Triple product(const Matrix& m, const Triple& v)
{
    Triple result {};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k)
            result[i] += m[i][k] * v[k];
    return result;
}

/// OKLab (Ottosson 2020) of an sRGB colour, as it is seen: Machado, Oliveira and Fernandes 2009, severity 1.
Triple labOf(const QColor& colour, Sight sight)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    Triple rgb { linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF()) };
    constexpr Matrix kDeuteranopia { { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 },
        { -0.011820, 0.042940, 0.968881 } } };
    constexpr Matrix kProtanopia { { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 },
        { -0.003882, -0.048116, 1.051998 } } };
    if (sight != Sight::Normal)
        rgb = product(sight == Sight::Deuteranopia ? kDeuteranopia : kProtanopia, rgb);
    for (auto& c : rgb)
        c = std::clamp(c, 0.0, 1.0);
    constexpr Matrix kCones { { { 0.4122214708, 0.5363325363, 0.0514459929 },
        { 0.2119034982, 0.6806995451, 0.1073969566 }, { 0.0883024619, 0.2817188376, 0.6299787005 } } };
    constexpr Matrix kLab { { { 0.2104542553, 0.7936177850, -0.0040720468 },
        { 1.9779984951, -2.4285922050, 0.4505937099 }, { 0.0259040371, 0.7827717662, -0.8086757660 } } };
    Triple cones = product(kCones, rgb);
    for (auto& c : cones)
        c = std::cbrt(c);
    return product(kLab, cones);
}

double apart(const QColor& a, const QColor& b, Sight sight)
{
    const Triple x = labOf(a, sight);
    const Triple y = labOf(b, sight);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

bool areTold(const QColor& a, const QColor& b)
{
    return apart(a, b, Sight::Normal) >= kApart && apart(a, b, Sight::Deuteranopia) >= kApartColourBlind
        && apart(a, b, Sight::Protanopia) >= kApartColourBlind;
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastFollowsItsDefinition()
    {
        QCOMPARE(btw::widgets::contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(btw::widgets::contrastRatio(Qt::white, Qt::white), 1.0);
        // #767676 is the lightest grey that passes 4.5:1 on white.
        QVERIFY(btw::widgets::contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(btw::widgets::contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void everyTextCanBeRead_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "light", "dark", "high", "print" }) {
            QTest::newRow(name) << QString::fromLatin1(name);
        }
    }

    void everyTextCanBeRead()
    {
        QFETCH(QString, name);
        const Theme t = themeOf(name);
        QList<std::pair<QString, std::pair<QColor, QColor>>> pairs;
        const auto add = [&](const QString& what, const QColor& text, const QColor& ground) {
            pairs.push_back({ what, { text, ground } });
        };
        for (const auto& [ground, on] :
            { std::pair { t.background, "background" }, std::pair { t.panel, "panel" } }) {
            const QString place = QString::fromLatin1(on);
            add("text on " + place, t.text, ground);
            add("dim on " + place, t.dim, ground);
            add("accent on " + place, t.accent, ground);
            add("danger on " + place, t.danger, ground);
            add("good on " + place, t.good, ground);
            add("corrections on " + place, t.correctionsText, ground);
            add("mistakes on " + place, t.mistakesText, ground);
            add("baseline on " + place, t.baselineText, ground);
            for (std::size_t m = 0; m < t.modalityTexts.size(); ++m) {
                add("modality " + QString::number(m) + " on " + place, t.modalityText(m), ground);
            }
            for (std::size_t c = 0; c < t.classes.size(); ++c)
                add("class " + QString::number(c) + " on " + place, t.classColour(c), ground);
        }
        add("text on soft", t.text, t.accentSoft);
        add("accent on soft", t.accent, t.accentSoft);
        add("dim on soft", t.dimOnSoft, t.accentSoft);
        add("text on accent", t.accentText, t.accent);
        add("text on hover", t.text, t.hover);
        add("dim on hover", t.dim, t.hover);
        add("warning", t.warning, t.warningSoft);
        for (std::size_t m = 0; m < t.modalityTexts.size(); ++m) {
            // A direct label may stand on another modality's band.
            for (std::size_t other = 0; other < t.modalities.size(); ++other) {
                const QColor band = btw::widgets::blended(Theme::band(t.modality(other)), t.panel);
                QVERIFY2(btw::widgets::contrastRatio(t.modalityText(m), band) >= 3, qPrintable(name));
            }
        }
        for (const auto& [what, colours] : pairs) {
            const double ratio = btw::widgets::contrastRatio(colours.first, colours.second);
            QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1: %2").arg(what).arg(ratio)));
        }
    }

    void modalitiesDifferFromEachOther_data() { everyTextCanBeRead_data(); }

    void modalitiesDifferFromEachOther()
    {
        QFETCH(QString, name);
        const Theme t = themeOf(name);
        const std::vector<QColor> series(t.modalities.begin(), t.modalities.end());
        const std::vector<QColor> texts(t.modalityTexts.begin(), t.modalityTexts.end());
        QCOMPARE(series.size(), std::size_t(8));
        for (const auto& colours : { series, texts })
            for (std::size_t a = 0; a < colours.size(); ++a)
                for (std::size_t b = a + 1; b < colours.size(); ++b)
                    QVERIFY2(areTold(colours[a], colours[b]),
                        qPrintable(QStringLiteral("%1 and %2: %3")
                                       .arg(a)
                                       .arg(b)
                                       .arg(apart(colours[a], colours[b], Sight::Deuteranopia))));
        QCOMPARE(t.modality(8), t.modality(0));
        QVERIFY(Theme::modalityDash(8) != Theme::modalityDash(0));
        QCOMPARE(Theme::modalityDash(7), Theme::modalityDash(0));
    }

    void classesDifferFromEachOtherAndFromModalities_data() { everyTextCanBeRead_data(); }

    void classesDifferFromEachOtherAndFromModalities()
    {
        QFETCH(QString, name);
        const Theme t = themeOf(name);
        for (std::size_t a = 0; a < t.classes.size(); ++a) {
            for (std::size_t b = a + 1; b < t.classes.size(); ++b)
                QVERIFY2(areTold(t.classes[a], t.classes[b]),
                    qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
            for (std::size_t m = 0; m < t.modalities.size(); ++m)
                for (const QColor& other : { t.modality(m), t.modalityText(m) })
                    QVERIFY2(apart(t.classes[a], other, Sight::Normal) >= kOtherKind,
                        qPrintable(QStringLiteral("class %1 and modality %2").arg(a).arg(m)));
        }
        QCOMPARE(t.classColour(6), t.classColour(0));
        QVERIFY(Theme::classDash(6) != Theme::classDash(0));
    }

    void distancesAreThoseOfOklab()
    {
        // Published with OKLab, and the distance of the two label colours that were taken for each other: by
        // numpy.
        QVERIFY(std::abs(labOf(QColor(Qt::white), Sight::Normal)[0] - 1) < 1e-3);
        const auto red = labOf(QColor(255, 0, 0), Sight::Normal);
        QVERIFY(std::abs(red[0] - 0.62796) < 1e-3 && std::abs(red[1] - 0.22486) < 1e-3
            && std::abs(red[2] - 0.12585) < 1e-3);
        const QColor blue(0x00, 0x6A, 0xA6);
        const QColor sky(0x1C, 0x71, 0x9F);
        QVERIFY(std::abs(apart(blue, sky, Sight::Normal) - 0.0281) < 2e-4);
        QVERIFY(std::abs(apart(blue, sky, Sight::Deuteranopia) - 0.0320) < 2e-4);
        QVERIFY(!areTold(blue, sky));
    }

    void lightModalitiesAreTheNamedColours()
    {
        const Theme t = Theme::light();
        const QStringList names { "#0072b2", "#d55e00", "#8250df", "#56b4e9", "#8c564b", "#cc79a7", "#303350",
            "#5b6000" };
        for (std::size_t m = 0; m < 8; ++m) {
            QCOMPARE(t.modality(m).name(), names[static_cast<qsizetype>(m)]);
        }
        QCOMPARE(t.corrections.name(), QStringLiteral("#009e73"));
        QCOMPARE(t.mistakes.name(), QStringLiteral("#e69f00"));
    }

    void styleSheetHasNoUnknownNameAndParses_data() { everyTextCanBeRead_data(); }

    void styleSheetHasNoUnknownNameAndParses()
    {
        QFETCH(QString, name);
        const QString sheet = themeOf(name).styleSheet();
        QVERIFY(!sheet.contains(QLatin1Char('@')));
        QVERIFY(!sheet.contains(QLatin1String(": ;")) && !sheet.contains(QLatin1String("solid ;")));
        QTest::failOnWarning(QRegularExpression(QStringLiteral("Could not parse")));
        qApp->setStyleSheet(sheet);
        QPushButton button(QStringLiteral("Start"));
        button.setProperty("kind", QStringLiteral("primary"));
        button.ensurePolished();
        qApp->setStyleSheet(QString());
    }

    void aCardIsPaintedAsAPanel()
    {
        const Theme t = Theme::dark();
        QFrame card;
        card.setProperty("card", true);
        card.setStyleSheet(t.styleSheet());
        card.resize(80, 60);
        QCOMPARE(card.grab().toImage().pixelColor(40, 30), t.panel);
    }

    void schemeFollowsTheDesktop()
    {
        QPalette desktop;
        desktop.setColor(QPalette::Window, QColor(30, 30, 30));
        QVERIFY(Theme::forScheme(desktop).isDark);
        desktop.setColor(QPalette::Window, QColor(240, 240, 240));
        QVERIFY(!Theme::forScheme(desktop).isDark);
    }

    void tabularFiguresHaveOneWidth()
    {
        const QFont font = Theme::textFont();
        QCOMPARE(btw::widgets::tabularWidth(font, QStringLiteral("1111")),
            btw::widgets::tabularWidth(font, QStringLiteral("8408")));
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
