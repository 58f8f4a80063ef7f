// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparebar.h"

#include "ui/models/words.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/flowlayout.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>

namespace btw::pages {

using experiments::Spread;
using experiments::Study;
using widgets::ChoiceBox;

namespace {

constexpr int kStudyWidth = 320;
constexpr int kFilterWidth = 180;

QWidget* labelled(const QString& text, QWidget* field, QWidget* parent)
{
    auto* pair = new QWidget(parent);
    auto* label = new QLabel(text, pair);
    label->setProperty("role", QStringLiteral("caption"));
    label->setBuddy(field);
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(label);
    row->addWidget(field);
    return pair;
}

} // namespace

QString studyTitle(const Study& study)
{
    if (study.id.experiment == 0)
        return CompareBar::tr("%1: trainings one by one").arg(experiments::toldApart(study.data, study));
    if (study.name.isEmpty())
        return CompareBar::tr("%1: experiment %2").arg(study.data).arg(study.id.experiment);
    const QString name = experiments::toldApart(study.name, study);
    return study.name.startsWith(study.data) ? name : CompareBar::tr("%1: %2").arg(study.data, name);
}

CompareBar::CompareBar(QWidget* parent)
    : QWidget(parent)
    , m_study(new ChoiceBox(this))
    , m_people(new ChoiceBox(this))
    , m_metric(new ChoiceBox(this))
    , m_spread(new ChoiceBox(this))
    , m_filter(new QLineEdit(this))
{
    m_study->setAccessibleName(tr("Study"));
    m_people->setAccessibleName(tr("People"));
    m_metric->setAccessibleName(tr("Figure"));
    m_spread->setAccessibleName(tr("Spread"));
    m_filter->setAccessibleName(tr("Filter"));
    m_study->setFixedWidth(kStudyWidth);
    m_people->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_filter->setPlaceholderText(tr("Filter: name, tag, star"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(kFilterWidth);
    m_spread->addItems({ tr("seeds"), tr("folds"), tr("people") });
    m_spread->setToolTip(tr("What the standard deviation behind ± runs over."));

    auto* flow = new widgets::FlowLayout(this);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(8);
    for (auto* pair : { labelled(tr("St&udy"), m_study, this), labelled(tr("P&eople"), m_people, this),
             labelled(tr("F&igure"), m_metric, this), labelled(tr("± &over"), m_spread, this),
             labelled(tr("Fin&d"), m_filter, this) })
        flow->addWidget(pair);

    connect(m_study, &QComboBox::activated, this, [this](int at) {
        if (at >= 0 && at < static_cast<int>(m_ids.size()))
            Q_EMIT studyChosen(m_ids[static_cast<std::size_t>(at)]);
    });
    connect(m_people, &QComboBox::activated, this, &CompareBar::choosePeople);
    connect(m_metric, &QComboBox::activated, this,
        [this](int at) { Q_EMIT metricChosen(m_metric->itemData(at).toString().toStdString()); });
    connect(m_spread, &QComboBox::activated, this, [this](int at) {
        Q_EMIT spreadChosen(at == 0 ? Spread::Seeds : at == 1 ? Spread::Folds : Spread::People);
    });
    connect(m_filter, &QLineEdit::textChanged, this, &CompareBar::filterChanged);
}

void CompareBar::setStudies(const std::vector<Study>& studies, const Study::Id& current)
{
    const QSignalBlocker quiet(m_study);
    m_study->clear();
    m_ids.clear();
    int at = -1;
    for (const auto& study : studies) {
        if (study.id == current)
            at = static_cast<int>(m_ids.size());
        m_ids.push_back(study.id);
        m_study->addItem(studyTitle(study));
        m_study->setItemData(m_study->count() - 1, studyTitle(study), Qt::ToolTipRole);
    }
    m_study->setCurrentIndex(at);
    m_study->setEnabled(!studies.empty());
}

void CompareBar::setResult(const CompareResult& result, const CompareQuestion& question,
    const std::string& metric, const std::string& population)
{
    const QSignalBlocker quiet(m_metric);
    m_metric->clear();
    for (const auto& name : result.metrics)
        m_metric->addItem(models::metricName(name), QString::fromStdString(name));
    m_metric->setCurrentIndex(m_metric->findData(QString::fromStdString(metric)));
    m_metric->setEnabled(result.study.isOpen());
    m_spread->setCurrentIndex(question.spread == Spread::Seeds ? 0
            : question.spread == Spread::Folds                 ? 1
                                                               : 2);
    m_spread->setEnabled(result.study.isOpen());
    const QSignalBlocker alsoQuiet(m_people);
    m_people->clear();
    m_populations.clear();
    m_subgroups.clear();
    for (const auto& comparison : result.comparisons)
        m_populations.push_back(comparison.people);
    if (m_populations.empty())
        m_populations.emplace_back();
    for (const auto& name : m_populations) {
        m_people->addItem(name.empty() ? tr("everybody") : QString::fromStdString(name));
        if (name == population)
            m_people->setCurrentIndex(m_people->count() - 1);
    }
    for (const auto& one : result.subgroups) {
        m_subgroups.push_back(one.id);
        m_people->addItem(tr("%1 only").arg(one.name));
        if (one.id == question.subgroup)
            m_people->setCurrentIndex(m_people->count() - 1);
    }
    m_people->setEnabled(m_people->count() > 1);
}

void CompareBar::choosePeople(int at)
{
    if (at < 0)
        return;
    const auto place = static_cast<std::size_t>(at);
    if (place >= m_populations.size()) {
        Q_EMIT subgroupChosen(m_subgroups[place - m_populations.size()]);
        return;
    }
    Q_EMIT populationChosen(m_populations[place]);
}

} // namespace btw::pages
