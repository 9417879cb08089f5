// Every organization as a small square that takes the colour of its condition.
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Arm, about, conditionAt, looked, monthsIn, type Result, start, tick } from "../state.ts";
import { counted, fill, month, texts } from "../words.ts";
import { Chart, COLOURS, type Rows } from "./frame.tsx";

const CELL = 16;

export function Fates({ result }: { result: Result }): JSX.Element {
  const words = texts.value;
  const names = (about.value?.conditions ?? []).map((condition) => words.conditions[condition]);
  const rows = (): Rows => ({
    head: [
      words.charts.months,
      ...result.arms.flatMap((_, i) => names.map((name) => prefix(result, i) + name)),
    ],
    rows: Array.from({ length: monthsIn(result) }, (_, t) => [
      month(t, start.value),
      ...result.arms.flatMap((arm) => arm.conditions.map((counts) => counts[t] ?? 0)),
    ]),
  });
  return (
    <Chart
      title={words.charts.fates}
      hint={words.charts.fatesHint}
      file="thermidor-organizations"
      rows={rows}
    >
      <p class="hint">{words.charts.fatesClick}</p>
      <div class={result.arms.length > 1 ? "fields two" : "fields"}>
        {result.arms.map((arm, i) => (
          <Field
            key={i === 0 ? "now" : "pinned"}
            arm={arm}
            isPinned={i === 1}
            shown={result.arms.length > 1}
          />
        ))}
      </div>
      <Clock months={monthsIn(result)} />
      <LookAt of={result.done} />
    </Chart>
  );
}

function prefix(result: Result, arm: number): string {
  const words = texts.value.compare;
  return result.arms.length > 1 ? `${arm === 0 ? words.now : words.before}: ` : "";
}

function Field({ arm, isPinned, shown }: { arm: Arm; isPinned: boolean; shown: boolean }): JSX.Element {
  const words = texts.value;
  // A signal, since keys can come faster than pictures.
  const chosen = useSignal(0);
  const columns = Math.max(10, Math.ceil(Math.sqrt(arm.fates.length * 2.2)));
  const lines = Math.max(1, Math.ceil(arm.fates.length / columns));
  const now = arm.fates.map((fate) => conditionAt(fate, tick.value));
  const conditions = about.value?.conditions ?? [];
  const counts = conditions
    .map((condition, i) => ({ condition, n: now.filter((one) => one === i).length, i }))
    .filter(({ n }) => n > 0)
    .map(({ condition, n, i }) => ({ said: counted(words.units[condition], n), i }));
  const label = fill(words.charts.fatesLabel, {
    n: arm.fates.length,
    month: month(tick.value, start.value),
    counts: counts.map(({ said }) => said).join(", "),
  });
  const cell = conditions[now[chosen.value] ?? 0] ?? "self_governing";
  const open = (run: number) => {
    looked.value = { run, pinned: isPinned };
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      chosen.value = Math.min(arm.fates.length - 1, Math.max(0, chosen.value + by));
    } else if (event.key === "Enter") open(chosen.value);
  };
  return (
    <figure>
      {shown && <figcaption>{isPinned ? words.compare.before : words.compare.now}</figcaption>}
      <svg
        class="field"
        viewBox={`-2 -2 ${columns * CELL + 2} ${lines * CELL + 2}`}
        role="application"
        aria-label={label}
        tabindex={0}
        onKeyDown={move}
      >
        {now.map((condition, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has the arrow keys
          <rect
            key={i}
            x={(i % columns) * CELL}
            y={Math.floor(i / columns) * CELL}
            width={CELL - 3}
            height={CELL - 3}
            rx={condition === 2 ? 0 : 4}
            fill={COLOURS[condition]}
            class={i === chosen.value ? "chosen" : ""}
            onClick={() => {
              chosen.value = i;
              open(i);
            }}
          >
            <title>
              {fill(words.charts.cell, { n: i, condition: words.conditions[conditions[condition] ?? cell] })}
            </title>
          </rect>
        ))}
      </svg>
      <span class="hidden" aria-live="polite">
        {fill(words.charts.cell, { n: chosen.value, condition: words.conditions[cell] })}
      </span>
      <p class="key">
        {counts.map(({ said, i }) => (
          <span key={i}>
            <i style={{ background: COLOURS[i] }} /> {said}
          </span>
        ))}
      </p>
    </figure>
  );
}

/** The month that is shown: to be moved by hand, or to run. */
export function Clock({ months: of }: { months: number }): JSX.Element {
  const words = texts.value.charts;
  const [playing, play] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const every = window.setInterval(() => {
      const next = tick.value + Math.max(1, Math.round(of / 160));
      tick.value = Math.min(of - 1, next);
      if (next >= of - 1) play(false);
    }, 80);
    return () => window.clearInterval(every);
  }, [playing, of]);
  return (
    <div class="clock">
      <button
        type="button"
        onClick={() => {
          if (!playing && tick.value >= of - 1) tick.value = 0;
          play(!playing);
        }}
      >
        {playing ? words.pause : words.play}
      </button>
      <input
        type="range"
        min={0}
        max={of - 1}
        value={Math.min(tick.value, of - 1)}
        aria-label={fill(words.month, { month: month(tick.value, start.value) })}
        onInput={(event) => {
          tick.value = event.currentTarget.valueAsNumber;
        }}
      />
      <output>{fill(words.month, { month: month(Math.min(tick.value, of - 1), start.value) })}</output>
    </div>
  );
}

function LookAt({ of }: { of: number }): JSX.Element {
  const words = texts.value.charts;
  const [run, set] = useState(0);
  return (
    <form
      class="inline"
      onSubmit={(event) => {
        event.preventDefault();
        looked.value = { run, pinned: false };
      }}
    >
      <label>
        {words.lookAt}{" "}
        <input
          type="number"
          min={0}
          max={of - 1}
          value={run}
          onInput={(event) => set(event.currentTarget.valueAsNumber || 0)}
        />
      </label>
      <button type="submit">{words.look}</button>
    </form>
  );
}
