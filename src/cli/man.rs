//! `man`: the manual page.

use super::call::Call;
use crate::failure::Failure;
use crate::i18n::trouble::Trouble;

/// Prints the page of the program and one of each command.
pub fn run(call: &Call) -> Result<(), Failure> {
    let mut page = Vec::new();
    let mut definition = super::definition();
    definition.build();
    let mut render = |command: clap::Command| clap_mangen::Man::new(command).render(&mut page);
    let rendered = render(definition.clone())
        .and_then(|()| definition.get_subcommands().try_for_each(|command| render(command.clone())));
    rendered.map_err(|fault| call.failed(&Trouble::File("man".into(), fault.to_string())))?;
    call.text("man", &String::from_utf8_lossy(&page))
}
