// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparequestion.h"
#include "ui/widgets/theme.h"

#include <QFrame>

#include <string>
#include <vector>

class QLabel;

namespace btw::pages {

/// Learning curves of the checked systems over each other: the validation figure by epoch, the mean of each
/// system's runs.
class CurvesCard : public QFrame
{
    Q_OBJECT

public:
    explicit CurvesCard(QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setCurves(const std::vector<LearningCurve>& curves, const std::string& metric);
    /// That of the row that the table is at stands out. \param name its name; empty: none
    void setCurrent(const QString& name);
    const QString& current() const { return m_current; }
    const std::vector<LearningCurve>& curves() const { return m_curves; }
    QString words() const; ///< what is not drawn, and why

    QSize sizeHint() const override { return { 500, 240 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe(const std::string& metric);

    QLabel* m_title;
    QLabel* m_words;
    std::vector<LearningCurve> m_curves;
    QString m_current;
    double m_low = 0, m_high = 1;
    std::size_t m_epochs = 0;
    widgets::Theme m_theme = widgets::Theme::light();
};

} // namespace btw::pages
