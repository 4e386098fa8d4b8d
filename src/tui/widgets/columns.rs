//! Where the columns of a row stand, so that they stay in place from row to row and from screen to screen.

/// How wide a column wants to be, in terminal columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Fixed(u16),
    /// Shares what the fixed ones leave.
    Rest,
}

/// Start and width of each column within `total` terminal columns, one blank between neighbours. Columns that no
/// longer fit have width 0.
pub fn lay_out(total: u16, widths: &[Width]) -> Vec<(u16, u16)> {
    let gaps = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let fixed = widths.iter().map(|w| if let Width::Fixed(n) = w { *n } else { 0 }).fold(gaps, u16::saturating_add);
    let shares = u16::try_from(widths.iter().filter(|w| **w == Width::Rest).count()).unwrap_or(u16::MAX);
    let rest = total.saturating_sub(fixed).checked_div(shares).unwrap_or(0);
    let mut x = 0u16;
    widths
        .iter()
        .map(|width| {
            let wanted = if let Width::Fixed(n) = width { *n } else { rest };
            let start = x.min(total);
            let given = wanted.min(total - start);
            x = x.saturating_add(wanted).saturating_add(1);
            (start, given)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_text_column_takes_what_the_others_leave() {
        assert_eq!(lay_out(20, &[Width::Fixed(2), Width::Rest, Width::Fixed(6)]), [(0, 2), (3, 10), (14, 6)]);
    }

    proptest! {
        #[test]
        fn no_column_reaches_over_its_neighbour_or_the_edge(total in 0u16..200, widths in prop::collection::vec(prop_oneof![Just(Width::Rest), (0u16..60).prop_map(Width::Fixed)], 0..8)) {
            let columns = lay_out(total, &widths);
            prop_assert_eq!(columns.len(), widths.len());
            for (at, &(x, width)) in columns.iter().enumerate() {
                prop_assert!(x + width <= total);
                if let Some(next) = columns.get(at + 1) {
                    prop_assert!(x + width <= next.0);
                }
            }
        }
    }
}
