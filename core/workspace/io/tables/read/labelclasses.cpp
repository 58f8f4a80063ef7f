// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/labelclasses.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

namespace {

class Coder
{
public:
    Coder(const Manifest& manifest, const LabelConsumer& labels, const ReadingPlan& plan,
        data::Cohort& cohort, Problems& problems)
        : m_manifest(manifest)
        , m_labels(labels)
        , m_plan(plan)
        , m_cohort(cohort)
        , m_problems(problems)
    {
    }

    void code()
    {
        bool complete = true;
        const bool noneIsClass = isClassNone();
        std::size_t nones = 0;
        std::size_t firstNone = 0;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i) {
            const std::string& label = m_labels.labels[i];
            if (isMissingLabel(label, noneIsClass)) {
                m_problems.error("label-missing", m_labels.log.where(i, m_labels.labelName),
                    trimmed(label).empty()
                        ? data::Sentence("the label is missing")
                        : data::Sentence { "the label is missing: {} is a word for that", inQuotes(label) },
                    "write the class, or leave the row out", remediesOfLabel(i));
                complete = false;
            } else if (noneIsClass && m_manifest.classes.empty() && isCalled(trimmed(label), "none")
                && nones++ == 0) {
                firstNone = i;
            }
        }
        if (nones > 0)
            m_problems.warning("label-none", m_labels.log.where(firstNone, m_labels.labelName),
                { "{} is read as a class; {} it", inQuotes(m_labels.labels[firstNone]),
                    counted(static_cast<std::int64_t>(nones), "row has", "rows have") },
                "leave its rows out if it means that the label is missing", remediesOfLabel(firstNone));
        if (!complete)
            return;
        oddLabels();
        CodedLabels coded = codeLabels(m_labels.labels, m_manifest.classes);
        for (const std::size_t i : coded.unknown)
            m_problems.error("label-no-class", m_labels.log.where(i, m_labels.labelName),
                { "the label {} is neither one of the classes nor the index of one",
                    inQuotes(m_labels.labels[i]) },
                R"(correct the label, or add it to "classes" in manifest.json)", remediesOfLabel(i));
        const std::string file
            = m_labels.log.parts().empty() ? std::string() : m_labels.log.parts().front().file;
        if (!coded.merged.empty())
            m_problems.note("classes-merged", file + ", " + m_labels.labelName,
                { "{}: they are one class", mergedText(coded) },
                "spell them so that they differ by more if they are several");
        m_cohort.classes = std::move(coded.classes);
        m_cohort.y = std::move(coded.y);
        rareClasses(file);
    }

private:
    /// The remedies for a label that cannot be used: without this row, or without all that have this label.
    std::vector<Remedy> remediesOfLabel(std::size_t row) const
    {
        const DropRow one = m_labels.log.dropping(row);
        Remedy all
            = DropRowsWith { one.file, m_labels.labelColumn, std::string(trimmed(m_labels.labels[row])) };
        return { one, std::move(all) };
    }

    /// "none" may be a finding, as no word for a missing value is: "none", "mild", "severe".
    bool isClassNone() const
    {
        std::set<std::string> others;
        for (const std::string& label : m_labels.labels) {
            double value = 0;
            if (!isMissingWord(label) && parseNumber(label, value) == NumberKind::Text)
                others.insert(canonicalName(label));
        }
        return others.size() > 1;
    }

    /// Whether a label says that it is missing, and is none of the declared classes.
    bool isMissingLabel(const std::string& label, bool noneIsClass) const
    {
        double value = 0;
        const bool word = isMissingWord(label);
        if (!word && parseNumber(label, value) != NumberKind::Missing)
            return false;
        if (word && isCalled(trimmed(label), "none") && noneIsClass)
            return false;
        return std::find(m_manifest.classes.begin(), m_manifest.classes.end(), trimmed(label))
            == m_manifest.classes.end();
    }

    /// Labels that are words where nearly all are numbers: a wrong word makes a class of its own.
    void oddLabels()
    {
        if (!m_manifest.classes.empty())
            return;
        std::vector<std::size_t> words;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i)
            if (!wholeNumber(m_labels.labels[i]))
                words.push_back(i);
        constexpr std::size_t kFew = 10; // one in so many
        if (words.empty() || words.size() * kFew > m_labels.labels.size())
            return;
        const FileRemedies* const own = m_plan.ofFile(m_labels.log.dropping(words.front()).file);
        if (own && own->categories.contains(m_labels.labelColumn))
            return;
        for (const std::size_t i : words) {
            std::vector<Remedy> remedies = remediesOfLabel(i);
            remedies.emplace_back(TreatAsCategory { m_labels.log.dropping(i).file, m_labels.labelColumn });
            m_problems.error("label-odd", m_labels.log.where(i, m_labels.labelName),
                { "the label {} is no whole number, as nearly all labels are", inQuotes(m_labels.labels[i]) },
                "correct the label, or leave the row out", std::move(remedies));
        }
    }

    void rareClasses(const std::string& file)
    {
        std::vector<std::size_t> rows(m_cohort.classes.size(), 0);
        for (const double y : m_cohort.y)
            ++rows[static_cast<std::size_t>(y)];
        constexpr std::size_t kFewest = 3; // one a split
        constexpr std::size_t kFewRows = 10; // where every class has few
        for (std::size_t c = 0; c < rows.size() && m_cohort.y.size() >= kFewRows; ++c)
            if (rows[c] > 0 && rows[c] < kFewest)
                m_problems.warning("class-rare", file + ", " + m_labels.labelName,
                    { "the class {} has {}, fewer than one a split", inQuotes(m_cohort.classes[c]),
                        counted(static_cast<std::int64_t>(rows[c]), "row", "rows") },
                    "check that it is spelt right, bring more rows of it, or leave it out",
                    { DropRowsWith { file, m_labels.labelColumn, m_cohort.classes[c] } });
    }

    const Manifest& m_manifest;
    const LabelConsumer& m_labels;
    const ReadingPlan& m_plan;
    data::Cohort& m_cohort;
    Problems& m_problems;
};

} // namespace

void codeLabelClasses(const Manifest& manifest, const LabelConsumer& labels, const ReadingPlan& plan,
    data::Cohort& cohort, Problems& problems)
{
    Coder(manifest, labels, plan, cohort, problems).code();
}

} // namespace btw::io
