"""Sections 8 and 9 of the description: measures of a month, and capture."""

import math

from mandates import Selection, scores
from maths import clamp, gini, gini_poisson, mean, most_frequent, phi, sigma
from safeguards import in_tiers

FADING = 11 / 12
SEATS, CENTRE = ("body", "command"), ("body", "command", "staff")
HANDS = {
    "assemblies": ("own", "general"), "seats": SEATS, "staff": ("staff",), "delegates": ("delegates",), "central": CENTRE,
}  # fmt: skip


class Books:
    """What is tallied from month to month, and the values of the last month."""

    def __init__(self):
        self.last, self.lately, self.ended, self.filled = {}, {}, [], [0.0, 0.0]
        self.signs, self.captured = 0, 0.0

    def fade(self, name, amount):
        self.lately[name] = self.lately.get(name, 0.0) * FADING + amount
        return self.lately[name]

    def read(self, o):
        """All measures of a month."""
        now = {}
        for part in (self.stakes, self.money, self.influence, self.seats, self.people, self.results):
            now |= part(o)
        for name, value in now.items():
            self.last[name] = self.last.get(name, 0.0) if value is None else value
        self.capture(o)
        return dict(self.last)

    def stakes(self, o):
        found = {}
        for suffix, counts in (("stakes", lambda m: True), ("big", lambda m: m.big), ("open", lambda m: not m.closed)):
            chosen = [(hand, m.stakes) for hand, m, _, _ in o.settled if counts(m)]
            total = self.fade(suffix, sum(s for _, s in chosen))
            for name, hands in HANDS.items():
                part = self.fade((suffix, name), sum(s for hand, s in chosen if hand in hands))
                if suffix == "stakes" or name == "central":
                    found[f"{name}_share_{suffix}"] = share(part, total)
        centre = sum(hand in CENTRE for hand, *_ in o.settled)
        found["central_share_count"] = share(centre, len(o.settled))
        return found

    def money(self, o):
        income = o.income
        purses = max(0.0, o.money) + max(0.0, o.parallel_money) + sum(max(0.0, local.money) for local in o.locals)
        total = purses + sum(income.values())
        n = len(o.members())
        return {
            "central_resources": share(max(0.0, o.money) + income["centre"], total),
            "parallel_resources": share(max(0.0, o.parallel_money) + income["parallel"], total),
            "central_dues": o.mu,
            "central_assets": share(o.assets * o.assets_share, o.assets),
            "damage": o.damage / n,
            "diverted": o.diverted / n,
            "reserve": (o.money + o.parallel_money + sum(local.money for local in o.locals)) / n,
            "safeguard_hours": o.safeguard_hours / n,
            "safeguard_money": o.rules.upkeep / n,
        }

    def influence(self, o):
        people = o.members()
        x = [member.influence for member in people]
        total, n = sum(x), len(people)
        top = math.ceil(n / 100)
        found = {
            "influence_people": share(total**2, n * sum(value**2 for value in x)),
            "influence_gini": gini(x),
            "influence_gini_excess": gini(x) - gini_poisson(o.handings / n),
            "influence_top1": share(sum(sorted(x)[-top:]), total),
            "deference": sum(sorted(m.followers for m in people)[-top:]) / (n * o.p.deference.ties),
            "ties_to_skilled": ties_to_skilled(people),
        }
        month = sum(o.influence_month.values())
        for name, value in o.influence_month.items():
            found[f"influence_{name}"] = share(value, month)
        for name in ("seats", "staff", "delegates"):
            parts = [m.by_origin[name] for m in people + o.gone if m.by_origin[name] >= 0.001]
            found[f"people_{name}"] = share(sum(parts) ** 2, sum(part**2 for part in parts))
        return found

    def seats(self, o):
        held = o.held()
        found = {"bench": o.bench, "removability": o.removability, "replaceability": o.replaceability}
        filled = o.month.get("filled", [])
        found["contested"] = share(self.fade("contested", sum(filled)), self.fade("filled", len(filled)))
        all_seats = sum(len(body.seats) for body in o.bodies if body.central or body.active)
        for cause in ("term", "recall", "purge", "resignation"):
            found[f"turnover_{cause}"] = sum(c == cause for _, c, _ in o.month.get("ended", [])) / all_seats
        factions = [seat.faction for seat in held]
        same = sum(factions.count(f) * (factions.count(f) - 1) for f in set(factions))
        found["faction_concentration"] = share(same, len(held) * (len(held) - 1))
        found["seats_outside"] = share(sum(seat.outside for seat in held), len(held))
        found["tenure"] = mean((o.t - seat.since for seat in held), None)
        central = o.active()
        found["body_age"] = mean(o.t - body.charter for body in central)
        found["body_fit"] = mean(body.fit for body in central)
        return found

    def people(self, o):
        people, n = o.members(), len(o.members())
        mine = lambda f: sum(map(f, people)) / n
        return {
            "self_governing_locals": mean(local.own_say > 0.5 for local in o.peopled()),
            "emergency": float(o.powers_since is not None),
            "participation": o.turnout,
            "membership": float(n),
            "moves_in": o.moved_in / n,
            "moves_out": o.moved_out / n,
            "seceded": o.left_with_locals / (o.left_with_locals + n),
            "legitimacy": mine(lambda m: m.legitimacy),
            "skill": mine(lambda m: m.skill),
            "grievance_visible": mine(lambda m: m.grievance * m.speaks),
            "grievance_hidden": mine(lambda m: m.grievance * (not m.speaks)),
            "voice": mine(lambda m: m.speaks),
            "voice_success": share(o.granted, o.claims),
            "voice_price": o.stigma,
            "staff": 1000 * len(o.staff) / n,
        }

    def results(self, o):
        n, settled = len(o.members()), o.settled
        stakes = sum(m.stakes for _, m, _, _ in settled)
        return {
            "delay": mean((delay for *_, delay in settled), None),
            "backlog": 1000 * len(o.matters) / n,
            "done": share(min(o.worked, o.came_up), o.came_up),
            "kept": sum(local.kept * len(local.members) for local in o.locals) / n,
            "kept_centre": sum(local.kept_centre * len(local.members) for local in o.locals) / n,
            "quality": share(sum(m.stakes * chance for _, m, chance, _ in settled), stakes),
            "repealed": float(sum(state.repealed is not None for state in o.rules_state.values())),
            "threat": o.threat,
        }

    def capture(self, o):
        """Section 9."""
        c = o.p.capture
        both = self.last["central_share_stakes"] > c.central_share_above
        both = both and self.last["replaceability"] < c.replaceability_below
        self.signs = self.signs + 1 if both else 0
        self.last["captured"] = float(self.signs >= c.months)


def ties_to_skilled(people):
    """Of all ties, the share that point at the more skilled half of the members; no measure, but a test asks for it."""
    ranked = [m.followers for m in sorted(people, key=lambda m: m.skill)]
    return share(sum(ranked[len(ranked) // 2 :]), sum(ranked))


def share(part, whole):
    return part / whole if whole > 0 else None


def read_mandates(o):
    """Removability and replaceability, after the selections of a month."""
    view = Outlook(o)
    o.removability = mean((view.out(seat) for seat in o.held()), 1.0)
    o.replaceability = view.replaceability()


class Outlook:
    """How the seats are likely to be filled, as things stand."""

    def __init__(self, o):
        p, m, people = o.p, o.p.mandates, o.members()
        self.o, self.people = o, people
        self.selection, self.voice, self.locals = Selection(o), o.share_speaking(people), len(o.peopled())
        self.appointed = o.powers_since is not None or m.appointed
        self.quorum = o.turnout >= m.quorum
        self.rivals = max(0.0, o.bench - 1)
        self.usual = m.skill / 2 + m.standing * math.log(2)
        self.z = self.usual + math.log(max(0.01, self.rivals))
        self.some_rival = 1 - math.exp(-self.rivals)

    def lot(self, body):
        rule, c = self.o.rule("lottery")
        return c * rule.share if c > 0 and in_tiers(rule, body) else 0.0

    def limit(self, body):
        """The term limit of a body and its practice; (None, 0) without."""
        rule, c = self.o.rule("rotation")
        return (rule, c) if c > 0 and in_tiers(rule, body) else (None, 0.0)

    def recall(self, seat):
        """The safeguard and its practice, where it is open."""
        rule, c = self.o.rule("recall")
        is_open = c > 0 and self.quorum and self.o.powers_since is None and in_tiers(rule, seat.body)
        return (rule, c) if is_open else (None, 0.0)

    def score(self, seat, voice):
        """The holder's score as in 7.16 with full incumbency."""
        self.selection.light, self.selection.voice = 0.0, voice
        return scores(self.o, [seat.holder], seat.holder, self.selection)[0]

    def wins(self, ahead):
        """W(Δ)"""
        a = sigma(ahead)
        if self.o.p.mandates.elected_by != "delegates":
            return a
        r = max(1.0, self.rivals)
        b = (1 - a) / r
        e = a - b
        s = max(1e-12, a + b - e * e)
        rho = clamp((a * (1 - a) + 2 * a * b - b * b) / s, 0.0, 0.99)
        total = weights = 0.0
        for k in range(-6, 7):
            t, weight = k / 2, math.exp(-((k / 2) ** 2) / 2)
            total += weight * phi((e * math.sqrt(self.locals / s) + math.sqrt(rho) * t) / math.sqrt(1 - rho)) ** r
            weights += weight
        return clamp(total / weights, 1e-9, 1 - 1e-9)

    def out(self, seat):
        """The chance that a disapproved holder is out within 12 months."""
        o, p = self.o, self.o.p
        rule, r = self.recall(seat)
        if rule and (rule.signatures > 0.5 or seat.since + rule.cooling_off_ticks - o.t > 12):
            r = 0.0
        if seat.end - o.t > 12:
            return r
        limit, _ = self.limit(seat.body)
        if limit and seat.bound and seat.row >= limit.terms_in_a_row:
            x = 1.0
        elif self.appointed:
            x = 1 - p.patronage.retention
        elif not self.quorum:
            x = 0.0
        else:
            x = self.some_rival * (1 - self.wins(self.score(seat, 0.5) - self.z))
        return 1 - (1 - self.lot(seat.body)) * (1 - r) * (1 - x)

    # Replaceability

    def replaceability(self):
        o = self.o
        seats = [seat for body in o.active() for seat in body.seats]
        held = [seat for seat in seats if seat.holder is not None]
        if not held:
            return 1.0
        first = most_frequent(seat.faction for seat in held)
        self.ruling = first if 2 * sum(seat.faction == first for seat in held) > len(seats) else None
        self.set_group()
        return at_most([self.stays(seat) for seat in seats], len(seats) / 2)

    def set_group(self):
        p, of = self.o.p.patronage, lambda f: mean(x.faction == f for x in self.people)
        group, favoured = self.ruling, self.selection.favoured
        patrons = self.selection.patrons
        self.phi = of(group) if group is not None else 0.0
        self.omega = 1 + of(favoured) * (math.exp(p.favour) - 1) if favoured is not None else 1.0
        self.f = p.favour if group is not None and favoured == group else 0.0
        v = mean(faction == group for _, faction in patrons) if group is not None else 1.0
        self.by_appointment = v + self.o.rules.impartial * (self.phi - v)
        self.by_election = self.phi * math.exp(self.f) / self.omega
        m = self.o.p.mandates
        usual = self.usual + m.incumbency + self.selection.loyalty - m.disapproval * self.voice
        self.ordinary = self.defends(usual + self.f), self.defends(usual)

    def defends(self, y):
        """B(y)"""
        return 1 - self.some_rival * (1 - self.wins(y - self.z - math.log(self.omega)))

    def select(self, chance, body, barred, mine, other):
        """P after one selection; `barred` is the chance that the holder may not stand, `mine` and `other` are B."""
        p, d = self.o.p, self.lot(body)
        appoints = self.appointed and body.central and self.selection.patrons
        q = self.by_appointment if appoints else self.by_election
        if appoints:
            s = s_other = 0.0 if barred == 1 else p.patronage.retention
        elif not self.quorum:
            s = s_other = 1.0
        else:
            s, s_other = (b + barred * (math.exp(-self.o.bench) - b) for b in (mine, other))
        return d * self.phi + (1 - d) * (chance * (s + (1 - s) * q) + (1 - chance) * (1 - s_other) * q)

    def stays(self, seat):
        """P: the chance that a seat serves the ruling group in 24 months."""
        limit, c = self.limit(seat.body)
        if not limit:
            return self.after(seat, None)
        return c * self.after(seat, limit) + (1 - c) * self.after(seat, None)

    def after(self, seat, limit):
        o, body = self.o, seat.body
        term = limit.term_ticks if limit else o.term(body)
        quota = self.kept(seat)
        row, month, chance = seat.row, max(seat.end, o.t + 1), 0.0
        if seat.holder is None:
            month, b = o.t + 1, self.ordinary
        else:
            y = self.score(seat, self.voice)
            b = self.defends(y), self.defends(y)
            chance = float(seat.faction == self.ruling) if self.ruling is not None else 1.0
            chance = self.recalled(seat, chance)
        first = True
        while month <= o.t + 24:
            over = limit is not None and row >= limit.terms_in_a_row
            barred = 1.0 if over or (first and seat.holder is None) else quota
            chance = self.select(chance, body, barred, *b)
            row = 1 if barred == 1 else row + 1
            month, b, first = month + term, self.ordinary, False
        return chance

    def kept(self, seat):
        rule, c = self.o.rule("newcomers_quota")
        i, n = seat.body.seats.index(seat), len(seat.body.seats)
        return c if c > 0 and seat.body.kind in ("executive", "committee") and (i + 0.5) / n < rule.share else 0.0

    def recalled(self, seat, chance):
        o = self.o
        rule, c = self.recall(seat)
        if not rule or self.appointed:
            return chance
        others = 0.0 if self.ruling is None else 1 - self.phi if seat.faction == self.ruling else self.phi
        f, x = rule.factional * others, self.voice
        y = mean(member.grievance > 0.1 for member in self.people if member.present)
        if x + (1 - x) * f < rule.signatures or y + (1 - y) * f <= 0.5:
            return chance
        k = o.t + 24 - max(o.t + 1, seat.since + rule.cooling_off_ticks) + 1
        happens = 1 - (1 - c) ** max(0, k)
        return happens * self.select(0.0, seat.body, 1.0, *self.ordinary) + (1 - happens) * chance


def at_most(chances, bound):
    """The chance that at most so many of independent events come true."""
    numbers = [1.0]
    for chance in chances:
        stay, step = [x * (1 - chance) for x in numbers] + [0.0], [0.0] + [x * chance for x in numbers]
        numbers = [a + b for a, b in zip(stay, step)]
    return sum(x for k, x in enumerate(numbers) if k <= bound)
