// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npzmodality.h"

#include "workspace/io/npz/npzarrays.h"
#include "workspace/io/npz/storage.h"
#include "workspace/io/tables/cells/epochs.h"
#include "workspace/io/tables/cells/number.h"

#include "engine/data/names.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace btw::io {

namespace {

class Reader
{
public:
    explicit Reader(const NpzModalities& file)
        : m_file(file)
    {
    }

    std::optional<data::Modality> read(const std::string& name)
    {
        const std::string array = "x_" + name;
        if (!data::isModalityName(name)) {
            m_file.problems.error("modality-name", m_file.arrays.where(array),
                { "a modality cannot be called {}", inQuotes(name) },
                "use a word without blanks, commas, slashes or quotes other than "
                    + std::string(data::kReservedNames));
            return std::nullopt;
        }
        const std::optional<NpyHeader> header = m_file.arrays.header(array);
        if (!header)
            return std::nullopt;
        const std::vector<std::int64_t>& shape = header->shape;
        const auto n = static_cast<std::int64_t>(m_file.size);
        if ((shape.size() != 2 && shape.size() != 3) || shape.back() == 0 || shape[1] == 0) {
            m_file.problems.error("array-shape", m_file.arrays.where(array),
                "the array must be (N, D) or (N, T, D), none of them 0",
                "reshape it, for example with x[:, None] for a single feature");
            return std::nullopt;
        }
        if (shape.front() != n) {
            m_file.problems.error("array-length", m_file.arrays.where(array),
                { "the array has {} rows where y has {}", grouped(shape.front()), grouped(n) },
                "save one row per instance, in the order of y");
            return std::nullopt;
        }
        noteStorage(array, *header);
        data::Modality out;
        out.name = name;
        out.dims = shape.back();
        auto present = presence(name);
        if (!present)
            return std::nullopt;
        out.present = std::move(*present);
        columns(out);
        if (!(shape.size() == 2 ? vectors(array, out) : steps(array, shape[1], out)))
            return std::nullopt;
        return out;
    }

private:
    /// One flag per instance from `present_<name>`; everything is present without it.
    std::optional<std::vector<std::uint8_t>> presence(const std::string& name)
    {
        const std::string array = "present_" + name;
        if (!m_file.arrays.contains(array))
            return std::vector<std::uint8_t>(m_file.size, 1);
        const auto flags = m_file.arrays.numbers(array, static_cast<std::int64_t>(m_file.size));
        if (!flags)
            return std::nullopt;
        std::vector<std::uint8_t> out;
        for (std::size_t i = 0; i < flags->size(); ++i) {
            if ((*flags)[i] != 0 && (*flags)[i] != 1)
                m_file.problems.error("presence-value",
                    m_file.arrays.where(array, { static_cast<std::int64_t>(i) }),
                    "the value is neither 0 nor 1", "write 1 where the instance has the modality, else 0");
            out.push_back((*flags)[i] != 0 ? 1 : 0);
        }
        return out;
    }

    /// Steps of each instance; T without `len_<name>`.
    std::optional<std::vector<std::int64_t>> lengths(const std::string& name, std::int64_t longest)
    {
        const std::string array = "len_" + name;
        if (!m_file.arrays.contains(array))
            return std::vector<std::int64_t>(m_file.size, longest);
        const auto numbers = m_file.arrays.numbers(array, static_cast<std::int64_t>(m_file.size));
        if (!numbers)
            return std::nullopt;
        std::vector<std::int64_t> out;
        for (std::size_t i = 0; i < numbers->size(); ++i) {
            const double length = (*numbers)[i];
            const bool good
                = length == std::floor(length) && length >= 0 && length <= static_cast<double>(longest);
            if (!good)
                m_file.problems.error("step-count",
                    m_file.arrays.where(array, { static_cast<std::int64_t>(i) }),
                    { "the length {} is not a whole number from 0 to {}", canonicalName(length),
                        grouped(longest) },
                    "write how many of the steps of x_<name> are real");
            out.push_back(good ? static_cast<std::int64_t>(length) : 0);
        }
        return out;
    }

    void noteStorage(const std::string& array, const NpyHeader& header)
    {
        const std::string storage = unusualStorage(header.type, header.fortranOrder);
        if (!storage.empty())
            m_file.problems.note("array-type", m_file.arrays.where(array),
                { "the array is stored {}, and read as float32", storage }, "nothing needs to be done");
    }

    void columns(data::Modality& out)
    {
        const auto found = m_file.columns.find(out.name);
        if (found == m_file.columns.end())
            return;
        if (static_cast<std::int64_t>(found->second.size()) == out.dims)
            out.columns = found->second;
        else
            m_file.problems.error("feature-names", m_file.arrays.where("meta"),
                { "columns names {} features of {}, which has {}", grouped(found->second.size()),
                    inQuotes(out.name), grouped(out.dims) },
                "name every feature, or none");
    }

    /// Makes infinite values missing, each with an error; `flat` is the array's index of the first.
    void checkFinite(std::span<float> values, const std::string& array,
        const std::vector<std::int64_t>& shape, std::int64_t flat)
    {
        const auto isInfinite = [](float value) { return std::isinf(value); };
        for (auto at = std::find_if(values.begin(), values.end(), isInfinite); at != values.end();
             at = std::find_if(at, values.end(), isInfinite)) {
            std::vector<std::int64_t> index(shape.size());
            std::int64_t rest = flat + (at - values.begin());
            for (std::size_t k = shape.size(); k-- > 0; rest /= shape[k])
                index[k] = rest % shape[k];
            if (!m_file.infiniteIsMissing.contains(array))
                m_file.instanceError("infinite-value", static_cast<std::size_t>(index.front()),
                    m_file.arrays.where(array, index), "the value is infinite or too large",
                    "write a finite number, or NaN where the value is missing",
                    { MarkMissing { m_file.arrays.file(), array, "inf" } });
            *at = std::numeric_limits<float>::quiet_NaN();
        }
    }

    /// Appends values of an array from index `flat` on, checked.
    void append(std::vector<float>& to, std::span<const float> values, const std::string& array,
        const std::vector<std::int64_t>& shape, std::int64_t flat)
    {
        const std::size_t before = to.size();
        to.insert(to.end(), values.begin(), values.end());
        checkFinite(std::span(to).subspan(before), array, shape, flat);
    }

    bool vectors(const std::string& array, data::Modality& out)
    {
        for (const char* prefix : { "len_", "time_" })
            if (m_file.arrays.contains(prefix + out.name)) {
                m_file.problems.error("steps-of-vector", m_file.arrays.where(prefix + out.name),
                    { "there are no steps in {}, which is (N, D)", array },
                    "save sequences as (N, T, D), with D = 1 for a single feature, or leave this array out");
                return false;
            }
        out.kind = data::ModalityKind::Vector;
        const std::vector<std::int64_t> shape = { static_cast<std::int64_t>(m_file.size), out.dims };
        out.values.reserve(m_file.size * static_cast<std::size_t>(out.dims));
        return m_file.arrays.streamFloats(array, [&](std::int64_t first, std::span<const float> values) {
            const std::int64_t end = first + static_cast<std::int64_t>(values.size());
            for (std::int64_t at = first; at < end;) {
                const std::int64_t i = at / out.dims;
                const std::int64_t stop = std::min(end, (i + 1) * out.dims);
                const auto part = values.subspan(
                    static_cast<std::size_t>(at - first), static_cast<std::size_t>(stop - at));
                if (out.present[static_cast<std::size_t>(i)] != 0)
                    append(out.values, part, array, shape, at);
                else
                    out.values.resize(out.values.size() + part.size(), 0.0F);
                at = stop;
            }
            return true;
        });
    }

    /// Streams `[N, longest, width]` and keeps real steps only; padding may hold anything.
    bool ragged(const std::string& array, std::int64_t longest, std::int64_t width,
        const data::Modality& modality, std::vector<float>& to)
    {
        const auto n = static_cast<std::int64_t>(m_file.size);
        const std::vector<std::int64_t> shape = width == 0 ? std::vector<std::int64_t> { n, longest }
                                                           : std::vector<std::int64_t> { n, longest, width };
        const std::int64_t step = std::max<std::int64_t>(width, 1);
        const std::int64_t block = longest * step;
        to.reserve(static_cast<std::size_t>(modality.offsets.back() * step));
        return m_file.arrays.streamFloats(array, [&](std::int64_t first, std::span<const float> values) {
            const std::int64_t end = first + static_cast<std::int64_t>(values.size());
            for (std::int64_t at = first; at < end;) {
                const std::int64_t i = at / block;
                const std::int64_t realEnd = i * block + modality.steps(static_cast<std::size_t>(i)) * step;
                const std::int64_t stop = std::min(end, realEnd);
                if (at < stop)
                    append(to,
                        values.subspan(
                            static_cast<std::size_t>(at - first), static_cast<std::size_t>(stop - at)),
                        array, shape, at);
                at = std::min(end, (i + 1) * block);
            }
            return true;
        });
    }

    bool steps(const std::string& array, std::int64_t longest, data::Modality& out)
    {
        const auto lengthOf = lengths(out.name, longest);
        if (!lengthOf)
            return false;
        const std::string timeArray = "time_" + out.name;
        out.kind
            = m_file.arrays.contains(timeArray) ? data::ModalityKind::Series : data::ModalityKind::Sequence;
        const std::string presentArray = "present_" + out.name;
        const bool declared = m_file.arrays.contains(presentArray);
        out.offsets.assign(1, 0);
        for (std::size_t i = 0; i < m_file.size; ++i) {
            if (declared && out.present[i] != 0 && (*lengthOf)[i] == 0)
                m_file.problems.error("length-zero",
                    m_file.arrays.where("len_" + out.name, { static_cast<std::int64_t>(i) }),
                    { "the length is 0 although {} says that the instance has it", presentArray },
                    "give its length, or mark it as absent");
            out.offsets.push_back(out.offsets.back() + (out.present[i] != 0 ? (*lengthOf)[i] : 0));
            out.present[i] = out.steps(i) > 0 ? 1 : 0;
        }
        if (!ragged(array, longest, out.dims, out, out.values))
            return false;
        return out.kind == data::ModalityKind::Sequence || times(timeArray, longest, out);
    }

    /// How much of the stamps is an hour; 1 where they are hours from the start of each instance.
    double countingOf(const std::string& array, std::int64_t longest, const std::vector<double>& stamps,
        const data::Modality& out)
    {
        StampSizes sizes;
        for (std::size_t i = 0; i < m_file.size; ++i)
            for (std::int64_t step = 0; step < out.steps(i); ++step)
                if (const double stamp = stamps[static_cast<std::size_t>(out.offsets[i] + step)];
                    std::isfinite(stamp))
                    sizes.look(stamp, i * static_cast<std::size_t>(longest) + static_cast<std::size_t>(step));
        constexpr double kSecondsPerHour = 3600;
        constexpr double kDayInHours = 24;
        const std::string where = m_file.arrays.where(array);
        const auto at = [&](std::size_t place) {
            const auto flat = static_cast<std::int64_t>(place);
            return m_file.arrays.where(array, { flat / longest, flat % longest });
        };
        switch (sizes.counting(kSecondsPerHour, {})) {
        case Counting::FromStart:
            return 1;
        case Counting::TwoUnits:
            m_file.problems.error("time-units-differ", at(sizes.leastPlace()),
                { "some time stamps count {} since 1970, as {} here, and others {}, as {} ({})",
                    sizes.leastUnit(), canonicalName(sizes.least()), sizes.unit(),
                    canonicalName(sizes.most()), at(sizes.mostPlace()) },
                "save all of them in one unit");
            return 1;
        case Counting::FewFromStart:
            m_file.problems.error("time-not-since-1970", at(sizes.leastPlace()),
                { "the time stamp {} does not count from 1970, as the others do",
                    canonicalName(sizes.least()) },
                "correct it, or say with len_<name> how many steps are real");
            return 1;
        case Counting::Days:
            m_file.problems.warning("time-day-numbers", where,
                { "the time stamps, from {} on, look like the day numbers of a spreadsheet or of MATLAB, and "
                  "are read as days, from the first one of each instance on",
                    canonicalName(sizes.least()) },
                "save hours from the beginning of each instance if they count something else");
            return 1 / kDayInHours;
        case Counting::Since1970:
            break;
        }
        if (const double rounded = sizes.roundedTo(); rounded > 0)
            m_file.problems.error("time-rounded", at(sizes.leastPlace()),
                { "the time stamps are {} since 1970, as {} here, which were rounded: all of them are "
                  "multiples of {} seconds",
                    sizes.unit(), canonicalName(sizes.least()), grouped(static_cast<std::int64_t>(rounded)) },
                "take the time stamps from where they came from, with all their digits");
        else
            m_file.problems.warning("times-since-1970", where,
                { "the time stamps are {} since 1970, and are read as hours from the first of each instance",
                    sizes.unit() },
                "save hours from the beginning of each instance if that is another moment");
        return kSecondsPerHour / sizes.unitSeconds();
    }

    bool times(const std::string& array, std::int64_t longest, data::Modality& out)
    {
        const std::optional<NpyHeader> header = m_file.arrays.header(array);
        if (!header)
            return false;
        if (header->shape != std::vector<std::int64_t> { static_cast<std::int64_t>(m_file.size), longest }) {
            m_file.problems.error("time-shape", m_file.arrays.where(array),
                { "the array's shape is not (N, T) of x_{}", out.name }, "save one time stamp per step");
            return false;
        }
        // As double until they are differences: a float holds seconds since 1970 in steps of 128, and a
        // double nanoseconds in steps of 256.
        std::vector<double> stamps;
        std::vector<std::int64_t> whole;
        stamps.reserve(static_cast<std::size_t>(out.offsets.back()));
        const auto gather = [&](auto& to, std::int64_t first, const auto& values) {
            for (std::size_t k = 0; k < values.size(); ++k) {
                const std::int64_t at = first + static_cast<std::int64_t>(k);
                if (at % longest < out.steps(static_cast<std::size_t>(at / longest)))
                    to.push_back(values[k]);
            }
            return true;
        };
        const bool isWhole = header->type.kind == ArrayType::Kind::Int && header->type.size == 8
            && (!header->fortranOrder || longest == 1);
        const bool read = isWhole
            ? m_file.arrays.streamWhole(array,
                [&](std::int64_t first, std::span<const std::int64_t> values) {
                    return gather(whole, first, values);
                })
            : m_file.arrays.stream(array, [&](std::int64_t first, std::span<const double> values) {
                  return gather(stamps, first, values);
              });
        if (!read)
            return false;
        for (const std::int64_t stamp : whole)
            stamps.push_back(static_cast<double>(stamp));
        const double perHour = countingOf(array, longest, stamps, out);
        if (perHour != 1 && !whole.empty())
            for (std::size_t i = 0; i < m_file.size; ++i)
                for (std::int64_t step = 0; step < out.steps(i); ++step) {
                    const auto at = static_cast<std::size_t>(out.offsets[i] + step);
                    stamps[at]
                        = static_cast<double>(whole[at] - whole[static_cast<std::size_t>(out.offsets[i])]);
                }
        for (std::size_t i = 0; i < m_file.size; ++i)
            for (std::int64_t step = 0; step < out.steps(i); ++step) {
                const double* const time = &stamps[static_cast<std::size_t>(out.offsets[i] + step)];
                const double start = stamps[static_cast<std::size_t>(out.offsets[i])];
                out.times.push_back(static_cast<float>(perHour != 1 ? (*time - start) / perHour : *time));
                const bool goesBack = step > 0 && time[0] < time[-1];
                if (!std::isfinite(*time) || goesBack)
                    m_file.instanceError(goesBack ? "time-goes-back" : "time-missing", i,
                        m_file.arrays.where(array, { static_cast<std::int64_t>(i), step }),
                        goesBack                ? "the time stamp is earlier than the one before it"
                            : std::isinf(*time) ? "the time stamp is infinite"
                                                : "the time stamp is missing",
                        goesBack ? "sort the steps of each instance by time"
                                 : "give every real step its time",
                        {});
            }
        return true;
    }

    const NpzModalities& m_file;
};

} // namespace

std::optional<data::Modality> readNpzModality(const NpzModalities& file, const std::string& name)
{
    return Reader(file).read(name);
}

} // namespace btw::io
