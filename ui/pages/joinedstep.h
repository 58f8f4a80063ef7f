// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QUndoCommand>

#include <utility>

namespace btw::pages {

/// A change that has been made when it is pushed. One with the same words within a moment joins it: typing a
/// number, or pulling at a size, is one step. `State` is what can be shown again.
template <class State> class JoinedStep : public QUndoCommand
{
public:
    /// \param id of QUndoCommand, one for each kind that may be joined: the experiment's form has 1, sizes on
    /// the page of figures have 2; -1: is never joined
    JoinedStep(int id, const QString& words, State before, State after)
        : QUndoCommand(words)
        , m_id(id)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
        m_since.start();
    }

    int id() const override { return m_id; }
    void undo() override { show(m_before); }
    void redo() override
    {
        if (std::exchange(m_isDone, true))
            show(m_after);
    }
    bool mergeWith(const QUndoCommand* other) override
    {
        constexpr qint64 kMomentMs = 1500;
        const auto& next = static_cast<const JoinedStep&>(*other);
        if (next.text() != text() || m_since.elapsed() > kMomentMs)
            return false;
        m_after = next.m_after;
        m_since.restart();
        setObsolete(isSame(m_before, m_after));
        return true;
    }

protected:
    virtual void show(const State& state) = 0;
    virtual bool isSame(const State& before, const State& after) const = 0;

private:
    int m_id;
    State m_before, m_after;
    QElapsedTimer m_since;
    bool m_isDone = false;
};

} // namespace btw::pages
