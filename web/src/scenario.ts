// A scenario as the page holds it: a table of what is not at its default, as in a scenario file.
import type { Json, Schema, Table } from "./api.ts";

export function isTable(value: Json | undefined): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, nothing where there is none. */
export function at(table: Table, path: (string | number)[]): Json | undefined {
  let here: Json | undefined = table;
  for (const key of path) {
    if (Array.isArray(here)) here = here[Number(key)];
    else if (isTable(here)) here = here[key];
    else return undefined;
  }
  return here;
}

/** A table with another value at a path; `undefined` takes it away, and a list that is empty then. */
export function changed(table: Table, path: (string | number)[], value: Json | undefined): Table {
  return put(table, path, value) as Table;
}

function put(here: Json | undefined, path: (string | number)[], value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const list = Array.isArray(here) ? [...here] : [];
    const inner = put(list[key], rest, value);
    if (inner === undefined) list.splice(key, 1);
    else list[key] = inner;
    return list.length > 0 ? list : undefined;
  }
  const { [key]: old, ...others } = isTable(here) ? here : {};
  const inner = put(old, rest, value);
  return inner === undefined ? others : { ...others, [key]: inner };
}

/** A table in one order, without groups that say nothing, so that equal scenarios are equal tables. */
function tidy(table: Table): Table {
  const entries = Object.entries(sorted(table) as Table);
  return Object.fromEntries(entries.filter(([, value]) => !isTable(value) || Object.keys(value).length > 0));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isTable(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

export function same(a: Table, b: Table): boolean {
  return JSON.stringify(tidy({ ...a, name: "" })) === JSON.stringify(tidy({ ...b, name: "" }));
}

/** A part of the schema, with references followed. */
export function resolve(schema: Schema, node: Schema | undefined): Schema {
  let here: Schema = node ?? {};
  for (;;) {
    const named = here.$ref ?? here.anyOf?.find((one) => one.$ref)?.$ref;
    if (!named) return here;
    const found = schema.$defs?.[named.replace("#/$defs/", "")] ?? {};
    const { $ref: _ref, anyOf: _any, ...own } = here;
    here = { ...found, ...own };
  }
}

/** A schema in which every part knows where the page's words for it are. */
export function keyed(schema: Schema): Schema {
  const table = (name: string, node: Schema): Schema => {
    const properties = Object.entries(node.properties ?? {}).map(([key, inner]): [string, Schema] => [
      key,
      { ...inner, "x-key": `${name}.${key}` },
    ]);
    return { ...node, "x-name": name, properties: Object.fromEntries(properties) };
  };
  const named = Object.entries(schema.$defs ?? {}).map(([name, node]): [string, Schema] => [
    name,
    table(name, node),
  ]);
  return { ...table("Scenario", schema), $defs: Object.fromEntries(named) };
}

/** What the words of a choice are. */
export function choices(node: Schema): string[] {
  const words =
    node.enum ?? node.oneOf?.flatMap((one) => one.enum ?? (one.const !== undefined ? [one.const] : []));
  return (words ?? []).filter((word): word is string => typeof word === "string");
}

export function isOf(node: Schema, type: string): boolean {
  return Array.isArray(node.type) ? node.type.includes(type) : node.type === type;
}

/** What is wrong with a number: which sentence says it, and the ends of its range. */
export interface Breach {
  kind: "range" | "least" | "whole";
  low: number;
  high: number;
}

/** Whether a number is none that its parameter can have. */
export function breach(node: Schema, value: number): Breach | null {
  const [low, high] = [node.minimum ?? Number.NEGATIVE_INFINITY, node.maximum ?? Number.POSITIVE_INFINITY];
  // Where there is no end, the schema has the largest number that a machine holds.
  if (value < low || value > high) return { kind: high < 1e15 ? "range" : "least", low, high };
  return isOf(node, "integer") && !Number.isInteger(value) ? { kind: "whole", low, high } : null;
}

/** All numbers of a scenario that their parameters cannot have, with the groups that they are in. */
export function breaches(
  schema: Schema,
  value: Json,
  node: Schema = schema,
  within: Schema[] = [],
): { within: Schema[]; value: number; breach: Breach }[] {
  const here = resolve(schema, node);
  if (typeof value === "number") {
    const found = breach(here, value);
    // The numbers of a list are called as the list is.
    const named = here["x-key"] ? [...within, here] : within;
    return found ? [{ within: named, value, breach: found }] : [];
  }
  if (Array.isArray(value))
    return value.flatMap((one) => (here.items ? breaches(schema, one, here.items, [...within, here]) : []));
  if (!isTable(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const next = here.properties?.[key];
    return next ? breaches(schema, inner, next, here["x-key"] ? [...within, here] : within) : [];
  });
}

/** Kinds of shocks that there are, one after the other, with their positions. */
export function shocksOf(scenario: Table): { kind: string; position: number; shock: Table }[] {
  const shocks = scenario.shocks;
  if (!isTable(shocks)) return [];
  return Object.entries(shocks).flatMap(([kind, list]) =>
    Array.isArray(list) ? list.filter(isTable).map((shock, position) => ({ kind, position, shock })) : [],
  );
}
