// People of one organization: who listens to whom, who sits where.
import {
  forceCenter,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
} from "d3-force";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Frame, Organization } from "../api.ts";
import { start, tick } from "../state.ts";
import { counted, fill, month, texts } from "../words.ts";
import { Chart, type Rows } from "./frame.tsx";

const WIDTH = 560;
const HEIGHT = 420;
/** Bodies by their kind: the executive, committees, the command, the parallel institution. */
const BODIES = ["#d55e00", "#0072b2", "#7b1fa2", "#009e73"] as const;

/** The moment that is shown: the last one that is not later than a month. */
export function frameAt(one: Organization, at: number): Frame | undefined {
  return one.frames.findLast((frame) => frame.tick <= at) ?? one.frames[0];
}

function kind(body: number, bodies: number): number {
  return body === 0 ? 0 : body === bodies - 1 ? 3 : body === bodies - 2 ? 2 : 1;
}

export function bodyName(body: number, bodies: number): string {
  const names = texts.value.organization.body;
  return fill(names[kind(body, bodies)] ?? "", { n: body });
}

/**
 * One place for each person through all of time, so that the eye can follow them: those who are listened to at some time
 * are drawn together by those who listen.
 */
function layout(one: Organization): Place[] {
  const places = one.people.map(([slot, local]) => {
    // Where somebody begins depends on their number alone, so that the picture is the same each time.
    const angle = (local * 2.4 + (slot % 50) / 50) % (2 * Math.PI);
    return { x: WIDTH / 2 + 150 * Math.cos(angle), y: HEIGHT / 2 + 110 * Math.sin(angle) };
  });
  const links = new Map<string, { source: number; target: number; n: number }>();
  for (const frame of one.frames) {
    for (const [source, target] of frame.ties) {
      const key = `${source} ${target}`;
      const link = links.get(key) ?? { source, target, n: 0 };
      link.n += 1;
      links.set(key, link);
    }
  }
  const strong = [...links.values()].filter((link) => link.n > one.frames.length / 12);
  forceSimulation(places)
    .force("link", forceLink(strong).distance(46).strength(0.12))
    .force("apart", forceManyBody().strength(-60))
    .force("collide", forceCollide(9))
    .force("center", forceCenter(WIDTH / 2, HEIGHT / 2))
    .force("x", forceX(WIDTH / 2).strength(0.1))
    .force("y", forceY(HEIGHT / 2).strength(0.13))
    .stop()
    .tick(180);
  const fit = (values: number[], end: number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => 24 + ((value - low) / Math.max(1, high - low)) * (end - 48);
  };
  const x = fit(
    places.map((place) => place.x),
    WIDTH,
  );
  const y = fit(
    places.map((place) => place.y),
    HEIGHT,
  );
  return places.map((place) => ({ x: x(place.x), y: y(place.y) }));
}

type Place = { x: number; y: number };

/** A tie as a wedge: broad at who listens, and pointed where the one who is listened to begins. */
function wedge(from: Place, to: Place, radius: number): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [(-dy / length) * 2.6, (dx / length) * 2.6];
  const reach = Math.max(0, 1 - radius / length);
  const at = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const tip = at(from.x + dx * reach, from.y + dy * reach);
  return `M${at(from.x + nx, from.y + ny)} L${tip} L${at(from.x - nx, from.y - ny)} Z`;
}

export function Network({ one }: { one: Organization }): JSX.Element | null {
  const words = texts.value;
  const places = useMemo(() => layout(one), [one]);
  const frame = frameAt(one, tick.value);
  if (!frame) return null;
  const bodies = one.bodies.length;
  const who = (person: number | undefined) =>
    fill(words.organization.member, { n: String(one.people[person ?? 0]?.[0] ?? "") });
  // Sizes are the same through all of time, so that one can be seen to grow.
  const most = Math.max(40, ...one.frames.flatMap((moment) => moment.followers));
  const radius = (i: number) => 3 + 19 * Math.sqrt((frame.followers[i] ?? 0) / most);
  const radii = new Map(frame.who.map((person, i) => [person, radius(i)]));
  const [first, second] = one.frames;
  const every = first && second ? second.tick - first.tick : 1;
  const label = fill(words.organization.peopleLabel, {
    month: month(frame.tick, start.value),
    seats: frame.seats.filter((seat) => seat !== null).length,
    followers: Math.max(0, ...frame.followers),
  });
  const rows = (): Rows => ({
    head: [
      words.organization.people,
      words.organization.bodies,
      words.organization.followers,
      words.organization.influence,
    ],
    rows: frame.who.map((person, i) => {
      const seat = frame.seats[i] ?? null;
      return [
        who(person),
        seat === null ? "" : bodyName(seat, bodies),
        frame.followers[i] ?? 0,
        frame.influence[i] ?? 0,
      ];
    }),
  });
  return (
    <Chart
      title={words.organization.people}
      hint={`${words.organization.peopleHint} ${fill(words.organization.shown, { n: frame.who.length })}`}
      file={`thermidor-organization-${one.run}`}
      rows={rows}
    >
      <p class="moment">
        <b>
          {fill(words.charts.cell, {
            n: String(one.run),
            condition: fill(words.charts.month, { month: month(frame.tick, start.value) }),
          })}
        </b>{" "}
        {every > 1 && (
          <small>{fill(words.organization.every, { every: counted(words.units.months, every) })}</small>
        )}
      </p>
      <svg class="network" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {frame.ties.map(([from, to]) => {
          const [a, b] = [places[from], places[to]];
          if (!a || !b) return null;
          return <path key={`${from} ${to}`} class="tie" d={wedge(a, b, radii.get(to) ?? 3)} />;
        })}
        {frame.who.map((person, i) => {
          const { x, y } = places[person] ?? { x: 0, y: 0 };
          const seat = frame.seats[i] ?? null;
          const r = radius(i);
          const colour = seat !== null ? BODIES[kind(seat, bodies)] : frame.staff[i] ? "#555" : "#fff";
          return (
            <g key={person}>
              {frame.speaks[i] && <circle class="speaks" cx={x} cy={y} r={r + 3} />}
              {frame.staff[i] ? (
                <rect class="person" x={x - r} y={y - r} width={2 * r} height={2 * r} fill={colour} />
              ) : (
                <circle class="person" cx={x} cy={y} r={r} fill={colour} />
              )}
              <title>
                {who(person)}
                {seat !== null ? `, ${bodyName(seat, bodies)}` : ""}
              </title>
            </g>
          );
        })}
      </svg>
      <p class="key">
        {words.organization.body.map((name, i) => (
          <span key={name}>
            <i class="dot" style={{ background: BODIES[i] }} /> {fill(name, { n: "" })}
          </span>
        ))}
      </p>
    </Chart>
  );
}
