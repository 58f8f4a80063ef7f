// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <utility>
#include <vector>

namespace btw::widgets {

/// Messages across the window, one at a time: of those that want to be seen the gravest, so that together
/// they do not push away what is below. The next one follows once it has gone.
class BannerStack : public QWidget
{
    Q_OBJECT

public:
    explicit BannerStack(QWidget* parent = nullptr);

    /// \param banner behind those before it in weight; it says by setVisible() whether it wants to be seen
    void add(QWidget* banner);
    QWidget* shown() const; ///< null: none wants to be

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void update();

    std::vector<std::pair<QWidget*, QWidget*>> m_banners; ///< and what holds each
};

} // namespace btw::widgets
