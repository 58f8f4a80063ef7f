// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/translations.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <set>

using namespace btw;

namespace {

struct Message
{
    QString source;
    QStringList forms;
};

std::vector<Message> messagesOf(const QString& path)
{
    QFile file(path);
    std::vector<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source"))
            messages.push_back({ xml.readElementText(), {} });
        else if (xml.name() == QLatin1String("numerusform"))
            messages.back().forms << xml.readElementText();
    }
    return xml.hasError() ? std::vector<Message>() : messages;
}

std::set<QString> placesIn(const QString& text)
{
    static const QRegularExpression kPlace(QStringLiteral("%[1-9n]"));
    std::set<QString> places;
    for (auto match = kPlace.globalMatch(text); match.hasNext();)
        places.insert(match.next().captured());
    return places;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void englishHasBothFormsOfEveryCount();
    void absentLanguageLeavesTheSourcesEnglish();
    void oneIsNotSpokenOfAsSeveralInAnyLocale();
};

void TestTranslations::englishHasBothFormsOfEveryCount()
{
    const auto messages = messagesOf(QStringLiteral(BTW_TRANSLATIONS "/btw_en.ts"));
    QVERIFY(messages.size() > 5);
    for (const auto& message : messages) {
        QCOMPARE(message.forms.size(), 2);
        // The singular may leave a figure out; neither may ask for one that is not there.
        for (const auto& form : message.forms) {
            QVERIFY2(!form.isEmpty(), qPrintable(message.source));
            for (const auto& place : placesIn(form))
                QVERIFY2(placesIn(message.source).count(place) == 1, qPrintable(form));
        }
        QCOMPARE(message.forms.last(), message.source);
    }
}

void TestTranslations::absentLanguageLeavesTheSourcesEnglish()
{
    QCOMPARE(app::installTranslations(*QCoreApplication::instance(), QLocale(QLocale::Icelandic)), QString());
    QCOMPARE(QCoreApplication::translate("Words", "%n classes", nullptr, 4), QStringLiteral("4 classes"));
}

// Without Qt's tools, and where the locale is not English, too.
void TestTranslations::oneIsNotSpokenOfAsSeveralInAnyLocale()
{
    app::installTranslations(*QCoreApplication::instance(), QLocale(QLocale::Icelandic));
    const auto said = [](int n) {
        return QCoreApplication::translate(
            "btw::pages::OutlookCard", "%n models are unlike any trained here before", nullptr, n);
    };
    QCOMPARE(said(1), QStringLiteral("1 model is unlike any trained here before"));
    QCOMPARE(said(2), QStringLiteral("2 models are unlike any trained here before"));
    QCOMPARE(
        QCoreApplication::translate("btw::pages::OutlookCard", "1 training"), QStringLiteral("1 training"));
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
