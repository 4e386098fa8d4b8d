//! A death, a birth, moving in and out, as `member` and `household` ask for them: what follows, and recording it.

use serde::Serialize;

use super::call::Call;
use super::document::history::Teller;
use super::document::{HouseholdDocument, MemberDocument, act_id, matter_id};
use super::output::table;
use super::text::Row;
use crate::domain::household::Away;
use crate::domain::id::Id;
use crate::domain::life::{Consequence, Consequences, Life, LifeEvent, What, consequences};
use crate::domain::moment::Date;
use crate::domain::reader::Reader;
use crate::domain::refusal::{LifeRefusal, Refusal};
use crate::domain::request::Request;
use crate::failure::Failure;
use crate::i18n::life;
use crate::store::replica::Replica;

/// A day, and who goes where.
#[derive(Clone, Debug, clap::Args)]
pub struct Leaving {
    /// The day they left, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Where to, in words
    #[arg(long, value_name = "TEXT", default_value = "")]
    to: String,
    /// They stay registered (户籍) here
    #[arg(long)]
    registered: bool,
}

impl Leaving {
    pub fn away(&self, call: &Call) -> Away {
        let on = self.on.unwrap_or_else(|| call.at.date());
        Away { on, to: self.to.trim().to_owned(), registered: self.registered }
    }
}

/// What shall follow.
#[derive(Clone, Debug, clap::Args)]
pub struct Choices {
    /// Only say what would follow, each with its key and whether it would be done
    #[arg(long)]
    dry_run: bool,
    /// Leave out what would follow, by its key; may be given several times
    #[arg(long, value_name = "KEY")]
    without: Vec<String>,
    /// Do what would not follow by itself, by its key; may be given several times
    #[arg(long, value_name = "KEY")]
    with: Vec<String>,
}

/// Who is the head from now on, where the head goes and others stay.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Headed {
    /// Id of the member who is the head from now on
    #[arg(long, value_name = "MEMBER")]
    head: Option<String>,
    /// What a member is to the new head: MEMBER=RELATION; may be given several times
    #[arg(long = "relation", value_name = "MEMBER=RELATION", value_parser = super::household::said_of)]
    relations: Vec<(Id, String)>,
}

#[derive(Serialize)]
struct Answer {
    recorded: bool,
    household: HouseholdDocument,
    /// Who died, moved or came.
    member: Option<MemberDocument>,
    /// The head goes and others stay: `--head` is needed.
    needs_head: bool,
    /// Nobody is left at the door: it is on no list of visits any more.
    empties: bool,
    follows: Vec<FollowDocument>,
    act: Option<String>,
}

/// Something that may follow.
#[derive(Serialize)]
struct FollowDocument {
    key: String,
    kind: &'static str,
    what: String,
    /// Whether it is done.
    done: bool,
    /// The last day for an errand, where the policy names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matter: Option<String>,
}

impl FollowDocument {
    fn of(consequence: &Consequence, done: bool, on: Option<Date>, call: &Call, reader: &dyn Reader) -> Self {
        let (kind, due, matter) = match &consequence.what {
            What::Tag(_) => ("tag", None, None),
            What::TagOfPerson(_) => ("own_tag", None, None),
            What::Wish(matter) => ("wish", None, Some(matter_id(matter.id))),
            What::Matter(matter) => ("matter", None, Some(matter_id(matter.id))),
            What::Promise(_) => ("promise", None, None),
            What::Errand(_, last) => ("errand", last.map(|day| day.to_string()), None),
            What::Elsewhere { .. } => ("elsewhere", None, None),
        };
        let names = Teller { reader, lang: call.lang };
        let what = life::consequence(consequence, on, call.lang, &names);
        Self { key: consequence.key(), kind, what, done, due, matter }
    }
}

/// Records an event in the life of a household with what follows, or only says what would.
pub fn run(call: &Call, household: Id, event: LifeEvent, choices: &Choices, headed: &Headed) -> Result<(), Failure> {
    let mut replica = call.open_existing()?;
    let home = call.record_or_refuse(replica.household(household), household)?;
    let all = call.read(consequences(&replica, &home, &event))?;
    let chosen = choices.chosen(call, &all)?;
    let who = event.who(&home);
    let wanted = all.may_follow.iter().zip(&chosen).filter(|(_, chosen)| **chosen);
    let life = Life {
        household,
        head: headed.head.as_deref().map(|head| call.id(head)).transpose()?,
        relations: headed.relations.clone(),
        follow: wanted.map(|(one, _)| one.follow(|errand| life::errand(errand, &who, call.lang))).collect(),
        words: life::words(&event, &home, call.lang),
        event,
    };
    let documents = |replica: &Replica| -> Vec<FollowDocument> {
        let each = all.may_follow.iter().zip(&chosen);
        each.map(|(one, done)| FollowDocument::of(one, *done, life.event.on(), call, replica)).collect()
    };
    let follows = documents(&replica);
    let known = life.event.member();
    let request = Request::Live(Box::new(life));
    let act = if choices.dry_run {
        // Refused now rather than when it is meant; a head can still be named.
        would_be_refused(call, &replica, &request)?;
        None
    } else {
        call.commit(&mut replica, &request)?.act
    };
    let home = call.record_or_refuse(replica.household(household), household)?;
    let newest = home.profile.members.last().map(|member| member.id).filter(|_| act.is_some());
    let member = known
        .or(newest
            .filter(|_| matches!(&request, Request::Live(life) if matches!(life.event, LifeEvent::Arrived { .. }))));
    let member = member.and_then(|id| home.anybody(id)).cloned();
    let document = call
        .answered(&mut replica, |replica, reveal| call.read(HouseholdDocument::of(replica, &home, call.now, reveal)))?;
    let member = member
        .map(|member| call.answered(&mut replica, |_, reveal| Ok(MemberDocument::of(&home, &member, reveal))))
        .transpose()?;
    let answer = Answer {
        recorded: act.is_some(),
        household: document,
        member,
        needs_head: all.needs_head,
        empties: all.empties,
        follows,
        act: act.map(act_id),
    };
    call.answer(&answer, || answer.text(call))
}

/// Tells now why it could not be recorded; that a head is still to be named is part of the answer.
fn would_be_refused(call: &Call, replica: &Replica, request: &Request) -> Result<(), Failure> {
    match call.tried(replica, call.at, request) {
        Err(refusal) if !matches!(refusal, Refusal::Life(LifeRefusal::NeedsHead(_))) => {
            Err(Failure::refused(call.lang, &refusal))
        }
        _ => Ok(()),
    }
}

impl Choices {
    /// Whether each of what may follow shall.
    fn chosen(&self, call: &Call, all: &Consequences) -> Result<Vec<bool>, Failure> {
        let keys: Vec<String> = all.may_follow.iter().map(Consequence::key).collect();
        for key in self.without.iter().chain(&self.with) {
            if !keys.contains(key) {
                return Err(Failure::refused(call.lang, &LifeRefusal::NoSuchConsequence(key.clone()).into()));
            }
        }
        let chosen = all
            .may_follow
            .iter()
            .zip(&keys)
            .map(|(one, key)| self.with.contains(key) || one.chosen && !self.without.contains(key));
        Ok(chosen.collect())
    }
}

impl Answer {
    fn text(&self, call: &Call) -> String {
        let mut rows = vec![self.household.row(call.lang)];
        rows.extend(self.member.iter().map(|member| member.row(call.lang)));
        let mut text = table(&rows);
        let told: Vec<Vec<String>> = self
            .follows
            .iter()
            .map(|one| vec![if one.done { "[x]" } else { "[ ]" }.to_owned(), one.key.clone(), one.what.clone()])
            .collect();
        if !told.is_empty() {
            text.push_str(&table(&told));
        }
        if self.needs_head && !self.recorded {
            text.push_str(&call.say("要说清新户主：--head\n", "who is the head from now on is needed: --head\n"));
        }
        if self.empties {
            let line = if self.recorded {
                call.say("这一户没人住了，不再列入走访\n", "nobody lives there now: no more visits are due\n")
            } else {
                call.say("这一户就没人住了，不再列入走访\n", "nobody will live there: no more visits will be due\n")
            };
            text.push_str(&line);
        }
        text
    }
}
