// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"
#include "program.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

/// Experiments from files: what is trained, what is left out, when figures are shown, and what a kill leaves.
class TestCliSweep : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QString write(const char* name, const QByteArray& json) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(json) != json.size())
            qFatal("%s cannot be written", name);
        return out.fileName();
    }

    static QStringList sweep(const QString& experiment, const QString& store, const char* more = "")
    {
        QStringList words { QStringLiteral("sweep"), experiment, QStringLiteral("--store"), store };
        const QString flags = QLatin1String(more);
        return flags.isEmpty() ? words : words + flags.split(QLatin1Char(' '));
    }

    static QJsonArray comparison(const QString& store, int experiment = 1)
    {
        return btw(
            { QStringLiteral("compare"), QStringLiteral("--store"), store, QStringLiteral("--experiment"),
                QString::number(experiment), QStringLiteral("--format"), QStringLiteral("json") })
            .array();
    }

    static QJsonArray runsOf(const QString& store)
    {
        return btw({ QStringLiteral("runs"), QStringLiteral("--store"), store, QStringLiteral("--json") })
            .array();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        Made made { "made" };
        made.rows = 90;
        made.kinds = "vqv";
        made.lacking = 0.2;
        writeCohort(made, file("made.npz"));
    }

    // Each count by hand: two seeds; haim and regression once; late with both unimodal systems.
    void theGridIsCountedAndWhatIsNotTrainedIsNamed()
    {
        const auto experiment = write("count.json", R"({
            "data": "made.npz", "seeds": [1, 2],
            "grid": { "system": ["haim", "regression", "late", "moe"], "unimodal": ["haim", "regression"],
                      "variant": ["none", "btw", "cc-local"], "alpha": [0.3, 0.5] },
            "not_yet_there": ["MulT"] })");
        const Called called = btw(sweep(experiment, file("count.sqlite"), "--dry-run --json"));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto counts = called.object();
        // haim, regression, late of haim, late of regression, moe:none, moe:btw with two alphas.
        QCOMPARE(counts[u"trainings"].toInt(), 2 * 7);
        // A seed: three alone and one together of haim, and of regression; late adds its two pools; moe three
        // alone, the baseline and two weighted.
        QCOMPARE(counts[u"steps"].toInt(), 2 * (4 + 4 + 2 * 4 + 6));
        QCOMPARE(counts[u"held"].toInt(), 0);
        QVERIFY(counts[u"seconds"].isNull());
        QCOMPARE(counts[u"untimed"].toInt(), counts[u"steps"].toInt());
        QCOMPARE(counts[u"not_yet_there"].toArray(), QJsonArray { QStringLiteral("MulT") });
        QStringList told;
        for (const auto& sentence : counts[u"left_out"].toArray())
            told << sentence.toString();
        const QString all = told.join(QLatin1Char('\n'));
        for (const char* part : { "haim takes no weights, and is left out with the variant btw; cc-local.",
                 "What does not read \"unimodal\" is trained once, not for each of haim, regression: "
                 "haim; regression; moe:none; moe:btw",
                 "What does not read \"alpha\" is trained once", "variant cc-local" })
            QVERIFY2(all.contains(QLatin1String(part)), qPrintable(all));
        QVERIFY(!QFile::exists(file("count.sqlite"))); // a dry run leaves nothing behind
        QVERIFY(!QFile::exists(file("count.sqlite.d")));
        QVERIFY(called.err.contains("not there yet, and is not trained: MulT"));
    }

    // One training a fold, whose seed is the number of the repeat; two draws are two experiments of two
    // cohorts.
    void seedsThatAreTheRepeatAndDrawsOfPlantedCohorts()
    {
        const auto experiment = write("draws.json", R"({
            "name": "Drawn", "data": "sample:redundant", "draws": 2, "folds": 3, "repeats": 2, "seeds": "repeat",
            "grid": { "system": ["regression"] } })");
        const auto path = file("draws.sqlite");
        const Called called = btw(sweep(experiment, path));
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(called.out.contains("6 folds, 1 seed"), called.out.constData());
        QMap<qint64, int> seedOf;
        const auto runs
            = btw({ QStringLiteral("runs"), QStringLiteral("--store"), path, QStringLiteral("--json") });
        for (const auto& run : QJsonDocument::fromJson(runs.out).array())
            seedOf[run.toObject()[u"id"].toInteger()] = run.toObject()[u"seed"].toInt();
        QSet<double> means;
        for (const int draw : { 1, 2 }) {
            const auto row = comparison(path, draw).first().toObject();
            QCOMPARE(row[u"folds"].toInt(), 6);
            QCOMPARE(row[u"n_seeds"].toInt(), 1);
            QList<int> seeds;
            for (const auto& run : row[u"runs"].toArray())
                seeds << seedOf[run.toInteger()];
            std::sort(seeds.begin(), seeds.end());
            QCOMPARE(seeds, (QList<int> { 1, 1, 1, 2, 2, 2 }));
            means.insert(row[u"mean"].toDouble());
        }
        QCOMPARE(means.size(), 2); // other people
    }

    void sharedStepsAreTrainedOnceAndFiguresComeTogether()
    {
        const auto experiment = write("shared.json", R"({
            "name": "Shared", "data": "made.npz", "folds": 3, "metric": "log_loss", "baseline": "regression",
            "grid": { "system": ["late", "late-equal", "regression"], "unimodal": ["regression"],
                      "modalities": ["all", ["m0", "m2"], ["m2", "m0"]] },
            "published": [ { "system": "regression", "settings": "", "metric": "log_loss", "mean": 0.25, "std": 0.5,
                             "data": "Elsewhere", "source": "Table 0" },
                           { "system": "megafusion", "metric": "log_loss", "mean": 0.125 },
                           { "system": "moe", "variant": "btw", "metric": "time_over_baseline", "mean": 2.5 } ] })");
        const auto store = file("shared.sqlite");
        const auto counts = btw(sweep(experiment, store, "--dry-run --json")).object();
        QCOMPARE(counts[u"trainings"].toInt(), 3 * 6);
        const Called called = btw(sweep(experiment, store, "--json"));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto lines = called.lines();
        QSet<qint64> trained;
        qsizetype lastStep = 0, firstFinal = lines.size();
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto event = lines[i][u"event"].toString();
            if (event == u"step") {
                lastStep = i;
                if (!lines[i][u"reused"].toBool()) {
                    QVERIFY(!trained.contains(lines[i][u"run"].toInteger()));
                    trained.insert(lines[i][u"run"].toInteger());
                }
            } else if (event == u"final" || event == u"comparison") {
                firstFinal = std::min(firstFinal, i);
            } else {
                QVERIFY2(!lines[i].contains(QStringLiteral("test")), qPrintable(event));
            }
        }
        QVERIFY(lastStep < firstFinal);
        QCOMPARE(trained.size(), counts[u"steps"].toInt());
        QCOMPARE(runsOf(store).size(), counts[u"steps"].toInt());

        const auto rows = comparison(store);
        QJsonArray printed;
        for (auto line : events(lines, QStringLiteral("comparison"))) {
            line.remove(QStringLiteral("event"));
            printed.append(line);
        }
        QCOMPARE(printed, rows);
        std::map<qint64, double> tested;
        for (const auto& run : runsOf(store))
            tested[run[u"id"].toInteger()] = run[u"test"][u"log_loss"].toDouble();
        int published = 0, own = 0;
        for (const auto& value : rows) {
            const auto row = value.toObject();
            if (!row[u"published"].toBool())
                QCOMPARE(row[u"metric"].toString(), QStringLiteral("log_loss"));
            if (row[u"published"].toBool()) {
                ++published;
                QVERIFY(row[u"diff"].isNull() && row[u"n"].isNull() && row[u"runs"].toArray().isEmpty());
            } else if (!row[u"runs"].toArray().isEmpty()) {
                ++own;
                // Each fold is judged on its own test rows.
                const auto runs = row[u"runs"].toArray();
                QCOMPARE(runs.size(), 3);
                double sum = 0;
                for (const auto& run : runs)
                    sum += tested.at(run.toInteger());
                QVERIFY(std::abs(row[u"mean"].toDouble() - sum / 3) < 1e-9);
                // The baseline is compared with nothing.
                const bool isBaseline
                    = row[u"system"].toString() == u"regression" && row[u"modalities"].toArray().size() == 3;
                QCOMPARE(row[u"diff"].isNull(), isBaseline);
            }
        }
        QCOMPARE(own, 6);
        QCOMPARE(published, 3);

        // The same again: the same experiment, nothing trained.
        const auto again = btw(sweep(experiment, store, "--json"));
        for (const auto& step : events(again.lines(), QStringLiteral("step")))
            QVERIFY(step[u"reused"].toBool());
        QCOMPARE(comparison(store), rows);
        QVERIFY(again.err.contains("Experiment 1, Shared"));

        for (const char* format : { "md", "latex", "csv" }) {
            const auto text = btw(
                { QStringLiteral("compare"), QStringLiteral("--store"), store, QStringLiteral("--experiment"),
                    QStringLiteral("1"), QStringLiteral("--format"), QLatin1String(format) })
                                  .out;
            for (const char* part : { "published", "Elsewhere", "megafusion", "2.5" })
                QVERIFY2(text.contains(part), text.constData());
        }

        // What btw train makes of the same is the same to the bit, and is found.
        const Called train = btw({ QStringLiteral("train"), file("made.npz"), QStringLiteral("--system"),
            QStringLiteral("regression"), QStringLiteral("--folds"), QStringLiteral("3"),
            QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--device"),
            QStringLiteral("cpu"), QStringLiteral("--store"), store, QStringLiteral("--json") });
        QVERIFY2(train.status == 0, train.err.constData());
        for (const auto& step : events(train.lines(), QStringLiteral("step")))
            QVERIFY(step[u"reused"].toBool());
    }

    // Beside the figures of a paper; the numbers by hand are in tst_overhead.
    void whatAWeightingCostsStandsBesideWhatAPaperSays()
    {
        const auto experimentOf = [&](const char* name, int epochs) {
            return write(name,
                QStringLiteral(
                    R"({ "name": "Costs", "data": "made.npz", "seeds": [1, 2], "baseline": "moe:none",
                    "spec": { "preset": "demo", "epochs": %1, "patience": %1 }, "grid": { "variant": ["none", "btw"] },
                    "published": [ { "system": "moe", "variant": "btw", "metric": "time_over_baseline", "mean": 2.5,
                                     "data": "Elsewhere", "source": "Table 0" } ] })")
                    .arg(epochs)
                    .toUtf8());
        };
        const auto own = [](const QJsonArray& rows) {
            QList<QJsonObject> times;
            for (const auto& row : rows)
                if (row[u"metric"].toString() == u"time_over_baseline" && !row[u"published"].toBool())
                    times << row.toObject();
            return times;
        };
        const auto compare = [](const QString& store, const char* flag, const char* value) {
            return btw(
                { QStringLiteral("compare"), QStringLiteral("--store"), store, QStringLiteral("--experiment"),
                    QStringLiteral("1"), QLatin1String(flag), QLatin1String(value) });
        };
        const auto experiment = experimentOf("costs.json", 3);
        const auto store = file("costs.sqlite");
        const Called swept = btw(sweep(experiment, store));
        QVERIFY2(swept.status == 0, swept.err.constData());
        QVERIFY2(swept.out.contains("time_over_baseline: time of an epoch"), swept.out.constData());
        QVERIFY2(swept.out.contains("2.5 (Elsewhere)"), swept.out.constData());
        const auto times = own(comparison(store));
        QCOMPARE(times.size(), 1); // the unweighted model is what it is compared with
        QCOMPARE(times[0][u"variant"].toString(), QStringLiteral("btw"));
        QCOMPARE(times[0][u"n_seeds"].toInt(), 2);
        QVERIFY(times[0][u"mean"].toDouble() > 0 && times[0][u"std"].toDouble() >= 0);
        QVERIFY(times[0][u"n"].isNull() && times[0][u"people"].isNull() && times[0][u"diff"].isNull());

        // By its name, alone; of no model that has such a time it is refused.
        const Called alone = compare(store, "--metric", "time_over_baseline");
        QVERIFY2(alone.status == 0, alone.err.constData());
        QVERIFY2(
            alone.out.contains("time_over_baseline") && !alone.out.contains("mae"), alone.out.constData());
        const Called none = compare(file("shared.sqlite"), "--metric", "time_over_baseline");
        QCOMPARE(none.status, 2);
        QVERIFY2(none.err.contains("none of these is one"), none.err.constData());

        const Called results = btw({ QStringLiteral("results"), QStringLiteral("--plan"), experiment,
            QStringLiteral("--store"), store, QStringLiteral("--out"), file("costs.md"),
            QStringLiteral("--section"), QStringLiteral("costs") });
        QVERIFY2(results.status == 0, results.err.constData());
        QFile page(file("costs.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const auto text = page.readAll();
        QVERIFY2(text.contains("What a weighting costs: BTW-weighted mixture of experts "), text.constData());
        QVERIFY2(text.contains("(published: 2.5 (Elsewhere))"), text.constData());

        // What cannot be said is not.
        const auto brief = file("brief.sqlite");
        const Called few = btw(sweep(experimentOf("brief.json", 2), brief));
        QVERIFY2(few.status == 0, few.err.constData());
        QVERIFY2(
            few.out.contains("not known (one of its models has fewer than 3 epochs)"), few.out.constData());
        const auto unknown = own(comparison(brief));
        QCOMPARE(unknown.size(), 1);
        QVERIFY(unknown[0][u"mean"].isNull());
        const Called csv = compare(brief, "--format", "csv");
        QVERIFY2(csv.err.contains("warning: Time over the baseline's"), csv.err.constData());
    }

    void timesComeFromRunsOfTheSameKind()
    {
        const auto store = file("times.sqlite");
        QCOMPARE(
            btw(sweep(write("known.json", R"({ "data": "made.npz", "spec": { "model": "haim" } })"), store))
                .status,
            0);
        const auto more = write("more.json",
            R"({ "data": "made.npz", "seeds": [1, 2, 3], "grid": { "system": ["haim", "regression"] } })");
        const auto counts = btw(sweep(more, store, "--dry-run --json")).object();
        QCOMPARE(counts[u"held"].toInt(), 4);
        QCOMPARE(counts[u"steps"].toInt(), 24);
        QCOMPARE(counts[u"untimed"].toInt(), 12); // regressions
        QCOMPARE(counts[u"runs"].toInt(), 4);
        QVERIFY(counts[u"seconds"].isNull()); // not of all that is left
        const auto haim = btw(
            sweep(write("haim.json", R"({ "data": "made.npz", "seeds": [2], "spec": { "model": "haim" } })"),
                store, "--dry-run --json"))
                              .object();
        QCOMPARE(haim[u"untimed"].toInt(), 0);
        QVERIFY(haim[u"seconds"].toDouble() > 0);
        QVERIFY(haim[u"seconds_low"].toDouble() <= haim[u"seconds"].toDouble());
        QVERIFY(haim[u"seconds_high"].toDouble() >= haim[u"seconds"].toDouble());
        QVERIFY(btw(sweep(more, store, "--dry-run")).out.contains("no runs like 12 of the 20 steps"));
    }

    // Both systems are asked what each modality adds: one question, with one correction.
    void eachSystemAnswersForEachModality()
    {
        const auto store = file("adds.sqlite");
        const Called called
            = btw(sweep(write("adds.json",
                            R"({ "data": "made.npz", "folds": 3, "without": ["m0", ["m1", "m2"]],
            "placebo": true, "grid": { "system": ["regression", "haim"] } })"),
                store, "--json"));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto adds = events(called.lines(), QStringLiteral("adds"));
        QCOMPARE(adds.size(), 2 * 3);
        double smallest = 1;
        for (qsizetype i = 0; i < adds.size(); ++i) {
            QCOMPARE(
                adds[i][u"system"].toString(), i < 3 ? QStringLiteral("regression") : QStringLiteral("haim"));
            QCOMPARE(adds[i][u"placebo"].toBool(), i % 3 == 2);
            QCOMPARE(adds[i][u"pairs"].toInt(), 3);
            if (i % 3 != 2)
                smallest = std::min(smallest,
                    adds[i][u"p_holm"].toDouble()
                        / std::max(adds[i][u"p"].toDouble(), adds[i][u"t_p"].toDouble()));
        }
        // Holm multiplies the smallest of four by four, unless that is above 1.
        double least = 1, corrected = 1;
        for (const auto& one : adds) {
            const double p = std::max(one[u"p"].toDouble(), one[u"t_p"].toDouble());
            if (!one[u"placebo"].toBool() && p < least) {
                least = p;
                corrected = one[u"p_holm"].toDouble();
            }
        }
        QVERIFY(std::abs(corrected - std::min(1.0, 4 * least)) < 1e-9);
        const auto text = btw(sweep(file("adds.json"), store)).out;
        QVERIFY(text.contains("Without m0, ")
            && text.contains("| Plain regression (regression), without m1 + m2 |"));
    }

    void rowsAreComparedByThemselves()
    {
        const auto store = file("rows.sqlite");
        const Called called = btw(sweep(write("rows.json", R"({ "data": "made.npz", "folds": 2,
            "grid": { "system": ["regression", "haim"], "rows": ["all", "complete"] } })"),
            store, "--json"));
        QVERIFY2(called.status == 0, called.err.constData());
        QHash<QString, int> rows;
        for (const auto& value : comparison(store)) {
            const auto row = value.toObject();
            if (row[u"system"].toString() != u"haim")
                continue;
            rows.insert(row[u"rows"].toString(), row[u"n"].toInt());
            QCOMPARE(row[u"diff"].isNull(), false);
        }
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.value(QString()), 90);
        QVERIFY(rows.value(QStringLiteral("complete")) > 30 && rows.value(QStringLiteral("complete")) < 90);
        QVERIFY(btw(sweep(file("rows.json"), store)).out.contains("Rows complete: "));
    }

    // A label that is cut at quantiles is cut on each fold's training rows: figures of all folds are of each
    // fold's own labels.
    void aFoldIsJudgedByItsOwnLabels()
    {
        QByteArray table = "id,a,b,y\n";
        for (int i = 0; i < 120; ++i)
            table += "s" + QByteArray::number(i) + ',' + QByteArray::number(i * i % 97) + ','
                + QByteArray::number(i * 7 % 23) + ',' + QByteArray::number(i * 37 % 101 + i % 7 * 0.1)
                + '\n';
        write("numbers.csv", table);
        write("cut.recipe.json",
            R"({"data": "numbers.csv", "recipe": {"label_cut": {"quantiles": 3, "names": ["x", "y", "z"]}}})");
        const auto store = file("cut.sqlite");
        const Called called = btw(sweep(write("cut.json", R"({ "data": "cut.recipe.json", "folds": 3,
            "metric": "log_loss", "grid": { "system": ["regression"] } })"),
            store));
        QVERIFY2(called.status == 0, called.err.constData());
        std::map<QString, std::set<QString>> labels; // of each person, over folds
        double sum = 0;
        int folds = 0;
        for (const auto& value : runsOf(store)) {
            const auto run = value.toObject();
            if (run[u"variant"].toString() != u"none")
                continue;
            sum += run[u"test"].toObject()[u"log_loss"].toDouble();
            ++folds;
            const auto out = file("fold.csv");
            const Called exported = btw({ QStringLiteral("export"), QStringLiteral("--store"), store,
                QStringLiteral("--run"), QString::number(run[u"id"].toInt()), QStringLiteral("--out"), out });
            QVERIFY2(exported.status == 0, exported.err.constData());
            QFile csv(out);
            QVERIFY(csv.open(QIODevice::ReadOnly));
            const auto lines = QString::fromUtf8(csv.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            const auto column = lines.front().split(QLatin1Char(',')).indexOf(QStringLiteral("y"));
            QVERIFY(column > 0);
            for (const auto& line : lines.mid(1))
                labels[line.section(QLatin1Char(','), 0, 0)].insert(
                    line.section(QLatin1Char(','), static_cast<int>(column), static_cast<int>(column)));
        }
        QCOMPARE(folds, 3);
        QVERIFY(
            std::any_of(labels.begin(), labels.end(), [](const auto& one) { return one.second.size() > 1; }));
        const auto rows = comparison(store);
        const auto row = std::find_if(rows.begin(), rows.end(),
            [](const auto& one) { return one.toObject()[u"system"].toString() == u"regression"; });
        QVERIFY(row != rows.end());
        // Folds are of equally many people, so that the mean over people is that over folds.
        QCOMPARE((*row)[u"n"].toInt(), 120);
        QVERIFY(std::abs((*row)[u"mean"].toDouble() - sum / 3) < 1e-6);
    }

    // A name that two rows have is not taken for one of them; the whole name is.
    void aNameThatTwoRowsHaveIsNoBaseline()
    {
        const auto store = file("depths.sqlite");
        const Called called = btw(sweep(write("depths.json", R"({ "data": "made.npz", "folds": 2,
            "spec": { "haim_rounds": 5 }, "grid": { "system": ["haim"], "haim_depth": [2, 3] } })"),
            store));
        QVERIFY2(called.status == 0, called.err.constData());
        const auto compareWith = [&](const QString& baseline) {
            return btw(
                { QStringLiteral("compare"), QStringLiteral("--store"), store, QStringLiteral("--experiment"),
                    QStringLiteral("1"), QStringLiteral("--baseline"), baseline });
        };
        const auto several = compareWith(QStringLiteral("haim"));
        QCOMPARE(several.status, 2);
        QVERIFY2(several.err.contains("which may be any of haim (haim_depth 2), haim (haim_depth 3): give"),
            several.err.constData());
        QCOMPARE(compareWith(QStringLiteral("haim (haim_depth 3)")).status, 0);
        QCOMPARE(comparison(store).size(), 5); // the experiment names no baseline: the first
    }

    void aSeedThatDrawsNothingIsRefused()
    {
        const auto given = file("given.npz");
        const Called sample
            = btw({ QStringLiteral("sample"), QStringLiteral("redundant"), QStringLiteral("--out"), given });
        QVERIFY2(sample.status == 0, sample.err.constData());
        const auto trained = [&](const QString& data, const QStringList& more) {
            return btw(QStringList { QStringLiteral("train"), data, QStringLiteral("--system"),
                           QStringLiteral("regression"), QStringLiteral("--split-seed"), QStringLiteral("4"),
                           QStringLiteral("--store"), file("seeds.sqlite") }
                + more);
        };
        const Called all = trained(given, {});
        QCOMPARE(all.status, 2);
        QVERIFY2(all.err.contains("--split-seed changes nothing here: the data gives the split of each"),
            all.err.constData());
        const Called folds = trained(file("made.npz"), { QStringLiteral("--folds"), QStringLiteral("2") });
        QCOMPARE(folds.status, 2);
        QVERIFY2(folds.err.contains("folds are not drawn by it"), folds.err.constData());
    }

    void aSplitIsNamedByItsNumber()
    {
        const auto store = file("splits.sqlite");
        const Called experiment
            = btw(sweep(write("splits.json",
                            R"({ "data": "made.npz", "folds": 2, "grid": { "system": ["regression"] } })"),
                store));
        QVERIFY2(experiment.status == 0, experiment.err.constData());
        for (const char* seed : { "5", "6" }) {
            const Called trained = btw({ QStringLiteral("train"), file("made.npz"),
                QStringLiteral("--system"), QStringLiteral("regression"), QStringLiteral("--split-seed"),
                QLatin1String(seed), QStringLiteral("--store"), store });
            QVERIFY2(trained.status == 0, trained.err.constData());
            QVERIFY2(
                trained.err.contains(
                    QByteArray("note: splits: The data has no splits; 70/10/20 are drawn by seed ") + seed),
                trained.err.constData());
        }
        std::set<int> splits;
        for (const auto& run : runsOf(store))
            splits.insert(run[u"split"].toInt());
        QCOMPARE(splits.size(), 4U); // two folds, and two draws
        const auto compareWith = [&](const QStringList& words) {
            return btw(QStringList { QStringLiteral("compare"), QStringLiteral("--store"), store } + words);
        };
        const int last = *splits.rbegin();
        const auto listed = btw({ QStringLiteral("runs"), QStringLiteral("--store"), store }).out;
        QVERIFY2(listed.contains("made · split " + QByteArray::number(last) + " "), listed.constData());
        for (const int split : { last - 1, last })
            QCOMPARE(compareWith({ QStringLiteral("--split"), QString::number(split) }).status, 0);
        QVERIFY(compareWith({}).err.contains("made, split " + QByteArray::number(last)));
        const auto unknown = compareWith({ QStringLiteral("--split"), QStringLiteral("99") });
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains(QStringLiteral(
                     "Split 99 has no training outside an experiment; these splits have: %1, %2.")
                                          .arg(last - 1)
                                          .arg(last)
                                          .toUtf8()),
            unknown.err.constData());
        const auto both = compareWith({ QStringLiteral("--split"), QString::number(last),
            QStringLiteral("--experiment"), QStringLiteral("1") });
        QCOMPARE(both.status, 2);
        QVERIFY2(both.err.contains("name different trainings"), both.err.constData());
    }

    // Killed in the middle: what was told is kept, nothing is shown, and the same command ends as if
    // undisturbed. Steps beside each other give the same numbers.
    void aKilledSweepGoesOn_data()
    {
        QTest::addColumn<QByteArray>("flags");
        QTest::newRow("one after another") << QByteArray("--json");
        QTest::newRow("beside each other") << QByteArray("--json --jobs 2");
    }
    void aKilledSweepGoesOn()
    {
        QFETCH(QByteArray, flags);
        const auto experiment = write("kill.json", R"({ "data": "made.npz", "seeds": [1, 2],
            "spec": { "preset": "demo", "epochs": 4 }, "grid": { "variant": ["none", "btw"] } })");
        const auto whole = file("whole.sqlite");
        if (!QFile::exists(whole))
            QCOMPARE(btw(sweep(experiment, whole)).status, 0);
        const auto expected = comparison(whole);
        QCOMPARE(expected.size(), 5); // none, btw; and three reference models

        const auto store = file(flags.contains("jobs") ? "beside.sqlite" : "killed.sqlite");
        QProcess victim;
        victim.start(QStringLiteral(BTW_PROGRAM), sweep(experiment, store, flags.constData()));
        QHash<qint64, qint64> told;
        while (told.size() < 3 && victim.waitForReadyRead(60000)) {
            while (victim.canReadLine()) {
                const auto line = QJsonDocument::fromJson(victim.readLine()).object();
                QVERIFY(line[u"event"].toString() != u"final");
                if (line[u"event"].toString() == u"epoch")
                    told[line[u"run"].toInteger()] = line[u"epoch"].toInteger();
            }
        }
        victim.kill();
        QVERIFY(victim.waitForFinished(60000));
        QCOMPARE(told.size(), 3);

        for (const auto& value : runsOf(store)) {
            const auto run = value.toObject();
            QVERIFY(run[u"epochs"].toInteger() >= told.value(run[u"id"].toInteger()));
            QVERIFY(run[u"test"].toObject().isEmpty());
        }
        const Called closed = btw({ QStringLiteral("compare"), QStringLiteral("--store"), store,
            QStringLiteral("--experiment"), QStringLiteral("1") });
        QCOMPARE(closed.status, 2);
        QVERIFY2(closed.err.contains("stay hidden"), closed.err.constData());

        // Processes that a killed one had started end after their batch.
        Called again;
        QTRY_VERIFY_WITH_TIMEOUT(
            (again = btw(sweep(experiment, store, flags.constData()))).status == 0, 60000);
        auto rows = comparison(store);
        QCOMPARE(rows.size(), expected.size());
        for (qsizetype i = 0; i < rows.size(); ++i)
            for (const char* key : { "system", "variant", "mean", "std", "diff", "ci_low", "ci_high", "n" })
                QCOMPARE(rows[i].toObject()[QLatin1String(key)], expected[i].toObject()[QLatin1String(key)]);
    }

    void whatIsLeftIsGivenUpOnlyWhenThatIsAsked()
    {
        const auto experiment = write("left.json", R"({
            "data": "made.npz", "seeds": [1], "spec": { "preset": "demo", "epochs": 30, "patience": 30 },
            "grid": { "system": ["regression", "moe"], "variant": ["none"] } })");
        const auto store = file("left.sqlite");
        QProcess victim;
        victim.start(QStringLiteral(BTW_PROGRAM), sweep(experiment, store, "--json"));
        bool isTraining = false;
        while (!isTraining && victim.waitForReadyRead(60000))
            while (victim.canReadLine())
                isTraining
                    = isTraining || victim.readLine().contains("\"epoch\":2,"); // of the second training
        victim.kill();
        QVERIFY(victim.waitForFinished(60000) && isTraining);
        const auto asked = [&](const QStringList& words) {
            return btw(words + QStringList { QStringLiteral("--store"), store });
        };
        const auto runs = [&] { return asked({ QStringLiteral("runs") }).out; };
        QTRY_VERIFY_WITH_TIMEOUT(
            runs().contains("1 of 2 trainings has ended, 1 was stopped. Test figures stay "
                            "hidden until it has been trained, or until you give it up."),
            60000);
        const QStringList resume { QStringLiteral("resume"), QStringLiteral("--experiment"),
            QStringLiteral("1") };
        const Called given = asked(resume + QStringList { QStringLiteral("--open-without") });
        QVERIFY2(given.status == 0, given.err.constData());
        QVERIFY(asked({ QStringLiteral("runs"), QStringLiteral("--looks") })
                    .out.contains("opened without training 2"));
        QVERIFY(runs().contains("1 of 2 trainings has ended, 1 was cancelled."));
        const auto systems = [&] {
            QSet<QString> names;
            for (const auto& row : comparison(store))
                if (!row.toObject()[u"runs"].toArray().isEmpty())
                    names << row.toObject()[u"system"].toString();
            return names;
        };
        QCOMPARE(systems(), QSet<QString> { QStringLiteral("regression") });
        // What was given up can be trained after all.
        const Called trained = asked(resume);
        QVERIFY2(trained.status == 0, trained.err.constData());
        QCOMPARE(systems(), (QSet<QString> { QStringLiteral("regression"), QStringLiteral("moe") }));
        QVERIFY(asked(resume).err.contains("nothing to resume"));
        QCOMPARE(asked({ QStringLiteral("resume") }).status, 2);
    }

    void unusableFilesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const char* json, const char* sentence) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(sentence);
        };
        row("no JSON", "{ \"data\": }", "row 1: this is not JSON");
        row("a list", "[]", "one JSON object");
        row("no data", "{}", "lacks the key \"data\"");
        row("unknown key", R"({ "data": "made.npz", "fold": 3 })",
            "unknown key \"fold\"; did you mean \"folds\"?");
        row("one fold", R"({ "data": "made.npz", "folds": 1 })",
            "key \"folds\" is 1, but must be an integer from 2 to 1000, or text");
        row("half a seed", R"({ "data": "made.npz", "seeds": [1.5] })", "key \"seeds\" is [1.5]");
        row("seed twice", R"({ "data": "made.npz", "seeds": [1, 1] })", "each once");
        row("no threads", R"({ "data": "made.npz", "threads": 0 })", "key \"threads\" is 0");
        row("unknown grid key", R"({ "data": "made.npz", "grid": { "top": [1] } })",
            "key \"grid\" has an unknown key \"top\"; did you mean \"top_k\"?");
        row("split seed", R"({ "data": "made.npz", "grid": { "split_seed": [1, 2] } })",
            "unknown key \"split_seed\"");
        row("no list", R"({ "data": "made.npz", "grid": { "alpha": 0.5 } })", "key \"grid.alpha\" is 0.5");
        row("bad value", R"({ "data": "made.npz", "grid": { "alpha": [0.5, 2] } })",
            "The grid: The spec's key \"alpha\" is 2, but must be a number from 0 to 1");
        row("unknown system", R"({ "data": "made.npz", "grid": { "system": ["nothing"] } })",
            "\"nothing\", but must be one of moe, haim");
        row("bad spec", R"({ "data": "made.npz", "spec": { "widht": 3 } })", "did you mean \"width\"?");
        row("unknown modality", R"({ "data": "made.npz", "grid": { "modalities": [["x-ray"]] } })",
            "'x-ray' is not a modality of this cohort, which has m0, m1, m2");
        row("unknown without", R"({ "data": "made.npz", "without": ["x-ray"] })", "'x-ray' is not among");
        row("placebo alone", R"({ "data": "made.npz", "placebo": true })", "\"without\": \"each\"");
        row("repeats alone", R"({ "data": "made.npz", "repeats": 2 })", "add folds K");
        row("unknown metric", R"({ "data": "made.npz", "metric": "r2" })", "key \"metric\" is 'r2'");
        row("unknown baseline", R"({ "data": "made.npz", "baseline": "haim" })",
            "must be one of what it trains: moe:btw");
        row("bad rows", R"({ "data": "made.npz", "grid": { "rows": [{ "name": "old", "ranges": [3] }] } })",
            "rows \"old\"");
        row("nothing", R"({ "data": "made.npz", "grid": { "system": ["haim"], "variant": ["btw"] } })",
            "Nothing of it can be trained");
        row("unknown sample", R"({ "data": "sample:xray" })", "there are: sentiment, los");
        row("a seed that is none", R"({ "data": "sample:los:x" })", "a whole number");
        row("draws of a file", R"({ "data": "made.npz", "draws": 2 })", "is for a planted cohort");
        row("seeds that are none", R"({ "data": "made.npz", "seeds": "fold" })", "seeds");
        row("no cohort", R"({ "data": "nowhere.npz" })", "nowhere.npz");
        row("published", R"({ "data": "made.npz", "published": [{ "system": "moe", "mean": 1 }] })",
            "key \"published[0]\" lacks the key \"metric\"");
    }
    void unusableFilesAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, sentence);
        const auto experiment = write("bad.json", json);
        for (const char* flags : { "--dry-run", "" }) {
            const Called called = btw(sweep(experiment, file("bad.sqlite"), flags));
            QCOMPARE(called.status, 2);
            QVERIFY2(called.err.contains(sentence), called.err.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestCliSweep)
#include "tst_clisweep.moc"
