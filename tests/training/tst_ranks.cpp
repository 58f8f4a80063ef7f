// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "severalranks.h"

#include <ATen/ATen.h>

#include <QtTest>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <set>
#include <unistd.h>

using namespace btw;
using namespace btw::training;

namespace {

constexpr Ranks::Patience kShort { std::chrono::milliseconds(300), std::chrono::milliseconds(300) };

/// What joining says, or an empty sentence.
std::string refusal(const std::string& url, int rank, int size)
{
    try {
        joinRanks(url, rank, size, "cpu", kShort);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

bool has(const std::string& sentence, const std::string& words)
{
    const bool found = sentence.find(words) != std::string::npos;
    if (!found)
        qWarning("'%s' is not in: %s", words.c_str(), sentence.c_str());
    return found;
}

std::set<pid_t> threadsOfThisProcess()
{
    std::set<pid_t> threads;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task"))
        threads.insert(std::stoi(entry.path().filename()));
    return threads;
}

} // namespace

class TestRanks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSumIsOfAllRanksAndTheSameBitsEverywhere()
    {
        constexpr int kSize = 3;
        std::vector<at::Tensor> sums(kSize);
        std::vector<at::Tensor> parts;
        for (int rank = 0; rank < kSize; ++rank)
            parts.push_back(at::randn({ 1001 }));
        const auto thrown = onRanks(kSize, [&](const std::shared_ptr<Ranks>& ranks) {
            auto values = parts[static_cast<std::size_t>(ranks->rank())].clone();
            ranks->sum(values);
            sums[static_cast<std::size_t>(ranks->rank())] = values;
        });
        QCOMPARE(thrown, std::vector<std::string>(kSize));
        QVERIFY(at::allclose(sums[0], parts[0] + parts[1] + parts[2], 1e-5, 1e-6));
        QVERIFY(at::equal(sums[0], sums[1]));
        QVERIFY(at::equal(sums[0], sums[2]));
    }

    void whatRankZeroHasIsShared()
    {
        std::vector<std::string> bytes { std::string("a\0b", 3), "another", "" };
        const auto thrown = onRanks(3, [&](const std::shared_ptr<Ranks>& ranks) {
            ranks->share(bytes[static_cast<std::size_t>(ranks->rank())]);
        });
        QCOMPARE(thrown, std::vector<std::string>(3));
        QCOMPARE(bytes, std::vector<std::string>(3, std::string("a\0b", 3)));
    }

    void ranksThatDifferAreNamedOnEveryRank()
    {
        const auto thrown = onRanks(3, [](const std::shared_ptr<Ranks>& ranks) {
            ranks->requireSame("version", "1", "install the same one.");
            ranks->requireSame("cohort", ranks->rank() == 1 ? "b" : "a", "give every rank the same file.");
        });
        for (const auto& sentence : thrown)
            QCOMPARE(QString::fromStdString(sentence),
                QStringLiteral("Rank 1 has another cohort than rank 0: give every rank the same file."));
    }

    void anAddressMustBeOne_data()
    {
        QTest::addColumn<QString>("url");
        for (const char* url : { "", "127.0.0.1:29500", "tcp://127.0.0.1", "tcp://:29500", "tcp://host:0",
                 "tcp://host:65536", "tcp://host:2950x", "tcp://host/path:29500", "http://host:29500" })
            QTest::newRow(url) << QString::fromLatin1(url);
    }
    void anAddressMustBeOne()
    {
        QFETCH(QString, url);
        QVERIFY(has(refusal(url.toStdString(), 0, 2), "write tcp://HOST:PORT"));
    }

    void aPortThatIsTakenIsSaidSo()
    {
        const Port taken(true);
        QCOMPARE(refusal(taken.url(), 0, 2),
            taken.url() + ": this port is taken on the host of rank 0; give every rank another one.");
    }

    void nobodyThereIsSaidSo()
    {
        const Port port;
        QVERIFY(has(refusal(port.url(), 1, 2), "Nobody answers at " + port.url() + ": start rank 0"));
    }

    void ranksThatDoNotComeAreNamed()
    {
        const Port port;
        QVERIFY(has(refusal(port.url(), 0, 3), "Ranks 1 and 2 have not come to " + port.url()));
    }

    void aRankThatIsThereTwiceIsRefused()
    {
        const Port port;
        std::string second;
        std::thread first([&] {
            try {
                joinRanks(port.url(), 0, 3, "cpu", { std::chrono::seconds(5), std::chrono::seconds(5) });
            } catch (const Error&) {
            }
        });
        std::thread another([&] {
            try {
                joinRanks(port.url(), 1, 3, "cpu", { std::chrono::seconds(4), std::chrono::seconds(4) });
            } catch (const Error& error) {
                second += error.what();
            }
        });
        std::string third;
        try {
            joinRanks(port.url(), 1, 3, "cpu", { std::chrono::seconds(4), std::chrono::seconds(4) });
        } catch (const Error& error) {
            third = error.what();
        }
        first.join();
        another.join();
        // Whichever came second.
        QVERIFY(
            has(second + third, "Rank 1 is there already: give every process its own --rank, from 0 to 2"));
    }

    void aRankThatIsLostIsNamed_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("lost");
        QTest::newRow("1 of 2") << 2 << 1;
        QTest::newRow("0 of 2") << 2 << 0;
        QTest::newRow("1 of 3") << 3 << 1;
        QTest::newRow("0 of 3, who holds the store") << 3 << 0;
    }
    void aRankThatIsLostIsNamed()
    {
        QFETCH(int, size);
        QFETCH(int, lost);
        const auto thrown = onRanks(size, [&](const std::shared_ptr<Ranks>& ranks) {
            auto values = at::ones({ 100'000 });
            ranks->sum(values);
            if (ranks->rank() == lost) {
                ranks->abandon();
                return;
            }
            ranks->sum(values);
        });
        for (int rank = 0; rank < size; ++rank) {
            const auto& sentence = thrown[static_cast<std::size_t>(rank)];
            if (rank == lost) {
                QVERIFY(sentence.empty());
                continue;
            }
            QVERIFY(has(sentence, "Rank " + std::to_string(lost) + " is lost"));
            QVERIFY(has(sentence, "the epochs before are kept"));
            QVERIFY2(!has(sentence, "gloo/"), sentence.c_str()); // where in its sources Gloo gave up
        }
    }

    void aRankThatIsSlowIsNotLost()
    {
        std::vector<double> sums(2);
        const auto thrown = onRanks(2,
            [&](const std::shared_ptr<Ranks>& ranks) {
                if (ranks->rank() == 1)
                    std::this_thread::sleep_for(std::chrono::seconds(6));
                auto values = at::ones({ 1 });
                ranks->sum(values);
                sums[static_cast<std::size_t>(ranks->rank())] = values.item<float>();
            },
            { std::chrono::seconds(60), std::chrono::seconds(60), std::chrono::seconds(3) });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QCOMPARE(sums, std::vector<double>(2, 2.));
    }

    void aWriteToARankThatIsGoneEndsNoProcess()
    {
        // What the kernel sends to a thread that writes there, sent to every thread of the group.
        const auto before = threadsOfThisProcess();
        std::mutex mutex;
        std::set<pid_t> own;
        std::atomic<int> sent = 0;
        std::vector<double> sums(2);
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            auto values = at::ones({ 1 });
            {
                const std::lock_guard lock(mutex);
                own.insert(gettid());
            }
            ranks->sum(values); // now both are in `own`
            if (ranks->rank() == 0) {
                for (const pid_t thread : threadsOfThisProcess()) {
                    if (before.count(thread) == 0 && own.count(thread) == 0)
                        sent += tgkill(getpid(), thread, SIGPIPE) == 0;
                }
            }
            ranks->sum(values);
            sums[static_cast<std::size_t>(ranks->rank())] = values.item<float>();
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QVERIFY(sent >= 4); // two at least of each rank: its socket's and its worker's
        QCOMPARE(sums, std::vector<double>(2, 4.));
    }

    void aRankThatHasLeftIsOfNoUse()
    {
        const auto thrown = onRanks(2, [](const std::shared_ptr<Ranks>& ranks) {
            ranks->leave();
            QVERIFY(ranks->left());
            auto values = at::ones({ 1 });
            ranks->sum(values);
        });
        for (const auto& sentence : thrown)
            QVERIFY(has(sentence, "start all ranks again"));
    }
};

QTEST_GUILESS_MAIN(TestRanks)
#include "tst_ranks.moc"
