// The six stations of the tour: what is guessed about, and what it is compared with.
import type { Table } from "./api.ts";

export interface Station {
  /** What is guessed about. */
  scenario: Table;
  /** What it is compared with; the first station has nothing to compare with. */
  before: Table | null;
}

const siege = { isolation: [{ start_tick: 60, duration_ticks: 36 }] };
/** Enough to tell, and quick enough for a room. */
const many = { organizations: 200 };

export const STATIONS: Station[] = [
  { scenario: { ...many }, before: null },
  { scenario: { ...many, shocks: siege }, before: { ...many } },
  {
    scenario: { ...many, shocks: siege, safeguards: { emergency_sunset: { months: 6 } } },
    before: { ...many, shocks: siege },
  },
  {
    scenario: {
      ...many,
      shocks: siege,
      safeguards: { time_bombed_committees: { lifetime_ticks: 12, rubber_stamp: 0.97 } },
    },
    before: { ...many, shocks: siege, safeguards: { time_bombed_committees: { lifetime_ticks: 12 } } },
  },
  {
    scenario: { ...many, shocks: siege, safeguards: { recall: {} } },
    before: { ...many, shocks: siege, safeguards: { lottery: { share: 0.5 } } },
  },
  {
    scenario: {
      ...many,
      shocks: {
        victory: [{ start_tick: 48, duration_ticks: 24, responsibilities: 1.8, resources: 1.8 }],
        isolation: [{ start_tick: 54, duration_ticks: 42 }],
      },
      safeguards: { parallel_institutions: { from_tick: 60 } },
    },
    before: {
      ...many,
      shocks: {
        victory: [{ start_tick: 48, duration_ticks: 24, responsibilities: 1.8, resources: 1.8 }],
        isolation: [{ start_tick: 54, duration_ticks: 42 }],
      },
      safeguards: { parallel_institutions: { from_tick: 0 } },
    },
  },
];

/** The station of a number, from 0. */
export function stationOf(at: number): Station {
  return STATIONS[at] ?? { scenario: many, before: null };
}
