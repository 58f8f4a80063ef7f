// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"
#include "workspace/jobs/importjob.h"

#include <QFrame>
#include <QStringList>

#include <memory>
#include <string>
#include <utility>
#include <vector>

class QLabel;
class QListWidget;

namespace btw::pages {

class ImportDraft;

/// The modalities found: colour, name, columns; once the source has been read, who has them.
class ModalitySection : public QFrame
{
    Q_OBJECT

public:
    explicit ModalitySection(ImportDraft& draft, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme);
    void setReport(const std::shared_ptr<const jobs::ImportReport>& report); ///< not kept
    void retranslate();
    QListWidget* list() const { return m_list; }

Q_SIGNALS:
    void modalityChosen(const std::string& name); ///< its columns are wanted in the preview

private:
    void rebuild();

    ImportDraft& m_draft;
    std::vector<std::pair<std::string, QStringList>> m_read; ///< modalities as read, what is known of each
    widgets::Theme m_theme;
    QLabel* m_heading;
    QLabel* m_none;
    QListWidget* m_list;
};

} // namespace btw::pages
