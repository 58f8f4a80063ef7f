// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/widgets/theme.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace btw::widgets {

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_close(new QPushButton(tr("&Dismiss"), this))
{
    setProperty("warning", true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setProperty("kind", QStringLiteral("quiet"));
    m_close->setAccessibleDescription(tr("Hides this message"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kCardInside, 8, 8, 8);
    row->addWidget(m_text, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    setAccessibleName(tr("Message"));
    hide();
}

void Banner::warn(const QString& happened, const QString& safe, const QString& next)
{
    show(Tone::Warning, { happened, safe, next });
}

void Banner::say(const QString& happened, const QString& next) { show(Tone::Calm, { happened, next }); }

void Banner::saySaved(const QString& path)
{
    const QFileInfo file(path);
    say(tr("Saved as %1 in %2.").arg(file.fileName(), QDir::toNativeSeparators(file.absolutePath())));
}

void Banner::show(Tone tone, const QStringList& parts)
{
    auto said = parts;
    said.removeAll(QString());
    setProperty("warning", tone == Tone::Warning);
    setProperty("soft", tone == Tone::Calm);
    for (auto* widget : std::initializer_list<QWidget*> { this, m_text }) {
        style()->unpolish(widget); // a style sheet looks at properties only then
        style()->polish(widget);
    }
    m_text->setText(said.join(QLatin1Char(' ')));
    setAccessibleDescription(m_text->text());
    setVisible(true);
}

QString Banner::text() const { return m_text->text(); }

namespace {

/// Takes no room while its banner is hidden.
class Foot : public QWidget
{
public:
    explicit Foot(Banner* banner)
        : m_banner(banner)
    {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(Theme::kPage, 0, Theme::kPage, 0);
        column->setSpacing(0);
        column->addWidget(banner);
        banner->installEventFilter(this);
        follow();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)
            follow();
        return QWidget::eventFilter(watched, event);
    }

private:
    void follow()
    {
        const int below = m_banner->isHidden() ? 0 : 8;
        layout()->setContentsMargins(Theme::kPage, below, Theme::kPage, below);
    }

    Banner* m_banner;
};

} // namespace

QWidget* atFoot(Banner* banner) { return new Foot(banner); }

} // namespace btw::widgets
