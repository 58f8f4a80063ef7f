// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartprobe.h"
#include "engine/weighting/names.h"
#include "sampledigest.h"
#include "ui/charts/chartcard.h"
#include "ui/charts/words.h"

#include <QApplication>
#include <QGridLayout>
#include <QLabel>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace btw;
using namespace btw::charts;
using namespace btw::charts::sample;
using widgets::Theme;

namespace {

QStringList names(const QObject& root)
{
    QStringList list;
    for (const QObject* child : root.findChildren<QObject*>()) {
        list << QString::fromLatin1(child->metaObject()->className());
    }
    list.sort();
    return list;
}

} // namespace

class ChartsTest : public QObject
{
    Q_OBJECT

    /// As the page Train shows them: each card's picture is that of the figure alone, and its words are
    /// whole.
    void fourCards(const Theme& theme, const QStringList& kinds, bool running, const QString& name)
    {
        QWidget page;
        page.setProperty("page", true);
        auto* grid = new QGridLayout(&page);
        grid->setSpacing(Theme::kCardGap);
        grid->setContentsMargins(Theme::kPage, Theme::kPage, Theme::kPage, Theme::kPage);
        qApp->setFont(Theme::textFont());
        qApp->setPalette(theme.palette());
        page.setStyleSheet(theme.styleSheet());
        page.setAutoFillBackground(true);
        const auto made = [&](const QString& kind) {
            auto chart = makeChart(kind);
            chart->setTheme(theme);
            chart->setDigest(
                digestFor(kind, running ? store::RunStatus::Running : store::RunStatus::Finished));
            return chart;
        };
        std::vector<ChartCard*> cards;
        for (int i = 0; i < 4; ++i) {
            cards.push_back(new ChartCard(made(kinds[i]).release(), &page));
            grid->addWidget(cards.back(), i / 2, i % 2);
        }
        page.resize(1220, 600);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        keep(page, name);
        for (int i = 0; i < 4; ++i) {
            auto* card = cards[static_cast<std::size_t>(i)];
            card->chart()->refreshNow();
            QVERIFY(card->chart()->emptyText().isEmpty());
            const auto alone = made(kinds[i]);
            alone->resize(card->chart()->size());
            alone->show();
            alone->refreshNow();
            const auto picture
                = [](QWidget& chart) { return chart.grab().toImage().convertToFormat(QImage::Format_RGB32); };
            QCOMPARE(picture(*card->chart()), picture(*alone));
            int words = 0;
            for (const auto* label : card->findChildren<QLabel*>())
                if (label->isVisible() && !label->text().isEmpty()) {
                    ++words;
                    QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
                }
            QVERIFY(words > 0);
        }
    }

private Q_SLOTS:
    /// As in a window of 1000 x 700: who is renamed is seen, so everybody stands there.
    void everyNameHasItsPlaceInASmallWindow_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("count");
        QTest::newRow("12 modalities") << "weights" << 12;
        QTest::newRow("20 classes") << "confusion" << 20;
    }

    void everyNameHasItsPlaceInASmallWindow()
    {
        QFETCH(const QString, kind);
        QFETCH(const int, count);
        const auto numbered = [&](int renamed) {
            auto digest = classification(12, 40, store::RunStatus::Finished);
            const auto weights = digest.weights;
            digest.modalities.clear();
            digest.weights.clear();
            const auto size = static_cast<std::size_t>(count);
            digest.confusion.assign(size, std::vector<std::int64_t>(size, 1));
            for (int i = 0; i < count; ++i) {
                const char last = static_cast<char>('A' + i);
                digest.modalities.push_back(std::string(i == renamed ? "nodality " : "modality ") + last);
                digest.weights.push_back(weights[static_cast<std::size_t>(i) % weights.size()]);
            }
            digest.classes = digest.modalities;
            return digest;
        };
        const auto chart = shown(kind, Theme::light(), { 372, 164 });
        chart->setDigest(numbered(-1));
        chart->refreshNow();
        keep(*chart, QStringLiteral("small-%1").arg(kind));
        const QImage before = chart->grab().toImage();
        for (int i = 0; i < count; ++i) {
            chart->setDigest(numbered(i));
            chart->refreshNow();
            QVERIFY2(chart->grab().toImage() != before, qPrintable(QString::number(i)));
        }
    }

    void exportedPictureForgetsWhatTheScreenShowed()
    {
        const QSize size(480, 260);
        const auto picture = [&](Chart& chart) {
            QImage image(size, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            chart.drawTo(painter, image.rect(), size);
            return image;
        };
        const auto last = regression(20, 40, 60, store::RunStatus::Finished);
        const auto watched = shown(QStringLiteral("density"));
        for (const int points : { 20, 400, 35, 60 }) {
            watched->setDigest(regression(20, 40, points, store::RunStatus::Running));
            watched->refreshNow();
        }
        watched->setDigest(last);
        const auto opened = shown(QStringLiteral("density"));
        opened->setDigest(last);
        QCOMPARE(picture(*watched), picture(*opened));
    }

    void everyFigureIsDrawnInEachTheme_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("dark");
        for (const QString& kind : figureKinds()) {
            QTest::newRow(qPrintable(kind + ", light")) << kind << false;
            QTest::newRow(qPrintable(kind + ", dark")) << kind << true;
        }
    }

    void everyFigureIsDrawnInEachTheme()
    {
        QFETCH(QString, kind);
        QFETCH(bool, dark);
        const Theme theme = dark ? Theme::dark() : Theme::light();
        const auto chart = shown(kind, theme);
        const QImage image = chart->grab().toImage();
        keep(*chart, kind + (dark ? "-dark" : "-light"));
        QVERIFY(chart->emptyText().isEmpty());
        QVERIFY(pixelsOf(image, theme.panel) > 1000);
    }

    void cardsOfATrainPageShowTheFigureAsItIs_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("classes");
        QTest::addColumn<bool>("running");
        QTest::newRow("regression-light") << false << false << true;
        QTest::newRow("regression-dark") << true << false << true;
        QTest::newRow("classes-light") << false << true << true;
        QTest::newRow("classes-dark") << true << true << false;
        QTest::newRow("finished-light") << false << false << false;
    }

    void cardsOfATrainPageShowTheFigureAsItIs()
    {
        QFETCH(bool, dark);
        QFETCH(bool, classes);
        QFETCH(bool, running);
        const QStringList kinds = classes ? QStringList { "weights", "metric", "classes", "confusion" }
                                          : QStringList { "weights", "metric", "density", "scatter" };
        fourCards(dark ? Theme::dark() : Theme::light(), kinds, running,
            QStringLiteral("cards-") + QString::fromLatin1(QTest::currentDataTag()));
    }

    void anEmptyDigestIsExplainedInWords_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("step");
        QTest::addColumn<QString>("says");
        QTest::newRow("weights, baseline")
            << "weights" << 2 << "The baseline comes first: weights appear in step 3.";
        QTest::newRow("weights, unimodal")
            << "weights" << 1 << "trained alone first: weights appear in step 3.";
        QTest::newRow("weights, weighted") << "weights" << 3 << "after the first epoch";
        QTest::newRow("metric") << "metric" << 1 << "The first epoch is being trained.";
        QTest::newRow("density") << "density" << 2 << "appear in step 3";
        QTest::newRow("scatter") << "scatter" << 1 << "appear in step 3";
        QTest::newRow("classes") << "classes" << 2 << "appear in step 3";
        QTest::newRow("confusion") << "confusion" << 2 << "no confusion matrix";
        QTest::newRow("weights, no run") << "weights" << 0 << "No run yet";
        QTest::newRow("confusion, no run") << "confusion" << 0 << "No run yet";
        QTest::newRow("routing") << "routing" << 1 << "The first epoch is being trained.";
        QTest::newRow("routing, no run") << "routing" << 0 << "No run yet";
    }

    void anEmptyDigestIsExplainedInWords()
    {
        QFETCH(QString, kind);
        QFETCH(int, step);
        QFETCH(QString, says);
        const auto chart = shown(kind);
        if (step == 0) {
            chart->setDigest(std::shared_ptr<const jobs::RunDigest>());
        } else {
            chart->setDigest(sample::empty(static_cast<training::Step>(step)));
        }
        chart->refreshNow();
        QVERIFY2(chart->emptyText().contains(says), qPrintable(chart->emptyText()));
        QCOMPARE(chart->accessibleDescription(), chart->emptyText());
        const QImage image = chart->grab().toImage();
        keep(*chart, kind + "-empty");
        QCOMPARE(pixelsOf(image, chart->theme().accent), 0);
        QVERIFY(pixelsOf(image, chart->theme().panel) > image.width() * image.height() * 9 / 10);
        QVERIFY(pixelsOf(image, chart->theme().panel) < image.width() * image.height()); // the sentence
    }

    void aTrainingWithoutWeightsPromisesNone()
    {
        for (const QString& kind : { QStringLiteral("weights"), QStringLiteral("scatter") }) {
            const auto chart = shown(kind);
            auto digest = sample::empty(training::Step::Unimodal);
            digest.run.spec.variant = weighting::Variant::None;
            chart->setDigest(digest);
            chart->refreshNow();
            QCOMPARE(chart->emptyText(), QStringLiteral("Each modality is trained alone first."));
        }
    }

    void growingDataReplacesPointsInPlace()
    {
        for (const QString& kind : liveKinds()) {
            const auto chart = shown(kind);
            const QStringList before = names(*chart);
            const qsizetype items = chart->scene()->items().size();
            QImage last = chart->grab().toImage();
            for (int epoch = 13; epoch <= 20; ++epoch) {
                jobs::RunDigest digest
                    = kind == QLatin1String("classes") || kind == QLatin1String("confusion")
                    ? sample::classification(epoch, 40, store::RunStatus::Running)
                    : sample::regression(epoch, 40, 600 + epoch, store::RunStatus::Running);
                if (digest.errors && !digest.errors->classes.empty()) {
                    digest.errors->classes[1].corrections += epoch;
                    digest.confusion[0][0] += epoch;
                }
                chart->setDigest(digest);
                chart->refreshNow();
                const QImage now = chart->grab().toImage();
                QVERIFY2(now != last, qPrintable(kind));
                last = now;
            }
            QCOMPARE(names(*chart), before);
            QCOMPARE(chart->scene()->items().size(), items);
        }
    }

    void twentyThousandPointsAreDrawn()
    {
        auto chart = makeChart(QStringLiteral("scatter"));
        chart->resize(560, 250);
        chart->setDigest(sample::regression(12, 40, 20000, store::RunStatus::Running));
        chart->show();
        const QImage image = chart->grab().toImage();
        keep(*chart, QStringLiteral("scatter-20000"));
        const Theme theme = Theme::light();
        QVERIFY(pixelsOf(image, theme.corrections) > 500);
        QVERIFY(pixelsOf(image, theme.mistakes) > 500);
        // One item draws all points, however many.
        QVERIFY(chart->scene()->items().size() < 100);
    }

    void manyModalitiesGetALegendWhenLabelsHaveNoRoom()
    {
        jobs::RunDigest digest = sample::regression(12, 40, 10, store::RunStatus::Running);
        for (int extra = 0; extra < 11; ++extra) {
            digest.modalities.push_back("channel " + std::to_string(extra));
            digest.weights.push_back(digest.weights[static_cast<std::size_t>(extra) % 3]);
        }
        for (const QSize size : { QSize(560, 250), QSize(260, 160) }) {
            auto chart = makeChart(QStringLiteral("weights"));
            chart->resize(size);
            chart->setDigest(digest);
            chart->show();
            keep(*chart, QStringLiteral("weights-many-%1").arg(size.width()));
            QVERIFY(pixelsOf(chart->grab().toImage(), chart->theme().modality(5)) > 5);
        }
    }

    void oneEpochIsADotNotNothing()
    {
        auto chart = makeChart(QStringLiteral("weights"));
        chart->resize(560, 250);
        jobs::RunDigest digest = sample::regression(1, 40, 10, store::RunStatus::Running);
        chart->setDigest(digest);
        chart->show();
        keep(*chart, QStringLiteral("weights-one"));
        QVERIFY(pixelsOf(chart->grab().toImage(), chart->theme().modality(2)) > 5);
    }

    void valuesThatAreNotNumbersAreLeftOut()
    {
        for (const QString& kind : liveKinds()) {
            jobs::RunDigest digest = digestFor(kind);
            const double nan = std::nan("");
            digest.validationMetric[3] = nan;
            digest.weights[0][4] = { nan, nan, nan };
            if (!digest.errors->delta.empty()) {
                digest.errors->delta[5] = nan;
                digest.errors->y[6] = std::numeric_limits<double>::infinity();
            }
            auto chart = makeChart(kind);
            chart->resize(400, 200);
            chart->setDigest(digest);
            chart->show();
            chart->refreshNow();
            QVERIFY(chart->emptyText().isEmpty());
            QVERIFY(!chart->accessibleDescription().contains(QLatin1String("nan")));
        }
    }

    void accessibleWordsSayWhatIsDrawn()
    {
        const auto chart = shown(QStringLiteral("weights"));
        QCOMPARE(chart->accessibleName(), QStringLiteral("Modality weights"));
        QVERIFY(chart->accessibleDescription().contains(QLatin1String("kl-local")));
        QVERIFY(chart->accessibleDescription().contains(QLatin1String("Audio 0.")));
        QCOMPARE(shown(QStringLiteral("metric"))->title(), QStringLiteral("Validation MAE"));
    }

    void aKlWeightIsNeverCalledImportance()
    {
        QSet<QString> meanings;
        for (const std::string_view variant : weighting::variantNames()) {
            const QString words = weightMeaning(QString::fromStdString(std::string(variant)));
            meanings.insert(words);
            QVERIFY(words.endsWith(QLatin1Char('.')));
            QVERIFY(!words.contains(QLatin1String("importan"), Qt::CaseInsensitive));
        }
        // kl-local and kl-global mean the same; every other one has words of its own.
        QCOMPARE(meanings.size(), static_cast<qsizetype>(weighting::variantNames().size() - 1));
        QVERIFY(weightMeaning(QStringLiteral("kl-local")).contains(QLatin1String("something different")));
    }

    void theTestSplitIsSaidToBeClosedWhileTraining()
    {
        const auto chart = shown(QStringLiteral("scatter"));
        QVERIFY(chart->caption().contains(QLatin1String("test stays hidden")));
        chart->setDigest(digestFor(QStringLiteral("scatter"), store::RunStatus::Finished));
        chart->refreshNow();
        QVERIFY(chart->caption().contains(QLatin1String("test split, epoch")));
        auto atOnce = digestFor(QStringLiteral("scatter"), store::RunStatus::Finished);
        atOnce.fittedAtOnce = true;
        QVERIFY(charts::splitWords(atOnce) == QLatin1String("test split"));
    }

    void evaluationLabelsAreNamedInTheCaption()
    {
        jobs::RunDigest digest = digestFor(QStringLiteral("weights"));
        digest.run.spec.variance = weighting::Variance::ResidualLabels;
        for (const char* kind : { "weights", "metric", "density", "scatter" }) {
            auto chart = makeChart(QString::fromLatin1(kind));
            chart->setDigest(digest);
            chart->refreshNow();
            QVERIFY2(chart->caption().contains(QLatin1String("uses evaluation labels")), kind);
        }
    }

    void theEpochAxisGrowsWithALongRun_data()
    {
        QTest::addColumn<int>("epochs");
        QTest::addColumn<int>("most");
        QTest::addColumn<bool>("running");
        QTest::addColumn<int>("last");
        QTest::newRow("short limit") << 12 << 40 << true << 40;
        QTest::newRow("long limit, begun") << 12 << 300 << true << 50;
        QTest::newRow("long limit, further") << 45 << 300 << true << 100;
        QTest::newRow("long limit, at its end") << 290 << 300 << true << 300;
        QTest::newRow("over") << 23 << 300 << false << 23;
        QTest::newRow("over after one") << 1 << 300 << false << 2;
    }

    void theEpochAxisGrowsWithALongRun()
    {
        QFETCH(int, epochs);
        QFETCH(int, most);
        QFETCH(bool, running);
        const jobs::RunDigest digest = sample::regression(
            epochs, most, 2, running ? store::RunStatus::Running : store::RunStatus::Finished);
        QTEST(static_cast<int>(lastAxisEpoch(digest, static_cast<std::size_t>(epochs))), "last");
    }

    void routingOfOneModalityHasItsRowAlone()
    {
        jobs::RunDigest digest = digestFor(QStringLiteral("routing"));
        digest.run.step = training::Step::Unimodal;
        digest.run.modality = QStringLiteral("Audio");
        digest.routing = { { 0.25, 0.75 } };
        const auto chart = shown(QStringLiteral("routing"));
        chart->setDigest(digest);
        chart->refreshNow();
        QCOMPARE(
            chart->accessibleDescription(), QStringLiteral("Audio to expert 1: 25%; Audio to expert 2: 75%"));
        QCOMPARE(figureCsv(QStringLiteral("routing"), digest),
            QStringLiteral("modality,expert,share\nAudio,1,0.25\nAudio,2,0.75\n"));
    }

    void highContrastAndOtherScalesDraw()
    {
        const auto chart = shown(QStringLiteral("density"), Theme::highContrast(), QSize(400, 180));
        keep(*chart, QStringLiteral("density-high"));
        QVERIFY(pixelsOf(chart->grab().toImage(), Theme::highContrast().corrections) > 20);
    }
};

QTEST_MAIN(ChartsTest)
#include "tst_charts.moc"
