"""A slow readable twin of the model, for comparison with the engine.

Written with docs/odd.md as its only source: no line of the engine's code was opened while it was written, and it
shares nothing with the engine but the names of parameters, which it reads from the JSON Schema of scenario files.
It was, however, written by somebody who had worked on the engine before; a twin by a stranger would be worth more.

Usage: python3 twin.py SCENARIO.toml RUNS [SEED]

Prints one JSON object: measures after a quarter, a half, three quarters and all of the time, a value for each run
(null where the organization had ended). Numbers in comments are sections of the description.

Readings of the description where it leaves a choice:
- Influence of newcomers begins at 0; who leaves takes theirs along.
- Hours that votes take are borne by the next month's assemblies.
- Rates that are read "at the start of a phase" are not updated within it.
- The executive and the command are "those who hold powers"; a person with two seats counts once a seat.
- A matter that is open when its local has died out is still worked off by whoever has it.
"""

import json
import math
import os
import random
import sys
import tomllib

SAFEGUARDS = {"rotation", "lottery", "transparency", "subsidiarity", "disband_days", "international_alliances", "emergency_sunset"}
SHOCKS = {"isolation", "civil_war", "scarcity", "victory"}


class Params:
    """Parameters as attributes."""

    def __init__(self, values):
        for key, value in values.items():
            setattr(self, key, Params(value) if isinstance(value, dict) else value)


def defaults(schema, node):
    """Defaults of a node of the schema, resolved."""
    if "$ref" in node:
        found = defaults(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[1]])
        found.update(node.get("default") or {})
        return found
    values = {}
    for name, field in node.get("properties", {}).items():
        inner = schema["$defs"].get(field.get("$ref", "").rsplit("/", 1)[-1], {})
        values[name] = defaults(schema, field) if "properties" in inner else field.get("default")
    return values


def merge(base, over):
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value
    return base


def load(path):
    here = os.environ.get("TWIN_SCHEMA", os.path.join(os.path.dirname(__file__), "scenario.schema.json"))
    with open(here, encoding="utf-8") as file:
        schema = json.load(file)
    with open(path, "rb") as file:
        over = tomllib.load(file)
    safeguards, shocks = over.pop("safeguards", {}), over.pop("shocks", {})
    unknown = (set(safeguards) - SAFEGUARDS) | (set(shocks) - SHOCKS)
    if unknown:
        sys.exit(f"the twin does not know {', '.join(sorted(unknown))}")
    base = merge(defaults(schema, schema), over)
    base.pop("safeguards", None), base.pop("shocks", None)

    def named(group, name):
        field = schema["$defs"][group]["properties"][name]
        reference = field["items"]["$ref"] if "items" in field else field["anyOf"][0]["$ref"]
        return defaults(schema, {"$ref": reference})

    p = Params(base)
    p.safeguards = {name: Params(merge(named("Safeguards", name), rule)) for name, rule in safeguards.items()}
    p.shocks = [(name, Params(merge(named("Shocks", name), one))) for name, many in shocks.items() for one in many]
    return p


def sigma(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def clamp(x, low=0.0, high=1.0):
    return max(low, min(high, x))


def poisson(rng, mean):
    """By the product of uniforms, in pieces."""
    count = 0
    while mean > 0:
        piece = min(mean, 30.0)
        mean -= piece
        bound, product = math.exp(-piece), rng.random()
        while product > bound:
            count += 1
            product *= rng.random()
    return count


def erlang_c(servers, load):
    """Chance to wait, from Erlang's B."""
    blocking = 1.0
    for k in range(1, servers + 1):
        blocking = load * blocking / (k + load * blocking)
    return blocking / (1 - load / servers * (1 - blocking))


def jury(voices, accuracy):
    """I_p((n+1)/2, (n+1)/2), by Simpson's rule after the substitution t = sin^2(u), which has no singular ends."""
    if accuracy <= 0 or accuracy >= 1:
        return clamp(accuracy)
    a = (voices + 1) / 2
    log_beta = 2 * math.lgamma(a) - math.lgamma(2 * a)
    end, steps = math.asin(math.sqrt(accuracy)), 400
    width = end / steps

    def density(u):
        return 2 * (math.sin(u) * math.cos(u)) ** (2 * a - 1) if u > 0 else (2.0 if a == 0.5 else 0.0)

    total = density(0) + density(end)
    total += 4 * sum(density((2 * k + 1) * width) for k in range(steps // 2))
    total += 2 * sum(density(2 * k * width) for k in range(1, steps // 2))
    return clamp(total * width / 3 / math.exp(log_beta))


class Member:
    def __init__(self, p, rng, local, faction):
        self.local, self.faction = local, faction
        self.skill = clamp(p.skill.founding + rng.uniform(-1, 1) * p.skill.spread)
        self.participation = clamp(p.participation.founding + rng.uniform(-1, 1) * p.participation.spread)
        self.tolerance = clamp(p.voice.tolerance + rng.uniform(-1, 1) * p.voice.tolerance_spread)
        self.ambition = rng.random() ** 3
        self.threshold = max(p.voice.threshold_min, rng.gauss(p.voice.threshold, p.voice.threshold_spread))
        self.legitimacy = p.legitimacy.founding
        self.grievance = self.influence = 0.0
        self.ties, self.followers = [], 0
        self.present = self.speaks = False
        self.hired, self.left_office = None, None
        self.seats = 0


class Local:
    def __init__(self, p):
        share = p.precedent.founding_central_share
        weight = p.decisions.rate * p.organization.local_size / p.organization.domains * p.precedent.founding_ticks
        self.members = []
        self.own_say, self.kept, self.hope, self.claim = 1 - share, 0.8, 1.0, 0.0
        self.belief, self.money = p.legitimacy.founding, 0.0
        self.precedent = [[share * weight, (1 - share) * weight] for _ in range(p.organization.domains)]
        self.waiting = self.capacity = self.cost = 0.0
        self.drilled = False
        self.settled = [0.0, 0.0]


class Seat:
    def __init__(self, ends):
        self.holder, self.since, self.ends, self.terms = None, 0, ends, 0
        self.entry, self.faction, self.outside, self.bound = "election", 0, False, False


class Body:
    def __init__(self, p, kind, count):
        gap = p.mandates.term_ticks if p.mandates.staggered else 0
        self.kind, self.seats = kind, [Seat(1 + i * gap // count) for i in range(count)]
        self.active, self.fit = kind != "command", 1.0
        self.waiting = self.capacity = self.settled = 0.0

    def held(self):
        return [seat for seat in self.seats if seat.holder]


class Decision:
    def __init__(self, local, domain, stakes, urgency, deadline, hours, since):
        self.local, self.domain, self.stakes, self.urgency = local, domain, stakes, urgency
        self.deadline, self.hours, self.since, self.central = deadline, hours, since, False


class Organization:
    """One organization and its month."""

    def __init__(self, p, rng):
        self.p, self.rng, self.month = p, rng, 0
        self.people, self.locals, self.staff, self.decisions = [], [], [], []
        size, left = p.organization.local_size, p.organization.members
        while left > 0:
            self.locals.append(Local(p))
            count = min(size, left)
            for _ in range(count):
                faction = rng.randrange(p.patronage.factions) if p.patronage.factions else len(self.people)
                self.add(Member(p, rng, self.locals[-1], faction))
            left -= count
            self.locals[-1].money = p.viability.founding_reserve_months * count * (1 - p.viability.founding_central_money)
        self.factions = p.patronage.factions or len(self.people)
        for member in self.people:
            for _ in range(p.deference.ties):
                self.listen(member)
        self.money = p.viability.founding_reserve_months * len(self.people) * p.viability.founding_central_money
        self.executive = Body(p, "executive", p.mandates.executive_seats)
        self.committees = [Body(p, "committee", p.mandates.committee_seats) for _ in range(p.organization.domains)]
        self.command = Body(p, "command", p.emergency.command_seats)
        self.bodies = [self.executive, *self.committees, self.command]
        self.powers, self.barred_until, self.owed, self.insolvent = None, 0, 0.0, 0
        self.wage_fund, self.waiting_people = 0.0, 0
        self.recent, self.recent_selections = [0.0, 0.0], [0.0, 0.0]
        self.turnout, self.threat = 0.0, 0.0
        stood = []
        for body in self.active():
            for seat in body.seats:
                candidates = self.willing(None)
                stood.append(len(candidates))
                if candidates:
                    ends = seat.ends
                    self.seat(seat, self.elect(candidates, None, None), "election", None)
                    seat.ends = ends
        self.bench = sum(stood) / len(stood)
        self.staff_wanted = p.apparatus.founding_per_1000 * len(self.people) / 1000
        self.hire()
        self.onsets = [self.draw_onsets(shock) for _, shock in p.shocks]

    # Small tools

    def active(self):
        return [body for body in self.bodies if body.active]

    def add(self, member):
        self.people.append(member)
        member.local.members.append(member)

    def listen(self, member):
        others = [other for other in member.local.members if other is not member]
        others = others or [other for other in self.people if other is not member]
        if others:
            target = self.rng.choice(others)
            target.followers += 1
            member.ties.append(target)

    def standing(self, member):
        return member.followers / self.p.deference.ties

    def expertise(self, member, months):
        s = self.p.shaping
        learned = 1 - math.exp(-months / s.learning_ticks)
        return member.skill * (s.newcomer + (1 - s.newcomer) * learned)

    def rule(self, name):
        rule = self.p.safeguards.get(name)
        stands = rule and rule.from_tick <= self.month and (rule.until_tick is None or self.month < rule.until_tick)
        return rule if stands else None

    def followed(self, rule):
        return self.rng.random() < rule.compliance

    def draw_onsets(self, shock):
        if shock.rate_per_year <= 0:
            return [shock.start_tick]
        chance = 1 - math.exp(-shock.rate_per_year / 12)
        return [t for t in range(shock.start_tick, self.p.ticks) if self.rng.random() < chance]

    def level(self, shock, onsets):
        strongest = 0.0
        for onset in onsets:
            past = self.month - onset - shock.duration_ticks + 1
            if self.month >= onset and past <= 0:
                strongest = 1.0
            elif self.month >= onset and shock.decay_ticks > 0:
                strongest = max(strongest, 2 ** (-past / shock.decay_ticks))
        return shock.severity * strongest if strongest >= 1e-3 else 0.0

    # 6: pressures, and the rules of the month

    def rules(self):
        p = self.p
        self.pressure_threat, self.isolation, self.scarcity = p.environment.threat, 0.0, p.environment.scarcity
        self.affairs = self.income = self.recruitment = 1.0
        for (name, shock), onsets in zip(p.shocks, self.onsets):
            level = self.level(shock, onsets)
            if level == 0:
                continue
            if name == "isolation":
                self.isolation = max(self.isolation, level)
                self.scarcity = 1 - (1 - self.scarcity) * (1 - level * shock.scarcity)
            elif name == "civil_war":
                self.pressure_threat = max(self.pressure_threat, level)
                self.scarcity = 1 - (1 - self.scarcity) * (1 - level * shock.scarcity)
            elif name == "scarcity":
                self.scarcity = 1 - (1 - self.scarcity) * (1 - level)
                self.pressure_threat = max(self.pressure_threat, level * shock.threat)
            elif name == "victory":
                self.affairs *= 1 + level * (shock.responsibilities - 1)
                self.income *= 1 + level * (shock.resources - 1)
                self.recruitment *= 1 + level * (shock.people - 1)
        self.barrier = [p.precedent.barrier] * p.organization.domains
        self.transparency, self.exposure = p.voice.transparency, 1.0
        self.local_floor = self.upkeep = self.seat_hours_taken = 0.0
        self.member_hours = self.owed
        self.owed = 0.0
        if rule := self.rule("transparency"):
            openness = rule.compliance * (rule.ledgers + rule.minutes + rule.relationships) / 3
            self.transparency += (1 - self.transparency) * openness
            self.exposure = 1 + rule.exposure * rule.minutes * rule.compliance
            self.seat_hours_taken += rule.hours * openness
        if rule := self.rule("subsidiarity"):
            for domain in range(min(rule.reserved_domains, len(self.barrier))):
                self.barrier[domain] += rule.barrier * rule.compliance
            self.local_floor = rule.local_resources * rule.compliance
        if rule := self.rule("international_alliances"):
            self.isolation *= (1 - rule.relief * rule.compliance) ** rule.partners
            chance = 1 - math.exp(-rule.crises_per_year / 12)
            if any(self.rng.random() < chance for _ in range(rule.partners)):
                self.pressure_threat = max(self.pressure_threat, rule.contagion * rule.compliance)
            self.upkeep += rule.upkeep * rule.partners * rule.compliance * len(self.people) / 1000
        for local in self.locals:
            local.drilled = False
        if rule := self.rule("disband_days"):
            since = self.month - rule.from_tick
            if since >= rule.period_ticks and since % rule.period_ticks < rule.length_ticks:
                for local in self.locals:
                    local.drilled = rule.scope >= 1 or self.rng.random() < rule.scope

    # 7.1

    def emergency(self):
        e = self.p.emergency
        noise = self.p.environment.threat_noise * self.rng.gauss(0, 1)
        self.threat = clamp(self.pressure_threat + self.isolation + noise)
        if self.powers is None:
            if self.threat > e.threshold and self.month >= self.barred_until:
                self.powers = self.month
        elif self.threat <= e.threshold:
            total = sum(member.influence for member in self.people)
            held = sum(seat.holder.influence for body in (self.executive, self.command) for seat in body.held())
            own = min(1.0, held / total) if total > 0 else 0.0
            age = self.month - self.powers
            if self.rng.random() < e.end_rate * (1 - own) ** e.ratchet * (1 + age / 12) ** -e.ratchet:
                self.powers = None
        self.muster()

    def muster(self):
        if (self.powers is not None) == self.command.active:
            return
        self.command.active = self.powers is not None
        self.command.fit = 1.0
        for seat in self.command.seats:
            self.leave(seat)
        if self.command.active:
            patrons = self.patrons()
            for seat in self.command.seats:
                self.fill(seat, patrons)
        self.count_waiting()

    # 7.3

    def attendance(self):
        w = self.p.participation.legitimacy
        for local in self.locals:
            for member in local.members:
                member.present = self.rng.random() < member.participation * (1 - w + w * member.legitimacy)
            local.present = [member for member in local.members if member.present]
            local.weights = [(1 + self.standing(m)) ** self.p.shaping.standing for m in local.present]
        self.turnout = sum(len(local.present) for local in self.locals) / max(1, len(self.people))

    # 7.4

    def capacity(self):
        c = self.p.capacity
        for local in self.locals:
            n = len(local.present)
            local.skill = sum(m.skill for m in local.present) / n if n else 0.0
            hours = max(0.0, self.p.participation.hours - self.member_hours)
            local.capacity = n * hours * (1 - c.skill_gain + c.skill_gain * local.skill)
            local.settled, local.cost = [0.0, 0.0], 0.0
        active, staff = self.active(), len(self.staff)
        seats = sum(len(body.seats) for body in active)
        pooled = staff * c.staff_hours * (1 - c.parkinson * staff / max(1, staff + seats))
        waiting = sum(body.waiting + 1 for body in active)
        rotation = self.rule("rotation")
        for body in self.bodies:
            body.settled = 0.0
            own = len(body.held()) * max(0.0, c.seat_hours - self.seat_hours_taken)
            if rotation:
                new = sum(seat.bound and seat.since + 1 == self.month for seat in body.held())
                own = max(0.0, own - new * rotation.handover_hours)
            body.capacity = own + pooled * (body.waiting + 1) / waiting if body.active else 0.0

    # 7.5

    def body_for(self, domain, urgency):
        if urgency > 0.5 and self.command.active:
            return self.command
        return self.committees[domain] if self.committees[domain].active else self.executive

    def central_delay(self, domain):
        c, work = self.p.capacity, self.p.decisions.hours
        body = self.body_for(domain, 1.0)
        capacity = max(1.0, body.capacity)
        servers = max(1, len(body.seats) + len(self.staff) // len(self.active()))
        k = min(500, servers)
        load = min(body.waiting / (capacity / servers), 0.98 * k)
        service = max(work / capacity, work / c.staff_hours)
        return clamp(c.distance_ticks + service * (1 + erlang_c(k, load)) + body.waiting / capacity, 0.02, 24)

    def arrivals(self):
        d, pr = self.p.decisions, self.p.precedent
        alive = [local for local in self.locals if local.members]
        domains = range(self.p.organization.domains)
        mean = [[sum(l.precedent[k][side] for l in alive) / max(1, len(alive)) for side in (0, 1)] for k in domains]
        central = [self.central_delay(k) for k in domains]
        local_delay = {id(l): clamp((l.waiting + d.hours) / max(1.0, l.capacity), 0.02, 24) for l in self.locals}
        push = self.p.emergency.central_push if self.powers is not None else 0.0
        rate = d.rate * self.affairs * (1 + d.rate_threat * self.threat)
        urgency = min(1.0, d.urgency + d.urgency_threat * self.threat)
        spread = min(urgency, 1 - urgency)
        for local in self.locals:
            for _ in range(poisson(self.rng, rate * len(local.members))):
                k = self.rng.randrange(len(mean))
                stakes = math.exp(self.rng.gauss(-d.stakes_spread**2 / 2, d.stakes_spread))
                u = urgency + spread * self.rng.uniform(-1, 1)
                deadline = self.rng.expovariate(1 / d.deadline_ticks)
                matter = Decision(local, k, stakes, u, deadline, d.hours, self.month)
                own = [(1 - pr.contagion) * local.precedent[k][s] + pr.contagion * mean[k][s] for s in (0, 1)]
                logit = pr.gamma * math.log(max(own[0], 1e-6) / max(own[1], 1e-6))
                logit += u * (pr.speed * math.log(local_delay[id(local)] / central[k]) + push)
                logit -= self.barrier[k] + local.claim
                matter.central = not local.drilled and self.rng.random() < sigma(logit)
                self.decisions.append(matter)

    # 7.6

    def chances(self):
        q, floor = self.p.quality, self.p.structures.floor
        for local in self.locals:
            total, squares = sum(local.weights), sum(w * w for w in local.weights)
            voices = clamp(total * total / squares if squares else 1.0, 1.0, q.voices_max)
            information = min(1.0, q.local_information + q.published_information * self.transparency)
            local.chance = jury(voices, 0.5 + 0.5 * local.skill * information)
        for body in self.bodies:
            skills = [self.expertise(seat.holder, self.month - seat.since) for seat in body.held()]
            known = q.central_information * (floor + (1 - floor) * body.fit)
            mean = sum(skills) / max(1, len(skills))
            body.chance = jury(clamp(len(skills), 1.0, q.voices_max), 0.5 + 0.5 * mean * known)

    def settlement(self):
        self.chances()
        v, left = self.p.viability, []
        self.quality = self.damage = self.stakes = 0.0
        self.central_stakes = self.local_stakes = 0.0
        unused = {id(place): place.capacity for place in (*self.locals, *self.bodies)}
        for matter in self.decisions:
            place = self.body_for(matter.domain, matter.urgency) if matter.central else matter.local
            if not (matter.central and matter.local.drilled):
                worked = min(unused[id(place)], matter.hours)
                unused[id(place)] -= worked
                matter.hours -= worked
                if matter.hours <= 1e-9:
                    self.close(matter, place, unused[id(place)])
                    continue
            if self.month - matter.since >= self.p.decisions.lapse_ticks:
                loss = v.missed_cost * matter.stakes * self.threat
                self.damage += loss
                matter.local.cost += 0.0 if matter.central else loss
                continue
            left.append(matter)
        self.decisions = left
        self.count_waiting()

    def close(self, matter, place, unused):
        v, local = self.p.viability, matter.local
        delay = self.month - matter.since + 1 - unused / max(place.capacity, 1e-6)
        delay += self.p.capacity.distance_ticks if matter.central else 0.0
        wrong = self.rng.random() >= place.chance
        late = delay > matter.deadline and matter.urgency > 0.5
        loss = (v.wrong_cost * matter.stakes * (1 + self.threat) if wrong else 0.0)
        loss += v.missed_cost * matter.stakes * self.threat if late else 0.0
        self.damage += loss
        self.stakes += matter.stakes
        self.quality += place.chance * matter.stakes
        side = 0 if matter.central else 1
        local.precedent[matter.domain][side] += matter.stakes
        local.settled[1 - side] += matter.stakes
        if matter.central:
            self.central_stakes += matter.stakes
            place.settled += matter.stakes
            kept = 1 - self.p.legitimacy.refusal * (1 - local.belief)
        else:
            self.local_stakes += matter.stakes
            local.cost += loss + v.execution_cost * matter.stakes
            kept = 1.0
        local.kept += v.kept_rate * ((0.0 if wrong or late else kept) - local.kept)

    def count_waiting(self):
        for place in (*self.locals, *self.bodies):
            place.waiting = 0.0
        for matter in self.decisions:
            place = self.body_for(matter.domain, matter.urgency) if matter.central else matter.local
            place.waiting += matter.hours

    # 7.7

    def influence(self):
        fade = 2 ** (-1 / self.p.shaping.memory_ticks)
        for member in self.people:
            member.influence *= fade
        for local in self.locals:
            total = sum(local.weights)
            for member, weight in zip(local.present, local.weights):
                member.influence += local.settled[0] * weight / total
        c, active = self.p.capacity, self.active()
        staff = sum(c.staff_hours * self.expertise(m, self.month - m.hired) for m in self.staff)
        to_staff = to_seats = 0.0
        for body in self.bodies:
            if body.settled <= 0:
                continue
            held = body.held()
            seats = sum(c.seat_hours * self.expertise(s.holder, self.month - s.since) for s in held)
            share = 1.0 if not held else staff / len(active) / (staff / len(active) + seats) if staff + seats > 0 else 0.0
            share = share if self.staff else 0.0
            to_staff += body.settled * share
            rest = body.settled * (1 - share)
            to_seats += rest
            weights = [0.01 + self.expertise(s.holder, self.month - s.since) for s in held]
            for seat, weight in zip(held, weights):
                if not seat.outside:
                    seat.holder.influence += rest * weight / sum(weights)
        for member in self.staff:
            member.influence += to_staff / len(self.staff)
        all_of_it = max(1e-12, self.stakes)
        self.share_staff, self.share_seats = to_staff / all_of_it, to_seats / all_of_it

    # 7.8, 7.9, 7.10

    def precedent(self):
        pr = self.p.precedent
        fade, claims = 2 ** (-1 / pr.half_life_ticks), 2 ** (-1 / self.p.voice.claim_half_life_ticks)
        for local in self.locals:
            local.precedent = [[c * fade, l * fade] for c, l in local.precedent]
            if sum(local.settled) > 0:
                local.own_say += pr.own_say_rate * (local.settled[0] / sum(local.settled) - local.own_say)
            local.claim *= claims
        for body in self.bodies:
            body.fit *= 2 ** (-1 / self.p.structures.half_life_ticks)

    def skill(self):
        s = self.p.skill
        for member in self.people:
            at_work = member.seats or member.hired is not None
            x = 1.0 if at_work else member.local.own_say if member.present else 0.0
            member.skill += x * (1 - member.skill) / s.learning_ticks - (1 - x) * member.skill / s.forgetting_ticks

    # 7.11

    def participate(self):
        pa = self.p.participation
        for local in self.locals:
            asked = self.member_hours + local.waiting / max(1, len(local.present))
            tired = min(0.5, pa.fatigue * max(0.0, asked - pa.hours / 2))
            target = clamp(pa.base + pa.gain * local.own_say - tired)
            for member in local.members:
                member.participation += (target - member.participation) / pa.time_ticks

    # 7.12

    def deference(self):
        de = self.p.deference
        weight = {id(m): math.exp(de.pull * math.sqrt(self.standing(m)) + de.skill_pull * round(m.skill * 64) / 64) for m in self.people}
        everybody = [weight[id(m)] for m in self.people]
        for member in self.people:
            if self.rng.random() >= de.renewal:
                continue
            anywhere = self.rng.random() < de.visibility
            pool = self.people if anywhere else member.local.members
            weights = everybody if anywhere else [weight[id(m)] for m in pool]
            chosen = self.rng.choices(pool, weights)[0]
            if chosen is not member and member.ties:
                tie = self.rng.randrange(len(member.ties))
                member.ties[tie].followers -= 1
                member.ties[tie] = chosen
                chosen.followers += 1

    # 7.13

    def legitimacy(self):
        le = self.p.legitimacy
        held = [seat for body in self.bodies for seat in body.held()]
        unfair = sum(seat.entry in ("appointment", "holdover") for seat in held) / max(1, len(held))
        fair = 1 - unfair * (0.5 + 0.5 * self.transparency)
        for local in self.locals:
            fed = le.own_say * local.own_say + le.kept * local.kept + le.fairness * fair
            for member in local.members:
                member.legitimacy += (clamp(fed - le.grievance * member.grievance) - member.legitimacy) / le.time_ticks
            local.belief = sum(m.legitimacy for m in local.members) / max(1, len(local.members))

    def voice(self):
        vo = self.p.voice
        powers = self.p.emergency.stigma if self.powers is not None else 0.0
        self.stigma = (self.threat * vo.fusion * vo.treason + powers) * self.exposure
        alive = [local for local in self.locals if local.members]
        elsewhere = sum(1 - local.own_say for local in alive) / max(1, len(alive))
        spoke = {id(m): m.speaks for m in self.people}
        everybody = sum(spoke.values()) / max(1, len(self.people))
        for local in self.locals:
            visible = 0.5 * (1 - local.own_say) + 0.5 * self.transparency * elsewhere
            for m in local.members:
                minded = 0.0 if m.hired is not None else clamp(vo.grievance_gain * (visible - m.tolerance))
                m.grievance += (minded - m.grievance) / vo.time_ticks
                ties = sum(spoke.get(id(t), False) for t in m.ties) / self.p.deference.ties
                felt = m.grievance + vo.circle * ties + (1 - vo.circle) * everybody
                m.speaks = felt * local.hope >= m.threshold * (1 + self.stigma)
        for local in self.locals:
            x = sum(m.speaks for m in local.members) / max(1, len(local.members))
            if x == 0:
                local.hope += vo.hope_returns * (1 - local.hope)
            elif self.rng.random() < vo.response * x:
                local.claim += vo.claim
                local.hope += vo.hope * (1 - local.hope)
            else:
                local.hope *= 1 - vo.cynicism * x
        self.sunset()

    def sunset(self):
        rule = self.rule("emergency_sunset")
        if not rule or self.powers is None:
            return
        age = self.month - self.powers
        if age == 0 or age % rule.months or not self.followed(rule):
            return
        self.owed += rule.hours
        fear = self.threat - self.p.emergency.threshold / 2
        alive = [local for local in self.locals if local.members]
        favour = sum(fear > sum(m.grievance for m in l.members) / len(l.members) for l in alive) / max(1, len(alive))
        if favour < rule.majority:
            self.powers, self.barred_until = None, self.month + rule.pause_ticks

    # 7.14

    def patrons(self):
        return [(seat.holder, seat.faction) for seat in self.executive.held()]

    def favoured(self, patrons):
        factions = [faction for _, faction in patrons]
        return max(sorted(set(factions), reverse=True), key=factions.count) if factions else None

    def willing(self, holder):
        ma = self.p.mandates
        deterred = (1 + self.standing(holder)) ** -ma.deterrence if holder else 1.0
        found = [holder] if holder else []
        for _ in range(ma.asked):
            m = self.rng.choice(self.people)
            ready = self.rng.random() < math.sqrt(m.ambition * m.participation) * deterred
            if ready and not m.seats and m.hired is None and m not in found:
                found.append(m)
        return found

    def score(self, member, holder, favoured, speaking):
        ma, pa = self.p.mandates, self.p.patronage
        known = ma.standing * math.log1p(self.standing(member)) + ma.skill * member.skill
        known += pa.favour if favoured is not None and member.faction == favoured else 0.0
        if member is not holder:
            return known
        voters = self.turnout * len(self.people)
        return known + ma.incumbency + pa.loyalty * len(self.staff) / (voters + 1) - ma.disapproval * speaking

    def speaking(self):
        return sum(m.speaks for m in self.people) / max(1, len(self.people))

    def elect(self, candidates, holder, favoured):
        scores = [self.score(m, holder, favoured, self.speaking()) for m in candidates]
        top = max(scores)
        return self.rng.choices(candidates, [math.exp(s - top) for s in scores])[0]

    def seat(self, seat, member, entry, faction):
        seat.holder, seat.since, seat.terms, seat.entry, seat.outside = member, self.month, 1, entry, False
        seat.faction = member.faction if faction is None else faction
        member.seats += 1

    def leave(self, seat):
        if seat.holder:
            seat.holder.seats -= 1
            seat.holder.left_office = self.month
            seat.holder, seat.outside = None, False

    def appoint(self, seat, running, patrons):
        if running and self.rng.random() < self.p.patronage.retention or not patrons:
            return running, seat.faction
        patron, faction = self.rng.choice(patrons)
        free = [m for m in patron.ties if not m.seats and m is not seat.holder]
        free = free or [m for m in self.people if not m.seats and m is not seat.holder]
        return (self.rng.choice(free), faction) if free else (running, seat.faction)

    def lot(self, barred):
        for _ in range(100):
            m = self.rng.choice(self.people)
            if m is not barred and not m.seats and m.hired is None and self.rng.random() < m.participation:
                return m
        return None

    def fill(self, seat, patrons, kind="command"):
        """Fills a seat whose holder, if any, has laid the mandate down; tells how many were willing."""
        ma, before = self.p.mandates, seat.holder
        usual = kind in ("executive", "committee")
        rotation, lottery = self.rule("rotation"), self.rule("lottery")
        rotation = rotation if rotation and usual and self.followed(rotation) else None
        barred = rotation is not None and seat.terms >= rotation.terms_in_a_row
        running = before if before and not barred and not before.seats else None
        candidates = self.willing(running)
        if rotation:
            def cool(m):
                gone = m.left_office is None or self.month - m.left_office >= rotation.cooling_off_ticks
                return m is running or (m is not before and gone)
            candidates = [m for m in candidates if cool(m)]
        faction = None
        if lottery and usual and self.rng.random() < lottery.share * lottery.compliance:
            chosen, entry = self.lot(before if running is None else None), "lottery"
        elif (self.powers is not None or ma.appointed) and patrons:
            chosen, faction = self.appoint(seat, running, patrons)
            entry = "appointment"
        elif self.turnout >= ma.quorum and candidates:
            chosen, entry = self.elect(candidates, running, self.favoured(patrons)), "election"
        else:
            chosen, entry = None, "election"
        self.selections[0] += chosen is not None
        self.selections[1] += chosen is not None and entry == "election" and len(candidates) > 1
        self.install(seat, chosen, entry, faction, rotation)
        return len(candidates)

    def install(self, seat, chosen, entry, faction, rotation):
        before = seat.holder
        if chosen is None and before and not before.seats:
            chosen, entry, faction = before, "holdover", seat.faction
        if chosen is None:
            if before:
                before.left_office = self.month
                seat.holder, seat.outside = None, False
            seat.ends = self.month + 1
            return
        if chosen is before:
            before.seats += 1
            seat.terms += entry != "holdover"
            seat.entry, seat.faction = entry, before.faction if faction is None else faction
        else:
            if before:
                before.left_office = self.month
            self.seat(seat, chosen, entry, faction)
        term = rotation.term_ticks if rotation else self.p.mandates.term_ticks
        seat.ends = self.month + (1 if entry == "holdover" else term)
        seat.bound = rotation is not None

    def mandates(self):
        patrons = self.patrons()
        due = [(b, s) for b in self.active() for s in b.seats if not s.holder or s.ends <= self.month]
        for _, seat in due:
            if seat.holder:
                seat.holder.seats -= 1
        stood = [self.fill(seat, patrons, body.kind) for body, seat in due]
        if stood:
            self.bench += self.p.mandates.bench_rate * (sum(stood) / len(stood) - self.bench)
        self.removability = self.removable()

    def removable(self):
        ma, out = self.p.mandates, []
        favoured, rotation = self.favoured(self.patrons()), self.rule("rotation")
        rivals = max(0.0, self.bench - 1)
        for seat in (s for b in self.active() for s in b.held()):
            if seat.ends - self.month > 12:
                out.append(0.0)
            elif rotation and seat.bound and seat.terms >= rotation.terms_in_a_row:
                out.append(1.0)
            elif self.powers is not None or ma.appointed:
                out.append(1 - self.p.patronage.retention)
            elif self.turnout < ma.quorum:
                out.append(0.0)
            else:
                x = self.score(seat.holder, seat.holder, favoured, 0.5)
                y = ma.skill / 2 + ma.standing * math.log(2) + math.log(max(0.01, rivals))
                out.append((1 - math.exp(-rivals)) * sigma(y - x))
        return sum(out) / len(out) if out else 1.0

    # 7.15

    def cooptation(self):
        c = self.p.cooptation
        held = [(body, seat) for body in self.active() for seat in body.held()]
        for _, seat in held:
            if seat.outside and self.rng.random() < c.chance_finds + c.openness_finds * self.transparency:
                self.leave(seat)
        held = [(body, seat) for body, seat in held if seat.holder]
        for _ in range(poisson(self.rng, c.attempts_per_year / 12)):
            if held:
                body, seat = self.rng.choice(held)
                need = clamp(1 - self.money / max(1, len(self.people)) / c.comfort_months)
                chance = c.success * (1 - self.transparency) * len(body.seats) ** -c.fewness * (0.5 + 0.5 * need)
                seat.outside = seat.outside or self.rng.random() < chance

    # 7.16

    def apparatus(self):
        a, bodies = self.p.apparatus, self.bodies
        pressed = min(1.0, sum(b.waiting for b in bodies) / max(1.0, sum(b.capacity for b in bodies)))
        rate = (a.growth_quiet + (a.growth_pressed - a.growth_quiet) * pressed) / 12
        affordable = max(0.0, (self.wage_fund + self.money / 12) / a.wage)
        wanted = max(0.5, self.staff_wanted)
        wanted += rate * wanted * max(-1.0, 1 - wanted / max(1.0, affordable))
        self.staff_wanted = clamp(wanted, 0.0, a.share_max * len(self.people))
        self.hire()

    def hire(self):
        posts = int(self.staff_wanted)
        while len(self.staff) > posts:
            self.staff.pop().hired = None
        for _ in range(4 * posts):
            if len(self.staff) >= posts:
                break
            m = self.rng.choice(self.people)
            if m.hired is None and not m.seats:
                m.hired = self.month
                self.staff.append(m)

    # 7.17

    def viability(self):
        v, le = self.p.viability, self.p.legitimacy
        levy = self.p.emergency.levy if self.powers is not None else 0.0
        self.wage_fund = 0.0
        self.month_income = 0.0
        for local in self.locals:
            paid = len(local.members) * (le.dues_floor + (1 - le.dues_floor) * local.belief)
            paid *= max(0.0, 1 - self.scarcity) * self.income
            x = v.follows_decisions * (1 - local.own_say) + (1 - v.follows_decisions) * self.p.precedent.founding_central_share
            central = paid * min(x + (1 - x) * levy, 1 - self.local_floor)
            local.money += paid - central
            self.money += central
            self.wage_fund += central
            self.month_income += paid
        self.month_central = self.wage_fund
        wages = len(self.staff) * self.p.apparatus.wage
        theirs = sum(local.cost for local in self.locals)
        seats = [seat for body in self.active() for seat in body.seats]
        outside = self.p.cooptation.take * sum(s.outside for s in seats) / max(1, len(seats))
        lost = max(0.0, self.wage_fund) * outside + v.leak * v.execution_cost * self.central_stakes
        own = self.stakes * v.execution_cost + self.damage + wages + self.upkeep - theirs + lost
        self.money -= own
        self.wage_fund -= own - wages
        for local in self.locals:
            local.money -= local.cost
            if local.money < 0:
                local.kept *= 1 - v.kept_loss
        self.lend()
        half = 0.5 * v.reserve_months_max
        self.money = min(self.money, half * len(self.people))
        for local in self.locals:
            local.money = min(local.money, half * len(local.members))
        self.insolvent = self.insolvent + 1 if self.held() < 0 else 0

    def lend(self):
        for local in self.locals:
            if local.money < 0:
                help_ = min(max(0.0, self.money), -local.money)
                local.money += help_
                self.money -= help_
        rich = sum(max(0.0, local.money) for local in self.locals)
        if self.money < 0 < rich:
            share = min(1.0, -self.money / rich)
            for local in self.locals:
                part = max(0.0, local.money) * share
                local.money -= part
                self.money += part

    def held(self):
        return self.money + sum(local.money for local in self.locals)

    # 7.18

    def secession(self):
        s = self.p.secession
        for local in self.locals:
            n = len(local.members)
            if n >= 5 and sum(m.grievance for m in local.members) > s.threshold * n and self.rng.random() < s.rate:
                self.money -= s.suppression_cost * n
                local.hope *= 1 - s.suppression_hope

    # 7.19

    def membership(self):
        me, gone = self.p.membership, []
        for member in self.people:
            expelled = me.expulsion * self.stigma * member.speaks
            leaves = me.exit + me.exit_grievance * member.grievance * (1 - member.local.hope)
            if self.rng.random() < expelled + leaves:
                gone.append(member)
        for member in gone:
            self.depart(member)
        left = {id(member) for member in gone}
        if left:
            for member in self.people:
                kept = [tie for tie in member.ties if id(tie) not in left]
                missing = self.p.deference.ties - len(kept)
                member.ties = kept
                for _ in range(missing):
                    self.listen(member)
        self.join()

    def depart(self, member):
        for body in self.bodies:
            for seat in body.seats:
                if seat.holder is member:
                    self.leave(seat)
        for tie in member.ties:
            tie.followers -= 1
        if member.hired is not None:
            self.staff.remove(member)
        self.people.remove(member)
        member.local.members.remove(member)

    def join(self):
        me, size = self.p.membership, self.p.organization.local_size
        most = me.size_max * self.p.organization.members
        room = max(0.0, 1 - len(self.people) / most)
        wanted = me.entry * sum(m.legitimacy for m in self.people) * room * self.recruitment
        newcomers = poisson(self.rng, min(wanted, max(0.0, most - len(self.people)))) + self.waiting_people
        self.waiting_people = 0
        limit = size + -(-size // 4)
        for _ in range(newcomers):
            roomy = [local for local in self.locals if 0 < len(local.members) < limit]
            if roomy:
                self.enter(self.rng.choice(roomy))
            else:
                self.waiting_people += 1
        while self.waiting_people >= max(1, size // 2):
            self.locals.append(Local(self.p))
            many = min(self.waiting_people, size)
            for _ in range(many):
                self.enter(self.locals[-1])
            self.waiting_people -= many

    def enter(self, local):
        if self.rng.random() < self.p.patronage.new_faction or not self.people:
            faction = self.factions
            self.factions += 1
        else:
            faction = self.rng.choice(self.people).faction
        member = Member(self.p, self.rng, local, faction)
        member.skill *= self.p.membership.newcomer_skill
        self.add(member)
        for _ in range(self.p.deference.ties):
            self.listen(member)

    # 3: the month

    def step(self, month):
        self.month = month
        self.selections = [0, 0]
        self.rules()
        self.emergency()
        self.attendance()
        self.capacity()
        self.arrivals()
        self.settlement()
        self.influence()
        self.precedent()
        self.skill()
        self.participate()
        self.deference()
        self.legitimacy()
        self.voice()
        self.cooptation()
        self.mandates()
        self.apparatus()
        self.viability()
        self.secession()
        self.membership()
        fade = 11 / 12
        self.recent = [self.recent[0] * fade + self.central_stakes, self.recent[1] * fade + self.local_stakes]
        self.recent_selections = [old * fade + new for old, new in zip(self.recent_selections, self.selections)]

    def ended(self):
        v = self.p.viability
        return self.insolvent > v.months_below_zero or len(self.people) < v.members_min

    def measures(self):
        n = max(1, len(self.people))
        held = [seat for body in self.bodies for seat in body.held()]
        influence = sorted(m.influence for m in self.people)
        total = sum(influence)
        gini = sum((2 * i - n + 1) * x for i, x in enumerate(influence)) / (n * total) if total else 0.0
        pairs = len(held) * (len(held) - 1)
        alike = sum(a.faction == b.faction for a in held for b in held if a is not b)
        hands = max(0.0, self.money) + sum(max(0.0, l.money) for l in self.locals) + self.month_income
        mean = lambda value: sum(value(m) for m in self.people) / n
        return {
            "central_share_stakes": self.recent[0] / max(1e-9, sum(self.recent)),
            "emergency": float(self.powers is not None),
            "influence_gini": gini,
            "influence_seats": self.share_seats,
            "influence_staff": self.share_staff,
            "removability": self.removability,
            "participation": self.turnout,
            "legitimacy": mean(lambda m: m.legitimacy),
            "skill": mean(lambda m: m.skill),
            "grievance": mean(lambda m: m.grievance),
            "voice": mean(lambda m: m.speaks),
            "staff": 1000 * len(self.staff) / n,
            "backlog": 1000 * len(self.decisions) / n,
            "quality": self.quality / self.stakes if self.stakes else 0.0,
            "damage": self.damage / n,
            "reserve": self.held() / n,
            "membership": float(len(self.people)),
            "tenure": sum(self.month - s.since for s in held) / len(held) if held else 0.0,
            "contested": self.recent_selections[1] / self.recent_selections[0] if self.recent_selections[0] else 0.0,
            "faction_concentration": alike / pairs if pairs else 0.0,
            "central_resources": (max(0.0, self.money) + self.month_central) / hands if hands else 0.0,
        }


def main():
    p, runs = load(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    months = [p.ticks * k // 4 for k in (1, 2, 3, 4)]
    rows = {}
    for run in range(runs):
        organization = Organization(p, random.Random(seed * 1_000_003 + run))
        seen, alive = {}, True
        for month in range(p.ticks):
            if not alive:
                break
            organization.step(month)
            if month + 1 in months:
                seen[month + 1] = organization.measures()
            alive = not organization.ended()
        for month in months:
            for name in organization.measures():
                rows.setdefault(name, {}).setdefault(month, []).append(seen[month][name] if month in seen else None)
    measures = {name: [by_month[month] for month in months] for name, by_month in rows.items()}
    print(json.dumps({"runs": runs, "ticks": p.ticks, "months": months, "measures": measures}))


if __name__ == "__main__":
    main()
