// The share that is not yet captured, with its band.
import { area, curveStepAfter, line } from "d3-shape";
import type { JSX } from "preact";
import { type Arm, monthsIn, type Result, start } from "../state.ts";
import { month, percent, texts } from "../words.ts";
import { Axes, HEIGHT, scales, WIDTH } from "./axes.tsx";
import { Key } from "./fan.tsx";
import { Chart, NOW, PINNED, type Rows } from "./frame.tsx";

type Step = [number, number, number, number];

function steps(arm: Arm, horizon: number): Step[] {
  const all: Step[] = [[0, 1, 1, 1], ...arm.survival];
  const [, ...last] = all.at(-1) ?? [0, 1, 1, 1];
  return [...all, [horizon, ...last] as Step];
}

export function Survival({ result }: { result: Result }): JSX.Element {
  const words = texts.value;
  const months = monthsIn(result);
  const drawn = scales(months, 0, 1);
  const names = [words.compare.now, words.compare.before];
  const rows = (): Rows => ({
    head: [words.charts.months, "", words.charts.estimate, words.charts.low, words.charts.high],
    rows: result.arms.flatMap((arm, i) =>
      arm.survival.map(([t, ...level]) => [month(t, start.value), names[i] ?? "", ...level]),
    ),
  });
  return (
    <Chart
      title={words.charts.survival}
      hint={words.charts.survivalHint}
      file="thermidor-not-captured"
      rows={rows}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words.charts.survivalHint}>
        <Axes scales={drawn} start={start.value} xLabel={words.charts.months} format={percent} />
        {result.arms
          .map((arm, i) => {
            const points = steps(arm, months);
            const colour = i === 0 ? NOW : PINNED;
            const band = area<Step>()
              .curve(curveStepAfter)
              .x(([t]) => drawn.x(t))
              .y0(([, , low]) => drawn.y(low))
              .y1(([, , , high]) => drawn.y(high))(points);
            const level = line<Step>()
              .curve(curveStepAfter)
              .x(([t]) => drawn.x(t))
              .y(([, estimate]) => drawn.y(estimate))(points);
            return (
              <g key={names[i]}>
                <path d={band ?? ""} fill={colour} fill-opacity={0.15} />
                <path
                  d={level ?? ""}
                  fill="none"
                  stroke={colour}
                  stroke-width={2.4}
                  stroke-dasharray={i === 0 ? "none" : "6 4"}
                />
              </g>
            );
          })
          .reverse()}
      </svg>
      {result.arms.length > 1 && <Key />}
    </Chart>
  );
}
