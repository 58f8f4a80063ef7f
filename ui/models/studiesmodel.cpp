// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/studiesmodel.h"

#include "ui/models/words.h"
#include "ui/widgets/navdelegate.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace btw::models {

using experiments::Study;
using store::TrainingState;
using widgets::NavDelegate;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(StudiesModel)
};

constexpr qsizetype kSystemsNamed = 3;

bool hasState(const Study& study, TrainingState state)
{
    return std::any_of(study.trainings.begin(), study.trainings.end(),
        [state](const auto& training) { return training.state == state; });
}

NavDelegate::Dot dotOf(const Study& study)
{
    if (hasState(study, TrainingState::Running))
        return NavDelegate::Dot::Running;
    if (hasState(study, TrainingState::Failed))
        return NavDelegate::Dot::Failed;
    if (study.isOpen())
        return NavDelegate::Dot::Good;
    return hasState(study, TrainingState::Stopped) || hasState(study, TrainingState::Interrupted)
        ? NavDelegate::Dot::Stopped
        : NavDelegate::Dot::Waiting;
}

QString stateWords(const Study& study)
{
    switch (dotOf(study)) {
    case NavDelegate::Dot::Running:
        return Words::tr("running");
    case NavDelegate::Dot::Failed:
        return Words::tr("a training failed");
    case NavDelegate::Dot::Good:
        return Words::tr("finished");
    case NavDelegate::Dot::Stopped:
        return Words::tr("stopped");
    case NavDelegate::Dot::Waiting:
    case NavDelegate::Dot::None:
        break;
    }
    return Words::tr("waits");
}

/// Whether the two look alike in the list.
bool isShownAlike(const Study& a, const Study& b)
{
    return a.id == b.id && studyName(a) == studyName(b) && studyLine(a) == studyLine(b)
        && studyFigure(a) == studyFigure(b) && dotOf(a) == dotOf(b);
}

QString tipOf(const Study& study)
{
    QString tip = Words::tr("%1\n%2, %3", "a question, its data and state")
                      .arg(studyName(study), experiments::toldApart(study.data, study), stateWords(study));
    if (std::isfinite(study.figure))
        tip += QLatin1Char('\n')
            + Words::tr("%1 %2: mean over %3 folds, %4 repeats and %5 seeds, on test rows")
                  .arg(metricShort(study.metric), number(study.figure))
                  .arg(study.folds)
                  .arg(study.repeats)
                  .arg(study.seeds);
    else
        tip += QLatin1Char('\n')
            + Words::tr("%1 of %2 trainings have ended").arg(study.ended).arg(study.trainings.size());
    return tip;
}

} // namespace

QString studyName(const Study& study)
{
    // A name that was made says the data before and the folds behind, which the second line says, too.
    if (!study.name.isEmpty()) {
        static const QRegularExpression kFolds(QStringLiteral(", (\\d+ folds|\\d+ repeats|folds by ).*$"));
        const QString data = study.data + QStringLiteral(", ");
        const QString name
            = study.name.startsWith(data) ? study.name.mid(data.size()).remove(kFolds) : study.name;
        return capitalised(name);
    }
    QStringList names(study.systems.begin(), study.systems.end());
    if (names.size() > kSystemsNamed)
        names = names.mid(0, kSystemsNamed) << QStringLiteral("…");
    return names.join(QStringLiteral(", "));
}

QString studyLine(const Study& study)
{
    QStringList parts { study.data };
    if (!study.which.isEmpty())
        parts << study.which.section(QLatin1Char(':'), 0, 0); // there is little room; the tip says all
    if (study.folds > 1)
        parts << (study.repeats * study.seeds > 1
                ? Words::tr("%1 folds × %2").arg(study.folds).arg(study.repeats * study.seeds)
                : Words::tr("%1 folds").arg(study.folds));
    else if (study.seeds > 1)
        parts << Words::tr("%1 seeds").arg(study.seeds);
    return (parts << whenWords(study.created)).join(QStringLiteral(" · "));
}

QString studyFigure(const Study& study)
{
    if (std::isfinite(study.figure))
        return number(study.figure);
    return study.isOpen() ? QString()
                          : Words::tr("%1 / %2", "trainings that have ended")
                                .arg(study.ended)
                                .arg(std::max(study.trainings.size(), study.progress.trainings));
}

QString whenWords(const QDateTime& utc, const QDateTime& now)
{
    const QDateTime local = utc.toLocalTime();
    const QString time = local.toString(QStringLiteral("HH:mm"));
    const auto days = local.date().daysTo(now.date());
    if (days == 0)
        return Words::tr("today %1", "a time").arg(time);
    if (days == 1)
        return Words::tr("yesterday %1", "a time").arg(time);
    return QLocale(QLocale::English).toString(local.date(), QStringLiteral("d MMM")) + QLatin1Char(' ')
        + time;
}

StudiesModel::StudiesModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void StudiesModel::setStudies(const std::vector<Study>& studies)
{
    const bool isSameOrder = studies.size() == m_studies.size()
        && std::equal(studies.begin(), studies.end(), m_studies.begin(),
            [](const Study& a, const Study& b) { return a.id == b.id; });
    if (!isSameOrder) {
        beginResetModel();
        m_studies = studies;
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < studies.size(); ++i) {
        const bool isAlike = isShownAlike(studies[i], m_studies[i]);
        m_studies[i] = studies[i];
        const auto changed = index(static_cast<int>(i) + 1);
        if (!isAlike)
            Q_EMIT dataChanged(changed, changed);
    }
}

const Study* StudiesModel::studyAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() == 0
        || !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return nullptr;
    return &m_studies[static_cast<std::size_t>(index.row()) - 1];
}

QModelIndex StudiesModel::indexOf(const Study::Id& id) const
{
    const auto found = std::find_if(
        m_studies.begin(), m_studies.end(), [&](const Study& study) { return study.id == id; });
    return found == m_studies.end() ? QModelIndex() : index(static_cast<int>(found - m_studies.begin()) + 1);
}

int StudiesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_studies.empty() ? 0 : static_cast<int>(m_studies.size()) + 1;
}

QVariant StudiesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto* study = studyAt(index);
    if (role == NavDelegate::SectionRole)
        return study == nullptr;
    if (!study) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return tr("Questions");
        return role == NavDelegate::DotRole ? QVariant(static_cast<int>(NavDelegate::Dot::None)) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return studyName(*study);
    case NavDelegate::DetailRole:
        return studyFigure(*study);
    case NavDelegate::SecondRole:
        return studyLine(*study);
    case Qt::ToolTipRole:
        return tipOf(*study).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
    case Qt::AccessibleTextRole:
        return tipOf(*study);
    case NavDelegate::DotRole:
        return static_cast<int>(dotOf(*study));
    default:
        return {};
    }
}

Qt::ItemFlags StudiesModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return QAbstractListModel::flags(index);
    const auto flags = QAbstractListModel::flags(index) | Qt::ItemNeverHasChildren;
    return studyAt(index) ? flags : Qt::ItemFlags(Qt::ItemNeverHasChildren);
}

} // namespace btw::models
