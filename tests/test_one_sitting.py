"""Workshop, findings, a round of nineteen private links, amended words, an edition, its PDF."""

import io
import re

import pypdf
from django.test import Client
from django.urls import reverse

from briefs.models import Brief, BriefExport
from briefs.tasks import make_brief
from jobs.models import Letter
from recommendations.models import Answer, Finding, Recommendation, ValidationRound
from tests.factories import make_city, make_country, make_registration, make_workshop
from tests.typing_people import typed

MEN, WOMEN = 11, 8
SUPPORT, CHANGES = Answer.Position.SUPPORT, Answer.Position.SUPPORT_WITH_CHANGES
FIRST, SECOND = "Cost every action.", "Name who is served."
AMENDED = "Name who is served, women and men apart."
LANGUAGES = {1: ("ar", 'dir="rtl"'), 2: ("es", 'dir="ltr"'), 3: ("ar", 'dir="rtl"')}


def nineteen_people(workshop):
    city = make_city(name="Suva", country=make_country())
    for number in range(MEN + WOMEN):
        make_registration(
            workshop,
            email=f"person{number}@example.org",
            gender="male" if number < MEN else "female",
            state="confirmed",
            attendance="fully",
            city=city if number == 2 else None,
            language=LANGUAGES.get(number, ("en", ""))[0],
        )


def post(client, page, posted, *arguments):
    """Where the page leads once it has taken what was typed."""
    answer = client.post(reverse(page, args=arguments), posted)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    return answer.url


def answer_by_link(letter, number):
    """In a browser of their own, three of them in another language; two want the second changed."""
    client = Client()
    link = re.search(r"http\S+(/rounds/answer/\S+)", letter.body)[1]
    page = client.get(link)
    language, direction = LANGUAGES.get(number, ("en", 'dir="ltr"'))
    assert f'<html lang="{language}" {direction}' in page.content.decode()
    assert FIRST in page.content.decode()
    first, second = page.context["form"].items
    wants_more = number in {2, 9}
    said = {
        f"position-{first.pk}": SUPPORT,
        f"position-{second.pk}": CHANGES if wants_more else SUPPORT,
        f"comment-{second.pk}": "Women and men apart." if wants_more else "",
    }
    assert client.post(link, said).status_code == 302


def wordings_of(client, project, workshop):
    note = {"title": "Money comes late.", "workshop": workshop.pk}
    post(client, "recommendations:finding_add", note, project.code)
    for text in (FIRST, SECOND):
        worded = {"text": text, "findings": [Finding.objects.get().pk]}
        post(client, "recommendations:recommendation_add", worded, project.code)


def round_with_links(client, project, workshop):
    asked = {
        "title": "On the call", "workshop": workshop.pk, "answers_by": "person",
        "recommendations": list(Recommendation.objects.values_list("pk", flat=True)),
    }  # fmt: skip
    post(client, "recommendations:round_add", asked, project.code)
    held = ValidationRound.objects.get()
    post(client, "recommendations:round_send", {}, held.pk)
    return held


def close_and_reword(client, held):
    """Closed; a comment is answered, and the second recommendation says what it asked for."""
    post(client, "recommendations:round_close", {}, held.pk)
    said = Answer.objects.exclude(comment="").order_by("pk").first()
    reply = {"verdict": "partly", "reason": "Where data allow it."}
    post(client, "recommendations:comment_reply", reply, held.pk, said.pk)
    second = Recommendation.objects.get(number=2)
    edit = reverse("recommendations:recommendation_edit", args=[second.pk])
    client.post(edit, typed(client.get(edit).context["form"], text=AMENDED))
    return second


def printed(client, project):
    """The words of the PDF that a worker makes of a new brief's first edition."""
    begun = {"project": project.pk, "title": "Recovery of cities", "language": "en", "slug": "r"}
    post(client, "briefs:brief_add", begun)
    edition = post(client, "briefs:edition_make", {}, Brief.objects.get().slug)
    client.post(f"{edition}export/", {"file": "pdf-a4"})
    export = BriefExport.objects.get()
    make_brief(export.pk)
    export.refresh_from_db()
    reader = pypdf.PdfReader(io.BytesIO(export.file.read()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_regional_brief_is_validated_and_printed_in_one_sitting(client, organiser, project):
    workshop = make_workshop(project, title="Regional", starts_on="2022-08-24", state="closed")
    nineteen_people(workshop)
    client.force_login(organiser)
    post(client, "participants:sign_off", {"basis": "list"}, workshop.slug)
    wordings_of(client, project, workshop)
    held = round_with_links(client, project, workshop)
    assert Letter.objects.count() == MEN + WOMEN

    for letter in Letter.objects.exclude(to="person5@example.org"):  # who says nothing
        answer_by_link(letter, int(re.search(r"\d+", letter.to)[0]))
    screen = client.get(reverse("recommendations:round_screen", args=[held.pk])).content.decode()
    assert "18 (10/8)" in screen
    assert "of 19 (11/8) who may answer" in screen

    second = close_and_reword(client, held)
    again = client.get(
        reverse("recommendations:round_add", args=[project.code]), {"after": held.pk}
    )
    results = list(held.items.values_list("support", "support_with_changes", "no_position"))
    assert results == [(18, 0, 1), (16, 2, 1)]
    assert again.context["form"].initial["recommendations"] == [second.pk]

    text = printed(client, project)
    assert [words for words in (FIRST, AMENDED, "19 (11/8)") if words not in text] == []
    assert "1 of 2 recommendations are validated as printed" in text
    assert "Changed after validation: wording 2 of" in text
    assert "The result is that of wording 1" in text
    assert SECOND not in text
