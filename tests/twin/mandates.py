"""Section 7.16 of the description: how seats are filled; and co-optation, 7.15."""

import math

from entities import Seat, seats_wanted
from maths import gumbel, mean, most_frequent, poisson
from safeguards import in_tiers


def cooptation(o):
    """7.15"""
    p, rng, tau = o.p.cooptation, o.rng, o.rules.tau
    for seat in o.held(central=False):
        if seat.outside and rng.random() < p.chance_finds + p.openness_finds * tau:
            o.leave_seat(seat, "purge")
    held = o.held(central=False)
    if not held:
        return
    need = 0.5 + 0.5 * max(0.0, min(1.0, 1 - o.money / len(o.members()) / p.comfort_months))
    for _ in range(poisson(rng, p.attempts_per_year / 12 * o.pressures.attempts)):
        seat = rng.choice(held)
        chance = p.success * (1 - tau) * len(seat.body.seats) ** -p.fewness * need
        if seat.holder is not None and rng.random() < chance:
            seat.outside = True


class Selection:
    """What holds for all seats that are filled together."""

    def __init__(self, o, founding=False):
        self.founding, self.chosen = founding, set()
        self.patrons = [] if founding else [(seat.holder, seat.faction) for seat in o.executive.held()]
        self.favoured = most_frequent(faction for _, faction in self.patrons)
        people = o.members()
        self.people = people
        self.voice = 0.0 if founding else o.share_speaking(people)
        self.turnout = o.turnout
        self.loyalty = o.p.patronage.loyalty * len(o.staff) / (sum(member.present for member in people) + 1)
        self.light = 0.0


def elect_first(o):
    """First elections of section 5."""
    selection = Selection(o, founding=True)
    seats = [seat for body in o.active(central=False) for seat in body.seats]
    numbers = [fill(o, seat, None, selection) for seat in seats]
    o.bench = mean(numbers)


def fill_at_once(o, body):
    """All seats of a body that is new."""
    selection = Selection(o)
    for seat in body.seats:
        fill(o, seat, None, selection)


def mandates(o):
    """7.16, after recall and critics."""
    grow(o)
    due = [seat for body in o.active(central=False) for seat in body.seats if is_due(o, seat)]
    if waits_for_assembly(o) or not due:
        return
    selection = Selection(o)
    holders = [seat.holder for seat in due]
    for seat, holder in zip(due, holders):
        if holder is not None:
            holder.seat, holder.left_seat = None, o.t
            seat.holder = None
    numbers = [fill(o, seat, holder, selection) for seat, holder in zip(due, holders)]
    o.bench += o.p.mandates.bench_rate * (mean(numbers) - o.bench)


def is_due(o, seat):
    return seat.holder is None or seat.end <= o.t


def waits_for_assembly(o):
    m, period = o.p.mandates, o.p.meetings.general_period_ticks
    free = m.elected_by == "assembly" and not m.appointed and o.powers_since is None
    return free and period > 0 and o.t % period != 0


def grow(o):
    """Seats that the numbers of members ask for, once a year."""
    if o.t == o.founded or (o.t - o.founded) % 12:
        return
    m, n = o.p.mandates, len(o.members())
    for body in (o.executive, *o.committees):
        fixed, each = (m.executive_seats, m.executive_per_1000)
        if body is not o.executive:
            fixed, each = (m.committee_seats, m.committee_per_1000)
        while body.seats and len(body.seats) < seats_wanted(0, each, n):
            body.seats.append(Seat(body))


def fill(o, seat, last, s):
    """Fills a due seat whose last holder was `last`; returns the number of candidates."""
    rng, m = o.rng, o.p.mandates
    s.light = audit(o, seat, last) if last is not None and not s.founding else 0.0
    if s.light is None:
        o.ended(seat, "purge")
        seat.outside, last, s.light = False, None, 0.0
    bound, barred, cooling = term_limit(o, seat, last, s)
    runs = last if last is not None and not barred and last not in s.chosen else None
    candidates = willing(o, runs, s)
    candidates = [runs, *candidates] if runs is not None else candidates
    candidates = restrict(o, seat, candidates, runs, last, cooling, s)
    if seat.critic is not None and seat.critic.seat is None and seat.critic not in candidates:
        candidates.append(seat.critic)
    entry, chosen, faction = choose(o, seat, candidates, runs, last, s)
    if chosen is None:
        hold_over(o, seat, last, bound, s)
    else:
        install(o, seat, chosen, last, entry, faction, bound, s)
    if not s.founding and seat.holder is not None and seat.entry != "holdover":
        o.month.setdefault("filled", []).append(entry in ("election", "shadow") and len(candidates) >= 2)
    return len(candidates)


def term_limit(o, seat, last, s):
    """Rotation (7.22): is the mandate bound, its holder barred, and how long must others have been away?"""
    rule, c = o.rule("rotation")
    bound = c > 0 and in_tiers(rule, seat.body) and o.rng.random() < c
    barred = bound and last is not None and seat.row >= rule.terms_in_a_row
    return bound, barred, rule.cooling_off_ticks if bound else None


def willing(o, runs, s):
    """Step 3: who of those found would stand."""
    rng, m, voice = o.rng, o.p.mandates, o.p.voice
    found, met, wanted = set(), 0, min(m.asked, len(s.people))
    candidates = []
    delta = (1 + runs.standing()) ** (-2 * m.deterrence) if runs is not None else 1.0
    kappa = voice.challenge / (1 + o.stigma) ** 2
    while len(found) < wanted:
        member = rng.choice(s.people)
        if rng.random() < m.named and met < 256 * wanted:
            member = rng.choice(member.ties) or member
        met += 1
        if member in found:
            continue
        found.add(member)
        k = float(member.speaks and not s.founding)
        chance = member.participation * (member.ambition * (delta + k * (1 - delta)) + k * kappa)
        free = member.seat is None and member.staff_since is None and member is not runs
        if free and rng.random() < math.sqrt(chance):
            candidates.append(member)
    return candidates


def restrict(o, seat, candidates, runs, last, cooling, s):
    """Step 4: term limits and quotas take out candidates."""
    if cooling is not None:
        rested = lambda member: member.left_seat is None or o.t - member.left_seat >= cooling
        candidates = [x for x in candidates if x is runs or (rested(x) and x is not last)]
    new_after = kept_for_newcomers(o, seat)
    if new_after is not None:
        new = lambda x: x.left_seat is None or (new_after > 0 and o.t - x.left_seat >= new_after)
        candidates = [x for x in candidates if new(x) and x is not last]
    return candidates


def kept_for_newcomers(o, seat):
    """Newcomers' quota and redesign (7.22): None if the seat is open, else when somebody who left is new again."""
    if seat.body.kind not in ("executive", "committee"):
        return None
    if o.strangers_only is not None and o.strangers_only[0] == o.t:
        return o.strangers_only[1] or None
    rule, c = o.rule("newcomers_quota")
    i, n = seat.body.seats.index(seat), len(seat.body.seats)
    if c > 0 and (i + 0.5) / n < rule.share and o.rng.random() < c:
        return rule.new_again_ticks
    return None


def choose(o, seat, candidates, runs, last, s):
    """Step 5: (entry, who, faction that the seat serves)."""
    rng, p = o.rng, o.p
    lottery, c = o.rule("lottery")
    if not s.founding and c > 0 and in_tiers(lottery, seat.body) and rng.random() < c * lottery.share:
        who = draw_lot(o, lottery, runs, last)
        return "lot", who, who and who.faction
    exceptional = o.powers_since is not None or p.mandates.appointed
    if seat.body.central and exceptional and s.patrons:
        return appoint(o, seat, runs, last, s)
    if (s.founding or s.turnout >= p.mandates.quorum) and candidates:
        who = elect(o, candidates, runs, s)
        return "shadow" if who is seat.critic else "election", who, who.faction
    return "holdover", None, None


def draw_lot(o, lottery, runs, last):
    for _ in range(100):
        member = o.place()
        if member is None or member.seat is not None or member.staff_since is not None:
            continue
        if (member is last and member is not runs) or (lottery.pool == "present" and not member.present):
            continue
        if o.rng.random() < member.participation:
            return member
    return None


def appoint(o, seat, runs, last, s):
    rng = o.rng
    if runs is not None and rng.random() < o.p.patronage.retention:
        return "appointment", runs, seat.faction
    fits = lambda member: member is not None and not member.gone and member.seat is None and member is not last
    anybody = lambda: next((m for m in (o.place() for _ in range(50)) if fits(m)), None)
    if rng.random() < o.rules.impartial:
        who = anybody()
        if who is not None:
            return "appointment", who, who.faction
    else:
        patron, faction = rng.choice(s.patrons)
        start, m = rng.randrange(len(patron.ties)), len(patron.ties)
        ties = [patron.ties[(start + k) % m] for k in range(m)]
        who = next((tie for tie in ties if fits(tie)), None) or anybody()
        if who is not None:
            return "appointment", who, faction
    return "appointment", runs, seat.faction


def scores(o, candidates, runs, s):
    m, p = o.p.mandates, o.p.patronage
    found = []
    for x in candidates:
        score = m.standing * math.log(1 + x.standing()) + m.skill * x.skill
        if s.favoured is not None and x.faction == s.favoured:
            score += p.favour
        if x is runs:
            score += m.incumbency * (1 - s.light) + s.loyalty - m.disapproval * s.voice
        found.append(score)
    return found


def elect(o, candidates, runs, s):
    rng, m = o.rng, o.p.mandates
    base = scores(o, candidates, runs, s)
    draw = lambda values: max(range(len(values)), key=lambda i: values[i] + gumbel(rng))
    if m.elected_by != "delegates":
        return candidates[draw(base)]
    votes = [0] * len(candidates)
    for local in o.peopled():
        votes[draw([v + (m.home if x.local is local else 0) for v, x in zip(base, candidates)])] += 1
    return candidates[rng.choice([i for i, v in enumerate(votes) if v == max(votes)])]


def hold_over(o, seat, last, bound, s):
    """Step 6: nobody was chosen."""
    if last is None:
        return
    if last in s.chosen:
        seat.outside = False
        o.ended(seat, "term")
        return
    seat.holder, last.seat, seat.entry, seat.bound = last, seat, "holdover", bound


def install(o, seat, who, last, entry, faction, bound, s):
    """Step 7: a new mandate."""
    if who is not last:
        if last is not None:
            o.ended(seat, "term")
        seat.since, seat.row, seat.outside = o.t, 0, False
    seat.row += 1
    seat.holder, seat.entry, seat.faction, seat.bound = who, entry, faction, bound
    who.seat = seat
    s.chosen.add(who)
    if not s.founding:
        seat.end = o.t + (o.rule("rotation")[0].term_ticks if bound else o.term(seat.body))


def audit(o, seat, holder):
    """Public audit (7.22): the light on a holder; None if they are expelled."""
    rule, c = o.rule("public_audit")
    if c == 0 or seat.entry == "holdover" or o.rng.random() >= c * rule.probability:
        return 0.0
    if rule.auditors == "local":
        independence = o.turnout
        o.owed += rule.hours * rule.depth / len(o.peopled())
    else:
        patrons = o.executive.held()
        independence = float(bool(patrons) and o.rng.choice(patrons).faction != seat.faction)
    light = rule.depth * independence
    return None if seat.outside and o.rng.random() < light else light
