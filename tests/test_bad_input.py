"""What no browser of ours sends: every page answers it in words, never with an error of its own.

Each form is opened by somebody who may, then posted with hostile text in all that can be typed,
cut to what the page itself allows, so that much of it is saved and shown; then in every field.
"""

import traceback
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from tests.permission_world import World
from tests.policy import DEEDS, PAGES, PEOPLE, TYPED
from tests.test_permissions import EVERY_PAGE, where

TEXTS = {
    "nul": "a\x00b",
    "long": "x" * 10**5,
    "lines": "a\n" * 40_000,
    "right to left": "\u202eمرحبا\u2066\u200b\ufeff",
    "longer in lower case": "ß\u0130\ufdfa" * 200,
    "formula": "=1+1<script>'\"\r\n",
}
FIRST = {"date": "0001-01-01", "datetime-local": "0001-01-01T00:00", "number": "0"}
LAST = {"date": "9999-12-31", "datetime-local": "9999-12-31T23:59", "number": "32767"}
ANYWHERE = ("\x00", "9" * 99, "9" * 5000, "\u202e")
ASKED = (
    "page", "sort", "show", "by", "role", "state", "year", "kind", "body", "pathway", "after",
    "registration", "project_city", "missing", "phase", "since", "until", "concern", "workshop",
)  # fmt: skip
SEARCHED = ("q", "words", "name", "city", "organisation", "city_name")
SOUGHT = ("\x00\u202e", "9" * 99, "9" * 10**5)
READ_BY_HAND = ("reason", "note", "step", "move", "again", "direction", "as", "next", "field")
ROOMS = sorted({page.partition(":")[0] for page, _state in [*PAGES, *DEEDS]})


class Forms(HTMLParser):
    """The fields of a page that are posted to its own address, and what each holds."""

    def __init__(self, html="", address=""):
        super().__init__()
        self.address, self.is_own, self.open = address, False, ""
        self.values, self.kinds, self.most = {}, {}, {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_own = given.get("method") == "post" and given.get("action") in (
                None, "", self.address,
            )  # fmt: skip
        elif tag == "option" and self.open:
            if "selected" in given or not self.values[self.open]:
                self.values[self.open] = given.get("value", "")
        elif tag in {"input", "select", "textarea"} and self.is_own:
            self.take(given.get("name", ""), tag, given)

    def take(self, name, tag, given):
        kind = given.get("type", "text") if tag == "input" else tag
        is_unchosen = kind in {"radio", "checkbox"} and "checked" not in given
        if not (is_unchosen and self.values.get(name)):  # the first is chosen where none is
            self.values[name] = given.get("value", "")
        self.kinds[name] = kind
        self.most[name] = int(given.get("maxlength") or 10**6)
        self.open = name if tag in {"select", "textarea"} else ""

    def handle_data(self, text):
        if self.open and self.kinds[self.open] == "textarea":
            self.values[self.open] += text.removeprefix("\r\n")

    def handle_endtag(self, tag):
        if tag in {"select", "textarea"}:
            self.open = ""

    def posts(self):
        for what, text in TEXTS.items():
            yield what, self.shown_but({"text": text, "textarea": text, "search": text})
        yield "first of all", self.shown_but(FIRST)
        yield "last of all", self.shown_but(LAST)
        for text in ANYWHERE:
            yield f"{text[:9]!r} in every field", dict.fromkeys(self.values, text)
        yield "nothing", {}

    def shown_but(self, typed):
        shown = {name: value for name, value in self.values.items() if value}
        return shown | {
            name: typed[kind][: self.most[name]]
            for name, kind in self.kinds.items() if kind in typed
        }  # fmt: skip


@pytest.fixture
def world(project, workshop, plan, organiser, facilitator, officer, other_officer, nobody):
    cast = (organiser, facilitator, officer, other_officer, nobody, None)
    User.objects.update(time_zone="Pacific/Fiji")  # a day that is no day elsewhere
    return World(project, workshop, plan, people=dict(zip(PEOPLE, cast, strict=True)))


def first_allowed(table, status, room):
    """One state of each page of the room, and who of the cast is let in there."""
    found = {}
    for (page, state), statuses in table.items():
        if page.startswith(f"{room}:") and status in statuses:
            found.setdefault(page, (state, PEOPLE[statuses.index(status)]))
    return [(page, *there) for page, there in found.items()]


def wrong_with(send, address, data, most=499):
    """What is wrong with the answer, if anything is; whatever was sent is taken back."""
    try:
        with transaction.atomic():
            status = send(address, data).status_code
            transaction.set_rollback(True)
    except Exception as error:
        ours = [line for line in traceback.extract_tb(error.__traceback__) if is_ours(line)]
        place = f"{ours[-1].filename}:{ours[-1].lineno}" if ours else "outside our code"
        return f"{type(error).__name__}: {str(error)[:80]!r} at {place}"
    return f"status {status}" if status > most else ""


def is_ours(line):
    return "site-packages" not in line.filename and "/tests/" not in line.filename


def tried(client, world, page, state, who, *, is_deed):
    """Each thing sent to one page and what is wrong with its answer."""
    cache.clear()  # the limits on how often one may post
    world.workshop.refresh_from_db()
    world.plan.refresh_from_db()
    address = where(world, page, state)
    if world.people[who] is not None:
        client.force_login(world.people[who])
    if is_deed:
        for text in (*ANYWHERE, TEXTS["long"]):
            by_hand = dict.fromkeys(READ_BY_HAND, text) | TYPED.get(page, {})
            yield f"{text[:9]!r}", wrong_with(client.post, address, by_hand)
        return
    for text in SOUGHT:
        asked = dict.fromkeys(ASKED, text[:4000]) | dict.fromkeys(SEARCHED, text)
        yield f"?{text[:9]!r}", wrong_with(client.get, address, asked, most=302)
    answer = client.get(address)
    if not answer.streaming and answer.headers["Content-Type"].startswith("text/html"):
        forms = Forms(answer.content.decode(), address)
        for what, posted in forms.posts() if forms.values else ():
            yield what, wrong_with(client.post, address, posted)


def all_wrong(client_class, world, pages, *, is_deed):
    wrong = []
    for page, state, who in pages:
        with transaction.atomic():
            for what, fault in tried(client_class(), world, page, state, who, is_deed=is_deed):
                wrong += [f"{page} ({state}), {who}, {what}: {fault}"] if fault else []
            transaction.set_rollback(True)
    return wrong


@pytest.mark.parametrize("room", ROOMS)
def test_every_form_answers_what_no_browser_sends(client, world, room):
    pages = first_allowed(PAGES, 200, room)

    assert all_wrong(type(client), world, pages, is_deed=False) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_deed_answers_what_no_browser_sends(client, world, room):
    pages = first_allowed(DEEDS, 302, room)

    assert all_wrong(type(client), world, pages, is_deed=True) == []


@pytest.mark.parametrize("odd", ["%00", "9" * 30, "9" * 5000, "%E2%80%AE", "%ff%fe", "-1"])
def test_every_address_answers_what_leads_nowhere(client, world, odd):
    client.force_login(world.people["organiser"])
    addresses = {
        address.replace("/1/", f"/{odd}/").replace("/x/", f"/{odd}/")
        for _name, address, _view in EVERY_PAGE
    }

    wrong = {
        address[:60]: wrong_with(client.get, address, None)
        for address in addresses
        if odd in address
    }

    assert {address: fault for address, fault in wrong.items() if fault} == {}
