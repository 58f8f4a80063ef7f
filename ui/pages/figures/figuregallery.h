// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QListWidget>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <utility>

namespace btw::widgets {
class NoMatch;
}

namespace btw::pages {

class FigureEditor;

/// The figures that the study and its run have, each with a small picture, to be dragged onto the page. Enter
/// or a double click shows one in the selected panel.
class FigureGallery : public QListWidget
{
    Q_OBJECT

public:
    explicit FigureGallery(FigureEditor& editor, QWidget* parent = nullptr);

    QString chosen() const; ///< id of the figure under the keyboard; empty: none
    void fill(); ///< draws what there is now
    void setSearch(const QString& words); ///< shows those alone that it finds (isFoundBy); empty: all
    /// Of a drag: a figure's id.
    static QString mimeType() { return QStringLiteral("application/x-btw-figure"); }

Q_SIGNALS:
    void figureWanted(const QString& id);

protected:
    QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override;
    QStringList mimeTypes() const override { return { mimeType() }; }
    Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }
    void showEvent(QShowEvent* event) override;

private:
    void begin(); ///< with no picture drawn
    void setPicture(QListWidgetItem& item, const QPixmap& picture); ///< null: there is nothing to draw
    void drawNext(); ///< one picture a turn of the event loop
    void queueReady();
    void showItem(QListWidgetItem& item); ///< or not, as it is drawn and found
    void tellMatches();

    FigureEditor& m_editor;
    QString m_words; ///< that are looked for
    widgets::NoMatch* m_noMatch;
    QTimer m_timer;
    std::pair<std::int64_t, std::int64_t> m_study; ///< whose figures these are: experiment, cohort
    QStringList m_ids; ///< of the figures, one an item
    std::deque<QString> m_waiting; ///< figures without a picture yet
};

} // namespace btw::pages
