//! Answers that are being made, and those that were made last: who asks for the same gets the same bytes, and nothing is
//! simulated twice. Thirty phones at one station of the tour are served for the price of one, also at the same moment.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::watch;

use super::askers::{Asker, Askers};
use super::refusal::Refusal;

/// Bytes kept in all; an answer has about a megabyte.
const ROOM: usize = 64 << 20;
/// Bytes of one answer that is kept, so that none pushes out all others.
const LARGEST: usize = ROOM / 8;

/// All that is known.
#[derive(Default)]
pub struct Answers {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    making: BTreeMap<Arc<str>, (watch::Sender<Progress>, Askers)>,
    /// The one asked for last stands last.
    kept: VecDeque<(Arc<str>, Progress)>,
}

/// An answer, or as much of it as there is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Its lines.
    pub lines: Vec<Bytes>,
    /// How it ended, once it did.
    pub end: Option<Result<(), Refusal>>,
}

impl Progress {
    fn size(&self) -> usize {
        self.lines.iter().map(Bytes::len).sum()
    }
}

/// An answer as it comes; dropped, it is not waited for from there any more.
pub struct Follow {
    /// How far it has come.
    pub progress: watch::Receiver<Progress>,
    /// One of those who wait for it.
    pub asker: Asker,
}

/// An answer in the making; dropped, it is over for everybody who waits for it.
pub struct Making {
    answers: Arc<Answers>,
    question: Arc<str>,
    progress: watch::Sender<Progress>,
    /// From where it is waited for.
    pub askers: Askers,
}

impl Answers {
    /// Follows the answer to a question. Where nobody has asked it yet, whoever asks now has to make it.
    pub fn ask(self: &Arc<Self>, question: String, address: IpAddr) -> (Follow, Option<Making>) {
        let follow = |progress, askers: &Askers| Follow { progress, asker: askers.join(address) };
        let mut known = self.known();
        if let Some(place) = known.kept.iter().position(|(kept, _)| **kept == *question)
            && let Some(found) = known.kept.remove(place)
        {
            let (_, progress) = watch::channel(found.1.clone());
            known.kept.push_back(found);
            return (follow(progress, &Askers::default()), None);
        }
        if let Some((making, askers)) = known.making.get(&*question) {
            return (follow(making.subscribe(), askers), None);
        }
        let question: Arc<str> = question.into();
        let (progress, receiver) = watch::channel(Progress::default());
        let askers = Askers::default();
        let follow = follow(receiver, &askers);
        known.making.insert(Arc::clone(&question), (progress.clone(), askers.clone()));
        (follow, Some(Making { answers: Arc::clone(self), question, progress, askers }))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Making {
    /// Tells everybody one more line.
    pub fn push(&self, line: Bytes) {
        self.progress.send_modify(|progress| progress.lines.push(line));
    }

    /// Tells everybody that it is over. What came whole is kept.
    pub fn end(self, how: Result<(), Refusal>) {
        let mut known = self.answers.known();
        known.making.remove(&self.question);
        self.progress.send_modify(|progress| progress.end = Some(how));
        let progress = self.progress.borrow().clone();
        if progress.end == Some(Ok(())) && progress.size() <= LARGEST {
            known.kept.push_back((Arc::clone(&self.question), progress));
        }
        let mut size: usize =
            known.kept.iter().map(|(question, progress)| question.len() + progress.size()).sum();
        while size > ROOM
            && let Some((question, progress)) = known.kept.pop_front()
        {
            size -= question.len() + progress.size();
        }
    }

    /// Waits until nobody waits for it any more; from then on it is asked for anew.
    pub async fn unwanted(&self) {
        loop {
            self.progress.closed().await;
            let mut known = self.answers.known();
            // Somebody may have come just now.
            if self.progress.receiver_count() == 0 {
                known.making.remove(&self.question);
                return;
            }
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let mut known = self.answers.known();
        // It may be made by somebody else by now.
        if known.making.get(&self.question).is_some_and(|(making, _)| making.same_channel(&self.progress)) {
            known.making.remove(&self.question);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use axum::body::Bytes;

    use super::{Answers, LARGEST, ROOM};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const AWAY: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 0, 7));

    fn made(answers: &Arc<Answers>, question: &str, size: usize) {
        let (_follow, making) = answers.ask(question.to_owned(), HERE);
        let making = making.expect("nobody has asked that");
        making.push(Bytes::from(vec![b'x'; size]));
        making.end(Ok(()));
    }

    fn is_known(answers: &Arc<Answers>, question: &str) -> bool {
        answers.ask(question.to_owned(), HERE).1.is_none()
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room() {
        let answers = Arc::new(Answers::default());
        let fit = ROOM / LARGEST;
        for number in 0..fit {
            // The question counts as well.
            made(&answers, &format!("{number:9}"), LARGEST - 9);
        }
        assert!(is_known(&answers, &format!("{:9}", 0)));
        made(&answers, "one more", LARGEST);
        assert!(is_known(&answers, &format!("{:9}", 0)), "it was asked for again");
        assert!(!is_known(&answers, &format!("{:9}", 1)));
        assert_eq!(answers.ask("one more".to_owned(), HERE).0.progress.borrow().size(), LARGEST);
        made(&answers, "too large", LARGEST + 1);
        assert!(!is_known(&answers, "too large"));
    }

    #[tokio::test]
    async fn who_asks_meanwhile_gets_all_lines_and_what_nobody_wants_ends() {
        let answers = Arc::new(Answers::default());
        let ask = || answers.ask("a".to_owned(), HERE);
        let (first, making) = ask();
        let making = making.expect("the first one makes it");
        making.push(Bytes::from_static(b"1"));
        let (second, other) = answers.ask("a".to_owned(), AWAY);
        assert!(other.is_none());
        assert_eq!(making.askers.all(), [HERE, AWAY]);
        assert_eq!(second.progress.borrow().lines, ["1"]);
        drop(first);
        assert_eq!(making.askers.all(), [AWAY]);
        making.push(Bytes::from_static(b"2"));
        assert_eq!(second.progress.borrow().lines, ["1", "2"]);
        drop(second);
        making.unwanted().await;
        assert!(ask().1.is_some(), "it is made anew");
        // Who makes it and fails leaves nothing behind.
        let (mut waits, making) = ask();
        drop(making);
        assert!(waits.progress.changed().await.is_err());
        assert!(ask().1.is_some());
    }
}
