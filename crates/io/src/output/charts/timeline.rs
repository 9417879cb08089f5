//! One organization's time at a glance: its condition, emergency powers, a few measures, and what happened;
//! beside it the same organization after a change, where there is one.

use std::path::Path;
use thermidor_core::Model;

use plotters::prelude::*;

use super::{BLUE, Chart, Drawing, Drawn, FAMILY, INK, ORANGE, TimeAxis, VERMILION, axis_name, colour, page};
use thermidor_analysis::study::narrative::{About, Line};
use thermidor_core::history::History;
use thermidor_core::measures::position;
use thermidor_core::outcome::Condition;

/// Measures that are drawn, with their colours.
const SHOWN: [(&str, RGBColor, &str); 4] = [
    ("central_share_stakes", VERMILION, "settled by the centre"),
    ("removability", BLUE, "removability"),
    ("participation", RGBColor(0, 158, 115), "attendance"),
    ("legitimacy", RGBColor(204, 121, 167), "legitimacy"),
];

/// One future to draw.
pub struct Future<'a> {
    /// Its name.
    pub name: String,
    /// What happened.
    pub history: &'a History,
    /// In words.
    pub story: &'a [Line],
}

/// Draws `timeline.svg` and `.png`; `change` is the month in which the futures part.
///
/// # Errors
/// When a file cannot be written.
pub fn write(directory: &Path, scenario: &Model, futures: &[Future], change: Option<u32>) -> Drawn {
    let height = 120 + 560 * futures.len() as u32;
    page(directory, "timeline", (1600, height), |area| {
        let title = format!("{}: organization {}", scenario.name, futures[0].history.organization);
        let area = area.titled(&title, (FAMILY, 32).into_font().color(&INK))?;
        let (panels, bottom) = area.split_vertically(height as i32 - 150);
        for (panel, future) in panels.split_evenly((futures.len(), 1)).iter().zip(futures) {
            draw(panel, scenario, future, change)?;
        }
        let mut x = 80;
        for (_, colour, label) in SHOWN {
            bottom.draw(&PathElement::new(vec![(x, 26), (x + 36, 26)], colour.stroke_width(5)))?;
            bottom.draw(&Text::new(label, (x + 46, 14), (FAMILY, 22).into_font().color(&INK)))?;
            x += 90 + 13 * label.len() as i32;
        }
        x = 80;
        for condition in Condition::ALL {
            bottom.draw(&Rectangle::new([(x, 56), (x + 20, 76)], colour(condition).filled()))?;
            bottom.draw(&Text::new(condition.label(), (x + 28, 54), (FAMILY, 22).into_font().color(&INK)))?;
            x += 70 + 11 * condition.label().len() as i32;
        }
        bottom.draw(&Rectangle::new([(x, 63), (x + 36, 71)], INK.filled()))?;
        bottom.draw(&Text::new("emergency powers", (x + 46, 54), (FAMILY, 22).into_font().color(&INK)))?;
        Ok(())
    })
}

fn draw(area: &Drawing, scenario: &Model, future: &Future, change: Option<u32>) -> Drawn {
    let history = future.history;
    let from = f64::from(history.founded_at);
    // The strip above 1 shows the condition, emergency powers and events.
    let mut chart = ChartBuilder::on(area)
        .caption(&future.name, (FAMILY, 24).into_font().color(&INK))
        .margin(8)
        .x_label_area_size(50)
        .y_label_area_size(70)
        .build_cartesian_2d(TimeAxis::new(scenario), 0.0..1.7)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_y_mesh()
        .label_style((FAMILY, 20).into_font().color(&INK))
        .y_labels(18)
        .y_label_formatter(&|value: &f64| {
            if *value <= 1.01 && (value * 5.0 - (value * 5.0).round()).abs() < 0.01 {
                format!("{value:.1}")
            } else {
                String::new()
            }
        })
        .x_desc(axis_name(scenario))
        .axis_desc_style((FAMILY, 20).into_font().color(&INK))
        .draw()?;
    for (name, _, timing) in scenario.shocks.timings() {
        if timing.rate_per_year > 0.0 {
            continue;
        }
        let (start, end) = (
            f64::from(timing.start_tick),
            (f64::from(timing.start_tick) + timing.duration_ticks).min(f64::from(scenario.ticks)),
        );
        chart.draw_series([Rectangle::new([(start, 0.0), (end, 1.0)], ORANGE.mix(0.16).filled())])?;
        let style = (FAMILY, 18).into_font().color(&RGBColor(120, 80, 0));
        chart.draw_series([Text::new(name.replace('_', " "), (start + 1.0, 0.99), style)])?;
    }
    for (tick, condition) in history.conditions.iter().enumerate() {
        let x = from + tick as f64;
        chart.draw_series([Rectangle::new([(x, 1.08), (x + 1.0, 1.2)], colour(*condition).filled())])?;
    }
    if let Some(column) = position("emergency") {
        for tick in (0..history.ticks()).filter(|tick| history.row(*tick)[column] > 0.0) {
            let x = from + tick as f64;
            chart.draw_series([Rectangle::new([(x, 1.02), (x + 1.0, 1.07)], INK.filled())])?;
        }
    }
    for (measure, colour, _) in SHOWN {
        let column = position(measure).ok_or("no such measure")?;
        let points =
            (0..history.ticks()).map(|tick| (from + tick as f64, f64::from(history.row(tick)[column])));
        chart.draw_series(LineSeries::new(points, colour.stroke_width(3)))?;
    }
    marks(&mut chart, future, scenario)?;
    if let Some(at) = change.map(f64::from) {
        chart.draw_series([PathElement::new(vec![(at, 0.0), (at, 1.7)], INK.stroke_width(3))])?;
    }
    Ok(())
}

/// Draws a tick for every event, and words for the most important ones while they fit.
fn marks(chart: &mut Chart, future: &Future, scenario: &Model) -> Drawn {
    let mut rows = [f64::NEG_INFINITY; 4];
    let letter = f64::from(scenario.ticks) / 130.0;
    for line in future.story {
        let x = f64::from(line.tick);
        let height = if line.about == About::Office { 0.015 } else { 0.04 };
        chart.draw_series([PathElement::new(vec![(x, 1.22), (x, 1.22 + height)], INK.stroke_width(1))])?;
        let Some(text) = &line.label else { continue };
        let Some(row) = (0..rows.len()).find(|row| rows[*row] + 2.0 * letter < x) else { continue };
        let fits = x + letter * text.len() as f64 <= f64::from(scenario.ticks);
        let start = if fits { x } else { (f64::from(scenario.ticks) - letter * text.len() as f64).max(0.0) };
        if start < rows[row] + letter {
            continue;
        }
        rows[row] = start + letter * text.len() as f64;
        let y = 1.36 + 0.1 * row as f64;
        chart.draw_series([PathElement::new(
            vec![(x, 1.26), (x, y - 0.06)],
            RGBColor(170, 170, 170).stroke_width(1),
        )])?;
        chart.draw_series([Text::new(text.clone(), (start, y), (FAMILY, 17).into_font().color(&INK))])?;
    }
    Ok(())
}
