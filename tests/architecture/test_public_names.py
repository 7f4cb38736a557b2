"""The public names: what host systems may lean on."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import carerota

PINNED = [
    "AmountChange",
    "ActualVisit",
    "Assignment",
    "Audience",
    "Availability",
    "AvailabilityKind",
    "Axis",
    "Balances",
    "Budget",
    "CarBreaksDown",
    "CarePackage",
    "CareType",
    "CarerLimit",
    "CarerWindow",
    "CarerotaError",
    "Changes",
    "Carried",
    "Client",
    "Comparison",
    "ClientWeek",
    "Cause",
    "Change",
    "ChangeKind",
    "ClientInHospital",
    "Contract",
    "DataError",
    "Diagnosis",
    "Edit",
    "EngineError",
    "Event",
    "Explanation",
    "Finding",
    "FrontierPoint",
    "HandOver",
    "History",
    "Issue",
    "Levels",
    "LinkFrom",
    "Mend",
    "MendKind",
    "MissingExtraError",
    "Mode",
    "Obstacle",
    "OptionStatus",
    "NoticeCost",
    "ManualEdit",
    "Night",
    "NightRunningError",
    "PackageLink",
    "PackageVisit",
    "PastVisit",
    "Pause",
    "PersonChange",
    "Place",
    "Policy",
    "PolicyLine",
    "Priority",
    "Progress",
    "Proposal",
    "ProposalState",
    "Provenance",
    "Reason",
    "ReasonKind",
    "Record",
    "RepairResult",
    "RestBreak",
    "Rota",
    "RotaEvent",
    "RotaEvents",
    "RotaFigures",
    "RotaProblem",
    "RuleChange",
    "RuleScore",
    "SCHEMA_VERSION",
    "ScoreReport",
    "Severity",
    "Skill",
    "Slot",
    "SlotExplanation",
    "SolveResult",
    "Status",
    "Suggestion",
    "Suggestions",
    "Store",
    "TimeOfDay",
    "TimeWindow",
    "TradeOff",
    "SwapResult",
    "Told",
    "TravelChange",
    "TravelMatrix",
    "TravelMode",
    "TravelTable",
    "Triage",
    "Trial",
    "Uncovered",
    "Version",
    "VersionChange",
    "Visit",
    "VisitAdded",
    "VisitCancelled",
    "VisitLengthened",
    "VisitLink",
    "VisitMoved",
    "WallWindow",
    "Weekday",
    "Worker",
    "WorkerKind",
    "WorkerOption",
    "WorkerPreferences",
    "WorkerWeek",
    "WorkerLate",
    "WorkerSick",
    "WorkingTime",
    "__version__",
    "check",
    "compare",
    "diagnose",
    "expand",
    "explain",
    "explain_client",
    "explain_worker",
    "faults",
    "generate",
    "judge_swap",
    "load_policy",
    "read_events",
    "read_policy",
    "read_problem",
    "read_rota",
    "repair",
    "read_actuals",
    "run_night",
    "schema",
    "sized",
    "solve",
    "suggest",
    "trade_off",
    "with_order",
    "why_not",
    "write_policy",
    "write_problem",
    "write_rota",
]
"""Adding a name is a feature; taking one away breaks somebody's Monday."""


def test_public_names_are_pinned():
    """The public names are exactly these."""
    assert sorted(carerota.__all__) == sorted(PINNED)


def test_every_public_name_is_there():
    """Each name can be had, is listed by ``dir``, and stays the same object."""
    for name in PINNED:
        assert getattr(carerota, name) is getattr(carerota, name)
    assert set(PINNED) <= set(dir(carerota))


def test_star_import_gives_the_public_names():
    """``from carerota import *`` gives them all and nothing private."""
    space: dict[str, object] = {}
    exec("from carerota import *", space)
    assert set(PINNED) <= set(space)


def test_unknown_name_is_an_attribute_error():
    """A name that is not there fails as names of any module do."""
    with pytest.raises(AttributeError, match="no attribute 'sovle'"):
        _ = carerota.sovle


def test_type_checkers_see_the_same_names():
    """What is imported for type checkers is what is loaded when asked for."""
    stub = Path(carerota.__file__).with_suffix(".pyi")
    seen = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.parse(stub.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(seen) == set(PINNED) - {"__version__"}
    for name, (module, original) in seen.items():
        home = __import__(module, fromlist=[original])
        assert getattr(carerota, name) is getattr(home, original)


def test_models_of_the_public_face_are_all_models():
    """Every record of the model is public."""
    import carerota.model

    assert set(carerota.model.__all__) <= set(PINNED)


def test_version_is_that_of_the_project_file():
    """The project file takes the version from here, so that there is only one."""
    root = Path(carerota.__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "carerota/__init__.py"
    assert carerota.__version__.count(".") == 2
