"""One public registration, from its first page to its reference, beside a plain Django one.

Plain: the same questions on as many pages of bare forms kept in the session; then one person, one
registration and one letter, each saved by itself. It has neither frame nor languages, seats,
consents, limits nor likeness, and a second press of its button registers twice.
"""

import datetime
import itertools
from collections.abc import Callable, Iterator
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.test import RequestFactory, override_settings
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone

from benchmarks.list_page import UNHASHED
from benchmarks.measuring import Measurement, compare_times
from cities.models import City, Country
from desk.scale import seed_scale
from jobs.models import Letter
from participants.forms.public import STEPS
from participants.models import Person, Registration
from participants.names import keys_of
from projects.models import Gender, Organisation
from workshops.models import Workshop

PEOPLE = 1_000
NOT_COUNTED = ("BEGIN", "COMMIT")
number = itertools.count()


def run() -> Iterator[Measurement]:
    workshop = open_workshop()
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(ROOT_URLCONF=__name__, STORAGES=storages):
        first = reverse("participants:register", args=[workshop.slug])
        ours, plain = portal_of(first), plain_of(workshop)
        yield compare_times("register_public", lambda: register(*ours), lambda: register(*plain))
        totals = [queries_of(partial(register, *pages)) for pages in (ours, plain)]
        yield Measurement("register_public_queries", totals[0], "queries", totals[1], 1)
        submits = [queries_of(ready(Visitor(), *pages)) for pages in (ours, plain)]
        yield Measurement("register_public_last_submit", submits[0], "queries", submits[1], 1)


def open_workshop() -> Workshop:
    """Among a thousand people who registered before."""
    project = seed_scale(people=PEOPLE, workshops=1, plans=0)
    workshop: Workshop = project.workshops.get()
    day = timezone.localdate() + datetime.timedelta(days=30)
    workshop.state, workshop.time_zone = Workshop.State.OPEN, "Pacific/Fiji"
    workshop.starts_on = workshop.ends_on = day
    workshop.seats, workshop.mode = PEOPLE * 2, Workshop.Mode.HYBRID
    workshop.save()
    return workshop


class Visitor:
    """A browser that knows its cookies and nothing else, at an address of its own."""

    def __init__(self) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.cookies: SimpleCookie = SimpleCookie()
        self.place = f"10.{next(number) % 250}.0.{next(number) % 250}"

    def ask(self, method: str, address: str, typed: dict[str, str] | None = None) -> Any:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        browser = RequestFactory(
            HTTP_COOKIE=cookie, SERVER_NAME="localhost", REMOTE_ADDR=self.place
        )
        request = getattr(browser, method)(address, typed)
        response: Any = self.handler(request.environ)
        if response.status_code >= 400:
            raise RuntimeError(f"{address} answers {response.status_code}")
        self.cookies.update(response.cookies)
        return response


Pages = list[tuple[str, tuple[str, ...]]]


def portal_of(first: str) -> tuple[Pages, str]:
    """The pages of the public form with what they ask, and the page that sends it."""
    addresses = [first, *(f"{first}{step.name}/" for step in STEPS[1:])]
    return list(zip(addresses, [step.fields for step in STEPS], strict=True)), f"{first}check/"


def answers() -> dict[str, str]:
    """Of somebody nobody knows, from somewhere that everybody does."""
    here = next(number)
    city = City.objects.select_related("country").first()
    country = city.country if city else Country.objects.first()
    return {
        "full_name": f"Somebody {here}", "email": f"somebody{here}@example.org",
        "gender": Gender.FEMALE, "organisation": f"Office {here}",
        "organisation_kind": Organisation.Kind.CITY, "position": "Engineer",
        "city_name": city.name if city else "", "country": str(country.pk) if country else "",
        "mode": "room", "access_needs": "", "diet_needs": "No fish", "consent_list": "on",
    }  # fmt: skip


def register(pages: Pages, last: str) -> None:
    visitor = Visitor()
    arrived(visitor, ready(visitor, pages, last)())


def ready(visitor: Visitor, pages: Pages, last: str) -> Callable[[], Any]:
    """Fill in every page; what is left to do is to send it."""
    typed = answers()
    for address, names in pages:
        visitor.ask("get", address)
        visitor.ask("post", address, {name: typed[name] for name in names if name in typed})
    visitor.ask("get", last)
    return lambda: visitor.ask("post", last, {})


def arrived(visitor: Visitor, response: HttpResponse) -> None:
    """Read the page of the reference."""
    if response.status_code == 302:
        visitor.ask("get", response.headers["Location"])


def queries_of(work: Callable[[], object]) -> int:
    """Without the cache, and without the ends of transactions."""
    with CaptureQueriesContext(connection) as queries:
        work()
    statements = [query["sql"] for query in queries]
    return sum("portal_cache" not in sql and not sql.startswith(NOT_COUNTED) for sql in statements)


# --- The plain one -------------------------------------------------------------------------


class You(forms.Form):
    full_name = forms.CharField(max_length=200)
    email = forms.EmailField()
    gender = forms.ChoiceField(choices=Gender.choices, required=False)


class Work(forms.Form):
    organisation = forms.CharField(max_length=300, required=False)
    organisation_kind = forms.ChoiceField(choices=Organisation.Kind.choices, required=False)
    position = forms.CharField(max_length=200, required=False)
    city_name = forms.CharField(max_length=300, required=False)
    country = forms.ModelChoiceField(Country.objects.all(), required=False)


class Needs(forms.Form):
    mode = forms.ChoiceField(choices=Registration.Mode.choices, required=False)
    access_needs = forms.CharField(required=False, widget=forms.Textarea)
    diet_needs = forms.CharField(required=False, widget=forms.Textarea)


class Agreements(forms.Form):
    consent_list = forms.BooleanField(required=False)


PLAIN_FORMS = (You, Work, Needs, Agreements)


def plain_of(workshop: Workshop) -> tuple[Pages, str]:
    pages = [
        (f"/plain/{place}/", tuple(form.base_fields)) for place, form in enumerate(PLAIN_FORMS)
    ]
    return pages, f"/plain/{workshop.slug}/send/"


@login_not_required
def plain_page(request: HttpRequest, place: int) -> HttpResponse:
    form = PLAIN_FORMS[place](request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = request.session.get("typed", {})
        request.session["typed"] = typed | request.POST.dict()
        return redirect("/")
    page = f"<!doctype html><title>Plain</title><form method=post>{get_token(request)}{form.as_p()}"
    return HttpResponse(page)


@login_not_required
def plain_send(request: HttpRequest, slug: str) -> HttpResponse:
    typed: dict[str, Any] = request.session["typed"]
    if request.method != "POST":
        return HttpResponse(f"<!doctype html><title>Plain</title>{typed}")
    workshop = Workshop.objects.get(slug=slug)
    named = {name: typed[name] for name in ("full_name", "email", "gender")}
    person = Person.objects.create(
        project_id=workshop.project_id, **named, **keys_of(typed["full_name"], typed["email"])
    )
    organisation, _is_new = Organisation.objects.get_or_create(
        project_id=workshop.project_id, name_key=typed["organisation"].casefold(),
        defaults={"name": typed["organisation"]},
    )  # fmt: skip
    registration = Registration.objects.create(
        person=person, workshop=workshop, organisation=organisation, gender=typed["gender"],
        country_id=typed["country"] or None, city_name=typed["city_name"],
    )  # fmt: skip
    Letter.objects.create(to=person.email, subject="Registered", body=registration.code)
    del request.session["typed"]
    return HttpResponse(registration.code)


urlpatterns = [
    path("plain/<int:place>/", plain_page),
    path("plain/<slug:slug>/send/", plain_send),
    path("", include("workshop_portal.urls")),
]
