// A server and a browser for tests and benches.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Starts the command on a free port; gives its address and how to end it. */
export async function serve(...options) {
  const built = ["release", "debug"].map((profile) => `${ROOT}target/${profile}/thermidor`).find(existsSync);
  const command = process.env.THERMIDOR ?? built;
  if (!command) throw new Error("there is no command yet: run `cargo build --release` first");
  const server = spawn(command, ["serve", "--no-browser", "--port", "0", ...options], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  for await (const line of createInterface({ input: server.stderr })) {
    const address = /http:\/\/localhost:\d+\//.exec(line)?.[0];
    if (address) return { address, process: server, end: () => server.kill() };
  }
  throw new Error("the server did not start");
}

export function browse() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Waits until all organizations of the last request have come. */
export async function finished(page) {
  const done = () => {
    const bar = document.querySelector(".answer progress");
    const button = document.querySelector(".go .main");
    return bar?.value === bar?.max && bar?.max > 0 && button?.dataset.running === "no";
  };
  await page.waitForFunction(done, null, { timeout: 120_000 });
}
