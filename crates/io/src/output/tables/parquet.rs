//! Tables in Parquet.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::schema::types::Type;

use super::column::{Column, flag, given, real, text, whole};
use super::failed;
use super::frame::Frame;

/// Begins a Parquet file.
pub(super) fn begin<W: Write + Send>(
    writer: W,
    frame: &Frame,
    about: &[(&str, String)],
) -> io::Result<SerializedFileWriter<W>> {
    let fields = frame.columns.iter().map(|(name, column)| {
        let (physical, logical, repetition) = match column {
            Column::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
            Column::Flag(_) => (Physical::BOOLEAN, None, Repetition::REQUIRED),
            Column::Whole(_) => (Physical::INT32, None, Repetition::OPTIONAL),
            Column::Real(_) => (Physical::FLOAT, None, Repetition::OPTIONAL),
            Column::Given(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
        };
        let field = Type::primitive_type_builder(name, physical);
        field.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    });
    let fields = fields.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let schema = Arc::new(Type::group_type_builder(&frame.name).with_fields(fields).build().map_err(failed)?);
    let about = about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    // No time and no host in the file: the same results are the same bytes.
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(about.collect()))
        .set_created_by("thermidor".into());
    SerializedFileWriter::new(writer, schema, Arc::new(properties.build())).map_err(failed)
}

/// Writes the rows of a frame as a row group, and empties it.
pub(super) fn group<W: Write + Send>(
    parquet: &mut SerializedFileWriter<W>,
    frame: &mut Frame,
) -> io::Result<()> {
    if frame.rows() == 0 {
        return Ok(());
    }
    let mut group = parquet.next_row_group().map_err(failed)?;
    for (_, column) in &mut frame.columns {
        let Some(mut writer) = group.next_column().map_err(failed)? else { break };
        match column {
            Column::Text(texts) => {
                let values: Vec<ByteArray> =
                    texts.drain(..).map(|text| ByteArray::from(text.into_bytes())).collect();
                writer.typed::<ByteArrayType>().write_batch(&values, None, None).map_err(failed)?;
            }
            Column::Flag(flags) => {
                writer.typed::<BoolType>().write_batch(flags, None, None).map_err(failed)?;
                flags.clear();
            }
            Column::Whole(numbers) => optional::<Int32Type>(&mut writer, numbers)?,
            Column::Real(numbers) => optional::<FloatType>(&mut writer, numbers)?,
            Column::Given(numbers) => optional::<DoubleType>(&mut writer, numbers)?,
        }
        writer.close().map_err(failed)?;
    }
    group.close().map_err(failed)?;
    Ok(())
}

/// Writes numbers of which some are missing, and empties their column.
fn optional<T: DataType>(
    writer: &mut SerializedColumnWriter,
    numbers: &mut Vec<Option<T::T>>,
) -> io::Result<()> {
    let levels: Vec<i16> = numbers.iter().map(|number| i16::from(number.is_some())).collect();
    let values: Vec<T::T> = numbers.drain(..).flatten().collect();
    writer.typed::<T>().write_batch(&values, Some(&levels), None).map_err(failed)?;
    Ok(())
}

/// Reads the columns of a table that the program wrote.
pub(super) fn read(path: &Path) -> io::Result<Vec<(String, Column)>> {
    let reader = SerializedFileReader::new(thermidor_scenario::text::open(path)?).map_err(failed)?;
    let schema = reader.metadata().file_metadata().schema().clone();
    let mut columns = schema.get_fields().iter().map(empty).collect::<io::Result<Vec<_>>>()?;
    for row in reader.get_row_iter(None).map_err(failed)? {
        let fields = row.map_err(failed)?.into_columns();
        for ((_, column), (_, field)) in columns.iter_mut().zip(fields) {
            put(column, field)?;
        }
    }
    Ok(columns)
}

/// The column of a field of the schema.
fn empty(field: &Arc<Type>) -> io::Result<(String, Column)> {
    let name = field.name();
    Ok(match field.get_physical_type() {
        Physical::BYTE_ARRAY => text(name),
        Physical::BOOLEAN => flag(name),
        Physical::INT32 => whole(name),
        Physical::FLOAT => real(name),
        Physical::DOUBLE => given(name),
        other => return Err(failed(format!("column `{name}` is of the type {other}"))),
    })
}

fn put(column: &mut Column, field: Field) -> io::Result<()> {
    match (column, field) {
        (Column::Text(values), Field::Str(text)) => values.push(text),
        (Column::Flag(values), Field::Bool(flag)) => values.push(flag),
        (Column::Whole(values), Field::Int(number)) => values.push(Some(number)),
        (Column::Real(values), Field::Float(number)) => values.push(Some(number)),
        (Column::Given(values), Field::Double(number)) => values.push(Some(number)),
        (Column::Whole(values), Field::Null) => values.push(None),
        (Column::Real(values), Field::Null) => values.push(None),
        (Column::Given(values), Field::Null) => values.push(None),
        (_, other) => return Err(failed(format!("there is {other} where it cannot be"))),
    }
    Ok(())
}
