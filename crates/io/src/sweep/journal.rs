//! The journal of the part in the making: its runs survive the process.
//!
//! Records follow each other, each with its length and checksums of both; a record that was cut short by a crash is
//! recognized and made again. One that was changed is, too, with all after it, and the user is told.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::parts::Record;

/// How long completed runs may stay in the system's memory before they are forced to the disk; only a failure of
/// the machine, not of the program, can lose them.
const SYNC: Duration = Duration::from_secs(1);

/// The journal of one part.
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

impl Journal {
    /// Opens the journal of a part, and gives what is in it, and what is wrong with it. `head` is the plan and the
    /// part that the records belong to.
    pub fn open(path: &Path, head: &str) -> io::Result<(Self, Vec<Record>, Option<String>)> {
        let mut bytes = Vec::new();
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        file.read_to_end(&mut bytes)?;
        let Found { records, whole, damaged } = read(&bytes, head);
        file.set_len(whole as u64)?;
        let mut journal = Self { path: path.to_owned(), file, synced: Instant::now() };
        if whole == 0 {
            journal.file.write_all(&framed(head.as_bytes()))?;
        }
        let damage = damaged
            .then(|| format!("is damaged after {} runs. What came after them is made again.", records.len()));
        Ok((journal, records, damage))
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

/// Bytes before those of a record: how many they are, a checksum of that, and a checksum of them.
const HEAD: usize = 12;

fn framed(bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u32).to_le_bytes();
    let mut all = Vec::with_capacity(bytes.len() + HEAD);
    all.extend(length);
    all.extend(crc32fast::hash(&length).to_le_bytes());
    all.extend(crc32fast::hash(bytes).to_le_bytes());
    all.extend(bytes);
    all
}

/// What some bytes begin with.
enum Frame<'a> {
    /// A record.
    Whole(&'a [u8]),
    /// The beginning of one, as a crash leaves it.
    Cut,
    Damaged,
}

fn frame(bytes: &[u8]) -> Frame<'_> {
    let word = |at: usize| {
        let word: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(word))
    };
    let (Some(length), Some(of_length), Some(of_bytes)) = (word(0), word(4), word(8)) else {
        return Frame::Cut;
    };
    if crc32fast::hash(&length.to_le_bytes()) != of_length {
        return Frame::Damaged;
    }
    match bytes[HEAD..].get(..length as usize) {
        None => Frame::Cut,
        Some(inner) if crc32fast::hash(inner) == of_bytes => Frame::Whole(inner),
        Some(_) => Frame::Damaged,
    }
}

/// The content of a journal.
#[derive(Default)]
struct Found {
    /// The records that are whole, up to the first that is not.
    records: Vec<Record>,
    /// How long it is up to there.
    whole: usize,
    /// Whether what comes after is more than a record that was cut short.
    damaged: bool,
}

fn read(bytes: &[u8], head: &str) -> Found {
    let mut found = Found::default();
    match frame(bytes) {
        Frame::Whole(there) if there == head.as_bytes() => found.whole = there.len() + HEAD,
        Frame::Cut => return found,
        Frame::Whole(_) | Frame::Damaged => return Found { damaged: true, ..found },
    }
    while found.whole < bytes.len() {
        let record = match frame(&bytes[found.whole..]) {
            Frame::Whole(inner) => postcard::from_bytes(inner).map(|record| (record, inner.len())),
            Frame::Cut => return found,
            Frame::Damaged => return Found { damaged: true, ..found },
        };
        let Ok((record, length)) = record else { return Found { damaged: true, ..found } };
        found.records.push(record);
        found.whole += length + HEAD;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Journal, Record};

    #[test]
    fn a_journal_cut_anywhere_gives_what_was_whole_and_goes_on() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let record = |replicate: u32| Record { replicate, result: Err("x".repeat(replicate as usize)) };
        let (mut journal, found, _) = Journal::open(&path, "plan").unwrap();
        assert!(found.is_empty());
        (0..5).for_each(|n| journal.add(&record(n)).unwrap());
        let all = std::fs::read(&path).unwrap();
        let mut most = 0;
        for end in 0..=all.len() {
            std::fs::write(&path, &all[..end]).unwrap();
            let (mut journal, found, damage) = Journal::open(&path, "plan").unwrap();
            assert_eq!(damage, None, "a cut is no damage");
            assert!(found.len() >= most && found.len() <= 5);
            most = found.len();
            assert_eq!(found, (0..most as u32).map(record).collect::<Vec<_>>());
            journal.add(&record(9)).unwrap();
            let (_, found, _) = Journal::open(&path, "plan").unwrap();
            assert_eq!(found.last(), Some(&record(9)), "after a cut at {end}");
        }
        assert_eq!(most, 5);
        std::fs::write(&path, &all).unwrap();
        let (_, found, damage) = Journal::open(&path, "another plan").unwrap();
        assert!(found.is_empty() && damage.is_some());
    }

    #[test]
    fn a_journal_with_a_changed_bit_says_so_and_gives_nothing_that_was_changed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal");
        let record = |replicate: u32| Record { replicate, result: Err("because".into()) };
        let (mut journal, ..) = Journal::open(&path, "plan").unwrap();
        (0..4).for_each(|n| journal.add(&record(n)).unwrap());
        let all = std::fs::read(&path).unwrap();
        for at in 0..all.len() * 8 {
            let mut changed = all.clone();
            changed[at / 8] ^= 1 << (at % 8);
            std::fs::write(&path, &changed).unwrap();
            let (_, found, damage) = Journal::open(&path, "plan").unwrap();
            assert!(found.len() < 4 && damage.is_some(), "bit {at}");
            assert_eq!(found, (0..found.len() as u32).map(record).collect::<Vec<_>>());
        }
    }
}
