// What can be changed: the organization, safeguards, shocks, and every other parameter.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Effect, Schema } from "../api.ts";
import { count, removeShock, shockDefault, Timeline } from "../charts/timeline.tsx";
import { at, changed, isTable, resolve, same, shocksOf } from "../scenario.ts";
import { said } from "../sentences.ts";
import {
  about,
  auto,
  change,
  checked,
  choose,
  run,
  running,
  scenario,
  start,
  stop,
  story,
  ticks,
} from "../state.ts";
import { counted, fill, texts } from "../words.ts";
import { Control, Group, label, meaning } from "./form.tsx";

function group(...path: string[]): Schema {
  const schema = about.value?.schema ?? {};
  let here: Schema = schema;
  for (const key of path) here = resolve(schema, here.properties?.[key]);
  return here;
}

export function Controls(): JSX.Element {
  const words = texts.value.controls;
  return (
    <div class="controls">
      <Go />
      <Safeguards />
      <Shocks />
      <details class="card">
        <summary>
          <h2>{words.scenario}</h2>
        </summary>
        {["members", "groups", "local_size"].map((key) => (
          <Control key={key} schema={group("organization", key)} path={["organization", key]} />
        ))}
        {["ticks", "organizations", "seed", "start"].map((key) => (
          <Control key={key} schema={group(key)} path={[key]} />
        ))}
      </details>
      <More />
    </div>
  );
}

function Go(): JSX.Element {
  const words = texts.value;
  const { ahead, seconds } = checked.value?.wait ?? { ahead: 0, seconds: 0 };
  return (
    <div class="card go">
      <button
        type="button"
        class="main"
        data-running={running.value ? "yes" : "no"}
        onClick={() => (running.value ? stop() : void run())}
      >
        {running.value ? words.controls.stop : words.controls.run}
      </button>
      <label class="check">
        <input
          type="checkbox"
          checked={auto.value}
          onChange={(event) => {
            auto.value = event.currentTarget.checked;
          }}
        />
        {words.controls.auto}
      </label>
      <small>
        {fill(ahead > 0 ? words.controls.costBusy : words.controls.cost, {
          seconds: counted(words.units.seconds, Math.max(1, Math.round(seconds))),
        })}
      </small>
      {!same(scenario.value, story.value) && (
        <button type="button" class="quiet" onClick={() => choose(story.value)}>
          {words.controls.reset}
        </button>
      )}
    </div>
  );
}

function Safeguards(): JSX.Element {
  const words = texts.value;
  const names = about.value?.safeguards.map(({ name }) => name) ?? [];
  const [opened, open] = useState("");
  return (
    <section class="card" aria-labelledby="safeguards">
      <h2 id="safeguards">{words.controls.safeguards}</h2>
      <p class="hint">{words.controls.safeguardsHint}</p>
      <ul class="safeguards">
        {names.map((name) => (
          <Safeguard
            key={name}
            name={name}
            isOpen={opened === name}
            open={() => open(opened === name ? "" : name)}
          />
        ))}
      </ul>
    </section>
  );
}

function Safeguard({ name, isOpen, open }: { name: string; isOpen: boolean; open: () => void }): JSX.Element {
  const words = texts.value;
  const [title, does, costs] = words.safeguards[name as keyof typeof words.safeguards] ?? [name, "", ""];
  const isOn = isTable(at(scenario.value, ["safeguards", name]));
  const toggle = () => {
    change(changed(scenario.value, ["safeguards", name], isOn ? undefined : {}));
    if (isOn === isOpen) open();
  };
  return (
    <li class={isOn ? "on" : ""}>
      <div class="line">
        <label class="switch">
          <input type="checkbox" role="switch" aria-checked={isOn} checked={isOn} onChange={toggle} />
          <span>{title}</span>
        </label>
        <button
          type="button"
          class="quiet"
          aria-expanded={isOpen}
          aria-label={`${words.controls.strength}: ${title}`}
          onClick={open}
        >
          {isOpen ? "▾" : "▸"}
        </button>
      </div>
      {isOpen && (
        <div class="inside">
          <p>
            <b>{words.controls.does}</b> {does}
          </p>
          <p>
            <b>{words.controls.costs}</b> {costs}
          </p>
          {isOn && <Now effect={checked.value?.safeguards.find((one) => one.name === name)} />}
          {isOn && <Group schema={group("safeguards", name)} path={["safeguards", name]} />}
        </div>
      )}
    </li>
  );
}

/** What a safeguard or a shock does with its numbers, as far as the server has told. */
function Now({ effect }: { effect: Effect | undefined }): JSX.Element | null {
  if (!effect) return null;
  return (
    <p>
      <b>{texts.value.controls.now}</b> {said(effect.sentence, about.value?.sentences ?? {}, start.value)}
    </p>
  );
}

function Shocks(): JSX.Element {
  const words = texts.value;
  const [opened, open] = useState("");
  const kinds = about.value?.shocks ?? [];
  const chosen = shocksOf(scenario.value).find(({ kind, position }) => `${kind} ${position}` === opened);
  const schema = about.value?.schema ?? {};
  const add = (kind: string) => {
    const position = count(kind);
    const usual = Number(shockDefault(kind, "start_tick"));
    const begin = Math.min(usual, Math.floor(ticks.value / 4));
    change(changed(scenario.value, ["shocks", kind, position], { start_tick: begin }));
    open(`${kind} ${position}`);
  };
  return (
    <section class="card" aria-labelledby="shocks">
      <h2 id="shocks" tabIndex={-1}>
        {words.controls.shocks}
      </h2>
      <p class="hint">{words.controls.shocksHint}</p>
      <Timeline opened={opened} open={open} />
      <label class="inline">
        {words.controls.add}{" "}
        <select
          value=""
          onChange={(event) => {
            if (event.currentTarget.value) add(event.currentTarget.value);
            event.currentTarget.value = "";
          }}
        >
          <option value="">…</option>
          {kinds.map((kind) => {
            const [title, does] = words.shocks[kind as keyof typeof words.shocks] ?? [kind, ""];
            return (
              <option key={kind} value={kind}>
                {title}: {does}
              </option>
            );
          })}
        </select>
      </label>
      {chosen && (
        <div class="inside">
          <Now effect={checked.value?.shocks.filter(({ name }) => name === chosen.kind)[chosen.position]} />
          <Group
            schema={resolve(schema, group("shocks", chosen.kind).items)}
            path={["shocks", chosen.kind, chosen.position]}
          />
          <button
            type="button"
            class="quiet"
            onClick={() => {
              removeShock(chosen.kind, chosen.position);
              open("");
            }}
          >
            {words.controls.remove}
          </button>
        </div>
      )}
    </section>
  );
}

/** Groups that have a place of their own above. */
const ELSEWHERE = ["safeguards", "shocks", "theory", "variant"];

function More(): JSX.Element {
  const words = texts.value.controls;
  const [isOpen, open] = useState(false);
  const [sought, seek] = useState("");
  const groups = Object.keys(group().properties ?? {}).filter(
    (key) => !ELSEWHERE.includes(key) && group(key).properties,
  );
  const fits = (key: string, name: string, node: Schema) =>
    `${key} ${name} ${label(group(key))} ${label(node)} ${meaning(node)}`
      .toLowerCase()
      .includes(sought.toLowerCase());
  return (
    <details class="card" onToggle={(event) => open(event.currentTarget.open)}>
      <summary>
        <h2>{words.more}</h2>
      </summary>
      {isOpen && (
        <>
          <input
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            value={sought}
            onInput={(event) => seek(event.currentTarget.value)}
          />
          {groups.map((key) => {
            const schema = group(key);
            const without = Object.entries(schema.properties ?? {})
              .filter(([name, node]) => !fits(key, name, node))
              .map(([name]) => name);
            if (without.length === Object.keys(schema.properties ?? {}).length) return null;
            return (
              <fieldset key={key}>
                <legend>{label(schema)}</legend>
                <Group schema={schema} path={[key]} without={without} />
              </fieldset>
            );
          })}
        </>
      )}
    </details>
  );
}
