//! "did you mean": the known name nearest to a written one.

/// Longer names are no slip of the finger, and comparing them would cost time.
const LONGEST: usize = 40;

/// The nearest of `known`, when no more than 1 + a quarter of the letters differ.
pub(super) fn nearest<'k>(given: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let length = given.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let allowed = 1 + length / 4;
    known
        .filter(|name| *name != given && name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::osa_distance(&given.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
