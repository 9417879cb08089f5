// What outlives a reload: kept by the browser for this tab alone, until it is closed.
import type { Table } from "./api.ts";

export interface Kept {
  visitor: string;
  /** Own guesses by station, and the round of the room in which they were made. */
  guesses: Record<number, number>;
  round: number;
  language: string;
  story: Table;
  scenario: Table;
  pinned: Table | null;
}

const PLACE = "thermidor";

export function kept(): Partial<Kept> {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as Partial<Kept>;
  } catch {
    return {};
  }
}

export function keep(more: Partial<Kept>): void {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ ...kept(), ...more }));
  } catch {
    // A browser that keeps nothing shows the page all the same.
  }
}
