// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/mult/multimporter.h"

#include "plugins/importers/common/splitarrays.h"
#include "workspace/io/pickle/sniff.h"

#include <set>

namespace btw::importers {

namespace {

class MultFile : public SplitArrays
{
public:
    using SplitArrays::SplitArrays;

protected:
    std::optional<std::size_t> addLabels(io::pickle::Value split) override
    {
        const auto labels = labelNumbers(split, "labels");
        if (!labels)
            return std::nullopt;
        std::vector<double>& y = draft().cohort.y;
        y.insert(y.end(), labels->begin(), labels->end());
        return labels->size();
    }

    void complete() override
    {
        shortenIds();
        draft().completeIds("['id']");
        draft().checkLabels("['labels']");
        draft().declareSentiment(3);
        draft().useVideos();
    }

    std::set<std::string> otherKeys() const override { return { "labels" }; }

private:
    /// `id` holds name, start and end of each utterance; the name alone where that is enough.
    void shortenIds()
    {
        std::set<std::string> names;
        for (const std::string& id : draft().cohort.ids)
            names.insert(id.substr(0, id.find(':')));
        if (names.size() != draft().cohort.ids.size())
            return;
        for (std::string& id : draft().cohort.ids)
            id = id.substr(0, id.find(':'));
    }
};

} // namespace

} // namespace btw::importers

bool MultImporter::canRead(const QString& path) const
{
    return btw::io::pickle::sniff(path) == btw::io::pickle::Layout::SplitArrays;
}

btw::io::ReadResult MultImporter::read(
    const QString& path, const btw::io::ReadLimits& limits, const btw::io::ReadingPlan& plan) const
{
    return btw::io::pickle::withinLimits(
        path, limits, [&] { return btw::importers::MultFile(path, limits, plan).read(); });
}
