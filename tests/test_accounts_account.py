from django.core.cache import cache
from django.utils import timezone

from accounts.middleware import TimeZoneMiddleware
from accounts.services import end_sessions
from tests.factories import make_user


def test_account_is_saved(client, nobody):
    client.force_login(nobody)

    client.post("/account/", {"full_name": "Đặng Thị Ánh", "time_zone": "Asia/Bangkok"})

    nobody.refresh_from_db()
    assert (nobody.full_name, nobody.time_zone) == ("Đặng Thị Ánh", "Asia/Bangkok")


def test_time_zone_is_one_of_the_known(client, nobody):
    client.force_login(nobody)

    response = client.post("/account/", {"full_name": "", "time_zone": "Mars/Olympus"})

    assert list(response.context["form"].errors) == ["time_zone"]


def test_account_shows_the_roles_of_today(client, project, organiser):
    client.force_login(organiser)

    shown = client.get("/account/")

    assert [str(role) for role in shown.context["memberships"]] == [f"organiser, {project.code}"]


def test_account_page_costs_the_same_with_more_roles(
    client, organiser, django_assert_max_num_queries
):
    client.force_login(organiser)

    with django_assert_max_num_queries(10):
        client.get("/account/")


def test_times_are_shown_in_ones_own_zone(rf, db):
    user = make_user(time_zone="Pacific/Fiji")
    request = rf.get("/")
    request.user = user

    shown_in = TimeZoneMiddleware(lambda _request: timezone.get_current_timezone_name())(request)

    assert shown_in == "Pacific/Fiji"
    assert timezone.get_current_timezone_name() == "UTC"


def test_unknown_zone_of_an_old_account_does_no_harm(client, db):
    client.force_login(make_user(time_zone="Mars/Olympus"))

    assert client.get("/account/").status_code == 200


def test_signing_out_elsewhere_keeps_the_session_at_hand(client, nobody):
    elsewhere = type(client)()
    client.force_login(nobody)
    elsewhere.force_login(nobody)

    client.post("/account/sign-out-others/")

    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_ending_sessions_signs_out_everywhere(client, nobody):
    client.force_login(nobody)

    end_sessions(nobody)

    assert client.get("/account/").status_code == 302


def test_form_is_taken_while_nothing_can_be_counted(client, db, monkeypatch):
    def away(*_args, **_kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", away)

    assert client.post("/invitations/unknown/").status_code == 404
