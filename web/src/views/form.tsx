// A form made from the schema: one control for each parameter, with its range, unit and source.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Json, Schema } from "../api.ts";
import { at, changed, choices, isOf, isTable, resolve } from "../scenario.ts";
import { about, change, scenario } from "../state.ts";
import { fill, language, number, percent, texts } from "../words.ts";

type Path = (string | number)[];

/** Parameters that every safeguard or every shock has. */
const LAST = ["compliance", "from_tick", "until_tick", "decay_ticks", "rate_per_year", "strikes"];

/** What a key says: `term_ticks` is "term ticks". */
function label(key: string): string {
  const words: Record<string, string | string[]> = texts.value.controls;
  const own = words[key];
  return typeof own === "string" ? own : key.replaceAll("_", " ");
}

/** Controls for all parameters of a group, but those that are left out. */
export function Group(props: { schema: Schema; path: Path; without?: string[] }): JSX.Element {
  const whole = about.value?.schema ?? {};
  const entries = Object.entries(props.schema.properties ?? {}).filter(
    ([key]) => !props.without?.includes(key),
  );
  // What is special comes before what all have.
  entries.sort(([a], [b]) => LAST.indexOf(a) - LAST.indexOf(b));
  return (
    <div class="group">
      {entries.map(([key, node]) => (
        <Control key={key} schema={resolve(whole, node)} path={[...props.path, key]} />
      ))}
    </div>
  );
}

export function Control({ schema, path }: { schema: Schema; path: Path }): JSX.Element | null {
  const key = String(path.at(-1));
  const value = at(scenario.value, path) ?? schema.default ?? null;
  const set = (next: Json | undefined) => change(changed(scenario.value, path, next));
  const id = `p-${path.join("-")}`;
  const note = <Note id={`${id}-note`} schema={schema} />;
  const words = choices(schema);
  if (words.length > 0) {
    return (
      <div class="control">
        <label for={id}>{label(key)}</label>
        <select
          id={id}
          aria-describedby={`${id}-note`}
          value={String(value)}
          onChange={(event) => set(event.currentTarget.value)}
        >
          {words.map((word) => (
            <option key={word} value={word}>
              {word.replaceAll("_", " ")}
            </option>
          ))}
        </select>
        {note}
      </div>
    );
  }
  if (isOf(schema, "boolean")) {
    return (
      <div class="control">
        <label class="check">
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => set(event.currentTarget.checked)}
          />
          {label(key)}
        </label>
        {note}
      </div>
    );
  }
  if (isOf(schema, "number") || isOf(schema, "integer")) {
    return <NumberControl id={id} name={key} schema={schema} value={value} set={set} note={note} />;
  }
  if (isOf(schema, "array")) {
    return <ListControl schema={schema} path={path} name={key} note={note} />;
  }
  if (isOf(schema, "string")) {
    return (
      <div class="control">
        <label for={id}>{label(key)}</label>
        <input
          id={id}
          type="text"
          maxLength={400}
          aria-describedby={`${id}-note`}
          value={String(value ?? "")}
          onChange={(event) => set(event.currentTarget.value)}
        />
        {note}
      </div>
    );
  }
  return null;
}

function Note({ id, schema }: { id: string; schema: Schema }): JSX.Element {
  const words = texts.value.controls;
  const usual = schema.default;
  return (
    <small id={id}>
      {/* What a parameter means is told by the program, in English. */}
      <span lang="en">{schema.description}</span>
      {(typeof usual === "number" || typeof usual === "string") && usual !== "" && (
        <> {fill(words.default, { value: typeof usual === "number" ? number(usual, 4) : usual })}</>
      )}
    </small>
  );
}

/** Where a slider ends: ranges reach far beyond what anybody tries, so it grows with what is set. */
function reach(schema: Schema, value: number): [number, number, number] {
  const low = schema.minimum ?? 0;
  const usual = typeof schema.default === "number" ? schema.default : low;
  const whole = isOf(schema, "integer");
  const wide = Math.max(usual * 4, value * 1.5, whole ? 24 : 1);
  const high = Math.min(schema.maximum ?? wide, whole ? Math.ceil(wide / 12) * 12 : wide);
  const steps = (high - low) / 100;
  const step = whole ? (high - low > 400 ? 10 : 1) : 10 ** Math.floor(Math.log10(steps || 0.01));
  return [low, high, step];
}

function NumberControl(props: {
  id: string;
  name: string;
  schema: Schema;
  value: Json;
  set: (value: number | undefined) => void;
  note: JSX.Element;
}): JSX.Element {
  const { id, schema, note } = props;
  const value = typeof props.value === "number" ? props.value : null;
  const [low, high, step] = reach(schema, value ?? 0);
  // While it is dragged the number moves along; the scenario changes when it is let go.
  const [moving, move] = useState<number | null>(null);
  const unit = schema["x-unit"] ?? "";
  const shown = moving ?? value;
  const says =
    shown === null
      ? "–"
      : unit === "share" || unit === "probability"
        ? percent(shown)
        : `${number(shown, 3)} ${unit}`;
  const given = (next: number) => props.set(Number.isFinite(next) ? next : undefined);
  return (
    <div class="control number">
      <label for={id}>{label(props.name)}</label>
      <output>{says}</output>
      {value !== null && (
        <input
          id={id}
          type="range"
          min={low}
          max={high}
          step={step}
          value={shown ?? low}
          aria-describedby={`${id}-note`}
          aria-valuetext={says}
          onInput={(event) => move(event.currentTarget.valueAsNumber)}
          onChange={(event) => {
            move(null);
            given(event.currentTarget.valueAsNumber);
          }}
        />
      )}
      <input
        id={value === null ? id : undefined}
        type="number"
        aria-label={label(props.name)}
        min={schema.minimum ?? 0}
        {...(schema.maximum !== undefined && schema.maximum < 1e15 ? { max: schema.maximum } : {})}
        step={isOf(schema, "integer") ? 1 : "any"}
        value={shown ?? ""}
        onChange={(event) => given(event.currentTarget.valueAsNumber)}
      />
      {note}
    </div>
  );
}

function ListControl(props: {
  schema: Schema;
  path: Path;
  name: string;
  note: JSX.Element;
}): JSX.Element | null {
  const whole = about.value?.schema ?? {};
  const item = resolve(whole, props.schema.items);
  const words = choices(item);
  const value = at(scenario.value, props.path) ?? props.schema.default ?? [];
  const list = Array.isArray(value) ? value : [];
  const set = (next: Json[]) =>
    change(changed(scenario.value, props.path, next.length > 0 ? next : undefined));
  if (isTable(item as Json)) {
    if (words.length > 0) {
      return (
        <fieldset class="control">
          <legend>{label(props.name)}</legend>
          {words.map((word) => (
            <label key={word} class="check">
              <input
                type="checkbox"
                checked={list.includes(word)}
                onChange={(event) =>
                  set(event.currentTarget.checked ? [...list, word] : list.filter((one) => one !== word))
                }
              />
              {word.replaceAll("_", " ")}
            </label>
          ))}
          {props.note}
        </fieldset>
      );
    }
    if (isOf(item, "integer") || isOf(item, "number")) {
      const id = `p-${props.path.join("-")}`;
      return (
        <div class="control">
          <label for={id}>{label(props.name)}</label>
          <input
            id={id}
            type="text"
            inputMode="numeric"
            aria-describedby={`${id}-note`}
            value={list.join(", ")}
            lang={language.value}
            onChange={(event) =>
              set(
                event.currentTarget.value
                  .split(/[\s,;]+/)
                  .filter((word) => word !== "")
                  .map(Number)
                  .filter(Number.isFinite),
              )
            }
          />
          {props.note}
        </div>
      );
    }
  }
  return null;
}
