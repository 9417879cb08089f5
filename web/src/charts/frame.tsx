// What all charts share: a title, a picture that scales, ways to take it away, and the numbers as a table.
import type { ComponentChildren, JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { save, savePicture, standalone } from "../save.ts";
import { name } from "../state.ts";
import { exact, fill, texts } from "../words.ts";

export const COLOURS = ["#009e73", "#f0e442", "#d55e00", "#5a5a5a", "#56b4e9"] as const;
export const NOW = "#0072b2";
export const PINNED = "#8a5a00";

export interface Rows {
  head: string[];
  rows: (string | number)[][];
}

/** A chart with everything around it; `rows` is made only when somebody wants to see it. */
export function Chart(props: {
  title: string;
  hint?: string;
  file: string;
  rows: () => Rows;
  controls?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  const drawn = useRef<HTMLDivElement>(null);
  const words = texts.value.charts;
  const label = (kind: string) => fill(words.save, { chart: props.title, kind });
  const picture = (kind: "svg" | "png") => {
    if (!drawn.current) return;
    const whole = standalone(drawn.current, props.title, name.value, props.hint ?? "");
    void savePicture(whole, `${props.file}.${kind}`, kind);
  };
  return (
    <section class="chart" aria-label={props.title}>
      <header>
        <h3 id={props.file} tabIndex={-1}>
          {props.title}
        </h3>
        {props.controls}
      </header>
      {props.hint && <p class="hint">{props.hint}</p>}
      <div ref={drawn}>{props.children}</div>
      <footer>
        <button type="button" class="quiet" aria-label={label("SVG")} onClick={() => picture("svg")}>
          {words.svg}
        </button>
        <button type="button" class="quiet" aria-label={label("PNG")} onClick={() => picture("png")}>
          {words.png}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={label("CSV")}
          onClick={() => save(`${props.file}.csv`, "text/csv", csv(props.rows()))}
        >
          {words.csv}
        </button>
        <Numbers title={props.title} rows={props.rows} />
      </footer>
    </section>
  );
}

/** The numbers behind a picture. */
export function Numbers(props: { title: string; rows: () => Rows }): JSX.Element {
  // Made when it is opened: most tables are never looked at, and there may be hundreds of rows.
  const [isOpen, open] = useState(false);
  return (
    <details class="numbers" onToggle={(event) => open(event.currentTarget.open)}>
      <summary>{texts.value.charts.table}</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        <section class="scroll" tabIndex={0} aria-label={props.title}>
          <Table title={props.title} {...props.rows()} />
        </section>
      )}
    </details>
  );
}

export function Table({ title, head, rows }: Rows & { title: string }): JSX.Element {
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          {head.map((word) => (
            <th key={word} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, k) =>
              k === 0 ? (
                <th key={head[k]} scope="row">
                  {written(cell)}
                </th>
              ) : (
                <td key={head[k]}>{written(cell)}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A cell as the language writes numbers. */
function written(cell: string | number): string {
  return typeof cell === "number" ? exact(cell) : cell;
}

/** The same for all languages, without the noise of sums of binary fractions. */
export function csv({ head, rows }: Rows): string {
  const cell = (value: string | number) => {
    const text = String(typeof value === "number" ? Number(value.toPrecision(7)) : value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\n")}\n`;
}
