// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

#include <sys/stat.h>

#include <algorithm>
#include <csignal>

namespace {

const QString kEpochs = QStringLiteral("--epochs");

QJsonArray runs(const QString& store)
{
    return btw({ QStringLiteral("runs"), QStringLiteral("--store"), store, QStringLiteral("--json") })
        .array();
}

} // namespace

/// `btw train` and what is done with its runs: runs, resume, remove, export, figure.
class TestCliTrain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_data = m_folder.filePath(QStringLiteral("sentiment.npz"));
        QCOMPARE(btw({ QStringLiteral("sample"), QStringLiteral("sentiment"), QStringLiteral("--out"), m_data,
                         QStringLiteral("--n"), QStringLiteral("120"), QStringLiteral("--seed"),
                         QStringLiteral("2") })
                     .status,
            0);
        m_store = path("runs.sqlite");
        m_trained = btw(train(m_store, QStringLiteral("2"))
            + QStringList { QStringLiteral("--seeds"), QStringLiteral("1,2") });
        QVERIFY2(m_trained.status == 0, m_trained.err.constData());
    }

    void aDeviceThatIsNotHereIsRefusedBeforeAnythingIsRecorded_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("says");
        const QString device = QStringLiteral("--device");
        const QString amp = QStringLiteral("--amp");
        QTest::newRow("unknown device")
            << QStringList { device, QStringLiteral("tpu") } << QByteArray("choose one of auto, cpu, cuda");
        QTest::newRow("mixed precision on the processor") << QStringList { device, QStringLiteral("cpu"), amp,
            QStringLiteral("bf16") } << QByteArray("mixed precision is for a GPU");
        QTest::newRow("unknown precision")
            << QStringList { amp, QStringLiteral("int4") } << QByteArray("choose one of bf16, fp16");
        if (!btw({ QStringLiteral("--version") }).out.contains("device cuda"))
            QTest::newRow("no GPU") << QStringList { device, QStringLiteral("cuda") }
                                    << QByteArray("or use 'cpu'");
    }
    void aDeviceThatIsNotHereIsRefusedBeforeAnythingIsRecorded()
    {
        QFETCH(const QStringList, options);
        QFETCH(const QByteArray, says);
        const QString store = path("device.sqlite");
        const Called called = btw(
            QStringList { QStringLiteral("train"), m_data, QStringLiteral("--store"), store } + options);
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(says), called.err.constData());
        QVERIFY(!QFileInfo::exists(store));
    }

    void everyRunTellsItsStepThenItsEpochsAndTheFiguresComeLast()
    {
        // Three modalities alone, the baseline, the weighted model; for two seeds.
        const QStringList variants { QStringLiteral("unimodal"), QStringLiteral("unimodal"),
            QStringLiteral("unimodal"), QStringLiteral("none"), QStringLiteral("btw") };
        const QList<int> steps { 1, 1, 1, 2, 3 };
        const QList<QJsonObject> lines = m_trained.lines();
        QCOMPARE(lines.size(), 2 * 5 * 4);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            // Of a seed's twenty lines the last five are of its runs' figures.
            const qsizetype of = i % 20;
            const bool figures = of >= 15;
            const qsizetype run = figures ? of - 15 : of / 3;
            QCOMPARE(lines[i][QStringLiteral("seed")].toInt(), i < 20 ? 1 : 2);
            QCOMPARE(lines[i][QStringLiteral("run")], lines[i - of + 3 * run][QStringLiteral("run")]);
            QCOMPARE(lines[i][QStringLiteral("step")].toInt(), steps[run]);
            const QString event = lines[i][QStringLiteral("event")].toString();
            QCOMPARE(event,
                figures           ? QStringLiteral("final")
                    : of % 3 == 0 ? QStringLiteral("step")
                                  : QStringLiteral("epoch"));
            QCOMPARE(lines[i].contains(QStringLiteral("test")), figures);
            if (event == QStringLiteral("epoch"))
                QCOMPARE(lines[i][QStringLiteral("epoch")].toInt(), of % 3);
            else
                QCOMPARE(lines[i][QStringLiteral("variant")].toString(), variants[run]);
        }
    }

    void epochsCarryTheWeightsInForce()
    {
        for (const QJsonObject& epoch : events(m_trained.lines(), QStringLiteral("epoch"))) {
            QVERIFY(epoch[QStringLiteral("train_loss")].isDouble());
            QVERIFY(epoch[QStringLiteral("validation")][QStringLiteral("mae")].isDouble());
            QVERIFY(epoch[QStringLiteral("validation")][QStringLiteral("loss")].isDouble());
            const QJsonObject weights = epoch[QStringLiteral("weights")].toObject();
            const bool weighted = epoch[QStringLiteral("step")].toInt() == 3;
            const bool first = epoch[QStringLiteral("epoch")].toInt() == 1;
            QCOMPARE(weights.size(), weighted ? 3 : 0);
            QCOMPARE(epoch[QStringLiteral("alpha")].isNull(), !weighted || first);
            double sum = 0;
            for (const QString& modality : weights.keys())
                sum += weights[modality].toDouble();
            // All ones, then half way (alpha 0.5) to new weights that sum to one.
            if (weighted)
                QVERIFY(std::abs(sum - (first ? 3.0 : 2.0)) < 1e-6);
        }
    }

    void theLastFinalOfATrainingCarriesTheReferenceModels()
    {
        const QList<QJsonObject> finals = events(m_trained.lines(), QStringLiteral("final"));
        for (qsizetype i = 0; i < finals.size(); ++i) {
            QVERIFY(finals[i][QStringLiteral("test")][QStringLiteral("mae")].isDouble());
            const QJsonObject yardstick = finals[i][QStringLiteral("yardstick")].toObject();
            QCOMPARE(yardstick.isEmpty(), i % 5 != 4);
            if (yardstick.isEmpty())
                continue;
            for (const char* name : { "text", "audio", "video", "all", "constant" })
                QVERIFY2(yardstick[QLatin1String(name)][QStringLiteral("mae")].isDouble(), name);
            // A constant has no correlation: not a number is null.
            QVERIFY(yardstick[QStringLiteral("constant")].toObject().contains(QStringLiteral("corr")));
            QVERIFY(yardstick[QStringLiteral("constant")][QStringLiteral("corr")].isNull());
            QJsonObject reference = finals[i][QStringLiteral("reference")].toObject();
            const QJsonObject trees = reference.take(QStringLiteral("trees")).toObject();
            QCOMPARE(reference, yardstick);
            QCOMPARE(trees.keys(), QStringList({ "all", "audio", "text", "video" }));
            for (const char* name : { "text", "audio", "video", "all" })
                QVERIFY2(trees[QLatin1String(name)][QStringLiteral("mae")].isDouble(), name);
            QVERIFY(!finals[i].contains(QStringLiteral("trees_note"))); // nothing was bounded
        }
    }

    void runsListsWhatWasTrained()
    {
        const QJsonArray list = runs(m_store);
        QCOMPARE(list.size(), 10);
        const QList<QJsonObject> finals = events(m_trained.lines(), QStringLiteral("final"));
        for (const QJsonObject& final : finals) {
            const auto found = std::find_if(list.begin(), list.end(), [&final](const QJsonValue& run) {
                return run[QStringLiteral("id")] == final[QStringLiteral("run")];
            });
            QVERIFY(found != list.end());
            const QJsonObject run = (*found).toObject();
            QCOMPARE(run[QStringLiteral("status")].toString(), QStringLiteral("finished"));
            QCOMPARE(run[QStringLiteral("epochs")].toInt(), 2);
            QCOMPARE(run[QStringLiteral("model")].toString(), QStringLiteral("moe"));
            QCOMPARE(run[QStringLiteral("test")], final[QStringLiteral("test")]);
        }
        const Called words = btw({ QStringLiteral("runs"), QStringLiteral("--store"), m_store });
        QCOMPARE(words.status, 0);
        QVERIFY(words.out.contains("text alone"));
        for (const QJsonValue& run : list)
            QCOMPARE(run[QStringLiteral("training")].toArray(), QJsonArray({ run[QStringLiteral("seed")] }));
        // A heading a training, its runs below it.
        QByteArrayList headings;
        const auto lines = words.out.split('\n');
        for (qsizetype i = 1; i < lines.size(); ++i) {
            if (lines[i].startsWith("training"))
                headings << lines[i];
            else
                QVERIFY2(lines[i].isEmpty() || lines[i].startsWith("  "), lines[i].constData());
        }
        QCOMPARE(headings.size(), 2);
        for (int seed : { 1, 2 }) {
            const QByteArray number = QByteArray::number(seed);
            const QByteArray heading = headings[seed - 1];
            QVERIFY2(heading.startsWith("training " + number + " ") && heading.contains(" moe ")
                    && heading.contains(" btw ") && heading.contains(" seed " + number + " ")
                    && heading.contains(" sentiment ") && heading.endsWith(" finished"),
                heading.constData());
            const auto at = lines.indexOf(heading);
            for (qsizetype i = 1; i <= 5; ++i)
                QVERIFY2(lines[at + i].contains("seed " + number) && lines[at + i].contains("mae "),
                    lines[at + i].constData());
        }
    }

    /// Whether the simpler choice would do, in the window's words, without the window.
    void aTrainingEndsWithWhatTheReferenceModelsSayOfIt()
    {
        QStringList words = train(m_store, QStringLiteral("2"));
        words.removeAll(QStringLiteral("--json"));
        const Called called = btw(words);
        QVERIFY2(called.status == 0, called.err.constData());
        const QStringList lines = QString::fromUtf8(called.out).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.last(), QStringLiteral("One split cannot say what other training people would give."));
        static const QRegularExpression kSaid(QStringLiteral(
            "^(These people cannot tell this model from|In these fitted models (it|the simpler choice) does "
            "better).*plain regression"));
        QVERIFY2(std::any_of(lines.begin(), lines.end(),
                     [](const QString& line) { return kSaid.match(line).hasMatch(); }),
            called.out.constData());
        // Of which model, of how many trainings and in which metric stands before it.
        static const QRegularExpression kOf(
            QStringLiteral("^BTW-weighted mixture of experts .*test MAE: mean of 1 training [0-9]"));
        const auto placeOf
            = [&lines](const QRegularExpression& what) { return lines.indexOf(lines.filter(what).value(0)); };
        QVERIFY2(placeOf(kOf) >= 0 && placeOf(kOf) < placeOf(kSaid), called.out.constData());
        // Once a training, and not of a store's other trainings.
        QCOMPARE(lines.filter(QStringLiteral("One split cannot say")).size(), 1);
    }

    void anotherVariantReusesTheFirstTwoSteps()
    {
        const Called called = btw(train(m_store, QStringLiteral("2"))
            + QStringList { QStringLiteral("--variant"), QStringLiteral("kl-local") });
        QCOMPARE(called.status, 0);
        const QList<QJsonObject> steps = events(called.lines(), QStringLiteral("step"));
        QCOMPARE(steps.size(), 5);
        for (qsizetype i = 0; i < steps.size(); ++i)
            QCOMPARE(steps[i][QStringLiteral("reused")].toBool(), i < 4);
        QCOMPARE(events(called.lines(), QStringLiteral("epoch")).size(), 2);
        // What the two trainings share says so, and stands under both.
        const QJsonArray list = runs(m_store);
        QCOMPARE(list[0][QStringLiteral("training")].toArray(), QJsonArray({ 1, 3 }));
        QCOMPARE(list[4][QStringLiteral("training")].toArray(), QJsonArray({ 1 }));
        QCOMPARE(list[10][QStringLiteral("training")].toArray(), QJsonArray({ 3 }));
        const QByteArray words = btw({ QStringLiteral("runs"), QStringLiteral("--store"), m_store }).out;
        QCOMPARE(words.count("text alone \xc2\xb7 seed 1"), 2);
        QCOMPARE(words.count("text alone \xc2\xb7 seed 2"), 1);
        QCOMPARE(words.count("kl-local \xc2\xb7 seed 1"), 2); // the heading and the run
    }

    void aFinishedRunHasNothingToResume()
    {
        const Called called
            = btw({ QStringLiteral("resume"), QStringLiteral("5"), QStringLiteral("--store"), m_store });
        QCOMPARE(called.status, 0);
        QVERIFY(called.err.contains("finished"));
        QCOMPARE(btw({ QStringLiteral("resume"), QStringLiteral("99"), QStringLiteral("--store"), m_store })
                     .status,
            2);
    }

    void exportIsWhatWeightsReads()
    {
        const QString csv = path("export.csv");
        QCOMPARE(btw({ QStringLiteral("export"), QStringLiteral("--store"), m_store, QStringLiteral("--run"),
                         QStringLiteral("5"), QStringLiteral("--out"), csv })
                     .status,
            0);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readLine().trimmed(),
            QByteArray("id,split,y,pred_multi,pred_text,pred_audio,pred_video,w_text,w_audio,w_video"));
        QCOMPARE(file.readAll().count('\n'), 120);
        const Called called = btw({ QStringLiteral("weights"), csv, QStringLiteral("--task"),
            QStringLiteral("regression"), QStringLiteral("--out"), path("w.csv"), QStringLiteral("--json") });
        QVERIFY2(called.status == 0, called.err.constData());
        QCOMPARE(called.object()[QStringLiteral("n")].toInt(), 120);
    }

    void neitherExportNorFigureWritesOverTheStore()
    {
        QFile store(m_store);
        QVERIFY(store.open(QIODevice::ReadOnly));
        const QByteArray before = store.readAll();
        const QString link = path("link.csv");
        QVERIFY(QFile::link(m_store, link));
        QStringList targets { m_store, m_store + QStringLiteral("-wal"), m_store + QStringLiteral("-shm"),
            m_store + QStringLiteral(".d/x.csv"), link };
        for (const QString& out : targets)
            QCOMPARE(btw({ QStringLiteral("export"), QStringLiteral("--store"), m_store,
                             QStringLiteral("--run"), QStringLiteral("5"), QStringLiteral("--out"), out })
                         .status,
                2);
        QCOMPARE(
            btw({ QStringLiteral("figure"), QStringLiteral("weights"), QStringLiteral("--store"), m_store,
                    QStringLiteral("--run"), QStringLiteral("5"), QStringLiteral("--out"), m_store })
                .status,
            2);
        store.seek(0);
        QVERIFY(store.readAll() == before);
    }

    void figuresAreDrawnWithoutADisplay_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("magic");
        QTest::newRow("weights") << QStringLiteral("weights") << QStringLiteral("svg") << QByteArray("<?xml");
        QTest::newRow("metric") << QStringLiteral("metric") << QStringLiteral("pdf") << QByteArray("%PDF-");
        QTest::newRow("density") << QStringLiteral("density") << QStringLiteral("png")
                                 << QByteArray("\x89PNG");
        QTest::newRow("scatter") << QStringLiteral("scatter") << QStringLiteral("svg") << QByteArray("<?xml");
    }
    void figuresAreDrawnWithoutADisplay()
    {
        QFETCH(QString, kind);
        QFETCH(QString, suffix);
        QFETCH(QByteArray, magic);
        const QString out = path("figure.") + suffix;
        const Called called = btw({ QStringLiteral("figure"), kind, QStringLiteral("--store"), m_store,
            QStringLiteral("--run"), QStringLiteral("5"), QStringLiteral("--baseline"), QStringLiteral("4"),
            QStringLiteral("--out"), out, QStringLiteral("--width-mm"), QStringLiteral("84") });
        QVERIFY2(called.status == 0, called.err.constData());
        QFile file(out);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith(magic));
    }

    void figuresThatCannotBeDrawnSayWhy()
    {
        const auto figure = [this](const QString& kind, const QString& name) {
            return btw({ QStringLiteral("figure"), kind, QStringLiteral("--store"), m_store,
                QStringLiteral("--run"), QStringLiteral("5"), QStringLiteral("--out"), path("") + name });
        };
        QCOMPARE(
            figure(QStringLiteral("confusion"), QStringLiteral("f.svg")).status, 2); // labels are numbers
        QCOMPARE(figure(QStringLiteral("weights"), QStringLiteral("f.bmp")).status, 2);
        QVERIFY(!QFile::exists(path("f.svg")));
    }

    void specFilesAreReadStrictly()
    {
        const auto printed = [this](const QByteArray& json, const QStringList& flags) {
            const QString spec = path("spec.json");
            QFile file(spec);
            if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
                file.write(json);
            file.close();
            return btw(QStringList { QStringLiteral("train"), m_data, QStringLiteral("--spec"), spec,
                           QStringLiteral("--print-spec") }
                + flags);
        };
        // Flags override the spec, the spec overrides the preset.
        const QJsonObject spec
            = printed(R"({"preset": "demo", "epochs": 9, "variant": "kl-local", "dropout": 0.25})",
                { QStringLiteral("--variant"), QStringLiteral("mi-global") })
                  .object();
        QCOMPARE(spec[QStringLiteral("preset")].toString(), QStringLiteral("demo"));
        QCOMPARE(spec[QStringLiteral("epochs")].toInt(), 9);
        QCOMPARE(spec[QStringLiteral("dropout")].toDouble(), 0.25);
        QCOMPARE(spec[QStringLiteral("variant")].toString(), QStringLiteral("mi-global"));

        const Called unknown = printed(R"({"epoch": 9})", {});
        QCOMPARE(unknown.status, 2);
        QVERIFY(unknown.err.contains("\"epochs\""));
        const Called broken = printed("{\n\"epochs\": 9,\n}", {});
        QCOMPARE(broken.status, 2);
        QVERIFY2(broken.err.contains("spec.json, row 3"), broken.err.constData());
        QCOMPARE(printed("{}", { QStringLiteral("--variant"), QStringLiteral("best") }).status, 2);
        QCOMPARE(printed("{}", { kEpochs, QStringLiteral("0") }).status, 2);
    }

    void aStoppedTrainingIsResumedToTheSameFigures()
    {
        const Called undisturbed = btw(train(path("undisturbed.sqlite"), QStringLiteral("4")));
        QCOMPARE(undisturbed.status, 0);

        const QString store = path("stopped.sqlite");
        const Called stopped = interrupted(train(store, QStringLiteral("4")), SIGINT);
        QCOMPARE(stopped.status, 130);
        const QJsonArray after = runs(store);
        QCOMPARE(after.size(), 5);
        QCOMPARE(after[0][QStringLiteral("status")].toString(), QStringLiteral("stopped"));
        QCOMPARE(after[4][QStringLiteral("status")].toString(), QStringLiteral("queued"));
        QVERIFY(events(stopped.lines(), QStringLiteral("final")).isEmpty());

        // A run of it can be finished alone; that is not the training's end.
        const Called alone = btw({ QStringLiteral("resume"), QStringLiteral("1"), QStringLiteral("--store"),
            store, QStringLiteral("--json") });
        QCOMPARE(alone.status, 0);
        QVERIFY(alone.err.contains("stay hidden"));
        const auto ended = events(alone.lines(), QStringLiteral("final"));
        QCOMPARE(ended.size(), 1);
        QCOMPARE(ended[0][QStringLiteral("test")].toObject(), QJsonObject());
        const QJsonObject sealed = runs(store)[0].toObject();
        QCOMPARE(sealed[QStringLiteral("status")].toString(), QStringLiteral("finished"));
        QCOMPARE(sealed[QStringLiteral("test")].toObject(), QJsonObject());
        QVERIFY(!sealed.contains(QStringLiteral("yardstick")));
        const QString csv = path("sealed.csv");
        const Called exported = btw({ QStringLiteral("export"), QStringLiteral("--store"), store,
            QStringLiteral("--run"), QStringLiteral("1"), QStringLiteral("--out"), csv });
        QVERIFY(exported.err.contains("left empty"));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        int testRows = 0;
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.contains(",test,")) {
                ++testRows;
                QVERIFY2(line.endsWith(','), line.constData());
            }
        }
        QVERIFY(testRows > 0);

        const Called resumed = btw({ QStringLiteral("resume"), QStringLiteral("last"),
            QStringLiteral("--store"), store, QStringLiteral("--json") });
        QVERIFY2(resumed.status == 0, resumed.err.constData());
        const QList<QJsonObject> steps = events(resumed.lines(), QStringLiteral("step"));
        QVERIFY(steps.front()[QStringLiteral("reused")].toBool());
        QCOMPARE(events(resumed.lines(), QStringLiteral("final")).back()[QStringLiteral("test")],
            events(undisturbed.lines(), QStringLiteral("final")).back()[QStringLiteral("test")]);
    }

    void aKilledTrainingKeepsEveryEpochThatItReported()
    {
        const QString store = path("killed.sqlite");
        const Called killed = interrupted(train(store, QStringLiteral("4")), SIGKILL);
        const qsizetype reported = events(killed.lines(), QStringLiteral("epoch")).size();
        QVERIFY(reported >= 1);
        const QJsonArray after = runs(store);
        int kept = 0;
        for (const QJsonValue& run : after)
            kept += run[QStringLiteral("epochs")].toInt();
        QVERIFY(kept >= reported);
        const auto statuses = [&after](qsizetype i) { return after[i][QStringLiteral("status")].toString(); };
        QVERIFY(statuses(0) == QStringLiteral("interrupted") || statuses(0) == QStringLiteral("finished"));
    }

    void whatIsWrittenIsForItsOwnerOnly()
    {
        const QDir folder(path("private"));
        QVERIFY(QDir().mkpath(folder.path()));
        const auto inside = [&folder](const char* name) { return folder.filePath(QLatin1String(name)); };
        const mode_t mask = ::umask(0);
        // What a killed program leaves behind has SQLite's own files beside the store.
        const Called killed = interrupted(train(inside("killed.sqlite"), QStringLiteral("9")), SIGKILL);
        QStringList problems;
        const auto done = [&problems](const QStringList& arguments) {
            const Called called = btw(arguments);
            if (called.status != 0)
                problems.append(arguments.join(QLatin1Char(' ')) + QString::fromUtf8(called.err));
        };
        const QString out = QStringLiteral("--out");
        const QString csv = inside("run.csv");
        done({ QStringLiteral("sample"), QStringLiteral("los"), out, inside("los.npz"), QStringLiteral("--n"),
            QStringLiteral("100") });
        done(train(inside("runs.sqlite"), QStringLiteral("1")));
        const QStringList run { QStringLiteral("--store"), inside("runs.sqlite"), QStringLiteral("--run"),
            QStringLiteral("last"), out };
        done(QStringList { QStringLiteral("export") } + run + QStringList { csv });
        done(QStringList { QStringLiteral("figure"), QStringLiteral("weights") } + run
            + QStringList { inside("weights.svg") });
        done({ QStringLiteral("weights"), csv, QStringLiteral("--task"), QStringLiteral("regression"), out,
            inside("w.csv") });
        ::umask(mask);
        QCOMPARE(problems, QStringList());
        QVERIFY(killed.out.contains("\"event\":\"epoch\""));

        QStringList seen;
        QDirIterator all(folder.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
            QDirIterator::Subdirectories);
        while (all.hasNext()) {
            struct stat status
            {
            };
            const QByteArray name = all.next().toLocal8Bit();
            QCOMPARE(::stat(name.constData(), &status), 0);
            QCOMPARE(QByteArray::number(status.st_mode & 07777, 8) + ' ' + name,
                (all.fileInfo().isDir() ? "700 " : "600 ") + name);
            seen.append(all.fileName());
        }
        for (const char* name : { "killed.sqlite-wal", "killed.sqlite-shm", "killed.sqlite.d", "runs.sqlite",
                 "last-1.pt", "run.csv", "los.npz", "weights.svg", "w.csv" })
            QVERIFY2(seen.contains(QLatin1String(name)), name);
    }

    void runsAreRemovedFromTheLeafOn()
    {
        const QString store = path("removed.sqlite");
        QCOMPARE(btw(train(store, QStringLiteral("1"))).status, 0);
        QVERIFY(QFile::exists(store + QStringLiteral(".d/5")));
        const auto remove = [&store](const char* run) {
            return btw({ QStringLiteral("remove"), QLatin1String(run), QStringLiteral("--store"), store });
        };
        const Called needed = remove("1");
        QCOMPARE(needed.status, 2);
        QVERIFY(needed.err.contains("was built from it"));
        QCOMPARE(remove("5").status, 0);
        QVERIFY(!QFile::exists(store + QStringLiteral(".d/5")));
        QCOMPARE(runs(store).size(), 4);
    }

private:
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QStringList train(const QString& store, const QString& epochs) const
    {
        return { QStringLiteral("train"), m_data, QStringLiteral("--preset"), QStringLiteral("demo"), kEpochs,
            epochs, QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--store"), store,
            QStringLiteral("--json") };
    }

    /// Sends the signal once the first epoch is reported.
    static Called interrupted(const QStringList& arguments, int signal)
    {
        QProcess process;
        process.start(QStringLiteral(BTW_PROGRAM), arguments);
        Called called;
        while (!called.out.contains("\"event\":\"epoch\"") && process.waitForReadyRead(60'000))
            called.out += process.readAllStandardOutput();
        ::kill(static_cast<pid_t>(process.processId()), signal);
        process.waitForFinished(60'000);
        called.out += process.readAllStandardOutput();
        called.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        return called;
    }

    QTemporaryDir m_folder;
    QString m_data;
    QString m_store;
    Called m_trained;
};

QTEST_GUILESS_MAIN(TestCliTrain)
#include "tst_clitrain.moc"
