"""What a page says that the catalogue of its language lacks."""

import re
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.utils.translation import trans_real

COUNTRIES = "country\x04"  # only those that CLDR calls otherwise than the United Nations are in
UNSEEN = {"script", "style"}
SHOWN = ("aria-label", "title", "placeholder", "alt", "data-label")


@contextmanager
def texts_asked_for():
    """Fills two sets while it is open: all texts asked for, and those that have no translation."""
    asked, missing = set(), set()

    def note(catalogue, text, found):
        asked.add(text)
        is_needed = catalogue.language() != "en" and not text.startswith(COUNTRIES)
        if text and found is None and is_needed:
            missing.add(text)

    def gettext(self, text):
        note(self, text, self._catalog.get(text))
        return single(self, text)

    def ngettext(self, one, many, number):
        try:
            note(self, one, self._catalog.plural(one, number))
        except KeyError:
            note(self, one, None)
        return several(self, one, many, number)

    single, several = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trans_real.DjangoTranslation, "gettext", gettext)
        patch.setattr(trans_real.DjangoTranslation, "ngettext", ngettext)
        yield asked, missing


class Texts(HTMLParser):
    """Every text that a reader sees or hears on a page."""

    def __init__(self, html):
        super().__init__()
        self.found, self.unseen = set(), 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.unseen += tag in UNSEEN
        self.found |= {value for name, value in attrs if name in SHOWN and value}

    def handle_endtag(self, tag):
        self.unseen -= tag in UNSEEN

    def handle_data(self, text):
        if not self.unseen:
            self.found.add(" ".join(text.split()))


def texts_of(html):
    return {text for text in Texts(html).found if re.search(r"[^\W\d_]{2}", text)}
