// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/instancesmodel.h"

#include "ui/models/words.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace btw::models {

using Key = InstanceQuery::Key;

namespace {

std::vector<std::uint32_t> allRows(const data::Cohort* cohort)
{
    std::vector<std::uint32_t> rows(cohort ? cohort->size() : 0);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

} // namespace

QString splitWord(Split split)
{
    switch (split) {
    case Split::Train:
        return InstancesModel::tr("train");
    case Split::Validation:
        return InstancesModel::tr("validation");
    case Split::Test:
        break;
    }
    return InstancesModel::tr("test");
}

InstancesModel::InstancesModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_wanted(std::make_shared<std::atomic<std::uint64_t>>(0))
{
    m_pool.setMaxThreadCount(1);
}

InstancesModel::~InstancesModel()
{
    ++*m_wanted; // whatever is being computed is stale
    m_pool.clear();
    m_pool.waitForDone();
}

void InstancesModel::setCohort(std::shared_ptr<const data::Cohort> cohort)
{
    beginResetModel();
    ++*m_wanted;
    m_cohort = std::move(cohort);
    m_query = {};
    m_rows = allRows(m_cohort.get());
    m_arranging = false;
    endResetModel();
    Q_EMIT arranged();
}

void InstancesModel::setFilter(const QString& filter)
{
    m_query.terms = termsOf(filter);
    request();
}

void InstancesModel::sort(int column, Qt::SortOrder order)
{
    const bool known = column >= 0 && column < columnCount();
    m_query.key = known ? keyOf(column) : Key::Place;
    m_query.modality = known && m_query.key == Key::Modality ? modalityOf(column) : 0;
    m_query.descending = known && order == Qt::DescendingOrder;
    request();
}

std::vector<FilterTerm> InstancesModel::termsOf(const QString& filter) const
{
    std::vector<FilterTerm> terms;
    if (!m_cohort)
        return terms;
    const auto modalityCalled = [this](const QString& name) {
        for (std::size_t m = 0; m < m_cohort->modalities.size(); ++m)
            if (QString::fromStdString(m_cohort->modalities[m].name).compare(name, Qt::CaseInsensitive) == 0)
                return static_cast<int>(m);
        return -1;
    };
    for (const auto& word : filter.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        FilterTerm term;
        term.wanted = !word.startsWith(QLatin1String("no:"), Qt::CaseInsensitive);
        if (!term.wanted || word.startsWith(QLatin1String("has:"), Qt::CaseInsensitive))
            term.modality = modalityCalled(word.mid(word.indexOf(QLatin1Char(':')) + 1));
        term.text = word.toStdString();
        for (const auto split : { Split::Train, Split::Validation, Split::Test })
            term.split.at(static_cast<std::size_t>(split))
                = splitWord(split).startsWith(word, Qt::CaseInsensitive);
        if (m_cohort->task == Task::Classification)
            for (const auto& name : m_cohort->classes)
                term.classes.push_back(QString::fromStdString(name).startsWith(word, Qt::CaseInsensitive));
        terms.push_back(std::move(term));
    }
    return terms;
}

void InstancesModel::request()
{
    const std::uint64_t mine = ++*m_wanted;
    if (!m_cohort)
        return;
    if (m_cohort->size() <= kAtOnce) {
        apply(arrange(*m_cohort, m_query));
        return;
    }
    m_arranging = true;
    m_pool.clear(); // what waits is stale; what runs notices by itself
    m_pool.start([this, mine, wanted = m_wanted, cohort = m_cohort, query = m_query] {
        const auto stale = [&] { return wanted->load() != mine; };
        auto rows = std::make_shared<Rows>(arrange(*cohort, query, stale));
        if (stale())
            return;
        QMetaObject::invokeMethod(
            this,
            [this, mine, rows] {
                if (m_wanted->load() == mine)
                    apply(std::move(*rows));
            },
            Qt::QueuedConnection);
    });
}

void InstancesModel::apply(Rows rows)
{
    m_arranging = false;
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        Q_EMIT arranged();
        return;
    }
    // Selected rows stay selected while they are shown: persistent indexes move with their instances.
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<std::int64_t> place;
    if (!before.isEmpty()) {
        place.assign(m_cohort->size(), -1);
        for (std::size_t row = 0; row < rows.size(); ++row)
            place[rows[row]] = static_cast<std::int64_t>(row);
    }
    QModelIndexList after;
    after.reserve(before.size());
    m_rows.swap(rows);
    for (const auto& old : before) {
        const auto row = place[rows[static_cast<std::size_t>(old.row())]];
        after << (row < 0 ? QModelIndex() : createIndex(static_cast<int>(row), old.column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    Q_EMIT arranged();
}

Key InstancesModel::keyOf(int column) const
{
    constexpr std::array kFirst { Key::Id, Key::Split, Key::Label };
    if (static_cast<std::size_t>(column) < kFirst.size())
        return kFirst.at(static_cast<std::size_t>(column));
    const bool isGroup = static_cast<std::size_t>(column) == kFirst.size() && !m_cohort->groups.empty();
    return isGroup ? Key::Group : Key::Modality;
}

std::size_t InstancesModel::modalityOf(int column) const
{
    return static_cast<std::size_t>(column) - (m_cohort->groups.empty() ? 3 : 4);
}

int InstancesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int InstancesModel::columnCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_cohort)
        return 0;
    return (m_cohort->groups.empty() ? 3 : 4) + static_cast<int>(m_cohort->modalityCount());
}

QVariant InstancesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto key = keyOf(index.column());
    const std::size_t i = instanceAt(index.row());
    if (key == Key::Modality)
        return presence(modalityOf(index.column()), i, role);
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = key == Key::Label && m_cohort->task == Task::Regression;
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (key) {
    case Key::Split:
        return splitWord(m_cohort->splits[i]);
    case Key::Label:
        return m_cohort->task == Task::Classification
            ? QString::fromStdString(m_cohort->classes.at(static_cast<std::size_t>(m_cohort->y[i])))
            : number(m_cohort->y[i]);
    case Key::Group:
        return QString::fromStdString(m_cohort->groups[i]);
    default:
        return QString::fromStdString(m_cohort->ids[i]);
    }
}

QVariant InstancesModel::presence(std::size_t modality, std::size_t instance, int role) const
{
    const auto& of = m_cohort->modalities[modality];
    const bool present = of.present[instance] != 0;
    switch (role) {
    case PresentRole:
        return present;
    case ModalityRole:
        return static_cast<int>(modality);
    case StepsRole:
        return present && of.isRagged() ? QVariant(static_cast<qlonglong>(of.steps(instance))) : QVariant();
    case Qt::DisplayRole:
        if (!present)
            return tr("–", "a modality that is absent");
        return of.isRagged() ? count(of.steps(instance)) : tr("yes", "a modality that is present");
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
        const QString name = QString::fromStdString(of.name);
        if (!present)
            return tr("%1: absent").arg(name);
        return of.isRagged() ? tr("%1: present, %2 steps").arg(name, count(of.steps(instance)))
                             : tr("%1: present").arg(name);
    }
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant InstancesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto key = keyOf(section);
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = key == Key::Label && m_cohort->task == Task::Regression;
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole)
        return tr("Sorts by this column; a second click reverses the order.");
    if (role != Qt::DisplayRole)
        return {};
    switch (key) {
    case Key::Split:
        return tr("Split");
    case Key::Label:
        return m_cohort->task == Task::Classification ? tr("Class") : tr("Label");
    case Key::Group:
        return tr("Group");
    case Key::Modality:
        return QString::fromStdString(m_cohort->modalities[modalityOf(section)].name);
    default:
        return tr("Id");
    }
}

} // namespace btw::models
