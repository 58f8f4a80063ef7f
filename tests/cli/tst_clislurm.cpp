// SPDX-License-Identifier: GPL-3.0-or-later
#include "madecohort.h"
#include "program.h"
#include "slurmcluster.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

/// An experiment as an array of jobs of a real Slurm: the numbers of this machine alone, and a job that is
/// killed goes on.
class TestCliSlurm : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SlurmCluster> m_cluster;

    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QString write(const char* name, const QByteArray& json) const
    {
        QFile out(file(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(json) != json.size())
            qFatal("%s cannot be written", name);
        return out.fileName();
    }

    static QStringList sweep(const QString& experiment, const QString& store, bool onSlurm)
    {
        QStringList words { QStringLiteral("sweep"), experiment, QStringLiteral("--store"), store };
        return onSlurm ? words + QStringList { QStringLiteral("--engine"), QStringLiteral("slurm") } : words;
    }

    static QJsonArray comparison(const QString& store)
    {
        return btw(
            { QStringLiteral("compare"), QStringLiteral("--store"), store, QStringLiteral("--experiment"),
                QStringLiteral("1"), QStringLiteral("--format"), QStringLiteral("json") })
            .array();
    }

    /// The process that trains a part, 0 where none does.
    static qint64 processOf(const QByteArray& partStore)
    {
        const auto all = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
        for (const QString& name : all) {
            QFile words(QStringLiteral("/proc/%1/cmdline").arg(name));
            bool isNumber = false;
            const qint64 pid = name.toLongLong(&isNumber);
            if (isNumber && words.open(QIODevice::ReadOnly) && words.readAll().contains(partStore)
                && QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(pid)).contains(u"btw"))
                return pid;
        }
        return 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!SlurmCluster::isInstalled())
            QSKIP("needs root and slurm-wlm; .ci/run installs it");
        QVERIFY(m_folder.isValid());
        m_cluster = std::make_unique<SlurmCluster>();
        QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->logs()));
        Made made { "made" };
        made.rows = 90;
        made.kinds = "vqv";
        made.lacking = 0.2;
        writeCohort(made, file("made.npz"));
    }

    void cleanupTestCase() { m_cluster.reset(); }

    void jobsGiveTheNumbersOfThisMachineAndAKilledOneGoesOn()
    {
        const auto experiment = write("jobs.json", R"({ "data": "made.npz", "seeds": [1, 2], "folds": 2,
            "spec": { "preset": "demo", "epochs": 12, "patience": 12 }, "without": ["m0"],
            "grid": { "variant": ["none", "btw"] } })");
        const auto local = file("local.sqlite"), store = file("slurm.sqlite");
        QCOMPARE(btw(sweep(experiment, local, false)).status, 0);

        QProcess sweeping;
        sweeping.setProcessChannelMode(QProcess::MergedChannels);
        sweeping.start(QStringLiteral(BTW_PROGRAM), sweep(experiment, store, true));
        // Two seeds on two folds share no step: four parts. One is killed once it has told an epoch.
        const QString folder = store + QStringLiteral(".d/slurm-1/");
        const auto hasEpochs = [&] {
            QFile log(folder + QStringLiteral("part-1.log"));
            return log.open(QIODevice::ReadOnly) && log.readAll().contains("\"event\":\"epoch\"");
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasEpochs(), 120000);
        const qint64 pid = processOf("part-1.sqlite");
        QVERIFY(pid != 0);
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        // No figure is shown meanwhile, by no store.
        const Called runs = btw({ QStringLiteral("runs"), QStringLiteral("--store"),
            folder + QStringLiteral("part-1.sqlite"), QStringLiteral("--json") });
        QVERIFY(!runs.array().isEmpty());
        for (const auto& run : runs.array())
            QVERIFY(run.toObject()[u"test"].toObject().isEmpty());

        QVERIFY(sweeping.waitForFinished(240000));
        const QByteArray told = sweeping.readAll();
        QVERIFY2(sweeping.exitCode() == 0, told.constData());
        QVERIFY2(told.contains("4 parts for Slurm"), told.constData());
        QVERIFY2(told.contains("Part 1 left the queue unfinished and is submitted again"), told.constData());
        QVERIFY(!QDir(folder).exists()); // all is in the store

        const auto expected = comparison(local), rows = comparison(store);
        QCOMPARE(rows.size(), expected.size());
        QVERIFY(rows.size() >= 4 + 3);
        for (qsizetype i = 0; i < rows.size(); ++i)
            for (const char* key :
                { "system", "variant", "without", "mean", "std", "diff", "ci_low", "ci_high", "n" })
                QCOMPARE(rows[i].toObject()[QLatin1String(key)], expected[i].toObject()[QLatin1String(key)]);

        // One look, as of any experiment; what was gathered can be exported and is whole.
        const auto looks = btw({ QStringLiteral("runs"), QStringLiteral("--store"), store,
                                   QStringLiteral("--looks"), QStringLiteral("--json") })
                               .object();
        QCOMPARE(looks[u"looks"].toArray().size(), 1);
        const auto again = btw(sweep(experiment, store, false) << QStringLiteral("--json"));
        for (const auto& step : events(again.lines(), QStringLiteral("step")))
            QVERIFY(step[u"reused"].toBool());
    }

    void theSameCommandWaitsForJobsThatWereSubmittedBefore()
    {
        const auto experiment = write("later.json", R"({ "data": "made.npz", "seeds": [1, 2],
            "spec": { "preset": "demo", "epochs": 3, "variant": "none" } })");
        const auto store = file("later.sqlite");
        QProcess first;
        first.start(QStringLiteral(BTW_PROGRAM), sweep(experiment, store, true));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(store + QStringLiteral(".d/slurm-1/jobs")), 60000);
        first.kill();
        QVERIFY(first.waitForFinished(20000));
        const Called again = btw(sweep(experiment, store, true));
        QVERIFY2(again.status == 0, again.err.constData());
        QVERIFY2(!again.err.contains("Submitted"), again.err.constData());
        QCOMPARE(comparison(store).size(), 1 + 3);
    }

    void whatFailsAgainAndAgainIsGivenUp()
    {
        const auto experiment = write("fails.json",
            R"({ "data": "made.npz", "spec": { "preset": "demo", "epochs": 2, "learning_rate": 10, "variant": "none",
                "gradient_clip": 1e6 } })");
        const auto store = file("fails.sqlite");
        // The jobs find no data: it goes once the steps are recorded.
        const auto data = file("gone.npz");
        QVERIFY(QFile::copy(file("made.npz"), data));
        QFile json(experiment);
        QVERIFY(json.open(QIODevice::ReadOnly));
        const auto changed = json.readAll().replace("made.npz", "gone.npz");
        json.close();
        write("fails.json", changed);
        QProcess sweeping;
        sweeping.setProcessChannelMode(QProcess::MergedChannels);
        sweeping.start(QStringLiteral(BTW_PROGRAM), sweep(experiment, store, true));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(store + QStringLiteral(".d/slurm-1/job.sh")), 60000);
        QVERIFY(QFile::remove(data));
        QVERIFY(sweeping.waitForFinished(120000));
        const QByteArray told = sweeping.readAll();
        QVERIFY2(sweeping.exitCode() == 1, told.constData());
        QVERIFY2(told.contains("Part 0 did not finish in 3 jobs; its log is"), told.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliSlurm)
#include "tst_clislurm.moc"
