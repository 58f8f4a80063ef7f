// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/importjob.h"

#include <QFrame>

#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStringListModel;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class IdsFilter;
class ImportDraft;

/// Which rows take part: those with every modality, those within a range, those on a list.
class RowSection : public QFrame
{
    Q_OBJECT

public:
    explicit RowSection(ImportDraft& draft, QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const jobs::ImportReport> report);
    void releaseReport(); ///< its columns stay on show
    void retranslate();
    QCheckBox* completeBox() const { return m_complete; }
    widgets::ChoiceBox* columnBox() const { return m_column; }
    QLineEdit* low() const { return m_low; }
    QLineEdit* high() const { return m_high; }
    QPushButton* addButton() const { return m_add; }
    QListWidget* ranges() const { return m_ranges; }
    widgets::ChoiceBox* idsBox() const;
    QPlainTextEdit* ids() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void fillColumns();
    void addRange();
    void removeRange();

    struct Place
    {
        std::string modality; ///< empty: the label
        std::string column;
        bool operator==(const Place&) const = default;
    };
    ImportDraft& m_draft;
    std::shared_ptr<const jobs::ImportReport> m_report;
    bool m_released = false; ///< the columns listed are those of a report that was let go
    std::vector<Place> m_places;
    QLabel* m_heading;
    QCheckBox* m_complete;
    QLabel* m_rangeLabel;
    widgets::ChoiceBox* m_column;
    QStringListModel* m_names;
    QLineEdit* m_low;
    QLabel* m_to;
    QLineEdit* m_high;
    QPushButton* m_add;
    QLabel* m_fault;
    QListWidget* m_ranges;
    QPushButton* m_remove;
    IdsFilter* m_ids;
};

} // namespace btw::pages
