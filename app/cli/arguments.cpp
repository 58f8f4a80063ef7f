// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace btw::cli {

namespace {

[[noreturn]] void refuse(const QString& sentence) { throw Error(sentence.toStdString()); }

/// Insertions, deletions and replacements from a to b (Levenshtein 1966).
qsizetype editDistance(const QString& a, const QString& b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), qsizetype { 0 });
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const qsizetype replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[at + 1];
            row[at + 1] = std::min({ replaced, row[at] + 1, row[at + 1] + 1 });
        }
    }
    return row.back();
}

const Option* find(const Syntax& syntax, const QString& name)
{
    const auto found = std::find_if(syntax.options.begin(), syntax.options.end(),
        [&name](const Option& option) { return option.name == name; });
    return found == syntax.options.end() ? nullptr : &*found;
}

[[noreturn]] void refuseUnknown(const Syntax& syntax, const QString& name)
{
    QStringList known;
    for (const Option& option : syntax.options)
        known.append(option.name);
    const QString near = nearest(name, known);
    refuse(near.isEmpty()
            ? QStringLiteral("There is no option --%1; add --help to see what this command takes.").arg(name)
            : QStringLiteral("There is no option --%1; did you mean --%2?").arg(name, near));
}

bool isOptional(const QString& positional) { return positional.startsWith(QLatin1Char('[')); }

} // namespace

QString nearest(const QString& word, const QStringList& known)
{
    QString best;
    qsizetype least = std::max<qsizetype>(2, word.size() / 2) + 1;
    for (const QString& candidate : known) {
        const qsizetype distance = editDistance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

Arguments::Arguments(const Syntax& syntax, const QStringList& words)
{
    bool options = true;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words[i];
        if (!options || !word.startsWith(QLatin1Char('-')) || word == QLatin1String("-")) {
            m_positionals.append(word);
            continue;
        }
        if (word == QLatin1String("--")) {
            options = false;
            continue;
        }
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        const QString name
            = word.sliced(word.startsWith(QLatin1String("--")) ? 2 : 1).section(QLatin1Char('='), 0, 0);
        const Option* option = word.startsWith(QLatin1String("--")) ? find(syntax, name) : nullptr;
        if (option == nullptr)
            refuseUnknown(syntax, name);
        if (m_values.contains(name) && !option->repeatable)
            refuse(QStringLiteral("--%1 is given twice; leave one of them out.").arg(name));
        if (option->value.isEmpty()) {
            if (equals >= 0)
                refuse(QStringLiteral("--%1 is a switch and takes no value.").arg(name));
            m_values.insert(name, {});
        } else if (equals >= 0) {
            m_values.insert(name, word.sliced(equals + 1));
        } else {
            if (i + 1 >= words.size() || words[i + 1].startsWith(QLatin1String("--")))
                refuse(QStringLiteral("--%1 needs a value: --%1 %2.").arg(name, option->value));
            m_values.insert(name, words[++i]);
        }
        if (option->repeatable)
            m_repeated[name].append(m_values.value(name));
    }

    for (const Option& option : syntax.options) {
        if (option.required && !m_values.contains(option.name))
            refuse(QStringLiteral("--%1 is missing; add --%1 %2 (%3).")
                       .arg(option.name, option.value, option.help));
    }
    const auto needed = std::count_if(syntax.positionals.begin(), syntax.positionals.end(),
        [](const QString& positional) { return !isOptional(positional); });
    if (m_positionals.size() < needed)
        refuse(QStringLiteral("%1 is missing; add --help to see how this command is written.")
                   .arg(syntax.positionals[m_positionals.size()]));
    if (m_positionals.size() > syntax.positionals.size())
        refuse(QStringLiteral("'%1' is one argument too many; add --help to see how this command is written.")
                   .arg(m_positionals[syntax.positionals.size()]));
}

std::optional<QString> Arguments::value(const QString& name) const
{
    const auto found = m_values.constFind(name);
    return found == m_values.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<QString> Arguments::positional(qsizetype index) const
{
    return index < m_positionals.size() ? std::optional(m_positionals[index]) : std::nullopt;
}

std::int64_t Arguments::integer(
    const QString& name, std::int64_t fallback, std::int64_t low, std::int64_t high) const
{
    const auto text = value(name);
    if (!text)
        return fallback;
    bool whole = false;
    const std::int64_t number = text->toLongLong(&whole);
    if (whole && number >= low && number <= high)
        return number;
    const QString range = high == std::numeric_limits<std::int64_t>::max()
        ? QStringLiteral("of at least %1").arg(low)
        : QStringLiteral("from %1 to %2").arg(low).arg(high);
    refuse(QStringLiteral("--%1 is '%2', but must be a whole number %3.").arg(name, *text, range));
}

double Arguments::number(const QString& name, double fallback, double low, double high) const
{
    const auto text = value(name);
    if (!text)
        return fallback;
    bool good = false;
    const double number = text->toDouble(&good);
    const bool isBounded = high < std::numeric_limits<double>::max();
    if (!isBounded && (!good || !std::isfinite(number) || number < low))
        refuse(
            QStringLiteral("--%1 is '%2', but must be a number of at least %3.").arg(name, *text).arg(low));
    if (!good || !(number >= low && number <= high))
        refuse(QStringLiteral("--%1 is '%2', but must be a number from %3 to %4.")
                   .arg(name, *text)
                   .arg(low)
                   .arg(high));
    return number;
}

} // namespace btw::cli
