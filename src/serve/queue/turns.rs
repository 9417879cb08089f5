//! Turns: the right to use all threads of a lane.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::Queue;
use super::state::{Lane, Shared, Waiting};
use crate::serve::askers::Askers;

/// The right to use all threads of a lane, until it is dropped.
pub(super) struct Turn {
    shared: Arc<Shared>,
    lane: Lane,
    /// For whom it is; also those pay who go away meanwhile.
    addresses: Vec<IpAddr>,
    begun: Instant,
    spent: bool,
}

impl Turn {
    fn new(shared: &Arc<Shared>, lane: Lane, askers: &Askers) -> Self {
        let (shared, addresses) = (Arc::clone(shared), askers.all());
        Self { shared, lane, addresses, begun: Instant::now(), spent: false }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.spent {
            return;
        }
        let now = Instant::now();
        let mut state = self.shared.state();
        let each = (now - self.begun).as_secs_f64() / self.addresses.len().max(1) as f64;
        self.addresses.iter().for_each(|address| state.add(*address, each, now));
        while let Some(next) = state.next(self.lane, now) {
            match next.sender.send(Self::new(&self.shared, self.lane, &next.askers)) {
                Ok(()) => return,
                // Nobody waits there any more.
                Err(mut turn) => turn.spent = true,
            }
        }
        state.lanes[self.lane as usize].busy = false;
    }
}

impl Queue {
    /// Waits for a turn.
    pub(super) async fn turn(&self, lane: Lane, stage: u32, askers: &Askers) -> Turn {
        let receiver = {
            let mut state = self.shared.state();
            let turns = &mut state.lanes[lane as usize];
            if !turns.busy {
                turns.busy = true;
                return Turn::new(&self.shared, lane, askers);
            }
            let (sender, receiver) = oneshot::channel();
            let ticket = self.shared.ticket();
            turns.waiting.push(Waiting { stage, askers: askers.clone(), ticket, sender });
            receiver
        };
        match receiver.await {
            Ok(turn) => turn,
            // Senders are dropped with the queue only, and the queue is in use here.
            Err(_) => unreachable!("a queue in use was dropped"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use super::super::state::{Lane, State};
    use super::super::testing::{AWAY, HERE, from, queue, runtime};
    use super::{Queue, Turn};

    fn waiting(queue: &Queue) -> usize {
        let state = queue.shared.state();
        state.lanes[0].waiting.iter().filter(|one| !one.sender.is_closed()).count()
    }

    /// In which order those are served who wait for the first one to be done.
    async fn order(queue: &Queue, all: &[(u32, IpAddr)], leaves: Option<usize>) -> Vec<usize> {
        let (here, _asker) = from(HERE);
        let first = queue.turn(Lane::Quick, 0, &here).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (number, &(stage, address)) in all.iter().enumerate() {
            let (own, order) = (queue.clone(), Arc::clone(&order));
            tasks.push(tokio::spawn(async move {
                let (askers, _asker) = from(address);
                let _turn = own.turn(Lane::Quick, stage, &askers).await;
                order.lock().unwrap().push(number);
            }));
            while waiting(queue) < tasks.len() {
                tokio::task::yield_now().await;
            }
        }
        if let Some(number) = leaves {
            tasks.remove(number).abort();
            while waiting(queue) > tasks.len() {
                tokio::task::yield_now().await;
            }
        }
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        // The turn is free again.
        drop(queue.turn(Lane::Quick, 9, &here).await);
        Arc::into_inner(order).unwrap().into_inner().unwrap()
    }

    #[test]
    fn who_has_seen_or_had_least_comes_first_and_who_left_is_passed_over() {
        runtime().block_on(async {
            let queue = queue(Duration::from_secs(9));
            assert_eq!(order(&queue, &[(3, AWAY), (1, AWAY), (2, AWAY)], Some(1)).await, [2, 0]);
            // Who has had seven seconds waits as if three stages on.
            queue.shared.state().add(AWAY, 7.0, Instant::now());
            assert_eq!(
                order(&queue, &[(0, AWAY), (2, HERE), (3, HERE), (1, AWAY)], None).await,
                [1, 0, 2, 3]
            );
        });
    }

    #[test]
    fn an_answer_for_many_is_due_to_the_one_who_has_had_least_and_all_pay() {
        let queue = queue(Duration::from_secs(9));
        let (both, _away) = from(AWAY);
        let _here = both.join(HERE);
        let mut state = queue.shared.state();
        state.add(AWAY, 100.0, Instant::now());
        let rank = |state: &State| both.least(|address| state.had(address, Instant::now()));
        assert_eq!(rank(&state), Some((0.0, HERE)));
        drop(state);
        let turn = Turn::new(&queue.shared, Lane::Quick, &both);
        std::thread::sleep(Duration::from_millis(20));
        drop(turn);
        let had = queue.shared.state().had(HERE, Instant::now());
        assert!((0.005..1.0).contains(&had), "{had}");
    }
}
