// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/importdraft.h"

#include "ui/models/words.h"

#include <QUndoCommand>

#include <algorithm>
#include <utility>

namespace btw::pages {

namespace {

constexpr int kStepsKept = 100;

bool isSingle(ColumnRole role)
{
    return role == ColumnRole::Label || role == ColumnRole::Id || role == ColumnRole::Split
        || role == ColumnRole::Group;
}

} // namespace

/// Goes from one set of choices to another and back.
class ChoicesStep : public QUndoCommand
{
public:
    ChoicesStep(ImportDraft& draft, const QString& words, std::shared_ptr<const ImportChoices> to)
        : QUndoCommand(words)
        , m_draft(draft)
        , m_from(draft.m_state)
        , m_to { draft.m_state.basis, std::move(to) }
    {
    }

    void undo() override { m_draft.show(m_from); }
    void redo() override { m_draft.show(m_to); }

private:
    ImportDraft& m_draft;
    ImportDraft::State m_from, m_to;
};

bool sameCut(const std::optional<data::LabelCut>& a, const std::optional<data::LabelCut>& b)
{
    if (a.has_value() != b.has_value())
        return false;
    return !a || (a->thresholds == b->thresholds && a->quantiles == b->quantiles && a->names == b->names);
}

bool sameFilter(const data::RowFilter& a, const data::RowFilter& b)
{
    const auto same = [](const data::RangeFilter& x, const data::RangeFilter& y) {
        return x.modality == y.modality && x.column == y.column && x.low == y.low && x.high == y.high;
    };
    return a.completeOnly == b.completeOnly && a.keepIds == b.keepIds && a.dropIds == b.dropIds
        && std::equal(a.ranges.begin(), a.ranges.end(), b.ranges.begin(), b.ranges.end(), same);
}

ImportDraft::ImportDraft(QObject* parent)
    : QObject(parent)
    , m_state { basisOf(nullptr), std::make_shared<const ImportChoices>() }
{
    m_history.setUndoLimit(kStepsKept);
}

std::shared_ptr<const ImportDraft::Basis> ImportDraft::basisOf(
    std::shared_ptr<const io::ImportPreview> preview)
{
    Basis basis;
    basis.preview = std::move(preview);
    if (basis.preview) {
        basis.tables = tablesOf(*basis.preview);
        basis.remedies = basis.preview->recipe.remedies;
        if (basis.preview->guess)
            basis.first = choicesOf(*basis.preview->guess, basis.tables);
    }
    return std::make_shared<const Basis>(std::move(basis));
}

void ImportDraft::setPreview(std::shared_ptr<const io::ImportPreview> preview)
{
    m_history.clear();
    auto basis = basisOf(std::move(preview));
    auto choices = std::make_shared<const ImportChoices>(basis->first);
    show({ std::move(basis), std::move(choices) });
}

void ImportDraft::startFrom(const io::Recipe& recipe)
{
    if (!preview())
        return;
    State state = m_state;
    if (recipe.manifest && preview()->guess) {
        auto described = std::make_shared<io::ImportPreview>(*preview());
        described->guess = recipe.manifest;
        described->recipe.manifest = recipe.manifest;
        state.basis = basisOf(std::move(described));
    }
    auto choices = std::make_shared<ImportChoices>(state.basis->first);
    choices->remedies = recipe.remedies;
    choices->filter = recipe.filter;
    choices->cut = recipe.cut;
    state.choices = std::move(choices);
    m_history.clear();
    show(std::move(state));
}

bool ImportDraft::isAsGuessed() const
{
    const io::ImportPreview* const seen = preview();
    return seen && seen->guess && seen->guessed && !seen->recipe.manifest
        && choices().columns == m_state.basis->first.columns && choices().task == m_state.basis->first.task;
}

bool ImportDraft::isGuessOutdated() const
{
    return isAsGuessed() && choices().remedies != m_state.basis->remedies;
}

void ImportDraft::setGuess(std::shared_ptr<const io::ImportPreview> preview)
{
    if (!isAsGuessed() || !preview->guess || preview->recipe.remedies != choices().remedies)
        return;
    const auto headers = [](const io::ImportPreview& of) {
        std::vector<std::vector<std::string>> all;
        for (const auto& table : of.tables)
            all.push_back(table.rows.header);
        return all;
    };
    const bool alike = headers(*preview) == headers(*m_state.basis->preview)
        && io::manifestToJson(*preview->guess) == io::manifestToJson(*m_state.basis->preview->guess);
    if (alike) { // nothing that is seen changes: selection and place stay
        auto basis = std::make_shared<Basis>(*m_state.basis);
        basis->remedies = choices().remedies;
        m_state.basis = std::move(basis);
        return;
    }
    auto basis = basisOf(std::move(preview));
    auto next = std::make_shared<ImportChoices>(choices());
    next->columns = basis->first.columns;
    next->task = basis->first.task;
    show({ std::move(basis), std::move(next) });
}

void ImportDraft::show(State state)
{
    const State before = std::exchange(m_state, std::move(state));
    const auto& basis = *m_state.basis;
    m_modalities = basis.preview && basis.preview->guess
        ? modalitiesOf(manifestFor(*basis.preview, basis.tables, basis.first, choices()))
        : std::vector<std::string>();
    if (before.basis->preview != basis.preview)
        Q_EMIT tablesChanged();
    Q_EMIT changed();
}

int ImportDraft::modalityIndex(const std::string& name) const
{
    const auto found = std::find(m_modalities.begin(), m_modalities.end(), name);
    return found == m_modalities.end() ? -1 : static_cast<int>(found - m_modalities.begin());
}

void ImportDraft::change(const QString& words, const std::function<void(ImportChoices&)>& edit)
{
    auto next = std::make_shared<ImportChoices>(choices());
    edit(*next);
    m_history.push(new ChoicesStep(*this, words, next));
}

void ImportDraft::setRole(
    std::size_t table, const std::vector<std::size_t>& columns, ColumnRole role, const std::string& modality)
{
    if (columns.empty() || table >= tables().size())
        return;
    change(columns.size() == 1
            ? tr("Role of %1").arg(QString::fromStdString(tables()[table].rows->header[columns.front()]))
            : tr("Role of %1 columns").arg(models::count(static_cast<std::int64_t>(columns.size()))),
        [&](ImportChoices& choices) {
            if (isSingle(role)) // what is predicted is one column of all tables
                for (std::size_t t = 0; t < choices.columns.size(); ++t)
                    for (auto& column : choices.columns[t])
                        if (column.role == role && (t == table || role == ColumnRole::Label))
                            column = {};
            for (const std::size_t at : columns) {
                auto& column = choices.columns[table][at];
                if (column.role == ColumnRole::Fixed)
                    continue;
                column.role = role;
                column.modality = role == ColumnRole::Modality ? modality : std::string();
                if (role != ColumnRole::Modality)
                    column.isCategory = false;
                if (isSingle(role))
                    break;
            }
        });
}

void ImportDraft::setCategory(
    std::size_t table, const std::vector<std::size_t>& columns, bool isCategory, data::Encoding encoding)
{
    if (columns.empty() || table >= tables().size())
        return;
    change(tr("Words of %1").arg(QString::fromStdString(tables()[table].rows->header[columns.front()])),
        [&](ImportChoices& choices) {
            for (const std::size_t at : columns) {
                auto& column = choices.columns[table][at];
                if (column.role != ColumnRole::Modality)
                    continue;
                if (!isCategory || encoding != column.encoding)
                    column.order.clear();
                column.isCategory = isCategory;
                column.encoding = encoding;
            }
        });
}

bool ImportDraft::applyToColumns(ImportChoices& choices, const io::Remedy& remedy) const
{
    const bool ofColumns = std::visit(io::Each {
                                          [](const io::UseAsId&) { return true; },
                                          [](const io::NumberRows&) { return true; },
                                          [](const io::UseAsLabel&) { return true; },
                                          [](const io::TreatAsCategory&) { return true; },
                                          [](const auto&) { return false; },
                                      },
        remedy);
    if (!ofColumns || !preview() || !preview()->guess)
        return false;
    // The reader's own rule, so that the columns shown are those that reading takes.
    io::Manifest manifest = manifestFor(*preview(), tables(), m_state.basis->first, choices);
    const QJsonObject before = io::manifestToJson(manifest);
    io::ReadingPlan({ remedy }).applyTo(manifest);
    if (io::manifestToJson(manifest) == before)
        return false;
    ImportChoices changed = choicesOf(manifest, tables());
    choices.columns = std::move(changed.columns);
    choices.task = changed.task;
    return true;
}

void ImportDraft::apply(const std::vector<io::Remedy>& remedies)
{
    if (remedies.empty())
        return;
    const QString words = remedies.size() == 1
        ? buttonWords(remedies.front())
        : tr("%1 remedies").arg(models::count(static_cast<std::int64_t>(remedies.size())));
    change(words, [&](ImportChoices& choices) {
        for (const auto& remedy : remedies) {
            const auto& known = choices.remedies;
            if (!applyToColumns(choices, remedy)
                && std::find(known.begin(), known.end(), remedy) == known.end())
                choices.remedies.push_back(remedy);
        }
    });
}

void ImportDraft::withdraw(std::size_t remedy)
{
    if (remedy >= choices().remedies.size())
        return;
    change(tr("Withdraw: %1").arg(buttonWords(choices().remedies[remedy])), [&](ImportChoices& choices) {
        choices.remedies.erase(choices.remedies.begin() + static_cast<std::ptrdiff_t>(remedy));
    });
}

void ImportDraft::setTask(Task task) { setLabel(task, choices().cut); }

void ImportDraft::setCut(const std::optional<data::LabelCut>& cut) { setLabel(choices().task, cut); }

void ImportDraft::setLabel(Task task, const std::optional<data::LabelCut>& cut)
{
    if (task == choices().task && sameCut(cut, choices().cut))
        return;
    change(tr("What is predicted"), [&](ImportChoices& choices) {
        choices.task = task;
        choices.cut = cut;
    });
}

void ImportDraft::setDrawSplits(bool draw)
{
    if (draw == choices().drawsSplits())
        return;
    change(tr("Splits"), [&](ImportChoices& choices) {
        std::erase(choices.remedies, io::Remedy { io::DrawSplits {} });
        if (draw)
            choices.remedies.emplace_back(io::DrawSplits {});
    });
}

void ImportDraft::setFilter(const data::RowFilter& filter)
{
    if (!sameFilter(filter, choices().filter))
        change(tr("Rows"), [&](ImportChoices& choices) { choices.filter = filter; });
}

QString ImportDraft::missing() const
{
    if (!preview() || tables().empty())
        return {};
    const auto any = [this](ColumnRole role) {
        return std::any_of(choices().columns.begin(), choices().columns.end(), [role](const auto& columns) {
            return std::any_of(columns.begin(), columns.end(),
                [role](const ColumnChoice& column) { return column.role == role; });
        });
    };
    if (!any(ColumnRole::Label) && !io::ReadingPlan(choices().remedies).choosesLabel())
        return tr("Choose what is predicted: select its column and make it the label.");
    if (m_modalities.empty())
        return tr("Choose what to predict from: select columns and put them into a modality.");
    return {};
}

bool ImportDraft::namesSplits() const
{
    const auto has = [](const std::vector<ColumnChoice>& columns, ColumnRole role) {
        return std::any_of(columns.begin(), columns.end(),
            [role](const ColumnChoice& column) { return column.role == role; });
    };
    if (tables().empty())
        return true;
    for (std::size_t t = 0; t < tables().size(); ++t) {
        const auto& columns = choices().columns[t];
        if (has(columns, ColumnRole::Split)
            || (has(columns, ColumnRole::Label) && !tables()[t].files.files.empty()))
            return true;
    }
    return false;
}

jobs::ImportPlan ImportDraft::plan() const
{
    jobs::ImportPlan plan;
    if (!preview())
        return plan;
    plan.path = preview()->path;
    const bool described = preview()->recipe.manifest // the guess is a recipe's, not the source's own
        || choices().columns != m_state.basis->first.columns || choices().task != m_state.basis->first.task;
    if (preview()->guess && described)
        plan.recipe.manifest = manifestFor(*preview(), tables(), m_state.basis->first, choices());
    plan.recipe.remedies = choices().remedies;
    plan.recipe.filter = choices().filter;
    plan.recipe.cut = choices().cut;
    return plan;
}

} // namespace btw::pages
