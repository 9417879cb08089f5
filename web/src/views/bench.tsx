// The workbench: what is assumed on one side, what becomes of it on the other.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type * as api from "../api.ts";
import { Effects } from "../charts/effects.tsx";
import { FanChart, Small } from "../charts/fan.tsx";
import { Fates } from "../charts/fates.tsx";
import { Survival } from "../charts/survival.tsx";
import {
  type Arm,
  compared,
  linked,
  looked,
  name,
  outdated,
  PROFILE,
  pin,
  pinned,
  type Result,
  result,
  running,
  scenario,
  wait,
} from "../state.ts";
import { counted, fill, month, number, scenarioName, signed, texts } from "../words.ts";
import { Controls } from "./controls.tsx";
import { OneOrganization } from "./organization.tsx";

export function Bench(): JSX.Element {
  const words = texts.value;
  return (
    <div class="bench">
      <Controls />
      <div class={outdated.value ? "results outdated" : "results"} id="results" tabIndex={-1}>
        <h2 class="hidden">{words.charts.fates}</h2>
        <Answer />
        {looked.value ? (
          <OneOrganization {...looked.value} />
        ) : (
          result.value && <Charts result={result.value} />
        )}
      </div>
    </div>
  );
}

function Charts({ result: shown }: { result: Result }): JSX.Element {
  const words = texts.value.charts;
  return (
    <div class="pair">
      <div class="column">
        <Fates result={shown} />
        {shown.contrast ? <Effects contrast={shown.contrast} /> : <Survival result={shown} />}
      </div>
      <div class="column">
        <FanChart result={shown} />
        <section class="chart" aria-label={words.profile}>
          <header>
            <h3>{words.profile}</h3>
          </header>
          <p class="hint">{words.profileHint}</p>
          <div class="profile">
            {PROFILE.map((of) => (
              <Small key={of} result={shown} of={of} />
            ))}
          </div>
        </section>
        {shown.contrast && <Survival result={shown} />}
      </div>
    </div>
  );
}

/** Where more than one in twenty have collapsed in a future, "captured" is not the whole answer. */
const FEW = 0.05;

function hasCollapses(shown: Result | null): boolean {
  const isMany = ({ answer }: Arm) => answer.collapsed_at_end > FEW * answer.organizations;
  return shown?.arms.some(isMany) ?? false;
}

/** The answer in a sentence, with natural frequencies; how far it is; what it is compared with. */
function Answer(): JSX.Element {
  const words = texts.value;
  const shown = result.value;
  const [now, before] = shown?.arms ?? [];
  const ending = shown?.contrast?.endings.find((one) => one.ending === "captured_at_end");
  const manyCollapse = hasCollapses(shown);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (looked.value) box.current?.scrollIntoView({ block: "start" });
  }, [looked.value]);
  return (
    <div class="answer card" ref={box}>
      <p class="lead" aria-live="polite">
        {outdated.value && <span class="worse">{words.answer.outdated}</span>}{" "}
        {now
          ? fill(words.answer.captured, { n: now.answer.captured_at_end, of: now.answer.organizations })
          : running.value
            ? words.controls.running
            : linked.value
              ? words.answer.fromLink
              : words.answer.press}{" "}
        {now && manyCollapse && <>{fill(words.answer.collapsed, { n: now.answer.collapsed_at_end })} </>}
        {before && (
          <span class="before">
            {fill(manyCollapse ? words.answer.collapsedBefore : words.answer.capturedBefore, {
              n: before.answer.captured_at_end,
              collapsed: before.answer.collapsed_at_end,
            })}
          </span>
        )}
      </p>
      <p>
        {ending && (
          <>
            {fill(words.answer.difference, {
              points: signed(100 * ending.difference.estimate),
              low: signed(100 * ending.difference.low),
              high: signed(100 * ending.difference.high),
            })}{" "}
            {ending.difference.low <= 0 && ending.difference.high >= 0 && words.answer.unclear}{" "}
          </>
        )}
        {now &&
          now.answer.captured * 2 >= now.answer.organizations &&
          now.answer.captured_median_tick !== null && (
            <>
              {fill(words.answer.half, {
                month: month(halfCaptured(shown) ?? 0, String(scenario.value.start ?? "")),
              })}{" "}
            </>
          )}
        <span class="hint">{words.answer.what}</span>
      </p>
      <div class="inline">
        {shown && (
          <progress
            max={shown.of}
            value={shown.done}
            aria-label={fill(words.answer.progress, { done: shown.done, of: shown.of })}
          />
        )}
        {shown && <small>{fill(words.answer.progress, { done: shown.done, of: shown.of })}</small>}
        {wait.value.ahead > 0 && (
          <small role="status">
            {fill(words.answer.queued, {
              n: wait.value.ahead,
              seconds: counted(words.units.seconds, Math.max(1, Math.round(wait.value.seconds))),
            })}
          </small>
        )}
      </div>
      <div class="inline pins">
        <button type="button" onClick={() => pin(scenario.value)} disabled={pinned.value === scenario.value}>
          {words.compare.pin}
        </button>
        {pinned.value && (
          <>
            <small>
              {fill(words.compare.pinned, { name: scenarioName(String(pinned.value.name ?? name.value)) })}
            </small>
            <button type="button" class="quiet" onClick={() => pin(null)}>
              {words.compare.unpin}
            </button>
          </>
        )}
        <small class="hint">
          {shown?.pinned && !outdated.value
            ? words.compare.sameLuck
            : pinned.value && !compared.value && words.compare.nothing}
        </small>
      </div>
    </div>
  );
}

/** Month by which half of all have been captured, where they have. */
function halfCaptured(shown: Result | null): number | null {
  const step = shown?.arms[0]?.survival.find(([, estimate]) => estimate <= 0.5 + 1e-12);
  return step?.[0] ?? null;
}

/** What stays in sight on a phone while controls are moved. */
export function Summary(): JSX.Element | null {
  const now = result.value?.arms[0]?.answer;
  const before = result.value?.arms[1]?.answer;
  const words = texts.value;
  if (!now) return null;
  const collapsed = ({ collapsed_at_end: n }: api.Answer) =>
    hasCollapses(result.value) && `, ${number(n)} ${words.conditions.collapsed}`;
  return (
    <button
      type="button"
      class="summary"
      onClick={() => document.getElementById("results")?.scrollIntoView()}
    >
      {outdated.value && words.answer.outdated}{" "}
      {counted(
        words.units.captured,
        now.captured_at_end,
        `${number(now.captured_at_end)} / ${number(now.organizations)}`,
      )}
      {collapsed(now)}
      {before && (
        <small>
          {" "}
          ({words.compare.before}: {number(before.captured_at_end)}
          {collapsed(before)})
        </small>
      )}
    </button>
  );
}
