// The language of the page: which words, which numbers.
import { computed, signal } from "@preact/signals";
import { de } from "./texts/de.ts";
import { en, type Texts } from "./texts/en.ts";
import { es } from "./texts/es.ts";
import { fr } from "./texts/fr.ts";
import { ru } from "./texts/ru.ts";

export const LANGUAGES = { en, es, fr, de, ru } as const;
export type Language = keyof typeof LANGUAGES;

/** Whether there are texts in a language. */
export function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name);
}

function preferred(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find(isLanguage) ?? "en";
}

export const language = signal<Language>(preferred());
export const texts = computed<Texts>(() => LANGUAGES[language.value]);

/** Fills the {words in braces} of a text. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

const CATEGORIES = ["one", "few", "many", "other"];

/** A number with its unit in the right form. */
export function counted(forms: readonly string[], n: number): string {
  const category = new Intl.PluralRules(language.value).select(n);
  const form = forms[CATEGORIES.indexOf(category)] || forms[3] || "";
  return fill(form, { n });
}

/** A number as the language writes it. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language.value, {
    maximumFractionDigits: digits,
    minimumFractionDigits: 0,
  }).format(value);
}

/** A number with as many digits as matter. */
export function short(value: number): string {
  return new Intl.NumberFormat(language.value, { maximumSignificantDigits: 3 }).format(value);
}

/** With its sign. */
export function signed(value: number): string {
  return new Intl.NumberFormat(language.value, { maximumSignificantDigits: 2, signDisplay: "always" }).format(
    value,
  );
}

/** A share in per cent. */
export function percent(value: number): string {
  return new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 0 }).format(value);
}

/** A span of months: in years where it is some. */
export function span(months: number): string {
  const { units } = texts.value;
  return months >= 12 && months % 12 === 0
    ? counted(units.years, months / 12)
    : counted(units.months, months);
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

/** What a measure is called: the page's words, or the program's where the page has none. */
export function measureLabel(name: string, label: string): string {
  const words: Record<string, string> = texts.value.measures;
  return words[name] ?? label;
}
