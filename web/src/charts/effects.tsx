// What a change does and what it costs: paired differences with their intervals.
import type { JSX } from "preact";
import type { Contrast, Interval } from "../api.ts";
import { about } from "../state.ts";
import { fill, short, signed, texts } from "../words.ts";
import { Chart, type Rows } from "./frame.tsx";

const ENDINGS = ["captured_at_end", "collapsed", "self_governing_at_end"] as const;
/** More of these is better; of all others, less. */
const GOOD = ["self_governing_at_end", "quality", "participation", "legitimacy"];

interface Effect {
  name: string;
  label: string;
  /** Whether it is told of 100: shares are, and share one scale. Amounts have no unit in common. */
  ofHundred: boolean;
  difference: Interval;
  before: number;
  after: number;
}

function effects(contrast: Contrast): Effect[] {
  const words: Record<string, string> = texts.value.effects;
  const effect = (
    name: string,
    ofHundred: boolean,
    found?: { base: number; with_variant: number; difference: Interval },
  ): Effect[] => {
    if (!found) return [];
    const by = ofHundred ? 100 : 1;
    const { estimate, low, high } = found.difference;
    const difference = { estimate: estimate * by, low: low * by, high: high * by };
    const label = words[name] ?? name;
    return [{ name, label, ofHundred, difference, before: found.base * by, after: found.with_variant * by }];
  };
  const endings = ENDINGS.flatMap((name) =>
    effect(
      name,
      true,
      contrast.endings.find((one) => one.ending === name),
    ),
  );
  const costs = (about.value?.costs ?? []).flatMap((name) =>
    effect(
      name,
      about.value?.measures.find((one) => one.name === name)?.share ?? false,
      contrast.measures.find((one) => one.measure === name),
    ),
  );
  return [...endings, ...costs];
}

function verdict({ name, difference }: Effect): "better" | "worse" | "unclear" {
  if (difference.low <= 0 && difference.high >= 0) return "unclear";
  return difference.estimate > 0 === GOOD.includes(name) ? "better" : "worse";
}

const WIDTH = 480;
const MIDDLE = WIDTH / 2;
const HALF = 226;
const ROW = 44;
const HEAD = 40;

/** One effect in its row: a difference of `edge` reaches the edge. */
function Row({ effect, y, edge }: { effect: Effect; y: number; edge: number }): JSX.Element {
  const { difference } = effect;
  const x = (value: number) => MIDDLE + Math.max(-1, Math.min(1, value / (edge || 1))) * HALF;
  const [low, high] = [x(difference.low), x(difference.high)];
  return (
    <g class={verdict(effect)}>
      <rect class="paper" x={0} y={y - 30} width={WIDTH} height={20} />
      <text x={2} y={y - 15}>
        {effect.label}
      </text>
      <text x={WIDTH - 2} y={y - 15} text-anchor="end" class="value">
        {short(effect.after)} ({signed(difference.estimate)})
      </text>
      <line class="reach" x1={low} x2={high} y1={y} y2={y} stroke-width={5} />
      <circle cx={x(difference.estimate)} cy={y} r={4.5} />
    </g>
  );
}

export function Effects({ contrast }: { contrast: Contrast }): JSX.Element {
  const words = texts.value;
  const all = effects(contrast);
  const shares = all.filter(({ ofHundred }) => ofHundred);
  const amounts = all.filter(({ ofHundred }) => !ofHundred);
  const rows = (): Rows => ({
    head: [
      words.charts.benefits,
      words.compare.before,
      words.compare.now,
      words.charts.difference,
      words.charts.low,
      words.charts.high,
    ],
    rows: [...shares, ...amounts].map(({ label, ofHundred, before, after, difference }) => [
      ofHundred ? `${label}, ${words.effects.of100}` : label,
      before,
      after,
      difference.estimate,
      difference.low,
      difference.high,
    ]),
  });
  const farthest = Math.max(
    10,
    ...shares.flatMap(({ difference: { low, high } }) => [Math.abs(low), Math.abs(high)]),
  );
  const reach = Math.ceil(farthest / 10) * 10;
  const second = HEAD + shares.length * ROW + 12;
  const height = second + HEAD + amounts.length * ROW;
  return (
    <Chart
      title={words.charts.benefits}
      hint={words.charts.benefitsHint}
      file="thermidor-effects"
      rows={rows}
    >
      <svg
        class="effects"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={words.charts.benefitsHint}
      >
        <Scale
          y={0}
          said={words.charts.ofHundred.map((line) => fill(line, { reach }))}
          length={shares.length}
        />
        {shares.map((effect, i) => (
          <Row key={effect.name} effect={effect} y={HEAD + i * ROW + 28} edge={reach} />
        ))}
        <Scale y={second} said={words.charts.amounts} length={amounts.length} />
        {amounts.map((effect, i) => (
          <Row
            key={effect.name}
            effect={effect}
            y={second + HEAD + i * ROW + 28}
            edge={Math.max(effect.before, effect.after)}
          />
        ))}
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

/** What the length of a bar means in the rows below, with the line of no difference and the edges. */
function Scale({ y, said, length }: { y: number; said: string[]; length: number }): JSX.Element {
  const [top, end] = [y + HEAD - 10, y + HEAD + length * ROW - 4];
  return (
    <g>
      {said.map((line, i) => (
        <text key={line} class="scale-head" x={2} y={y + 12 + i * 15}>
          {line}
        </text>
      ))}
      {[MIDDLE - HALF, MIDDLE + HALF].map((x) => (
        <line key={x} class="grid" x1={x} x2={x} y1={top} y2={end} />
      ))}
      <line class="zero" x1={MIDDLE} x2={MIDDLE} y1={top} y2={end} />
    </g>
  );
}
