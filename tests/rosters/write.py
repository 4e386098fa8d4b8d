"""Writes a workbook by one of the programs that offices' own scripts use.

write.py PROGRAM FILE < workbook.json

The workbook: {"from_1904": bool, "sheets": [{"name", "hidden", "merges": [[top, left, bottom, right]],
"cells": [[row, column, kind, value]]}]}, rows and columns from 0; kinds are text, number and date (year, month, day).
Ends with 3 when the program is not installed.
"""

import datetime
import json
import sys


def value_of(kind, value):
    return datetime.date(*value) if kind == "date" else value


def by_openpyxl(book, path):
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    out = openpyxl.Workbook()
    out.remove(out.active)
    if book["from_1904"]:
        out.epoch = CALENDAR_MAC_1904
    for sheet in book["sheets"]:
        page = out.create_sheet(sheet["name"])
        for row, column, kind, value in sheet["cells"]:
            cell = page.cell(row + 1, column + 1, value_of(kind, value))
            if kind == "date":
                cell.number_format = "yyyy/m/d"
        for top, left, bottom, right in sheet["merges"]:
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        if sheet["hidden"]:
            page.sheet_state = "hidden"
    out.save(path)


def by_xlsxwriter(book, path):
    import xlsxwriter

    out = xlsxwriter.Workbook(path, {"date_1904": book["from_1904"]})
    day, plain = out.add_format({"num_format": "yyyy-mm-dd"}), out.add_format({"border": 1})
    for sheet in book["sheets"]:
        page = out.add_worksheet(sheet["name"])
        for area in sheet["merges"]:
            page.merge_range(*area, "", plain)
        for row, column, kind, value in sheet["cells"]:
            if kind == "date":
                page.write_datetime(row, column, value_of(kind, value), day)
            elif kind == "number":
                page.write_number(row, column, value, plain)
            else:
                page.write_string(row, column, value, plain)
        if sheet["hidden"]:
            page.hide()
    out.close()


def by_xlwt(book, path):
    import xlwt

    out = xlwt.Workbook(encoding="utf-8")
    out.dates_1904 = book["from_1904"]
    day, plain = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.easyxf("borders: left thin, right thin")
    for sheet in book["sheets"]:
        page = out.add_sheet(sheet["name"])
        areas = {(top, left): (bottom, right) for top, left, bottom, right in sheet["merges"]}
        for row, column, kind, value in sheet["cells"]:
            style = day if kind == "date" else plain
            if (row, column) in areas:
                bottom, right = areas[row, column]
                page.write_merge(row, bottom, column, right, value_of(kind, value), style)
            else:
                page.write(row, column, value_of(kind, value), style)
        if sheet["hidden"]:
            page.visibility = 1
    out.save(path)


def by_odfpy(book, path):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TableProperties
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    out = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    out.automaticstyles.addElement(hidden)
    for sheet in book["sheets"]:
        page = Table(name=sheet["name"], stylename=hidden) if sheet["hidden"] else Table(name=sheet["name"])
        cells = {(row, column): (kind, value) for row, column, kind, value in sheet["cells"]}
        spans, covered = {}, set()
        for top, left, bottom, right in sheet["merges"]:
            spans[top, left] = (bottom - top + 1, right - left + 1)
            covered |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        width = 1 + max(column for _, column in list(cells) + list(covered))
        for row in range(1 + max(row for row, _ in list(cells) + list(covered))):
            line = TableRow()
            for column in range(width):
                here = (row, column)
                if here in covered and here not in spans:
                    line.addElement(CoveredTableCell())
                    continue
                given = {}
                if here in spans:
                    given = {"numberrowsspanned": spans[here][0], "numbercolumnsspanned": spans[here][1]}
                if here not in cells:
                    line.addElement(TableCell(**given))
                    continue
                kind, value = cells[here]
                if kind == "date":
                    shown = value_of(kind, value).isoformat()
                    cell = TableCell(valuetype="date", datevalue=shown, **given)
                elif kind == "number":
                    shown = str(value)
                    cell = TableCell(valuetype="float", value=value, **given)
                else:
                    shown = value
                    cell = TableCell(valuetype="string", **given)
                cell.addElement(P(text=shown))
                line.addElement(cell)
            page.addElement(line)
        out.spreadsheet.addElement(page)
    out.save(path)


PROGRAMS = {"openpyxl": by_openpyxl, "XlsxWriter": by_xlsxwriter, "xlwt": by_xlwt, "odfpy": by_odfpy}

if __name__ == "__main__":
    try:
        PROGRAMS[sys.argv[1]](json.load(sys.stdin), sys.argv[2])
    except ModuleNotFoundError as absent:
        print(absent, file=sys.stderr)
        sys.exit(3)
