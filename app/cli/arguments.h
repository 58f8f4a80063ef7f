// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace btw::cli {

/// An option `--name VALUE`, or a switch `--name` where `value` is empty.
struct Option
{
    QString name; ///< without the dashes
    QString value; ///< what help calls the value, e.g. "FILE"; empty for a switch
    QString help;
    bool required = false;
    bool repeatable = false; ///< may be given several times
};

/// What a command takes.
struct Syntax
{
    QStringList positionals; ///< names of required ones; a name in brackets, "[NAME]", may be left out
    std::vector<Option> options;
};

/// The arguments of one command, checked against its syntax.
class Arguments
{
public:
    /// \throws btw::Error (Kind::Input) for an unknown option (naming the nearest known one), an option given
    /// twice or
    ///         without its value, a required one that is missing, and too few or too many positionals.
    Arguments(const Syntax& syntax, const QStringList& words);

    bool has(const QString& name) const { return m_values.contains(name); }
    std::optional<QString> value(const QString& name) const;
    /// Every value of a repeatable option, in order.
    QStringList values(const QString& name) const { return m_repeated.value(name); }
    /// The value of an option that the syntax requires.
    QString required(const QString& name) const { return m_values.value(name); }
    std::optional<QString> positional(qsizetype index) const;

    /// A whole number within [low, high], or `fallback` where the option is absent. \throws btw::Error
    std::int64_t integer(const QString& name, std::int64_t fallback, std::int64_t low = 1,
        std::int64_t high = std::numeric_limits<std::int64_t>::max()) const;
    double number(const QString& name, double fallback, double low, double high) const;

private:
    QHash<QString, QString> m_values; ///< of a repeatable one, the last
    QHash<QString, QStringList> m_repeated;
    QStringList m_positionals;
};

/// The known word with the fewest edits from `word`; empty where none is near.
QString nearest(const QString& word, const QStringList& known);

} // namespace btw::cli
