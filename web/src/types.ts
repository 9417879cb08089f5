// What the server is asked and what it answers. A test makes this file of the server's own types.
import type { Schema, Table } from "./json.ts";

/** What the page has to know before anything is asked. */
export type About = {
  /** Version of the program. */
  version: string;
  /** The JSON Schema of scenarios. */
  schema: Schema;
  /** A scenario in which nothing is changed. */
  defaults: Table;
  /** All measures, in the order of tables. */
  measures: Array<Measure>;
  /** All conditions, in the order of their positions. */
  conditions: [Condition, Condition, Condition, Condition];
  /** Measures of what safeguards cost. */
  costs: Array<string>;
  /** All safeguards, at their defaults. */
  safeguards: Array<Effect>;
  /** English templates of the sentences of safeguards and shocks, by name. */
  sentences: { [key in string]: string };
  /** Names of all shocks. */
  shocks: Array<string>;
  /** Scenarios that come with the program. */
  stories: Array<Story>;
  /** Stations of the tour. */
  stations: number;
  /** Whether this is asked from the machine that serves. */
  is_host: boolean;
  /** Addresses at which others can open the page. */
  addresses: Array<string>;
};

/** The outcomes of a run, for programs. */
export type Answer = {
  /** Organizations simulated. */
  organizations: number;
  /** Months simulated. */
  ticks: number;
  /** Captured at some time. */
  captured: number;
  /** Captured at some time at thresholds one step looser than the declared ones, and one step stricter. */
  captured_loose: number;
  /** See `captured_loose`. */
  captured_strict: number;
  /** Month by which half of those were captured. */
  captured_median_tick: number | null;
  /** Of the captured, free again at some time. */
  recovered: number;
  /** Of those still there long enough after the last shock, captured then. */
  locked_in: [number, number] | null;
  /** At the end: self-governing. */
  self_governing_at_end: number;
  /** At the end: contested. */
  contested_at_end: number;
  /** At the end: captured. */
  captured_at_end: number;
  /** At the end: collapsed. */
  collapsed_at_end: number;
  /** Split at some time: most members left with their locals. */
  split: number;
  /** Mean of the centre's share of the stakes in the last year of each. */
  central_share: number;
  /** Organizations that split off and were founded on the way. */
  splinters: number;
  /** The endpoint. */
  on: string;
  /** Of how many organizations: some things can be asked of some only. */
  of: number;
  /** Its share of these, or its mean, with a 95 % interval. */
  estimate: Interval;
  /** The interval is widened, since the number of organizations depends on it (`--precision`). */
  widened: boolean;
};

export type ArmPicture = {
  name: string;
  answer: Answer;
  /** Organizations in each condition, by month. */
  conditions: [Array<number>, Array<number>, Array<number>, Array<number>];
  /** Quantiles of measures (5, 25, 50, 75, 95 %), by month; nothing where no organization is left. */
  fans: {
    [key in string]: [
      Array<number | null>,
      Array<number | null>,
      Array<number | null>,
      Array<number | null>,
      Array<number | null>,
    ];
  };
  /** Share not yet captured: month, estimate, low, high. */
  survival: Array<[number, number, number, number]>;
  /** Fates of the organizations that were not in an earlier line. */
  fates: Array<Array<[number, number]>>;
};

/** One or two futures to simulate; the first is what the second is compared with. */
export type Asked = {
  /** Who asks, a word that the page makes up; a visitor's later request takes the place of the earlier one. */
  visitor?: string;
  /** When they asked, in milliseconds by their own clock: of two requests the earlier can come in last. */
  at?: number;
  /** The scenarios: what of each is not at its default. */
  arms: Table[];
  /** Measures to send with every picture; the last picture has all. */
  measures?: Array<string>;
};

/** A scenario to check. */
export type AskedCheck = {
  /** The scenario. */
  scenario: Table;
  /** What it is compared with, which is to be in its file. */
  pinned?: Table | null;
};

/** A scenario file to read. */
export type AskedFile = {
  /** Its text. */
  toml: string;
};

/** One organization to look at. */
export type AskedOne = {
  /** The scenario. */
  scenario: Table;
  /** Number of the run. */
  run: number;
};

/** A scenario that can be simulated. */
export type Checked = {
  /** Effects of its safeguards. */
  safeguards: Array<Effect>;
  /** Effects of its shocks. */
  shocks: Array<Effect>;
  /** Its cost, with that of the future it is compared with. */
  cost: Cost;
  /** How long it would take now. */
  wait: Wait;
  /** Why it would be refused, if it would. */
  refused: Refused | null;
  /** The scenario file, with both futures where there are two. */
  toml: string;
  /** Name of that file. */
  file: string;
};

/** An organization's condition in one month. */
export type Condition = "self_governing" | "contested" | "captured" | "collapsed";

/** One contrast, for programs. */
export type Contrast = {
  /** Name of the variant. */
  variant: string;
  /** The endpoint. */
  asked: Ending;
  /** How runs ended. */
  endings: Array<Ending>;
  /** Means of measures over the whole time. */
  measures: Array<MeasureContrast>;
  /** Whether times to capture differ. */
  log_rank: LogRank;
  /** Median over all measures and months of how much smaller pairing made the variance. */
  variance_saved: number | null;
};

/** What a request costs. */
export type Cost = {
  /** Values kept for its pictures. */
  values: number;
  /** Member-months to simulate. */
  member_months: number;
  /** Seconds of one core, estimated. */
  core_seconds: number;
  /** Bytes of one run: the largest of its worlds, and the histories of all. */
  bytes: number;
};

/** A safeguard's or a shock's entry in lists: name and what it does, for menus and manuals. */
export type Effect = {
  /** Name in scenario files. */
  name: string;
  /** What it does, in English, with its numbers. */
  effect: string;
  /** The same for every language. */
  sentence: Sentence;
};

/** A contrast of one ending, or of whatever was asked, for programs. */
export type Ending = {
  /** Its name. */
  ending: string;
  /** Its name in sentences. */
  label: string;
  /** Yes or no. */
  binary: boolean;
  /** Of which organizations it is asked, in sentences; of all where there is nothing. */
  among: string | null;
  /** Of how many in the base, and in the variant. */
  of: [number, number];
  /** Its share of these, or its mean, in the base. */
  base: number;
  /** The same in the variant. */
  with_variant: number;
  /** The difference. */
  difference: Interval;
  /** Runs in which it came to that in both, the base only, the variant only, neither. */
  counts: [number, number, number, number];
  /** By how much pairing made the variance smaller. */
  variance_saved: number | null;
};

/** One line of the narrative. */
export type Entry = {
  /** Month. */
  tick: number;
  /** Its subject. */
  about: Subject;
  /** The same for other languages: phrases one after the other. */
  phrases: Array<Phrase>;
};

/** One moment. */
export type Frame = {
  /** The month, at whose end this is. */
  tick: number;
  /** Members drawn now, by their positions among the people; the lists below are in this order. */
  who: Array<number>;
  /** Followers of each. */
  followers: Array<number>;
  /** Share of each in the influence of all members. */
  influence: Array<number>;
  /** The body in which each sits, by its position. */
  seats: Array<number | null>;
  /** Whether each is paid staff. */
  staff: Array<boolean>;
  /** Whether each speaks up. */
  speaks: Array<boolean>;
  /** Ties between them, by their positions among the people: the listener first. */
  ties: Array<[number, number]>;
};

/** A guess: of a hundred organizations, how many. */
export type Guess = {
  /** Who guesses; a word that the page makes up. */
  visitor: string;
  /** 1 to [`STATIONS`]. */
  station: number;
  /** 0 to 100. */
  guess: number;
};

/** An estimate and the ends of its confidence interval. */
export type Interval = {
  /** The estimate. */
  estimate: number;
  /** Lower end. */
  low: number;
  /** Upper end. */
  high: number;
};

/** Where the room goes. */
export type Lead = {
  /** 0 to [`STATIONS`]. */
  station: number;
};

/** One line of the answer to a request. */
export type Line =
  | ({ kind: "queued" } & Wait)
  | ({ kind: "picture" } & Picture)
  | {
      kind: "stopped";
      /** Why. */
      refused: Refused;
    };

/** A test of whether groups differ. */
export type LogRank = {
  /** The statistic, χ² under the null hypothesis. */
  statistic: number;
  /** Its degrees of freedom. */
  freedom: number;
  /** Probability of one at least as large where groups do not differ. */
  p: number;
};

/** A measure. */
export type Measure = {
  name: string;
  /** Its name on charts. */
  label: string;
  unit: string;
  /** Its meaning. */
  doc: string;
  /** Whether it is between 0 and 1. */
  share: boolean;
};

/** A contrast of one measure's mean over the whole time, for programs. */
export type MeasureContrast = {
  /** Its name. */
  measure: string;
  /** Its mean in the base. */
  base: number;
  /** The same in the variant. */
  with_variant: number;
  /** The difference. */
  difference: Interval;
};

/** One organization. */
export type Organization = {
  run: number;
  story: Array<Entry>;
  /** Condition in each month, by its position. */
  conditions: Array<number>;
  /** Measures by month. */
  measures: Array<[string, Array<number>]>;
  /** Names of the bodies, by their positions. */
  bodies: Array<string>;
  /** Members drawn at some time: slot and local of each. */
  people: Array<[number, number]>;
  /** Moments, in order. */
  frames: Array<Frame>;
};

/** Somebody who has guessed, as whoever leads the room sees them. */
export type Person = {
  visitor: string;
  address: string;
  guesses: [number | null, number | null, number | null, number | null, number | null, number | null];
};

/** Part of a line that a language has its own words for. */
export type Phrase = {
  /** Which words. */
  key: string;
  /** Values to fill in: numbers of members, bodies and months, names of shocks and safeguards. */
  values: Array<[string, string]>;
};

/** What was found so far. */
export type Picture = {
  /** Runs so far, and runs in all. */
  done: number;
  of: number;
  arms: Array<ArmPicture>;
  /** The second less the first. */
  contrast: Contrast | null;
};

/** The scenario of a file. */
export type Read = {
  /** The scenario; of a file with variants the first of these. */
  scenario: Table;
  /** The base of the variants. */
  pinned?: Table;
  /** How many more variants there are. */
  left_out?: number;
};

/** Which sentence says it. */
export type Reason =
  | "request"
  | "elsewhere"
  | "scenario"
  | "luck"
  | "long_run"
  | "much_work"
  | "took_long"
  | "exceeded"
  | "much_memory"
  | "many_values"
  | "busy"
  | "room_full"
  | "kept_out"
  | "host_only"
  | "no_room"
  | "failed";

/** What is said to whoever asked. */
export type Refused = {
  /** Which sentence. */
  kind: Reason;
  /** What is filled in. */
  values: { [key in string]: number };
  /** The same in English, in the words of the command line. */
  error: string;
};

/** Whose guesses are to be forgotten: one device's, or those of all from one address, from which none are taken any more. */
export type Remove = { visitor: string } | { address: string };

/** What everybody in the room may see. */
export type RoomView = {
  /** Another one whenever guesses have been forgotten, by hand or since the program began anew: pages then forget
   * their own. */
  round: number;
  /** The station at which the room is; 0 where nobody leads. */
  station: number;
  /** Guesses at each station, from low to high. */
  guesses: Array<Array<number>>;
};

/** A sentence: which template, and what is filled in. */
export type Sentence = {
  /** Name of its template. */
  key: string;
  /** Numbers by name. */
  numbers: { [key in string]: number };
  /** Choices by name. */
  choices: { [key in string]: string };
  /** Lists by name, of choices or of what is written as it is. */
  lists: { [key in string]: Array<string> };
};

/** A scenario that comes with the program. */
export type Story = {
  /** Name of its file, without the ending. */
  name: string;
  /** What of it is not at its default. */
  scenario: Table;
};

/** The subject of an entry. */
export type Subject = "shock" | "condition" | "powers" | "safeguard" | "office" | "other";

/** What stands between a visitor and an answer. */
export type Wait = {
  /** Requests of others that are waiting or at work. */
  ahead: number;
  /** Seconds until all is simulated, as far as can be told. */
  seconds: number;
};
