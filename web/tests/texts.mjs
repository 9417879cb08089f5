// Every language says the same: the same keys (the type sees to that) and the same {words in braces}.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

async function texts(language) {
  const source = readFileSync(new URL(`../src/texts/${language}.ts`, import.meta.url), "utf8");
  const plain = source
    .replace(/^import type .*$/m, "")
    .replace(`${language}: Texts =`, `${language} =`)
    .replace(/^(\/\*\* The shape|type Words|export type).*$/gm, "");
  return (await import(`data:text/javascript,${encodeURIComponent(plain)}`))[language];
}

function leaves(value, path = "") {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

const braces = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join(" ");

test("all languages fill in the same words", async () => {
  const english = leaves(await texts("en"));
  for (const language of ["es", "fr", "de", "ru"]) {
    const others = new Map(leaves(await texts(language)));
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
