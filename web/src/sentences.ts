// Sentences of safeguards and shocks: the program says which template and with which values, the page has the language.
import type { Sentence } from "./api.ts";
import { language, month, number, percent, spoken, texts } from "./words.ts";

/** As many decimals as matter: near nothing and near all of it they are more. */
const decimals = (value: number, ...ends: number[]) =>
  ends.some((end) => Math.abs(value - end) < 1) ? 4 : 1;

function written(value: number, format: string, start: string): string {
  const hundred = decimals(100 * value, 0, 100);
  switch (format) {
    case "percent":
      return percent(value, hundred);
    case "points":
      return number(100 * value, hundred);
    case "factor":
      return number(value, decimals(value, 1));
    case "month":
      return month(value, start);
    default:
      return spoken(value, format, 6);
  }
}

/**
 * Says a sentence in the language of the page: `{share:percent}` is a number and how it is written, `{stake}` the template
 * of what was chosen. The English templates are the program's; months are those of the scenario's calendar.
 */
export function said(sentence: Sentence, english: Record<string, string>, start: string): string {
  const { key, numbers, choices, lists } = sentence;
  const template = (name: string) => texts.value.sentences[name] ?? english[name];
  const filled = (text: string): string =>
    text.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, name: string, format = "") => {
      const [value, list] = [numbers[name], lists[name]];
      if (value !== undefined) return written(value, format, start);
      if (list) {
        const items = list.map((item) => template(`${name}.${item}`) ?? item);
        return new Intl.ListFormat(language.value, { type: "conjunction" }).format(items);
      }
      const part = template(`${name}.${choices[name]}`);
      return part === undefined ? whole : filled(part);
    });
  return filled(template(key) ?? "");
}
