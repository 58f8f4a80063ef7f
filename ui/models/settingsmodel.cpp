// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingsmodel.h"

#include <QFont>
#include <QJsonValue>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace btw::models {

namespace {

using training::Parameter;

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// What people change most; the others are a click away.
bool isCommon(std::string_view key)
{
    constexpr std::array<std::string_view, 8> kCommon { "preset", "alpha", "variance", "gate", "experts",
        "top_k", "learning_rate", "epochs" };
    return std::find(kCommon.begin(), kCommon.end(), key) != kCommon.end();
}

QString writtenValue(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return value.isDouble() ? QString::fromStdString(training::numberText(value.toDouble()))
                            : value.toString();
}

QJsonValue jsonValue(const Parameter& parameter, const training::ExperimentSpec& spec)
{
    if (parameter.isBoolean())
        return parameter.boolean(spec);
    if (parameter.isInteger())
        return static_cast<qint64>(parameter.number(spec));
    return parameter.isReal() ? QJsonValue(parameter.number(spec))
                              : QJsonValue(QString::fromStdString(parameter.text(spec)));
}

} // namespace

SettingsModel::SettingsModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void SettingsModel::setParameters(std::vector<Parameter> read, const training::ExperimentSpec& defaults)
{
    const bool isSame = defaults == m_defaults && read.size() == m_read.size()
        && std::equal(read.begin(), read.end(), m_read.begin(),
            [](const Parameter& a, const Parameter& b) { return a.key == b.key; });
    if (isSame)
        return;
    beginResetModel();
    m_read = std::move(read);
    m_defaults = defaults;
    for (const auto& key : m_wrong.keys())
        if (training::findParameter(m_read, key.toStdString()) == nullptr)
            m_wrong.remove(key);
    choose();
    endResetModel();
    Q_EMIT wrongChanged();
}

void SettingsModel::setValues(const QMap<QString, QJsonArray>& values)
{
    if (values == m_values)
        return;
    const auto shown = [this](const QMap<QString, QJsonArray>& of) {
        return std::count_if(m_read.begin(), m_read.end(), [&](const Parameter& parameter) {
            return isShown(parameter) || of.contains(textOf(parameter.key));
        });
    };
    // Rows come, or only their values change: what is being edited stays where it is.
    if (shown(m_values) == shown(values) && rowCount() == shown(values)) {
        m_values = values;
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_values = values;
    choose();
    endResetModel();
}

void SettingsModel::showAll(bool all)
{
    if (all == m_showsAll)
        return;
    beginResetModel();
    m_showsAll = all;
    choose();
    endResetModel();
}

void SettingsModel::choose()
{
    m_rows.clear();
    for (std::size_t i = 0; i < m_read.size(); ++i)
        if (isShown(m_read[i]))
            m_rows.push_back(i);
}

bool SettingsModel::isShown(const Parameter& parameter) const
{
    const QString key = textOf(parameter.key);
    return m_showsAll || isCommon(parameter.key) || m_values.contains(key) || m_wrong.contains(key);
}

int SettingsModel::differing() const
{
    return static_cast<int>(std::count_if(m_read.begin(), m_read.end(),
        [this](const Parameter& parameter) { return m_values.contains(textOf(parameter.key)); }));
}

QString SettingsModel::wrong() const { return m_wrong.isEmpty() ? QString() : m_wrong.first().sentence; }

QStringList SettingsModel::dangers() const
{
    QStringList all;
    for (const auto& parameter : m_read) {
        if (parameter.danger.empty() || !m_values.contains(textOf(parameter.key)))
            continue;
        // "residual-labels uses evaluation labels": of one of its values, where it begins with that.
        const QString danger = textOf(parameter.danger);
        const auto choices = parameter.choices();
        const auto named = std::find_if(choices.begin(), choices.end(),
            [&](std::string_view choice) { return danger.startsWith(textOf(choice) + QLatin1Char(' ')); });
        if (named == choices.end() || m_values[textOf(parameter.key)].contains(QJsonValue(textOf(*named))))
            all << danger;
    }
    return all;
}

const Parameter& SettingsModel::parameterAt(const QModelIndex& index) const
{
    return m_read[m_rows[static_cast<std::size_t>(index.row())]];
}

SettingsModel::Reading SettingsModel::readingOf(const QModelIndex& index, const QString& text) const
{
    const auto& parameter = parameterAt(index);
    Reading reading;
    if (text.trimmed().isEmpty())
        return reading;
    for (const QString& part : text.split(QLatin1Char(','))) {
        const QString word = part.trimmed();
        auto spec = m_defaults;
        if (!parameter.setFromText(spec, word.toStdString())) {
            reading.wrong
                = tr("%1: “%2” cannot be used; it must be %3.", "a setting, what was typed, what it may be")
                      .arg(textOf(parameter.label), word, allowedText(parameter));
            return reading;
        }
        const QJsonValue value = jsonValue(parameter, spec);
        if (reading.values.contains(value)) {
            reading.wrong = tr("%1: %2 appears twice.").arg(textOf(parameter.label), word);
            return reading;
        }
        reading.values.append(value);
    }
    if (reading.values.size() == 1 && writtenValue(reading.values.first()) == defaultText(parameter))
        reading.values = {};
    return reading;
}

int SettingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SettingsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString SettingsModel::defaultText(const Parameter& parameter) const
{
    // A resolved spec says which preset `auto` was; the key's default is `auto`.
    return QString::fromStdString(
        parameter.key == "preset" ? parameter.defaultText() : parameter.valueText(m_defaults));
}

QString SettingsModel::valueText(const Parameter& parameter) const
{
    const QString key = textOf(parameter.key);
    if (m_wrong.contains(key))
        return m_wrong[key].text;
    if (!m_values.contains(key))
        return defaultText(parameter);
    QStringList words;
    for (const auto& value : m_values[key])
        words << writtenValue(value);
    return words.join(QStringLiteral(", "));
}

QString SettingsModel::allowedText(const Parameter& parameter) const
{
    QString text = QString::fromStdString(parameter.allowed());
    if (!parameter.unit.empty())
        text += tr(", in %1", "a unit").arg(textOf(parameter.unit));
    return text;
}

QVariant SettingsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& parameter = parameterAt(index);
    const QString key = textOf(parameter.key);
    const bool differs = m_values.contains(key) || m_wrong.contains(key);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == SettingColumn)
            return textOf(parameter.label);
        if (index.column() == ValueColumn)
            return valueText(parameter);
        return index.column() == AllowedColumn ? allowedText(parameter) : textOf(parameter.source);
    case Qt::EditRole:
        return index.column() == ValueColumn ? QVariant(valueText(parameter)) : data(index, Qt::DisplayRole);
    case Qt::FontRole:
        if (differs && index.column() <= ValueColumn) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case Qt::ToolTipRole:
        if (m_wrong.contains(key))
            return m_wrong[key].sentence;
        return parameter.danger.empty()
            ? textOf(parameter.explanation)
            : tr("%1 Beware: %2.").arg(textOf(parameter.explanation), textOf(parameter.danger));
    case Qt::AccessibleTextRole:
        return index.column() == ValueColumn && differs
            ? tr("%1, differs from the default").arg(valueText(parameter))
            : data(index, Qt::DisplayRole);
    case KeyRole:
        return key;
    case WrongRole:
        return m_wrong.value(key).sentence;
    case ChoicesRole: {
        QStringList choices;
        for (const auto choice : parameter.choices())
            choices << textOf(choice);
        if (parameter.isBoolean())
            choices << QStringLiteral("true") << QStringLiteral("false");
        return choices;
    }
    default:
        return {};
    }
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SettingColumn:
        return tr("setting");
    case ValueColumn:
        return tr("value");
    case AllowedColumn:
        return tr("allowed");
    default:
        return tr("where the default is from");
    }
}

Qt::ItemFlags SettingsModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == ValueColumn ? flags | Qt::ItemIsEditable : flags;
}

bool SettingsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.column() != ValueColumn)
        return false;
    const QString key = data(index, KeyRole).toString();
    const auto reading = readingOf(index, value.toString());
    if (!reading.wrong.isEmpty())
        m_wrong[key] = { value.toString(), reading.wrong };
    else
        m_wrong.remove(key);
    const QModelIndex first = this->index(index.row(), 0);
    Q_EMIT dataChanged(first, this->index(index.row(), ColumnCount - 1));
    Q_EMIT wrongChanged();
    if (reading.wrong.isEmpty())
        Q_EMIT edited(key, reading.values);
    return true;
}

} // namespace btw::models
