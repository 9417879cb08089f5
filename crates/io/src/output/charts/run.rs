//! Charts of one run: fans of each measure, a profile at a glance, outcomes over time.

use std::collections::BTreeSet;
use std::path::Path;
use thermidor_core::Model;

use plotters::prelude::*;
use rayon::prelude::*;

use super::{BLUE, Drawing, Drawn, FAMILY, INK, ORANGE, TimeAxis, axis_name, colour, number, page};
use crate::output::summary::Summary;
use thermidor_core::measures::{MEASURES, Measure, position};
use thermidor_core::outcome::Condition;

/// Measures on the page that shows the profile at a glance.
pub(super) const PROFILE: [&str; 12] = [
    "central_share_stakes",
    "central_resources",
    "emergency",
    "influence_people",
    "influence_staff",
    "removability",
    "contested",
    "tenure",
    "participation",
    "legitimacy",
    "voice",
    "staff",
];

/// Draws all charts into a directory, each as SVG and PNG.
///
/// # Errors
/// When a file cannot be written.
pub fn write(directory: &Path, scenario: &Model, summary: &Summary) -> Drawn {
    let marks = Marks::new(scenario);
    type Draw<'a> = Box<dyn Fn(&Drawing) -> Drawn + Sync + 'a>;
    let fan_of = |measure: &'static Measure| -> Draw<'_> {
        let marks = &marks;
        Box::new(move |area| {
            let area = area.titled(scenario.name.as_str(), (FAMILY, 40).into_font().color(&INK))?;
            fan(&area, measure, scenario, summary, marks, 30)
        })
    };
    let mut pages: Vec<(&str, (u32, u32), Draw)> = vec![
        ("profile", (1920, 1300), Box::new(|area| profile(area, scenario, summary, &marks))),
        ("outcomes", (1600, 900), Box::new(|area| outcomes(area, scenario, summary, &marks))),
    ];
    pages.extend(MEASURES.iter().map(|measure| (measure.name, (1600, 900), fan_of(measure))));
    // Most of the time goes into PNGs. An error may not leave its thread, its words may.
    let drawn: Result<(), String> = pages
        .par_iter()
        .with_max_len(1)
        .map(|(name, size, draw)| page(directory, name, *size, draw).map_err(|error| error.to_string()))
        .collect();
    Ok(drawn?)
}

/// The marks on every time axis.
struct Marks {
    shocks: Vec<(u32, u32, &'static str)>,
    /// Month, and a label the first time that a safeguard does this.
    safeguards: Vec<(u32, String)>,
}

impl Marks {
    fn new(scenario: &Model) -> Self {
        let shocks = scenario
            .shocks
            .timings()
            .into_iter()
            .filter(|(_, _, timing)| timing.rate_per_year == 0.0)
            .map(|(name, _, timing)| (timing.start_tick, timing.over().min(scenario.ticks), name))
            .collect();
        let mut safeguards: Vec<(u32, String)> = Vec::new();
        let mut named = BTreeSet::new();
        for (tick, name, what) in scenario.safeguards.events(scenario.ticks) {
            let words = if what.contains(' ') { what } else { format!("{} {what}", name.replace('_', " ")) };
            let label = if named.insert(words.clone()) { words } else { String::new() };
            safeguards.push((tick, label));
        }
        Self { shocks, safeguards }
    }
}

fn fan(
    area: &Drawing,
    measure: &Measure,
    scenario: &Model,
    summary: &Summary,
    marks: &Marks,
    size: u32,
) -> Drawn {
    let column = position(measure.name).ok_or("no such measure")?;
    let points: Vec<(f64, [f64; 5])> = (0..summary.ticks())
        .filter_map(|tick| summary.quantiles(column, tick).map(|(_, q)| (tick as f64, q.map(f64::from))))
        .collect();
    let highest = points.iter().map(|(_, q)| q[4]).fold(0.0, f64::max);
    let lowest = points.iter().map(|(_, q)| q[0]).fold(0.0, f64::min);
    let shares = measure.range == (0.0, 1.0);
    let top = if shares && highest > 0.4 { 1.0 } else { (highest * 1.12).max(1e-3) };
    let caption = format!("{} ({})", measure.label, measure.unit);
    let mut chart = ChartBuilder::on(area)
        .caption(caption, (FAMILY, size).into_font().color(&INK))
        .margin(size / 3)
        .x_label_area_size(size * 2)
        .y_label_area_size(size * 3)
        .build_cartesian_2d(TimeAxis::new(scenario), lowest * 1.1..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE)
        .bold_line_style(RGBColor(225, 225, 225))
        .axis_style(RGBColor(140, 140, 140))
        .label_style((FAMILY, size * 3 / 4).into_font().color(&INK))
        .y_labels(6)
        .y_label_formatter(&|value| number(*value, top))
        .x_desc(axis_name(scenario))
        .axis_desc_style((FAMILY, size * 3 / 4).into_font().color(&INK))
        .draw()?;
    // Each shock's name has a row of its own, so that names of overlapping shocks do not.
    for (row, (from, to, name)) in marks.shocks.iter().enumerate() {
        let (from, to) = (f64::from(*from), f64::from(*to));
        chart.draw_series([Rectangle::new([(from, lowest * 1.1), (to, top)], ORANGE.mix(0.16).filled())])?;
        let style = (FAMILY, size * 2 / 3).into_font().color(&RGBColor(120, 80, 0));
        let y = top - (top - lowest) * (0.015 + 0.06 * row as f64);
        chart.draw_series([Text::new(name.replace('_', " "), (from + 1.0, y), style)])?;
    }
    for (row, (tick, label)) in marks.safeguards.iter().enumerate() {
        let (x, floor, height) = (f64::from(*tick), lowest * 1.1, top - lowest);
        chart.draw_series([PathElement::new(
            vec![(x, floor), (x, floor + height * 0.04)],
            INK.stroke_width(2),
        )])?;
        // Words do not fit in small panels.
        if size >= 30 && !label.is_empty() {
            let style = (FAMILY, size * 2 / 3).into_font().color(&INK);
            let y = floor + height * (0.09 + 0.05 * (row % 3) as f64);
            chart.draw_series([Text::new(label.clone(), (x + 1.0, y), style)])?;
        }
    }
    for (low, high, shade) in [(0, 4, 0.18), (1, 3, 0.32)] {
        let edge =
            points.iter().map(|(x, q)| (*x, q[low])).chain(points.iter().rev().map(|(x, q)| (*x, q[high])));
        chart.draw_series([Polygon::new(edge.collect::<Vec<_>>(), BLUE.mix(shade).filled())])?;
    }
    chart.draw_series(LineSeries::new(
        points.iter().map(|(x, q)| (*x, q[2])),
        BLUE.stroke_width(size / 8 + 1),
    ))?;
    Ok(())
}

fn profile(area: &Drawing, scenario: &Model, summary: &Summary, marks: &Marks) -> Drawn {
    let area = area.titled(
        &format!(
            "{}: half of the organizations lie in the dark band, nine in ten in the light one",
            scenario.name
        ),
        (FAMILY, 30).into_font().color(&INK),
    )?;
    for (panel, name) in area.split_evenly((3, 4)).iter().zip(PROFILE) {
        let measure = &MEASURES[position(name).ok_or("no such measure")?];
        fan(panel, measure, scenario, summary, marks, 18)?;
    }
    Ok(())
}

fn outcomes(area: &Drawing, scenario: &Model, summary: &Summary, marks: &Marks) -> Drawn {
    let n = f64::from(summary.tally.organizations.max(1));
    let ticks = summary.ticks();
    let (left, right) = area.split_horizontally(1250);
    let mut chart = ChartBuilder::on(&left)
        .caption(
            format!("{}: what became of {n} organizations", scenario.name),
            (FAMILY, 34).into_font().color(&INK),
        )
        .margin(10)
        .x_label_area_size(60)
        .y_label_area_size(90)
        .build_cartesian_2d(TimeAxis::new(scenario), 0.0..n)?;
    let mut below = vec![0.0; ticks];
    let mut labels = Vec::new();
    for condition in Condition::ALL {
        let colour = colour(condition);
        let above: Vec<f64> = (0..ticks)
            .map(|tick| below[tick] + f64::from(summary.conditions[tick][condition as usize]))
            .collect();
        let edge =
            (0..ticks).map(|t| (t as f64, below[t])).chain((0..ticks).rev().map(|t| (t as f64, above[t])));
        chart.draw_series([Polygon::new(edge.collect::<Vec<_>>(), colour.filled())])?;
        let end = ticks - 1;
        labels.push((condition, colour, (above[end] - below[end]) as u32));
        below = above;
    }
    for (row, (from, to, name)) in marks.shocks.iter().enumerate() {
        // A bar over the shock's time under its name, so that no line of another shock crosses the name.
        let (y, height) = (n * (0.985 - 0.06 * row as f64), n * 0.006);
        let bar = [(f64::from(*from), y - height), (f64::from(*to), y)];
        chart.draw_series([Rectangle::new(bar, INK.filled())])?;
        let style = (FAMILY, 24).into_font().color(&INK);
        chart.draw_series([Text::new(
            name.replace('_', " "),
            (f64::from(*from), n * (0.975 - 0.06 * row as f64)),
            style,
        )])?;
    }
    chart
        .configure_mesh()
        .disable_mesh()
        .label_style((FAMILY, 24).into_font().color(&INK))
        .y_label_formatter(&|count| format!("{count:.0}"))
        .x_desc(axis_name(scenario))
        .y_desc("Organizations")
        .axis_desc_style((FAMILY, 26).into_font().color(&INK))
        .draw()?;
    // A key of its own beside the chart: labels never cover the areas or each other.
    for (row, (condition, colour, count)) in labels.iter().rev().enumerate() {
        let y = 140 + row as i32 * 70;
        right.draw(&Rectangle::new([(10, y), (42, y + 32)], colour.filled()))?;
        let text = format!("{} {}", count, condition.label());
        right.draw(&Text::new(text, (54, y + 2), (FAMILY, 30).into_font().color(&INK)))?;
    }
    right.draw(&Text::new("At the end", (10, 90), (FAMILY, 26).into_font().color(&INK)))?;
    Ok(())
}
