// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/problems.h"
#include "engine/data/cohort.h"

#include <QFrame>

#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace btw::pages {

class ImportDraft;

/// What is wrong with the source, each problem with its place and the buttons of its remedies; below, what
/// was chosen against it, each to be withdrawn.
class RemedyList : public QFrame
{
    Q_OBJECT

public:
    static constexpr std::size_t kShownAtFirst = 12; ///< further ones on request
    static constexpr std::size_t kShownAtMost = 200;

    explicit RemedyList(ImportDraft& draft, QWidget* parent = nullptr);

    /// Errors first.
    void setProblems(const std::vector<io::Problem>& problems);
    void retranslate();
    std::size_t errors() const;
    std::size_t warnings() const;
    QStringList texts() const; ///< every problem shown
    std::vector<QPushButton*> remedyButtons() const { return m_remedies; }
    std::vector<QPushButton*> withdrawButtons() const { return m_withdraws; }

Q_SIGNALS:
    void placeChosen(const io::Remedy& place); ///< its file and column are wanted in the preview

private:
    std::size_t countOf(data::Severity severity) const;
    void rebuild();
    void rebuildChosen();
    QWidget* boxFor(const io::Problem& problem);
    QPushButton* smallButton(const QString& words, QWidget* parent);

    ImportDraft& m_draft;
    std::vector<io::Problem> m_problems;
    std::size_t m_shown = kShownAtFirst;
    bool m_showsNotes = false;
    QLabel* m_heading;
    QLabel* m_verdict;
    QPushButton* m_all; ///< drops every row with a problem
    QVBoxLayout* m_boxes;
    QPushButton* m_more;
    QPushButton* m_notes;
    QLabel* m_chosenHeading;
    QVBoxLayout* m_chosen;
    std::vector<QPushButton*> m_remedies, m_withdraws;
    QStringList m_texts;
};

} // namespace btw::pages
