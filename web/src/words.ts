// The language of the page: which words, which numbers.
import { computed, effect, signal } from "@preact/signals";
import { kept } from "./kept.ts";
import { de } from "./texts/de.ts";
import { en, type Texts } from "./texts/en.ts";
import { es } from "./texts/es.ts";
import { fr } from "./texts/fr.ts";
import english from "./texts/parameters.en.json";
import { ru } from "./texts/ru.ts";

export const LANGUAGES = { en, es, fr, de, ru } as const;
export type Language = keyof typeof LANGUAGES;

/** Whether there are texts in a language. */
export function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name);
}

function preferred(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return [kept().language ?? "", ...wanted].find(isLanguage) ?? "en";
}

export const language = signal<Language>(preferred());
export const texts = computed<Texts>(() => LANGUAGES[language.value]);

/** What parameters and their choices are called and mean: "Lottery.share" is a parameter, "Pool.members" a choice. */
export type Parameters = Record<string, { label: string; meaning?: string }>;

/** Only one language is fetched, since there are hundreds of words. English is there from the start; the schema says what it means. */
const PARAMETERS: Record<Language, () => Promise<{ default: Parameters }>> = {
  en: async () => ({ default: english }),
  es: () => import("./texts/parameters.es.json"),
  fr: () => import("./texts/parameters.fr.json"),
  de: () => import("./texts/parameters.de.json"),
  ru: () => import("./texts/parameters.ru.json"),
};

const parameters = signal<Parameters>(english);

effect(() => {
  const wanted = language.value;
  const take = ({ default: words }: { default: Parameters }) => {
    if (language.value === wanted) parameters.value = words;
  };
  // Where the server does not answer any more, names stay as they are.
  PARAMETERS[wanted]().then(take, () => {});
});

/** What a parameter or a choice is called: `term_ticks` is "term ticks" where there are no other words. */
export function parameterLabel(key: string): string {
  return parameters.value[key]?.label ?? key.slice(key.lastIndexOf(".") + 1).replaceAll("_", " ");
}

/** What a parameter means. What it names in quotes is called as in the form, by the first of its keys that has a name. */
export function parameterMeaning(
  key: string,
  schema: string | undefined,
  keysOf: (name: string) => string[],
): string {
  const told = parameters.value[key]?.meaning ?? schema ?? "";
  return told.replace(/["`]([\w.]+)["`]/g, (whole, name: string) => {
    const word = keysOf(name).flatMap((one) => parameters.value[one]?.label ?? [])[0];
    return word ? fill(texts.value.controls.quoted, { word }) : whole;
  });
}

/** Fills the {words in braces} of a text; {n:members} is a number with its unit, in the form that the number asks for. */
export function fill(text: string, values: Record<string, string | number>): string {
  const units: Record<string, readonly string[]> = texts.value.units;
  return text.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, unit = "") => {
    const value = values[name];
    if (typeof value !== "number") return value ?? whole;
    const forms = units[unit];
    return forms ? counted(forms, Math.round(value)) : number(value);
  });
}

const CATEGORIES = ["one", "few", "many", "other"];

/** A number with its unit in the right form; a fifth form is for exactly one. */
export function counted(forms: readonly string[], n: number, written = number(n)): string {
  const category = new Intl.PluralRules(language.value, { maximumFractionDigits: 6 }).select(n);
  const form = (n === 1 && forms[4]) || forms[CATEGORIES.indexOf(category)] || forms[3] || "";
  return fill(form, { n: written });
}

/** An amount with the unit that the schema gives it; shares are written in per cent. */
export function measured(amount: number, unit: string, digits = 3): string {
  const isShare = unit.startsWith("share") || unit === "probability";
  const written = isShare ? percent(amount, digits - 2) : number(amount, digits);
  const forms: Record<string, readonly string[]> = texts.value.units;
  // What is written as 1 is one.
  return counted(forms[unit] ?? ["{n}", "", "", "{n}"], Number(amount.toFixed(digits)), written);
}

/** Units of months, and those in which less than one of them is told. */
const DAYS: Record<string, string> = { months: "days", months_after: "days_after", every: "every_days" };
const DAYS_A_MONTH = 30.4375;

/** As it is said: the same, but less than a month in days. */
export function spoken(amount: number, unit: string, digits = 3): string {
  const days = DAYS[unit];
  return days && amount > 0 && amount < 1
    ? measured(Math.max(1, Math.round(amount * DAYS_A_MONTH)), days)
    : measured(amount, unit, digits);
}

/** A number as the language writes it. */
export function number(value: number, digits = 0, least = 0): string {
  return new Intl.NumberFormat(language.value, {
    maximumFractionDigits: digits,
    minimumFractionDigits: least,
  }).format(value);
}

/** A number with as many digits as matter. */
export function short(value: number): string {
  return new Intl.NumberFormat(language.value, { maximumSignificantDigits: 3 }).format(value);
}

/** A number of a table: whole ones as they are, others with more digits than matter, but without noise. */
export function exact(value: number): string {
  const digits = Number.isInteger(value) ? {} : { maximumSignificantDigits: 5 };
  return new Intl.NumberFormat(language.value, digits).format(value);
}

/** With its sign. */
export function signed(value: number): string {
  return new Intl.NumberFormat(language.value, { maximumSignificantDigits: 2, signDisplay: "always" }).format(
    value,
  );
}

/** A share in per cent. */
export function percent(value: number, digits = 0): string {
  return new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: digits }).format(
    value,
  );
}

/** A span of months: in years where it is some, in days where it is less than one. */
export function span(months: number): string {
  return months >= 12 && months % 12 === 0
    ? counted(texts.value.units.years, months / 12)
    : spoken(months, "months", 1);
}

/** The month that a tick is, by the calendar of a scenario where it has one. */
export function month(tick: number, start: string): string {
  const begun = /^(\d{4})-(\d{2})$/.exec(start);
  if (!begun) return String(tick);
  const date = new Date(Date.UTC(Number(begun[1]), Number(begun[2]) - 1 + tick));
  return new Intl.DateTimeFormat(language.value, { year: "numeric", month: "short", timeZone: "UTC" }).format(
    date,
  );
}

/** What a scenario is called: a story by its title in this language, whichever it was chosen in. */
export function scenarioName(name: string): string {
  const title = (told: unknown) => (Array.isArray(told) ? String(told[0]) : null);
  const all = Object.values(LANGUAGES).flatMap(({ stories }) => Object.entries(stories));
  const story = all.find(([, told]) => title(told) === name)?.[0];
  return (story && title(texts.value.stories[story as keyof Texts["stories"]])) || name;
}

/** What a measure is called. */
export function measureLabel(name: string): string {
  const words: Record<string, string> = texts.value.measures;
  return words[name] ?? name;
}
