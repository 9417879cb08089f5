// The page: a head, and one of its views.
import { batch } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Problem } from "./api.ts";
import * as api from "./api.ts";
import { focusOn } from "./focus.ts";
import { keep } from "./kept.ts";
import "./page.css";
import { breaches } from "./scenario.ts";
import { about, begin, problem, result, room, scenario, station, told, type View, view } from "./state.ts";
import { Bench, Summary } from "./views/bench.tsx";
import { label, rule } from "./views/form.tsx";
import { Room } from "./views/room.tsx";
import { Stories } from "./views/stories.tsx";
import { Take } from "./views/take.tsx";
import { Tour } from "./views/tour.tsx";
import { fill, isLanguage, LANGUAGES, language, measured, texts } from "./words.ts";

const VIEWS = { stories: Stories, bench: Bench, tour: Tour, room: Room, take: Take } as const;

function Page() {
  const words = texts.value;
  useEffect(() => {
    document.documentElement.lang = language.value;
  }, [language.value]);
  const Shown = VIEWS[view.value];
  const hasScenario = Object.keys(scenario.value).length > 0 || result.value !== null;
  return (
    <>
      <a
        class="skip"
        href={view.value === "bench" ? "#results" : "#main"}
        onClick={(event) => {
          // The address may hold a scenario, and is no place to note where somebody is on the page.
          event.preventDefault();
          focusOn(event.currentTarget.hash.slice(1));
        }}
      >
        {words.nav.skip}
      </a>
      <header class="head">
        <div>
          <h1>{words.title}</h1>
          <p>{words.subtitle}</p>
        </div>
        <nav aria-label={words.title}>
          {(Object.keys(VIEWS) as View[])
            .filter((name) => hasScenario || (name !== "bench" && name !== "take"))
            .map((name) => (
              <button
                key={name}
                type="button"
                aria-current={view.value === name ? "page" : undefined}
                onClick={() => {
                  view.value = name;
                }}
              >
                {words.nav[name]}
              </button>
            ))}
          <label>
            <span class="hidden">{words.nav.language}</span>
            <select
              value={language.value}
              onChange={(event) => {
                const chosen = event.currentTarget.value;
                if (isLanguage(chosen)) {
                  language.value = chosen;
                  keep({ language: chosen });
                }
              }}
            >
              {Object.entries(LANGUAGES).map(([code, { language: name }]) => (
                <option key={code} value={code} lang={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {problem.value && (
          <div class="problem" role="alert">
            <Wrong refused={problem.value} />
            {!about.value && (
              <button type="button" onClick={() => location.reload()}>
                {words.errors.again}
              </button>
            )}
          </div>
        )}
        <Led />
        {about.value && <Shown />}
      </main>
      {view.value === "bench" && <Summary />}
    </>
  );
}

/** What is wrong and what to do. Numbers that cannot be are told in words; other places the program tells, in English. */
function Wrong({ refused }: { refused: Problem }) {
  const words = texts.value.errors;
  const said: Record<string, string> = words.said;
  const numbers =
    refused.kind === "scenario" && about.value ? breaches(about.value.schema, scenario.value) : [];
  const isWhole = !["scenario", "request", "failed"].includes(refused.kind) && refused.kind in said;
  return (
    <>
      <b>{words.title}</b>
      <p>{fill(said[refused.kind] ?? words.said.failed, refused.values)}</p>
      {numbers.length > 0 && (
        <ul>
          {numbers.map(({ within, value, breach }, i) => {
            const of = within.at(-1) ?? {};
            return (
              <li key={i}>
                {fill(words.beyond, {
                  what: within.map(label).join(", "),
                  value: measured(value, of["x-unit"] ?? "", 6),
                  rule: rule(of, breach),
                })}
              </li>
            );
          })}
        </ul>
      )}
      {!isWhole && refused.error && (
        <details open={numbers.length === 0}>
          <summary>{words.detail}</summary>
          <pre lang="en">{refused.error}</pre>
        </details>
      )}
    </>
  );
}

/** Where the room is: for whoever is elsewhere, and for whoever leads it. */
function Led() {
  const words = texts.value.tour;
  const led = room.value.station - 1;
  if (led < 0) return null;
  const isHost = about.value?.is_host;
  if (!isHost && view.value === "tour" && station.value === led) return null;
  const go = () =>
    batch(() => {
      view.value = "tour";
      station.value = led;
    });
  const release = () =>
    api.lead(0).catch((error: unknown) => {
      problem.value = told(error);
    });
  return (
    <p class="card led" role="status">
      {fill(isHost ? words.leading : words.here, { n: led + 1 })}{" "}
      <button type="button" onClick={isHost ? () => void release() : go}>
        {isHost ? words.release : words.go}
      </button>
    </p>
  );
}

const place = document.getElementById("page");
if (place) render(<Page />, place);
void begin();
