// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/importers/mmsa/mmsaimporter.h"

#include "plugins/importers/common/splitarrays.h"
#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/columns.h"
#include "workspace/io/pickle/sniff.h"

#include <algorithm>

namespace btw::importers {

using namespace io::pickle;

namespace {

constexpr std::int64_t kBertBase = 768;
constexpr std::int64_t kBertLarge = 1024;
constexpr std::int64_t kTokens = 1; ///< the token numbers themselves, for an encoder from a file
constexpr const char* kOfChSims = "regression_labels_T"; ///< only CH-SIMS labels each modality, too

class MmsaFile : public SplitArrays
{
public:
    using SplitArrays::SplitArrays;

protected:
    std::optional<std::size_t> addLabels(Value split) override
    {
        if (m_first) {
            m_first = false;
            m_classes = split.find("regression_labels").isNull();
            m_chSims = !split.find(kOfChSims).isNull();
            m_key = !m_classes                       ? "regression_labels"
                : split.find("annotations").isNull() ? "classification_labels"
                                                     : "annotations";
            if (!m_classes && !split.find("classification_labels").isNull())
                draft().problems.note("label-reading", where("classification_labels"),
                    "the label is regression_labels; classification_labels are left out",
                    "leave regression_labels out of the file to classify");
            if (split.find("text").isNull() && !split.find("text_bert").isNull())
                draft().problems.note("modality-left-out", where("text_bert"),
                    "text_bert holds token numbers, which are not features; text is left out",
                    "save embeddings as `text`, (N, T, D), or the token numbers themselves, (N, T, 1), and "
                    "name "
                    "their encoder when you train (encoder_files)");
        }
        return m_classes ? addClasses(split) : addNumbers(split);
    }

    void addLengths(Value split, const std::string& modality, std::size_t n, ModalitySource& source) override
    {
        const std::string key = modality + "_lengths";
        if (!split.find(key).isNull()) {
            if (const auto lengths = lengthNumbers(split, key, n))
                source.declareLengths(*lengths, subscript(key), draft().places, draft().problems);
        } else if (modality == "text") {
            if (const auto lengths = maskLengths(split, n))
                source.declareLengths(*lengths, "['text_bert']", draft().places, draft().problems);
        }
    }

    void complete() override
    {
        draft().completeIds("['id']");
        if (m_classes) {
            draft().codeClasses(m_labels, subscript(m_key));
        } else {
            draft().checkLabels(subscript(m_key));
            draft().declareSentiment(m_chSims ? 1 : 3);
        }
        draft().useVideos();
    }

    std::set<std::string> otherKeys() const override
    {
        return { "regression_labels", "classification_labels", "annotations", "regression_labels_T",
            "regression_labels_A", "regression_labels_V", "classification_labels_T",
            "classification_labels_A", "classification_labels_V", "text_lengths", "audio_lengths",
            "vision_lengths", "text_bert", "raw_text" };
    }

private:
    std::optional<std::size_t> addNumbers(Value split)
    {
        const auto labels = labelNumbers(split, m_key);
        if (!labels)
            return std::nullopt;
        std::vector<double>& y = draft().cohort.y;
        y.insert(y.end(), labels->begin(), labels->end());
        return labels->size();
    }

    std::optional<std::size_t> addClasses(Value split)
    {
        const Value value = split.find(m_key);
        auto labels = value.isNull() ? std::nullopt : textsOf(value);
        if (const auto n = value.isNull() ? countWithoutLabels(split) : 0; n > 0)
            labels.emplace(n);
        if (!labels || labels->empty()) {
            draft().problems.error("label-missing", where(m_key),
                value.isNull()
                    ? data::Sentence("the labels are missing")
                    : data::Sentence { "labels are expected, and this is {}", value.description() },
                "save one class per instance");
            return std::nullopt;
        }
        m_labels.insert(m_labels.end(), labels->begin(), labels->end());
        draft().cohort.y.resize(m_labels.size()); // coded when all are known
        return labels->size();
    }

    /// `text_bert` is (N, 3, T): token numbers, mask, segments. The mask is 1 at real tokens.
    std::optional<std::vector<std::int64_t>> maskLengths(Value split, std::size_t n)
    {
        const Array* bert = split.find("text_bert").array();
        const Array* text = split.find("text").array();
        if (bert == nullptr || text == nullptr || !bert->element.isNumber() || bert->shape.size() != 3
            || text->shape.size() != 3 || bert->shape[0] != static_cast<std::int64_t>(n)
            || bert->shape[1] != 3 || bert->shape[2] != text->shape[1])
            return std::nullopt;
        // Other embeddings (GloVe) have steps of their own.
        if (text->shape[2] != kBertBase && text->shape[2] != kBertLarge && text->shape[2] != kTokens)
            return std::nullopt;
        const std::int64_t steps = bert->shape[2];
        std::vector<std::int64_t> lengths;
        for (std::int64_t i = 0; i < bert->shape[0]; ++i) {
            std::int64_t length = 0;
            for (std::int64_t t = 0; t < steps; ++t)
                length += bert->number((i * 3 + 1) * steps + t).value_or(0) != 0 ? 1 : 0;
            lengths.push_back(length);
        }
        return lengths;
    }

    bool m_first = true;
    bool m_classes = false;
    bool m_chSims = false;
    std::string m_key;
    std::vector<std::string> m_labels; ///< of classes
};

} // namespace

} // namespace btw::importers

bool MmsaImporter::canRead(const QString& path) const
{
    return btw::io::pickle::sniff(path) == btw::io::pickle::Layout::SplitArraysWithTasks;
}

btw::io::ReadResult MmsaImporter::read(
    const QString& path, const btw::io::ReadLimits& limits, const btw::io::ReadingPlan& plan) const
{
    return btw::io::pickle::withinLimits(
        path, limits, [&] { return btw::importers::MmsaFile(path, limits, plan).read(); });
}
