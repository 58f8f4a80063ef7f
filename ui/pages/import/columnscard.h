// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QFrame>

#include <string>

class QComboBox;
class QLabel;

namespace btw::widgets {
class ChoiceBox;
class ElidedLabel;
}

namespace btw::pages {

class ColumnsTable;
class ImportDraft;
class PreviewModel;
enum class ColumnRole : std::uint8_t;

/// The first rows of the source and, above them, what the selected columns are: role, modality, words.
class ColumnsCard : public QFrame
{
    Q_OBJECT

public:
    explicit ColumnsCard(ImportDraft& draft, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void retranslate();
    ColumnsTable* table() const { return m_table; }
    widgets::ChoiceBox* roleBox() const { return m_role; }
    QComboBox* modalityBox() const { return m_modality; }
    widgets::ChoiceBox* wordsBox() const { return m_words; }
    widgets::ChoiceBox* tableBox() const { return m_tables; }
    QString chosenText() const;
    /// Selects a column by its name, in whichever table of `file` has it; with an empty name, shows the
    /// table.
    void showColumn(const std::string& file, const std::string& column);
    void showModality(const std::string& name); ///< selects its columns

private:
    void reload(); ///< the draft has other tables
    void follow(); ///< the strip says what the selected columns are
    void giveRole(ColumnRole role, const QString& modality = {});
    void fillTables();
    void showTable(std::size_t table);

    ImportDraft& m_draft;
    PreviewModel* m_model;
    QLabel* m_heading;
    QLabel* m_tablesLabel;
    widgets::ChoiceBox* m_tables;
    widgets::ElidedLabel* m_chosen;
    QWidget* m_strip;
    QLabel* m_roleLabel;
    widgets::ChoiceBox* m_role;
    QLabel* m_modalityLabel;
    QComboBox* m_modality;
    QLabel* m_wordsLabel;
    widgets::ChoiceBox* m_words;
    ColumnsTable* m_table;
    bool m_quiet = false; ///< the boxes are being set, not chosen from
};

} // namespace btw::pages
