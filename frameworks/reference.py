"""The frameworks, goals, targets and diagnostic indicators that are shipped in `reference/`."""

from pathlib import Path
from typing import Any

from frameworks.models import (
    DiagnosticIndicator,
    Dimension,
    Framework,
    Goal,
    Pathway,
    Pillar,
    Target,
)
from frameworks.shipping import Shipment, read_rows, ship

EDITIONS: dict[str, dict[str, Any]] = {
    "FoAPC-2019": {
        "title": "The Future of Asian & Pacific Cities 2019",
        "symbol": "ST/ESCAP/2868",
        "publisher": "ESCAP and UN-Habitat",
        "year": 2019,
    }
}


def load_frameworks(folder: Path) -> list[Shipment]:
    """Everything that this room ships, in the order in which the rows lean on one another."""
    return [
        *_load_pathways(read_rows(folder / "policy_pathways.csv")),
        *_load_goals(folder),
        *_load_diagnostics(read_rows(folder / "diagnostic_indicators.csv")),
    ]


def _load_pathways(rows: list[dict[str, str]]) -> list[Shipment]:
    shipments = []
    for code in dict.fromkeys(row["edition"] for row in rows):
        framework, _ = Framework.objects.get_or_create(
            code=code, defaults=EDITIONS.get(code, {"title": code})
        )
        of_edition = [row for row in rows if row["edition"] == code]
        shipments += [_load_pillars(framework, of_edition), _load_edition(framework, of_edition)]
    return shipments


def _load_pillars(framework: Framework, rows: list[dict[str, str]]) -> Shipment:
    first_rows = {row["pillar_code"]: row for row in reversed(rows)}
    return ship(
        framework.pillars.all(),
        key="code",
        release=[
            {
                "framework_id": framework.pk,
                "code": code,
                "order": int(row["pillar_order"]),
                "title": row["pillar_title"],
            }
            for code, row in first_rows.items()
        ],
    )


def _load_edition(framework: Framework, rows: list[dict[str, str]]) -> Shipment:
    """The pathways of an edition; `order` runs through the edition, not within the pillar."""
    pillars = dict(Pillar.objects.filter(framework=framework).values_list("code", "pk"))
    in_order = sorted(rows, key=lambda row: (int(row["pillar_order"]), int(row["pathway_order"])))
    return ship(
        Pathway.objects.filter(framework=framework),
        key="code",
        release=[
            {
                "framework_id": framework.pk,
                "pillar_id": pillars[row["pillar_code"]],
                "code": row["pathway_code"],
                "order": order,
                **{
                    name: row[name]
                    for name in ("title", "description", "wording", "confidence", "source")
                },
            }
            for order, row in enumerate(in_order, 1)
        ],
    )


def _load_goals(folder: Path) -> list[Shipment]:
    goals = ship(
        Goal.objects.all(),
        key="number",
        release=[
            {"number": int(row["number"]), "title": row["short_title"], "colour": row["colour_hex"]}
            for row in read_rows(folder / "sdg_goals.csv")
        ],
    )
    goal_of = dict(Goal.objects.values_list("number", "pk"))
    targets = ship(
        Target.objects.all(),
        key="code",
        release=[
            {
                "goal_id": goal_of[int(row["goal"])],
                "code": row["code"],
                "order": order,
                "label": row["label"],
            }
            for order, row in enumerate(read_rows(folder / "sdg_targets.csv"), 1)
        ],
    )
    return [goals, targets]


def _load_diagnostics(rows: list[dict[str, str]]) -> list[Shipment]:
    dimensions = ship(
        Dimension.objects.all(),
        key="code",
        release=[
            {
                "code": row["dimension_code"],
                "order": int(row["dimension_order"]),
                "title": row["dimension_title"],
                "aliases": row["dimension_aliases"],
            }
            for row in {row["dimension_code"]: row for row in rows}.values()
        ],
    )
    dimension_of = dict(Dimension.objects.values_list("code", "pk"))
    indicators = ship(
        DiagnosticIndicator.objects.all(),
        key="code",
        release=[
            {
                "dimension_id": dimension_of[row["dimension_code"]],
                "code": row["indicator_code"],
                "order": int(row["indicator_order"]),
                **{name: row[name] for name in ("title", "description", "wording", "source")},
            }
            for row in rows
        ],
    )
    return [dimensions, indicators]
