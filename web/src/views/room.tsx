// For whoever leads the room: how to come in, and what is guessed.
import type { JSX } from "preact";
import * as api from "../api.ts";
import { about, problem, room, told } from "../state.ts";
import { number, texts } from "../words.ts";

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
        <button
          type="button"
          onClick={() => {
            api.clearRoom().catch((error: unknown) => {
              problem.value = told(error);
            });
          }}
        >
          {words.room.clear}
        </button>
      )}
    </section>
  );
}
