// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/importdraft.h"

#include "ui/models/words.h"

#include <QUndoCommand>

#include <algorithm>

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
        , m_from(draft.m_choices)
        , m_to(std::move(to))
    {
    }

    void undo() override { m_draft.show(m_from); }
    void redo() override { m_draft.show(m_to); }

private:
    ImportDraft& m_draft;
    std::shared_ptr<const ImportChoices> m_from, m_to;
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
    , m_choices(std::make_shared<const ImportChoices>())
{
    m_history.setUndoLimit(kStepsKept);
}

void ImportDraft::setPreview(std::shared_ptr<const io::ImportPreview> preview)
{
    m_history.clear();
    m_preview = std::move(preview);
    m_tables = m_preview ? tablesOf(*m_preview) : std::vector<ImportTable>();
    m_first = m_preview && m_preview->guess ? choicesOf(*m_preview->guess, m_tables) : ImportChoices();
    show(std::make_shared<const ImportChoices>(m_first));
}

void ImportDraft::startFrom(const io::Recipe& recipe)
{
    if (!m_preview)
        return;
    if (recipe.manifest && m_preview->guess) {
        auto described = std::make_shared<io::ImportPreview>(*m_preview);
        described->guess = recipe.manifest;
        described->recipe.manifest = recipe.manifest;
        m_preview = std::move(described);
        m_tables = tablesOf(*m_preview);
        m_first = choicesOf(*m_preview->guess, m_tables);
    }
    auto choices = std::make_shared<ImportChoices>(m_first);
    choices->remedies = recipe.remedies;
    choices->filter = recipe.filter;
    choices->cut = recipe.cut;
    m_history.clear();
    show(choices);
}

void ImportDraft::show(std::shared_ptr<const ImportChoices> choices)
{
    m_choices = std::move(choices);
    m_modalities = m_preview && m_preview->guess
        ? modalitiesOf(manifestFor(*m_preview, m_tables, m_first, *m_choices))
        : std::vector<std::string>();
    Q_EMIT changed();
}

int ImportDraft::modalityIndex(const std::string& name) const
{
    const auto found = std::find(m_modalities.begin(), m_modalities.end(), name);
    return found == m_modalities.end() ? -1 : static_cast<int>(found - m_modalities.begin());
}

void ImportDraft::change(const QString& words, const std::function<void(ImportChoices&)>& edit)
{
    auto next = std::make_shared<ImportChoices>(*m_choices);
    edit(*next);
    m_history.push(new ChoicesStep(*this, words, next));
}

void ImportDraft::setRole(
    std::size_t table, const std::vector<std::size_t>& columns, ColumnRole role, const std::string& modality)
{
    if (columns.empty() || table >= m_tables.size())
        return;
    change(columns.size() == 1
            ? tr("Role of %1").arg(QString::fromStdString(m_tables[table].rows->header[columns.front()]))
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
    if (columns.empty() || table >= m_tables.size())
        return;
    change(tr("Words of %1").arg(QString::fromStdString(m_tables[table].rows->header[columns.front()])),
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
    if (!ofColumns || !m_preview || !m_preview->guess)
        return false;
    // The reader's own rule, so that the columns shown are those that reading takes.
    io::Manifest manifest = manifestFor(*m_preview, m_tables, m_first, choices);
    const QJsonObject before = io::manifestToJson(manifest);
    io::ReadingPlan({ remedy }).applyTo(manifest);
    if (io::manifestToJson(manifest) == before)
        return false;
    ImportChoices changed = choicesOf(manifest, m_tables);
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
    if (remedy >= m_choices->remedies.size())
        return;
    change(tr("Withdraw: %1").arg(buttonWords(m_choices->remedies[remedy])), [&](ImportChoices& choices) {
        choices.remedies.erase(choices.remedies.begin() + static_cast<std::ptrdiff_t>(remedy));
    });
}

void ImportDraft::setTask(Task task) { setLabel(task, m_choices->cut); }

void ImportDraft::setCut(const std::optional<data::LabelCut>& cut) { setLabel(m_choices->task, cut); }

void ImportDraft::setLabel(Task task, const std::optional<data::LabelCut>& cut)
{
    if (task == m_choices->task && sameCut(cut, m_choices->cut))
        return;
    change(tr("What is predicted"), [&](ImportChoices& choices) {
        choices.task = task;
        choices.cut = cut;
    });
}

void ImportDraft::setDrawSplits(bool draw)
{
    if (draw == m_choices->drawsSplits())
        return;
    change(tr("Splits"), [&](ImportChoices& choices) {
        std::erase(choices.remedies, io::Remedy { io::DrawSplits {} });
        if (draw)
            choices.remedies.emplace_back(io::DrawSplits {});
    });
}

void ImportDraft::setFilter(const data::RowFilter& filter)
{
    if (!sameFilter(filter, m_choices->filter))
        change(tr("Rows"), [&](ImportChoices& choices) { choices.filter = filter; });
}

QString ImportDraft::missing() const
{
    if (!m_preview || m_tables.empty())
        return {};
    const auto any = [this](ColumnRole role) {
        return std::any_of(m_choices->columns.begin(), m_choices->columns.end(), [role](const auto& columns) {
            return std::any_of(columns.begin(), columns.end(),
                [role](const ColumnChoice& column) { return column.role == role; });
        });
    };
    if (!any(ColumnRole::Label) && !io::ReadingPlan(m_choices->remedies).choosesLabel())
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
    if (m_tables.empty())
        return true;
    for (std::size_t t = 0; t < m_tables.size(); ++t) {
        const auto& columns = m_choices->columns[t];
        if (has(columns, ColumnRole::Split)
            || (has(columns, ColumnRole::Label) && !m_tables[t].files.files.empty()))
            return true;
    }
    return false;
}

jobs::ImportPlan ImportDraft::plan() const
{
    jobs::ImportPlan plan;
    if (!m_preview)
        return plan;
    plan.path = m_preview->path;
    const bool described = m_preview->recipe.manifest // the guess is a recipe's, not the source's own
        || m_choices->columns != m_first.columns || m_choices->task != m_first.task;
    if (m_preview->guess && described)
        plan.recipe.manifest = manifestFor(*m_preview, m_tables, m_first, *m_choices);
    plan.recipe.remedies = m_choices->remedies;
    plan.recipe.filter = m_choices->filter;
    plan.recipe.cut = m_choices->cut;
    return plan;
}

} // namespace btw::pages
