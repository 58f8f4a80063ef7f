// SPDX-License-Identifier: GPL-3.0-or-later
#include "sidebyside.h"

#include "console.h"

#include "engine/training/control.h"
#include "workspace/store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QProcess>

#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace btw::cli {

namespace {

constexpr int kPollMs = 20;

/// One run in a process of its own.
class RunProcess
{
public:
    RunProcess(const store::Store& store, std::int64_t runId, bool json, Console& console)
        : m_json(json)
        , m_console(console)
    {
        QStringList words { QStringLiteral("resume"), QString::number(runId), QStringLiteral("--store"),
            store.path(), QStringLiteral("--alone") };
        if (json)
            words << QStringLiteral("--json");
        // Where this process is killed, the others stop after their batch.
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
        m_process.start(QCoreApplication::applicationFilePath(), words);
    }

    /// \returns whether it has ended.
    bool hasEnded()
    {
        const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kPollMs);
        passOn();
        return ended;
    }
    void stop() { m_process.terminate(); }
    QString lastWords()
    {
        return QString::fromUtf8(m_process.readAllStandardError()).trimmed().section(QLatin1Char('\n'), -1);
    }

private:
    /// What is reported while it is trained; figures of its end come with the experiment's.
    void passOn()
    {
        m_process.setReadChannel(QProcess::StandardOutput);
        while (m_process.canReadLine()) {
            const auto line = QJsonDocument::fromJson(m_process.readLine()).object();
            const auto event = line.value(QStringLiteral("event")).toString();
            if (m_json && (event == QLatin1String("step") || event == QLatin1String("epoch")))
                m_console.resultLine(line);
        }
    }

    bool m_json;
    Console& m_console;
    QProcess m_process;
};

class SideBySide
{
public:
    SideBySide(store::Store& store, bool json, training::RunControl& control, Console& console,
        const jobs::Emit& emit)
        : m_store(store)
        , m_json(json)
        , m_control(control)
        , m_console(console)
        , m_emit(emit)
    {
    }

    jobs::TrainingOutcome run(const std::vector<jobs::TrainingRequest>& requests, std::size_t processes)
    {
        plan(requests);
        while (!m_waiting.empty() || !m_running.empty()) {
            if (m_control.stopRequested())
                stopAll();
            else
                while (m_running.size() < processes && startNext()) { }
            if (m_running.empty())
                break; // the rest needs what failed
            endThoseThatEnded();
        }
        if (m_control.stopRequested())
            return jobs::TrainingOutcome::Stopped;
        return m_waiting.empty() && !m_failed ? jobs::TrainingOutcome::Finished
                                              : jobs::TrainingOutcome::Failed;
    }

private:
    void plan(const std::vector<jobs::TrainingRequest>& requests)
    {
        for (const auto& training : jobs::recordTrainings(m_store, requests)) {
            for (const auto& planned : training) {
                const auto id = planned.record.id;
                if (m_needs.count(id) > 0)
                    continue;
                auto& needs = m_needs[id];
                for (const auto& input : planned.inputs)
                    needs.push_back(training[input.run].record.id);
                if (planned.record.status == store::RunStatus::Finished)
                    m_finished.insert(id);
                else
                    m_waiting.push_back(id);
            }
        }
        m_count = m_waiting.size();
    }

    bool startNext()
    {
        for (auto it = m_waiting.begin(); it != m_waiting.end(); ++it) {
            const auto& needs = m_needs[*it];
            const bool isReady = std::all_of(
                needs.begin(), needs.end(), [&](std::int64_t need) { return m_finished.count(need) > 0; });
            if (!isReady)
                continue;
            m_running.emplace(*it, std::make_unique<RunProcess>(m_store, *it, m_json, m_console));
            m_waiting.erase(it);
            return true;
        }
        return false;
    }

    void endThoseThatEnded()
    {
        for (auto it = m_running.begin(); it != m_running.end();) {
            if (!it->second->hasEnded()) {
                ++it;
                continue;
            }
            const auto run = m_store.run(it->first);
            if (run && run->status == store::RunStatus::Finished) {
                m_finished.insert(it->first);
                jobs::RunDone done;
                done.run = *run;
                m_emit(done);
            } else if (!m_isStopping) {
                m_failed = true;
                m_emit(jobs::ProblemFound { it->first, data::Severity::Error, it->second->lastWords() });
            }
            it = m_running.erase(it);
            m_console.progress(QStringLiteral("%1 of %2 steps trained, %3 under way")
                                   .arg(m_count - m_waiting.size() - m_running.size())
                                   .arg(m_count)
                                   .arg(m_running.size()));
        }
    }

    void stopAll()
    {
        if (std::exchange(m_isStopping, true))
            return;
        for (auto& [id, process] : m_running)
            process->stop();
    }

    store::Store& m_store;
    bool m_json;
    training::RunControl& m_control;
    Console& m_console;
    const jobs::Emit& m_emit;
    std::map<std::int64_t, std::vector<std::int64_t>> m_needs; ///< by run
    std::vector<std::int64_t> m_waiting; ///< in the order of the trainings
    std::set<std::int64_t> m_finished;
    std::map<std::int64_t, std::unique_ptr<RunProcess>> m_running;
    std::size_t m_count = 0;
    bool m_failed = false;
    bool m_isStopping = false;
};

} // namespace

jobs::TrainingOutcome trainSideBySide(store::Store& store, const std::vector<jobs::TrainingRequest>& requests,
    int processes, bool json, training::RunControl& control, Console& console, const jobs::Emit& emit)
{
    return SideBySide(store, json, control, console, emit).run(requests, static_cast<std::size_t>(processes));
}

} // namespace btw::cli
