import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from jobs.models import Letter
from tests.factories import PASSWORD


def current_code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def sign_in_and_confirm(client, user):
    """Signed in, and the password shown once more, as everything that guards an account asks."""
    sign_in(client, user)
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.fixture
def protected(nobody):
    TOTP.activate(nobody, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(nobody)
    return nobody


def test_two_steps_are_offered_not_forced(client, nobody):
    sign_in(client, nobody)

    account = client.get("/account/")

    assert account.status_code == 200
    assert not account.context["has_two_steps"]


def test_app_is_set_up_with_a_code_and_told_by_letter(
    client, nobody, django_capture_on_commit_callbacks
):
    sign_in_and_confirm(client, nobody)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/accounts/2fa/totp/activate/", {"code": current_code(secret)})

    assert response.url == "/accounts/2fa/recovery-codes/"
    assert client.get("/account/").context["has_two_steps"]
    assert Letter.objects.filter(to=nobody.email).exists()


def test_password_alone_no_longer_gets_in(client, protected):
    response = sign_in(client, protected)

    assert response.url == "/accounts/2fa/authenticate/"
    assert client.get("/account/").status_code == 302


def test_code_of_the_app_gets_in(client, protected):
    sign_in(client, protected)

    response = client.post(
        "/accounts/2fa/authenticate/", {"code": current_code("JBSWY3DPEHPK3PXP")}
    )

    assert response.url == "/home/"


def test_recovery_code_gets_in_once(client, protected):
    authenticator = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = authenticator.wrap().get_unused_codes()[0]

    answers = []
    for _time in range(2):
        client.logout()
        sign_in(client, protected)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert answers == [302, 200]


def test_back_office_asks_for_the_second_step_too(client, admin):
    TOTP.activate(admin, "JBSWY3DPEHPK3PXP")
    sign_in(client, admin)

    assert client.get("/admin/").status_code == 302


def test_passkeys_are_asked_for_before_anybody_is_signed_in(client, db):
    response = client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})

    assert response.status_code == 200
    assert "challenge" in response.json()["request_options"]["publicKey"]


@pytest.mark.parametrize(
    "page",
    ["", "totp/activate/", "webauthn/", "webauthn/add/"],
)
def test_pages_of_the_second_step_stand_in_the_portal(client, nobody, page):
    sign_in_and_confirm(client, nobody)

    response = client.get(f"/accounts/2fa/{page}")

    assert response.status_code == 200
    assert "css/portal.css" in response.content.decode()


@pytest.mark.parametrize(
    "page", ["totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"]
)
def test_pages_that_change_the_second_step_ask_again_who_it_is(client, protected, page):
    client.force_login(protected)

    response = client.get(f"/accounts/2fa/{page}")

    assert response.status_code == 302
    assert "reauthenticate" in response.url
