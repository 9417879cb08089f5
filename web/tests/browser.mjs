// The main path in a real browser, on a projector and on a phone, with axe-core on every view.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import axe from "axe-core";
import { browse, finished, serve } from "./common.mjs";

const SHOTS = new URL("../shots/", import.meta.url).pathname;
const PROJECTOR = { viewport: { width: 1920, height: 1080 }, locale: "en-GB" };
const PHONE = {
  viewport: { width: 390, height: 844 },
  locale: "en-GB",
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

let server;
let browser;
before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  server = await serve();
  browser = await browse();
});
after(async () => {
  await browser?.close();
  server?.end();
});

/** A page that must not complain, and must not ask anybody but the server. */
async function open(options, hash = "", prepare = () => {}) {
  const context = await browser.newContext({ ...options, acceptDownloads: true });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(server.address) && !/^(data|blob):/.test(asked)) wrong.push(`asked ${asked}`);
  });
  await prepare(page);
  await page.goto(server.address + hash);
  return { page, wrong, context };
}

/** A link that holds anything, as somebody who means harm may make it. */
const linkTo = (text) => `#s=${deflateRawSync(text).toString("base64url")}`;

async function accessible(page, view) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
  assert.deepEqual(told, [], view);
}

/** Where the keyboard goes on. */
async function isAt(page, id) {
  await page.waitForFunction((at) => document.activeElement?.id === at, id, { timeout: 5000 });
}

async function fits(page) {
  // A phone's window grows with what does not fit into it; its screen does not.
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= page.viewportSize().width, `the page is ${wide} pixels wide`);
}

async function asFewAs(page, organizations) {
  await page.evaluate((n) => {
    const number = [...document.querySelectorAll("#p-organizations")].at(0);
    number.closest("details").open = true;
    const exact = number.parentElement.querySelector("input[type=number]");
    exact.value = String(n);
    exact.dispatchEvent(new Event("change", { bubbles: true }));
  }, organizations);
}

for (const [screen, options] of [
  ["projector", PROJECTOR],
  ["phone", PHONE],
]) {
  test(`from a story to what happened in one organization, on a ${screen}`, {
    timeout: 300_000,
  }, async () => {
    const { page, wrong, context } = await open(options);
    const shot = (name) => page.screenshot({ path: `${SHOTS}${screen}-${name}.png`, fullPage: true });
    await page.getByRole("button", { name: /Three years alone/ }).waitFor();
    await accessible(page, "stories");
    await shot("1-stories");

    await page.getByRole("button", { name: /Three years alone/ }).click();
    await asFewAs(page, 100);
    await finished(page);
    const before = await page.locator(".answer .lead").innerText();
    assert.match(before, /^Of 100 organizations, \d+ are captured at the end\./);
    await fits(page);
    await shot("2-answer");

    await page.getByRole("switch", { name: "Lottery" }).click();
    await finished(page);
    const [now, pinned] = (await page.locator(".answer .lead").innerText()).match(
      /\d+(?= are captured)|\d+(?=\.$)/g,
    );
    assert.ok(Number(now) < Number(pinned), `the lottery does nothing: ${now} of 100, and ${pinned} without`);
    assert.equal(await page.locator(".fields figure").count(), 2);
    await accessible(page, "answer");
    await fits(page);
    await shot("3-lottery");

    // A slider that is let go runs at once.
    await page.locator("#p-safeguards-lottery-share").fill("0.1");
    await finished(page);
    assert.notEqual(await page.locator(".answer .lead").innerText(), before);

    // Every number behind a chart can be had.
    const chart = page.locator(".chart:has(select)");
    await chart.locator("summary").click();
    await chart.locator("tbody tr").first().waitFor();
    assert.equal(await chart.locator("tbody tr").count(), 240);
    for (const kind of ["SVG", "PNG", "CSV"]) {
      const saved = page.waitForEvent("download");
      await chart.getByRole("button", { name: new RegExp(`as ${kind}`) }).click();
      const download = await saved;
      assert.match(download.suggestedFilename(), new RegExp(`\\.${kind.toLowerCase()}$`));
      const bytes = readFileSync(await download.path());
      if (kind === "CSV") {
        assert.equal(bytes.toString().trim().split("\n").length, 241);
        assert.doesNotMatch(bytes.toString(), /\.\d{10}/, "noise of rounding");
      } else assert.ok(bytes.length > 2000);
      if (kind === "SVG") assert.match(bytes.toString(), /^<svg [^>]*viewBox/);
    }
    // A picture is read away from the page: all that is drawn, what it is called, whose it is, and the key.
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save “What became of them” as SVG" }).click();
    const picture = readFileSync(await (await saved).path(), "utf8");
    assert.equal(picture.match(/<svg /g).length, 3);
    for (const word of ["What became of them", "Three years alone", "Now", "Pinned", "captured", "Month 239"])
      assert.match(picture, new RegExp(`<text [^>]*>[^<]*${word}`));

    // One organization, by the keyboard.
    await page.locator(".field").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "What happened in organization 1" }).waitFor();
    await isAt(page, "one");
    await page.locator(".network").waitFor();
    await page.locator(".organization .clock input").fill("90");
    assert.match(await page.locator(".network").getAttribute("aria-label"), /seats that are held: \d/);
    assert.match(
      await page.locator(".moment").innerText(),
      /^Organization 1: Month \d+ There is a picture every/,
    );
    await accessible(page, "organization");
    await fits(page);
    await shot("4-organization");
    await page.getByRole("button", { name: /Back to all/ }).click();
    await isAt(page, "thermidor-organizations");

    await page.getByRole("button", { name: "Take away", exact: true }).click();
    await page.waitForFunction(() => document.getElementById("link")?.value.includes("#s="));
    const link = await page.locator("#link").inputValue();
    await accessible(page, "take away");
    const taken = page.waitForEvent("download");
    await page.getByRole("button", { name: /The scenario file/ }).click();
    const toml = readFileSync(await (await taken).path(), "utf8");
    assert.match(toml, /\[variant\.safeguards\.lottery\][^[]*share = 0\.1/);
    await shot("5-take");
    await context.close();

    // Who opens the link sees the scenario, and nothing runs before they press Run.
    const other = await open(options, link.slice(link.indexOf("#")));
    await other.page.getByText("This came with a link").waitFor();
    assert.ok(await other.page.getByRole("switch", { name: "Lottery" }).isChecked());
    await other.page.waitForTimeout(400);
    assert.equal(await other.page.locator(".answer progress").count(), 0);
    await other.page.getByRole("button", { name: "Run", exact: true }).click();
    await finished(other.page);
    assert.equal(await other.page.locator(".fields figure").count(), 2);
    await other.context.close();
    assert.deepEqual([...wrong, ...other.wrong], []);
  });

  test(`guess first, then look, on a ${screen}`, { timeout: 300_000 }, async () => {
    const { page, wrong, context } = await open(options, "#tour");
    await page.getByRole("heading", { name: "Does it drift by itself?" }).waitFor();
    await page.getByRole("button", { name: "5", exact: true }).click();
    await accessible(page, "tour");
    await page.locator("#guess").fill("20");
    await page.getByRole("button", { name: "That is my guess" }).click();
    await page.getByText("Your guess: 20 of 100.").waitFor();
    await isAt(page, "committed");
    await page.getByText(/Guesses of the room: [1-9]/).waitFor();
    await page.getByRole("button", { name: "Run and see" }).click();
    await isAt(page, "found");
    await page.locator(".after").waitFor({ timeout: 120_000 });
    await isAt(page, "found");
    await page.locator(".distribution summary").click();
    await page.getByRole("columnheader", { name: "How many people" }).waitFor();
    assert.match(await page.locator(".stop .lead").innerText(), /Simulated: \d+ of 100/);
    await accessible(page, "tour, answered");
    await fits(page);
    await page.screenshot({ path: `${SHOTS}${screen}-6-tour.png`, fullPage: true });
    await context.close();
    assert.deepEqual(wrong, []);
  });
}

test("shocks are moved by hand and by keyboard", { timeout: 120_000 }, async () => {
  const { page, wrong, context } = await open(PROJECTOR);
  await page.getByRole("button", { name: /Three years alone/ }).click();
  const bar = page.locator(".bar");
  assert.match(await bar.getAttribute("aria-label"), /Isolation, from month 60, for 3 years/);
  await bar.focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await bar.getAttribute("aria-label"), /from month 61/);
  await page.keyboard.press("Shift+ArrowUp");
  assert.match(await bar.getAttribute("aria-label"), /for 4 years/);
  const box = await bar.boundingBox();
  const lane = await page.locator(".timeline").boundingBox();
  await page.mouse.move(box.x + 12, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 12 + lane.width / 4, box.y + 12, { steps: 5 });
  await page.mouse.up();
  const moved = Number(/from month (\d+)/.exec(await bar.getAttribute("aria-label"))[1]);
  assert.ok(Math.abs(moved - 121) <= 2, `dragged to month ${moved}`);
  assert.equal(await bar.getAttribute("aria-expanded"), "false", "a drag is no click");
  // Beyond the end it stops, as long as it was.
  const drag = async (from, by) => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + by, from.y, { steps: 5 });
    await page.mouse.up();
  };
  const now = await bar.boundingBox();
  await drag({ x: now.x + 12, y: now.y + 12 }, lane.width);
  assert.match(await bar.getAttribute("aria-label"), /from month 192, for 4 years/);
  const end = await bar.locator(".end").boundingBox();
  await drag({ x: end.x + end.width / 2, y: end.y + 12 }, -lane.width / 20);
  assert.match(await bar.getAttribute("aria-label"), /from month 192, for 3 years/);
  assert.equal(await bar.getAttribute("aria-expanded"), "false", "a drag of the end is no click");
  const name = await bar.locator("span").boundingBox();
  assert.ok(name.x >= lane.x && name.x + name.width <= lane.x + lane.width, "the name leaves the card");
  await page.locator(".controls select").last().selectOption("scarcity");
  assert.equal(await page.locator(".bar").count(), 2);
  await page.locator(".bar").first().focus();
  await page.keyboard.press("Delete");
  assert.equal(await page.locator(".bar").count(), 1);
  await isAt(page, "shocks");
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  await isAt(page, "results");
  await context.close();
  assert.deepEqual(wrong, []);
});

test("the answer and the large chart stay in sight while controls are used", {
  timeout: 120_000,
}, async () => {
  const { page, wrong, context } = await open(PROJECTOR);
  await page.getByRole("button", { name: /Three years alone/ }).click();
  await asFewAs(page, 50);
  await page.getByRole("switch", { name: "Lottery" }).click();
  await finished(page);
  // What holds where a scenario names no body is ticked.
  const ticked = page.locator("fieldset", { hasText: "Bodies that are drawn" }).locator("input:checked");
  assert.equal(await ticked.count(), 2);
  await page.locator(".timeline").scrollIntoViewIfNeeded();
  const whole = async (part) => {
    const { y, height } = await part.boundingBox();
    return y >= 0 && y + height <= PROJECTOR.viewport.height;
  };
  assert.ok(await whole(page.locator(".timeline")));
  assert.ok(await whole(page.locator(".answer .lead")));
  assert.ok(await whole(page.locator(".chart", { hasText: "The line is the organization" }).locator("svg")));
  // A story is called by its title in each language.
  await page.locator(".head select").selectOption("ru");
  await page.getByText("Закреплено: Три года в одиночестве").waitFor();
  await context.close();
  assert.deepEqual(wrong, []);
});

test("every language shows every view", { timeout: 120_000 }, async () => {
  const { page, wrong, context } = await open(PROJECTOR);
  const languages = await page
    .locator(".head select option")
    .evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(languages, ["en", "es", "fr", "de", "ru"]);
  for (const language of languages) {
    await page.locator(".head select").selectOption(language);
    await page.waitForFunction((to) => document.documentElement.lang === to, language);
    const words = await page.locator("main").innerText();
    assert.ok(!words.includes("{") && !words.includes("undefined"), language);
    await page.locator(".head nav button").nth(1).click();
    await accessible(page, `tour in ${language}`);
    await page.locator(".head nav button").nth(0).click();
  }
  await context.close();
  assert.deepEqual(wrong, []);
});

for (const [screen, options, locale] of [
  ["projector", PROJECTOR, "de"],
  ["phone", PHONE, "de"],
  ["projector", PROJECTOR, "ru"],
  ["phone", PHONE, "ru"],
  ["projector", PROJECTOR, "es"],
  ["projector", PROJECTOR, "fr"],
]) {
  test(`the whole form speaks ${locale} on a ${screen}`, { timeout: 120_000 }, async () => {
    const { page, wrong, context } = await open({ ...options, locale });
    await page.waitForFunction((to) => document.documentElement.lang === to, locale);
    await page.locator(".story").nth(1).click();
    await asFewAs(page, 50);
    await page.getByRole("switch").nth(1).click();
    await page.locator(".bar").click();
    // Everything that can be opened is: the last are all other parameters.
    for (const details of await page.locator(".controls > details").all()) {
      await details.evaluate((one) => {
        one.open = true;
      });
    }
    await page.locator(".controls fieldset legend").first().waitFor();
    await finished(page);
    const meanings = await page.locator(".controls small").allInnerTexts();
    assert.ok(meanings.length > 150, `${meanings.length} parameters are shown`);
    const english = await page.evaluate(async () => {
      const { schema } = await (await fetch("/api/about")).json();
      const tables = [schema, ...Object.values(schema.$defs)];
      return tables.flatMap(({ properties = {} }) => Object.values(properties).map((one) => one.description));
    });
    const told = new Set(english);
    for (const meaning of meanings) {
      const left = [...told].find((one) => one && meaning.startsWith(one));
      assert.equal(left, undefined, `in English: ${meaning}`);
    }
    assert.equal(await page.locator(".controls [lang=en]").count(), 0);
    assert.doesNotMatch(await page.locator(".controls").innerText(), /[{}`]|undefined|NaN/);
    await accessible(page, `form in ${locale}`);
    await fits(page);
    await page.screenshot({ path: `${SHOTS}${screen}-7-form-${locale}.png`, fullPage: true });
    await context.close();
    assert.deepEqual(wrong, []);
  });
}

test("the link that is taken away leads others to this machine", { timeout: 60_000 }, async () => {
  const room = await serve("--room");
  const page = await browser.newPage();
  try {
    const { addresses } = await (await fetch(`${room.address}api/about`)).json();
    await page.goto(room.address);
    await page.locator(".story").first().click();
    await page.locator(".head nav button").last().click();
    await page.waitForFunction(() => document.getElementById("link")?.value.includes("#s="));
    const link = await page.locator("#link").inputValue();
    assert.ok(link.startsWith(`${addresses[0] ?? room.address}#s=`), link);
  } finally {
    await page.close();
    room.end();
  }
});

test("a damaged link and a scenario that is too big are said to be so", { timeout: 120_000 }, async () => {
  const { page, context } = await open(PROJECTOR, "#s=AAAA");
  await page.getByText("This link is damaged").waitFor();
  await context.close();
  const other = await open(PROJECTOR);
  await other.page.getByRole("button", { name: /Left in peace/ }).click();
  await asFewAs(other.page, 1_000_000);
  await other.page.getByText(/member-months/).waitFor();
  // In another language too; what the program says of a place in a file stays in English.
  await other.page.locator(".head select").selectOption("de");
  await other.page.getByText(/Millionen Mitgliedsmonate/).waitFor();
  await other.page.locator(".head nav button").first().click();
  const file = { name: "my.toml", mimeType: "application/toml", buffer: Buffer.from("ticks = 5\nseed =") };
  await other.page.locator("input[type=file]").setInputFiles(file);
  await other.page.getByText(/Etwas in diesem Szenario ist nicht zu gebrauchen/).waitFor();
  await other.page.locator("pre[lang=en]", { hasText: "scenario.toml:2" }).waitFor();
  await accessible(other.page, "what is wrong");
  // A number that cannot be is told in the language, above and beside the number.
  await other.page.locator(".story").nth(1).click();
  await other.page.getByRole("switch").nth(1).click();
  const share = other.page.locator("#p-safeguards-lottery-share").locator("xpath=..");
  await share.locator("input[type=number]").fill("2");
  await share.locator("input[type=number]").press("Enter");
  await other.page.locator(".problem li", { hasText: "erlaubt ist 0 % bis 100 %" }).waitFor();
  await share.locator(".wrong").waitFor();
  await other.context.close();
});

test("a link made to do harm does none", { timeout: 60_000 }, async () => {
  const endless = { scenario: { ticks: 1e9, shocks: { isolation: [{}] } } };
  const { page, wrong, context } = await open(PROJECTOR, linkTo(JSON.stringify(endless)));
  await page.getByText("This came with a link").waitFor();
  assert.ok((await page.locator(".scale span").count()) <= 6);
  await page.locator(".problem", { hasText: "Something in this scenario cannot be used" }).waitFor();
  // By hand as well.
  await page.locator("#p-ticks").evaluate((slider) => {
    slider.closest("details").open = true;
    const exact = slider.parentElement.querySelector("input[type=number]");
    exact.value = "2000000000";
    exact.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.waitForTimeout(300);
  assert.ok((await page.locator(".scale span").count()) <= 6);
  await context.close();
  for (const held of [
    '{"scenario":[]}',
    '{"scenario":{},"pinned":5}',
    '{"scenario":{},"pinned":[]}',
    "[]",
    `{"scenario":{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`,
    `{"scenario":{"shocks":{"isolation":[${"{},".repeat(60_000)}{}]}}}`,
    `{"scenario":{}${" ".repeat(30_000_000)}}`,
  ]) {
    const { page, context } = await open(PROJECTOR, linkTo(held));
    await page.getByText("This link is damaged").waitFor();
    assert.equal(await page.getByRole("button", { name: "Run", exact: true }).count(), 0);
    await context.close();
  }
  // What a scenario cannot be is said by the browser, too.
  assert.deepEqual(
    wrong.filter((one) => !one.includes("422")),
    [],
  );
});

test("whoever is elsewhere hears where the room is, and whoever leads it can end that", {
  timeout: 60_000,
}, async () => {
  const host = await open(PROJECTOR, "#tour");
  // A guest, as from another machine.
  const { page, wrong, context } = await open(PHONE);
  await page.route("**/api/about", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), is_host: false } });
  });
  await page.reload();
  await page.getByRole("button", { name: /Left in peace/ }).waitFor();
  await host.page.getByRole("button", { name: "4", exact: true }).click();
  await host.page.getByRole("button", { name: "Bring the room here" }).click();
  await page.getByText("The room is at station 4.").waitFor();
  await page.getByRole("button", { name: "Go there" }).click();
  await page.getByRole("heading", { name: "A rule on paper" }).waitFor();
  assert.equal(await page.getByText("The room is at station 4.").count(), 0);
  await host.page.getByRole("button", { name: "The room" }).click();
  await host.page.getByText("You lead the room. It is at station 4.").waitFor();
  assert.equal(await host.page.getByRole("button", { name: "Go there" }).count(), 0);
  await accessible(host.page, "the room that is led");
  await page.locator(".head nav button").first().click();
  await page.getByText("The room is at station 4.").waitFor();
  await host.page.getByRole("button", { name: "Let everybody go on alone" }).click();
  await page.getByText("The room is at station 4.").waitFor({ state: "detached" });
  await context.close();
  await host.context.close();
  assert.deepEqual([...wrong, ...host.wrong], []);
});

test("nobody guesses twice, until all guesses are forgotten", { timeout: 60_000 }, async () => {
  const host = await open(PROJECTOR);
  const { page, wrong, context } = await open(PHONE, "#tour");
  const isCounted = () => page.locator("figcaption").innerText();
  await page.locator("#guess").fill("10");
  await page.getByRole("button", { name: "That is my guess" }).click();
  await page.getByText(/Guesses of the room: [1-9]/).waitFor();
  const before = await isCounted();
  await page.reload();
  await page.getByText("Your guess: 10 of 100.").waitFor();
  await page.getByText(/Guesses of the room: [1-9]/).waitFor();
  assert.equal(await isCounted(), before);
  await host.page.getByRole("button", { name: "The room" }).click();
  await host.page.getByRole("button", { name: "Forget all guesses" }).click();
  await page.locator("#guess").waitFor();
  await page.getByRole("button", { name: "That is my guess" }).click();
  await page.getByText("Guesses of the room: 1", { exact: true }).waitFor();
  await context.close();
  await host.context.close();
  assert.deepEqual([...wrong, ...host.wrong], []);
});

test("who guesses before the room is heard has guessed", { timeout: 60_000 }, async () => {
  let hear;
  const heard = new Promise((resolve) => {
    hear = resolve;
  });
  const { page, wrong, context } = await open(PHONE, "#tour", (fresh) =>
    fresh.route("**/api/room", (route) => heard.then(() => route.continue())),
  );
  await page.locator("#guess").fill("30");
  await page.getByRole("button", { name: "That is my guess" }).click();
  await page.getByText("Your guess: 30 of 100.").waitFor();
  hear();
  await page.getByText(/Guesses of the room: [1-9]/).waitFor();
  assert.equal(await page.getByText("Your guess: 30 of 100.").count(), 1);
  await context.close();
  assert.deepEqual(wrong, []);
});

test("Back leads back, and a reload loses nothing and runs nothing", { timeout: 120_000 }, async () => {
  const { page, wrong, context } = await open(PROJECTOR);
  await page.getByRole("button", { name: /Three years alone/ }).click();
  await asFewAs(page, 50);
  await finished(page);
  await page.locator(".field").first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What happened in organization 0" }).waitFor();
  await page.goBack();
  await page.locator(".field").first().waitFor();
  await page.goBack();
  await page.getByRole("button", { name: /Left in peace/ }).waitFor();
  await page.goForward();
  await page.goForward();
  await page.getByRole("heading", { name: "What happened in organization 0" }).waitFor();
  await page.getByRole("switch", { name: "Lottery" }).click();
  await page.locator(".head select").selectOption("de");
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.reload();
  await page.getByText("Drücke auf „Laufen lassen“").waitFor();
  assert.ok(await page.getByRole("switch", { name: "Los", exact: true }).isChecked());
  await page.waitForTimeout(400);
  assert.ok(!asked.includes("/api/simulate") && !asked.includes("/api/organization"), asked.join(" "));
  await page.getByRole("button", { name: "Laufen lassen", exact: true }).click();
  await finished(page);
  assert.equal(await page.locator(".fields figure").count(), 2);
  await context.close();
  assert.deepEqual(wrong, []);
});

test("a result of what was before is marked, and futures are as long as each other", {
  timeout: 120_000,
}, async () => {
  const { page, context } = await open(PROJECTOR);
  await page.getByRole("button", { name: /Three years alone/ }).click();
  await asFewAs(page, 100);
  await finished(page);
  const answer = page.locator(".answer");
  await page.locator(".go input").uncheck();
  await page.getByRole("switch", { name: "Lottery" }).click();
  await page.getByText("Before your change:").first().waitFor();
  assert.equal(await page.locator(".results.outdated").count(), 1);
  assert.equal(await answer.getByText(/same luck/).count(), 0);
  await accessible(page, "a result of what was before");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await answer.getByText(/have the same luck/).waitFor();
  await finished(page);
  assert.equal(await page.locator(".results.outdated").count(), 0);
  await page.locator(".go input").check();
  await asFewAs(page, 1_000_000);
  await page.getByText(/member-months/).waitFor();
  assert.equal(await page.locator(".results.outdated").count(), 1);
  // Shorter than what is pinned, and otherwise the same: there is nothing to compare.
  await page.getByRole("switch", { name: "Lottery" }).click();
  await asFewAs(page, 100);
  await page.locator("#p-ticks").evaluate((slider) => {
    const exact = slider.parentElement.querySelector("input[type=number]");
    exact.value = "120";
    exact.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.locator(".results:not(.outdated) .fields").waitFor();
  await finished(page);
  assert.equal(await page.locator(".fields figure").count(), 1);
  assert.equal(await page.locator(".answer .before").count(), 0);
  await context.close();
});
