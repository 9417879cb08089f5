//! Probe.
use thermidor::scenario::Scenario; use thermidor::run::simulate; use thermidor::measures::{MEASURES, position};
use rayon::prelude::*;
fn main(){
  let text = std::env::args().nth(1).unwrap_or_default();
  let n: u32 = std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(40);
  let s: Scenario = toml::from_str(&text).unwrap();
  let t = std::time::Instant::now();
  let h: Vec<_> = (0..n).into_par_iter().map(|i| simulate(&s,i)).collect();
  eprintln!("{:?}", t.elapsed());
  for c in thermidor::measures::outcome::Condition::ALL { print!("{} {}  ", c.name(), h.iter().filter(|x| x.outcome.condition==c).count()); }
  println!("ever {}", h.iter().filter(|x| x.outcome.captured_at.is_some()).count());
  for m in MEASURES { let k = position(m.name).unwrap(); print!("{:22}", m.name);
    for t in [0,11,35,59,71,95,119,179,239] { let mut v: Vec<f32> = h.iter().filter(|x| x.ticks()>t).map(|x| x.row(t)[k]).collect(); v.sort_by(f32::total_cmp); if v.is_empty(){continue}
      print!(" {:6.3}", v[v.len()/2]); } println!(); }
}
