//! The places where a style is used.

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal,)*) => {
        /// One name per place where a style is used.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $($(#[$doc])* $role,)* }

        impl Role {
            /// Every role, in the order of a theme file.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$role),*];

            /// The key of this role in a theme file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$role => $name,)* }
            }
        }
    };
}

roles! {
    /// Everything that has no role of its own.
    Body = "body",
    /// The name of the program and of where one stands, in the top row.
    Place = "place",
    /// Date, clock and counts in the top rows.
    Clock = "clock",
    /// The two lines across the screen.
    Hairline = "hairline",
    /// The head of a group of rows.
    Heading = "heading",
    /// What accompanies a row and is read second: dates, responders, hints on how to go on.
    Aside = "aside",
    /// The row under the cursor, in the pane that takes the keys.
    Selected = "selected",
    /// The row under the cursor in a pane that waits.
    Resting = "resting",
    /// What is past its day.
    Late = "late",
    /// What is due today or soon.
    Soon = "soon",
    /// What went well: saved, done.
    Done = "done",
    /// A key in the hint row, in help and in the palette.
    Key = "key",
    /// What a key does.
    Hint = "hint",
    /// What just happened, in the bottom row.
    Status = "status",
    /// What was refused or went wrong.
    Fault = "fault",
    /// The words being typed.
    Entry = "entry",
    /// What stands before the words being typed.
    Prompt = "prompt",
    /// What was taken as a marker in the line being typed.
    Marker = "marker",
    /// What is wrong in the line being typed.
    EntryFault = "entry-fault",
    /// A panel over the screen.
    Panel = "panel",
    /// The title of a panel.
    PanelTitle = "panel-title",
    /// The row under the cursor within a panel.
    PanelSelected = "panel-selected",
    /// Explanations within a panel.
    PanelAside = "panel-aside",
    /// What is wrong, told within a panel.
    PanelFault = "panel-fault",
}

impl Role {
    /// Whether this role must differ from its surroundings even without colours.
    pub fn is_selection(self) -> bool {
        matches!(self, Self::Selected | Self::PanelSelected)
    }
}
