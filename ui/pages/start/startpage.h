// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "ui/pages/page.h"
#include "ui/pages/start/trainingchoice.h"
#include "workspace/io/problems.h"

#include <QHash>

#include <vector>

class QStackedWidget;

namespace btw::widgets {
class Banner;
}

namespace btw::pages {

class Actions;
class CohortView;
class Welcome;

/// The first page: demos and the way to one's own data; once a cohort is open, what it holds and what to
/// train on it.
class StartPage : public Page
{
    Q_OBJECT

public:
    explicit StartPage(const Actions& actions, QWidget* parent = nullptr);

    void setCohort(const data::Cohort& cohort, const QString& path, const std::vector<io::Problem>& problems);
    /// The file at `path` cannot be used; the problems say why.
    void showUnusable(const QString& path, const std::vector<io::Problem>& problems);
    void showWelcome();
    void setRecents(const QStringList& paths, const QHash<QString, QString>& sources = {});
    /// After showUnusable(): the data are not at `source` any more.
    void offerToFind(const QString& path, const QString& source);
    void showMessage(const QString& happened, const QString& safe = {}, const QString& next = {});

    CohortView* cohortView() const { return m_cohort; }
    Welcome* welcome() const { return m_welcome; }
    bool showsCohort() const;
    QString message() const; ///< empty when none is shown

Q_SIGNALS:
    void trainRequested(const btw::pages::TrainingChoice& choice);
    void recentChosen(const QString& path);
    void findRequested(const QString& path, const QString& source);

private:
    QStackedWidget* m_stack;
    Welcome* m_welcome;
    CohortView* m_cohort;
    widgets::Banner* m_banner;
};

} // namespace btw::pages
