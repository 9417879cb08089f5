// What a safeguard or a shock does with the numbers that it has, in a sentence of the language of the page. The command
// says the same in English; a test holds the two together.
import type { Json, Schema, Table } from "./api.ts";
import { at, isTable, resolve, shocksOf } from "./scenario.ts";
import { language, measured, month, number, percent, texts } from "./words.ts";

/** What is filled in: numbers, choices, for which there are parts of sentences, and lists of either. */
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

/** As many decimals as matter: near nothing and near all of it they are more. */
const decimals = (value: number, ...ends: number[]) =>
  ends.some((end) => Math.abs(value - end) < 1) ? 4 : 1;

function written(value: number, format: string, scenario: Table): string {
  const hundred = decimals(100 * value, 0, 100);
  switch (format) {
    case "percent":
      return percent(value, hundred);
    case "points":
      return number(100 * value, hundred);
    case "factor":
      return number(value, decimals(value, 1));
    case "month":
      return month(value, String(scenario.start ?? ""));
    case "every":
    case "each":
      return value.toFixed(6) === "1.000000"
        ? texts.value.sentences.parts[`${format}.one`]
        : measured(value, format, 6);
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
    if (Array.isArray(value)) {
      const items = value.map((item) => parts[`${name}.${item}`] ?? String(item));
      return new Intl.ListFormat(language.value, { type: "conjunction" }).format(items);
    }
    const part = parts[`${name}.${value}`];
    return part === undefined ? whole : filled(part, has, scenario);
  });
}

/** The bodies that a rule is about, in the order of the program; none named means the first two. */
function bodies(named: Json | undefined): string[] {
  const tiers = Array.isArray(named) ? named : [];
  const is = (tier: string) => (tiers.length > 0 ? tiers.includes(tier) : /executive|committee/.test(tier));
  return ["executive", "committee", "command", "parallel"].filter(is);
}

/** What a safeguard's sentence says beyond its own parameters. */
function beyond(schema: Schema, scenario: Table, name: string, has: Values): Values {
  const n = (key: string) => Number(has[key]);
  const of = (group: string, key: string) => values(schema, scenario, [group])[key] ?? null;
  switch (name) {
    case "rotation":
      return { wait: n("cooling_off_ticks") > 0 ? "later" : "at_once" };
    case "disband_days":
      return { pause: Math.min(n("length_ticks"), n("period_ticks")) };
    case "transparency": {
      const open = (n("ledgers") + n("minutes") + n("relationships")) / 3;
      return { takes: n("hours") * open, stigma: n("exposure") * n("minutes") };
    }
    case "emergency_sunset":
      return { vote: has.renewed_by ?? null, again: n("pause_ticks") > 0 ? "barred" : "at_once" };
    case "international_alliances": {
      const isWorld = of("world", "alliances") !== "none" && Number(of("world", "organizations")) > 1;
      return {
        allies: isWorld ? "world" : "agreed",
        left: (1 - n("relief")) ** n("partners"),
        campaign: n("campaign_ticks") > 0 ? "joint" : "none",
      };
    }
    case "subsidiarity":
      return { domains: of("organization", "domains") };
    case "public_audit":
      return {
        less: n("deterrence") * n("probability") * n("depth"),
        takes: n("hours") * n("depth"),
        cost: has.auditors ?? null,
      };
    case "freedom_to_split":
      return { chance: of("secession", "rate") };
    case "recall":
      return { seated: n("cooling_off_ticks") > 0 ? "for" : "at_once" };
    case "separation_of_party_and_state": {
      const fusion = of("voice", "fusion");
      return { fusion, treason: n("fusion_cap") < Number(fusion) ? "less" : "same" };
    }
    case "parallel_institutions": {
      const isEarlier = ({ kind, position }: { kind: string; position: number }) =>
        Number(values(schema, scenario, ["shocks", kind, position]).start_tick) < n("from_tick");
      const shocks = shocksOf(scenario);
      return { when: shocks.length === 0 ? "never" : shocks.some(isEarlier) ? "after" : "before" };
    }
    case "newcomers_quota":
      return { again: n("new_again_ticks") > 0 ? "later" : "never" };
    default:
      return {};
  }
}

/** What a safeguard of a scenario does. */
export function safeguardSentence(schema: Schema, scenario: Table, name: string): string {
  const { safeguards, compliance, never, from, until, only } = texts.value.sentences;
  const own = values(schema, scenario, ["safeguards", name]);
  const has: Values = { ...own, tiers: bodies(own.tiers), ...beyond(schema, scenario, name, own) };
  const said = [safeguards[name as keyof typeof safeguards] ?? ""];
  if (Number(own.compliance) === 0) said.push(never);
  else if (Number(own.compliance) < 1) said.push(compliance);
  if (own.until_tick !== null) {
    // What ends in month 48 is in force in month 47 for the last time.
    has.last_tick = Math.max(0, Number(own.until_tick) - 1);
    said.push(own.from_tick === has.last_tick ? only : until);
  } else if (own.from_tick !== 0) said.push(from);
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
  const struck = Array.isArray(own.strikes) && own.strikes.length > 0 ? "some" : "all";
  const effect = shocks[kind as keyof typeof shocks] ?? "";
  // The effect goes in first, since it has words to fill of its own.
  const has = { ...own, ...pressure(kind, own), begins, fades, struck };
  return filled(
    shock.replace("{effect}", () => effect),
    has,
    scenario,
  );
}
