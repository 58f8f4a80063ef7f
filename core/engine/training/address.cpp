// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/address.h"

#include "engine/error.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <thread>
#include <vector>

namespace btw::training {

namespace {

constexpr std::chrono::milliseconds kRetry { 50 };

std::string localAddress(const addrinfo& remote)
{
    const int socket = ::socket(remote.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return {};
    // A host that drops what it does not want would keep a connect for minutes.
    const timeval patience { 2, 0 };
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    std::array<char, NI_MAXHOST> host {};
    sockaddr_storage local {};
    socklen_t length = sizeof local;
    auto* const name = reinterpret_cast<sockaddr*>(&local);
    const bool known = ::connect(socket, remote.ai_addr, remote.ai_addrlen) == 0
        && ::getsockname(socket, name, &length) == 0
        && ::getnameinfo(name, length, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST) == 0;
    ::close(socket);
    return known ? std::string(host.data()) : std::string();
}

} // namespace

Address parseAddress(const std::string& url)
{
    const std::string scheme = "tcp://";
    const auto colon = url.rfind(':');
    Address address;
    int port = 0;
    bool good = url.rfind(scheme, 0) == 0 && colon > scheme.size();
    if (good) {
        address.host = url.substr(scheme.size(), colon - scheme.size());
        if (address.host.front() == '[' && address.host.back() == ']')
            address.host = address.host.substr(1, address.host.size() - 2);
        const auto* const end = url.data() + url.size();
        const auto read = std::from_chars(url.data() + colon + 1, end, port);
        good = read.ec == std::errc() && read.ptr == end && port >= 1 && port <= 65535
            && address.host.find('/') == std::string::npos && !address.host.empty();
    }
    if (!good)
        throw Error("'" + url
            + "' is not an address where ranks can meet; write tcp://HOST:PORT with the host of rank 0 and a "
              "free port of it, such as tcp://10.0.0.1:29500.");
    address.port = static_cast<std::uint16_t>(port);
    return address;
}

std::string reach(const Address& address, std::chrono::steady_clock::time_point deadline)
{
    addrinfo hints {};
    hints.ai_socktype = SOCK_STREAM;
    const auto port = std::to_string(address.port);
    while (true) {
        addrinfo* found = nullptr;
        if (::getaddrinfo(address.host.c_str(), port.c_str(), &hints, &found) == 0) {
            const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
            std::vector<const addrinfo*> order;
            for (const auto* one = found; one != nullptr; one = one->ai_next)
                order.push_back(one);
            // All ranks must take the same family, and a name may have both.
            std::stable_partition(
                order.begin(), order.end(), [](const addrinfo* one) { return one->ai_family == AF_INET; });
            for (const auto* one : order) {
                auto local = localAddress(*one);
                if (!local.empty())
                    return local;
            }
        }
        if (std::chrono::steady_clock::now() + kRetry >= deadline)
            return {};
        std::this_thread::sleep_for(kRetry);
    }
}

bool canListen(std::uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int reuse = 1; // a port that only lingers after its last user is free
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    sockaddr_in any {};
    any.sin_family = AF_INET;
    any.sin_port = htons(port);
    const bool free = ::bind(socket, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0;
    ::close(socket);
    return free;
}

} // namespace btw::training
