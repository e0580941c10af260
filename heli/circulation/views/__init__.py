"""Pages of notices: `lists`, one `notice`, `drafting` one, `answering` for an organisation."""
