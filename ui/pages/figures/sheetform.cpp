// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/sheetform.h"

#include "ui/charts/exportfigure.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/formrows.h"
#include "ui/widgets/choicebox.h"

#include <QDoubleSpinBox>

namespace btw::pages {

using widgets::ChoiceBox;

namespace {

constexpr double kFree = 0; // among widths: another one

ChoiceBox* boxOf(const std::vector<charts::SheetChoice>& choices, QWidget* parent)
{
    auto* box = new ChoiceBox(parent);
    for (const auto& choice : choices)
        box->addItem(choice.title, choice.id);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

void choose(ChoiceBox* box, const QVariant& value)
{
    const int found = box->findData(value);
    box->setCurrentIndex(found < 0 ? 0 : found);
    box->setToolTip(box->currentText());
}

QDoubleSpinBox* millimetres(double low, double high, QWidget* parent)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setRange(low, high);
    box->setDecimals(0);
    box->setSuffix(SheetForm::tr(" mm"));
    box->setKeyboardTracking(false); // not at every digit
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    return box;
}

} // namespace

SheetForm::SheetForm(FigureEditor& editor, QWidget* parent)
    : QFrame(parent)
    , m_editor(editor)
    , m_width(new ChoiceBox(this))
    , m_free(millimetres(30, 1000, this))
    , m_height(millimetres(0, 1000, this))
    , m_columns(new ChoiceBox(this))
    , m_style(boxOf(charts::sheetStyles(), this))
    , m_colours(boxOf(charts::sheetColours(), this))
    , m_text(new ChoiceBox(this))
    , m_ground(new ChoiceBox(this))
{
    m_width->addItem(tr("one column, 84 mm"), charts::kColumnWidthMm);
    m_width->addItem(tr("two columns, 174 mm"), charts::kTwoColumnsMm);
    m_width->addItem(tr("slide, 254 mm"), charts::kSlideMm);
    m_width->addItem(tr("another…"), kFree);
    m_height->setSpecialValueText(tr("as needed"));
    for (int columns = 1; columns <= 3; ++columns)
        m_columns->addItem(QString::number(columns), columns);
    m_text->addItem(tr("fonts, embedded"), false);
    m_text->addItem(tr("outlines"), true);
    m_text->setItemData(0,
        tr("Text can be searched and edited. PDF viewers and browsers show it as here; some "
           "drawing programs use another font for the text of an SVG."),
        Qt::ToolTipRole);
    m_text->setItemData(
        1, tr("Letters are drawn as shapes: they look the same in every program."), Qt::ToolTipRole);
    m_ground->addItem(tr("white"), false);
    m_ground->addItem(tr("none"), true);
    FormRows rows(this, tr("Figure"));
    rows.add(tr("Width"), m_width);
    rows.add(tr("Other width"), m_free);
    rows.add(tr("Height"), m_height);
    rows.add(tr("Side by side"), m_columns);
    rows.add(tr("Style"), m_style);
    rows.add(tr("Colours"), m_colours);
    rows.add(tr("Text"), m_text);
    rows.add(tr("Background"), m_ground);
    for (auto* box : { m_width, m_columns, m_style, m_colours, m_text, m_ground }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        connect(box, &QComboBox::activated, this, &SheetForm::take);
    }
    for (auto* box : { m_free, m_height })
        connect(box, &QDoubleSpinBox::valueChanged, this, &SheetForm::take);
    connect(&m_editor, &FigureEditor::sheetChanged, this, &SheetForm::showSheet);
    showSheet();
}

void SheetForm::showSheet()
{
    m_isShowing = true;
    const auto& sheet = m_editor.sheet();
    const int known = m_width->findData(sheet.widthMm);
    const bool isFree = known < 0 || (m_width->currentData() == kFree && m_free->value() == sheet.widthMm);
    m_width->setCurrentIndex(isFree ? m_width->count() - 1 : known);
    m_width->setToolTip(m_width->currentText());
    m_free->setValue(sheet.widthMm);
    m_free->setEnabled(isFree);
    m_height->setValue(sheet.heightMm);
    choose(m_columns, sheet.columns);
    m_columns->setEnabled(sheet.panels.size() > 1);
    choose(m_style, sheet.style.isEmpty() ? charts::sheetStyles().front().id : sheet.style);
    choose(m_colours, sheet.colours.isEmpty() ? charts::sheetColours().front().id : sheet.colours);
    choose(m_text, sheet.hasOutlines);
    choose(m_ground, sheet.isTransparent);
    m_isShowing = false;
}

void SheetForm::take()
{
    if (m_isShowing)
        return;
    auto sheet = m_editor.sheet();
    const double before = sheet.widthMm;
    const double width = m_width->currentData().toDouble();
    m_free->setEnabled(width == kFree);
    sheet.widthMm = width == kFree ? m_free->value() : width;
    sheet.heightMm = m_height->value();
    sheet.columns = m_columns->currentData().toInt();
    sheet.style = m_style->currentData().toString();
    sheet.colours = m_colours->currentData().toString();
    // A slide is read from afar, and has its own shape.
    if (sheet.widthMm == charts::kSlideMm && before != charts::kSlideMm) {
        sheet.style = QStringLiteral("slide");
        sheet.heightMm = charts::kSlideHeightMm;
    } else if (before == charts::kSlideMm && sheet.widthMm != charts::kSlideMm) {
        sheet.style = charts::sheetStyles().front().id;
        sheet.heightMm = 0;
    }
    sheet.hasOutlines = m_text->currentData().toBool();
    sheet.isTransparent = m_ground->currentData().toBool();
    m_editor.changeSheet(sheet);
}

} // namespace btw::pages
