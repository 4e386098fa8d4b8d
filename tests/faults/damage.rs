//! Bits turn over and ends go missing.
//!
//! Seen to fail: with the database not doubted after a fault, the flipped bits end in errors.

use std::fs;

use crate::world::{Ledger, answer, chance, files, found, rounds, run};

#[test]
fn a_damaged_database_loses_nothing() {
    const LINES: usize = 40;
    let damages = 50 * rounds();
    let whole = Ledger::with_lines(LINES);
    let mut random = chance("damage to the database");
    let (mut flips, mut cuts, mut rebuilt, mut examined) = (0, 0, 0, 0);
    for round in 0..damages {
        let ledger = whole.twin();
        let files = files(&ledger.data().join("db"));
        let file = &files[round % files.len()];
        let mut bytes = fs::read(file).unwrap();
        let written = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
        if round % 5 == 4 {
            bytes.truncate(random.usize(0..written));
            cuts += 1;
        } else {
            bytes[random.usize(0..written)] ^= 1 << random.u32(0..8);
            flips += 1;
        }
        fs::write(file, bytes).unwrap();
        assert_eq!(found(&ledger.data()).len(), LINES, "lost after damage to {}", file.display());
        // What no list reads is found damaged by the thorough examination alone.
        if !run(&ledger.data(), &["doctor", "--full"]).status.success() {
            answer(&ledger.data(), &["doctor", "--repair"]);
            examined += 1;
        }
        ledger.assert_whole(&format!("after damage to {}", file.display()));
        rebuilt += usize::from(ledger.data().join("quarantine").exists());
    }
    println!(
        "damage to the database: {flips} bit flips, {cuts} truncations, {rebuilt} rebuilt from the journal, {examined} of them found by the examination, 0 of {LINES} lines lost"
    );
}
