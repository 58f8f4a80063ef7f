// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "tests/freeport.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <memory>
#include <vector>

namespace {

constexpr int kPatienceMs = 120'000;

QJsonArray runs(const QString& store)
{
    return btw({ QStringLiteral("runs"), QStringLiteral("--store"), store, QStringLiteral("--json") })
        .array();
}

/// One of the processes of a training.
class Process
{
public:
    Process(const QStringList& arguments, int rank, const QString& folder = {})
    {
        m_process.setWorkingDirectory(folder);
        m_process.start(QStringLiteral(BTW_PROGRAM),
            arguments + QStringList { QStringLiteral("--rank"), QString::number(rank) });
        m_process.closeWriteChannel();
    }

    void waitForEpoch()
    {
        while (!m_called.out.contains("\"event\":\"epoch\"") && m_process.waitForReadyRead(kPatienceMs))
            m_called.out += m_process.readAllStandardOutput();
    }
    void send(int signal) { ::kill(static_cast<pid_t>(m_process.processId()), signal); }
    /// \returns what it wrote; status -1 when it was killed or did not end
    Called ended()
    {
        const bool normal
            = m_process.waitForFinished(kPatienceMs) && m_process.exitStatus() == QProcess::NormalExit;
        m_called.status = normal ? m_process.exitCode() : -1;
        m_called.out += m_process.readAllStandardOutput();
        m_called.err += m_process.readAllStandardError();
        return m_called;
    }

private:
    QProcess m_process;
    Called m_called;
};

} // namespace

/// `btw train` on several processes.
class TestCliRanks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_data = sample("sentiment.npz", "2");
        m_other = sample("other.npz", "3");
        // Nothing random but the batches, so that figures can be compared with those of one process.
        QFile spec(path("spec.json"));
        QVERIFY(spec.open(QIODevice::WriteOnly));
        spec.write(R"({"preset": "demo", "dropout": 0, "expert_dropout": 0, "encoder_dropout": 0,
            "input_dropout": 0, "router_noise": false})");
    }

    void twoProcessesTrainWhatOneDoesAndRankZeroKeepsIt()
    {
        const QString store = path("two.sqlite");
        const Port port;
        const QStringList words = train(m_data, store, "2");
        const auto both = [&words](const Port& where) {
            const QStringList all = words + ranks(where);
            Process first(all, 0), second(all, 1);
            return std::pair(first.ended(), second.ended());
        };
        const auto [zero, one] = both(port);
        QVERIFY2(zero.status == 0, zero.err.constData());
        QVERIFY2(one.status == 0, one.err.constData());
        QCOMPARE(one.out, QByteArray());
        QVERIFY(one.err.contains("Rank 1 of 2"));
        QCOMPARE(runs(store).size(), 5);
        const QList<QJsonObject> finals = events(zero.lines(), QStringLiteral("final"));
        QCOMPARE(finals.size(), 5);

        const Called alone = btw(train(m_data, path("one.sqlite"), "2"));
        QCOMPARE(alone.status, 0);
        const QList<QJsonObject> expected = events(alone.lines(), QStringLiteral("final"));
        for (qsizetype i = 0; i < finals.size(); ++i) {
            const QJsonObject actual = finals[i][QStringLiteral("test")].toObject();
            const QJsonObject wanted = expected[i][QStringLiteral("test")].toObject();
            QVERIFY(
                std::abs(actual[QStringLiteral("mae")].toDouble() - wanted[QStringLiteral("mae")].toDouble())
                < 1e-3);
        }

        // What two ranks have trained serves two ranks, not one.
        const Port another;
        const auto again = both(another).first;
        QCOMPARE(again.status, 0);
        for (const QJsonObject& step : events(again.lines(), QStringLiteral("step")))
            QVERIFY(step[QStringLiteral("reused")].toBool());
        QCOMPARE(btw(words).status, 0);
        QCOMPARE(runs(store).size(), 10);
    }

    void aKilledRankEndsTheOtherWhichKeepsItsEpochs()
    {
        const QString store = path("killed.sqlite");
        const QStringList words = train(m_data, store, "400");
        {
            const Port port;
            Process zero(words + ranks(port), 0), one(words + ranks(port), 1);
            zero.waitForEpoch();
            one.send(SIGKILL);
            one.ended();
            const Called left = zero.ended();
            QVERIFY2(left.status == 1, left.err.constData());
            QVERIFY2(left.err.contains("Rank 1 is lost"), left.err.constData());
            QVERIFY(left.err.contains("the epochs before are kept"));
            const qsizetype reported = events(left.lines(), QStringLiteral("epoch")).size();
            QVERIFY(reported >= 1);
            int kept = 0;
            for (const QJsonValue& run : runs(store))
                kept += run[QStringLiteral("epochs")].toInt();
            QCOMPARE(kept, reported);
        }
        const Called refused
            = btw({ QStringLiteral("resume"), QStringLiteral("last"), QStringLiteral("--store"), store });
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.err.contains("2 ranks"), refused.err.constData());

        // The same command on every rank goes on, here until rank 1 is asked to stop.
        const Port port;
        Process zero(words + ranks(port), 0), one(words + ranks(port), 1);
        zero.waitForEpoch();
        one.send(SIGINT);
        QCOMPARE(one.ended().status, 130);
        const Called stopped = zero.ended();
        QCOMPARE(stopped.status, 130);
        const QList<QJsonObject> steps = events(stopped.lines(), QStringLiteral("step"));
        QVERIFY(std::any_of(steps.begin(), steps.end(),
            [](const QJsonObject& step) { return step[QStringLiteral("resumed")].toBool(); }));
        QCOMPARE(runs(store).size(), 5);
    }

    void whenRankZeroIsKilledTheOthersEnd()
    {
        const QStringList words = train(m_data, path("orphan.sqlite"), "400");
        const Port port;
        Process zero(words + ranks(port), 0), one(words + ranks(port), 1);
        zero.waitForEpoch();
        zero.send(SIGKILL);
        zero.ended();
        const Called left = one.ended();
        QCOMPARE(left.status, 1);
        QVERIFY2(left.err.contains("Rank 0 is lost"), left.err.constData());
    }

    void aStoppedRankIsLostThoughItsConnectionsStay_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("stopped");
        QTest::newRow("1 of 2") << 2 << 1;
        QTest::newRow("0 of 3, who holds the store") << 3 << 0;
    }
    void aStoppedRankIsLostThoughItsConnectionsStay()
    {
        QFETCH(int, size);
        QFETCH(int, stopped);
        const QStringList words
            = train(m_data, path(size == 2 ? "one.of.2.sqlite" : "zero.of.3.sqlite"), "400");
        const Port port;
        std::vector<std::unique_ptr<Process>> all;
        for (int rank = 0; rank < size; ++rank)
            all.push_back(std::make_unique<Process>(words + ranks(port, size), rank));
        all.front()->waitForEpoch();
        all[static_cast<std::size_t>(stopped)]->send(SIGSTOP);
        for (int rank = 0; rank < size; ++rank) {
            if (rank == stopped)
                continue;
            const Called left = all[static_cast<std::size_t>(rank)]->ended();
            QVERIFY2(left.status == 1, left.err.constData());
            QVERIFY2(
                left.err.contains("Rank " + QByteArray::number(stopped) + " is lost"), left.err.constData());
        }
        all[static_cast<std::size_t>(stopped)]->send(SIGKILL);
        all[static_cast<std::size_t>(stopped)]->ended();
    }

    void ranksWithDifferentCohortsOrOptionsAreRefused_data()
    {
        QTest::addColumn<bool>("otherCohort");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("cohort") << true << QByteArray("Rank 1 has another cohort than rank 0");
        QTest::newRow("epochs") << false << QByteArray("Rank 1 has another experiment than rank 0");
    }
    void ranksWithDifferentCohortsOrOptionsAreRefused()
    {
        QFETCH(bool, otherCohort);
        QFETCH(QByteArray, sentence);
        const QString store = path("refused.sqlite");
        const Port port;
        Process zero(train(m_data, store, "2") + ranks(port), 0);
        Process one(train(otherCohort ? m_other : m_data, store, otherCohort ? "2" : "3") + ranks(port), 1);
        for (Process* process : { &zero, &one }) {
            const Called called = process->ended();
            QCOMPARE(called.status, 2);
            QVERIFY2(called.err.contains(sentence), called.err.constData());
        }
        QVERIFY(runs(store).isEmpty());
    }

    /// The same words on every host, and another file at one of them.
    void ranksWithDifferentEncoderFilesAreRefused()
    {
        const QString store = path("files.sqlite");
        const Port port;
        QStringList folders;
        for (const char* file : { "parity.pt", "tokens.pt" }) {
            folders << path(file);
            QVERIFY(QDir().mkpath(folders.last()));
            QVERIFY(QFile::copy(QStringLiteral(BTW_TEST_DATA "/torchscript/") + QLatin1String(file),
                folders.last() + QStringLiteral("/encoder.pt")));
        }
        const QStringList words = train(m_data, store, "2") + ranks(port)
            + QStringList { QStringLiteral("--encoder-files"), QStringLiteral("text=encoder.pt") };
        Process zero(words, 0, folders[0]), one(words, 1, folders[1]);
        for (Process* process : { &zero, &one }) {
            const Called called = process->ended();
            QCOMPARE(called.status, 2);
            QVERIFY2(
                called.err.contains("Rank 1 has another experiment than rank 0"), called.err.constData());
            QVERIFY2(called.err.contains("encoder_files"), called.err.constData());
        }
    }

    void argumentsThatAreNoRankAreRefused_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("no size") << "--rank 0" << QByteArray("--world-size is missing");
        QTest::newRow("no rank") << "--world-size 2 --store-url tcp://127.0.0.1:1"
                                 << QByteArray("--rank is missing; give each of the 2");
        QTest::newRow("no address") << "--world-size 2 --rank 0" << QByteArray("--store-url is missing");
        QTest::newRow("rank too high")
            << "--world-size 2 --rank 2 --store-url tcp://127.0.0.1:1" << QByteArray("from 0 to 1");
        QTest::newRow("no url") << "--world-size 2 --rank 0 --store-url 127.0.0.1:1"
                                << QByteArray("write tcp://HOST:PORT");
        QTest::newRow("no size at all") << "--world-size 0" << QByteArray("from 1 to");
    }
    void argumentsThatAreNoRankAreRefused()
    {
        QFETCH(QString, words);
        QFETCH(QByteArray, sentence);
        const Called called = btw(train(m_data, path("none.sqlite"), "1") + words.split(QLatin1Char(' ')));
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains(sentence), called.err.constData());
    }

    void aWorldOfOneIsOneProcess()
    {
        const Called called = btw(train(m_data, path("alone.sqlite"), "1")
            + QStringList { QStringLiteral("--world-size"), QStringLiteral("1"), QStringLiteral("--rank"),
                QStringLiteral("0") });
        QVERIFY2(called.status == 0, called.err.constData());
    }

private:
    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QString sample(const char* name, const char* seed) const
    {
        btw({ QStringLiteral("sample"), QStringLiteral("sentiment"), QStringLiteral("--out"), path(name),
            QStringLiteral("--n"), QStringLiteral("120"), QStringLiteral("--seed"), QLatin1String(seed) });
        return path(name);
    }

    QStringList train(const QString& data, const QString& store, const char* epochs) const
    {
        return { QStringLiteral("train"), data, QStringLiteral("--spec"), path("spec.json"),
            QStringLiteral("--epochs"), QLatin1String(epochs), QStringLiteral("--threads"),
            QStringLiteral("1"), QStringLiteral("--store"), store, QStringLiteral("--json") };
    }

    static QStringList ranks(const Port& port, int size = 2)
    {
        return { QStringLiteral("--world-size"), QString::number(size), QStringLiteral("--store-url"),
            QString::fromStdString(port.url()) };
    }

    QTemporaryDir m_folder;
    QString m_data, m_other;
};

QTEST_GUILESS_MAIN(TestCliRanks)
#include "tst_cliranks.moc"
