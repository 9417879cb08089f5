// Scales and axes of charts over months.
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { month, short } from "../words.ts";

export const WIDTH = 480;
export const HEIGHT = 270;
const LEFT = 52;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 30;

export interface Scales {
  x: (month: number) => number;
  y: (value: number) => number;
  months: number[];
  values: number[];
}

/** Months to be written along an axis that ends at a month: about as many as are wanted, at round distances. */
export function marks(last: number, wanted: number): number[] {
  const every = [1, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200].find((step) => last / step <= wanted) ?? 2400;
  return Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => i * every);
}

export function scales(ticks: number, low: number, high: number): Scales {
  const x = scaleLinear([0, Math.max(1, ticks)], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([low, high], [HEIGHT - BOTTOM, TOP]);
  return { x, y, months: marks(ticks, 6), values: y.ticks(5) };
}

export function Axes(props: {
  scales: Scales;
  start: string;
  xLabel: string;
  format?: (value: number) => string;
}): JSX.Element {
  const { x, y, months, values } = props.scales;
  const format = props.format ?? short;
  return (
    <g class="axes">
      {values.map((value) => (
        <g key={value}>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text x={LEFT - 6} y={y(value) + 4} text-anchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {months.map((tick) => (
        // A date in the middle would reach beyond the edge at the end.
        <text
          key={tick}
          x={x(tick)}
          y={HEIGHT - BOTTOM + 16}
          text-anchor={x(tick) > WIDTH - 40 ? "end" : "middle"}
        >
          {month(tick, props.start)}
        </text>
      ))}
      {!props.start && (
        <text x={WIDTH - RIGHT} y={HEIGHT - 1} text-anchor="end" class="unit">
          {props.xLabel}
        </text>
      )}
    </g>
  );
}

/** Where the pointer is, in months. */
export function monthAt(event: PointerEvent | MouseEvent, ticks: number): number {
  const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
  const at = ((event.clientX - box.left) / box.width) * WIDTH;
  const month = Math.round(((at - LEFT) / (WIDTH - RIGHT - LEFT)) * ticks);
  return Math.min(ticks - 1, Math.max(0, month));
}
