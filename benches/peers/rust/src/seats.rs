//! Bodies above the locals, and who is elected to their seats.

#![allow(clippy::disallowed_methods, reason = "plain Rust takes the functions of the standard library")]

use crate::affairs::{Affairs, Members, TIES, standing};
use rand::RngExt;
use rand_distr::{Distribution, Gumbel};

pub(crate) struct Seat {
    pub(crate) holder: Option<usize>,
    pub(crate) holdover: bool,
    since: i32,
    ends: i32,
}

impl Seat {
    /// Months that the holder has been there.
    pub(crate) fn months(&self, t: usize) -> f64 {
        f64::from(t as i32 - self.since)
    }

    pub(crate) fn expertise(&self, t: usize, members: &impl Members) -> f64 {
        let learned = 0.3 + 0.7 * (1.0 - (-self.months(t) / 18.0).exp());
        self.holder.map_or(0.0, |holder| members.person(holder).skill * learned)
    }
}

/// The executive or a committee.
pub(crate) struct Body {
    seats: Vec<Seat>,
    pub(crate) floor: f64,
    pub(crate) backlog: f64,
    pub(crate) stakes: f64,
}

impl Body {
    pub(crate) fn found(seats: i32) -> Self {
        let seat = |i| Seat { holder: None, holdover: false, since: 0, ends: 1 + 12 * i / seats };
        Self { seats: (0..seats).map(seat).collect(), floor: 0.0, backlog: 0.0, stakes: 0.0 }
    }

    /// Seats that somebody holds.
    pub(crate) fn held(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.holder.is_some())
    }

    /// Months that an urgent matter would take.
    pub(crate) fn delay(&self) -> f64 {
        let called = ((self.seats.len() as f64).sqrt() / 30.0).min(0.5);
        (0.07 + called + self.backlog / self.floor.max(1.0)).clamp(0.02, 24.0)
    }
}

impl Affairs {
    /// Every seat is filled before the first month.
    pub fn elect_first(&mut self, members: &mut impl Members) {
        let mut stood = Vec::new();
        for body in 0..self.bodies.len() {
            for seat in 0..self.bodies[body].seats.len() {
                let candidates = self.candidates(members, None);
                stood.push(candidates.len() as f64);
                if let Some(winner) = self.elect(members, &candidates, None, 0.0) {
                    members.seat(winner, 1);
                    self.bodies[body].seats[seat].holder = Some(winner);
                }
            }
        }
        self.bench = stood.iter().sum::<f64>() / stood.len() as f64;
    }

    /// Influence that holders of seats get for what their body settled.
    pub fn shares(&self, t: usize, members: &impl Members) -> Vec<(usize, f64)> {
        let mut shares = Vec::new();
        for body in self.bodies.iter().filter(|body| body.stakes > 0.0) {
            let part = |seat: &Seat| Some((seat.holder?, 0.01 + seat.expertise(t, members)));
            let parts: Vec<(usize, f64)> = body.held().filter_map(part).collect();
            let sum: f64 = parts.iter().map(|(_, part)| part).sum();
            shares.extend(parts.iter().map(|(holder, part)| (*holder, body.stakes * part / sum)));
        }
        shares
    }

    /// Mandates end, and seats are filled.
    pub fn fill_seats(&mut self, t: usize, members: &mut impl Members) {
        let due = self.lay_down(t as i32, members);
        let voice = self.speaking() as f64 / members.count() as f64;
        let quorate = self.present() as f64 >= 0.2 * members.count() as f64;
        let mut stood = 0;
        for &(body, seat) in &due {
            let holder = self.bodies[body].seats[seat].holder;
            let running = holder.filter(|holder| members.person(*holder).seats == 0);
            let candidates = self.candidates(members, running);
            stood += candidates.len();
            let winner = if quorate { self.elect(members, &candidates, running, voice) } else { None };
            if let Some(who) = winner.or(running) {
                members.seat(who, 1);
            }
            self.bodies[body].seats[seat].install(t as i32, winner, running);
        }
        if !due.is_empty() {
            self.bench += 0.2 * (stood as f64 / due.len() as f64 - self.bench);
        }
    }

    /// Holders of empty seats, and of those whose mandate is over, lay them down; gives the seats.
    fn lay_down(&mut self, month: i32, members: &mut impl Members) -> Vec<(usize, usize)> {
        let mut due = Vec::new();
        for (number, body) in self.bodies.iter().enumerate() {
            for (position, seat) in body.seats.iter().enumerate() {
                if seat.holder.is_none() || seat.ends <= month {
                    due.push((number, position));
                    seat.holder.iter().for_each(|holder| members.seat(*holder, -1));
                }
            }
        }
        due
    }

    /// The holder who runs, and those of sixteen who are asked that are willing.
    fn candidates(&mut self, members: &impl Members, running: Option<usize>) -> Vec<usize> {
        let deterred = 1.0 / (1.0 + running.map_or(0.0, |who| standing(members.person(who).followers)));
        let mut candidates: Vec<usize> = running.into_iter().collect();
        let mut asked = Vec::with_capacity(16);
        while asked.len() < 16 {
            let who = self.find(members);
            if asked.contains(&who) {
                continue;
            }
            asked.push(who);
            let person = members.person(who);
            let speaks = f64::from(u8::from(person.speaks));
            let ambition = person.ambition * (deterred + speaks * (1.0 - deterred));
            let ready = (person.participation * (ambition + speaks)).sqrt();
            if self.rng.random::<f64>() < ready && person.seats == 0 && Some(who) != running {
                candidates.push(who);
            }
        }
        candidates
    }

    /// Somebody who is met, or whom they name.
    fn find(&mut self, members: &impl Members) -> usize {
        let met = self.rng.random_range(0..members.count());
        if self.rng.random::<f64>() < 0.5 {
            return members.person(met).ties[self.rng.random_range(0..TIES)];
        }
        met
    }

    fn elect(
        &mut self,
        members: &impl Members,
        candidates: &[usize],
        running: Option<usize>,
        voice: f64,
    ) -> Option<usize> {
        let luck = Gumbel::new(0.0, 1.0).expect("a scale");
        let mut best = None;
        for &who in candidates {
            let stands = members.person(who);
            let incumbency = if running == Some(who) { 1.0 - 4.0 * voice } else { 0.0 };
            let known = standing(stands.followers).ln_1p() + stands.skill;
            let score = known + incumbency + luck.sample(&mut self.rng);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, who));
            }
        }
        best.map(|(_, who)| who)
    }
}

impl Seat {
    /// The winner takes the seat; without one the holder who runs stays on, and otherwise it is empty.
    fn install(&mut self, month: i32, winner: Option<usize>, running: Option<usize>) {
        let who = winner.or(running);
        if who.is_some() && who != self.holder {
            self.since = month;
        }
        self.holder = who;
        self.holdover = winner.is_none();
        self.ends = month + if winner.is_some() { 12 } else { 1 };
    }
}
