// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFrame>
#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTest>

#include <cmath>

using btw::widgets::Theme;

namespace {

Theme themeOf(const QString& name)
{
    return name == QLatin1String("dark") ? Theme::dark()
        : name == QLatin1String("high")  ? Theme::highContrast()
        : name == QLatin1String("print") ? Theme::print()
                                         : Theme::light();
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
        for (std::size_t a = 0; a < 6; ++a) {
            for (std::size_t b = a + 1; b < 6; ++b) {
                const QColor x = t.modality(a);
                const QColor y = t.modality(b);
                const int apart = std::abs(x.red() - y.red()) + std::abs(x.green() - y.green())
                    + std::abs(x.blue() - y.blue());
                QVERIFY2(apart > 60, qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
            }
        }
        QCOMPARE(t.modality(6), t.modality(0));
        QVERIFY(Theme::modalityDash(6) != Theme::modalityDash(0));
    }

    void lightModalitiesAreTheNamedColours()
    {
        const Theme t = Theme::light();
        const QStringList names { "#0072b2", "#d55e00", "#8250df", "#56b4e9", "#8c564b", "#cc79a7" };
        for (std::size_t m = 0; m < 6; ++m) {
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
