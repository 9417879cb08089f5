// The six stations of the tour. What is said of them in the texts is held against the engine by tests/emergence.rs.
import type { Table } from "./api.ts";
import stations from "./stations.json";

export interface Station {
  /** What is guessed about. */
  scenario: Table;
  /** What it is compared with; the first station has nothing to compare with. */
  before: Table | null;
}

export const STATIONS = stations as unknown as Station[];

/** The station of a number, from 0. */
export function stationOf(at: number): Station {
  return STATIONS[at] ?? { scenario: {}, before: null };
}
