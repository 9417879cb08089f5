//! The Python package of thermidor: the same engine, the same bytes, the same words for mistakes.

use pyo3::prelude::*;

mod ablate;
mod compare;
mod errors;
mod interruptible;
mod points;
mod result;
mod run;
mod saved;
mod scenario;
mod sweep;
mod table;
mod values;

#[pymodule]
fn _thermidor(module: &Bound<'_, PyModule>) -> PyResult<()> {
    thermidor_core::simd::width().map_err(errors::unsupported)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<ablate::Ablation>()?;
    module.add_class::<compare::Comparison>()?;
    module.add_class::<result::Chart>()?;
    module.add_class::<run::Run>()?;
    module.add_class::<saved::Replay>()?;
    module.add_class::<saved::Validation>()?;
    module.add_class::<saved::Verdict>()?;
    module.add_class::<scenario::Scenario>()?;
    module.add_class::<sweep::Store>()?;
    module.add_class::<table::Table>()?;
    module.add_function(wrap_pyfunction!(ablate::ablate, module)?)?;
    module.add_function(wrap_pyfunction!(compare::compare, module)?)?;
    module.add_function(wrap_pyfunction!(points::points, module)?)?;
    module.add_function(wrap_pyfunction!(result::open, module)?)?;
    module.add_function(wrap_pyfunction!(run::run, module)?)?;
    module.add_function(wrap_pyfunction!(saved::merge, module)?)?;
    module.add_function(wrap_pyfunction!(saved::replay, module)?)?;
    module.add_function(wrap_pyfunction!(saved::report, module)?)?;
    module.add_function(wrap_pyfunction!(saved::validate, module)?)?;
    module.add_function(wrap_pyfunction!(saved::verify, module)?)?;
    module.add_function(wrap_pyfunction!(saved::write_page, module)?)?;
    module.add_function(wrap_pyfunction!(scenario::load, module)?)?;
    module.add_function(wrap_pyfunction!(scenario::measures, module)?)?;
    module.add_function(wrap_pyfunction!(scenario::scenario, module)?)?;
    module.add_function(wrap_pyfunction!(scenario::schema, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::check_sweep, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::make_part, module)?)?;
    module.add_function(wrap_pyfunction!(sweep::open_sweep, module)?)
}
