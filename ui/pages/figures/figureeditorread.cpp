// SPDX-License-Identifier: GPL-3.0-or-later
// How the numbers of a page of figures are read again: they carry the looks at test rows, which grow.
#include "ui/pages/figures/figureeditor.h"

#include <utility>

namespace btw::pages {

using experiments::FigureData;

void FigureEditor::forget()
{
    if (m_entries.empty())
        return;
    m_entries.clear();
    ++m_generation;
    Q_EMIT sheetChanged();
}

void FigureEditor::readAgain(std::function<void(const std::vector<charts::SheetPicture::Panel>&)> done,
    const std::function<void(const QString&)>& failed)
{
    using Panels = std::vector<charts::SheetPicture::Panel>;
    Panels panels;
    std::vector<experiments::FigureSubject> subjects;
    for (const auto& panel : m_sheet.panels) {
        charts::SheetPicture::Panel drawn;
        if (const auto* figure = m_figures.find(panel.figure))
            drawn.figure = *figure;
        drawn.view = panel.view;
        panels.push_back(std::move(drawn));
        subjects.push_back(panel.subject);
    }
    m_lookup.ask<Panels>(
        this, experiments::StoreLookup::subject(),
        [panels, subjects](store::Store& store) {
            auto read = panels;
            for (std::size_t i = 0; i < read.size(); ++i)
                if (!read[i].figure.id.isEmpty())
                    read[i].data = experiments::loadFigureData(store, subjects[i], read[i].figure.need);
            return read;
        },
        [this, subjects, done = std::move(done)](const std::shared_ptr<Panels>& read) {
            for (std::size_t i = 0; i < read->size(); ++i) {
                const auto& one = (*read)[i];
                if (one.figure.id.isEmpty())
                    continue;
                const Key key { subjects[i].run, subjects[i].experiment, subjects[i].split,
                    static_cast<int>(one.figure.need) };
                m_entries[key] = { State::Ready, std::make_shared<FigureData>(one.data), {} };
            }
            Q_EMIT dataCame();
            done(*read);
        },
        failed);
}

} // namespace btw::pages
