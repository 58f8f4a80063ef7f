// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/names.h"

#include <QHash>
#include <QSet>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

namespace btw::widgets {

namespace {

const QChar kEllipsis(0x2026);

/// What a reader sees as one character each: no emoji and no accent is torn apart.
QStringList characters(const QString& text)
{
    QStringList list;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype begin = 0;
    for (qsizetype end = finder.toNextBoundary(); end > begin; end = finder.toNextBoundary()) {
        list << text.mid(begin, end - begin);
        begin = end;
    }
    return list;
}

struct Name
{
    QString text;
    QStringList characters;
    std::vector<double> widths; ///< of each character
    std::vector<double> upTo; ///< width of the first so many of them
    double room = 0;

    double width(qsizetype begin, qsizetype end) const
    {
        return upTo[static_cast<std::size_t>(end)] - upTo[static_cast<std::size_t>(begin)];
    }
    qsizetype size() const { return characters.size(); }
    QString part(qsizetype begin, qsizetype end) const
    {
        return QStringList(characters.mid(begin, end - begin)).join(QString());
    }
};

/// How many characters of the first name the other begins with.
qsizetype commonStart(const Name& own, const Name& other)
{
    const auto [at, _]
        = std::mismatch(own.text.begin(), own.text.end(), other.text.begin(), other.text.end());
    qsizetype left = at - own.text.begin();
    qsizetype count = 0;
    while (count < own.size() && (left -= own.characters[count].size()) >= 0)
        ++count;
    return count;
}

qsizetype commonEnd(const Name& own, const Name& other)
{
    const auto [at, _]
        = std::mismatch(own.text.rbegin(), own.text.rend(), other.text.rbegin(), other.text.rend());
    qsizetype left = at - own.text.rbegin();
    qsizetype count = 0;
    while (count < own.size() && (left -= own.characters[own.size() - 1 - count].size()) >= 0)
        ++count;
    return count;
}

/// What a name shares with each of the others: a shortened form of it stands for none of them where it keeps
/// more of the beginning than they share, or more of the end.
struct Shared
{
    std::vector<qsizetype> starts, ends;

    bool tellsApart(qsizetype start, qsizetype end) const
    {
        for (std::size_t j = 0; j < starts.size(); ++j) {
            if (start <= starts[j] && end <= ends[j])
                return false;
        }
        return true;
    }
};

Shared sharedWith(const std::vector<Name>& names, const Name& own)
{
    Shared shared;
    for (const Name& other : names) {
        if (other.text != own.text) {
            shared.starts.push_back(commonStart(own, other));
            shared.ends.push_back(commonEnd(own, other));
        }
    }
    return shared;
}

qsizetype withoutBlankEnd(const Name& name, qsizetype end)
{
    while (end > 0 && name.characters[end - 1] == QLatin1String(" "))
        --end;
    return end;
}

qsizetype withoutBlankStart(const Name& name, qsizetype begin)
{
    while (begin < name.size() && name.characters[begin] == QLatin1String(" "))
        ++begin;
    return begin;
}

/// Beginning and end, as even as the others allow; empty where they allow none.
QString startAndEnd(const Name& name, const Shared& shared, double ellipsis, const TextWidth& widthOf)
{
    constexpr qsizetype kOneSided = 1000; // both ends are better than one
    const qsizetype n = name.size();
    QString best;
    qsizetype cost = std::numeric_limits<qsizetype>::max();
    double before = 0;
    for (qsizetype start = 0; start < n; ++start) {
        double width = before + ellipsis;
        qsizetype end = 0;
        while (
            start + end < n - 1 && width + name.widths[static_cast<std::size_t>(n - 1 - end)] <= name.room) {
            width += name.widths[static_cast<std::size_t>(n - 1 - end)];
            ++end;
        }
        before += name.widths[static_cast<std::size_t>(start)];
        if (width > name.room || start + end == 0)
            continue;
        // Blanks beside the ellipsis go, and tell nothing apart.
        const qsizetype first = withoutBlankEnd(name, start);
        const qsizetype last = withoutBlankStart(name, n - end);
        const qsizetype now = std::abs(start - end) + (first == 0 || last == n ? kOneSided : 0);
        if (now >= cost || first + n - last == 0 || !shared.tellsApart(first, n - last))
            continue;
        const QString text = name.part(0, first) + kEllipsis + name.part(last, n);
        if (widthOf(text) <= name.room + 0.5) {
            best = text;
            cost = now;
        }
    }
    return best;
}

/// Whether a name begins with the first part, ends with the last and has the middle between them.
bool mayMean(const QStringList& parts, const QString& name)
{
    const qsizetype at = name.indexOf(parts[1], parts[0].size());
    return name.startsWith(parts[0]) && name.endsWith(parts[2]) && at >= 0
        && name.size() >= at + parts[1].size() + parts[2].size();
}

/// Some of the beginning, the end, and the middle where the nearest of the others departs.
QString withMiddle(const Name& name, const Shared& shared, const QStringList& names, double ellipsis,
    const TextWidth& widthOf)
{
    if (shared.starts.empty())
        return {};
    constexpr int kShorter = 3; // than what would fit: then a number is clearer
    const qsizetype n = name.size();
    const qsizetype departs = std::min(*std::max_element(shared.starts.begin(), shared.starts.end()), n - 1);
    int fitting = 0;
    for (qsizetype kept = n; kept > 0 && fitting < kShorter; --kept) {
        const qsizetype side = kept / 4;
        const qsizetype middle = kept - 2 * side;
        bool fits = false;
        for (qsizetype shift = 0; shift < middle; ++shift) {
            // First with a third of it before that place, then with less, then with more.
            const qsizetype before = shift <= middle / 3 ? middle / 3 - shift : shift;
            const qsizetype begin = std::clamp(departs - before, side, std::max(side, n - side - middle));
            const qsizetype end = std::min(begin + middle, n - side);
            const int gaps = (begin > side ? 1 : 0) + (end < n - side ? 1 : 0);
            if (name.width(0, side) + name.width(begin, end) + name.width(n - side, n) + gaps * ellipsis
                > name.room)
                continue;
            const QStringList parts { name.part(0, side), name.part(begin, end), name.part(n - side, n) };
            const QString text = parts[0] + (begin > side ? QString(kEllipsis) : QString()) + parts[1]
                + (end < n - side ? QString(kEllipsis) : QString()) + parts[2];
            if (widthOf(text) > name.room)
                continue;
            fits = true;
            if (std::none_of(names.begin(), names.end(),
                    [&](const QString& other) { return other != name.text && mayMean(parts, other); }))
                return text;
        }
        fitting += fits ? 1 : 0;
    }
    return {};
}

/// The beginning and a number, the one certain difference.
QString numbered(const Name& name, qsizetype number, const TextWidth& widthOf)
{
    const QString tail = QLatin1Char('#') + QString::number(number);
    for (qsizetype kept = name.size(); kept > 0; --kept) {
        const QString text = name.part(0, withoutBlankEnd(name, kept)) + kEllipsis + tail;
        if (widthOf(text) <= name.room)
            return text;
    }
    return tail;
}

} // namespace

bool comesBefore(const QString& first, const QString& second)
{
    const auto isDigit = [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); };
    /// Where the number that begins here ends, and where its first digit that counts is.
    const auto number = [&](const QString& text, qsizetype at) {
        qsizetype begin = at, end = at;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        while (begin + 1 < end && text[begin] == QLatin1Char('0'))
            ++begin;
        return std::pair(begin, end);
    };
    qsizetype i = 0, j = 0;
    while (i < first.size() && j < second.size()) {
        if (!isDigit(first[i]) || !isDigit(second[j])) {
            const QChar a = first[i].toCaseFolded(), b = second[j].toCaseFolded();
            if (a != b)
                return a < b;
            ++i;
            ++j;
            continue;
        }
        const auto [ownBegin, ownEnd] = number(first, i);
        const auto [otherBegin, otherEnd] = number(second, j);
        if (ownEnd - ownBegin != otherEnd - otherBegin) // more digits, larger
            return ownEnd - ownBegin < otherEnd - otherBegin;
        const auto order = QStringView(first)
                               .mid(ownBegin, ownEnd - ownBegin)
                               .compare(QStringView(second).mid(otherBegin, otherEnd - otherBegin));
        if (order != 0)
            return order < 0;
        i = ownEnd;
        j = otherEnd;
    }
    if (i < first.size() || j < second.size())
        return i >= first.size();
    return first < second; // alike but for case and zeros: in some order, always the same
}

QString shownName(const QString& name)
{
    QString shown;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        const ushort code = c.unicode();
        if (c.isHighSurrogate() && i + 1 < name.size() && name[i + 1].isLowSurrogate()) {
            shown += c;
            shown += name[++i];
        } else if (code < 0x20) {
            shown += QChar(0x2400 + code); // the sign of that control character
        } else if (code == 0x7f) {
            shown += QChar(0x2421);
        } else if ((code > 0x7f && code < 0xa0) || c.isSurrogate() || code >= 0xfffe || code == 0x2028
            || code == 0x2029) {
            shown += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
        } else {
            shown += c;
        }
    }
    return shown;
}

QString shownName(const std::string& name) { return shownName(QString::fromStdString(name)); }

QStringList shortened(const QStringList& names, const std::vector<double>& rooms, const TextWidth& widthOf)
{
    bool fit = true;
    for (qsizetype i = 0; i < names.size(); ++i)
        fit = fit && widthOf(names[i]) <= rooms[static_cast<std::size_t>(i)];
    if (fit)
        return names;
    const double ellipsis = widthOf(QString(kEllipsis));
    std::vector<Name> all;
    for (qsizetype i = 0; i < names.size(); ++i) {
        Name name { names[i], characters(names[i]), {}, { 0 }, rooms[static_cast<std::size_t>(i)] };
        for (const QString& character : name.characters) {
            name.widths.push_back(widthOf(character));
            name.upTo.push_back(name.upTo.back() + name.widths.back());
        }
        all.push_back(std::move(name));
    }
    QStringList shown;
    for (const Name& name : all) {
        if (widthOf(name.text) <= name.room) {
            shown << name.text;
            continue;
        }
        const Shared shared = sharedWith(all, name);
        QString text = startAndEnd(name, shared, ellipsis, widthOf);
        if (text.isEmpty())
            text = withMiddle(name, shared, names, ellipsis, widthOf);
        shown << text;
    }
    QHash<QString, QSet<QString>> meanings;
    for (qsizetype i = 0; i < shown.size(); ++i)
        meanings[shown[i]].insert(names[i]);
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const bool ambiguous = meanings[shown[i]].size() > 1 && shown[i] != names[i];
        if (ambiguous || (shown[i].isEmpty() && !names[i].isEmpty()))
            shown[i] = numbered(all[static_cast<std::size_t>(i)], i + 1, widthOf);
    }
    return shown;
}

QStringList shortened(const QStringList& names, double room, const TextWidth& widthOf)
{
    return shortened(names, std::vector<double>(static_cast<std::size_t>(names.size()), room), widthOf);
}

QString cutAtWord(const QString& sentence, double room, const TextWidth& widthOf)
{
    if (widthOf(sentence) <= room)
        return sentence;
    for (qsizetype end = sentence.lastIndexOf(QLatin1Char(' ')); end > 0;
         end = sentence.lastIndexOf(QLatin1Char(' '), end - 1)) {
        const QString text = sentence.left(end) + QLatin1Char(' ') + kEllipsis;
        if (widthOf(text) <= room)
            return text;
    }
    return QString(kEllipsis);
}

} // namespace btw::widgets
