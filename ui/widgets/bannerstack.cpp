// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/bannerstack.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::widgets {

BannerStack::BannerStack(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
}

void BannerStack::add(QWidget* banner)
{
    // Its own visibility stays its wish; what holds it is shown or hidden here.
    auto* holder = new QWidget(this);
    auto* inside = new QVBoxLayout(holder);
    inside->setContentsMargins(0, 0, 0, 0);
    const bool isWanted = !banner->isHidden();
    inside->addWidget(banner);
    banner->setVisible(isWanted);
    layout()->addWidget(holder);
    banner->installEventFilter(this);
    m_banners.emplace_back(banner, holder);
    update();
}

QWidget* BannerStack::shown() const
{
    const auto first = std::find_if(
        m_banners.begin(), m_banners.end(), [](const auto& one) { return !one.first->isHidden(); });
    return first == m_banners.end() ? nullptr : first->first;
}

bool BannerStack::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)
        update();
    return QWidget::eventFilter(watched, event);
}

void BannerStack::update()
{
    const auto* now = shown();
    for (const auto& [banner, holder] : m_banners)
        holder->setVisible(banner == now);
    setVisible(now != nullptr);
}

} // namespace btw::widgets
