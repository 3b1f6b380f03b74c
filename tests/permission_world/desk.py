"""Where the pages of `desk` stand."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from desk.models import PrivacyRequest
from participants.links import new_token
from participants.models import Registration
from participants.services.evidence import seal
from tests.factories import make_person, make_registration
from tests.permission_world.workshops import in_state
from workshops.models import Workshop


def desk(world, page, state):
    if page == "workshop_detail":
        return in_state(world.workshop, state)
    if page == "remove_example":
        Workshop.objects.filter(pk=world.workshop.pk).update(is_example=state == "example")
    if page == "city_detail":
        return {"slug": world.plan.project_city.city.slug}
    if page.startswith("project_"):
        ending = {"ending": "csv"} if page.endswith("_file") else {}
        return {"code": world.project.code, **ending}
    if page in {"own_file", "ask_for_erasure"}:
        return {"token": own_link_of(make_registration(world.workshop))}
    if page == "sealed_list":
        record = world.workshop.participation_records.create(
            number=1, basis="list", who_counts="All"
        )
        return {"pk": seal(record).pk}
    if page.startswith("privacy_") and state:
        return privacy_request(world, page, state)
    return {}


def privacy_request(world, page, state):
    person = make_person(world.project, code="PERSON22")
    asked = PrivacyRequest.objects.create(
        project=world.project, kind="erasure", state=state,
        done_at=None if state == "open" else timezone.now(),
    )  # fmt: skip
    asked.people.add(person)
    if page not in {"privacy_place_check", "privacy_account_erase"}:
        return {"pk": asked.pk}
    place = asked.places.create(
        content_type=ContentType.objects.get_for_model(world.plan), object_id=world.plan.pk,
        field="vision", why="named",
    )  # fmt: skip
    return {"pk": asked.pk, "place": place.pk}


def own_link_of(registration):
    token = new_token()
    Registration.objects.filter(pk=registration.pk).update(private_token_hash=token.hash)
    return token.secret
