import datetime

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from desk.setup_checks import check_setup
from jobs.tasks import SWEPT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_sweep_just_now():
    cache.set(SWEPT, timezone.now())


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.FULL_SHAPE = False


def wrong():
    return [answer.about for answer in check_setup() if not answer.is_good]


def test_all_is_well_in_the_embedded_shape(capsys):
    call_command("check_setup", no_color=True)

    assert [line[:5] for line in capsys.readouterr().out.splitlines()] == ["good "] * 7


def test_a_silent_worker_is_told_with_what_to_look_at(capsys):
    cache.set(SWEPT, timezone.now() - datetime.timedelta(minutes=5))

    with pytest.raises(CommandError, match="1 of 7"):
        call_command("check_setup", no_color=True)
    assert "WRONG  Worker: nothing heard" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("in the way")

    assert wrong() == ["Storage"]


def test_a_mail_server_that_is_not_there_is_told(settings):
    settings.EMAIL_URL = "smtp://localhost:1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert wrong() == ["Mail"]


@pytest.mark.parametrize(
    ("site_url", "hosts", "proxies", "expected"),
    [
        ("https://portal.example.org", ["portal.example.org"], 1, []),
        ("https://portal.example.org", ["portal.example.org"], 0, ["Proxies"]),
        ("https://portal.example.org", ["localhost"], 1, ["Proxies"]),
        ("http://localhost:8000", ["localhost"], 0, []),
    ],
)
def test_the_address_and_the_proxies_must_agree(settings, site_url, hosts, proxies, expected):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site_url, hosts
    settings.TRUSTED_PROXY_COUNT = proxies

    assert wrong() == expected
