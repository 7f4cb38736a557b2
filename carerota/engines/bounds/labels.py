"""The cheapest ways through a worker's day, by labels: compiled, in whole numbers.

A label is a way from home to a slot: when the slot can start at the earliest, what the
way costs, and which visits it remembers. One that is no later, no dearer and remembers
no more than another makes the other needless. A way remembers only visits that lie near
each place it passes (ng-routes; Baldacci, Mingozzi and Roberti, 2011), so it may make a
visit twice: the cheapest way is never dearer than the cheapest real one.
"""

import numpy as np

from carerota.engines.search.kernel_cache import kernel

HEADER = 4
"""Numbers at the head of what :func:`cheapest_ways` returns."""
PRUNED = 1 << 60
"""What a way costs that there is no way of: more than any."""


@kernel
def cheapest_ways(slots, spans, need, cost, limits):
    """Find the cheapest way through a day, and the cheapest one to each last slot.

    Parameters
    ----------
    slots
        (n, 11) per slot: 0 first and 1 one after the last of its rows in ``spans``,
        2 duration, 3 price, 4 the tick from which it is late, 5 price of a tick of
        lateness, 6 price of a tick of start, 7 price of the way from home, 8 of the
        way to home, 9 bits of the visits that must not be remembered, 10 bits of those
        that stay remembered here, 11 its own bit.
    spans
        (k, 2) from when until when a slot may start, ascending.
    need
        (2, n, n) ticks between the starts of two slots in a row, directly and by way
        of home; negative: never.
    cost
        (2, n, n) price of going so.
    limits
        0 most labels; 1 a way that costs this or more is of no interest; 2 most ways
        told; 3 nought: look at few ways only, those that a quick look would go on
        from; the cheapest of all may not be among them.

    Returns
    -------
    Array
        0 the least cost, 1 whether all was looked at, 2 ways told, 3 labels made; then
        for each way its cost, its length, and by slot: slot, start, by way of home.
    """
    n = slots.shape[0]
    most = limits[0]
    heed = np.int64(-1) if limits[3] else np.int64(0)
    node = np.empty(most, dtype=np.int64)
    time = np.empty(most, dtype=np.int64)
    paid = np.empty(most, dtype=np.int64)
    memory = np.empty(most, dtype=np.int64)
    parent = np.empty(most, dtype=np.int64)
    route = np.empty(most, dtype=np.int64)
    dead = np.zeros(most, dtype=np.uint8)
    after = np.full(most, -1, dtype=np.int64)
    head = np.full(n, -1, dtype=np.int64)
    heap = np.empty(most, dtype=np.int64)
    made, waiting, whole = 0, 0, 1
    best = np.full(n, np.int64(1) << 60)
    best_label = np.full(n, -1, dtype=np.int64)
    # the first round, with current -1, leaves home
    current = -1
    while True:
        for j in range(n):
            for kind in range(2):
                if current < 0:
                    if kind == 1:
                        continue
                    ready, price, mem = np.int64(0), slots[j, 7], np.int64(0)
                    if slots[j, 0] == slots[j, 1]:
                        continue
                    ready = spans[slots[j, 0], 0]
                else:
                    i = node[current]
                    if need[kind, i, j] < 0 or memory[current] & slots[j, 9]:
                        continue
                    ready = time[current] + need[kind, i, j]
                    price = paid[current] + cost[kind, i, j]
                    mem = memory[current]
                start, fits = ready, False
                for k in range(slots[j, 0], slots[j, 1]):
                    if ready <= spans[k, 1]:
                        start, fits = max(ready, spans[k, 0]), True
                        break
                if not fits:
                    continue
                price += slots[j, 3] + slots[j, 6] * start
                if start > slots[j, 4]:
                    price += slots[j, 5] * (start - slots[j, 4])
                mem = (mem & slots[j, 10]) | slots[j, 11]
                # is there a better one?
                worse = False
                k = head[j]
                last = np.int64(-1)
                while k >= 0:
                    if (
                        time[k] <= start
                        and paid[k] <= price
                        and (memory[k] & mem & heed) == memory[k] & heed
                    ):
                        worse = True
                        break
                    if (
                        time[k] >= start
                        and paid[k] >= price
                        and (memory[k] & mem & heed) == mem & heed
                    ):
                        dead[k] = 1
                        if last < 0:
                            head[j] = after[k]
                        else:
                            after[last] = after[k]
                    else:
                        last = k
                    k = after[k]
                if worse:
                    continue
                if made >= most:
                    whole = 0
                    break
                node[made], time[made], paid[made] = j, start, price
                memory[made], parent[made], route[made] = mem, current, kind
                after[made] = head[j]
                head[j] = made
                if price + slots[j, 8] < best[j]:
                    best[j] = price + slots[j, 8]
                    best_label[j] = made
                # into the heap of those to go on from, the earliest on top
                k = waiting
                while k > 0 and time[heap[(k - 1) // 2]] > start:
                    heap[k] = heap[(k - 1) // 2]
                    k = (k - 1) // 2
                heap[k] = made
                waiting += 1
                made += 1
            if not whole:
                break
        if not whole:
            break
        current = -1
        while waiting > 0 and current < 0:
            top = heap[0]
            waiting -= 1
            if waiting > 0:
                moved = heap[waiting]
                k = 0
                while True:
                    child = 2 * k + 1
                    if child >= waiting:
                        break
                    right = child + 1
                    if right < waiting and time[heap[right]] < time[heap[child]]:
                        child = right
                    if time[heap[child]] >= time[moved]:
                        break
                    heap[k] = heap[child]
                    k = child
                heap[k] = moved
            if not dead[top]:
                current = top
        if current < 0:
            break
    # what was found, the cheapest first
    order = np.argsort(best)
    told, size = 0, 4
    for j in order:
        if told >= limits[2] or best[j] >= limits[1]:
            break
        k, length = best_label[j], 0
        while k >= 0:
            length += 1
            k = parent[k]
        size += 2 + 3 * length
        told += 1
    out = np.empty(size, dtype=np.int64)
    out[0] = best[order[0]] if n else np.int64(1) << 60
    out[1], out[2], out[3] = whole, told, made
    at = 4
    for x in range(told):
        j = order[x]
        k, length = best_label[j], 0
        while k >= 0:
            length += 1
            k = parent[k]
        out[at], out[at + 1] = best[j], length
        k = best_label[j]
        for y in range(length - 1, -1, -1):
            out[at + 2 + 3 * y] = node[k]
            out[at + 3 + 3 * y] = time[k]
            out[at + 4 + 3 * y] = route[k]
            k = parent[k]
        at += 2 + 3 * length
    return out
