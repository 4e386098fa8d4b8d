//! Files that are broken, too large or made to harm, given to the real binary while it may not take more than 256 MB:
//! each ends in an answer in words, never in an abort. The limit is on the address space, which is stricter than on
//! what is really used.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]
#![cfg(unix)]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_xlsxwriter::Workbook;
use serde_json::Value;
use zip::write::SimpleFileOptions;

/// In kilobytes.
const MEMORY: u32 = 256 * 1024;

struct Answer {
    code: String,
    message: String,
    hint: String,
    members: u64,
    /// All that was said of the file.
    file: Value,
}

fn import(path: &Path, lang: &str, options: &[&str]) -> Answer {
    let data = path.parent().unwrap().join("data");
    let output = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_chuanmen")])
        .args(["--json", "--lang", lang, "--now", "2026-11-21T09:00:00+08:00", "--data"])
        .arg(data)
        .args(["import", "--dry-run"])
        .args(options)
        .arg(path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code().is_some_and(|code| code < 100),
        "{} ended the program: {:?} {told}",
        path.display(),
        output.status
    );
    assert!(!told.contains("panicked"), "{}: {told}", path.display());
    let mut answer: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{}: {e} {told}", path.display()));
    let file = answer["files"][0].take();
    let text = |key: &str| file["error"][key].as_str().unwrap_or_default().to_owned();
    assert_eq!(file["file"], path.file_name().unwrap().to_string_lossy().as_ref());
    Answer {
        code: text("code"),
        message: text("message"),
        hint: text("hint"),
        members: file["members"].as_u64().unwrap_or_default(),
        file,
    }
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Refused with this code, in both languages, with what to do now.
fn refused(name: &str, bytes: &[u8], code: &str) {
    let (_folder, path) = written(name, bytes);
    for (lang, chinese) in [("zh", true), ("en", false)] {
        let answer = import(&path, lang, &[]);
        assert_eq!(answer.code, code, "{name}");
        for sentence in [&answer.message, &answer.hint] {
            // An English sentence may quote a Chinese word, and the other way round.
            let in_words = if chinese { sentence.chars().any(|c| c >= '\u{4E00}') } else { sentence.contains(' ') };
            assert!(in_words, "{name}: {sentence}");
        }
    }
    println!("{name:<34} {:>9} bytes  {code}", bytes.len());
}

fn taken(name: &str, bytes: &[u8], members: u64) {
    let (_folder, path) = written(name, bytes);
    let answer = import(&path, "zh", &[]);
    assert_eq!((answer.code.as_str(), answer.members), ("", members), "{name}: {}", answer.message);
    println!("{name:<34} {:>9} bytes  {members} people", bytes.len());
}

const ROSTER: &str = "户号,姓名,与户主关系\n1,张三,户主\n1,李四,配偶\n";

/// A small roster whose archive has entries added or replaced by `size` copies of some bytes.
fn inflated(entry: &str, head: &str, unit: &str, size: usize, tail: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in ROSTER.lines().zip(0..) {
        for (text, column) in line.split(',').zip(0..) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let plain = book.save_to_buffer().unwrap();
    let mut old = zip::ZipArchive::new(Cursor::new(plain)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let file = old.by_index_raw(at).unwrap();
        if file.name().unwrap() != entry {
            new.raw_copy_file(file).unwrap();
        }
    }
    new.start_file(entry, SimpleFileOptions::default()).unwrap();
    new.write_all(head.as_bytes()).unwrap();
    let block = unit.repeat((1 << 16) / unit.len() + 1);
    for _ in 0..=size / block.len() {
        new.write_all(block.as_bytes()).unwrap();
    }
    new.write_all(tail.as_bytes()).unwrap();
    new.finish().unwrap().into_inner()
}

const SHEET: &str =
    "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

#[test]
fn one_field_in_the_last_corner_is_not_reached() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in ROSTER.lines().zip(0..) {
        for (text, column) in line.split(',').zip(0..) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.write_string(1_048_575, 16_383, " ").unwrap();
    taken("corner.xlsx", &book.save_to_buffer().unwrap(), 2);
}

#[test]
fn what_unfolds_too_far_is_refused_before_it_is_opened() {
    let words = "<si><t></t></si>";
    let sst = "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";
    let size = 600 << 20;
    refused("words.xlsx", &inflated("xl/sharedStrings.xml", sst, words, size, "</sst>"), "FILE_UNFOLDS_TOO_LARGE");
    refused("picture.xlsx", &inflated("xl/media/image1.png", "", "\0", size, ""), "FILE_UNFOLDS_TOO_LARGE");
    refused("sheet.xlsx", &inflated("xl/worksheets/sheet1.xml", SHEET, " ", size, ""), "FILE_UNFOLDS_TOO_LARGE");
    let inner = inflated("xl/media/image1.png", "", "\0", size, "");
    let mut outer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..20 {
        outer.start_file(format!("{number}.xlsx"), SimpleFileOptions::default()).unwrap();
        outer.write_all(&inner).unwrap();
    }
    refused("nested.xlsx", &outer.finish().unwrap().into_inner(), "FILE_DAMAGED");
}

#[test]
fn too_much_inside_the_limit_of_bytes_is_refused_too() {
    let empty = inflated("xl/worksheets/sheet1.xml", SHEET, "<row/>", 60_000_000, "</sheetData></worksheet>");
    refused("ten million empty rows.xlsx", &empty, "NO_HEADER");
    let full = "<row><c t=\"inlineStr\"><is><t>姓名</t></is></c></row>";
    let full = inflated("xl/worksheets/sheet1.xml", SHEET, full, 150 << 20, "</sheetData></worksheet>");
    refused("too many rows.xlsx", &full, "TOO_MANY_ROWS");
    let wide = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(1000));
    let wide = inflated("xl/worksheets/sheet1.xml", SHEET, &wide, 100 << 20, "</sheetData></worksheet>");
    refused("too many fields.xlsx", &wide, "TOO_MANY_FIELDS");
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let ods = format!(
        "<office:document-content><table:table><table:table-row table:number-rows-repeated=\"1048576\">\
         <table:table-cell table:number-columns-repeated=\"16383\"/>{cell}</table:table-row></table:table>"
    );
    refused("corner.ods", &inflated("content.xml", &ods, " ", 1, "</office:document-content>"), "TOO_MANY_FIELDS");
}

/// An archive with nothing in it but an OpenDocument table of `size` bytes.
fn ods(head: &str, unit: &str, size: usize, tail: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, parts: &mut dyn Iterator<Item = &str>| {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        parts.for_each(|part| archive.write_all(part.as_bytes()).unwrap());
    };
    put("mimetype", &mut ["application/vnd.oasis.opendocument.spreadsheet"].into_iter());
    put("META-INF/manifest.xml", &mut ["<manifest:manifest/>"].into_iter());
    let before = "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"a\">";
    let after = "</table:table></office:spreadsheet></office:body></office:document-content>";
    let block = unit.repeat((1 << 16) / unit.len() + 1);
    let many = std::iter::repeat_n(block.as_str(), size / block.len() + 1);
    put("content.xml", &mut [before, head].into_iter().chain(many).chain([tail, after]));
    archive.finish().unwrap().into_inner()
}

/// An .ods unfolds like an .xlsx, and is kept in memory as a whole.
#[test]
fn an_opendocument_made_to_harm_is_told() {
    let field = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |fields: &str| format!("<table:table-row>{fields}</table:table-row>");
    let people = row(&(field("姓名") + &field("户号"))) + &row(&(field("张三") + &field("1")));
    taken("roster.ods", &ods(&people, " ", 1, ""), 1);
    refused("bomb.ods", &ods("", " ", 600 << 20, ""), "FILE_UNFOLDS_TOO_LARGE");
    refused("empty rows.ods", &ods("", "<table:table-row/>", 30 << 20, ""), "NO_HEADER");
    refused("rows.ods", &ods("", &row(&field("x")), 30 << 20, ""), "TOO_MANY_ROWS");
    let long = field("\u{0}");
    let (before, after) = long.split_once('\u{0}').unwrap();
    let before = format!("{people}<table:table-row>{before}");
    refused("long.ods", &ods(&before, "x", 20 << 20, &format!("{after}</table:table-row>")), "FIELD_TOO_LONG");
    let whole = ods(&people, " ", 1, "");
    refused("cut.ods", &whole[..whole.len() / 2], "FILE_DAMAGED");
}

/// Old workbooks: containers cut, with sectors that lead in circles, and with numbers that are lies.
#[test]
fn an_old_workbook_made_to_harm_is_told() {
    let head = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    for (name, fill) in [("zeros.xls", 0), ("ones.xls", 0xFF), ("sectors.xls", 1)] {
        let mut file = vec![fill; 1 << 20];
        file[..8].copy_from_slice(&head);
        (file[30], file[31], file[32], file[33]) = (9, 0, 6, 0);
        refused(name, &file, "FILE_DAMAGED");
    }
    let locked =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters/21d_加密_密码123456.xlsx")).unwrap();
    for at in (24..512).step_by(61) {
        let mut turned = locked.clone();
        turned[at] ^= 0xFF;
        let (_folder, path) = written("turned.xls", &turned);
        let answer = import(&path, "zh", &[]);
        assert!(["FILE_DAMAGED", "FILE_ENCRYPTED"].contains(&answer.code.as_str()), "byte {at}: {}", answer.code);
    }
}

#[test]
fn text_of_any_shape_is_answered() {
    refused("one line.csv", &vec![b'x'; 300 << 20], "FILE_TOO_LARGE");
    refused("one line, less.csv", &vec![b'x'; 31 << 20], "FIELD_TOO_LONG");
    refused(
        "quote without end, long.csv",
        format!("{ROSTER}2,\"{}", "x".repeat(30 << 20)).as_bytes(),
        "FIELD_TOO_LONG",
    );
    let page = "王".repeat(1 << 20);
    taken("a megabyte in a field.csv", format!("户号,姓名,与户主关系,备注\n1,张三,户主,{page}\n").as_bytes(), 1);
    refused("commas.csv", &vec![b','; 31 << 20], "TOO_MANY_FIELDS");
    refused("fields.csv", "x,y,z\n".repeat(900_000).as_bytes(), "TOO_MANY_ROWS");
    refused("quote without end.csv", format!("\"{}", ROSTER.repeat(1000)).as_bytes(), "NO_HEADER");
    let row = "<tr><td>户号</td><td>姓名</td></tr>";
    refused("long.xls", format!("<table>{row}<tr><td>{}", "x".repeat(30 << 20)).as_bytes(), "FIELD_TOO_LONG");
    refused("rows.xls", format!("<table>{}", "<tr><td>x</td></tr>".repeat(1_500_000)).as_bytes(), "TOO_MANY_ROWS");
    refused("wide.xls", format!("<table><tr>{}", "<td>x".repeat(5_000_000)).as_bytes(), "NO_HEADER");
    refused(
        "spans.xls",
        format!("<table>{}", "<tr><td rowspan=99999999 colspan=99999999>x".repeat(50_000)).as_bytes(),
        "NO_HEADER",
    );
    let nested = format!("<table>{}", "<tr><td><table>".repeat(1_000_000));
    refused("nested.xls", nested.as_bytes(), "NO_HEADER");
    refused("nothing.csv", b" \r\n", "FILE_EMPTY");
    refused("noise.csv", &[0x81; 4000].map(|byte| byte ^ 0x7E), "FILE_ENCODING");
    let odd: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(ROSTER.encode_utf16().flat_map(u16::to_le_bytes)).chain([0x41]).collect();
    taken("utf-16 without its last byte.xls", &odd, 2);
    let half: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(ROSTER.encode_utf16().flat_map(u16::to_le_bytes)).chain([0, 0xD8]).collect();
    taken("utf-16 with half a character.xls", &half, 2);
}

#[test]
fn cut_and_locked_files_are_told() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters");
    let whole = std::fs::read(samples.join("01_王府村户籍人口花名册.xlsx")).unwrap();
    for part in [4, 100, whole.len() / 2, whole.len() - 30] {
        refused("cut.xlsx", &whole[..part], "FILE_DAMAGED");
    }
    let locked = std::fs::read(samples.join("21d_加密_密码123456.xlsx")).unwrap();
    refused("locked.xlsx", &locked, "FILE_ENCRYPTED");
    refused("locked, cut.xlsx", &locked[..locked.len() / 2], "FILE_ENCRYPTED");
    refused("header alone.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "FILE_DAMAGED");
}

/// One invented person a row: household's number, head, name, relation, identity number, telephone, group, remark.
const COLUMNS: [&str; 8] = ["户号", "户主姓名", "姓名", "与户主关系", "身份证号", "联系电话", "村民小组", "备注"];

/// Rows of a township: households of one to five people, each with a number of its own that passes the check.
fn township(rows: u32) -> Vec<[String; 8]> {
    const SURNAMES: [&str; 8] = ["王", "李", "张", "欧阳", "阿", "赵", "周", "孙"];
    const GIVEN: [&str; 10] = ["建国", "秀英", "伟", "玉兰", "海龙", "淑珍", "敏", "志强", "桂花", "军"];
    let relations = ["户主", "配偶", "长子", "长女", "父亲"];
    let households = (1_usize..).zip([1, 3, 4, 2, 5, 5].into_iter().cycle());
    let people = households.flat_map(|(household, size)| (0..size).map(move |place| (household, place)));
    let name = |household: usize, place: usize| {
        format!("{}{}", SURNAMES[household % 8], GIVEN[(household / 8 + place * 3) % 10])
    };
    let row = |(number, (household, place)): (u32, (usize, usize))| {
        [
            household.to_string(),
            name(household, 0),
            name(household, place),
            relations[place].to_owned(),
            identity_number(number),
            format!("1{}0000{:04}", 30 + number % 60, number % 10_000),
            format!("{}组", household / 60 + 1),
            if number % 50 == 0 { "外出务工".to_owned() } else { String::new() },
        ]
    };
    (0..rows).zip(people).map(row).collect()
}

/// Different for every place, of a county that does not exist.
fn identity_number(at: u32) -> String {
    let born = format!("{}{:02}{:02}", 1940 + at % 80, 1 + at / 80 % 12, 1 + at / 960 % 28);
    let plain = format!("152499{born}{:03}", 1 + at / 26_880);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = plain.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{plain}{}", char::from(b"10X98765432"[sum % 11]))
}

/// The same rows as a workbook and as text.
fn written_twice(rows: &[[String; 8]]) -> [(&'static str, Vec<u8>); 2] {
    let lines = || [COLUMNS.map(str::to_owned)].into_iter().chain(rows.iter().cloned());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in lines().zip(0..) {
        for (text, column) in line.iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let text: String = lines().map(|line| line.join(",") + "\n").collect();
    [("township.xlsx", book.save_to_buffer().unwrap()), ("township.csv", text.into_bytes())]
}

#[test]
fn thirty_thousand_people_are_read_each_as_they_are_written() {
    let rows = township(30_000);
    let households = rows.last().unwrap()[0].parse::<usize>().unwrap();
    assert!(households > 8_500, "{households}");
    for (name, bytes) in written_twice(&rows) {
        let (_folder, path) = written(name, &bytes);
        let Answer { code, members, file, .. } = import(&path, "zh", &["--records"]);
        assert_eq!((code.as_str(), members), ("", 30_000), "{name}");
        assert_eq!(file["households"], households, "{name}");
        assert_eq!(file["problems"].as_array().unwrap().len(), 0, "{name}: {}", file["problems"][0]);
        let records = file["records"].as_array().unwrap();
        let mut keys = std::collections::BTreeMap::new();
        for ((record, row), number) in records.iter().zip(&rows).zip(2..) {
            let [household, _, name, relation, id, phone, ..] = row;
            assert_eq!(record["row"], number);
            for (key, written) in [("name", name), ("relation", relation), ("id", id), ("phone", phone)] {
                assert_eq!(record[key], *written, "row {number}");
            }
            let key = record["household"].as_str().unwrap();
            assert_eq!(keys.entry(key).or_insert(household), &household, "row {number}");
        }
        assert_eq!(keys.len(), households, "{name}");
        println!("{name:<34} {:>9} bytes  30000 people of {households} households, each as written", bytes.len());
    }
}
