"""The core in Mesa: members, locals and bodies are agents, the month is a list of steps over agent sets."""

import math

from common import MONTHS, main
from mesa import Agent, Model

TIES, DOMAINS, LOCAL, ASKED, MEETING = 4, 4, 50, 16, 3.5
# Stakes expected a month in a domain of a local, of ordinary and of big matters.
EXPECTED = (0.84917, 0.40083)


def clamp(x, low=0.0, high=1.0):
    return low if x < low else high if x > high else x


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def floor_hours(people):
    return 0.4 * max(1.0, people) ** 0.15


class Hands:
    """Work that waits for somebody's hands."""

    def __init__(self):
        self.waiting, self.done = 0.0, 1.0

    def work_off(self, hands):
        """Works as many hours as there are, and returns them."""
        worked = min(self.waiting, hands)
        self.done = worked / self.waiting if self.waiting > 0.0 else 1.0
        self.waiting = min(self.waiting - worked, 4.0 * hands)
        return worked


class Member(Agent):
    def __init__(self, model, local):
        super().__init__(model)
        random = model.random
        self.local = local
        self.skill = clamp(0.5 + 0.2 * random.uniform(-1, 1))
        self.participation = clamp(0.5 + 0.2 * random.uniform(-1, 1))
        self.liveliness = random.gauss(0.0, 0.9)
        self.tolerance = clamp(0.3 + 0.25 * random.uniform(-1, 1))
        self.threshold = max(0.02, random.gauss(0.55, 0.25))
        self.ambition = random.random() ** 3
        self.grievance = 0.0
        self.legitimacy = 0.7
        self.influence = 0.0
        self.ties = []
        self.followers = 0
        self.present = self.came = False
        self.speaks = self.spoke = False
        self.seats = 0

    @property
    def standing(self):
        return self.followers / TIES

    def listen_to_neighbours(self):
        while len(self.ties) < TIES:
            other = self.random.choice(self.local.members)
            if other is not self:
                self.ties.append(other)
                other.followers += 1

    def remember(self):
        self.came, self.spoke = self.present, self.speaks

    def attend(self):
        local = self.local
        company = sum(other.came for other in self.ties) / TIES
        self.weight = (1.0 + self.standing) ** 0.7
        voice = self.weight / (self.weight + local.mean_weight)
        wish = logistic(self.liveliness + local.odds + voice - 0.5 + 1.5 * (company - 0.5))
        self.participation += self.model.rate * (wish - self.participation)
        self.present = self.random.random() < self.participation
        if self.present:
            local.welcome(self)

    def take_influence(self):
        self.influence *= 2.0 ** (-1.0 / 12.0)
        if self.present:
            self.influence += self.local.own_stakes * self.weight / self.local.weight

    def learn(self):
        practice = 1.0 if self.seats > 0 else self.local.own_say if self.present else 0.0
        self.skill += practice * (1.0 - self.skill) / 24.0 - (1.0 - practice) * self.skill / 60.0

    def renew(self):
        if self.random.random() >= 0.1:
            return
        tie = self.random.randrange(TIES)
        if self.random.random() < 0.2:
            people, sums = self.model.members, self.model.sums
        else:
            people, sums = self.local.members, self.local.sums
        found = self.random.choices(people, cum_weights=sums)[0]
        if found is not self:
            self.ties[tie].followers -= 1
            self.ties[tie] = found
            found.followers += 1

    def believe(self):
        self.legitimacy += (clamp(self.local.given - 0.2 * self.grievance) - self.legitimacy) / 12.0

    def speak(self):
        self.grievance += (clamp(1.5 * (self.local.seen - self.tolerance)) - self.grievance) / 6.0
        others = sum(other.spoke for other in self.ties) / TIES
        self.speaks = (self.grievance + others) * self.local.hope >= self.threshold


class Local(Agent):
    def __init__(self, model):
        super().__init__(model)
        self.liveliness = model.random.gauss(0.0, 0.5)
        self.own_say, self.kept, self.kept_centre = 0.5, 0.8, 0.8
        self.belief, self.hope, self.claim, self.voice = 0.7, 1.0, 0.0, 0.0
        self.used_hours, self.backlog, self.work = 0.0, 0.0, Hands()
        self.present, self.weight = 0, 0.0
        # By domain and class: settled outside, and by the assembly itself.
        self.habits = [[[21.5 * each, 21.5 * each] for each in EXPECTED] for _ in range(DOMAINS)]
        self.members = [Member(model, self) for _ in range(LOCAL)]

    def open(self):
        felt = self.own_say**2 / (self.own_say**2 + 0.16)
        tired = 0.15 * max(0.0, self.used_hours - 4.0)
        self.odds = self.liveliness + 3.0 * (felt - 0.65) + 1.5 * (self.kept - 0.7) - tired
        self.mean_weight = self.weight / self.present if self.present else 1.0
        self.present, self.skill, self.weight = 0, 0.0, 0.0
        self.own_stakes = self.own_right = self.central_stakes = self.central_right = 0.0
        self.refused = clamp(0.3 * (1.0 - self.belief + self.voice))

    def welcome(self, member):
        self.present += 1
        self.skill += member.skill
        self.weight += member.weight

    def open_floor(self):
        self.mean_skill = self.skill / max(self.present, 1)
        self.right = 0.5 + 0.5 * 0.69 * self.mean_skill
        self.floor = self.left = self.hear()
        queue = self.backlog / self.floor if self.floor > 0.0 else 1.0 + self.backlog
        self.delay = clamp(min(math.sqrt(max(1, self.present)) / 30.0, 0.25) + queue, 0.02, 24.0)
        self.shares = [
            [(o + 1.5 * each) / (o + own + 3.0 * each) for (o, own), each in zip(classes, EXPECTED)]
            for classes in self.habits
        ]

    def hear(self):
        """Matters that the assembly can hear, in working groups where that helps."""
        if self.present < 10:
            return 0.0
        plenary, expected = MEETING / floor_hours(self.present), self.backlog + 5.0
        most = self.present // 12
        if plenary >= expected or most < 2:
            return plenary
        each = MEETING / expected - 0.15
        groups = clamp(math.ceil(floor_hours(self.present / most) / each), 2, most) if each > 0.0 else most
        return max(plenary, MEETING / (floor_hours(self.present / groups) / groups + 0.15))

    def arrive(self):
        model, random = self.model, self.random
        for _ in range(model.rng.poisson(5.0)):
            with_ = random.choice(self.members)
            seated = sum(other.seats > 0 for other in with_.ties) / TIES
            domain = random.randrange(DOMAINS)
            stakes = math.exp(random.gauss(0.0, 0.8) - 0.32)
            big = stakes > 2.5 or random.random() < 0.12
            urgency = 0.5 * random.random()
            habit = 0.7 * self.shares[domain][big] + 0.3 * model.shares[domain][big]
            body = model.bodies[0 if big else domain + 1]
            logit = 2.4 * (2.0 * habit - 1.0) - 1.2 + 1.5 * big + 2.5 * (0.5 - with_.participation)
            logit += 1.5 * seated + 1.5 * (self.kept_centre - self.kept) - self.claim
            logit += 0.5 * urgency * clamp(math.log(self.delay / body.delay), -2.0, 2.0)
            settler = body if random.random() < logistic(logit) else self
            model.matters.append(Matter(self, settler, domain, big, stakes, model.month))

    def settle(self, matter, right):
        self.own_stakes += matter.stakes
        self.own_right += right
        self.habits[matter.domain][matter.big][1] += matter.stakes
        self.work.waiting += matter.effort
        self.model.own += matter.stakes

    def close(self):
        used = 1.0 - self.left / self.floor if self.floor > 0.0 else 0.2
        self.used_hours = MEETING * max(0.2, used)

    def execute(self):
        worked = self.work.work_off(self.present * 4.0 * (0.5 + 0.5 * self.mean_skill))
        self.model.worked += worked
        self.used_hours += worked / max(1, self.present)
        if self.own_stakes > 0.0:
            self.kept += 0.1 * (self.own_right / self.own_stakes * self.work.done - self.kept)
        if self.central_stakes > 0.0:
            done = 0.5 * self.work.done * (1.0 - self.refused) + 0.5 * self.model.work.done
            self.kept_centre += 0.1 * (self.central_right / self.central_stakes * done - self.kept_centre)

    def set_precedent(self):
        for classes in self.habits:
            for habit in classes:
                habit[0] *= 2.0 ** (-1.0 / 30.0)
                habit[1] *= 2.0 ** (-1.0 / 30.0)
        self.claim *= 2.0 ** (-1.0 / 8.0)
        settled = self.own_stakes + self.central_stakes
        if settled > 0.0:
            self.own_say += 0.15 * (self.own_stakes / settled - self.own_say)

    def look_around(self):
        kept = self.own_say * self.kept + (1.0 - self.own_say) * self.kept_centre
        self.given = 0.15 + 0.05 * self.own_say + 0.45 * kept + self.model.fairness
        self.seen = 0.5 * (1.0 - self.own_say) + 0.15 * self.model.lost

    def claim_say(self):
        self.belief = sum(member.legitimacy for member in self.members) / LOCAL
        self.voice = sum(member.speaks for member in self.members) / LOCAL
        gate = 1.0 if self in self.model.heard else 0.5
        if self.voice == 0.0:
            self.hope += 0.01 * (1.0 - self.hope)
        elif self.random.random() < 0.15 * 0.7 * self.voice * gate:
            self.claim += 0.5
            self.hope += 0.3 * (1.0 - self.hope)
        else:
            self.hope *= 1.0 - 0.05 * self.voice


class Matter:
    def __init__(self, local, settler, domain, big, stakes, since):
        self.local, self.settler, self.domain, self.big = local, settler, domain, big
        self.stakes, self.since, self.left = stakes, since, 1.0
        self.effort = 6.0 * math.sqrt(stakes)

    @property
    def central(self):
        return self.settler is not self.local


class Seat:
    def __init__(self, ends):
        self.holder, self.since, self.ends, self.over = None, 0, ends, False


class Body(Agent):
    def __init__(self, model, seats, hours):
        super().__init__(model)
        self.seats = [Seat(1 + 12 * i // seats) for i in range(seats)]
        self.hours, self.backlog = hours, 0.0

    @property
    def held(self):
        return [seat for seat in self.seats if seat.holder is not None]

    def expertise(self, seat):
        learned = 1.0 - math.exp(-(self.model.month - seat.since) / 18.0)
        return seat.holder.skill * (0.3 + 0.7 * learned)

    def open_floor(self):
        held = self.held
        self.floor = self.left = self.hours / floor_hours(len(held)) if held else 0.0
        self.stakes = 0.0
        self.right = 0.5 + 0.3 * sum(self.expertise(seat) for seat in held) / max(1, len(held))
        called = min(math.sqrt(len(self.seats)) / 30.0, 0.5)
        self.delay = clamp(0.07 + called + self.backlog / max(1.0, self.floor), 0.02, 24.0)

    def settle(self, matter, right):
        local = matter.local
        self.stakes += matter.stakes
        local.central_stakes += matter.stakes
        local.central_right += right
        local.habits[matter.domain][matter.big][0] += matter.stakes
        local.work.waiting += 0.5 * matter.effort * (1.0 - local.refused)
        self.model.work.waiting += 0.5 * matter.effort
        self.model.central += matter.stakes

    def share_influence(self):
        parts = [0.01 + self.expertise(seat) for seat in self.held]
        for seat, part in zip(self.held, parts):
            seat.holder.influence += self.stakes * part / sum(parts)


class Organization(Model):
    def __init__(self, n, seed):
        super().__init__(rng=seed)
        self.month = 0
        self.matters, self.measured, self.work = [], [], Hands()
        self.central = self.own = self.delay = self.done = 0.0
        for _ in range(n // LOCAL):
            Local(self)
        self.members = list(self.agents_by_type[Member])
        self.agents_by_type[Member].do("listen_to_neighbours")
        for seats, hours in ((9, 15.0), (5, 10.0), (5, 10.0), (5, 10.0), (5, 10.0)):
            Body(self, seats, hours)
        self.bodies = list(self.agents_by_type[Body])
        stood = []
        for seat in (seat for body in self.bodies for seat in body.seats):
            candidates = self.candidates(None)
            stood.append(len(candidates))
            seat.holder = self.elect(candidates, None, 0.0)
            if seat.holder is not None:
                seat.holder.seats += 1
        self.bench = sum(stood) / len(stood)

    def step(self):
        members, locals_ = self.agents_by_type[Member], self.agents_by_type[Local]
        bodies = self.agents_by_type[Body]
        self.rate = 0.04 if self.month > 0 else 0.0
        members.do("remember")
        locals_.do("open")
        members.do("attend")
        locals_.do("open_floor")
        bodies.do("open_floor")
        hands = 16.0 * sum(len(body.held) for body in self.bodies)
        self.shares = [
            [sum(local.shares[k][big] for local in locals_) / len(locals_) for big in (0, 1)] for k in range(DOMAINS)
        ]
        locals_.do("arrive")
        self.settle()
        members.do("take_influence")
        bodies.do("share_influence")
        self.worked = self.work.work_off(hands)
        locals_.do("execute")
        if self.brought > 0.0:
            self.done = min(self.worked, self.brought) / self.brought
        locals_.do("set_precedent")
        members.do("learn")
        self.weigh_standing()
        members.do("renew")
        seats = [seat for body in self.bodies for seat in body.held]
        over = sum(seat.over for seat in seats) / max(1, len(seats))
        self.fairness = 0.25 * (1.0 - 0.65 * over) * (0.5 + min(4.0, self.bench) / 8.0)
        self.lost = sum(1.0 - local.own_say for local in locals_) / len(locals_)
        locals_.do("look_around")
        members.do("believe")
        members.do("speak")
        self.hear_executive()
        locals_.do("claim_say")
        self.fill_seats()
        self.measured.append(self.measure())
        self.month += 1

    def hear_executive(self):
        """Locals of the executive's holders and of those to whom they listen."""
        holders = [seat.holder for seat in self.bodies[0].held]
        self.heard = {other.local for holder in holders for other in [holder, *holder.ties]}

    def settle(self):
        self.central *= 11.0 / 12.0
        self.own *= 11.0 / 12.0
        self.brought, self.delays = 0.0, []
        self.hear_executive()
        last = [matter for matter in self.matters if not self.hear_first(matter)]
        waiting = []
        for matter in last:
            if matter.central and matter.local not in self.heard and self.hear(matter):
                continue
            waited = self.month - matter.since
            if not matter.central and waited >= 2 and self.random.random() < 0.5:
                matter.settler = self.bodies[0 if matter.big else matter.domain + 1]
                matter.left = 1.0
            if waited < 6:
                waiting.append(matter)
        self.matters = waiting
        self.agents_by_type[Local].do("close")
        self.count_backlogs()
        if self.delays:
            self.delay = sum(self.delays) / len(self.delays)

    def hear_first(self, matter):
        return (not matter.central or matter.local in self.heard) and self.hear(matter)

    def hear(self, matter):
        """Hears a matter as far as the floor goes; whether it is settled."""
        settler = matter.settler
        heard = min(settler.left, matter.left)
        settler.left -= heard
        matter.left -= heard
        if matter.left > 0.0:
            return False
        self.brought += matter.effort
        settler.settle(matter, matter.stakes if self.random.random() < settler.right else 0.0)
        wait = 0.57 if matter.central else 0.25
        used = 1.0 - settler.left / settler.floor
        self.delays.append(self.month - matter.since + wait + 0.5 * used)
        return True

    def count_backlogs(self):
        for settler in [*self.agents_by_type[Local], *self.bodies]:
            settler.backlog = 0.0
        for matter in self.matters:
            matter.settler.backlog += matter.left

    def weigh_standing(self):
        everywhere = 0.0
        self.sums = []
        for local in self.agents_by_type[Local]:
            here, local.sums = 0.0, []
            for member in local.members:
                weight = math.exp(1.4 * math.sqrt(member.standing) + member.skill)
                here += weight
                everywhere += weight
                local.sums.append(here)
                self.sums.append(everywhere)

    def candidates(self, running):
        deterred = 1.0 / (1.0 + (running.standing if running else 0.0))
        found, asked = [running] if running else [], set()
        while len(asked) < ASKED:
            member = self.random.choice(self.members)
            if self.random.random() < 0.5:
                member = self.random.choice(member.ties)
            if member in asked:
                continue
            asked.add(member)
            ambition = member.ambition * (1.0 if member.speaks else deterred)
            ready = math.sqrt(member.participation * (ambition + member.speaks))
            if self.random.random() < ready and member.seats == 0 and member is not running:
                found.append(member)
        return found

    def elect(self, candidates, running, voice):
        def score(member):
            known = math.log1p(member.standing) + member.skill
            incumbency = 1.0 - 4.0 * voice if member is running else 0.0
            return known + incumbency - math.log(-math.log(1.0 - self.random.random()))

        return max(candidates, key=score, default=None)

    def fill_seats(self):
        month = self.month
        members = self.members
        voice = sum(member.speaks for member in members) / len(members)
        quorate = sum(member.present for member in members) >= 0.2 * len(members)
        due = [s for b in self.bodies for s in b.seats if s.holder is None or s.ends <= month]
        for seat in due:
            if seat.holder is not None:
                seat.holder.seats -= 1
        stood = 0
        for seat in due:
            running = seat.holder if seat.holder is not None and seat.holder.seats == 0 else None
            candidates = self.candidates(running)
            stood += len(candidates)
            winner = self.elect(candidates, running, voice) if quorate else None
            who = winner if winner is not None else running
            if who is not None:
                who.seats += 1
                if seat.holder is not who:
                    seat.since = month
            seat.holder = who
            seat.over = winner is None
            seat.ends = month + (1 if seat.over else 12)
        if due:
            self.bench += 0.2 * (stood / len(due) - self.bench)

    def measure(self):
        members, locals_ = self.members, self.agents_by_type[Local]
        n = len(members)
        top = (n + 99) // 100
        influence = sorted(member.influence for member in members)
        total = sum(influence)
        followers = sorted(member.followers for member in members)
        held = [self.month - seat.since for body in self.bodies for seat in body.held]
        ranked = sum((2 * (i + 1) - n - 1) * x for i, x in enumerate(influence))
        return [
            self.central / max(self.central + self.own, 1e-9),
            ranked / (n * total) if total > 0.0 else 0.0,
            sum(influence[n - top :]) / total if total > 0.0 else 0.0,
            sum(followers[n - top :]) / (TIES * n),
            sum(member.present for member in members) / n,
            sum(member.legitimacy for member in members) / n,
            sum(member.skill for member in members) / n,
            sum(member.grievance for member in members) / n,
            sum(member.speaks for member in members) / n,
            sum(held) / max(1, len(held)),
            self.delay,
            1000.0 * len(self.matters) / n,
            self.done,
            sum(local.kept for local in locals_) / len(locals_),
            self.bench,
        ]


def simulate(n, seed):
    organization = Organization(n, seed)
    for _ in range(MONTHS):
        organization.step()
    return organization.measured


if __name__ == "__main__":
    main(simulate)
