"""Shocks and their pressures (section 6), adoption, repeal and practice (7.21), and safeguards (7.22)."""

import math
from types import SimpleNamespace

from entities import FIRST_TWO, ORDINARY
from maths import clamp, mean, sigma

# In the order of 7.22, with what each takes.
TAKES = {
    "rotation": "office", "lottery": "office", "time_bombed_committees": "power", "dissent_cycles": "power",
    "disband_days": "power", "transparency": "hours", "emergency_sunset": "power",
    "international_alliances": "money", "subsidiarity": "power", "public_audit": "office",
    "shadow_office": "hours", "freedom_to_split": "power", "recall": "office",
    "separation_of_party_and_state": "power", "parallel_institutions": "money", "periodic_redesign": "office",
    "newcomers_quota": "office", "staff_rotation": "hours",
}  # fmt: skip


# Section 6: shocks


def strength(shock, since):
    """f(t): the strength at time t after the onset."""
    if since < shock.duration_ticks:
        return 1.0
    return 2 ** (-(since - shock.duration_ticks) / shock.decay_ticks) if shock.decay_ticks else 0.0


def integral(shock, k):
    """∫ f from k to k + 1."""
    full = clamp(shock.duration_ticks - k)
    if not shock.decay_ticks:
        return full
    rate = math.log(2) / shock.decay_ticks
    begin, end = max(k, shock.duration_ticks) - shock.duration_ticks, k + 1 - shock.duration_ticks
    return full + (math.exp(-rate * begin) - math.exp(-rate * end)) / rate if end > begin else full


def levels(o, index, shock):
    """The mean and the peak of a shock in this month."""
    if shock.strikes and o.number not in shock.strikes:
        return 0.0, 0.0
    if shock.rate_per_year == 0:
        o.onsets[index] = shock.start_tick
    elif o.t >= shock.start_tick and o.rng.random() < 1 - math.exp(-shock.rate_per_year / 12):
        o.onsets[index] = o.t
    k = o.t - o.onsets.get(index, math.inf)
    if k < 0:
        return 0.0, 0.0
    factors = min(1.0, integral(shock, k)), strength(shock, k)
    return tuple(shock.severity * factor if factor >= 0.001 else 0.0 for factor in factors)


def press(x, kind, s, level):
    """What a shock of a level presses on."""
    if level == 0:
        return
    scarcity = lambda share: setattr(x, "scarcity", 1 - (1 - x.scarcity) * (1 - level * share))
    if kind in ("isolation", "civil_war"):
        name = "isolation" if kind == "isolation" else "threat"
        setattr(x, name, max(getattr(x, name), level))
        scarcity(s.scarcity)
    elif kind == "scarcity":
        scarcity(1.0)
        x.threat = max(x.threat, level * s.threat)
    elif kind == "victory":
        x.affairs *= 1 + level * (s.responsibilities - 1)
        x.income *= 1 + level * (s.resources - 1)
        x.recruitment *= 1 + level * (s.people - 1)
        x.assets += level * s.assets
    elif kind == "failed_revolutions":
        x.allies_lost = max(x.allies_lost, level * s.allies)
        x.isolation = max(x.isolation, level * s.isolation)
    elif kind == "surge":
        x.recruitment *= 1 + level * (s.people - 1)
    elif kind == "cooptation_campaign":
        x.attempts *= 1 + level * (s.attempts - 1)
    elif kind == "loss_of_leaders":
        x.leaders_lost = max(x.leaders_lost, level * s.share)
    elif kind == "windfall":
        x.windfall += level * s.money
        x.attempts *= 1 + level * (s.attempts - 1)
    elif kind == "internal_split":
        x.rift = max(x.rift, level * s.rift)
    else:
        raise SystemExit(f"no such shock: {kind}")


def pressures(o):
    """The month's pressures, by means and by peaks; and whether it is shocked."""
    e = o.p.environment
    fresh = lambda: SimpleNamespace(
        threat=e.threat, isolation=0.0, scarcity=e.scarcity, affairs=1.0, income=1.0, recruitment=1.0, attempts=1.0,
        assets=0.0, allies_lost=0.0, leaders_lost=0.0, windfall=0.0, rift=0.0,
    )  # fmt: skip
    o.pressures, o.peaks, o.shocked = fresh(), fresh(), False
    for index, (kind, shock) in enumerate(o.p.shocks):
        average, peak = levels(o, index, shock)
        press(o.pressures, kind, shock, average)
        press(o.peaks, kind, shock, peak)
        o.shocked |= peak > 0.05


# 7.21: adoption, repeal, practice


def begin_and_end(o):
    """Safeguards that end or come into force in this month."""
    for name in TAKES:
        if name not in o.p.safeguards:
            continue
        s = o.p.safeguards[name]
        fresh = SimpleNamespace(start=None, practice=0.0, repealed=None, adopted=None, drill=None, draws={})
        state = o.rules_state.setdefault(name, fresh)
        over = s.until_tick is not None and o.t >= s.until_tick
        moved = s.adopted == "moved"
        on = state.adopted is not None and state.adopted < o.t if moved else o.t >= s.from_tick
        on = on and not over and state.repealed is None
        if on and state.start is None:
            state.start, state.practice = o.t, s.compliance
        elif not on and state.start is not None:
            state.start, state.practice = None, 0.0
            end_of_rule(o, name)


def end_of_rule(o, name):
    """What becomes of a safeguard's works when it ends."""
    if name == "time_bombed_committees":
        for body in o.committees:
            body.ceiling = math.inf
            body.active = body.active or bool(body.seats)
    elif name == "shadow_office":
        for body in o.bodies:
            for seat in body.seats:
                seat.critic = None
    elif name == "parallel_institutions":
        o.parallel.active = False
        for seat in o.parallel.held():
            o.leave_seat(seat, "term")
        for local in o.locals:
            for cells in local.habits:
                for cell in cells:
                    cell["delegates"] = 0.0
        share = o.parallel_money / len(o.peopled())
        for local in o.peopled():
            local.money += share
        for matter in o.matters:
            if matter.route == "parallel":
                matter.route = "local"
        o.built, o.parallel_money = 0.0, 0.0


def stake(o, name, member):
    """What a safeguard takes from somebody, 0–1."""
    if TAKES[name] == "office":
        return member.ambition
    if TAKES[name] == "power":
        everybody = o.members()
        total = sum(x.influence for x in everybody)
        return min(1.0, member.influence * len(everybody) / (10 * total)) if total > 0 else 0.0
    if TAKES[name] == "hours":
        hours = o.p.work.seat_hours
        return min(1.0, o.rules.hours_seat / hours) if hours > 0 else 0.0
    return float(o.money < 0)


def vote(rng, chances):
    """More votes for than against?"""
    votes = [rng.random() < chance for chance in chances]
    return sum(votes) * 2 > len(votes)


def adopt(o):
    p, rng, people = o.p.adoption, o.rng, o.members()
    crisis = 1.0 if o.powers_since is not None else min(1.0, o.damage / len(people))
    for name, s in o.p.safeguards.items():
        state = o.rules_state[name]
        over = s.until_tick is not None and o.t >= s.until_tick
        if s.adopted != "moved" or state.start is not None or o.t < s.from_tick or over or s.compliance == 0:
            continue
        example = float(any(name in ally.rules_state and ally.rules_state[name].start is not None for ally in o.allies))
        pushed = mean(x.grievance for x in people) + crisis + example
        if rng.random() >= 1 - math.exp(-p.motions_per_year * pushed / 12):
            continue
        own_say = sum(len(local.members) * local.own_say for local in o.locals) / len(people)
        by_all = rng.random() < own_say
        voters = [x for x in people if x.present] if by_all else [x.holder for x in o.executive.held()]
        log_odds = lambda x: (
            p.foresight + p.grievance * x.grievance - p.reluctance
            - p.interest * (stake(o, name, x) if x.seat is not None else 0.0)
        )  # fmt: skip
        if vote(rng, [sigma(log_odds(x)) for x in voters]):
            state.adopted, state.repealed = o.t, None


def repeal(o):
    p, rng = o.p.repeal, o.rng
    danger = p.emergency * o.threat if o.powers_since is not None else 0.0
    speaking = o.share_speaking(o.members())
    for name, s in o.p.safeguards.items():
        state = o.rules_state[name]
        if state.start is None or s.compliance == 0:
            continue
        if rng.random() >= 1 - math.exp(-p.motions_per_year / 12):
            continue
        chance = lambda x: sigma(p.interest * stake(o, name, x) + danger - p.restraint * speaking - p.reluctance)
        if vote(rng, [chance(seat.holder) for seat in o.executive.held()]):
            state.repealed, state.adopted = o.t, None


def practise(o):
    p = o.p.adoption
    speaking = o.share_speaking(o.members())
    watched = o.rules.tau + (1 - o.rules.tau) * speaking
    danger = o.p.repeal.emergency * o.threat if o.powers_since is not None else 0.0
    for name, state in o.rules_state.items():
        if state.start is None or p.worn == 0:
            continue
        worn = p.worn * mean(stake(o, name, seat.holder) for seat in o.executive.held()) * (1 + danger)
        gap = o.p.safeguards[name].compliance - state.practice
        state.practice = max(0.0, state.practice + p.kept_up * watched * gap - worn * state.practice)


# 7.22: safeguards shape the rules of a month


def in_tiers(rule, body):
    return body.kind in (rule.tiers or FIRST_TWO)


def dated(o, name, period):
    """Is this month a date of a rule, and is the date kept? None where it is no date."""
    _, c = o.rule(name)
    since = o.t - o.rules_state[name].start if c > 0 else 0
    return c > 0 and since > 0 and since % period == 0 and o.rng.random() < c


def rules_of_month(o):
    p = o.p
    o.rules = SimpleNamespace(
        barrier=[p.precedent.barrier] * p.organization.domains, local_floor=0.0, tau=p.voice.transparency, exposure=1.0,
        fusion=p.voice.fusion, distance=p.work.distance_ticks, leak=p.viability.leak, hours_present=0.0, hours_seat=0.0,
        upkeep=0.0, dissent=0.0, impartial=0.0, parallel_share=0.0, parallel_resources=0.0, parallel_own_say=0.0,
        pause=None, leave=None, cycle=None, redesign=False,
    )  # fmt: skip
    for name in TAKES:
        s, c = o.rule(name)
        if c > 0 and name in SHAPES:
            SHAPES[name](o, o.rules, s, c)


def dissent_cycles(o, r, s, c):
    if not dated(o, "dissent_cycles", s.period_ticks):
        return
    r.hours_present += s.hours
    stake = s.stake
    if stake == "alternating":
        stake = "review" if o.t // s.period_ticks % 2 == 0 else "budget"
    elif stake == "varied":
        stake = "review" if o.rng.random() < 0.5 else "budget"
    r.cycle = stake
    if stake == "budget" and bloc(o) >= s.quorum:
        r.dissent += s.budget_share


def bloc(o):
    return mean(member.grievance > 0.1 for member in o.members())


def disband_days(o, r, s, c):
    state = o.rules_state["disband_days"]
    number, k = divmod(o.t - state.start, s.period_ticks)
    part = min(1.0, s.length_ticks - k)
    if number < 1 or part <= 0:
        return
    if k == 0:
        state.drill = o.rng.random(), o.rng.random()
    if state.drill[0] < c:
        r.pause = SimpleNamespace(length=part, scope=s.scope, offset=state.drill[1])


def transparency(o, r, s, c):
    openness = c * (s.ledgers + s.minutes + s.relationships) / 3
    r.tau += (1 - r.tau) * openness
    r.hours_seat += s.hours * openness
    r.exposure *= 1 + s.exposure * s.minutes * c


def international_alliances(o, r, s, c):
    n, rng = len(o.members()), o.rng
    if o.allies:
        firm, crisis = sum(not ally.seen_in_crisis for ally in o.allies), any(ally.seen_in_crisis for ally in o.allies)
    else:
        firm = s.partners
        crisis = any(rng.random() < 1 - math.exp(-s.crises_per_year / 12) for _ in range(firm))
    for x in (o.pressures, o.peaks):
        x.isolation *= (1 - c * s.relief) ** (firm * (1 - x.allies_lost))
        if crisis:
            x.threat = max(x.threat, c * s.contagion)
    r.upkeep += s.upkeep * firm * c * n / 1000
    since = o.t - o.rules_state["international_alliances"].start
    if s.campaign_ticks and since > 0 and since % s.campaign_ticks == 0:
        o.pressures.recruitment *= 1 + c * (s.campaign_recruitment - 1)
        r.hours_present += c * s.campaign_hours


def subsidiarity(o, r, s, c):
    for domain in range(min(s.reserved_domains, len(r.barrier))):
        r.barrier[domain] += c * s.barrier
    r.local_floor = max(r.local_floor, c * s.local_resources)


def public_audit(o, r, s, c):
    r.leak *= 1 - c * s.deterrence * s.probability * s.depth
    if s.auditors == "central":
        r.hours_seat += c * s.hours * s.depth * s.probability / o.p.mandates.term_ticks


def freedom_to_split(o, r, s, c):
    r.leave = SimpleNamespace(threshold=s.threshold, chance=c, takes=s.takes)


def separation_of_party_and_state(o, r, s, c):
    r.fusion -= c * max(0.0, r.fusion - s.fusion_cap)
    r.distance += c * s.coordination_ticks
    r.impartial = c if s.incompatible_offices else 0.0


def parallel_institutions(o, r, s, c):
    r.parallel_share, r.parallel_resources, r.parallel_own_say = c * s.share, o.built * c * s.resources, s.own_say
    r.upkeep += c * s.upkeep * len(o.members())
    if o.built < 1:
        r.hours_present += c * s.hours


def periodic_redesign(o, r, s, c):
    r.redesign = dated(o, "periodic_redesign", s.period_ticks)
    if r.redesign:
        r.hours_present += s.hours


def staff_rotation(o, r, s, c):
    r.hours_seat += c * s.training_hours


SHAPES = {
    f.__name__: f
    for f in (
        dissent_cycles, disband_days, transparency, international_alliances, subsidiarity, public_audit, freedom_to_split,
        separation_of_party_and_state, parallel_institutions, periodic_redesign, staff_rotation,
    )  # fmt: skip
}


# 7.22: safeguards act after a phase, or within one


def handovers(o):
    """Rotation: handover hours, of central bodies and of all."""
    s, c = o.rule("rotation")
    if c == 0:
        return 0.0, 0.0
    new = [seat for seat in o.held(central=False) if seat.bound and o.t - seat.since == 1]
    return s.handover_hours * sum(seat.body.central for seat in new), s.handover_hours * len(new)


def after_voice(o):
    """Dissent cycles, then emergency sunset."""
    s, c = o.rule("dissent_cycles")
    if c > 0 and o.rules.cycle and bloc(o) >= s.quorum:
        if o.rules.cycle == "nothing":
            for member in o.members():
                member.grievance *= 1 - s.vent
            for local in o.locals:
                local.hope *= 1 - s.disappointment
        else:
            for local in o.locals:
                local.hope += o.p.voice.hope * (1 - local.hope)
            if o.rules.cycle == "review":
                taken = [sum(x.habits[d][ORDINARY][k] for x in o.locals for k in ("body", "staff")) for d in range(len(o.barred))]
                domain = max(range(len(taken)), key=lambda d: (taken[d], d))
                o.barred[domain] = o.t + s.review_ticks + 1
    s, c = o.rule("emergency_sunset")
    if c > 0 and o.powers_since is not None:
        age = o.t - o.powers_since
        if age > 0 and age % s.months == 0 and o.rng.random() < c and not renewed(o, s):
            o.powers_since, o.raised_again = None, o.t + s.pause_ticks


def renewed(o, s):
    if s.renewed_by == "holders":
        return o.rng.random() < s.renewal_probability
    o.owed += s.hours
    bar = o.threat - o.p.emergency.threshold / 2
    return mean(bar > local.grievance() for local in o.peopled()) >= s.majority


def recall(o):
    s, c = o.rule("recall")
    if c == 0 or o.powers_since is not None or o.turnout < o.p.mandates.quorum:
        return
    people = o.members()
    speaking, present = o.share_speaking(people), [member for member in people if member.present]
    angry, held_vote = mean(member.grievance > 0.1 for member in present), False
    for seat in o.held(central=False):
        if not in_tiers(s, seat.body) or o.t - seat.since < s.cooling_off_ticks:
            continue
        f = s.factional * mean(member.faction != seat.faction for member in present)
        if speaking + (1 - speaking) * f >= s.signatures and o.rng.random() < c:
            held_vote = True
            if angry + (1 - angry) * f > 0.5:
                o.leave_seat(seat, "recall")
    o.owed += s.hours * held_vote


def critics(o):
    """Shadow office."""
    s, c = o.rule("shadow_office")
    if c == 0:
        return
    authentic = s.critics == "authentic"
    fits = lambda x: x.seat is None and x.staff_since is None and (not authentic or x.grievance > 0.1)
    for body in o.active():
        if not in_tiers(s, body):
            continue
        for seat in body.seats:
            if seat.critic is not None and not fits(seat.critic):
                seat.critic = None
            if seat.critic is None and o.rng.random() < c:
                drawn = (o.place() for _ in range(o.p.mandates.asked))
                seat.critic = next((x for x in drawn if x and fits(x) and o.rng.random() < x.participation), None)


def critics_weight(o):
    s, c = o.rule("shadow_office")
    return 0.0 if c == 0 else s.assigned_worth if s.critics == "assigned" else 1.0


def critics_hours(o, body):
    s, c = o.rule("shadow_office")
    return s.hours * sum(seat.critic is not None for seat in body.seats) if c > 0 else 0.0


def hearing(o):
    s, c = o.rule("shadow_office")
    seats = [seat for body in o.active() for seat in body.seats]
    return s.hearing * critics_weight(o) * mean(seat.critic is not None for seat in seats) if c > 0 else 0.0


def after_mandates(o):
    """Time-bombed committees and periodic redesign, after the mandates phase."""
    time_bombs(o)
    if o.rules.redesign:
        s, _ = o.rule("periodic_redesign")
        for body in (o.executive, *o.committees):
            if body.active and o.rng.random() < s.depth:
                redesign(o, body)
        o.strangers_only = o.t + 1, s.strangers_ticks


def redesign(o, body):
    body.charter, body.fit = o.t, 1.0
    dismiss(o, body)
    pass_on_habits(o, body)


def dismiss(o, body):
    for seat in body.held():
        o.leave_seat(seat, "term")


def pass_on_habits(o, body):
    """7.9, succession."""
    k = o.p.precedent.continuity
    for local in o.locals:
        for domain, cells in enumerate(local.habits):
            for big, cell in enumerate(cells):
                if body.kind == "command":
                    cell["body"] += k * cell["command"]
                    cell["command"] = 0.0
                elif (body.kind == "executive" and big) or (body.domain == domain and not big):
                    cell["body"] *= k


def time_bombs(o):
    from mandates import fill_at_once

    s, c = o.rule("time_bombed_committees")
    if c == 0:
        return
    since, n = o.t - o.rules_state["time_bombed_committees"].start, len(o.committees)
    for k, body in enumerate(o.committees, 1):
        first = max(1, s.lifetime_ticks * k // n)
        due = since >= first and (since - first) % s.lifetime_ticks == 0
        if body.active and due and o.rng.random() < c:
            o.owed += s.review_hours
            if o.rng.random() >= s.rubber_stamp:
                pass_on_habits(o, body)
                body.active, body.charter, body.ended = False, o.t, o.t
                dismiss(o, body)
        elif body.seats and not body.active and o.t - body.ended >= s.gap_ticks and o.turnout >= s.quorum:
            body.active, body.charter, body.fit, body.ceiling = True, o.t, 1.0, s.ceiling
            fill_at_once(o, body)


def build_parallel(o):
    """Parallel institutions, after the membership phase."""
    from mandates import fill_at_once

    s, c = o.rule("parallel_institutions")
    if c == 0:
        return
    if not o.parallel.active:
        o.parallel.active, o.parallel.charter, o.parallel.fit = True, o.t, 1.0
        fill_at_once(o, o.parallel)
    if any(local.money > 0 for local in o.locals):
        o.built = min(1.0, o.built + c * (1 - o.threat) / s.building_ticks)


def staff_must_go(o):
    s, c = o.rule("staff_rotation")
    if c == 0:
        return
    for member in list(o.staff):
        months = o.t - member.staff_since
        if months >= s.term_ticks:
            draws, period = o.rules_state["staff_rotation"].draws, o.t // s.term_ticks
            if draws.setdefault((member, period), o.rng.random()) < c:
                o.staff.remove(member)
                member.staff_since = None
