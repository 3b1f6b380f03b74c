import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing.markdown import LONGEST_TEXT, render_markdown

HARMLESS = re.compile(
    r"</?(p|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|h[3-6]|pre|code|a|br|em|strong|s|hr|div)\b"
)
BITS = st.sampled_from(
    [
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg onload=x>",
        "<a href='javascript:x'>", "[a](javascript:x)", "[a](data:x)", "![a](http://x)",
        "&#106;avascript:", "onclick=", "style=", "|", "---", "\n", "# ", "- ", "> ", "`", "**",
        "[", "](", ")", '"', "'", "<", ">", "x", " ",
    ]
)  # fmt: skip


def test_headings_begin_below_those_of_the_page():
    assert render_markdown("## Two\n\n#### Four\n\n## Two") == (
        '<h3 dir="auto">Two</h3>\n<h4 dir="auto">Four</h4>\n<h3 dir="auto">Two</h3>\n'
    )


def test_a_table_may_be_wide_and_its_head_has_a_scope():
    assert render_markdown("| a | b |\n| --- | ---: |\n| 1 | 2 |") == (
        '<div class="table-responsive"><table class="table" dir="auto">\n<thead>\n<tr>\n'
        '<th scope="col" dir="auto">a</th>\n'
        '<th scope="col" class="text-end" dir="auto">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td dir="auto">1</td>\n<td class="text-end" dir="auto">2</td>\n</tr>\n</tbody>\n'
        "</table></div>\n"
    )


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=1", "http://example.org", "mailto:a@b.org"]
)
def test_links_to_the_web_and_to_e_mail_are_let_through(url):
    assert render_markdown(f"[words]({url})") == (
        f'<p dir="auto"><a href="{url}" rel="noopener">words</a></p>\n'
    )


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc",
     "//example.org/x", "/accounts/logout/", "java&#10;script:alert(1)", "&#106;avascript:alert(1)",
     "\x01javascript:alert(1)"],
)  # fmt: skip
def test_other_links_are_no_links(url):
    assert "href" not in render_markdown(f"[words]({url})")
    assert "href" not in render_markdown(f"[words][1]\n\n[1]: {url}")


def test_html_is_shown_as_it_was_typed():
    assert render_markdown("<b onclick=x>bold</b>") == (
        '<p dir="auto">&lt;b onclick=x&gt;bold&lt;/b&gt;</p>\n'
    )


def test_an_image_is_not_fetched():
    assert "<img" not in render_markdown("![a pixel](https://example.org/pixel.gif)")


@given(st.lists(BITS, max_size=30).map("".join) | st.text(max_size=200))
def test_nothing_but_harmless_tags_comes_out(text):
    html = render_markdown(text)

    tags = re.findall(r"<[^>]*>", html)
    bare = [re.sub(r'"[^"]*"', '""', tag) for tag in tags]
    links = re.findall(r'href="([^"]*)"', html)
    assert [tag for tag in tags if not HARMLESS.match(tag)] == []
    assert [tag for tag in bare if re.search(r"\son\w+=|style=|src=", tag)] == []
    assert [url for url in links if not re.match(r"(https?|mailto):", url, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "piece",
    ["> ", "- ", "[", "*", "**a ", "`", "![", "[a](", "| ", "# ", "<", "&", "_a", "~~", "a\n"],
)
def test_a_hostile_text_of_full_length_is_rendered_all_the_same(piece):
    text = piece * (LONGEST_TEXT // len(piece))

    assert render_markdown(text)


def test_a_megabyte_is_paragraphs():
    assert render_markdown("<script>x</script> word\n\n" * 50_000).startswith(
        '<p dir="auto">&lt;script&gt;x&lt;/script&gt; word</p>'
    )
