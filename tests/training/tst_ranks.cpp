// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/training/address.h"
#include "engine/training/assignment.h"
#include "engine/training/heartbeats.h"
#include "engine/training/rankshare.h"
#include "severalranks.h"

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/HashStore.hpp>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <optional>
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

/// A socket for a port of this machine, which may linger from before.
int socketFor(std::uint16_t port, sockaddr_in& address)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int reuse = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return socket;
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
                 "tcp://host:65536", "tcp://host:2950x", "tcp://host/path:29500", "http://host:29500",
                 "xtcp://host:29500", "tcp://[]:29500", "tcp://host:", "tcp://host:-1" })
            QTest::newRow(url) << QString::fromLatin1(url);
    }
    void anAddressMustBeOne()
    {
        QFETCH(QString, url);
        const auto sentence = refusal(url.toStdString(), 0, 2);
        QVERIFY(has(sentence, "write tcp://HOST:PORT"));
        QVERIFY(sentence.starts_with("'" + url.toStdString() + "' is not an address where ranks can meet"));
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
            // What Gloo says is whole: it begins with a capital letter, what we say does not.
            const auto reason = sentence.substr(sentence.find(" is lost (") + 10);
            QVERIFY2(
                reason.starts_with("no answer") || (reason[0] >= 'A' && reason[0] <= 'Z'), sentence.c_str());
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

    void anAddressIsAHostAndAPort_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("tcp://10.0.0.7:29500") << QStringLiteral("10.0.0.7") << 29500;
        QTest::newRow("tcp://h:1") << QStringLiteral("h") << 1;
        QTest::newRow("tcp://some-host:65535") << QStringLiteral("some-host") << 65535;
        QTest::newRow("tcp://[::1]:400") << QStringLiteral("::1") << 400;
        QTest::newRow("tcp://[half:400") << QStringLiteral("[half") << 400; // and will not be found
        QTest::newRow("tcp://half]:400") << QStringLiteral("half]") << 400;
    }
    void anAddressIsAHostAndAPort()
    {
        QFETCH(const QString, host);
        QFETCH(const int, port);
        const auto address = parseAddress(QTest::currentDataTag());
        QCOMPARE(address.host, host.toStdString());
        QCOMPARE(static_cast<int>(address.port), port);
    }

    void whoListensIsReachedAtOnceOrLater()
    {
        const auto in = [](int milliseconds) {
            return std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
        };
        for (const char* name : { "127.0.0.1", "localhost" }) { // all ranks take its address of version 4
            const Port held(true);
            const Address address { name, parseAddress(held.url()).port };
            QCOMPARE(reach(address, in(10'000)), std::string("127.0.0.1"));
        }

        const Port unused;
        const auto later = parseAddress(unused.url());
        QCOMPARE(reach(later, in(120)), std::string());
        sockaddr_in place {};
        const int listener = socketFor(later.port, place);
        std::thread host([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            ::bind(listener, reinterpret_cast<const sockaddr*>(&place), sizeof place);
            ::listen(listener, 1);
        });
        const auto found = reach(later, in(20'000));
        host.join();
        ::close(listener);
        QCOMPARE(found, std::string("127.0.0.1"));
    }

    void aPortIsFreeUnlessSomebodyListens()
    {
        const Port held(true), unused;
        QVERIFY(!canListen(parseAddress(held.url()).port));
        const auto port = parseAddress(unused.url()).port;
        QVERIFY(canListen(port));
        // The end of a connection that was closed first lingers there for a minute.
        sockaddr_in place {};
        const int listener = socketFor(port, place);
        const auto* const address = reinterpret_cast<const sockaddr*>(&place);
        QCOMPARE(::bind(listener, address, sizeof place), 0);
        QCOMPARE(::listen(listener, 1), 0);
        const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QCOMPARE(::connect(client, address, sizeof place), 0);
        const int server = ::accept(listener, nullptr, nullptr);
        QVERIFY(server >= 0);
        ::close(server);
        std::array<char, 1> nothing {};
        QCOMPARE(static_cast<int>(::recv(client, nothing.data(), nothing.size(), 0)), 0);
        ::close(client);
        ::close(listener);
        QVERIFY(canListen(port));
    }

    void lateRanksAreListed_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("who");
        QTest::newRow("one") << 2 << QStringLiteral("Rank 1 has");
        QTest::newRow("two") << 3 << QStringLiteral("Ranks 1 and 2 have");
        QTest::newRow("three") << 4 << QStringLiteral("Ranks 1, 2 and 3 have");
    }
    void lateRanksAreListed()
    {
        QFETCH(const int, size);
        QFETCH(const QString, who);
        const Port port;
        QCOMPARE(refusal(port.url(), 0, size),
            who.toStdString() + " not come to " + port.url()
                + " within 0 s: start every rank with the same --world-size and --store-url.");
    }

    void severalRanksThatDifferAreNamed()
    {
        const auto thrown = onRanks(3, [](const std::shared_ptr<Ranks>& ranks) {
            ranks->requireSame("cohort", std::to_string(ranks->rank()), "give every rank the same file.");
        });
        for (const auto& sentence : thrown)
            QCOMPARE(sentence,
                std::string("Ranks 1 and 2 have another cohort than rank 0: give every rank the same file."));
    }

    void nothingCanBeShared()
    {
        std::vector<std::string> bytes { "", "what was there" };
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            ranks->share(bytes[static_cast<std::size_t>(ranks->rank())]);
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QCOMPARE(bytes, std::vector<std::string>(2));
    }

    void aThreadKeepsItsSignals()
    {
        std::array<std::array<int, 2>, 2> blocked {};
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            auto& own = blocked.at(static_cast<std::size_t>(ranks->rank()));
            const auto isBlocked = [] {
                sigset_t now {};
                pthread_sigmask(SIG_BLOCK, nullptr, &now);
                return sigismember(&now, SIGPIPE);
            };
            auto values = at::ones({ 1 });
            ranks->sum(values);
            own[0] = isBlocked();
            sigset_t pipe {};
            sigemptyset(&pipe);
            sigaddset(&pipe, SIGPIPE);
            pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
            ranks->sum(values);
            own[1] = isBlocked();
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        for (const auto& own : blocked) {
            QCOMPARE(own[0], 0);
            QCOMPARE(own[1], 1);
        }
    }

    void everyRankTakesItsPartOfABatch()
    {
        using Rows = std::vector<std::int64_t>;
        struct Seen
        {
            RankShare::Part many, few;
            std::vector<std::size_t> taken;
            bool stop = false, stopLater = true;
            double loss = 0;
            std::vector<at::Tensor> sums;
            at::Tensor gradient;
        };
        std::vector<Seen> seen(3);
        const auto thrown = onRanks(3, [&](const std::shared_ptr<Ranks>& ranks) {
            const RankShare share(ranks.get());
            const int rank = ranks->rank();
            auto& own = seen[static_cast<std::size_t>(rank)];
            own.many = share.of({ 70, 30, 90, 40 });
            own.few = share.of({ 50, 60 });
            for (std::size_t i = 0; i < 7; ++i)
                if (share.takes(i))
                    own.taken.push_back(i);
            const auto local = at::full({ 2, 2 }, rank + 1.0).set_requires_grad(true);
            const auto totals = share.totals(
                rank == 1, at::scalar_tensor(0.5 * (rank + 1)), { local * 2, at::full({ 3 }, 10.0 * rank) });
            own.stop = totals.stop;
            own.loss = totals.loss.item<double>();
            for (const auto& sum : totals.sums)
                own.sums.push_back(sum.detach());
            (totals.sums[0] * totals.sums[0]).sum().backward();
            own.gradient = local.grad();
            own.stopLater = share.totals(false, at::scalar_tensor(1.0), {}).stop;
            QVERIFY(!share.alone());
            QCOMPARE(share.rank(), rank);
        });
        QCOMPARE(thrown, std::vector<std::string>(3));
        const std::vector<Rows> many { { 70, 40 }, { 30 }, { 90 } };
        const std::vector<Rows> few { { 50 }, { 60 }, { 50 } };
        const std::vector<std::vector<std::size_t>> taken { { 0, 3, 6 }, { 1, 4 }, { 2, 5 } };
        for (std::size_t rank = 0; rank < 3; ++rank) {
            const auto& own = seen[rank];
            QCOMPARE(own.many.rows, many[rank]);
            QCOMPARE(own.many.counted, 1.0);
            QCOMPARE(own.few.rows, few[rank]);
            QCOMPARE(own.few.counted, rank == 2 ? 0.0 : 1.0); // the first row again, which counts nothing
            QCOMPARE(own.taken, taken[rank]);
            QVERIFY(own.stop && !own.stopLater);
            QCOMPARE(own.loss, 3.0);
            QVERIFY(at::equal(own.sums[0], at::full({ 2, 2 }, 12.0)));
            QVERIFY(at::equal(own.sums[1], at::full({ 3 }, 30.0)));
            // Of the square of all, by what this rank has: 2 x 12 x 2.
            QVERIFY(at::equal(own.gradient, at::full({ 2, 2 }, 48.0)));
        }

        const RankShare alone(nullptr);
        QVERIFY(alone.alone());
        QCOMPARE(alone.rank(), 0);
        QCOMPARE(alone.of({ 5, 3 }).rows, (Rows { 5, 3 }));
        QCOMPARE(alone.of({ 5, 3 }).counted, 1.0);
        QVERIFY(alone.takes(0) && alone.takes(1));
        auto values = at::ones({ 2 });
        const auto totals = alone.totals(true, at::scalar_tensor(4.0), { values });
        QVERIFY(totals.stop && totals.sums[0].is_same(values));
        QCOMPARE(totals.loss.item<double>(), 4.0);
        alone.sum(values);
        alone.share(values);
        QVERIFY(at::equal(values, at::ones({ 2 })));
    }

    void whatRankZeroAssignsArrivesWhole()
    {
        data::Cohort cohort;
        cohort.task = Task::Classification;
        cohort.classes = { "p", "q", "r" };
        cohort.y = { 0, 1, 2, 0 };
        for (const char* name : { "a", "b", "c" }) {
            data::Modality modality;
            modality.name = name;
            cohort.modalities.push_back(modality);
        }
        ExperimentSpec spec;
        spec.modalities = { "c", "a" };
        spec.width = 77;
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("last.pt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const std::string bytes("not\0one", 7);
        file.write(bytes.data(), static_cast<qint64>(bytes.size()));
        file.close();
        const auto path = file.fileName().toStdString();
        RunPlan weighted { Step::Weighted, 0, spec, (std::uint64_t { 1 } << 63U) + 5, {} };
        for (const float first : { 0.5F, 100.0F }) {
            Predictions one { 3, {} };
            for (int k = 0; k < 12; ++k)
                one.values.push_back(first + static_cast<float>(k));
            weighted.unimodal.push_back(one);
        }
        std::vector<std::optional<Assignment>> got;
        bool stopped = false;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            if (ranks->rank() == 0) {
                assign(*ranks, { Step::Unimodal, 2, spec, 9, {} }, std::nullopt);
                assign(*ranks, weighted, path);
                dismissFollowers(*ranks, Outcome::Stopped);
                QVERIFY(ranks->left());
                dismissFollowers(*ranks, Outcome::Stopped); // they have gone
                return;
            }
            for (int k = 0; k < 3; ++k)
                got.push_back(receiveAssignment(*ranks, cohort, spec, stopped));
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QCOMPARE(got.size(), std::size_t(3));
        QVERIFY(got[0].has_value() && got[1].has_value() && !got[2].has_value());
        QCOMPARE(got[0]->plan.step, Step::Unimodal);
        QCOMPARE(got[0]->plan.modality, std::size_t(2));
        QCOMPARE(got[0]->plan.seed, std::uint64_t(9));
        QVERIFY(got[0]->plan.spec == spec);
        QVERIFY(got[0]->plan.unimodal.empty() && got[0]->checkpoint.empty());
        QCOMPARE(got[1]->plan.step, Step::Weighted);
        QCOMPARE(got[1]->plan.seed, weighted.seed);
        QCOMPARE(got[1]->checkpoint, bytes);
        QCOMPARE(got[1]->plan.unimodal.size(), std::size_t(2));
        for (std::size_t m = 0; m < 2; ++m) {
            QCOMPARE(got[1]->plan.unimodal[m].width, std::size_t(3));
            QCOMPARE(got[1]->plan.unimodal[m].values, weighted.unimodal[m].values);
        }
        QVERIFY(stopped);
    }

    void followersOfAFinishedTrainingAreNotStopped()
    {
        bool stopped = true;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            if (ranks->rank() == 0) {
                dismissFollowers(*ranks, Outcome::Finished);
                return;
            }
            const auto assignment = receiveAssignment(*ranks, {}, {}, stopped);
            QVERIFY(!assignment.has_value());
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QVERIFY(!stopped);
    }

    void aCheckpointThatRankZeroCannotReadIsNotAssigned()
    {
        const QTemporaryDir folder;
        QFile empty(folder.filePath(QStringLiteral("empty.pt")));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        const auto none = folder.filePath(QStringLiteral("none.pt")).toStdString();
        const std::vector<std::string> paths { none, empty.fileName().toStdString() };
        std::vector<std::string> said;
        const auto thrown = onRanks(2, [&](const std::shared_ptr<Ranks>& ranks) {
            if (ranks->rank() != 0)
                return;
            for (const auto& path : paths)
                try {
                    assign(*ranks, { Step::Baseline, 0, {}, 1, {} }, path);
                } catch (const Error& error) {
                    said.emplace_back(error.what());
                }
        });
        QCOMPARE(thrown, std::vector<std::string>(2));
        QCOMPARE(said.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i)
            QCOMPARE(said[i], paths[i] + ": the checkpoint cannot be read; train the run again.");
    }

    void aRankIsHopelessAfterSoManyLooks()
    {
        const auto store = c10::make_intrusive<c10d::HashStore>();
        Heartbeats own(store, 0, 3); // the others never beat
        QVERIFY(!own.hopeless(3));
        QVERIFY(!own.hopeless(3));
        QVERIFY(own.hopeless(3));
        QVERIFY(own.hopeless(3));
        Heartbeats another(store, 0, 3);
        QVERIFY(another.hopeless(1));
    }

    void whoLeavesWaitsForAllOthers()
    {
        const auto store = c10::make_intrusive<c10d::HashStore>();
        Heartbeats first(store, 0, 3), second(store, 1, 3), third(store, 2, 3);
        std::atomic<bool> leavesThird = false;
        std::array<bool, 2> waited {};
        std::thread one([&] {
            first.leave(std::chrono::seconds(60));
            waited[0] = leavesThird;
        });
        std::thread other([&] {
            second.leave(std::chrono::seconds(60));
            waited[1] = leavesThird;
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        leavesThird = true;
        third.leave(std::chrono::seconds(60));
        one.join();
        other.join();
        QVERIFY(waited[0] && waited[1]);
        QVERIFY(!first.hopeless(100)); // to leave is no failure
    }
};

QTEST_GUILESS_MAIN(TestRanks)
#include "tst_ranks.moc"
