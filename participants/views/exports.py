from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import record_access
from accounts.models import AccessLog
from accounts.requests import UserRequest
from documents.downloads import made_now
from documents.sheets.write import csv_stream, xlsx_bytes
from participants.filters import RegistrationFilter
from participants.models import Registration, RegistrationQuerySet
from participants.sheet import OF_CERTIFICATES, columns_for, header_of, rows_of
from participants.views.lists import sorted_table
from participants.views.scope import workshop_read, workshop_run
from workshops.models import Workshop

ROWS_AT_ONCE = 2000


def found_people(request: UserRequest, workshop: Workshop) -> RegistrationQuerySet:
    """Exactly the people whom the list with the same address names; the access is noted."""
    people = RegistrationFilter(request.GET, workshop=workshop)
    rows = people.counts[people.short_list]
    record_access(request.user, AccessLog.Action.EXPORTED, workshop, rows)
    return sorted_table(request, people).rows_in_order.filter(person__erased_at=None)


def export_csv(request: UserRequest, slug: str) -> HttpResponseBase:
    workshop = workshop_read(request, slug)
    columns = columns_for(with_contact=workshop.is_run)
    people = found_people(request, workshop).iterator(chunk_size=ROWS_AT_ONCE)
    chunks = csv_stream(header_of(columns), rows_of(people, columns))
    return made_now(chunks, name=f"{slug}-participants.csv")


def export_xlsx(request: UserRequest, slug: str) -> HttpResponseBase:
    workshop = workshop_read(request, slug)
    columns = columns_for(with_contact=workshop.is_run)
    people = found_people(request, workshop)
    content = xlsx_bytes(workshop.title, header_of(columns), rows_of(people, columns))
    return made_now(content, name=f"{slug}-participants.xlsx")


def certificates_xlsx(request: UserRequest, slug: str) -> HttpResponseBase:
    """Of those found who were there: the names as certificates of participation bear them."""
    workshop = workshop_run(request, slug)
    came = found_people(request, workshop).filter(
        state=Registration.State.CONFIRMED,
        attendance__in=[Registration.Attendance.FULLY, Registration.Attendance.PARTLY],
    )
    header, rows = header_of(OF_CERTIFICATES), rows_of(came, OF_CERTIFICATES)
    content = xlsx_bytes(workshop.title, header, rows)
    return made_now(content, name=f"{slug}-certificates.xlsx")


def sign_in_sheet(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_read(request, slug)
    people = list(found_people(request, workshop))
    has_examples = any(each.person.is_example for each in people)
    return render(
        request,
        "participants/sign_in_sheet.html",
        {"workshop": workshop, "people": people, "has_examples": has_examples},
    )
