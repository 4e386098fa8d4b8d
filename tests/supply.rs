//! What comes in with the dependencies, held to deny.toml: licences, sources, versions, crates that must not be there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A dependency as `cargo metadata` has it.
#[derive(Debug)]
struct Crate {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// What deny.toml says of them.
#[derive(Debug)]
struct Policy {
    allow: BTreeSet<String>,
    /// Licences of single crates.
    exceptions: BTreeMap<String, BTreeSet<String>>,
    denied: BTreeSet<String>,
    /// Name, version as far as it is named, reason.
    skip: Vec<(String, String, String)>,
    registries: BTreeSet<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn words(value: &toml::Value) -> BTreeSet<String> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn policy() -> Policy {
    let text = fs::read_to_string(root().join("deny.toml")).unwrap();
    let file: toml::Table = text.parse().unwrap();
    let named = |entry: &toml::Value, key: &str| entry[key].as_str().unwrap().to_owned();
    let exceptions = file["licenses"]["exceptions"].as_array().unwrap();
    let skip = file["bans"]["skip"].as_array().unwrap().iter().map(|entry| {
        let (crate_, reason) = (named(entry, "crate"), named(entry, "reason"));
        let (name, version) = crate_.split_once('@').unwrap();
        (name.to_owned(), version.to_owned(), reason)
    });
    Policy {
        allow: words(&file["licenses"]["allow"]),
        exceptions: exceptions.iter().map(|entry| (named(entry, "crate"), words(&entry["allow"]))).collect(),
        denied: file["bans"]["deny"].as_array().unwrap().iter().map(|entry| named(entry, "crate")).collect(),
        skip: skip.collect(),
        registries: words(&file["sources"]["allow-registry"]),
    }
}

/// All dependencies for every system; where the rest cannot be had, those of this one.
fn crates() -> Vec<Crate> {
    let host = Command::new(env!("CARGO")).arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let ways: [&[&str]; 3] = [&["--offline"], &[], &["--offline", "--filter-platform", &host]];
    for (at, way) in ways.into_iter().enumerate() {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--locked", "--all-features", "--format-version", "1"]).args(way).current_dir(root());
        let told = cargo.output().unwrap();
        if told.status.success() {
            if at == 2 {
                println!("skipped: the licences of what only other systems use, which is not on this computer");
            }
            return listed(&told.stdout);
        }
    }
    panic!("cargo metadata --locked does not work here, not even for {host}");
}

fn listed(document: &[u8]) -> Vec<Crate> {
    let document: Value = serde_json::from_slice(document).unwrap();
    let text = |package: &Value, key: &str| package[key].as_str().map(str::to_owned);
    let packages = document["packages"].as_array().unwrap().iter().map(|package| Crate {
        name: text(package, "name").unwrap(),
        version: text(package, "version").unwrap(),
        license: text(package, "license"),
        source: text(package, "source"),
    });
    packages.filter(|package| package.name != env!("CARGO_PKG_NAME")).collect()
}

/// Whether a licence expression can be kept with what is allowed. A slash is the old way to write OR.
fn is_allowed(expression: &str, allow: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest, allow) && rest.is_empty()
}

fn either(rest: &mut &[&str], allow: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = both(rest, allow);
    while let ["OR", more @ ..] = rest {
        *rest = more;
        holds |= both(rest, allow);
    }
    holds
}

fn both(rest: &mut &[&str], allow: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = one(rest, allow);
    while let ["AND", more @ ..] = rest {
        *rest = more;
        holds &= one(rest, allow);
    }
    holds
}

fn one(rest: &mut &[&str], allow: &dyn Fn(&str) -> bool) -> bool {
    match *rest {
        ["(", inner @ ..] => {
            *rest = inner;
            let holds = either(rest, allow);
            let closed = rest.first() == Some(&")");
            *rest = rest.get(1..).unwrap_or_default();
            holds && closed
        }
        [name, "WITH", exception, more @ ..] => {
            *rest = more;
            allow(&format!("{name} WITH {exception}"))
        }
        [name, more @ ..] => {
            *rest = more;
            allow(name)
        }
        [] => false,
    }
}

#[test]
fn licence_expressions_are_read_as_they_are_meant() {
    let allow = |name: &str| ["MIT", "A WITH E", "Z"].contains(&name);
    let wrong = |(text, expected): &(&str, bool)| is_allowed(text, &allow) != *expected;
    let all = [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND Z", true),
        ("MIT AND (GPL-3.0 OR B)", false),
        ("A WITH E", true),
        ("A", false),
        ("MIT OR GPL-3.0 AND B", true),
        ("", false),
        ("MIT MIT", false),
    ];
    assert_eq!(all.iter().filter(|case| wrong(case)).collect::<Vec<_>>(), Vec::<&(&str, bool)>::new());
}

#[test]
fn every_licence_is_one_we_can_keep() {
    let policy = policy();
    let wrong: Vec<String> = crates()
        .into_iter()
        .filter(|found| {
            let own = policy.exceptions.get(&found.name);
            let allow = |name: &str| policy.allow.contains(name) || own.is_some_and(|own| own.contains(name));
            !found.license.as_ref().is_some_and(|license| is_allowed(license, &allow))
        })
        .map(|found| format!("{} {}: {:?}", found.name, found.version, found.license))
        .collect();
    assert!(wrong.is_empty(), "not on the list of deny.toml: {wrong:#?}");
}

#[test]
fn everything_comes_from_the_registry_and_nothing_that_is_banned() {
    let policy = policy();
    let strays: Vec<Crate> = crates()
        .into_iter()
        .filter(|found| {
            let registry = found.source.as_deref().and_then(|source| source.strip_prefix("registry+"));
            !registry.is_some_and(|registry| policy.registries.contains(registry))
                || policy.denied.contains(&found.name)
        })
        .collect();
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn a_crate_comes_in_one_version_or_the_other_has_its_reason() {
    let policy = policy();
    // The lock file has those of every system, whatever this computer has.
    let lock: toml::Table = fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let text = |key: &str| package[key].as_str().unwrap().to_owned();
        versions.entry(text("name")).or_default().push(text("version"));
    }
    let of = |named: &str, version: &str| version == named || version.starts_with(&format!("{named}."));
    for (name, named, reason) in &policy.skip {
        let known = versions.get_mut(name).unwrap_or_else(|| panic!("{name} is excused and not there: strike it out"));
        assert!(known.len() > 1, "{name} comes in one version: strike {name}@{named} out");
        let before = known.len();
        known.retain(|version| !of(named, version));
        assert_eq!(known.len() + 1, before, "{name}@{named} fits none or several");
        assert!(reason.len() > 10, "{name}@{named} needs a reason");
    }
    versions.retain(|_, versions| versions.len() > 1);
    assert!(versions.is_empty(), "several versions without a reason in deny.toml: {versions:#?}");
}

#[test]
fn every_exception_of_the_advisories_has_its_reason() {
    let text = fs::read_to_string(root().join("deny.toml")).unwrap();
    let file: toml::Table = text.parse().unwrap();
    for entry in file["advisories"]["ignore"].as_array().unwrap() {
        assert!(entry["id"].as_str().unwrap().starts_with("RUSTSEC-"));
        assert!(entry["reason"].as_str().unwrap().len() > 20, "{entry}");
    }
}
