"""Sections 8 and 9 of the description: measures of a month, and capture."""

import math
from itertools import combinations

from entities import BIG
from maths import gini, gini_poisson, mean, sigma

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
        }
        month = sum(o.influence_month.values())
        for name, value in o.influence_month.items():
            found[f"influence_{name}"] = share(value, month)
        for name in ("seats", "staff", "delegates"):
            parts = [m.by_origin[name] for m in people if m.by_origin[name] >= 0.001]
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


def share(part, whole):
    return part / whole if whole > 0 else None


def read_mandates(o):
    """Removability and replaceability, after the selections of a month."""
