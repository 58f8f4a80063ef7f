// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace at {
class Tensor; // NOLINT(bugprone-forward-declaration-namespace): LibTorch's headers are for .cpp files here
}

namespace btw::training {

/// The processes that train one model together, on one host or several, over LibTorch's c10d: Gloo between
/// CPUs, NCCL between GPUs. Every rank must make the same calls in the same order. Not thread-safe.
///
/// A call during which a rank goes away, gives no sign of life for `Patience::silence` (between CPUs) or does
/// not take part within `Patience::work` throws btw::Error (Kind::Work) naming it where that can be known; no
/// call is of use after that.
class Ranks
{
public:
    struct Patience
    {
        std::chrono::milliseconds joining { std::chrono::minutes(2) }; ///< until every rank is there
        std::chrono::milliseconds work { std::chrono::minutes(10) }; ///< for an answer afterwards
        std::chrono::seconds silence { 20 }; ///< from a process that has stopped or whose host is gone
    };

    ~Ranks();
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    int rank() const { return m_rank; } ///< from 0
    int size() const { return m_size; } ///< at least 2

    /// Puts in place of a contiguous tensor, which owns its memory (a call that fails may leave a thread that
    /// holds it), the sum of all ranks' ones, the same bits on every rank.
    void sum(at::Tensor& values);
    /// Puts in place of such a tensor rank 0's one, of the same shape.
    void share(at::Tensor& values);
    void share(std::string& bytes); ///< of any length

    /// \param what "cohort", say \param value a hash of it, or itself \param remedy how to make them agree
    /// \throws btw::Error (Kind::Input) on every rank, naming those whose value is not rank 0's
    void requireSame(const std::string& what, const std::string& value, const std::string& remedy);

    /// The work of all ranks is done: returns when each has got what it was sent.
    void leave();
    /// Goes at once, so that the others do not wait for this rank.
    void abandon() noexcept;
    bool left() const { return !m_group; }

private:
    struct Group;
    Ranks(int rank, int size, std::unique_ptr<Group> group);
    friend std::shared_ptr<Ranks> joinRanks(
        const std::string&, int, int, const std::string&, const Ranks::Patience&);
    /// Does `work` with the group; where that fails, finds out who is gone.
    template <typename Work> void together(const Work& work);
    std::string lostRanks();

    int m_rank;
    int m_size;
    std::unique_ptr<Group> m_group; ///< null once this rank has left
};

/// Meets the others. \param url `tcp://HOST:PORT`, a port of rank 0's host, which listens there \param size
/// at least 2 \param device "cpu" or "cuda": what the tensors will be on. GLOO_SOCKET_IFNAME in the
/// environment names the network interface to use between CPUs; otherwise it is the one that leads to rank 0.
/// \throws btw::Error with the remedy: not such a URL, the port is taken (rank 0), nobody there, ranks that
/// do not come in time, a rank that is there twice
std::shared_ptr<Ranks> joinRanks(const std::string& url, int rank, int size,
    const std::string& device = "cpu", const Ranks::Patience& patience = Ranks::Patience());

} // namespace btw::training
