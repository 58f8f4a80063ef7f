// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/ranks.h"
#include "tests/freeport.h"

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

/// Does `work` on several ranks at once, each a thread with a process group of its own.
/// \returns what each threw, empty where nothing
inline std::vector<std::string> onRanks(int size,
    const std::function<void(const std::shared_ptr<btw::training::Ranks>&)>& work,
    const btw::training::Ranks::Patience& patience = { std::chrono::seconds(60), std::chrono::seconds(60) })
{
    const Port port;
    std::vector<std::string> thrown(static_cast<std::size_t>(size));
    std::vector<std::thread> threads;
    for (int rank = 0; rank < size; ++rank) {
        threads.emplace_back([&, rank] {
            try {
                const auto ranks = btw::training::joinRanks(port.url(), rank, size, "cpu", patience);
                work(ranks);
                ranks->leave();
            } catch (const std::exception& error) {
                thrown[static_cast<std::size_t>(rank)] = error.what();
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    return thrown;
}
