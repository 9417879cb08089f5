// Where to begin: story cards, or a file of one's own.
import type { JSX } from "preact";
import * as api from "../api.ts";
import { about, choose, problem, told } from "../state.ts";
import { texts } from "../words.ts";

export function Stories(): JSX.Element {
  const words = texts.value;
  const read = async (file: File | undefined) => {
    if (!file) return;
    try {
      const { scenario, pinned, left_out = 0 } = await api.readFile(await file.text());
      choose(scenario, { run: true, pinned: pinned ?? scenario });
      if (left_out > 0) problem.value = { kind: "left_out", values: { n: left_out }, error: "" };
    } catch (error) {
      problem.value = told(error);
    }
  };
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">{words.stories.choose}</h2>
      <p class="hint">{words.stories.hint}</p>
      <ul class="cards">
        {about.value?.stories.map(({ name, scenario }) => {
          const told = words.stories[name as keyof typeof words.stories];
          const [title, text] = Array.isArray(told) ? told : [name, ""];
          return (
            <li key={name}>
              <button
                type="button"
                class="story"
                onClick={() => choose({ ...scenario, name: title ?? name })}
              >
                <b>{title}</b>
                <span>{text}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <label class="file">
        {words.stories.open}
        <input
          class="hidden"
          type="file"
          accept=".toml"
          onChange={(event) => void read(event.currentTarget.files?.[0] ?? undefined)}
        />
      </label>
    </section>
  );
}
