import pytest

from tests.sheets import previewed, sheet


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Full name", "full_name"), (" NAME OF PARTICIPANT *", "full_name"), ("Sex", "gender"),
        ("M/F", "gender"), ("Organización", "organisation"), ("Courriel", "email"),
        ("Пол", "gender"), ("الجنس", "gender"), ("E-mail address", "email"),
        ("Country (of residence)", "country"), ("Organisaton", "organisation"),
        ("Họ và tên", "full_name"), ("Telephone No.", ""), ("Remarks", "note"), ("Shoe size", ""),
    ],
)  # fmt: skip
def test_headings_are_recognised(heading, field):
    fields = sheet((2, ("x", "y")), header=("Full name (x)", heading)).fields

    by_index = {index: name for name, index in fields.items()}
    assert by_index.get(1, "") == ("" if field == "full_name" else field)


def test_a_title_above_the_table_is_passed_over():
    found = sheet((3, ("Name", "Sex")), (4, ("Suharti", "F")), header=("List of delegates",))

    assert found.heading_row == 3
    assert [row.number for row in found.rows] == [4]
    assert found.fields == {"full_name": 0, "gender": 1}


def test_a_heading_of_two_rows_is_read_as_one():
    found = sheet(
        (2, ("", "E-mail", "Phone")), (3, ("Suharti", "", "")), header=("Name", "Contact")
    )

    assert found.fields == {"full_name": 0, "email": 1, "phone": 2}
    assert [row.number for row in found.rows] == [3]


def test_names_in_two_columns_are_joined_in_the_order_of_the_sheet(workshop):
    preview = previewed(workshop, (2, ("Minh Tâm", "Nguyễn")), header=("First name", "Surname"))

    assert [read.entry.full_name for read in preview.new] == ["Minh Tâm Nguyễn"]
