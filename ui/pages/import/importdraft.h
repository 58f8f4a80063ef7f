// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/import/importchoices.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/importjob.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <memory>

namespace btw::pages {

/// What a person has chosen so far about the source that is being imported; every change can be undone.
/// Computes nothing that grows with the source's rows.
class ImportDraft : public QObject
{
    Q_OBJECT

public:
    explicit ImportDraft(QObject* parent = nullptr);

    void setPreview(std::shared_ptr<const io::ImportPreview> preview); ///< forgets what was chosen
    /// Starts from a recipe that was kept; undoing goes back to it at most. Its manifest takes the place of
    /// the guess, with all that it says: layouts, units, names, classes.
    void startFrom(const io::Recipe& recipe);
    /// What is guessed once rows, cells and columns are left out as chosen: shown in place of the guess
    /// before. Nothing is done where it is of other remedies, or where a person said what columns are.
    void setGuess(std::shared_ptr<const io::ImportPreview> preview);
    /// Whether columns are shown as guessed, but before the remedies that were chosen since.
    bool isGuessOutdated() const;
    const io::ImportPreview* preview() const { return m_state.basis->preview.get(); }
    const std::vector<ImportTable>& tables() const { return m_state.basis->tables; }
    const ImportChoices& choices() const { return *m_state.choices; }
    const ColumnChoice& column(std::size_t table, std::size_t column) const
    {
        return choices().columns[table][column];
    }
    const std::vector<std::string>& modalities() const { return m_modalities; }
    /// Place of a modality in the cohort, -1 where it is none.
    int modalityIndex(const std::string& name) const;
    QUndoStack& history() { return m_history; }

    /// Roles that one column alone can have move from the one that has it.
    void setRole(std::size_t table, const std::vector<std::size_t>& columns, ColumnRole role,
        const std::string& modality = {});
    void setCategory(std::size_t table, const std::vector<std::size_t>& columns, bool isCategory,
        data::Encoding encoding = data::Encoding::OneHot);
    void apply(const std::vector<io::Remedy>& remedies); ///< one step
    void withdraw(std::size_t remedy); ///< of choices().remedies
    void setTask(Task task);
    void setDrawSplits(bool draw);
    void setFilter(const data::RowFilter& filter);
    void setCut(const std::optional<data::LabelCut>& cut);
    void setLabel(Task task, const std::optional<data::LabelCut>& cut); ///< both in one step

    /// A sentence about what is still to be chosen before reading makes sense; empty: nothing.
    QString missing() const;
    /// Whether the source says itself who is in which split; true where only reading tells.
    bool namesSplits() const;
    jobs::ImportPlan plan() const;

Q_SIGNALS:
    void changed(); ///< other choices, whether made, undone or done again
    void tablesChanged(); ///< tables and columns are other ones; comes before changed()

private:
    /// What choices are made about: the tables, and what their columns are unless a person says otherwise.
    struct Basis
    {
        std::shared_ptr<const io::ImportPreview> preview;
        std::vector<ImportTable> tables;
        ImportChoices first;
        std::vector<io::Remedy> remedies; ///< that `first` was guessed with
    };
    /// Undoing goes back to the basis of that time, too.
    struct State
    {
        std::shared_ptr<const Basis> basis;
        std::shared_ptr<const ImportChoices> choices;
    };
    static std::shared_ptr<const Basis> basisOf(std::shared_ptr<const io::ImportPreview> preview);
    void change(const QString& words, const std::function<void(ImportChoices&)>& edit);
    void show(State state);
    bool isAsGuessed() const;
    bool applyToColumns(ImportChoices& choices, const io::Remedy& remedy) const;
    friend class ChoicesStep;

    State m_state;
    std::vector<std::string> m_modalities;
    QUndoStack m_history;
};

/// Whether two cuts or filters say the same.
bool sameCut(const std::optional<data::LabelCut>& a, const std::optional<data::LabelCut>& b);
bool sameFilter(const data::RowFilter& a, const data::RowFilter& b);

} // namespace btw::pages
