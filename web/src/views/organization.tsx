// What happened in one organization.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Organization, Phrase } from "../api.ts";
import * as api from "../api.ts";
import { Clock } from "../charts/fates.tsx";
import { COLOURS } from "../charts/frame.tsx";
import { bodyName, frameAt, Network } from "../charts/network.tsx";
import { focusOn } from "../focus.ts";
import { about, looked, problem, result, start, tick, told } from "../state.ts";
import { counted, fill, month, texts } from "../words.ts";

export function OneOrganization({ run, pinned }: { run: number; pinned: boolean }): JSX.Element {
  const words = texts.value;
  const [one, set] = useState<Organization | null>(null);
  const shown = result.value;
  const table = pinned ? shown?.pinned : shown?.scenario;
  useEffect(() => focusOn("one"), []);
  useEffect(() => {
    const own = new AbortController();
    set(null);
    if (table)
      api.organization(table, run, own.signal).then(set, (error: unknown) => {
        if (!own.signal.aborted) problem.value = told(error);
      });
    return () => own.abort();
  }, [table, run]);
  return (
    <section class="organization" aria-labelledby="one">
      <header class="inline">
        <button
          type="button"
          onClick={() => {
            looked.value = null;
            focusOn("thermidor-organizations");
          }}
        >
          ← {words.organization.back}
        </button>
        <h2 id="one" tabIndex={-1}>
          {fill(words.organization.title, { n: String(run) })}
        </h2>
        {shown?.pinned && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              looked.value = { run, pinned: !pinned };
            }}
          >
            {pinned ? words.organization.now : words.organization.pinned}
          </button>
        )}
      </header>
      {one ? <Drawn one={one} /> : <p>{words.organization.loading}</p>}
    </section>
  );
}

function Drawn({ one }: { one: Organization }): JSX.Element {
  const words = texts.value;
  const months = one.conditions.length;
  const at = Math.min(tick.value, months - 1);
  const condition = one.conditions[at] ?? 0;
  const name = about.value?.conditions[condition] ?? "self_governing";
  return (
    <>
      <Strip conditions={one.conditions} at={at} />
      <Clock months={months} />
      <p class="key">
        <span>
          <i style={{ background: COLOURS[condition] }} /> {words.conditions[name]}
        </span>
      </p>
      <div class="pair">
        <Network one={one} />
        <Chronicle one={one} at={at} />
      </div>
      <Bodies one={one} at={at} />
    </>
  );
}

/** Condition by month, as a strip. */
function Strip({ conditions, at }: { conditions: number[]; at: number }): JSX.Element {
  const runs: { from: number; length: number; condition: number }[] = [];
  for (const [i, condition] of conditions.entries()) {
    const last = runs.at(-1);
    if (last?.condition === condition) last.length += 1;
    else runs.push({ from: i, length: 1, condition });
  }
  return (
    <svg class="strip" viewBox={`0 0 ${conditions.length} 10`} preserveAspectRatio="none" aria-hidden="true">
      {runs.map(({ from, length, condition }) => (
        <rect key={from} x={from} y={0} width={length} height={10} fill={COLOURS[condition]} />
      ))}
      <rect x={at} y={0} width={Math.max(0.6, conditions.length / 300)} height={10} fill="#000" />
    </svg>
  );
}

function Chronicle({ one, at }: { one: Organization; at: number }): JSX.Element {
  const words = texts.value.organization;
  const near = one.story.findLastIndex((line) => line.tick <= at);
  const list = useRef<HTMLOListElement>(null);
  // The list follows the clock; the page stays where it is.
  useEffect(() => {
    const line = list.current?.children[near];
    if (list.current && line instanceof HTMLElement)
      list.current.scrollTop = line.offsetTop - list.current.offsetTop - list.current.clientHeight / 2;
  }, [near]);
  return (
    <section class="chart" aria-label={words.chronicle}>
      <header>
        <h3>{words.chronicle}</h3>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <ol ref={list} class="chronicle scroll" tabIndex={0}>
        {one.story.map((line, i) => (
          <li key={i} class={`${line.about} ${i === near ? "near" : ""} ${line.tick > at ? "later" : ""}`}>
            <button
              type="button"
              class="quiet"
              onClick={() => {
                tick.value = line.tick;
              }}
            >
              {month(line.tick, start.value)}
            </button>{" "}
            {inWords(line.phrases, one.bodies.length)}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A line of the chronicle in the language of the page. */
export function inWords(phrases: Phrase[], bodies: number): string {
  const words = texts.value;
  const name = (what: string, value: string): string => {
    if (what === "body") return bodyName(Number(value), bodies);
    if (what === "shock") return entry(words.shocks, value)?.[0] ?? value;
    if (what === "safeguard") return entry(words.safeguards, value)?.[0] ?? value;
    if (what === "months" || what === "after") return counted(words.units.months, Number(value));
    if (what === "reason") return entry(words.reasons, value) ?? value;
    return value;
  };
  const said = phrases.map(({ key, values }) =>
    fill(
      entry(words.happened, key) ?? key,
      Object.fromEntries(values.map(([what, v]) => [what, name(what, v)])),
    ),
  );
  const line = said.join("");
  return line.charAt(0).toLocaleUpperCase() + line.slice(1);
}

function entry<T>(table: Record<string, T>, key: string): T | undefined {
  return table[key];
}

function Bodies({ one, at }: { one: Organization; at: number }): JSX.Element | null {
  const words = texts.value.organization;
  const frame = frameAt(one, at);
  if (!frame) return null;
  const held = one.bodies
    .map((_, body) => ({
      body,
      who: frame.seats.flatMap((seat, i) => (seat === body ? [one.people[frame.who[i] ?? 0]?.[0] ?? 0] : [])),
    }))
    .filter(({ who }) => who.length > 0);
  return (
    <section class="chart" aria-label={words.bodies}>
      <header>
        <h3>{words.bodies}</h3>
      </header>
      <dl class="bodies">
        {held.map(({ body, who }) => (
          <div key={body}>
            <dt>{bodyName(body, one.bodies.length)}</dt>
            <dd>{who.map((slot) => fill(words.member, { n: String(slot) })).join(", ")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
