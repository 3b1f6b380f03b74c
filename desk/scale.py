"""A project of any size, made up row by row in bulk, to see how the portal carries it.

Rows follow from their number alone, so that two runs of the same size look the same.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TypeVar

from django.core.management import call_command
from django.db import models, transaction

from cities.models import City, Country, ProjectCity
from frameworks.models import Framework
from participants.models import CODE_ALPHABET, Person, Registration
from participants.names import keys_of
from projects.models import Gender, Organisation, Project
from projects.names import organisation_key
from recovery_plans.chapters import CHAPTERS
from recovery_plans.models import Action, Chapter, Money, PathwaySection, RecoveryPlan
from workshops.models import Workshop

Row = TypeVar("Row", bound=models.Model)

ROWS_AT_ONCE = 5_000
PEOPLE_OF_AN_ORGANISATION = 40
ACTIONS_OF_A_PLAN = 6
FIRST_DAY = datetime.date(2021, 1, 4)
NAMES = [  # given names and family names of one script and order
    (("Maria", "José", "Aliyah", "Tevita", "Sofía", "Çağla", "Łukasz", "Mele"),
     ("Núñez", "Fonoti", "Ó Briain", "Tuivaga", "Reyes-Cruz", "Müller", "Šimić", "dela Cruz")),
    (("Thị Hương", "Văn Đức", "Minh Anh", "Quốc Bảo"), ("Nguyễn", "Trần", "Phạm", "Võ")),
    (("Айгерим", "Нурлан", "Ольга", "Бахыт"), ("Серікова", "Иванов", "Жумабаева", "Ким")),
    (("สมชาย", "พรทิพย์", "กิตติ", "อรุณี"), ("ใจดี", "ศรีสุข", "แก้วมณี", "ทองคำ")),
    (("فاطمة", "يوسف", "ليلى", "عمر"), ("الحسن", "خليل", "منصور", "حداد")),
    (("小红", "伟", "丽娜", "建国"), ("王", "李", "欧阳", "陈")),
    (("सीता", "राम", "अनिता", "विकास"), ("शर्मा", "थापा", "गुरुङ", "श्रेष्ठ")),
    (("", ""), ("Suharto", "Sukarni")),
]  # fmt: skip
GENDERS = [Gender.FEMALE, Gender.MALE, Gender.FEMALE, Gender.MALE, Gender.MALE, ""]
ROLES = [Registration.Role.PARTICIPANT] * 18 + [
    Registration.Role.SPEAKER,
    Registration.Role.FACILITATOR,
]
STATES = [Registration.State.CONFIRMED] * 9 + [Registration.State.PENDING]
ATTENDANCES = [*[Registration.Attendance.FULLY] * 4, Registration.Attendance.NO_SHOW]


@transaction.atomic
def seed_scale(*, people: int, workshops: int, plans: int) -> Project:
    """Make a new project with so many rows of each; every person is registered once."""
    if not (Framework.objects.exists() and Country.objects.exists()):
        call_command("load_reference", verbosity=0)
    number = Project.objects.filter(code__startswith="SCALE").count() + 1
    project = Project.objects.create(
        code=f"SCALE-{number}",
        name=f"A made-up project to measure with, {number}",
        framework=Framework.objects.earliest("pk"),
    )
    made = _make_workshops(project, workshops)
    _make_people(project, people, made)
    _make_plans(project, plans)
    return project


def _make_workshops(project: Project, count: int) -> list[Workshop]:
    days = (FIRST_DAY + datetime.timedelta(days=number) for number in range(count))
    return _save(
        Workshop(
            project=project, slug=f"{project.code.lower()}-{number}", title=f"Workshop {number}",
            kind=Workshop.Kind.REGIONAL, state=Workshop.State.CLOSED, time_zone="Asia/Bangkok",
            starts_on=day, ends_on=day,
        )
        for number, day in enumerate(days, 1)
    )  # fmt: skip


def _make_people(project: Project, count: int, workshops: list[Workshop]) -> None:
    countries = list(Country.objects.order_by("pk"))
    organisations = _make_organisations(project, count)
    last = Registration.objects.aggregate(last=models.Max("pk"))["last"] or 0
    people = _save(_person(project, number) for number in range(count))
    if workshops:
        _save(
            Registration(
                person=person, workshop=workshops[number % len(workshops)],
                code=_code(last + number), gender=person.gender,
                organisation=(organisation := organisations[number % len(organisations)]),
                organisation_name=organisation.name, organisation_kind=organisation.kind,
                country=countries[number % len(countries)], position="Officer",
                role=ROLES[number % len(ROLES)], state=STATES[number % len(STATES)],
                attendance=ATTENDANCES[number % len(ATTENDANCES)],
            )
            for number, person in enumerate(people)
        )  # fmt: skip


def _make_organisations(project: Project, people: int) -> list[Organisation]:
    kinds = Organisation.Kind.values
    names = (f"Office of made-up affairs {number}" for number in range(
        1, people // PEOPLE_OF_AN_ORGANISATION + 2
    ))  # fmt: skip
    return _save(
        Organisation(
            project=project,
            name=name,
            name_key=organisation_key(name),
            search_key=organisation_key(name),
            kind=kinds[number % 7],
        )
        for number, name in enumerate(names)
    )


def _person(project: Project, number: int) -> Person:
    name, email = _name(number), f"person{number}@example.org"
    return Person(
        project=project, code=_code(number), full_name=name, email=email,
        gender=GENDERS[number % len(GENDERS)], **{**_keys_of(name), "email_key": email},
    )  # fmt: skip


def _name(number: int) -> str:
    given, family = NAMES[number % len(NAMES)]
    number //= len(NAMES)
    return f"{given[number % len(given)]} {family[number // len(given) % len(family)]}".strip()


@cache
def _keys_of(name: str) -> dict[str, str]:
    return keys_of(name, "")


def _code(number: int) -> str:
    """The number in the letters of codes; different numbers give different codes."""
    letters = ""
    for _ in range(8):
        number, place = divmod(number, len(CODE_ALPHABET))
        letters = CODE_ALPHABET[place] + letters
    return letters


def _make_plans(project: Project, count: int) -> None:
    countries = list(Country.objects.order_by("pk"))
    cities = _save(
        City(
            slug=f"{project.code.lower()}-city-{number}", name=f"Made-up city {number}",
            country=countries[number % len(countries)],
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    places = _save(ProjectCity(project=project, city=city) for city in cities)
    plans = _save(
        RecoveryPlan(project_city=place, framework=project.framework, currency="USD")
        for place in places
    )
    _save(
        Chapter(plan=plan, key=key, order=order, title=str(title), text="Made-up text.")
        for plan in plans
        for order, (key, title, _guidance) in enumerate(CHAPTERS, 1)
    )
    _make_sections(project.framework, plans)


def _make_sections(framework: Framework, plans: list[RecoveryPlan]) -> None:
    pathways = list(framework.pathways.all())
    _save(
        PathwaySection(plan=plan, pathway=pathway, is_part=True, narrative="Made-up text.")
        for plan in plans
        for pathway in pathways
    )
    actions = _save(
        Action(
            plan=plan, number=number, order=number, title=f"Made-up action {number}",
            pathway=pathways[number % len(pathways)], costing=Action.Costing.ESTIMATE,
        )
        for plan in plans
        for number in range(1, ACTIONS_OF_A_PLAN + 1)
    )  # fmt: skip
    _save(
        Money(action=action, kind=kind, amount=Decimal(1000 * action.number), on=FIRST_DAY)
        for action in actions
        for kind in (Money.Kind.COST, Money.Kind.SECURED)
    )


def _save(rows: Iterable[Row]) -> list[Row]:
    """Save in bulk, so many at once that neither database nor memory minds."""
    made: list[Row] = []
    waiting = iter(rows)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        made += type(some[0])._default_manager.bulk_create(some)
    return made
