// What can be taken home.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as api from "../api.ts";
import { toLink } from "../link.ts";
import { save } from "../save.ts";
import { about, checked, compared, futures, problem, scenario, told } from "../state.ts";
import { texts } from "../words.ts";

/** Whether nobody but this machine can open the page. */
function isHere(): boolean {
  return (about.value?.addresses.length ?? 0) === 0;
}

/** Where others find this page: "localhost" would be their own machine. */
function home(): string {
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  return (isLocal && about.value?.addresses[0]) || `${location.origin}/`;
}

export function Take(): JSX.Element {
  const words = texts.value.take;
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);
  const [making, setMaking] = useState(false);
  const [present, other] = [scenario.value, compared.value];
  useEffect(() => {
    setCopied(false);
    void toLink(other ? { scenario: present, pinned: other } : { scenario: present }).then((hash) =>
      setLink(`${home()}${hash}`),
    );
  }, [present, other]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Without a secure context there is no clipboard; the address is selected, to be copied by hand.
      (document.getElementById("link") as HTMLInputElement | null)?.select();
    }
  };
  const report = async () => {
    setMaking(true);
    try {
      const { name, page } = await api.report(futures());
      save(name, "text/html", page);
    } catch (error) {
      problem.value = told(error);
    }
    setMaking(false);
  };
  const file = checked.value;
  return (
    <section class="take" aria-labelledby="take">
      <h2 id="take">{words.title}</h2>
      <div class="card">
        <label for="link">
          <b>{words.link}</b>
        </label>
        <p class="hint">{words.linkHint}</p>
        {!isHere() && <p class="hint">{words.linkEnds}</p>}
        <div class="inline">
          <input
            id="link"
            type="text"
            readOnly
            value={link}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" onClick={() => void copy()}>
            {copied ? words.copied : words.copy}
          </button>
        </div>
      </div>
      <div class="card">
        <b>{words.file}</b>
        <p class="hint">{other ? words.fileBoth : words.fileHint}</p>
        <button
          type="button"
          disabled={!file}
          onClick={() => file && save(file.file, "application/toml", file.toml)}
        >
          {words.download}: {words.file}
        </button>
      </div>
      <div class="card">
        <b>{words.report}</b>
        <p class="hint">{words.reportHint}</p>
        <button type="button" disabled={making} onClick={() => void report()}>
          {making ? words.making : `${words.download}: ${words.report}`}
        </button>
      </div>
      <p class="hint">{words.charts}</p>
    </section>
  );
}
