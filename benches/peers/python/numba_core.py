"""The core with numpy arrays and numba: founding in numpy, one compiled function for all months."""

import math

import numpy as np
from common import MONTHS, erlang_c, main
from numba import njit

TIES, DOMAINS, LOCAL, WORK = 4, 4, 50, 24.0
SIZES = np.array([9, 5, 5, 5, 5])
FIRST = np.concatenate([[0], np.cumsum(SIZES)])
BODY = np.repeat(np.arange(5), SIZES)

erlang = njit(erlang_c)


@njit
def clamp(x, low, high):
    return min(max(x, low), high)


@njit
def candidates(running, ambition, participation, followers, seats, asked):
    """The holder who runs, and those of sixteen who are asked that are willing, at the front of `asked`."""
    n = len(ambition)
    strong = followers[running] / TIES if running >= 0 else 0.0
    deterred = (1.0 + strong) ** -0.5
    found = 0
    if running >= 0:
        asked[0] = running
        found = 1
    many = min(16, n)
    seen = np.empty(many, np.int64)
    for k in range(many):
        while True:
            who = np.random.randint(n)
            if not np.any(seen[:k] == who):
                break
        seen[k] = who
        ready = math.sqrt(ambition[who] * participation[who]) * deterred
        if np.random.random() < ready and seats[who] == 0 and who != running:
            asked[found] = who
            found += 1
    return found


@njit
def elect(asked, found, running, voice, followers, skill):
    best, winner = -np.inf, -1
    for k in range(found):
        who = asked[k]
        score = math.log1p(followers[who] / TIES) + skill[who] - math.log(-math.log(np.random.random()))
        if who == running:
            score += 1.0 - 4.0 * voice
        if score > best:
            best, winner = score, who
    return winner


@njit
def simulate(n, seed, local, skill, participation, tolerance, threshold, ambition, ties, ends, body):
    np.random.seed(seed)
    locals_ = (n + LOCAL - 1) // LOCAL
    start = np.arange(locals_) * LOCAL
    stop = np.minimum(start + LOCAL, n)
    followers = np.zeros(n, np.int64)
    for i in range(n):
        for k in range(TIES):
            followers[ties[i, k]] += 1
    grievance = np.zeros(n)
    legitimacy = np.full(n, 0.8)
    influence = np.zeros(n)
    present = np.zeros(n, np.bool_)
    speaks = np.zeros(n, np.bool_)
    seats = np.zeros(n, np.int64)
    backlog = np.zeros(locals_)
    own_say = np.full(locals_, 0.8)
    precedent = np.empty((locals_, DOMAINS, 2))
    precedent[:, :, 0] = 0.2 * 21.875
    precedent[:, :, 1] = 0.8 * 21.875
    body_backlog = np.zeros(5)
    places = len(ends)
    holder = np.full(places, -1)
    since = np.zeros(places, np.int64)
    over = np.zeros(places, np.bool_)
    asked = np.empty(17, np.int64)
    for seat in range(places):
        found = candidates(-1, ambition, participation, followers, seats, asked)
        winner = elect(asked, found, -1, 0.0, followers, skill)
        if winner >= 0:
            holder[seat] = winner
            seats[winner] += 1
    size = 16 * n
    where = np.empty(size, np.int64)
    domain = np.empty(size, np.int64)
    central = np.empty(size, np.bool_)
    stakes = np.empty(size)
    hours = np.empty(size)
    came = np.empty(size, np.int64)
    matters = 0
    all_central, all_own, last_delay = 0.0, 0.0, 0.0
    rows = np.empty((MONTHS, 12))
    for t in range(MONTHS):
        # Attendance and capacity.
        weight = (1.0 + followers / TIES) ** 0.7
        present = np.random.random(n) < participation * (0.5 + 0.5 * legitimacy)
        here = np.zeros(locals_)
        skills = np.zeros(locals_)
        weights = np.zeros(locals_)
        for i in range(n):
            if present[i]:
                here[local[i]] += 1
                skills[local[i]] += skill[i]
                weights[local[i]] += weight[i]
        capacity = here * 4.0 * (0.5 + 0.5 * skills / np.maximum(here, 1.0))
        body_capacity = np.zeros(5)
        for seat in range(places):
            if holder[seat] >= 0:
                body_capacity[body[seat]] += 16.0
        # Arrivals.
        mean = np.zeros((DOMAINS, 2))
        for number in range(locals_):
            mean += precedent[number] / locals_
        delay_local = np.minimum(np.maximum((backlog + WORK) / np.maximum(capacity, 1.0), 0.02), 24.0)
        delay_central = np.empty(DOMAINS)
        for k in range(DOMAINS):
            can = max(body_capacity[k + 1], 1.0)
            load = min(4.9, body_backlog[k + 1] / (can / 5.0))
            service = max(WORK / can, WORK / 140.0)
            delay_central[k] = clamp(
                0.35 + service * (1.0 + erlang(5, load)) + body_backlog[k + 1] / can, 0.02, 24.0
            )
        for number in range(locals_):
            for _ in range(np.random.poisson(0.05 * (stop[number] - start[number]))):
                k = np.random.randint(DOMAINS)
                urgency = 0.35 + 0.7 * (np.random.random() - 0.5)
                c = 0.7 * precedent[number, k, 0] + 0.3 * mean[k, 0]
                o = 0.7 * precedent[number, k, 1] + 0.3 * mean[k, 1]
                logit = 0.85 * math.log(c / o) + urgency * math.log(delay_local[number] / delay_central[k])
                where[matters], domain[matters], came[matters] = number, k, t
                stakes[matters] = math.exp(np.random.normal() - 0.5)
                hours[matters] = WORK
                central[matters] = np.random.random() < 1.0 / (1.0 + math.exp(-logit))
                matters += 1
        # Settlement.
        left = capacity.copy()
        body_left = body_capacity.copy()
        own_stakes = np.zeros(locals_)
        central_stakes = np.zeros(locals_)
        body_stakes = np.zeros(5)
        backlog = np.zeros(locals_)
        body_backlog = np.zeros(5)
        all_central *= 11.0 / 12.0
        all_own *= 11.0 / 12.0
        waiting, settled, delay = 0, 0, 0.0
        for k in range(matters):
            number, b = where[k], domain[k] + 1
            worked = min(hours[k], body_left[b] if central[k] else left[number])
            hours[k] -= worked
            if central[k]:
                body_left[b] -= worked
            else:
                left[number] -= worked
            if hours[k] > 0.0:
                if t - came[k] < 6:
                    if central[k]:
                        body_backlog[b] += hours[k]
                    else:
                        backlog[number] += hours[k]
                    where[waiting], domain[waiting], came[waiting] = number, domain[k], came[k]
                    stakes[waiting], hours[waiting], central[waiting] = stakes[k], hours[k], central[k]
                    waiting += 1
                continue
            delay += t - came[k] + 1.0
            settled += 1
            if central[k]:
                precedent[number, domain[k], 0] += stakes[k]
                central_stakes[number] += stakes[k]
                body_stakes[b] += stakes[k]
                all_central += stakes[k]
                delay += 0.35 - body_left[b] / max(body_capacity[b], 1e-6)
            else:
                precedent[number, domain[k], 1] += stakes[k]
                own_stakes[number] += stakes[k]
                all_own += stakes[k]
                delay -= left[number] / max(capacity[number], 1e-6)
        matters = waiting
        if settled > 0:
            last_delay = delay / settled
        # Influence.
        influence *= 2.0 ** (-1.0 / 12.0)
        for i in range(n):
            if present[i] and own_stakes[local[i]] > 0.0:
                influence[i] += own_stakes[local[i]] * weight[i] / weights[local[i]]
        parts = np.zeros(places)
        sums = np.zeros(5)
        for seat in range(places):
            if holder[seat] >= 0:
                learned = 0.3 + 0.7 * (1.0 - math.exp(-(t - since[seat]) / 18.0))
                parts[seat] = 0.01 + skill[holder[seat]] * learned
                sums[body[seat]] += parts[seat]
        for seat in range(places):
            if holder[seat] >= 0:
                influence[holder[seat]] += body_stakes[body[seat]] * parts[seat] / sums[body[seat]]
        # Precedent, skill, participation.
        precedent *= 2.0 ** (-1.0 / 24.0)
        for number in range(locals_):
            total = own_stakes[number] + central_stakes[number]
            if total > 0.0:
                own_say[number] += 0.25 * (own_stakes[number] / total - own_say[number])
        asks = backlog / np.maximum(here, 1.0)
        tired = np.minimum(0.5, 0.06 * np.maximum(0.0, asks - 2.0))
        target = np.minimum(np.maximum(0.05 + 0.75 * own_say - tired, 0.0), 1.0)
        for i in range(n):
            practice = 1.0 if seats[i] > 0 else (own_say[local[i]] if present[i] else 0.0)
            skill[i] += practice * (1.0 - skill[i]) / 24.0 - (1.0 - practice) * skill[i] / 60.0
            participation[i] += (target[local[i]] - participation[i]) / 9.0
        # Deference.
        pulls = np.exp(1.4 * np.sqrt(followers / TIES) + skill)
        everywhere = np.cumsum(pulls)
        here = np.empty(n)
        for number in range(locals_):
            here[start[number] : stop[number]] = np.cumsum(pulls[start[number] : stop[number]])
        for i in range(n):
            if np.random.random() < 0.1:
                tie = np.random.randint(TIES)
                if np.random.random() < 0.2:
                    low, sums = 0, everywhere
                else:
                    low, sums = start[local[i]], here[start[local[i]] : stop[local[i]]]
                found = low + np.searchsorted(sums, np.random.random() * sums[-1], side="right")
                if found != i:
                    followers[ties[i, tie]] -= 1
                    followers[found] += 1
                    ties[i, tie] = found
        # Legitimacy and voice.
        held = np.sum(holder >= 0)
        share = np.sum(over & (holder >= 0)) / max(held, 1)
        seen = 0.5 * (1.0 - own_say) + 0.15 * np.mean(1.0 - own_say)
        before = speaks.copy()
        for i in range(n):
            fed = 0.45 * own_say[local[i]] + 0.36 + 0.1 * (1.0 - 0.65 * share)
            legitimacy[i] += (clamp(fed - 0.5 * grievance[i], 0.0, 1.0) - legitimacy[i]) / 12.0
            gap = clamp(1.5 * (seen[local[i]] - tolerance[i]), 0.0, 1.0)
            grievance[i] += (gap - grievance[i]) / 6.0
            others = 0
            for k in range(TIES):
                others += before[ties[i, k]]
            speaks[i] = grievance[i] + others / TIES >= threshold[i]
        # Mandates.
        voice = np.mean(speaks)
        due = np.zeros(places, np.bool_)
        for seat in range(places):
            due[seat] = holder[seat] < 0 or ends[seat] <= t
            if due[seat] and holder[seat] >= 0:
                seats[holder[seat]] -= 1
        quorate = np.sum(present) >= 0.2 * n
        for seat in range(places):
            if not due[seat]:
                continue
            running = holder[seat] if holder[seat] >= 0 and seats[holder[seat]] == 0 else -1
            found = candidates(running, ambition, participation, followers, seats, asked)
            winner = elect(asked, found, running, voice, followers, skill) if quorate else -1
            who = winner if winner >= 0 else running
            if who >= 0:
                seats[who] += 1
                over[seat] = winner < 0
                ends[seat] = t + (1 if winner < 0 else 12)
                if holder[seat] != who:
                    since[seat] = t
            else:
                ends[seat] = t + 1
            holder[seat] = who
        # Measures.
        ranked = np.sort(influence)
        total = np.sum(ranked)
        top = (n + 99) // 100
        rank = 2.0 * np.arange(1, n + 1) - n - 1.0
        tenure, held = 0.0, 0
        for seat in range(places):
            if holder[seat] >= 0:
                tenure += t - since[seat]
                held += 1
        rows[t, 0] = all_central / max(all_central + all_own, 1e-9)
        rows[t, 1] = np.sum(rank * ranked) / (n * total) if total > 0.0 else 0.0
        rows[t, 2] = np.sum(ranked[n - top :]) / total if total > 0.0 else 0.0
        rows[t, 3] = np.sum(np.sort(followers)[n - top :]) / (TIES * n)
        rows[t, 4] = np.mean(present)
        rows[t, 5] = np.mean(legitimacy)
        rows[t, 6] = np.mean(skill)
        rows[t, 7] = np.mean(grievance)
        rows[t, 8] = voice
        rows[t, 9] = tenure / max(held, 1)
        rows[t, 10] = last_delay
        rows[t, 11] = 1000.0 * matters / n
    return rows


def organization(n, seed):
    rng = np.random.default_rng(seed)
    member = np.arange(n)
    local = member // LOCAL
    first, size = local * LOCAL, np.minimum(local * LOCAL + LOCAL, n) - local * LOCAL
    # One of the others: skip oneself.
    ties = rng.integers(0, size[:, None] - 1, (n, TIES))
    ties += ties >= (member - first)[:, None]
    return simulate(
        n,
        seed % 2**32,
        local,
        np.clip(0.5 + 0.2 * rng.uniform(-1, 1, n), 0, 1),
        np.clip(0.6 + 0.2 * rng.uniform(-1, 1, n), 0, 1),
        np.clip(0.3 + 0.25 * rng.uniform(-1, 1, n), 0, 1),
        np.maximum(0.02, rng.normal(0.55, 0.25, n)),
        rng.random(n) ** 3,
        ties + first[:, None],
        1 + 12 * (np.arange(FIRST[-1]) - FIRST[BODY]) // SIZES[BODY],
        BODY,
    )


if __name__ == "__main__":
    # Compiled before the clock starts.
    organization(60, 0)
    main(organization)
