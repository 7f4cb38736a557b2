"""The day changes the rota: repairs after events, and swaps between workers."""

from carerota.repairing.changes import Cause, Change, ChangeKind, NoticeCost, Told
from carerota.repairing.mending import RepairResult, repair
from carerota.repairing.offers import HandOver
from carerota.repairing.swaps import PersonChange, SwapResult, judge_swap

__all__ = [
    "Cause",
    "Change",
    "ChangeKind",
    "HandOver",
    "NoticeCost",
    "PersonChange",
    "RepairResult",
    "SwapResult",
    "Told",
    "judge_swap",
    "repair",
]
