// Shocks on the timeline: bars that are dragged, by hand or by keyboard.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Json, Table } from "../api.ts";
import { at, changed, resolve, shocksOf } from "../scenario.ts";
import { about, change, scenario, start, ticks } from "../state.ts";
import { fill, month, span, texts } from "../words.ts";
import { marks } from "./axes.tsx";

const ROW = 34;
/** Months that are written above the bars: as many as have room. */
const MARKS = 5;

/** What a shock has where the scenario says nothing. */
export function shockDefault(kind: string, key: string): Json {
  const schema = about.value?.schema;
  if (!schema) return 0;
  const list = resolve(schema, resolve(schema, schema.properties?.shocks).properties?.[kind]);
  return resolve(schema, list.items).properties?.[key]?.default ?? 0;
}

function timing(kind: string, shock: Table): { begin: number; length: number } {
  const value = (key: string) => Number(shock[key] ?? shockDefault(kind, key));
  return { begin: value("start_tick"), length: value("duration_ticks") };
}

interface Drag {
  id: string;
  kind: string;
  position: number;
  end: boolean;
  from: number;
  begin: number;
  length: number;
}

export function Timeline({ opened, open }: { opened: string; open: (id: string) => void }): JSX.Element {
  const words = texts.value;
  const all = shocksOf(scenario.value);
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const set = (kind: string, position: number, begin: number, length: number) => {
    const first = Math.round(Math.min(ticks.value - 1, Math.max(0, begin)));
    const lasting = Math.round(Math.min(ticks.value - first, Math.max(1, length)));
    const path = ["shocks", kind, position];
    change(
      changed(changed(scenario.value, [...path, "start_tick"], first), [...path, "duration_ticks"], lasting),
    );
  };
  const months = (x: number) => (x / (box.current?.clientWidth || 1)) * ticks.value;
  const begin = (event: PointerEvent, kind: string, position: number, shock: Table, end: boolean) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    event.stopPropagation();
    setDrag({ id: `${kind} ${position}`, kind, position, end, from: event.clientX, ...timing(kind, shock) });
  };
  const dragged = (event: PointerEvent): Drag | null => {
    if (!drag) return null;
    const by = months(event.clientX - drag.from);
    return drag.end ? { ...drag, length: drag.length + by } : { ...drag, begin: drag.begin + by };
  };
  const [shown, show] = useState<Drag | null>(null);
  return (
    <div class="timeline" ref={box}>
      <div class="scale" aria-hidden="true">
        {marks(ticks.value - 1, MARKS).map((t) => (
          <span key={t} style={{ left: `${(t / ticks.value) * 100}%` }}>
            {month(t, start.value)}
          </span>
        ))}
      </div>
      {all.map(({ kind, position, shock }) => {
        const id = `${kind} ${position}`;
        const own = shown?.id === id ? shown : timing(kind, shock);
        const [name] = words.shocks[kind as keyof typeof words.shocks] ?? [kind];
        const says = `${name}, ${fill(words.controls.from, { month: month(Math.round(own.begin), start.value) })}, ${fill(
          words.controls.lasts,
          { months: span(Math.max(1, Math.round(own.length))) },
        )}`;
        const key = (event: KeyboardEvent) => {
          const by = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -12, ArrowUp: 12 }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            if (event.shiftKey) set(kind, position, own.begin, own.length + by);
            else set(kind, position, own.begin + by, own.length);
          } else if (event.key === "Delete" || event.key === "Backspace") {
            change(changed(scenario.value, ["shocks", kind, position], undefined));
          }
        };
        return (
          <div key={id} class="lane" style={{ height: `${ROW}px` }}>
            <button
              type="button"
              class={opened === id ? "bar chosen" : "bar"}
              style={{
                left: `${(Math.max(0, own.begin) / ticks.value) * 100}%`,
                width: `${(Math.max(1, own.length) / ticks.value) * 100}%`,
              }}
              aria-label={says}
              aria-expanded={opened === id}
              title={says}
              onClick={() => open(opened === id ? "" : id)}
              onKeyDown={key}
              onPointerDown={(event) => begin(event, kind, position, shock, false)}
              onPointerMove={(event) => show(dragged(event))}
              onPointerUp={(event) => {
                const to = dragged(event);
                if (to && Math.abs(event.clientX - to.from) > 3) set(kind, position, to.begin, to.length);
                setDrag(null);
                show(null);
              }}
              onPointerCancel={() => {
                setDrag(null);
                show(null);
              }}
            >
              <span>{name}</span>
              <i
                class="end"
                aria-hidden="true"
                onPointerDown={(event) => begin(event, kind, position, shock, true)}
                onPointerMove={(event) => {
                  event.stopPropagation();
                  show(dragged(event));
                }}
                onPointerUp={(event) => {
                  event.stopPropagation();
                  const to = dragged(event);
                  if (to) set(kind, position, to.begin, to.length);
                  setDrag(null);
                  show(null);
                }}
              />
            </button>
          </div>
        );
      })}
    </div>
  );
}

/** How many shocks of a kind a scenario has. */
export function count(kind: string): number {
  const list = at(scenario.value, ["shocks", kind]);
  return Array.isArray(list) ? list.length : 0;
}
