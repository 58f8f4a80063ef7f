// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

class QLabel;
class QPushButton;

namespace btw::charts {
struct Range;
}

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class FigureEditor;

/// What is chosen of the selected panel: figure, run, width, bands, y axis; and its place.
class PanelForm : public QFrame
{
    Q_OBJECT

public:
    explicit PanelForm(FigureEditor& editor, QWidget* parent = nullptr);

private:
    void showPanel();
    void showRuns();
    void listRuns(); ///< of the study
    void take();
    /// From the box of the y axis; none: as the data.
    std::optional<charts::Range> chosenRange() const;

    FigureEditor& m_editor;
    bool m_isShowing = false;
    std::vector<std::pair<std::int64_t, QString>> m_listed; ///< runs that m_run offers, and their names
    QLabel* m_heading = nullptr;
    widgets::ChoiceBox* m_figure;
    widgets::ChoiceBox* m_run;
    widgets::ChoiceBox* m_span;
    widgets::ChoiceBox* m_bands;
    widgets::ChoiceBox* m_axis;
    QPushButton* m_earlier;
    QPushButton* m_later;
    QPushButton* m_remove;
};

} // namespace btw::pages
