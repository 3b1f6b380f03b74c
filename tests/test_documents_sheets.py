import io
import struct
import time
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from documents.sheets.read import Limits, UnreadableFile, read_table, stream_table
from documents.sheets.write import csv_bytes, csv_stream, protect, sheet_name, unprotect, xlsx_bytes

FORMULAS = ["=1+1", "+679 331", "-5", "@SUM(A1)", "'quoted", "\tindented", "\rreturned"]
NAMES = [
    "Name;City",
    "Nguyễn Thị Minh;Hội An",
    "สมชาย ใจดี;กรุงเทพ",
    "محمد علي;بيروت",
]

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
dangerous_cells = st.one_of(
    cells, st.tuples(st.sampled_from(FORMULAS), cells).map("".join), st.just("_x000D_")
)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    row = st.lists(dangerous_cells, min_size=width, max_size=width)
    header = draw(st.lists(cells.filter(str.strip), min_size=width, max_size=width))
    return header, draw(st.lists(row.filter(any), max_size=6))


def read(content, **limits):
    return read_table(io.BytesIO(content), limits=Limits(**limits))


def cells_of(table):
    return [list(row.cells) for row in table.rows]


def refused(content, **limits):
    with pytest.raises(UnreadableFile) as refusal:
        read(content, **limits)
    return str(refusal.value)


def workbook_of(*rows):
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def zip_of(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet_xml(rows):
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml'
        f'/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    )


def with_sheet(content, sheet):
    """The workbook with its first sheet replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, sheet if "sheet1" in name else old.read(name))
    return target.getvalue()


# What we write reads back unchanged


@given(tables())
def test_csv_reads_back_what_was_written(table):
    header, rows = table

    back = read(csv_bytes(header, rows))

    assert [unprotect(name) for name in back.header] == header
    assert [[unprotect(cell) for cell in row] for row in cells_of(back)] == rows


@settings(max_examples=25, deadline=None)
@given(tables())
def test_xlsx_reads_back_what_was_written(table):
    header, rows = table

    back = read(xlsx_bytes("Participants", header, rows))

    assert list(back.header) == header
    assert cells_of(back) == rows


@given(cells)
def test_protecting_is_undone_exactly(cell):
    assert unprotect(protect(cell)) == cell


@pytest.mark.parametrize("cell", FORMULAS)
def test_csv_puts_a_quote_before_what_a_spreadsheet_would_calculate(cell):
    content = csv_bytes(["Name"], [[cell]])

    assert cells_of(read(content)) == [["'" + cell]]


def test_csv_leaves_numbers_and_days_as_they_are():
    content = csv_bytes(["a", "b", "c", "d"], [[-5, Decimal("-1.50"), date(2022, 8, 24), None]])

    assert content == b'\xef\xbb\xbf"a","b","c","d"\r\n-5,-1.50,2022-08-24,\r\n'


def test_csv_streams_in_chunks():
    chunks = list(csv_stream(["n"], ([number] for number in range(1200))))

    assert len(chunks) == 3
    assert len(read(b"".join(chunks)).rows) == 1200


def test_xlsx_types_its_cells_and_keeps_the_header_in_view():
    content = xlsx_bytes("People: all", ["Name", "Age", "Day"], [["=1+1", 41, date(2022, 8, 24)]])

    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    assert (sheet.title, sheet.freeze_panes) == ("People  all", "A2")
    assert workbook.properties.title == "People: all"
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A1"].font.bold


@given(st.text(max_size=60))
def test_any_title_makes_a_sheet_name(title):
    name = sheet_name(title)

    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


# What comes in


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_stated_encodings_and_line_ends_are_read_without_a_remark(encoding, newline):
    table = read(newline.join(NAMES).encode(encoding))

    assert table.header == ("Name", "City")
    assert cells_of(table) == [line.split(";") for line in NAMES[1:]]
    assert table.remarks == ()


@pytest.mark.parametrize(
    ("encoding", "lines"),
    [
        ("cp1252", ["José Ñuñez;Düsseldorf", "Åse Ødegård;Ærø"]),
        ("cp1251", ["Иван Петров;Бишкек", "Анна Шевченко;Харьков"]),
        ("cp1256", ["محمد علي;بيروت", "فاطمة حسن;الإسكندرية"]),
        ("gb18030", ["王伟;上海市", "李娜;北京市", "张敏;广州市"]),
        ("cp874", ["สมชาย ใจดี;กรุงเทพ", "มาลี แก้วใส;เชียงใหม่", "ประยุทธ์ ทองดี;นครราชสีมา"]),
    ],
)
def test_legacy_code_pages_are_read_with_a_remark(encoding, lines):
    table = read("\n".join(["Name;City", *lines]).encode(encoding))

    assert cells_of(table) == [line.split(";") for line in lines]
    assert encoding in table.remarks[0]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    content = separator.join(["Name", "Office", "City"]) + "\n" + separator.join(["A", "B", "C"])

    assert read(content.encode()).header == ("Name", "Office", "City")


def test_excels_own_separator_line_is_no_row():
    table = read(b"sep=;\r\nName;City\r\nA;B\r\n")

    assert (table.header, table.header_number, table.rows[0].number) == (("Name", "City"), 1, 2)


def test_rows_keep_the_number_the_sheet_shows():
    table = read(b'\nName,Note\n\nA,"two\nlines"\n,\nB,\n')

    assert table.header_number == 2
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("A", "two\nlines")),
        (6, ("B", "")),
    ]


def test_workbook_rows_keep_the_number_the_sheet_shows():
    table = read(workbook_of([], ["Name", "Phone", "Day"], [], ["A", 6793313433, date(2022, 8, 4)]))

    assert table.header_number == 2
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("A", "6793313433", "2022-08-04"))
    ]


def test_cells_beyond_the_header_are_kept_and_remarked():
    table = read(b"Name,City\nA,Suva, Fiji\nB,Pune\n")

    assert cells_of(table) == [["A", "Suva", " Fiji"], ["B", "Pune"]]
    assert table.remarks == ("Row 2 has more cells than the header.",)


def test_only_the_first_sheet_is_read_and_says_so():
    workbook = load_workbook(io.BytesIO(workbook_of(["Name"], ["A"])))
    workbook.create_sheet("Notes")
    target = io.BytesIO()
    workbook.save(target)

    assert read(target.getvalue()).remarks == ("The file has 2 sheets; only “Sheet” was read.",)


# What is refused, in words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n....", "This is a picture."),
        (b"\xff\xd8\xff\xe0....", "This is a picture."),
        (b"%PDF-1.7", "This is a PDF, which holds no table that can be read."),
        (b"<html><table>", "This is a web page or XML, whatever its name says."),
        (b"PK\x03\x04 broken", "The file is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "The file is protected by a password. Take the password away first."),
        (b"\x01\x02\x03", "This is no table that can be read."),
        (zip_of(**{"word/document.xml": "<w/>"}), "This is a Word document."),
        (zip_of(**{"a.csv": "a"}), "This is an archive with other files in it."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(content, words):
    assert refused(content) == f"{words} Save the list as XLSX, ODS or CSV."


def test_a_damaged_workbook_is_refused():
    content = zip_of(**{"xl/workbook.xml": "<broken"})

    assert refused(content) == "The file is damaged. Open it in your spreadsheet and save it again."


def test_nothing_but_blank_lines_is_refused():
    assert refused(b"\n,,\n\n,\n") == "There is nothing in the file."


def test_too_many_rows_are_refused():
    rows = [[1], [2], [3]]

    assert refused(csv_bytes(["n"], rows), max_rows=2) == (
        "The sheet has more rows than can be read at once; at most 2. "
        "Delete what stands below the list, or split it."
    )
    assert refused(workbook_of(["n"], *rows), max_rows=2) == (
        "The sheet goes down to row 4; at most 2 can be read. "
        "Delete what stands below the list, or split it."
    )


def test_too_many_columns_and_too_long_cells_are_refused():
    assert refused(b"a,b,c\n", max_columns=2) == "Row 1 has more than 2 columns."
    assert refused(workbook_of(["a", "b", "c"]), max_columns=2) == (
        "The sheet has 3 columns; at most 2 can be read."
    )
    assert refused(b"a\nlong\n", max_cell=3) == "A cell in row 2 is longer than 3 characters."
    assert refused(b"a" * 200, max_bytes=100).startswith("The file is larger than")


def test_a_quote_never_closed_is_refused():
    content = b'Name\n"' + b"a" * 200_000

    assert refused(content) == "A quotation mark in the file is opened and never closed."


# Hostile workbooks, refused within a second or little more on a busy machine


def bomb_that_unpacks():
    return with_sheet(workbook_of(["a"]), sheet_xml("<row/>" * 40_000_000))


def sheet_that_claims(*cells):
    rows = "".join(f'<row r="{row}"><c r="{name}{row}"><v>1</v></c></row>' for name, row in cells)
    return with_sheet(workbook_of(["a"]), sheet_xml(rows))


def ods_that_repeats(rows, columns):
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="A"><table:table-row '
        f'table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of(mimetype=kind, **{"content.xml": content})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bomb_that_unpacks(), id="unpacks to 240 MB"),
        pytest.param(sheet_that_claims(("A", 1), ("A", 1_048_576)), id="a million rows"),
        pytest.param(sheet_that_claims(("A", 1), ("XFD", 1_048_576)), id="17 billion cells"),
        pytest.param(sheet_that_claims(("A", 1), ("ZZ", 99_999)), id="70 million cells"),
        pytest.param(ods_that_repeats(1_048_576, 1_000), id="repeated rows"),
    ],
)
def test_hostile_workbooks_are_refused_at_once(content):
    begin = time.monotonic()

    words = refused(content)

    assert words
    assert time.monotonic() - begin < 5
    assert len(content) < 1_000_000


def test_a_directory_that_lies_about_its_sizes_ends_the_reader_only():
    content = bytearray(bomb_that_unpacks())
    real = struct.pack("<L", len(sheet_xml("<row/>" * 40_000_000)))
    lying = bytes(content).replace(real, struct.pack("<L", 1000))

    assert refused(lying)


def test_sheet_that_begins_further_down_and_right_keeps_its_places():
    table = read(workbook_of([], [None, None, "Name", "City"], [None, None, "Ana", "Suva"]))

    assert (table.header, table.header_number) == (("", "", "Name", "City"), 2)
    assert [tuple(row) for row in table.rows] == [(3, ("", "", "Ana", "Suva"))]


def test_table_streams_its_rows_and_then_says_what_to_check():
    stream = stream_table(io.BytesIO(b"Name;City\nAna;Suva;x\n"))
    before = list(stream.remarks)

    rows = [row.cells for row in stream.rows]

    assert (before, rows) == ([], [("Ana", "Suva", "x")])
    assert stream.remarks == ["Row 2 has more cells than the header."]


def test_two_cells_far_apart_claim_too_many_between_them():
    far = (
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="90000"><c r="GQ90000"><v>1</v></c></row>',
    )
    content = with_sheet(workbook_of(["Name"]), sheet_xml("".join(far)))

    words = refused(content, max_rows=100_000)

    assert words.startswith("The sheet claims far more cells than can be read")
