// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class ImportDraft;

/// Which instances take part, by a list of their ids: all, only these, or all but these.
class IdsFilter : public QWidget
{
    Q_OBJECT

public:
    /// \param draft outlives it
    explicit IdsFilter(ImportDraft& draft, QWidget* parent = nullptr);

    void retranslate();
    void follow(); ///< the draft has other ids
    widgets::ChoiceBox* box() const { return m_kind; }
    QPlainTextEdit* ids() const { return m_ids; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();
    void choose(int kind); ///< as the box has them

    ImportDraft& m_draft;
    QLabel* m_label;
    widgets::ChoiceBox* m_kind;
    QPlainTextEdit* m_ids;
};

} // namespace btw::pages
