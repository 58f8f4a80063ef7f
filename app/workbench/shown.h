// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace btw::app {

/// Tells once when a window has been drawn for the first time, all of it.
class Shown : public QObject
{
    Q_OBJECT

public:
    explicit Shown(QWidget& window);

Q_SIGNALS:
    void happened();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace btw::app
