// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "workspace/io/problems.h"
#include "workspace/jobs/cohortsummary.h"

#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace btw::widgets {
class Banner;
class ElidedLabel;
}

namespace btw::pages {

class Actions;
class CohortFacts;
class ImportView;
class InstancesView;
class ModalityCards;
class Overview;

/// The open cohort: what it holds, who has what, each modality, what the checks found, every instance; or,
/// while a source is being imported, how it is read. What has to be counted comes later, as one value;
/// nothing is computed here.
class DataPage : public Page
{
    Q_OBJECT

public:
    enum class Tab : std::uint8_t { Overview, Modalities, Instances };

    explicit DataPage(const Actions& actions, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme) override;
    void setCohort(const std::shared_ptr<const data::Cohort>& cohort, const QString& path,
        const std::vector<io::Problem>& problems);
    /// Of the open cohort; of any other it is ignored.
    void setSummary(const std::shared_ptr<const jobs::CohortSummary>& summary);
    void setHash(const QString& hash);

    bool isEmpty() const { return !m_cohort; }
    /// Shows the import, or again the open cohort.
    void showImport(bool shown);
    bool showsImport() const;
    ImportView* importView() const { return m_import; }
    /// A line above the cohort that stays until it is dismissed: calm, or one that warns.
    void say(const QString& sentence);
    void warn(const QString& happened, const QString& safe, const QString& next);
    QString message() const; ///< empty when none is shown
    void showTab(Tab tab);
    Tab tab() const;
    /// Lists the instances that have exactly the modalities of a pattern.
    void listPattern(std::size_t pattern);
    Overview* overview() const { return m_overview; }
    CohortFacts* facts() const { return m_facts; }
    InstancesView* instances() const { return m_instances; }
    ModalityCards* modalities() const { return m_modalities; }

Q_SIGNALS:
    void trainWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeEmpty(const Actions& actions);
    QWidget* makeContent(const Actions& actions);
    void retranslate();
    void showHead();

    widgets::Theme m_theme;
    std::shared_ptr<const data::Cohort> m_cohort;
    std::shared_ptr<const jobs::CohortSummary> m_summary;
    QString m_path;
    QString m_hash;
    QStackedWidget* m_stack;
    QLabel* m_emptyTitle;
    QLabel* m_emptyText;
    QPushButton* m_openFile;
    QPushButton* m_openFolder;
    ImportView* m_import;
    widgets::Banner* m_banner;
    QLabel* m_title;
    widgets::ElidedLabel* m_line;
    QPushButton* m_change;
    QPushButton* m_export;
    QPushButton* m_train;
    CohortFacts* m_facts;
    QTabWidget* m_tabs;
    Overview* m_overview;
    ModalityCards* m_modalities;
    InstancesView* m_instances;
};

} // namespace btw::pages
