//! The room: at which station of the tour it is, and what its people guess before they look.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::refusal::{Kind, Refusal};

/// Stations of the tour.
pub const STATIONS: u8 = 6;
/// People whose guesses are kept.
const PEOPLE: usize = 500;
/// Who may watch at once.
const WATCHERS: usize = 300;

/// Guesses and who is to hear of them.
pub struct Room {
    guesses: Mutex<Guesses>,
    news: watch::Sender<View>,
}

#[derive(Default)]
struct Guesses {
    round: u64,
    station: u8,
    /// By who guesses: a number for each station.
    people: BTreeMap<String, [Option<u8>; STATIONS as usize]>,
}

/// What everybody in the room may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    /// Another one whenever guesses have been forgotten, by hand or since the program began anew: pages then forget
    /// their own.
    pub round: u64,
    /// The station at which the room is; 0 where nobody leads.
    pub station: u8,
    /// Guesses at each station, from low to high.
    pub guesses: Vec<Vec<u8>>,
}

/// A guess: of a hundred organizations, how many.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guess {
    /// Who guesses; a word that the page makes up.
    visitor: String,
    /// 1 to [`STATIONS`].
    station: u8,
    /// 0 to 100.
    guess: u8,
}

/// Where the room goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// 0 to [`STATIONS`].
    station: u8,
}

impl Default for Room {
    fn default() -> Self {
        // No earlier program on this machine has had this number.
        let begun = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
        let guesses = Guesses { round: begun, ..Guesses::default() };
        let (news, _) = watch::channel(guesses.view());
        Self { guesses: Mutex::new(guesses), news }
    }
}

impl Room {
    /// Takes a guess; the first one counts, since a guess that can be changed is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn guess(&self, guess: &Guess) -> Result<(), Refusal> {
        if !(1..=STATIONS).contains(&guess.station) || guess.guess > 100 {
            let error = format!(
                "error: there is no such guess\n  help: use a station from 1 to {STATIONS} and a guess from 0 to 100"
            );
            return Err(Refusal::new(Kind::Request, error));
        }
        if guess.visitor.is_empty() || guess.visitor.len() > 64 {
            let error = "error: nobody is guessing\n  help: send a `visitor` of 1 to 64 letters";
            return Err(Refusal::new(Kind::Request, error));
        }
        let mut guesses = self.guesses();
        if guesses.people.len() >= PEOPLE && !guesses.people.contains_key(&guess.visitor) {
            let error = "error: the room is full\n  help: whoever started the room can clear it";
            return Err(Refusal::new(Kind::RoomFull, error));
        }
        let own = guesses.people.entry(guess.visitor.clone()).or_default();
        own[usize::from(guess.station) - 1].get_or_insert(guess.guess);
        self.tell(&guesses);
        Ok(())
    }

    /// Goes to a station.
    ///
    /// # Errors
    /// When there is none of that number.
    pub fn lead(&self, lead: &Lead) -> Result<(), Refusal> {
        if lead.station > STATIONS {
            let error =
                format!("error: there is no station {}\n  help: use one from 0 to {STATIONS}", lead.station);
            return Err(Refusal::new(Kind::Request, error));
        }
        let mut guesses = self.guesses();
        guesses.station = lead.station;
        self.tell(&guesses);
        Ok(())
    }

    /// Forgets all guesses.
    pub fn clear(&self) {
        let mut guesses = self.guesses();
        *guesses = Guesses { round: guesses.round + 1, ..Guesses::default() };
        self.tell(&guesses);
    }

    /// What is now and what comes; `None` where too many are watching.
    pub fn watch(&self) -> Option<watch::Receiver<View>> {
        (self.news.receiver_count() < WATCHERS).then(|| self.news.subscribe())
    }

    fn guesses(&self) -> std::sync::MutexGuard<'_, Guesses> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, guesses: &Guesses) {
        self.news.send_replace(guesses.view());
    }
}

impl Guesses {
    fn view(&self) -> View {
        let at = |station: usize| {
            let mut all: Vec<u8> = self.people.values().filter_map(|own| own[station]).collect();
            all.sort_unstable();
            all
        };
        View {
            round: self.round,
            station: self.station,
            guesses: (0..usize::from(STATIONS)).map(at).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Guess, Lead, Room};

    fn guess(visitor: &str, station: u8, guess: u8) -> Guess {
        Guess { visitor: visitor.into(), station, guess }
    }

    #[test]
    fn the_first_guess_counts_and_all_hear_of_it() {
        let room = Room::default();
        let news = room.watch().unwrap();
        room.guess(&guess("a", 2, 70)).unwrap();
        room.guess(&guess("b", 2, 30)).unwrap();
        room.guess(&guess("a", 2, 10)).unwrap();
        room.lead(&Lead { station: 2 }).unwrap();
        assert_eq!(news.borrow().guesses[1], [30, 70]);
        assert_eq!(news.borrow().station, 2);
        let round = news.borrow().round;
        assert!(round > 0);
        room.clear();
        assert!(news.borrow().guesses[1].is_empty());
        assert_eq!(news.borrow().round, round + 1);
        for bad in [guess("a", 0, 1), guess("a", 7, 1), guess("a", 1, 101), guess("", 1, 1)] {
            assert!(room.guess(&bad).is_err());
        }
        assert!(room.lead(&Lead { station: 7 }).is_err());
    }

    #[test]
    fn a_room_is_not_larger_than_a_room() {
        let room = Room::default();
        for i in 0..500 {
            room.guess(&guess(&i.to_string(), 1, 5)).unwrap();
        }
        assert!(room.guess(&guess("one more", 1, 5)).is_err());
        assert!(room.guess(&guess("7", 3, 5)).is_ok());
    }
}
