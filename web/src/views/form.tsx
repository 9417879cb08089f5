// A form made from the schema: one control for each parameter, with its range, unit and source.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Json, Schema } from "../api.ts";
import { at, type Breach, breach, changed, choices, isOf, isTable, resolve } from "../scenario.ts";
import { about, change, scenario } from "../state.ts";
import { fill, language, measured, parameterLabel, parameterMeaning, spoken, texts } from "../words.ts";

type Path = (string | number)[];

/** Parameters that every safeguard or every shock has. */
const LAST = ["compliance", "from_tick", "until_tick", "decay_ticks", "rate_per_year", "strikes"];

/** What a parameter is called. */
export function label(schema: Schema): string {
  return parameterLabel(schema["x-key"] ?? "");
}

/** What a parameter means. */
export function meaning(schema: Schema): string {
  const key = schema["x-key"] ?? "";
  const whole = about.value?.schema ?? {};
  // Meanings name choices, parameters of the same table, safeguards, and parameters elsewhere by their path.
  const keysOf = (name: string) => {
    const [group = "", other] = name.split(".");
    if (other) return [`${resolve(whole, whole.properties?.[group])["x-name"]}.${other}`];
    const choices = schema["x-name"] ?? resolve(whole, schema.items)["x-name"];
    return [choices, key.slice(0, key.lastIndexOf(".")), "Safeguards"].map((table) => `${table}.${name}`);
  };
  return parameterMeaning(key, schema.description, keysOf);
}

/** What a choice of a parameter is called. */
function choiceLabel(schema: Schema, word: string): string {
  return parameterLabel(`${schema["x-name"]}.${word}`);
}

/** What a number of a parameter must be. */
export function rule(schema: Schema, { kind, low, high }: Breach): string {
  const unit = schema["x-unit"] ?? "";
  return fill(texts.value.errors[kind], { low: measured(low, unit, 6), high: measured(high, unit, 6) });
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
  const value = at(scenario.value, path) ?? schema.default ?? null;
  const set = (next: Json | undefined) => change(changed(scenario.value, path, next));
  const id = `p-${path.join("-")}`;
  const note = <Note id={`${id}-note`} schema={schema} />;
  const words = choices(schema);
  if (words.length > 0) {
    return (
      <div class="control">
        <label for={id}>{label(schema)}</label>
        <select
          id={id}
          aria-describedby={`${id}-note`}
          value={String(value)}
          onChange={(event) => set(event.currentTarget.value)}
        >
          {words.map((word) => (
            <option key={word} value={word}>
              {choiceLabel(schema, word)}
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
          {label(schema)}
        </label>
        {note}
      </div>
    );
  }
  if (isOf(schema, "number") || isOf(schema, "integer")) {
    return <NumberControl id={id} schema={schema} value={value} set={set} note={note} />;
  }
  if (isOf(schema, "array")) {
    return <ListControl schema={schema} path={path} note={note} />;
  }
  if (isOf(schema, "string")) {
    return (
      <div class="control">
        <label for={id}>{label(schema)}</label>
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
  return (
    <small id={id}>
      {meaning(schema)}
      {usual(schema) && <> {fill(words.default, { value: usual(schema) })}</>}
    </small>
  );
}

/** The default of a parameter in words; nothing where there is none to tell. */
function usual(schema: Schema): string {
  const value = schema.default;
  if (typeof value === "number") return spoken(value, schema["x-unit"] ?? "", 4);
  if (typeof value !== "string") return "";
  return choices(schema).includes(value) ? choiceLabel(schema, value) : value;
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
  // Steps lie on round numbers, whatever the least value is.
  return [Math.floor(low / step) * step, high, step];
}

function NumberControl(props: {
  id: string;
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
  const says = shown === null ? "–" : spoken(shown, unit);
  const wrong = value === null ? null : breach(schema, value);
  const given = (next: number) => props.set(Number.isFinite(next) ? next : undefined);
  return (
    <div class="control number">
      <label for={id}>{label(schema)}</label>
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
            given(Math.max(schema.minimum ?? 0, event.currentTarget.valueAsNumber));
          }}
        />
      )}
      <input
        id={value === null ? id : undefined}
        type="number"
        aria-label={label(schema)}
        min={schema.minimum ?? 0}
        {...(schema.maximum !== undefined && schema.maximum < 1e15 ? { max: schema.maximum } : {})}
        step={isOf(schema, "integer") ? 1 : "any"}
        value={shown ?? ""}
        aria-invalid={wrong !== null}
        onChange={(event) => given(event.currentTarget.valueAsNumber)}
      />
      {wrong && <small class="wrong">{rule(schema, wrong)}</small>}
      {note}
    </div>
  );
}

/** Bodies that a rule is for where a scenario names none. */
const USUAL_TIERS = ["executive", "committee"];

function ListControl(props: { schema: Schema; path: Path; note: JSX.Element }): JSX.Element | null {
  const whole = about.value?.schema ?? {};
  const item = resolve(whole, props.schema.items);
  const words = choices(item);
  const value = at(scenario.value, props.path) ?? props.schema.default ?? [];
  const list = Array.isArray(value) ? value : [];
  const set = (next: Json[]) =>
    change(changed(scenario.value, props.path, next.length > 0 ? next : undefined));
  if (isTable(item as Json)) {
    if (words.length > 0) {
      // What holds where nothing is named is ticked as well.
      const ticked = list.length === 0 && item["x-name"] === "Tier" ? USUAL_TIERS : list;
      return (
        <fieldset class="control">
          <legend>{label(props.schema)}</legend>
          {words.map((word) => (
            <label key={word} class="check">
              <input
                type="checkbox"
                checked={ticked.includes(word)}
                onChange={(event) =>
                  set(event.currentTarget.checked ? [...ticked, word] : ticked.filter((one) => one !== word))
                }
              />
              {choiceLabel(item, word)}
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
          <label for={id}>{label(props.schema)}</label>
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
