// What the page knows, and what happens when something is changed.
import { batch, computed, effect, signal } from "@preact/signals";
import type { About, Checked, Fan, Fate, Picture, Problem, Table } from "./api.ts";
import * as api from "./api.ts";
import { keep, kept } from "./kept.ts";
import { fromLink, type Held, heldIn } from "./link.ts";
import { keyed, same } from "./scenario.ts";
import { scenarioName, texts } from "./words.ts";

/** Measures of the profile, in its order; they come with every picture. */
export const PROFILE = [
  "central_share_stakes",
  "replaceability",
  "influence_gini",
  "participation",
  "tenure",
  "voice",
  "legitimacy",
  "quality",
] as const;

export interface Arm extends Omit<api.ArmPicture, "fates"> {
  /** Of all organizations so far. */
  fates: Fate[];
}

export interface Result {
  done: number;
  of: number;
  /** The present future, then the pinned one where there is one. */
  arms: Arm[];
  contrast: api.Contrast | null;
  /** What was run. */
  scenario: Table;
  pinned: Table | null;
}

export type View = "stories" | "bench" | "tour" | "room" | "take";

export const about = signal<About | null>(null);
export const view = signal<View>("stories");
export const story = signal<Table>({});
export const scenario = signal<Table>({});
export const pinned = signal<Table | null>(null);
export const result = signal<Result | null>(null);
export const running = signal(false);
/** What stands between this visitor and a first picture. */
export const wait = signal<api.Wait>({ ahead: 0, seconds: 0 });
export const problem = signal<Problem | null>(null);
export const auto = signal(true);
/** Whether the scenario came with a link. */
export const linked = signal(false);
export const checked = signal<Checked | null>(null);
export const measure = signal<string>("central_share_stakes");
export const tick = signal(0);
/** The organization that is looked at: its number, and whether in the pinned future. */
export const looked = signal<{ run: number; pinned: boolean } | null>(null);
export const room = signal<api.RoomView>({ round: 0, station: 0, guesses: [] });
export const station = signal(0);
/** Own guesses by station. */
export const guesses = signal<Record<number, number>>(kept().guesses ?? {});

/** Who this is, made up, for as long as the tab is open: whoever reloads the page guesses no second time. */
export const visitor = kept().visitor ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
keep({ visitor });
effect(() => keep({ guesses: guesses.value }));

/** Months of a scenario, within what the schema allows: a link or a slip of the hand may ask for a thousand million. */
function monthsOf(table: Table): number {
  const { minimum = 1, maximum = 6000 } = about.value?.schema.properties?.ticks ?? {};
  const asked = Math.round(Number(table.ticks ?? about.value?.defaults.ticks ?? 240));
  return Math.min(maximum, Math.max(minimum, asked || minimum));
}

export const ticks = computed(() => monthsOf(scenario.value));
export const start = computed(() => String(scenario.value.start ?? ""));
export const name = computed(() => scenarioName(String(scenario.value.name ?? "")));
/** The pinned future, where it is another one than the present. */
export const compared = computed(() => {
  const other = pinned.value && beside(pinned.value, scenario.value);
  return other && !same(other, scenario.value) ? other : null;
});

/** Whether the result is of what was before the last change. */
export const outdated = computed(() => {
  const shown = result.value;
  if (!shown) return false;
  const isOther = (a: Table | null, b: Table | null) => (a && b ? !same(a, b) : a !== b);
  return isOther(shown.scenario, scenario.value) || isOther(shown.pinned, compared.value);
});

/** A future to be compared with another: luck is the same in both, and so must be how often and how long it is tried. */
function beside(table: Table, other: Table): Table {
  const { seed = null, organizations = null, ticks = null } = other;
  return { ...table, seed, organizations, ticks };
}

/** A scenario under the name that is shown. */
function named(table: Table): Table & { name: string } {
  return { ...table, name: scenarioName(String(table.name ?? about.value?.defaults.name ?? "")) };
}

/** What is run: the pinned future where it is another one, then the present. The first is what is compared with. */
export function futures(): Table[] {
  const present = named(scenario.value);
  const other = compared.value;
  if (!other) return [present];
  const name = named(other).name;
  return [
    { ...other, name: name === present.name ? `${name} (${texts.value.compare.before})` : name },
    present,
  ];
}

let work: AbortController | null = null;
let checking: AbortController | null = null;

/** What went wrong, as the page tells it. */
export function told(error: unknown): Problem {
  if (error instanceof api.Refusal) return error.refused;
  return { kind: error instanceof TypeError ? "network" : "failed", values: {}, error: String(error) };
}

function aborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Chooses a story: it is shown, pinned as it is, and run. */
export function choose(held: Table, options: { run: boolean; pinned?: Table | null } = { run: true }): void {
  stop();
  batch(() => {
    story.value = held;
    scenario.value = held;
    pinned.value = options.pinned === undefined ? held : options.pinned;
    result.value = null;
    looked.value = null;
    problem.value = null;
    tick.value = monthsOf(held) - 1;
    view.value = "bench";
    linked.value = !options.run;
  });
  void look();
  if (options.run) void run();
}

/** Changes the scenario, and runs it where that is wanted. */
export function change(next: Table): void {
  scenario.value = next;
  if (tick.value >= ticks.value) tick.value = ticks.value - 1;
  void look();
  if (auto.value) void run();
  else stop();
}

export function pin(other: Table | null): void {
  pinned.value = other;
  void look();
  if (result.value) void run();
}

/** Asks what the scenario does and costs, and whether it can be run. */
async function look(): Promise<void> {
  checking?.abort();
  checking = new AbortController();
  const { signal } = checking;
  try {
    const [pinned = null, present = {}] = compared.value ? futures() : [null, named(scenario.value)];
    checked.value = await api.check(present, pinned, signal);
    problem.value = checked.value.refused;
  } catch (error) {
    if (!aborted(error)) problem.value = told(error);
  }
}

export function stop(): void {
  work?.abort();
  work = null;
  running.value = false;
}

/** Runs the present future, and the pinned one beside it where it is another. */
export async function run(): Promise<void> {
  stop();
  const own = new AbortController();
  work = own;
  const arms = futures();
  const measures = [...new Set<string>([...PROFILE, measure.value])];
  batch(() => {
    running.value = true;
    wait.value = { ahead: 0, seconds: 0 };
  });
  let before: Result | null = null;
  try {
    await api.simulate({ arms, measures, visitor }, own.signal, (line) => {
      if (own.signal.aborted) return;
      if (line.kind === "queued") wait.value = line;
      else if (line.kind === "stopped") problem.value = line.refused;
      else {
        before = joined(before, line, arms);
        batch(() => {
          result.value = before;
          wait.value = { ahead: 0, seconds: 0 };
          problem.value = null;
        });
      }
    });
  } catch (error) {
    if (!aborted(error)) problem.value = told(error);
  }
  if (work === own) running.value = false;
}

function joined(before: Result | null, line: Picture, of: Table[]): Result {
  const arms = [...line.arms].reverse().map((arm, i): Arm => {
    return { ...arm, fates: [...(before?.arms[i]?.fates ?? []), ...arm.fates] };
  });
  const [present = {}, pinned = null] = [...of].reverse();
  return { done: line.done, of: line.of, arms, contrast: line.contrast, scenario: present, pinned };
}

/** How many months a result has: it may be of a scenario that had others. */
export function monthsIn(shown: Result): number {
  return shown.arms[0]?.conditions[0]?.length ?? ticks.value;
}

/** The fan of a measure, where it has come already. */
export function fanOf(arm: Arm | undefined, of: string): Fan | null {
  return arm?.fans[of] ?? null;
}

/** Shows another measure; where its picture has not come yet, it comes with the next. */
export function show(of: string): void {
  measure.value = of;
  const shown = result.value;
  if (shown && !shown.arms[0]?.fans[of] && !running.value) void run();
}

/** Condition of an organization in a month, by its position. */
export function conditionAt(fate: Fate, month: number): number {
  let condition = fate[0]?.[1] ?? 0;
  for (const [since, next] of fate) {
    if (since > month) break;
    condition = next;
  }
  return condition;
}

/** Where the visitor is, as the browser's Back and Forward know it. */
interface Place {
  view: View;
  station: number;
  looked: { run: number; pinned: boolean } | null;
}

const place = computed((): Place => ({ view: view.value, station: station.value, looked: looked.value }));

function goTo(to: Place): void {
  const hasScenario = Object.keys(scenario.value).length > 0 || (to.view !== "bench" && to.view !== "take");
  // An organization can be looked at again where the run that it is of is still there.
  const isThere = to.looked !== null && to.looked.run < (result.value?.done ?? 0);
  const reached = {
    ...to,
    view: hasScenario ? to.view : "stories",
    looked: isThere ? to.looked : null,
  } as const;
  history.replaceState(reached, "");
  batch(() => {
    view.value = reached.view;
    station.value = reached.station;
    looked.value = reached.looked;
  });
}

/** Every place is a page for Back and Forward; one that came with a new address is there already. */
function remember(): void {
  const here = place.value;
  if (JSON.stringify(here) === JSON.stringify(history.state)) return;
  if (history.state) history.pushState(here, "");
  else history.replaceState(here, "");
}

/** What was before the page was loaded again. It is shown; nothing runs. */
function restore(): void {
  const { story: beginning, scenario: changed, pinned: other } = kept();
  try {
    const held = heldIn({ scenario: changed ?? null, ...(other ? { pinned: other } : {}) });
    batch(() => {
      story.value = beginning ?? held.scenario;
      scenario.value = held.scenario;
      pinned.value = held.pinned ?? null;
      tick.value = ticks.value - 1;
    });
    if (Object.keys(held.scenario).length > 0) void look();
  } catch {
    // Nothing was kept.
  }
}

/** Begins: asks what there is, opens what the address holds, and listens to the room. */
export async function begin(): Promise<void> {
  try {
    const there = await api.about();
    about.value = { ...there, schema: keyed(there.schema) };
  } catch (error) {
    problem.value = told(error);
    return;
  }
  restore();
  if (history.state) goTo(history.state as Place);
  else await open();
  effect(remember);
  effect(() => keep({ story: story.value, scenario: scenario.value, pinned: pinned.value }));
  window.addEventListener("hashchange", () => {
    // Back and Forward lead to where the visitor was; another address was given by hand.
    if (!history.state) void open().then(remember);
  });
  window.addEventListener("popstate", ({ state }) => state && goTo(state as Place));
  const news = new EventSource("/api/room");
  news.onmessage = (event) => {
    const next = JSON.parse(event.data) as api.RoomView;
    const known = kept().round;
    batch(() => {
      room.value = next;
      // Whoever is new may guess before the room is heard; that is a guess of this round.
      if (known !== undefined && known !== next.round) guesses.value = {};
    });
    keep({ round: next.round });
  };
}

async function open(): Promise<void> {
  try {
    const held: Held | null = await fromLink(location.hash);
    // A link is looked at before it is run.
    if (held) choose(held.scenario, { run: false, pinned: held.pinned ?? null });
    else if (location.hash === "#tour") view.value = "tour";
  } catch {
    problem.value = { kind: "link", values: {}, error: "" };
  }
}
