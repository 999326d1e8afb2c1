"""The weekly digest by e-mail: readers subscribe with double opt-in and leave with one click. See docs/ways-out.md."""
