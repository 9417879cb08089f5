// What the server is asked. docs/workshop.md describes the routes.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Table = { [key: string]: Json };

export interface Measure {
  name: string;
  label: string;
  unit: string;
  doc: string;
  share: boolean;
}

export interface Schema {
  type?: string | string[];
  description?: string;
  default?: Json;
  minimum?: number;
  maximum?: number;
  enum?: Json[];
  const?: Json;
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  $defs?: Record<string, Schema>;
  "x-unit"?: string;
  "x-source"?: string;
  /** Where the page's words for it are: the table and the parameter, as in "Lottery.share". */
  "x-key"?: string;
  /** Name of the definition, for the words of choices. */
  "x-name"?: string;
}

export interface About {
  version: string;
  schema: Schema;
  defaults: Table;
  measures: Measure[];
  conditions: Condition[];
  costs: string[];
  safeguards: Entry[];
  shocks: string[];
  stories: { name: string; scenario: Table }[];
  stations: number;
  is_host: boolean;
  addresses: string[];
}

export type Condition = "self_governing" | "contested" | "captured" | "collapsed" | "split";

export interface Entry {
  name: string;
  effect: string;
}

/** What stands between a visitor and an answer: requests of others at work, and seconds until all is simulated. */
export interface Wait {
  ahead: number;
  seconds: number;
}

export interface Checked {
  safeguards: Entry[];
  shocks: Entry[];
  cost: { member_months: number; core_seconds: number };
  wait: Wait;
  refused: Refused | null;
  toml: string;
  file: string;
}

export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

export interface Answer {
  organizations: number;
  captured: number;
  captured_median_tick: number | null;
  captured_at_end: number;
  collapsed_at_end: number;
  self_governing_at_end: number;
  estimate: Interval;
}

/** When an organization came into which condition. */
export type Fate = [number, number][];
/** Quantiles by month: 5, 25, 50, 75 and 95 %. */
export type Fan = (number | null)[][];

export interface ArmPicture {
  name: string;
  answer: Answer;
  conditions: number[][];
  fans: Record<string, Fan>;
  survival: [number, number, number, number][];
  fates: Fate[];
}

export interface Ending {
  ending: string;
  base: number;
  with_variant: number;
  difference: Interval;
}

export interface Contrast {
  endings: Ending[];
  measures: { measure: string; base: number; with_variant: number; difference: Interval }[];
}

export interface Picture {
  kind: "picture";
  done: number;
  of: number;
  arms: ArmPicture[];
  contrast: Contrast | null;
}

/** Part of a line of the chronicle: which words, and what is filled in. */
export type Phrase = { key: string; values: [string, string][] };

export type Line = Picture | ({ kind: "queued" } & Wait) | { kind: "stopped"; refused: Refused };

export interface Frame {
  tick: number;
  who: number[];
  followers: number[];
  influence: number[];
  seats: (number | null)[];
  staff: boolean[];
  speaks: boolean[];
  ties: [number, number][];
}

export interface Organization {
  run: number;
  story: { tick: number; about: string; phrases: Phrase[] }[];
  conditions: number[];
  measures: [string, number[]][];
  bodies: string[];
  people: [number, number][];
  frames: Frame[];
}

export interface RoomView {
  /** Another one when the guesses have been forgotten. */
  round: number;
  station: number;
  guesses: number[][];
}

/** What is wrong: which sentence says it, what is filled in, and the program's own words in English. */
export interface Refused {
  kind: string;
  values: Record<string, number>;
  error: string;
}

/** The server does not do what it is asked. */
export class Refusal extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.error);
    this.refused = refused;
  }
}

async function refusal(response: Response): Promise<Refusal> {
  const told = (await response.json().catch(() => null)) as Partial<Refused> | null;
  const { kind = "failed", values = {}, error = `${response.status} ${response.statusText}` } = told ?? {};
  return new Refusal({ kind, values, error });
}

async function post(path: string, body: unknown, stop?: AbortSignal): Promise<Response> {
  for (let wait = 1000; ; wait *= 2) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(stop ? { signal: stop } : {}),
    });
    if (response.ok) return response;
    if (response.status !== 503 || wait > 16_000) throw await refusal(response);
    // Too many visitors just now. Those who come back do so at different times.
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
  }
}

export async function about(): Promise<About> {
  const response = await fetch("/api/about");
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** `pinned` is what it is compared with; both are in the file then. */
export async function check(scenario: Table, pinned: Table | null, stop: AbortSignal): Promise<Checked> {
  return (await post("/api/check", { scenario, pinned }, stop)).json();
}

/** The scenario of a file; where the file has variants, the first of them and what it is compared with. */
export async function readFile(
  toml: string,
): Promise<{ scenario: Table; pinned?: Table; left_out?: number }> {
  return (await post("/api/read", { toml })).json();
}

export async function organization(scenario: Table, run: number, stop: AbortSignal): Promise<Organization> {
  return (await post("/api/organization", { scenario, run }, stop)).json();
}

export async function report(arms: Table[]): Promise<{ name: string; page: Blob }> {
  const response = await post("/api/report", { arms });
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: name ?? "report.html", page: await response.blob() };
}

/** When something was last asked for: requests that follow each other closely can overtake one another on the way. */
let last = 0;

/** Simulates one or two futures; `take` gets each line as it comes. */
export async function simulate(
  asked: { arms: Table[]; measures: string[]; visitor: string },
  stop: AbortSignal,
  take: (line: Line) => void,
): Promise<void> {
  last = Math.max(Date.now(), last + 1);
  const response = await post("/api/simulate", { ...asked, at: last }, stop);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(JSON.parse(line) as Line);
  }
}

export async function guess(visitor: string, station: number, value: number): Promise<void> {
  await post("/api/room/guess", { visitor, station, guess: value });
}

export async function lead(station: number): Promise<void> {
  await post("/api/room/lead", { station });
}

/** Somebody who has guessed: where from, and a guess for each station. */
export interface Person {
  visitor: string;
  address: string;
  guesses: (number | null)[];
}

export async function people(): Promise<Person[]> {
  const response = await fetch("/api/room/people");
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** Forgets one device's guesses, or those of all from an address, which may not guess any more. */
export async function remove(whom: { visitor: string } | { address: string }): Promise<void> {
  await post("/api/room/remove", whom);
}

export async function clearRoom(): Promise<void> {
  await post("/api/room/clear", {});
}
