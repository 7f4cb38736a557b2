"""The day changes the rota: repairs after events, and swaps between workers."""

from carerota.repair.changes import Cause, Change, ChangeKind, NoticeCost, Told
from carerota.repair.repairing import RepairResult, repair

__all__ = [
    "Cause",
    "Change",
    "ChangeKind",
    "NoticeCost",
    "RepairResult",
    "Told",
    "repair",
]
