// The guided tour: guess first, then look.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as api from "../api.ts";
import { COLOURS, Numbers, type Rows } from "../charts/frame.tsx";
import { focusOn } from "../focus.ts";
import { about, choose, guesses, problem, room, station, told, visitor } from "../state.ts";
import { STATIONS, stationOf } from "../stations.ts";
import { fill, number, texts } from "../words.ts";

interface Found {
  estimate: number;
  low: number;
  high: number;
  before: number | null;
  done: boolean;
}

export function Tour(): JSX.Element {
  const words = texts.value.tour;
  const at = station.value;
  const told = words.stations[at];
  if (!told) return <p />;
  return (
    <section class="tour" aria-labelledby="station">
      <p class="hint">{words.intro}</p>
      <nav class="steps" aria-label={words.title}>
        {words.stations.map((one, i) => (
          <button
            key={one.title}
            type="button"
            aria-current={i === at ? "step" : undefined}
            onClick={() => {
              station.value = i;
            }}
          >
            {i + 1}
          </button>
        ))}
      </nav>
      <Stop key={at} at={at} />
      <div class="inline">
        <button type="button" disabled={at === 0} onClick={() => move(at - 1)}>
          ← {words.previous}
        </button>
        <button type="button" disabled={at === STATIONS.length - 1} onClick={() => move(at + 1)}>
          {words.next} →
        </button>
        {about.value?.is_host && room.value.station !== at + 1 && (
          <button type="button" class="quiet" onClick={() => void api.lead(at + 1).catch(fail)}>
            {words.lead}
          </button>
        )}
      </div>
    </section>
  );
}

function move(to: number): void {
  station.value = to;
  document.getElementById("station")?.scrollIntoView({ block: "center" });
}

function fail(error: unknown): void {
  problem.value = told(error);
}

const NOWHERE = { title: "", text: "", question: "", after: "", before: "" };

function Stop({ at }: { at: number }): JSX.Element {
  const words = texts.value.tour;
  const { title, text, question, after, before } = words.stations[at] ?? NOWHERE;
  const [guess, setGuess] = useState(50);
  const [found, find] = useState<Found | null>(null);
  const [own, setOwn] = useState<AbortController | null>(null);
  const committed = guesses.value[at];
  useEffect(() => () => own?.abort(), [own]);
  useEffect(() => {
    // Where guesses are forgotten, so is what was found: it is guessed again.
    if (committed === undefined) {
      find(null);
      setOwn(null);
    }
  }, [committed]);
  const commit = () => {
    guesses.value = { ...guesses.value, [at]: guess };
    api.guess(visitor, at + 1, guess).catch(fail);
    focusOn("committed");
  };
  const reveal = () => {
    const stop = new AbortController();
    setOwn(stop);
    find({ estimate: 0, low: 0, high: 0, before: null, done: false });
    focusOn("found");
    run(at, stop.signal, find).catch((error: unknown) => {
      if (!stop.signal.aborted) fail(error);
    });
  };
  return (
    <div class="stop card">
      <p class="hint">{fill(words.station, { n: at + 1, of: STATIONS.length })}</p>
      <h2 id="station">{title}</h2>
      <p>{text}</p>
      <p class="question">{question}</p>
      {committed === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            commit();
          }}
        >
          <label for="guess">{words.yourGuess}</label>
          <div class="inline">
            <input
              id="guess"
              type="range"
              min={0}
              max={100}
              value={guess}
              onInput={(event) => setGuess(event.currentTarget.valueAsNumber)}
            />
            <output class="big">{number(guess)}</output>
          </div>
          <button type="submit" class="main">
            {words.commit}
          </button>
          <p class="hint">{words.roomHidden}</p>
        </form>
      ) : (
        <>
          <p id="committed" tabIndex={-1}>
            {fill(words.committed, { n: committed })}
          </p>
          <Distribution at={at} own={committed} found={found?.done ? found : null} />
          {!found && (
            <button type="button" class="main" onClick={reveal}>
              {words.reveal}
            </button>
          )}
          {found && (
            <p id="found" tabIndex={-1} class={found.done ? "lead" : ""} aria-live="polite">
              {found.done ? result(found, committed) : texts.value.controls.running}
            </p>
          )}
          {found?.done && (
            <>
              {found.before !== null && (
                <p>{fill(words.resultBefore, { name: before, n: Math.round(found.before) })}</p>
              )}
              <p class="after">{after}</p>
              <button type="button" onClick={() => openStation(at)}>
                {words.open}
              </button>
            </>
          )}
        </>
      )}
    </div>
  );
}

/** What was found, and how far the guess was from it. */
function result({ estimate, low, high }: Found, guess: number): string {
  const words = texts.value.tour;
  const [n, from, to] = [Math.round(estimate), Math.round(low), Math.round(high)];
  const away = Math.abs(n - guess);
  return `${fill(words.result, { n, low: from, high: to })} ${away === 0 ? words.exact : fill(words.off, { n: away })}`;
}

function openStation(at: number): void {
  const told = texts.value.tour.stations[at];
  const { scenario, before } = stationOf(at);
  const name = told?.title ?? "";
  choose(
    { ...scenario, name },
    { run: true, pinned: before ? { ...before, name: told?.before ?? name } : null },
  );
}

async function run(at: number, stop: AbortSignal, take: (found: Found) => void): Promise<void> {
  const { scenario, before } = stationOf(at);
  const arms = before ? [{ ...before, name: "before" }, scenario] : [scenario];
  await api.simulate({ arms, measures: [], visitor }, stop, (line) => {
    if (line.kind === "stopped") throw new api.Refusal(line.refused);
    if (line.kind !== "picture") return;
    const now = line.arms.at(-1)?.answer;
    if (!now) return;
    const first = line.arms.length > 1 ? line.arms[0]?.answer : undefined;
    take({
      estimate: 100 * now.estimate.estimate,
      low: 100 * now.estimate.low,
      high: 100 * now.estimate.high,
      before: first ? (100 * first.captured_at_end) / first.organizations : null,
      done: line.done === line.of,
    });
  });
}

/** The guesses of the room as dots on a line, the own one among them, and what was simulated. */
function Distribution({ at, own, found }: { at: number; own: number; found: Found | null }): JSX.Element {
  const words = texts.value.tour;
  const all = room.value.guesses[at] ?? [];
  const stacks = new Map<number, number>();
  const x = (value: number) => 20 + (value / 100) * 600;
  const dots = all.map((value) => {
    const bin = Math.round(value / 2) * 2;
    const height = stacks.get(bin) ?? 0;
    stacks.set(bin, height + 1);
    return { bin, height };
  });
  const most = Math.max(4, ...stacks.values());
  const step = Math.min(14, 110 / most);
  const rows = (): Rows => ({
    head: [words.guess, words.guessed],
    rows: [...new Set(all)].map((value) => [number(value), all.filter((one) => one === value).length]),
  });
  const label = all.length > 0 ? fill(words.roomGuesses, { n: all.length }) : words.roomNone;
  return (
    <figure class="distribution">
      <figcaption>{label}</figcaption>
      <svg viewBox="0 0 640 170" role="img" aria-label={label}>
        {found && (
          <g>
            <rect
              x={x(found.low)}
              y={8}
              width={Math.max(2, x(found.high) - x(found.low))}
              height={127}
              fill={COLOURS[2]}
              fill-opacity={0.2}
            />
            <line
              x1={x(found.estimate)}
              x2={x(found.estimate)}
              y1={4}
              y2={135}
              stroke={COLOURS[2]}
              stroke-width={3}
            />
          </g>
        )}
        <line class="axis" x1={20} x2={620} y1={135} y2={135} />
        {[0, 25, 50, 75, 100].map((value) => (
          <text key={value} x={x(value)} y={152} text-anchor="middle">
            {number(value)}
          </text>
        ))}
        {dots.map(({ bin, height }, i) => (
          <circle key={i} class="guess" cx={x(bin)} cy={128 - height * step} r={Math.max(2, step / 2 - 1)} />
        ))}
        <path class="own" d={`M${x(own)} 136 l-7 14 h14 z`} />
      </svg>
      <Numbers title={label} rows={rows} />
    </figure>
  );
}
