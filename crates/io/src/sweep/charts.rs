//! Charts of a sweep: what each factor does, what pairs of factors do, and which end most come to.

use std::path::Path;

use plotters::prelude::*;

use super::axis::Axis;
use super::experiment::Scale;
use super::responses::{Group, Responses};
use super::store::Store;
use crate::output::charts::{BLUE, Drawing, Drawn, FAMILY, INK, colour, number, page, per_cent};
use thermidor_analysis::study::capital;
use thermidor_core::outcome::Condition;

/// Charts that a sweep can have.
pub const NAMES: [&str; 3] = ["response", "map", "phases"];

/// Largest number of panels on a page.
const PANELS: usize = 6;

/// Draws the charts of a sweep into a directory, each as SVG and PNG: the response to each factor, and for sweeps of
/// more than one factor a heat map and a phase map of every pair.
///
/// # Errors
/// When a file cannot be written.
pub fn write(directory: &Path, store: &Store, responses: &Responses) -> Drawn {
    let name = &store.last().sources.experiment.name;
    let panels = responses.axes.len().min(PANELS);
    page(directory, NAMES[0], size(panels), |area| {
        let area = area.titled(&title(name, responses), (FAMILY, 32).into_font().color(&INK))?;
        let top = highest(responses);
        let areas = area.split_evenly(grid(panels));
        areas.iter().zip(0..panels).try_for_each(|(area, axis)| curve(area, responses, axis, top))
    })?;
    let maps: Vec<(usize, usize, &[Group])> = responses.maps().take(PANELS).collect();
    if maps.is_empty() {
        return Ok(());
    }
    page(directory, NAMES[1], size(maps.len()), |area| {
        let area = area.titled(&title(name, responses), (FAMILY, 32).into_font().color(&INK))?;
        let range = range(responses, &maps);
        let (panels, key) = area.split_vertically(area.dim_in_pixel().1 as i32 - 70);
        let areas = panels.split_evenly(grid(maps.len()));
        areas.iter().zip(&maps).try_for_each(|(area, map)| heat(area, responses, *map, range))?;
        shade_key(&key, responses, range)
    })?;
    page(directory, NAMES[2], size(maps.len()), |area| {
        let title = headed(name, "the end that most come to");
        let area = area.titled(&title, (FAMILY, 32).into_font().color(&INK))?;
        let (panels, key) = area.split_vertically(area.dim_in_pixel().1 as i32 - 70);
        let areas = panels.split_evenly(grid(maps.len()));
        areas.iter().zip(&maps).try_for_each(|(area, map)| phases(area, responses, *map))?;
        phase_key(&key)
    })
}

fn title(name: &str, responses: &Responses) -> String {
    headed(name, &responses.on.label())
}

/// A title with what the page shows of it.
fn headed(name: &str, what: &str) -> String {
    if !name.ends_with(['?', '.', '!']) {
        return format!("{name}: {what}");
    }
    format!("{name} {}", capital(what))
}

/// Rows and columns of some panels.
fn grid(panels: usize) -> (usize, usize) {
    match panels {
        0 | 1 => (1, 1),
        2 => (1, 2),
        3 => (1, 3),
        4 => (2, 2),
        _ => (2, 3),
    }
}

fn size(panels: usize) -> (u32, u32) {
    match grid(panels) {
        (1, 1) => (1400, 900),
        (1, _) => (1920, 860),
        _ => (1920, 1400),
    }
}

fn told(responses: &Responses, value: f64, top: f64) -> String {
    if responses.on.is_binary() { per_cent(&value) } else { number(value, top) }
}

/// The highest value of any response, for axes that all panels share.
fn highest(responses: &Responses) -> f64 {
    if responses.on.is_binary() {
        return 1.0;
    }
    let groups = (0..responses.axes.len()).flat_map(|axis| responses.curve(axis));
    let found = groups.filter_map(|group| responses.interval(group));
    let ends = found.map(|found| if found.high.is_finite() { found.high } else { found.estimate });
    ends.fold(0.0, f64::max).max(1e-9) * 1.08
}

/// Where the classes of an axis stand on it: by their value, or one after the other.
fn places(axis: &Axis) -> Vec<f64> {
    match &axis.places {
        Some(places) if axis.scale == Scale::Log => places.iter().map(|place| libm::log(*place)).collect(),
        Some(places) => places.clone(),
        None => (0..axis.labels.len()).map(|place| place as f64).collect(),
    }
}

/// The labels that fit: no two nearer than a share of the axis.
fn labelled(places: &[f64], share: f64) -> Vec<usize> {
    let (first, last) = (places[0], places[places.len() - 1]);
    let apart = (last - first) * share;
    let mut kept = vec![0];
    for (i, place) in places.iter().enumerate().skip(1) {
        if *place - places[kept[kept.len() - 1]] >= apart && (last - place >= apart || i + 1 == places.len())
        {
            kept.push(i);
        }
    }
    kept
}

/// The mean of what was asked by the values of a factor, over all values of the others.
fn curve(area: &Drawing, responses: &Responses, place: usize, top: f64) -> Drawn {
    let axis = &responses.axes[place];
    let at = places(axis);
    let (first, last) = (at[0], at[at.len() - 1]);
    let margin = if last > first { (last - first) * 0.06 } else { 0.5 };
    let mut chart = ChartBuilder::on(area)
        .margin(18)
        .x_label_area_size(84)
        .y_label_area_size(86)
        .build_cartesian_2d(first - margin..last + margin, 0.0..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .light_line_style(WHITE)
        .bold_line_style(RGBColor(225, 225, 225))
        .label_style((FAMILY, 22).into_font().color(&INK))
        .y_labels(6)
        .y_label_formatter(&|value| told(responses, *value, top))
        .draw()?;
    let found: Vec<(f64, thermidor_stats::Interval)> = (at.iter().zip(responses.curve(place)))
        .filter_map(|(at, group)| Some((*at, responses.interval(group)?)))
        .collect();
    let sure: Vec<_> =
        found.iter().filter(|(_, interval)| interval.low.is_finite() && interval.high.is_finite()).collect();
    if axis.places.is_some() {
        let edge = sure.iter().map(|(at, interval)| (*at, interval.high));
        let back = sure.iter().rev().map(|(at, interval)| (*at, interval.low));
        chart.draw_series([Polygon::new(edge.chain(back).collect::<Vec<_>>(), BLUE.mix(0.18).filled())])?;
        chart.draw_series(LineSeries::new(
            found.iter().map(|(at, interval)| (*at, interval.estimate)),
            BLUE.stroke_width(3),
        ))?;
    } else {
        for (at, interval) in &sure {
            let line = vec![(*at, interval.low), (*at, interval.high)];
            chart.draw_series(LineSeries::new(line, BLUE.mix(0.5).stroke_width(6)))?;
        }
    }
    chart.draw_series(
        found.iter().map(|(at, interval)| Circle::new((*at, interval.estimate), 6, BLUE.filled())),
    )?;
    below(area, &chart, axis, &at)?;
    Ok(())
}

type Flat<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

/// Labels of the classes under a chart, and the name of their factor.
fn below(area: &Drawing, chart: &Flat, axis: &Axis, at: &[f64]) -> Drawn {
    use plotters::style::text_anchor::{HPos, Pos, VPos};
    let centred = |size: u32| (FAMILY, size).into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Top));
    let base = area.get_base_pixel();
    let (across, down) = chart.plotting_area().get_pixel_range();
    let bottom = down.end - base.1;
    let longest = axis.labels.iter().map(|label| label.chars().count()).max().unwrap_or(1) as f64;
    let room = (longest + 1.5) * 12.5 / f64::from(across.end - across.start);
    for place in labelled(at, room) {
        let (x, _) = chart.backend_coord(&(at[place], 0.0));
        area.draw(&Text::new(axis.labels[place].clone(), (x - base.0, bottom + 8), centred(22)))?;
    }
    let middle = (across.start + across.end) / 2 - base.0;
    area.draw(&Text::new(axis.name.clone(), (middle, bottom + 40), centred(24)))?;
    Ok(())
}

/// Values of what was asked over all maps, from lowest to highest; shares go from nought to one.
fn range(responses: &Responses, maps: &[(usize, usize, &[Group])]) -> (f64, f64) {
    if responses.on.is_binary() {
        return (0.0, 1.0);
    }
    let values = maps.iter().flat_map(|(_, _, groups)| groups.iter().filter_map(Group::mean));
    let (low, high) = values
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low < high { (low, high) } else { (low.min(0.0), high.max(1e-9)) }
}

/// Colour of a cell, colour of the words in it, and the words.
type Paint = (RGBColor, RGBColor, String);

/// Draws a cell a pair of classes; `paint` says how.
fn cells(
    area: &Drawing,
    responses: &Responses,
    (i, j, groups): (usize, usize, &[Group]),
    paint: &dyn Fn(&Group) -> Option<Paint>,
    edge: bool,
) -> Drawn {
    use plotters::style::text_anchor::{HPos, Pos, VPos};
    let (x, y) = (&responses.axes[i], &responses.axes[j]);
    let (columns, rows) = (x.labels.len(), y.labels.len());
    let mut chart = ChartBuilder::on(area)
        .margin(18)
        .x_label_area_size(84)
        .y_label_area_size(150)
        .build_cartesian_2d(0.0..columns as f64, 0.0..rows as f64)?;
    let mut texts = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let (column, row) = ((place / rows) as f64, (place % rows) as f64);
        let Some((fill, ink, text)) = paint(group) else { continue };
        chart.draw_series([Rectangle::new([(column, row), (column + 1.0, row + 1.0)], fill.filled())])?;
        texts.push((text, (column + 0.5, row + 0.5), ink));
    }
    if edge {
        for line in basin(groups, columns, rows) {
            chart.draw_series(LineSeries::new(line, INK.mix(0.6).stroke_width(5)))?;
        }
    }
    let (across, down) = chart.plotting_area().get_pixel_range();
    let room =
        (across.end - across.start) / columns as i32 > 62 && (down.end - down.start) / rows as i32 > 26;
    for (text, at, ink) in texts.into_iter().filter(|_| room) {
        let style = (FAMILY, 20).into_font().color(&ink).pos(Pos::new(HPos::Center, VPos::Center));
        chart.draw_series([Text::new(text, at, style)])?;
    }
    let centres = |n: usize| (0..n).map(|class| class as f64 + 0.5).collect::<Vec<_>>();
    below(area, &chart, x, &centres(columns))?;
    let base = area.get_base_pixel();
    let (across, down) = chart.plotting_area().get_pixel_range();
    let left = across.start - base.0;
    let height = f64::from(down.end - down.start);
    for place in labelled(&centres(rows), 26.0 / height) {
        let (_, at) = chart.backend_coord(&(0.0, place as f64 + 0.5));
        let style = (FAMILY, 22).into_font().color(&INK).pos(Pos::new(HPos::Right, VPos::Center));
        area.draw(&Text::new(y.labels[place].clone(), (left - 10, at - base.1), style))?;
    }
    // Turned by a quarter, along the left side.
    let middle = (down.start + down.end) / 2 - base.1;
    let turned = (FAMILY, 24).into_font().transform(FontTransform::Rotate270).color(&INK);
    let style = turned.pos(Pos::new(HPos::Center, VPos::Top));
    area.draw(&Text::new(y.name.clone(), (14, middle), style))?;
    Ok(())
}

/// The mean of what was asked by the values of two factors.
fn heat(
    area: &Drawing,
    responses: &Responses,
    map: (usize, usize, &[Group]),
    (low, high): (f64, f64),
) -> Drawn {
    let paint = |group: &Group| {
        let value = group.mean()?;
        let share = (value - low) / (high - low);
        let ink = if share > 0.55 { WHITE } else { INK };
        Some((shade(share), ink, told(responses, value, high)))
    };
    cells(area, responses, map, &paint, responses.on.name() == "captured_at_end")
}

/// From white to a deep blue, lighter always less.
fn shade(share: f64) -> RGBColor {
    let stops = [(247.0, 251.0, 255.0), (158.0, 202.0, 225.0), (33.0, 113.0, 181.0), (8.0, 48.0, 107.0)];
    let place = share.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
    let at = (place as usize).min(stops.len() - 2);
    let part = place - at as f64;
    let mix = |a: f64, b: f64| (a + (b - a) * part).round() as u8;
    let (a, b) = (stops[at], stops[at + 1]);
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// The key of the shades.
fn shade_key(area: &Drawing, responses: &Responses, (low, high): (f64, f64)) -> Drawn {
    let words = |text: String, x: i32| Text::new(text, (x, 18), (FAMILY, 26).into_font().color(&INK));
    area.draw(&words(told(responses, low, high), 40))?;
    for step in 0..200 {
        let x = 130 + step * 2;
        let fill = shade(f64::from(step) / 199.0).filled();
        area.draw(&Rectangle::new([(x, 16), (x + 2, 48)], fill))?;
    }
    area.draw(&words(format!("{} {}", told(responses, high, high), responses.on.label()), 546))?;
    Ok(())
}

/// The end that most come to, the deeper the more of them, with the line along which half are captured.
fn phases(area: &Drawing, responses: &Responses, map: (usize, usize, &[Group])) -> Drawn {
    let paint = |group: &Group| {
        let all: u32 = group.ended.iter().sum();
        let (place, most) = group.ended.iter().enumerate().rev().max_by_key(|(_, count)| **count)?;
        if all == 0 {
            return None;
        }
        let share = f64::from(*most) / f64::from(all);
        let RGBColor(r, g, b) = colour(Condition::ALL[place]);
        let depth = 0.35 + 0.65 * share;
        let mix = |c: u8| (255.0 + (f64::from(c) - 255.0) * depth).round() as u8;
        let ink = if place == Condition::Collapsed as usize && share > 0.5 { WHITE } else { INK };
        Some((RGBColor(mix(r), mix(g), mix(b)), ink, per_cent(&share)))
    };
    cells(area, responses, map, &paint, true)
}

fn phase_key(area: &Drawing) -> Drawn {
    let mut x = 40;
    for condition in Condition::ALL {
        area.draw(&Rectangle::new([(x, 16), (x + 32, 48)], colour(condition).filled()))?;
        area.draw(&Text::new(condition.label(), (x + 44, 18), (FAMILY, 26).into_font().color(&INK)))?;
        x += 80 + condition.label().chars().count() as i32 * 14;
    }
    area.draw(&PathElement::new(vec![(x, 32), (x + 50, 32)], INK.mix(0.6).stroke_width(5)))?;
    let edge = "half are captured";
    area.draw(&Text::new(edge, (x + 62, 18), (FAMILY, 26).into_font().color(&INK)))?;
    Ok(())
}

/// The edge of the basin: where the share of the captured passes one half, between the centres of cells
/// (marching squares).
fn basin(groups: &[Group], columns: usize, rows: usize) -> Vec<Vec<(f64, f64)>> {
    let level = |column: usize, row: usize| {
        let ended = &groups[column * rows + row].ended;
        let all: u32 = ended.iter().sum();
        (all > 0).then(|| f64::from(ended[Condition::Captured as usize]) / f64::from(all) - 0.5)
    };
    let mut lines = Vec::new();
    for column in 0..columns.saturating_sub(1) {
        for row in 0..rows.saturating_sub(1) {
            let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
            let Some(levels) = corners.iter().map(|(c, r)| level(*c, *r)).collect::<Option<Vec<f64>>>()
            else {
                continue;
            };
            let crossings: Vec<(f64, f64)> = (0..4)
                .filter(|side| (levels[*side] > 0.0) != (levels[(side + 1) % 4] > 0.0))
                .map(|side| {
                    let (a, b) = (corners[side], corners[(side + 1) % 4]);
                    let part = levels[side] / (levels[side] - levels[(side + 1) % 4]);
                    let between = |a: usize, b: usize| a as f64 + (b as f64 - a as f64) * part + 0.5;
                    (between(a.0, b.0), between(a.1, b.1))
                })
                .collect();
            // Two crossings are a line, four (a saddle) are two.
            lines.extend(crossings.chunks_exact(2).map(<[(f64, f64)]>::to_vec));
        }
    }
    lines
}
