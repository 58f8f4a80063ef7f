// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace btw::pages {

class ImportDraft;

/// The first rows of one table of the source, with the role of each column; or, where the source holds
/// arrays, a row for each of them. Nothing is copied: cells point into the preview.
class PreviewModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        RoleWordRole = Qt::UserRole, ///< header: "label", "text", "left out"
        ModalityRole, ///< header: place of its modality, or -1
        LeftOutRole, ///< header and cells: bool
    };

    explicit PreviewModel(const ImportDraft& draft, QObject* parent = nullptr);

    void setTable(std::size_t table); ///< of the draft
    std::size_t table() const { return m_table; }
    void reload(); ///< the preview is another one
    bool hasRoles() const; ///< columns are to be chosen here

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString roleWord(int column) const;
    const std::string* cell(int row, int column) const;

    const ImportDraft& m_draft;
    std::size_t m_table = 0;
};

} // namespace btw::pages
