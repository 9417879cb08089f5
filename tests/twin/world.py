"""Section 7.23 of the description: organizations side by side, and locals that leave."""

from entities import Organization
from phases import month


class World:
    """Organizations with their alliances; locals that have left are not followed."""

    def __init__(self, p, rng):
        n = p.world.organizations
        self.organizations = [Organization(p, rng, number) for number in range(n)]
        for b in range(n):
            for a in range(b):
                if rng.random() < chance_of_alliance(p.world, a, b):
                    self.organizations[a].allies.append(self.organizations[b])
                    self.organizations[b].allies.append(self.organizations[a])
        for o in self.organizations:
            o.begin()

    def month(self, t):
        for o in self.organizations:
            o.seen_in_crisis = o.collapsed or o.powers_since is not None
        living = [o for o in self.organizations if not o.collapsed]
        for o in living:
            o.t = t
            month(o)
        for o in living:
            aid(o)
        for o in living:
            part(o)


def chance_of_alliance(w, a, b):
    """That the a-th and the b-th are allies, a < b."""
    neighbours = b == a + 1 or (a == 0 and b == w.organizations - 1)
    return {"none": 0.0, "ring": float(neighbours), "complete": 1.0, "random": w.density}[w.alliances]


def keeps_alliances(o):
    return not o.collapsed and o.rule("international_alliances")[1] > 0


def aid(o):
    """Allies send money to an organization below zero."""
    if o.money >= 0 or not keeps_alliances(o):
        return
    for ally in o.allies:
        if keeps_alliances(ally):
            sent = min(-o.money, max(0.0, o.p.world.aid * (ally.money - 3 * len(ally.members()))))
            ally.money -= sent
            o.money += sent


def part(o):
    """Locals leave; what becomes of them is not followed."""
    for local in o.leaving:
        taken = max(0.0, local.money) * o.rules.leave.takes
        o.money, local.money = o.money + local.money - taken, 0.0
        o.left_with_locals += len(local.members)
        for member in list(local.members):
            o.leave(member, "resignation")
        o.matters = [matter for matter in o.matters if matter.local is not local]
