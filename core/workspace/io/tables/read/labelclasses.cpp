// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/labelclasses.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/markednumber.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <limits>
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
        if (m_plan.isOfNewPeople()) {
            codeThoseThere();
            return;
        }
        if (!areThere())
            return;
        oddLabels();
        CodedLabels coded = codeLabels(m_labels.labels, m_manifest.classes);
        for (const std::size_t i : coded.unknown)
            sayUnknown(i);
        const std::string file
            = m_labels.log.parts().empty() ? std::string() : m_labels.log.parts().front().file;
        if (!coded.merged.empty())
            m_problems.note("classes-merged", file + ", " + m_labels.labelName,
                { "{}: they are one class", mergedText(coded) },
                "spell them so that they differ by more if they are several");
        m_cohort.classes = std::move(coded.classes);
        m_cohort.y = std::move(coded.y);
        sayDoubtful(file);
        rareClasses(file);
    }

private:
    /// Of people who are to be predicted: a label may be missing, and what is there is a class of the model.
    void codeThoseThere()
    {
        const MissingLabels missing(m_labels.labels, m_manifest.classes, areCategories());
        std::vector<std::size_t> rows;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i)
            if (!missing.contains(m_labels.labels[i])) {
                rows.push_back(i);
                names.push_back(m_labels.labels[i]);
            }
        const CodedLabels coded = codeLabels(names, m_manifest.classes);
        for (const std::size_t i : coded.unknown)
            sayUnknown(rows[i]);
        m_cohort.classes = m_manifest.classes;
        m_cohort.y.assign(m_labels.labels.size(), std::numeric_limits<double>::quiet_NaN());
        for (std::size_t i = 0; i < rows.size(); ++i)
            m_cohort.y[rows[i]] = coded.y[i];
    }

    void sayUnknown(std::size_t row)
    {
        m_problems.error("label-no-class", m_labels.log.where(row, m_labels.labelName),
            { "the label {} is neither one of the classes nor the index of one",
                inQuotes(m_labels.labels[row]) },
            m_plan.isOfNewPeople() ? "correct the label, or leave it empty"
                                   : R"(correct the label, or add it to "classes" in manifest.json)",
            remediesOfLabel(row));
    }

    /// The remedies for a label that cannot be used: without this row, or without all that have this label.
    std::vector<Remedy> remediesOfLabel(std::size_t row) const
    {
        const DropRow one = m_labels.log.dropping(row);
        Remedy all
            = DropRowsWith { one.file, m_labels.labelColumn, std::string(bareId(m_labels.labels[row])) };
        return { one, std::move(all) };
    }

    /// Whether a person said that the words of the label are classes.
    bool areCategories() const
    {
        return std::any_of(
            m_labels.log.parts().begin(), m_labels.log.parts().end(), [this](const auto& part) {
                const FileRemedies* const own = m_plan.ofFile(part.file);
                return own && own->categories.contains(m_labels.labelColumn);
            });
    }

    /// Says which labels are missing; false where any is.
    bool areThere()
    {
        const MissingLabels missing(m_labels.labels, m_manifest.classes, areCategories());
        std::vector<std::size_t> absent;
        std::vector<std::size_t> nones;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i) {
            if (missing.contains(m_labels.labels[i]))
                absent.push_back(i);
            else if (missing.isClassNone(m_labels.labels[i]))
                nones.push_back(i);
        }
        const bool classes = mayBeClass(absent);
        for (const std::size_t i : absent) {
            std::vector<Remedy> remedies = remediesOfLabel(i);
            if (classes)
                remedies.insert(remedies.begin(),
                    TreatAsCategory { m_labels.log.dropping(i).file, m_labels.labelColumn });
            m_problems.error("label-missing", m_labels.log.where(i, m_labels.labelName),
                MissingLabels::what(m_labels.labels[i]),
                classes ? "say that it is a class if it is one, or leave the row out"
                        : "write the class, or leave the row out",
                std::move(remedies));
        }
        if (!nones.empty())
            m_problems.warning("label-none", m_labels.log.where(nones.front(), m_labels.labelName),
                { "{} is read as a class; {} it", inQuotes(m_labels.labels[nones.front()]),
                    counted(static_cast<std::int64_t>(nones.size()), "row has", "rows have") },
                "leave its rows out if it means that the label is missing", remediesOfLabel(nones.front()));
        return absent.empty();
    }

    /// Whether what stands for a missing label may be a class: one word that many rows have, and that has
    /// another meaning, too ("None" beside "Some", "-" beside "+").
    bool mayBeClass(const std::vector<std::size_t>& absent) const
    {
        constexpr std::size_t kMany = 10; // one in so many
        if (absent.empty() || absent.size() * kMany < m_labels.labels.size())
            return false;
        const std::string word = lowered(std::string(bareId(m_labels.labels[absent.front()])));
        const bool other = word == "none" || word == "nil" || word == "-" || word == "\xE2\x88\x92"
            || word == "\xE2\x80\x93";
        return other && std::all_of(absent.begin(), absent.end(), [&](std::size_t i) {
            return isCalled(bareId(m_labels.labels[i]), word);
        });
    }

    /// Classes that may stand for a missing label.
    void sayDoubtful(const std::string& file)
    {
        if (!m_manifest.classes.empty() || areCategories())
            return;
        for (const std::string& name : doubtfulClasses(m_cohort.classes)) {
            const auto at = std::find(m_cohort.classes.begin(), m_cohort.classes.end(), name);
            const auto rows = std::count(
                m_cohort.y.begin(), m_cohort.y.end(), static_cast<double>(at - m_cohort.classes.begin()));
            m_problems.warning("label-maybe-missing", file + ", " + m_labels.labelName,
                { "{} is read as a class, and often means that a value is missing; {} it", inQuotes(name),
                    counted(rows, "row has", "rows have") },
                "leave its rows out if the label is missing there",
                { DropRowsWith { file, m_labels.labelColumn, name },
                    TreatAsCategory { file, m_labels.labelColumn } });
        }
    }

    /// Labels that are words where nearly all are numbers: a wrong word makes a class of its own.
    void oddLabels()
    {
        if (!m_manifest.classes.empty())
            return;
        std::vector<std::size_t> words;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i)
            if (!wholeNumber(labelName(m_labels.labels[i])))
                words.push_back(i);
        constexpr std::size_t kFew = 10; // one in so many
        if (words.empty() || words.size() * kFew > m_labels.labels.size())
            return;
        if (areCategories())
            return;
        for (const std::size_t i : words) {
            std::vector<Remedy> remedies = remediesOfLabel(i);
            const std::string file = m_labels.log.dropping(i).file;
            remedies.emplace_back(TreatAsCategory { file, m_labels.labelColumn });
            double value = 0;
            const bool number = parseNumber(m_labels.labels[i], value) == NumberKind::Number;
            if (number)
                remedies.emplace_back(UseAsLabel { file, m_labels.labelColumn, Task::Regression });
            m_problems.error("label-odd", m_labels.log.where(i, m_labels.labelName),
                { "the label {} is not a whole number, although nearly all labels are",
                    inQuotes(m_labels.labels[i]) },
                number ? "correct the label, leave the row out, or choose regression if the labels are "
                         "measurements"
                       : "correct the label, or leave the row out",
                std::move(remedies));
        }
    }

    void rareClasses(const std::string& file)
    {
        std::vector<std::size_t> rows(m_cohort.classes.size(), 0);
        for (const double y : m_cohort.y)
            ++rows[static_cast<std::size_t>(y)];
        constexpr std::size_t kFewest = 3; // one a split
        constexpr std::size_t kFewRows = 10; // where every class has few
        const auto rare = static_cast<std::size_t>(std::count_if(
            rows.begin(), rows.end(), [](std::size_t count) { return count > 0 && count < kFewest; }));
        if (m_cohort.y.size() >= kFewRows && rare * 4 > m_cohort.y.size() && rare > kFewRows) {
            // One by one they would hide that this is no label.
            const bool dates = readMarked(m_cohort.classes.front()).form == CellForm::Date;
            m_problems.warning("label-hardly-repeats", file + ", " + m_labels.labelName,
                { "{} of its {} classes have one or two rows: it looks like {} and not like a label",
                    grouped(static_cast<std::int64_t>(rare)), grouped(static_cast<std::int64_t>(rows.size())),
                    dates ? "dates" : "free text" },
                "choose the column with the label, or bring its values into a few classes");
            return;
        }
        for (std::size_t c = 0; c < rows.size() && m_cohort.y.size() >= kFewRows; ++c)
            if (rows[c] > 0 && rows[c] < kFewest)
                m_problems.warning("class-rare", file + ", " + m_labels.labelName,
                    { "the class {} has {}, fewer than one per split", inQuotes(m_cohort.classes[c]),
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
