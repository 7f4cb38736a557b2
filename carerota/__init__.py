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
        NightRunningError,
    )
    from carerota.generator import (
        generate,
        sized,
    )
    from carerota.io import (
        read_actuals,
        read_events,
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
        ActualVisit,
        Assignment,
        Availability,
        AvailabilityKind,
        Balances,
        CarBreaksDown,
        CarePackage,
        CarerLimit,
        CarerWindow,
        CareType,
        Client,
        ClientInHospital,
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
        RotaEvent,
        RotaEvents,
        RotaProblem,
        Skill,
        Slot,
        TimeOfDay,
        TimeWindow,
        TravelChange,
        TravelMatrix,
        TravelMode,
        TravelTable,
        Triage,
        Uncovered,
        Visit,
        VisitAdded,
        VisitCancelled,
        VisitLengthened,
        VisitLink,
        VisitMoved,
        WallWindow,
        Weekday,
        Worker,
        WorkerKind,
        WorkerLate,
        WorkerPreferences,
        WorkerSick,
        WorkingTime,
    )
    from carerota.model.expand import (
        expand,
    )
    from carerota.model.faults import (
        faults,
    )
    from carerota.nightly import (
        Night,
        run_night,
    )
    from carerota.policies import (
        load as load_policy,
    )
    from carerota.repairing import (
        Cause,
        Change,
        ChangeKind,
        HandOver,
        NoticeCost,
        PersonChange,
        RepairResult,
        SwapResult,
        Told,
        judge_swap,
        repair,
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
    from carerota.store import (
        Carried,
        Edit,
        ManualEdit,
        Proposal,
        ProposalState,
        RotaFigures,
        Store,
        Version,
        VersionChange,
    )

__version__ = "0.1.0"

__all__ = [
    "SCHEMA_VERSION",
    "ActualVisit",
    "AmountChange",
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
    "Carried",
    "Cause",
    "Change",
    "ChangeKind",
    "Changes",
    "Client",
    "ClientInHospital",
    "ClientWeek",
    "Comparison",
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
    "ManualEdit",
    "Mend",
    "MendKind",
    "MissingExtraError",
    "Mode",
    "Night",
    "NightRunningError",
    "NoticeCost",
    "Obstacle",
    "OptionStatus",
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
    "ScoreReport",
    "Severity",
    "Skill",
    "Slot",
    "SlotExplanation",
    "SolveResult",
    "Status",
    "Store",
    "Suggestion",
    "Suggestions",
    "SwapResult",
    "TimeOfDay",
    "TimeWindow",
    "Told",
    "TradeOff",
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
    "WorkerLate",
    "WorkerOption",
    "WorkerPreferences",
    "WorkerSick",
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
    "judge_swap",
    "load_policy",
    "read_actuals",
    "read_events",
    "read_policy",
    "read_problem",
    "read_rota",
    "repair",
    "run_night",
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
