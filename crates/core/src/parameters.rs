//! How a group of parameters is declared: once, with its default, range, unit and source.
//!
//! From one declaration come the strict TOML reader, the range check, the default, the JSON Schema
//! that editors and forms read, and the manual. What a parameter *does* belongs to its mechanism.

/// Declares a group of parameters.
///
/// Each field is written `name: type = default, in low..=high, "unit", "source";` under its doc comment.
/// The range is left out where the type says it all. A source of `"free"` marks a constant that no
/// observation anchors. `, founding` after the source marks what an organization keeps from its founding on: it is
/// read there and never again, or its size and shape follow from it.
macro_rules! parameters {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[$fmeta:meta])*
                $field:ident : $ty:ty = $default:expr $(, in $lo:literal ..= $hi:literal)?, $unit:literal, $source:literal $(, $mark:ident)?;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
            garde::Validate, smart_default::SmartDefault,
        )]
        #[serde(deny_unknown_fields, default)]
        #[garde(allow_unvalidated)]
        pub struct $name {
            $(
                $(#[$fmeta])*
                #[default($default)]
                $(#[garde(range(min = $lo, max = $hi))])?
                #[schemars(extend("x-unit" = $unit, "x-source" = $source))]
                $(#[schemars(extend("x-founding" = crate::parameters::marks::$mark))])?
                pub $field: $ty,
            )*
        }
    };
}
pub(crate) use parameters;

/// What a declaration can mark a parameter with.
pub(crate) mod marks {
    /// It is fixed at the founding.
    #[expect(non_upper_case_globals, reason = "it is written as a word in declarations")]
    pub const founding: bool = true;
}
