// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/guessroles.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/tables/guess/labeltask.h"
#include "workspace/io/tables/guess/prefixes.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/tables/guess/splitcolumn.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <map>
#include <utility>

namespace btw::io {

namespace {

constexpr auto kNone = static_cast<std::size_t>(-1);

class Guesser
{
public:
    Guesser(const TablePreview& preview, std::string file, bool splitsKnown)
        : m_preview(preview)
        , m_file(std::move(file))
        , m_splitsKnown(splitsKnown || preview.drawsSplits)
    {
        for (std::size_t c = 0; c < preview.header.size(); ++c) {
            m_columns.push_back(lookAt(preview, c));
            m_ids.push_back(preview.named ? namesIds(preview.header[c]) : Naming::No);
        }
    }

    RoleGuess guess()
    {
        unnamedColumns();
        label();
        split();
        identity();
        otherLabels();
        running();
        modalities();
        return std::move(m_guess);
    }

private:
    const std::string& name(std::size_t c) const { return m_preview.header[c]; }
    /// Whether no role of it is known, and no person says that it is a feature.
    bool isFree(std::size_t c) const { return !m_columns[c].taken && !m_preview.kept.contains(name(c)); }

    /// The first column that is called by one of the names and fits, in the names' order.
    template <typename Fits> std::size_t called(const Names& names, const Fits& fits) const
    {
        for (const std::string_view word : names)
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                if (isFree(c) && isCalled(name(c), word) && fits(c))
                    return c;
        return kNone;
    }

    template <typename Fits> std::size_t first(const Fits& fits) const
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isFree(c) && fits(c))
                return c;
        return kNone;
    }

    void take(std::size_t c, std::string& role, const char* called, const std::string& why)
    {
        m_columns[c].taken = true;
        role = name(c);
        m_guess.reasons.push_back({ inQuotes(role), called, why });
    }

    void leaveOut(std::size_t c, const std::string& why, const char* code)
    {
        m_columns[c].taken = true;
        m_guess.reasons.push_back({ inQuotes(name(c)), "left out", why, data::Severity::Warning, code,
            "keep it if it is a feature", { KeepColumn { m_file, name(c) } } });
    }

    /// A person left the column out, or the table has no name for it.
    void unnamedColumns()
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            if (!name(c).empty())
                continue;
            m_columns[c].taken = true;
            if (m_columns[c].values == 0)
                continue;
            const bool counts = isRunning(m_preview, c, m_columns[c]);
            m_guess.reasons.push_back({ "column " + std::to_string(c + 1), "left out",
                counts ? "it has no name, and counts the rows" : "it has no name", data::Severity::Warning,
                counts ? "running-number" : "column-unnamed",
                "name it in the header if it is a feature or an id" });
        }
    }

    void label()
    {
        std::size_t c
            = first([this](std::size_t k) { return !name(k).empty() && name(k) == m_preview.label; });
        const bool chosen = c != kNone;
        if (!chosen)
            c = called(kLabelNames, [](std::size_t) { return true; });
        if (c == kNone) {
            m_guess.missing = "no column is called label, y, target, class or outcome";
            return;
        }
        LabelTask task = taskOf(m_columns[c], m_file, name(c));
        m_guess.roles.task = task.task;
        m_columns[c].taken = true;
        m_guess.roles.label = name(c);
        task.reason.why = (chosen ? "you chose it, and " : "its name says so, and ") + task.reason.why;
        m_guess.reasons.push_back(std::move(task.reason));
    }

    void split()
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            if (!isFree(c))
                continue;
            SplitColumn column = lookAtSplits(m_preview, c, m_columns[c], m_file);
            if (column.use == SplitColumn::Use::Feature)
                continue;
            m_columns[c].taken = true;
            const bool given = m_splitsKnown || !m_guess.roles.split.empty();
            if (given && column.use != SplitColumn::Use::LeftOut) {
                column.reason = { inQuotes(name(c)), "left out",
                    m_splitsKnown ? "its name suggests splits, and the splits are known"
                                  : "its name suggests splits, and there are others",
                    data::Severity::Warning, "split-left-out", "keep it if it is a feature",
                    { KeepColumn { m_file, name(c) } } };
                // Whoever has splits drawn knows it.
                if (m_preview.drawsSplits)
                    column.reason.severity = data::Severity::Note;
            } else if (column.use != SplitColumn::Use::LeftOut) {
                m_guess.roles.split = name(c);
            }
            m_guess.reasons.push_back(std::move(column.reason));
        }
    }

    /// Ids are whole numbers or words; in how many cells they differ tells what they are of.
    IdLook idLook(std::size_t c) const { return lookAtIds(m_preview, c, m_columns[c]); }

    void identity()
    {
        // A person's number spelt in two ways ("7" and "007") is given twice.
        const auto unique = [this](std::size_t c) {
            return idLook(c).isUnique() && idLook(c).isNearlyUniqueHoweverSpelt();
        };
        const auto nearly = [this](std::size_t c) { return idLook(c).isNearlyUnique(); };
        const auto repeats = [this](std::size_t c) { return idLook(c).repeats(); };
        const auto named = [this](Naming naming) {
            return [this, naming](std::size_t c) {
                return m_ids[c] == naming && idLook(c).isNearlyUnique()
                    && (!namesGroups(name(c)) || idLook(c).isNearlyUniqueHoweverSpelt())
                    && (naming == Naming::Surely || !isRunning(m_preview, c, m_columns[c]));
            };
        };
        // An id given twice is a mistake to be told, not another role.
        std::size_t c = called(kIdNames, nearly);
        if (c == kNone)
            c = called(kGroupNames, unique);
        if (c == kNone)
            c = first(named(Naming::Surely));
        if (c == kNone)
            c = first(named(Naming::Maybe));
        if (c != kNone) {
            take(c, m_guess.roles.id, "id",
                idLook(c).isUnique() ? "its name says so, and no value repeats"
                                     : "its name says so, and hardly any value repeats");
            // `lipid` may be measured: whoever has it as a feature should hear that it is none.
            if (m_ids[c] == Naming::Maybe && m_columns[c].numeric) {
                RoleGuess::Reason& reason = m_guess.reasons.back();
                reason.why = "its name looks like an identifier, and hardly any of its numbers repeat, so it "
                             "is not used as a feature";
                reason.severity = data::Severity::Warning;
                reason.code = "id-or-feature";
                reason.remedy = "keep it if it is a feature";
                reason.remedies = { KeepColumn { m_file, name(c) } };
            }
        }
        c = called(kGroupNames, repeats);
        if (c == kNone)
            c = first(
                [&](std::size_t k) { return m_ids[k] != Naming::No && namesGroups(name(k)) && repeats(k); });
        if (c == kNone)
            c = called(kIdNames, repeats);
        if (c != kNone)
            group(c);
        // What names rows or people is never a feature, whichever of them is the id.
        for (std::size_t k = 0; k < m_columns.size(); ++k) {
            if (!isFree(k) || m_ids[k] == Naming::No || m_columns[k].values == 0 || m_columns[k].dates)
                continue;
            const IdLook look = idLook(k);
            if (look.isNearlyUnique() || (m_ids[k] == Naming::Surely && look.isMostlyUnique())
                || (namesGroups(name(k)) && look.repeats()))
                leaveOut(k, isRunning(m_preview, k, m_columns[k]) ? kRunning : "its name suggests an id",
                    isRunning(m_preview, k, m_columns[k]) ? "running-number" : "id-left-out");
        }
    }

    void group(std::size_t c)
    {
        constexpr std::size_t kFewest = 3; // one a split
        constexpr std::size_t kFewRows = 10;
        constexpr std::size_t kFewThings = 10;
        constexpr std::size_t kManyRows = 5; // of each
        const std::size_t groups = idLook(c).alike;
        // The arms of a trial are called groups, too: whole arms would go into one split each.
        const bool arms
            = !namesPersons(name(c)) && groups < kFewThings && m_columns[c].values >= groups * kManyRows;
        if ((groups >= kFewest && !arms) || m_columns[c].values < kFewRows) {
            take(c, m_guess.roles.group, "group", "its name says so, and values repeat");
            return;
        }
        m_columns[c].taken = true;
        m_guess.reasons.push_back({ inQuotes(name(c)), "group",
            "if " + inQuotes(name(c)) + " says who belongs together, "
                + (groups < kFewest ? counted(static_cast<std::int64_t>(groups), "group is", "groups are")
                            + " too few to divide into training, validation and test"
                                    : "each of its " + grouped(static_cast<std::int64_t>(groups))
                            + " groups would go into training, validation or test as a whole; with so many "
                              "rows each, they may be the arms of a trial instead"),
            data::Severity::Error, "group-too-few",
            groups < kFewest
                ? "keep it as a feature, or leave it out"
                : "keep it as a feature, leave it out, or name it as the group in a manifest.json",
            { KeepColumn { m_file, name(c) }, DropColumn { m_file, name(c), 0 } } });
    }

    /// What was annotated together with the label would give it away.
    void otherLabels()
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isFree(c) && isLikeLabel(name(c), m_guess.roles.label))
                leaveOut(c, kLikeLabel, "label-left-out");
    }

    void running()
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (isFree(c) && isRunning(m_preview, c, m_columns[c]))
                leaveOut(c, kRunning, "running-number");
    }

    void modalities()
    {
        std::vector<std::string> features;
        std::vector<std::size_t> places;
        std::vector<std::size_t> leftOut;
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            if (m_columns[c].taken)
                continue;
            if (!m_columns[c].isFeature() && isFree(c)) {
                leftOut.push_back(c);
                continue;
            }
            features.push_back(name(c));
            places.push_back(c);
            if (m_ids[c] != Naming::No && (idLook(c).isMostlyUnique() || namesGroups(name(c))))
                m_guess.reasons.push_back({ inQuotes(name(c)), "feature",
                    "you keep it, and its name suggests an id: a model would learn who somebody is",
                    data::Severity::Warning, "id-as-feature", "leave it out unless it is a measurement" });
        }
        const Grouping grouping = groupByPrefix(features, m_preview.byPrefix);
        std::map<std::string, std::size_t> found;
        for (std::size_t f = 0; f < features.size(); ++f) {
            const auto [at, isNew]
                = found.try_emplace(grouping.modalities[f], m_guess.roles.modalities.size());
            if (isNew)
                m_guess.roles.modalities.push_back({ grouping.modalities[f], {}, {} });
            TableRoles::ModalityRole& role = m_guess.roles.modalities[at->second];
            role.columns.push_back(features[f]);
            if (!m_columns[places[f]].numeric) {
                role.categories[features[f]] = {};
                m_guess.reasons.push_back(m_columns[places[f]].isFeature()
                        ? whyWords(m_columns[places[f]], inQuotes(features[f]))
                        : RoleGuess::Reason { inQuotes(features[f]), "categories, one yes/no column each",
                            "you keep it, and its values are words" });
            }
        }
        for (const TableRoles::ModalityRole& role : m_guess.roles.modalities) {
            RoleGuess::Reason reason { role.columns.size() == 1
                    ? inQuotes(role.columns.front())
                    : inQuotes(role.columns.front()) + " to " + inQuotes(role.columns.back()) + " ("
                        + grouped(static_cast<std::int64_t>(role.columns.size())) + " columns)",
                "modality " + role.name,
                !grouping.why.empty() ? grouping.why
                    : role.name == kTabular && role.columns.size() == 1
                    ? "its name has no beginning in common with others"
                    : role.name == kTabular ? "their names have no beginning in common with others"
                                            : "their names begin alike" };
            if (!grouping.why.empty())
                reason.remedies = { GroupByPrefix { m_file } };
            m_guess.reasons.push_back(std::move(reason));
        }
        for (const std::size_t c : leftOut) {
            RoleGuess::Reason why = whyLeftOut(m_columns[c], inQuotes(name(c)));
            why.remedies = { KeepColumn { m_file, name(c) } };
            m_guess.reasons.push_back(std::move(why));
        }
        if (m_guess.roles.modalities.empty() && m_guess.missing.empty())
            m_guess.missing = kNoFeatures;
    }

    const TablePreview& m_preview;
    const std::string m_file;
    const bool m_splitsKnown;
    std::vector<ColumnLook> m_columns;
    std::vector<Naming> m_ids; ///< of each column
    RoleGuess m_guess;
};

void sayIdle(const std::string& what, const std::string& role, const std::string& why, RoleGuess& guess)
{
    guess.reasons.push_back({ what, role, why, data::Severity::Warning, "remedy-idle", takeItOut() });
}

/// A table whose prefixes a person wants as modalities, though there are none or they would be without that.
void sayIdleGrouping(const TablePreview& preview, const std::string& file, bool splitsKnown, RoleGuess& guess)
{
    if (!preview.byPrefix)
        return;
    TablePreview plain = preview;
    plain.byPrefix = false;
    if (Guesser(plain, file, splitsKnown).guess().roles.modalities.size() == guess.roles.modalities.size())
        sayIdle("the columns", "features",
            "the recipe groups them by their prefixes, which changes nothing: they are grouped so anyway, or "
            "share none",
            guess);
}

/// Columns that a person keeps though they would be features anyway.
void sayIdleKeeping(const TablePreview& preview, const std::string& file, bool splitsKnown, RoleGuess& guess)
{
    if (preview.kept.empty())
        return;
    TablePreview plain = preview;
    plain.kept.clear();
    const RoleGuess without = Guesser(plain, file, splitsKnown).guess();
    for (const std::string& column : preview.kept) {
        const bool there = std::any_of(without.roles.modalities.begin(), without.roles.modalities.end(),
            [&column](const TableRoles::ModalityRole& role) {
                return std::find(role.columns.begin(), role.columns.end(), column) != role.columns.end();
            });
        if (there)
            sayIdle(inQuotes(column), "feature",
                "the recipe keeps it, which changes nothing: it is a feature anyway", guess);
    }
}

} // namespace

RoleGuess guessRoles(const TablePreview& preview, const std::string& file, bool splitsKnown)
{
    RoleGuess guess = Guesser(preview, file, splitsKnown).guess();
    sayIdleKeeping(preview, file, splitsKnown, guess);
    sayIdleGrouping(preview, file, splitsKnown, guess);
    return guess;
}

} // namespace btw::io
