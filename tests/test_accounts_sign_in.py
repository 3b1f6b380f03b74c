import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.models import User
from jobs.models import Letter
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def test_sign_in_with_the_address_in_any_case_leads_home(client, db):
    make_user(email="sala@example.org")

    response = sign_in(client, "Sala@Example.ORG")

    assert response.status_code == 302
    assert response.url == "/home/"


@pytest.mark.parametrize(
    ("asked", "led_to"), [("/account/", "/account/"), ("https://evil.example/", "/home/")]
)
def test_sign_in_leads_on_to_our_own_pages_only(client, nobody, asked, led_to):
    response = sign_in(client, nobody.email, next=asked)

    assert response.url == led_to


def test_wrong_password_says_the_same_as_an_unknown_address(client, nobody):
    known = sign_in(client, nobody.email, "wrong")
    unknown = sign_in(client, "unknown@example.org", "wrong")

    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_sixth_wrong_password_closes_the_account_for_a_while(client, nobody):
    for _attempt in range(5):
        sign_in(client, nobody.email, "wrong")

    right_but_late = sign_in(client, nobody.email)

    assert right_but_late.status_code == 200
    assert right_but_late.context["form"].non_field_errors() == [
        "Too many failed login attempts. Try again later."
    ]


def test_thirty_sign_ins_a_minute_from_one_address_are_enough(client, db):
    for number in range(30):
        sign_in(client, f"guess{number}@example.org", "wrong")

    response = sign_in(client, "guess@example.org", "wrong")

    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()


def test_failed_sign_in_logs_nothing_personal(client, nobody, caplog):
    with caplog.at_level(logging.DEBUG):
        sign_in(client, nobody.email, "a-secret-typed-wrongly")

    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [
        record.getMessage()
        for record in ours
        if nobody.email in record.getMessage() or "a-secret" in record.getMessage()
    ] == []


def test_sign_in_gives_a_new_session(client, nobody):
    client.get(LOGIN)
    client.cookies["sessionid"] = "chosenbyanattacker"

    sign_in(client, nobody.email)

    assert client.session.session_key != "chosenbyanattacker"
    assert not Session.objects.filter(session_key="chosenbyanattacker").exists()


def test_session_ends_with_the_browser(client, nobody):
    response = sign_in(client, nobody.email)

    cookie = response.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")


def test_sign_out_is_a_post(client, nobody):
    client.force_login(nobody)

    asked = client.get("/accounts/logout/")
    still_there = client.get("/account/").status_code
    client.post("/accounts/logout/")

    assert (asked.status_code, still_there) == (200, 200)
    assert client.get("/account/").status_code == 302


def test_nobody_signs_up(client, db):
    shown = client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert "Accounts are by invitation" in shown.content.decode()
    assert not User.objects.exists()


def test_password_is_reset_by_a_code_from_a_letter(client, nobody):
    client.post("/accounts/password/reset/", {"email": nobody.email})
    letter = Letter.objects.get()
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", letter.body, re.MULTILINE).group()

    confirmed = client.post("/accounts/password/reset/confirm/", {"code": code})
    new = "another horse battery staple"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})

    assert letter.to == nobody.email
    assert confirmed.url == "/accounts/password/reset/complete/"
    nobody.refresh_from_db()
    assert nobody.check_password(new)
    assert client.get("/account/").status_code == 200


def test_third_wrong_code_ends_the_reset(client, nobody):
    client.post("/accounts/password/reset/", {"email": nobody.email})

    answers = [
        client.post("/accounts/password/reset/confirm/", {"code": "AAAA-AAAA"}).status_code
        for _attempt in range(3)
    ]

    assert answers == [200, 200, 302]
    assert client.get("/accounts/password/reset/complete/").status_code == 302


def test_reset_does_not_tell_whether_there_is_an_account(client, nobody):
    known = client.post("/accounts/password/reset/", {"email": nobody.email})
    client.session.flush()
    unknown = client.post("/accounts/password/reset/", {"email": "unknown@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in Letter.objects.all()] == [nobody.email]


def test_new_password_ends_other_sessions_and_is_told_by_letter(client, nobody):
    elsewhere = type(client)()
    elsewhere.force_login(nobody)
    sign_in(client, nobody.email)
    new = "another horse battery staple"

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert [letter.subject for letter in Letter.objects.all()] == ["Password Changed"]


def test_closed_account_does_not_get_in(client, db):
    user = make_user(is_active=False)

    response = sign_in(client, user.email)

    assert response.url == "/accounts/inactive/"
    assert client.get("/account/").status_code == 302


def test_back_office_is_entered_through_the_sign_in_page(client, admin, nobody):
    stranger = client.get("/admin/login/?next=/admin/")
    client.force_login(nobody)
    not_staff = client.get("/admin/login/")
    client.force_login(admin)

    assert stranger.url.startswith(reverse("account_login"))
    assert not_staff.status_code == 403
    assert client.get("/admin/").status_code == 200
