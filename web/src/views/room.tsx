// For whoever leads the room: how to come in, what is guessed, and by which devices.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import * as api from "../api.ts";
import { about, problem, room, told } from "../state.ts";
import { fill, number, texts } from "../words.ts";

export function Room(): JSX.Element {
  const words = texts.value;
  const addresses = about.value?.addresses ?? [];
  return (
    <section class="room" aria-labelledby="room">
      <h2 id="room">{words.room.title}</h2>
      {addresses.length > 0 ? (
        <>
          <p>{words.room.join}</p>
          <img src="/api/qr.svg" width={320} height={320} alt={words.room.qr} />
          {addresses.map((address) => (
            <p key={address} class="address">
              <a href={address}>{address}</a>
            </p>
          ))}
        </>
      ) : (
        <p>{words.room.closed}</p>
      )}
      <h3>{words.room.people}</h3>
      <ul>
        {words.tour.stations.map(({ title }, i) => (
          <li key={title}>
            {title} <b>{number(room.value.guesses[i]?.length ?? 0)}</b>
          </li>
        ))}
      </ul>
      {about.value?.is_host && (
        <>
          <Devices />
          <button type="button" onClick={() => tried(api.clearRoom())}>
            {words.room.clear}
          </button>
        </>
      )}
    </section>
  );
}

function tried(done: Promise<void>): void {
  done.catch((error: unknown) => {
    problem.value = told(error);
  });
}

/** Who has guessed, by where they are: one device, or all from an address, can be taken out. */
function Devices(): JSX.Element {
  const words = texts.value.room;
  const [people, setPeople] = useState<api.Person[]>([]);
  const [isOpen, setOpen] = useState(false);
  const view = room.value;
  useEffect(() => {
    // The room's news are not of who it was.
    if (isOpen && view) tried(api.people().then(setPeople));
  }, [isOpen, view]);
  const addresses = [...new Set(people.map(({ address }) => address))];
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.devices}</summary>
      <p class="hint">{words.devicesHint}</p>
      {addresses.map((address) => (
        <div key={address} class="device">
          <div class="inline">
            <b>{address}</b>
            <button type="button" class="quiet" onClick={() => tried(api.remove({ address }))}>
              {words.keepOut}
            </button>
          </div>
          <ul>
            {people
              .filter((person) => person.address === address)
              .map(({ visitor, guesses }, i) => (
                <li key={visitor} class="inline">
                  <span>
                    {fill(words.device, { n: i + 1 })}:{" "}
                    {guesses.map((guess) => (guess === null ? "–" : number(guess))).join(" · ")}
                  </span>
                  <button type="button" class="quiet" onClick={() => tried(api.remove({ visitor }))}>
                    {words.remove}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </details>
  );
}
