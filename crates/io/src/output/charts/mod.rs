//! Charts, good enough to project: fans of each measure, a profile at a glance, outcomes over time.
//!
//! Drawn as SVG; the PNG is made from the same drawing. Colours are Okabe and Ito's, which the colour-blind
//! can tell apart.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use thermidor_core::Model;

use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};

use thermidor_core::outcome::Condition;
use thermidor_core::scenario::start_month;

pub mod ablation;
pub mod compare;
mod run;
pub mod timeline;

pub use run::write;

const FONT: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");
/// The name by which the SVG asks for the font.
pub(crate) const FAMILY: &str = "DejaVu Sans";
pub(crate) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(crate) const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub(crate) const VERMILION: RGBColor = RGBColor(213, 94, 0);
pub(crate) const INK: RGBColor = RGBColor(40, 40, 40);
/// Colours of arms and lines, in this order; the base is black.
const LINES: [RGBColor; 7] =
    [INK, BLUE, VERMILION, RGBColor(0, 158, 115), RGBColor(204, 121, 167), ORANGE, RGBColor(86, 180, 233)];

/// Colour of a condition, the same on every chart.
pub(crate) fn colour(condition: Condition) -> RGBColor {
    match condition {
        Condition::SelfGoverning => RGBColor(0, 158, 115),
        Condition::Contested => RGBColor(240, 228, 66),
        Condition::Captured => VERMILION,
        Condition::Collapsed => RGBColor(90, 90, 90),
    }
}

pub(crate) type Drawing<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(crate) type Drawn = Result<(), Box<dyn Error>>;

/// Draws a picture into a directory, as SVG and PNG.
pub(crate) fn page(
    directory: &Path,
    name: &str,
    size: (u32, u32),
    draw: impl FnOnce(&Drawing) -> Drawn,
) -> Drawn {
    register_font(FAMILY, FontStyle::Normal, FONT).map_err(|_| "the font cannot be read")?;
    std::fs::create_dir_all(directory)?;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&WHITE)?;
        draw(&area.margin(16, 16, 16, 24))?;
        area.present()?;
    }
    let svg = of_fills(&svg);
    std::fs::write(directory.join(format!("{name}.svg")), &svg)?;
    std::fs::write(directory.join(format!("{name}.png")), png(&svg)?)?;
    Ok(())
}

/// Opacity of filled shapes as that of their fill: it looks the same, and a viewer need not paint each of
/// them on a ground of its own first.
fn of_fills(svg: &str) -> String {
    let mut pieces = svg.split(" opacity=\"");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_fill = piece.split_once('"').is_some_and(|(_, rest)| rest.starts_with(" fill=\"#"));
        text.push_str(if is_fill { " fill-opacity=\"" } else { " opacity=\"" });
        text.push_str(piece);
    }
    text
}

fn png(svg: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    use resvg::{tiny_skia, usvg};
    let mut options = usvg::Options::default();
    Arc::make_mut(&mut options.fontdb).load_font_data(FONT.to_vec());
    let tree = usvg::Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).ok_or("the picture is too large")?;
    resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
    // The ground is white and nothing shines through. Packed tighter a file would be two thirds as large, and making it would be
    // most of what the user waits for.
    let opaque: Vec<u8> = pixels.pixels().iter().flat_map(|at| [at.red(), at.green(), at.blue()]).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.width(), size.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(file)
}

/// The time axis, with labels at the turn of years where there is a calendar, and else at full years.
struct TimeAxis {
    months: RangedCoordf64,
    labels: Vec<f64>,
    calendar: Option<(i32, u32)>,
}

impl TimeAxis {
    fn new(scenario: &Model) -> Self {
        let years = scenario.ticks.div_ceil(12);
        let step = [1u32, 2, 5, 10, 20, 50, 100].into_iter().find(|step| years / step <= 8).unwrap_or(200);
        let calendar = start_month(&scenario.start);
        let first = calendar.map_or(0, |(year, month)| {
            let next = year + i32::from(month > 1);
            let until = (step as i32 - next.rem_euclid(step as i32)) % step as i32;
            until as u32 * 12 + (13 - month) % 12
        });
        let labels = (first..=scenario.ticks).step_by(12 * step as usize).map(f64::from).collect();
        Self { months: (0.0..f64::from(scenario.ticks)).into(), labels, calendar }
    }
}

impl Ranged for TimeAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.months.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.labels.clone()
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.months.range()
    }
}

impl ValueFormatter<f64> for TimeAxis {
    fn format_ext(&self, tick: &f64) -> String {
        match self.calendar {
            Some((year, month)) => (year + (*tick as i32 + month as i32 - 1).div_euclid(12)).to_string(),
            None => format!("{tick:.0}"),
        }
    }
}

/// A chart over the months.
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<TimeAxis, RangedCoordf64>>;

/// Light lines across, and labels of a size; `below` names the months, where there is room.
fn grid(chart: &mut Chart, size: u32, rows: usize, below: &str, y: &dyn Fn(&f64) -> String) -> Drawn {
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(WHITE)
        .bold_line_style(RGBColor(225, 225, 225))
        .label_style((FAMILY, size).into_font().color(&INK))
        .y_labels(rows)
        .y_label_formatter(&y)
        .x_desc(below)
        .axis_desc_style((FAMILY, size + 2).into_font().color(&INK))
        .draw()?;
    Ok(())
}

/// A share as per cent.
pub(crate) fn per_cent(share: &f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn axis_name(scenario: &Model) -> &'static str {
    if start_month(&scenario.start).is_some() { "Year" } else { "Month" }
}

pub(crate) fn number(value: f64, top: f64) -> String {
    // No "-0.00".
    let value = if value.abs() < top.abs() * 1e-6 { 0.0 } else { value };
    if top > 20.0 {
        format!("{value:.0}")
    } else if top > 2.0 {
        format!("{value:.1}")
    } else if top > 0.08 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    }
}
