// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/hdf5file.h"

#include "workspace/io/formats/plaintable.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace btw::io::reader {

namespace {

/// More values than this in one vector are no table of people or cells.
constexpr hsize_t kMostValues = hsize_t(1) << 31;

std::string trimmedAtZero(const char* text, std::size_t size) { return { text, strnlen(text, size) }; }

/// The texts of a dataset or attribute of `count` values, by what reads them.
std::vector<std::string> readTexts(
    hid_t type, std::size_t count, hid_t space, const std::function<bool(hid_t, void*)>& read)
{
    std::vector<std::string> out;
    out.reserve(count);
    if (H5Tis_variable_str(type) > 0) {
        const Hdf5Id memory(H5Tcopy(H5T_C_S1), H5Tclose);
        H5Tset_size(memory.get(), H5T_VARIABLE);
        H5Tset_cset(memory.get(), H5Tget_cset(type));
        std::vector<char*> pointers(count, nullptr);
        if (!read(memory.get(), pointers.data()))
            throw Hdf5Fault { "its texts cannot be read" };
        for (const char* text : pointers)
            out.emplace_back(text ? text : "");
        H5Dvlen_reclaim(memory.get(), space, H5P_DEFAULT, pointers.data());
        return out;
    }
    const std::size_t size = H5Tget_size(type);
    constexpr std::size_t kMostBytes = std::size_t(1) << 31;
    if (size == 0 || count > kMostBytes / size)
        throw Hdf5Fault { "its texts are too long" };
    const Hdf5Id memory(H5Tcopy(type), H5Tclose);
    std::vector<char> bytes(count * size);
    if (!read(memory.get(), bytes.data()))
        throw Hdf5Fault { "its texts cannot be read" };
    for (std::size_t i = 0; i < count; ++i) {
        std::string text = trimmedAtZero(bytes.data() + i * size, size);
        if (H5Tget_strpad(type) == H5T_STR_SPACEPAD)
            text.erase(text.find_last_not_of(' ') + 1);
        out.push_back(std::move(text));
    }
    return out;
}

Hdf5Id openAttribute(hid_t parent, const std::string& path, const std::string& name)
{
    if (H5Aexists_by_name(parent, path.c_str(), name.c_str(), H5P_DEFAULT) <= 0)
        return {};
    return { H5Aopen_by_name(parent, path.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose };
}

std::size_t attributeLength(hid_t attribute)
{
    constexpr hssize_t kMost = 10'000'000;
    const Hdf5Id space(H5Aget_space(attribute), H5Sclose);
    const hssize_t count = space ? H5Sget_simple_extent_npoints(space.get()) : 0;
    return count > 0 && count <= kMost ? static_cast<std::size_t>(count) : 0;
}

} // namespace

Hdf5Array::Hdf5Array(hid_t parent, const std::string& path)
    : m_name(path)
    , m_set(exists(parent, path) ? H5Dopen2(parent, path.c_str(), H5P_DEFAULT) : -1, H5Dclose)
{
    if (!m_set)
        throw Hdf5Fault { "the array " + path + " is not there" };
    m_type = Hdf5Id(H5Dget_type(m_set.get()), H5Tclose);
    const Hdf5Id space(H5Dget_space(m_set.get()), H5Sclose);
    const int dims = space ? H5Sget_simple_extent_ndims(space.get()) : -1;
    if (!m_type || dims < 0 || dims > 32)
        throw Hdf5Fault { "the array " + path + " is damaged" };
    m_shape.resize(static_cast<std::size_t>(dims));
    if (dims > 0)
        H5Sget_simple_extent_dims(space.get(), m_shape.data(), nullptr);
}

bool Hdf5Array::isText() const { return H5Tget_class(m_type.get()) == H5T_STRING; }

bool Hdf5Array::isInteger() const { return H5Tget_class(m_type.get()) == H5T_INTEGER; }

bool Hdf5Array::isSingle() const
{
    return H5Tget_class(m_type.get()) == H5T_FLOAT && H5Tget_size(m_type.get()) <= sizeof(float);
}

bool Hdf5Array::isBool() const
{
    return H5Tget_class(m_type.get()) == H5T_ENUM && H5Tget_nmembers(m_type.get()) == 2;
}

hsize_t Hdf5Array::length() const
{
    if (m_shape.size() != 1 || m_shape[0] > kMostValues)
        throw Hdf5Fault { "the array " + m_name + " is not a vector" };
    return m_shape[0];
}

void Hdf5Array::readSlab(
    hid_t type, const std::vector<hsize_t>& start, const std::vector<hsize_t>& count, void* to) const
{
    if (std::find(count.begin(), count.end(), hsize_t(0)) != count.end())
        return;
    const Hdf5Id space(H5Dget_space(m_set.get()), H5Sclose);
    const Hdf5Id memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose);
    const bool good = space && memory
        && H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) >= 0
        && H5Dread(m_set.get(), type, memory.get(), space.get(), H5P_DEFAULT, to) >= 0;
    if (good)
        return;
    // A filter that is not here is the usual cause.
    const Hdf5Id creation(H5Dget_create_plist(m_set.get()), H5Pclose);
    const int filters = creation ? H5Pget_nfilters(creation.get()) : 0;
    for (int i = 0; i < filters; ++i) {
        unsigned flags = 0;
        std::size_t values = 0;
        std::array<char, 64> name {};
        unsigned config = 0;
        const H5Z_filter_t filter = H5Pget_filter2(creation.get(), static_cast<unsigned>(i), &flags, &values,
            nullptr, name.size(), name.data(), &config);
        if (H5Zfilter_avail(filter) <= 0)
            throw Hdf5Fault { "the array " + m_name + " is compressed by a method that is not here ("
                + std::string(name[0] != 0 ? std::string(name.data()) : "number " + std::to_string(filter))
                + "); write it with gzip" };
    }
    throw Hdf5Fault { "the array " + m_name + " cannot be read: the file is cut off or damaged" };
}

std::vector<double> Hdf5Array::numbers(hsize_t first, hsize_t count) const
{
    if (first + count > length() || isText())
        throw Hdf5Fault { "the array " + m_name + " does not have the numbers that it should have" };
    std::vector<double> out(count);
    readSlab(H5T_NATIVE_DOUBLE, { first }, { count }, out.data());
    return out;
}

std::vector<std::int64_t> Hdf5Array::integers(hsize_t first, hsize_t count) const
{
    if (first + count > length() || isText())
        throw Hdf5Fault { "the array " + m_name + " does not have the numbers that it should have" };
    std::vector<std::int64_t> out(count);
    readSlab(H5T_NATIVE_INT64, { first }, { count }, out.data());
    return out;
}

std::vector<double> Hdf5Array::rows(hsize_t first, hsize_t count) const
{
    std::vector<double> out(count * m_shape[1]);
    readSlab(H5T_NATIVE_DOUBLE, { first, 0 }, { count, m_shape[1] }, out.data());
    return out;
}

std::vector<std::string> Hdf5Array::texts() const
{
    const hsize_t count = length();
    if (!isText())
        throw Hdf5Fault { "the array " + m_name + " holds no texts" };
    const Hdf5Id space(H5Dget_space(m_set.get()), H5Sclose);
    return readTexts(m_type.get(), count, space.get(), [&](hid_t type, void* to) {
        return count == 0 || H5Dread(m_set.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, to) >= 0;
    });
}

std::vector<std::string> Hdf5Array::cells() const
{
    if (isText())
        return texts();
    std::vector<std::string> out;
    if (isBool()) {
        // 1 byte, whatever the enumeration calls its members.
        std::vector<signed char> values(length());
        readSlab(m_type.get(), { 0 }, { length() }, values.data());
        for (const signed char value : values)
            out.emplace_back(value != 0 ? "TRUE" : "FALSE");
    } else if (isInteger()) {
        for (const std::int64_t value : integers(0, length()))
            out.push_back(std::to_string(value));
    } else if (H5Tget_class(m_type.get()) == H5T_FLOAT) {
        for (const double value : numbers())
            out.push_back(std::isnan(value) ? std::string()
                    : isSingle()            ? shortest(static_cast<float>(value))
                                            : shortest(value));
    } else {
        throw Hdf5Fault { "the array " + m_name + " holds neither numbers nor texts" };
    }
    return out;
}

bool exists(hid_t parent, const std::string& path)
{
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        if (H5Lexists(parent, path.substr(0, end).c_str(), H5P_DEFAULT) <= 0)
            return false;
        if (end == std::string::npos)
            return H5Oexists_by_name(parent, path.c_str(), H5P_DEFAULT) > 0;
    }
}

bool isGroup(hid_t parent, const std::string& path)
{
    if (!exists(parent, path))
        return false;
    const Hdf5Id object(H5Oopen(parent, path.c_str(), H5P_DEFAULT), H5Oclose);
    return object && H5Iget_type(object.get()) == H5I_GROUP;
}

Hdf5Id openGroup(hid_t parent, const std::string& path)
{
    Hdf5Id group(isGroup(parent, path) ? H5Gopen2(parent, path.c_str(), H5P_DEFAULT) : -1, H5Gclose);
    if (!group)
        throw Hdf5Fault { "the group " + path + " is not there" };
    return group;
}

std::vector<std::string> namesIn(hid_t group)
{
    std::vector<std::string> names;
    hsize_t at = 0;
    H5Literate(
        group, H5_INDEX_NAME, H5_ITER_INC, &at,
        [](hid_t, const char* name, const H5L_info_t*, void* to) -> herr_t {
            constexpr std::size_t kMost = 100'000;
            auto& list = *static_cast<std::vector<std::string>*>(to);
            list.emplace_back(name);
            return list.size() < kMost ? 0 : 1;
        },
        &names);
    return names;
}

std::vector<std::string> textAttributes(hid_t parent, const std::string& path, const std::string& name)
{
    const Hdf5Id attribute = openAttribute(parent, path, name);
    if (!attribute)
        return {};
    const Hdf5Id type(H5Aget_type(attribute.get()), H5Tclose);
    const Hdf5Id space(H5Aget_space(attribute.get()), H5Sclose);
    const std::size_t count = attributeLength(attribute.get());
    if (!type || H5Tget_class(type.get()) != H5T_STRING || count == 0)
        return {};
    return readTexts(type.get(), count, space.get(),
        [&](hid_t memory, void* to) { return H5Aread(attribute.get(), memory, to) >= 0; });
}

std::string textAttribute(hid_t parent, const std::string& path, const std::string& name)
{
    const std::vector<std::string> all = textAttributes(parent, path, name);
    return all.empty() ? std::string() : all.front();
}

std::vector<std::int64_t> integerAttributes(hid_t parent, const std::string& path, const std::string& name)
{
    const Hdf5Id attribute = openAttribute(parent, path, name);
    const std::size_t count = attribute ? attributeLength(attribute.get()) : 0;
    std::vector<std::int64_t> out(count);
    if (count > 0 && H5Aread(attribute.get(), H5T_NATIVE_INT64, out.data()) < 0)
        out.clear();
    return out;
}

} // namespace btw::io::reader
