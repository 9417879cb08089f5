//! The journal of the part that is being made: what is finished of it survives the process.
//!
//! Records follow each other, each with its length and a checksum; a record that was cut short by a crash is
//! recognized and made again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::parts::Record;

/// How long finished runs may rest in the system's memory before they are forced to the disk; only a failure of
/// the machine, not of the program, can lose them.
const SYNC: Duration = Duration::from_secs(1);

/// The journal of one part.
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

impl Journal {
    /// Opens the journal of a part, and gives what is in it. `plan` is what the records belong to.
    pub fn open(path: &Path, plan: &str) -> io::Result<(Self, Vec<Record>)> {
        let mut bytes = Vec::new();
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        file.read_to_end(&mut bytes)?;
        let (records, whole) = read(&bytes, plan);
        file.set_len(whole as u64)?;
        let mut journal = Self { path: path.to_owned(), file, synced: Instant::now() };
        if whole == 0 {
            journal.file.write_all(&framed(plan.as_bytes()))?;
        }
        Ok((journal, records))
    }

    /// Adds a record.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        let bytes = postcard::to_stdvec(record).map_err(io::Error::other)?;
        self.file.write_all(&framed(&bytes))?;
        if self.synced.elapsed() >= SYNC {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// Removes it: the part is made.
    pub fn close(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

fn framed(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::with_capacity(bytes.len() + 8);
    all.extend((bytes.len() as u32).to_le_bytes());
    all.extend(crc32fast::hash(bytes).to_le_bytes());
    all.extend(bytes);
    all
}

/// The first whole frame, and how long it is with its head.
fn frame(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let end = 8usize.checked_add(word(0)? as usize)?;
    let inner = bytes.get(8..end)?;
    (crc32fast::hash(inner) == word(4)?).then_some((inner, end))
}

/// The records of a journal that are whole, and how long it is up to there; nothing of another plan's.
fn read(bytes: &[u8], plan: &str) -> (Vec<Record>, usize) {
    let mut records = Vec::new();
    let Some((_, mut whole)) = frame(bytes).filter(|(head, _)| *head == plan.as_bytes()) else {
        return (records, 0);
    };
    while let Some((inner, length)) = bytes.get(whole..).and_then(frame) {
        let Ok(record) = postcard::from_bytes(inner) else { break };
        records.push(record);
        whole += length;
    }
    (records, whole)
}

#[cfg(test)]
mod tests {
    use super::{Journal, Record};

    #[test]
    fn a_journal_cut_anywhere_gives_what_was_whole_and_goes_on() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let record = |replicate: u32| Record { replicate, result: Err("x".repeat(replicate as usize)) };
        let (mut journal, found) = Journal::open(&path, "plan").unwrap();
        assert!(found.is_empty());
        (0..5).for_each(|n| journal.add(&record(n)).unwrap());
        let all = std::fs::read(&path).unwrap();
        let mut most = 0;
        for end in 0..=all.len() {
            std::fs::write(&path, &all[..end]).unwrap();
            let (mut journal, found) = Journal::open(&path, "plan").unwrap();
            assert!(found.len() >= most && found.len() <= 5);
            most = found.len();
            assert_eq!(found, (0..most as u32).map(record).collect::<Vec<_>>());
            journal.add(&record(9)).unwrap();
            let (_, found) = Journal::open(&path, "plan").unwrap();
            assert_eq!(found.last(), Some(&record(9)), "after a cut at {end}");
        }
        assert_eq!(most, 5);
        std::fs::write(&path, &all).unwrap();
        assert!(Journal::open(&path, "another plan").unwrap().1.is_empty());
    }
}
