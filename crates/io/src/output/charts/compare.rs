//! Charts of a comparison: times to capture, the first endings, differences over time, and the same
//! organizations in each future.

use std::path::Path;

use plotters::prelude::*;

use super::run::PROFILE;
use super::{Drawing, Drawn, FAMILY, INK, LINES, TimeAxis, axis_name, colour, grid, number, page, per_cent};
use thermidor_analysis::study::contrast::COMPETING;
use thermidor_analysis::study::{Comparison, Contrast};
use thermidor_core::measures::{MEASURES, position};
use thermidor_core::outcome::Condition;
use thermidor_stats::interval::LEVEL;
use thermidor_stats::survival::{Step, cumulative_incidence, kaplan_meier};

/// Draws all charts of a comparison into a directory, each as SVG and PNG.
///
/// # Errors
/// When a file cannot be written.
pub fn write(directory: &Path, comparison: &Comparison) -> Drawn {
    page(directory, "capture", (1600, 900), |area| capture(area, comparison))?;
    page(directory, "endings", (1600, 900), |area| endings(area, comparison))?;
    page(directory, "differences", (1920, 1300), |area| differences(area, comparison))?;
    page(directory, "futures", (1600, 900), |area| futures(area, comparison))
}

fn line(arm: usize) -> RGBColor {
    LINES[arm % LINES.len()]
}

/// A name that fits beside a chart, in as many rows as it takes.
fn rows_of(name: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in name.split_whitespace() {
        let last = rows.len() - 1;
        if !rows[last].is_empty() && rows[last].chars().count() + word.chars().count() >= width {
            rows.push(word.to_owned());
        } else {
            let space = if rows[last].is_empty() { "" } else { " " };
            rows[last].push_str(&format!("{space}{word}"));
        }
    }
    rows
}

/// Names beside a chart, each in its colour; returns where the next one would stand.
fn key(area: &Drawing, entries: &[(String, RGBColor)], top: i32) -> Result<i32, Box<dyn std::error::Error>> {
    let mut y = top;
    for (name, colour) in entries {
        area.draw(&Rectangle::new([(10, y + 4), (38, y + 26)], colour.filled()))?;
        for row in rows_of(name, 22) {
            area.draw(&Text::new(row, (48, y), (FAMILY, 26).into_font().color(&INK)))?;
            y += 34;
        }
        y += 14;
    }
    Ok(y)
}

fn arm_names(comparison: &Comparison) -> Vec<(String, RGBColor)> {
    comparison.arms.iter().enumerate().map(|(i, arm)| (arm.scenario.name.clone(), line(i))).collect()
}

/// Corners of a step line from month 0 to the horizon, at a level of each step.
fn stairs(steps: &[Step], start: f64, horizon: f64, at: impl Fn(&Step) -> f64) -> Vec<(f64, f64)> {
    let mut corners = vec![(0.0, start)];
    let mut level = start;
    for step in steps {
        let time = f64::from(step.time);
        corners.push((time, level));
        level = at(step);
        corners.push((time, level));
    }
    corners.push((horizon, level));
    corners
}

fn band(steps: &[Step], start: f64, horizon: f64) -> Vec<(f64, f64)> {
    let mut edge = stairs(steps, start, horizon, |step| step.level.low);
    edge.extend(stairs(steps, start, horizon, |step| step.level.high).into_iter().rev());
    edge
}

/// Share of all organizations not yet captured, by month, with bands.
fn capture(area: &Drawing, comparison: &Comparison) -> Drawn {
    let scenario = &comparison.arms[0].scenario;
    let (left, right) = area.split_horizontally(1180);
    let mut chart = ChartBuilder::on(&left)
        .caption("Not yet captured", (FAMILY, 34).into_font().color(&INK))
        .margin(10)
        .x_label_area_size(60)
        .y_label_area_size(90)
        .build_cartesian_2d(TimeAxis::new(scenario), 0.0..1.0)?;
    grid(&mut chart, 24, 11, axis_name(scenario), &per_cent)?;
    let horizon = comparison.ticks() as f64;
    for (i, arm) in comparison.arms.iter().enumerate() {
        let curve = kaplan_meier(&arm.times_to_capture(), LEVEL);
        chart.draw_series([Polygon::new(band(&curve.steps, 1.0, horizon), line(i).mix(0.13).filled())])?;
        let corners = stairs(&curve.steps, 1.0, horizon, |step| step.level.estimate);
        chart.draw_series(LineSeries::new(corners, line(i).stroke_width(4)))?;
    }
    let below = key(&right, &arm_names(comparison), 80)?;
    let note = format!(
        "Of all {} organizations in each future, collapsed ones too; bands: 95 % intervals at each month",
        comparison.runs()
    );
    for (row, text) in rows_of(&note, 26).into_iter().enumerate() {
        right.draw(&Text::new(
            text,
            (10, below + 20 + 28 * row as i32),
            (FAMILY, 22).into_font().color(&INK),
        ))?;
    }
    Ok(())
}

/// Which of capture, collapse and split came first, by month: a panel an arm.
fn endings(area: &Drawing, comparison: &Comparison) -> Drawn {
    let scenario = &comparison.arms[0].scenario;
    let title = "What came first: capture, collapse or split";
    let area = area.titled(title, (FAMILY, 34).into_font().color(&INK))?;
    let (top, bottom) = area.split_vertically(760);
    let columns = if comparison.arms.len() == 4 { 2 } else { comparison.arms.len().min(3) };
    let rows = comparison.arms.len().div_ceil(columns);
    let colours = [colour(Condition::Captured), colour(Condition::Collapsed), RGBColor(86, 180, 233)];
    let horizon = comparison.ticks() as f64;
    for (panel, arm) in top.split_evenly((rows, columns)).iter().zip(&comparison.arms) {
        let mut chart = ChartBuilder::on(panel)
            .caption(rows_of(&arm.scenario.name, 34).swap_remove(0), (FAMILY, 24).into_font().color(&INK))
            .margin(8)
            .x_label_area_size(40)
            .y_label_area_size(70)
            .build_cartesian_2d(TimeAxis::new(scenario), 0.0..1.0)?;
        grid(&mut chart, 20, 5, "", &per_cent)?;
        let curves = cumulative_incidence(&arm.times_to_first(), COMPETING.len(), LEVEL);
        for (steps, colour) in curves.iter().zip(colours) {
            chart.draw_series([Polygon::new(band(steps, 0.0, horizon), colour.mix(0.18).filled())])?;
            let corners = stairs(steps, 0.0, horizon, |step| step.level.estimate);
            chart.draw_series(LineSeries::new(corners, colour.stroke_width(4)))?;
        }
    }
    for (i, (name, colour)) in COMPETING.iter().zip(colours).enumerate() {
        let x = 60 + 260 * i as i32;
        bottom.draw(&Rectangle::new([(x, 14), (x + 28, 38)], colour.filled()))?;
        bottom.draw(&Text::new(*name, (x + 38, 12), (FAMILY, 26).into_font().color(&INK)))?;
    }
    Ok(())
}

/// What differs over time, measure by measure, with bands.
fn differences(area: &Drawing, comparison: &Comparison) -> Drawn {
    let base = &comparison.arms[0].scenario;
    let title = format!("Difference from \"{}\", same luck; bands are 95 % intervals of the mean", base.name);
    let area = area.titled(&title, (FAMILY, 30).into_font().color(&INK))?;
    let (panels, names) = area.split_horizontally(1560);
    for (panel, name) in panels.split_evenly((4, 3)).iter().zip(PROFILE) {
        let column = position(name).ok_or("no such measure")?;
        let lines: Vec<Vec<(f64, f64, f64, f64)>> = comparison
            .contrasts
            .iter()
            .map(|contrast| series(contrast, column, comparison.ticks()))
            .collect();
        let ends = lines.iter().flatten().flat_map(|(_, low, _, high)| [*low, *high]);
        let (low, high) = ends.fold((0.0f64, 0.0f64), |(low, high), x| (low.min(x), high.max(x)));
        let room = ((high - low) * 0.08).max(1e-3);
        let measure = &MEASURES[column];
        let mut chart = ChartBuilder::on(panel)
            .caption(measure.label, (FAMILY, 22).into_font().color(&INK))
            .margin(6)
            .x_label_area_size(34)
            .y_label_area_size(70)
            .build_cartesian_2d(TimeAxis::new(base), low - room..high + room)?;
        grid(&mut chart, 18, 5, "", &|value| number(*value, high - low))?;
        chart.draw_series(LineSeries::new(
            [(0.0, 0.0), (comparison.ticks() as f64, 0.0)],
            INK.stroke_width(1),
        ))?;
        for (i, points) in lines.iter().enumerate() {
            let edge = points.iter().map(|p| (p.0, p.1)).chain(points.iter().rev().map(|p| (p.0, p.3)));
            chart.draw_series([Polygon::new(edge.collect::<Vec<_>>(), line(i + 1).mix(0.2).filled())])?;
            chart.draw_series(LineSeries::new(
                points.iter().map(|p| (p.0, p.2)),
                line(i + 1).stroke_width(3),
            ))?;
        }
    }
    key(&names, &arm_names(comparison)[1..], 30)?;
    Ok(())
}

/// (month, low, difference, high) of a measure.
fn series(contrast: &Contrast, column: usize, ticks: usize) -> Vec<(f64, f64, f64, f64)> {
    let cell = |tick: usize| &contrast.differences[tick * MEASURES.len() + column];
    (0..ticks)
        .filter(|tick| cell(*tick).pairs() > 1)
        .map(|tick| {
            let interval = cell(tick).interval(LEVEL, MEASURES[column].bounds());
            // Where every pair differs by the same there is no band, as before the first difference.
            let [low, high] = [interval.low, interval.high]
                .map(|end| if cell(tick).varies() { end } else { interval.estimate });
            (tick as f64, low, interval.estimate, high)
        })
        .collect()
}

/// Organizations drawn at most; a field of more cannot be told apart on a wall.
const FIELD: usize = 500;

/// The same organizations in each future, each a square in the colour of what became of it.
fn futures(area: &Drawing, comparison: &Comparison) -> Drawn {
    let shown = (comparison.runs() as usize).min(FIELD);
    let more = if shown < comparison.runs() as usize { "the first " } else { "" };
    let title =
        format!("{more}{shown} organizations, each at the same place in every future: what became of them");
    let area = area.titled(&title, (FAMILY, 28).into_font().color(&INK))?;
    let (fields, bottom) = area.split_vertically(770);
    // In the order of what became of them in the base, so that what changes stands out.
    let endings: Vec<Vec<Condition>> =
        comparison.arms.iter().map(|arm| arm.conditions().take(shown).collect()).collect();
    let mut order: Vec<usize> = (0..shown).collect();
    order.sort_by_key(|&run| endings.iter().map(|ending| ending[run]).collect::<Vec<_>>());
    let columns = comparison.arms.len().min(4);
    let rows = comparison.arms.len().div_ceil(columns);
    for (panel, (arm, ending)) in
        fields.split_evenly((rows, columns)).iter().zip(comparison.arms.iter().zip(&endings))
    {
        let (width, height) = panel.dim_in_pixel();
        for (row, text) in rows_of(&arm.scenario.name, 26).into_iter().take(2).enumerate() {
            panel.draw(&Text::new(text, (8, 4 + 28 * row as i32), (FAMILY, 24).into_font().color(&INK)))?;
        }
        let (width, height) = (f64::from(width) - 16.0, f64::from(height) - 80.0);
        // The largest squares that all fit.
        let across =
            (1..=shown).find(|across| shown.div_ceil(*across) as f64 * width / *across as f64 <= height);
        let across = across.unwrap_or(shown);
        let side = width / across as f64;
        for (place, &run) in order.iter().enumerate() {
            let (x, y) = (8.0 + (place % across) as f64 * side, 70.0 + (place / across) as f64 * side);
            let corner = |x: f64, y: f64| (x as i32, y as i32);
            let square = [corner(x, y), corner(x + side * 0.86, y + side * 0.86)];
            panel.draw(&Rectangle::new(square, colour(ending[run]).filled()))?;
        }
    }
    for (i, condition) in Condition::ALL.into_iter().enumerate() {
        let x = 20 + 290 * i as i32;
        bottom.draw(&Rectangle::new([(x, 14), (x + 28, 38)], colour(condition).filled()))?;
        bottom.draw(&Text::new(condition.label(), (x + 38, 12), (FAMILY, 26).into_font().color(&INK)))?;
    }
    Ok(())
}
