"""carerota: the weekly rota of a home-care co-operative.

>>> import carerota
>>> problem = carerota.read_problem("data/samples/hamlet/problem.json")
>>> result = carerota.solve(problem, time_limit=10)
>>> carerota.write_rota(result.rota, "rota.json")

The names below are the public ones. Each is loaded when it is first asked for, so that
``import carerota`` is quick and loads no solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from carerota.advice.compare import (
        Comparison,
        compare,
    )
    from carerota.advice.diagnose import (
        Diagnosis,
        Mend,
        MendKind,
        Obstacle,
        Severity,
        diagnose,
    )
    from carerota.advice.explain.explaining import (
        explain,
        why_not,
    )
    from carerota.advice.explain.explaining_weeks import (
        explain_client,
        explain_worker,
    )
    from carerota.advice.explain.records import (
        Audience,
        Explanation,
        OptionStatus,
        RuleChange,
        SlotExplanation,
        WorkerOption,
    )
    from carerota.advice.explain.weeks import (
        ClientWeek,
        WorkerWeek,
    )
    from carerota.advice.suggest import (
        Suggestion,
        Suggestions,
        suggest,
        with_order,
    )
    from carerota.advice.trade_off import (
        Axis,
        FrontierPoint,
        TradeOff,
        trade_off,
    )
    from carerota.advice.trial.changes import (
        AmountChange,
        Changes,
    )
    from carerota.advice.trial.trial import (
        Trial,
    )
    from carerota.engines.base import (
        Budget,
        Event,
        Progress,
        Status,
    )
    from carerota.errors import (
        CarerotaError,
        DataError,
        EngineError,
        Issue,
        MissingExtraError,
    )
    from carerota.generator import (
        generate,
        sized,
    )
    from carerota.io import (
        read_policy,
        read_problem,
        read_rota,
        schema,
        write_policy,
        write_problem,
        write_rota,
    )
    from carerota.model import (
        SCHEMA_VERSION,
        Assignment,
        Availability,
        AvailabilityKind,
        Balances,
        CarePackage,
        CarerLimit,
        CarerWindow,
        CareType,
        Client,
        Contract,
        History,
        Levels,
        LinkFrom,
        Mode,
        PackageLink,
        PackageVisit,
        PastVisit,
        Pause,
        Place,
        Policy,
        PolicyLine,
        Priority,
        Provenance,
        Reason,
        ReasonKind,
        Record,
        RestBreak,
        Rota,
        RotaProblem,
        Skill,
        Slot,
        TimeOfDay,
        TimeWindow,
        TravelMatrix,
        TravelMode,
        TravelTable,
        Triage,
        Uncovered,
        Visit,
        VisitLink,
        WallWindow,
        Weekday,
        Worker,
        WorkerKind,
        WorkerPreferences,
        WorkingTime,
    )
    from carerota.model.expand import (
        expand,
    )
    from carerota.model.faults import (
        faults,
    )
    from carerota.policies import (
        load as load_policy,
    )
    from carerota.score import (
        Finding,
        RuleScore,
        ScoreReport,
        check,
    )
    from carerota.solving import (
        SolveResult,
        solve,
    )

__version__ = "0.1.0"

__all__ = [
    "SCHEMA_VERSION",
    "AmountChange",
    "Assignment",
    "Audience",
    "Availability",
    "AvailabilityKind",
    "Axis",
    "Balances",
    "Budget",
    "CarePackage",
    "CareType",
    "CarerLimit",
    "CarerWindow",
    "CarerotaError",
    "Changes",
    "Client",
    "ClientWeek",
    "Comparison",
    "Contract",
    "DataError",
    "Diagnosis",
    "EngineError",
    "Event",
    "Explanation",
    "Finding",
    "FrontierPoint",
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
    "PackageLink",
    "PackageVisit",
    "PastVisit",
    "Pause",
    "Place",
    "Policy",
    "PolicyLine",
    "Priority",
    "Progress",
    "Provenance",
    "Reason",
    "ReasonKind",
    "Record",
    "RestBreak",
    "Rota",
    "RotaProblem",
    "RuleChange",
    "RuleScore",
    "ScoreReport",
    "Severity",
    "Skill",
    "Slot",
    "SlotExplanation",
    "SolveResult",
    "Status",
    "Suggestion",
    "Suggestions",
    "TimeOfDay",
    "TimeWindow",
    "TradeOff",
    "TravelMatrix",
    "TravelMode",
    "TravelTable",
    "Triage",
    "Trial",
    "Uncovered",
    "Visit",
    "VisitLink",
    "WallWindow",
    "Weekday",
    "Worker",
    "WorkerKind",
    "WorkerOption",
    "WorkerPreferences",
    "WorkerWeek",
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
    "load_policy",
    "read_policy",
    "read_problem",
    "read_rota",
    "schema",
    "sized",
    "solve",
    "suggest",
    "trade_off",
    "why_not",
    "with_order",
    "write_policy",
    "write_problem",
    "write_rota",
]

_HOMES: Final = {
    "carerota.advice.trial.changes": "AmountChange Changes",
    "carerota.advice.compare": "Comparison compare",
    "carerota.advice.diagnose": "Diagnosis Mend MendKind Obstacle Severity diagnose",
    "carerota.advice.explain.explaining": "explain why_not",
    "carerota.advice.explain.explaining_weeks": "explain_client explain_worker",
    "carerota.advice.explain.records": """
        Audience Explanation OptionStatus RuleChange SlotExplanation WorkerOption
    """,
    "carerota.advice.suggest": "Suggestion Suggestions suggest with_order",
    "carerota.advice.trade_off": "Axis FrontierPoint TradeOff trade_off",
    "carerota.advice.trial.trial": "Trial",
    "carerota.advice.explain.weeks": "ClientWeek WorkerWeek",
    "carerota.engines.base": "Budget Event Progress Status",
    "carerota.errors": "CarerotaError DataError EngineError Issue MissingExtraError",
    "carerota.generator": "generate sized",
    "carerota.io": """
        read_policy read_problem read_rota schema write_policy write_problem
        write_rota
    """,
    "carerota.model": """
        Assignment Availability AvailabilityKind Balances CarePackage CareType
        CarerLimit CarerWindow Client Contract History Levels LinkFrom Mode
        PackageLink PackageVisit PastVisit Pause Place Policy PolicyLine
        Priority Provenance Reason ReasonKind Record RestBreak Rota RotaProblem
        SCHEMA_VERSION Skill Slot TimeOfDay TimeWindow TravelMatrix TravelMode
        TravelTable Triage Uncovered Visit VisitLink WallWindow Weekday Worker
        WorkerKind WorkerPreferences WorkingTime
    """,
    "carerota.model.expand": "expand",
    "carerota.model.faults": "faults",
    "carerota.policies": "load_policy",
    "carerota.score": "Finding RuleScore ScoreReport check",
    "carerota.solving": "SolveResult solve",
}
"""Where the public names live."""

_HOME_OF: Final = {
    name: home for home, names in _HOMES.items() for name in names.split()
}
_ELSEWHERE_CALLED: Final = {"load_policy": "load"}

if not TYPE_CHECKING:

    def __getattr__(name):
        """Load a public name when it is first asked for."""
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(_HOME_OF[name])
        value = getattr(module, _ELSEWHERE_CALLED.get(name, name))
        globals()[name] = value
        return value

    def __dir__():
        """List the public names, also those not loaded yet."""
        return sorted({*globals(), *__all__})
