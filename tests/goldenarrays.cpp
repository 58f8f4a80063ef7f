// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/goldenarrays.h"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

template <typename T> std::vector<double> readNumbers(std::istream& in, std::size_t count)
{
    std::vector<T> raw(count);
    in.read(reinterpret_cast<char*>(raw.data()), static_cast<std::streamsize>(count * sizeof(T)));
    return { raw.begin(), raw.end() };
}

} // namespace

GoldenArrays::GoldenArrays(const std::string& name)
{
    const std::string path = std::string(BTW_TEST_DATA) + "/" + name + ".bin";
    std::ifstream in(path, std::ios::binary);
    std::string line;
    while (std::getline(in, line)) {
        std::istringstream header(line);
        std::string key;
        std::string type;
        std::size_t count = 0;
        header >> key >> type >> count;
        if (type == "f8") {
            m_arrays[key] = readNumbers<double>(in, count);
        } else if (type == "f4") {
            m_arrays[key] = readNumbers<float>(in, count);
        } else if (type == "u4") {
            m_arrays[key] = readNumbers<std::uint32_t>(in, count);
        } else if (type == "u1") {
            m_arrays[key] = readNumbers<std::uint8_t>(in, count);
        } else {
            throw std::runtime_error(path + ": unknown type " + type);
        }
        if (!in) {
            throw std::runtime_error(path + ": ends within " + key);
        }
    }
    if (m_arrays.empty()) {
        throw std::runtime_error(path + ": cannot be read");
    }
}

std::vector<std::string> GoldenArrays::keys() const
{
    std::vector<std::string> result;
    for (const auto& [key, values] : m_arrays) {
        result.push_back(key);
    }
    return result;
}

bool isClose(double actual, double expected, double relative, double absolute)
{
    if (std::isnan(expected)) {
        return std::isnan(actual);
    }
    return std::abs(actual - expected) <= relative * std::abs(expected) + absolute;
}
