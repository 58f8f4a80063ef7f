// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/instance/instancefetcher.h"
#include "ui/pages/pageinfo.h"
#include "ui/widgets/theme.h"

#include <QFrame>
#include <QPointer>

#include <memory>

class QLabel;
class QScrollArea;
class QTableWidget;
class QToolButton;

namespace btw::pages {

class Trajectory;

/// One person: what each modality's own model says and how much it counts, what the model and its baseline
/// say, weights over the epochs, what changes without a modality, people on whom the models behaved alike,
/// and the values. Lies over the right of the pages until it is closed (Escape); opened by
/// SelectionController::inspect() from any of them.
class InstancePanel : public QFrame
{
    Q_OBJECT

public:
    /// \param pages that make room for it: beside them, or below where they are narrow
    InstancePanel(const PageParts& parts, QWidget* pages);

    void setTheme(const widgets::Theme& theme);
    const std::shared_ptr<const InstanceShown>& shown() const { return m_shown; } ///< null: nobody
    QTableWidget* modalities() const { return m_modalities; }
    QTableWidget* neighbours() const { return m_neighbours; }
    QTableWidget* values() const { return m_values; }
    QString whatIfText() const;
    QString prediction() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void build();
    void open(const QString& id, qint64 run);
    void show(const std::shared_ptr<const InstanceShown>& shown);
    void askWhatIf();
    void showWhatIf(const InstanceWhatIf& answer);
    void openNeighbour(int row);
    void place();

    PageParts m_parts;
    InstanceFetcher* m_fetcher;
    std::shared_ptr<const InstanceShown> m_shown;
    QPointer<QWidget> m_before; ///< had the keyboard
    QLabel* m_title;
    QLabel* m_line;
    QToolButton* m_close;
    QScrollArea* m_scroll;
    QLabel* m_prediction;
    QTableWidget* m_modalities;
    QLabel* m_whatIf;
    QLabel* m_weightsTitle;
    Trajectory* m_trajectory;
    QLabel* m_neighboursTitle;
    QTableWidget* m_neighbours;
    QLabel* m_valuesTitle;
    QTableWidget* m_values;
};

} // namespace btw::pages
