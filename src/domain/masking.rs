//! Numbers of people with their middle hidden, as they are shown unless somebody asks to see them.

use super::person_id::PersonId;
use super::phone::Phone;

/// A telephone number as `138****1234`; of what is none no letter or digit is shown.
pub fn phone(text: &str) -> String {
    Phone::parse(text).map_or_else(|_| hidden(text), |phone| phone.masked())
}

/// An identity number as `1524**********1234`; of what is none no letter or digit is shown.
pub fn number(text: &str) -> String {
    PersonId::parse(text).map_or_else(|_| hidden(text), |number| number.masked())
}

fn hidden(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { '*' } else { c }).collect()
}
