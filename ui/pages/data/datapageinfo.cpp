// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/datapageinfo.h"

#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/selectioncontroller.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/data/instancesview.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace btw::pages {

namespace {

Page* make(const PageParts& parts)
{
    auto* page = new DataPage(parts.actions);
    auto* data = &parts.data;
    data->setImportView(*page->importView());
    QObject::connect(page, &DataPage::trainWanted, page, [goTo = parts.goTo] { goTo(pageid::kStart); });
    QObject::connect(data, &DataController::opened, page, &DataPage::setCohort);
    // The people who are selected are so in every view.
    auto* selection = &parts.selection;
    auto* instances = page->instances();
    const auto nameOf
        = [data] { return data->cohort() ? QString::fromStdString(data->cohort()->name) : QString(); };
    const auto show = [selection, instances, nameOf] {
        instances->selectIds(
            selection->isOf(nameOf()) ? selection->known() : std::unordered_set<std::string>());
    };
    QObject::connect(selection, &SelectionController::changed, page, show);
    QObject::connect(data, &DataController::opened, page, show);
    QObject::connect(instances, &InstancesView::selectionChosen, page,
        [selection, nameOf](const std::vector<std::string>& ids) {
            selection->select(nameOf(), ids, store::SelectedIn::Table);
        });
    QObject::connect(data, &DataController::described, page, &DataPage::setSummary);
    QObject::connect(data, &DataController::hashed, page, &DataPage::setHash);
    QObject::connect(data, &DataController::importShown, page, &DataPage::showImport);
    QObject::connect(data, &DataController::said, page, &DataPage::say);
    QObject::connect(data, &DataController::warned, page, &DataPage::warn);
    return page;
}

} // namespace

PageInfo dataPageInfo()
{
    return { pageid::kData, DataPage::tr("&Data"),
        DataPage::tr("The open data: who has what, values, checks, every row."), make };
}

} // namespace btw::pages
