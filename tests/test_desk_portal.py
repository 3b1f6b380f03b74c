import os
import shutil
import signal
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from tests.other_portal import make_empty_portal
from tests.portal_process import (
    ROOT,
    PortalProcess,
    environment,
    free_port,
    processes_of,
    wait_until_nothing_runs,
)

pytestmark = [
    pytest.mark.kills,
    pytest.mark.skipif(settings.FULL_SHAPE, reason="of the embedded shape only"),
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data folder with the reference data and the example, made once."""
    folder = make_empty_portal(tmp_path_factory.mktemp("prepared") / "var")
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment(folder), check=True
    )
    return folder


@pytest.fixture
def folder(prepared, tmp_path):
    folder = tmp_path / "var"
    shutil.copytree(prepared, folder)
    yield folder
    for pid in processes_of(folder):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def portal(folder):
    return PortalProcess(folder).wait_until_it_says("password:")


def test_it_says_where_to_look_and_answers_there(portal):
    assert f"http://localhost:{portal.port}\n" in portal.said
    assert "officer.suva@example.org" in portal.said
    assert len(portal.said.strip().splitlines()) == 6
    assert portal.get("/accounts/login/") == 200


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_and_leaves_nothing_running(portal, asked):
    status = portal.end(asked)

    assert status == 0
    assert processes_of(portal.folder) == []
    assert "stopped" in portal.said


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_child_that_dies_ends_the_command_and_is_named(portal, name):
    os.kill(portal.child(name), signal.SIGKILL)

    status = portal.process.wait(timeout=60)

    assert status == 1
    assert f"The {name} ended by itself" in portal.said
    assert wait_until_nothing_runs(portal.folder) == []


def test_killed_itself_it_takes_its_children_along(portal):
    portal.end(signal.SIGKILL)

    assert wait_until_nothing_runs(portal.folder) == []


def test_a_taken_port_is_said_before_anything_starts(folder):
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        portal = PortalProcess(folder, port=somebody.getsockname()[1])
        status = portal.process.wait(timeout=60)

    assert status == 1
    assert portal.said.startswith(f"CommandError: Port {portal.port} is taken")


def test_a_second_portal_in_the_same_folder_is_refused(portal):
    second = PortalProcess(portal.folder, port=free_port())

    status = second.process.wait(timeout=120)

    assert status == 1
    assert "Another worker already runs" in second.said
    assert portal.get("/accounts/login/") == 200


def test_started_again_it_keeps_its_data_and_its_password(portal):
    before = portal.said.splitlines()[-1]
    portal.end()

    again = PortalProcess(portal.folder).wait_until_it_says("password:")

    assert again.said.splitlines()[-1] == before
