use serde_json::Value as Json;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use thermidor_core::Model;
use thermidor_core::history::History;
use thermidor_core::measures::position;
use thermidor_core::outcome::Condition;
use thermidor_scenario::{read, schema};

fn leaves(schema: &Json, node: &Json, path: &str, found: &mut Vec<(String, f64, f64, f64, bool)>) {
    let node = match node["$ref"].as_str() {
        Some(r) => &schema["$defs"][r.rsplit('/').next().unwrap()],
        None => node,
    };
    if let Some(props) = node["properties"].as_object() {
        for (key, field) in props {
            if [
                "safeguards",
                "shocks",
                "capture",
                "world",
                "organization",
                "name",
                "description",
                "start",
                "ticks",
                "seed",
                "organizations",
            ]
            .contains(&key.as_str())
                && path.is_empty()
            {
                continue;
            }
            let p = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            leaves(schema, field, &p, found);
        }
        return;
    }
    let free = node["x-source"].as_str().is_some_and(|s| s.starts_with("free"));
    let kind = node["type"].as_str();
    if !free {
        return;
    }
    let (Some(lo), Some(hi), Some(def)) =
        (node["minimum"].as_f64(), node["maximum"].as_f64(), node["default"].as_f64())
    else {
        return;
    };
    if kind == Some("number") || kind == Some("integer") {
        found.push((path.to_owned(), def, lo, hi, kind == Some("integer")));
    }
}
fn model(texts: &[String]) -> Result<Model, String> {
    let text = texts
        .iter()
        .flat_map(|t| {
            t.lines()
                .take_while(|l| !l.trim_start().starts_with('['))
                .map(|l| format!("{l}\n"))
                .collect::<Vec<_>>()
        })
        .collect::<String>()
        + &texts
            .iter()
            .flat_map(|t| {
                t.lines()
                    .skip_while(|l| !l.trim_start().starts_with('['))
                    .map(|l| format!("{l}\n"))
                    .collect::<Vec<_>>()
            })
            .collect::<String>();
    read::parse("t", &text, &[]).map_err(|e| format!("{e}\n{text}"))
}
fn runs(m: &Model, n: u32) -> Vec<History> {
    let next = AtomicUsize::new(0);
    let out = Mutex::new(Vec::new());
    std::thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed) as u32;
                    if i >= n {
                        break;
                    }
                    let h = m.run(i).unwrap().swap_remove(0);
                    out.lock().unwrap().push(h);
                }
            });
        }
    });
    let mut v = out.into_inner().unwrap();
    v.sort_by_key(|h| h.organization);
    v
}
fn at(h: &History, c: usize, t: usize) -> f64 {
    let t = t.min(h.ticks() - 1);
    f64::from(h.row(t)[c])
}
fn corr(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let c: f64 = x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum();
    let (vx, vy): (f64, f64) =
        (x.iter().map(|a| (a - mx).powi(2)).sum(), y.iter().map(|a| (a - my).powi(2)).sum());
    c / (vx * vy).sqrt()
}
const SHOW: &[&str] = &[
    "central_share_stakes",
    "central_share_big",
    "staff_share_stakes",
    "self_governing_locals",
    "participation",
    "legitimacy",
    "removability","replaceability","people_seats",
    "central_dues",
    "central_resources",
    "emergency",
    "deference",
    "influence_gini",
    "kept",
    "kept_centre",
    "done",
    "grievance_hidden",
    "voice",
    "staff",
    "delay",
    "backlog",
    "quality",
    "damage",
    "reserve",
    "membership",
    "bench",
    "contested",
    "skill",
    "faction_concentration",
];
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let read = |p: &str| {
        if p == "-" {
            String::new()
        } else if std::path::Path::new(p).exists() {
            std::fs::read_to_string(p).unwrap()
        } else {
            p.replace(';', "\n") + "\n"
        }
    };
    let base = read(&args[2]);
    match args[1].as_str() {
        "one" => {
            let n: u32 = args[3].parse().unwrap();
            let m = model(&[format!("ticks = 240\n{base}")]).unwrap();
            let hs = runs(&m, n);
            let months = [3usize, 12, 35, 50, 71, 90, 120, 180, 239];
            println!("{:24}{}", "month", months.iter().map(|t| format!("{t:>8}")).collect::<String>());
            for name in SHOW {
                let Some(c) = position(name) else { continue };
                let row: String = months
                    .iter()
                    .map(|t| {
                        let v: Vec<f64> =
                            hs.iter().filter(|h| h.ticks() > *t).map(|h| at(h, c, *t)).collect();
                        format!("{:8.3}", v.iter().sum::<f64>() / v.len().max(1) as f64)
                    })
                    .collect();
                println!("{name:24}{row}");
            }
            let c = position("central_share_stakes").unwrap();
            for t in [120usize, 239] {
                let mut v: Vec<f64> = hs.iter().filter(|h| h.ticks() > t).map(|h| at(h, c, t)).collect();
                v.sort_by(f64::total_cmp);
                let q: Vec<String> =
                    (0..=10).map(|k| format!("{:.2}", v[(k * (v.len().max(1) - 1)) / 10])).collect();
                println!("central deciles @{t}: {}", q.join(" "));
            }
            let c: Vec<Condition> = hs.iter().map(|h| h.outcome.condition).collect();
            for k in Condition::ALL {
                print!("{} {}  ", k.name(), c.iter().filter(|x| **x == k).count());
            }
            println!();
            let ever = hs.iter().filter(|h| h.outcome.captured_at.is_some()).count();
            println!("ever captured {ever} of {n}");
        }
        "draws" => {
            let (draws, n): (usize, u32) = (args[3].parse().unwrap(), args[4].parse().unwrap());
            let offset: u64 = args.get(5).map_or(0, |s| s.parse().unwrap());
            let schema: Json = serde_json::from_str(&schema::text()).unwrap();
            let mut found = Vec::new();
            leaves(&schema, &schema, "", &mut found);
            eprintln!("{} free constants", found.len());
            let c = position("central_share_stakes").unwrap();
            let (mut q10, mut q20, mut b10, mut b20) = (0, 0, 0, 0);
            let names = [
                "central_share_stakes",
                "participation",
                "legitimacy",
                "central_resources",
                "removability","replaceability",
                "central_dues",
            ];
            let mut pool: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
            let mut effects: Vec<Vec<(f64, f64)>> = vec![Vec::new(); found.len()];
            for d in 0..draws {
                let mut z = (d as u64 + 1 + offset).wrapping_mul(0x9e3779b97f4a7c15);
                let mut unit = || {
                    z ^= z >> 12;
                    z ^= z << 25;
                    z ^= z >> 27;
                    (z.wrapping_mul(0x2545F4914F6CDD1D) >> 11) as f64 / (1u64 << 53) as f64
                };
                for _ in 0..8 {
                    unit();
                }
                let fs: Vec<f64> = found.iter().map(|_| 0.7 + 0.6 * unit()).collect();
                let text: String = found
                    .iter()
                    .zip(&fs)
                    .map(|((p, def, lo, hi, int), f)| {
                        let v = (def * f).clamp(*lo, *hi);
                        if *int { format!("{p} = {}\n", v.round()) } else { format!("{p} = {v:.9}\n") }
                    })
                    .collect();
                let quiet = match model(&[format!("ticks = 240\n{text}{base}")]) {
                    Ok(m) => m,
                    Err(e) => {
                        println!("draw {d}: {}", e.lines().next().unwrap());
                        continue;
                    }
                };
                let siege = model(&[format!("ticks = 240\n{text}shocks.isolation = [{{ start_tick = 36, duration_ticks = 36 }}]\n{base}")]).unwrap();
                let (a, b) = (runs(&quiet, n), runs(&siege, n));
                let frac = |hs: &[History], t: usize, f: &dyn Fn(f64) -> bool| {
                    hs.iter().filter(|h| h.ticks() > t && f(at(h, c, t))).count() as f64 / n as f64
                };
                let (x10, x20) = (frac(&a, 119, &|x| x < 0.4), frac(&a, 239, &|x| x < 0.4));
                let (h10, l10, h20, l20) = (
                    frac(&b, 119, &|x| x > 0.5),
                    frac(&b, 119, &|x| x < 0.4),
                    frac(&b, 239, &|x| x > 0.5),
                    frac(&b, 239, &|x| x < 0.4),
                );
                let dead = b.iter().filter(|h| h.outcome.collapsed_at.is_some()).count();
                let deadq = a.iter().filter(|h| h.outcome.collapsed_at.is_some()).count();
                let cap = b.iter().filter(|h| h.outcome.captured_at.is_some()).count();
                q10 += i32::from(x10 > 0.5);
                q20 += i32::from(x10 > 0.5 && x20 > 0.5);
                b10 += i32::from(h10 >= 0.1 && l10 >= 0.1);
                b20 += i32::from(h20 >= 0.1 && l20 >= 0.1);
                println!(
                    "draw {d:2}: quiet<.4 {x10:.2} {x20:.2} dead {deadq}  siege>.5 {h10:.2} {h20:.2}  siege<.4 {l10:.2} {l20:.2} dead {dead} captured {cap}"
                );
                for h in a.iter().chain(&b) {
                    for t in [60, 119, 239] {
                        if h.ticks() > t {
                            for (k, nm) in names.iter().enumerate() {
                                pool[k].push(at(h, position(nm).unwrap(), t));
                            }
                        }
                    }
                }
                for (k, f) in fs.iter().enumerate() {
                    effects[k].push((*f, x20 - h10));
                }
            }
            println!(
                "quiet ok at 10: {q10}, at 10 and 20: {q20}; both basins at 10: {b10}, at 20: {b20} of {draws}"
            );
            for i in 0..names.len() {
                for j in 0..i {
                    let r = corr(&pool[i], &pool[j]);
                    if r.abs() > 0.5 {
                        println!("r({}, {}) = {r:.2}", names[i], names[j]);
                    }
                }
            }
            let mut e: Vec<(f64, String)> = effects
                .iter()
                .enumerate()
                .map(|(k, v)| {
                    let (x, y): (Vec<f64>, Vec<f64>) = v.iter().copied().unzip();
                    (corr(&x, &y), found[k].0.clone())
                })
                .collect();
            e.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
            for (r, p) in e.iter().take(15) {
                println!("{p:40} {r:+.2}");
            }
        }
        "alt" => {
            // alt BASE DRAWS RUNS name=alt;text ...
            let (draws, n): (usize, u32) = (args[3].parse().unwrap(), args[4].parse().unwrap());
            let schema: Json = serde_json::from_str(&schema::text()).unwrap();
            let mut found = Vec::new();
            leaves(&schema, &schema, "", &mut found);
            let out = [
                "central_share_stakes",
                "central_share_open",
                "staff_share_stakes",
                "delegates_share_stakes",
                "participation",
                "legitimacy",
                "removability",
                "replaceability",
                "damage",
                "diverted",
                "influence_outside",
                "quality",
                "reserve",
                "membership",
                "voice",
                "emergency",
                "faction_concentration",
                "deference",
                "central_dues",
                "safeguard_hours",
                "influence_gini",
            ];
            let alts: Vec<(String, String)> = args[5..]
                .iter()
                .map(|a| {
                    let (k, v) = a.split_once('=').unwrap();
                    (k.to_owned(), read(v))
                })
                .collect();
            // counts[alt][measure] = (fewer, more), sum
            let mut counts = vec![vec![(0, 0, 0.0); out.len() + 3]; alts.len()];
            let mut done = 0;
            for d in 0..draws {
                let mut z = (d as u64 + 1).wrapping_mul(0x9e3779b97f4a7c15);
                let mut unit = || {
                    z ^= z >> 12;
                    z ^= z << 25;
                    z ^= z >> 27;
                    (z.wrapping_mul(0x2545F4914F6CDD1D) >> 11) as f64 / (1u64 << 53) as f64
                };
                for _ in 0..8 {
                    unit();
                }
                let text: String = found
                    .iter()
                    .map(|(p, def, lo, hi, int)| {
                        let v = (def * (0.7 + 0.6 * unit())).clamp(*lo, *hi);
                        if *int { format!("{p} = {}\n", v.round()) } else { format!("{p} = {v:.9}\n") }
                    })
                    .collect();
                let make = |alt: &str| {
                    let keys: Vec<&str> = alt
                        .lines()
                        .chain(base.lines())
                        .filter_map(|l| l.split_once('=').map(|(k, _)| k.trim()))
                        .collect();
                    let text: String = text
                        .lines()
                        .filter(|l| !keys.contains(&l.split('=').next().unwrap().trim()))
                        .map(|l| format!("{l}\n"))
                        .collect();
                    // multiplicative overrides: key *= x
                    let mut all = text;
                    let mut extra = String::new();
                    for l in alt.lines() {
                        if let Some((k, v)) = l.split_once("*=") {
                            let (k, f) = (k.trim(), v.trim().parse::<f64>().unwrap());
                            let (_, def, lo, hi, int) =
                                found.iter().find(|x| x.0 == k).unwrap_or_else(|| panic!("{k}"));
                            let cur = all
                                .lines()
                                .find(|m| m.split('=').next().unwrap().trim() == k)
                                .and_then(|m| m.split('=').nth(1))
                                .map_or(*def, |v| v.trim().parse().unwrap());
                            all = all
                                .lines()
                                .filter(|m| m.split('=').next().unwrap().trim() != k)
                                .map(|m| format!("{m}\n"))
                                .collect();
                            let v = (cur * f).clamp(*lo, *hi);
                            if *int {
                                extra += &format!("{k} = {}\n", v.round())
                            } else {
                                extra += &format!("{k} = {v:.9}\n")
                            }
                        } else {
                            extra += l;
                            extra += "\n";
                        }
                    }
                    let basekeys: Vec<&str> =
                        extra.lines().filter_map(|l| l.split_once('=').map(|(k, _)| k.trim())).collect();
                    let b: String = base
                        .lines()
                        .filter(|l| !basekeys.contains(&l.split('=').next().unwrap().trim()))
                        .map(|l| format!("{l}\n"))
                        .collect();
                    model(&[format!("ticks = 180\n{all}{b}{extra}")])
                };
                let m0 = match make("") {
                    Ok(m) => m,
                    Err(e) => {
                        println!("draw {d}: {}", e.lines().next().unwrap());
                        continue;
                    }
                };
                let h0 = runs(&m0, n);
                done += 1;
                for (a, (name, alt)) in alts.iter().enumerate() {
                    let m1 = match make(alt) {
                        Ok(m) => m,
                        Err(e) => {
                            println!("{name}: {e}");
                            std::process::exit(1)
                        }
                    };
                    let h1 = runs(&m1, n);
                    for k in 0..out.len() + 3 {
                        let val = |h: &History| -> f64 {
                            if k < out.len() {
                                let Some(c) = position(out[k]) else { return 0.0 };
                                let v: Vec<f64> = (36..180)
                                    .filter(|t| *t < h.ticks())
                                    .map(|t| f64::from(h.row(t)[c]))
                                    .collect();
                                if v.is_empty() {
                                    f64::from(h.row(h.ticks() - 1)[c])
                                } else {
                                    v.iter().sum::<f64>() / v.len() as f64
                                }
                            } else if k == out.len() {
                                f64::from(u8::from(h.outcome.captured_at.is_some()))
                            } else if k == out.len() + 1 {
                                f64::from(u8::from(
                                    h.outcome.captured_at.is_some() || h.outcome.collapsed_at.is_some(),
                                ))
                            } else {
                                f64::from(u8::from(h.outcome.collapsed_at.is_some()))
                            }
                        };
                        let dif: Vec<f64> = h0.iter().zip(&h1).map(|(x, y)| val(y) - val(x)).collect();
                        let m = dif.iter().sum::<f64>() / n as f64;
                        let se = (dif.iter().map(|x| (x - m).powi(2)).sum::<f64>()
                            / (n as f64 * (n as f64 - 1.0)))
                            .sqrt();
                        let c = &mut counts[a][k];
                        c.2 += m;
                        if m.abs() > 2.0 * se && m != 0.0 {
                            if m < 0.0 { c.0 += 1 } else { c.1 += 1 }
                        }
                    }
                }
            }
            print!("{:22}", "fewer/more mean");
            for a in &alts {
                print!("{:>18}", a.0);
            }
            println!();
            for k in 0..out.len() + 3 {
                let nm = if k < out.len() {
                    out[k]
                } else {
                    ["captured", "captured|collapsed", "collapsed"][k - out.len()]
                };
                if k < out.len() && position(nm).is_none() {
                    continue;
                }
                print!("{nm:22}");
                for a in 0..alts.len() {
                    let c = counts[a][k];
                    print!("{:>5}/{:<3} {:>+8.3}", c.0, c.1, c.2 / done as f64);
                }
                println!();
            }
        }
        _ => {}
    }
}
