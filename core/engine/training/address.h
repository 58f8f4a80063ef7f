// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace btw::training {

/// Where ranks meet.
struct Address
{
    std::string host;
    std::uint16_t port = 0;
};

/// \param url `tcp://HOST:PORT`, an IPv6 address in brackets \throws btw::Error quoting what is not one
Address parseAddress(const std::string& url);

/// Waits until somebody listens there. \returns the numeric address of this host on the way to it: the one
/// under which the others can reach it. Empty when nobody answers in time.
std::string reach(const Address& address, std::chrono::steady_clock::time_point deadline);

/// Whether a server can take this port of this host.
bool canListen(std::uint16_t port);

} // namespace btw::training
