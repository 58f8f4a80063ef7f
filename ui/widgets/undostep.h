// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include <functional>
#include <utility>

namespace btw::widgets {

/// Something that a person has done, and how it is taken back and done again.
class UndoStep : public QUndoCommand
{
public:
    /// \param words what was done: "cancelling 3 trainings" \param again not called for the first time
    UndoStep(const QString& words, std::function<void()> back, std::function<void()> again)
        : QUndoCommand(words)
        , m_back(std::move(back))
        , m_again(std::move(again))
    {
    }

    void undo() override { m_back(); }
    void redo() override
    {
        if (std::exchange(m_isDone, true))
            m_again();
    }

private:
    std::function<void()> m_back, m_again;
    bool m_isDone = false;
};

} // namespace btw::widgets
