//! Apparatus: members paid by the centre.
//!
//! Staff grow logistically with money and workload, about 6 % a year in peace and up to 1.85 a year where
//! work piles up (the Secretariat of 1919–21).

use crate::month::Month;
use crate::random::{StreamId, Streams};
use crate::rules::StaffTerm;
use crate::state::{Organization, Post};

/// The centre hires or lets go.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let apparatus = &month.parameters.apparatus;
    let (backlog, capacity) = organization
        .centre()
        .iter()
        .fold((0.0f32, 0.0f32), |sum, body| (sum.0 + body.backlog, sum.1 + body.floor));
    // Matters that wait for the floor, or work that waits for hands.
    let undone = 1.0 - organization.offices.done;
    let pressed = f64::from((backlog / capacity.max(1.0)).max(undone).min(1.0));
    let rate =
        (apparatus.growth_quiet + (apparatus.growth_pressed - apparatus.growth_quiet) * pressed) / 12.0;
    // Money for wages: the income meant for them, and the reserve spread over a year.
    let affordable =
        ((organization.treasury.wage_fund + organization.treasury.reserve / 12.0) / apparatus.wage).max(0.0);
    let wanted = organization.offices.staff_wanted.max(0.5);
    organization.offices.staff_wanted =
        (wanted + rate * wanted * (1.0 - wanted / affordable.max(1.0)).max(-1.0)).max(0.0);
    let most = apparatus.share_max * organization.size() as f64;
    organization.offices.staff_wanted = organization.offices.staff_wanted.min(most);
    rotate(organization, month);
    hire(organization, month.streams, month.number);
}

/// Staff whose time is over go, where staff rotation holds.
fn rotate(organization: &mut Organization, month: &Month) {
    let Some(rule) = month.rules.staff_term else { return };
    let paid = &mut organization.members.paid;
    organization.offices.staff.retain(|post| {
        let stays = month.number - post.since < rule.term_ticks || !goes(month, &rule, post.member);
        paid[post.member as usize] = stays;
        stays
    });
}

/// Whether the rule is followed for a member of staff whose time is over.
fn goes(month: &Month, rule: &StaffTerm, member: u32) -> bool {
    // One uniform a term: a rule that is not followed this month is not tried again next month.
    let since = (month.number - rule.from_tick) / rule.term_ticks;
    month.streams.rng(StreamId::StaffRotation, since, member).chance(rule.compliance)
}

/// Hires or dismisses until every post has one holder.
pub fn hire(organization: &mut Organization, streams: &Streams, tick: u32) {
    let posts = organization.offices.staff_wanted as usize;
    while organization.offices.staff.len() > posts {
        if let Some(post) = organization.offices.staff.pop() {
            organization.members.paid[post.member as usize] = false;
        }
    }
    if organization.offices.staff.len() == posts {
        return;
    }
    let mut rng = streams.rng(StreamId::Hiring, tick, 0);
    for _ in 0..4 * posts {
        if organization.offices.staff.len() >= posts {
            break;
        }
        let who = rng.below(organization.slots() as u32);
        let i = who as usize;
        let members = &organization.members;
        if members.taken[i] && !members.paid[i] && members.seats[i] == 0 {
            organization.members.paid[i] = true;
            organization.offices.staff.push(Post { member: who, since: tick });
        }
    }
}
