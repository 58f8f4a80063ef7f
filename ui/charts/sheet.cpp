// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sheet.h"

#include "engine/error.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <set>

namespace btw::charts {

namespace {

constexpr int kVersion = 1;
constexpr double kLeastMm = 30;
constexpr double kMostMm = 1000;
constexpr int kMostColumns = 4;
constexpr std::size_t kMostPanels = 24;

/// Reads one object's keys; says which key is wrong.
class Keys
{
public:
    Keys(QJsonObject object, QString file, QString where)
        : m_object(std::move(object))
        , m_file(std::move(file))
        , m_where(std::move(where))
    {
    }

    [[noreturn]] void refuse(const QString& key, const QString& what) const
    {
        throw Error((m_file + QStringLiteral(": ") + m_where + key + QLatin1Char(' ') + what).toStdString(),
            Error::Kind::Input);
    }
    void onlyThese(const QStringList& known) const
    {
        for (const auto& key : m_object.keys())
            if (!known.contains(key))
                refuse(key,
                    QStringLiteral("is not a key of a figure file; the keys are: %1.")
                        .arg(known.join(QStringLiteral(", "))));
    }
    double number(const QString& key, double usual, double low, double high) const
    {
        const auto value = m_object.value(key);
        if (value.isUndefined())
            return usual;
        const double number = value.toDouble(std::nan(""));
        if (!(number >= low && number <= high))
            refuse(key, QStringLiteral("must be a number from %1 to %2.").arg(low).arg(high));
        return number;
    }
    int whole(const QString& key, int usual, int low, int high) const
    {
        const double value = number(key, usual, low, high);
        if (value != std::floor(value))
            refuse(key, QStringLiteral("must be a whole number."));
        return static_cast<int>(value);
    }
    std::int64_t id(const QString& key) const
    {
        constexpr double kMost = 9e15; // what JSON's numbers hold exactly
        return static_cast<std::int64_t>(number(key, 0, 0, kMost));
    }
    QString text(const QString& key, const QString& usual) const
    {
        const auto value = m_object.value(key);
        if (!value.isUndefined() && !value.isString())
            refuse(key, QStringLiteral("must be text."));
        return value.toString(usual);
    }
    bool flag(const QString& key, bool usual) const
    {
        const auto value = m_object.value(key);
        if (!value.isUndefined() && !value.isBool())
            refuse(key, QStringLiteral("must be true or false."));
        return value.toBool(usual);
    }
    QString oneOf(const QString& key, const QStringList& known) const
    {
        QString value = text(key, known.first());
        if (!known.contains(value))
            refuse(key,
                QStringLiteral("is \"%1\", but must be one of %2.")
                    .arg(value, known.join(QStringLiteral(", "))));
        return value;
    }
    QJsonValue value(const QString& key) const { return m_object.value(key); }

private:
    QJsonObject m_object;
    QString m_file;
    QString m_where; ///< "panels[2]."
};

QStringList idsOf(const std::vector<SheetChoice>& choices)
{
    QStringList ids;
    for (const auto& choice : choices)
        ids << choice.id;
    return ids;
}

std::optional<Range> rangeOf(const Keys& keys)
{
    const auto value = keys.value(QStringLiteral("y_at_least"));
    if (value.isUndefined())
        return std::nullopt;
    const auto ends = value.toArray();
    const double low = ends.at(0).toDouble(std::nan(""));
    const double high = ends.at(1).toDouble(std::nan(""));
    if (ends.size() != 2 || !(low < high))
        keys.refuse(
            QStringLiteral("y_at_least"), QStringLiteral("must be two numbers, the smaller one first."));
    return Range { low, high };
}

SheetPanel panelFrom(const QJsonObject& object, const QString& file, const QString& where, int columns)
{
    const Keys keys(object, file, where);
    keys.onlyThese({ QStringLiteral("figure"), QStringLiteral("run"), QStringLiteral("experiment"),
        QStringLiteral("cohort"), QStringLiteral("columns"), QStringLiteral("bands"),
        QStringLiteral("y_at_least") });
    SheetPanel panel;
    panel.figure = keys.text(QStringLiteral("figure"), {});
    if (panel.figure.isEmpty())
        keys.refuse(QStringLiteral("figure"), QStringLiteral("is missing: which figure the panel shows."));
    panel.subject = { keys.id(QStringLiteral("run")), keys.id(QStringLiteral("experiment")),
        keys.id(QStringLiteral("cohort")) };
    const int named = (panel.subject.run != 0 ? 1 : 0) + (panel.subject.experiment != 0 ? 1 : 0)
        + (panel.subject.split != 0 ? 1 : 0);
    if (named != 1)
        keys.refuse(QStringLiteral("run"),
            QStringLiteral("or experiment, or cohort, must be named, and one of them only."));
    panel.span = keys.whole(QStringLiteral("columns"), 1, 1, columns);
    panel.view.hasBands = keys.flag(QStringLiteral("bands"), true);
    panel.view.atLeast = rangeOf(keys);
    return panel;
}

QJsonObject toJson(const SheetPanel& panel)
{
    QJsonObject json { { QStringLiteral("figure"), panel.figure } };
    if (panel.subject.run != 0)
        json.insert(QStringLiteral("run"), static_cast<qint64>(panel.subject.run));
    if (panel.subject.experiment != 0)
        json.insert(QStringLiteral("experiment"), static_cast<qint64>(panel.subject.experiment));
    if (panel.subject.split != 0)
        json.insert(QStringLiteral("cohort"), static_cast<qint64>(panel.subject.split));
    json.insert(QStringLiteral("columns"), panel.span);
    json.insert(QStringLiteral("bands"), panel.view.hasBands);
    if (panel.view.atLeast)
        json.insert(
            QStringLiteral("y_at_least"), QJsonArray { panel.view.atLeast->low, panel.view.atLeast->high });
    return json;
}

} // namespace

QByteArray toBtwfig(const Sheet& sheet)
{
    QJsonArray panels;
    for (const auto& panel : sheet.panels)
        panels.append(toJson(panel));
    const QJsonObject json { { QStringLiteral("btwfig"), kVersion },
        { QStringLiteral("width_mm"), sheet.widthMm }, { QStringLiteral("height_mm"), sheet.heightMm },
        { QStringLiteral("columns"), sheet.columns },
        { QStringLiteral("style"), sheet.style.isEmpty() ? sheetStyles().front().id : sheet.style },
        { QStringLiteral("colours"), sheet.colours.isEmpty() ? sheetColours().front().id : sheet.colours },
        { QStringLiteral("text"), sheet.hasOutlines ? QStringLiteral("outlines") : QStringLiteral("fonts") },
        { QStringLiteral("background"),
            sheet.isTransparent ? QStringLiteral("none") : QStringLiteral("white") },
        { QStringLiteral("panels"), panels } };
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

Sheet fromBtwfig(const QByteArray& bytes, const QString& name)
{
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(bytes, &fault);
    const auto object = document.object();
    if (fault.error != QJsonParseError::NoError || !object.contains(QStringLiteral("btwfig")))
        throw Error(
            (name + QStringLiteral(" is not a figure file (.btwfig): ")
                + (fault.error != QJsonParseError::NoError ? QStringLiteral("it is not JSON, at byte %1: %2.")
                                                                 .arg(fault.offset)
                                                                 .arg(fault.errorString())
                                                           : QStringLiteral("it has no key btwfig.")))
                .toStdString(),
            Error::Kind::Input);
    const Keys keys(object, name, {});
    if (keys.whole(QStringLiteral("btwfig"), kVersion, 1, 1'000'000) > kVersion)
        keys.refuse(QStringLiteral("btwfig"),
            QStringLiteral("was written by a newer version of the program; open it with that one."));
    keys.onlyThese({ QStringLiteral("btwfig"), QStringLiteral("width_mm"), QStringLiteral("height_mm"),
        QStringLiteral("columns"), QStringLiteral("style"), QStringLiteral("colours"), QStringLiteral("text"),
        QStringLiteral("background"), QStringLiteral("panels") });
    Sheet sheet;
    sheet.widthMm = keys.number(QStringLiteral("width_mm"), sheet.widthMm, kLeastMm, kMostMm);
    sheet.heightMm = keys.number(QStringLiteral("height_mm"), 0, 0, kMostMm);
    sheet.columns = keys.whole(QStringLiteral("columns"), 1, 1, kMostColumns);
    sheet.style = keys.oneOf(QStringLiteral("style"), idsOf(sheetStyles()));
    sheet.colours = keys.oneOf(QStringLiteral("colours"), idsOf(sheetColours()));
    sheet.hasOutlines
        = keys.oneOf(QStringLiteral("text"), { QStringLiteral("fonts"), QStringLiteral("outlines") })
        == QLatin1String("outlines");
    sheet.isTransparent
        = keys.oneOf(QStringLiteral("background"), { QStringLiteral("white"), QStringLiteral("none") })
        == QLatin1String("none");
    const auto panels = keys.value(QStringLiteral("panels"));
    if (!panels.isArray() || static_cast<std::size_t>(panels.toArray().size()) > kMostPanels)
        keys.refuse(QStringLiteral("panels"),
            QStringLiteral("must be a list of at most %1 panels.").arg(kMostPanels));
    for (const auto& panel : panels.toArray())
        sheet.panels.push_back(panelFrom(
            panel.toObject(), name, QStringLiteral("panels[%1].").arg(sheet.panels.size()), sheet.columns));
    return sheet;
}

std::vector<SheetPlace> placesOf(const Sheet& sheet)
{
    std::vector<SheetPlace> places;
    places.reserve(sheet.panels.size());
    int row = 0;
    int column = 0;
    for (const auto& panel : sheet.panels) {
        const int span = std::clamp(panel.span, 1, sheet.columns);
        if (column + span > sheet.columns) {
            ++row;
            column = 0;
        }
        places.push_back({ row, column, span });
        column += span;
    }
    return places;
}

QString panelLetter(std::size_t index)
{
    constexpr std::size_t kLetters = 26;
    return index < kLetters ? QStringLiteral("(%1)").arg(QChar(static_cast<char16_t>(u'a' + index)))
                            : QStringLiteral("(%1)").arg(index + 1);
}

} // namespace btw::charts
