// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/selectedmodel.h"

#include "ui/models/words.h"

#include <cmath>
#include <utility>

namespace btw::pages {

QString labelText(Task task, const std::vector<std::string>& classes, double label)
{
    if (task == Task::Regression || !(label >= 0) || label >= static_cast<double>(classes.size()))
        return models::number(label);
    return QString::fromStdString(classes[static_cast<std::size_t>(label)]);
}

namespace {

/// Broken at the blank that is nearest to its middle: names are long, and stand above short numbers.
QString onTwoLines(QString name)
{
    constexpr qsizetype kShort = 16;
    qsizetype best = -1;
    for (qsizetype at = name.indexOf(QLatin1Char(' ')); at >= 0; at = name.indexOf(QLatin1Char(' '), at + 1))
        if (best < 0 || std::abs(2 * at - name.size()) < std::abs(2 * best - name.size()))
            best = at;
    if (name.size() > kShort && best >= 0)
        name[best] = QLatin1Char('\n');
    return name;
}

} // namespace

SelectedModel::SelectedModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void SelectedModel::setPeople(
    std::shared_ptr<const experiments::PeopleChange> change, std::vector<std::size_t> rows)
{
    beginResetModel();
    m_change = std::move(change);
    m_rows = std::move(rows);
    endResetModel();
}

const experiments::PersonChange& SelectedModel::personAt(int row) const
{
    return m_change->people[m_rows[static_cast<std::size_t>(row)]];
}

int SelectedModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SelectedModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString SelectedModel::display(const experiments::PersonChange& person, int column) const
{
    const auto fixed = [](double value) {
        constexpr double kLarge = 10;
        return std::abs(value) < kLarge
            ? QString::number(value, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212))
            : models::number(value);
    };
    switch (column) {
    case Id:
        return QString::fromStdString(person.id);
    case Label:
        return labelText(m_change->task, m_change->classes, person.label);
    case Before:
        return fixed(person.before);
    case After:
        return fixed(person.after);
    case Change:
        return (person.change > 0 ? QStringLiteral("+") : QString()) + fixed(person.change);
    case Weights: {
        QStringList weights;
        for (const auto weight : person.weights)
            weights << (std::isfinite(weight) ? fixed(weight) : QStringLiteral("–"));
        return weights.join(QStringLiteral(" · "));
    }
    default:
        return {};
    }
}

QVariant SelectedModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& person = personAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(person, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() <= Label ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SortRole:
        switch (index.column()) {
        case Label:
            return person.label;
        case Before:
            return person.before;
        case After:
            return person.after;
        case Change:
            return person.change;
        default:
            return display(person, index.column());
        }
    default:
        return {};
    }
}

QVariant SelectedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section <= Label ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && (section == Before || section == After) && m_change) {
        const QString what = m_change->task == Task::Regression
            ? tr("What the model predicts, the mean over seeds and folds")
            : m_change->classes.size() == 2
            ? tr("Probability of %1, the mean over seeds and folds")
                  .arg(QString::fromStdString(m_change->classes[1]))
            : tr("Probability of the person's true class, the mean over seeds and folds");
        return (section == Before ? m_change->baseline : m_change->model) + QLatin1Char('\n') + what;
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id:
        return tr("id");
    case Label:
        return m_change && m_change->task == Task::Classification ? tr("outcome") : tr("label");
    case Before:
        return m_change ? onTwoLines(m_change->baseline) : tr("baseline");
    case After:
        return m_change ? onTwoLines(m_change->model) : tr("model");
    case Change:
        return tr("change");
    case Weights: {
        QStringList names;
        if (m_change)
            for (const auto& name : m_change->modalities)
                names << QString::fromStdString(name);
        return names.isEmpty() ? tr("weights") : tr("weights: %1").arg(names.join(QStringLiteral(" · ")));
    }
    default:
        return {};
    }
}

} // namespace btw::pages
