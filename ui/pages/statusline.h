// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFrame>
#include <QString>
#include <QStringList>
#include <QTimer>

namespace btw::widgets {
class ElidedLabel;
}

class QPushButton;

namespace btw::pages {

/// What the numbers run on; found out by the program, shown by the window.
struct MachineInfo
{
    QString device; ///< "CPU" or the GPU's name
    QString trainsOn = QStringLiteral("cpu"); ///< the same as a training is told
    int threads = 1;
    QString blas; ///< "OpenBLAS"
    QString blasWarning; ///< one sentence, or empty
    QString version; ///< the program's
};

/// Across the bottom: the machine, memory, when an epoch was last saved; seed and hashes of what is shown.
class StatusLine : public QFrame
{
    Q_OBJECT

public:
    explicit StatusLine(const MachineInfo& machine, QWidget* parent = nullptr);

    void setMachine(const MachineInfo& machine);
    void saved(); ///< an epoch has just been committed
    void setLost(bool lost); ///< nothing is saved while the project's file is gone
    /// Whose figures are shown. \param dataName the name of the run's own data, which need not be open; may
    /// be empty
    void setRun(qint64 runId, const QString& dataName, std::uint64_t seed, const QString& specHash);
    /// The result of a study: of no single run.
    void setResult(const QString& dataName, qint64 trainings);
    void clearRun();
    qint64 run() const { return m_runId; } ///< 0: none is named
    /// What happened elsewhere, as a button that leads there; empty: nothing.
    void setNews(const QString& sentence, const QString& tip = {});
    QPushButton* news() const { return m_news; } ///< hidden while there is none
    void setCohortHash(const QString& hash);
    QString left() const;
    QString right() const;
    QString rightTip() const;

Q_SIGNALS:
    void newsChosen();

private:
    void refresh();

    MachineInfo m_machine;
    QDateTime m_saved;
    bool m_lost = false;
    qint64 m_runId = 0;
    QStringList m_run;
    QString m_cohort;
    QTimer m_timer;
    widgets::ElidedLabel* m_left;
    QPushButton* m_news;
    widgets::ElidedLabel* m_right;
};

/// "saved 2 s ago", "saved 3 min ago".
QString savedWords(qint64 secondsAgo);
/// Memory that the program holds, in bytes; 0 where the system does not tell.
qint64 residentBytes();

} // namespace btw::pages
