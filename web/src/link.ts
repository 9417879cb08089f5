// A link that holds a whole scenario: compressed in the part of the address that no server sees.
import type { Table } from "./api.ts";

export interface Held {
  scenario: Table;
  pinned?: Table;
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped as ReadableStream).arrayBuffer());
}

export async function toLink(held: Held): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(held));
  const packed = await through(text as Uint8Array<ArrayBuffer>, new CompressionStream("deflate-raw"));
  const letters = btoa(String.fromCharCode(...packed));
  return `#s=${letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
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
  // Nobody's scenario is that long; a link may be made to unfold without end.
  if (text.length > 200_000) throw new Error("damaged");
  const held = JSON.parse(new TextDecoder().decode(text)) as Held;
  if (typeof held?.scenario !== "object" || held.scenario === null) throw new Error("damaged");
  return held;
}
