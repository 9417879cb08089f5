"""The core with numpy arrays and numba: founding in numpy, one compiled function for all months."""

import math

import numpy as np
from common import MONTHS, main
from numba import njit

TIES, DOMAINS, LOCAL, ASKED, MEETING = 4, 4, 50, 16, 3.5
SIZES = np.array([9, 5, 5, 5, 5])
FIRST = np.concatenate([[0], np.cumsum(SIZES)])
BODY = np.repeat(np.arange(5), SIZES)
# Stakes expected a month in a domain of a local, of ordinary and of big matters.
EXPECTED = np.array([0.84917, 0.40083])


@njit
def clamp(x, low, high):
    return min(max(x, low), high)


@njit
def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


@njit
def floor_hours(people):
    return 0.4 * max(1.0, people) ** 0.15


@njit
def hear(present, backlog):
    """Matters that an assembly can hear, in working groups where that helps."""
    if present < 10:
        return 0.0
    plenary, expected = MEETING / floor_hours(present), backlog + 5.0
    most = math.floor(present / 12)
    if plenary >= expected or most < 2:
        return plenary
    each = MEETING / expected - 0.15
    groups = clamp(math.ceil(floor_hours(present / most) / each), 2, most) if each > 0.0 else most
    return max(plenary, MEETING / (floor_hours(present / groups) / groups + 0.15))


@njit
def candidates(running, ambition, participation, speaks, ties, followers, seats, found):
    """The holder who runs, and those of sixteen who are asked that are willing, at the front of `found`."""
    n = len(ambition)
    deterred = 1.0 / (1.0 + followers[running] / TIES) if running >= 0 else 1.0
    count = 0
    if running >= 0:
        found[0] = running
        count = 1
    asked = np.empty(ASKED, np.int64)
    k = 0
    while k < ASKED:
        who = np.random.randint(n)
        if np.random.random() < 0.5:
            who = ties[who, np.random.randint(TIES)]
        if np.any(asked[:k] == who):
            continue
        asked[k] = who
        k += 1
        speaking = 1.0 if speaks[who] else 0.0
        ready = ambition[who] * (deterred + speaking * (1.0 - deterred)) + speaking
        willing = np.random.random() < math.sqrt(participation[who] * ready)
        if willing and seats[who] == 0 and who != running:
            found[count] = who
            count += 1
    return count


@njit
def elect(found, count, running, voice, followers, skill):
    best, winner = -np.inf, -1
    for k in range(count):
        who = found[k]
        score = math.log1p(followers[who] / TIES) + skill[who] - math.log(-math.log(np.random.random()))
        if who == running:
            score += 1.0 - 4.0 * voice
        if score > best:
            best, winner = score, who
    return winner


@njit
def hear_executive(holder, ties, local, heard):
    """Marks the locals of the executive's holders and of those to whom they listen."""
    heard[:] = False
    for seat in range(9):
        if holder[seat] >= 0:
            heard[local[holder[seat]]] = True
            for k in range(TIES):
                heard[local[ties[holder[seat], k]]] = True


@njit
def work_off(waiting, hands):
    """What still waits, the hours worked, and the share of the work that was done."""
    worked = min(waiting, hands)
    done = worked / waiting if waiting > 0.0 else 1.0
    return min(waiting - worked, 4.0 * hands), worked, done


@njit
def simulate(
    n, seed, local, skill, participation, liveliness, tolerance, threshold, ambition, ties, lively, ends, body
):
    np.random.seed(seed)
    locals_ = n // LOCAL
    start = np.arange(locals_) * LOCAL
    followers = np.zeros(n, np.int64)
    for i in range(n):
        for k in range(TIES):
            followers[ties[i, k]] += 1
    grievance = np.zeros(n)
    legitimacy = np.full(n, 0.7)
    influence = np.zeros(n)
    weight = np.ones(n)
    present = np.zeros(n, np.bool_)
    speaks = np.zeros(n, np.bool_)
    seats = np.zeros(n, np.int64)
    own_say = np.full(locals_, 0.5)
    kept = np.full(locals_, 0.8)
    kept_centre = np.full(locals_, 0.8)
    belief = np.full(locals_, 0.7)
    hope = np.ones(locals_)
    claim = np.zeros(locals_)
    used_hours = np.zeros(locals_)
    backlog = np.zeros(locals_)
    work = np.zeros(locals_)
    speakers = np.zeros(locals_)
    here = np.zeros(locals_)
    weights = np.zeros(locals_)
    skills = np.zeros(locals_)
    heard = np.zeros(locals_, np.bool_)
    outside = np.empty((locals_, DOMAINS, 2))
    own = np.empty((locals_, DOMAINS, 2))
    for k in range(2):
        outside[:, :, k] = 21.5 * EXPECTED[k]
        own[:, :, k] = 21.5 * EXPECTED[k]
    body_backlog = np.zeros(5)
    central_work = 0.0
    places = len(ends)
    holder = np.full(places, -1)
    since = np.zeros(places, np.int64)
    over = np.zeros(places, np.bool_)
    found = np.empty(ASKED + 1, np.int64)
    stood = 0
    for seat in range(places):
        count = candidates(-1, ambition, participation, speaks, ties, followers, seats, found)
        stood += count
        winner = elect(found, count, -1, 0.0, followers, skill)
        if winner >= 0:
            holder[seat] = winner
            seats[winner] += 1
    bench = stood / places
    size = 4 * n + 1000
    where = np.empty(size, np.int64)
    domain = np.empty(size, np.int64)
    big = np.empty(size, np.int64)
    central = np.empty(size, np.bool_)
    stakes = np.empty(size)
    left = np.empty(size)
    came = np.empty(size, np.int64)
    settled = np.empty(size, np.bool_)
    matters = 0
    all_central, all_own, last_delay, last_done = 0.0, 0.0, 0.0, 0.0
    rows = np.empty((MONTHS, 15))
    for t in range(MONTHS):
        # Attendance.
        before = present.copy()
        mean_weight = np.where(here > 0, weights / np.maximum(here, 1), 1.0)
        felt = own_say**2 / (own_say**2 + 0.16)
        odds = lively + 3.0 * (felt - 0.65) + 1.5 * (kept - 0.7) - 0.15 * np.maximum(0.0, used_hours - 4.0)
        here[:] = 0
        weights[:] = 0.0
        skills[:] = 0.0
        rate = 0.04 if t > 0 else 0.0
        for i in range(n):
            number = local[i]
            company = 0
            for k in range(TIES):
                company += before[ties[i, k]]
            weight[i] = (1.0 + followers[i] / TIES) ** 0.7
            voice = weight[i] / (weight[i] + mean_weight[number]) - 0.5
            wish = logistic(liveliness[i] + odds[number] + voice + 1.5 * (company / TIES - 0.5))
            participation[i] += rate * (wish - participation[i])
            present[i] = np.random.random() < participation[i]
            if present[i]:
                here[number] += 1
                weights[number] += weight[i]
                skills[number] += skill[i]
        mean_skill = skills / np.maximum(here, 1)
        # Floor.
        floor = np.empty(locals_)
        for number in range(locals_):
            floor[number] = hear(here[number], backlog[number])
        body_held = np.zeros(5)
        for seat in range(places):
            if holder[seat] >= 0:
                body_held[body[seat]] += 1
        body_floor = np.zeros(5)
        for b in range(5):
            if body_held[b] > 0:
                body_floor[b] = (15.0 if b == 0 else 10.0) / floor_hours(body_held[b])
        hands = 16.0 * np.sum(body_held)
        # Arrivals.
        share = np.empty((locals_, DOMAINS, 2))
        for k in range(2):
            prior = 3.0 * EXPECTED[k]
            share[:, :, k] = (outside[:, :, k] + 0.5 * prior) / (outside[:, :, k] + own[:, :, k] + prior)
        mean_share = np.zeros((DOMAINS, 2))
        for number in range(locals_):
            mean_share += share[number] / locals_
        body_delay = np.empty(5)
        for b in range(5):
            called = min(math.sqrt(9.0 if b == 0 else 5.0) / 30.0, 0.5)
            body_delay[b] = clamp(0.07 + called + body_backlog[b] / max(1.0, body_floor[b]), 0.02, 24.0)
        for number in range(locals_):
            queue = backlog[number] / floor[number] if floor[number] > 0.0 else 1.0 + backlog[number]
            delay = clamp(min(math.sqrt(max(1.0, here[number])) / 30.0, 0.25) + queue, 0.02, 24.0)
            base = 1.5 * (kept_centre[number] - kept[number]) - claim[number] - 1.2
            for _ in range(np.random.poisson(5.0)):
                who = start[number] + np.random.randint(LOCAL)
                seated = 0
                for k in range(TIES):
                    seated += seats[ties[who, k]] > 0
                d = np.random.randint(DOMAINS)
                its = math.exp(0.8 * np.random.normal() - 0.32)
                is_big = 1 if its > 2.5 or np.random.random() < 0.12 else 0
                urgency = 0.5 * np.random.random()
                habit = 0.7 * share[number, d, is_big] + 0.3 * mean_share[d, is_big]
                speed = clamp(math.log(delay / body_delay[0 if is_big else d + 1]), -2.0, 2.0)
                logit = base + 2.4 * (2.0 * habit - 1.0) + 1.5 * is_big + urgency * 0.5 * speed
                logit += 2.5 * (0.5 - participation[who]) + 1.5 * seated / TIES
                where[matters], domain[matters], big[matters] = number, d, is_big
                stakes[matters], left[matters], came[matters] = its, 1.0, t
                central[matters] = np.random.random() < logistic(logit)
                matters += 1
        # Settlement.
        hear_executive(holder, ties, local, heard)
        expertise = np.zeros(places)
        body_right = np.zeros(5)
        for seat in range(places):
            if holder[seat] >= 0:
                learned = 0.3 + 0.7 * (1.0 - math.exp(-(t - since[seat]) / 18.0))
                expertise[seat] = skill[holder[seat]] * learned
                body_right[body[seat]] += expertise[seat]
        body_right = 0.5 + 0.3 * body_right / np.maximum(body_held, 1)
        refused = np.minimum(np.maximum(0.3 * (1.0 - belief + speakers / LOCAL), 0.0), 1.0)
        floor_left = floor.copy()
        body_left = body_floor.copy()
        own_stakes = np.zeros(locals_)
        own_right = np.zeros(locals_)
        central_stakes = np.zeros(locals_)
        central_right = np.zeros(locals_)
        body_stakes = np.zeros(5)
        all_central *= 11.0 / 12.0
        all_own *= 11.0 / 12.0
        delays, many, brought, worked = 0.0, 0, 0.0, 0.0
        settled[:matters] = False
        for first in (True, False):
            for k in range(matters):
                number, b = where[k], 0 if big[k] else domain[k] + 1
                if (not central[k] or heard[number]) == first:
                    now = min(left[k], body_left[b] if central[k] else floor_left[number])
                    left[k] -= now
                    if central[k]:
                        body_left[b] -= now
                    else:
                        floor_left[number] -= now
                    if left[k] <= 0.0:
                        settled[k] = True
                        effort = 6.0 * math.sqrt(stakes[k])
                        brought += effort
                        many += 1
                        delays += t - came[k]
                        if central[k]:
                            delays += 0.57 + 0.5 * (1.0 - body_left[b] / body_floor[b])
                            outside[number, domain[k], big[k]] += stakes[k]
                            central_stakes[number] += stakes[k]
                            if np.random.random() < body_right[b]:
                                central_right[number] += stakes[k]
                            body_stakes[b] += stakes[k]
                            all_central += stakes[k]
                            work[number] += 0.5 * effort * (1.0 - refused[number])
                            central_work += 0.5 * effort
                        else:
                            delays += 0.25 + 0.5 * (1.0 - floor_left[number] / floor[number])
                            own[number, domain[k], big[k]] += stakes[k]
                            own_stakes[number] += stakes[k]
                            if np.random.random() < 0.5 + 0.345 * mean_skill[number]:
                                own_right[number] += stakes[k]
                            all_own += stakes[k]
                            work[number] += effort
                if not first and not settled[k] and not central[k] and t - came[k] >= 2:
                    if np.random.random() < 0.5:
                        central[k] = True
                        left[k] = 1.0
        waiting = 0
        backlog[:] = 0.0
        body_backlog[:] = 0.0
        for k in range(matters):
            if settled[k] or t - came[k] >= 6:
                continue
            if central[k]:
                body_backlog[0 if big[k] else domain[k] + 1] += left[k]
            else:
                backlog[where[k]] += left[k]
            where[waiting], domain[waiting], big[waiting] = where[k], domain[k], big[k]
            stakes[waiting], left[waiting], came[waiting] = stakes[k], left[k], came[k]
            central[waiting] = central[k]
            waiting += 1
        matters = waiting
        if many > 0:
            last_delay = delays / many
        for number in range(locals_):
            used = 1.0 - floor_left[number] / floor[number] if floor[number] > 0.0 else 0.2
            used_hours[number] = MEETING * max(0.2, used)
        # Influence.
        influence *= 2.0 ** (-1.0 / 12.0)
        for i in range(n):
            if present[i]:
                influence[i] += own_stakes[local[i]] * weight[i] / weights[local[i]]
        sums = np.zeros(5)
        for seat in range(places):
            if holder[seat] >= 0:
                sums[body[seat]] += 0.01 + expertise[seat]
        for seat in range(places):
            if holder[seat] >= 0:
                influence[holder[seat]] += body_stakes[body[seat]] * (0.01 + expertise[seat]) / sums[body[seat]]
        # Execution, precedent.
        central_work, hours, done_centre = work_off(central_work, hands)
        worked += hours
        for number in range(locals_):
            can = here[number] * 4.0 * (0.5 + 0.5 * mean_skill[number])
            work[number], hours, done = work_off(work[number], can)
            worked += hours
            used_hours[number] += hours / max(1.0, here[number])
            if own_stakes[number] > 0.0:
                kept[number] += 0.1 * (own_right[number] / own_stakes[number] * done - kept[number])
            if central_stakes[number] > 0.0:
                right = central_right[number] / central_stakes[number]
                right *= 0.5 * done * (1.0 - refused[number]) + 0.5 * done_centre
                kept_centre[number] += 0.1 * (right - kept_centre[number])
            total = own_stakes[number] + central_stakes[number]
            if total > 0.0:
                own_say[number] += 0.15 * (own_stakes[number] / total - own_say[number])
        if brought > 0.0:
            last_done = min(worked, brought) / brought
        outside *= 2.0 ** (-1.0 / 30.0)
        own *= 2.0 ** (-1.0 / 30.0)
        claim *= 2.0 ** (-1.0 / 8.0)
        # Skill.
        for i in range(n):
            practice = 1.0 if seats[i] > 0 else (own_say[local[i]] if present[i] else 0.0)
            skill[i] += practice * (1.0 - skill[i]) / 24.0 - (1.0 - practice) * skill[i] / 60.0
        # Deference.
        pulls = np.exp(1.4 * np.sqrt(followers / TIES) + skill)
        everywhere = np.cumsum(pulls)
        near = np.empty(n)
        for number in range(locals_):
            near[start[number] : start[number] + LOCAL] = np.cumsum(pulls[start[number] : start[number] + LOCAL])
        for i in range(n):
            if np.random.random() < 0.1:
                tie = np.random.randint(TIES)
                if np.random.random() < 0.2:
                    low, line = 0, everywhere
                else:
                    low = start[local[i]]
                    line = near[low : low + LOCAL]
                who = low + np.searchsorted(line, np.random.random() * line[-1], side="right")
                if who != i:
                    followers[ties[i, tie]] -= 1
                    followers[who] += 1
                    ties[i, tie] = who
        # Legitimacy and voice.
        held = np.sum(holder >= 0)
        holdovers = np.sum(over & (holder >= 0)) / max(held, 1)
        fair = 0.25 * (1.0 - 0.65 * holdovers) * (0.5 + min(4.0, bench) / 8.0)
        given = 0.15 + 0.05 * own_say + 0.45 * (own_say * kept + (1.0 - own_say) * kept_centre) + fair
        seen = 0.5 * (1.0 - own_say) + 0.15 * np.mean(1.0 - own_say)
        before = speaks.copy()
        belief[:] = 0.0
        speakers[:] = 0.0
        for i in range(n):
            number = local[i]
            legitimacy[i] += (clamp(given[number] - 0.2 * grievance[i], 0.0, 1.0) - legitimacy[i]) / 12.0
            belief[number] += legitimacy[i] / LOCAL
            grievance[i] += (clamp(1.5 * (seen[number] - tolerance[i]), 0.0, 1.0) - grievance[i]) / 6.0
            others = 0
            for k in range(TIES):
                others += before[ties[i, k]]
            speaks[i] = (grievance[i] + others / TIES) * hope[number] >= threshold[i]
            speakers[number] += speaks[i]
        hear_executive(holder, ties, local, heard)
        for number in range(locals_):
            speaking = speakers[number] / LOCAL
            if speaking == 0.0:
                hope[number] += 0.01 * (1.0 - hope[number])
            elif np.random.random() < 0.15 * 0.7 * speaking * (1.0 if heard[number] else 0.5):
                claim[number] += 0.5
                hope[number] += 0.3 * (1.0 - hope[number])
            else:
                hope[number] *= 1.0 - 0.05 * speaking
        # Mandates.
        voice = np.mean(speaks)
        due = np.zeros(places, np.bool_)
        for seat in range(places):
            due[seat] = holder[seat] < 0 or ends[seat] <= t
            if due[seat] and holder[seat] >= 0:
                seats[holder[seat]] -= 1
        quorate = np.sum(present) >= 0.2 * n
        stood = 0
        for seat in range(places):
            if not due[seat]:
                continue
            running = holder[seat] if holder[seat] >= 0 and seats[holder[seat]] == 0 else -1
            count = candidates(running, ambition, participation, speaks, ties, followers, seats, found)
            stood += count
            winner = elect(found, count, running, voice, followers, skill) if quorate else -1
            who = winner if winner >= 0 else running
            if who >= 0:
                seats[who] += 1
                if holder[seat] != who:
                    since[seat] = t
            over[seat] = winner < 0
            ends[seat] = t + (1 if winner < 0 else 12)
            holder[seat] = who
        if np.any(due):
            bench += 0.2 * (stood / np.sum(due) - bench)
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
        rows[t, 12] = last_done
        rows[t, 13] = np.mean(kept)
        rows[t, 14] = bench
    return rows


def organization(n, seed):
    rng = np.random.default_rng(seed)
    member = np.arange(n)
    local = member // LOCAL
    first = local * LOCAL
    # One of the others: skip oneself.
    ties = rng.integers(0, LOCAL - 1, (n, TIES))
    ties += ties >= (member - first)[:, None]
    return simulate(
        n,
        seed % 2**32,
        local,
        np.clip(0.5 + 0.2 * rng.uniform(-1, 1, n), 0, 1),
        np.clip(0.5 + 0.2 * rng.uniform(-1, 1, n), 0, 1),
        rng.normal(0, 0.9, n),
        np.clip(0.3 + 0.25 * rng.uniform(-1, 1, n), 0, 1),
        np.maximum(0.02, rng.normal(0.55, 0.25, n)),
        rng.random(n) ** 3,
        ties + first[:, None],
        rng.normal(0, 0.5, n // LOCAL),
        1 + 12 * (np.arange(FIRST[-1]) - FIRST[BODY]) // SIZES[BODY],
        BODY,
    )


if __name__ == "__main__":
    # Compiled before the clock starts.
    organization(LOCAL, 0)
    main(organization)
