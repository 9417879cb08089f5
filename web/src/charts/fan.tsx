// Quantiles of a measure over time: large with axes, or small in the profile.
import { area, line } from "d3-shape";
import type { JSX } from "preact";
import type { Measure, Fan as Quantiles } from "../api.ts";
import { about, fanOf, measure, type Result, show, start, tick } from "../state.ts";
import { measureLabel, month, percent, short, texts } from "../words.ts";
import { Axes, HEIGHT, monthAt, scales, WIDTH } from "./axes.tsx";
import { Chart, NOW, PINNED, type Rows } from "./frame.tsx";

type Point = [number, number | null, number | null];

function band(
  fan: Quantiles,
  low: number,
  high: number,
  x: (t: number) => number,
  y: (v: number) => number,
): string {
  const points = (fan[low] ?? []).map((value, i): Point => [i, value, fan[high]?.[i] ?? null]);
  return (
    area<Point>()
      .defined(([, a, b]) => a !== null && b !== null)
      .x(([i]) => x(i))
      .y0(([, a]) => y(a ?? 0))
      .y1(([, , b]) => y(b ?? 0))(points) ?? ""
  );
}

function middle(fan: Quantiles, x: (t: number) => number, y: (v: number) => number): string {
  const points = (fan[2] ?? []).map((value, i): Point => [i, value, null]);
  return (
    line<Point>()
      .defined(([, value]) => value !== null)
      .x(([i]) => x(i))
      .y(([, value]) => y(value ?? 0))(points) ?? ""
  );
}

/** From the lowest to the highest of what is drawn; shares have their whole range. */
function extent(of: Measure, fans: Quantiles[]): [number, number] {
  if (of.share) return [0, 1];
  const values = fans.flatMap((fan) => [...(fan[0] ?? []), ...(fan[4] ?? [])]).filter((v) => v !== null);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  return [values.reduce((a, b) => Math.min(a, b), 0), high > 0 ? high : 1];
}

function Drawn(props: {
  fan: Quantiles;
  colour: string;
  x: (t: number) => number;
  y: (v: number) => number;
  under?: boolean;
}) {
  const { fan, colour, x, y } = props;
  return (
    <g>
      <path d={band(fan, 0, 4, x, y)} fill={colour} fill-opacity={props.under ? 0.08 : 0.14} />
      <path d={band(fan, 1, 3, x, y)} fill={colour} fill-opacity={props.under ? 0.14 : 0.26} />
      <path
        d={middle(fan, x, y)}
        fill="none"
        stroke={colour}
        stroke-width={2.4}
        stroke-dasharray={props.under ? "6 4" : "none"}
      />
    </g>
  );
}

export function FanChart({ result }: { result: Result }): JSX.Element | null {
  const words = texts.value;
  const of = about.value?.measures.find((one) => one.name === measure.value);
  if (!of) return null;
  const fans = result.arms.map((arm) => fanOf(arm, of.name));
  const there = fans.filter((fan) => fan !== null);
  const label = measureLabel(of.name);
  const months = Math.max(1, ...there.map((fan) => fan[2]?.length ?? 0));
  const drawn = scales(months, ...extent(of, there));
  const names = [words.compare.now, words.compare.before];
  const head = [words.charts.p05, words.charts.p25, words.charts.p50, words.charts.p75, words.charts.p95];
  const rows = (): Rows => ({
    head: [
      words.charts.months,
      ...there.flatMap((_, i) => head.map((word) => (there.length > 1 ? `${names[i]}: ${word}` : word))),
    ],
    rows: Array.from({ length: months }, (_, t) => [
      month(t, start.value),
      ...there.flatMap((fan) => fan.map((line) => line[t] ?? "")),
    ]),
  });
  const format = of.share ? percent : short;
  const now = there[0]?.[2]?.[tick.value];
  return (
    <Chart
      title={label}
      hint={words.charts.fanHint}
      file={`thermidor-${of.name}`}
      rows={rows}
      controls={<MeasureChoice />}
    >
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${label}. ${words.charts.month.replace("{month}", month(tick.value, start.value))}: ${
          now === undefined || now === null ? "–" : format(now)
        }`}
        onPointerMove={(event) => {
          if (event.buttons > 0 || event.pointerType === "mouse") tick.value = monthAt(event, months);
        }}
      >
        <Axes scales={drawn} start={start.value} xLabel={words.charts.months} format={format} />
        {there[1] && <Drawn fan={there[1]} colour={PINNED} x={drawn.x} y={drawn.y} under />}
        {there[0] && <Drawn fan={there[0]} colour={NOW} x={drawn.x} y={drawn.y} />}
        <line class="cursor" x1={drawn.x(tick.value)} x2={drawn.x(tick.value)} y1={10} y2={HEIGHT - 30} />
      </svg>
      {there.length > 1 && <Key />}
    </Chart>
  );
}

/** Which colour is which future. */
export function Key(): JSX.Element {
  const words = texts.value.compare;
  return (
    <p class="key">
      <span>
        <i style={{ background: NOW }} /> {words.now}
      </span>
      <span>
        <i class="dashed" style={{ borderColor: PINNED }} /> {words.before}
      </span>
    </p>
  );
}

function MeasureChoice(): JSX.Element {
  return (
    <label class="choice">
      <span class="hidden">{texts.value.charts.measure}</span>
      <select value={measure.value} onChange={(event) => show(event.currentTarget.value)}>
        {about.value?.measures.map((one) => (
          <option key={one.name} value={one.name}>
            {measureLabel(one.name)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A measure small: a button that shows it large. */
export function Small({ result, of }: { result: Result; of: string }): JSX.Element | null {
  const described = about.value?.measures.find((one) => one.name === of);
  const fans = result.arms.map((arm) => fanOf(arm, of)).filter((fan) => fan !== null);
  if (!described || !fans[0]) return null;
  const [low, high] = extent(described, fans);
  const months = fans[0][2]?.length ?? 1;
  const x = (t: number) => (t / Math.max(1, months - 1)) * 160;
  const y = (v: number) => 58 - ((v - low) / (high - low)) * 54;
  const label = measureLabel(of);
  return (
    <button
      type="button"
      class={measure.value === of ? "small chosen" : "small"}
      aria-pressed={measure.value === of}
      onClick={() => show(of)}
    >
      <span>{label}</span>
      <svg viewBox="0 0 160 60" aria-hidden="true" preserveAspectRatio="none">
        {fans[1] && <Drawn fan={fans[1]} colour={PINNED} x={x} y={y} under />}
        <Drawn fan={fans[0]} colour={NOW} x={x} y={y} />
      </svg>
    </button>
  );
}
