// Shocks on the timeline: bars that are dragged, by hand or by keyboard.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Json, Table } from "../api.ts";
import { focusOn } from "../focus.ts";
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

function timing(kind: string, shock: Table): Timing {
  const value = (key: string) => Number(shock[key] ?? shockDefault(kind, key));
  return { begin: value("start_tick"), length: value("duration_ticks") };
}

interface Timing {
  begin: number;
  length: number;
}

interface Drag extends Timing {
  id: string;
  end: boolean;
  from: number;
}

/** Moved by some months: it keeps its length, and stays within the time unless it was beyond it. */
function moved({ begin, length }: Timing, by: number): Timing {
  const last = Math.max(begin, ticks.value - length);
  return { begin: Math.round(Math.min(last, Math.max(0, begin + by))), length };
}

/** Made longer or shorter by some months, within the time. */
function stretched({ begin, length }: Timing, by: number): Timing {
  return { begin, length: Math.round(Math.max(1, Math.min(ticks.value - begin, length + by))) };
}

/** Where the name of a bar has most room: in it, behind it or before it, and how much, as shares of the whole. */
function placeOfName({ begin, length }: Timing): { place: string; room: number } {
  const [before, inside] = [begin / ticks.value, length / ticks.value];
  const places = [
    { place: "inside", room: inside },
    { place: "behind", room: 1 - before - inside },
    { place: "before", room: before },
  ];
  return places.reduce((best, one) => (one.room > best.room ? one : best));
}

export function Timeline({ opened, open }: { opened: string; open: (id: string) => void }): JSX.Element {
  const words = texts.value;
  const all = shocksOf(scenario.value);
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const set = (kind: string, position: number, { begin, length }: Timing) => {
    const path = ["shocks", kind, position];
    change(
      changed(changed(scenario.value, [...path, "start_tick"], begin), [...path, "duration_ticks"], length),
    );
  };
  const months = (x: number) => (x / (box.current?.clientWidth || 1)) * ticks.value;
  /** Whether the click that comes when a bar is let go ends a drag. */
  const hasMoved = useRef(false);
  const begin = (event: PointerEvent, id: string, of: Timing, end: boolean) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    event.stopPropagation();
    hasMoved.current = false;
    setDrag({ id, end, from: event.clientX, ...of });
  };
  const dragged = (event: PointerEvent): Drag | null => {
    if (!drag) return null;
    const by = months(event.clientX - drag.from);
    hasMoved.current ||= Math.abs(event.clientX - drag.from) > 3;
    return { ...drag, ...(drag.end ? stretched(drag, by) : moved(drag, by)) };
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
          { months: span(own.length) },
        )}`;
        const key = (event: KeyboardEvent) => {
          const by = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -12, ArrowUp: 12 }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            set(kind, position, event.shiftKey ? stretched(own, by) : moved(own, by));
          } else if (event.key === "Delete" || event.key === "Backspace") {
            removeShock(kind, position);
          }
        };
        const letGo = (event: PointerEvent) => {
          event.stopPropagation();
          const to = dragged(event);
          if (to && hasMoved.current) set(kind, position, to);
          setDrag(null);
          show(null);
        };
        const { place, room } = placeOfName(own);
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
              onClick={(event) => {
                // A click of the keyboard ends no drag.
                if (!hasMoved.current || event.detail === 0) open(opened === id ? "" : id);
                hasMoved.current = false;
              }}
              onKeyDown={key}
              onPointerDown={(event) => begin(event, id, own, false)}
              onPointerMove={(event) => show(dragged(event))}
              onPointerUp={letGo}
              onPointerCancel={() => {
                setDrag(null);
                show(null);
              }}
            >
              <span class={place} style={{ maxWidth: `calc(${room * 100}cqw - 14px)` }}>
                {name}
              </span>
              <i
                class="end"
                aria-hidden="true"
                onPointerDown={(event) => begin(event, id, own, true)}
                onPointerMove={(event) => {
                  event.stopPropagation();
                  show(dragged(event));
                }}
                onPointerUp={letGo}
              />
            </button>
          </div>
        );
      })}
    </div>
  );
}

/** Takes a shock away; the keyboard goes on where shocks are. */
export function removeShock(kind: string, position: number): void {
  change(changed(scenario.value, ["shocks", kind, position], undefined));
  focusOn("shocks");
}

/** How many shocks of a kind a scenario has. */
export function count(kind: string): number {
  const list = at(scenario.value, ["shocks", kind]);
  return Array.isArray(list) ? list.length : 0;
}
