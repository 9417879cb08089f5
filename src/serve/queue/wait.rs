//! Waits, as far as they can be told.

use std::net::IpAddr;

use super::state::{Lane, Left};
use super::{Load, Queue};
use crate::serve::askers::Askers;

/// What stands between a visitor and an answer.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Wait {
    /// Requests of others that are waiting or at work.
    pub ahead: usize,
    /// Seconds until all is simulated, as far as can be told.
    pub seconds: f64,
}

impl Queue {
    /// How long a request from an address will take: those who are at work in its lane share the threads, so that each of
    /// them holds it up for as long as it needs itself, or less; and both lanes share the machine while both are busy.
    /// Where it is at work already, for `mine`, what is left of it counts.
    pub fn wait(&self, address: IpAddr, load: Load, mine: Option<&Askers>) -> Wait {
        let state = self.shared.state();
        let is_mine = |left: &Left| mine.is_some_and(|mine| mine.is(&left.askers));
        let (lane, own) = state.left.values().find(|left| is_mine(left)).map_or_else(
            || (Lane::of(load.one()), load.core_seconds / self.threads() * state.slower(Some(address))),
            |left| (left.lane, left.seconds),
        );
        let (mut ahead, mut here, mut beside) = (0, own, 0.0);
        for left in state.left.values().filter(|left| !is_mine(left)) {
            ahead += 1;
            if left.lane == lane {
                here += left.seconds.min(own);
            } else {
                beside += left.seconds;
            }
        }
        Wait { ahead, seconds: here + beside.min(here) }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use super::super::state::Lane;
    use super::super::testing::{AWAY, HERE, from, load, queue};

    #[test]
    fn a_wait_counts_those_who_are_at_work_and_how_work_goes_here() {
        let queue = queue(Duration::from_secs(9));
        let wait = |address| queue.wait(address, load(100, 4.0), None);
        assert_eq!(wait(HERE).seconds, 4.0);
        let (away, _away) = from(AWAY);
        let mut long = queue.begin(&away, load(1000, 100.0));
        let short = queue.begin(&from(HERE).0, load(10, 1.0));
        assert_eq!((wait(HERE).ahead, wait(HERE).seconds), (2, 4.0 + 4.0 + 1.0));
        // What is in the slow lane has half of the machine as long as it is there.
        let giant = queue.begin(&from(HERE).0, load(1, 3.0));
        assert_eq!(wait(HERE).seconds, 9.0 + 3.0);
        drop((giant, short));
        // Whoever waits for the long one is told what is left of it.
        let told = queue.wait(AWAY, load(1000, 100.0), Some(&away));
        assert_eq!((told.ahead, told.seconds), (0, 100.0));
        // The runs took four times as long as was thought, which is believed of that address.
        long.learn(10, 4.0, 990);
        assert_eq!(wait(HERE).seconds, 4.0 + 4.0);
        drop(long);
        assert_eq!((wait(HERE).seconds, wait(AWAY).seconds), (4.0, 16.0));
    }

    #[test]
    fn what_one_address_does_changes_the_waits_and_lanes_of_no_other() {
        let queue = queue(Duration::from_secs(9));
        let (here, _here) = from(HERE);
        for _ in 0..20 {
            let (away, _away) = from(AWAY);
            let mut bad = queue.begin(&away, load(4, 0.01));
            bad.learn(1, 60.0, 3);
        }
        assert_eq!(queue.wait(HERE, load(10, 1.0), None).seconds, 1.0);
        assert_eq!(queue.begin(&here, load(10, 1.0)).lane, Lane::Quick);
        // A run that is thought to be long is not tried in the quick lane, however many threads there are.
        assert_eq!(queue.begin(&here, load(10, 10.0)).lane, Lane::Slow);
        // What most have found is believed.
        for last in 1..=3 {
            let (other, _other) = from(IpAddr::from([10, 0, 0, last]));
            let mut job = queue.begin(&other, load(10, 1.0));
            job.learn(10, 4.0, 0);
        }
        assert_eq!(queue.wait(HERE, load(10, 1.0), None).seconds, 4.0);
    }
}
