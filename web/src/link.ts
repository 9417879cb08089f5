// A link that holds a whole scenario: compressed in the part of the address that no server sees.
import type { Json, Table } from "./api.ts";
import { isTable } from "./scenario.ts";

export interface Held {
  scenario: Table;
  pinned?: Table;
}

/** Nobody's scenario is that long, or that deep; a link may be made to unfold without end. */
const LONGEST = 50_000;
const DEEPEST = 12;

/** What comes out of a stream that bytes go into; throws as soon as it is too long. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    length += value.length;
    if (length > LONGEST) {
      await reader.cancel();
      throw new Error("damaged");
    }
  }
}

export async function toLink(held: Held): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(held));
  const packed = await through(text, new CompressionStream("deflate-raw"));
  const letters = btoa(String.fromCharCode(...packed));
  return `#s=${letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

function isWithin(value: Json, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithin(inner, depth - 1));
}

/** The scenario, and the pinned one where there is one; throws where it is something else. */
export function heldIn(value: Json): Held {
  if (!isTable(value) || !isTable(value.scenario) || !isWithin(value, DEEPEST)) throw new Error("damaged");
  const { scenario, pinned } = value;
  if (pinned === undefined) return { scenario };
  if (!isTable(pinned)) throw new Error("damaged");
  return { scenario, pinned };
}

/** What a link holds; nothing where the address holds no scenario. Throws where it is damaged. */
export async function fromLink(hash: string): Promise<Held | null> {
  const packed = /^#s=([A-Za-z0-9_-]+)$/.exec(hash)?.[1];
  if (!packed) {
    if (hash.startsWith("#s=")) throw new Error("damaged");
    return null;
  }
  const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const text = await through(bytes, new DecompressionStream("deflate-raw"));
  return heldIn(JSON.parse(new TextDecoder().decode(text)) as Json);
}
