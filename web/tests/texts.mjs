// Every language says the same: the same keys (the type sees to that), the same {words in braces}, and all of what the
// program has words for.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { createServer } from "vite";
import { serve } from "./common.mjs";

const LANGUAGES = ["en", "es", "fr", "de", "ru"];
const OTHERS = LANGUAGES.slice(1);

let server;
let vite;
/** What the server says of itself, the schema with the keys of the page in it. */
let about;
let words;
let sentences;
let resolve;
let breaches;
before(async () => {
  globalThis.navigator ??= { languages: ["en"] };
  server = await serve();
  vite = await createServer({
    appType: "custom",
    logLevel: "error",
    server: { middlewareMode: true, ws: false },
  });
  words = await vite.ssrLoadModule("/src/words.ts");
  sentences = await vite.ssrLoadModule("/src/sentences.ts");
  const held = await vite.ssrLoadModule("/src/scenario.ts");
  resolve = held.resolve;
  breaches = held.breaches;
  about = await (await fetch(`${server.address}api/about`)).json();
  about.schema = held.keyed(about.schema);
});
after(async () => {
  await vite?.close();
  server?.end();
});

async function ask(path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(server.address + path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, ...(await response.json()) };
}

function leaves(value, path = "") {
  if (typeof value === "string") return [[path, value]];
  // English sentences are the program's; they have a test of their own.
  if (path === ".sentences") return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** The names of what is filled in; languages may write it in other ways. */
const braces = (text) =>
  [...text.matchAll(/\{(\w+)(:\w+)?\}/g)]
    .map(([, name]) => name)
    .sort()
    .join(" ");

test("all languages fill in the same words", () => {
  const english = leaves(words.LANGUAGES.en);
  for (const language of OTHERS) {
    const others = new Map(leaves(words.LANGUAGES[language]));
    for (const [path, text] of english) {
      const other = others.get(path);
      // Languages have their own forms of number.
      if (path.startsWith(".units")) continue;
      assert.equal(braces(other ?? "nothing"), braces(text), `${language}${path}: ${other}`);
      assert.equal(other === "", text === "", `${language}${path} is empty`);
    }
    assert.equal(others.size, english.length, language);
  }
});

test("every language has every template of the program, with the same words to fill in", () => {
  const english = Object.entries(about.sentences);
  assert.ok(english.length > 70);
  assert.deepEqual(words.LANGUAGES.en.sentences, {});
  for (const language of OTHERS) {
    const { sentences } = words.LANGUAGES[language];
    assert.deepEqual(Object.keys(sentences).sort(), Object.keys(about.sentences).sort(), language);
    for (const [key, text] of english) {
      assert.equal(braces(sentences[key]), braces(text), `${language}: ${key}`);
      assert.equal(sentences[key] === "", text === "", `${language}: ${key} is empty`);
    }
  }
});

test("what is counted agrees with its number", () => {
  const said = {
    en: [
      "Of 1 organization, 1 is captured at the end.",
      "Of 500 organizations, 387 are captured at the end.",
    ],
    es: [
      "De 1 organización, 1 está capturada al final.",
      "De 500 organizaciones, 387 están capturadas al final.",
    ],
    fr: ["Sur 1 organisation, 1 est captée à la fin.", "Sur 500 organisations, 387 sont captées à la fin."],
    de: ["Von 1 Organisation ist am Ende 1 gekapert.", "Von 500 Organisationen sind am Ende 387 gekapert."],
    ru: ["Организаций: 1. В конце захвачено: 1.", "Организаций: 500. В конце захвачено: 387."],
  };
  for (const language of LANGUAGES) {
    words.language.value = language;
    const { captured } = words.texts.value.answer;
    const told = [
      [1, 1],
      [387, 500],
    ].map(([n, of]) => words.fill(captured, { n, of }));
    assert.deepEqual(told, said[language]);
    // Every unit that a text names is there.
    for (const [path, text] of leaves(words.texts.value)) {
      if (path.startsWith(".units")) continue;
      for (const [, unit] of text.matchAll(/\{\w+:(\w+)\}/g))
        assert.ok(words.texts.value.units[unit], `${language}${path}: no words for ${unit}`);
    }
  }
});

test("a story is called by its title in the language of the page", () => {
  words.language.value = "ru";
  for (const name of ["Three years alone", "Drei Jahre allein"])
    assert.equal(words.scenarioName(name), words.LANGUAGES.ru.stories.isolation[0]);
  assert.equal(words.scenarioName("My own"), "My own");
});

test("numbers that a parameter cannot have are found where they are", () => {
  const scenario = {
    ticks: 240.5,
    safeguards: { lottery: { share: 2 } },
    shocks: { scarcity: [{}, { severity: -1, strikes: [0, -3] }] },
  };
  const found = breaches(about.schema, scenario).map(({ within, value, breach }) => [
    within.map((one) => one["x-key"]).join(" "),
    value,
    breach.kind,
  ]);
  assert.deepEqual(found, [
    ["Scenario.ticks", 240.5, "whole"],
    ["Scenario.safeguards Safeguards.lottery Lottery.share", 2, "range"],
    ["Scenario.shocks Shocks.scarcity Scarcity.severity", -1, "range"],
    ["Scenario.shocks Shocks.scarcity Scarcity.strikes", -3, "least"],
  ]);
});

/** Definitions of the schema that are no part of the form. */
const APART = ["Theory", "Variant"];

/** All parameters and choices of the schema, with what they mean in English. */
function parameters() {
  const { $defs, ...top } = about.schema;
  const tables = Object.entries({ Scenario: top, ...$defs }).filter(([name]) => !APART.includes(name));
  return tables.flatMap(([name, { properties = {}, oneOf = [], enum: choices = [] }]) => [
    ...Object.entries(properties).map(([key, { description }]) => [`${name}.${key}`, description]),
    ...oneOf.flatMap((one) =>
      (one.enum ?? [one.const]).map((choice) => [`${name}.${choice}`, one.description]),
    ),
    ...choices.map((choice) => [`${name}.${choice}`, undefined]),
  ]);
}

test("all parameters and choices have a name and a meaning in every language", () => {
  const all = new Map(parameters());
  assert.ok(all.size > 400);
  for (const language of LANGUAGES) {
    const file = new URL(`../src/texts/parameters.${language}.json`, import.meta.url);
    const told = JSON.parse(readFileSync(file, "utf8"));
    for (const key of Object.keys(told)) assert.ok(all.has(key), `${language}: there is no ${key}`);
    for (const [key, description] of all) {
      assert.ok(told[key]?.label?.trim(), `${language}: ${key} has no name`);
      assert.doesNotMatch(
        told[key].label,
        /[a-z]_[a-z]|\bticks?\b/,
        `${language}: ${key} is called as in the code`,
      );
      // What it means in English the schema says.
      if (description && language !== "en")
        assert.ok(told[key].meaning?.trim(), `${language}: ${key} has no meaning`);
    }
  }
});

test("there are words for all units, measures, safeguards, shocks, stories and refusals", () => {
  const { units, measures, safeguards, shocks, stories, effects, conditions, errors } = words.LANGUAGES.en;
  const numbers = Object.entries(about.schema.$defs)
    .filter(([name]) => !APART.includes(name))
    .flatMap(([, { properties = {} }]) => Object.values(properties))
    .filter(({ type }) => [type].flat().some((one) => one === "number" || one === "integer"));
  const shown = numbers
    .map((one) => one["x-unit"])
    .filter((unit) => !["", "share", "probability"].includes(unit));
  const refusals = readFileSync(new URL("../../src/serve/refusal.rs", import.meta.url), "utf8");
  const kinds = [
    ...refusals
      .split("pub enum Kind {")[1]
      .split("\n}")[0]
      .matchAll(/^ {4}(\w+),/gm),
  ];
  assert.ok(kinds.length > 5);
  for (const [there, table] of [
    [shown, units],
    [about.measures.map(({ name }) => name), measures],
    [about.safeguards.map(({ name }) => name), safeguards],
    [about.shocks, shocks],
    [about.stories.map(({ name }) => name), stories],
    [about.costs, effects],
    [about.conditions, conditions],
    [kinds.map(([, kind]) => kind.replace(/(?<=.)[A-Z]/g, "_$&").toLowerCase()), errors.said],
  ]) {
    for (const name of there) assert.ok(table[name], `no words for ${name}`);
  }
});

/** Sets of bodies and of organizations, for parameters that are lists. */
const LISTS = {
  tiers: [["committee"], ["command", "executive", "command"], ["parallel", "committee", "executive"]],
  strikes: [[0], [2, 0], [0, 1, 2]],
};

/** A table at its defaults, and some for each parameter: at its ends, at 1, and at another value than its default. */
function varied({ properties }) {
  const others = Object.entries(properties).flatMap(([key, node]) => {
    const choices = node.$ref ? resolve(about.schema, node).oneOf?.map((one) => one.const) : null;
    if (choices) return choices.map((choice) => ({ [key]: choice }));
    if (LISTS[key]) return LISTS[key].map((list) => ({ [key]: list }));
    const types = [node.type].flat();
    if (types.includes("boolean")) return [{ [key]: !node.default }];
    const { minimum = 0, maximum = 1e9 } = node;
    const isWhole = types.includes("integer");
    if (!isWhole && !types.includes("number")) return [];
    // A value that is not half way between two that are told.
    const other = isWhole ? (node.default ?? 23) + 1 : (node.default ?? 0) * 0.5 + 0.031;
    const all = [minimum, maximum, 1, other, ...(isWhole ? [] : [0.004, 0.9996])];
    return all.filter((value) => minimum <= value && value <= maximum).map((value) => ({ [key]: value }));
  });
  return [{}, ...others];
}

/** Scenarios in which each safeguard and shock has numbers of its own, and others on which their sentences depend. */
function scenarios() {
  const { safeguards, shocks } = about.schema.properties;
  const guarded = Object.entries(resolve(about.schema, safeguards).properties).flatMap(([name, node]) =>
    varied(resolve(about.schema, node)).map((table) => ({ safeguards: { [name]: table } })),
  );
  const shocked = Object.entries(resolve(about.schema, shocks).properties).flatMap(([kind, { items }]) =>
    varied(resolve(about.schema, items)).map((table) => ({
      world: { organizations: 3 },
      shocks: { [kind]: [{}, table] },
    })),
  );
  const every = Object.fromEntries(about.safeguards.map(({ name }) => [name, { compliance: 0.5 }]));
  return [
    ...guarded,
    ...shocked,
    { safeguards: every, organization: { domains: 6 }, voice: { fusion: 0.42 }, secession: { rate: 0.11 } },
    {
      safeguards: {
        dissent_cycles: { from_tick: 12, until_tick: 48 },
        recall: { from_tick: 12, until_tick: 13, cooling_off_ticks: 0, compliance: 0 },
        rotation: { cooling_off_ticks: 0, terms_in_a_row: 2 },
        emergency_sunset: { renewed_by: "holders", pause_ticks: 0 },
        shadow_office: { critics: "assigned", assigned_worth: 0.7 },
      },
    },
    { safeguards: { parallel_institutions: { from_tick: 61 } }, shocks: { isolation: [{}] } },
    {
      world: { organizations: 3, alliances: "ring" },
      safeguards: { international_alliances: { campaign_ticks: 1, campaign_recruitment: 1000 / 12 } },
    },
  ];
}

/** Everything that the page says of the safeguards and shocks of a scenario. */
function said({ safeguards, shocks }) {
  return [...safeguards, ...shocks].map(({ sentence }) => sentences.said(sentence, about.sentences, ""));
}

/** A sentence of the program as the page writes it, which sets no space before %. */
const asWritten = (effect) => effect.replaceAll(" %", "%");

test("the page says of safeguards and shocks what the program says, in every language", async () => {
  let checks = 0;
  for (const varied of scenarios()) {
    const scenario = { ticks: 6000, ...varied };
    const checked = await ask("api/check", { scenario });
    // What a parameter cannot be beside the others' defaults, or is too much for the page, has no sentence.
    if (checked.status === 422) continue;
    checks += 1;
    assert.equal(checked.status, 200, `${JSON.stringify(scenario)}: ${checked.error}`);
    words.language.value = "en";
    const told = [...checked.safeguards, ...checked.shocks].map(({ effect }) => asWritten(effect));
    assert.deepEqual(said(checked), told);
    for (const language of OTHERS) {
      words.language.value = language;
      for (const sentence of said(checked)) {
        assert.doesNotMatch(sentence, /[{}]|undefined|null|NaN/, language);
      }
    }
  }
  assert.ok(checks > 700, `${checks}`);
});
