"""The people of the co-op: who they are, before anyone's hours are agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from carerota.generator.draws import between, chance, pick, shuffled, weighted
from carerota.generator.names import LANGUAGES, MEN, SURNAMES, WOMEN
from carerota.generator.words import (
    CATHETER,
    DEMENTIA,
    DOGS,
    FEMALE,
    FIRST_DAY,
    HOIST,
    MALE,
    MEDICATION,
    PERSONAL_CARE,
)
from carerota.model import (
    CarerLimit,
    Client,
    Place,
    Skill,
    TravelMode,
    Triage,
    Worker,
    WorkerKind,
)

if TYPE_CHECKING:
    import numpy as np

    from carerota.generator.geography import Geography
    from carerota.generator.needs import Need
    from carerota.generator.sizes import Size

__all__ = ["People", "draw_clients", "draw_workers"]

SKILL_SHARES = {MEDICATION: 0.8, HOIST: 0.65, DEMENTIA: 0.5, CATHETER: 0.3}
MODE_SHARES = {
    TravelMode.CAR: 0.6,
    TravelMode.BICYCLE: 0.15,
    TravelMode.WALK: 0.1,
    TravelMode.PUBLIC_TRANSPORT: 0.15,
}
KIND_SHARES = {WorkerKind.MEMBER: 0.8, WorkerKind.EMPLOYEE: 0.2}
WOMEN_AT_WORK, WOMEN_IN_CARE = 0.78, 0.64
NO_DOGS = 0.25
SPEAKS_ANOTHER, ASKS_FOR_LANGUAGE = 0.35, 0.08
ASKS_FOR_WOMAN, ASKS_FOR_MAN, HAS_DOG = 0.16, 0.05, 0.1
EXPIRES_SOON = 0.06
T = TypeVar("T")

PAY, MEMBER_EXTRA = 1290, 60
LIMITS = ((7, 2, 5), (14, 3, 6), (21, 4, 8), (28, 4, 9))
"""Visits a week, two of them where two come, up to which a target and a ceiling of
carers hold."""
MOST_TARGET, MOST_CEILING = 6, 12


@dataclass(frozen=True, slots=True)
class People:
    """Some people and the places they live at, in the same order."""

    clients: tuple[Client, ...] = ()
    workers: tuple[Worker, ...] = ()
    places: tuple[Place, ...] = ()


def draw_clients(
    needs: list[Need], geography: Geography, rng: np.random.Generator
) -> People:
    """Draw who needs it."""
    clients, places = list[Client](), list[Place]()
    for number, need in enumerate(needs, start=1):
        client_id = f"c{number:0{len(str(len(needs)))}d}"
        place = geography.client_place(rng, f"client:{client_id}")
        required, preferred = _wishes(need, rng)
        places.append(place)
        clients.append(
            Client(
                id=client_id,
                name=_name(rng, woman=FEMALE in required or chance(rng, WOMEN_IN_CARE)),
                place=place.id,
                access_minutes=pick(rng, (1, 1, 2, 2, 3, 4)),
                required_attributes=frozenset(required),
                preferred_attributes=frozenset(preferred),
                carers=_limit(need),
                triage=_triage(need),
            )
        )
    return People(clients=tuple(clients), places=tuple(places))


def draw_workers(size: Size, geography: Geography, rng: np.random.Generator) -> People:
    """Draw who gives it: paid workers first, volunteers last."""
    modes = shuffled(rng, _shares(MODE_SHARES, size.workers))
    kinds = _kinds(size, rng)
    workers, places = list[Worker](), list[Place]()
    for number, (mode, kind) in enumerate(zip(modes, kinds, strict=True), start=1):
        worker_id = f"w{number:0{len(str(size.workers))}d}"
        near = mode in {TravelMode.WALK, TravelMode.BICYCLE}
        place = geography.worker_place(rng, f"home:{worker_id}", in_town=near)
        woman = chance(rng, WOMEN_AT_WORK)
        places.append(place)
        workers.append(
            Worker(
                id=worker_id,
                name=_name(rng, woman=woman),
                kind=kind,
                home=place.id,
                skills=_skills(kind, rng),
                travel_mode=mode,
                attributes=frozenset(_attributes(rng, woman=woman)),
                cost_per_hour=_pay(kind, rng),
            )
        )
    return People(workers=_one_expiring(workers), places=tuple(places))


def _wishes(need: Need, rng: np.random.Generator) -> tuple[set[str], set[str]]:
    required, preferred = set[str](), set[str]()
    if need.names[0] in {"home-help", "companionship"}:
        woman = man = False
    else:
        woman, man = chance(rng, ASKS_FOR_WOMAN), chance(rng, ASKS_FOR_MAN)
    if woman:
        required.add(FEMALE)
    elif man:
        # there are few men: it can only be a wish where two are needed or often
        (preferred if need.hoist or len(need.names) > 1 else required).add(MALE)
    if chance(rng, HAS_DOG):
        required.add(DOGS)
    if chance(rng, ASKS_FOR_LANGUAGE):
        preferred.add(f"speaks:{weighted(rng, LANGUAGES)}")
    return required, preferred


def _limit(need: Need) -> CarerLimit:
    week = len(need.days) * len(need.names) * (2 if need.hoist else 1)
    for visits, target, ceiling in LIMITS:
        if week <= visits:
            return CarerLimit(target=target, ceiling=ceiling)
    return CarerLimit(target=MOST_TARGET, ceiling=MOST_CEILING)


def _triage(need: Need) -> Triage:
    if need.timed or need.hoist:
        return Triage.RED
    if need.names[0] in {"home-help", "companionship"}:
        return Triage.GREEN
    return Triage.AMBER


def _kinds(size: Size, rng: np.random.Generator) -> list[WorkerKind]:
    if size.days == 1:
        return [WorkerKind.MEMBER] * (size.workers - 1) + [WorkerKind.EMPLOYEE]
    volunteers = max(1, min(2, size.workers // 15))
    bank = 1 if volunteers == 1 else 2
    paid = size.workers - volunteers - bank
    return [
        *shuffled(rng, _shares(KIND_SHARES, paid)),
        *[WorkerKind.BANK] * bank,
        *[WorkerKind.VOLUNTEER] * volunteers,
    ]


def _shares(shares: dict[T, float], count: int) -> list[T]:
    """Give ``count`` items of which each has its share, the first the remainder."""
    items = [item for item, share in shares.items() for _ in range(int(share * count))]
    return [next(iter(shares))] * (count - len(items)) + items


def _skills(kind: WorkerKind, rng: np.random.Generator) -> tuple[Skill, ...]:
    if kind is WorkerKind.VOLUNTEER:
        return ()
    skills = [Skill(name=PERSONAL_CARE)]
    for name, share in SKILL_SHARES.items():
        if chance(rng, share):
            soon = FIRST_DAY + timedelta(days=int(between(rng, 30, 120)))
            expires = soon if chance(rng, EXPIRES_SOON) else None
            skills.append(Skill(name=name, expires=expires))
    return tuple(skills)


def _one_expiring(workers: list[Worker]) -> tuple[Worker, ...]:
    """Let one worker's skill expire on the third day, as it does in real weeks."""
    for at, worker in enumerate(workers):
        names = [skill.name for skill in worker.skills]
        for name in (CATHETER, DEMENTIA):
            if name in names:
                gone = Skill(name=name, expires=FIRST_DAY + timedelta(days=2))
                kept = [gone if s.name == name else s for s in worker.skills]
                workers[at] = worker.model_copy(update={"skills": tuple(kept)})
                return tuple(workers)
    return tuple(workers)


def _attributes(rng: np.random.Generator, *, woman: bool) -> set[str]:
    found = {FEMALE if woman else MALE, "non-smoker"}
    if chance(rng, 1 - NO_DOGS):
        found.add(DOGS)
    if chance(rng, SPEAKS_ANOTHER):
        found.add(f"speaks:{weighted(rng, LANGUAGES)}")
    return found


def _pay(kind: WorkerKind, rng: np.random.Generator) -> int:
    if kind is WorkerKind.VOLUNTEER:
        return 0
    extra = MEMBER_EXTRA if kind is WorkerKind.MEMBER else 0
    return PAY + extra + 10 * int(between(rng, 0, 10))


def _name(rng: np.random.Generator, *, woman: bool) -> str:
    return f"{pick(rng, WOMEN if woman else MEN)} {pick(rng, SURNAMES)}"
