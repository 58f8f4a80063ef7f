#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/formats: one small table in the formats that people have, each by another program.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install pandas openpyxl odfpy scipy h5py anndata mudata
    /tmp/v/bin/python tests/golden/make_formats.py [FORMAT ...]

NAME.csv beside a file is what BTW has to make of it.
"""
import bz2
import datetime
import gzip
import io
import lzma
import math
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent / "formats"


def table():
    """Plain cells as text; None is an empty cell."""
    rows = [["id", "split", "label", "age", "sex", "lab_glucose", "site"]]
    for i in range(24):
        rows.append([
            f"P{i:03d}", "train" if i < 16 else "val" if i < 20 else "test", i % 2,
            None if i == 5 else 40 + (i * 7) % 23, "f" if i % 3 else "m",
            round(4 + i * 0.37 + (i % 5) / 7, 6), ["north", "south, old", "Köln"][i % 3],
        ])
    return rows


def quoted(cell):
    text = "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text


def csv_text(rows):
    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)


def compressed():
    text = csv_text(table()).encode()
    (HERE / "table.csv").write_bytes(text)
    half = len(text) // 2
    (HERE / "table.csv.gz").write_bytes(gzip.compress(text, mtime=0))
    # Two members: what `cat a.gz b.gz` and bgzip make.
    (HERE / "two.csv.gz").write_bytes(gzip.compress(text[:half], mtime=0) + gzip.compress(text[half:], mtime=0))
    (HERE / "table.csv.bz2").write_bytes(bz2.compress(text[:half]) + bz2.compress(text[half:]))
    (HERE / "table.csv.xz").write_bytes(lzma.compress(text[:half]) + lzma.compress(text[half:]))


def plain(value):
    """The text that BTW makes of a value of a sheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, (datetime.datetime, datetime.time, datetime.date)):
        return value.isoformat()
    if isinstance(value, float) and value == math.floor(value) and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\n", " ")


def write_csv(name, rows):
    width = max(len(row) for row in rows)
    lines = [[plain(v) for v in row] + [""] * (width - len(row)) if any(v is not None for v in row) else [] for row in rows]
    (HERE / name).write_text(csv_text(lines), encoding="utf-8")


def still(path):
    """The same zip at every run: openpyxl and odfpy write the time."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as to:
        for info in source.infolist():
            if info.filename in ("docProps/core.xml", "docProps/app.xml", "xl/theme/theme1.xml"):
                continue
            data = source.read(info.filename)
            for part in (b"docProps/core.xml", b"docProps/app.xml", b"xl/theme/theme1.xml", b"/docProps/core.xml"):
                import re
                data = re.sub(rb"<(Override|Relationship) [^>]*" + part.lstrip(b"xl/") + rb"[^>]*/>", b"", data)
            packing = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            to.writestr(zipfile.ZipInfo(info.filename), data, packing)


def typed():
    """The table with every type that a sheet knows."""
    rows = [["id", "label", "share", "money", "visit", "taken", "hour", "stay", "smokes", "note", "tiny"]]
    for i in range(20):
        rows.append([
            f"{i:03d}", i % 2, i / 40, 1234.5 + i, datetime.date(2021, 2, 20) + datetime.timedelta(days=i),
            datetime.datetime(2021, 3, 4, 5, 6, 7) + datetime.timedelta(hours=7 * i),
            datetime.time(i % 24, 30, 15), datetime.timedelta(hours=20 + i, minutes=7), i % 3 == 0,
            ["plain", " 5 < 6 & \"7\"", "two\nlines", "Köln, Süd", None][i % 5], float(f"{1.5e-7 * (i + 1):.12g}"),
        ])
    rows[7][3] = None
    return rows


FORMATS = {2: "0.0%", 3: '#,##0.00 "EUR"', 4: "yyyy-mm-dd", 5: "dd/mm/yyyy hh:mm:ss", 6: "hh:mm:ss", 7: "[h]:mm:ss"}


def xlsx():
    import openpyxl
    import xlsxwriter
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def fill(sheet, rows, top=1):
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is None:
                    continue
                cell = sheet.cell(r + top, c + 1, value)
                if r > 0 and c in FORMATS:
                    cell.number_format = FORMATS[c]

    rows = typed()
    write_csv("typed.csv", rows)
    for name, epoch in (("typed.xlsx", None), ("typed1904.xlsx", CALENDAR_MAC_1904)):
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        fill(book.active, rows)
        book.save(HERE / name)
        still(HERE / name)

    # Strings in the cells, formulas with their results, by another writer.
    book = xlsxwriter.Workbook(HERE / "results.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet()
    results = [["id", "label", "a", "doubled", "word"]]
    sheet.write_row(0, 0, results[0])
    for i in range(12):
        a = round(i * 0.1, 1)  # writers keep 16 digits
        results.append([f"p{i}", i % 2, a, 2 * a, "yes" if i % 2 else "no"])
        sheet.write_row(i + 1, 0, results[-1][:3])
        sheet.write_formula(i + 1, 3, f"=C{i + 2}*2", None, 2 * a)
        sheet.write_formula(i + 1, 4, f'=IF(B{i + 2}=1,"yes","no")', None, results[-1][4])
    book.close()
    still(HERE / "results.xlsx")
    write_csv("results.csv", results)

    # Two sheets, one that is hidden, one that is empty.
    table_rows = table()
    labels = [[row[0], row[1], row[2]] for row in table_rows]
    labs = [[row[0], row[3], row[5]] for row in table_rows]
    book = openpyxl.Workbook()
    book.active.title = "labels"
    fill(book.active, labels)
    fill(book.create_sheet("Labs 1.0"), labs)
    secret = book.create_sheet("lists")
    secret["A1"] = "do not read"
    secret.sheet_state = "hidden"
    book.create_sheet("Sheet3")
    book.save(HERE / "sheets.xlsx")
    still(HERE / "sheets.xlsx")
    write_csv("sheets_labels.csv", labels)
    write_csv("sheets_labs.csv", labs)

    # What is unusual: rows above, a wider row below, merged cells, errors, formulas without results.
    book = openpyxl.Workbook()
    sheet = book.active
    odd = [["id", "label", "a", "b"], ["p1", 0, 1.5, "#DIV/0!"], ["p2", 1, None, 3], [], ["p3", 0, 2.5, 4, "wide"]]
    fill(sheet, odd, 3)
    sheet["F9"].number_format = "0.00"
    book.save(HERE / "odd.xlsx")
    still(HERE / "odd.xlsx")
    write_csv("odd.csv", [[], []] + odd)
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[5].hidden = True
    book.save(HERE / "merged.xlsx")
    still(HERE / "merged.xlsx")
    sheet["E4"] = "=C4*2"
    sheet["E5"] = "=C5*2"
    book.save(HERE / "formulas.xlsx")
    still(HERE / "formulas.xlsx")


def ods():
    from odf.namespaces import OFFICENS
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableProperties
    from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
    from odf.text import P, S

    def cell_of(value, column, times=1):
        more = {"numbercolumnsrepeated": times} if times > 1 else {}
        if value is None:
            return TableCell(**more)
        shown = plain(value)
        if isinstance(value, bool):
            cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower(), **more)
        elif isinstance(value, datetime.timedelta):
            s = int(value.total_seconds())
            cell = TableCell(valuetype="time", timevalue=f"PT{s // 3600:02d}H{s // 60 % 60:02d}M{s % 60:02d}S", **more)
        elif isinstance(value, datetime.time):
            cell = TableCell(valuetype="time", timevalue=value.strftime("PT%HH%MM%SS"), **more)
        elif isinstance(value, datetime.date):
            cell = TableCell(valuetype="date", datevalue=value.isoformat(), **more)
        elif isinstance(value, (int, float)):
            kind = {2: "percentage", 3: "currency"}.get(column, "float")
            cell = TableCell(valuetype=kind, value=repr(value), **more)
            shown = f"{value:.1f}"
        else:
            cell = TableCell(valuetype="string", **more)
            for line in str(value).split("\n"):
                paragraph = P(text=line.lstrip(" "))
                if line.startswith(" "):
                    paragraph.insertBefore(S(), paragraph.firstChild)
                cell.addElement(paragraph)
            return cell
        cell.addElement(P(text=shown))
        return cell

    def fill(sheet, rows):
        for row in rows:
            line = TableRow()
            for c, value in enumerate(row):
                line.addElement(cell_of(value, c))
            line.addElement(TableCell(numbercolumnsrepeated=16384 - len(row)))
            sheet.addElement(line)
        end = TableRow(numberrowsrepeated=1048576 - len(rows))
        end.addElement(TableCell(numbercolumnsrepeated=16384))
        sheet.addElement(end)

    rows = typed()
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Sheet1")
    fill(sheet, rows)
    book.spreadsheet.addElement(sheet)
    book.save(HERE / "typed.ods")
    still(HERE / "typed.ods")

    book = OpenDocumentSpreadsheet()
    hidden = Style(name="gone", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    table_rows = table()
    for name, part, style in (("labels", [row[:3] for row in table_rows], None),
                              ("Labs 1.0", [[row[0], row[3], row[5]] for row in table_rows], None),
                              ("lists", [["do not read"]], hidden)):
        sheet = Table(name=name, **({"stylename": style} if style else {}))
        fill(sheet, part)
        book.spreadsheet.addElement(sheet)
    book.save(HERE / "sheets.ods")
    still(HERE / "sheets.ods")

    # Repeated cells and rows, a merged header, a formula without result, an error.
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="odd")
    line = TableRow(numberrowsrepeated=2)
    line.addElement(TableCell(numbercolumnsrepeated=5))
    sheet.addElement(line)
    line = TableRow()
    line.addElement(cell_of("id", 0))
    line.addElement(TableCell(valuetype="string", numbercolumnsspanned=2))
    line.lastChild.addElement(P(text="a"))
    line.addElement(CoveredTableCell())
    line.addElement(cell_of("c", 3))
    sheet.addElement(line)
    line = TableRow()
    line.addElement(cell_of("p1", 0))
    line.addElement(cell_of(0.5, 9, times=3))
    sheet.addElement(line)
    line = TableRow(numberrowsrepeated=2)
    line.addElement(cell_of("p2", 0))
    line.addElement(cell_of(7, 9))
    sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(HERE / "odd.ods")
    still(HERE / "odd.ods")
    write_csv("odd_ods.csv", [[], [], ["id", "a", None, "c"], ["p1", 0.5, 0.5, 0.5], ["p2", 7], ["p2", 7]])


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name in sys.argv[1:] or ["compressed", "xlsx", "ods"]:
        globals()[name]()
