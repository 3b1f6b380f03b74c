"""The list that a ministry sends an hour before the workshop: 300 rows, twenty assorted faults."""

import datetime
import io

from openpyxl import Workbook

from documents.sheets.write import typed_cell

TITLE = "СПИСОК УЧАСТНИКОВ / List of delegates (final FINAL v3)"
UPPER = ["№", "Participant", None, "Contact", None, None, "Work", None, "From", None, "Remarks"]
LOWER = ["", "Full  NAME *", "M/F", "E-mail address", "Phone", "", "Job title", "Organización",
         "Town", "País", ""]  # fmt: skip
FIRST_ROW = 5  # of the sheet, below a merged title, a blank row and two rows of headings
ROWS = 300
AT = {"name": 1, "gender": 2, "email": 3, "phone": 4, "position": 6, "organisation": 7, "city": 8,
      "country": 9, "note": 10}  # fmt: skip

# Row of the list (from 0) → what is wrong or odd in it.
FAULTS = {
    3: {"gender": "Cat"},
    5: {"gender": "F "},
    6: {"gender": "Female."},
    7: {"gender": "Mujer"},
    8: {"gender": "М"},  # Cyrillic
    9: {"gender": "Mr"},
    20: {"name": ""},
    21: {"name": "44791"},  # a day as Excel counts it, in the wrong column
    30: {"email": "office@"},
    31: {"email": "planning.example.org"},
    32: {"email": "a@example.org; b@example.org"},
    33: {"email": "UPPER.Case+tag@Example.ORG"},
    40: {"country": "Figi"},
    41: {"country": "South Korea"},
    50: {"name": "Ana\nMaria Tui"},
    51: {"name": "Ana\r\nBeatriz Tui"},
    52: {"name": "Tevita\x07Moala"},
    53: {"name": "Sala \u202eikuV"},
    60: {"organisation": "NULL"},
    61: {"organisation": "n/a", "position": "-"},
    70: {"name": "x" * 201},
    80: {"name": "Ana Tui Repeated", "email": "repeated@example.org"},
    81: {"name": "ANA  tui repeated", "email": "Repeated@example.org"},
    90: {"name": "Tam Nguyen Thi Minh", "email": ""},
    91: {"name": "Nguyễn Thị Minh Tâm", "email": ""},
}
# What looks wrong and is right: it stands exactly so.
ODD = {
    100: {"name": "Jennifer Null"},
    101: {"name": "Suharti"},
    102: {"name": "y" * 200},
    103: {"name": "O'Neill-d'Arc, Seán"},
    104: {"name": "<b>Ana</b> & Co"},
    105: {"name": "=SUM(A1:A9)"},
    106: {"name": "Ana 🌱 Flower"},
    107: {"name": "محمد\u200f علي"},  # with a right-to-left mark
    108: {"name": "می\u200cخواهم"},  # a zero-width sign that belongs to the script
    109: {"name": "นางสาว สมหญิง ใจดี"},
    110: {"phone": "+62 812-3456-789"},
    111: {"phone": 6793313433},
    112: {"position": "=1+1"},
    113: {"position": datetime.date(2022, 8, 24)},
    114: {"note": "First line\nsecond line"},
    115: {"organisation": "'quoted' office"},
    116: {"email": "o'hara@example.org"},
}


def plain_row(number):
    row = [""] * len(LOWER)
    row[0] = number + 1
    row[AT["name"]] = f"Delegate {spelt(number)}"
    row[AT["gender"]] = "F" if number % 2 else "M"
    row[AT["email"]] = f"delegate{number}@example.org"
    row[AT["organisation"]] = f"Office {number % 20}"
    row[AT["country"]] = "Fiji"
    return row


def spelt(number):
    """Words as unlike each other as names are."""
    letters = "bdfghjklmnprstvw"
    return " ".join(
        f"{letters[digit // 16 % 16]}a{letters[digit % 16]}{vowel}".title()
        for digit, vowel in ((number * 7919 % 251, "oe"), (number * 104_729 % 241, "iu"))
    )


def list_rows():
    rows = [plain_row(number) for number in range(ROWS)]
    for number, cells in {**FAULTS, **ODD}.items():
        for column, value in cells.items():
            rows[number][AT[column]] = value
    return rows


def workbook(rows):
    """The list as XLSX, under a merged title and two rows of headings."""
    book = Workbook()
    sheet = book.active
    for row, cells in ((1, [TITLE]), (3, UPPER), (4, LOWER)):
        for column, text in enumerate(cells, start=1):
            sheet.cell(row, column).value = text
    sheet.merge_cells("A1:K1")
    for offset, cells in enumerate(rows):
        for column, value in enumerate(cells, start=1):
            put(sheet, FIRST_ROW + offset, column, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(sheet, row, column, value):
    cell = sheet.cell(row, column)
    if isinstance(value, str) and value:
        typed = typed_cell(sheet, value)  # as text, whatever it looks like
        cell._value, cell.data_type = typed._value, "s"
    elif value != "":
        cell.value = value


def row_of_sheet(number):
    return FIRST_ROW + number
