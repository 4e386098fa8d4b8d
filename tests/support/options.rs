//! What the app is begun with in tests.

use std::sync::Arc;

use chuanmen::i18n::Lang;
use chuanmen::theme::Theme;
use chuanmen::tui::model::Options;

/// 陈强 at a desk in colours, with no folder to look for rosters or to back up to.
pub fn options(lang: Lang) -> Options {
    Options {
        lang,
        theme: Theme::embedded("night"),
        keys: Arc::default(),
        colours: true,
        ascii: false,
        me: "陈强".to_owned(),
        cell: None,
        places: Vec::new(),
        home: None,
        backup_folder: None,
    }
}
