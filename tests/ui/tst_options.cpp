// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/options.h"
#include "engine/error.h"

#include <QTemporaryDir>
#include <QTest>

using namespace btw;
using app::ScreenshotMoment;

namespace {

app::Options parse(const QStringList& arguments)
{
    return app::parseOptions(QStringList { QStringLiteral("btw-workbench") } + arguments);
}

} // namespace

class TestOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsFine();
    void everyOptionIsRead();
    void screenshotMoments_data();
    void screenshotMoments();
    void badArgumentsAreRefusedInASentence_data();
    void badArgumentsAreRefusedInASentence();
};

void TestOptions::nothingIsFine()
{
    const auto options = parse({});
    QVERIFY(options.store.isEmpty() && options.demo.isEmpty() && options.data.isEmpty());
    QVERIFY(!options.scheme && !options.size.isValid());
}

void TestOptions::everyOptionIsRead()
{
    const QTemporaryDir folder;
    const QString store = folder.filePath(QStringLiteral("p.sqlite"));
    const auto options = parse({ QStringLiteral("--store"), store, QStringLiteral("--theme"),
        QStringLiteral("dark"), QStringLiteral("--size"), QStringLiteral("1000x700"), QStringLiteral("--run"),
        QStringLiteral("newest"), QStringLiteral("--study"), QStringLiteral("2"), QStringLiteral("--page"),
        QStringLiteral("train"), QStringLiteral("--screenshot"), QStringLiteral("a.png"), folder.path() });
    QCOMPARE(options.store, store);
    QVERIFY(options.scheme == widgets::Scheme::Dark);
    QCOMPARE(options.size, QSize(1000, 700));
    QCOMPARE(options.run, -1);
    QCOMPARE(options.data, folder.path());
    QCOMPARE(options.study, std::size_t(2));
    QCOMPARE(options.page, QStringLiteral("train"));
    // Nothing trains, so nothing would finish.
    QVERIFY(options.moment == (ScreenshotMoment { ScreenshotMoment::Kind::Opened, 0 }));
    QVERIFY(parse({ QStringLiteral("--demo"), QStringLiteral("los"), QStringLiteral("--screenshot"),
                      QStringLiteral("a.png") })
                .moment
        == (ScreenshotMoment { ScreenshotMoment::Kind::Finished, 0 }));
    QCOMPARE(parse({ QStringLiteral("--study"), QStringLiteral("newest") }).study, std::size_t(1));
    QVERIFY(!options.untilShown);
    QVERIFY(parse({ QStringLiteral("--until-shown") }).untilShown);
}

void TestOptions::screenshotMoments_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("epoch");
    using Kind = ScreenshotMoment::Kind;
    QTest::newRow("start") << "start" << static_cast<int>(Kind::Start) << 0;
    QTest::newRow("epoch:12") << "epoch:12" << static_cast<int>(Kind::Epoch) << 12;
    QTest::newRow("finished") << "finished" << static_cast<int>(Kind::Finished) << 0;
    QTest::newRow("opened") << "opened" << static_cast<int>(Kind::Opened) << 0;
}

void TestOptions::screenshotMoments()
{
    QFETCH(QString, text);
    const auto options = parse(
        { QStringLiteral("--screenshot"), QStringLiteral("a.png"), QStringLiteral("--screenshot-at"), text });
    QTEST(static_cast<int>(options.moment.kind), "kind");
    QTEST(options.moment.epoch, "epoch");
}

void TestOptions::badArgumentsAreRefusedInASentence_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* arguments, const char* names) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments).split(QLatin1Char(' '))
                                 << QString::fromLatin1(names);
    };
    row("--nonsense", "nonsense");
    row("--demo heart", "--demo heart");
    row("/no/such/cohort.npz", "/no/such/cohort.npz");
    row("--store /no/such/folder/p.sqlite", "--store");
    row("--store /", "--store");
    row("--theme pink", "light, dark or high-contrast");
    row("--size 10x10", "--size 10x10");
    row("--size wide", "--size wide");
    row("--run last", "--run last");
    row("--study 0", "--study 0");
    row("--study last", "newest");
    row("--screenshot-at finished", "--screenshot FILE");
    row("--screenshot a.png --screenshot-at epoch:0", "epoch:N");
    row("--demo los /", "not both");
    row("/ /", "one cohort");
}

void TestOptions::badArgumentsAreRefusedInASentence()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, names);
    try {
        parse(arguments);
        QFAIL("was accepted");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Input);
        const auto sentence = QString::fromUtf8(error.what());
        QVERIFY2(sentence.contains(names), qPrintable(sentence));
        QVERIFY(sentence.endsWith(QLatin1Char('.')));
    }
}

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
