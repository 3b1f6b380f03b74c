"""Annexes and photographs: told by content, made smaller, silent about where they were taken."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from documents.attachments import LONGEST_SIDE, taken_in
from recovery_plans.models import Annex, RecoveryPlan
from tests.writing_plans import make_complete_plan, make_focal_point, publish

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def photograph(size=(3000, 1500), kind="JPEG", mode="RGB", **options):
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "A camera", 6  # lying on its side
    exif.get_ifd(GPS).update({1: "S", 2: (18.0, 8.0, 0.0), 3: "E", 4: (178.0, 25.0, 0.0)})
    target = io.BytesIO()
    Image.new(mode, size, "green").save(target, kind, exif=exif, comment=b"Suva", **options)
    return target.getvalue()


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)


def test_a_photograph_is_shrunk_set_upright_and_says_nothing_of_place_or_camera():
    content = photograph()
    assert b"A camera" in content

    kept, kind = taken_in(upload(content))

    written = kept.read()
    picture = Image.open(io.BytesIO(written))
    assert (kind, picture.size) == ("jpeg", (LONGEST_SIDE // 2, LONGEST_SIDE))
    assert dict(picture.getexif()) == {}
    assert not any(word in written for word in (b"A camera", b"Exif", b"Suva"))


def test_a_drawing_keeps_what_can_be_seen_through():
    kept, kind = taken_in(upload(photograph((40, 20), "PNG", "RGBA"), "map.png"))

    assert (kind, Image.open(kept).mode) == ("png", "RGBA")


def bomb():
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8\xff broken", b"\x89PNG\r\n\x1a\n", b"MZ"],
)
def test_what_is_no_picture_or_document_is_refused_in_words(content):
    with pytest.raises(ValidationError):
        taken_in(upload(content))


def test_a_picture_that_would_unpack_to_too_much_is_refused():
    with pytest.raises(ValidationError):
        taken_in(upload(bomb(), "map.png"))


@pytest.fixture
def add(client, plan, officer):
    client.force_login(officer)

    def add(content=b"%PDF-1.7 a study", name="study.pdf", **typed):
        typed = {"title": "Study of the coast", "file": upload(content, name), **typed}
        return client.post(reverse("recovery_plans:annex_add", args=[plan.pk]), typed)

    return add


@pytest.mark.django_db
def test_a_photograph_needs_words_for_those_who_cannot_see_it(add, plan):
    refused = add(photograph((40, 20)), "photo.jpg")
    taken = add(photograph((40, 20)), "photo.jpg", alt_text="Mangroves at low tide")

    assert "alt_text" in refused.context["form"].errors
    assert taken.status_code == 302
    assert plan.annexes.get().alt_text == "Mangroves at low tide"


@pytest.mark.django_db
def test_the_database_keeps_no_picture_without_words(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Annex.objects.create(plan=plan, title="Photo", file="a.jpg", kind="jpeg")


@pytest.mark.django_db
def test_a_file_is_named_by_its_title_and_served_as_what_it_is(add, client, plan):
    add(title="../Study: “coast”")
    annex = plan.annexes.get()

    answer = client.get(reverse("recovery_plans:annex_file", args=[plan.pk, annex.pk]))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "/" not in answer.headers["Content-Disposition"].partition("filename")[2]


@pytest.mark.django_db
def test_what_is_published_stays_public_until_the_next_revision(client, project):
    plan = make_complete_plan(project)
    focal_point = make_focal_point(plan)
    client.force_login(focal_point)
    page = reverse("recovery_plans:annex_add", args=[plan.pk])
    client.post(page, {"title": "Study", "file": upload(b"%PDF-1.7", "a.pdf")})
    annex = plan.annexes.get()
    file = reverse("recovery_plans:annex_file", args=[plan.pk, annex.pk])
    publish(plan, focal_point)
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="draft")

    client.post(reverse("recovery_plans:annex_remove", args=[plan.pk, annex.pk]))
    client.logout()

    assert client.get(file).status_code == 200
    assert (
        "Study"
        in client.get(reverse("recovery_plans:plan_detail", args=[plan.pk])).content.decode()
    )
    publish(RecoveryPlan.objects.get(pk=plan.pk), focal_point)
    assert client.get(file).status_code == 404


def public_page(client, plan):
    return client.get(reverse("recovery_plans:plan_detail", args=[plan.pk])).content.decode()


@pytest.mark.django_db
def test_nothing_is_added_once_the_plan_is_submitted(add, plan):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="submitted")

    answer = add()

    assert "This plan is not open for writing now." in answer.content.decode()
    assert plan.annexes.count() == 0
