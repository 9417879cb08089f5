"""Section 7 of the description, phase by phase, but for mandates (mandates.py) and safeguards (safeguards.py)."""

import math

import safeguards
from entities import ORDINARY, Local, Matter, Member, expected_stakes
from mandates import cooptation, fill_at_once, mandates
from measures import read_mandates
from maths import beta_regularized, clamp, mean, most_frequent, poisson, sigma

HANDS = {"own": "own", "general": "own", "body": "body", "command": "command", "staff": "staff", "delegates": "delegates"}


def month(o):
    """Section 3: a month of one organization. Measures are read later."""
    o.month, o.damage, o.local_damage, o.diverted = {}, 0.0, 0.0, 0.0
    o.missing_money = o.suppression = 0.0
    safeguards.pressures(o)
    safeguards.begin_and_end(o)
    safeguards.rules_of_month(o)
    emergency(o)
    losses(o)
    attendance(o)
    floors(o)
    arrivals(o)
    settlement(o)
    influence(o)
    execution(o)
    precedent(o)
    structures(o)
    skill(o)
    deference(o)
    legitimacy(o)
    voice(o)
    safeguards.after_voice(o)
    cooptation(o)
    safeguards.recall(o)
    safeguards.critics(o)
    mandates(o)
    read_mandates(o)
    safeguards.after_mandates(o)
    apparatus(o)
    viability(o)
    secession(o)
    membership(o)
    safeguards.build_parallel(o)
    safeguards.adopt(o)
    safeguards.repeal(o)
    safeguards.practise(o)


def emergency(o):
    """7.1"""
    p, rng, e = o.p, o.rng, o.p.emergency
    noise = p.environment.threat_noise * rng.gauss(0, 1)
    o.threat = clamp(o.pressures.threat + o.pressures.isolation + noise)
    alarm = clamp(o.peaks.threat + o.peaks.isolation + noise)
    if o.powers_since is None:
        if o.t >= o.raised_again:
            softly = sigma((alarm - e.threshold) / e.softness) if e.softness else float(alarm > e.threshold)
            if rng.random() < e.raise_rate * softly:
                o.powers_since = o.t
    elif alarm <= e.threshold:
        everybody = o.members()
        all_of_it = sum(member.influence for member in everybody)
        rulers = sum(seat.holder.influence for body in (o.executive, o.command) for seat in body.held())
        held = rulers / all_of_it if all_of_it > 0 else 0.0
        months = o.t - o.powers_since
        grip = (1 - held) ** e.ratchet * (1 + months / 12) ** -e.ratchet
        if rng.random() < e.end_rate * grip * (1 + e.voice * o.share_speaking(everybody)):
            o.powers_since = None
    if o.powers_since is not None and not o.command.active:
        o.command.active, o.command.charter, o.command.fit = True, o.t, 1.0
        fill_at_once(o, o.command)
    elif o.powers_since is None and o.command.active:
        o.command.active = False
        safeguards.dismiss(o, o.command)
        safeguards.pass_on_habits(o, o.command)


def losses(o):
    """7.2"""
    for body in o.bodies:
        for seat in body.held():
            if o.rng.random() < o.pressures.leaders_lost:
                o.month["lost"] = o.month.get("lost", 0) + 1
                o.leave(seat.holder, "purge")


def attendance(o):
    """7.3"""
    p, rng, a, m = o.p, o.rng, o.p.participation, o.p.deference.ties
    was_present = {member for member in o.members() if member.present}
    for local in o.locals:
        level = o.liveliness + local.liveliness + a.base
        say = local.own_say**2 / (local.own_say**2 + a.own_say_half**2)
        level += a.own_say * (say - 0.65) + a.kept * (local.kept - 0.7) - a.fatigue * max(0.0, local.hours - a.hours)
        usual = local.sum_weights / local.present if local.present else 1.0
        local.present, local.sum_weights, local.sum_squares, skills = 0, 0.0, 0.0, 0.0
        for member in local.members:
            weight = (1 + member.standing()) ** p.shaping.standing
            if o.t > o.founded:
                company = sum(tie in was_present for tie in member.ties) / m
                z = level + member.liveliness + a.own_voice * (weight / (weight + usual) - 0.5) + a.company * (company - 0.5)
                member.participation += a.rate * (sigma(z) - member.participation)
            member.weight = weight if rng.random() < member.participation else 0.0
            if member.present:
                local.present += 1
                local.sum_weights += weight
                local.sum_squares += weight**2
                skills += member.skill
        local.mean_skill = skills / local.present if local.present else 0.0
    o.present = sum(local.present for local in o.locals)
    o.turnout = o.present / len(o.members())


def floor_time(p, people):
    """7.4: f(n)"""
    return p.meetings.floor_hours * max(1, people) ** p.meetings.congestion


def floors(o):
    """7.4"""
    p, r, work = o.p, o.rules, o.p.work
    r.hours_present += o.owed
    o.owed = 0.0
    for k, local in enumerate(o.locals):
        local.drilled = r.pause is not None and ((k + 0.5) / len(o.locals) + 1 - r.pause.offset) % 1 < r.pause.scope
        assembly(o, local)
    s, a = len(o.staff), len(o.held())
    o.staff_time = s * (1 - work.parkinson * s / max(1, s + a)) * work.prepared
    handover, o.handover_hours = safeguards.handovers(o)
    o.hands = max(0.0, a * (work.seat_hours - min(work.seat_hours, r.hours_seat)) - handover)
    paused = r.pause.scope * r.pause.length if r.pause else 0.0
    for body in o.bodies:
        m = p.meetings
        hours = m.executive_hours if body.kind in ("executive", "command") else m.body_hours
        hours = max(0.0, hours - safeguards.critics_hours(o, body)) * (1 - paused if body.central else 1)
        n = len(body.held())
        body.floor = hours / floor_time(p, n) if body.active and n else 0.0
        body.prepared = body.settled = 0.0
    o.general_floor = p.meetings.general_hours / floor_time(p, o.present) if o.present else 0.0
    o.safeguard_hours = r.hours_present * o.present + min(work.seat_hours, r.hours_seat) * a + o.handover_hours
    for body in o.bodies:
        o.safeguard_hours += min(safeguards.critics_hours(o, body), o.p.meetings.body_hours) * len(body.held())


def assembly(o, local):
    p, m, n = o.p, o.p.meetings, local.present
    time = max(0.0, m.a_month * m.hours - o.rules.hours_present)
    members = len(local.members)
    local.groups, local.floor = 1, 0.0
    quorum = min(min(m.quorum_max, max(m.quorum_min, m.quorum * members)), members)
    if n < quorum or n < 1:
        return
    local.floor = time / floor_time(p, n)
    d = p.decisions
    expected = local.backlog + d.rate * o.pressures.affairs * (1 + d.rate_threat * o.threat) * members
    most = math.floor(n / m.working_group) if m.working_group else 1
    if local.floor >= expected or most < 2:
        return
    each = time / expected - m.report_hours
    g = int(clamp(math.ceil(floor_time(p, n / most) / each), 2, most)) if each > 0 else most
    divided = time / (floor_time(p, n / g) / g + m.report_hours)
    if divided > local.floor:
        local.floor, local.groups = divided, g


def calling(p, people, meetings):
    """7.4: C(n, r)"""
    soonest = p.meetings.convening_days * math.sqrt(max(1, people)) / 30
    return min(soonest, 0.5 / meetings) if meetings else soonest


def delay_local(o, local):
    c = calling(o.p, local.present, o.p.meetings.a_month)
    return clamp(c + local.backlog / local.floor if local.floor > 0 else c + 1 + local.backlog, 0.02, 24)


def delay_centre(o, domain, big):
    body = o.body_for(domain, big, 1.0)
    if body is None:
        return 24.0
    serving = max(1.0, body.floor + o.staff_time / len(o.active()))
    return clamp(o.rules.distance + calling(o.p, len(body.seats), 1) + body.backlog / serving, 0.02, 24)


def general_period(o):
    return o.p.meetings.general_period_ticks


def delay_general(o):
    period = general_period(o)
    return clamp(-o.t % period + 0.5 + period * math.floor(o.general_backlog / max(1.0, o.general_floor)), 0.02, 24)


def central_dues(o):
    """M (7.18): the share of the dues that reaches the centre."""
    levy = o.p.emergency.levy if o.powers_since is not None else 0.0
    return min(o.mu + (1 - o.mu) * levy, 1 - o.rules.local_floor) * (1 - o.rules.dissent)


def centre_shares(o):
    """7.5: C and C̃ of each local, domain and class; and the prior n·w."""
    p = o.p
    c0, cells = p.precedent.founding_central_share, {}
    peopled = o.peopled()
    for domain in range(p.organization.domains):
        for big, e in enumerate(expected_stakes(p)):
            own = {}
            for local in peopled:
                h = local.habits[domain][big]
                outside = h["body"] + h["command"] + h["staff"] + h["delegates"]
                prior = len(local.members) * p.precedent.prior_ticks * e
                all_of_it = outside + h["own"] + prior
                own[local] = (outside + prior * c0) / all_of_it if all_of_it > 0 else c0, outside, prior
            average = mean(c for c, _, _ in own.values())
            for local, (c, outside, prior) in own.items():
                mixed = c + p.precedent.contagion * (average - c)
                cells[local, domain, big] = mixed, outside, prior
    return cells


def arrivals(o):
    """7.5"""
    p, rng, d = o.p, o.rng, o.p.decisions
    o.came_up = 0.0
    shares = centre_shares(o)
    delays_centre = {(k, big): delay_centre(o, k, big) for k in range(p.organization.domains) for big in (0, 1)}
    o.general_backlog = sum(matter.left for matter in o.matters if matter.route == "general")
    general = delay_general(o) if general_period(o) else None
    delays = {local: delay_local(o, local) for local in o.peopled()}
    routine = {}
    for k in range(p.organization.domains):
        body = o.body_for(k, ORDINARY, 0.0)
        routine[k] = p.work.routine * (1 + min(3.0, body.backlog / max(1.0, body.floor))) if body else 0.0
    money = p.precedent.money * (central_dues(o) - p.budget.founding_central_dues)
    rate = d.rate * o.pressures.affairs * (1 + d.rate_threat * o.threat)
    rate *= 1 + d.founding_backlog if o.t == o.founded else 1
    middle = min(1.0, d.urgency + d.urgency_threat * o.threat)
    o.settled_by_staff = []
    for local in o.peopled():
        for _ in range(poisson(rng, rate * len(local.members))):
            matter, member = Matter(), rng.choice(local.members)
            matter.local, matter.domain = local, rng.randrange(p.organization.domains)
            matter.stakes = math.exp(d.stakes_spread * rng.gauss(0, 1) - d.stakes_spread**2 / 2)
            matter.big = int(matter.stakes > d.big or rng.random() < d.several)
            matter.urgency = middle + min(middle, 1 - middle) * (2 * rng.random() - 1)
            matter.deadline = rng.expovariate(1 / d.deadline_ticks)
            matter.arrival, matter.left, matter.luck, matter.closed = o.t, 1.0, rng.random(), False
            where = general if matter.big and general is not None else delays[local]
            speed = math.log(where / delays_centre[matter.domain, matter.big])
            z = pull(o, matter, member, shares[local, matter.domain, matter.big], money, speed)
            route(o, matter, z, shares[local, matter.domain, matter.big], routine)
            (o.settled_by_staff if matter.route == "staff" else o.matters).append(matter)


def pull(o, matter, member, share, money, speed):
    """7.5: z"""
    p, local, c = o.p.precedent, matter.local, share[0]
    above = sum(tie is not None and tie.seat is not None for tie in member.ties) / len(member.ties)
    z = p.habit * (2 * c - 1) - p.bias + p.big * matter.big + p.absence * (0.5 - member.participation)
    z += p.listening * above + p.trust * (local.kept_centre - local.kept) + money
    z += matter.urgency * p.speed * clamp(speed, -p.speed_max, p.speed_max)
    if o.powers_since is not None:
        z += o.p.emergency.central_push * (0.25 + 0.75 * matter.urgency)
    if p.gamma:
        own = local.habits[matter.domain][matter.big]["own"]
        z += p.gamma * math.log(max(1e-6, share[1]) / max(1e-6, own))
    return z - local.claim - o.rules.barrier[matter.domain]


def barred(o, domain):
    """May the centre not take up ordinary matters of a domain?"""
    return o.t < o.barred[domain] or o.body_for(domain, ORDINARY, 0.0) is None


def touched(o, matter):
    high = o.rules.barrier[matter.domain] > o.p.precedent.barrier
    return high or (not matter.big and barred(o, matter.domain))


def route(o, matter, z, share, routine):
    """7.5: the first that applies."""
    p, rng, local, r = o.p, o.rng, matter.local, o.rules
    mixed, outside, prior = share
    delegates = local.habits[matter.domain][matter.big]["delegates"]
    body = o.body_for(matter.domain, matter.big, matter.urgency)
    own_people = "general" if matter.big and general_period(o) else "local"
    matter.closed = touched(o, matter)
    kept = local.drilled and rng.random() < r.pause.length
    kept = kept or body is None
    kept = kept or (body is not o.command and (not matter.big and barred(o, matter.domain) or matter.stakes > body.ceiling))
    alone = (mixed * (1 - (delegates / outside if outside > 0 else 0.0))) ** 2 * math.exp(-local.claim)
    if kept:
        matter.route, matter.closed = own_people, True
    elif (
        not matter.big
        and not matter.closed
        and o.staff_time >= 1
        and matter.stakes < routine[matter.domain]
        and rng.random() < alone
    ):
        matter.route = "staff"
        o.staff_time -= 1
        return
    elif z < -80 or rng.random() >= sigma(z):
        matter.route = own_people
    elif to_parallel(o, delegates, outside, prior):
        matter.route, matter.closed = "parallel", True
    else:
        matter.route = "central"
    if matter.route == "local":
        local.backlog += 1
    elif matter.route == "general":
        o.general_backlog += 1
    else:
        (o.parallel if matter.route == "parallel" else body).backlog += 1


def to_parallel(o, delegates, outside, prior):
    if o.rules.parallel_share == 0 or o.built == 0:
        return False
    x, q = clamp(o.rules.parallel_share, 0.001, 0.999), max(1e-6, prior)
    d = (delegates + q * x) / (outside + q)
    return o.rng.random() < o.built * sigma(math.log(x / (1 - x)) + o.p.precedent.habit * (d - x))


def right_chance(p, voices, accuracy):
    """7.6: J(n, a)"""
    return beta_regularized(clamp(accuracy), (clamp(voices, 1, p.quality.voices_max) + 1) / 2)


def settlement(o):
    """7.6"""
    Settlement(o).run()


class Settlement:
    """A month's settling: what it needs from hand to hand."""

    def __init__(self, o):
        self.o, self.p = o, o.p
        self.hours = o.p.meetings.a_month * o.p.meetings.hours
        for local in o.locals:
            local.floor_left, local.bill, local.came_up = local.floor, 0.0, 0.0
            local.settled = {hand: 0.0 for hand in HANDS}
            local.right = {"own": 0.0, "centre": 0.0}
        for body in o.bodies:
            body.floor_left = body.floor
        o.settled = []
        o.central_loss = 0.0
        q = o.p.quality
        self.informed = min(1.0, q.local_information + q.published_information * o.rules.tau)
        self.told = q.central_information * (1 - o.p.voice.flattery * o.stigma / (1 + o.stigma))
        self.sits = general_period(o) and o.t % general_period(o) == 0
        self.general_left = o.general_floor if self.sits else 0.0
        self.refusal = {
            local: clamp(self.p.legitimacy.refusal * (1 - local.belief + local.share_speaking())) for local in o.locals
        }

    def run(self):
        o = self.o
        self.prepare()
        for matter in o.settled_by_staff:
            self.settle(matter, "staff", self.staff_chance(), 0.1)
        heard = o.heard()
        for matter in o.matters:
            if matter.route == "central" and self.body(matter) is None:
                matter.route, matter.closed = "local", True
        later = lambda matter: matter.route == "central" and matter.local not in heard
        first, second = [m for m in o.matters if not later(m)], [m for m in o.matters if later(m)]
        for matter in first:
            self.hear(matter)
        for matter in second:
            self.hear(matter)
        for matter in o.matters:
            if matter.left > 0:
                self.hand_on(matter)
        for matter in o.matters:
            if matter.left > 0 and o.t - matter.arrival >= self.p.decisions.lapse_ticks:
                self.lapse(matter)
        o.matters = [matter for matter in o.matters if matter.left > 0]
        self.close()

    def body(self, matter):
        if matter.route == "parallel":
            return self.o.parallel
        return self.o.body_for(matter.domain, matter.big, matter.urgency)

    def prepare(self):
        o = self.o
        waiting = sum(body.backlog for body in o.active())
        prepared = min(o.staff_time, waiting)
        for body in o.active():
            body.prepared = prepared * body.backlog / waiting if waiting > 0 else 0.0
        o.staff_time -= prepared

    def take(self, left, matter):
        """Takes floor time for a matter; returns what is left of the floor."""
        used = min(left, matter.left)
        matter.left -= used
        if matter.left < 1e-9:
            matter.left = 0.0
        return left - used

    def hear(self, matter):
        o, p, local = self.o, self.p, matter.local
        if matter.route == "local":
            local.floor_left = self.take(local.floor_left, matter)
            if matter.left == 0:
                delay = self.wait(matter, local.present, p.meetings.a_month) + 0.5 * (1 - local.floor_left / local.floor)
                accuracy = 0.5 + 0.5 * local.mean_skill * self.informed
                voices = local.sum_weights**2 / local.sum_squares / local.groups
                self.settle(matter, "own", right_chance(p, voices, accuracy), delay)
        elif matter.route == "general":
            self.general_left = self.take(self.general_left, matter)
            if matter.left == 0:
                self.settle(matter, "general", self.general_chance(), 0.1)
        else:
            body = self.body(matter)
            if matter.left == 1:
                prepared = min(1.0, body.prepared)
                body.prepared -= prepared
                matter.left -= 0.9 * prepared
            body.floor_left = self.take(body.floor_left, matter)
            if matter.left == 0:
                hand = "delegates" if body is o.parallel else "command" if body is o.command else "body"
                delay = self.wait(matter, len(body.seats), 1) + 0.5 * (1 - body.floor_left / body.floor)
                delay += o.rules.distance if body.central else 0.0
                body.settled += matter.stakes
                self.settle(matter, hand, self.body_chance(body), delay)

    def wait(self, matter, people, meetings):
        return calling(self.p, people, meetings) if matter.urgency > 0.5 else 0.5 / meetings

    def general_chance(self):
        o = self.o
        total = sum(local.sum_weights for local in o.locals)
        squares = sum(local.sum_squares for local in o.locals)
        skills = sum(local.mean_skill * local.present for local in o.locals) / max(1, o.present)
        return right_chance(self.p, total**2 / squares, 0.5 + 0.5 * skills * self.informed)

    def body_chance(self, body):
        o, p = self.o, self.p
        held = body.held()
        able = mean((-1 if seat.outside else 1) * seat.holder.expertise(p, o.t - seat.since) for seat in held)
        fits = p.structures.floor + (1 - p.structures.floor) * body.fit
        told = self.told if body.central else p.quality.central_information
        j = right_chance(p, len(held), 0.5 + 0.5 * able * told * fits)
        caught = sum(seat.critic.skill for seat in body.seats if seat.critic is not None) / len(body.seats)
        k = clamp(safeguards.critics_weight(o) * self.informed * caught)
        return j + (1 - j) * k

    def staff_chance(self):
        o = self.o
        able = mean(member.expertise(self.p, o.t - member.staff_since) for member in o.staff)
        return right_chance(self.p, 1, 0.5 + 0.5 * able * self.told)

    def hand_on(self, matter):
        o, d = self.o, self.p.decisions
        old = o.t - matter.arrival >= d.patience_ticks
        if matter.route == "local" and not matter.closed and old and not matter.local.drilled:
            if self.body(matter) is not None and o.rng.random() < d.handed_on:
                matter.route, matter.left = "central", 1.0

    def lapse(self, matter):
        loss = self.p.viability.missed_cost * matter.stakes * self.o.threat
        self.charge(matter, loss, matter.route == "local")
        matter.left = 0.0

    def charge(self, matter, loss, local):
        o = self.o
        o.damage += loss
        if local:
            matter.local.bill += loss
            o.local_damage += loss
        else:
            o.central_loss += loss

    def settle(self, matter, hand, chance, delay):
        o, p, v, local = self.o, self.p, self.p.viability, matter.local
        delay += o.t - matter.arrival
        wrong, late = matter.luck >= chance, delay > matter.deadline and matter.urgency > 0.5
        loss = v.wrong_cost * matter.stakes * (1 + o.threat) * wrong + v.missed_cost * matter.stakes * o.threat * late
        self.charge(matter, loss, hand == "own")
        if hand == "own":
            local.bill += v.execution_cost * matter.stakes
        local.habits[matter.domain][matter.big][HANDS[hand]] += matter.stakes
        local.settled[hand] += matter.stakes
        if not wrong and not late:
            local.right["own" if hand in ("own", "general") else "centre"] += matter.stakes
        o.settled.append((hand, matter, chance, delay))
        work = p.work.hours * math.sqrt(matter.stakes)
        o.came_up += work
        if hand in ("own", "general", "delegates"):
            local.work += work
        else:
            local.work += work * p.work.local_part * (1 - self.refusal[local])
            o.work += work * (1 - p.work.local_part)

    def close(self):
        """Hours, and backlogs counted anew."""
        o = self.o
        h = o.rules.hours_present
        time = max(0.0, self.hours - h)
        used_general = 1 - self.general_left / o.general_floor if self.sits and o.general_floor else 0.0
        for local in o.locals:
            used = 1 - local.floor_left / local.floor if local.floor else 0.0
            local.hours = time * max(0.2, used) + h
            if self.sits:
                local.hours += self.p.meetings.general_hours * max(0.2, used_general)
            local.backlog = 0.0
        for body in o.bodies:
            body.backlog = 0.0
        o.general_backlog = 0.0
        for matter in o.matters:
            if matter.route == "local":
                matter.local.backlog += matter.left
            elif matter.route == "general":
                o.general_backlog += matter.left
            else:
                self.body(matter).backlog += matter.left


def influence(o):
    """7.7"""
    p, people = o.p, o.members()
    fading = 2 ** (-1 / p.shaping.memory_ticks)
    for member in people:
        member.influence *= fading
    for member in people + o.gone:
        for origin in member.by_origin:
            member.by_origin[origin] *= fading
    o.handings = getattr(o, "handings", 0.0) * fading
    o.influence_month = {"assemblies": 0.0, "seats": 0.0, "staff": 0.0, "outside": 0.0, "parallel": 0.0}
    general = sum(local.settled["general"] for local in o.locals)
    all_weights = sum(local.sum_weights for local in o.locals)
    for local in o.locals:
        for member in local.members:
            if member.present:
                part = local.settled["own"] * member.weight / local.sum_weights
                part += general * member.weight / all_weights
                member.influence += part
                o.influence_month["assemblies"] += part
                o.handings += part > 0
    paid = sum(p.work.staff_hours * member.expertise(p, o.t - member.staff_since) for member in o.staff)
    to_staff = sum(local.settled["staff"] for local in o.locals)
    active = o.active()
    for body in o.active(central=False):
        share = 0.0
        if body.central and o.staff:
            sitting = sum(p.work.seat_hours * seat.holder.expertise(p, o.t - seat.since) for seat in body.held())
            each = paid / len(active)
            share = each / (each + sitting) if each + sitting > 0 else 0.0
        to_staff += share * body.settled
        hand_to_holders(o, body, (1 - share) * body.settled)
    for member in o.staff:
        member.influence += to_staff / len(o.staff)
        member.by_origin["staff"] += to_staff / len(o.staff)
        o.influence_month["staff"] += to_staff / len(o.staff)
        o.handings += to_staff > 0


def hand_to_holders(o, body, stakes):
    held = body.held()
    weights = [0.01 + seat.holder.expertise(o.p, o.t - seat.since) for seat in held]
    for seat, weight in zip(held, weights):
        part = stakes * weight / sum(weights)
        if seat.outside:
            o.influence_month["outside"] += part
            continue
        seat.holder.influence += part
        seat.holder.by_origin["seats" if body.central else "delegates"] += part
        o.influence_month["seats" if body.central else "parallel"] += part
        o.handings += part > 0


def work(p, waiting, hands):
    """7.8: what was worked, the share done, what still waits and the loss."""
    worked = min(waiting, hands)
    done = worked / waiting if waiting > 0 else 1.0
    waiting -= worked
    dropped = max(0.0, waiting - p.work.dropped_ticks * hands)
    loss = p.work.dropped_cost * dropped / p.work.hours if dropped else 0.0
    return worked, done, waiting - dropped, loss


def execution(o):
    """7.8"""
    p, w, v = o.p, o.p.work, o.p.viability
    busy = min(len(o.staff), o.staff_time / w.prepared) if w.prepared else len(o.staff)
    worked, o.done, o.work, loss = work(p, o.work, o.hands + busy * w.staff_hours)
    o.damage += loss
    o.central_loss += loss
    o.worked = worked
    for local in o.locals:
        speed = 1 - w.skill_gain + w.skill_gain * local.mean_skill
        worked, local.done, local.work, loss = work(p, local.work, local.present * w.member_hours * speed)
        o.worked += worked
        o.damage += loss
        o.local_damage += loss
        local.bill += loss
        local.hours += worked / max(1, local.present)
        s = local.settled
        own = s["own"] + s["general"]
        centre = s["body"] + s["command"] + s["staff"] + s["delegates"]
        if own > 0:
            local.kept += v.kept_rate * (local.right["own"] / own * local.done - local.kept)
        if centre > 0:
            refusal = clamp(p.legitimacy.refusal * (1 - local.belief + local.share_speaking()))
            done = w.local_part * local.done * (1 - refusal) + (1 - w.local_part) * o.done
            local.kept_centre += v.kept_rate * (local.right["centre"] / centre * done - local.kept_centre)


def precedent(o):
    """7.9"""
    p = o.p
    fading = 2 ** (-1 / p.precedent.half_life_ticks)
    for local in o.locals:
        for cells in local.habits:
            for cell in cells:
                for hand in cell:
                    cell[hand] *= fading
        local.claim *= 2 ** (-1 / p.voice.claim_half_life_ticks)
        s = local.settled
        if sum(s.values()) > 0:
            say = (s["own"] + s["general"] + o.rules.parallel_own_say * s["delegates"]) / sum(s.values())
            local.own_say += p.precedent.own_say_rate * (say - local.own_say)
    for hand in o.budget_habit:
        o.budget_habit[hand] *= fading


def structures(o):
    """7.10"""
    for body in o.bodies:
        body.fit *= 2 ** (-1 / o.p.structures.half_life_ticks)


def skill(o):
    """7.11"""
    p = o.p.skill
    for local in o.locals:
        for member in local.members:
            busy = member.seat is not None or member.staff_since is not None
            x = 1.0 if busy else local.own_say if member.present else 0.0
            member.skill += x * (1 - member.skill) / p.learning_ticks - (1 - x) * member.skill / p.forgetting_ticks


def deference(o):
    """7.12"""
    p, rng, people = o.p.deference, o.rng, o.members()
    pull = lambda x: math.exp(p.pull * math.sqrt(x.standing()) + p.skill_pull * x.skill)
    pulls = {member: pull(member) for member in people}
    by_local = {local: [pulls[x] for x in local.members] for local in o.locals}
    everybody = [pulls[x] for x in people]
    for member in people:
        if rng.random() < p.renewal:
            k = rng.randrange(p.ties)
            if rng.random() < p.visibility:
                found = rng.choices(people, everybody)[0]
            else:
                found = rng.choices(member.local.members, by_local[member.local])[0]
            if found is not member:
                member.tie(k, found)


def legitimacy(o):
    """7.13"""
    p, tau, held = o.p.legitimacy, o.rules.tau, o.held()
    unfair = mean(seat.entry in ("appointment", "holdover") for seat in held)
    fairness = 1 - unfair * (0.5 + 0.5 * tau)
    months = o.t - o.powers_since if o.powers_since is not None else 0
    rally = p.rally * 2 ** (-months / p.rally_half_life_ticks) * o.threat
    common = p.base + p.fairness * fairness * (0.5 + min(4.0, o.bench) / 8) + rally + o.culture
    for local in o.locals:
        say = local.own_say
        lived = common + p.own_say * say + p.kept * (say * local.kept + (1 - say) * local.kept_centre)
        for member in local.members:
            target = clamp(lived - p.grievance * member.grievance)
            member.legitimacy += (target - member.legitimacy) / p.time_ticks
        if local.members:
            local.belief = mean(member.legitimacy for member in local.members)


def voice(o):
    """7.14"""
    p, r, rng, people = o.p.voice, o.rules, o.rng, o.members()
    exceptional = o.p.emergency.stigma if o.powers_since is not None else 0.0
    o.stigma = (o.threat * r.fusion * p.treason + exceptional) * r.exposure
    elsewhere = mean(1 - local.own_say for local in o.peopled())
    leading = most_frequent(seat.faction for seat in o.executive.held())
    spoke, share = {member for member in people if member.speaks}, o.share_speaking(people)
    heard, of_critics = o.heard(), safeguards.hearing(o)
    o.claims = o.granted = 0.0
    for local in o.locals:
        concentration = 0.5 * (1 - local.own_say) + 0.5 * r.tau * elsewhere
        for x in local.members:
            target = clamp(p.grievance_gain * (concentration - x.tolerance))
            if leading is not None and x.faction != leading:
                target = clamp(target + o.pressures.rift)
            target = 0.0 if x.staff_since is not None else target
            x.grievance += (target - x.grievance) / p.time_ticks
            circle = sum(tie in spoke for tie in x.ties) / len(x.ties)
            pressed = (x.grievance + p.circle * circle + (1 - p.circle) * share) * local.hope
            x.speaks = pressed >= x.threshold * (1 + o.stigma)
        local.speakers = sum(x.speaks for x in local.members)
        y = local.share_speaking()
        if y == 0:
            local.hope += p.hope_returns * (1 - local.hope)
            continue
        o.claims += y
        open_to = p.response * (1 if local in heard else 1 - p.gate) + of_critics
        if rng.random() < open_to * (1 - r.fusion) * y:
            o.granted += y
            local.claim += p.claim
            local.hope += p.hope * (1 - local.hope)
        else:
            local.hope *= 1 - p.cynicism * y


def apparatus(o):
    """7.17"""
    p = o.p.apparatus
    central = o.active()
    late = sum(body.backlog for body in central) / max(1.0, sum(body.floor for body in central))
    pressed = min(1.0, max(late, 1 - o.done))
    rate = (p.growth_quiet + (p.growth_pressed - p.growth_quiet) * pressed) / 12
    affordable = max(0.0, (o.wage_fund + o.money / 12) / p.wage)
    wanted = max(0.5, o.staff_wanted)
    wanted += rate * wanted * max(-1.0, 1 - wanted / max(1.0, affordable))
    o.staff_wanted = clamp(wanted, 0.0, p.share_max * len(o.members()))
    safeguards.staff_must_go(o)
    while len(o.staff) > math.floor(o.staff_wanted):
        o.staff.pop().staff_since = None
    o.hire(math.floor(o.staff_wanted))


def viability(o):
    """7.18"""
    p, v, b, r, x = o.p, o.p.viability, o.p.budget, o.rules, o.pressures
    n, share, floor = len(o.members()), central_dues(o), o.p.legitimacy.dues_floor
    income = {"centre": 0.0, "parallel": 0.0, "locals": 0.0}
    dues = 0.0
    for local in o.locals:
        paid = len(local.members) * (floor + (1 - floor) * local.belief) * max(0.0, 1 - x.scarcity) * x.income
        dues += paid
        income["centre"] += paid * share
        rest = paid * (1 - share)
        income["parallel"] += rest * r.parallel_resources
        income["locals"] += rest * (1 - r.parallel_resources)
        local.money += rest * (1 - r.parallel_resources)
    if x.assets:
        new = x.assets * n
        o.assets_share = (o.assets * o.assets_share + new * o.mu * (1 - o.built)) / (o.assets + new)
        o.assets += new
    yields = o.assets * b.assets_yield
    income["centre"] += yields * o.assets_share
    income["locals"] += yields * (1 - o.assets_share)
    for local in o.locals:
        local.money += yields * (1 - o.assets_share) * len(local.members) / n
    income["centre"] += x.windfall * n
    o.money += income["centre"]
    o.parallel_money += income["parallel"]
    costs(o, income["centre"])
    o.spent += o.central_spending
    o.all_dues += dues + yields
    o.income, o.dues, o.yields = income, dues, yields
    lend(o)
    spend_surplus(o, n)
    o.wealth = o.money + o.parallel_money + sum(local.money for local in o.locals)
    if (o.t + 1) % b.period_ticks == 0:
        budget(o)
    o.months_below_zero = o.months_below_zero + 1 if o.wealth < 0 else 0
    o.collapsed = o.months_below_zero > v.months_below_zero or n < v.members_min


def costs(o, income):
    v, r, p = o.p.viability, o.rules, o.p
    stakes = {hand: sum(local.settled[hand] for local in o.locals) for hand in HANDS}
    centre = stakes["body"] + stakes["command"] + stakes["staff"]
    seats = [seat for body in o.active() for seat in body.seats]
    leak = r.leak * v.execution_cost * centre
    taken = p.cooptation.take * mean(seat.outside and seat.holder is not None for seat in seats) * max(0.0, income)
    wages = len(o.staff) * p.apparatus.wage
    paid = o.central_loss + v.execution_cost * (centre + stakes["general"]) + r.upkeep + leak + taken
    o.diverted = leak + taken
    o.money -= paid + wages
    o.central_spending = paid + wages
    o.wage_fund = income - paid
    o.parallel_money -= v.execution_cost * stakes["delegates"]
    for local in o.locals:
        local.money -= local.bill
        if local.money < 0:
            local.kept *= 1 - v.kept_loss


def lend(o):
    """Loans that nobody gives back."""
    for purse in ("parallel_money", "money"):
        for local in o.locals:
            if local.money < 0:
                lent = min(-local.money, max(0.0, getattr(o, purse)))
                local.money += lent
                setattr(o, purse, getattr(o, purse) - lent)
    for purse in ("parallel_money", "money"):
        debt = -getattr(o, purse)
        rich = sum(max(0.0, local.money) for local in o.locals)
        if debt > 0 and rich > 0:
            lent = min(debt, rich)
            setattr(o, purse, getattr(o, purse) + lent)
            for local in o.locals:
                local.money -= lent * max(0.0, local.money) / rich


def spend_surplus(o, n):
    most = 0.5 * o.p.viability.reserve_months_max
    o.money, o.parallel_money = min(o.money, most * n), min(o.parallel_money, most * n)
    for local in o.locals:
        local.money = min(local.money, most * len(local.members))


def budget(o):
    p, b, q, h = o.p, o.p.budget, o.p.precedent, o.budget_habit
    used = max(0.0, o.spent / o.all_dues) if o.all_dues > 0 else 0.0
    o.spent = o.all_dues = 0.0
    c = (h["body"] + q.founding_central_share) / (h["body"] + h["own"] + 1)
    z = q.habit * (2 * c - 1) - q.bias + q.big + q.absence * (0.5 - o.turnout)
    z += p.emergency.central_push if o.powers_since is not None else 0.0
    centre = o.rng.random() < sigma(z)
    belief = sum(local.belief * len(local.members) for local in o.locals) / len(o.members())
    wish = used * (1 + b.appetite if centre else 1 - b.thrift * (1 - belief))
    o.mu += b.step * (min(1.0, wish) - o.mu)
    o.assets_share += b.assets_step * ((1.0 if centre else 0.0) - o.assets_share)
    h["body" if centre else "own"] += 1


def secession(o):
    """7.19"""
    p, leave, rng = o.p.secession, o.rules.leave, o.rng
    threshold = leave.threshold if leave else p.threshold
    o.leaving = []
    there = sum(1 for local in o.locals if local.members)
    for local in o.locals:
        if there < 2:
            break
        if len(local.members) < 5 or local.grievance() <= threshold or rng.random() >= p.rate:
            continue
        if leave and rng.random() < leave.chance:
            o.leaving.append(local)
            there -= 1
        else:
            o.money -= p.suppression_cost * len(local.members)
            local.hope *= 1 - p.suppression_hope


def membership(o):
    """7.20"""
    p, rng, q = o.p, o.rng, o.p.membership
    people = o.members()
    o.moved_out, o.moved_in = o.month.get("lost", 0), 0
    for member in people:
        expelled = q.expulsion * o.stigma * member.speaks
        gone = expelled + q.exit + q.exit_grievance * member.grievance * (1 - member.local.hope)
        luck = rng.random()
        if luck < gone:
            o.leave(member, "purge" if luck < expelled else "resignation")
            o.moved_out += 1
    people = o.members()
    most = q.size_max * p.organization.members
    belief = sum(member.legitimacy for member in people)
    expected = q.entry * belief * max(0.0, 1 - len(people) / most) * o.pressures.recruitment
    o.waiting += poisson(rng, min(max(0.0, most - len(people)), expected))
    while o.waiting:
        local = free_local(o)
        if local is None:
            break
        join(o, local)
    while o.waiting >= max(1, o.usual // 2):
        local = Local(o, o.usual)
        o.locals.append(local)
        for _ in range(min(o.waiting, o.usual)):
            join(o, local)


def next_member(o, member):
    """The next member of the organization, in cyclic order, or nobody."""
    people = o.members()
    following = people[(people.index(member) + 1) % len(people)]
    return following if following is not member else None


def free_local(o):
    start = o.rng.randrange(len(o.locals))
    for k in range(len(o.locals)):
        local = o.locals[(start + k) % len(o.locals)]
        if local.members and len(local.members) < o.room:
            return local
    return None


def join(o, local):
    p, rng = o.p, o.rng
    people = o.members()
    member = Member(o, local, p.membership.newcomer_skill)
    founds = rng.random() < p.patronage.new_faction or not people
    member.faction = o.new_faction() if founds else rng.choice(people).faction
    local.members.append(member)
    for k in range(len(member.ties)):
        member.tie(k, o.other(member, local.members) or next_member(o, member))
    o.waiting -= 1
    o.moved_in += 1
