#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/golden/formats: one small table in the formats that people have, each by another program.

    apt-get install pspp readstat
    python3 -m venv /tmp/v && /tmp/v/bin/pip install pandas openpyxl xlsxwriter odfpy scipy h5py anndata mudata
    /tmp/v/bin/python tests/golden/make_formats.py [FORMAT ...]

NAME.csv beside a file is what BTW has to make of it.
"""
import bz2
import datetime
import gzip
import io
import lzma
import math
import struct
import subprocess
import sys
import tempfile
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


def study():
    """What programs of statistics know: labelled values, codes for missing values, dates."""
    rows = [["id", "outcome", "sex", "pain", "bp", "visit", "seen", "town"]]
    for i in range(20):
        rows.append([
            f"p{i:02d}", ["alive", "dead"][i % 2], ["male", "female", None][i % 3], i % 5,
            None if i in (3, 7) else 120.5 + i, datetime.date(2020, 1, 30) + datetime.timedelta(days=i),
            datetime.datetime(2020, 1, 30, 6, 30) + datetime.timedelta(hours=5 * i), ["Köln", "Aix, old", ""][i % 3] or None,
        ])
    return rows


def spss():
    rows = study()
    write_csv("study.csv", rows)
    sex = {"male": 1, "female": 2, None: 9}
    lines = []
    for row in rows[1:]:
        bp = -9 if row[4] is None and row[0] == "p03" else "" if row[4] is None else row[4]
        lines.append("\t".join(map(str, [
            row[0], ["alive", "dead"].index(row[1]), sex[row[2]], row[3], bp, row[5].strftime("%Y/%m/%d"),
            row[6].strftime("%d-%m-%Y %H:%M:%S"), row[7] or ""])))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        out = str(HERE / "study")
        (Path(folder) / "in.sps").write_text(f"""
GET DATA /TYPE=TXT /FILE='{folder}/in.tsv' /ENCODING='UTF-8' /DELIMITERS='\\t'
 /VARIABLES=id A8 outcome F1.0 sex F1.0 pain F2.0 bp F8.2 visit SDATE10 seen DATETIME20 town A12.
VALUE LABELS outcome 0 'alive' 1 'dead' /sex 1 'male' 2 'female' 9 'not asked' /pain 0 'none' 10 'worst'.
MISSING VALUES sex (9) bp (-9).
VARIABLE LABELS bp 'Blood pressure, mmHg'.
SAVE OUTFILE='{out}.sav'.
SAVE OUTFILE='{out}.zsav' /ZCOMPRESSED.
EXPORT OUTFILE='{out}.por'.
""", encoding="utf-8")
        subprocess.run(["pspp", "in.sps"], cwd=folder, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})


def stata():
    import pandas
    rows = study()
    frame = pandas.DataFrame(rows[1:], columns=rows[0])
    frame["outcome"] = pandas.Categorical(frame["outcome"], ["alive", "dead"])
    frame["sex"] = pandas.Categorical(frame["sex"], ["male", "female"])
    frame["pain"] = frame["pain"].astype("int8")
    frame["visit"] = pandas.to_datetime(frame["visit"])
    frame["seen"] = pandas.to_datetime(frame["seen"])
    frame["town"] = frame["town"].fillna("")
    for version in (114, 117, 118):
        part = frame.replace({"town": {"Köln": "Koeln"}}) if version < 118 else frame
        part.to_stata(HERE / f"study{version}.dta", write_index=False, version=version,
                      convert_dates={"visit": "td", "seen": "tc"}, time_stamp=datetime.datetime(2024, 1, 1),
                      value_labels=None)
    plain_rows = [[v if v != "Köln" else "Koeln" for v in row] for row in rows]
    write_csv("study_ascii.csv", plain_rows)


def ibm(value):
    """A number as IBM's mainframes have it, which xpt files do."""
    if value is None:
        return b"." + bytes(7)
    if value == 0:
        return bytes(8)
    sign, value, exponent = (0x80, -value, 64) if value < 0 else (0, value, 64)
    while value >= 1:
        value, exponent = value / 16, exponent + 1
    while value < 1 / 16:
        value, exponent = value * 16, exponent - 1
    return bytes([sign | exponent]) + round(value * (1 << 56)).to_bytes(7, "big")


def sas():
    """A transport file by hand (SAS TS-140); a .sas7bdat by ReadStat's writer, which pandas' own reader reads."""
    import pandas
    rows = [row[:1] + [i % 2, row[4], row[5]] for i, row in enumerate(study()[1:])]
    head = ["ID", "LABEL", "BP", "VISIT"]
    names = [("ID", 2, 8, "", 0), ("LABEL", 1, 8, "", 0), ("BP", 1, 8, "", 0), ("VISIT", 1, 8, "DATE", 9)]
    stamp = b"01JAN24:00:00:00"
    out = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!" + b"0" * 30 + b"  "
    out += b"SAS     SAS     SASLIB  9.4     Linux   " + b" " * 24 + stamp + stamp + b" " * 64
    out += b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!" + b"0" * 17 + b"1600000000140  "
    out += b"HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!" + b"0" * 30 + b"  "
    out += b"SAS     STUDY   SASDATA 9.4     Linux   " + b" " * 24 + stamp + stamp + b" " * 64
    out += b"HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!" + f"{len(names):010d}".encode() + b"0" * 20 + b"  "
    fields, place = b"", 0
    for i, (name, kind, length, form, width) in enumerate(names):
        fields += struct.pack(">hhhh8s40s8shhh2s8shhi52s", kind, 0, length, i + 1, name.ljust(8).encode(), b" " * 40,
                              form.ljust(8).encode(), width, 0, 0, b"  ", b" " * 8, 0, 0, place, bytes(52))
        place += length
    out += fields + b" " * (-len(fields) % 80)
    out += b"HEADER RECORD*******OBS     HEADER RECORD!!!!!!!" + b"0" * 30 + b"  "
    data = b""
    for row in rows:
        day = (row[3] - datetime.date(1960, 1, 1)).days
        data += row[0].ljust(8).encode() + ibm(row[1]) + ibm(row[2]) + ibm(day)
    out += data + b" " * (-len(data) % 80)
    (HERE / "study.xpt").write_bytes(out)
    write_csv("study_xpt.csv", [head] + rows)
    check = pandas.read_sas(HERE / "study.xpt", format="xport")
    assert [round(v) for v in check["LABEL"]] == [row[1] for row in rows] and check["VISIT"][0] == 21944, check

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["readstat", str(HERE / "study118.dta"), f"{folder}/out.sas7bdat"], check=True)
        bytes_ = Path(folder, "out.sas7bdat").read_bytes()
    (HERE / "study.sas7bdat").write_bytes(bytes_)
    check = pandas.read_sas(HERE / "study.sas7bdat", encoding="utf-8")
    write_csv("study_sas.csv", [list(check.columns)] + [
        [None if isinstance(v, float) and math.isnan(v) else v for v in row] for row in check.itertuples(index=False)])


def matlab():
    import h5py
    import numpy
    import scipy.io
    import scipy.sparse
    n = 20
    rng = numpy.random.default_rng(3)
    x = rng.normal(size=(n, 3)).round(4)
    x[2, 1] = numpy.nan
    counts = (rng.integers(0, 4, size=(n, 2)) * 1.0)
    values = {"label": numpy.arange(n).reshape(n, 1) % 2, "age": numpy.arange(40, 40 + n, dtype="int16").reshape(1, n),
              "site": numpy.array([["north", "Köln"][i % 2] for i in range(n)], dtype=object).reshape(n, 1), "lab": x}
    rows = [["label", "age", "site", "lab_1", "lab_2", "lab_3"]]
    for i in range(n):
        rows.append([int(values["label"][i, 0]), 40 + i, values["site"][i, 0]]
                    + [None if math.isnan(v) else float(v) for v in x[i]])
    write_csv("mat.csv", rows)
    fixed = lambda path: path.write_bytes(path.read_bytes()[:19].ljust(116) + path.read_bytes()[116:])
    for name, packed in (("v5.mat", False), ("v7.mat", True)):
        scipy.io.savemat(HERE / name, values, do_compression=packed)
        fixed(HERE / name)
    old = {k: v for k, v in values.items() if k != "site"}
    scipy.io.savemat(HERE / "v4.mat", {k: v.astype(float) for k, v in old.items()}, format="4")
    write_csv("mat_v73.csv", [[row[1], *row[3:], row[0]] for row in rows])
    write_csv("mat_v4.csv", [row[:2] + row[3:] for row in rows])
    scipy.io.savemat(HERE / "more.mat", {
        "s": {"label": values["label"], "c": scipy.sparse.csc_matrix(counts)}, "cube": numpy.zeros((n, 2, 2)),
        "other": numpy.zeros((5, 2)), "note": "made by SciPy"})
    fixed(HERE / "more.mat")
    write_csv("mat_more.csv", [["label", "c_1", "c_2"]] + [[i % 2] + [float(v) for v in counts[i]] for i in range(n)])
    # Version 7.3 is HDF5 with MATLAB's attributes behind a block of 512 bytes.
    with h5py.File(HERE / "v73.mat", "w", userblock_size=512, track_order=False) as file:
        for name, kind in (("label", "double"), ("age", "int16"), ("lab", "double")):
            data = numpy.asarray(values[name], dtype={"double": "f8", "int16": "i2"}[kind]).T
            made = file.create_dataset(name, data=data, track_times=False)
            text = h5py.h5t.C_S1.copy()  # ends with a zero, as MATLAB writes it
            text.set_size(len(kind) + 1)
            text.set_strpad(h5py.h5t.STR_NULLTERM)
            attribute = h5py.h5a.create(made.id, b"MATLAB_class", text, h5py.h5s.create(h5py.h5s.SCALAR))
            attribute.write(numpy.array(kind.encode(), dtype=f"S{len(kind) + 1}"))
    with open(HERE / "v73.mat", "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(116) + bytes(8) + b"\x00\x02IM")


def anndata():
    import anndata as ad
    import mudata
    import numpy
    import pandas
    import scipy.sparse
    n = 24
    rng = numpy.random.default_rng(4)
    ids = [f"c{i:02d}" for i in range(n)]
    obs = pandas.DataFrame({
        "label": pandas.Categorical([["ill", "well"][i % 2] for i in range(n)]),
        "split": ["train" if i < 16 else "val" if i < 20 else "test" for i in range(n)],
        "age": [float("nan") if i == 3 else 40.5 + i for i in range(n)], "smokes": [i % 3 == 0 for i in range(n)],
        "batch": pandas.Categorical([["a", "b", None][i % 3] for i in range(n)]),
        "visits": pandas.array([None if i == 5 else i for i in range(n)], dtype="Int64")}, index=ids)
    obs_rows = [["id", *obs.columns]] + [
        [i] + [None if pandas.isna(v) else v for v in row] for i, row in zip(ids, obs.itertuples(index=False))]
    x = (rng.poisson(0.6, size=(n, 5)) * rng.choice([1, 0.1], size=(n, 5))).astype("float32")
    x_rows = lambda names, keep, values: [["id", *names]] + [[ids[i]] + [float(str(v)) for v in values[i]] for i in keep]
    genes = ["TP53", "EGFR", "KRAS", "MYC", "a b"]
    write_csv("obs.csv", obs_rows)
    write_csv("X.csv", x_rows(genes, range(n), x))
    for name, matrix in (("dense", x), ("csr", scipy.sparse.csr_matrix(x)), ("csc", scipy.sparse.csc_matrix(x))):
        data = ad.AnnData(matrix, obs=obs, var=pandas.DataFrame(index=genes))
        data.write_h5ad(HERE / f"{name}.h5ad", compression="gzip" if name == "csr" else None)
    # Two modalities, of other cells each.
    rna = ad.AnnData(x[:20], obs=pandas.DataFrame({"depth": x[:20].sum(1).astype("float64").round(3)}, index=ids[:20]),
                     var=pandas.DataFrame(index=genes))
    atac = ad.AnnData(scipy.sparse.csr_matrix(x[4:, :3]), obs=pandas.DataFrame(index=ids[4:]),
                      var=pandas.DataFrame(index=["p1", "p2", "p3"]))
    both = mudata.MuData({"rna": rna, "atac": atac})
    both.obs["label"] = [["ill", "well"][int(i[1:]) % 2] for i in both.obs_names]
    both.write(HERE / "two.h5mu")
    depth = {ids[i]: float(rna.obs["depth"].iloc[i]) for i in range(20)}
    write_csv("mu_obs.csv", [["id", "label", "rna:depth"]] + [
        [i, label, depth.get(i)] for i, label in zip(both.obs_names, both.obs["label"])])
    write_csv("mu_rna.csv", x_rows(genes, range(20), x))
    write_csv("mu_atac.csv", x_rows(["p1", "p2", "p3"], range(4, n), x[:, :3]))


def sparse():
    """A matrix as SciPy and as the sparse package write it, which is what FIDDLE uses."""
    import numpy
    import scipy.sparse
    rng = numpy.random.default_rng(5)
    x = rng.poisson(0.5, size=(24, 6)) * 0.5
    for kind in ("csr", "csc", "coo", "bsr"):
        scipy.sparse.save_npz(HERE / f"sparse_{kind}.npz", getattr(scipy.sparse, kind + "_matrix")(x))
        still(HERE / f"sparse_{kind}.npz")
    coo = scipy.sparse.coo_matrix(x)
    numpy.savez_compressed(HERE / "sparse_coords.npz", data=coo.data, coords=numpy.vstack([coo.row, coo.col]),
                           shape=numpy.array(x.shape), fill_value=0.0)
    still(HERE / "sparse_coords.npz")
    write_csv("sparse.csv", [[str(i + 1) for i in range(6)]] + [[float(v) for v in row] for row in x])


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name in sys.argv[1:] or ["compressed", "xlsx", "ods", "spss", "stata", "sas", "matlab", "anndata", "sparse"]:
        globals()[name]()
