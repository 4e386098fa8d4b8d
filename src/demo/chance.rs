//! Throwing dice, the same on every machine.

use fastrand::Rng;

/// A generator for one part of the township, independent of all other parts.
pub(super) fn for_part(seed: u64, part: u64) -> Rng {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_be_bytes()).update(&part.to_be_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    Rng::with_seed(u64::from_be_bytes(first))
}

/// Any of several; they must not be none.
pub(super) fn pick<T: Copy>(of: &[T], rng: &mut Rng) -> T {
    of[place(of.len(), rng)]
}

/// A place below a count; 0 for a count of 0.
pub(super) fn place(count: usize, rng: &mut Rng) -> usize {
    // Drawn as 64 bits everywhere, so that a machine of another word length draws the same.
    usize::try_from(rng.u64(0..(count as u64).max(1))).unwrap_or(0)
}

/// True that many times in a hundred.
pub(super) fn one_in_hundred(times: u32, rng: &mut Rng) -> bool {
    rng.u32(0..100) < times
}

/// True with a probability.
pub(super) fn happens(probability: f64, rng: &mut Rng) -> bool {
    rng.f64() < probability
}

/// Any of several by their weights; they must not be none.
pub(super) fn weighted<T: Copy>(of: &[(T, u32)], rng: &mut Rng) -> T {
    let sum: u32 = of.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.u32(0..sum.max(1));
    for (item, weight) in of {
        if left < *weight {
            return *item;
        }
        left -= weight;
    }
    of[of.len() - 1].0
}

/// A whole number from `low` to `high`, both inclusive; `low` where `high` is less.
pub(super) fn between(low: i64, high: i64, rng: &mut Rng) -> i64 {
    if high <= low { low } else { rng.i64(low..=high) }
}

/// Shares a whole out by random weights from `low` to `high`, each share at least `least` while the whole lasts.
pub(super) fn shares(whole: u32, among: u32, least: u32, (low, high): (u32, u32), rng: &mut Rng) -> Vec<u32> {
    let least = least.min(whole.checked_div(among).unwrap_or(0));
    let weights: Vec<u64> = (0..among).map(|_| u64::from(rng.u32(low..=high.max(low)))).collect();
    let sum: u64 = weights.iter().sum::<u64>().max(1);
    let free = u64::from(whole - least * among);
    let (mut given, mut weight_so_far) = (0, 0);
    weights
        .iter()
        .map(|weight| {
            weight_so_far += weight;
            let share = free * weight_so_far / sum - given;
            given += share;
            least + u32::try_from(share).unwrap_or(0)
        })
        .collect()
}
