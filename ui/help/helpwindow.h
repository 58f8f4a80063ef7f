// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/help/handbook.h"

#include <QMap>
#include <QUrl>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QTextBrowser;
class QTextDocument;

namespace btw::help {

/// The handbook with its glossary, in a window of its own: a search, the sections found, and the text.
class HelpWindow : public QWidget
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget* owner);

    void showPlace(const QUrl& place); ///< of the documents, with a heading's anchor as fragment
    void showPage(const QString& pageId); ///< what is said of a page of the window
    void showWord(const QString& word); ///< in the glossary; empty: its beginning
    QLineEdit* search() const { return m_search; }
    QListWidget* found() const { return m_found; }
    QTextBrowser* text() const { return m_text; }
    /// The heading that stands at the top of the text.
    QString headingOnTop() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void narrow();
    void goTo(int row);
    void scrollTo(const QString& anchor);
    QTextDocument* documentOf(const QUrl& page); ///< made when it is first shown

    Handbook m_book;
    std::vector<Handbook::Section> m_sections; ///< that are listed
    QUrl m_page; ///< on show
    QMap<QUrl, QTextDocument*> m_documents; ///< those that were shown
    QLineEdit* m_search;
    QListWidget* m_found;
    QTextBrowser* m_text;
};

} // namespace btw::help
