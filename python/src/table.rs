//! Tables as Arrow, which pandas, Polars, DuckDB and pyarrow take without copying.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Float32Array, Float64Array, Int32Array, RecordBatch,
    RecordBatchIterator, StringArray,
};
use arrow::datatypes::{DataType, Field, Float32Type, Float64Type, Int32Type, Schema};
use arrow::ffi::FFI_ArrowSchema;
use arrow::ffi_stream::FFI_ArrowArrayStream;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyCapsule, PyDict, PyList, PySlice};
use thermidor_io::output::tables::{Column, Frame};
use thermidor_scenario::suggest::nearest;

use crate::errors::{Code, fault, internal};
use crate::scenario::escaped;

/// A table of results. Anything that speaks the Arrow C stream interface can read it without a copy.
///
/// `table["name"]` is a column, as a NumPy array where NumPy is there and as a list where not; numbers that are missing
/// are NaN (None in a list). `table[3]` is a row as a dictionary, `table[3:5]` a table of these rows, and iteration goes
/// over the rows.
///
/// >>> import thermidor
/// >>> table = thermidor.run({"ticks": 24, "organization.members": 60}, organizations=4).outcomes
/// >>> table["organization"].tolist(), table[3]["organization"], len(table[1:3])
/// ([0, 1, 2, 3], 3, 2)
#[pyclass(frozen, module = "thermidor")]
pub struct Table {
    name: String,
    batch: RecordBatch,
}

impl Table {
    /// A table of a frame.
    pub fn new(frame: Frame) -> PyResult<Self> {
        let mut fields = Vec::new();
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (name, column) in frame.columns {
            let array: ArrayRef = match column {
                Column::Text(values) => Arc::new(StringArray::from(values)),
                Column::Flag(values) => Arc::new(BooleanArray::from(values)),
                Column::Whole(values) => Arc::new(Int32Array::from(values)),
                Column::Real(values) => Arc::new(Float32Array::from(values)),
                Column::Given(values) => Arc::new(Float64Array::from(values)),
            };
            fields.push(Field::new(name, array.data_type().clone(), array.null_count() > 0));
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(schema, arrays).map_err(internal)?;
        Ok(Self { name: frame.name, batch })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    /// So many rows, or all but so many.
    fn some(&self, n: isize) -> usize {
        let rows = self.rows() as isize;
        (if n < 0 { rows.saturating_add(n).max(0) } else { n.min(rows) }) as usize
    }

    fn position(&self, column: &str) -> PyResult<usize> {
        self.batch.schema().index_of(column).map_err(|_| {
            let names = self.columns();
            let hint = nearest(column, names.iter().map(String::as_str)).map_or_else(
                || format!("columns: {}", names.join(", ")),
                |name| format!("did you mean `{name}`?"),
            );
            let what = format!("there is no column `{column}` in the table {}", self.name);
            fault(Code::UnknownKey, Some(column), &what, &hint)
        })
    }

    fn cell<'py>(&self, py: Python<'py>, array: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
        if array.is_null(row) {
            return Ok(py.None().into_bound(py));
        }
        Ok(match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().value(row).into_pyobject(py)?.into_any(),
            DataType::Boolean => array.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
            DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into_pyobject(py)?.into_any(),
            DataType::Float32 => {
                f64::from(array.as_primitive::<Float32Type>().value(row)).into_pyobject(py)?.into_any()
            }
            _ => array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        })
    }

    fn row<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyAny>> {
        let told = PyDict::new(py);
        for (name, array) in self.columns().iter().zip(self.batch.columns()) {
            told.set_item(name, self.cell(py, array, row)?)?;
        }
        Ok(told.into_any())
    }

    fn slice(&self, from: usize, rows: usize) -> Self {
        Self { name: self.name.clone(), batch: self.batch.slice(from, rows) }
    }

    /// A column as a NumPy array, or as a list where there is no NumPy.
    fn column<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Bound<'py, PyAny>> {
        let array = self.batch.column(place);
        let Ok(numpy) = py.import("numpy") else {
            let cells =
                (0..array.len()).map(|row| self.cell(py, array, row)).collect::<PyResult<Vec<_>>>()?;
            return Ok(PyList::new(py, cells)?.into_any());
        };
        // The bytes are the array's own from here on, so that it can be written to.
        let of_bytes = |bytes: Vec<u8>, kind: &str| {
            numpy.call_method1("frombuffer", (PyByteArray::new(py, &bytes), kind))
        };
        match array.data_type() {
            DataType::Int32 if array.null_count() == 0 => {
                let values = array.as_primitive::<Int32Type>().values();
                of_bytes(values.iter().flat_map(|value| value.to_ne_bytes()).collect(), "i4")
            }
            DataType::Int32 => {
                let values = array.as_primitive::<Int32Type>().iter();
                of_bytes(
                    values.flat_map(|value| value.map_or(f64::NAN, f64::from).to_ne_bytes()).collect(),
                    "f8",
                )
            }
            DataType::Float32 => {
                let values = array.as_primitive::<Float32Type>().iter();
                of_bytes(values.flat_map(|value| value.unwrap_or(f32::NAN).to_ne_bytes()).collect(), "f4")
            }
            DataType::Float64 => {
                let values = array.as_primitive::<Float64Type>().iter();
                of_bytes(values.flat_map(|value| value.unwrap_or(f64::NAN).to_ne_bytes()).collect(), "f8")
            }
            DataType::Boolean => {
                of_bytes(array.as_boolean().iter().map(|value| u8::from(value == Some(true))).collect(), "?")
            }
            _ => {
                let cells =
                    (0..array.len()).map(|row| self.cell(py, array, row)).collect::<PyResult<Vec<_>>>()?;
                let kind = PyDict::new(py);
                kind.set_item("dtype", "object")?;
                numpy.call_method("array", (PyList::new(py, cells)?,), Some(&kind))
            }
        }
    }
}

/// A column of numbers at double precision; `None` where it is of something else.
fn numbers(array: &ArrayRef) -> Option<Vec<Option<f64>>> {
    Some(match array.data_type() {
        DataType::Int32 => {
            array.as_primitive::<Int32Type>().iter().map(|value| value.map(f64::from)).collect()
        }
        DataType::Float32 => {
            array.as_primitive::<Float32Type>().iter().map(|value| value.map(f64::from)).collect()
        }
        DataType::Float64 => array.as_primitive::<Float64Type>().iter().collect(),
        DataType::Boolean => {
            array.as_boolean().iter().map(|value| value.map(|flag| f64::from(u8::from(flag)))).collect()
        }
        _ => return None,
    })
}

#[pymethods]
impl Table {
    /// Name of the table, as its files are called.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.batch.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// Number of rows and of columns.
    #[getter]
    fn shape(&self) -> (usize, usize) {
        (self.batch.num_rows(), self.batch.num_columns())
    }

    /// A column by its name, a row by its number, or a table of some rows.
    fn __getitem__<'py>(&self, py: Python<'py>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(name) = key.extract::<String>() {
            return self.column(py, self.position(&name)?);
        }
        let n = self.rows();
        if let Ok(slice) = key.cast::<PySlice>() {
            let found = slice.indices(n as isize)?;
            if found.step == 1 {
                return Ok(Bound::new(py, self.slice(found.start as usize, found.slicelength))?.into_any());
            }
            let hint = "use a step of 1, or to_pandas()";
            return Err(fault(Code::BadValue, None, "rows of a table are taken one after the other", hint));
        }
        let Ok(row) = key.extract::<isize>() else {
            let hint = "use the name of a column, the number of a row or a slice";
            return Err(fault(Code::WrongType, None, &format!("{key} names no column and no row"), hint));
        };
        let place = if row < 0 { row + n as isize } else { row };
        if !(0..n as isize).contains(&place) {
            let what = format!("there is no row {row} in the table {}", self.name);
            return Err(fault(Code::UnknownRow, None, &what, &format!("it has {n} rows, counted from 0")));
        }
        self.row(py, place as usize)
    }

    /// Whether there is a column of this name.
    fn __contains__(&self, name: &Bound<'_, PyAny>) -> bool {
        name.extract::<String>().is_ok_and(|name| self.batch.schema().index_of(&name).is_ok())
    }

    /// The rows, each a dictionary.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows = (0..self.rows()).map(|row| self.row(py, row)).collect::<PyResult<Vec<_>>>()?;
        PyList::new(py, rows)?.call_method0("__iter__")
    }

    /// The first rows; all but the last ones where `n` is negative.
    #[pyo3(signature = (n=5))]
    fn head(&self, n: isize) -> Self {
        self.slice(0, self.some(n))
    }

    /// The last rows; all but the first ones where `n` is negative.
    #[pyo3(signature = (n=5))]
    fn tail(&self, n: isize) -> Self {
        let n = self.some(n);
        self.slice(self.rows() - n, n)
    }

    /// The columns as a dictionary of arrays (of lists where there is no NumPy).
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        for (place, name) in self.columns().iter().enumerate() {
            all.set_item(name, self.column(py, place)?)?;
        }
        Ok(all)
    }

    /// One row for each value of a column, in the order in which they come: the mean of every other column of numbers
    /// (of True and False, the share of True), with `runs`, the number of rows behind it. Missing numbers are left out of a mean.
    #[pyo3(signature = (by="point"))]
    fn mean(&self, by: &str) -> PyResult<Self> {
        let keys = self.batch.column(self.position(by)?);
        let shown = |row: usize| arrow::util::display::array_value_to_string(keys, row).unwrap_or_default();
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        let mut firsts = Vec::new();
        let of: Vec<usize> = (0..self.rows())
            .map(|row| {
                *groups.entry(shown(row)).or_insert_with(|| {
                    firsts.push(row);
                    firsts.len() - 1
                })
            })
            .collect();
        let mut counts = vec![0i32; firsts.len()];
        of.iter().for_each(|group| counts[*group] += 1);
        let wanted = Int32Array::from(firsts.iter().map(|row| *row as i32).collect::<Vec<_>>());
        let schema = self.batch.schema();
        let mut fields = vec![
            schema.field_with_name(by).cloned().map_err(internal)?,
            Field::new("runs", DataType::Int32, false),
        ];
        let taken = arrow::compute::take(keys, &wanted, None).map_err(internal)?;
        let mut arrays: Vec<ArrayRef> = vec![taken, Arc::new(Int32Array::from(counts))];
        let others = schema.fields().iter().zip(self.batch.columns()).filter(|(field, _)| field.name() != by);
        for (field, array) in others {
            let Some(values) = numbers(array) else { continue };
            let mut sums = vec![(0.0, 0u32); firsts.len()];
            for (value, group) in values.into_iter().zip(&of) {
                let Some(value) = value else { continue };
                sums[*group].0 += value;
                sums[*group].1 += 1;
            }
            let means = sums.into_iter().map(|(sum, n)| (n > 0).then(|| sum / f64::from(n)));
            arrays.push(Arc::new(means.collect::<Float64Array>()));
            fields.push(Field::new(field.name(), DataType::Float64, true));
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(internal)?;
        Ok(Self { name: format!("{} by {by}", self.name), batch })
    }

    fn _repr_html_(&self) -> String {
        const MOST: usize = 10;
        let shown = |array: &ArrayRef, row: usize| {
            escaped(&arrow::util::display::array_value_to_string(array, row).unwrap_or_default())
        };
        let head: String = self.columns().iter().map(|name| format!("<th>{}</th>", escaped(name))).collect();
        let row = |row: usize| {
            let cells = self.batch.columns().iter().map(|array| format!("<td>{}</td>", shown(array, row)));
            format!("<tr>{}</tr>", cells.collect::<String>())
        };
        let rows: String = (0..self.rows().min(MOST)).map(row).collect();
        format!(
            "<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{} rows, {} columns</p>",
            self.rows(),
            self.batch.num_columns()
        )
    }

    fn __repr__(&self) -> String {
        format!("<Table {}: {} rows, {} columns>", self.name, self.batch.num_rows(), self.batch.num_columns())
    }

    /// The Arrow PyCapsule interface: a stream of record batches, handed over without a copy.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer ignore the wish for another schema.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.batch.clone())], self.batch.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }

    /// The Arrow PyCapsule interface: the schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.batch.schema().as_ref());
        let schema = schema.map_err(internal)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// As a `polars.DataFrame`, without a copy.
    pub fn to_polars<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// As a `pyarrow.Table`, without a copy.
    fn to_pyarrow<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// As a `pandas.DataFrame`; needs pyarrow.
    pub fn to_pandas<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_pyarrow(slf)?.call_method0("to_pandas")
    }
}
