"""What `sangto doctor` says about the sentence model."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from sangto.config.findings import Finding, Level
from sangto.matching.encoders import encoder_state


def sentence_model() -> Finding:
    """Loads the model and encodes a few letters, which takes up to some seconds."""
    subject = _("Sentence model")
    state = encoder_state()
    if state.error is not None:
        refusal = state.error.refusal
        message = _(refusal.message) % dict(refusal.params)
        return Finding(subject, Level.PROBLEM, message, _(state.error.advice))
    if state.encoder is not None:
        return Finding(
            subject,
            Level.FINE,
            _("%(name)s recognises retold messages.") % {"name": state.encoder.name},
        )
    if settings.SANGTO_SENTENCE_MODEL == "none":
        return Finding(
            subject, Level.FINE, _("Switched off; messages are recognised by their words.")
        )
    return Finding(
        subject,
        Level.FINE,
        _("Works by words; install sangto[semantic] to recognise retold messages."),
    )
