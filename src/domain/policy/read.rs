//! Reading a policy: every fault with its line, all at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Acting, Cadence, Category, LifeErrand, LifeKind, OTHER, Policy, Ruled, Within};
use crate::domain::deadline::Allowance;
use crate::domain::matter::{Kind, LadderStep, Level, ResponderKind};
use crate::domain::moment::Date;

/// One fault of a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFault {
    /// The line, from 1; of a missing key the line where its table begins.
    pub line: usize,
    /// The key with its tables, such as `category[3].allowance`, counted from 1; empty for the file as a whole.
    pub place: String,
    /// What is wrong there.
    pub why: PolicyWhy,
}

/// What is wrong with a key of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyWhy {
    /// It is no TOML; what the reader of TOML says, in English.
    NotToml(String),
    /// The key is needed and is not there.
    Missing,
    /// Nothing of that name is known here; these are.
    Unknown(&'static [&'static str]),
    /// Another value is expected.
    Wants(Wanted),
    /// The same id or step was given before.
    Twice,
}

/// What a key expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Text that is not empty.
    Text,
    /// A list of texts, none of them empty.
    Texts,
    /// A date, `2026-01-01`.
    Date,
    /// A whole number from 0 up to and including this.
    Number(u32),
    /// `"7 working days"`, `"7 days"` or `"24 hours"`, none above [`Allowance::LONGEST_DAYS`].
    Allowance,
    /// `"1 month"` or `"10 days"`, no longer than ten years.
    Within,
    /// `true` or `false`.
    YesNo,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A table of keys.
    Table,
    /// A list of tables.
    Tables,
}

const CATEGORY: &[&str] = &[
    "id",
    "zh",
    "en",
    "examples",
    "words",
    "kinds",
    "tier",
    "on_the_spot",
    "sent_up_to",
    "allowance",
    "responders",
    "accuses",
    "source",
    "valid_from",
];

const LIFE: &[&str] = &["id", "event", "zh", "en", "within", "tags", "source", "valid_from"];

/// Calendar months or days as a policy writes them.
fn within_of(written: &str) -> Option<Within> {
    let (number, unit) = written.split_once(' ')?;
    let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
    match unit {
        "month" | "months" if number <= 120 => Some(Within::Months(number)),
        "day" | "days" if number <= Allowance::LONGEST_DAYS => Some(Within::Days(number)),
        _ => None,
    }
}

fn embedded_life() -> Vec<Ruled<LifeErrand>> {
    Policy::embedded().life
}

/// A table of the file while it is read.
struct Section<'t> {
    place: String,
    line: usize,
    fields: &'t DeTable<'t>,
}

struct Reader<'t> {
    text: &'t str,
    faults: Vec<PolicyFault>,
}

pub(super) fn policy(text: &str) -> Result<Policy, Vec<PolicyFault>> {
    let mut reader = Reader { text, faults: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = reader.line(error.span().map_or(0, |span| span.start));
        reader.fault(line, "", PolicyWhy::NotToml(error.message().to_owned()));
    }
    let found = if reader.faults.is_empty() { reader.root(root.get_ref()) } else { None };
    reader.faults.sort_by_key(|fault| fault.line);
    found.filter(|_| reader.faults.is_empty()).ok_or(reader.faults)
}

impl<'t> Reader<'t> {
    fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
    }

    fn fault(&mut self, line: usize, place: &str, why: PolicyWhy) {
        self.faults.push(PolicyFault { line, place: place.to_owned(), why });
    }

    fn root(&mut self, fields: &'t DeTable<'t>) -> Option<Policy> {
        let known =
            &["version", "triage", "warning", "ladder", "wish", "dispute", "reopen", "visits", "category", "life"];
        let root = self.section(fields, String::new(), 1, known);
        // Each part is read before any is asked for, so that the faults of all are told.
        let version = self.number(&root, "version", u32::MAX);
        let triage = self.triage(&root);
        let warning = self.ruled(&root, "warning", &["working_days", "source", "valid_from"], |reader, section| {
            reader.number(section, "working_days", Allowance::LONGEST_DAYS)
        });
        let ladder = self.ladder(&root);
        let connect_by = self.ruled(&root, "wish", &["connect_by", "source", "valid_from"], |reader, section| {
            reader.allowance(section, "connect_by")
        });
        let follow_up = self.ruled(&root, "dispute", &["follow_up_days", "source", "valid_from"], |reader, section| {
            reader.number(section, "follow_up_days", Allowance::LONGEST_DAYS)
        });
        let reopen = self.ruled(&root, "reopen", &["allowance", "source", "valid_from"], |reader, section| {
            reader.allowance(section, "allowance")
        });
        let visits = self.visits(&root);
        let categories = self.categories(&root);
        let life = self.life(&root);
        Some(Policy {
            version: version?,
            categories: categories?,
            triage: triage?,
            warning: warning?,
            ladder: ladder?,
            connect_by: connect_by?,
            follow_up_days: follow_up?,
            reopen: reopen?,
            visits: visits?,
            life: life?,
        })
    }

    fn triage(&mut self, root: &Section<'t>) -> Option<[Ruled<Allowance>; 3]> {
        let section = self.table(root, "triage", Level::WORDS)?;
        let known = &["allowance", "source", "valid_from"];
        let [village, township, county] = [Level::Village, Level::Township, Level::County].map(|level| {
            self.ruled(&section, level.as_str(), known, |reader, section| reader.allowance(section, "allowance"))
        });
        Some([village?, township?, county?])
    }

    fn ladder(&mut self, root: &Section<'t>) -> Option<Vec<Ruled<(LadderStep, u32)>>> {
        let mut seen = Vec::new();
        let known = &["step", "working_days_late", "source", "valid_from"];
        let mut ladder = self.ruled_list(root, "ladder", known, |reader, section| {
            let step = reader.word(section, "step", LadderStep::WORDS);
            let margin = reader.number(section, "working_days_late", Allowance::LONGEST_DAYS);
            let step = step?;
            reader.once(section, "step", step, &mut seen);
            Some((step, margin?))
        })?;
        ladder.sort_by_key(|step| (step.value.1, step.value.0));
        Some(ladder)
    }

    fn visits(&mut self, root: &Section<'t>) -> Option<Vec<Ruled<Cadence>>> {
        let visits =
            self.ruled_list(root, "visits", &["tags", "days", "source", "valid_from"], |reader, section| {
                let tags = reader.texts(section, "tags");
                let days = reader.number(section, "days", Allowance::LONGEST_DAYS);
                Some(Cadence { tags: tags?, days: days? })
            })?;
        if visits.iter().all(|cadence| !cadence.value.tags.is_empty()) {
            self.fault(root.line, "visits tags = []", PolicyWhy::Missing);
        }
        Some(visits)
    }

    /// A policy from before there were errands has those that come with the program.
    fn life(&mut self, root: &Section<'t>) -> Option<Vec<Ruled<LifeErrand>>> {
        if !root.fields.contains_key("life") {
            return Some(embedded_life());
        }
        let mut seen = Vec::new();
        self.ruled_list(root, "life", LIFE, |reader, section| {
            let [id, zh, en] = ["id", "zh", "en"].map(|key| reader.text(section, key));
            let event = reader.word::<LifeKind>(section, "event", LifeKind::WORDS);
            let tags = reader.texts(section, "tags");
            let within =
                if section.fields.contains_key("within") { reader.within(section).map(Some) } else { Some(None) };
            let id = id?;
            reader.once(section, "id", id.clone(), &mut seen);
            Some(LifeErrand { id, event: event?, zh: zh?, en: en?, within: within?, tags: tags? })
        })
    }

    fn within(&mut self, section: &Section<'t>) -> Option<Within> {
        let written = self.text(section, "within")?;
        self.checked(section, "within", within_of(&written), Wanted::Within)
    }

    fn categories(&mut self, root: &Section<'t>) -> Option<Vec<Ruled<Category>>> {
        let mut seen = Vec::new();
        let categories = self.ruled_list(root, "category", CATEGORY, |reader, section| {
            let category = reader.category(section);
            if let Some(id) = section.fields.get("id").and_then(text_of) {
                reader.once(section, "id", id, &mut seen);
            }
            category
        });
        if !seen.iter().any(|id| id == OTHER) && root.fields.contains_key("category") {
            self.fault(root.line, "category id = \"other\"", PolicyWhy::Missing);
        }
        categories
    }

    fn category(&mut self, section: &Section<'t>) -> Option<Category> {
        let [id, zh, en] = ["id", "zh", "en"].map(|key| self.text(section, key));
        let [examples, words] = ["examples", "words"].map(|key| self.texts(section, key));
        let kinds = self.kinds(section);
        let tier = self.word(section, "tier", &["timed", "escalated"]);
        let on_the_spot = self.yes_no(section, "on_the_spot");
        let sent_up_to = self.word(section, "sent_up_to", Level::WORDS);
        let allowance = self.allowance(section, "allowance");
        let responders = self.list(section, "responders", &["kind", "names"], |reader, acting| {
            let kind = reader.word(acting, "kind", ResponderKind::WORDS);
            let names = reader.texts(acting, "names");
            Some(Acting { kind: kind?, names: names? })
        });
        let accuses =
            if section.fields.contains_key("accuses") { self.yes_no(section, "accuses") } else { Some(false) };
        Some(Category {
            id: id?,
            zh: zh?,
            en: en?,
            examples: examples?,
            words: words?,
            kinds: kinds?,
            tier: tier?,
            on_the_spot: on_the_spot?,
            sent_up_to: sent_up_to?,
            allowance: allowance?,
            responders: responders?,
            accuses: accuses?,
        })
    }

    fn kinds(&mut self, section: &Section<'t>) -> Option<Vec<Kind>> {
        let words = self.texts(section, "kinds")?;
        let kinds: Option<Vec<Kind>> = words.iter().map(|word| word.parse().ok()).collect();
        self.checked(section, "kinds", kinds.filter(|kinds| !kinds.is_empty()), Wanted::Word(Kind::WORDS))
    }

    /// One table whose value comes with a source and a first day.
    fn ruled<T>(
        &mut self,
        parent: &Section<'t>,
        key: &str,
        known: &'static [&'static str],
        value: impl FnOnce(&mut Self, &Section<'t>) -> Option<T>,
    ) -> Option<Ruled<T>> {
        let section = self.table(parent, key, known)?;
        self.with_source(&section, value)
    }

    fn ruled_list<T>(
        &mut self,
        parent: &Section<'t>,
        key: &str,
        known: &'static [&'static str],
        mut value: impl FnMut(&mut Self, &Section<'t>) -> Option<T>,
    ) -> Option<Vec<Ruled<T>>> {
        self.list(parent, key, known, |reader, section| reader.with_source(section, &mut value))
    }

    fn with_source<T>(
        &mut self,
        section: &Section<'t>,
        value: impl FnOnce(&mut Self, &Section<'t>) -> Option<T>,
    ) -> Option<Ruled<T>> {
        let value = value(self, section);
        let source = self.text(section, "source");
        let valid_from = self.date(section, "valid_from");
        Some(Ruled { value: value?, source: source?, valid_from: valid_from? })
    }

    /// A list of tables, each read by itself; none where one has a fault.
    fn list<T>(
        &mut self,
        parent: &Section<'t>,
        key: &str,
        known: &'static [&'static str],
        mut item: impl FnMut(&mut Self, &Section<'t>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.field(parent, key)?;
        let tables: Option<Vec<_>> = value.get_ref().as_array().map(|items| items.iter().collect());
        let tables = self.checked(parent, key, tables, Wanted::Tables)?;
        let mut read = Vec::new();
        for (index, table) in tables.iter().enumerate() {
            let place = format!("{}[{}]", parent.place_of(key), index + 1);
            let line = self.line(table.span().start);
            if let Some(fields) = table.get_ref().as_table() {
                let section = self.section(fields, place, line, known);
                read.push(item(self, &section));
            } else {
                self.fault(line, &place, PolicyWhy::Wants(Wanted::Table));
            }
        }
        read.into_iter().collect()
    }

    fn table(&mut self, parent: &Section<'t>, key: &str, known: &'static [&'static str]) -> Option<Section<'t>> {
        let value = self.field(parent, key)?;
        let fields = self.checked(parent, key, value.get_ref().as_table(), Wanted::Table)?;
        let line = self.line(value.span().start);
        Some(self.section(fields, parent.place_of(key), line, known))
    }

    fn section(
        &mut self,
        fields: &'t DeTable<'t>,
        place: String,
        line: usize,
        known: &'static [&'static str],
    ) -> Section<'t> {
        let section = Section { place, line, fields };
        for key in fields.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let line = self.line(key.span().start);
            self.fault(line, &section.place_of(key.get_ref()), PolicyWhy::Unknown(known));
        }
        section
    }

    fn field(&mut self, section: &Section<'t>, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = section.fields.get(key);
        if value.is_none() {
            self.fault(section.line, &section.place_of(key), PolicyWhy::Missing);
        }
        value
    }

    /// Passes a value on, or tells that another was expected at that key.
    fn checked<T>(&mut self, section: &Section<'t>, key: &str, value: Option<T>, wanted: Wanted) -> Option<T> {
        if value.is_none() {
            let line = section.fields.get(key).map_or(section.line, |value| self.line(value.span().start));
            self.fault(line, &section.place_of(key), PolicyWhy::Wants(wanted));
        }
        value
    }

    /// Tells when a value that names its table was given before.
    fn once<T: PartialEq>(&mut self, section: &Section<'t>, key: &str, value: T, seen: &mut Vec<T>) {
        if seen.contains(&value) {
            let line = section.fields.get(key).map_or(section.line, |value| self.line(value.span().start));
            self.fault(line, &section.place_of(key), PolicyWhy::Twice);
        } else {
            seen.push(value);
        }
    }

    fn text(&mut self, section: &Section<'t>, key: &str) -> Option<String> {
        let value = self.field(section, key)?;
        self.checked(section, key, text_of(value), Wanted::Text)
    }

    fn texts(&mut self, section: &Section<'t>, key: &str) -> Option<Vec<String>> {
        let value = self.field(section, key)?;
        let texts = value.get_ref().as_array().and_then(|items| items.iter().map(text_of).collect());
        self.checked(section, key, texts, Wanted::Texts)
    }

    fn date(&mut self, section: &Section<'t>, key: &str) -> Option<Date> {
        let value = self.field(section, key)?;
        let written = value.get_ref().as_datetime().map(ToString::to_string).or_else(|| text_of(value));
        self.checked(section, key, written.and_then(|written| written.parse().ok()), Wanted::Date)
    }

    fn number(&mut self, section: &Section<'t>, key: &str, most: u32) -> Option<u32> {
        let value = self.field(section, key)?;
        let number = value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        self.checked(section, key, number.filter(|&number| number <= most), Wanted::Number(most))
    }

    fn yes_no(&mut self, section: &Section<'t>, key: &str) -> Option<bool> {
        let value = self.field(section, key)?;
        self.checked(section, key, value.get_ref().as_bool(), Wanted::YesNo)
    }

    fn allowance(&mut self, section: &Section<'t>, key: &str) -> Option<Allowance> {
        let written = self.text(section, key)?;
        self.checked(section, key, allowance_of(&written), Wanted::Allowance)
    }

    fn word<W: std::str::FromStr + Copy>(
        &mut self,
        section: &Section<'t>,
        key: &str,
        words: &'static [&'static str],
    ) -> Option<W> {
        let written = self.text(section, key)?;
        let word = words.contains(&written.as_str()).then(|| written.parse().ok()).flatten();
        self.checked(section, key, word, Wanted::Word(words))
    }
}

impl Section<'_> {
    fn place_of(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }
}

fn text_of(value: &Spanned<DeValue<'_>>) -> Option<String> {
    value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// `7 working days`, `7 days`, `24 hours`, also in the singular.
fn allowance_of(written: &str) -> Option<Allowance> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let number = words.first()?.parse().ok()?;
    let allowance = match words[1..] {
        ["working", "day" | "days"] => Allowance::Working(number),
        ["day" | "days"] => Allowance::Days(number),
        ["hour" | "hours"] => Allowance::Hours(number),
        _ => return None,
    };
    Some(allowance).filter(|allowance| allowance.is_reasonable())
}
