//! The room: at which station of the tour it is, and what its people guess before they look.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::refusal::{Kind, Refusal};

/// Stations of the tour.
pub const STATIONS: u8 = 6;
/// People whose guesses are kept, and how many of them from one address: a room behind one router has one.
const PEOPLE: (usize, usize) = (500, 100);
/// Who may watch at once, and how many of them from one address.
const WATCHERS: (usize, usize) = (300, 100);

/// Guesses and who is to hear of them.
pub struct Room {
    guesses: Mutex<Guesses>,
    news: watch::Sender<View>,
    /// How many watch from each address.
    watchers: Mutex<BTreeMap<IpAddr, usize>>,
}

#[derive(Default)]
struct Guesses {
    round: u64,
    station: u8,
    people: BTreeMap<String, Person>,
    /// From where nobody may guess.
    kept_out: BTreeSet<IpAddr>,
}

struct Person {
    address: IpAddr,
    /// A number for each station.
    guesses: [Option<u8>; STATIONS as usize],
}

/// Somebody who has guessed, as whoever leads the room sees them.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Person"))]
pub struct Seen {
    visitor: String,
    address: IpAddr,
    guesses: [Option<u8>; STATIONS as usize],
}

/// Whose guesses are to be forgotten: one device's, or those of all from one address, from which none are taken any more.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Remove {
    /// Who has guessed.
    Visitor(String),
    /// From where.
    Address(IpAddr),
}

/// Somebody who watches, until it is dropped.
pub struct Watcher {
    room: Arc<Room>,
    address: IpAddr,
    /// What is now, and what comes.
    pub news: watch::Receiver<View>,
}

/// What everybody in the room may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "RoomView"))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
        Self { guesses: Mutex::new(guesses), news, watchers: Mutex::default() }
    }
}

impl Room {
    /// Takes a guess; the first one counts, since a guess that can be changed is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn guess(&self, address: IpAddr, guess: &Guess) -> Result<(), Refusal> {
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
        if guesses.kept_out.contains(&address) {
            let error =
                "error: whoever leads the room takes no guesses from this device\n  help: talk to them";
            return Err(Refusal::new(Kind::KeptOut, error));
        }
        if !guesses.people.contains_key(&guess.visitor) {
            let here = guesses.people.values().filter(|person| person.address == address).count();
            if guesses.people.len() >= PEOPLE.0 || here >= PEOPLE.1 {
                let error = "error: the room is full\n  help: whoever started the room can clear it";
                return Err(Refusal::new(Kind::RoomFull, error));
            }
        }
        let person = guesses.people.entry(guess.visitor.clone());
        let person = person.or_insert(Person { address, guesses: Default::default() });
        person.guesses[usize::from(guess.station) - 1].get_or_insert(guess.guess);
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

    /// Who has guessed what, in the order of where they are.
    pub fn people(&self) -> Vec<Seen> {
        let guesses = self.guesses();
        let seen = |(visitor, person): (&String, &Person)| Seen {
            visitor: visitor.clone(),
            address: person.address,
            guesses: person.guesses,
        };
        let mut all: Vec<Seen> = guesses.people.iter().map(seen).collect();
        all.sort_by_key(|seen| seen.address);
        all
    }

    /// Forgets some guesses.
    pub fn remove(&self, remove: &Remove) {
        let mut guesses = self.guesses();
        match remove {
            Remove::Visitor(visitor) => drop(guesses.people.remove(visitor)),
            Remove::Address(address) => {
                guesses.people.retain(|_, person| person.address != *address);
                guesses.kept_out.insert(*address);
            }
        }
        self.tell(&guesses);
    }

    /// What is now and what comes; `None` where too many are watching, in all or from there.
    pub fn watch(self: Arc<Self>, address: IpAddr) -> Option<Watcher> {
        let mut watchers = self.watchers();
        let here = watchers.get(&address).copied().unwrap_or(0);
        if watchers.values().sum::<usize>() >= WATCHERS.0 || here >= WATCHERS.1 {
            return None;
        }
        watchers.insert(address, here + 1);
        drop(watchers);
        let news = self.news.subscribe();
        Some(Watcher { room: self, address, news })
    }

    fn watchers(&self) -> MutexGuard<'_, BTreeMap<IpAddr, usize>> {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn guesses(&self) -> MutexGuard<'_, Guesses> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells all who watch, where there is anything new.
    fn tell(&self, guesses: &Guesses) {
        let now = guesses.view();
        self.news.send_if_modified(|view| {
            let is_new = *view != now;
            *view = now;
            is_new
        });
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let mut watchers = self.room.watchers();
        if let Some(here) = watchers.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                watchers.remove(&self.address);
            }
        }
    }
}

impl Guesses {
    fn view(&self) -> View {
        let at = |station: usize| {
            let mut all: Vec<u8> =
                self.people.values().filter_map(|person| person.guesses[station]).collect();
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
    use std::net::IpAddr;
    use std::sync::Arc;

    use super::{Guess, Kind, Lead, Remove, Room};

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

    fn guess(visitor: &str, station: u8, guess: u8) -> Guess {
        Guess { visitor: visitor.into(), station, guess }
    }

    fn at(number: usize) -> IpAddr {
        IpAddr::from([10, 1, 0, number as u8])
    }

    #[test]
    fn the_first_guess_counts_and_all_hear_of_it() {
        let room = Arc::new(Room::default());
        let watcher = Arc::clone(&room).watch(HERE).unwrap();
        let news = &watcher.news;
        room.guess(HERE, &guess("a", 2, 70)).unwrap();
        room.guess(HERE, &guess("b", 2, 30)).unwrap();
        room.guess(HERE, &guess("a", 2, 10)).unwrap();
        room.lead(&Lead { station: 2 }).unwrap();
        assert_eq!(news.borrow().guesses[1], [30, 70]);
        let mut other = Arc::clone(&room).watch(at(1)).unwrap();
        room.guess(HERE, &guess("a", 2, 10)).unwrap();
        room.lead(&Lead { station: 2 }).unwrap();
        assert!(!other.news.has_changed().unwrap(), "nothing is new");
        room.guess(HERE, &guess("a", 3, 10)).unwrap();
        assert!(other.news.has_changed().unwrap());
        other.news.mark_unchanged();
        assert_eq!(news.borrow().station, 2);
        let round = news.borrow().round;
        assert!(round > 0);
        room.clear();
        assert!(news.borrow().guesses[1].is_empty());
        assert_eq!(news.borrow().round, round + 1);
        for bad in [guess("a", 0, 1), guess("a", 7, 1), guess("a", 1, 101), guess("", 1, 1)] {
            assert!(room.guess(HERE, &bad).is_err());
        }
        assert!(room.lead(&Lead { station: 7 }).is_err());
    }

    #[test]
    fn a_room_is_not_larger_than_a_room_and_one_device_cannot_fill_it() {
        let room = Room::default();
        let full = |from, visitor: &str| room.guess(from, &guess(visitor, 1, 5)).map_err(|error| error.kind);
        for i in 0..100 {
            full(HERE, &i.to_string()).unwrap();
        }
        assert_eq!(full(HERE, "one more"), Err(Kind::RoomFull));
        assert!(room.guess(HERE, &guess("7", 3, 5)).is_ok());
        for i in 100..500 {
            full(at(i / 50), &i.to_string()).unwrap();
        }
        assert_eq!(full(at(200), "one more"), Err(Kind::RoomFull));
    }

    #[test]
    fn whoever_leads_can_forget_one_device_and_keep_out_an_address() {
        let room = Room::default();
        room.guess(HERE, &guess("a", 1, 10)).unwrap();
        room.guess(HERE, &guess("b", 1, 20)).unwrap();
        room.guess(at(1), &guess("c", 1, 30)).unwrap();
        let numbers = || room.guesses().view().guesses[0].clone();
        let round = room.guesses().round;
        room.remove(&Remove::Visitor("b".into()));
        assert_eq!(numbers(), [10, 30]);
        assert_eq!(room.people().iter().map(|seen| &*seen.visitor).collect::<Vec<_>>(), ["a", "c"]);
        room.remove(&Remove::Address(HERE));
        assert_eq!(numbers(), [30]);
        assert_eq!(room.guess(HERE, &guess("d", 1, 1)).unwrap_err().kind, Kind::KeptOut);
        // Nobody else is asked to guess again.
        assert_eq!(room.guesses().round, round);
        room.clear();
        assert!(room.guess(HERE, &guess("d", 1, 1)).is_ok());
    }

    #[test]
    fn one_address_does_not_take_all_streams() {
        let room = Arc::new(Room::default());
        let watch = |from| Arc::clone(&room).watch(from);
        let mut all: Vec<_> = (0..100).map(|_| watch(HERE).unwrap()).collect();
        assert!(watch(HERE).is_none());
        let others: Vec<_> = (0..200).map(|i| watch(at(i / 50)).unwrap()).collect();
        assert!(watch(at(200)).is_none());
        all.pop();
        assert!(watch(HERE).is_some());
        drop(others);
        assert!(watch(at(200)).is_some());
    }
}
