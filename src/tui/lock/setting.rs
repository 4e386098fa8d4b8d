//! Setting passphrase and PIN.

use zeroize::Zeroizing;

use crate::i18n::locked::LockSaid;
use crate::i18n::msg::Msg;
use crate::store::pin;
use crate::store::replica::{OpenFault, Opened, RenewFault, Replica};
use crate::store::wrap::Secret;

use super::App;
use super::job::Job;
use super::sheet::{Part, Sheet};

impl App<'_> {
    /// From the new passphrase to its repetition, from there to the work; from the code to its check.
    pub(super) fn go_on(&mut self) {
        let Some(sheet) = &mut self.sheet else { return };
        match std::mem::replace(&mut sheet.part, Part::Ask) {
            Part::New { old, .. } => {
                let first = sheet.line.take();
                sheet.go(Part::Again { old, first });
            }
            Part::Again { old, first } => {
                let again = sheet.line.take();
                if Secret::passphrase(&again) == Secret::passphrase(&first) {
                    self.set(old, &first);
                } else {
                    sheet.go(Part::New { old, offered: false });
                    sheet.said = Some(LockSaid::Differ);
                }
            }
            Part::Code(code) => sheet.go(Part::Confirm(code)),
            part => sheet.part = part,
        }
    }

    /// Sets the passphrase, or changes it, beside the loop.
    fn set(&mut self, old: Option<Zeroizing<String>>, new: &str) {
        let (Some(sheet), Some(stage)) = (&mut self.sheet, &mut self.stage) else { return };
        let Some(data) = self.terms.data.clone() else { return };
        let (secret, patience) = (Secret::passphrase(new), self.terms.patience);
        if let Some(old) = old {
            sheet.go(Part::Old);
            sheet.is_busy = true;
            return self.send(Job::Change { data, old: Secret::typed(&old), new: secret, patience });
        }
        let kept = stage.keep();
        let Some(replica) = kept.is_ok().then(|| stage.lend()).flatten() else {
            sheet.go(Part::New { old: None, offered: false });
            sheet.said = Some(kept.err().map_or(LockSaid::AtWork, LockSaid::Fault));
            return;
        };
        sheet.go(Part::Renewing(0));
        self.send(Job::Renew { replica: Box::new(replica), data, secret, patience });
    }

    pub(super) fn enter_pin(&mut self) {
        let (Some(sheet), Some(stage)) = (&mut self.sheet, &mut self.stage) else { return };
        let digits = pin::digits(sheet.line.text());
        match (&sheet.part, digits) {
            (Part::NewPin { replaces: true }, _) if sheet.line.is_empty() => {
                stage.model.desk.pin = None;
                self.finish(LockSaid::PinGone);
            }
            (_, None) => {
                sheet.line.clear();
                sheet.said = Some(LockSaid::NotAPin);
            }
            (Part::PinAgain { first }, Some(again)) if *first == again => match stage.book.replica.pin(&again) {
                Ok(pin) => {
                    stage.model.desk.pin = Some(pin);
                    self.finish(LockSaid::PinSet);
                }
                Err(fault) => sheet.said = Some(LockSaid::Fault(fault.to_string())),
            },
            (Part::PinAgain { .. }, Some(_)) => {
                sheet.go(Part::NewPin { replaces: stage.model.desk.pin.is_some() });
                sheet.said = Some(LockSaid::Differ);
            }
            (_, Some(first)) => sheet.go(Part::PinAgain { first }),
        }
    }

    /// The screens again, with what was done.
    pub(super) fn finish(&mut self, said: LockSaid) {
        self.show(None);
        match &mut self.stage {
            Some(stage) => {
                stage.model.status = Some(Msg::Lock(said));
                // A fault of writing takes the place of the good news.
                let _told = stage.keep();
            }
            // What was renewed did not open again.
            None => self.ask(),
        }
    }

    pub(super) fn renewed(&mut self, code: &str, opened: Result<Box<(Replica, Opened)>, OpenFault>) {
        match (opened, &mut self.stage) {
            (Ok(opened), Some(stage)) => stage.give_back(opened.0),
            (Ok(_), None) => {}
            // The code is shown all the same; behind it the passphrase opens what is there now.
            (Err(_), _) => self.stage = None,
        }
        self.show(Some(Sheet::of(Part::Code(Zeroizing::new(code.to_owned())))));
    }

    pub(super) fn not_renewed(&mut self, (replica, fault): (Replica, RenewFault)) {
        if let Some(stage) = &mut self.stage {
            stage.give_back(replica);
        }
        if let Some(sheet) = &mut self.sheet {
            sheet.go(Part::New { old: None, offered: false });
            sheet.said = Some(match fault {
                RenewFault::Damaged => LockSaid::Unsound,
                RenewFault::AlreadyLocked | RenewFault::InMemory => LockSaid::NothingToGuard,
                RenewFault::Store(fault) => LockSaid::Fault(fault.to_string()),
            });
        }
    }
}
