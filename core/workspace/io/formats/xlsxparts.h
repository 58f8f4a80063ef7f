// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/numberformat.h"
#include "workspace/io/formats/workbook.h"

#include <QString>
#include <QStringView>

#include <map>
#include <string>
#include <vector>

namespace btw::io {

/// `_x000D_` and the like are characters that XML cannot hold (ECMA-376, 22.9.2.19).
std::string unescapedXml(QString text);
/// Whether an attribute or a cell says 1 or true.
bool isTrue(QStringView text);

/// The parts of a workbook of Excel beside its sheets: which sheets there are, how numbers look, and the
/// texts that cells share.
class XlsxParts : public WorkbookReader
{
public:
    using WorkbookReader::WorkbookReader;

protected:
    /// A sheet that is shown.
    struct Entry
    {
        QString name;
        QString member;
    };

    /// Opens the archive and reads all of them. False, with a problem.
    bool readParts();
    /// The text of the element that the reader stands on, pronunciation left out.
    static std::string readText(QXmlStreamReader& xml);

    std::vector<Entry> m_entries;
    std::vector<NumberLook> m_looks; ///< by the style of a cell
    std::vector<bool> m_percents; ///< likewise: whether it shows percentages
    std::vector<std::string> m_strings;
    bool m_since1904 = false;

private:
    struct Relation
    {
        QString type;
        QString target;
    };

    bool readRelations();
    QString partOf(const char* type) const;
    bool readWorkbook();
    void takeSheet(const QXmlStreamAttributes& attributes);
    bool readStyles();
    bool readStrings();

    std::map<QString, Relation> m_relations;
};

} // namespace btw::io
