// What a safeguard or a shock does with the numbers that it has, in a sentence of the language of the page. The command
// says the same in English; a test holds the two together.
import type { Json, Schema, Table } from "./api.ts";
import { at, isTable, resolve, shocksOf } from "./scenario.ts";
import { measured, month, number, percent, texts } from "./words.ts";

/** What is filled in: numbers, and choices, for which there are parts of sentences. */
type Values = Record<string, Json>;

/** All parameters at a path, with the defaults of the schema. */
function values(schema: Schema, scenario: Table, path: (string | number)[]): Values {
  const step = (node: Schema, key: string | number) =>
    resolve(schema, typeof key === "number" ? node.items : node.properties?.[key]);
  const all = Object.entries(path.reduce(step, schema).properties ?? {});
  const own = at(scenario, path);
  const named = isTable(own) ? own : {};
  return Object.fromEntries(all.map(([key, { default: usual }]) => [key, named[key] ?? usual ?? null]));
}

function written(value: number, format: string, scenario: Table): string {
  switch (format) {
    case "percent":
      return percent(value);
    case "points":
      return number(100 * value);
    case "factor":
      return number(value, 1, 1);
    case "money":
      return number(value, 2, 2);
    case "month":
      return month(value, String(scenario.start ?? ""));
    default:
      return measured(value, format, 6);
  }
}

/** Fills a sentence: `{share:percent}` is a number and how it is written, `{stake}` the part for what was chosen. */
function filled(text: string, has: Values, scenario: Table): string {
  const parts: Record<string, string> = texts.value.sentences.parts;
  return text.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, format = "") => {
    const value = has[name];
    if (typeof value === "number") return written(value, format, scenario);
    const part = parts[`${name}.${value}`];
    return part === undefined ? whole : filled(part, has, scenario);
  });
}

/** What a safeguard's sentence says beyond its own parameters. */
function beyond(schema: Schema, scenario: Table, name: string, has: Values): Values {
  const n = (key: string) => Number(has[key]);
  const of = (group: string, key: string) => values(schema, scenario, [group])[key] ?? null;
  switch (name) {
    case "dissent_cycles":
      return has.stake === "alternating" || has.stake === "varied" ? { stake: "either" } : {};
    case "international_alliances":
      return { left: (1 - n("relief")) ** n("partners"), dues: n("upkeep") * n("partners") };
    case "subsidiarity":
      return { domains: of("organization", "domains") };
    case "public_audit":
      return { less: n("deterrence") * n("probability") * n("depth"), takes: n("hours") * n("depth") };
    case "freedom_to_split":
      return { chance: of("secession", "rate") };
    case "separation_of_party_and_state":
      return { fusion: of("voice", "fusion") };
    case "parallel_institutions": {
      const isEarlier = ({ kind, position }: { kind: string; position: number }) =>
        Number(values(schema, scenario, ["shocks", kind, position]).start_tick) < n("from_tick");
      return { when: shocksOf(scenario).some(isEarlier) ? "after" : "before" };
    }
    default:
      return {};
  }
}

/** What a safeguard of a scenario does. */
export function safeguardSentence(schema: Schema, scenario: Table, name: string): string {
  const { safeguards, compliance, from, until } = texts.value.sentences;
  const own = values(schema, scenario, ["safeguards", name]);
  const has = { ...own, ...beyond(schema, scenario, name, own) };
  const said = [safeguards[name as keyof typeof safeguards] ?? ""];
  if (Number(own.compliance) < 1) said.push(compliance);
  if (own.until_tick !== null) said.push(until);
  else if (own.from_tick !== 0) said.push(from);
  return filled(said.join(""), has, scenario);
}

/** A factor or an amount of a shock at its severity. */
function pressure(name: string, has: Values): Values {
  const n = (key: string) => Number(has[key]);
  const share = (key: string) => n("severity") * n(key);
  const factor = (key: string) => 1 + n("severity") * (n(key) - 1);
  switch (name) {
    case "isolation":
    case "civil_war":
      return { threat: n("severity"), loss: share("scarcity") };
    case "scarcity":
      return { threat: share("threat"), loss: n("severity") };
    case "victory":
      return {
        responsibilities: factor("responsibilities"),
        resources: factor("resources"),
        people: factor("people"),
      };
    case "failed_revolutions":
      return { threat: share("isolation"), loss: share("allies") };
    case "surge":
      return { people: factor("people") };
    case "cooptation_campaign":
      return { attempts: factor("attempts") };
    case "loss_of_leaders":
      return { loss: share("share") };
    case "windfall":
      return { money: share("money"), attempts: factor("attempts") };
    case "internal_split":
      return { grievance: share("rift") };
    default:
      return {};
  }
}

/** What a shock of a scenario does, the one at a position among its kind. */
export function shockSentence(schema: Schema, scenario: Table, kind: string, position: number): string {
  const { shocks, shock } = texts.value.sentences;
  const own = values(schema, scenario, ["shocks", kind, position]);
  const begins = Number(own.rate_per_year) > 0 ? "random" : "once";
  const fades = Number(own.decay_ticks) > 0 ? "slowly" : "at_once";
  const effect = shocks[kind as keyof typeof shocks] ?? "";
  // The effect goes in first, since it has words to fill of its own.
  const has = { ...own, ...pressure(kind, own), begins, fades };
  return filled(
    shock.replace("{effect}", () => effect),
    has,
    scenario,
  );
}
