// What a change does and what it costs: paired differences with their intervals.
import type { JSX } from "preact";
import type { Contrast, Interval } from "../api.ts";
import { about } from "../state.ts";
import { short, signed, texts } from "../words.ts";
import { Chart, type Rows } from "./frame.tsx";

const ENDINGS = ["captured_at_end", "collapsed", "self_governing_at_end"] as const;
/** More of these is better; of all others, less. */
const GOOD = ["self_governing_at_end", "quality", "participation", "legitimacy"];

interface Effect {
  name: string;
  label: string;
  difference: Interval;
  before: number;
  after: number;
}

function effects(contrast: Contrast): Effect[] {
  const words = texts.value.effects;
  const times = (i: Interval, by: number) => ({
    estimate: i.estimate * by,
    low: i.low * by,
    high: i.high * by,
  });
  const label = (name: string) => (words as Record<string, string>)[name] ?? name;
  const endings = ENDINGS.flatMap((name) => {
    const found = contrast.endings.find((ending) => ending.ending === name);
    if (!found) return [];
    const { base, with_variant, difference } = found;
    return [
      {
        name,
        label: `${label(name)}, ${words.of100}`,
        difference: times(difference, 100),
        before: base * 100,
        after: with_variant * 100,
      },
    ];
  });
  const costs = (about.value?.costs ?? []).flatMap((name) => {
    const found = contrast.measures.find((one) => one.measure === name);
    if (!found) return [];
    return [
      {
        name,
        label: label(name),
        difference: found.difference,
        before: found.base,
        after: found.with_variant,
      },
    ];
  });
  return [...endings, ...costs];
}

function verdict({ name, difference }: Effect): "better" | "worse" | "unclear" {
  if (difference.low <= 0 && difference.high >= 0) return "unclear";
  return difference.estimate > 0 === GOOD.includes(name) ? "better" : "worse";
}

export function Effects({ contrast }: { contrast: Contrast }): JSX.Element {
  const words = texts.value;
  const all = effects(contrast);
  const rows = (): Rows => ({
    head: [
      words.charts.benefits,
      words.compare.before,
      words.compare.now,
      words.charts.difference,
      words.charts.low,
      words.charts.high,
    ],
    rows: all.map(({ label, before, after, difference }) => [
      label,
      before,
      after,
      difference.estimate,
      difference.low,
      difference.high,
    ]),
  });
  const row = 46;
  const height = all.length * row + 6;
  return (
    <Chart
      title={words.charts.benefits}
      hint={words.charts.benefitsHint}
      file="thermidor-effects"
      rows={rows}
    >
      <svg viewBox={`0 0 480 ${height}`} role="img" aria-label={words.charts.benefitsHint}>
        <line class="zero" x1={240} x2={240} y1={0} y2={height} />
        {all.map((effect, i) => {
          const { difference } = effect;
          // Each row has its own scale: hours and organizations cannot share one.
          const reach = Math.max(Math.abs(difference.low), Math.abs(difference.high), 1e-9) * 1.05;
          const x = (value: number) => 240 + (value / reach) * 225;
          const y = i * row + 34;
          return (
            <g key={effect.name} class={verdict(effect)}>
              <rect class="paper" x={0} y={y - 30} width={480} height={20} />
              <text x={2} y={y - 15}>
                {effect.label}
              </text>
              <text x={478} y={y - 15} text-anchor="end" class="value">
                {short(effect.after)} ({signed(difference.estimate)})
              </text>
              <line
                class="reach"
                x1={x(difference.low)}
                x2={x(difference.high)}
                y1={y}
                y2={y}
                stroke-width={5}
              />
              <circle cx={x(difference.estimate)} cy={y} r={6} />
            </g>
          );
        })}
      </svg>
      <p class="key">
        {(["better", "worse", "unclear"] as const).map((is) => (
          <span key={is} class={is}>
            <i class="dot" /> {words.effects[is]}
          </span>
        ))}
      </p>
    </Chart>
  );
}
