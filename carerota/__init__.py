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
    from carerota.nightly import (
        Night,
        run_night,
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
    "Assignment",
    "Availability",
    "AvailabilityKind",
    "Balances",
    "Budget",
    "CarePackage",
    "CareType",
    "CarerLimit",
    "CarerWindow",
    "CarerotaError",
    "Carried",
    "Client",
    "Contract",
    "DataError",
    "Edit",
    "EngineError",
    "Event",
    "Finding",
    "History",
    "Issue",
    "Levels",
    "LinkFrom",
    "ManualEdit",
    "MissingExtraError",
    "Mode",
    "Night",
    "NightRunningError",
    "PackageLink",
    "PackageVisit",
    "PastVisit",
    "Pause",
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
    "RestBreak",
    "Rota",
    "RotaFigures",
    "RotaProblem",
    "RuleScore",
    "ScoreReport",
    "Skill",
    "Slot",
    "SolveResult",
    "Status",
    "Store",
    "TimeOfDay",
    "TimeWindow",
    "TravelMatrix",
    "TravelMode",
    "TravelTable",
    "Triage",
    "Uncovered",
    "Version",
    "VersionChange",
    "Visit",
    "VisitLink",
    "WallWindow",
    "Weekday",
    "Worker",
    "WorkerKind",
    "WorkerPreferences",
    "WorkingTime",
    "__version__",
    "check",
    "expand",
    "faults",
    "generate",
    "load_policy",
    "read_actuals",
    "read_policy",
    "read_problem",
    "read_rota",
    "run_night",
    "schema",
    "sized",
    "solve",
    "write_policy",
    "write_problem",
    "write_rota",
]

_HOMES: Final = {
    "carerota.engines.base": "Budget Event Progress Status",
    "carerota.errors": """
        CarerotaError DataError EngineError Issue MissingExtraError NightRunningError
    """,
    "carerota.generator": "generate sized",
    "carerota.io": """
        read_actuals read_policy read_problem read_rota schema write_policy
        write_problem write_rota
    """,
    "carerota.model": """
        ActualVisit Assignment Availability AvailabilityKind Balances CarePackage
        CareType CarerLimit CarerWindow Client Contract History Levels LinkFrom Mode
        PackageLink PackageVisit PastVisit Pause Place Policy PolicyLine
        Priority Provenance Reason ReasonKind Record RestBreak Rota RotaProblem
        SCHEMA_VERSION Skill Slot TimeOfDay TimeWindow TravelMatrix TravelMode
        TravelTable Triage Uncovered Visit VisitLink WallWindow Weekday Worker
        WorkerKind WorkerPreferences WorkingTime
    """,
    "carerota.model.expand": "expand",
    "carerota.model.faults": "faults",
    "carerota.nightly": "Night run_night",
    "carerota.policies": "load_policy",
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
