"""Plain figures of a rota, for progress and summaries: quick, from arrays.

The checker's amounts are what counts; these are for reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carerota.compiled.rota import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carerota.compiled.problem import Compiled
    from carerota.compiled.rota import RotaArrays

__all__ = ["figures"]


def figures(compiled: Compiled, rota: RotaArrays) -> dict[str, float]:
    """Give plain figures of a rota.

    ``travel_hours`` between visits and ``home_hours`` from and to home, without access;
    ``carers_per_client`` on average; ``new_faces``; ``client_wishes`` and
    ``worker_wishes``: share of visits by a carer whom the client prefers, and share in
    an area the worker prefers, among visits where somebody has a wish (NaN: nobody).
    """
    c = compiled
    made = rota.worker >= 0
    slots = np.flatnonzero(made)
    worker, client = rota.worker[slots], c.visit_client[c.slot_visit[slots]]
    met = np.zeros((c.n_clients, c.n_workers), dtype=bool)
    met[client, worker] = True
    seen = met.any(axis=1)
    between, home = _travel(c, rota)
    per_hour = 60 * c.problem.ticks_per_minute
    return {
        "uncovered": float((~made).sum()),
        "travel_hours": between / per_hour,
        "home_hours": home / per_hour,
        "carers_per_client": float(met.sum() / max(1, seen.sum())),
        "new_faces": float((met & (c.past_met == 0)).sum()),
        **_wishes(c, worker, client),
    }


def _travel(c: Compiled, rota: RotaArrays) -> tuple[int, int]:
    slots, days = in_order(c, rota)
    if not len(slots):
        return 0, 0
    table = c.travel.ticks[:, 0]
    worker, place = rota.worker[slots], c.visit_place[c.slot_visit[slots]]
    mode, run = c.worker_mode[worker], rota.run[slots]
    out = table[mode, c.worker_start[worker], place]
    back = table[mode, place, c.worker_end[worker]]
    same = days[1:] == days[:-1]
    direct = same & (run[1:] == run[:-1])
    between = table[mode[1:], place[:-1], place[1:]][direct].sum()
    # whoever does not go straight on goes home, at the end of the day too
    home = out[0] + back[-1] + (back[:-1] + out[1:])[~direct].sum()
    return int(between), int(home)


def _wishes(
    c: Compiled, worker: NDArray[np.int64], client: NDArray[np.int64]
) -> dict[str, float]:
    problem = c.problem
    liked = np.zeros((c.n_clients, c.n_workers), dtype=bool)
    index = {w: i for i, w in enumerate(c.worker_ids)}
    for i, person in enumerate(problem.clients):
        for w in person.preferred_workers:
            if w in index:
                liked[i, index[w]] = True
    names = sorted({area for w in problem.workers for area in w.preferences.areas})
    row = {area: i for i, area in enumerate(names)}
    # the last row: an area that nobody prefers, or none
    preferred = np.zeros((len(names) + 1, c.n_workers), dtype=bool)
    for i, k in enumerate(problem.workers):
        preferred[[row[area] for area in k.preferences.areas], i] = True
    area = {p.id: p.area for p in problem.places}
    rows = [row.get(area.get(k.place) or "", len(names)) for k in problem.clients]
    asks = np.asarray(liked.any(axis=1))[client]
    wants = np.asarray(preferred.any(axis=0))[worker]
    yes = liked[client, worker]
    ok = preferred[np.array(rows, dtype=np.int64)[client], worker]
    return {
        "client_wishes": float(yes[asks].mean()) if asks.any() else float("nan"),
        "worker_wishes": float(ok[wants].mean()) if wants.any() else float("nan"),
    }
