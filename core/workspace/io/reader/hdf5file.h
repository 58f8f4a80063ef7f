// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace btw::io::reader {

/// An identifier of HDF5 that is given back with it.
class Hdf5Id
{
public:
    Hdf5Id() = default;
    Hdf5Id(hid_t id, herr_t (*close)(hid_t))
        : m_id(id)
        , m_close(close)
    {
    }
    ~Hdf5Id()
    {
        if (m_id >= 0 && m_close)
            m_close(m_id);
    }
    Hdf5Id(const Hdf5Id&) = delete;
    Hdf5Id& operator=(const Hdf5Id&) = delete;
    Hdf5Id(Hdf5Id&& other) noexcept
        : m_id(std::exchange(other.m_id, -1))
        , m_close(other.m_close)
    {
    }
    Hdf5Id& operator=(Hdf5Id&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        std::swap(m_close, other.m_close);
        return *this;
    }

    explicit operator bool() const { return m_id >= 0; }
    hid_t get() const { return m_id; }

private:
    hid_t m_id = -1;
    herr_t (*m_close)(hid_t) = nullptr;
};

/// What a file holds that cannot be read, as a clause.
struct Hdf5Fault
{
    std::string what;
};

/// An array of a file. All throw Hdf5Fault where it is damaged, or of a type that is not read.
class Hdf5Array
{
public:
    Hdf5Array(hid_t parent, const std::string& path);

    const std::vector<hsize_t>& shape() const { return m_shape; }
    bool isText() const;
    bool isInteger() const;
    bool isBool() const; ///< as h5py writes it
    bool isSingle() const; ///< 32-bit floats or smaller

    /// All values of a vector.
    std::vector<std::string> texts() const;
    std::vector<double> numbers() const { return numbers(0, length()); }
    std::vector<double> numbers(hsize_t first, hsize_t count) const;
    std::vector<std::int64_t> integers(hsize_t first, hsize_t count) const;
    hsize_t length() const;
    /// All values of a vector as text cells: numbers in the fewest digits, TRUE and FALSE, nothing for NaN.
    std::vector<std::string> cells() const;
    /// Rows of a matrix, as doubles.
    std::vector<double> rows(hsize_t first, hsize_t count) const;

private:
    void readSlab(
        hid_t type, const std::vector<hsize_t>& start, const std::vector<hsize_t>& count, void* to) const;

    std::string m_name;
    Hdf5Id m_set;
    Hdf5Id m_type;
    std::vector<hsize_t> m_shape;
};

bool exists(hid_t parent, const std::string& path);
bool isGroup(hid_t parent, const std::string& path);
Hdf5Id openGroup(hid_t parent, const std::string& path);
/// Names in a group, sorted.
std::vector<std::string> namesIn(hid_t group);
/// Attributes of the object at `path`; empty where there is none.
std::string textAttribute(hid_t parent, const std::string& path, const std::string& name);
std::vector<std::string> textAttributes(hid_t parent, const std::string& path, const std::string& name);
std::vector<std::int64_t> integerAttributes(hid_t parent, const std::string& path, const std::string& name);

} // namespace btw::io::reader
