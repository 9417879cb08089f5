//! The core in ixa: members are entities with a property for each trait, the organization is a data plugin, each month
//! is a plan.

#![allow(clippy::disallowed_methods, reason = "taken from the standard library, as in the plain version")]

use ixa::impl_property;
use ixa::prelude::*;
use peers::affairs::{Affairs, Members, Person, Pulls, TIES, Totals, Traits, neighbour, pull, weight};
use peers::{MONTHS, Month};

define_entity!(Member);
define_rng!(MembersRng);

macro_rules! properties {
    ($($name:ident($type:ty) $(= $default:expr)?;)*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq)]
        struct $name($type);
        impl_property!($name, Member $(, default_const = $name($default))?, persist = false);
    )*};
}

properties! {
    LocalNumber(usize);
    Skill(f64);
    Participation(f64);
    Liveliness(f64);
    Tolerance(f64);
    Threshold(f64);
    Ambition(f64);
    Grievance(f64) = 0.0;
    Legitimacy(f64) = 0.7;
    Influence(f64) = 0.0;
    Ties([usize; TIES]) = [0; TIES];
    Followers(u32) = 0;
    Present(bool) = false;
    Came(bool) = false;
    Speaks(bool) = false;
    Spoke(bool) = false;
    Seats(i32) = 0;
}

#[derive(Default)]
struct Organization {
    members: Vec<MemberId>,
    affairs: Option<Affairs>,
    months: Vec<Month>,
}

define_data_plugin!(OrganizationPlugin, Organization, Organization::default());

struct Voters<'a> {
    context: &'a mut Context,
    members: &'a [MemberId],
}

impl Members for Voters<'_> {
    fn count(&self) -> usize {
        self.members.len()
    }

    fn person(&self, who: usize) -> Person {
        let id = self.members[who];
        let Skill(skill) = self.context.get_property(id);
        let Participation(participation) = self.context.get_property(id);
        let Ambition(ambition) = self.context.get_property(id);
        let Followers(followers) = self.context.get_property(id);
        let Seats(seats) = self.context.get_property(id);
        let Speaks(speaks) = self.context.get_property(id);
        let Ties(ties) = self.context.get_property(id);
        Person { skill, participation, ambition, followers, seats, speaks, ties }
    }

    fn seat(&mut self, who: usize, change: i32) {
        let Seats(seats) = self.context.get_property(self.members[who]);
        self.context.set_property(self.members[who], Seats(seats + change));
    }
}

fn follow(context: &mut Context, id: MemberId, change: i32) {
    let Followers(followers) = context.get_property(id);
    context.set_property(id, Followers(followers.strict_add_signed(change)));
}

fn found(context: &mut Context, n: usize, seed: u64) {
    context.init_random(seed);
    let mut affairs = Affairs::found(n, seed.wrapping_add(1 << 63));
    let mut members = Vec::with_capacity(n);
    for (number, local) in affairs.locals.iter().enumerate() {
        for _ in local.members.clone() {
            let traits = context.sample(MembersRng, Traits::draw);
            let id = context.add_entity(with!(
                Member,
                LocalNumber(number),
                Skill(traits.skill),
                Participation(traits.participation),
                Liveliness(traits.liveliness),
                Tolerance(traits.tolerance),
                Threshold(traits.threshold),
                Ambition(traits.ambition),
            ));
            members.push(id.expect("a member"));
        }
    }
    for (i, id) in members.iter().enumerate() {
        let LocalNumber(local) = context.get_property(*id);
        let range = &affairs.locals[local].members;
        let mut draw = |_| context.sample(MembersRng, |rng| neighbour(rng, range, i));
        let ties: [usize; TIES] = core::array::from_fn(&mut draw);
        context.set_property(*id, Ties(ties));
        ties.iter().for_each(|other| follow(context, members[*other], 1));
    }
    affairs.elect_first(&mut Voters { context, members: &members });
    *context.get_data_mut(OrganizationPlugin) =
        Organization { members, affairs: Some(affairs), months: Vec::new() };
}

fn month(context: &mut Context, t: usize) {
    let organization = context.get_data_mut(OrganizationPlugin);
    let members = std::mem::take(&mut organization.members);
    let mut affairs = organization.affairs.take().expect("affairs");
    attend(context, &members, &mut affairs, t);
    affairs.open_floors();
    affairs.arrive(t, &Voters { context, members: &members });
    affairs.settle(t, &Voters { context, members: &members });
    share_influence(context, &members, &affairs, t);
    affairs.execute();
    affairs.set_precedents();
    learn(context, &members, &affairs);
    renew_ties(context, &members, &affairs);
    believe_and_speak(context, &members, &mut affairs);
    affairs.claim(&Voters { context, members: &members });
    affairs.fill_seats(t, &mut Voters { context, members: &members });
    let measured = affairs.measure(t, totals(context, &members));
    let organization = context.get_data_mut(OrganizationPlugin);
    organization.members = members;
    organization.affairs = Some(affairs);
    organization.months.push(measured);
}

fn totals(context: &Context, members: &[MemberId]) -> Totals {
    let each = || members.iter().copied();
    Totals {
        influence: each().map(|id| context.get_property::<_, Influence>(id).0).collect(),
        followers: each().map(|id| context.get_property::<_, Followers>(id).0).collect(),
        legitimacy: each().map(|id| context.get_property::<_, Legitimacy>(id).0).sum(),
        skill: each().map(|id| context.get_property::<_, Skill>(id).0).sum(),
        grievance: each().map(|id| context.get_property::<_, Grievance>(id).0).sum(),
    }
}

fn attend(context: &mut Context, members: &[MemberId], affairs: &mut Affairs, t: usize) {
    affairs.open(t);
    for &id in members {
        let Present(present) = context.get_property(id);
        context.set_property(id, Came(present));
    }
    for &id in members {
        let LocalNumber(local) = context.get_property(id);
        let local = &mut affairs.locals[local];
        let Ties(ties) = context.get_property(id);
        let company = ties.iter().filter(|tie| context.get_property::<_, Came>(members[**tie]).0).count();
        let Followers(followers) = context.get_property(id);
        let Liveliness(liveliness) = context.get_property(id);
        let Participation(participation) = context.get_property(id);
        let wish = local.wish(liveliness, weight(followers), company);
        let participation = participation + affairs.rate * (wish - participation);
        context.set_property(id, Participation(participation));
        let present = context.sample_bool(MembersRng, participation);
        context.set_property(id, Present(present));
        if present {
            let Skill(skill) = context.get_property(id);
            local.welcome(skill, weight(followers));
        }
    }
}

fn share_influence(context: &mut Context, members: &[MemberId], affairs: &Affairs, t: usize) {
    let fade = (-1.0f64 / 12.0).exp2();
    for &id in members {
        let Influence(mut influence) = context.get_property(id);
        let Present(present) = context.get_property(id);
        influence *= fade;
        if present {
            let LocalNumber(local) = context.get_property(id);
            let Followers(followers) = context.get_property(id);
            influence += affairs.locals[local].each() * weight(followers);
        }
        context.set_property(id, Influence(influence));
    }
    for (holder, share) in affairs.shares(t, &Voters { context, members }) {
        let Influence(influence) = context.get_property(members[holder]);
        context.set_property(members[holder], Influence(influence + share));
    }
}

fn learn(context: &mut Context, members: &[MemberId], affairs: &Affairs) {
    for &id in members {
        let LocalNumber(local) = context.get_property(id);
        let local = &affairs.locals[local];
        let Seats(seats) = context.get_property(id);
        let Present(present) = context.get_property(id);
        let practice = match (seats > 0, present) {
            (true, _) => 1.0,
            (false, true) => local.own_say,
            (false, false) => 0.0,
        };
        let Skill(skill) = context.get_property(id);
        let learned = practice * (1.0 - skill) / 24.0 - (1.0 - practice) * skill / 60.0;
        context.set_property(id, Skill(skill + learned));
    }
}

fn renew_ties(context: &mut Context, members: &[MemberId], affairs: &Affairs) {
    let mut pulls = Pulls::default();
    pulls.add_up(members.iter().map(|&id| {
        let Followers(followers) = context.get_property(id);
        let Skill(skill) = context.get_property(id);
        pull(followers, skill)
    }));
    for (i, &id) in members.iter().enumerate() {
        if !context.sample_bool(MembersRng, 0.1) {
            continue;
        }
        let LocalNumber(local) = context.get_property(id);
        let tie = context.sample_range(MembersRng, 0..TIES);
        let anywhere = context.sample_bool(MembersRng, 0.2);
        let local = (!anywhere).then_some(&affairs.locals[local]);
        let found = context.sample(MembersRng, |rng| pulls.choose(rng, local));
        if found != i {
            let Ties(mut ties) = context.get_property(id);
            let before = std::mem::replace(&mut ties[tie], found);
            context.set_property(id, Ties(ties));
            follow(context, members[before], -1);
            follow(context, members[found], 1);
        }
    }
}

fn believe_and_speak(context: &mut Context, members: &[MemberId], affairs: &mut Affairs) {
    let (fairness, lost) = (affairs.fairness(), affairs.lost());
    affairs.locals.iter_mut().for_each(|local| (local.belief, local.speakers) = (0.0, 0));
    for &id in members {
        let Speaks(speaks) = context.get_property(id);
        context.set_property(id, Spoke(speaks));
    }
    for &id in members {
        let LocalNumber(local) = context.get_property(id);
        let local = &mut affairs.locals[local];
        let Grievance(grievance) = context.get_property(id);
        let Legitimacy(legitimacy) = context.get_property(id);
        let target = (local.given(fairness) - 0.2 * grievance).clamp(0.0, 1.0);
        let legitimacy = legitimacy + (target - legitimacy) / 12.0;
        context.set_property(id, Legitimacy(legitimacy));
        local.belief += legitimacy / local.members.len() as f64;
        let Tolerance(tolerance) = context.get_property(id);
        let seen = 0.5 * (1.0 - local.own_say) + 0.15 * lost;
        let grievance = grievance + ((1.5 * (seen - tolerance)).clamp(0.0, 1.0) - grievance) / 6.0;
        context.set_property(id, Grievance(grievance));
        let Ties(ties) = context.get_property(id);
        let others = ties.iter().filter(|tie| context.get_property::<_, Spoke>(members[**tie]).0).count();
        let Threshold(threshold) = context.get_property(id);
        let speaks = (grievance + others as f64 / TIES as f64) * local.hope >= threshold;
        context.set_property(id, Speaks(speaks));
        local.speakers += usize::from(speaks);
    }
}

fn simulate(n: usize, seed: u64) -> Vec<Month> {
    let mut context = Context::new();
    found(&mut context, n, seed);
    for t in 0..MONTHS {
        context.add_plan(t as f64, move |context| month(context, t));
    }
    context.execute();
    std::mem::take(&mut context.get_data_mut(OrganizationPlugin).months)
}

fn main() {
    peers::main(simulate);
}
