//! A fault of the program itself: the call ends as any that failed, and says where in the source it happened.
//!
//! What a panic says of itself is never printed: words such as those of a text cut at a wrong byte hold the text. Nor
//! is anything printed while it passes through: it may be caught on its way, and the screens are still up.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use crate::failure::{Failure, FailureKind};
use crate::i18n::Lang;

/// File and line of the last panic on any thread.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Runs the program; a panic in it becomes a failure in that language, after all that was open is closed.
pub fn contained<T>(lang: Lang, program: impl FnOnce() -> T) -> Result<T, Failure> {
    panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = format!("{}:{}", place.file(), place.line());
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(program)).map_err(|_| failure(lang))
}

fn failure(lang: Lang) -> Failure {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    let (message, hint) = match lang {
        Lang::Zh => (
            format!("程序自己出了错（{place}），停下了"),
            "已保存的都在；再打开一次，再出错就运行 chuanmen doctor，并把括号里的位置告诉做程序的人",
        ),
        Lang::En => (
            format!("the program itself broke down ({place}) and stopped"),
            "what was saved is safe; start it again, and if it happens again run chuanmen doctor and tell its makers the place in brackets",
        ),
    };
    Failure { kind: FailureKind::Failed, code: "broke_down", message, hint: Some(hint.to_owned()), answered: false }
}
