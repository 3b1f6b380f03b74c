"""Home: what each role has to do next."""

import pytest
from django.urls import reverse

from recovery_plans.models import RecoveryPlan
from tests import factories


def home_of(client, user):
    client.force_login(user)
    return client.get(reverse("desk:home"))


def test_home_asks_a_stranger_to_sign_in(client, db):
    assert client.get(reverse("desk:home")).status_code == 302


def test_account_without_a_role_is_told_what_it_can_do(client, nobody):
    text = home_of(client, nobody).content.decode()

    assert "You have no role yet" in text


def test_facilitator_is_led_to_the_attendance_of_the_workshop(client, workshop, facilitator):
    factories.make_registration(workshop)

    deed = home_of(client, facilitator).context["page"].next

    assert (deed.about, deed.url) == (
        workshop.title, reverse("participants:attendance", args=[workshop.slug]),
    )  # fmt: skip


def test_facilitator_with_nothing_left_is_told_so(client, facilitator):
    text = home_of(client, facilitator).content.decode()

    assert "Nothing waits for you now" in text


def test_officer_is_led_to_what_the_plan_itself_calls_next(client, plan, officer):
    plan.sections.update(is_part=True)

    deed = home_of(client, officer).context["page"].next

    section = plan.sections.first()
    assert (deed.about, deed.url) == (
        str(plan), reverse("recovery_plans:section_edit", args=[plan.pk, section.pathway.code]),
    )  # fmt: skip


def test_organiser_is_led_to_plans_that_wait_for_a_review(client, plan, organiser):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="submitted")

    page = home_of(client, organiser).context["page"]

    assert (page.next.about, page.next.button) == (str(plan), "Review the plan")


def test_organiser_is_reminded_of_a_brief_without_a_public_edition(client, project, organiser):
    project.briefs.create(slug="brief", title="The brief")

    page = home_of(client, organiser).context["page"]

    assert page.next.url == reverse("briefs:brief_detail", args=["brief"])


def test_reader_sees_the_project_and_has_nothing_to_do(client, project, plan):
    page = home_of(client, factories.make_reader(project)).context["page"]

    assert (page.next, page.plans, page.has_role) == (None, [plan], True)


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_a_fixed_number_of_queries(
    client, project, organiser, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.make_registration(factories.make_workshop(project, state="draft"))
        factories.make_plan(project, state="submitted")
    client.force_login(organiser)

    with django_assert_num_queries(17):
        client.get(reverse("desk:home"))
