#!/usr/bin/env python3
"""A slow, readable twin of the simulation model, in plain Python.

Written from docs/odd.md alone (with the JSON Schema of scenario files for names, defaults, ranges and one-line meanings of the
parameters), by somebody who had not seen the engine's source and had no access to it while writing: they were given those two files
and nothing else, and noted below every reading that the text left open. Then the two were compared. Where they differed, the engine
or the text was mended, and this program where the text had become clearer; docs/notebook/validation.md says what was found.

    python3 twin.py SCENARIO.toml RUNS [SEED]

prints {"runs": R, "ticks": T, "measures": {name: [[value per run] after T//4, T//2, 3T//4 and T months]}}. Run r draws all its luck
from random.Random(seed*1000003 + r). The schema is read from beside this file, or from the path in TWIN_SCHEMA.

Scope: one organization; attempts to secede are always held down; safeguards rotation, lottery, transparency, subsidiarity,
disband_days, international_alliances, emergency_sunset; all shocks of the schema. Any other safeguard is an error.

Readings of the description (where it left a choice)
 Time
  1. Months are numbered from 0. A mandate is over in month t if its end <= t. One given in month t ends in t + term_ticks.
  2. Values "after n months" are those at the end of month n - 1.
  3. Founding mandates are spread by `mandates.term_ticks` even where rotation has other terms; with `staggered` off all end in month 1.
  4. The k-th month after a shock's end has k = 1 in the first month without full strength.
 Founding
  5. `founding_leader` is drawn for each tie; member 0, and whoever is alone in a local, listen to anybody else at random instead.
  6. The founding elections need no quorum; nobody is present, so there is no vote of the staff; no faction is favoured.
  7. The bench starts at the mean number of candidates in the founding elections (the description gives no start).
  8. The founding staff, floor(W), are hired at the founding, and not only in the first month's apparatus phase.
  9. The wage fund of "last month" is 0 in the first month.
 7.1-7.3
 10. When powers end, holders of the command leave office (they stay members). If nobody has influence, o = 0.
 11. The factor from a pressure multiplies over shocks; `environment.scarcity` is one of the losses in 1 - prod(1 - loss).
     What windfall, surge, split, loss of leaders, campaign and failed revolutions press on is read off the schema's one-line meanings.
 12. Who is lost to "losses" leaves the organization; their listeners find others as in 7.19.
 7.4-7.5
 13. "Seats of active central bodies" and "its seats" are all seats, held or not; "active central bodies" are the executive, the
     committees, and the command under powers. Handover hours are spread over the held seats inside the max(0, ...).
 14. Hours of an emergency_sunset vote, which is held after the assemblies have met, are taken of those present in the next month.
 15. Threat and isolation count only through theta = [threat + isolation + noise].
 16. `precedent.barrier` plus what subsidiarity adds is the barrier.
 17. Erlang's waiting probability: k servers, a of them loaded on average (a Erlangs).
 7.6-7.8
 18. Months waited = t - month of arrival; lapse is checked after the month's work, if t - arrival >= lapse_ticks. A lapsed matter
     burdens whoever it waited with; it moves neither trust nor precedent and costs no execution.
 19. "Unused hours" are those left right after the matter is done.
 20. A body without holders decides like a coin (p = 1/2, n = 1).
 21. Influence is first multiplied by its decay, then the month's is handed out. What goes to a captured seat is lost to members but
     counts in the month's total that shares are taken of; the part of a body with neither staff nor holders goes to nobody.
 22. Months in the seat (or on the staff) = t - month of entry into this seat, through re-elections.
 7.11-7.13
 23. Of several largest factions "most" is the one with the highest number, as the text now says.
 24. If no central seat is held, fair = 1. "Most of the executive" goes by its held seats' factions, as at the start of the phase.
 25. Everybody may speak, not only those present. Grievance is updated first, then speech is decided for all at once.
 7.14
 26. Seats are filled in the order executive, committees by domain, command.
 27. `asked` members are asked without replacement, among all members; the holder is never among the asked for their own seat.
 28. Deterrence comes only from a holder who runs (neither barred nor just chosen for another seat).
 29. The bench moves by the mean over all seats that are due in a month, elected or not.
 30. "The patron's faction" is that of the patron's seat (else there would be no drift of appointments); a holder who is retained
     keeps the seat's faction as it was; "otherwise the holder's own" is read of elections and lots.
 31. A member of the staff who is appointed or drawn stays on the staff as well.
 32. "Sitting members of the executive as at the phase's start" include those whose mandate is just over (if still members).
 33. A holder stays over even if barred. A seat whose old holder was just chosen for another stays empty if nobody is found.
 34. Cases of removability are in the order of the text.
 7.15-7.17
 35. A seat stays captured as long as the holder holds it; central income, of which part is diverted, includes windfalls.
 36. W is raised to a half before it grows, so that there is always something to grow from.
 37. "Locals with money cover theirs": the centre's debts. A debt is covered in part where the money does not suffice.
 38. The cost of holding down a local is taken from the centre at once.
 7.19
 39. Exits are drawn for all at once; joiners then come one after the other.
 40. "Up to local_size + a quarter" is L + ceil(L/4).
 41. "Half a local's worth of them found a new one": they wait until they are max(1, L//2), then up to L of them found it. It starts
     without money and with the state that founding locals have.
 7.20
 42. Kinds of stakes, which the description does not assign: rotation and lottery office; transparency hours; subsidiarity, disband
     days and emergency_sunset power; international_alliances money. An empty executive repeals nothing.
 Safeguards
 43. Where compliance is drawn, it is drawn for each seat (rotation, lottery) or vote (sunset). Periods count from from_tick.
 44. Rotation in a rotating tier: those who lay down this month, or left less than cooling_off_ticks months ago, are not candidates
     there (the holder, if not barred, is for the own seat). Cooling off hinders neither appointment nor being drawn; a barred holder
     can neither be retained nor drawn. Every newly seated holder in a rotating tier is a handover.
 45. A lot comes before election or appointment, with or without powers or quorum; people are drawn until one accepts.
 46. The sunset's vote is in month t if (t - month raised) is a positive multiple of `months`; `threshold` is `emergency.threshold`.
     Locals without members have no assembly.
 47. Campaigns of allies (only if campaign_ticks > 0) are in months that are positive multiples of it; the hours are of that month.
     Each ally's crisis is drawn apart.
 Measures
 48. central_share_count: of decisions settled this month. damage: losses of the month / members at its end. tenure: t - month of entry
     into the present seat. contested: elections with more than one candidate / seats filled (elections, appointments, lots; no
     holdovers, no founding), both fading; null if none.
 49. central_resources: the share of the month's income (dues and windfalls) that goes to the centre.
"""

import json
import math
import os
import random
import sys
import tomllib
from bisect import bisect_right
from itertools import accumulate
from types import SimpleNamespace

KNOWN_SAFEGUARDS = {"rotation", "lottery", "transparency", "subsidiarity", "disband_days", "international_alliances",
                    "emergency_sunset"}
STAKES = {"rotation": "office", "lottery": "office", "transparency": "hours", "subsidiarity": "power", "disband_days": "power",
          "emergency_sunset": "power", "international_alliances": "money"}
MEASURES = ["central_share_stakes", "central_share_count", "emergency", "influence_gini", "influence_seats", "influence_staff",
            "removability", "participation", "legitimacy", "skill", "grievance", "voice", "staff", "backlog", "quality", "damage",
            "reserve", "membership", "tenure", "contested", "faction_concentration", "central_resources", "ties_to_skilled"]


# ---------------------------------------------------------------------------------------------------------------- mathematics

def sigma(x):
    """1/(1+exp(-x))"""
    if x < -700:
        return 0.0
    return 1.0 / (1.0 + math.exp(-x))


def clamp01(x):
    """[x]"""
    return 0.0 if x < 0.0 else 1.0 if x > 1.0 else x


def mean(xs, default=0.0):
    return sum(xs) / len(xs) if xs else default


def poisson(rng, lam):
    """Knuth's method, in pieces so that exp(-lam) does not vanish."""
    n = 0
    while lam > 0:
        piece = min(lam, 30.0)
        lam -= piece
        limit, product = math.exp(-piece), rng.random()
        while product > limit:
            n += 1
            product *= rng.random()
    return n


def erlang_c(k, a):
    """Probability to wait with k servers and a offered Erlangs (a < k)."""
    if a <= 0:
        return 0.0
    b = 1.0
    for i in range(1, k + 1):
        b = a * b / (i + a * b)
    return b / (1.0 - (a / k) * (1.0 - b))


def incomplete_beta(a, b, x):
    """Regularized incomplete beta I_x(a, b), by its continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(b, a, 1.0 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    h = d
    for m in range(1, 300):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + numerator / c
            c = c if abs(c) > tiny else tiny
            h *= d * c
        if abs(d * c - 1.0) < 1e-14:
            break
    return front * h


def jury(p, n, voices_max):
    """Chance that n voices of accuracy p are right."""
    n = min(max(n, 1.0), voices_max)
    return incomplete_beta((n + 1) / 2, (n + 1) / 2, p)


def gini(xs):
    xs, n, total = sorted(xs), len(xs), sum(xs)
    if n == 0 or total <= 0:
        return 0.0
    return 2.0 * sum((i + 1) * x for i, x in enumerate(xs)) / (n * total) - (n + 1) / n


# ------------------------------------------------------------------------------------------------------------------- scenario

def load_scenario(path):
    """Defaults of the schema, overridden by the scenario's TOML. Returns nested namespaces."""
    schema_path = os.environ.get("TWIN_SCHEMA") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenario.schema.json")
    with open(schema_path, encoding="utf-8") as f:
        schema = json.load(f)
    with open(path, "rb") as f:
        given = tomllib.load(f)
    return build(schema, schema, given, "scenario")


def resolve(schema, spec):
    """Follow a reference, also one inside anyOf; returns a spec of an object, array or scalar."""
    for option in spec.get("anyOf", []):
        if option.get("type") != "null":
            return resolve(schema, option)
    if "$ref" in spec:
        return resolve(schema, schema["$defs"][spec["$ref"].rsplit("/", 1)[1]])
    return spec


def build(schema, spec, given, where):
    for key in given:
        if key not in spec["properties"]:
            sys.exit(f"{where}: unknown key {key!r}")
    result = {}
    for key, prop in spec["properties"].items():
        target, name = resolve(schema, prop), f"{where}.{key}"
        if "properties" in target:
            if key in given or prop.get("default") is not None:
                result[key] = build(schema, target, given.get(key, {}), name)
            else:
                result[key] = None
        elif "array" in target.get("type", ()) and "$ref" in target.get("items", {}) and \
                "properties" in (item := resolve(schema, target["items"])):
            result[key] = [build(schema, item, one, f"{name}[{i}]") for i, one in enumerate(given.get(key) or [])]
        else:
            value = given.get(key, prop.get("default"))
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                if value < prop.get("minimum", value) or value > prop.get("maximum", value):
                    sys.exit(f"{name}: {value} is out of range")
            options = [o["const"] for o in target.get("oneOf", []) if "const" in o]
            if options and value is not None and value not in options:
                sys.exit(f"{name}: {value!r} is none of {options}")
            result[key] = value
    return SimpleNamespace(**result)


# ------------------------------------------------------------------------------------------------------------------- entities

class Member:
    __slots__ = ("local", "skill", "participation", "tolerance", "ambition", "threshold", "legitimacy", "grievance", "influence",
                 "faction", "ties", "followers", "present", "weight", "speaks", "hired", "seat", "left", "gone")

    def __init__(self, local):
        self.local = local
        self.grievance = self.influence = 0.0
        self.ties = []           # members listened to
        self.followers = 0       # ties that point here
        self.present = self.speaks = self.gone = False
        self.weight = 0.0        # in the assembly, this month
        self.hired = None        # month, if on the staff
        self.seat = None
        self.left = None         # month of leaving the last seat


class Local:
    def __init__(self, p):
        share = p.precedent.founding_central_share
        weight = p.decisions.rate * p.organization.local_size / p.organization.domains * p.precedent.founding_ticks
        self.members = []
        self.own_say = 1.0 - share
        self.kept, self.hope, self.claim, self.money = 0.8, 1.0, 0.0, 0.0
        self.belief = p.legitimacy.founding
        self.w_central = [weight * share] * p.organization.domains
        self.w_local = [weight * (1.0 - share)] * p.organization.domains
        self.queue = []          # decisions that wait for the assembly, oldest first
        self.drilled = False
        # this month:
        self.present = []
        self.capacity = self.hours = self.cost = 0.0
        self.settled_local = self.settled_central = 0.0     # stakes
        self.chance = None                                  # to be right


class Seat:
    def __init__(self, body):
        self.body = body
        self.holder = None
        self.end = 0             # month in which the mandate is over
        self.since = 0           # month in which the holder came in
        self.how = None          # elected, appointed, drawn, held over
        self.faction = None
        self.captured = False
        self.bound = False       # the mandate was given under rotation
        self.terms = 0           # mandates in a row of the holder


class Body:
    def __init__(self, tier, seats, domain=None, active=True):
        self.tier, self.domain, self.active = tier, domain, active
        self.seats = [Seat(self) for _ in range(seats)]
        self.fit = 1.0
        self.handovers = 0       # of last month
        # this month:
        self.capacity = self.hours = self.settled = 0.0
        self.chance = None

    def held(self):
        return [s for s in self.seats if s.holder is not None]


class Decision:
    __slots__ = ("local", "domain", "stakes", "urgency", "deadline", "left", "month", "central")

    def __init__(self, local, domain, stakes, urgency, deadline, left, month, central):
        self.local, self.domain, self.stakes, self.urgency = local, domain, stakes, urgency
        self.deadline, self.left, self.month, self.central = deadline, left, month, central


class Organization:
    """Section 5, Initialization, and what is asked of the state everywhere."""

    def __init__(self, p, rng):
        self.p, self.rng, self.t = p, rng, 0
        n, size = p.organization.members, p.organization.local_size
        self.m = p.deference.ties
        self.factions = 0        # next new faction
        self.members, self.locals, self.staff = [], [], []
        self.queue = []          # decisions that wait for central bodies, oldest first
        self.powers_since = None
        self.barred_until = 0    # first month in which powers may be raised again
        self.repealed = set()
        self.drill = None        # where among the locals the next disband day begins
        self.onsets = {}         # shock -> month of the latest onset
        self.next_hours = 0.0    # hours of each present that votes of last month take
        self.wage_fund = 0.0
        self.below_zero = 0
        self.waiting = 0         # newcomers for whom no local had room yet
        self.collapsed = False
        self.fade_central = self.fade_all = self.fade_contested = self.fade_selections = 0.0

        while len(self.members) < n:
            local = Local(p)
            self.locals.append(local)
            for _ in range(min(size, n - len(self.members))):
                member = self.new_member(local)
                member.faction = len(self.members) if p.patronage.factions == 0 else rng.randrange(p.patronage.factions)
                self.members.append(member)
                local.members.append(member)
            local.money = p.viability.founding_reserve_months * len(local.members) * (1 - p.viability.founding_central_money)
        self.factions = n if p.patronage.factions == 0 else p.patronage.factions
        for member in self.members:
            for _ in range(self.m):
                if rng.random() < p.deference.founding_leader and member is not self.members[0]:
                    self.tie(member, self.members[0])
                elif p.deference.founding_anywhere:
                    self.tie(member, self.somebody_else(self.members, member))
                else:
                    self.tie(member, self.somebody_else(member.local.members, member))

        self.money = p.viability.founding_reserve_months * n * p.viability.founding_central_money
        self.executive = Body("executive", p.mandates.executive_seats)
        self.committees = [Body("committee", p.mandates.committee_seats, d) for d in range(p.organization.domains)]
        self.command = Body("command", p.emergency.command_seats, active=False)
        self.central = [self.executive] + self.committees + [self.command]
        self.staff_wanted = p.apparatus.founding_per_1000 * n / 1000
        self.found_offices()
        self.adjust_staff()

    def found_offices(self):
        p, numbers = self.p, []
        for body in [self.executive] + self.committees:
            for i, seat in enumerate(body.seats):
                candidates = self.candidates(seat, None, False, set())
                numbers.append(len(candidates))
                if candidates:
                    self.seat_member(seat, self.vote(candidates, None, None, 0.0, 0.0), "elected")
                seat.end = 1 + (i * p.mandates.term_ticks // len(body.seats) if p.mandates.staggered else 0)
        self.bench = mean(numbers)

    # --- members and ties

    def new_member(self, local, skill_factor=1.0):
        p, rng = self.p, self.rng
        member = Member(local)
        member.skill = clamp01(p.skill.founding + rng.uniform(-1, 1) * p.skill.spread) * skill_factor
        member.participation = clamp01(p.participation.founding + rng.uniform(-1, 1) * p.participation.spread)
        member.tolerance = clamp01(p.voice.tolerance + rng.uniform(-1, 1) * p.voice.tolerance_spread)
        member.ambition = rng.random() ** 3
        member.threshold = max(p.voice.threshold_min, rng.gauss(p.voice.threshold, p.voice.threshold_spread))
        member.legitimacy = p.legitimacy.founding
        return member

    def tie(self, member, other):
        if other is not None:
            member.ties.append(other)
            other.followers += 1

    def somebody_else(self, group, member):
        """Uniformly among the group without the member; if nobody is there, among all."""
        for people in (group, self.members):
            if len(people) > 1:                               # the member is one of them
                while (other := self.rng.choice(people)) is member:
                    pass
                return other
        return None

    def followers_log(self, member):
        return math.log(1 + member.followers / self.m)

    def remove(self, leavers):
        """Members go; those who listened to them find somebody else of the own local."""
        if not leavers:
            return
        for member in leavers:
            member.gone = True
            if member.seat is not None:
                self.vacate(member.seat)
        self.members = [m for m in self.members if not m.gone]
        self.staff = [m for m in self.staff if not m.gone]
        for local in {m.local for m in leavers}:
            local.members = [m for m in local.members if not m.gone]
        for member in leavers:
            for other in member.ties:
                other.followers -= 1
        for member in self.members:
            for i, other in enumerate(member.ties):
                if other.gone:
                    new = self.somebody_else(member.local.members, member)
                    if new is not None:
                        member.ties[i] = new
                        new.followers += 1

    # --- offices

    def active_bodies(self):
        return [b for b in self.central if b.active]

    def central_seats(self):
        return [s for b in self.active_bodies() for s in b.held()]

    def vacate(self, seat):
        seat.holder.seat, seat.holder.left = None, self.t
        seat.holder, seat.captured, seat.terms = None, False, 0

    def seat_member(self, seat, member, how, faction=None):
        seat.holder, seat.since, seat.how, seat.terms, seat.captured = member, self.t, how, 1, False
        seat.faction = member.faction if faction is None else faction
        member.seat = seat

    def leading_faction(self):
        counts = {}
        for seat in self.executive.held():
            counts[seat.faction] = counts.get(seat.faction, 0) + 1
        return max(counts, key=lambda f: (counts[f], f)) if counts else None

    def expertise(self, member, since):
        b = self.p.shaping.newcomer
        return member.skill * (b + (1 - b) * (1 - math.exp(-(self.t - since) / self.p.shaping.learning_ticks)))

    def body_for(self, decision):
        """Who settles a central matter, looked up anew each month."""
        if decision.urgency > 0.5 and self.command.active:
            return self.command
        committee = self.committees[decision.domain]
        return committee if committee.active else self.executive

    def waiting_by_body(self):
        waiting = {b: 0.0 for b in self.central}
        for decision in self.queue:
            waiting[self.body_for(decision)] += decision.left
        return waiting

    def emergency_powers(self):
        return self.powers_since is not None

    def appointing(self):
        return self.emergency_powers() or self.p.mandates.appointed

    def share_speaking(self):
        return sum(m.speaks for m in self.members) / max(1, len(self.members))

    def need(self):
        return clamp01(1 - self.money / max(1, len(self.members)) / self.p.cooptation.comfort_months)

    # --- pieces of 7.14 that the founding, emergencies and measures use too

    def candidates(self, seat, holder, holder_barred, excluded):
        p, rng = self.p, self.rng
        runs = holder is not None and not holder_barred
        result = [holder] if runs else []
        deterring = holder if runs else None
        factor = (1 + deterring.followers / self.m) ** -p.mandates.deterrence if deterring is not None else 1.0
        for member in rng.sample(self.members, min(p.mandates.asked, len(self.members))):
            if member is holder or member.seat is not None or member.hired is not None or member in excluded:
                continue
            if rng.random() < math.sqrt(member.ambition * member.participation) * factor:
                result.append(member)
        return result

    def score(self, member, leading, is_holder, staff_vote, speaking):
        p = self.p
        x = p.mandates.standing * self.followers_log(member) + p.mandates.skill * member.skill
        if leading is not None and member.faction == leading:
            x += p.patronage.favour
        if is_holder:
            x += p.mandates.incumbency + p.patronage.loyalty * staff_vote - p.mandates.disapproval * speaking
        return x

    def vote(self, candidates, holder, leading, staff_vote, speaking):
        """Softmax, as the largest score with Gumbel noise."""
        best, winner = -math.inf, None
        for member in candidates:
            noise = -math.log(-math.log(self.rng.random() or 1e-300))
            x = self.score(member, leading, member is holder, staff_vote, speaking) + noise
            if x > best:
                best, winner = x, member
        return winner

    def appoint(self, patrons, holder):
        """A patron of the executive puts somebody in: (member, faction) or None. patrons: list of (member, faction of their seat)."""
        patrons = [(m, f) for m, f in patrons if not m.gone]
        if not patrons:
            return None
        patron, faction = self.rng.choice(patrons)
        start = self.rng.randrange(len(patron.ties)) if patron.ties else 0
        for member in patron.ties[start:] + patron.ties[:start]:     # the first who is free, from a random one on
            if member.seat is None and member is not holder and not member.gone:
                return member, faction
        pool = [m for m in self.members if m.seat is None and m is not holder]
        return (self.rng.choice(pool), faction) if pool else None

    def patrons(self):
        return [(s.holder, s.faction) for s in self.executive.held()]

    def adjust_staff(self):
        wanted = math.floor(self.staff_wanted)
        while len(self.staff) > wanted:
            self.staff.pop().hired = None
        if len(self.staff) < wanted:
            pool = [m for m in self.members if m.hired is None and m.seat is None]
            for member in self.rng.sample(pool, min(len(pool), wanted - len(self.staff))):
                member.hired = self.t
                self.staff.append(member)


# ---------------------------------------------------------------------------------------- section 6: shocks, and rules of the month

def shock_level(org, key, shock):
    """Level of one shock this month; its onsets all have the same strength, so the latest counts."""
    if shock.strikes and 0 not in shock.strikes:
        return 0.0
    if shock.rate_per_year > 0:
        if org.t >= shock.start_tick and org.rng.random() < 1 - math.exp(-shock.rate_per_year / 12):
            org.onsets[key] = org.t
    elif org.t == shock.start_tick:
        org.onsets[key] = org.t
    if key not in org.onsets:
        return 0.0
    k = org.t - (org.onsets[key] + shock.duration_ticks) + 1
    if k <= 0:
        return shock.severity
    if shock.decay_ticks == 0:
        return 0.0
    fading = 2 ** (-k / shock.decay_ticks)
    return shock.severity * fading if fading >= 0.001 else 0.0


def pressures(org):
    env = org.p.environment
    w = SimpleNamespace(threat=env.threat, isolation=0.0, kept_income=1 - env.scarcity, affairs=1.0, income=1.0, recruitment=1.0,
                        attempts=1.0, allies_lost=0.0, leaders_lost=0.0, windfall=0.0, rift=0.0)
    for kind, shocks in vars(org.p.shocks).items():
        for i, shock in enumerate(shocks):
            level = shock_level(org, (kind, i), shock)
            if level <= 0:
                continue
            if kind == "isolation":
                w.isolation = max(w.isolation, level)
                w.kept_income *= 1 - level * shock.scarcity
            elif kind == "civil_war":
                w.threat = max(w.threat, level)
                w.kept_income *= 1 - level * shock.scarcity
            elif kind == "scarcity":
                w.threat = max(w.threat, level * shock.threat)
                w.kept_income *= 1 - level
            elif kind == "victory":
                w.affairs *= 1 + level * (shock.responsibilities - 1)
                w.income *= 1 + level * (shock.resources - 1)
                w.recruitment *= 1 + level * (shock.people - 1)
            elif kind == "windfall":
                w.windfall += level * shock.money
                w.attempts *= 1 + level * (shock.attempts - 1)
            elif kind == "surge":
                w.recruitment *= 1 + level * (shock.people - 1)
            elif kind == "cooptation_campaign":
                w.attempts *= 1 + level * (shock.attempts - 1)
            elif kind == "failed_revolutions":
                w.isolation = max(w.isolation, level * shock.isolation)
                w.allies_lost = max(w.allies_lost, level * shock.allies)
            elif kind == "internal_split":
                w.rift = max(w.rift, level * shock.rift)
            elif kind == "loss_of_leaders":
                w.leaders_lost = max(w.leaders_lost, level * shock.share)
            else:
                sys.exit(f"unknown shock {kind}")
    w.scarcity = 1 - w.kept_income
    return w


def in_force(org, name):
    safeguard = getattr(org.p.safeguards, name)
    if safeguard is None or name in org.repealed or org.t < safeguard.from_tick:
        return None
    if safeguard.until_tick is not None and org.t >= safeguard.until_tick:
        return None
    return safeguard


def rules(org, w):
    """What the safeguards in force make of this month's rules; alliances also change the pressures."""
    p, rng = org.p, org.rng
    r = SimpleNamespace(transparency=p.voice.transparency, exposure=1.0, barrier=[p.precedent.barrier] * p.organization.domains,
                        floor=0.0, hours=org.next_hours, seat_hours=0.0, upkeep=0.0,
                        rotation=in_force(org, "rotation"), lottery=in_force(org, "lottery"),
                        sunset=in_force(org, "emergency_sunset"))
    org.next_hours = 0.0
    for local in org.locals:
        local.drilled = False

    g = in_force(org, "transparency")
    if g is not None:
        openness = g.compliance * (g.ledgers + g.minutes + g.relationships) / 3
        r.transparency += (1 - r.transparency) * openness
        r.exposure = 1 + g.exposure * g.minutes * g.compliance
        r.seat_hours += g.hours * openness
    g = in_force(org, "subsidiarity")
    if g is not None:
        for domain in range(min(g.reserved_domains, p.organization.domains)):
            r.barrier[domain] += g.barrier * g.compliance
        r.floor = g.local_resources * g.compliance
    g = in_force(org, "disband_days")
    if g is not None:
        since, n = org.t - g.from_tick, len(org.locals)
        if since % g.period_ticks == 0:                      # drawn once for the whole drill
            org.drill = rng.random() if rng.random() < g.compliance else None
        if since >= g.period_ticks and since % g.period_ticks < g.length_ticks and org.drill is not None:
            for i, local in enumerate(org.locals):           # a run of locals, from a random place on
                local.drilled = ((i + 0.5) / n - org.drill) % 1.0 < g.scope
    g = in_force(org, "international_alliances")
    if g is not None:
        w.isolation *= (1 - g.relief * g.compliance) ** (g.partners * (1 - w.allies_lost))
        for _ in range(g.partners):
            if rng.random() < 1 - math.exp(-g.crises_per_year / 12):
                w.threat = max(w.threat, g.contagion * g.compliance)
        r.upkeep += g.upkeep * g.partners * g.compliance * len(org.members) / 1000
        since = org.t - g.from_tick
        if g.campaign_ticks > 0 and since > 0 and since % g.campaign_ticks == 0:
            r.hours += g.campaign_hours * g.compliance
            w.recruitment *= 1 + (g.campaign_recruitment - 1) * g.compliance
    return r


# --------------------------------------------------------------------------------------------------------- section 7: submodels

def s7_1_emergency(org, w, r):
    p, rng = org.p, org.rng
    org.command_filled = 0
    w.theta = clamp01(w.threat + w.isolation + p.environment.threat_noise * rng.gauss(0, 1))
    if not org.emergency_powers():
        if w.theta > p.emergency.threshold and org.t >= org.barred_until:
            org.powers_since = org.t
            if not org.command.active:
                open_command(org)
    elif w.theta <= p.emergency.threshold:
        total = sum(m.influence for m in org.members)
        held = sum(s.holder.influence for b in (org.executive, org.command) for s in b.held())
        o = held / total if total > 0 else 0.0
        age, kappa = org.t - org.powers_since, p.emergency.ratchet
        if rng.random() < p.emergency.end_rate * (1 - o) ** kappa * (1 + age / 12) ** -kappa:
            org.powers_since = None
    if org.command.active and not org.emergency_powers():    # also where a vote ended them last month
        for seat in org.command.held():
            org.vacate(seat)
        org.command.active = False


def open_command(org):
    org.command.active, org.command.fit = True, 1.0
    for seat in org.command.seats:
        found = org.appoint(org.patrons(), None)
        if found:
            org.seat_member(seat, found[0], "appointed", found[1])
            seat.end = org.t + org.p.mandates.term_ticks
            org.command_filled += 1


def s7_2_losses(org, w, r):
    if w.leaders_lost > 0:
        org.remove([s.holder for s in org.central_seats() if org.rng.random() < w.leaders_lost])


def s7_3_attendance(org, w, r):
    p, rng = org.p, org.rng
    share = p.participation.legitimacy
    for local in org.locals:
        local.present = []
        for member in local.members:
            member.present = rng.random() < member.participation * (1 - share + share * member.legitimacy)
            if member.present:
                member.weight = (1 + member.followers / org.m) ** p.shaping.standing
                local.present.append(member)
    org.present = sum(len(l.present) for l in org.locals)
    org.turnout = org.present / max(1, len(org.members))


def s7_4_capacity(org, w, r):
    p = org.p
    gain = p.capacity.skill_gain
    for local in org.locals:
        skill = mean([m.skill for m in local.present])
        local.capacity = len(local.present) * max(0.0, p.participation.hours - r.hours) * (1 - gain + gain * skill)
        local.hours = local.capacity
    active, s = org.active_bodies(), len(org.staff)
    seats = sum(len(b.seats) for b in active)
    staff_hours = s * p.capacity.staff_hours * (1 - p.capacity.parkinson * s / (s + seats))
    waiting = org.waiting_by_body()
    total = sum(waiting[b] + 1 for b in active)
    for body in org.central:
        body.capacity = 0.0
        if body.active:
            held = len(body.held())
            taken = r.seat_hours
            if r.rotation is not None and held:
                taken += body.handovers * r.rotation.handover_hours / held
            body.capacity = held * max(0.0, p.capacity.seat_hours - taken) + staff_hours * (waiting[body] + 1) / total
        body.hours = body.capacity
        body.handovers = 0


def s7_5_arrivals(org, w, r):
    p, rng = org.p, org.rng
    d, theta, domains = p.decisions, w.theta, p.organization.domains

    def delay_clamp(x):
        return min(24.0, max(0.02, x))

    # delays, read once
    waiting, active = org.waiting_by_body(), org.active_bodies()
    delay_central = []
    for domain in range(domains):
        committee = org.committees[domain]
        body = org.command if org.command.active else committee if committee.active else org.executive
        capacity = max(1.0, body.capacity)
        servers = len(body.seats) + len(org.staff) // len(active)
        k = min(500, max(1, servers))
        a = min(waiting[body] / (capacity / servers), 0.98 * k)
        service = max(d.hours / capacity, d.hours / p.capacity.staff_hours)
        delay_central.append(delay_clamp(p.capacity.distance_ticks + service * (1 + erlang_c(k, a)) + waiting[body] / capacity))
    delay_local = {l: delay_clamp((sum(x.left for x in l.queue) + d.hours) / max(1.0, l.capacity)) for l in org.locals}

    inhabited = [l for l in org.locals if l.members]
    mean_c = [mean([l.w_central[i] for l in inhabited]) for i in range(domains)]
    mean_l = [mean([l.w_local[i] for l in inhabited]) for i in range(domains)]
    c, push = p.precedent.contagion, p.emergency.central_push if org.emergency_powers() else 0.0
    mid = min(1.0, d.urgency + d.urgency_threat * theta)
    half = min(mid, 1 - mid)
    for local in inhabited:
        for _ in range(poisson(rng, d.rate * w.affairs * (1 + d.rate_threat * theta) * len(local.members))):
            stakes = math.exp(rng.gauss(-d.stakes_spread ** 2 / 2, d.stakes_spread))
            urgency = mid + rng.uniform(-half, half)
            domain = rng.randrange(domains)
            matter = Decision(local, domain, stakes, urgency, rng.expovariate(1 / d.deadline_ticks), d.hours, org.t, False)
            w_c = (1 - c) * local.w_central[domain] + c * mean_c[domain]
            w_l = (1 - c) * local.w_local[domain] + c * mean_l[domain]
            logit = p.precedent.gamma * (math.log(max(w_c, 1e-300)) - math.log(max(w_l, 1e-300))) \
                + urgency * (p.precedent.speed * math.log(delay_local[local] / delay_central[domain]) + push) \
                - r.barrier[domain] - local.claim
            matter.central = rng.random() < sigma(logit) and not local.drilled
            (org.queue if matter.central else local.queue).append(matter)


def assembly_chance(org, local, r):
    q = org.p.quality
    if not local.present:
        return jury(0.5, 1, q.voices_max)
    weights = [m.weight for m in local.present]
    n = sum(weights) ** 2 / sum(x * x for x in weights)
    information = min(1.0, q.local_information + q.published_information * r.transparency)
    return jury(0.5 + 0.5 * mean([m.skill for m in local.present]) * information, n, q.voices_max)


def body_chance(org, body):
    q, floor = org.p.quality, org.p.structures.floor
    expertise = mean([org.expertise(s.holder, s.since) for s in body.held()])
    p = 0.5 + 0.5 * expertise * q.central_information * (floor + (1 - floor) * body.fit)
    return jury(p, len(body.held()), q.voices_max)


def s7_6_settlement(org, w, r):
    org.central_cost = org.central_stakes = org.damage = 0.0
    org.count_central = org.count_all = 0
    org.right_stakes = org.all_stakes = 0.0
    for local in org.locals:
        local.cost = local.settled_local = local.settled_central = 0.0
        local.chance = None
    for body in org.central:
        body.settled, body.chance = 0.0, None
    for local in org.locals:
        local.queue = [x for x in local.queue if still_waits(org, w, r, x, local)]
    org.queue = [x for x in org.queue if still_waits(org, w, r, x, org.body_for(x))]
    org.fade_all = org.fade_all * 11 / 12 + org.all_stakes
    org.fade_central = org.fade_central * 11 / 12 + org.central_stakes


def still_waits(org, w, r, matter, deciders):
    """Work on one matter; False if it was settled or lapsed."""
    v, rng, theta, local = org.p.viability, org.rng, w.theta, matter.local
    work = min(matter.left, deciders.hours)
    matter.left -= work
    deciders.hours -= work
    waited, loss, settled = org.t - matter.month, 0.0, matter.left <= 1e-9
    if settled:
        if deciders.chance is None:
            deciders.chance = body_chance(org, deciders) if matter.central else assembly_chance(org, local, r)
        right = rng.random() < deciders.chance
        delay = waited + 1 - (deciders.hours / deciders.capacity if deciders.capacity > 0 else 0.0)
        if matter.central:
            delay += org.p.capacity.distance_ticks
        late = delay > matter.deadline and matter.urgency > 0.5
        if not right:
            loss += v.wrong_cost * matter.stakes * (1 + theta)
        if late:
            loss += v.missed_cost * matter.stakes * theta
        if not right or late:
            x = 0.0
        elif matter.central:
            x = 1 - org.p.legitimacy.refusal * (1 - local.belief)
        else:
            x = 1.0
        local.kept += v.kept_rate * (x - local.kept)
        org.right_stakes += deciders.chance * matter.stakes
        org.all_stakes += matter.stakes
        org.count_all += 1
        if matter.central:
            org.count_central += 1
            org.central_stakes += matter.stakes
            deciders.settled += matter.stakes
            local.settled_central += matter.stakes
            local.w_central[matter.domain] += matter.stakes
        else:
            local.settled_local += matter.stakes
            local.w_local[matter.domain] += matter.stakes
            local.cost += v.execution_cost * matter.stakes
    elif waited >= org.p.decisions.lapse_ticks:
        loss += v.missed_cost * matter.stakes * theta
    else:
        return True
    org.damage += loss
    if matter.central:
        org.central_cost += loss
    else:
        local.cost += loss
    return False


def s7_7_influence(org, w, r):
    p = org.p
    decay = 2 ** (-1 / p.shaping.memory_ticks)
    for member in org.members:
        member.influence *= decay
    org.handed_all = org.handed_seats = org.handed_staff = 0.0
    for local in org.locals:
        if local.settled_local > 0 and local.present:
            total = sum(m.weight for m in local.present)
            for member in local.present:
                member.influence += local.settled_local * member.weight / total
            org.handed_all += local.settled_local
    active = len(org.active_bodies())
    staff_power = sum(p.capacity.staff_hours * org.expertise(m, m.hired) for m in org.staff) / active
    for body in org.active_bodies():
        if body.settled <= 0:
            continue
        held = [(s, org.expertise(s.holder, s.since)) for s in body.held()]
        seat_power = sum(p.capacity.seat_hours * e for _, e in held)
        if not org.staff:
            share = 0.0
        elif not held:
            share = 1.0
        else:
            share = staff_power / (staff_power + seat_power) if staff_power + seat_power > 0 else 0.0
        if org.staff and share > 0:
            for member in org.staff:
                member.influence += body.settled * share / len(org.staff)
            org.handed_staff += body.settled * share
        if held:
            total = sum(0.01 + e for _, e in held)
            for seat, e in held:
                part = body.settled * (1 - share) * (0.01 + e) / total
                if not seat.captured:
                    seat.holder.influence += part
                    org.handed_seats += part
        org.handed_all += body.settled


def s7_8_precedent(org, w, r):
    p = org.p
    decay, fading = 2 ** (-1 / p.precedent.half_life_ticks), 2 ** (-1 / p.voice.claim_half_life_ticks)
    for local in org.locals:
        local.w_central = [x * decay for x in local.w_central]
        local.w_local = [x * decay for x in local.w_local]
        both = local.settled_local + local.settled_central
        if both > 0:
            local.own_say += p.precedent.own_say_rate * (local.settled_local / both - local.own_say)
        local.claim *= fading


def s7_9_structures(org, w, r):
    decay = 2 ** (-1 / org.p.structures.half_life_ticks)
    for body in org.central:
        body.fit *= decay


def s7_10_skill(org, w, r):
    learning, forgetting = org.p.skill.learning_ticks, org.p.skill.forgetting_ticks
    for m in org.members:
        x = 1.0 if m.seat is not None or m.hired is not None else m.local.own_say if m.present else 0.0
        m.skill = clamp01(m.skill + x * (1 - m.skill) / learning - (1 - x) * m.skill / forgetting)


def s7_11_participation(org, w, r):
    p = org.p.participation
    for local in org.locals:
        asked = r.hours + sum(x.left for x in local.queue) / max(1, len(local.present))
        tired = min(0.5, p.fatigue * max(0.0, asked - p.hours / 2))
        target = clamp01(p.base + p.gain * local.own_say - tired)
        for m in local.members:
            m.participation += (target - m.participation) / p.time_ticks


def s7_12_deference(org, w, r):
    p, rng = org.p.deference, org.rng

    def pulls(members):
        return list(accumulate(math.exp(p.pull * math.sqrt(m.followers / org.m) + p.skill_pull * m.skill)
                               for m in members))

    everywhere = pulls(org.members)
    within = {local: pulls(local.members) for local in org.locals}
    renewed = []
    for member in org.members:
        if rng.random() >= p.renewal or not member.ties:
            continue
        which = rng.randrange(len(member.ties))
        group, sums = (org.members, everywhere) if rng.random() < p.visibility else (member.local.members, within[member.local])
        other = group[min(len(group) - 1, bisect_right(sums, rng.random() * sums[-1]))]
        if other is not member:
            renewed.append((member, which, other))
    for member, which, other in renewed:
        member.ties[which].followers -= 1
        member.ties[which] = other
        other.followers += 1


def s7_13_legitimacy(org, w, r):
    p = org.p.legitimacy
    seats = org.central_seats()
    unfair = sum(s.how in ("appointed", "held over") for s in seats) / len(seats) if seats else 0.0
    fair = 1 - unfair * (0.5 + 0.5 * r.transparency)
    for local in org.locals:
        common = p.own_say * local.own_say + p.kept * local.kept + p.fairness * fair
        for m in local.members:
            m.legitimacy += (clamp01(common - p.grievance * m.grievance) - m.legitimacy) / p.time_ticks
        if local.members:
            local.belief = mean([m.legitimacy for m in local.members])


def s7_13_voice(org, w, r):
    p, rng = org.p, org.rng
    v = p.voice
    w.stigma = (w.theta * v.fusion * v.treason + (p.emergency.stigma if org.emergency_powers() else 0.0)) * r.exposure
    elsewhere = mean([1 - l.own_say for l in org.locals if l.members])
    leading = org.leading_faction()
    spoke_all = org.share_speaking()
    speaks_now = []
    for member in org.members:
        seen = 0.5 * (1 - member.local.own_say) + 0.5 * r.transparency * elsewhere
        target = v.grievance_gain * (seen - member.tolerance)
        if w.rift and leading is not None and member.faction != leading:
            target += w.rift
        target = 0.0 if member.hired is not None else clamp01(target)
        member.grievance += (target - member.grievance) / v.time_ticks
        spoke_ties = sum(o.speaks for o in member.ties) / len(member.ties) if member.ties else 0.0
        push = (member.grievance + v.circle * spoke_ties + (1 - v.circle) * spoke_all) * member.local.hope
        speaks_now.append(push >= member.threshold * (1 + w.stigma))
    for member, speaks in zip(org.members, speaks_now):
        member.speaks = speaks
    for local in org.locals:
        if not local.members:
            continue
        x = sum(m.speaks for m in local.members) / len(local.members)
        if x == 0:
            local.hope += v.hope_returns * (1 - local.hope)
        elif rng.random() < v.response * x:
            local.claim += v.claim
            local.hope += v.hope * (1 - local.hope)
        else:
            local.hope *= 1 - v.cynicism * x


def sunset(org, w, r):
    """Emergency sunset, after voice."""
    g, rng = r.sunset, org.rng
    if g is None or not org.emergency_powers():
        return
    age = org.t - org.powers_since
    if age == 0 or age % g.months != 0 or rng.random() >= g.compliance:
        return
    if g.renewed_by == "assemblies":
        org.next_hours += g.hours
        assemblies = [l for l in org.locals if l.members]
        reason = w.theta - org.p.emergency.threshold / 2
        favour = sum(reason > mean([m.grievance for m in l.members]) for l in assemblies)
        renewed = favour >= g.majority * len(assemblies)
    else:
        renewed = rng.random() < g.renewal_probability
    if not renewed:
        org.powers_since = None
        org.barred_until = org.t + g.pause_ticks


def in_tiers(tiers, body):
    return body.tier in (tiers or ("executive", "committee"))


def s7_14_mandates(org, w, r):
    p, rng, t = org.p, org.rng, org.t
    patrons, leading = org.patrons(), org.leading_faction()
    speaking, staff_vote = org.share_speaking(), len(org.staff) / (org.present + 1)
    quorum = org.turnout >= p.mandates.quorum

    due = []
    for body in org.active_bodies():
        for seat in body.seats:
            if seat.holder is None or seat.end <= t:
                due.append((seat, seat.holder))
    outgoing = {old for _, old in due if old is not None}
    for seat, old in due:                                    # all lay down first
        if old is not None:
            seat.holder, old.seat = None, None
    cooling = None                                           # who cannot stand in rotating tiers
    numbers, selections, contested = [], 0, 0

    for seat, old in due:
        rotates = r.rotation is not None and in_tiers(r.rotation.tiers, seat.body) and rng.random() < r.rotation.compliance
        holder = old if old is not None and old.seat is None else None          # not just chosen for another seat
        barred = rotates and holder is not None and seat.terms >= r.rotation.terms_in_a_row
        chosen, how, faction = None, None, None
        excluded = ()
        if rotates:
            if cooling is None:
                cooling = {m for m in org.members
                           if m in outgoing or (m.left is not None and t - m.left < r.rotation.cooling_off_ticks)}
            excluded = cooling
        candidates = org.candidates(seat, holder, barred, excluded)
        numbers.append(len(candidates))

        if r.lottery is not None and in_tiers(r.lottery.tiers, seat.body) and rng.random() < r.lottery.share * r.lottery.compliance:
            chosen, how = draw(org, r.lottery, holder if barred else None), "drawn"
        elif org.appointing() and patrons:
            how = "appointed"
            if holder is not None and not barred and rng.random() < p.patronage.retention:
                chosen = holder
                faction = seat.faction
            else:
                found = org.appoint(patrons, holder)
                if found:
                    chosen, faction = found
        elif quorum:
            how = "elected"
            if candidates:
                chosen = org.vote(candidates, holder, leading, staff_vote, speaking)
                contested += len(candidates) > 1

        if chosen is None:
            if holder is not None:                           # held over, month by month
                seat.holder, holder.seat, seat.how, seat.bound = holder, seat, "held over", rotates
            elif old is not None:
                seat.captured, seat.terms = False, 0
            continue
        selections += 1
        if chosen is holder:
            seat.holder, holder.seat, seat.how = holder, seat, how
            seat.terms += 1
            seat.faction = holder.faction if faction is None else faction
        else:
            org.seat_member(seat, chosen, how, faction)
            if rotates:
                seat.body.handovers += 1
        seat.bound = rotates
        seat.end = t + (r.rotation.term_ticks if rotates else p.mandates.term_ticks)

    for member in outgoing:                                  # those who are out, or in another seat than before
        if member.seat is None or member.seat.since == t:
            member.left = t
    if numbers:
        org.bench += p.mandates.bench_rate * (mean(numbers) - org.bench)
    org.removability = removability(org, r)
    org.fade_selections = org.fade_selections * 11 / 12 + selections + org.command_filled
    org.fade_contested = org.fade_contested * 11 / 12 + contested


def draw(org, lottery, barred_holder):
    """Somebody by lot: people neither in office nor on the staff, until one accepts."""
    pool = [m for m in org.members if m.seat is None and m.hired is None and m is not barred_holder and (lottery.pool == "members" or m.present)]
    while pool:
        i = org.rng.randrange(len(pool))
        pool[i], pool[-1] = pool[-1], pool[i]
        member = pool.pop()
        if org.rng.random() < member.participation:
            return member
    return None


def removability(org, r):
    p, seats, values = org.p, org.central_seats(), []
    if not seats:
        return 1.0
    leading, staff_vote = org.leading_faction(), len(org.staff) / (org.present + 1)
    rivals = max(0.0, org.bench - 1)
    y = 0.5 * p.mandates.skill + p.mandates.standing * math.log(2) + math.log(max(0.01, rivals))
    for seat in seats:
        drawn = r.lottery.share * r.lottery.compliance if r.lottery is not None and in_tiers(r.lottery.tiers, seat.body) else 0.0

        def out(otherwise):
            return drawn + (1 - drawn) * otherwise

        if seat.end - org.t > 12:
            values.append(0.0)
        elif r.rotation is not None and seat.bound and seat.terms >= r.rotation.terms_in_a_row:
            values.append(1.0)
        elif org.appointing():
            values.append(out(1 - p.patronage.retention))
        elif org.turnout < p.mandates.quorum:
            values.append(out(0.0))
        else:
            x = org.score(seat.holder, leading, True, staff_vote, 0.5)
            values.append(out((1 - math.exp(-rivals)) * sigma(y - x)))
    return mean(values)


def s7_15_cooptation(org, w, r):
    p, rng = org.p.cooptation, org.rng
    for seat in org.central_seats():
        if seat.captured and rng.random() < p.chance_finds + p.openness_finds * r.transparency:
            org.vacate(seat)
    for _ in range(poisson(rng, p.attempts_per_year / 12 * w.attempts)):
        seats = org.central_seats()
        if seats:
            seat = rng.choice(seats)
            chance = p.success * (1 - r.transparency) * len(seat.body.seats) ** -p.fewness * (0.5 + 0.5 * org.need())
            if rng.random() < chance:
                seat.captured = True


def s7_16_apparatus(org, w, r):
    p = org.p.apparatus
    wanted = max(0.5, org.staff_wanted)
    waiting = sum(x.left for x in org.queue)
    capacity = sum(b.capacity for b in org.active_bodies())
    rate = (p.growth_quiet + (p.growth_pressed - p.growth_quiet) * min(1.0, waiting / max(1.0, capacity))) / 12
    affordable = max(0.0, (org.wage_fund + org.money / 12) / p.wage)
    wanted += rate * wanted * max(-1.0, 1 - wanted / max(1.0, affordable))
    org.staff_wanted = min(max(0.0, wanted), p.share_max * len(org.members))
    org.adjust_staff()


def s7_17_viability(org, w, r):
    p, v = org.p, org.p.viability
    levy = p.emergency.levy if org.emergency_powers() else 0.0
    income = everything = 0.0
    for local in org.locals:
        floor = p.legitimacy.dues_floor
        dues = len(local.members) * (floor + (1 - floor) * local.belief) * (1 - w.scarcity) * w.income
        x = v.follows_decisions * (1 - local.own_say) + (1 - v.follows_decisions) * p.precedent.founding_central_share
        share = min(x + (1 - x) * levy, 1 - r.floor)
        income += dues * share
        everything += dues
        local.money += dues * (1 - share) - local.cost
    windfall = w.windfall * len(org.members)
    income += windfall
    org.income_central, org.income_all = income, everything + windfall

    seats = [s for b in org.active_bodies() for s in b.seats]
    diverted = p.cooptation.take * sum(s.captured for s in seats) / len(seats) * income
    work = v.execution_cost * org.central_stakes
    costs = work + org.central_cost + r.upkeep + v.leak * work + diverted
    org.wage_fund = income - costs
    org.money += income - costs - p.apparatus.wage * len(org.staff)

    for local in org.locals:
        if local.money < 0:
            local.kept *= 1 - v.kept_loss
            help_ = min(-local.money, max(0.0, org.money))
            local.money += help_
            org.money -= help_
    if org.money < 0:
        rich = [l for l in org.locals if l.money > 0]
        total = sum(l.money for l in rich)
        part = min(1.0, -org.money / total) if total > 0 else 0.0
        for local in rich:
            org.money += local.money * part
            local.money -= local.money * part
    org.money = min(org.money, v.reserve_months_max / 2 * len(org.members))
    for local in org.locals:
        local.money = min(local.money, v.reserve_months_max / 2 * len(local.members))

    org.below_zero = org.below_zero + 1 if all_money(org) < 0 else 0
    if org.below_zero > v.months_below_zero or len(org.members) < v.members_min:
        org.collapsed = True


def all_money(org):
    return org.money + sum(l.money for l in org.locals)


def s7_18_secession(org, w, r):
    p = org.p.secession
    for local in org.locals:
        if len(local.members) >= 5 and mean([m.grievance for m in local.members]) > p.threshold and org.rng.random() < p.rate:
            org.money -= p.suppression_cost * len(local.members)
            local.hope *= 1 - p.suppression_hope


def s7_19_membership(org, w, r):
    p, rng = org.p, org.rng
    ms, size = p.membership, p.organization.local_size
    leavers = []
    for m in org.members:
        expelled = ms.expulsion * w.stigma if m.speaks else 0.0
        if rng.random() < expelled + ms.exit + ms.exit_grievance * m.grievance * (1 - m.local.hope):
            leavers.append(m)                                # one draw; below `expelled` it is an expulsion
    org.remove(leavers)
    most = ms.size_max * p.organization.members
    room_left = max(0.0, 1 - len(org.members) / most)
    joining = ms.entry * sum(m.legitimacy for m in org.members) * room_left * w.recruitment
    joiners = poisson(rng, min(joining, max(0.0, most - len(org.members)))) + org.waiting
    org.waiting = 0
    for _ in range(joiners):
        start = rng.randrange(len(org.locals))               # a random local, or the next one with room
        free = (l for l in org.locals[start:] + org.locals[:start] if l.members and len(l.members) < size + math.ceil(size / 4))
        local = next(free, None)
        if local is not None:
            join(org, local)
        else:
            org.waiting += 1
    while org.waiting >= max(1, size // 2):                   # half a local's worth of them found one
        local = Local(p)
        org.locals.append(local)
        for _ in range(min(size, org.waiting)):
            org.waiting -= 1
            join(org, local)


def join(org, local):
    p, rng = org.p, org.rng
    member = org.new_member(local, p.membership.newcomer_skill)
    if rng.random() < p.patronage.new_faction or not org.members:
        member.faction = org.factions
        org.factions += 1
    else:
        member.faction = rng.choice(org.members).faction
    local.members.append(member)
    org.members.append(member)
    for _ in range(org.m):
        org.tie(member, org.somebody_else(local.members, member))


def s7_20_repeal(org, w, r):
    p, rng = org.p.repeal, org.rng
    for name in KNOWN_SAFEGUARDS_IN_ORDER:
        safeguard = in_force(org, name)
        if safeguard is None or rng.random() >= 1 - math.exp(-p.motions_per_year / 12):
            continue
        holders = [s.holder for s in org.executive.held()]
        total = sum(m.influence for m in org.members)
        speaking = org.share_speaking()
        votes = 0
        for m in holders:
            kind = STAKES[name]
            if kind == "office":
                stake = m.ambition
            elif kind == "power":
                stake = min(1.0, m.influence / total * len(org.members) / 10) if total > 0 else 0.0
            elif kind == "hours":
                stake = min(1.0, r.seat_hours / max(1e-9, org.p.capacity.seat_hours))
            else:
                stake = 1.0 if org.money < 0 else 0.0
            x = p.interest * stake - p.restraint * speaking - p.reluctance
            if org.emergency_powers():
                x += p.emergency * w.theta
            votes += rng.random() < sigma(x)
        if votes * 2 > len(holders):
            org.repealed.add(name)


KNOWN_SAFEGUARDS_IN_ORDER = sorted(KNOWN_SAFEGUARDS)

PHASES = [s7_1_emergency, s7_2_losses, s7_3_attendance, s7_4_capacity, s7_5_arrivals, s7_6_settlement, s7_7_influence,
          s7_8_precedent, s7_9_structures, s7_10_skill, s7_11_participation, s7_12_deference, s7_13_legitimacy, s7_13_voice, sunset,
          s7_15_cooptation, s7_14_mandates, s7_16_apparatus, s7_17_viability, s7_18_secession, s7_19_membership, s7_20_repeal]


# ------------------------------------------------------------------------------------------------------------------ observation

def measure(org, r):
    n, seats = max(1, len(org.members)), org.central_seats()

    def share(part, whole):
        return part / whole if whole > 0 else None

    by_skill = sorted(org.members, key=lambda m: m.skill)
    counts = {}
    for s in seats:
        counts[s.faction] = counts.get(s.faction, 0) + 1
    pairs = len(seats) * (len(seats) - 1)
    money = all_money(org)
    hands = max(0.0, org.money) + sum(max(0.0, l.money) for l in org.locals) + org.income_all
    return {
        "central_share_stakes": share(org.fade_central, org.fade_all),
        "central_share_count": share(org.count_central, org.count_all),
        "emergency": 1 if org.emergency_powers() else 0,
        "influence_gini": gini([m.influence for m in org.members]),
        "influence_seats": share(org.handed_seats, org.handed_all),
        "influence_staff": share(org.handed_staff, org.handed_all),
        "removability": org.removability,
        "participation": org.turnout,
        "legitimacy": mean([m.legitimacy for m in org.members]),
        "skill": mean([m.skill for m in org.members]),
        "grievance": mean([m.grievance for m in org.members]),
        "voice": org.share_speaking(),
        "staff": 1000 * len(org.staff) / n,
        "backlog": 1000 * (len(org.queue) + sum(len(l.queue) for l in org.locals)) / n,
        "quality": share(org.right_stakes, org.all_stakes),
        "damage": org.damage / n,
        "reserve": money / n,
        "membership": len(org.members),
        "tenure": mean([org.t - s.since for s in seats], None),
        "contested": share(org.fade_contested, org.fade_selections),
        "faction_concentration": share(sum(c * (c - 1) for c in counts.values()), pairs),
        "central_resources": share(max(0.0, org.money) + org.income_central, hands),
        # Of all ties, those that point at the more skilled half.
        "ties_to_skilled": share(sum(m.followers for m in by_skill[len(by_skill) // 2:]), sum(m.followers for m in by_skill)),
    }


def one_run(p, rng, ticks, moments):
    """Measures at the wanted moments (None where it had collapsed)."""
    org = Organization(p, rng)
    seen, last = {}, dict.fromkeys(MEASURES, 0.0)
    for t in range(ticks):
        org.t = t
        w = pressures(org)
        r = rules(org, w)
        for phase in PHASES:
            phase(org, w, r)
            if org.collapsed:
                return [seen.get(k) for k in moments]
        now = measure(org, r)                                # a share of nothing stays what it was
        last = {name: last[name] if value is None else value for name, value in now.items()}
        if t + 1 in moments:
            seen[t + 1] = last
    return [seen.get(k) for k in moments]


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__.split("\n\n")[0] + "\n\nusage: python3 twin.py SCENARIO.toml RUNS [SEED]")
    p = load_scenario(sys.argv[1])
    runs = int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) == 4 else p.seed
    for name, safeguard in vars(p.safeguards).items():
        if safeguard is not None and name not in KNOWN_SAFEGUARDS:
            sys.exit(f"safeguard {name!r} is not in this twin")
    moments = [p.ticks // 4, p.ticks // 2, 3 * p.ticks // 4, p.ticks]
    results = [one_run(p, random.Random(seed * 1000003 + run), p.ticks, moments) for run in range(runs)]
    measures = {name: [[run[i][name] if run[i] is not None else None for run in results] for i in range(len(moments))]
                for name in MEASURES}
    print(json.dumps({"runs": runs, "ticks": p.ticks, "measures": measures}))


if __name__ == "__main__":
    main()
