// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "engine/error.h"

#include <algorithm>
#include <exception>
#include <new>

namespace btw::cli {

namespace {

void printHelp(const std::vector<Command>& all, Console& console)
{
    console.result(
        QStringLiteral("Usage: btw COMMAND [ARGUMENTS]     btw COMMAND --help     btw --version\n"));
    for (const Command& command : all)
        console.result(QStringLiteral("  %1%2").arg(command.name, -14).arg(command.summary));
    console.result(
        QStringLiteral("\nResults go to standard output, progress and messages to standard error.\n"
                       "Exit status: 0 done, 1 the work failed, 2 unusable arguments or input, "
                       "130 stopped by a signal."));
}

QString usage(const Option& option)
{
    const QString text = QStringLiteral("--") + option.name
        + (option.value.isEmpty() ? QString() : QLatin1Char(' ') + option.value);
    return option.required ? text : QLatin1Char('[') + text + QLatin1Char(']');
}

void printHelp(const Command& command, Console& console)
{
    QStringList words { QStringLiteral("Usage: btw"), command.name };
    words += command.syntax.positionals;
    qsizetype width = 0;
    for (const Option& option : command.syntax.options) {
        words.append(usage(option));
        width = std::max(width, option.name.size() + option.value.size() + 3);
    }
    console.result(words.join(QLatin1Char(' ')) + QLatin1Char('\n'));
    console.result(command.summary);
    if (!command.syntax.options.empty())
        console.result(QString());
    for (const Option& option : command.syntax.options)
        console.result(QStringLiteral("  --%1  %2")
                           .arg(QString(option.name + QLatin1Char(' ') + option.value).trimmed(),
                               -static_cast<int>(width))
                           .arg(option.help));
    if (!command.notes.isEmpty())
        console.result(QLatin1Char('\n') + command.notes);
}

int runCommand(const std::vector<Command>& all, const QStringList& words, Console& console)
{
    const QString& name = words.front();
    const auto found = std::find_if(
        all.begin(), all.end(), [&name](const Command& command) { return command.name == name; });
    if (found == all.end()) {
        QStringList known;
        for (const Command& command : all)
            known.append(command.name);
        const QString near = nearest(name, known);
        console.message(
            QStringLiteral("There is no command '%1'%2; there are: %3.")
                .arg(name, near.isEmpty() ? QString() : QStringLiteral(" (did you mean '%1'?)").arg(near),
                    known.join(QStringLiteral(", "))));
        return kUnusable;
    }
    const QStringList rest = words.sliced(1);
    if (rest.contains(QStringLiteral("--help")) || rest.contains(QStringLiteral("-h"))) {
        printHelp(*found, console);
        return kDone;
    }
    return found->run(Arguments(found->syntax, rest), console);
}

} // namespace

int run(const std::vector<Command>& all, const QStringList& words, Console& console)
{
    try {
        if (words.isEmpty()) {
            console.message(QStringLiteral("Which command? btw --help lists them."));
            return kUnusable;
        }
        if (words.front() == QLatin1String("--help") || words.front() == QLatin1String("-h")
            || words.front() == QLatin1String("help")) {
            printHelp(all, console);
            return kDone;
        }
        return runCommand(all, words, console);
    } catch (const Error& error) {
        console.message(QString::fromUtf8(error.what()));
        return error.kind() == Error::Kind::Input ? kUnusable : kWorkFailed;
    } catch (const std::bad_alloc&) {
        console.message(
            QStringLiteral("This machine does not have enough memory for that; try a smaller cohort."));
        return kWorkFailed;
    } catch (const std::exception& error) {
        console.message(QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
        return kWorkFailed;
    }
}

} // namespace btw::cli
