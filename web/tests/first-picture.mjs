// How long from letting go of a slider to the first fan chart, in the browser; printed, for docs/performance.md.
import { browse, finished, serve } from "./common.mjs";

const server = await serve();
const browser = await browse();
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: "en-GB" });
await page.goto(server.address);
await page.getByRole("button", { name: /Left in peace/ }).click();
await finished(page);
await page.evaluate(() =>
  document.querySelector("#p-organization-members").closest("details").setAttribute("open", ""),
);

/** Changes the seed, and waits until the fan that belongs to it is painted. */
async function change(seed) {
  return page.evaluate(async (to) => {
    const exact = document.querySelector("#p-seed").parentElement.querySelector("input[type=number]");
    const fan = () => document.querySelector(".pair .column:last-child .chart svg path")?.getAttribute("d");
    const before = fan();
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    const begun = performance.now();
    exact.value = String(to);
    exact.dispatchEvent(new Event("change", { bubbles: true }));
    while (fan() === before) await painted();
    await painted();
    return performance.now() - begun;
  }, seed);
}

const alone = [];
for (let i = 0; i < 15; i++) {
  alone.push(await change(100 + i));
  await finished(page);
}
alone.sort((a, b) => a - b);
const told = (times) => `${times[7].toFixed(0)} ms (${times[0].toFixed(0)} to ${times.at(-1).toFixed(0)})`;
console.log(`first fan after a change, default scenario, median of 15: ${told(alone)}`);
await browser.close();
server.end();
