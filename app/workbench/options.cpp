// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

#include "engine/error.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

namespace btw::app {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Options)
};

constexpr int kSmallestSide = 320;
constexpr int kLargestSide = 8192;

[[noreturn]] void refuse(const QString& sentence) { throw Error(sentence.toStdString(), Error::Kind::Input); }

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription(
        Words::tr("Trains multimodal models on your data and shows what each modality adds, and for whom."));
    parser.addOptions({
        { QStringLiteral("store"), Words::tr("Project file; without it, the user's own project."),
            QStringLiteral("file") },
        { QStringLiteral("demo"), Words::tr("Makes a demo cohort and trains on it: sentiment or los."),
            QStringLiteral("kind") },
        { QStringLiteral("run"), Words::tr("Opens a run of the project: its number, or newest."),
            QStringLiteral("run") },
        { QStringLiteral("study"),
            Words::tr("Opens an experiment, or the trainings of one cohort: its place in the list, or "
                      "newest (1)."),
            QStringLiteral("study") },
        { QStringLiteral("page"), Words::tr("Shows this page: start, data, train and so on."),
            QStringLiteral("page") },
        { QStringLiteral("theme"), Words::tr("light, dark or high-contrast, for this session."),
            QStringLiteral("theme") },
        { QStringLiteral("size"), Words::tr("Size of the window, for example 1440x900."),
            QStringLiteral("WxH") },
        { QStringLiteral("screenshot"),
            Words::tr("Writes a picture of the window to a PNG file, then quits."), QStringLiteral("file") },
        { QStringLiteral("screenshot-at"),
            Words::tr(
                "When: start (with --demo, once it trains), epoch:N (of the last step's model), finished "
                "(default with --demo) or opened (default without)."),
            QStringLiteral("moment") },
        { QStringLiteral("until-shown"),
            Words::tr("Ends once the window has been drawn and says how much processor time that took.") },
        { { QStringLiteral("h"), QStringLiteral("help") }, Words::tr("Prints this and ends.") },
        { { QStringLiteral("v"), QStringLiteral("version") }, Words::tr("Prints the version and ends.") },
    });
    parser.addPositionalArgument(QStringLiteral("DATA"),
        Words::tr("A table (.csv, .xlsx, .ods, SPSS, Stata, SAS, MATLAB), a folder or .zip of tables, "
                  "AnnData, an .npz file or a pickle."),
        QStringLiteral("[DATA]"));
}

QSize sizeOf(const QString& text)
{
    const auto sides = text.split(QLatin1Char('x'));
    bool wide = false;
    bool high = false;
    const QSize size = sides.size() == 2 ? QSize(sides[0].toInt(&wide), sides[1].toInt(&high)) : QSize();
    if (!wide || !high || qMin(size.width(), size.height()) < kSmallestSide
        || qMax(size.width(), size.height()) > kLargestSide)
        refuse(Words::tr("--size %1: write width and height from 320 to 8192, as in 1440x900.").arg(text));
    return size;
}

widgets::Scheme schemeOf(const QString& text)
{
    if (text == QLatin1String("light"))
        return widgets::Scheme::Light;
    if (text == QLatin1String("dark"))
        return widgets::Scheme::Dark;
    if (text == QLatin1String("high-contrast"))
        return widgets::Scheme::HighContrast;
    refuse(Words::tr("--theme %1: write light, dark or high-contrast.").arg(text));
}

ScreenshotMoment momentOf(const QString& text)
{
    using Kind = ScreenshotMoment::Kind;
    if (text == QLatin1String("start"))
        return { Kind::Start, 0 };
    if (text == QLatin1String("finished"))
        return { Kind::Finished, 0 };
    if (text == QLatin1String("opened"))
        return { Kind::Opened, 0 };
    bool ok = false;
    const int epoch = text.startsWith(QLatin1String("epoch:")) ? text.mid(6).toInt(&ok) : 0;
    if (!ok || epoch < 1)
        refuse(Words::tr("--screenshot-at %1: write start, epoch:N, finished or opened.").arg(text));
    return { Kind::Epoch, epoch };
}

qint64 runOf(const QString& text)
{
    if (text == QLatin1String("newest"))
        return -1;
    bool ok = false;
    const qint64 run = text.toLongLong(&ok);
    if (!ok || run < 1)
        refuse(Words::tr("--run %1: write a run's number or newest.").arg(text));
    return run;
}

std::size_t studyOf(const QString& text)
{
    if (text == QLatin1String("newest"))
        return 1;
    bool ok = false;
    const int study = text.toInt(&ok);
    if (!ok || study < 1)
        refuse(Words::tr("--study %1: write a place in the list, from 1, or newest.").arg(text));
    return static_cast<std::size_t>(study);
}

} // namespace

Options parseOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        refuse(Words::tr("%1 See --help.", "a sentence about the command line").arg(parser.errorText()));
    Options options;
    options.help = parser.isSet(QStringLiteral("help"));
    options.version = parser.isSet(QStringLiteral("version"));
    options.untilShown = parser.isSet(QStringLiteral("until-shown"));
    options.store = parser.value(QStringLiteral("store"));
    if (parser.isSet(QStringLiteral("store"))) {
        const QFileInfo info(options.store);
        if (options.store.isEmpty() || info.isDir() || !QFileInfo(info.absolutePath()).isDir())
            refuse(Words::tr("--store '%1': name a file in a folder that exists.").arg(options.store));
    }
    options.demo = parser.value(QStringLiteral("demo"));
    if (parser.isSet(QStringLiteral("demo")) && options.demo != QLatin1String("sentiment")
        && options.demo != QLatin1String("los"))
        refuse(Words::tr("--demo %1: write sentiment or los.").arg(options.demo));
    const auto data = parser.positionalArguments();
    if (data.size() > 1)
        refuse(Words::tr("Name one cohort, not %1.").arg(data.size()));
    if (!data.isEmpty()) {
        options.data = data.first();
        if (!QFileInfo::exists(options.data))
            refuse(Words::tr("%1: no such file or folder; check its name.").arg(options.data));
        if (!options.demo.isEmpty())
            refuse(Words::tr("Name either a cohort or --demo, not both."));
    }
    if (parser.isSet(QStringLiteral("run")))
        options.run = runOf(parser.value(QStringLiteral("run")));
    if (parser.isSet(QStringLiteral("study")))
        options.study = studyOf(parser.value(QStringLiteral("study")));
    options.page = parser.value(QStringLiteral("page"));
    if (parser.isSet(QStringLiteral("theme")))
        options.scheme = schemeOf(parser.value(QStringLiteral("theme")));
    if (parser.isSet(QStringLiteral("size")))
        options.size = sizeOf(parser.value(QStringLiteral("size")));
    options.screenshot = parser.value(QStringLiteral("screenshot"));
    // Without a demo nothing trains, and nothing would finish.
    options.moment.kind
        = options.demo.isEmpty() ? ScreenshotMoment::Kind::Opened : ScreenshotMoment::Kind::Finished;
    if (parser.isSet(QStringLiteral("screenshot-at"))) {
        if (options.screenshot.isEmpty())
            refuse(Words::tr("--screenshot-at needs --screenshot FILE."));
        options.moment = momentOf(parser.value(QStringLiteral("screenshot-at")));
    }
    return options;
}

QString helpText()
{
    QCommandLineParser parser;
    addOptions(parser);
    // Qt takes the name from the application object, which --help does without.
    return parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("btw-workbench"));
}

} // namespace btw::app
