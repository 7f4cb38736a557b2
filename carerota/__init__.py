"""carerota: the weekly rota of a home-care co-operative.

>>> import carerota
>>> problem = carerota.read_problem("data/samples/hamlet/problem.json")
>>> result = carerota.solve(problem, time_limit=10)
>>> carerota.write_rota(result.rota, "rota.json")

The names below are the public ones. Each is loaded when it is first asked for, so that
``import carerota`` is quick and loads no solver. ``__init__.pyi`` tells their types.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

__version__ = "0.1.0"

_HOMES: Final = {
    "carerota.advice.compare": "Comparison compare",
    "carerota.advice.diagnose": "Diagnosis Mend MendKind Obstacle Severity diagnose",
    "carerota.advice.explain.explaining": "explain why_not",
    "carerota.advice.explain.explaining_weeks": "explain_client explain_worker",
    "carerota.advice.explain.records": """
        Audience Explanation OptionStatus RuleChange SlotExplanation WorkerOption
    """,
    "carerota.advice.explain.weeks": "ClientWeek WorkerWeek",
    "carerota.advice.suggest": "Suggestion Suggestions suggest with_order",
    "carerota.advice.trade_off": "Axis FrontierPoint TradeOff trade_off",
    "carerota.advice.trial.changes": "AmountChange Changes",
    "carerota.advice.trial.trial": "Trial",
    "carerota.engines.base": "Budget Event Progress Status",
    "carerota.errors": """
        CarerotaError DataError EngineError Issue MissingExtraError NightRunningError
    """,
    "carerota.generator": "generate sized",
    "carerota.io": """
        read_actuals read_events read_policy read_problem read_rota schema
        write_policy write_problem write_rota
    """,
    "carerota.model": """
        ActualVisit Assignment Availability AvailabilityKind Balances CarBreaksDown
        CarePackage CareType CarerLimit CarerWindow Client ClientInHospital
        Contract History Levels LinkFrom Mode PackageLink PackageVisit PastVisit
        Pause Place Policy PolicyLine Priority Provenance Reason ReasonKind
        Record RestBreak Rota RotaEvent RotaEvents RotaProblem SCHEMA_VERSION
        Skill Slot TimeOfDay TimeWindow TravelChange TravelMatrix TravelMode
        TravelTable Triage Uncovered Visit VisitAdded VisitCancelled
        VisitLengthened VisitLink VisitMoved WallWindow Weekday Worker
        WorkerKind WorkerLate WorkerPreferences WorkerSick WorkingTime
    """,
    "carerota.model.expand": "expand",
    "carerota.model.faults": "faults",
    "carerota.nightly": "Night run_night",
    "carerota.policies": "load_policy",
    "carerota.repairing": """
        Cause Change ChangeKind HandOver NoticeCost PersonChange RepairResult
        SwapResult Told judge_swap repair
    """,
    "carerota.score": "Finding RuleScore ScoreReport check",
    "carerota.solving": "SolveResult solve",
    "carerota.store": """
        Carried Edit ManualEdit Proposal ProposalState RotaFigures Store Version
        VersionChange
    """,
}
"""Where the public names live."""

_HOME_OF: Final = {
    name: home for home, names in _HOMES.items() for name in names.split()
}
_ELSEWHERE_CALLED: Final = {"load_policy": "load"}

__all__ = sorted(["__version__", *_HOME_OF])  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_HOME_OF[name])
    value = getattr(module, _ELSEWHERE_CALLED.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, also those not loaded yet."""
    return sorted({*globals(), *__all__})
