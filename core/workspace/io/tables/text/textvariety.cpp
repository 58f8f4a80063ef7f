// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/textvariety.h"

#include "workspace/io/text.h"

#include <string>
#include <vector>

namespace btw::io {

namespace {

const char* encodingName(TextSource::Encoding encoding)
{
    switch (encoding) {
    case TextSource::Encoding::Utf8:
        return "UTF-8 with a byte-order mark";
    case TextSource::Encoding::Utf16Little:
        return "UTF-16 (little-endian)";
    case TextSource::Encoding::Utf16Big:
        return "UTF-16 (big-endian)";
    case TextSource::Encoding::Utf32Little:
        return "UTF-32 (little-endian)";
    case TextSource::Encoding::Utf32Big:
        return "UTF-32 (big-endian)";
    case TextSource::Encoding::Windows1252:
        break;
    }
    return "Windows-1252 (Latin-1)";
}

const char* separatorName(const TableLayout& layout)
{
    if (layout.blanks)
        return "blanks between cells";
    switch (layout.separator) {
    case ';':
        return "semicolons between cells";
    case '\t':
        return "tabs between cells";
    case '|':
        return "bars (|) between cells";
    default:
        return "an unusual character between cells";
    }
}

} // namespace

void noteTextFormat(const std::string& file, const TextSource& source, const CsvReader& reader,
    const TableLayout& layout, Problems& problems)
{
    if (source.zerosAtEnd() > 0)
        problems.warning("zeros-at-end", file,
            { "the file ends with zero bytes ({}), as after a crash while it was written; they are left out",
                source.zerosAtEnd() },
            "check that the last rows are there");
    std::vector<std::string> variety;
    if (source.encoding() != TextSource::Encoding::Utf8 || source.hasByteOrderMark())
        variety.emplace_back(encodingName(source.encoding()));
    if (layout.separator != ',')
        variety.emplace_back(separatorName(layout));
    if (source.hasEndMark())
        variety.emplace_back("an end-of-file mark (Ctrl-Z)");
    if (reader.hasCarriageReturns())
        variety.emplace_back("carriage returns alone at line ends");
    if (reader.hasQuotedLineBreaks())
        variety.emplace_back("line breaks in quotes");
    if (!variety.empty())
        problems.note("text-variety", file, { "the file is read as text with {}", andList(variety) },
            source.encoding() == TextSource::Encoding::Windows1252
                ? "save it as UTF-8 if letters with accents come out wrong"
                : "nothing needs to be done");
}

} // namespace btw::io
