//! Organizations of any size and shape: how they begin, who sits above the locals, and that nothing breaks where there is
//! little of anything.

use thermidor_core::Model;
use thermidor_core::measures::position;
use thermidor_core::safeguards::NAMES;
use thermidor_core::scenario::Scenario;
use thermidor_core::shocks;
use thermidor_core::state::{Class, Entry, Organization, Tier};
use thermidor_core::world::World;

fn scenario(text: &str) -> Scenario {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn model(text: &str) -> Model {
    Model::new(scenario(text)).unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}

fn founded(text: &str, run: u32) -> Organization {
    World::found(&model(text), run).organizations.swap_remove(0)
}

/// Members of each local at the founding.
fn sizes(text: &str, run: u32) -> Vec<u32> {
    founded(text, run).locals.iter().map(|local| local.count).collect()
}

#[test]
fn as_many_locals_are_founded_as_are_named() {
    for (members, groups) in [(340, 11), (100, 33), (40, 3), (8, 2), (9, 3), (1000, 1)] {
        let sizes = sizes(&format!("organization.members = {members}\norganization.groups = {groups}\n"), 0);
        let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        assert_eq!((sizes.len(), sizes.iter().sum::<u32>()), (groups, members));
        assert!(most - least <= 1 && *least >= 3, "{sizes:?}");
    }
    let of_three =
        |members| sizes(&format!("organization.members = {members}\norganization.local_size = 3\n"), 0);
    assert_eq!([of_three(8), of_three(11)], [vec![4, 4], vec![4, 4, 3]]);
}

#[test]
fn sizes_spread_as_far_as_is_said_and_no_further() {
    let text = |spread: f64| {
        format!(
            "organization.members = 4000\norganization.groups = 100\norganization.size_spread = {spread}\n"
        )
    };
    for (spread, bounds) in [(0.2, 0.18..0.22), (0.5, 0.35..0.5), (2.0, 0.6..1.5)] {
        let (mut sum, mut squares, mut many) = (0.0, 0.0, 0.0);
        for size in (0..20).flat_map(|run| {
            let sizes = sizes(&text(spread), run);
            assert_eq!((sizes.len(), sizes.iter().sum::<u32>()), (100, 4000));
            sizes
        }) {
            assert!((3..=80).contains(&size), "a local of {size}");
            let log = libm::log(f64::from(size));
            (sum, squares, many) = (sum + log, squares + log * log, many + 1.0);
        }
        let mean = sum / many;
        let deviation = (squares / many - mean * mean).sqrt();
        assert!(bounds.contains(&deviation), "{deviation} where {spread} is asked for");
    }
}

#[test]
fn what_is_said_twice_or_cannot_be_is_refused() {
    for (text, path, message) in [
        (
            "organization.groups = 4\norganization.local_size = 50\n",
            "organization.groups",
            "organization.local_size says the same in another way, and both are named",
        ),
        (
            "organization.groups = 400\n",
            "organization.groups",
            "1000 members make no 400 locals of at least 3",
        ),
        (
            "apparatus = { founding = 3.0, founding_per_1000 = 4.0 }\n",
            "apparatus.founding",
            "apparatus.founding_per_1000 says the same in another way, and both are named",
        ),
        ("organization.members = 7\n", "organization.members", "lower than 8"),
    ] {
        let found = Model::new(scenario(text)).expect_err(text);
        assert_eq!(found[0].to_string(), format!("{path}: {message}"));
    }
}

#[test]
fn staff_begin_in_heads_or_per_1000() {
    let staff = |text: &str| founded(&format!("organization.members = 500\n{text}"), 0).offices.staff.len();
    let per_1000 = staff("apparatus.founding_per_1000 = 20.0\n");
    assert_eq!((staff(""), staff("apparatus.founding = 3.0\n"), per_1000), (2, 3, 10));
}

#[test]
fn holders_in_mid_life_have_sat_and_served() {
    let text = "organization.members = 2000\nmandates.founding_tenure = 30.0\nmandates.executive_seats = 100\n\
                mandates.term_ticks = 24\nmandates.executive_term_ticks = 12\n";
    let organization = founded(text, 0);
    let executive = &organization.offices.bodies[0].seats;
    let months: Vec<u32> = executive.iter().map(|seat| seat.months(0)).collect();
    let mean = f64::from(months.iter().sum::<u32>()) / months.len() as f64;
    // Uniform from 0 to 60: a standard error of 1.7.
    assert!((mean - 30.0).abs() < 7.0 && months.iter().all(|months| *months <= 60), "{months:?}");
    assert!(executive.iter().all(|seat| u32::from(seat.terms) == 1 + seat.months(0) / 12));
    let ledger = &organization.offices.mandates;
    assert!(executive.iter().all(|seat| ledger[seat.mandate as usize].from == seat.since));
    // What they have learned in office counts at once.
    let first = |text: &str, measure: &str| model(text).run(0).unwrap()[0].row(0)[position(measure).unwrap()];
    let (young, old) = ("ticks = 1\n", "ticks = 1\nmandates.founding_tenure = 30.0\n");
    assert!(first(old, "tenure") > first(young, "tenure") + 15.0);
    assert!(first(old, "quality") > first(young, "quality"));
}

#[test]
fn matters_and_cynicism_can_wait_at_the_founding() {
    let first = |text: &str, measure: &str| {
        model(&format!("ticks = 1\n{text}")).run(0).unwrap()[0].row(0)[position(measure).unwrap()]
    };
    assert!(first("decisions.founding_backlog = 6.0\n", "backlog") > 3.0 * first("", "backlog").max(0.1));
    assert!(founded("voice.founding_hope = 0.2\n", 0).locals.iter().all(|local| local.hope == 0.2));
}

#[test]
fn seats_grow_with_the_members_and_do_not_shrink() {
    let text = "ticks = 100\n[organization]\nmembers = 400\n[mandates]\nexecutive_seats = 9\nexecutive_per_1000 = 20.0\n\
                committee_seats = 0\ncommittee_per_1000 = 10.0\n[membership]\nentry = 0.05\nexit = 0.0\nsize_max = 4.0\n\
                [[shocks.loss_of_leaders]]\nstart_tick = 40\n";
    let model = model(text);
    let mut world = World::found(&model, 0);
    let seats = |world: &World| {
        let bodies = &world.organizations[0].offices.bodies;
        (bodies[0].seats.len(), bodies[1].seats.len(), world.organizations[0].size())
    };
    assert_eq!(seats(&world), (9, 4, 400));
    let mut before = seats(&world);
    for tick in 0..100 {
        world.month(&model, tick).unwrap();
        let now = seats(&world);
        assert!(now.0 >= before.0 && now.1 >= before.1);
        assert!(tick % 12 == 11 || (now.0, now.1) == (before.0, before.1), "they grow once a year");
        before = now;
    }
    let (executive, committee, members) = before;
    assert!(members > 1000 && executive > 20 && committee > 10, "{before:?}");
    assert!(executive <= (members as f64 / 50.0).ceil() as usize);
}

#[test]
fn without_committees_the_executive_has_all_domains() {
    let text = "ticks = 120\norganization.members = 300\nmandates.committee_seats = 0\n[safeguards.time_bombed_committees]\n\
                from_tick = 3\nuntil_tick = 60\n[safeguards.periodic_redesign]\nperiod_ticks = 12\n";
    let model = model(text);
    let mut world = World::found(&model, 0);
    for tick in 0..120 {
        world.month(&model, tick).unwrap();
        let organization = &world.organizations[0];
        assert!((0..4).all(|domain| {
            Class::ALL.iter().all(|class| organization.body_for_domain(domain, *class, 0.0) == Some(0))
        }));
        let committees = organization.offices.bodies.iter().filter(|body| body.tier == Tier::Committee);
        assert!(committees.into_iter().all(|body| !body.active && body.settled == 0.0));
    }
}

#[test]
fn every_body_can_be_drawn_by_lot() {
    let others = "ticks = 60\norganization.members = 300\nadoption.worn = 0.0\nrepeal.motions_per_year = 0.0\n[safeguards.parallel_institutions]\n\
                  [[shocks.civil_war]]\nstart_tick = 30\nduration_ticks = 30\n";
    let tiers = [Tier::Executive, Tier::Committee, Tier::Command, Tier::Parallel];
    for (tier, name) in tiers.into_iter().zip(["executive", "committee", "command", "parallel"]) {
        let model = model(&format!("{others}[safeguards.lottery]\nshare = 1.0\ntiers = [\"{name}\"]\n"));
        let mut world = World::found(&model, 0);
        (0..60).for_each(|tick| world.month(&model, tick).unwrap());
        let offices = &world.organizations[0].offices;
        // Seats of the founding were filled before there was a month.
        let of = |drawn: bool| {
            let later = offices.mandates.iter().filter(|mandate| mandate.from > 0);
            let own = later.filter(|mandate| offices.bodies[usize::from(mandate.body)].tier == tier);
            own.filter(|mandate| (mandate.entry == Entry::Lottery) == drawn).count()
        };
        assert!(of(true) > 0 && of(false) == 0, "{name}: {} drawn, {} not", of(true), of(false));
    }
}

#[test]
fn small_and_odd_organizations_live_through_everything() {
    let shocks: String = shocks::NAMES
        .iter()
        .map(|name| {
            format!("[[shocks.{name}]]\nstart_tick = 12\nduration_ticks = 0.23\nrate_per_year = 0.5\n")
        })
        .collect();
    let safeguards: String =
        NAMES.iter().map(|name| format!("[safeguards.{name}]\nfrom_tick = 6\n")).collect();
    for shape in [
        "organization = { members = 8, groups = 1 }\nmandates = { executive_seats = 3, committee_seats = 0 }\n",
        "organization.members = 8\n",
        "organization = { members = 40, groups = 3 }\nmandates.committee_seats = 0\n",
        "organization = { members = 60, local_size = 3 }\nmandates.elected_by = \"delegates\"\n",
        "organization = { members = 90, groups = 9, size_spread = 1.0 }\nmandates = { elected_by = \"delegates\", \
         committee_seats = 0, committee_per_1000 = 50.0, founding_tenure = 40.0 }\ndecisions.founding_backlog = 5.0\n",
    ] {
        for around in ["", &shocks, &safeguards, &format!("{shocks}{safeguards}")] {
            let text =
                format!("ticks = 80\nsecession.threshold = 0.1\nmembership.entry = 0.03\n{shape}{around}");
            let model = model(&text);
            for run in 0..3 {
                let histories = model.run(run).unwrap();
                assert!(
                    histories.iter().all(|history| history.measures.iter().all(|value| value.is_finite())),
                    "{text}"
                );
            }
        }
    }
}
