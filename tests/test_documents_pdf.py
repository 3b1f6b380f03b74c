import gc
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from xml.etree import ElementTree

import page
import pypdf
import pytest

from documents import pdf
from documents.pdf.directions import settle_directions

PROFILES = [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A]
HEAD = '<html lang="en"><head><title>A brief</title><link rel="stylesheet" href="asset:brief.css">'
TABLE = (
    "<table><caption>T</caption><thead><tr><th scope=col>A</th><th scope=col>B</th></tr></thead>"
    "<tbody><tr><th scope=row>1</th><td>2</td></tr></tbody></table>"
)
PLAIN = (
    f"{HEAD}</head><body><h1>Hội An</h1><h2>Part</h2><p>Text <b>bold</b></p>{TABLE}</body></html>"
)

FORBIDDEN = [
    "file:///etc/passwd",
    "http://127.0.0.1:9/x",
    "https://example.org/x",
    "ftp://example.org/x",
    "data:text/css,body{color:red}",
    "//example.org/x",
    "/etc/passwd",
    "../pdf.py",
    "asset:../pdf.py",
]

# Renders what stands on standard input and says what it opened and connected to meanwhile.
WATCHED = """
import hashlib, json, sys
from documents import pdf
from documents.pdf.directions import settle_directions
pdf.warm_up()
seen = []
watched = ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen")
sys.addaudithook(lambda event, args: seen.append([event, str(args[0])]) if event in watched else 0)
made = pdf.render_pdf(sys.stdin.read(), identifier=b"same")
print(json.dumps({"seen": seen[:], "sha256": hashlib.sha256(made).hexdigest()}))
"""


def render(html=PLAIN):
    return pdf.render_pdf(html, identifier=b"test")


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def render_apart(html, hash_seed="0"):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], input=html, capture_output=True, text=True, check=True,
        env=environment,
    )  # fmt: skip
    return json.loads(done.stdout)


def hostile(address):
    return f"""{HEAD}
      <link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">
      <base href="{address}"><style>@import url("{address}");
      body {{ background: url("{address}") }}
      @font-face {{ font-family: "X"; src: url("{address}") }} p {{ font-family: "X" }}
      li {{ list-style-image: url("{address}") }} p::before {{ content: url("{address}") }}</style>
      </head><body><h1>H</h1><p>Text</p><img src="{address}" alt="x">
      <object data="{address}"></object>
      <embed src="{address}"><iframe src="{address}"></iframe><ul><li>x</li></ul>
      <svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{address}"/>
      <use href="{address}#a"/></svg></body></html>"""


@pytest.mark.parametrize("profile", PROFILES)
def test_one_file_is_accessible_and_archivable(profile):
    report = page.validate_pdf_bytes(render(), profile=profile)

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_file_says_its_title_and_language_and_has_bookmarks():
    reader = read(render())

    assert reader.metadata.title == "A brief"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["Hội An"]


def test_it_knows_its_pages():
    made = render(PLAIN.replace("<h2>", '<h2 style="break-before: page">'))

    assert made.pages == len(read(made).pages) == 2


def elements(node):
    """Every element of the structure tree below a node."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from elements(child)


def test_header_cells_say_what_they_head():
    reader = read(render())

    heads = [
        element["/A"]["/Scope"]
        for element in elements(reader.trailer["/Root"]["/StructTreeRoot"])
        if element["/S"] == "/TH"
    ]
    assert heads == ["/Column", "/Column", "/Row"]


def test_only_our_fonts_are_used_and_they_are_embedded():
    html = PLAIN.replace("Text", "Hội An ສະບາຍດີ สวัสดี Привет مرحبا 你好 ខ្មែរ")

    fonts = {
        font["/BaseFont"][8:]: font
        for sheet in read(render(html)).pages
        for font in (each.get_object() for each in sheet["/Resources"]["/Font"].values())
    }

    assert sorted(name for name in fonts if not name.startswith("Noto")) == []
    assert {"Noto-Sans", "Noto-Sans-Bold", "Noto-Serif-Display", "Noto-Sans-Thai"} <= set(fonts)
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_text_makes_the_same_bytes_here_later_and_elsewhere():
    here = render_apart(PLAIN, hash_seed="1")
    time.sleep(1.1)

    elsewhere = render_apart(PLAIN, hash_seed="2")

    made = pdf.render_pdf(PLAIN, identifier=b"same")
    assert here["sha256"] == elsewhere["sha256"] == hashlib.sha256(made).hexdigest()


@pytest.mark.parametrize("address", [each for each in FORBIDDEN if not each.startswith("asset:")])
def test_no_other_address_is_fetched_and_the_text_is_printed_all_the_same(address):
    made = render_apart(hostile(address))

    ours = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        str(pdf.PRINT),
        sys.prefix,
        sys.base_prefix,
    )
    opened = {name for event, name in made["seen"] if event == "open"}
    assert {event for event, _name in made["seen"]} <= {"open"}
    assert [name for name in opened if not name.startswith(ours)] == []
    assert not any("passwd" in name or name.endswith("pdf.py") for name in opened)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_nothing_is_attached(address):
    try:
        made = render(hostile(address))
    except pdf.PdfFailed:
        assert address.startswith("asset:")
    else:
        assert read(made).attachments == {}


def test_a_missing_asset_of_our_own_fails_in_words():
    with pytest.raises(pdf.PdfFailed, match="asset:other.css"):
        render(PLAIN.replace("asset:brief.css", "asset:other.css"))


def test_a_stream_that_would_end_ambiguously_is_written_otherwise():
    texts = [PLAIN.replace("Text", f"Text {number}") for number in range(25)]

    assert [text for text in texts if pdf.AMBIGUOUS_END in render(text)] == []


def test_collection_is_as_it_was_after_a_render():
    render()

    assert gc.isenabled()


@pytest.mark.parametrize(
    ("around", "inside", "direction"),
    [
        ("rtl", "Hội An", "ltr"),
        ("rtl", "2020 مدينة", None),
        ("rtl", "2020 · 19", None),
        ("ltr", "<b>(1)</b> مدينة x", "rtl"),
        ("ltr", '<i dir="rtl">مدينة</i> Suva', None),
        ("ltr", "Suva", None),
    ],
)
def test_a_text_of_its_own_direction_says_so_only_where_it_differs(around, inside, direction):
    html = f'<body dir="{around}"><p dir="auto">{inside}</p></body>'
    tree = ElementTree.fromstring(html)  # noqa: S314  (ours)

    settle_directions(tree)

    assert tree.find("p").get("dir") == direction


def test_a_list_of_contents_names_the_page_of_each_part():
    parts = range(1, 12)
    items = "".join(f'<li data-to="#part-{n}"><a href="#part-{n}">{n} Part</a></li>' for n in parts)
    texts = "".join(f'<section class="wide"><h2 id="part-{n}">Part</h2></section>' for n in parts)
    html = f'{HEAD}</head><body><h1>A</h1><ol class="toc">{items}</ol>{texts}</body></html>'

    reader = pypdf.PdfReader(io.BytesIO(render(html)))

    numbers = re.findall(r"(\d+) Part\s*(\d+)", reader.pages[0].extract_text())
    assert numbers == [(str(n), str(n + 1)) for n in parts]
