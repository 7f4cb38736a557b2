"""One walk along a worker's day that fills in its facts."""

import numpy as np

from carerota.engines.search import facts as fact
from carerota.engines.search.facts import N_FACTS
from carerota.engines.search.journal import put
from carerota.engines.search.kernel_cache import kernel
from carerota.engines.search.layout import (
    AUTO,
    D_NIGHT,
    D_START,
    D_UNSOCIAL,
    FACT,
    FIRST_OF,
    HOME,
    HOME_MODE,
    HOME_PRICE,
    K_END,
    K_MODE,
    K_OPEN,
    K_START,
    K_UNWELCOME,
    LUNCH,
    N_BANDS,
    N_DAYS,
    N_NIGHTS,
    N_UNSOCIAL,
    N_WORKERS,
    NEVER_SPLIT,
    NEXT,
    NIGHT_FROM,
    NIGHT_UNTIL,
    OPEN_FROM,
    OPEN_UNTIL,
    PAIR_UNMET,
    PAIR_WIDTH,
    REST_AFTER,
    REST_AT,
    REST_HOME_LEGS,
    REST_LEN,
    REST_LENGTH,
    REST_MARGIN,
    RUN_LENGTH,
    S_VISIT,
    SCRATCH,
    SHIFTS,
    SPLIT_PRICE,
    START_AT,
    TOTAL,
    TRAVEL_PRICE,
    UNSOCIAL_FROM,
    UNSOCIAL_UNTIL,
    UNWELCOME_FROM,
    UNWELCOME_UNTIL,
    V_ACCESS,
    V_CLIENT,
    V_DURATION,
    V_PLACE,
    WAIT_PRICE,
)
from carerota.engines.search.lunch import free_shift
from carerota.engines.search.rests import rest_before, rest_in_a_wait
from carerota.engines.search.shift import measure_shift
from carerota.engines.search.timing import band_at

ENDLESS = 1 << 59
ALWAYS_HOME = 2


@kernel
def shared(m, start, end, low, high, first, last):
    """Ticks that [start, end] shares with ascending stretches first to last."""
    total = np.int64(0)
    for i in range(first, last):
        opens = m[m[low] + i]
        if opens >= end:
            break
        closes = m[m[high] + i]
        if closes > start:
            total += min(end, closes) - max(start, opens)
    return total


@kernel
def first_stretch(m, pointer, d, start):
    """Give the first stretch that can touch a start on day d."""
    if m[m[D_START] + d] <= start:
        return m[m[pointer] + d]
    return np.int64(0)


@kernel
def walk(m, travel, metres, wd):
    """Fill in the facts of a worker's day from the starts of its visits.

    Where the decoder may, it chooses here where the worker goes home and has a break.
    """
    x = m[SCRATCH]
    if m[m[FIRST_OF] + wd] >= 0:
        measure(m, travel, metres, wd, x)
        if m[SHIFTS] or m[LUNCH]:
            measure_shift(m, travel, wd, x)
        if (
            m[AUTO]
            and m[x + fact.BREAK] < m[REST_LENGTH]
            and worked(m, x) > m[REST_AFTER]
        ):
            rest_in_a_wait(m, travel, wd, x)
    else:
        for i in range(N_FACTS):
            m[x + i] = 0
        if m[SHIFTS] or m[LUNCH]:
            free_shift(m, wd, x)
    old = m[FACT] + wd * N_FACTS
    total = m[TOTAL] + (wd // m[N_DAYS]) * N_FACTS
    for i in range(N_FACTS):
        change = m[x + i] - m[old + i]
        if change != 0:
            put(m, old + i, m[x + i])
            put(m, total + i, m[total + i] + change)


@kernel
def worked(m, x):
    """Working time on the clock of the rule rest_break."""
    time = m[x + fact.CONTACT] + m[x + fact.TRAVEL] + m[x + fact.WAITING]
    if m[REST_HOME_LEGS]:
        time += m[x + fact.HOME_TRAVEL]
    return time


@kernel
def outside(m, first, last, begin, end):
    """Ticks of a run outside a worker's stretches of availability first to last."""
    end = max(begin, end)
    opens, closes = m[OPEN_FROM], m[OPEN_UNTIL]
    inside = np.int64(0)
    for i in range(first, last):
        if m[opens + i] >= end:
            break
        if m[closes + i] > begin:
            inside += min(end, m[closes + i]) - max(begin, m[opens + i])
    return end - begin - inside


@kernel
def measure(m, travel, metres, wd, x):
    """Walk along the day."""
    # offsets and sums are kept in local names: the array may alias itself, so what
    # is read from it cannot stay in registers
    w = wd // m[N_DAYS]
    d = wd % m[N_DAYS]
    mode = m[m[K_MODE] + w]
    from_home, to_home = m[m[K_START] + w], m[m[K_END] + w]
    open_first, open_last = m[m[K_OPEN] + w], m[m[K_OPEN] + w + 1]
    un_first, un_last = m[m[K_UNWELCOME] + w], m[m[K_UNWELCOME] + w + 1]
    visit_of, start_at, after = m[S_VISIT], m[START_AT], m[NEXT]
    duration_of, place_of = m[V_DURATION], m[V_PLACE]
    client_of, access_of = m[V_CLIENT], m[V_ACCESS]
    home_of = m[HOME]
    auto = m[AUTO]
    run_length = m[RUN_LENGTH]
    one_band = m[N_BANDS] == 1
    band = np.int64(0)

    s = m[m[FIRST_OF] + wd]
    v = m[visit_of + s]
    place = m[place_of + v]
    begin_day = m[start_at + s]
    begin_run = begin_day
    if not one_band:
        band = band_at(m, begin_day)
    out = travel[mode, band, from_home, place] + m[access_of + v]
    home_travel = out
    metre = metres[mode, from_home, place]
    contact = road_time = waiting = shortage = overlap = outs = np.int64(0)
    short_runs = home_gap = longest_break = unwelcome = night = unsocial = np.int64(0)
    unmet = n = runs = end = np.int64(0)
    end_day = last_end(m, wd) if not auto or m[REST_AFTER] < ENDLESS else np.int64(0)
    u = np.int64(-1)
    here = place
    while True:
        start = m[start_at + s]
        v = m[visit_of + s]
        place = m[place_of + v]
        if u >= 0:
            length = max(0, start - end)
            overlap += max(0, end - start)
            if not one_band:
                band = band_at(m, end)
            back = travel[mode, band, here, to_home]
            road = travel[mode, band, here, place]
            if m[client_of + u] != m[client_of + v]:
                road += m[access_of + v]
            if not one_band:
                band = band_at(m, start)
            out_again = travel[mode, band, from_home, place] + m[access_of + v]
            if auto:
                goes = choose_home(
                    m, s, length, road, back + out_again, open_first, open_last,
                    end, start,
                )  # fmt: skip
                put(m, home_of + s, goes)
            if m[home_of + s]:
                legs = back + out_again
                home_travel += legs
                metre += metres[mode, here, to_home] + metres[mode, from_home, place]
                at_home = max(0, length - legs)
                home_gap += at_home
                shortage += max(0, legs - length)
                longest_break = max(longest_break, at_home)
                runs += 1
                short_runs += max(0, run_length - (end - begin_run))
                outs += outside(m, open_first, open_last, begin_run, end)
                begin_run = start
                if auto:
                    put(m, m[REST_LEN] + s, 0)
            else:
                road_time += road
                metre += metres[mode, here, place]
                rest = rest_before(m, s, end)
                if rest > 0:
                    at = m[m[REST_AT] + s]
                    overlap += max(0, end - at) + max(0, at + rest - start)
                    margin = m[REST_MARGIN]
                    if at >= begin_day + margin and at + rest <= end_day - margin:
                        longest_break = max(longest_break, rest)
                waiting += max(0, length - road - rest)
                shortage += max(0, road + rest - length)
        elif auto:
            put(m, m[REST_LEN] + s, 0)
            put(m, home_of + s, 0)
        duration = m[duration_of + v]
        end = start + duration
        n += 1
        contact += duration
        if un_first < un_last:
            unwelcome += shared(
                m, start, end, UNWELCOME_FROM, UNWELCOME_UNTIL, un_first, un_last
            )
        if m[N_NIGHTS] > 0:
            i = first_stretch(m, D_NIGHT, d, start)
            night += shared(m, start, end, NIGHT_FROM, NIGHT_UNTIL, i, m[N_NIGHTS])
        if m[N_UNSOCIAL] > 0:
            i = first_stretch(m, D_UNSOCIAL, d, start)
            unsocial += shared(
                m, start, end, UNSOCIAL_FROM, UNSOCIAL_UNTIL, i, m[N_UNSOCIAL]
            )
        unmet += m[m[PAIR_UNMET] + (s * m[N_WORKERS] + w) * PAIR_WIDTH]
        u = v
        here = place
        s = m[after + s]
        if s < 0:
            break
    runs += 1
    short_runs += max(0, run_length - (end - begin_run))
    outs += outside(m, open_first, open_last, begin_run, end)
    if not one_band:
        band = band_at(m, end)
    back = travel[mode, band, here, to_home]
    m[x + fact.N] = n
    m[x + fact.FIRST] = begin_day
    m[x + fact.LAST] = end
    m[x + fact.OUT] = begin_day - out
    m[x + fact.BACK] = end + back
    m[x + fact.CONTACT] = contact
    m[x + fact.TRAVEL] = road_time
    m[x + fact.HOME_TRAVEL] = home_travel + back
    m[x + fact.METRES] = metre + metres[mode, here, to_home]
    m[x + fact.WAITING] = waiting
    m[x + fact.RUNS] = runs
    m[x + fact.SHORTAGE] = shortage
    m[x + fact.OVERLAP] = overlap
    m[x + fact.OUTSIDE] = outs
    m[x + fact.UNWELCOME] = unwelcome
    m[x + fact.NIGHT] = night
    m[x + fact.UNSOCIAL] = unsocial
    m[x + fact.BREAK] = longest_break
    m[x + fact.SHORT_RUNS] = short_runs
    m[x + fact.UNMET] = unmet
    m[x + fact.HOME_GAP] = home_gap
    m[x + fact.WORKED] = 1


@kernel
def choose_home(m, s, gap, direct, home, first, last, end, start):
    """Decide whether the worker goes home before slot s: where it costs less than
    waiting, or where they are not available throughout.
    """  # noqa: D205
    mode = m[m[HOME_MODE] + s]
    if mode != 0:
        return 1 if mode == ALWAYS_HOME else 0
    if gap < home or m[SPLIT_PRICE] == NEVER_SPLIT:
        return 0
    stay = (gap - direct) * m[WAIT_PRICE] + direct * m[TRAVEL_PRICE]
    if home * m[HOME_PRICE] + m[SPLIT_PRICE] < stay:
        return 1
    for i in range(first, last):
        if m[m[OPEN_UNTIL] + i] >= start:
            return 0 if m[m[OPEN_FROM] + i] <= end else 1
    return 1


@kernel
def last_end(m, wd):
    """End of the day's last visit in order."""
    s = m[m[FIRST_OF] + wd]
    while m[m[NEXT] + s] >= 0:
        s = m[m[NEXT] + s]
    return m[m[START_AT] + s] + m[m[V_DURATION] + m[m[S_VISIT] + s]]
