use std::io;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::super::{Column, flag, given, number, real, text, whole};
use super::{Misfit, Table, Value};

fn columns() -> Vec<(String, Column)> {
    vec![text("words"), flag("flag"), whole("whole"), real("real"), given("given")]
}

fn fits() -> Vec<Value> {
    vec![
        Value::Text("a, \"b\"\nc".into()),
        Value::Flag(true),
        Value::Whole(Some(i32::MAX as u32)),
        Value::Real(Some(0.1)),
        Value::Given(Some(0.1)),
    ]
}

#[test]
fn values_of_every_kind_come_out_as_they_went_in() {
    let nothing = vec![
        Value::Text(String::new()),
        Value::Flag(false),
        Value::Whole(None),
        Value::Real(None),
        Value::Given(None),
    ];
    let place = tempfile::tempdir().unwrap();
    let mut table = Table::create(place.path(), "all", columns()).unwrap();
    for row in [fits(), nothing, fits()] {
        table.row(row).unwrap();
    }
    table.finish().unwrap();
    let file = std::fs::File::open(place.path().join("all.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    let found: Vec<Vec<Field>> =
        rows.map(|row| row.unwrap().into_columns().into_iter().map(|(_, field)| field).collect()).collect();
    let full = [
        Field::Str("a, \"b\"\nc".into()),
        Field::Bool(true),
        Field::Int(i32::MAX),
        Field::Float(0.1),
        Field::Double(0.1),
    ];
    let empty = [Field::Str(String::new()), Field::Bool(false), Field::Null, Field::Null, Field::Null];
    assert_eq!(found, [full.to_vec(), empty.to_vec(), full.to_vec()]);
    let mut csv = csv::Reader::from_path(place.path().join("all.csv")).unwrap();
    let found: Vec<Vec<String>> = csv.deserialize().map(Result::unwrap).collect();
    let full = ["a, \"b\"\nc", "true", "2147483647", "0.1", "0.1"].map(str::to_owned).to_vec();
    assert_eq!(found, [full.clone(), ["", "false", "", "", ""].map(str::to_owned).to_vec(), full]);
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_is_written_in_its_place() {
    let refused =
        |error: io::Error| error.get_ref().and_then(|inner| inner.downcast_ref::<Misfit>()).cloned();
    // Any value in a column of another kind; a whole number where real ones are, above all.
    for place in 0..5 {
        for (from, other) in fits().into_iter().enumerate().filter(|(from, _)| *from != place) {
            let mut row = fits();
            row[place] = other;
            let mut table = Table::in_memory("t", columns(), &[]).unwrap();
            let found = table.row(row).map_err(refused).unwrap_err();
            let name = &columns()[place].0;
            assert!(
                matches!(&found, Some(Misfit::Value { column, .. }) if column == name),
                "{from} in {place}: {found:?}"
            );
            assert_eq!(table.frame.rows(), 0, "a part of a row was written");
        }
    }
    for (place, other) in [
        (0, Value::Whole(None)),
        (1, Value::Given(None)),
        (2, Value::Whole(Some(1 << 31))),
        (4, Value::Given(Some(f64::NAN))),
        (4, Value::Given(Some(f64::INFINITY))),
    ] {
        let mut row = fits();
        row[place] = other;
        let mut table = Table::in_memory("t", columns(), &[]).unwrap();
        assert!(table.row(row).map_err(refused).unwrap_err().is_some());
    }
    let mut table = Table::in_memory("t", columns(), &[]).unwrap();
    let found = table.row(fits()[1..].to_vec()).map_err(refused).unwrap_err();
    assert_eq!(found, Some(Misfit::Width { table: "t".into(), columns: 5, values: 4 }));
    assert_eq!(
        [f64::NAN, 1e300, 0.5].map(number),
        [Value::Real(None), Value::Real(None), Value::Real(Some(0.5))]
    );
}
