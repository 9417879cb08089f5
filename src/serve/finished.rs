//! Pictures that are finished: who asks for the same again gets the same bytes, and nothing is simulated. Thirty phones at
//! one station of the tour are served for the price of one.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

/// Bytes kept in all; an answer has about a megabyte.
const ROOM: usize = 64 << 20;
/// Bytes of one answer that is kept, so that none pushes out all others.
const LARGEST: usize = ROOM / 8;

/// The answers that were asked for last.
#[derive(Default)]
pub struct Finished {
    kept: Mutex<VecDeque<(String, Answer)>>,
}

/// An answer, or as much of it as there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    lines: Vec<Bytes>,
    size: usize,
}

impl Answer {
    /// Takes one more line; those of an answer that is too large to be kept are let go.
    pub fn push(&mut self, line: Bytes) {
        self.size += line.len();
        self.lines.push(line);
        if self.size > LARGEST {
            self.lines.clear();
        }
    }

    /// All lines.
    pub fn lines(self) -> Vec<Bytes> {
        self.lines
    }
}

impl Finished {
    /// The answer to a question that was asked before.
    pub fn find(&self, question: &str) -> Option<Answer> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let position = kept.iter().position(|(other, _)| other == question)?;
        // What is asked for again stays longest.
        let found = kept.remove(position)?;
        let answer = found.1.clone();
        kept.push_back(found);
        Some(answer)
    }

    /// Keeps an answer; those that were not asked for longest make room.
    pub fn keep(&self, question: String, answer: Answer) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if answer.size > LARGEST || kept.iter().any(|(other, _)| *other == question) {
            return;
        }
        kept.push_back((question, answer));
        let mut size: usize = kept.iter().map(|(question, answer)| question.len() + answer.size).sum();
        while size > ROOM
            && let Some((question, answer)) = kept.pop_front()
        {
            size -= question.len() + answer.size;
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::{Answer, Finished, LARGEST, ROOM};

    fn answer(size: usize) -> Answer {
        let mut answer = Answer::default();
        answer.push(Bytes::from(vec![b'x'; size]));
        answer
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room() {
        let finished = Finished::default();
        let fit = ROOM / LARGEST;
        for number in 0..fit {
            // The question counts as well.
            finished.keep(format!("{number:9}"), answer(LARGEST - 9));
        }
        assert!(finished.find(&format!("{:9}", 0)).is_some());
        finished.keep("one more".to_owned(), answer(LARGEST));
        assert!(finished.find(&format!("{:9}", 0)).is_some(), "it was asked for again");
        assert!(finished.find(&format!("{:9}", 1)).is_none());
        assert_eq!(finished.find("one more"), Some(answer(LARGEST)));
    }

    #[test]
    fn an_answer_that_is_too_large_is_not_kept() {
        let finished = Finished::default();
        let mut large = answer(LARGEST);
        large.push(Bytes::from_static(b"x"));
        assert!(large.clone().lines().is_empty());
        finished.keep("large".to_owned(), large);
        assert!(finished.find("large").is_none());
    }
}
