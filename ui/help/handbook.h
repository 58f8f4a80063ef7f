// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

#include <vector>

namespace btw::help {

/// The documents that the window shows by F1, cut into sections: docs/handbook, the glossary and the method.
class Handbook
{
public:
    struct Section
    {
        QUrl page; ///< qrc:/docs/...
        QString title; ///< of its page
        QString heading; ///< empty: the beginning of the page
        QString text; ///< Markdown
    };

    Handbook(); ///< reads the documents

    const std::vector<Section>& sections() const { return m_sections; }
    /// Sections in which all words occur; those that have them in their heading come first.
    std::vector<Section> find(const QString& words) const;
    /// Where a page of the window is described; its beginning where that is nowhere.
    QUrl placeOf(const QString& pageId) const;
    QString textOf(const QUrl& page) const; ///< Markdown; empty where there is no such document
    /// The part of an address that leads to a heading.
    static QString anchor(const QString& heading);

private:
    void read(const QString& file);

    std::vector<Section> m_sections;
};

} // namespace btw::help
