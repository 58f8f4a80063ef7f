// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

/// A port of this machine that nobody listens on, kept from others while it lives if `held`.
class Port
{
public:
    explicit Port(bool held = false)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = held ? htonl(INADDR_ANY) : htonl(INADDR_LOOPBACK);
        ::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        socklen_t length = sizeof address;
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length);
        m_number = ntohs(address.sin_port);
        if (held) {
            ::listen(m_socket, 1);
        } else {
            ::close(m_socket);
            m_socket = -1;
        }
    }
    ~Port()
    {
        if (m_socket >= 0)
            ::close(m_socket);
    }
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;

    std::string url() const { return "tcp://127.0.0.1:" + std::to_string(m_number); }

private:
    int m_socket;
    int m_number = 0;
};
