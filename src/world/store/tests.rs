use super::{gate::AT_ONCE, *};
use std::sync::atomic::AtomicUsize;

/// Files that say what they are made from, and how often that was done.
#[derive(Debug)]
struct Letters {
    source: Handle,
    made: AtomicUsize,
}

impl Letters {
    fn of(path: &Path) -> Letters {
        let source = Handle::new(path.to_owned(), 1);
        Letters { source, made: AtomicUsize::new(0) }
    }
}

impl Costly for Letters {
    fn files(&self) -> usize {
        3
    }

    fn source(&self) -> Option<&Handle> {
        Some(&self.source)
    }

    fn recipe(&self, file: usize) -> [u8; 32] {
        [file as u8; 32]
    }

    fn memory(&self) -> u64 {
        AT_ONCE * 2
    }

    fn make(&self, source: &[u8], files: &[usize]) -> Made {
        self.made.fetch_add(1, Ordering::SeqCst);
        let files = files.iter().map(|file| [source, file.to_string().as_bytes()].concat()).collect();
        Made { files, finding: None }
    }

    fn examine(&self, _: &[u8]) -> Option<Finding> {
        None
    }
}

fn bytes(content: Content) -> Vec<u8> {
    match content {
        Content::Bytes(bytes) => bytes,
        Content::Copy(handle) => fs::read(&*handle.real).unwrap(),
        Content::Costly(..) => panic!("nothing was made"),
    }
}

#[test]
fn what_was_made_once_is_found_again() {
    let hub = tempfile::tempdir().unwrap();
    let path = hub.path().join("x");
    fs::write(&path, "a").unwrap();
    let work = Letters::of(&path);
    let store = Store::open(hub.path());
    assert_eq!(bytes(store.get(&work, 1)), b"a1");
    assert_eq!(bytes(store.get(&work, 2)), b"a2");
    store.put_in_order();
    assert_eq!(bytes(Store::for_one(hub.path()).get(&work, 0)), b"a0");
    assert_eq!(work.made.load(Ordering::SeqCst), 1, "all were made together");
    fs::write(&path, "b").unwrap();
    assert_eq!(bytes(store.get(&work, 0)), b"b0", "another source, another file");
    fs::remove_dir_all(hub.path().join(NAME)).unwrap();
    assert_eq!(bytes(store.get(&work, 0)), b"b0");
}

#[test]
fn a_store_that_cannot_be_kept_gives_the_same() {
    let hub = tempfile::tempdir().unwrap();
    let path = hub.path().join("x");
    fs::write(&path, "a").unwrap();
    fs::write(hub.path().join(NAME), "no folder").unwrap();
    assert_eq!(bytes(Store::open(hub.path()).get(&Letters::of(&path), 1)), b"a1");
}

#[cfg(unix)]
#[test]
fn a_store_that_is_led_elsewhere_is_not_followed() {
    let (hub, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = hub.path().join("x");
    fs::write(&path, "a").unwrap();
    std::os::unix::fs::symlink(outside.path(), hub.path().join(NAME)).unwrap();
    assert_eq!(bytes(Store::open(hub.path()).get(&Letters::of(&path), 1)), b"a1");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_folder_of_the_store_that_is_led_elsewhere_is_not_followed() {
    let (hub, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = hub.path().join("x");
    fs::write(&path, "a").unwrap();
    let root = hub.path().join(NAME);
    fs::create_dir(&root).unwrap();
    for n in 0..256 {
        std::os::unix::fs::symlink(outside.path(), root.join(format!("{n:02x}"))).unwrap();
    }
    std::os::unix::fs::symlink("/dev/zero", root.join(DIGESTS)).unwrap();
    assert_eq!(bytes(Store::open(hub.path()).get(&Letters::of(&path), 1)), b"a1");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}
