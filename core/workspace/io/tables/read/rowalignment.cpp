// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/rowalignment.h"

#include "workspace/io/problems.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace btw::io {

namespace {

constexpr std::array<Split, 3> kSplits = { Split::Train, Split::Validation, Split::Test };

class Aligner
{
public:
    Aligner(const LabelRows& labels, Problems& problems)
        : m_labels(labels)
        , m_problems(problems)
    {
    }

    void byPosition(const ModalityEntry& entry, FeatureConsumer& rows, data::Modality& modality)
    {
        const auto& files = entry.table.files;
        const auto& labelFiles = m_labels.entry.table.files;
        for (const Split split : kSplits)
            if (files.count(split) != labelFiles.count(split)) {
                m_problems.error("rows-do-not-match", "manifest.json, key " + entry.key + ".files",
                    "modality and labels do not name files for the same splits",
                    "rows are aligned by position: name one file per split in both");
                return;
            }
        bool matching = true;
        for (std::size_t part = 0; part < rows.log.parts().size(); ++part) {
            const std::size_t have = rows.log.rowsOfPart(part);
            const std::size_t want = m_labels.rowsOfPart[part];
            matching = matching && have == want;
            if (have != want)
                m_problems.error("rows-do-not-match", rows.log.parts()[part].file,
                    { "the file has {} rows where {} has {}", grouped(static_cast<std::int64_t>(have)),
                        m_labels.log.parts()[part].file, grouped(static_cast<std::int64_t>(want)) },
                    R"(rows are aligned by position: give both files the same rows, or name an "id" column )"
                    "in both");
        }
        if (m_labels.leavesOut && matching)
            rows.keep(m_labels.kept);
        modality.values = std::move(rows.values);
        modality.present.assign(m_labels.log.size(), 1);
    }

    void rowsById(FeatureConsumer& rows, data::Modality& modality)
    {
        const std::vector<std::size_t> to = instances(rows);
        if (to.size() != rows.ids.size())
            return;
        const std::size_t n = m_labels.count;
        constexpr auto kNone = static_cast<std::size_t>(-1);
        std::vector<std::size_t> from(n, kNone);
        for (std::size_t r = 0; r < to.size(); ++r) {
            if (from[to[r]] == kNone)
                from[to[r]] = r;
            else
                m_problems.error("id-repeated", rows.log.where(r, rows.idName),
                    { "the id {} was given already in {}", inQuotes(rows.ids[r]),
                        rows.log.where(from[to[r]]) },
                    R"(keep one row, or set "kind" to "sequence" if the rows are steps)",
                    { rows.log.dropping(r) });
        }
        modality.present.assign(n, 0);
        const auto width = static_cast<std::size_t>(modality.dims);
        const bool sameOrder = to.size() == n && std::is_sorted(to.begin(), to.end());
        if (!sameOrder)
            modality.values.assign(n * width, 0.0F);
        for (std::size_t i = 0; i < n; ++i) {
            if (from[i] == kNone)
                continue;
            modality.present[i] = 1;
            if (!sameOrder)
                std::copy_n(rows.values.data() + from[i] * width, width, modality.values.data() + i * width);
        }
        if (sameOrder)
            modality.values = std::move(rows.values);
        rows.values = {};
    }

    void stepsById(FeatureConsumer& rows, data::Modality& modality)
    {
        const std::vector<std::size_t> to = instances(rows);
        if (to.size() != rows.ids.size())
            return;
        const std::size_t n = m_labels.count;
        modality.offsets.assign(n + 1, 0);
        for (const std::size_t i : to)
            ++modality.offsets[i + 1];
        std::partial_sum(modality.offsets.begin(), modality.offsets.end(), modality.offsets.begin());
        modality.present.resize(n);
        for (std::size_t i = 0; i < n; ++i)
            modality.present[i] = modality.offsets[i + 1] > modality.offsets[i] ? 1 : 0;

        std::vector<float> hours = rows.hours(to, m_problems);
        rows.times = {};
        if (std::is_sorted(to.begin(), to.end())) {
            modality.values = std::move(rows.values);
            modality.times = std::move(hours);
            return;
        }
        const auto width = static_cast<std::size_t>(modality.dims);
        modality.values.resize(rows.values.size());
        modality.times.resize(hours.size());
        std::vector<std::int64_t> next(modality.offsets.begin(), modality.offsets.end() - 1);
        for (std::size_t r = 0; r < to.size(); ++r) {
            const auto step = static_cast<std::size_t>(next[to[r]]++);
            std::copy_n(rows.values.data() + r * width, width, modality.values.data() + step * width);
            if (!hours.empty())
                modality.times[step] = hours[r];
        }
        rows.values = {};
    }

private:
    /// The instance of each row; nothing where an id has no label row.
    std::vector<std::size_t> instances(FeatureConsumer& rows)
    {
        m_labels.known.keys.apply(rows.ids);
        if (!m_labels.known.leftOut.empty()) {
            std::vector<std::size_t> kept;
            for (std::size_t r = 0; r < rows.ids.size(); ++r)
                if (m_labels.known.rowOfId.contains(rows.ids[r])
                    || !m_labels.known.leftOut.contains(rows.ids[r]))
                    kept.push_back(r);
            rows.keep(kept);
        }
        std::vector<std::size_t> out;
        out.reserve(rows.ids.size());
        UnknownIds unknown(m_labels.known.rowOfId);
        for (std::size_t r = 0; r < rows.ids.size(); ++r) {
            const auto found = m_labels.known.rowOfId.find(rows.ids[r]);
            if (found == m_labels.known.rowOfId.end()) {
                if (!rows.ids[r].empty())
                    unknown.report(rows.ids[r], rows.log.where(r, rows.idName),
                        DropRowsWith { rows.log.dropping(r).file, rows.idColumn, rows.ids[r] }, m_problems);
                continue;
            }
            out.push_back(found->second);
        }
        return out;
    }

    const LabelRows& m_labels;
    Problems& m_problems;
};

} // namespace

void alignRows(const ModalityEntry& entry, const LabelRows& labels, FeatureConsumer& rows,
    data::Modality& modality, Problems& problems)
{
    Aligner aligner(labels, problems);
    if (entry.id.empty())
        aligner.byPosition(entry, rows, modality);
    else if (modality.isRagged())
        aligner.stepsById(rows, modality);
    else
        aligner.rowsById(rows, modality);
}

} // namespace btw::io
