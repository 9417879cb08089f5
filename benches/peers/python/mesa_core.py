"""The core in Mesa: members, locals and bodies are agents, the month is a list of steps over agent sets."""

import math

from common import MONTHS, erlang_c, main
from mesa import Agent, Model

TIES, DOMAINS, LOCAL, WORK = 4, 4, 50, 24.0


def clamp(x, low=0.0, high=1.0):
    return low if x < low else high if x > high else x


class Member(Agent):
    def __init__(self, model, local):
        super().__init__(model)
        random = model.random
        self.local = local
        self.skill = clamp(0.5 + 0.2 * random.uniform(-1, 1))
        self.participation = clamp(0.6 + 0.2 * random.uniform(-1, 1))
        self.tolerance = clamp(0.3 + 0.25 * random.uniform(-1, 1))
        self.threshold = max(0.02, random.gauss(0.55, 0.25))
        self.ambition = random.random() ** 3
        self.grievance = 0.0
        self.legitimacy = 0.8
        self.influence = 0.0
        self.ties = []
        self.followers = 0
        self.present = False
        self.speaks = False
        self.spoke = False
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

    def attend(self):
        self.present = self.random.random() < self.participation * (0.5 + 0.5 * self.legitimacy)
        if self.present:
            self.weight = (1.0 + self.standing) ** 0.7
            self.local.welcome(self)

    def take_influence(self):
        self.influence *= 2.0 ** (-1.0 / 12.0)
        local = self.local
        if self.present and local.own_stakes > 0.0:
            self.influence += local.own_stakes * self.weight / local.weight

    def learn(self):
        practice = 1.0 if self.seats > 0 else self.local.own_say if self.present else 0.0
        self.skill += practice * (1.0 - self.skill) / 24.0 - (1.0 - practice) * self.skill / 60.0

    def adapt(self):
        self.participation += (self.local.target - self.participation) / 9.0

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
        fed = 0.45 * self.local.own_say + 0.36 + self.model.fairness
        self.legitimacy += (clamp(fed - 0.5 * self.grievance) - self.legitimacy) / 12.0

    def grieve(self):
        self.grievance += (clamp(1.5 * (self.local.seen - self.tolerance)) - self.grievance) / 6.0
        self.spoke = self.speaks

    def speak(self):
        others = sum(other.spoke for other in self.ties) / TIES
        self.speaks = self.grievance + others >= self.threshold


class Local(Agent):
    def __init__(self, model, size):
        super().__init__(model)
        self.backlog = 0.0
        self.own_say = 0.8
        self.precedents = [[0.2 * 21.875, 0.8 * 21.875] for _ in range(DOMAINS)]
        self.members = [Member(model, self) for _ in range(size)]

    def open(self):
        self.present, self.skill, self.weight = 0, 0.0, 0.0
        self.own_stakes = self.central_stakes = 0.0

    def welcome(self, member):
        self.present += 1
        self.skill += member.skill
        self.weight += member.weight

    def count_hours(self):
        self.capacity = self.present * 4.0 * (0.5 + 0.5 * self.skill / max(self.present, 1))
        self.hours = self.capacity
        self.delay = clamp((self.backlog + WORK) / max(1.0, self.capacity), 0.02, 24.0)

    def arrive(self):
        model = self.model
        for _ in range(model.rng.poisson(0.05 * len(self.members))):
            domain = self.random.randrange(DOMAINS)
            urgency = 0.35 + 0.7 * (self.random.random() - 0.5)
            mean = model.precedents[domain]
            central = 0.7 * self.precedents[domain][0] + 0.3 * mean[0]
            own = 0.7 * self.precedents[domain][1] + 0.3 * mean[1]
            body = model.bodies[domain + 1]
            logit = 0.85 * math.log(central / own) + urgency * math.log(self.delay / body.delay)
            goes = self.random.random() < 1.0 / (1.0 + math.exp(-logit))
            stakes = math.exp(self.random.gauss(0.0, 1.0) - 0.5)
            model.matters.append(Matter(self, body if goes else self, domain, stakes, model.month))

    def settle(self, matter):
        self.own_stakes += matter.stakes
        self.precedents[matter.domain][1] += matter.stakes
        self.model.own += matter.stakes

    def set_precedent(self):
        for precedent in self.precedents:
            precedent[0] *= 2.0 ** (-1.0 / 24.0)
            precedent[1] *= 2.0 ** (-1.0 / 24.0)
        settled = self.own_stakes + self.central_stakes
        if settled > 0.0:
            self.own_say += 0.25 * (self.own_stakes / settled - self.own_say)
        tired = min(0.5, 0.06 * max(0.0, self.backlog / max(1, self.present) - 2.0))
        self.target = clamp(0.05 + 0.75 * self.own_say - tired)

    def look_around(self):
        self.seen = 0.5 * (1.0 - self.own_say) + 0.15 * self.model.lost


class Matter:
    def __init__(self, local, settler, domain, stakes, since):
        self.local, self.settler, self.domain = local, settler, domain
        self.stakes, self.since, self.hours = stakes, since, WORK


class Seat:
    def __init__(self, ends):
        self.holder, self.since, self.ends, self.over = None, 0, ends, False


class Body(Agent):
    def __init__(self, model, seats):
        super().__init__(model)
        self.seats = [Seat(1 + 12 * i // seats) for i in range(seats)]
        self.backlog = 0.0

    @property
    def held(self):
        return [seat for seat in self.seats if seat.holder is not None]

    def count_hours(self):
        self.capacity = self.hours = 16.0 * len(self.held)
        self.stakes = 0.0
        can = max(1.0, self.capacity)
        load = min(4.9, self.backlog / (can / 5.0))
        service = max(WORK / can, WORK / 140.0)
        self.delay = clamp(0.35 + service * (1.0 + erlang_c(5, load)) + self.backlog / can, 0.02, 24.0)

    def settle(self, matter):
        self.stakes += matter.stakes
        matter.local.central_stakes += matter.stakes
        matter.local.precedents[matter.domain][0] += matter.stakes
        self.model.central += matter.stakes

    def share_influence(self):
        if self.stakes <= 0.0:
            return
        month = self.model.month
        learned = [0.3 + 0.7 * (1.0 - math.exp(-(month - seat.since) / 18.0)) for seat in self.held]
        parts = [0.01 + seat.holder.skill * share for seat, share in zip(self.held, learned)]
        for seat, part in zip(self.held, parts):
            seat.holder.influence += self.stakes * part / sum(parts)


class Organization(Model):
    def __init__(self, n, seed):
        super().__init__(rng=seed)
        self.month = 0
        self.matters, self.measured = [], []
        self.central = self.own = self.delay = 0.0
        for start in range(0, n, LOCAL):
            Local(self, min(LOCAL, n - start))
        self.members = list(self.agents_by_type[Member])
        self.agents_by_type[Member].do("listen_to_neighbours")
        for seats in (9, 5, 5, 5, 5):
            Body(self, seats)
        self.bodies = list(self.agents_by_type[Body])
        for body in self.bodies:
            for seat in body.seats:
                winner = self.elect(self.candidates(None), None, 0.0)
                if winner is not None:
                    seat.holder = winner
                    winner.seats += 1

    def step(self):
        members, locals_ = self.agents_by_type[Member], self.agents_by_type[Local]
        bodies = self.agents_by_type[Body]
        locals_.do("open")
        members.do("attend")
        locals_.do("count_hours")
        bodies.do("count_hours")
        self.precedents = [
            [sum(local.precedents[k][side] for local in locals_) / len(locals_) for side in (0, 1)]
            for k in range(DOMAINS)
        ]
        locals_.do("arrive")
        self.settle()
        members.do("take_influence")
        bodies.do("share_influence")
        locals_.do("set_precedent")
        members.do("learn")
        members.do("adapt")
        self.weigh_standing()
        members.do("renew")
        seats = [seat for body in self.bodies for seat in body.held]
        over = sum(seat.over for seat in seats) / max(1, len(seats))
        self.fairness = 0.1 * (1.0 - 0.65 * over)
        members.do("believe")
        self.lost = sum(1.0 - local.own_say for local in locals_) / len(locals_)
        locals_.do("look_around")
        members.do("grieve")
        members.do("speak")
        self.fill_seats()
        self.measured.append(self.measure())
        self.month += 1

    def settle(self):
        self.central *= 11.0 / 12.0
        self.own *= 11.0 / 12.0
        waiting, delays = [], []
        for matter in self.matters:
            settler = matter.settler
            worked = min(settler.hours, matter.hours)
            settler.hours -= worked
            matter.hours -= worked
            if matter.hours <= 0.0:
                settler.settle(matter)
                way = 0.0 if settler is matter.local else 0.35
                used = settler.hours / max(settler.capacity, 1e-6)
                delays.append(self.month - matter.since + 1.0 - used + way)
            elif self.month - matter.since < 6:
                waiting.append(matter)
        self.matters = waiting
        for settler in self.agents_by_type[Local]:
            settler.backlog = 0.0
        for settler in self.bodies:
            settler.backlog = 0.0
        for matter in waiting:
            matter.settler.backlog += matter.hours
        if delays:
            self.delay = sum(delays) / len(delays)

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
        deterred = (1.0 + (running.standing if running else 0.0)) ** -0.5
        found = [running] if running else []
        for member in self.random.sample(self.members, min(16, len(self.members))):
            ready = math.sqrt(member.ambition * member.participation) * deterred
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
        for seat in due:
            running = seat.holder if seat.holder is not None and seat.holder.seats == 0 else None
            candidates = self.candidates(running)
            winner = self.elect(candidates, running, voice) if quorate else None
            who = winner if winner is not None else running
            if who is None:
                seat.holder, seat.ends = None, month + 1
                continue
            who.seats += 1
            seat.over = winner is None
            seat.ends = month + (1 if seat.over else 12)
            if seat.holder is not who:
                seat.since = month
            seat.holder = who

    def measure(self):
        members = self.members
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
        ]


def simulate(n, seed):
    organization = Organization(n, seed)
    for _ in range(MONTHS):
        organization.step()
    return organization.measured


if __name__ == "__main__":
    main(simulate)
