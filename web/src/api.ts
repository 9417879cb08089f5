// What the server is asked. docs/workshop.md describes the routes; the types are the server's own.
import type { Table } from "./json.ts";
import type {
  About,
  ArmPicture,
  Asked,
  AskedCheck,
  AskedFile,
  AskedOne,
  Checked,
  Guess,
  Lead,
  Line,
  Organization,
  Person,
  Read,
  Reason,
  Refused,
  Remove,
} from "./types.ts";

export type * from "./json.ts";
export type * from "./types.ts";

/** When an organization came into which condition. */
export type Fate = ArmPicture["fates"][number];
/** Quantiles by month: 5, 25, 50, 75 and 95 %. */
export type Fan = ArmPicture["fans"][string];

/** What is wrong: the server's reason, or one that the page finds itself. */
export interface Problem extends Omit<Refused, "kind"> {
  kind: Reason | "network" | "link" | "left_out";
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
  return (await post("/api/check", { scenario, pinned } satisfies AskedCheck, stop)).json();
}

/** The scenario of a file; where the file has variants, the first of them and what it is compared with. */
export async function readFile(toml: string): Promise<Read> {
  return (await post("/api/read", { toml } satisfies AskedFile)).json();
}

export async function organization(scenario: Table, run: number, stop: AbortSignal): Promise<Organization> {
  return (await post("/api/organization", { scenario, run } satisfies AskedOne, stop)).json();
}

export async function report(arms: Table[]): Promise<{ name: string; page: Blob }> {
  const response = await post("/api/report", { arms } satisfies Asked);
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: name ?? "report.html", page: await response.blob() };
}

/** When something was last asked for: requests that follow each other closely can overtake one another on the way. */
let last = 0;

/** Simulates one or two futures; `take` gets each line as it comes. */
export async function simulate(
  asked: Omit<Asked, "at">,
  stop: AbortSignal,
  take: (line: Line) => void,
): Promise<void> {
  last = Math.max(Date.now(), last + 1);
  const response = await post("/api/simulate", { ...asked, at: last } satisfies Asked, stop);
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
  await post("/api/room/guess", { visitor, station, guess: value } satisfies Guess);
}

export async function lead(station: number): Promise<void> {
  await post("/api/room/lead", { station } satisfies Lead);
}

export async function people(): Promise<Person[]> {
  const response = await fetch("/api/room/people");
  if (!response.ok) throw await refusal(response);
  return response.json();
}

/** Forgets one device's guesses, or those of all from an address, which may not guess any more. */
export async function remove(whom: Remove): Promise<void> {
  await post("/api/room/remove", whom);
}

export async function clearRoom(): Promise<void> {
  await post("/api/room/clear", {});
}
