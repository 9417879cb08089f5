"""Section 2 of the description, entities and their state, and section 5, how they begin."""

import math

from maths import clamp, mean, phi

ORDINARY, BIG = 0, 1
FIRST_TWO = ("executive", "committee")


class Member:
    """Somebody, in a local."""

    def __init__(self, org, local, skill_factor=1.0):
        p, rng = org.p, org.rng
        around = lambda middle, spread: clamp(middle + (2 * rng.random() - 1) * spread)
        self.local = local
        self.skill = around(p.skill.founding, p.skill.spread) * skill_factor
        self.participation = around(p.participation.founding, p.participation.spread)
        self.tolerance = around(p.voice.tolerance, p.voice.tolerance_spread)
        self.ambition = rng.random() ** 3
        threshold = p.voice.threshold + p.voice.threshold_spread * rng.gauss(0, 1)
        self.threshold = max(p.voice.threshold_min, threshold)
        self.liveliness = p.participation.members_differ * rng.gauss(0, 1)
        self.legitimacy, self.grievance, self.influence = p.legitimacy.founding, 0.0, 0.0
        self.by_origin = {"seats": 0.0, "staff": 0.0, "delegates": 0.0}
        self.ties, self.followers = [None] * p.deference.ties, 0
        self.faction = None
        self.weight, self.speaks = 0.0, False
        self.staff_since, self.seat, self.left_seat, self.gone = None, None, None, False

    @property
    def present(self):
        return self.weight > 0

    def standing(self):
        return self.followers / len(self.ties)

    def tie(self, k, target):
        """Lets the k-th tie point at `target`, or at nobody."""
        if self.ties[k] is not None:
            self.ties[k].followers -= 1
        self.ties[k] = target
        if target is not None:
            target.followers += 1

    def expertise(self, p, months):
        b = p.shaping.newcomer
        return self.skill * (b + (1 - b) * (1 - math.exp(-months / p.shaping.learning_ticks)))


class Local:
    def __init__(self, org, size):
        p = org.p
        self.members, self.places = [], -(-org.room // 16) * 16
        self.liveliness = 0.0
        self.habits = founding_habits(p, size)
        self.own_say = 1 - p.precedent.founding_central_share
        self.kept = self.kept_centre = 0.8
        self.belief, self.hope, self.claim = p.legitimacy.founding, p.voice.founding_hope, 0.0
        self.money, self.work, self.done, self.hours = 0.0, 0.0, 1.0, 0.0
        self.present, self.sum_weights, self.sum_squares, self.mean_skill = 0, 0.0, 0.0, 0.0
        self.floor, self.floor_left, self.groups, self.backlog = 0.0, 0.0, 1, 0.0
        self.speakers, self.drilled, self.left = 0, False, False

    def share_speaking(self):
        return self.speakers / len(self.members) if self.members else 0.0

    def grievance(self):
        return mean(member.grievance for member in self.members)


class Seat:
    def __init__(self, body):
        self.body, self.holder, self.since, self.end = body, None, 0, 0
        self.entry, self.row, self.bound = None, 0, False
        self.faction, self.outside, self.critic = None, False, None


class Body:
    def __init__(self, kind, seats, active, domain=None):
        self.kind, self.domain, self.active = kind, domain, active
        self.seats = [Seat(self) for _ in range(seats)]
        self.charter, self.fit, self.ceiling, self.ended = 0, 1.0, math.inf, None
        self.floor = self.floor_left = self.prepared = self.backlog = self.settled = 0.0

    @property
    def central(self):
        return self.kind != "parallel"

    def held(self):
        return [seat for seat in self.seats if seat.holder is not None]


class Matter:
    __slots__ = ("local", "domain", "big", "stakes", "urgency", "deadline", "arrival", "route", "left", "luck", "closed")


class Organization:
    """An organization at its founding; `t` is its first month."""

    def __init__(self, p, rng, number=0):
        self.p, self.rng, self.number, self.t, self.founded = p, rng, number, 0, 0
        self.liveliness = p.participation.organizations_differ * rng.gauss(0, 1)
        self.culture = p.legitimacy.organizations_differ * rng.gauss(0, 1)
        self.threat, self.powers_since, self.raised_again, self.stigma = 0.0, None, 0, 0.0
        self.matters = []
        self.wage_fund, self.months_below_zero, self.collapsed = 0.0, 0, False
        self.mu = self.assets_share = p.budget.founding_central_dues
        self.spent = self.all_dues = 0.0
        self.work, self.done, self.owed, self.turnout, self.built, self.waiting = 0.0, 0.0, 0.0, 0.0, 0.0, 0
        self.barred = [0] * p.organization.domains
        self.budget_habit = {"own": 0.0, "body": 0.0}
        self.rules_state, self.onsets, self.allies, self.left_with_locals = {}, {}, [], 0
        self.leaving, self.next_faction, self.seen_in_crisis = [], 0, False
        self.staff, self.month, self.strangers_only, self.gone = [], {}, None, []
        self.removability, self.replaceability, self.general_backlog = 1.0, 1.0, 0.0
        self._people()
        n = len(self.members())
        reserve = p.viability.founding_reserve_months
        self.money, self.parallel_money = reserve * n * p.viability.founding_central_money, 0.0
        for local in self.locals:
            local.money = reserve * len(local.members) * (1 - p.viability.founding_central_money)
        self.assets = p.budget.assets_months * n
        self._bodies(n)

    # Section 5

    def _people(self):
        p, rng = self.p, self.rng
        self.usual, self.room = usual_size(p), room(p)
        self.locals = []
        for size in sizes(p, rng):
            local = Local(self, size)
            local.liveliness = p.participation.locals_differ * rng.gauss(0, 1)
            self.locals.append(local)
            local.members = [Member(self, local) for _ in range(size)]
        people = self.members()
        for member in people:
            factions = p.patronage.factions
            member.faction = rng.randrange(factions) if factions else self.new_faction()
        self.next_faction = max(self.next_faction, p.patronage.factions)
        for member in people:
            for k in range(p.deference.ties):
                if member is not people[0] and rng.random() < p.deference.founding_leader:
                    member.tie(k, people[0])
                else:
                    member.tie(k, self.other(member, people if p.deference.founding_anywhere else member.local.members))

    def new_faction(self):
        self.next_faction += 1
        return self.next_faction - 1

    def other(self, member, among):
        """Somebody else, uniform, or nobody."""
        if len(among) < 2:
            return None
        while True:
            found = self.rng.choice(among)
            if found is not member:
                return found

    def _bodies(self, n):
        p, m = self.p, self.p.mandates
        self.executive = Body("executive", seats_wanted(m.executive_seats, m.executive_per_1000, n), True)
        each = seats_wanted(m.committee_seats, m.committee_per_1000, n) if m.committee_seats else 0
        self.committees = [Body("committee", each, each > 0, d) for d in range(p.organization.domains)]
        self.command = Body("command", p.emergency.command_seats, False)
        parallel = p.safeguards.get("parallel_institutions")
        self.parallel = Body("parallel", parallel.delegates if parallel else 0, False)
        self.bodies = [self.executive, *self.committees, self.command, self.parallel]
        for body in self.bodies:
            for i, seat in enumerate(body.seats):
                term = self.term(body)
                seat.end = 1 + (i * term // len(body.seats) if m.staggered else 0)

    def term(self, body):
        m = self.p.mandates
        return m.executive_term_ticks if body.kind == "executive" and m.executive_term_ticks else m.term_ticks

    # What phases ask for

    def rule(self, name):
        """A safeguard and its practice c, 0 where it is not in force (7.21)."""
        state = self.rules_state.get(name)
        practice = state.practice if state is not None and state.start is not None else 0.0
        return self.p.safeguards.get(name), practice

    def members(self):
        return [member for local in self.locals for member in local.members]

    def peopled(self):
        return [local for local in self.locals if local.members]

    def place(self):
        """Who is at a place that is drawn: a member, or nobody."""
        at = self.rng.randrange(sum(local.places for local in self.locals))
        for local in self.locals:
            if at < local.places:
                return local.members[at] if at < len(local.members) else None
            at -= local.places

    def active(self, central=True):
        return [body for body in self.bodies if body.active and (body.central or not central)]

    def held(self, central=True):
        return [seat for body in self.active(central) for seat in body.held()]

    def share_speaking(self, people):
        return mean(member.speaks for member in people)

    def body_for(self, domain, big, urgency):
        """7.5, the body of a domain, class and urgency."""
        if urgency > 0.5 and self.command.active:
            return self.command
        committee = self.committees[domain]
        if big or not committee.seats:
            return self.executive
        return committee if committee.active else None

    def heard(self):
        """7.6, the locals that the executive comes from or listens to."""
        holders = [seat.holder for seat in self.executive.held()]
        listened = {tie.local for holder in holders for tie in holder.ties if tie is not None}
        return listened | {holder.local for holder in holders}

    def leave_seat(self, seat, cause):
        """A holder leaves a seat, by term, recall, purge or resignation."""
        holder = seat.holder
        holder.seat, holder.left_seat = None, self.t
        seat.holder, seat.outside = None, False
        if cause:
            self.ended(seat, cause)

    def ended(self, seat, cause):
        """The ledger's line for a mandate that has ended."""
        self.month.setdefault("ended", []).append((seat, cause, self.t - seat.since))

    def leave(self, member, cause):
        """7.20: a leaver leaves seat, critic's task, staff and ties."""
        member.gone = True
        self.gone.append(member)
        if member.seat is not None:
            self.leave_seat(member.seat, cause)
        for body in self.bodies:
            for seat in body.seats:
                if seat.critic is member:
                    seat.critic = None
        if member.staff_since is not None:
            self.staff.remove(member)
        member.local.members.remove(member)
        for k in range(len(member.ties)):
            member.tie(k, None)
        if member.followers:
            self.turn_away(member)

    def turn_away(self, gone):
        """Ties that pointed at somebody who is gone find somebody else."""
        people = self.members()
        for i, member in enumerate(people):
            for k, tie in enumerate(member.ties):
                if tie is gone:
                    following = people[(i + 1) % len(people)]
                    following = None if following is member else following
                    member.tie(k, self.other(member, member.local.members) or following)

    def hire(self, wanted):
        draws = 4 * wanted
        while len(self.staff) < wanted and draws > 0:
            draws -= 1
            member = self.place()
            if member is not None and member.seat is None and member.staff_since is None:
                member.staff_since = self.t
                self.staff.append(member)

    def begin(self):
        """First elections, staff, and the mid-life of section 5."""
        from mandates import elect_first

        p = self.p
        elect_first(self)
        a, n = p.apparatus, len(self.members())
        per_1000 = 4 if a.founding_per_1000 is None else a.founding_per_1000
        self.staff_wanted = a.founding if a.founding is not None else per_1000 * n / 1000
        self.hire(math.floor(self.staff_wanted))
        for seat in self.held():
            months = round(2 * p.mandates.founding_tenure * self.rng.random())
            seat.since -= months
            seat.row += months // self.term(seat.body)


def seats_wanted(fixed, per_1000, n):
    return max(fixed, min(1000, math.ceil(per_1000 * n / 1000)))


def usual_size(p):
    o = p.organization
    if o.groups is not None:
        return math.ceil(o.members / o.groups)
    return o.local_size if o.local_size is not None else min(50, o.members)


def room(p):
    usual = usual_size(p)
    return 2 * usual if p.organization.size_spread else usual + math.ceil(usual / 4)


def sizes(p, rng):
    """Members of each local."""
    o = p.organization
    count = o.groups if o.groups is not None else math.ceil(o.members / (o.local_size or 50))
    count = max(1, min(o.members // 3, count))
    if not o.size_spread:
        return [o.members // count + (i < o.members % count) for i in range(count)]
    weights, top = [math.exp(o.size_spread * rng.gauss(0, 1)) for _ in range(count)], room(p)
    low, high = 0.0, 1e9
    for _ in range(200):
        c = math.sqrt(max(low, 1e-9) * high)
        low, high = (c, high) if sum(clamp(c * w, 3, top) for w in weights) < o.members else (low, c)
    found = [math.floor(clamp(high * w, 3, top)) for w in weights]
    while sum(found) < o.members:
        for i in range(count):
            if found[i] < top and sum(found) < o.members:
                found[i] += 1
    return found


def expected_stakes(p):
    """7.9: ordinary and big stakes that a member brings up a month in one domain."""
    d = p.decisions
    e = d.rate / p.organization.domains
    if d.stakes_spread == 0 or d.big == 0:
        above = float(d.big < 1)
    else:
        above = phi((d.stakes_spread**2 / 2 - math.log(d.big)) / d.stakes_spread)
    big = above + (1 - above) * d.several
    return e * (1 - big), e * big


def founding_habits(p, size):
    """7.9: the weights of a local, by domain and class."""
    c0 = p.precedent.founding_central_share
    habits = []
    for _ in range(p.organization.domains):
        cells = []
        for e in expected_stakes(p):
            all_of_it = e * size * p.precedent.founding_ticks
            cell = {"own": (1 - c0) * all_of_it, "body": c0 * all_of_it}
            cells.append(cell | {"command": 0.0, "staff": 0.0, "delegates": 0.0})
        habits.append(cells)
    return habits
