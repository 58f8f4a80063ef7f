// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scrolledpage.h"

#include <QLayout>

namespace btw::widgets {

namespace {

class Content : public QWidget
{
public:
    int heightForWidth(int width) const override
    {
        return layout() ? layout()->minimumHeightForWidth(width) : QWidget::heightForWidth(width);
    }
};

} // namespace

ScrolledPage::ScrolledPage(QWidget* parent)
    : QScrollArea(parent)
    , m_content(new Content)
{
    m_content->setProperty("page", true);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_content);
}

} // namespace btw::widgets
