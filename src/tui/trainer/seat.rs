//! The practice at a terminal.

use std::io;
use std::time::{Duration, Instant};

use crate::domain::moment::Moment;
use crate::tui::gather;
use crate::tui::input::{Input, burst_as_paste};
use crate::tui::model::Options;
use crate::tui::terminal::{self, Anew, Session, Wake};

use super::{Run, Trainer};

/// Opens the practice and returns the runs that were finished, the oldest first, when the person leaves. `now` tells the
/// time.
///
/// # Errors
/// When the terminal cannot be used.
pub fn train(mut options: Options, runs: Vec<Run>, now: &dyn Fn() -> Moment) -> io::Result<Vec<Run>> {
    let channel = terminal::listen_to_system();
    let mut session = Session::enter()?;
    options.ascii = options.ascii || terminal::draws_ambiguous_wide();
    let mut trainer = Trainer::new(options, runs, crossterm::terminal::size()?, now()).map_err(io::Error::other)?;
    terminal::listen_to_keys(&channel.0);
    let began = Instant::now();
    paint(&mut session, &trainer, Anew::All)?;
    while !trainer.is_ended() {
        let Ok(wake) = channel.1.recv() else { break };
        let (news, end) = gather(wake, &channel.1);
        if end {
            break;
        }
        let before = (trainer.stage.model.view, trainer.drill());
        take(&mut trainer, news, now(), began.elapsed())?;
        let anew = if (trainer.stage.model.view, trainer.drill()) == before { Anew::Nothing } else { Anew::Rows };
        paint(&mut session, &trainer, anew)?;
    }
    drop(session);
    terminal::leave_listening(channel);
    Ok(trainer.finished().to_vec())
}

fn take(trainer: &mut Trainer, news: Vec<Wake>, now: Moment, lapse: Duration) -> io::Result<()> {
    let event = |wake| if let Wake::Event(event, _) = wake { Input::from_event(event) } else { None };
    let inputs: Vec<Input> = news.into_iter().filter_map(event).collect();
    for input in if cfg!(windows) { burst_as_paste(inputs) } else { inputs } {
        if matches!(input, Input::Resize) {
            trainer.resize(crossterm::terminal::size()?);
        } else {
            trainer.take(&input, now, lapse);
        }
    }
    Ok(())
}

fn paint(session: &mut Session, trainer: &Trainer, anew: Anew) -> io::Result<()> {
    session.draw(anew, |buffer| trainer.paint(buffer))
}
