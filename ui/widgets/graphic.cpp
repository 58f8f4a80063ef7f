// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/graphic.h"

#include <QAccessibleWidget>

namespace btw::widgets {

namespace {

constexpr const char* kMark = "graphic";

class GraphicInterface : public QAccessibleWidget
{
public:
    explicit GraphicInterface(QWidget* widget)
        : QAccessibleWidget(widget, QAccessible::Graphic)
    {
    }

    // The viewport and scroll bars of a view are no parts of the picture.
    int childCount() const override { return 0; }
    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
};

QAccessibleInterface* graphicFor(const QString& /*className*/, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    return widget && widget->property(kMark).toBool() ? new GraphicInterface(widget) : nullptr;
}

} // namespace

void markAsGraphic(QWidget* widget)
{
    // The same function a second time is not added again.
    QAccessible::installFactory(&graphicFor);
    widget->setProperty(kMark, true);
}

} // namespace btw::widgets
