//! Who is who: people on the ladders, by name, with every place they hold.

use super::area::{Area, Role};
use super::facets::Tally;
use super::reader::{Read, Reader};
use super::scope::Scope;

/// Somebody on the ladders. People of one name are one person here: the ladders know people by their names only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    pub name: String,
    /// From the township down, each by code and in the order of the ladders.
    pub posts: Vec<Post>,
}

/// A place on a ladder, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    pub scope: Scope,
    pub role: Role,
}

impl Official {
    /// The cells that they answer for: those where they hold a place, and every cell of a village or township where
    /// they do.
    pub fn cells<'a>(&self, cells: &'a [Area]) -> impl Iterator<Item = &'a Area> {
        cells.iter().filter(|cell| self.posts.iter().any(|post| post.scope.holds(cell.scope)))
    }
}

/// Somebody of that name with all their places, in areas and cells that are in use; `None` where they hold none.
pub fn official(reader: &dyn Reader, name: &str) -> Read<Option<Official>> {
    let mut posts = Vec::new();
    for area in reader.areas_of_official(name)? {
        if area.retired && reader.tally(Tally::Households, area.scope)? == 0 {
            continue;
        }
        let held = area.people.iter().filter(|(_, holder)| *holder == name);
        posts.extend(held.map(|(role, _)| Post { scope: area.scope, role: *role }));
    }
    Ok((!posts.is_empty()).then(|| Official { name: name.to_owned(), posts }))
}

/// Everybody who holds a place, the highest first, then by code and name.
pub fn officials(reader: &dyn Reader) -> Read<Vec<Official>> {
    let mut areas = reader.areas(Scope::WHOLE)?;
    areas.extend(reader.cells(Scope::WHOLE)?);
    areas.sort_by_key(|area| (area.scope.extent(), area.scope));
    let mut found: Vec<Official> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for area in areas {
        for (role, name) in area.people {
            let post = Post { scope: area.scope, role };
            let at = *places.entry(name.clone()).or_insert_with(|| {
                found.push(Official { name, posts: Vec::new() });
                found.len() - 1
            });
            found[at].posts.push(post);
        }
    }
    Ok(found)
}
