"""Where things lie in the kernel's memory.

The kernel works on one flat array of 64-bit whole numbers, ``m``. Its head, of
``HEAD_SIZE`` cells, holds single numbers and the offsets of the tables behind it; so
the client of visit v is ``m[m[V_CLIENT] + v]``. One array makes compiled calls cheap,
an undo a matter of (cell, old value) pairs, and a snapshot of the state one copy.

First come tables that never change, then the state. Names: V visit, S slot, K worker,
L link, C client, Q period of a client's carer limit, WD worker's day (worker times
days plus day), R rule.
"""

from typing import Final

HEAD_SIZE: Final = 181

# ── single numbers ────────────────────────────────────────────────────────────
N_VISITS: Final = 0
N_SLOTS: Final = 1
N_WORKERS: Final = 2
N_DAYS: Final = 3
N_CLIENTS: Final = 4
N_PERIODS: Final = 5
N_LINKS: Final = 6
N_BANDS: Final = 7
N_NIGHTS: Final = 8
N_UNSOCIAL: Final = 9
REST_LENGTH: Final = 10
"""Ticks of a rest break, as the rule rest_break says."""
REST_AFTER: Final = 11
"""Ticks of work from which a day needs one."""
REST_MARGIN: Final = 12
"""Ticks it lies from both ends of the day."""
REST_HOME_LEGS: Final = 13
RUN_LENGTH: Final = 14
"""Least ticks of a run, as the rule short_runs says."""
HOME_PRICE: Final = 15
"""Cost of a tick of the ways home, for the choice between waiting and going home."""
TRAVEL_PRICE: Final = 16
WAIT_PRICE: Final = 17
SPLIT_PRICE: Final = 18
"""Cost of another run; NEVER_SPLIT where nobody may go home in between."""
NEVER_SPLIT: Final = 1 << 50
AUTO: Final = 19
"""1: the decoder chooses starts, ways home and breaks; 0: they are as loaded."""
STATE: Final = 20
"""Where the state begins."""
STATE_END: Final = 21
MULTIPLIER: Final = 22
"""Thousandths by which the cost of broken hard rules counts in the search."""
RNG: Final = 23
JOURNAL: Final = 24
JOURNAL_SIZE: Final = 25
"""Entries written since the move began; -1: nothing is written down."""
N_BANDS_AT: Final = 26
STAMP: Final = 27
"""Number of the move, with which visited cells are marked."""
N_DIRTY_DAYS: Final = 28
N_DIRTY_VISITS: Final = 29
N_DIRTY_CLIENTS: Final = 30
N_HEAP: Final = 31
N_DIRTY_WORKERS: Final = 32
SPREAD_DIRTY: Final = 33
POINT: Final = 34
N_CHANGED: Final = 35
"""Visits whose start or carers changed in this move."""
IDLE_DIRTY: Final = 36
DECISIONS_END: Final = 37
"""The state begins with the decisions; all else follows from them."""
FLOOR: Final = 38
"""Penalty of the empty rota, below which no rota can go."""

LEVELS_ON: Final = 39
"""1: cover stands above prices; 0: an uncovered slot has a price."""

# ── tables that never change ──────────────────────────────────────────────────
V_CLIENT: Final = 40
V_PLACE: Final = 41
V_ACCESS: Final = 42
V_DAY: Final = 43
V_DURATION: Final = 44
V_PRIORITY: Final = 45
V_SLOT: Final = 46
V_PERIOD: Final = 47
V_WINDOW: Final = 48
WINDOW_FROM: Final = 49
WINDOW_UNTIL: Final = 50
V_TARGET: Final = 51
"""Earliest start the decoder aims at unless told otherwise."""
V_LINK: Final = 52
LINK_OF: Final = 53
S_VISIT: Final = 54
PAIR_PRICE: Final = 55
"""Slots x workers, PAIR_WIDTH cells each, side by side as they are read together:
priced cost of the pair."""
PAIR_HARD: Final = 56
"""The next cell: penalty of the hard rules the pair breaks."""
PAIR_UNMET: Final = 57
"""The next: wishes of the worker that are not met."""
PAIR_WIDTH: Final = 3
S_CANDIDATE: Final = 58
CANDIDATE: Final = 59
"""Workers that break no hard rule with the slot."""
S_NEAR: Final = 60
NEAR: Final = 61
"""Slots of the same day that go well before or after a slot."""
K_START: Final = 62
K_END: Final = 63
K_MODE: Final = 64
K_OPEN: Final = 65
OPEN_FROM: Final = 66
OPEN_UNTIL: Final = 67
K_UNWELCOME: Final = 68
UNWELCOME_FROM: Final = 69
UNWELCOME_UNTIL: Final = 70
L_FIRST: Final = 71
L_SECOND: Final = 72
L_FROM_END: Final = 73
L_LOW: Final = 74
L_HIGH: Final = 75
NIGHT_FROM: Final = 76
NIGHT_UNTIL: Final = 77
UNSOCIAL_FROM: Final = 78
UNSOCIAL_UNTIL: Final = 79
D_START: Final = 80
D_NIGHT: Final = 81
D_UNSOCIAL: Final = 82
D_SLOT: Final = 83
"""Where the slots of each day begin in DAY_SLOT."""
DAY_SLOT: Final = 84
C_SLOT: Final = 85
CLIENT_SLOT: Final = 86
Q_CLIENT: Final = 87
"""The client of each period."""
PAST_MET: Final = 88
PERIOD_MET: Final = 89
R_ON: Final = 90
R_PRICE: Final = 91
R_HARD: Final = 92
R_TABLE: Final = 93
R_WIDTH: Final = 94
R_KEYS: Final = 95
"""Keys a worker has, for rules on the level of workers."""
COVER_PRICE: Final = 96
"""Cost of an uncovered slot by priority."""
BAND_FROM: Final = 97
BAND_OF: Final = 98
RULE_TABLES: Final = 99

SHIFT_FROM: Final = 100
"""(WD) start of the shift; far before the horizon where there is none."""
SHIFT_UNTIL: Final = 101
"""(WD) its end; far after the horizon where there is none."""
LUNCH_OPENS: Final = 102
"""(D) earliest start of a lunch break."""
LUNCH_LAST: Final = 103
"""(D) latest start of one of the policy's length."""
LUNCH_CLOSES: Final = 104
K_LUNCH: Final = 105
"""(K) 1: the worker has a lunch break coming."""

V_LAST: Final = 106
"""(V) start from which a visit is late beyond repair: its last window, or where that
leaves room without end, its last preferred one."""
V_LATE_PRICE: Final = 107
"""(V) cost of a tick after it."""

# ── the state ─────────────────────────────────────────────────────────────────
WORKER: Final = 110
"""(S) who makes the slot; -1 nobody."""
START_AT: Final = 111
"""(S) start in ticks."""
NEXT: Final = 112
PREV: Final = 113
HOME: Final = 114
"""(S) 1: the worker comes from home, after an earlier run."""
HOME_MODE: Final = 115
"""(S) 0: the decoder chooses; 1: never; 2: always."""
REST_AT: Final = 116
REST_LEN: Final = 117
"""(S) ticks of break in the gap before the slot."""
REST_MODE: Final = 118
"""(S) 1: the decoder makes room for a break before the slot."""
POS: Final = 119
"""(V) place in the order in which visits are decoded."""
RELEASE: Final = 120
"""(V) the decoder starts it no earlier."""
PUSHED: Final = 141
"""(V) 1: it is released late only so as not to be too far from a linked visit."""
LUNCH_DUE: Final = 142
"""(WD) lunch comes before the first visit that starts then or later."""
LEFT: Final = 143
"""(C) slots of optional visits that nobody makes."""
FIRST_OF: Final = 121
"""(WD) first slot; -1 a free day."""
FACT: Final = 122
TOTAL: Final = 123
"""(K x facts) facts summed over the days."""
DAY_COST: Final = 124
"""(WD x 2) priced cost and penalty."""
WORKER_COST: Final = 125
VISIT_COST: Final = 126
LINK_COST: Final = 127
CLIENT_COST: Final = 128
PERIOD_COST: Final = 129
MET: Final = 130
"""(C x K) slots of the client that the worker makes."""
PERIOD_MADE: Final = 131
"""(Q x K) the same by period."""
NEW: Final = 132
SQUARES: Final = 133
MADE: Final = 134
DISTINCT: Final = 135
LATE: Final = 136
"""(S) lateness, for the worst."""
WORST_LATE: Final = 137
"""(D) the worst of each day."""
IDLE: Final = 138
"""(WD) idle amount, for the worst."""
SHARE: Final = 139
"""(SPREAD_RULES x K) shares of burdens, for their spread."""
SUM: Final = 140
"""Totals: priced, penalty, cost of uncovered, the part of the rules on the whole, its
penalty, then uncovered slots by priority."""

# ── scratch, written anew by each move ────────────────────────────────────────
RESET_STAMP: Final = 144
DAY_STAMP: Final = 145
DIRTY_DAY: Final = 146
VISIT_STAMP: Final = 147
DIRTY_VISIT: Final = 148
CLIENT_STAMP: Final = 149
DIRTY_CLIENT: Final = 150
HEAP: Final = 151
HEAP_STAMP: Final = 152
WORKER_STAMP: Final = 153
DIRTY_WORKER: Final = 154
AMOUNT: Final = 155
"""One cell a rule: amounts before they are weighed."""
SCRATCH: Final = 156
UNCOVERED_SLOT: Final = 157
"""Slots that were uncovered when a piece of annealing began; N_UNCOVERED of them."""

SLACK: Final = 162
"""What the part of the cost about the whole rota may fall by in one move."""

PUSHES_LEFT: Final = 163
"""How often a move may still put off a visit for the sake of a linked one."""

N_UNCOVERED: Final = 164

SHIFTS: Final = 165
"""1: some rule is about shifts."""
LEAVE_IN_SHIFT: Final = 166
"""1: nobody leaves home before their shift."""
LUNCH: Final = 167
"""1: there is a rule on lunch breaks."""
LUNCH_LENGTH: Final = 168
LUNCH_ALWAYS: Final = 169
"""1: lunch is due on every day with a shift or visits."""
LUNCH_BY_END: Final = 170
"""1: lunch ends by the end of its window; 0: it begins by then."""

GUIDE_PRICE: Final = 171
"""Cost of a tick of a day as idle as the scale, by which the search is guided."""
GUIDE_SCALE: Final = 172
GUIDE_POWER: Final = 175
"""How steeply the nearer a day comes to the worst."""
GUIDE_DISCOUNT: Final = 176
"""What of the price of the worst idle time does not count while it is guided."""
STRANGER_PRICE: Final = 177
"""What each visit by a worker new to the client costs while the search is guided."""
REBUILT: Final = 178
"""Slots that are taken apart and put back."""
MOST_REBUILT: Final = 20
TRIAL: Final = 179
"""Cost, worker and position of the best place of one of these so far."""
DELAYS: Final = 180
"""1: visits may be put off beyond the start that is best for their client."""
MENDING: Final = 174
"""1: the move is about a slot that was uncovered."""
PAID_PRICE: Final = 173
"""Cost of a paid tick by the rules on contract hours; -1 where other rules on workers
have prices too."""

PRICED_SUM: Final = 0
PENALTY_SUM: Final = 1
COVER_SUM: Final = 2
WHOLE_PRICED: Final = 3
WHOLE_PENALTY: Final = 4
UNCOVERED: Final = 5
WORST_LATE_NOW: Final = 9
WORST_IDLE_NOW: Final = 10
GUIDE_SUM: Final = 11
N_SUMS: Final = 12
