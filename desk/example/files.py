"""The files that the example is loaded from: the real project, and what is invented beside it."""

import json
import tomllib
from typing import Any

from django.conf import settings

from frameworks.shipping import read_rows

REFERENCE = settings.BASE_DIR / "reference"


def read_project(code: str) -> dict[str, Any]:
    programmes = _programmes()["programmes"]
    found: dict[str, Any] = next(programme for programme in programmes if programme["code"] == code)
    return found


def read_workshops(code: str) -> list[dict[str, Any]]:
    """The workshops of a project as their sources tell of them; what is not known is null."""
    return [row for row in _programmes()["workshops"] if code in row["programmes"]]


def read_cities(code: str) -> list[dict[str, str]]:
    """The cities of a project with the body that works with each."""
    rows = read_rows(REFERENCE / "cities.csv")
    return [row for row in rows if code in row["programmes"].split("|")]


def read_invented(name: str) -> dict[str, Any]:
    with (REFERENCE / "example" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _programmes() -> dict[str, Any]:
    programmes: dict[str, Any] = json.loads(
        (REFERENCE / "programmes.json").read_text(encoding="utf-8")
    )
    return programmes
