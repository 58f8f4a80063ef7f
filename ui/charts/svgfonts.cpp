// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/svgfonts.h"

#include <QFont>
#include <QGlyphRun>
#include <QHash>
#include <QMap>
#include <QRawFont>
#include <QRegularExpression>
#include <QTextLayout>

#include <hb-subset.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

namespace btw::charts {

namespace {

constexpr int kPixels = 100; // any size has the same outlines
constexpr int kHeaviest = 1000; // of a weight; Qt writes 600 as 6000

/// A font as texts ask for it.
struct Face
{
    QString family;
    int weight = 400;
    bool isItalic = false;
    bool operator<(const Face& other) const
    {
        return std::tie(family, weight, isItalic) < std::tie(other.family, other.weight, other.isItalic);
    }
};

/// The font that stands behind a face, and the letters that texts have of it.
struct Used
{
    QRawFont font;
    std::set<char32_t> letters;
};
using Faces = QMap<Face, Used>;

hb_blob_t* tableOf(hb_face_t* /*face*/, hb_tag_t tag, void* user)
{
    std::array<char, 5> name {};
    hb_tag_to_string(tag, name.data());
    auto table = std::make_unique<QByteArray>(static_cast<QRawFont*>(user)->fontTable(name.data()));
    if (table->isEmpty())
        return nullptr;
    const char* data = table->constData();
    const auto size = static_cast<unsigned int>(table->size());
    return hb_blob_create(data, size, HB_MEMORY_MODE_READONLY, table.release(),
        [](void* owned) { delete static_cast<QByteArray*>(owned); });
}

/// Whether its licence lets it be embedded in part (OpenType's OS/2 table, fsType).
bool mayBeEmbedded(const QRawFont& font)
{
    constexpr qsizetype kType = 8; // where it stands
    constexpr unsigned kUse = 0x000F, kRestricted = 0x0002, kNoSubset = 0x0100, kBitmapsOnly = 0x0200;
    const QByteArray table = font.fontTable("OS/2");
    if (table.size() < kType + 2)
        return !font.fontTable("head").isEmpty(); // old fonts say nothing of it
    const unsigned type = (static_cast<unsigned>(static_cast<unsigned char>(table[kType])) << 8U)
        | static_cast<unsigned char>(table[kType + 1]);
    return (type & kUse) != kRestricted && (type & (kNoSubset | kBitmapsOnly)) == 0;
}

/// The font with these letters alone; empty where that cannot be done.
QByteArray subsetOf(QRawFont font, const std::set<char32_t>& letters)
{
    using FacePointer = std::unique_ptr<hb_face_t, decltype(&hb_face_destroy)>;
    const FacePointer whole(hb_face_create_for_tables(tableOf, &font, nullptr), hb_face_destroy);
    const std::unique_ptr<hb_subset_input_t, decltype(&hb_subset_input_destroy)> input(
        hb_subset_input_create_or_fail(), hb_subset_input_destroy);
    if (!input)
        return {};
    for (const char32_t letter : letters)
        hb_set_add(hb_subset_input_unicode_set(input.get()), letter);
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
    const FacePointer part(hb_subset_or_fail(whole.get(), input.get()), hb_face_destroy);
    if (!part)
        return {};
    const std::unique_ptr<hb_blob_t, decltype(&hb_blob_destroy)> blob(
        hb_face_reference_blob(part.get()), hb_blob_destroy);
    unsigned int size = 0;
    const char* data = hb_blob_get_data(blob.get(), &size);
    return { data, static_cast<qsizetype>(size) };
}

QString attribute(const QString& tag, const QString& name)
{
    const QRegularExpression pattern(QStringLiteral(" ?%1=\"([^\"]*)\"").arg(name));
    return pattern.match(tag).captured(1);
}

QString plainText(QString xml)
{
    return xml.replace(QLatin1String("&lt;"), QLatin1String("<"))
        .replace(QLatin1String("&gt;"), QLatin1String(">"))
        .replace(QLatin1String("&quot;"), QLatin1String("\""))
        .replace(QLatin1String("&amp;"), QLatin1String("&"));
}

/// The fonts that Qt draws a text with, its own first.
std::vector<QRawFont> fontsOf(const QString& text, const QFont& font)
{
    std::vector<QRawFont> fonts { QRawFont::fromFont(font) };
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    for (const auto& run : layout.glyphRuns())
        if (std::find(fonts.begin(), fonts.end(), run.rawFont()) == fonts.end())
            fonts.push_back(run.rawFont());
    return fonts;
}

/// Notes the letters of one text; \returns the families that it is written in, in the order in which they are
/// to be tried.
QStringList note(Faces& faces, const Face& wanted, const QString& text)
{
    QFont font(wanted.family);
    font.setPixelSize(kPixels);
    font.setWeight(static_cast<QFont::Weight>(wanted.weight));
    font.setItalic(wanted.isItalic);
    QStringList families;
    const auto fonts = fontsOf(text, font);
    for (const char32_t letter : text.toUcs4()) {
        const auto has = std::find_if(fonts.begin(), fonts.end(),
            [letter](const QRawFont& one) { return one.supportsCharacter(letter); });
        if (has == fonts.end())
            continue; // nobody has it
        Face face = wanted;
        if (has != fonts.begin())
            face.family = has->familyName();
        if (!families.contains(face.family))
            families << face.family;
        auto& used = faces[face];
        used.font = *has;
        used.letters.insert(letter);
    }
    families.removeAll(wanted.family);
    families.prepend(wanted.family);
    return families;
}

QString quoted(const QString& family)
{
    return QLatin1Char('\'')
        + QString(family).remove(QLatin1Char('\'')).remove(QLatin1Char('\\')).toHtmlEscaped()
        + QLatin1Char('\'');
}

/// The tag with the families of its text, and a weight that CSS knows.
QString renewed(QString tag, const QStringList& families, int weight)
{
    static const QRegularExpression kFamily(QStringLiteral("font-family=\"[^\"]*\""));
    static const QRegularExpression kWeight(QStringLiteral("font-weight=\"[^\"]*\""));
    QStringList names;
    for (const QString& family : families)
        names << quoted(family);
    names << QStringLiteral("Helvetica") << QStringLiteral("Arial") << QStringLiteral("sans-serif");
    return tag.replace(kFamily, QStringLiteral("font-family=\"%1\"").arg(names.join(QStringLiteral(", "))))
        .replace(kWeight, QStringLiteral("font-weight=\"%1\"").arg(weight));
}

int weightOf(const QString& tag)
{
    const int written = attribute(tag, QStringLiteral("font-weight")).toInt();
    return written > kHeaviest ? written / 10 : written > 0 ? written : 400;
}

std::optional<QString> styleOf(const Faces& faces)
{
    QString css;
    for (auto face = faces.begin(); face != faces.end(); ++face) {
        const QByteArray part
            = mayBeEmbedded(face->font) ? subsetOf(face->font, face->letters) : QByteArray();
        if (part.isEmpty())
            return std::nullopt;
        const bool isCubic = part.startsWith("OTTO");
        css += QStringLiteral("@font-face { font-family: %1; font-weight: %2; font-style: %3; src: "
                              "url(data:font/%4;base64,%5); }\n")
                   .arg(quoted(face.key().family))
                   .arg(face.key().weight)
                   .arg(face.key().isItalic ? QStringLiteral("italic") : QStringLiteral("normal"),
                       isCubic ? QStringLiteral("otf") : QStringLiteral("ttf"),
                       QString::fromLatin1(part.toBase64()));
    }
    return css;
}

} // namespace

std::optional<QByteArray> withEmbeddedFonts(const QByteArray& svg)
{
    static const QRegularExpression kText(QStringLiteral("(<text [^>]*>)([^<]*)</text>"));
    const QString source = QString::fromUtf8(svg);
    Faces faces;
    QString out;
    qsizetype copied = 0;
    for (auto found = kText.globalMatch(source); found.hasNext();) {
        const auto match = found.next();
        const QString tag = match.captured(1);
        const Face face { plainText(attribute(tag, QStringLiteral("font-family"))), weightOf(tag),
            attribute(tag, QStringLiteral("font-style")) == QLatin1String("italic") };
        const auto families = note(faces, face, plainText(match.captured(2)));
        out += source.mid(copied, match.capturedStart(1) - copied) + renewed(tag, families, face.weight);
        copied = match.capturedEnd(1);
    }
    out += source.mid(copied);
    const auto style = styleOf(faces);
    if (!style)
        return std::nullopt;
    if (!style->isEmpty())
        out.replace(out.indexOf(QLatin1String("<defs>")), 6,
            QStringLiteral("<defs>\n<style type=\"text/css\">\n%1</style>").arg(*style));
    return out.toUtf8();
}

} // namespace btw::charts
