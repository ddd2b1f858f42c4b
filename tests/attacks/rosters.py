"""Rosters: rows that a form sends."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

from attacks.document import OUTSIDE, PRINTED, SERVER, Document

_COMMAND = ("build", "two", "--paper", "a4", "--jobs", "1", "--learners", "roster.csv")
_HEAD = "name,id,role,company,interview date\n"


def _roster(name: str, tries: str, becomes: str, text: str | bytes, file: str = "roster.csv", *more: str) -> Document:
    content = _HEAD + text if isinstance(text, str) and file == "roster.csv" else text
    return Document(name, tries, becomes, {file: content}, command=(*_COMMAND[:-1], file, *more), at=file)


def _workbook(sheet: str, *, repeat: int = 1) -> bytes:
    """A workbook of one sheet, the little that readers of it ask for."""
    made = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{spread}" xmlns:r="{kind}"><sheets><sheet name="x" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet * repeat)
    return made.getvalue()


_ENTITIES = f'<!DOCTYPE x [<!ENTITY x SYSTEM "file://{OUTSIDE}/secret.txt">]><worksheet><sheetData/>&x;</worksheet>'
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
_ADA = f'<row r="1">{_CELL.format("A1", "name")}</row><row r="2">{_CELL.format("A2", "Ada")}</row>'
_FAR = f'<row r="1">{_CELL.format("A1", "name")}</row><row r="1048576">{_CELL.format("XFD1048576", "Ada")}</row>'
_LAUGHS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghi"))

DOCUMENTS = (
    _roster("name that climbs", "write outside the folder of copies", PRINTED, "../../../outside/x,,,,\n"),
    _roster("name of dots and bars", "the same", PRINTED, "..\\..\\x/../..,,,,\n"),
    _roster("name as HTML", "print HTML", PRINTED, "<script>alert(1)</script>,,,,\n"),
    _roster("name as a template", "run a template", PRINTED, "{{ ''.__class__ }},,,,\n"),
    _roster("name as Markdown", "load a picture", PRINTED, f"![x](http://{SERVER}/x.png),,,,\n"),
    _roster("name as a formula", "a command in a spreadsheet", PRINTED, '"=HYPERLINK(""http://x"")",,,,\n'),
    _roster("name of 10,000 letters", "no line holds it", "PG420", f"{'w' * 10_000},,,,\n"),
    _roster("name of unseen letters", "a name that cannot be seen", "PG109", "\u202eada\u200b,,,,\n"),
    _roster("name with an end of line", "a line in a log", PRINTED, '"Ada\n::error file=a::PWNED",,,,\n'),
    _roster("day without an end", "a calendar of ten thousand years", PRINTED, "Ada,,,,9999-12-31\n"),
    _roster("a cell of 1 MB", "memory for a cell", "PG109", f"Ada,{'x' * 1_000_000},,,\n"),
    _roster("a row of 100,000 cells", "a message for each", "PG109", "Ada" + "," * 100_000 + "\n"),
    _roster("faulty rows", "a message for each", "PG109", "Ada,,,,soon\n" * 20_000),
    _roster("bytes that are no text", "the decoder", "PG101", b"name,id\n\xff\xfe\x00,x\n"),
    _roster("YAML aliases", "a tree without an end", "PG104", "learners: &a [{name: Ada}]\nb: *a\n", "roster.yaml"),
    _roster("YAML tag", "run Python", "PG104", "learners: !!python/object/apply:os.system [id]\n", "roster.yaml"),
    _roster("workbook that is none", "the reader of workbooks", "PG109", b"PK\x03\x04" + b"\x00" * 100, "roster.xlsx"),
    _roster("workbook with an entity", "print a file of the machine", "PG109", _workbook(_ENTITIES), "roster.xlsx"),
    _roster("workbook bomb", "2 GB from 2 MB", "PG109", _workbook(" " * 1_000_000, repeat=200), "roster.xlsx"),
    _roster(
        "workbook with a far cell",
        "memory for all between",
        "PG109",
        _workbook(_SHEET.format(f"<sheetData>{_FAR}</sheetData>")),
        "roster.xlsx",
    ),
    _roster(
        "workbook with a billion laughs",
        "a text without an end",
        "PG109",
        _workbook(f'<!DOCTYPE x [<!ENTITY a "x">{_LAUGHS}]>' + _SHEET.format(f"<sheetData>{_CELL.format('A1', '&i;')}</sheetData>")),
        "roster.xlsx",
    ),
    _roster(
        "workbook with a merged cell",
        "memory for all that it covers",
        PRINTED,
        _workbook(_SHEET.format(f'<sheetData>{_ADA}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "roster.xlsx",
    ),
    _roster("4 million empty cells", "memory for each", "PG109", ("," * 199 + "\n") * 20_000),
    _roster("quotation mark without an end", "a value of all that follows", "PG109", 'Ada,"' + "x,\n" * 20_000),
    _roster("nested lists in YAML", "the parser's stack", "PG105", f"learners: {'[' * 3_000}{']' * 3_000}\n", "roster.yaml"),
)
