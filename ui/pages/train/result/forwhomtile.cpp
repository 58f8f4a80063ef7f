// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/forwhomtile.h"

#include "ui/charts/chart.h"
#include "ui/charts/forwhomchart.h"
#include "ui/models/copytablemodel.h"
#include "ui/models/words.h"
#include "ui/pages/train/result/resultchoice.h"
#include "ui/pages/train/result/resultfigures.h"
#include "ui/widgets/plaintable.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace btw::pages {

namespace {

QString kindName(const QString& kind)
{
    if (kind == QLatin1String("modality"))
        return ForWhomTile::tr("who has a modality");
    if (kind == QLatin1String("class"))
        return ForWhomTile::tr("class");
    return kind == QLatin1String("pattern") ? ForWhomTile::tr("which modalities they have") : kind;
}

/// Which groups the table leaves out because another figure is theirs; empty where none are.
QString otherKinds(
    const experiments::StudyResult& result, const experiments::ForWhomResult& forWhom, const QString& kind)
{
    QStringList kinds;
    QString metric;
    for (const auto& one : forWhom.groups)
        if (kind.isEmpty() && one.metric != result.metric && !kinds.contains(kindName(one.kind))) {
            kinds << kindName(one.kind);
            metric = models::metricShort(one.metric);
        }
    return kinds.isEmpty() ? QString()
                           : ForWhomTile::tr("Groups by %1 are judged by %2: choose %1 above to see them. ")
                                 .arg(models::joined(kinds), metric);
}

/// For how many comparisons p was corrected: the groups of one kind answer one question, and two that are
/// everybody differ from each other once.
QString correctedFor(const std::vector<const experiments::SubgroupContribution*>& groups)
{
    QStringList kinds;
    std::map<QString, qsizetype> counts;
    for (const auto* one : groups) {
        if (!one->isOtherHalf && counts[one->kind]++ == 0)
            kinds << one->kind;
    }
    if (kinds.isEmpty())
        return {};
    if (kinds.size() == 1 && counts[kinds.first()] == 1)
        return ForWhomTile::tr("p asks whether a group differs from all others: one comparison, for which it "
                               "needs no correction.");
    if (kinds.size() == 1)
        return ForWhomTile::tr("p asks whether a group differs from all others, and is corrected for %1 "
                               "comparisons.")
            .arg(counts[kinds.first()]);
    QStringList words;
    for (const QString& kind : kinds)
        words << ForWhomTile::tr("%1 by %2", "a number of comparisons, and what the groups have in common")
                     .arg(counts[kind])
                     .arg(kindName(kind));
    return ForWhomTile::tr("p asks whether a group differs from all others, and is corrected for the "
                           "comparisons within its kind: %1.")
        .arg(models::joined(words));
}

/// Why some p are not repeated; empty where all are told.
QString halves(const std::vector<const experiments::SubgroupContribution*>& groups)
{
    return std::any_of(groups.begin(), groups.end(), [](const auto* one) { return one->isOtherHalf; })
        ? ForWhomTile::tr(
            "Two groups that together are everybody differ from each other once, so one p says it.")
        : QString();
}

/// Who is not shown: of AUROC too few of a class are no better than too few people.
QString whoIsHidden(const experiments::StudyResult& result)
{
    return result.metric == "auroc"
        ? ForWhomTile::tr("Groups of fewer than 10 people, or 10 of either class, are not shown.")
        : ForWhomTile::tr("Groups of fewer than 10 people are not shown.");
}

} // namespace

ForWhomTile::ForWhomTile(QWidget* parent)
    : ResultTile(tr("For whom does it help?"),
        tr("The same difference within groups of people: those who have a modality, classes, "
           "patterns of what is known, and the values of every descriptive column. Exploratory: of many "
           "groups, some look "
           "different by chance. The last column tests whether a group differs from all others, "
           "corrected for the number of groups. Groups of fewer than 10 people are not shown. A click on a "
           "row, or Enter, "
           "selects its people in every table and chart."),
        parent)
    , m_modality(makeChoice(tr("The modality that is asked about"), this))
    , m_kind(makeChoice(tr("What people are grouped by"), this))
    , m_table(new widgets::PlainTable(this))
    , m_rows(new QStandardItemModel(this))
    , m_note(new QLabel(this))
    , m_room(new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Fixed))
{
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setWordWrap(true);
    m_table->setModel(m_rows);
    m_table->setChoosable(true);
    m_table->setAccessibleName(tr("For whom it helps"));
    auto* choices = new QHBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(m_modality, 1);
    choices->addWidget(m_kind, 1);
    body()->addLayout(choices);
    body()->addWidget(m_table);
    body()->addWidget(m_note);
    body()->addItem(m_room);
    body()->addStretch(1);
    setPicture(charts::forWhomFigure());
    connect(m_modality, &QComboBox::activated, this, [this] {
        m_forWhom.reset();
        fill();
        Q_EMIT modalityChosen(modality());
    });
    connect(m_kind, &QComboBox::activated, this, &ForWhomTile::fill);
    connect(m_table, &widgets::PlainTable::rowChosen, this, &ForWhomTile::choose);
}

QString ForWhomTile::modality() const { return m_modality->currentData().toString(); }

int ForWhomTile::takenHeight() const
{
    return m_table->height() + m_note->height() + m_room->sizeHint().height();
}

void ForWhomTile::keepHeight(int before)
{
    // A table that comes and goes, or has fewer rows, would move the page under the person who chose.
    const int now = m_table->height() + m_note->heightForWidth(m_note->width());
    m_room->changeSize(0, std::max(0, before - now), QSizePolicy::Minimum, QSizePolicy::Fixed);
    body()->invalidate();
}

void ForWhomTile::setResult(const Result& result)
{
    const bool isSameStudy = m_result && result && m_result->study == result->study;
    m_result = result;
    m_forWhom.reset();
    fillModalities();
    fill();
    if (!isSameStudy)
        keepHeight(0);
}

void ForWhomTile::setForWhom(const ForWhom& forWhom)
{
    m_forWhom = forWhom;
    fillKinds();
    fill();
}

void ForWhomTile::showProblem(const QString& sentence)
{
    setForWhom(nullptr);
    m_note->setText(sentence);
}

void ForWhomTile::fillModalities()
{
    const QString before = modality();
    m_modality->clear();
    if (!m_result || !m_result->answer)
        return;
    for (const auto& one : m_result->answer->modalities)
        m_modality->addItem(QString::fromStdString(one.modality), QString::fromStdString(one.modality));
    const int kept = m_modality->findData(before);
    const int most = m_modality->findData(QString::fromStdString(m_result->withoutModality));
    m_modality->setCurrentIndex(kept >= 0 ? kept : std::max(0, most));
}

void ForWhomTile::fillKinds()
{
    if (!m_forWhom)
        return;
    const QSignalBlocker quiet(m_kind);
    const QString before = m_kind->currentData().toString();
    m_kind->clear();
    m_kind->addItem(tr("all groups"), QString());
    const auto add = [this](const QString& kind) {
        if (m_kind->findData(kind) < 0)
            m_kind->addItem(kindName(kind), kind);
    };
    for (const auto& one : m_forWhom->groups)
        add(one.kind);
    for (const auto& one : m_forWhom->hidden)
        add(one.kind);
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(before)));
}

void ForWhomTile::fill()
{
    setCaption(m_modality->currentText());
    const int before = takenHeight();
    if (!m_forWhom || !m_result) {
        m_rows->clear();
        m_table->setModel(m_rows);
        setTable({});
        setPictureData({});
        m_note->setText(tr("Comparing groups of people…"));
        keepHeight(before);
        return;
    }
    const QString kind = m_kind->currentData().toString();
    const auto table = forWhomTable(*m_result, *m_forWhom, kind);
    setTable(table);
    setPictureData(forWhomFigureData(*m_result, *m_forWhom, kind));
    models::fillTable(*m_rows, table);
    m_table->setModel(m_rows);
    const QString others = otherKinds(*m_result, *m_forWhom, kind);
    const auto shown = shownGroups(*m_result, *m_forWhom, kind);
    if (!table.isEmpty())
        m_note->setText(others
            + QStringList { tr("Exploratory."), correctedFor(shown), halves(shown), whoIsHidden(*m_result) }
                  .join(QLatin1Char(' '))
                  .simplified());
    else if (!others.isEmpty())
        m_note->setText(others.trimmed());
    else
        m_note->setText(tr("There are no groups to compare: everybody has everything, and no descriptive "
                           "column was kept."));
    keepHeight(before);
}

void ForWhomTile::choose(int row)
{
    const auto groups = m_forWhom && m_result
        ? shownGroups(*m_result, *m_forWhom, m_kind->currentData().toString())
        : std::vector<const experiments::SubgroupContribution*>();
    const auto at = static_cast<std::size_t>(row);
    if (at >= groups.size()) // those that are too few are not pointed at
        return;
    std::vector<std::string> ids;
    for (const auto place : groups[at]->rows)
        ids.push_back(m_result->cohort.ids[place]);
    Q_EMIT peopleChosen(ids);
}

} // namespace btw::pages
