// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/ranks.h"

#include "engine/error.h"
#include "engine/training/address.h"
#include "engine/training/heartbeats.h"

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/version.h>
#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

namespace btw::training {

namespace {

using Clock = std::chrono::steady_clock;
#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

constexpr std::chrono::milliseconds kPoll { 10 };
// How long the others may take to read their last message.
constexpr std::chrono::seconds kFarewell { 10 };

/// Keeps SIGPIPE from this thread and from those that it starts meanwhile. Gloo writes to its sockets so that
/// the signal comes when the other end has gone, which would end the program before it can say who is lost.
class WithoutPipeSignal
{
public:
    WithoutPipeSignal()
    {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~WithoutPipeSignal()
    {
        if (sigismember(&m_before, SIGPIPE))
            return;
        // One that came meanwhile is dealt with: the write failed with EPIPE.
        const timespec now {};
        sigtimedwait(&m_pipe, nullptr, &now);
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    WithoutPipeSignal(const WithoutPipeSignal&) = delete;
    WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;

private:
    sigset_t m_pipe {};
    sigset_t m_before {};
};

std::string firstLine(const std::exception& error)
{
    const std::string text = error.what();
    // Gloo begins with its own file and line, wherever it was built: "[./gloo/transport/tcp/pair.cc:9] ".
    const auto end = text.starts_with('[') ? text.find("] ") : std::string::npos;
    const bool isPlace = end != std::string::npos && text.substr(0, end).find("gloo/") != std::string::npos;
    const auto from = isPlace ? end + 2 : 0;
    return text.substr(from, text.find('\n', from) - from);
}

std::string key(const std::string& what, int rank) { return what + '/' + std::to_string(rank); }

std::string listed(const std::vector<int>& ranks)
{
    std::string text = ranks.size() == 1 ? "Rank " : "Ranks ";
    for (std::size_t i = 0; i < ranks.size(); ++i)
        text += (i == 0 ? "" : i + 1 == ranks.size() ? " and " : ", ") + std::to_string(ranks[i]);
    return text;
}

/// Ranks whose key is missing from the store when the time is up. Asks again and again: a wait of 1.13's
/// store that runs out of time leaves its connection in the middle of an answer.
std::vector<int> missing(c10d::Store& store, const std::string& what, int size, Clock::time_point deadline)
{
    std::vector<int> waited(static_cast<std::size_t>(size));
    std::iota(waited.begin(), waited.end(), 0);
    while (true) {
        std::vector<int> left;
        for (const int rank : waited) {
            if (!store.check({ key(what, rank) }))
                left.push_back(rank);
        }
        waited = left;
        if (waited.empty() || Clock::now() >= deadline)
            return waited;
        std::this_thread::sleep_for(kPoll);
    }
}

void write(c10d::Store& store, const std::string& name, const std::string& value)
{
    store.set(name, std::vector<std::uint8_t>(value.begin(), value.end()));
}

std::string read(c10d::Store& store, const std::string& name)
{
    const auto value = store.get(name);
    return { value.begin(), value.end() };
}

c10d::TCPStoreOptions storeOptions(const Address& address, bool server, Clock::time_point deadline)
{
    c10d::TCPStoreOptions options;
    options.port = address.port;
    options.isServer = server;
    options.waitWorkers = false;
    options.timeout = std::max(std::chrono::milliseconds(1000),
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()));
    return options;
}

c10::intrusive_ptr<c10d::TCPStore> openStore(
    const Address& address, const std::string& url, int rank, Clock::time_point deadline)
{
    if (rank == 0 && !canListen(address.port))
        throw Error(url + ": this port is taken on the host of rank 0; give every rank another one.",
            Error::Kind::Work);
    if (rank != 0 && reach(address, deadline).empty())
        throw Error(
            "Nobody answers at " + url + ": start rank 0 on that host, or check host, port and firewall.",
            Error::Kind::Work);
    try {
        return c10::make_intrusive<c10d::TCPStore>(address.host, storeOptions(address, rank == 0, deadline));
    } catch (const std::exception& error) {
        throw Error(url
                + (rank == 0 ? ": rank 0 cannot meet the others there ("
                             : ": what answers there is not rank 0 (")
                + firstLine(error) + "); give every rank a free port of the host of rank 0.",
            Error::Kind::Work);
    }
}

c10::intrusive_ptr<Backend> openGroup([[maybe_unused]] const c10::intrusive_ptr<c10d::Store>& store,
    [[maybe_unused]] int rank, [[maybe_unused]] int size, const std::string& device,
    [[maybe_unused]] const std::string& here, [[maybe_unused]] std::chrono::milliseconds patience)
{
    if (device != "cpu") {
#ifdef USE_C10D_NCCL
        const auto options = c10d::ProcessGroupNCCL::Options::create();
        options->timeout = patience;
        return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, size, options);
#else
        throw Error(
            "This program's LibTorch has no NCCL, which carries tensors between GPUs: use --device cpu "
            "with several ranks.");
#endif
    }
#ifdef USE_C10D_GLOO
    const auto options = c10d::ProcessGroupGloo::Options::create(patience);
    const auto* interface = std::getenv("GLOO_SOCKET_IFNAME"); // as PyTorch has it
    options->devices.push_back(interface != nullptr
            ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
            : c10d::ProcessGroupGloo::createDeviceForHostname(here));
    return c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
#else
    throw Error(
        "This program was built without Gloo, which carries tensors between processes: build it where "
        "the package libgloo-dev is installed.");
#endif
}

} // namespace

struct Ranks::Group
{
    c10::intrusive_ptr<c10d::TCPStore> store;
    c10::intrusive_ptr<Backend> backend;
    std::unique_ptr<Heartbeats> heartbeats;
    bool onDevice = false; ///< tensors go through a GPU
    Patience patience;

    /// What `start` has the backend do with values, in their place.
    template <typename Start> void finish(at::Tensor& values, const Start& start)
    {
        std::vector<at::Tensor> all { onDevice ? values.to(at::kCUDA) : values };
        const auto work = start(*backend, all);
        if (onDevice)
            work->wait(); // only puts it in the stream, whose watch NCCL keeps itself
        else
            wait(work);
        if (!all.front().is_same(values))
            values.copy_(all.front());
    }

private:
    template <typename Work> void wait(const Work& work)
    {
        while (true) {
            try {
                work->wait(Heartbeats::kEvery);
                return;
            } catch (const std::exception&) {
                if (work->isCompleted() && !work->isSuccess())
                    throw;
            }
            if (!heartbeats->hopeless(static_cast<int>(patience.silence / Heartbeats::kEvery)))
                continue;
            // Gloo's thread goes on waiting, as long as `Patience::work`, and the group's end would wait for
            // it: both are left to the end of the process, which is near.
            static auto& unfinished = *new std::vector<c10::intrusive_ptr<Backend>>;
            static std::mutex mutex;
            const std::lock_guard lock(mutex);
            unfinished.push_back(backend);
            throw std::runtime_error("no answer");
        }
    }
};

Ranks::Ranks(int rank, int size, std::unique_ptr<Group> group)
    : m_rank(rank)
    , m_size(size)
    , m_group(std::move(group))
{
}

Ranks::~Ranks() = default;

std::string Ranks::lostRanks()
{
    const auto gone = m_size == 2 ? std::vector { 1 - m_rank } : m_group->heartbeats->lost();
    if (gone.empty())
        return "The connection between the ranks broke";
    return listed(gone) + (gone.size() == 1 ? " is lost" : " are lost");
}

template <typename Work> void Ranks::together(const Work& work)
{
    if (!m_group)
        throw Error("This rank has left the others: start all ranks again.", Error::Kind::Work);
    const WithoutPipeSignal protection; // NCCL's threads start with the first sum
    try {
        work(*m_group);
    } catch (const std::exception& error) {
        const auto sentence = lostRanks() + " (" + firstLine(error)
            + "): the epochs before are kept; start every rank again with the same command to go on from "
              "them.";
        abandon();
        throw Error(sentence, Error::Kind::Work);
    }
}

void Ranks::sum(at::Tensor& values)
{
    together([&](Group& group) {
        group.finish(values, [](Backend& backend, auto& all) { return backend.allreduce(all); });
    });
}

void Ranks::share(at::Tensor& values)
{
    together([&](Group& group) {
        group.finish(values, [](Backend& backend, auto& all) { return backend.broadcast(all); });
    });
}

void Ranks::share(std::string& bytes)
{
    auto length = at::full({ 1 }, static_cast<std::int64_t>(bytes.size()), at::kLong);
    share(length);
    const auto size = static_cast<std::size_t>(length.item<std::int64_t>());
    if (size == 0) {
        bytes.clear();
        return;
    }
    // Memory of its own: a call that fails may leave a thread that holds it.
    auto values = at::empty({ static_cast<std::int64_t>(size) }, at::kByte);
    if (m_rank == 0)
        std::copy(bytes.begin(), bytes.end(), values.data_ptr<std::uint8_t>());
    share(values);
    bytes.assign(values.data_ptr<std::uint8_t>(), values.data_ptr<std::uint8_t>() + size);
}

void Ranks::requireSame(const std::string& what, const std::string& value, const std::string& remedy)
{
    std::vector<int> others;
    together([&](Group& group) {
        auto& store = *group.store;
        write(store, key(what, m_rank), value);
        const auto deadline = Clock::now() + group.patience.joining;
        const auto silent = missing(store, what, m_size, deadline);
        if (!silent.empty())
            throw std::runtime_error("no answer about the " + what);
        const auto mine = read(store, key(what, 0));
        for (int rank = 1; rank < m_size; ++rank) {
            if (read(store, key(what, rank)) != mine)
                others.push_back(rank);
        }
        // Nobody may go before all have read, least of all rank 0, who holds the store.
        write(store, key(what + " read", m_rank), "");
        if (m_rank == 0)
            missing(store, what + " read", m_size, deadline);
    });
    if (!others.empty())
        throw Error(listed(others) + (others.size() == 1 ? " has" : " have") + " another " + what
            + " than rank 0: " + remedy);
}

void Ranks::leave()
{
    if (!m_group)
        return;
    m_group->heartbeats->leave(kFarewell);
    abandon();
}

void Ranks::abandon() noexcept { m_group.reset(); }

std::shared_ptr<Ranks> joinRanks(
    const std::string& url, int rank, int size, const std::string& device, const Ranks::Patience& patience)
{
    const auto address = parseAddress(url);
    const auto deadline = Clock::now() + patience.joining;
    const WithoutPipeSignal protection; // Gloo's threads start here
    auto group = std::make_unique<Ranks::Group>();
    group->patience = patience;
    group->onDevice = device != "cpu";
    group->store = openStore(address, url, rank, deadline);
    auto& store = *group->store;
    const auto here = reach(address, deadline);
    std::vector<int> late;
    try {
        if (store.add(key("taken", rank), 1) > 1)
            throw Error("Rank " + std::to_string(rank)
                + " is there already: give every process its own --rank, from 0 to "
                + std::to_string(size - 1) + ".");
        write(store, key("here", rank), "");
        late = missing(store, "here", size, deadline);
        if (late.empty()) {
            group->backend = openGroup(group->store, rank, size, device, here, patience.work);
            group->heartbeats = std::make_unique<Heartbeats>(
                c10::make_intrusive<c10d::TCPStore>(address.host, storeOptions(address, false, deadline)),
                rank, size);
        }
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        throw Error("The ranks at " + url + " could not be joined (" + firstLine(error)
                + "): start every rank again, rank 0 first.",
            Error::Kind::Work);
    }
    if (!late.empty())
        throw Error(listed(late) + (late.size() == 1 ? " has" : " have") + " not come to " + url + " within "
                + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(patience.joining).count())
                + " s: start every rank with the same --world-size and --store-url.",
            Error::Kind::Work);
    return std::shared_ptr<Ranks>(new Ranks(rank, size, std::move(group)));
}

} // namespace btw::training
