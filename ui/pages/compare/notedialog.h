// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/annotations.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;

namespace btw::pages {

/// Tags, a note and a star for a model.
class NoteDialog : public QDialog
{
    Q_OBJECT

public:
    NoteDialog(const QString& model, const store::RunNote& note, QWidget* parent = nullptr);
    store::RunNote note() const;

private:
    QLineEdit* m_tags;
    QPlainTextEdit* m_text;
    QCheckBox* m_star;
};

} // namespace btw::pages
