// SPDX-License-Identifier: GPL-3.0-or-later
// What every registered figure keeps to. A new figure is tested by being registered.
#include "chartprobe.h"
#include "engine/error.h"
#include "sampledigest.h"
#include "ui/charts/chartcard.h"
#include "ui/charts/sheetpicture.h"

#include <QAccessible>
#include <QAction>
#include <QFile>
#include <QImage>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <QPainter>
#include <QRegularExpression>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

using namespace btw;
using namespace btw::charts;
using namespace btw::charts::sample;

namespace {

/// A finished run that the figure suits.
experiments::FigureData suited(const FigureInfo& figure)
{
    if (figure.need == experiments::FigureNeed::Probabilities)
        return sample::probabilities();
    if (figure.need != experiments::FigureNeed::Digest)
        return sample::study();
    for (auto digest : { sample::regression(12, 40, 200, store::RunStatus::Finished),
             sample::classification(12, 40, store::RunStatus::Finished) })
        if (figure.suits(digest))
            return std::make_shared<const jobs::RunDigest>(digest);
    throw Error("No sample suits the figure " + figure.id.toStdString());
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class FiguresTest : public QObject
{
    Q_OBJECT

    static void everyFigure()
    {
        QTest::addColumn<QString>("id");
        for (const auto& id : figures().ids())
            QTest::newRow(qPrintable(id)) << id;
    }

private Q_SLOTS:
    void idsAndTitlesAreDistinct()
    {
        std::set<QString> ids;
        std::set<QString> titles;
        for (const auto& figure : figures().all()) {
            QVERIFY2(ids.insert(figure.id).second, qPrintable(figure.id));
            QVERIFY2(titles.insert(figure.title).second, qPrintable(figure.title));
        }
        QVERIFY_EXCEPTION_THROWN(FigureRegistry({ figure(*ids.begin()), figure(*ids.begin()) }), Error);
    }

    void theFiguresOfThePaperAreFoundByTheirNumbers()
    {
        const auto found = [](const QString& words) {
            QStringList ids;
            for (const auto& figure : figures().all())
                if (isFoundBy(figure, words))
                    ids << figure.id;
            return ids.join(QLatin1Char(' '));
        };
        QCOMPARE(found(QStringLiteral("Figure 1")), QStringLiteral("bars"));
        QCOMPARE(found(QStringLiteral("fig. 3")), QStringLiteral("weights"));
        QCOMPARE(found(QStringLiteral("figure  4")), QStringLiteral("density"));
        QCOMPARE(found(QStringLiteral("Fig 5")), QStringLiteral("classes"));
        QCOMPARE(found(QStringLiteral("fig. 6")), QStringLiteral("scatter"));
        QCOMPARE(found(QStringLiteral("fig. 7")), QStringLiteral("scatter"));
        QCOMPARE(found(QStringLiteral("fig. 2")), QString());
        QVERIFY(found(QStringLiteral("net benefit")).contains(QLatin1String("decision")));
        QCOMPARE(found(QString()).count(QLatin1Char(' ')), figures().all().size() - 1);
        QCOMPARE(galleryTitle(figure(QStringLiteral("density"))),
            QStringLiteral("Corrections and mistakes (Fig. 4)"));
        QCOMPARE(galleryTitle(figure(QStringLiteral("adds"))), QStringLiteral("What each modality adds"));
    }

    void itIsExplainedInWords_data() { everyFigure(); }
    void itIsExplainedInWords()
    {
        QFETCH(const QString, id);
        const FigureInfo& info = figure(id);
        QVERIFY(!info.needs.isEmpty() && !info.needs.endsWith(QLatin1Char('.')));
        QVERIFY(info.explanation.size() > 60 && info.explanation.endsWith(QLatin1Char('.')));
        ChartCard card(info.make(info).release());
        QVERIFY(card.chart()->whatsThis().contains(info.explanation.toHtmlEscaped()));
        QVERIFY(card.chart()->help().startsWith(info.explanation));
        QCOMPARE(card.chart()->makeMenu()->actions().last()->text(), QStringLiteral("What am I looking at?"));
        // Without a run there is a title and a sentence, and nothing to export.
        card.chart()->refreshNow();
        QCOMPARE(card.chart()->title(), info.title);
        QCOMPARE(card.chart()->accessibleName(), info.title);
        QVERIFY(!card.chart()->emptyText().isEmpty());
        QVERIFY(!card.chart()->makeMenu()->actions().first()->isEnabled());
    }

    void itIsWritten_data() { everyFigure(); }
    void itIsWritten()
    {
        QFETCH(const QString, id);
        const QTemporaryDir folder;
        const auto digest = suited(figure(id));
        QString error;
        for (const char* suffix : { "svg", "png", "pdf", "csv" }) {
            const QString path = folder.filePath(id + QLatin1Char('.') + QLatin1String(suffix));
            QVERIFY2(exportFigure(figure(id), digest, path, 84, 150, &error), qPrintable(error));
        }
        QXmlStreamReader xml(contents(folder.filePath(id + QStringLiteral(".svg"))));
        int shapes = 0;
        while (!xml.atEnd())
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() != QLatin1String("g"))
                ++shapes;
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(shapes > 10);
        const QImage png(folder.filePath(id + QStringLiteral(".png")));
        std::set<QRgb> colours;
        for (int y = 0; y < png.height(); ++y)
            for (int x = 0; x < png.width(); ++x)
                colours.insert(png.pixel(x, y));
        QVERIFY2(colours.size() > 10, qPrintable(QString::number(colours.size())));
    }

    void itsCsvHasTheColumnsThatItSays_data() { everyFigure(); }
    void itsCsvHasTheColumnsThatItSays()
    {
        QFETCH(const QString, id);
        const FigureInfo& info = figure(id);
        const auto digest = suited(info);
        const QStringList columns = columnsOf(info, digest);
        QVERIFY(columns.size() >= 2);
        QVERIFY(!columns.join(QString()).contains(QLatin1Char('{')));
        const auto rows = info.rows(digest);
        QVERIFY(!rows.empty());
        for (const auto& row : rows)
            QCOMPARE(row.size(), columns.size());
        const QStringList lines = figureCsv(info, digest).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.first(), columns.join(QLatin1Char(',')));
        const auto isNote = [](const QString& one) { return one.startsWith(QLatin1String("# ")); };
        QCOMPARE(std::count_if(lines.begin(), lines.end(), std::not_fn(isNote)),
            static_cast<std::ptrdiff_t>(rows.size()) + 1);
        const auto none = sample::empty(training::Step::Weighted);
        QVERIFY(info.rows(none).empty());
    }

    void itRefusesARunWithoutItsNumbers_data() { everyFigure(); }
    void itRefusesARunWithoutItsNumbers()
    {
        QFETCH(const QString, id);
        const FigureInfo& info = figure(id);
        const auto digest = suited(info);
        auto none = sample::empty(training::Step::Weighted);
        if (digest.run) {
            none.task = digest.run->task;
            none.run.model = digest.run->run.model;
        }
        none.run.status = store::RunStatus::Stopped;
        const QTemporaryDir folder;
        QString error;
        for (const char* suffix : { "svg", "csv" }) {
            const QString path = folder.filePath(QStringLiteral("f.") + QLatin1String(suffix));
            QVERIFY(!exportFigure(info, none, path, 84, 150, &error));
            QVERIFY2(error.contains(QLatin1Char('"') + id + QLatin1Char('"')) && error.contains(info.needs),
                qPrintable(error));
            QVERIFY(!QFile::exists(path));
        }
    }

    void itsCaptionSaysWhatIsDrawnOfWhom_data() { everyFigure(); }
    void itsCaptionSaysWhatIsDrawnOfWhom()
    {
        QFETCH(const QString, id);
        const FigureInfo& info = figure(id);
        auto data = suited(info);
        data.source.data = QStringLiteral("metabric");
        data.source.run = QStringLiteral("moe btw, fold 1, seed 1");
        const QString caption = captionOf(info, data);
        QVERIFY2(
            caption.contains(QLatin1String("Data: metabric; moe btw, fold 1, seed 1.")), qPrintable(caption));
        static const QRegularExpression leftOver(QStringLiteral("%[0-9]|\\.\\.|  "));
        QVERIFY2(!caption.contains(leftOver), qPrintable(caption));
        QVERIFY2(info.bandLegend.isEmpty()
                || (caption.contains(info.bandLegend)
                    && !captionOf(info, data, false).contains(info.bandLegend)),
            qPrintable(caption));
        QCOMPARE(fileStem(info, data), QStringLiteral("metabric-moe-btw-fold-1-seed-1-") + id);
    }

    void captionsSpeakOfNothingThatIsNotDrawn()
    {
        const auto caption
            = [](const QString& id, const experiments::FigureData& data, double widthMm = 174) {
                  Sheet sheet;
                  sheet.widthMm = widthMm;
                  sheet.panels.emplace_back();
                  sheet.panels.back().figure = id;
                  return captionOf(SheetPicture(sheet, { { figure(id), data, {} } }));
              };
        // One column has no room for what stands beside the plot.
        const auto study = sample::study();
        for (const char* part : { "Alone: AUROC", "Believed: how far" }) {
            QVERIFY(caption(QStringLiteral("adds"), study).contains(QLatin1String(part)));
            QVERIFY2(!caption(QStringLiteral("adds"), study, 84).contains(QLatin1String(part)), part);
        }
        QVERIFY(caption(QStringLiteral("alone"), study).contains(QLatin1String("Believed")));
        QVERIFY(!caption(QStringLiteral("alone"), study, 60).contains(QLatin1String("Believed")));

        auto plain = std::make_shared<experiments::StudyFacts>(*study.study);
        plain->models.resize(3); // no reference model
        for (auto& model : plain->models)
            model.std = std::numeric_limits<double>::quiet_NaN();
        auto some = study;
        some.study = plain;
        for (const char* id : { "models", "bars" }) {
            QVERIFY(caption(QLatin1String(id), study).contains(QLatin1String("reference models")));
            QVERIFY(!caption(QLatin1String(id), some).contains(QLatin1String("reference models")));
        }
        QVERIFY(caption(QStringLiteral("bars"), study).contains(QLatin1String("whiskers")));
        QVERIFY(!caption(QStringLiteral("bars"), some).contains(QLatin1String("whiskers")));

        auto digest = sample::regression(12, 40, 200, store::RunStatus::Finished);
        QVERIFY(caption(QStringLiteral("metric"), digest).contains(QLatin1String("the ring marks")));
        digest.metric = "macro_f1"; // in plain words, with the term in brackets
        QVERIFY(caption(QStringLiteral("metric"), digest)
                    .contains(QLatin1String("F1, each class counting the same (macro-F1)")));
        auto none = sample::empty(training::Step::Baseline);
        none.run.status = store::RunStatus::Finished;
        QCOMPARE(caption(QStringLiteral("weights"), none), QString()); // there is no picture
        digest.run.bestEpoch = 0;
        QVERIFY(!caption(QStringLiteral("metric"), digest).contains(QLatin1String("ring")));
        QVERIFY(caption(QStringLiteral("density"), digest).contains(QLatin1String("(corrections, ")));
        digest.errors->corrected = {}; // of one row
        const QString density = caption(QStringLiteral("density"), digest);
        QVERIFY2(!density.contains(QLatin1String("corrections"))
                && density.contains(QLatin1String("of those that kl-local puts farther away")),
            qPrintable(density));
    }

    // Classes have no scale that people could lie on: Figure 4 is over how probable the baseline found the
    // true one.
    void figure4OfClassesIsOverTheProbabilityOfTheTrueOne()
    {
        const auto digest = sample::classification(12, 40, store::RunStatus::Finished);
        const auto figures = builtinFigures();
        const auto& density = *figures.find(QStringLiteral("density"));
        QVERIFY(density.suits(digest));
        QCOMPARE(columnsOf(density, digest),
            (QStringList { QStringLiteral("curve"), QStringLiteral("true_class_probability"),
                QStringLiteral("density") }));
        QStringList curves;
        for (const auto& row : density.rows(digest)) {
            if (!curves.contains(row[0]))
                curves << row[0];
            const double probability = row[1].toDouble();
            QVERIFY(probability >= 0 && probability <= 1);
        }
        QCOMPARE(curves.join(QLatin1Char(' ')), QStringLiteral("all nearer farther"));
        const QString caption = density.legend(digest);
        QVERIFY2(
            caption.contains(QStringLiteral("Density over the probability that the baseline gives the true "
                                            "class ("))
                && caption.contains(QStringLiteral("for classes this one is ours")),
            qPrintable(caption));
        const auto chart = density.make(density);
        chart->setDigest(std::make_shared<const jobs::RunDigest>(digest));
        chart->refreshNow();
        QCOMPARE(chart->emptyText(), QString());
        QCOMPARE(chart->title(), QStringLiteral("Nearer to or farther from the true class"));
        // Of numbers it stays as the paper has it.
        const auto numbers = sample::regression(12, 40, 200, store::RunStatus::Finished);
        QCOMPARE(columnsOf(density, numbers)[1], QStringLiteral("label"));
    }

    // A model that is fitted at once has no epochs to be drawn over.
    void aCurveOverEpochsSuitsNoModelWithoutEpochs()
    {
        auto digest = sample::regression(12, 40, 200, store::RunStatus::Finished);
        const auto figures = builtinFigures();
        const auto& metric = *figures.find(QStringLiteral("metric"));
        QVERIFY(metric.suits(digest));
        digest.fittedAtOnce = true;
        QVERIFY(!metric.suits(digest));
    }

    // The baseline has no row of its own; less than zero is a loss; filled is what may be claimed.
    void differencesAreFromTheBaseline()
    {
        const auto study = sample::study();
        QStringList lines;
        for (const QString& line :
            sample::figureCsv(QStringLiteral("differences"), study).split(QLatin1Char('\n')))
            if (!line.isEmpty() && !line.startsWith(QLatin1Char('#'))) // notes on looks
                lines << line;
        QCOMPARE(lines.size(), 1 + 4);
        QVERIFY2(lines[1].startsWith(QStringLiteral("moe btw,moe,auroc,0.05999")), qPrintable(lines[1]));
        QVERIFY2(
            lines[2].startsWith(QStringLiteral("late of haim,moe,auroc,-0.05999")), qPrintable(lines[2]));
        const auto chart = sample::makeChart(QStringLiteral("differences"));
        chart->setData(study);
        chart->refreshNow();
        QVERIFY2(chart->accessibleDescription().contains(QLatin1String("moe btw")),
            qPrintable(chart->accessibleDescription()));
        QVERIFY(captionOf(figure(QStringLiteral("differences")), study)
                    .contains(QLatin1String("less that of moe on test rows")));
        auto one = std::make_shared<experiments::StudyFacts>(*study.study);
        one->models = { one->models[1] };
        auto alone = study;
        alone.study = one; // the baseline by itself
        QVERIFY(!sample::figureCsv(QStringLiteral("differences"), alone).contains(QLatin1String("moe,")));
    }

    void aSystemWithoutWeightsIsNoBaseline()
    {
        auto data = sample::probabilities();
        auto digest = *data.run;
        digest.run.step = training::Step::Baseline;
        digest.run.variant = QStringLiteral("none");
        digest.run.spec.model = "late";
        digest.run.spec.unimodal = "haim";
        digest.run.spec.variant = weighting::Variant::None;
        digest.errors.reset();
        data.run = std::make_shared<const jobs::RunDigest>(digest);
        auto found = std::make_shared<experiments::RunProbabilities>(*data.probabilities);
        found->baseline.clear();
        data.probabilities = found;
        const QString caption = captionOf(figure(QStringLiteral("confusion")), data);
        QVERIFY2(caption.contains(QLatin1String("by late fusion of boosted trees;")), qPrintable(caption));
        for (const char* id : { "metric", "confusion", "calibration", "decision", "density" }) {
            const auto chart = makeChart(QLatin1String(id));
            chart->resize(560, 300);
            chart->setData(data);
            chart->refreshNow();
            for (const QString& text : { captionOf(figure(QLatin1String(id)), data), chart->caption(),
                     chart->accessibleDescription(), chart->emptyText() })
                QVERIFY2(!text.contains(QLatin1String("baseline"))
                        || text.contains(QLatin1String("has no baseline")),
                    qPrintable(QLatin1String(id) + QLatin1String(": ") + text));
        }
        // A mixture of experts without weights is the baseline of those with weights.
        digest.run.spec.model = "moe";
        data.run = std::make_shared<const jobs::RunDigest>(digest);
        QVERIFY(captionOf(figure(QStringLiteral("confusion")), data).contains(QLatin1String("by baseline;")));
    }

    // Several systems ask more questions than there are modalities: as sentences have it.
    void whatModalitiesAddSaysForWhatPIsCorrected()
    {
        auto data = sample::study();
        auto facts = *data.study;
        facts.adds.front().words.clear();
        facts.adds.front().added.verdict = analysis::Verdict::Helps;
        facts.adds.front().added.adjustedP = 0.2;
        data.study = std::make_shared<const experiments::StudyFacts>(facts);
        const auto chart = sample::makeChart(QStringLiteral("adds"));
        chart->setData(data);
        chart->refreshNow();
        QVERIFY2(chart->accessibleDescription().contains(
                     QStringLiteral("is not shown (p 0.2, corrected for the number of questions)")),
            qPrintable(chart->accessibleDescription()));
    }

    void weightsBesideTheirLinesHaveTheSameDecimals()
    {
        auto digest = sample::regression(12, 40, 120, store::RunStatus::Finished);
        digest.weights[2].back().mean = 0.0076; // by itself it would have four decimals
        const auto chart = makeChart(QStringLiteral("weights"));
        chart->resize(560, 300);
        chart->setDigest(digest);
        chart->refreshNow();
        static const QRegularExpression value(QStringLiteral("Video 0\\.01$"));
        QVERIFY2(chart->accessibleDescription().contains(value), qPrintable(chart->accessibleDescription()));
    }

    void numbersOfAColumnHaveTheSameDecimals_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : { "adds", "alone", "models", "differences", "bars" })
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void numbersOfAColumnHaveTheSameDecimals()
    {
        QFETCH(const QString, id);
        auto data = sample::study();
        auto facts = std::make_shared<experiments::StudyFacts>(*data.study);
        const std::vector<double> halves { 0.4, 0.03, 0.006, 0.04, 0.05 };
        const auto widen = [&](auto& figure, double& estimate, std::size_t i) {
            figure.low = estimate - halves[i];
            figure.high = estimate + halves[i];
        };
        for (std::size_t i = 0; i < facts->models.size(); ++i) {
            widen(facts->models[i], facts->models[i].mean, i);
            if (auto& difference = facts->models[i].fromBaseline)
                widen(*difference, difference->estimate, i);
            facts->models[i].std = std::numeric_limits<double>::quiet_NaN();
        }
        for (std::size_t i = 0; i < facts->adds.size(); ++i) {
            widen(facts->adds[i].added.difference, facts->adds[i].added.difference.estimate, i);
            widen(facts->alone[i].alone.figure, facts->alone[i].alone.figure.estimate, i);
        }
        data.study = facts;
        const auto chart = makeChart(id);
        chart->resize(700, 300);
        chart->setData(data);
        chart->refreshNow();
        static const QRegularExpression number(QStringLiteral("[0-9]\\.([0-9]+)"));
        std::set<qsizetype> decimals;
        auto matches = number.globalMatch(chart->accessibleDescription());
        while (matches.hasNext())
            decimals.insert(matches.next().captured(1).size());
        QCOMPARE(decimals.size(), std::size_t(1));
        QVERIFY2(
            *decimals.begin() >= 2 && *decimals.begin() <= 3, qPrintable(chart->accessibleDescription()));
    }

    void drawnLiveItIsWhatTheFileHolds_data() { everyFigure(); }
    void drawnLiveItIsWhatTheFileHolds()
    {
        QFETCH(const QString, id);
        const FigureInfo& info = figure(id);
        const auto data = suited(info);
        // A chart that showed another run before, on a screen of another size, then becomes paper.
        const auto chart = info.make(info);
        chart->resize(500, 300);
        chart->setDigest(sample::empty(training::Step::Baseline));
        chart->show();
        chart->refreshNow();
        chart->setTheme(widgets::Theme::print());
        chart->setInk(Ink::forPaper());
        chart->setData(data);
        const QSizeF size = chart->sizeOnPaper(QSizeF(84, 84 * info.aspect) * 96 / 25.4);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("f.png"));
        QString error;
        QVERIFY2(exportFigure(info, data, path, 84, 150, &error), qPrintable(error));
        const QImage file = QImage(path).convertToFormat(QImage::Format_RGB32);
        QImage live(file.size(), QImage::Format_RGB32);
        live.fill(Qt::white);
        {
            QPainter painter(&live);
            chart->drawTo(painter, live.rect(), size);
        }
        QCOMPARE(live, file);
    }

    void tenthsOfFewPeopleAreNotDrawn()
    {
        auto data = sample::probabilities();
        auto found = std::make_shared<experiments::RunProbabilities>(*data.probabilities);
        found->calibration[0].curve.deciles[0].people = 9; // of its 60 rows
        data.probabilities = found;
        const FigureInfo& info = figure(QStringLiteral("calibration"));
        const auto tenths = [&] {
            const auto rows = info.rows(data);
            return std::count_if(rows.begin(), rows.end(),
                [](const QStringList& row) { return row[1] == QLatin1String("tenth"); });
        };
        QCOMPARE(tenths(), 9);
        QVERIFY(
            captionOf(info, data).contains(QLatin1String("Tenths of fewer than 10 people are left out.")));
        const auto chart = info.make(info);
        chart->resize(480, 360);
        chart->setData(data);
        chart->refreshNow();
        QCOMPARE(chart->accessibleDescription().count(QLatin1String("predicted ")), 9);
        QVERIFY(chart->accessibleDescription().contains(QLatin1String("predicted 0.10, observed 0.11")));
    }

    void aChartSaysWhatItShows_data() { everyFigure(); }
    /// To who does not see it: a picture with a name, and in its description the numbers that are drawn.
    void aChartSaysWhatItShows()
    {
        QFETCH(const QString, id);
        const FigureInfo& info = figure(id);
        const auto chart = info.make(info);
        chart->resize(560, 300);
        chart->setData(suited(info));
        chart->refreshNow();
        auto* interface = QAccessible::queryAccessibleInterface(chart.get());
        QVERIFY(interface);
        QCOMPARE(interface->role(), QAccessible::Graphic);
        QCOMPARE(interface->childCount(), 0);
        QVERIFY(!interface->text(QAccessible::Name).isEmpty());
        const QString said = interface->text(QAccessible::Description);
        static const QRegularExpression number(QStringLiteral("[0-9]"));
        QVERIFY2(said.contains(number) && said.size() > 30, qPrintable(said));
    }

    void aBandIsNeverOverALine()
    {
        auto digest = sample::regression(24, 40, 120, store::RunStatus::Finished);
        for (auto& modality : digest.weights) // bands that cover everything
            for (auto& weight : modality) {
                weight.low = 0;
                weight.high = 1.2;
            }
        const auto lines = [&](bool hasBands) {
            const auto chart = makeChart(QStringLiteral("weights"));
            ChartView view;
            view.hasBands = hasBands;
            chart->resize(560, 300);
            chart->setView(view);
            chart->setDigest(digest);
            chart->show();
            chart->refreshNow();
            int count = 0;
            for (std::size_t m = 0; m < 3; ++m)
                count += pixelsOf(chart->grab().toImage(), chart->theme().modality(m));
            return count;
        };
        const int without = lines(false);
        QVERIFY(without > 300);
        QVERIFY2(lines(true) > 0.9 * without, qPrintable(QString::number(lines(true))));
    }

    void columnsFollowTheRun()
    {
        const auto digest = sample::regression(2, 40, 20, store::RunStatus::Finished);
        QCOMPARE(columnsOf(figure(QStringLiteral("weights")), digest).join(QLatin1Char(' ')),
            QStringLiteral("epoch Text_mean Text_low Text_high Audio_mean Audio_low Audio_high Video_mean "
                           "Video_low Video_high"));
        QCOMPARE(columnsOf(figure(QStringLiteral("metric")), digest).join(QLatin1Char(' ')),
            QStringLiteral("epoch validation_mae baseline_mae"));
    }
};

QTEST_MAIN(FiguresTest)
#include "tst_figures.moc"
