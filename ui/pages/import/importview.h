// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/io/importpreview.h"
#include "workspace/jobs/importjob.h"

#include <QWidget>

#include <memory>

class QAction;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace btw::widgets {
class ElidedLabel;
class ScrolledPage;
}

namespace btw::pages {

class ColumnsCard;
class ImportDraft;
class LabelSection;
class ModalitySection;
class RemedyList;
class RowSection;

/// How a source is read, on one screen: its first rows with the role of each column, the modalities found,
/// problems with their remedies, what is predicted, which rows take part. Says what a person wants; reading
/// is the flow's (ImportFlow).
class ImportView : public QWidget
{
    Q_OBJECT

public:
    enum class State : std::uint8_t {
        Looking, ///< the preview is on its way
        Reading,
        Waiting, ///< for a choice: nothing has been read as chosen
        Done, ///< read as chosen: a cohort, or errors
        Taking ///< the cohort is being opened
    };

    explicit ImportView(QWidget* parent = nullptr);

    ImportDraft& draft() { return *m_draft; }
    void setTheme(const widgets::Theme& theme);
    void setSource(const QString& path); ///< before its preview is there
    /// \param recipe to begin with; may be empty.
    void setPreview(std::shared_ptr<const io::ImportPreview> preview, const io::Recipe& recipe = {});
    void setState(State state);
    State state() const { return m_state; }
    void setProgress(double share);
    void setReport(std::shared_ptr<const jobs::ImportReport> report); ///< null: none
    /// Lets go of the report and its cohort; what it said stays on show until the next one.
    void releaseReport();
    /// Nothing can be read as chosen: the problems are those of the preview, and the label has no counts.
    void showUnread();
    /// A sentence in place of the state's own, until the state changes.
    void say(const QString& sentence);
    QString title() const;
    QString factsLine() const; ///< "One table · 1.2 MB · ..."
    QString status() const;
    QPushButton* openButton() const { return m_open; }
    QPushButton* cancelButton() const { return m_cancel; }
    QPushButton* discardButton() const { return m_discard; }
    ColumnsCard* columns() const { return m_columns; }
    RemedyList* remedies() const { return m_remedies; }
    LabelSection* label() const { return m_label; }
    RowSection* rows() const { return m_rows; }
    ModalitySection* modalities() const { return m_modalities; }

Q_SIGNALS:
    void openRequested(); ///< the cohort that was read is wanted
    void readRequested();
    void cancelRequested();
    void discardRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void showState();
    void showSource();
    bool canOpen() const;

    ImportDraft* m_draft;
    std::shared_ptr<const io::ImportPreview> m_preview;
    std::shared_ptr<const jobs::ImportReport> m_report;
    State m_state = State::Looking;
    double m_share = 0;
    QString m_path;
    QString m_said;
    QLabel* m_title;
    widgets::ElidedLabel* m_line;
    QLabel* m_status;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_discard;
    QPushButton* m_open;
    ColumnsCard* m_columns;
    widgets::ScrolledPage* m_side;
    RemedyList* m_remedies;
    ModalitySection* m_modalities;
    LabelSection* m_label;
    RowSection* m_rows;
};

} // namespace btw::pages
