//! Charts of an ablation: shares with their intervals beside what they cost, and the map of interactions.

use std::path::Path;

use plotters::prelude::*;

use super::{BLUE, Drawing, Drawn, FAMILY, INK, VERMILION, number, page};
use crate::output::ablation::Answer;
use thermidor_stats::Interval;

/// Draws all charts of an ablation into a directory, each as SVG and PNG.
///
/// # Errors
/// When a file cannot be written.
pub fn write(directory: &Path, answer: &Answer) -> Drawn {
    let height = 260 + 62 * answer.safeguards.len() as u32;
    page(directory, "shares", (1600, height.max(500)), |area| shares(area, answer))?;
    page(directory, "interactions", (1200, 1100), |area| interactions(area, answer))
}

/// Colour of something that helps or harms.
fn shade(answer: &Answer, value: f64) -> RGBColor {
    if (value > 0.0) == answer.more_is_better { BLUE } else { VERMILION }
}

/// Share of each safeguard, and hours that it costs.
fn shares(area: &Drawing, answer: &Answer) -> Drawn {
    let title = format!("Shares of the effect on \"{}\"", answer.label);
    let area = area.titled(&title, (FAMILY, 32).into_font().color(&INK))?;
    let (left, right) = area.split_horizontally(1080);
    let benefits: Vec<Interval> = answer.safeguards.iter().map(|safeguard| safeguard.share).collect();
    let unit = if answer.binary { "share of the organizations" } else { "its own unit" };
    bars(&left, answer, &benefits, &format!("Difference ({unit})"), 330, true)?;
    let hours: Vec<Interval> =
        answer.safeguards.iter().map(|safeguard| safeguard.costs[0].difference).collect();
    bars(&right, answer, &hours, "Hours a member and month", 40, false)
}

fn bars(area: &Drawing, answer: &Answer, values: &[Interval], axis: &str, room: i32, benefit: bool) -> Drawn {
    let ends = values.iter().flat_map(|interval| [interval.low, interval.high]).filter(|x| x.is_finite());
    let (low, high) = ends.fold((0.0f64, 1e-9f64), |(low, high), x| (low.min(x), high.max(x)));
    let space = (high - low) * 0.08;
    let n = values.len() as f64;
    let mut chart = ChartBuilder::on(area)
        .margin(10)
        .margin_left(room)
        .x_label_area_size(70)
        .build_cartesian_2d(low - space..high + space, 0.0..n)?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .light_line_style(WHITE)
        .bold_line_style(RGBColor(225, 225, 225))
        .x_labels(6)
        .x_label_formatter(&|x| number(*x, high - low))
        .label_style((FAMILY, 20).into_font().color(&INK))
        .x_desc(axis)
        .axis_desc_style((FAMILY, 22).into_font().color(&INK))
        .draw()?;
    for (i, interval) in values.iter().enumerate() {
        let y = n - i as f64 - 0.5;
        let colour = if benefit { shade(answer, interval.estimate) } else { RGBColor(120, 120, 120) };
        let bar = [(0.0, y - 0.3), (interval.estimate, y + 0.3)];
        chart.draw_series([Rectangle::new(bar, colour.mix(0.75).filled())])?;
        if interval.low.is_finite() && interval.high.is_finite() {
            chart.draw_series([PathElement::new(
                vec![(interval.low, y), (interval.high, y)],
                INK.stroke_width(3),
            )])?;
        }
        if benefit {
            let (_, pixel) = chart.plotting_area().map_coordinate(&(0.0, y));
            let (_, top) = area.get_base_pixel();
            let text = answer.safeguards[i].name.replace('_', " ");
            area.draw(&Text::new(text, (10, pixel - top - 12), (FAMILY, 22).into_font().color(&INK)))?;
        }
    }
    chart.draw_series([PathElement::new(vec![(0.0, 0.0), (0.0, n)], INK.stroke_width(1))])?;
    Ok(())
}

/// What each pair does beyond the sum of both.
fn interactions(area: &Drawing, answer: &Answer) -> Drawn {
    let names: Vec<String> =
        answer.safeguards.iter().map(|safeguard| safeguard.name.replace('_', " ")).collect();
    area.draw(&Text::new("Beyond the sum of both", (20, 10), (FAMILY, 32).into_font().color(&INK)))?;
    let words = "Blue: better together than the sum; red: worse. Framed: can be told from chance, for that many pairs.";
    area.draw(&Text::new(words, (20, 56), (FAMILY, 20).into_font().color(&INK)))?;
    let n = names.len() as i32;
    let side = (780 / n.max(1)).min(150);
    let (left, top) = (350, 110);
    let most = answer.pairs.iter().map(|pair| pair.interaction.estimate.abs()).fold(1e-9, f64::max);
    let place = |name: &str| {
        answer.safeguards.iter().position(|safeguard| safeguard.name == name).unwrap_or(0) as i32
    };
    for (i, name) in names.iter().enumerate() {
        let y = top + i as i32 * side + side / 2 - 12;
        area.draw(&Text::new(name.clone(), (20, y), (FAMILY, 20).into_font().color(&INK)))?;
    }
    for pair in &answer.pairs {
        let (i, j) = (place(pair.first), place(pair.second));
        let value = pair.interaction.estimate;
        // The lower half: a column for the first, a row for the second.
        let (x, y) = (left + i * side, top + j * side);
        let cell = [(x + 2, y + 2), (x + side - 2, y + side - 2)];
        area.draw(&Rectangle::new(cell, shade(answer, value).mix(0.12 + 0.7 * value.abs() / most).filled()))?;
        if !pair.widened.holds_zero() {
            area.draw(&Rectangle::new(cell, INK.stroke_width(4)))?;
        }
        let text = if answer.binary { format!("{:+.0}", 100.0 * value) } else { format!("{value:+.2}") };
        let size = (side / 4).clamp(12, 24);
        let corner = (x + side / 2 - size, y + side / 2 - size / 2);
        area.draw(&Text::new(text, corner, (FAMILY, size).into_font().color(&INK)))?;
    }
    for (i, name) in names.iter().enumerate().take(names.len().saturating_sub(1)) {
        let x = left + i as i32 * side + side / 2 - 10;
        let y = top + i as i32 * side + side - 8;
        let style = (FAMILY, 18).into_font().color(&INK).transform(FontTransform::Rotate270);
        area.draw(&Text::new(name.clone(), (x, y), style))?;
    }
    Ok(())
}
