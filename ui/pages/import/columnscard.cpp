// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/columnscard.h"

#include "ui/pages/import/columnstable.h"
#include "ui/pages/import/columnwords.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/previewmodel.h"
#include "ui/widgets/choicebox.h"
#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <algorithm>

namespace btw::pages {

namespace {

QString text(const std::string& word) { return QString::fromStdString(word); }

} // namespace

ColumnsCard::ColumnsCard(ImportDraft& draft, QWidget* parent)
    : QFrame(parent)
    , m_draft(draft)
    , m_model(new PreviewModel(draft, this))
    , m_heading(new QLabel(this))
    , m_tablesLabel(new QLabel(this))
    , m_tables(new widgets::ChoiceBox(this))
    , m_chosen(new widgets::ElidedLabel(this))
    , m_strip(new QWidget(this))
    , m_roleLabel(new QLabel(m_strip))
    , m_role(new widgets::ChoiceBox(m_strip))
    , m_modalityLabel(new QLabel(m_strip))
    , m_modality(new widgets::ChoiceBox(m_strip))
    , m_wordsLabel(new QLabel(m_strip))
    , m_words(new widgets::ChoiceBox(m_strip))
    , m_table(new ColumnsTable(*m_model, this))
{
    setProperty("card", true);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_chosen->setProperty("role", QStringLiteral("caption"));
    m_tables->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_tables->setMinimumContentsLength(14);
    m_modality->setEditable(true);
    m_modality->setInsertPolicy(QComboBox::NoInsert);
    const std::initializer_list<std::pair<QLabel*, QComboBox*>> pairs
        = { { m_roleLabel, m_role }, { m_modalityLabel, m_modality }, { m_wordsLabel, m_words } };
    for (const auto& [label, box] : pairs) {
        label->setBuddy(box);
        label->setProperty("role", QStringLiteral("caption"));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(7);
    }
    m_tablesLabel->setBuddy(m_tables);
    m_tablesLabel->setProperty("role", QStringLiteral("caption"));

    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_heading);
    head->addStretch(1);
    head->addWidget(m_tablesLabel);
    head->addWidget(m_tables);
    auto* grid = new QHBoxLayout(m_strip);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(10);
    for (const auto& [label, box] : pairs) {
        auto* column = new QVBoxLayout;
        column->setSpacing(3);
        column->addWidget(label);
        column->addWidget(box);
        grid->addLayout(column, 1);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_strip);
    column->addWidget(m_chosen);
    column->addWidget(m_table, 1);

    connect(m_table, &ColumnsTable::chosenChanged, this, &ColumnsCard::follow);
    connect(&draft, &ImportDraft::tablesChanged, this, &ColumnsCard::reload);
    connect(&draft, &ImportDraft::changed, this, &ColumnsCard::follow);
    connect(m_table, &ColumnsTable::leaveOutRequested, this, [this] { giveRole(ColumnRole::LeaveOut); });
    connect(m_table, &ColumnsTable::roleRequested, this, [this] {
        if (m_role->isEnabled()) {
            m_role->setFocus(Qt::ShortcutFocusReason);
            m_role->showPopup();
        }
    });
    connect(m_role, &QComboBox::activated, this, [this](int at) {
        const auto role = static_cast<ColumnRole>(m_role->itemData(at).toInt());
        giveRole(role, m_modality->currentText().trimmed());
        m_table->setFocus(Qt::OtherFocusReason); // on to the next column
    });
    const auto rename = [this] {
        const QString name = m_modality->currentText().trimmed();
        if (!m_quiet && !name.isEmpty())
            giveRole(ColumnRole::Modality, name);
    };
    connect(m_modality, &QComboBox::activated, this, rename);
    connect(m_modality->lineEdit(), &QLineEdit::editingFinished, this, [this, rename] {
        if (m_modality->lineEdit()->isModified())
            rename();
        m_modality->lineEdit()->setModified(false);
    });
    connect(m_words, &QComboBox::activated, this, [this](int at) {
        m_draft.setCategory(m_model->table(), m_table->chosen(), at > 0,
            at == 2 ? data::Encoding::Ordinal : data::Encoding::OneHot);
    });
    connect(m_tables, &QComboBox::currentIndexChanged, this, [this](int at) {
        if (!m_quiet && at >= 0)
            showTable(static_cast<std::size_t>(at));
    });
    retranslate();
}

void ColumnsCard::retranslate()
{
    setAccessibleName(tr("First rows"));
    m_tablesLabel->setText(tr("&Table"));
    m_tables->setAccessibleName(tr("Table"));
    m_roleLabel->setText(tr("Ro&le"));
    m_role->setAccessibleName(tr("Role of the selected columns"));
    m_role->setToolTip(tr("Return in the table moves here; Delete leaves the selected columns out."));
    m_modalityLabel->setText(tr("&Modality"));
    m_modality->setAccessibleName(tr("Modality of the selected columns"));
    m_modality->setToolTip(tr("The kind of data that they are part of; type a new name to make one."));
    m_wordsLabel->setText(tr("Val&ues"));
    m_words->setAccessibleName(tr("Values of the selected columns"));
    m_table->setAccessibleName(tr("First rows of the source"));
    {
        const QScopedValueRollback quiet(m_quiet, true);
        m_role->clear();
        const auto add
            = [this](const QString& word, ColumnRole role) { m_role->addItem(word, static_cast<int>(role)); };
        add(tr("Modality"), ColumnRole::Modality);
        add(tr("Label"), ColumnRole::Label);
        add(tr("Id"), ColumnRole::Id);
        add(tr("Split"), ColumnRole::Split);
        add(tr("Group"), ColumnRole::Group);
        add(tr("Description"), ColumnRole::Describe);
        add(tr("Leave out"), ColumnRole::LeaveOut);
        m_words->clear();
        m_words->addItems({ tr("Numbers"), tr("Words"), tr("Ordered words") });
        m_words->setToolTip(tr("Words become a column of 0 and 1 each, ordered words their place; fitted on "
                               "the training rows only."));
    }
    fillTables();
    follow();
}

void ColumnsCard::setTheme(const widgets::Theme& theme) { m_table->setTheme(theme); }

void ColumnsCard::fillTables()
{
    const QScopedValueRollback quiet(m_quiet, true);
    m_tables->clear();
    for (const auto& table : m_draft.tables())
        m_tables->addItem(tableName(table));
    m_tables->setCurrentIndex(m_tables->count() > 0 ? static_cast<int>(m_model->table()) : -1);
    const bool many = m_tables->count() > 1;
    m_tables->setVisible(many);
    m_tablesLabel->setVisible(many);
    m_strip->setVisible(!m_draft.tables().empty());
    m_heading->setText(m_draft.tables().empty() ? tr("What it holds") : tr("First rows"));
}

void ColumnsCard::reload()
{
    m_model->reload();
    fillTables();
    if (m_model->hasRoles())
        m_table->choose({ 0 });
    follow();
}

void ColumnsCard::showTable(std::size_t table)
{
    if (table == m_model->table() || table >= m_draft.tables().size())
        return;
    m_model->setTable(table);
    const QScopedValueRollback quiet(m_quiet, true);
    m_tables->setCurrentIndex(static_cast<int>(table));
}

void ColumnsCard::giveRole(ColumnRole role, const QString& modality)
{
    if (!m_model->hasRoles())
        return;
    QString name = modality;
    if (role == ColumnRole::Modality && name.isEmpty())
        name = m_draft.modalities().empty() ? QStringLiteral("tabular") : text(m_draft.modalities().front());
    m_draft.setRole(m_model->table(), m_table->chosen(), role, name.toStdString());
}

void ColumnsCard::follow()
{
    const QScopedValueRollback quiet(m_quiet, true);
    if (!m_model->hasRoles()) {
        m_chosen->setText(m_model->rowCount() == 0
                ? QString()
                : tr("The source says itself what it holds; labels, splits and rows can be chosen."));
        m_chosen->setVisible(m_model->rowCount() > 0);
        return;
    }
    m_chosen->setVisible(true);
    const auto chosen = m_table->chosen();
    const std::size_t table = m_model->table();
    bool changeable = !chosen.empty();
    for (const std::size_t at : chosen)
        changeable = changeable && m_draft.column(table, at).role != ColumnRole::Fixed;
    for (auto* box : std::initializer_list<QWidget*> { m_role, m_modality, m_words })
        box->setEnabled(changeable);
    m_modality->clear();
    for (const auto& name : m_draft.modalities())
        m_modality->addItem(text(name));
    if (chosen.empty()) {
        m_role->setCurrentIndex(-1);
        m_modality->setEditText(QString());
        m_words->setCurrentIndex(-1);
        m_chosen->setText(chosenWords(m_draft, table, chosen));
        return;
    }
    const auto& first = m_draft.column(table, chosen.front());
    const auto all = [&](auto same) {
        return std::all_of(
            chosen.begin(), chosen.end(), [&](std::size_t at) { return same(m_draft.column(table, at)); });
    };
    const bool oneRole = all([&](const ColumnChoice& column) { return column.role == first.role; });
    const bool oneModality
        = oneRole && all([&](const ColumnChoice& column) { return column.modality == first.modality; });
    m_role->setCurrentIndex(oneRole ? m_role->findData(static_cast<int>(first.role)) : -1);
    m_modality->setEditText(
        oneModality && first.role == ColumnRole::Modality ? text(first.modality) : QString());
    m_modality->lineEdit()->setModified(false);
    const bool features = oneRole && first.role == ColumnRole::Modality;
    m_words->setEnabled(changeable && features);
    const bool oneKind = features && all([&](const ColumnChoice& column) {
        return column.isCategory == first.isCategory
            && (!column.isCategory || column.encoding == first.encoding);
    });
    m_words->setCurrentIndex(!oneKind                   ? -1
            : !first.isCategory                         ? 0
            : first.encoding == data::Encoding::Ordinal ? 2
                                                        : 1);
    m_chosen->setText(chosenWords(m_draft, table, chosen));
}

QString ColumnsCard::chosenText() const { return m_chosen->text(); }

void ColumnsCard::showColumn(const std::string& file, const std::string& column)
{
    const QString wanted = text(file);
    for (std::size_t t = 0; t < m_draft.tables().size(); ++t) {
        const auto& table = m_draft.tables()[t];
        const bool named = wanted.isEmpty() || table.files.file == wanted
            || std::any_of(table.files.files.begin(), table.files.files.end(),
                [&](const auto& of) { return of.second == wanted; });
        if (!named)
            continue;
        const auto& header = table.rows->header;
        const auto found = std::find(header.begin(), header.end(), column);
        if (found == header.end() && !column.empty())
            continue;
        showTable(t);
        if (found != header.end())
            m_table->choose({ static_cast<std::size_t>(found - header.begin()) });
        return;
    }
}

void ColumnsCard::showModality(const std::string& name)
{
    for (std::size_t t = 0; t < m_draft.tables().size(); ++t) {
        std::vector<std::size_t> columns;
        const auto& choices = m_draft.choices().columns[t];
        for (std::size_t c = 0; c < choices.size(); ++c)
            if (choices[c].role == ColumnRole::Modality && choices[c].modality == name)
                columns.push_back(c);
        if (columns.empty())
            continue;
        showTable(t);
        m_table->choose(columns);
        return;
    }
}

} // namespace btw::pages
