//! The Python package of thermidor: the same engine, the same bytes, the same words for mistakes.

use pyo3::prelude::*;

mod attended;
mod compare;
mod run;
mod scenario;
mod sweep;
mod table;
mod values;

pyo3::create_exception!(
    thermidor,
    ThermidorError,
    pyo3::exceptions::PyValueError,
    "What cannot be done, and why: the same text as on the command line."
);

/// A message for the user as an exception.
fn refused(message: impl std::fmt::Display) -> PyErr {
    ThermidorError::new_err(message.to_string())
}

#[pymodule]
fn _thermidor(module: &Bound<'_, PyModule>) -> PyResult<()> {
    thermidor::engine::wide::width().map_err(refused)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("ThermidorError", module.py().get_type::<ThermidorError>())?;
    module.add_class::<scenario::Scenario>()?;
    module.add_class::<table::Table>()?;
    module.add_class::<run::Run>()?;
    module.add_class::<compare::Comparison>()?;
    module.add_class::<sweep::Store>()?;
    module.add_function(wrap_pyfunction!(scenario::load, module)?)?;
    module.add_function(wrap_pyfunction!(scenario::measures, module)?)?;
    module.add_function(wrap_pyfunction!(run::run, module)?)?;
    module.add_function(wrap_pyfunction!(compare::compare, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::open_sweep, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::check_sweep, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::make_part, module)?)
}
