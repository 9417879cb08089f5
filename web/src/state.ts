// What the page knows, and what happens when something is changed.
import { batch, computed, signal } from "@preact/signals";
import type { About, Checked, Fan, Fate, Picture, Refused, Table } from "./api.ts";
import * as api from "./api.ts";
import { fromLink, type Held } from "./link.ts";
import { keyed, same } from "./scenario.ts";
import { scenarioName, texts } from "./words.ts";

/** Measures of the profile, in its order; they come with every picture. */
export const PROFILE = [
  "central_share_stakes",
  "removability",
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
export const ahead = signal(0);
export const problem = signal<Refused | null>(null);
export const auto = signal(true);
/** Whether the scenario came with a link. */
export const linked = signal(false);
export const checked = signal<Checked | null>(null);
export const measure = signal<string>("central_share_stakes");
export const tick = signal(0);
/** The organization that is looked at: its number, and whether in the pinned future. */
export const looked = signal<{ run: number; pinned: boolean } | null>(null);
export const room = signal<api.RoomView>({ station: 0, guesses: [] });
export const station = signal(0);
/** Own guesses by station. */
export const guesses = signal<Record<number, number>>({});

/** Who this is, for as long as the page is open; made up, and kept nowhere. */
export const visitor = crypto.getRandomValues(new Uint32Array(4)).join("-");

export const ticks = computed(() => Number(scenario.value.ticks ?? about.value?.defaults.ticks ?? 240));
export const start = computed(() => String(scenario.value.start ?? ""));
export const name = computed(() => scenarioName(String(scenario.value.name ?? "")));
/** The pinned future, where it is another one than the present. */
export const compared = computed(() => {
  const other = pinned.value;
  return other && !same(other, scenario.value) ? other : null;
});

let work: AbortController | null = null;
let checking: AbortController | null = null;

/** What went wrong, as the page tells it. */
export function told(error: unknown): Refused {
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
    tick.value = Number(held.ticks ?? about.value?.defaults.ticks ?? 240) - 1;
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
  if (result.value) void run();
}

/** Asks what the scenario does and costs, and whether it can be run. */
async function look(): Promise<void> {
  checking?.abort();
  checking = new AbortController();
  const { signal } = checking;
  try {
    checked.value = await api.check(scenario.value, signal);
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
  const present = named(scenario.value);
  const other = compared.value ? named(compared.value, present) : null;
  const measures = [...new Set<string>([...PROFILE, measure.value])];
  batch(() => {
    running.value = true;
    ahead.value = 0;
  });
  let before: Result | null = null;
  try {
    // The first is what the second is compared with.
    const arms = other ? [other, present] : [present];
    await api.simulate({ arms, measures, visitor }, own.signal, (line) => {
      if (own.signal.aborted) return;
      if (line.kind === "queued") ahead.value = line.ahead;
      else if (line.kind === "stopped") problem.value = line.refused;
      else {
        before = joined(before, line, present, other);
        batch(() => {
          result.value = before;
          ahead.value = 0;
          problem.value = null;
        });
      }
    });
  } catch (error) {
    if (!aborted(error)) problem.value = told(error);
  }
  if (work === own) running.value = false;
}

/** A scenario with a name, and another one than its neighbour's. */
export function named(table: Table, beside?: Table): Table {
  const own = scenarioName(String(table.name ?? about.value?.defaults.name ?? ""));
  if (!beside) return { ...table, name: own };
  // Luck is the same in both, and so must be how often it is tried.
  const shared = { seed: beside.seed ?? null, organizations: beside.organizations ?? null };
  return { ...table, ...shared, name: own === beside.name ? `${own} (${texts.value.compare.before})` : own };
}

function joined(before: Result | null, line: Picture, present: Table, other: Table | null): Result {
  const arms = [...line.arms].reverse().map((arm, i): Arm => {
    return { ...arm, fates: [...(before?.arms[i]?.fates ?? []), ...arm.fates] };
  });
  return {
    done: line.done,
    of: line.of,
    arms,
    contrast: line.contrast,
    scenario: present,
    pinned: other,
  };
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

/** Begins: asks what there is, opens what the address holds, and listens to the room. */
export async function begin(): Promise<void> {
  try {
    const there = await api.about();
    about.value = { ...there, schema: keyed(there.schema) };
    await open();
  } catch (error) {
    problem.value = told(error);
    return;
  }
  window.addEventListener("hashchange", () => void open());
  const news = new EventSource("/api/room");
  news.onmessage = (event) => {
    room.value = JSON.parse(event.data) as api.RoomView;
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
