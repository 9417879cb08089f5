//! Viability: the second ledger, money. Dues come in; wages, costs and losses go out; long debt is the end.

use crate::mechanisms::{budget, cooptation};
use crate::month::Month;
use crate::state::{Organization, Treasury};

/// The month's money.
pub fn run(organization: &mut Organization, month: &mut Month) {
    let before = held(organization);
    let (income, spent) = (dues(organization, month), spend(organization, month));
    organization.books.flow.money.0 += income;
    organization.books.flow.money.1 += spent;
    budget::run(organization, month);
    debug_assert!(
        (held(organization) - before - income + spent).abs() < 1e-3 * (1.0 + before.abs() + income)
    );
    organization.treasury.months_insolvent =
        if held(organization) < 0.0 { organization.treasury.months_insolvent + 1 } else { 0 };
}

/// Money of the centre and all locals.
pub fn held(organization: &Organization) -> f64 {
    organization.treasury.reserve
        + organization.treasury.parallel_reserve
        + organization.locals.iter().map(|local| local.reserve).sum::<f64>()
}

fn dues(organization: &mut Organization, month: &Month) -> f64 {
    let pressure = month.rules.pressure;
    let floor = month.parameters.legitimacy.dues_floor;
    let parallel = month.rules.parallel_resources;
    let share = budget::central_share(organization, month);
    let mut income = 0.0;
    organization.treasury.wage_fund = 0.0;
    for local in &mut organization.locals {
        let belief = floor + (1.0 - floor) * f64::from(local.belief);
        let paid = f64::from(local.count) * belief * (1.0 - pressure.scarcity).max(0.0) * pressure.income;
        let central = paid * share;
        let federated = (paid - central) * parallel;
        local.reserve += paid - central - federated;
        organization.treasury.parallel_reserve += federated;
        organization.treasury.reserve += central;
        organization.treasury.wage_fund += central;
        organization.books.flow.pooled.0 += central;
        organization.books.flow.pooled.1 += federated;
        income += paid;
    }
    income += yields(organization, month);
    organization.treasury.since_budget.1 += income;
    let funded = pressure.windfall * organization.size() as f64;
    organization.treasury.reserve += funded;
    organization.treasury.wage_fund += funded;
    organization.books.flow.pooled.0 += funded;
    income + funded
}

/// What the means of production yield goes to those who control them.
fn yields(organization: &mut Organization, month: &Month) -> f64 {
    budget::seize(organization, month);
    let yielded = organization.treasury.assets * month.parameters.budget.assets_yield;
    if yielded == 0.0 {
        return 0.0;
    }
    let central = yielded * organization.treasury.assets_central;
    organization.treasury.reserve += central;
    organization.treasury.wage_fund += central;
    organization.books.flow.pooled.0 += central;
    // Where no member is left nobody takes the members' part.
    let each = (yielded - central) / organization.size().max(1) as f64;
    organization.locals.iter_mut().for_each(|local| local.reserve += each * f64::from(local.count));
    central + each * organization.size() as f64
}

fn spend(organization: &mut Organization, month: &Month) -> f64 {
    let viability = &month.parameters.viability;
    let wages = organization.offices.staff.len() as f64 * month.parameters.apparatus.wage;
    let flow = &organization.books.flow;
    let parallel = flow.stakes.delegates * viability.execution_cost;
    let theirs: f64 = organization.locals.iter().map(|local| local.cost).sum();
    // Costs that are no local's own are the centre's.
    let all = (flow.stakes.centre() + flow.stakes.assemblies) * viability.execution_cost
        + flow.damage
        + wages
        + month.rules.upkeep;
    let work = flow.stakes.centre() * viability.execution_cost;
    let lost = organization.treasury.wage_fund.max(0.0) * cooptation::diverted(organization, month)
        + work * month.rules.leak;
    organization.books.flow.diverted += lost;
    organization.books.flow.safeguard_money += month.rules.upkeep;
    let own = all - theirs + lost;
    organization.treasury.since_budget.0 += own;
    organization.treasury.reserve -= own;
    organization.treasury.parallel_reserve -= parallel;
    organization.treasury.wage_fund -= own - wages;
    for local in &mut organization.locals {
        local.reserve -= local.cost;
        if local.reserve < 0.0 {
            // Decisions without money are not carried out, and members remember that.
            local.kept *= (1.0 - viability.kept_loss) as f32;
        }
    }
    lend(organization);
    own + theirs + parallel + surplus(organization, viability.reserve_months_max)
}

/// Covers debts of locals from federated money first, then from the centre while it lasts; locals with money cover the rest.
fn lend(organization: &mut Organization) {
    for local in organization.locals.iter_mut().filter(|local| local.reserve < 0.0) {
        let help = organization.treasury.parallel_reserve.max(0.0).min(-local.reserve);
        local.reserve += help;
        organization.treasury.parallel_reserve -= help;
    }
    for local in organization.locals.iter_mut().filter(|local| local.reserve < 0.0) {
        let help = organization.treasury.reserve.max(0.0).min(-local.reserve);
        local.reserve += help;
        organization.treasury.reserve -= help;
    }
    let Organization { locals, treasury: Treasury { reserve, parallel_reserve, .. }, .. } = organization;
    for needy in [parallel_reserve, reserve] {
        let rich: f64 = locals.iter().map(|local| local.reserve.max(0.0)).sum();
        if *needy < 0.0 && rich > 0.0 {
            let share = (-*needy / rich).min(1.0);
            for local in locals.iter_mut().filter(|local| local.reserve > 0.0) {
                let part = local.reserve * share;
                local.reserve -= part;
                *needy += part;
            }
        }
    }
}

fn surplus(organization: &mut Organization, months: f64) -> f64 {
    let size = organization.size() as f64;
    let most = months * size;
    let too_much = (organization.treasury.reserve - 0.5 * most).max(0.0);
    organization.treasury.reserve -= too_much;
    let mut spent = too_much;
    let too_much = (organization.treasury.parallel_reserve - 0.5 * most).max(0.0);
    organization.treasury.parallel_reserve -= too_much;
    spent += too_much;
    for local in &mut organization.locals {
        let too_much = (local.reserve - 0.5 * months * f64::from(local.count)).max(0.0);
        local.reserve -= too_much;
        spent += too_much;
    }
    spent
}
