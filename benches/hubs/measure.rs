//! What is measured of one program: builds, their memory, their output, a copy of it.

use crate::{articles::Article, programs::Program, saving};
use std::{
    fs::{self, Metadata},
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime},
};

/// After this a build is not waited for any more.
pub const BUILD_AT_MOST: Duration = Duration::from_secs(420);

/// How much is measured.
pub struct Plan {
    pub rounds: usize,
    /// Of hubgen, in all rounds together.
    pub saves: usize,
}

/// What is known of a program after some rounds.
#[derive(Default)]
pub struct Measured {
    pub full: Vec<Duration>,
    /// Of full builds, of all processors together; nothing where the system does not say.
    pub worked: Vec<Duration>,
    pub again: Vec<Duration>,
    pub copy: Vec<Duration>,
    /// Bytes, of full builds; nothing where the system does not say.
    pub peak: Vec<u64>,
    /// How many files the second build wrote.
    pub rewritten: usize,
    pub output: Output,
    pub stages: Stages,
    pub told: Vec<Duration>,
    pub served: Vec<Duration>,
    /// It took too long, and is not asked again.
    pub gave_up: bool,
}

#[derive(Default)]
pub struct Output {
    pub files: usize,
    /// Files that end in `.html`.
    pub pages: usize,
    pub bytes: u64,
}

/// Milliseconds of each stage in the order of the first build, by its name.
#[derive(Default)]
pub struct Stages(pub Vec<(String, Vec<f64>)>);

/// Builds into an empty folder, builds again, copies, and saves.
pub fn round(program: &dyn Program, folder: &Path, page: &Article, plan: &Plan, measured: &mut Measured) {
    if measured.gave_up {
        return;
    }
    let (site, out, copy) = (folder.join("site"), folder.join("out"), folder.join("copy"));
    // What a program may have kept for the next time.
    [".hubgen", "resources"].iter().for_each(|kept| drop(fs::remove_dir_all(site.join(kept))));
    let Some(full) = run(program.build(&site, &out)) else {
        measured.gave_up = true;
        return;
    };
    measured.full.push(full.time);
    measured.worked.extend(full.usage.worked);
    measured.peak.extend(full.usage.peak);
    measured.stages.read(&full.said);

    let before_again = SystemTime::now();
    if let Some(again) = run(program.build(&site, &out)) {
        measured.again.push(again.time);
        let is_new = |about: &Metadata| about.modified().is_ok_and(|time| time >= before_again);
        measured.rewritten = files(&out).iter().filter(|(_, about)| is_new(about)).count();
    }

    measured.output = Output::of(&out);
    measured.copy.extend(run(copying(&out, &copy)).map(|run| run.time));
    let _ = fs::remove_dir_all(&out);
    let _ = fs::remove_dir_all(&copy);

    let saves = program.saves(plan.saves).div_ceil(plan.rounds);
    let times = saving::save_again_and_again(program, &site, page, saves);
    measured.told.extend(times.told);
    measured.served.extend(times.served);
}

fn copying(from: &Path, to: &Path) -> Command {
    let mut command = Command::new("cp");
    command.arg("-r").arg(from).arg(to);
    command
}

/// A process that has ended well.
struct Run {
    time: Duration,
    usage: Usage,
    /// On stderr.
    said: String,
}

/// What a process has needed so far, as Linux tells it.
#[derive(Clone, Copy, Default)]
struct Usage {
    /// Bytes, at most.
    peak: Option<u64>,
    /// Of all processors together.
    worked: Option<Duration>,
}

/// `None` where it took longer than [`BUILD_AT_MOST`].
fn run(mut command: Command) -> Option<Run> {
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let listener = listen(&mut child);
    let (status, usage) = wait(&mut child, begin)?;
    let time = begin.elapsed();
    let said = listener.join().expect("it listens to the end");
    assert!(status.success(), "{command:?} failed:\n{said}");
    Some(Run { time, usage, said })
}

/// Waits for the end, and gives what was needed until then. `None` where it had to end the process itself.
fn wait(child: &mut Child, begin: Instant) -> Option<(ExitStatus, Usage)> {
    // Nothing is off by more than what happens in this time.
    const GLANCE: Duration = Duration::from_millis(2);
    let mut usage = Usage::default();
    while begin.elapsed() < BUILD_AT_MOST {
        usage = usage.now(child);
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            return Some((status, usage));
        }
        thread::sleep(GLANCE);
    }
    end(child);
    None
}

/// Hears what a process says on stderr while it runs: it would wait for somebody to read it.
fn listen(child: &mut Child) -> JoinHandle<String> {
    let mut pipe = child.stderr.take().expect("it is piped");
    thread::spawn(move || {
        let mut said = Vec::new();
        let _ = pipe.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    })
}

pub fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

impl Usage {
    /// What is known now, or was before where there is no telling any more.
    fn now(self, child: &Child) -> Usage {
        let read = |name| fs::read_to_string(format!("/proc/{}/{name}", child.id())).ok();
        Usage {
            peak: read("status").and_then(|status| peak(&status)).or(self.peak),
            worked: read("stat").and_then(|stat| worked(&stat)).or(self.worked),
        }
    }
}

/// In bytes, from `/proc/PID/status`.
fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// From `/proc/PID/stat`: `utime` and `stime`, the 12th and 13th word after the name, in hundredths of a second.
fn worked(stat: &str) -> Option<Duration> {
    let (_, words) = stat.rsplit_once(") ")?;
    let words: Vec<&str> = words.split(' ').collect();
    let ticks: u64 = words.get(11)?.parse::<u64>().ok()? + words.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

impl Output {
    fn of(folder: &Path) -> Output {
        let files = files(folder);
        let is_page = |path: &Path| path.extension().is_some_and(|extension| extension == "html");
        Output {
            files: files.len(),
            pages: files.iter().filter(|(path, _)| is_page(path)).count(),
            bytes: files.iter().map(|(_, about)| about.len()).sum(),
        }
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<(PathBuf, Metadata)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(about) if about.is_dir() => folders.push(entry.path()),
                Ok(about) => found.push((entry.path(), about)),
                Err(_) => {}
            }
        }
    }
    found
}

impl Stages {
    /// The times of a stage, in milliseconds.
    pub fn of(&self, stage: &str) -> Vec<f64> {
        self.0.iter().find(|(name, _)| name == stage).map(|(_, times)| times.clone()).unwrap_or_default()
    }

    /// Lines like `204.8 ms  parse`.
    fn read(&mut self, said: &str) {
        for line in said.lines() {
            let Some((time, stage)) = line.split_once(" ms  ") else { continue };
            let Ok(time) = time.trim().parse() else { continue };
            match self.0.iter_mut().find(|(name, _)| name == stage) {
                Some((_, times)) => times.push(time),
                None => self.0.push((stage.into(), vec![time])),
            }
        }
    }
}
